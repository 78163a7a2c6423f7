"""Classes of money, in the order in which a waterfall from need to gap goes through them."""

from __future__ import annotations

from finmodel.report.languages.marked import marked
from finmodel.scenario.sources import SourceBase

CLASSES = {
    "efficiency": marked("Efficiency savings"),
    "domestic": marked("Public budgets and funds"),
    "levies": marked("Levies and fees"),
    "private": marked("Private and community money"),
    "in_kind": marked("Contributions in kind"),
    "grants": marked("Grants"),
    "concessional": marked("Concessional loans"),
    "commercial": marked("Commercial loans"),
    "contracts": marked("Delivered under contracts"),
}
"""Id and name of each class."""
PUBLIC = {True: "  Public funds", False: "  Private money, apart"}
"""Headings of the two parts of a total of money."""
RAISED = ("training levy", "household fee", "household fees")


def class_of(source: SourceBase) -> str:
    """Class of a source's money, by what the source is.

    Parameters
    ----------
    source : SourceBase
        A source.

    Returns
    -------
    str
        Key of `CLASSES`.
    """
    kind = str(getattr(source, "kind", ""))
    if not source.cash:
        return "in_kind"
    if kind == "efficiency saving":
        return "efficiency"
    if not source.funding:
        return "concessional" if kind.startswith("concessional") else "commercial"
    if kind in RAISED:
        return "levies"
    if not source.domestic:
        return "grants"
    return "domestic" if source.public else "private"
