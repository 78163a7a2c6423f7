"""How a command ends."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit status of every verb."""

    DONE = 0
    """Done."""
    WRONG_INPUT = 2
    """The scenario or the arguments are wrong."""
    NO_ALLOCATION = 3
    """No allocation satisfies the rules."""
    STOPPED_SHORT = 4
    """The solver stopped short of an answer."""
    NOT_VERIFIED = 5
    """A saved allocation fails verification, or a report on it does not add up."""
