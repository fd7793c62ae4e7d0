"""Verdicts: what a judge says of a candidate, and on what evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from .errors import VerdictError
from .reading import Reading


class Outcome(StrEnum):
    """How a judge's work on one candidate ended; edges of a judge graph follow these."""

    CONFIRM = "confirm"
    REJECT = "reject"
    ABSTAIN = "abstain"
    FAILURE = "failure"
    """The judge crashed, ran out of time or answered nonsense. Never a vote."""


class Evidence(NamedTuple):
    """One thing a verdict rests on."""

    source: str
    """Where it comes from: ``query``, ``record``, ``claim``, ``context`` or ``catalogue``; beyond
    the catalogue, ``row`` of a table, ``policy`` or ``service``."""
    name: str
    """Which fact or kind of reading."""
    value: Any
    reading: Reading | None = None
    """The reading itself, where the evidence was read from a medium."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Confirm, reject or abstain, with a reason code and evidence.

    One verdict may be shared by many candidates whose facts are the same. Raises VerdictError for
    a confirm or a reject that shows no evidence, and for an outcome that is not a vote.
    """

    outcome: Outcome
    reason: str
    """A stable code in snake_case, such as ``gtin_differs``."""
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome is Outcome.ABSTAIN:
            return
        if self.outcome not in (Outcome.CONFIRM, Outcome.REJECT):
            raise VerdictError(f"{self.outcome!r} is not a vote; expected confirm, reject, abstain")
        if not self.evidence:
            raise VerdictError(f"{self.outcome} ({self.reason}) shows no evidence")


@dataclass(frozen=True, slots=True)
class Failure:
    """A judge that did not give a verdict. It says nothing about the candidate."""

    reason: str
    """``error``, ``timeout`` or ``nonsense``."""
    message: str
    outcome: Outcome = Outcome.FAILURE


def confirm(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.CONFIRM, reason, evidence)


def reject(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.REJECT, reason, evidence)


def abstain(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.ABSTAIN, reason, evidence)
