"""Bar charts, plain, grouped and stacked, from their pixels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .axis import Axis, axes_of, has_other_axis
from .bars import Bar, Bars, bars_of, rectangles_of
from .captions import Foot, title_of
from .categories import named, names_of
from .labels import SURE, Label, columns_of
from .legend import Legend, key_columns, key_groups, legend_among, legend_of
from .numbers import rounded
from .picture import Picture
from .shapes import Colour, Shape, apart
from .table import Chart, ChartType, Row

EDGE = 1.25
"""Pixels by which a bar's length may be wrong: half a pixel at each end, and blur."""
_WIDEST_BORDER = 3
_SAME = 16
"""Levels a channel within which two pixels are of one colour."""
_OFF_ZERO = 2.5
"""Pixels between the line that bars stand on and the axis's zero."""
_MOST_RECTANGLES = 600
"""Beyond it a picture is a pattern and no chart."""
_NAMED = 0.5
"""Share of the bars that must have a category and be the only one of it and their series."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    axis: Axis
    bars: Bars
    legend: Legend


def read_bars(picture: Picture) -> Chart | None:
    """The bars of a picture as a table, or None where anything about them is in doubt."""
    ways = [
        drawn
        for upright in (True, False)
        if (drawn := _drawn(picture, upright=upright)) is not None
    ]
    if len(ways) == 2:
        ways = _likelier(ways)
    return _table(picture, ways[0]) if len(ways) == 1 else None


def _likelier(ways: Sequence[_Drawn]) -> list[_Drawn]:
    """Bars of one breadth and many lengths, if only one of two ways to see them is such."""
    return [way for way in ways if _even([bar.far - bar.near for bar in way.bars.bars])]


def _even(lengths: Sequence[float]) -> bool:
    return max(lengths) - min(lengths) <= 2


def _drawn(picture: Picture, *, upright: bool) -> _Drawn | None:
    rectangles = rectangles_of(picture.shapes)
    if len(rectangles) > _MOST_RECTANGLES:
        return None
    for axis in axes_of(picture, upright=upright):
        inside = [shape for shape in rectangles if _inside(shape, axis)]
        split = _without_keys(picture, inside, upright=upright)
        if split is None:
            continue
        bars, legend = split
        if _stands_right(axis, bars) and not has_other_axis(picture, axis, legend.labels):
            return _Drawn(axis, bars, legend)
    return None


def _inside(shape: Shape, axis: Axis) -> bool:
    """Whether a shape lies on the plot's side of an axis left of it or below it."""
    return shape.left >= axis.edge - 1 if axis.upright else shape.bottom <= axis.edge + 1


def _without_keys(
    picture: Picture, rectangles: Sequence[Shape], *, upright: bool
) -> tuple[Bars, Legend] | None:
    """The bars among rectangles, and the legend beside or among them."""
    labels = picture.labels
    bars = bars_of(rectangles, upright=upright)
    if bars is not None:
        return bars, Legend({}, (), ())
    for beyond in key_columns(rectangles, labels):
        legend = legend_of(rectangles, labels, beyond)
        rest = [shape for shape in rectangles if shape not in legend.keys]
        if not legend.keys or any(shape.right > beyond for shape in rest):
            continue
        bars = bars_of(rest, upright=upright)
        if bars is not None:
            return bars, legend
    for keys in key_groups(rectangles, labels):
        bars = bars_of([shape for shape in rectangles if shape not in keys], upright=upright)
        among = legend_among(picture, keys) if bars is not None else None
        if bars is not None and among is not None:
            return bars, among
    return None


def _stands_right(axis: Axis, bars: Bars) -> bool:
    """Whether the line that the bars stand on is where such an axis has it: at zero, or, where
    the axis is logarithmic, at its lowest label.
    """
    scale = axis.scale
    zero = scale.place(0.0)
    if scale.logarithmic or zero is None:
        lowest = scale.place(scale.lowest)
        return lowest is not None and not bars.stacked and abs(bars.baseline - lowest) <= _OFF_ZERO
    return abs(bars.baseline - zero) <= _OFF_ZERO


def _table(picture: Picture, drawn: _Drawn) -> Chart | None:
    bars = drawn.bars
    if bars.stacked and not all(drawn.legend.name(bar.shape.colour) for bar in bars.bars):
        # Without a legend a bar on another may as well be the upper part of the same one.
        return None
    categories, shift = _categories(picture, drawn), _off_zero(picture, drawn)
    rows = [
        _row(picture, bar, category, drawn, shift)
        for bar, category in zip(bars.bars, categories, strict=True)
        if category is not None and not _ends_behind(bar, drawn)
    ]
    counts = Counter((row.category, row.series) for row in rows)
    single = tuple(row for row in rows if counts[row.category, row.series] == 1)
    if len(single) < _NAMED * len(bars.bars):
        return None
    top = min(label.top for label in drawn.axis.labels)
    top = min(top, *(bar.shape.top for bar in bars.bars))
    title = title_of(picture.labels, top, drawn.legend.labels)
    return Chart(
        ChartType.BAR,
        single,
        title=title,
        percent=drawn.axis.percent,
        axes={"value": drawn.axis.as_data()},
        confidence=min(label.confidence for label in drawn.axis.labels),
    )


def _ends_behind(bar: Bar, drawn: _Drawn) -> bool:
    """Whether a legend stands where a bar ends, which may then go on behind it."""
    places = (bar.near, bar.middle, bar.far)
    ends = [(place, bar.end) if drawn.bars.upright else (bar.end, place) for place in places]
    return any(drawn.legend.hides(x, y) for x, y in ends)


def _off_zero(picture: Picture, drawn: _Drawn) -> float:
    """Pixels from the line that bars stand on to the axis's zero.

    Some set bars on whole pixels and ticks between them, so that this line is zero; of others the
    axis hides the foot. Either is within the error.
    """
    scale = drawn.axis.scale
    zero = scale.place(0.0)
    return 0.0 if scale.logarithmic or zero is None else zero - _foot_line(picture, drawn)


def _row(picture: Picture, bar: Bar, category: str, drawn: _Drawn, shift: float) -> Row:
    """``shift``: pixels from the line that bars stand on to zero."""
    scale, upright, away = drawn.axis.scale, drawn.bars.upright, _away(bar)
    end = bar.end + away * _border(picture, bar, bar.end, away, upright=upright) / 2
    pixels = EDGE + scale.pixel_error + abs(shift)
    value, error = scale.value(end + shift), scale.error(end, pixels)
    if bar.base != drawn.bars.baseline:
        base = bar.base + away * _border(picture, bar, bar.base, away, upright=upright) / 2
        value -= scale.value(base + shift)
        error *= 1.5
    name = drawn.legend.name(bar.shape.colour)
    return Row(
        category,
        rounded(value, error),
        rounded(error, error / 10),
        name,
        extent=bar.shape.extent,
    )


def _foot_line(picture: Picture, drawn: _Drawn) -> float:
    """Where bars stand: in the middle of the line below them, if they all stand on one side."""
    baseline, upright = drawn.bars.baseline, drawn.bars.upright
    lowest = [bar for bar in drawn.bars.bars if bar.base == baseline]
    ways = {_away(bar) for bar in lowest}
    if len(ways) != 1:
        return baseline
    below = -ways.pop()
    widths = sorted(_border(picture, bar, baseline, below, upright=upright) for bar in lowest)
    return baseline + below * widths[len(widths) // 2] / 2


def _away(bar: Bar) -> int:
    """Which way it goes from where it stands: to larger pixels, or to smaller ones."""
    return -1 if bar.end < bar.base else 1


def _border(picture: Picture, bar: Bar, at: float, step: int, *, upright: bool) -> int:
    """Pixels of the line that is drawn around a bar, or of its blurred edge, beyond ``at`` in
    steps of 1 or -1: the bar ends in their middle."""
    first = int(at) - (step < 0)
    counts = []
    for part in (0.25, 0.5, 0.75):
        across = int(bar.near + part * (bar.far - bar.near))
        course = picture.pixels[:, across] if upright else picture.pixels[across]
        places = [first + step * each for each in range(_WIDEST_BORDER + 2)]
        if min(places) < 0 or max(places) >= len(course):
            return 0
        seen: list[Colour] = [_colour(course[place]) for place in places]
        is_border = [
            min(apart(colour, bar.shape.colour), apart(colour, seen[-1])) > _SAME for colour in seen
        ]
        counts.append(is_border.index(False))
    count = sorted(counts)[1]
    return count if count <= _WIDEST_BORDER else 0


def _colour(pixel: NDArray[np.uint8]) -> Colour:
    red, green, blue = (int(channel) for channel in pixel)
    return red, green, blue


def _categories(picture: Picture, drawn: _Drawn) -> list[str | None]:
    extents = [(bar.near, bar.far) for bar in drawn.bars.bars]
    if not drawn.bars.upright:
        columns = columns_of(_left_of(picture, drawn))
        found = [(named(names_of(column, across=False), extents), column) for column in columns]
        return _most_trusted(found, len(extents))
    foot = _foot(drawn)
    below = foot.row(picture.labels)
    upright = named(names_of(below, across=True), extents)
    if all(upright) and all(label.width >= 0.8 * label.height for label in below):
        return upright
    again = foot.turned_row(picture)
    turned = named(names_of(again, across=True), extents)
    return _most_trusted([(upright, below), (turned, again)], len(extents))


def _most_trusted(
    found: Sequence[tuple[list[str | None], list[Label]]], count: int
) -> list[str | None]:
    """Of several ways to name the bars, the one that names most of them, and most surely."""
    if not found:
        return [None] * count
    return max(found, key=lambda pair: _trust(pair[0], pair[1]))[0]


def _trust(categories: Sequence[str | None], labels: Sequence[Label]) -> float:
    """How much of the bars are named, and how surely."""
    sure = {label.text: label.confidence for label in labels}
    return sum(sure.get(name, SURE) for name in categories if name is not None)


def _left_of(picture: Picture, drawn: _Drawn) -> list[Label]:
    """The labels left of the line that level bars stand on."""
    bars = drawn.bars.bars
    top, bottom = min(bar.near for bar in bars), max(bar.far for bar in bars)
    return [
        label
        for label in picture.labels
        if label.right <= drawn.bars.baseline + 2 and top - 4 <= label.y <= bottom + 4
    ]


def _foot(drawn: _Drawn) -> Foot:
    bars = drawn.bars.bars
    lowest = max(tick.at for tick in drawn.axis.scale.ticks)
    return Foot(
        floor=max(lowest, drawn.bars.baseline, *(bar.base for bar in bars)) - 1,
        left=min(bar.near for bar in bars),
        right=max(bar.far for bar in bars),
        taken=drawn.axis.labels,
    )
