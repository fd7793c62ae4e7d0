"""Line charts from their pixels: where each line stands above the labels of the level axis."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from .axis import Axis, axes_of, has_other_axis
from .captions import Foot, title_of
from .labels import SURE, Label
from .legend import Legend, legend_of
from .numbers import rounded
from .picture import Picture
from .shapes import Colour
from .strokes import Plot, Stroke, is_blend, strokes_of
from .table import Chart, ChartType, Row

_OFF_LABEL = 1.5
"""Pixels by which a label's middle may be off the place that it names."""
_OFF_SCALE = 0.75
"""Pixels by which a place on a scale may be off."""
_EDGE = 1.0
"""Pixels by which the edge of a stroke may be misplaced."""
_STEEPEST = 0.05
"""Share of the plot's height that a line may run through within reach of a place: beyond it the
value there is too uncertain to be called one."""
_READ = 0.5
"""Share of the places between a line's ends at which it must be read."""


class _Place(NamedTuple):
    name: str
    x: float
    reach: float


def read_lines(picture: Picture) -> Chart | None:
    """The lines of a picture as a table, or None where anything about them is in doubt."""
    for axis in axes_of(picture, upright=True):
        plot = _plot(picture, axis)
        if plot is not None:
            break
    else:
        return None
    strokes = strokes_of(picture, plot)
    legend = legend_of(picture.shapes, picture.labels, plot.right)
    if not strokes or has_other_axis(picture, axis, legend.labels):
        return None
    return _table(picture, axis, plot, strokes, legend)


def _plot(picture: Picture, axis: Axis) -> Plot | None:
    """From the value axis to the end of the labels below, and from its first label to its last."""
    foot = _foot(axis, picture.pixels.shape[1])
    row = foot.row(picture.labels)
    if len(row) < 2:
        return None
    left = round(axis.edge) + 8
    ticks = [tick.at for tick in axis.scale.ticks]
    right = min(round(max(label.x for label in row)) + 8, picture.pixels.shape[1])
    return Plot(left, max(round(min(ticks)) - 6, 0), right, round(max(ticks)) + 3)


def _foot(axis: Axis, right: float) -> Foot:
    floor = max(tick.at for tick in axis.scale.ticks)
    return Foot(floor, axis.edge, right, axis.labels)


def _table(
    picture: Picture, axis: Axis, plot: Plot, strokes: Sequence[Stroke], legend: Legend
) -> Chart | None:
    places = _places(picture, axis)
    rows: list[Row] = []
    for stroke in strokes:
        read = _rows(stroke, places, axis, _series(stroke, legend, picture.background))
        if not read:
            return None
        rows += read
    counts = Counter((row.category, row.series) for row in rows)
    single = tuple(row for row in rows if counts[row.category, row.series] == 1)
    if len(single) < _READ * len(rows) or len(single) < 2:
        return None
    taken = [*axis.labels, *legend.labels]
    return Chart(
        ChartType.LINE,
        single,
        title=title_of(picture.labels, plot.top, taken),
        percent=axis.percent,
        axes={"value": axis.as_data()},
        confidence=min(label.confidence for label in axis.labels),
    )


def _places(picture: Picture, axis: Axis) -> list[_Place]:
    """What the labels below name: places of a scale where they are one, else their middles."""
    foot = _foot(axis, picture.pixels.shape[1])
    row = foot.row(picture.labels)
    for level in axes_of(picture, upright=False):
        if set(level.labels) <= set(row):
            return [
                _Place(tick_label.text, place, _OFF_SCALE)
                for tick_label in row
                if tick_label.number is not None
                and tick_label.confidence >= SURE
                and (place := level.scale.place(tick_label.number)) is not None
            ]
    if any(label.width < 0.8 * label.height for label in row):
        again = foot.turned_row(picture)
        row = max(row, again, key=_sureness)
    return [_Place(label.text, label.x, _OFF_LABEL) for label in row if label.confidence >= SURE]


def _sureness(row: Sequence[Label]) -> float:
    return sum(label.confidence for label in row if label.confidence >= SURE)


def _series(stroke: Stroke, legend: Legend, background: Colour) -> str | None:
    """What the legend calls a line, whose key may be thin enough to be a blend."""
    names = {
        name for colour, name in legend.names.items() if is_blend(colour, stroke.colour, background)
    }
    return names.pop() if len(names) == 1 else None


def _rows(stroke: Stroke, places: Sequence[_Place], axis: Axis, series: str | None) -> list[Row]:
    height = stroke.plot.bottom - stroke.plot.top
    rows = []
    for place in places:
        run = stroke.at(place.x, place.reach)
        if run is None or run[1] - run[0] > _STEEPEST * height + 4:
            continue
        middle = (run[0] + run[1]) / 2
        pixels = (run[1] - run[0]) / 2 + _EDGE + axis.scale.pixel_error
        value, error = axis.scale.value(middle), axis.scale.error(middle, pixels)
        extent = (place.x - place.reach, run[0], place.x + place.reach, run[1])
        off = rounded(error, error / 10)
        rows.append(Row(place.name, rounded(value, error), off, series, extent=extent))
    return rows
