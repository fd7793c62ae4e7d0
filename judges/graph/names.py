"""Problems that show in the words of a judge graph, before any way through it is looked at."""

from collections.abc import Collection, Iterator, Mapping

from judges.truth import Truth
from judges.verdict import Outcome

from .spec import ENDS, RETURN, GraphSpec


def truth_problems(
    truth: frozenset[Truth], covers: Mapping[str, frozenset[Truth]], public: bool
) -> Iterator[str]:
    """What is wrong with the declared dimensions themselves."""
    if Truth.PERMISSION not in truth and not public:
        yield (
            "truth: permission is not declared; declare it, "
            "or state public: true if everyone may see every item"
        )
    if Truth.PERMISSION in truth and public:
        yield (
            "truth: permission is declared although public: true says that everyone may see "
            "every item; keep one of the two"
        )
    beyond = {Truth.PERMISSION, Truth.RESEMBLANCE}
    if truth <= beyond:
        choices = listed(dimension for dimension in Truth if dimension not in beyond)
        yield (
            f"truth: found {listed(sorted(truth)) or 'nothing'}, expected at least one of "
            f"{choices}: likeness never suffices for an answer"
        )
    for dimension in Truth:
        if dimension in truth and not covering(dimension, covers):
            yield f"{dimension}: no judge covers it; found {_shown(covers)}"


def covering(dimension: Truth, covers: Mapping[str, frozenset[Truth]]) -> tuple[str, ...]:
    """The judges whose confirm vouches for a dimension."""
    return tuple(name for name, dimensions in covers.items() if dimension in dimensions)


def name_problems(spec: GraphSpec, judges: Collection[str]) -> Iterator[str]:
    """Names that are unknown or taken; with any of them no way can be followed."""
    for end in ENDS:
        if end in judges:
            yield f"judges.{end}: the name is taken by an end of the graph; choose another"
    known = (set(judges) | set(spec.nodes)) - set(spec.shadows) - set(ENDS)
    names = listed(sorted(known)) or "no judges, for none are declared"
    if not spec.edges:
        yield f"graph.edges: empty; expected edges of which at least one confirms into {RETURN}"
    if spec.start not in known:
        yield f"graph.start: found {spec.start!r}, expected one of {names}"
    for position, edge in enumerate(spec.edges):
        where = f"graph.edges.{position}"
        if edge.source in ENDS:
            yield f"{where}.from: {edge.source} is an end, no edge leaves it; found {edge}"
        elif edge.source not in known:
            yield f"{where}.from: found {edge.source!r}, expected one of {names}"
        if edge.to not in known and edge.to not in ENDS:
            yield f"{where}.to: found {edge.to!r}, expected one of {names}, {listed(ENDS)}"


def edge_problems(spec: GraphSpec) -> Iterator[str]:
    """One outcome with two ways."""
    taken: dict[tuple[str, Outcome], int] = {}
    for position, edge in enumerate(spec.edges):
        for outcome in edge.when:
            earlier = taken.setdefault((edge.source, outcome), position)
            if earlier != position or edge.when.count(outcome) > 1:
                yield (
                    f"graph.edges.{position}: {edge} repeats the outcome {outcome} of graph.edges."
                    f"{earlier}: {spec.edges[earlier]}; an outcome leads one way"
                )
                break


def listed(names: Collection[str] | Iterator[str]) -> str:
    return ", ".join(names)


def _shown(covers: Mapping[str, frozenset[Truth]]) -> str:
    shown = (f"{name} ({listed(sorted(covers[name])) or 'nothing'})" for name in covers)
    return listed(shown) or "no judges"
