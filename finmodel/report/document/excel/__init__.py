"""A report as an Excel workbook that an official can audit: live totals, filters, native charts."""

from finmodel.report.document.excel.workbook import as_excel

__all__ = ["as_excel"]
