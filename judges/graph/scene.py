"""A drawing of a proven graph as shapes on a plane, for whatever renders them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judges.truth import Truth
from judges.verdict import Outcome

from .layout import Grid, Key, Link, Place, lay_out
from .proof import Proof
from .spec import DROP, RETURN

Point = tuple[float, float]

PAPER, RULE, INK, FAINT = "#ffffff", "#d5dce6", "#1b2430", "#66738a"
BOX, GUARD, GUARD_INK, OPEN_INK = "#f5f7fa", "#dbe8ff", "#1c4a94", "#66738a"
COLOURS = {
    Outcome.CONFIRM: "#15803d",
    Outcome.ABSTAIN: "#b45309",
    Outcome.REJECT: "#b91c1c",
    Outcome.FAILURE: "#7c3aed",
}

MARGIN, ROW, GAP = 28.0, 104.0, 56.0
NAME, SMALL, BADGE = 16.0, 12.0, 11.5
PORTS = 16.0
"""Between two links that leave or enter one judge."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded rectangle."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str
    stroke: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve from the first point to the last."""

    points: tuple[Point, Point, Point, Point]
    colour: str
    arrow: bool
    """Whether a head points right at its end."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is its middle."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    centred: bool = True


Shape = Box | Curve | Words


@dataclass(frozen=True)
class Scene:
    """Shapes from back to front. All measures are in pixels."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def width_of(text: str, size: float) -> float:
    """What a line of text takes, roughly: no font is at hand when a drawing is laid out."""
    narrow, wide = "fijlrtI.,:/-_|'()[] ", "mwMWGOQ@%"
    units = sum(0.31 if c in narrow else 0.86 if c in wide else 0.56 for c in text)
    return units * size


def scene_of(
    proof: Proof, covers: Mapping[str, frozenset[Truth]], uses: Mapping[str, str]
) -> Scene:
    """The whole drawing: judges with what they guard, links by outcome, and a word on ``drop``."""
    return _Drafting(proof, covers, uses).scene()


class _Drafting:
    """Measures once, then draws links, judges and the note on ``drop``, in this order."""

    def __init__(
        self, proof: Proof, covers: Mapping[str, frozenset[Truth]], uses: Mapping[str, str]
    ) -> None:
        self._proof, self._uses, self._covers = proof, uses, covers
        self._grid: Grid = lay_out(proof)
        self._columns = self._grid.columns()
        self._spans = self._span_columns()
        self._rows = 1 + max(place.row for place in self._grid.places.values())

    def scene(self) -> Scene:
        left, width = self._spans[-1]
        bottom = MARGIN + self._rows * ROW
        note = self._note(bottom)
        shapes = [shape for link in self._grid.links for shape in self._link(link)]
        for place in self._grid.places.values():
            if not place.is_waypoint:
                shapes += self._place(place)
        labels = [shape for link in self._grid.links for shape in self._label(link)]
        total = max(left + width + MARGIN, 360.0)
        height = bottom + 44.0
        paper = Box(0.5, 0.5, total - 1, height - 1, 14, PAPER, RULE)
        return Scene(total, height, (paper, *shapes, *labels, *note))

    def _badges(self, judge: str) -> list[tuple[Truth, float]]:
        return [
            (dimension, width_of(dimension, BADGE) + 16)
            for dimension in Truth
            if dimension in self._covers.get(judge, frozenset())
        ]

    def _width(self, place: Place) -> float:
        if place.is_waypoint:
            return 0.0
        (name,) = place.key
        if name == RETURN:
            return 84.0
        badges = sum(width + 6 for _, width in self._badges(name)) - 6
        texts = width_of(name, NAME) * 1.08, width_of(self._uses.get(name, ""), SMALL)
        return max(96.0, 28 + max(*texts, badges))

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
        return left + width / 2, MARGIN + (place.row + 0.5) * ROW

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

    def _link(self, link: Link) -> list[Shape]:
        (x0, y0), (x1, y1) = self._ends(link)
        colour, bend = COLOURS[link.outcomes[0]], (x1 - x0) / 2
        arrives = len(link.to) == 1
        shapes: list[Shape] = [
            Curve(((x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1)), colour, arrives)
        ]
        if not arrives:
            end = x1 + 2 * self._half(link.to)
            shapes.append(Curve(((x1, y1), (x1, y1), (end, y1), (end, y1)), colour, arrow=False))
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
            Words(x, y, text, SMALL, COLOURS[link.outcomes[0]]),
        ]

    def _place(self, place: Place) -> list[Shape]:
        (name,) = place.key
        x, y = self._middle(place.key)
        width = self._width(place)
        if name == RETURN:
            green = COLOURS[Outcome.CONFIRM]
            return [
                Box(x - width / 2, y - 26, width, 52, 12, green, green),
                Words(x, y, RETURN, NAME, PAPER, bold=True),
            ]
        badges = self._badges(name)
        height = 78.0 if badges else 54.0
        top = y - height / 2
        return [
            Box(x - width / 2, top, width, height, 10, BOX, RULE),
            Words(x, top + 19, name, NAME, INK, bold=True),
            Words(x, top + 38, self._uses.get(name, ""), SMALL, FAINT),
            *self._badge_shapes(name, x, top + 60),
        ]

    def _badge_shapes(self, name: str, x: float, y: float) -> list[Shape]:
        badges = self._badges(name)
        left = x - (sum(width + 6 for _, width in badges) - 6) / 2
        shapes: list[Shape] = []
        for dimension, width in badges:
            guards = name in self._proof.guards.get(dimension, ())
            fill, ink = (GUARD, GUARD_INK) if guards else (BOX, OPEN_INK)
            shapes.append(Box(left, y - 9, width, 18, 9, fill, GUARD if guards else RULE))
            shapes.append(Words(left + width / 2, y, dimension, BADGE, ink))
            left += width + 6
        return shapes

    def _note(self, bottom: float) -> list[Shape]:
        y = bottom + 16
        text = "takes every outcome without an arrow"
        return [
            Box(MARGIN, y - 11, 48, 22, 11, PAPER, RULE, dashed=True),
            Words(MARGIN + 24, y, DROP, SMALL, FAINT),
            Words(MARGIN + 56, y, text, SMALL, FAINT, centred=False),
        ]
