"""Answers: the confirmed items, how complete they are, and an account of everything considered."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from judges import Outcome, Verdict
from judges.graph import Course, Step

from .lanes import Proposal
from .telemetry import Telemetry


class Completeness(StrEnum):
    """How much of what could be confirmed an answer holds."""

    EXHAUSTED = "exhausted"
    """Every visible item was judged: there is no other answer."""
    LIMIT = "limit"
    """As many items as were asked for are confirmed; others may be."""
    UNIQUE = "unique"
    """One item was asked for (``stop: first``) and is confirmed."""
    BUDGET = "budget"
    """The budget or the config's widening ran out first; others may be confirmed."""


class Fate(StrEnum):
    """What became of a candidate."""

    RETURNED = "returned"
    BEYOND_LIMIT = "beyond_limit"
    """Confirmed, but ranked after the last item returned."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything recorded about one candidate."""

    id: str
    proposals: tuple[Proposal, ...]
    """Why it was considered. Telemetry: no part of this reached a judge."""
    steps: tuple[Step, ...]
    """What each judge on its way found, in order."""
    fate: Fate
    shadows: tuple[Step, ...] = ()
    """What judges on trial found. No part of this changed its fate."""

    @property
    def decisive(self) -> Step:
        """The step that decided its fate."""
        return self.steps[-1]

    @property
    def telling(self) -> Step:
        """The step that says most about its fate; see ``telling``."""
        return telling(self.steps)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One item of an answer."""

    id: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drop:
    """How many candidates were dropped for one reason, by the step that says most about each."""

    judge: str
    outcome: str
    reason: str
    count: int


@dataclass(frozen=True)
class Answer:
    """What a search returns."""

    items: tuple[Confirmed, ...]
    completeness: Completeness
    considered: int
    """Candidates judged, of those that the asker may see."""
    confirmed: int
    """Items that judges confirmed; more than ``items`` where the limit cut some off."""
    drops: tuple[Drop, ...]
    """Where and why candidates were dropped, most frequent first."""
    telemetry: Telemetry
    courses: Sequence[Course] = field(repr=False)
    fates: Mapping[str, Fate] = field(repr=False)
    """What became of the confirmed items, by id; all others were dropped."""
    proposals: Callable[[str], tuple[Proposal, ...]] = field(repr=False)
    """Every lane's reason to consider an item, by id."""

    @property
    def why_empty(self) -> str | None:
        """One sentence that says why nothing is returned; None where something is."""
        if self.items:
            return None
        if not self.considered:
            return "The catalogue holds no item that the asker may see."
        causes = "; ".join(
            f"{drop.count} at {drop.judge} ({drop.outcome}: {drop.reason})" for drop in self.drops
        )
        left = "" if self.completeness is Completeness.EXHAUSTED else " Not everything was judged."
        return f"None of {self.considered} candidates was confirmed: {causes}.{left}"

    def dossiers(self) -> tuple[Dossier, ...]:
        """One dossier for every candidate considered: the returned first, in order, then by id."""
        order = {item.id: position for position, item in enumerate(self.items)}
        courses = sorted(
            self.courses,
            key=lambda course: (order.get(course.candidate.id, len(order)), course.candidate.id),
        )
        return tuple(self._dossier(course) for course in courses)

    def dossier(self, item_id: str) -> Dossier | None:
        """The dossier of one item; None where it was not considered."""
        found = (course for course in self.courses if course.candidate.id == item_id)
        return next((self._dossier(course) for course in found), None)

    def _dossier(self, course: Course) -> Dossier:
        item_id = course.candidate.id
        fate = self.fates.get(item_id, Fate.DROPPED)
        return Dossier(item_id, self.proposals(item_id), course.steps, fate, course.shadows)


def telling(steps: Sequence[Step]) -> Step:
    """The step that says most about where a candidate's way ended: mostly the last.

    A candidate that every judge abstained from fell through to the last one, which is seldom the
    one that explains it. Then it is the first that abstained on something read, or on something
    that it knows of the catalogue, such as a sibling that looks the same.
    """
    if steps[-1].finding.outcome is not Outcome.ABSTAIN:
        return steps[-1]
    abstentions = [step for step in steps if step.finding.outcome is Outcome.ABSTAIN]
    best = max(abstentions, key=_says)
    return best if _says(best) else steps[-1]


def _says(step: Step) -> int:
    evidence = step.finding.evidence if isinstance(step.finding, Verdict) else ()
    if any(each.reading is not None for each in evidence):
        return 2
    return int(any(each.source == "catalogue" for each in evidence))


def drops_of(courses: Sequence[Course]) -> tuple[Drop, ...]:
    """Why the courses that were not returned ended."""
    counts = Counter(
        (step.judge, str(step.finding.outcome), step.finding.reason)
        for step in (telling(course.steps) for course in courses if not course.returned)
    )
    return tuple(
        Drop(judge, outcome, reason, count)
        for (judge, outcome, reason), count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        )
    )
