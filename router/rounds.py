"""Widening rounds: propose, judge, and stop when settled, exhausted or out of budget."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from judges import AnyJudge, Outcome, Query, Truth
from judges.graph import Course, JudgeGraph, JudgeTally

from .answer import Completeness
from .config import ConfigSpec, Stop
from .fanout import FanOut
from .stopwatch import Stopwatch
from .store import Scope

_BATCH = 2_000
"""Candidates judged between two looks at the budget."""


@dataclass
class Judged:
    """What the rounds of one search have found so far."""

    courses: list[Course] = field(default_factory=list)
    tallies: dict[str, JudgeTally] = field(default_factory=dict)
    confirmed: int = 0
    rounds: int = 0
    completeness: Completeness = Completeness.BUDGET


@dataclass(frozen=True)
class Rounds:
    """Judges what a fan-out proposes, wider each round, as far as a config says."""

    spec: ConfigSpec
    judges: Mapping[str, AnyJudge]
    graph: JudgeGraph

    def run(
        self,
        query: Query,
        fan_out: FanOut,
        scope: Scope,
        limit: int,
        watch: Stopwatch,
        on_confirmed: Callable[[Course], None] | None = None,
    ) -> Judged:
        """Everything judged, and how complete that is.

        ``on_confirmed`` hears of each confirmed candidate once its batch is judged.
        """
        judged = Judged()
        for k in self._widths():
            with watch.part("propose"):
                keys = fan_out.widen(k)
            judged.rounds += 1
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                left = self._candidates_left(judged, watch)
                with watch.part("judge"):
                    courses = self._judge(query, scope, batch[:left], judged, watch.left)
                if on_confirmed is not None:
                    for course in courses:
                        if course.returned:
                            on_confirmed(course)
                if self._is_settled(judged, limit):
                    return judged
                # A judge that ran when the time was up has given no verdict.
                if left < len(batch) or not watch.left:
                    return judged
            if k is None:
                judged.completeness = Completeness.EXHAUSTED
        return judged

    def _is_settled(self, judged: Judged, limit: int) -> bool:
        if self.spec.stop is Stop.FIRST and judged.confirmed:
            judged.completeness = Completeness.UNIQUE
        elif self.spec.stop is Stop.LIMIT and judged.confirmed >= limit:
            judged.completeness = Completeness.LIMIT
        else:
            return False
        return True

    def _widths(self) -> Iterator[int | None]:
        """Items per lane, round by round; None leaves nothing out."""
        if self.spec.stop is Stop.EXHAUST:
            # Nothing short of everything settles it, so narrower rounds would only be repeated.
            widths: Sequence[int | str] = ("all",)
        else:
            widths = (self.spec.fanout.k, *self.spec.fanout.widen)
        for width in widths:
            yield None if isinstance(width, str) else width

    def _candidates_left(self, judged: Judged, watch: Stopwatch) -> int:
        most = self.spec.budget.candidates
        if not watch.left:
            return 0
        return _BATCH if most is None else most - len(judged.courses)

    def _judge(
        self, query: Query, scope: Scope, keys: Sequence[int], judged: Judged, seconds: float
    ) -> Sequence[Course]:
        if not keys:
            return ()
        # In the order of ids: the order of a batch must not tell a judge what is near.
        candidates = sorted(scope.candidates(keys), key=lambda candidate: candidate.id)
        run = self.graph.run(query, candidates, seconds)
        run = run.where(lambda course: not self._is_forbidden(course))
        judged.courses += run.courses
        judged.confirmed += sum(course.returned for course in run.courses)
        for tally in run.tallies:
            earlier = judged.tallies.get(tally.judge)
            judged.tallies[tally.judge] = tally if earlier is None else earlier + tally
        return run.courses

    def _is_forbidden(self, course: Course) -> bool:
        """Whether a judge of permission turned it down: it changed hands since it was proposed.

        Then it leaves no trace: neither a dossier nor a count. Others may have been asked beside
        that judge, so it need not be the last.
        """
        return not course.returned and any(
            step.finding.outcome is Outcome.REJECT
            and Truth.PERMISSION in self.judges[step.judge].covers
            for step in course.steps
        )
