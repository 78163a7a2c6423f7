"""A report as a paper for a minister: two pages of findings with pictures, then annexes."""

from finmodel.report.document.pdf.paper import as_pdf

__all__ = ["as_pdf"]
