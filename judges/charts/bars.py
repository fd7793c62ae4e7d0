"""Bars: rectangles of one colour that stand on a common line, or on one another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Shape

_FULL = 0.9
"""Share of its box that a rectangle covers; rounded corners and print on it take a little."""
_THINNEST = 3.0
_ALIGNED = 1.5
"""Pixels within which two edges are one line."""
_GAP = 2.0
"""Pixels between two bars that stand on one another."""
_MOST_BARS = 500


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, with its extent along the value axis and across it, in pixels."""

    shape: Shape
    base: float
    """Where it stands: the common line, or the end of the bar below it."""
    end: float
    near: float
    far: float
    """Its two sides, across the value axis."""

    @property
    def middle(self) -> float:
        return (self.near + self.far) / 2


@dataclass(frozen=True, slots=True)
class Bars:
    """All bars of a chart."""

    upright: bool
    """Whether they stand on a level line, so that their height is the value."""
    baseline: float
    bars: tuple[Bar, ...]
    stacked: bool


def rectangles_of(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes that may be bars or keys of a legend."""
    return [
        shape
        for shape in shapes
        if min(shape.width, shape.height) >= _THINNEST and shape.fill >= _FULL
    ]


def bars_of(rectangles: Sequence[Shape], *, upright: bool) -> Bars | None:
    """The rectangles as bars, or None where one of them stands on nothing."""
    if not 0 < len(rectangles) <= _MOST_BARS:
        return None
    spans = [_span(shape, upright=upright) for shape in rectangles]
    baseline = _baseline([span[:2] for span in spans])
    bars: list[Bar] = []
    stacked = False
    # From the line outwards, so that what a bar stands on comes before it.
    pending = sorted(
        zip(spans, rectangles, strict=True),
        key=lambda pair: min(abs(pair[0][0] - baseline), abs(pair[0][1] - baseline)),
    )
    for (low, high, near, far), shape in pending:
        if abs(high - baseline) <= _ALIGNED:
            bars.append(Bar(shape, baseline, low, near, far))
        elif abs(low - baseline) <= _ALIGNED:
            bars.append(Bar(shape, baseline, high, near, far))
        else:
            bar = _upon(bars, shape, (low, high, near, far), baseline)
            if bar is None:
                return None
            bars.append(bar)
            stacked = True
    if _overlap(bars):
        return None
    return Bars(upright, baseline, tuple(sorted(bars, key=lambda bar: bar.middle)), stacked)


def _span(shape: Shape, *, upright: bool) -> tuple[float, float, float, float]:
    if upright:
        return shape.top, shape.bottom, shape.left, shape.right
    return shape.left, shape.right, shape.top, shape.bottom


def _baseline(edges: Sequence[tuple[float, float]]) -> float:
    """The line that most rectangles touch with either end."""
    places = Counter(edge for pair in edges for edge in pair)
    touched = {
        place: sum(min(abs(low - place), abs(high - place)) <= _ALIGNED for low, high in edges)
        for place in places
    }
    return max(touched, key=lambda place: (touched[place], places[place], place))


def _upon(
    bars: Sequence[Bar], shape: Shape, span: tuple[float, float, float, float], baseline: float
) -> Bar | None:
    low, high, near, far = span
    base, end = (high, low) if high < baseline else (low, high)
    for bar in bars:
        sides = max(abs(bar.near - near), abs(bar.far - far)) <= _ALIGNED
        if sides and abs(bar.end - base) <= _GAP and (bar.end - baseline) * (end - baseline) > 0:
            return Bar(shape, bar.end, end, near, far)
    return None


def _overlap(bars: Sequence[Bar]) -> bool:
    """Whether bars lie over one another, so that one may hide a part of another."""
    ordered = sorted(bars, key=lambda bar: bar.near)
    for position, one in enumerate(ordered):
        for other in ordered[position + 1 :]:
            if other.near >= one.far - 1:
                break
            low, high = sorted((one.base, one.end))
            start, stop = sorted((other.base, other.end))
            if min(high, stop) - max(low, start) > _GAP:
                return True
    return False
