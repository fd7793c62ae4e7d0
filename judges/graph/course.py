"""What came of running candidates through a judge graph."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from judges.candidate import Candidate
from judges.verdict import Failure, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """What one judge found. Shared by all candidates for which it found the same."""

    judge: str
    finding: Verdict | Failure


class Course(NamedTuple):
    """The way that one candidate took."""

    candidate: Candidate
    steps: tuple[Step, ...]
    """In the order walked; never empty."""
    returned: bool
    """Whether it ended at ``return``."""
    shadows: tuple[Step, ...] = ()
    """What judges on trial found of it. No part of its way: nothing here changed anything."""


@dataclass(frozen=True)
class JudgeTally:
    """What one judge did."""

    judge: str
    counts: Mapping[Outcome, int]
    """Candidates by outcome; every outcome is present."""
    seconds: float
    """Wall-clock time, waiting included. Judges that ran at the same time each have their own."""
    shadow: bool = False
    """Whether it is on trial: it was asked, and nothing that it found changed anything."""

    @property
    def considered(self) -> int:
        """Candidates that stood at this judge."""
        return sum(self.counts.values())

    def __add__(self, other: "JudgeTally") -> "JudgeTally":
        """This tally and a later one of the same judge."""
        counts = {outcome: self.counts[outcome] + other.counts[outcome] for outcome in Outcome}
        return replace(self, counts=counts, seconds=self.seconds + other.seconds)


@dataclass(frozen=True)
class Run:
    """One walk of a batch of candidates through a judge graph."""

    courses: tuple[Course, ...]
    """One per candidate, in the order in which the candidates were given."""
    seconds: Mapping[str, float]
    """Wall-clock time by judge, for all judges of the graph, in graph order."""
    shadows: frozenset[str] = frozenset()
    """The judges on trial."""

    @property
    def tallies(self) -> tuple[JudgeTally, ...]:
        """One per judge of the graph, in graph order, counted from the courses."""
        counts = {judge: dict.fromkeys(Outcome, 0) for judge in self.seconds}
        trails = [course.steps for course in self.courses]
        trails += [course.shadows for course in self.courses] if self.shadows else []
        steps = Counter(id(step) for trail in trails for step in trail)
        known = {id(step): step for trail in trails for step in trail}
        for key, number in steps.items():
            counts[known[key].judge][known[key].finding.outcome] += number
        return tuple(
            JudgeTally(judge, counts[judge], spent, judge in self.shadows)
            for judge, spent in self.seconds.items()
        )

    def where(self, keep: Callable[[Course], bool]) -> "Run":
        """The same run without some courses: what is left out is not counted either."""
        return replace(self, courses=tuple(filter(keep, self.courses)))
