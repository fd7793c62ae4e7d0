"""One place of a drawing: a judge's card, or a box with its members' cards; shadows beneath."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from judges.truth import Truth
from judges.verdict import Outcome

from .node import Node, outcome_of
from .proof import Proof
from .shapes import (
    BOX,
    COLOURS,
    FAINT,
    GROUP,
    GUARD,
    GUARD_INK,
    INK,
    NAME,
    OPEN_INK,
    PAPER,
    RULE,
    SMALL,
    Box,
    Point,
    Shape,
    Words,
    faded,
    line,
    pill,
    pill_width,
    width_of,
)
from .spec import DROP
from .trace import Trace

_TALL, _LOW = 78.0, 54.0
"""Heights of a judge's card, with what it covers and without."""
_HEAD, _PAD, _BETWEEN = 43.0, 14.0, 16.0
_BENEATH = 26.0
"""From a place to a shadow of it, or to the end of the way."""
_RULES = {"any of": "any of, in order"}


@dataclass(frozen=True)
class Cards:
    """Measures places and draws them."""

    proof: Proof
    covers: Mapping[str, frozenset[Truth]]
    uses: Mapping[str, str]
    trace: Trace | None = None

    def width(self, place: str) -> float:
        beneath = [self._size(Node(shadow))[0] for shadow in self._shadows(place)]
        return max(self._size(self.proof.nodes[place])[0], *beneath, 0.0)

    def height(self, place: str) -> float:
        """With everything beneath it."""
        beneath = sum(_BENEATH + self._size(Node(shadow))[1] for shadow in self._shadows(place))
        ends = _BENEATH + 22 if self._drops_at(place) else 0.0
        return self._size(self.proof.nodes[place])[1] + beneath + ends

    def head(self, place: str) -> float:
        """From the top of a place to where links enter and leave it."""
        node = self.proof.nodes[place]
        return _HEAD if node.members else self._size(node)[1] / 2

    def shapes(self, place: str, middle: float, top: float) -> Iterator[Shape]:
        """A place with its shadows, and ``drop`` where the way of the trace ends here."""
        node = self.proof.nodes[place]
        width, height = self._size(node)
        seen = self.trace is None or place in self.trace.way
        yield from self._node(node, middle - width / 2, top, width, seen)
        top += height
        for shadow in self._shadows(place):
            yield line(
                (middle, top), (middle, top + _BENEATH), self._tint(FAINT, seen), dashed=True
            )
            top += _BENEATH
            width, height = self._size(Node(shadow))
            asked = self.trace is None or shadow in self.trace.shadows
            yield from self._judge(shadow, middle - width / 2, top, width, asked)
            top += height
        if self.trace is not None and self._drops_at(place):
            colour = COLOURS[self.trace.way[place]]
            yield line((middle, top), (middle, top + _BENEATH), colour)
            middle_of_end = top + _BENEATH + 11
            yield Box(middle - 26, middle_of_end - 11, 52, 22, 11, PAPER, colour, bold=True)
            yield Words(middle, middle_of_end, DROP, SMALL, colour, bold=True)

    def _shadows(self, place: str) -> list[str]:
        return [shadow for shadow, beside in self.proof.shadows.items() if beside == place]

    def _drops_at(self, place: str) -> bool:
        trace = self.trace
        return trace is not None and not trace.returned and place == list(trace.way)[-1]

    def _size(self, node: Node) -> Point:
        if not node.members:
            badges = sum(pill_width(dimension) + 6 for dimension in self._covered(node.name)) - 6
            texts = width_of(node.name, NAME) * 1.08, width_of(self._subtitle(node.name), SMALL)
            return max(96.0, 28 + max(*texts, badges)), _TALL if badges > 0 else _LOW
        sizes = [self._size(member) for member in node.members]
        title = width_of(node.name, NAME) * 1.08 + 24 + pill_width(_RULES.get(node.rule, node.rule))
        width = max(title, *(width for width, _ in sizes)) + 2 * _PAD
        height = sum(height + _BETWEEN for _, height in sizes) - _BETWEEN
        return width, _HEAD + height + _PAD

    def _node(
        self, node: Node, left: float, top: float, width: float, seen: bool
    ) -> Iterator[Shape]:
        if not node.members:
            yield from self._judge(node.name, left, top, width, self._was_asked(node.name, seen))
            return
        rule = _RULES.get(node.rule, node.rule)
        outcome = outcome_of(node, self.trace.findings) if self.trace and seen else None
        stroke = COLOURS[outcome] if outcome else RULE
        height = self._size(node)[1]
        yield Box(left, top, width, height, 14, GROUP, stroke, bold=outcome is not None)
        yield Words(
            left + _PAD, top + 19, node.name, NAME, self._tint(INK, seen), bold=True, centred=False
        )
        at = left + width - _PAD - pill_width(rule) / 2
        yield from pill((at, top + 19), rule, PAPER, self._tint(INK, seen), RULE)
        below = top + _HEAD
        for member in node.members:
            yield from self._node(member, left + _PAD, below, width - 2 * _PAD, seen)
            below += self._size(member)[1] + _BETWEEN
        if outcome:
            yield from _tag(left + _PAD, top, outcome)

    def _was_asked(self, judge: str, seen: bool) -> bool:
        return seen and (self.trace is None or judge in self.trace.findings)

    def _judge(
        self, name: str, left: float, top: float, width: float, asked: bool
    ) -> Iterator[Shape]:
        shadow = name in self.proof.shadows
        outcome = None
        if self.trace and asked:
            outcome = (self.trace.shadows if shadow else self.trace.findings)[name]
        height = self._size(Node(name))[1]
        stroke = COLOURS[outcome] if outcome else self._tint(FAINT, asked) if shadow else RULE
        fill = PAPER if shadow else BOX
        yield Box(left, top, width, height, 10, fill, stroke, shadow, outcome is not None, name)
        middle = left + width / 2
        yield Words(middle, top + 19, name, NAME, self._tint(INK, asked), bold=True)
        yield Words(middle, top + 38, self._subtitle(name), SMALL, self._tint(FAINT, asked))
        yield from self._badges(name, middle, top + 60, asked)
        if outcome:
            yield from _tag(left + width - 12 - pill_width(outcome), top, outcome)

    def _subtitle(self, judge: str) -> str:
        use = self.uses.get(judge, "")
        return f"{use}, shadow".removeprefix(", ") if judge in self.proof.shadows else use

    def _covered(self, judge: str) -> list[Truth]:
        return [dimension for dimension in Truth if dimension in self.covers.get(judge, ())]

    def _badges(self, judge: str, middle: float, y: float, asked: bool) -> Iterator[Shape]:
        """What it covers; what it guards on a blue ground."""
        covered = self._covered(judge)
        left = middle - (sum(pill_width(dimension) + 6 for dimension in covered) - 6) / 2
        for dimension in covered:
            guards = judge in self.proof.guards.get(dimension, ())
            fill, ink, stroke = (GUARD, GUARD_INK, GUARD) if guards else (BOX, OPEN_INK, RULE)
            at = left + pill_width(dimension) / 2
            fill = fill if asked else BOX
            yield from pill((at, y), dimension, fill, self._tint(ink, asked), stroke)
            left += pill_width(dimension) + 6

    def _tint(self, colour: str, lit: bool) -> str:
        return colour if lit else faded(colour)


def _tag(left: float, y: float, outcome: Outcome) -> list[Shape]:
    """What was found, on the upper edge of a card."""
    return pill((left + pill_width(outcome) / 2, y), outcome, COLOURS[outcome], PAPER)
