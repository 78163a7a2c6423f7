"""Errors that a command reports in words, each with its exit status."""

from __future__ import annotations

from finmodel.cli.status import ExitStatus


class Refusal(Exception):
    """A command that cannot be carried out as asked.

    Parameters
    ----------
    message : str
        What is wrong and what to do instead.
    status : ExitStatus
        How the command ends.
    """

    def __init__(self, message: str, status: ExitStatus = ExitStatus.WRONG_INPUT) -> None:
        super().__init__(message)
        self.status = status


def explain(error: BaseException) -> tuple[str, ExitStatus] | None:
    """Words and exit status for an error that a user can cause; None for a fault of the program."""
    from finmodel.scenario.problems import ScenarioError

    if isinstance(error, Refusal):
        return str(error), error.status
    if isinstance(error, ScenarioError):
        return str(error), ExitStatus.WRONG_INPUT
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror.lower()}", ExitStatus.WRONG_INPUT
    return None
