"""What the judge graph itself costs: microseconds per candidate and judge.

Four judges in a row that do nothing but hand out verdicts made beforehand: first one verdict shared
by the whole batch, then a verdict of its own for every candidate. The same four as one node. Then
four that wait as for a service, in a row and as one node, whose members run at the same time.

Run: python benchmarks/graph.py
"""

from collections.abc import Sequence
from statistics import median
from time import perf_counter, sleep

from judges import Candidate, Evidence, Judge, Options, Query, Truth, Verdict, Vocabulary, confirm
from judges.graph import GraphSpec, JudgeGraph, prove

BATCH = 10_000
JUDGES = ("first", "second", "third", "fourth")
ROUNDS = 15
WAIT = 0.02
"""Seconds that a judge waits which waits."""


class Scripted(Judge[Options]):
    """Answers with verdicts made beforehand."""

    may_cover = frozenset({Truth.IDENTITY})
    default_covers = may_cover

    def __init__(self, name: str, verdicts: Sequence[Verdict], wait: float = 0.0) -> None:
        super().__init__(name, Options(use="scripted"), Vocabulary())
        self.verdicts, self.wait = verdicts, wait

    def judge(self, _query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        if self.wait:
            sleep(self.wait)
        return self.verdicts[: len(candidates)]


def shared() -> list[Verdict]:
    return [confirm("same", Evidence("record", "id", 1))] * BATCH


def distinct() -> list[Verdict]:
    return [confirm("same", Evidence("record", "id", number)) for number in range(BATCH)]


def in_a_row() -> GraphSpec:
    """Each hands what it confirms to the next."""
    edges = [(a, "confirm", b) for a, b in zip(JUDGES, (*JUDGES[1:], "return"), strict=True)]
    return GraphSpec.of(JUDGES[0], *edges)


def as_one_node() -> GraphSpec:
    """All four have to confirm."""
    return GraphSpec.of("all", ("all", "confirm", "return"), nodes={"all": {"all_of": JUDGES}})


def seconds(spec: GraphSpec, verdicts: Sequence[Verdict], number: int, wait: float = 0.0) -> float:
    """Median seconds of a run over all rounds."""
    judges = {name: Scripted(name, verdicts, wait) for name in JUDGES}
    covers = {name: judge.covers for name, judge in judges.items()}
    graph = JudgeGraph(prove(spec, covers, frozenset({Truth.IDENTITY}), public=True), judges)
    candidates = [Candidate(str(number), {}) for number in range(number)]
    spent = []
    for _ in range(ROUNDS):
        began = perf_counter()
        run = graph.run(Query(), candidates)
        spent.append(perf_counter() - began)
        if not all(course.returned for course in run.courses):
            raise SystemExit("a candidate that all judges confirmed was not returned")
    return median(spent)


def main() -> None:
    print(f"{BATCH} candidates, {len(JUDGES)} judges, median of {ROUNDS}")
    for shape, spec in (("in a row", in_a_row()), ("as one node", as_one_node())):
        for name, make in (("one shared verdict", shared), ("distinct verdicts", distinct)):
            each = seconds(spec, make(), BATCH) / BATCH / len(JUDGES) * 1e6
            print(f"{shape:<12} {name:<19} {each:.3f} µs per candidate and judge")
    row, node = (seconds(spec, shared(), 1, WAIT) for spec in (in_a_row(), as_one_node()))
    print(f"waiting {WAIT * 1e3:.0f} ms each, in a row: {row * 1e3:.1f} ms")
    print(f"waiting {WAIT * 1e3:.0f} ms each, as one node: {node * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
