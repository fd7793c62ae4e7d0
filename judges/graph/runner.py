"""Walks candidates through a proven judge graph, a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import inf, isfinite
from threading import TIMEOUT_MAX
from time import perf_counter
from typing import NamedTuple

import networkx as nx

from judges.candidate import Candidate
from judges.errors import GraphError
from judges.judge import AnyJudge
from judges.query import Query

from .course import Course, Run, Step
from .names import listed
from .panel import Inquiry, Panel, at_once
from .proof import Proof
from .spec import DROP, ENDS, RETURN

Batch = tuple[Candidate, ...]


class JudgeGraph:
    """Runs a proven graph. Judges that do not wait for each other run at the same time.

    Every judge is called once per batch and place; safe to use from threads. Whatever a judge does
    wrong becomes a Failure, which follows the ``failure`` edge or drops. Only candidates that were
    handed in come out: nothing that a judge returns takes their place.
    """

    def __init__(self, proof: Proof, judges: Mapping[str, AnyJudge]) -> None:
        """Raises GraphError where the judges are not those that the proof was made for."""
        problems = tuple(_mismatches(proof, judges))
        if problems:
            raise GraphError(*problems)
        self.proof = proof
        self._panel = Panel({name: judges[name] for name in proof.order})
        self._routes = {place: proof.routes(place) for place in proof.places}
        inner = proof.digraph.subgraph(set(proof.digraph) - set(ENDS))
        self._generations = [
            [place for place in proof.places if place in generation]
            for generation in map(set, nx.topological_generations(inner))
        ]

    def run(self, query: Query, candidates: Sequence[Candidate], seconds_left: float = inf) -> Run:
        """The course of every candidate, in their order.

        A judge that has not answered when the query has no ``seconds_left`` fails.
        """
        until = perf_counter() + seconds_left
        batch = tuple(candidates)
        trails: list[tuple[Step, ...]] = [()] * len(batch)
        standing: dict[str, list[int]] = {place: [] for place in (*self._routes, RETURN, DROP)}
        standing[self.proof.start] = list(range(len(batch)))
        seconds = dict.fromkeys(self.proof.order, 0.0)
        watches: list[_Watch] = []
        # All that can send a place candidates belong to earlier generations: no one waits for
        # anyone of its own.
        for generation in self._generations:
            here = {place: sorted(standing[place]) for place in generation if standing[place]}
            batches = {place: tuple([batch[i] for i in indices]) for place, indices in here.items()}
            watches += self._watches(query, here, batches, until)
            visits = at_once(
                [
                    partial(self._panel.visit, self.proof.nodes[place], query, own, until)
                    for place, own in batches.items()
                ]
            )
            for (place, indices), visit in zip(here.items(), visits, strict=True):
                bound = {outcome: standing[to] for outcome, to in self._routes[place].items()}
                for index, outcome, steps in zip(indices, visit.outcomes, visit.steps, strict=True):
                    trails[index] += steps
                    bound[outcome].append(index)
                for judge, spent in visit.seconds.items():
                    seconds[judge] += spent
        returned = [False] * len(batch)
        for index in standing[RETURN]:
            returned[index] = True
        shadows = _collected(watches, len(batch), seconds)
        courses = map(Course._make, zip(batch, trails, returned, shadows, strict=True))
        return Run(tuple(courses), seconds, frozenset(self.proof.shadows))

    def _watches(
        self,
        query: Query,
        here: Mapping[str, list[int]],
        batches: Mapping[str, Batch],
        until: float,
    ) -> "Iterator[_Watch]":
        """Shadows set to work on what now stands where they look on."""
        for judge, place in self.proof.shadows.items():
            if place in here:
                inquiry = self._panel.begin(judge, query, batches[place], until)
                yield _Watch(judge, here[place], inquiry)


class _Watch(NamedTuple):
    """A shadow at work, beside the judges that count."""

    judge: str
    indices: list[int]
    inquiry: Inquiry


def _collected(
    watches: Sequence[_Watch], number: int, seconds: dict[str, float]
) -> list[tuple[Step, ...]]:
    """What the shadows found, by candidate: nothing that counts has waited for it."""
    found: list[tuple[Step, ...]] = [()] * number
    for judge, indices, inquiry in watches:
        for index, step in zip(indices, inquiry.steps(), strict=True):
            found[index] += (step,)
        seconds[judge] += inquiry.seconds
    return found


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
        elif not _is_cost(judges[name].cost):
            yield f"judges.{name}: found a cost of {judges[name].cost!r}, expected one above 0"


def _is_time_limit(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value <= TIMEOUT_MAX


def _is_cost(value: object) -> bool:
    return isinstance(value, int | float) and value > 0 and isfinite(value)
