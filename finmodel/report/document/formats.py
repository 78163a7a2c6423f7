"""The formats that a report is written in: name, and the function that writes a document in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from finmodel.report.document.parts import Document

Writer = Callable[[Document], bytes | str]

FORMATS: dict[str, tuple[str, str]] = {
    "html": ("finmodel.report.document.html.write", "as_html"),
    "md": ("finmodel.report.document.markdown", "as_markdown"),
    "xlsx": ("finmodel.report.document.excel", "as_excel"),
    "pdf": ("finmodel.report.document.pdf", "as_pdf"),
}
"""Name, which is also the ending of the file: module and function, imported when asked for."""


class UnknownFormat(ValueError):
    """There is no format of this name."""


def check_formats(names: Iterable[str], there_are: Iterable[str] = FORMATS) -> None:
    """Refuse a format that there is none of.

    Parameters
    ----------
    names : iterable of str
        Formats asked for.
    there_are : iterable of str
        Formats to choose from.

    Raises
    ------
    UnknownFormat
        It names the formats there are.
    """
    known = list(there_are)
    for name in names:
        if name not in known:
            raise UnknownFormat(f"no format `{name}`; there are {', '.join(known)}")


def writer(name: str) -> Writer:
    """Return the function that writes a document in a format.

    Raises
    ------
    UnknownFormat
        If there is no such format.
    """
    check_formats([name])
    module, function = FORMATS[name]
    found: Writer = getattr(import_module(module), function)
    return found
