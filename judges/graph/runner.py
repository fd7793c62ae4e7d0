"""Walks candidates through a proven judge graph, a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from threading import TIMEOUT_MAX
from time import perf_counter

from judges.candidate import Candidate
from judges.errors import GraphError
from judges.judge import AnyJudge
from judges.query import Query
from judges.verdict import Failure

from .contain import ask, check
from .course import Course, Run, Step
from .deadline import Deadline
from .names import listed
from .proof import Proof
from .spec import DROP, RETURN


class JudgeGraph:
    """Runs a proven graph. Every judge is called once per batch; safe to use from threads.

    Whatever a judge does wrong becomes a Failure, which follows the ``failure`` edge or drops. Only
    candidates that were handed in come out: nothing that a judge returns takes their place.
    """

    def __init__(self, proof: Proof, judges: Mapping[str, AnyJudge]) -> None:
        """Raises GraphError where the judges are not those that the proof was made for."""
        problems = tuple(_mismatches(proof, judges))
        if problems:
            raise GraphError(*problems)
        self.proof = proof
        self._judges = {name: judges[name] for name in proof.order}
        self._routes = {name: proof.routes(name) for name in proof.order}
        self._deadlines: dict[str, Deadline[tuple[object, ...] | Failure]] = {
            name: Deadline(judge.time_limit) for name, judge in self._judges.items()
        }

    def run(self, query: Query, candidates: Sequence[Candidate]) -> Run:
        """The course of every candidate, in their order."""
        batch = tuple(candidates)
        trails: list[tuple[Step, ...]] = [()] * len(batch)
        standing: dict[str, list[int]] = {name: [] for name in (*self._judges, RETURN, DROP)}
        standing[self.proof.start] = list(range(len(batch)))
        seconds = dict.fromkeys(self._judges, 0.0)
        # In graph order, all that can send a judge candidates have had their turn before it.
        for name in self._judges:
            here = sorted(standing[name])
            if not here:
                continue
            began = perf_counter()
            findings, steps = self._ask(name, query, tuple([batch[index] for index in here]))
            seconds[name] = perf_counter() - began
            routes = self._routes[name]
            bound = {key: standing[routes[step.finding.outcome]] for key, step in steps.items()}
            tails = {key: (step,) for key, step in steps.items()}
            for index, key in zip(here, map(id, findings), strict=True):
                trails[index] += tails[key]
                bound[key].append(index)
        returned = [False] * len(batch)
        for index in standing[RETURN]:
            returned[index] = True
        courses = map(Course._make, zip(batch, trails, returned, strict=True))
        return Run(tuple(courses), seconds)

    def _ask(
        self, name: str, query: Query, candidates: tuple[Candidate, ...]
    ) -> tuple[tuple[object, ...], dict[int, Step]]:
        """One object per candidate, and by the identity of each object the step that it makes."""
        findings = ask(self._judges[name], query, candidates, self._deadlines[name])
        if isinstance(findings, Failure):
            return (findings,) * len(candidates), {id(findings): Step(name, findings)}
        # A judge may share one verdict among thousands of candidates: look at each object once.
        distinct = {id(finding): finding for finding in findings}
        return findings, {key: Step(name, check(finding)) for key, finding in distinct.items()}


def _mismatches(proof: Proof, judges: Mapping[str, AnyJudge]) -> Iterator[str]:
    for name in proof.order:
        if name not in judges:
            yield f"judges.{name}: missing, although the graph was proven with it"
        elif judges[name].covers != proof.covers[name]:
            yield (
                f"judges.{name}: covers {listed(sorted(judges[name].covers)) or 'nothing'}, but "
                f"the graph was proven with {listed(sorted(proof.covers[name])) or 'nothing'}"
            )
        elif not _is_time_limit(judges[name].time_limit):
            yield (
                f"judges.{name}.time_limit: found {judges[name].time_limit!r}, "
                "expected a number of seconds above 0"
            )


def _is_time_limit(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value <= TIMEOUT_MAX
