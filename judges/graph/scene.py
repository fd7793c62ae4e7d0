"""A drawing of a proven graph as shapes on a plane, for whatever renders them."""

from collections.abc import Mapping, Sequence
from math import ceil

from judges.truth import Truth
from judges.verdict import Outcome

from .cards import Cards
from .layout import Grid, Key, Link, Place, hops, lay_out
from .proof import Proof
from .shapes import (
    BADGE,
    BOX,
    COLOURS,
    FAINT,
    GUARD,
    GUARD_INK,
    INK,
    NAME,
    OPEN_INK,
    PAPER,
    RULE,
    SMALL,
    Box,
    Curve,
    Point,
    Scene,
    Shape,
    Words,
    faded,
    pill_width,
    width_of,
)
from .spec import DROP, RETURN
from .trace import Trace

MARGIN, ROW, GAP = 28.0, 104.0, 56.0
PORTS = 16.0
"""Between two links that leave or enter one judge."""
_CAPTION = 30.0
"""What the line above a trace takes."""
_INSET = 13.0
"""From the top of a row to the top of what stands in it, and as much below."""


def scene_of(
    proof: Proof,
    covers: Mapping[str, frozenset[Truth]],
    uses: Mapping[str, str],
    trace: Trace | None = None,
) -> Scene:
    """The whole drawing: judges with what they guard, links by outcome, and a word on ``drop``.

    With a trace, the way that the candidate took stands out, and the rest is pale.
    """
    return _Drafting(proof, Cards(proof, covers, uses, trace), trace).scene()


class _Drafting:
    """Measures once, then draws links, judges and the notes, in this order."""

    def __init__(self, proof: Proof, cards: Cards, trace: Trace | None) -> None:
        self._proof, self._cards, self._trace = proof, cards, trace
        self._heights = {
            place: ceil((self._inset(place) + cards.height(place) + _INSET / 2) / ROW)
            for place in proof.places
        }
        self._grid: Grid = lay_out(proof, self._heights)
        self._columns = self._grid.columns()
        self._spans = self._span_columns()
        self._top = MARGIN + (_CAPTION if trace else 0.0)
        self._way = set(self._way_of(trace)) if trace else set(self._grid.links)

    def _way_of(self, trace: Trace) -> list[Link]:
        places = [*trace.way, trace.end]
        return [
            link
            for (place, outcome), to in zip(trace.way.items(), places[1:], strict=True)
            if to != DROP
            for link in hops(self._grid, place, outcome, to)
        ]

    def scene(self) -> Scene:
        left, width = self._spans[-1]
        total = max(left + width + MARGIN, 360.0, self._caption_width())
        bottom = self._top + ROW * max(
            place.row + self._heights.get(place.key[0], 1) if len(place.key) == 1 else place.row + 1
            for place in self._grid.places.values()
        )
        # What lies on the way is drawn last, on top of what does not.
        links = sorted(self._grid.links, key=lambda link: link in self._way)
        shapes = [shape for link in links for shape in self._link(link)]
        for place in self._grid.places.values():
            if not place.is_waypoint:
                shapes += self._place(place)
        labels = [shape for link in links for shape in self._label(link)]
        notes = self._notes(bottom)
        height = max(bottom, *(s.y + s.height for s in notes if isinstance(s, Box))) + 18
        paper = Box(0.5, 0.5, total - 1, height - 1, 14, PAPER, RULE)
        return Scene(total, height, (paper, *self._caption(), *shapes, *labels, *notes))

    def _inset(self, place: str) -> float:
        """From the top of its first row; links meet it in the middle of that row."""
        return ROW / 2 - self._cards.head(place)

    def _width(self, place: Place) -> float:
        if place.is_waypoint:
            return 0.0
        (name,) = place.key
        return 84.0 if name == RETURN else self._cards.width(name)

    def _span_columns(self) -> list[Point]:
        """Left edge and width of every column; gaps are as wide as their labels."""
        spans, x = [], MARGIN
        for number, column in enumerate(self._columns):
            width = max(self._width(place) for place in column)
            spans.append((x, width))
            labels = [
                width_of("/".join(link.outcomes), SMALL)
                for link in self._grid.links
                if self._grid.places[link.source].column == number and len(link.source) == 1
            ]
            x += width + GAP + max(labels, default=0.0)
        return spans

    def _middle(self, key: Key) -> Point:
        place = self._grid.places[key]
        left, width = self._spans[place.column]
        return left + width / 2, self._top + (place.row + 0.5) * ROW

    def _ends(self, link: Link) -> tuple[Point, Point]:
        """Where a link leaves its source and where it enters its target."""
        (x0, y0), (x1, y1) = self._middle(link.source), self._middle(link.to)
        leaving = [other for other in self._grid.links if other.source == link.source]
        entering = [other for other in self._grid.links if other.to == link.to]
        y0 += self._port(link, leaving, link.source, [other.to for other in leaving])
        y1 += self._port(link, entering, link.to, [other.source for other in entering])
        return (x0 + self._half(link.source), y0), (x1 - self._half(link.to), y1)

    def _half(self, key: Key) -> float:
        """Half the width that links have to keep clear of: a waypoint's is its column's."""
        place = self._grid.places[key]
        own = self._spans[place.column][1] if place.is_waypoint else self._width(place)
        return own / 2

    def _port(self, link: Link, links: Sequence[Link], key: Key, others: Sequence[Key]) -> float:
        """How far from the middle of its side a link is held, so that links do not cross there.

        The one link that runs straight keeps the middle; at a waypoint all run together.
        """
        places = self._grid.places
        if places[key].is_waypoint:
            return 0.0
        rows = [places[other].row for other in others]
        ranked = sorted(range(len(links)), key=lambda number: (rows[number], number))
        straight = [n for n, number in enumerate(ranked) if rows[number] == places[key].row]
        middle = straight[0] if len(straight) == 1 else (len(links) - 1) / 2
        return PORTS * ([links[number] for number in ranked].index(link) - middle)

    def _colour(self, link: Link) -> str:
        colour = COLOURS[link.outcomes[0]]
        return colour if link in self._way else faded(colour)

    def _link(self, link: Link) -> list[Shape]:
        (x0, y0), (x1, y1) = self._ends(link)
        colour, bend = self._colour(link), (x1 - x0) / 2
        arrives, bold = len(link.to) == 1, self._trace is not None and link in self._way
        points = ((x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1))
        shapes: list[Shape] = [Curve(points, colour, arrives, bold=bold)]
        if not arrives:
            end = x1 + 2 * self._half(link.to)
            points = ((x1, y1), (x1, y1), (end, y1), (end, y1))
            shapes.append(Curve(points, colour, arrow=False, bold=bold))
        return shapes

    def _label(self, link: Link) -> list[Shape]:
        if len(link.source) > 1:
            return []
        (x0, y0), (x1, y1) = self._ends(link)
        text = " / ".join(link.outcomes)
        width = width_of(text, SMALL) + 10
        x, y = (x0 + x1) / 2 - 4, (y0 + y1) / 2
        return [
            Box(x - width / 2, y - 9, width, 18, 9, PAPER, PAPER),
            Words(x, y, text, SMALL, self._colour(link)),
        ]

    def _place(self, place: Place) -> list[Shape]:
        (name,) = place.key
        x, y = self._middle(place.key)
        if name != RETURN:
            return list(self._cards.shapes(name, x, y - self._cards.head(name)))
        width, green = self._width(place), COLOURS[Outcome.CONFIRM]
        green = green if self._trace is None or self._trace.returned else faded(green)
        return [
            Box(x - width / 2, y - 26, width, 52, 12, green, green),
            Words(x, y, RETURN, NAME, PAPER, bold=True),
        ]

    def _caption_text(self, trace: Trace) -> str:
        if trace.returned:
            return "confirmed on the way shown"
        place, outcome = list(trace.way.items())[-1]
        return f"dropped at {place}: {outcome}"

    def _caption_width(self) -> float:
        if self._trace is None:
            return 0.0
        text = width_of(self._caption_text(self._trace), SMALL)
        return 2 * MARGIN + self._item_width(self._trace) + 14 + text

    def _item_width(self, trace: Trace) -> float:
        """Bold, and with room for wide fonts: what follows must not touch it."""
        return width_of(trace.item, NAME) * 1.3

    def _caption(self) -> list[Shape]:
        """Whose way it is, and how it ended."""
        if self._trace is None:
            return []
        item, y = self._trace.item, MARGIN + 4
        x = MARGIN + self._item_width(self._trace) + 14
        colour = COLOURS[list(self._trace.way.values())[-1]]
        return [
            Words(MARGIN, y, item, NAME, INK, bold=True, centred=False),
            Words(x, y, self._caption_text(self._trace), SMALL, colour, centred=False),
        ]

    def _notes(self, bottom: float) -> list[Shape]:
        """What a reader of the drawing has to know, each on a line of its own."""
        open_ = any(
            judge not in self._proof.guards.get(dimension, ())
            for judge in self._proof.order
            for dimension in self._cards.covers.get(judge, ())
        )
        notes = [(DROP, "takes every outcome without an arrow", PAPER, FAINT, FAINT, True)]
        if self._proof.shadows:
            text = "is asked beside a judge; what it finds is recorded and changes nothing"
            notes.append(("shadow", text, PAPER, FAINT, FAINT, True))
        if open_:
            text = "no answer without the confirm of a judge that bears it"
            notes.append(("guarded", text, GUARD, GUARD_INK, GUARD, False))
            notes.append(
                ("covered", "vouched for as well, but not on every way", BOX, OPEN_INK, RULE, False)
            )
        shapes: list[Shape] = []
        widest = max(pill_width(word) for word, *_ in notes)
        for number, (word, text, fill, ink, stroke, dashed) in enumerate(notes):
            y, width = bottom + 14 + 26 * number, pill_width(word)
            shapes.append(Box(MARGIN, y - 10, width, 20, 9, fill, stroke, dashed))
            shapes.append(Words(MARGIN + width / 2, y, word, BADGE, ink))
            shapes.append(Words(MARGIN + widest + 10, y, text, SMALL, FAINT, centred=False))
        return shapes
