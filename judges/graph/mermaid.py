"""Proven graphs as Mermaid, which Markdown renders."""

from collections.abc import Iterator, Mapping

from judges.truth import Truth
from judges.verdict import Outcome

from .node import Node, outcome_of
from .proof import Proof
from .shapes import COLOURS
from .spec import DROP, RETURN
from .trace import Trace
from .ways import arrows


def mermaid(
    proof: Proof,
    covers: Mapping[str, frozenset[Truth]],
    uses: Mapping[str, str],
    trace: Trace | None = None,
) -> str:
    """A flowchart. ``drop`` stands in it once, reached by a dotted edge."""
    return "\n".join(_Chart(proof, covers, uses, trace).lines()) + "\n"


class _Chart:
    def __init__(
        self,
        proof: Proof,
        covers: Mapping[str, frozenset[Truth]],
        uses: Mapping[str, str],
        trace: Trace | None,
    ) -> None:
        self._proof, self._covers, self._uses, self._trace = proof, covers, uses, trace
        self._ids = {RETURN: "ret"}
        self._edges = 0
        self._styles: list[str] = []

    def lines(self) -> Iterator[str]:
        yield "flowchart LR"
        number = 0
        for place, node in self._proof.nodes.items():
            self._ids[place] = f"j{number}"
            for line, taken in self._node(node, number, "  "):
                number = taken
                yield line
        for number, shadow in enumerate(self._proof.shadows):
            yield f"  s{number}[{self._label(shadow)}]"
            self._styles.append(f"  style s{number} stroke-dasharray:4 3,fill:none")
            self._outline(f"s{number}", self._trace.shadows.get(shadow) if self._trace else None)
        yield f"  ret([{RETURN}])"
        yield from self._links()
        green = COLOURS[Outcome.CONFIRM]
        yield "  other[every other outcome] -.-> drop([drop])"
        yield from self._styles
        yield f"  style ret fill:{green},stroke:{green},color:#fff"
        yield "  style other fill:none,stroke:none"
        yield "  style drop stroke-dasharray:4 3,fill:none"

    def _node(self, node: Node, number: int, indent: str) -> Iterator[tuple[str, int]]:
        """Lines, each with the number that is free after it."""
        key = f"j{number}"
        number += 1
        if not node.members:
            self._outline(key, self._trace.findings.get(node.name) if self._trace else None)
            yield f"{indent}{key}[{self._label(node.name)}]", number
            return
        rule = f"{node.rule}, in order" if node.needed is None else node.rule
        self._outline(key, outcome_of(node, self._trace.findings) if self._trace else None)
        yield f'{indent}subgraph {key}["<b>{_escaped(node.name)}</b>: {rule}"]', number
        for member in node.members:
            for line, taken in self._node(member, number, f"{indent}  "):
                number = taken
                yield line, number
        yield f"{indent}end", number

    def _label(self, judge: str) -> str:
        """What it guards is marked by a full circle, what it covers besides by an empty one."""
        use = _escaped(self._uses.get(judge, ""))
        if judge in self._proof.shadows:
            use = f"{use}, shadow".removeprefix(", ")
        marked = (
            f"{'●' if judge in self._proof.guards.get(dimension, ()) else '○'} {dimension}"
            for dimension in sorted(self._covers[judge])
        )
        parts = [f"<b>{_escaped(judge)}</b>", use, *marked]
        return f'"{"<br/>".join(filter(None, parts))}"'

    def _links(self) -> Iterator[str]:
        way = dict(self._trace.way) if self._trace else {}
        for source, to, when in arrows(self._proof.digraph):
            outcomes = [outcome for outcome in Outcome if outcome in when]
            if to != DROP:
                bold = way.get(source) in outcomes
                colour = COLOURS[way[source] if bold else outcomes[0]]
                width = ",stroke-width:4px" if bold else ""
                self._link_style(f"stroke:{colour}{width}")
                yield f"  {self._ids[source]} -- {' / '.join(outcomes)} --> {self._ids[to]}"
        for number, (_, place) in enumerate(self._proof.shadows.items()):
            self._link_style("stroke-dasharray:4 3")
            yield f"  {self._ids[place]} -. shadow .- s{number}"
        if self._trace and not self._trace.returned:
            place, outcome = list(way.items())[-1]
            self._link_style(f"stroke:{COLOURS[outcome]},stroke-width:4px")
            yield f"  {self._ids[place]} -- {outcome} --> drop"

    def _link_style(self, style: str) -> None:
        self._styles.append(f"  linkStyle {self._edges} {style}")
        self._edges += 1

    def _outline(self, key: str, outcome: Outcome | None) -> None:
        if outcome:
            self._styles.append(f"  style {key} stroke:{COLOURS[outcome]},stroke-width:3px")


def _escaped(text: str) -> str:
    """Mermaid's own entities: its parser takes quotes and markup in a label otherwise."""
    table = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
    return "".join(table.get(character, character) for character in text)
