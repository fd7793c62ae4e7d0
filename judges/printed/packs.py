"""Lines of print on a picture, and which of them stand on one and the same pack."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from judges.reading import Box, Reading

from .wording import is_number, tokens

REACH = 3.0
"""Lines of one pack stand within this many text heights of each other, the taller one's."""
OVERLAP = 0.5
"""Share of the narrower line that stands above or below the wider one, if they belong together."""
SPACE = 0.5
"""Text heights between two parts of one row, at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print, in pixels of the picture turned so that print runs level."""

    reading: Reading
    box: Box
    """Where it stands in the picture as it is."""
    words: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: tuple[float, float] | None = None
    """Width and height of the picture, where its reader says so."""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def letters(self) -> int:
        return sum(map(len, self.words))

    def extent(self, position: int) -> tuple[float, float]:
        """Left and right end of one of its words, as if all letters were of one width."""
        letter = self.width / (self.letters + len(self.words) - 1)
        before = sum(map(len, self.words[:position])) + position
        left = self.left + letter * before
        return left, left + letter * len(self.words[position])

    def inside(self, further: float) -> bool:
        """Whether the line, drawn out by so many pixels (to the left, if negative), still lies
        inside the picture."""
        if self.size is None:
            return False
        a, b, c, d = self.box
        start, end = ((a, d), (b, c)) if further > 0 else ((b, c), (a, d))
        reach = 1 + abs(further) / max(self.width, 1.0)
        return all(
            0 <= p[axis] + reach * (q[axis] - p[axis]) <= self.size[axis]
            for p, q in zip(start, end, strict=True)
            for axis in (0, 1)
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre, in pixels of the picture as it is."""
        xs, ys = zip(*self.box, strict=True)
        return sum(xs) / 4, sum(ys) / 4

    @property
    def bridges(self) -> bool:
        """Bare numbers are prices and dates as often as print: they tie no two lines together."""
        return any(not is_number(word) or "%" in word for word in self.words)


def level(readings: Sequence[Reading]) -> list[Line]:
    """The readings that have a box, turned by the slope that most of the print has."""
    boxed = [(reading, reading.box) for reading in readings if reading.box is not None]
    slope = _slope([box for _, box in boxed])
    return [_line(reading, box, slope) for reading, box in boxed]


def packs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by the pack they stand on, each from the top down."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(lines)))
    for i, one in enumerate(lines):
        for j in range(i):
            if together(one, lines[j]):
                graph.add_edge(i, j)
    return [
        sorted((lines[i] for i in group), key=lambda line: (line.top, line.left))
        for group in nx.connected_components(graph)
    ]


def together(one: Line, other: Line) -> bool:
    """Whether two lines stand close above each other, or side by side in one row."""
    if not (one.bridges and other.bridges):
        return False
    taller = max(one.height, other.height)
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across >= OVERLAP * min(one.width, other.width):
        return -down <= REACH * taller
    level_with = down >= 0.5 * min(one.height, other.height)
    return level_with and -across <= SPACE * taller and alike(one, other)


def column(pack: Sequence[Line], lines: Sequence[Line], reach: float) -> list[Line]:
    """Other lines right above or below a pack, within so many heights of its tallest line."""
    left, right = min(line.left for line in pack), max(line.right for line in pack)
    top, bottom = min(line.top for line in pack), max(line.bottom for line in pack)
    far = reach * max(line.height for line in pack)
    return [
        line
        for line in lines
        if line not in pack
        and min(line.right, right) - max(line.left, left) >= OVERLAP * line.width
        and max(top - line.bottom, line.top - bottom) <= far
    ]


def alike(one: Line, other: Line) -> bool:
    """Whether two lines are set in about the same size."""
    return max(one.height, other.height) <= 1.7 * min(one.height, other.height)


def stacked(upper: Line, lower: Line) -> bool:
    """Whether the lower line may continue words of the upper one."""
    return (
        lower.top > upper.top
        and -0.5 * upper.height <= lower.top - upper.bottom <= upper.height
        and alike(upper, lower)
    )


def above(upper: Line, i: int, lower: Line, j: int) -> bool:
    """Whether a word of one line stands above a word of another, as parts of one word do."""
    (left, right), (begin, end) = upper.extent(i), lower.extent(j)
    across = min(right, end) - max(left, begin)
    return across >= OVERLAP * min(right - left, end - begin)


def _line(reading: Reading, box: Box, slope: float) -> Line:
    cos, sin = math.cos(-slope), math.sin(-slope)
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in box]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = turned
    middle = (ay + by + cy + dy) / 4
    height = (math.dist(turned[0], turned[3]) + math.dist(turned[1], turned[2])) / 2
    return Line(
        reading=reading,
        box=box,
        words=tokens(reading.text),
        left=(ax + dx) / 2,
        right=(bx + cx) / 2,
        top=middle - height / 2,
        bottom=middle + height / 2,
        size=picture_size(reading),
    )


def picture_size(reading: Reading) -> tuple[float, float] | None:
    """Width and height, in pixels, of the picture that a reading is from, if its reader says."""
    size = reading.details.get("size")
    return (float(size[0]), float(size[1])) if size else None


def _slope(boxes: Sequence[Box]) -> float:
    """The median slope of the lines, in radians, each counted by its width."""
    slopes: list[tuple[float, float]] = []
    for a, b, _, d in boxes:
        width = math.dist(a, b)
        if width > 1.5 * math.dist(a, d):
            slopes.append((math.atan2(b[1] - a[1], b[0] - a[0]), width))
    slopes.sort()
    half, total = sum(width for _, width in slopes) / 2, 0.0
    for slope, width in slopes:
        total += width
        if total >= half:
            return slope
    return 0.0
