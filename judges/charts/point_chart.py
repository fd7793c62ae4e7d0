"""Scatter and dot plots from their pixels: where each mark stands between its two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from .axis import Axis, axes_of, has_other_axis
from .captions import Foot, title_of
from .frame import frame_of
from .labels import SURE, Label, columns_of
from .legend import Legend, completed
from .marks import Mark, Marks, keys_of, marks_of
from .numbers import rounded
from .picture import Picture
from .shapes import Colour, Shape
from .strokes import Plot
from .table import Chart, ChartType, Row

EDGE = 1.25
"""Pixels by which a mark may be misplaced: tools draw ticks half a pixel beside their places, blur
comes on top.
"""
_OFF_LABEL = 2.5
"""Pixels by which a mark may stand beside the middle of the label that names it."""
_MARGIN = 6
"""Pixels beyond the frame that a mark on its edge may reach."""
_READ = 0.5
"""Share of the marks that must be read."""
_FEWEST = 2
_PILE = 3
"""Marks above one another, from which an even distance is no accident."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Marks and what they are held against: a value axis, and a second one or names."""

    axis: Axis
    second: Axis | None
    names: Sequence[Label]
    plot: Plot
    marks: Marks


def read_points(picture: Picture) -> Chart | None:
    """The marks of a picture as a table, or None where anything about them is in doubt.

    Between two scales a row is the place on the level one, and the value on the upright one;
    beside one scale a row is the label at which a mark stands, and its value. Marks that overlap,
    and all that stand level with them, are left out.
    """
    drawn = _drawn(picture)
    if drawn is None:
        return None
    keys = keys_of(picture, drawn.marks, drawn.plot)
    if _goes_on(keys, drawn.marks.single):
        return None
    colours = list(dict.fromkeys(mark.colour for mark in drawn.marks.single))
    legend = completed(Legend({}, (), ()), picture, keys, colours)
    rows = _rows(drawn, legend)
    if drawn.second is None and _are_stacked(rows):
        return None
    if len(rows) < max(_READ * len(drawn.marks.single), _FEWEST):
        return None
    if len(colours) > 1 and any(row.series is None for row in rows):
        return None
    return _chart(picture, drawn, legend, rows)


def _chart(picture: Picture, drawn: _Drawn, legend: Legend, rows: Sequence[Row]) -> Chart:
    axes = [drawn.axis] if drawn.second is None else [drawn.axis, drawn.second]
    return Chart(
        ChartType.POINT,
        tuple(rows),
        category="category" if drawn.second is None else "x",
        measure="value" if drawn.second is None else "y",
        title=title_of(picture.labels, drawn.plot.top, legend.labels),
        percent=drawn.axis.percent,
        axes={name: axis.as_data() for name, axis in zip(("value", "place"), axes, strict=False)},
        confidence=min(label.confidence for axis in axes for label in axis.labels),
    )


def _drawn(picture: Picture) -> _Drawn | None:
    """The first way to see a plot with marks between axes, of which there must be no third."""
    upright = next(iter(axes_of(picture, upright=True)), None)
    level = next(iter(axes_of(picture, upright=False)), None)
    if upright is not None and level is not None:
        return (
            None if set(upright.labels) & set(level.labels) else _held(picture, upright, level, [])
        )
    axis = upright or level
    if axis is None:
        return None
    names = _below(picture, axis) if axis.upright else _left_of(picture, axis)
    return _held(picture, axis, None, names) if names else None


def _held(
    picture: Picture, axis: Axis, second: Axis | None, names: Sequence[Label]
) -> _Drawn | None:
    taken = [*names, *(() if second is None else second.labels)]
    others = [one for one in (axis, second) if one is not None]
    if any(has_other_axis(picture, one, [*taken, *axis.labels]) for one in others):
        return None
    along = _extent([tick.at for tick in axis.scale.ticks])
    if second is not None:
        beside = _extent([tick.at for tick in second.scale.ticks])
    else:
        beside = _extent([label.x if axis.upright else label.y for label in names])
    plot = _plot(picture, along, beside, upright=axis.upright)
    if plot is None:
        return None
    marks = marks_of(picture, plot)
    return None if marks is None else _Drawn(axis, second, names, plot, marks)


def _plot(
    picture: Picture, along: tuple[float, float], beside: tuple[float, float], *, upright: bool
) -> Plot | None:
    """The frame, with the margin into which marks on its edge reach."""
    across, down = (beside, along) if upright else (along, beside)
    frame = frame_of(picture, across, down)
    if frame is None:
        return None
    height, width = picture.pixels.shape[:2]
    return Plot(
        max(frame.left - _MARGIN, 0),
        max(frame.top - _MARGIN, 0),
        min(frame.right + _MARGIN, width),
        min(frame.bottom + _MARGIN, height),
    )


def _extent(places: Sequence[float]) -> tuple[float, float]:
    return min(places), max(places)


def _goes_on(keys: Sequence[Shape], marks: Sequence[Mark]) -> bool:
    """Whether marks stand beside the plot as well, in another facet; a legend has one a colour."""
    for colour in {mark.colour for mark in marks}:
        size = next(mark.shape.width for mark in marks if mark.colour == colour)
        alike = [
            shape
            for shape in keys
            if shape.colour == colour and abs(shape.width - size) <= 2 >= abs(shape.height - size)
        ]
        if len(alike) > 1:
            return True
    return False


def _below(picture: Picture, axis: Axis) -> list[Label]:
    floor = max(tick.at for tick in axis.scale.ticks)
    foot = Foot(floor, axis.edge, picture.pixels.shape[1], axis.labels)
    row = foot.row(picture.labels)
    if row and all(label.width >= 0.8 * label.height for label in row):
        return row
    return max(row, foot.turned_row(picture), key=_sureness)


def _left_of(picture: Picture, axis: Axis) -> list[Label]:
    """The column of labels nearest to the left end of a level axis."""
    left = min(tick.at for tick in axis.scale.ticks)
    beside = [
        label
        for label in picture.labels
        if label.right <= left + 2 and label.y < axis.edge and label not in axis.labels
    ]
    return max(columns_of(beside), key=_sureness, default=[])


def _sureness(labels: Sequence[Label]) -> float:
    return sum(label.confidence for label in labels if label.confidence >= SURE)


def _rows(drawn: _Drawn, legend: Legend) -> list[Row]:
    """The marks that have a place or a name and surely are the only ones there."""
    upright = drawn.axis.upright
    marks = [
        mark
        for mark in drawn.marks.single
        if not any(_is_level(mark, shape, upright=upright) for shape in drawn.marks.unclear)
    ]
    rows = []
    shifts = _shifts(marks, drawn)
    for mark in marks:
        along, across = (mark.y, mark.x) if upright else (mark.x, mark.y)
        value, error = _measured(drawn.axis, along)
        series = legend.name(mark.colour)
        if drawn.second is not None:
            place, off = _measured(drawn.second, across)
            rows.append(Row(f"{place:g}", value, error, series, place, off, mark.shape.extent))
        elif name := _name(across - shifts.get(mark.colour, 0.0), drawn):
            rows.append(Row(name, value, error, series, extent=mark.shape.extent))
    return rows


def _are_stacked(rows: Sequence[Row]) -> bool:
    """Whether marks are piled up, each one of a count: evenly, from the same lowest place."""
    piles: dict[str, list[Row]] = {}
    for row in rows:
        piles.setdefault(row.category, []).append(row)
    lowest = [min(row.value for row in pile) for pile in piles.values()]
    highest = max(piles.values(), key=len, default=[])
    if len(highest) < _PILE or max(lowest) - min(lowest) > 2 * rows[0].error:
        return False
    values = sorted(row.value for row in highest)
    steps = [above - below for below, above in pairwise(values)]
    return max(steps) - min(steps) <= 2 * highest[0].error


def _name(across: float, drawn: _Drawn) -> str | None:
    """The label at a place, if one alone stands there and was surely read."""
    near = [label for label, at in _places(drawn) if abs(at - across) <= _OFF_LABEL]
    return near[0].text if len(near) == 1 and near[0].confidence >= SURE else None


def _places(drawn: _Drawn) -> list[tuple[Label, float]]:
    return [(label, label.x if drawn.axis.upright else label.y) for label in drawn.names]


def _shifts(marks: Sequence[Mark], drawn: _Drawn) -> dict[Colour, float]:
    """How far each colour's marks stand beside their labels, where all of them do so alike, as
    series side by side do. Marks of one colour that stand here and there are given none.
    """
    shifts: dict[Colour, list[float]] = {}
    for mark in marks if drawn.names else ():
        across = mark.x if drawn.axis.upright else mark.y
        nearest = min((at for _, at in _places(drawn)), key=lambda at: abs(at - across))
        shifts.setdefault(mark.colour, []).append(across - nearest)
    if len(shifts) < 2:
        return {}
    return {
        colour: mean(found)
        for colour, found in shifts.items()
        if len(found) > 1 and max(found) - min(found) <= _OFF_LABEL
    }


def _is_level(mark: Mark, shape: Shape, *, upright: bool) -> bool:
    """Whether a shape stands where another mark of the same place or name would."""
    if upright:
        return shape.left - 2 <= mark.x <= shape.right + 2
    return shape.top - 2 <= mark.y <= shape.bottom + 2


def _measured(axis: Axis, at: float) -> tuple[float, float]:
    """The value at a place along an axis, and its error."""
    value = axis.scale.value(at)
    error = axis.scale.error(at, EDGE + axis.scale.pixel_error)
    return rounded(value, error), rounded(error, error / 10)
