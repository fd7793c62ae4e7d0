"""The value axis of a drawn chart: which printed numbers are its tick labels."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .labels import SURE, Label, columns_of, rows_of
from .numbers import is_percentage
from .picture import Picture
from .scale import FEWEST_LABELS, Scale, Tick, fit

_REACH = 14
"""Pixels from a label in which its tick mark or grid line begins."""
_OFF = 3.5
"""Pixels between the middle of a label and its tick."""
_MOST_AXES = 4
_VISIBLE = 20
"""Levels by which a tick differs from the background."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis and the labels that make it."""

    scale: Scale
    labels: tuple[Label, ...]
    upright: bool
    """Whether values rise along the picture's height."""

    @property
    def percent(self) -> bool:
        return all(is_percentage(label.text) for label in self.labels if label.number)

    def as_data(self) -> dict[str, Any]:
        """JSON, for people who ask how values were read off."""
        return {
            "along": "height" if self.upright else "width",
            "scale": "log" if self.scale.logarithmic else "linear",
            "labels": [label.text for label in self.labels],
            "pixel_error": round(self.scale.pixel_error, 2),
        }

    @property
    def edge(self) -> float:
        """Where the labels end and the plot begins: a column, or a row."""
        if self.upright:
            return max(label.right for label in self.labels)
        return min(label.top for label in self.labels)


def axes_of(picture: Picture, *, upright: bool) -> list[Axis]:
    """Every column (or row) of numbers that is a scale, most labels first."""
    numbers = [
        label for label in picture.labels if label.confidence >= SURE and label.number is not None
    ]
    groups = columns_of(numbers) if upright else rows_of(numbers)
    axes = [
        axis for group in groups if (axis := _axis(group, picture, upright=upright)) is not None
    ]
    return sorted(axes, key=lambda axis: -len(axis.labels))[:_MOST_AXES]


def has_other_axis(picture: Picture, axis: Axis, taken: Collection[Label]) -> bool:
    """Whether there is a second value axis, so that a mark may belong to either."""
    known = {*axis.labels, *taken}
    return any(
        not known & set(other.labels)
        and _differs(other, axis)
        and (not axis.upright or other.labels[0].right > axis.edge)
        for other in axes_of(picture, upright=axis.upright)
    )


def _differs(other: Axis, axis: Axis) -> bool:
    place = axis.scale.place(other.scale.value(0.0))
    return place is None or abs(place) > 3 or abs(other.scale.slope / axis.scale.slope - 1) > 0.02


def _axis(group: Sequence[Label], picture: Picture, *, upright: bool) -> Axis | None:
    ticks = [
        Tick(label.y if upright else label.x, label.number)
        for label in group
        if label.number is not None
    ]
    scale = fit(ticks)
    if scale is None:
        return None
    chosen = tuple(label for label, tick in zip(group, ticks, strict=True) if tick in scale.ticks)
    scale = _on_marks(Axis(scale, chosen, upright), picture)
    return Axis(scale, chosen, upright)


def _on_marks(axis: Axis, picture: Picture) -> Scale:
    """The scale through the tick marks beside the labels, where enough of them are seen."""
    marks = _marks(axis, picture)
    moved = [
        replace(tick, at=min(near, key=lambda place: abs(place - tick.at)))
        for tick in axis.scale.ticks
        if (near := [place for place in marks if abs(place - tick.at) <= _OFF])
    ]
    if len(moved) < max(FEWEST_LABELS, 0.6 * len(axis.scale.ticks)):
        return axis.scale
    better = fit(moved)
    if better is None or better.logarithmic != axis.scale.logarithmic:
        return axis.scale
    # Marks that fit worse than the labels are something else.
    if better.pixel_error > max(axis.scale.pixel_error, 0.5):
        return axis.scale
    return replace(better, ticks=axis.scale.ticks)


def _marks(axis: Axis, picture: Picture) -> list[float]:
    """Middles of the thin lines that start beside the labels, across the axis."""
    pixels, edge = picture.pixels, round(axis.edge)
    strip = (
        pixels[:, edge + 1 : edge + _REACH]
        if axis.upright
        else pixels[max(edge - _REACH, 0) : max(edge - 1, 0)].swapaxes(0, 1)
    )
    if strip.shape[1] < 3:
        return []
    seen = (
        np.abs(strip.astype(np.int16) - np.array(picture.background, np.int16)).max(axis=2)
        >= _VISIBLE
    )
    # A line must cross a few pixels of the strip; the axis line itself crosses only one.
    lines = np.flatnonzero(seen.sum(axis=1) >= 3)
    if not len(lines):
        return []
    return [
        float(run.mean()) + 0.5
        for run in np.split(lines, np.flatnonzero(np.diff(lines) > 1) + 1)
        if len(run) <= 3
    ]
