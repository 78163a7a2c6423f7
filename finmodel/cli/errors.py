"""Errors that a user can cause: reported in words, each with its exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from finmodel.cli.status import ExitStatus

# By module and class: an error that was raised has its module loaded, and none is loaded for this.
CAUSED_BY_USERS = (
    ("finmodel.scenario.problems", "ScenarioError", ExitStatus.WRONG_INPUT),
    ("finmodel.scenario.starter", "FolderTaken", ExitStatus.WRONG_INPUT),
    ("finmodel.allocation.files", "CannotSave", ExitStatus.WRONG_INPUT),
    ("finmodel.allocation.files", "NotAnAllocation", ExitStatus.WRONG_INPUT),
    ("finmodel.allocation.make", "NoAllocation", ExitStatus.NO_ALLOCATION),
    ("finmodel.allocation.proof.failed", "NotVerified", ExitStatus.NOT_VERIFIED),
    ("finmodel.allocation.sign_off", "CannotSign", ExitStatus.WRONG_INPUT),
    ("finmodel.report.document.adds_up", "DoesNotAddUp", ExitStatus.NOT_VERIFIED),
    ("finmodel.report.document.formats", "UnknownFormat", ExitStatus.WRONG_INPUT),
    ("finmodel.report.languages.language", "UnknownLanguage", ExitStatus.WRONG_INPUT),
    ("finmodel.solve.other", "UnknownSolver", ExitStatus.WRONG_INPUT),
    ("finmodel.solve.status", "SolverStopped", ExitStatus.STOPPED_SHORT),
)


def explain(error: BaseException) -> tuple[list[str], ExitStatus] | None:
    """Lines and exit status for an error that a user can cause; None for a fault of the program."""
    for module, name, status in CAUSED_BY_USERS:
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return _lines(error), status
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return [f"{place}{error.strerror}"], ExitStatus.WRONG_INPUT
    return None


def problems_of(error: BaseException) -> Sequence[object]:
    """Problems that an error holds, each with its place; none for other errors."""
    return getattr(error, "problems", ())


def _lines(error: BaseException) -> list[str]:
    """One problem a line; the error's own words first where its problems do not say them."""
    words = str(error).splitlines()
    problems = [str(problem) for problem in problems_of(error)]
    remedies: list[str] = getattr(error, "remedies", list)()
    return [*(words if not problems or words[0] in problems else [*words, *problems]), *remedies]
