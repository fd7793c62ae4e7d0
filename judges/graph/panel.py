"""The judges of a graph at work: each within its time, several beside each other."""

import contextvars
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from judges.candidate import Candidate
from judges.judge import AnyJudge
from judges.query import Query
from judges.verdict import Failure, Outcome

from .contain import Asked, Findings, ask, check
from .costs import Costs
from .course import Step
from .deadline import Deadline
from .node import Node, outcome_of, walked, wanted

T = TypeVar("T")


class Visit(NamedTuple):
    """What came of the candidates that stood at one judge or node, each list in their order."""

    outcomes: list[Outcome]
    steps: list[tuple[Step, ...]]
    seconds: dict[str, float]
    """By judge."""


class Inquiry:
    """One judge at work on a batch."""

    def __init__(self, judge: str, asked: Asked, number: int, costs: Costs) -> None:
        self._judge, self._asked, self._number, self._costs = judge, asked, number, costs

    def steps(self) -> list[Step]:
        """One step per candidate, once; equal findings share one. Waits; never raises."""
        findings = self._asked.findings()
        if self._asked.had_its_time:
            self._costs.note(self._judge, self._asked.seconds)
        if isinstance(findings, Failure):
            return [Step(self._judge, findings)] * self._number
        # A judge may share one verdict among thousands of candidates: look at each object once.
        distinct = {id(finding): finding for finding in findings}
        made = {key: Step(self._judge, check(finding)) for key, finding in distinct.items()}
        return [made[id(finding)] for finding in findings]

    @property
    def seconds(self) -> float:
        """What it took, once the steps were asked for."""
        return self._asked.seconds


class Panel:
    """Judges, each with its deadline and what it costs. Safe to use from threads."""

    def __init__(self, judges: Mapping[str, AnyJudge]) -> None:
        self._judges = dict(judges)
        self._deadlines: dict[str, Deadline[Findings]] = {
            name: Deadline(judge.time_limit) for name, judge in judges.items()
        }
        self.costs = Costs({name: judge.cost for name, judge in judges.items()})

    def begin(
        self, judge: str, query: Query, candidates: tuple[Candidate, ...], until: float
    ) -> Inquiry:
        """Set one judge to work, until a moment of ``perf_counter`` at the latest."""
        asked = ask(self._judges[judge], query, candidates, self._deadlines[judge], until)
        return Inquiry(judge, asked, len(candidates), self.costs)

    def visit(
        self, node: Node, query: Query, candidates: tuple[Candidate, ...], until: float
    ) -> Visit:
        """All that a judge or node finds of a batch until then."""
        if node.members:
            return _Hearing(self, node, query, candidates, until).visit()
        inquiry = self.begin(node.name, query, candidates, until)
        steps = inquiry.steps()
        alone = {id(step): (step,) for step in steps}
        return Visit(
            [step.finding.outcome for step in steps],
            [alone[id(step)] for step in steps],
            {node.name: inquiry.seconds},
        )


State = tuple[Outcome | None, ...]
"""What the judges of a node found of a candidate, in their order."""


class _Hearing:
    """Asks the members of a node in waves, each only of the candidates that still need it.

    Thousands of candidates share a handful of states, so each state is looked at once a wave.
    """

    def __init__(
        self,
        panel: Panel,
        node: Node,
        query: Query,
        candidates: tuple[Candidate, ...],
        until: float,
    ) -> None:
        self._panel, self._node, self._query, self._candidates = panel, node, query, candidates
        self._until = until
        # One look at the costs, or candidates of one batch could be asked in different orders.
        self._costs = panel.costs.now()
        self._found: dict[str, dict[int, Step]] = {judge: {} for judge in node.judges}
        self._seconds = dict.fromkeys(node.judges, 0.0)

    def visit(self) -> Visit:
        number = len(self._candidates)
        outcomes = [Outcome.FAILURE] * number
        steps: list[tuple[Step, ...]] = [()] * number
        states: dict[State, list[int]] = {(None,) * len(self._found): list(range(number))}
        while states:
            wave: dict[str, list[int]] = {}
            open_: list[int] = []
            for state, indices in states.items():
                known = self._known(state)
                outcome = outcome_of(self._node, known)
                if outcome is None:
                    open_ += indices
                    for judge in wanted(self._node, known, self._costs):
                        wave.setdefault(judge, []).extend(indices)
                    continue
                way = [self._found[judge] for judge in walked(self._node, known)]
                for index in indices:
                    outcomes[index] = outcome
                    steps[index] = tuple([found[index] for found in way])
            self._ask(wave)
            states = self._states(open_)
        return Visit(outcomes, steps, self._seconds)

    def _known(self, state: State) -> dict[str, Outcome]:
        return {
            judge: outcome
            for judge, outcome in zip(self._found, state, strict=True)
            if outcome is not None
        }

    def _ask(self, wave: Mapping[str, list[int]]) -> None:
        begun = []
        for judge, indices in wave.items():
            indices.sort()
            batch = tuple([self._candidates[index] for index in indices])
            inquiry = self._panel.begin(judge, self._query, batch, self._until)
            begun.append((judge, indices, inquiry))
        for judge, indices, inquiry in begun:
            self._found[judge].update(zip(indices, inquiry.steps(), strict=True))
            self._seconds[judge] += inquiry.seconds

    def _states(self, indices: Sequence[int]) -> dict[State, list[int]]:
        states: dict[State, list[int]] = {}
        for index in indices:
            steps = [found.get(index) for found in self._found.values()]
            state = tuple([None if step is None else step.finding.outcome for step in steps])
            states.setdefault(state, []).append(index)
        return states


def at_once(functions: Sequence[Callable[[], T]]) -> list[T]:
    """What each returns, in their order, all run at the same time; the last one here.

    A function for which no thread can be started runs here as well. Raises what they raise.
    """
    tasks = [Future[T]() for _ in functions]
    for function, task in zip(functions[:-1], tasks, strict=False):
        context = contextvars.copy_context()
        try:
            threading.Thread(
                target=context.run, args=(_settle, function, task), daemon=True
            ).start()
        except RuntimeError:
            _settle(function, task)
    if functions:
        _settle(functions[-1], tasks[-1])
    return [task.result() for task in tasks]


def _settle(function: Callable[[], T], task: Future[T]) -> None:
    try:
        task.set_result(function())
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        task.set_exception(error)
