"""What the judge graph itself costs: microseconds per candidate and judge.

Four judges in a row that do nothing but hand out verdicts made beforehand: first one verdict shared
by the whole batch, then a verdict of its own for every candidate.

Run: python benchmarks/graph.py
"""

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from judges import Candidate, Evidence, Judge, Options, Query, Truth, Verdict, Vocabulary, confirm
from judges.graph import GraphSpec, JudgeGraph, prove

BATCH = 10_000
JUDGES = ("first", "second", "third", "fourth")
ROUNDS = 15


class Scripted(Judge[Options]):
    """Answers with verdicts made beforehand."""

    may_cover = frozenset({Truth.IDENTITY})
    default_covers = may_cover

    def __init__(self, name: str, verdicts: Sequence[Verdict]) -> None:
        super().__init__(name, Options(use="scripted"), Vocabulary())
        self.verdicts = verdicts

    def judge(self, _query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        return self.verdicts[: len(candidates)]


def shared() -> list[Verdict]:
    return [confirm("same", Evidence("record", "id", 1))] * BATCH


def distinct() -> list[Verdict]:
    return [confirm("same", Evidence("record", "id", number)) for number in range(BATCH)]


def cost(verdicts: Sequence[Verdict]) -> float:
    """Median microseconds per candidate and judge over all rounds."""
    judges = {name: Scripted(name, verdicts) for name in JUDGES}
    edges = [(a, "confirm", b) for a, b in zip(JUDGES, (*JUDGES[1:], "return"), strict=True)]
    proof = prove(
        GraphSpec.of(JUDGES[0], *edges),
        {name: judge.covers for name, judge in judges.items()},
        frozenset({Truth.IDENTITY}),
        public=True,
    )
    graph = JudgeGraph(proof, judges)
    candidates = [Candidate(str(number), {}) for number in range(BATCH)]
    spent = []
    for _ in range(ROUNDS):
        began = perf_counter()
        run = graph.run(Query(), candidates)
        spent.append(perf_counter() - began)
        if not all(course.returned for course in run.courses):
            raise SystemExit("a candidate that all judges confirmed was not returned")
    return median(spent) / BATCH / len(JUDGES) * 1e6


def main() -> None:
    print(f"{BATCH} candidates, {len(JUDGES)} judges, median of {ROUNDS}")
    for name, make in (("one shared verdict", shared), ("distinct verdicts", distinct)):
        print(f"{name:<20} {cost(make()):.3f} µs per candidate and judge")


if __name__ == "__main__":
    main()
