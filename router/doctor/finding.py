"""What a look at one thing came to."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How one thing is."""

    OK = "ok"
    MISSING = "missing"
    WRONG = "wrong"
    NOTE = "note"
    """Neither good nor bad."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    area: str
    name: str
    state: State
    detail: str


class Timing(NamedTuple):
    """What one call costs here, weights loaded: the median of some calls."""

    what: str
    milliseconds: float


def one_line(error: BaseException) -> str:
    """What an error says, without line breaks."""
    return " ".join(str(error).split()) or type(error).__name__
