"""Print around a plot: the row of labels below it, and the title above it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .labels import SURE, Label, rows_of
from .picture import Picture

_BELOW = 5.0
"""Pixels by which the tops of labels in one row differ."""
_BESIDE = 8.0
"""Pixels by which the middle of a label may lie beyond the ends of the axis."""


@dataclass(frozen=True, slots=True)
class Foot:
    """Where a plot stands, and which labels belong elsewhere."""

    floor: float
    left: float
    right: float
    taken: Collection[Label]

    def row(self, labels: Sequence[Label]) -> list[Label]:
        """The first row of labels below the plot."""
        below = [
            label
            for label in labels
            if label.top >= self.floor - 3
            and self.left - _BESIDE <= label.x <= self.right + _BESIDE
            and label not in self.taken
        ]
        return rows_of(below, within=_BELOW)[0] if below else []

    def turned_row(self, picture: Picture) -> list[Label]:
        """The same row read once more, for labels that run from bottom to top."""
        floor = round(self.floor) + 2
        strip = picture.pixels[floor:]
        height = len(strip)
        if height < 8:
            return []
        turned = [
            Label(
                label.text,
                label.confidence,
                left=label.top,
                top=floor + height - label.right,
                right=label.bottom,
                bottom=floor + height - label.left,
            )
            for label in picture.read(np.ascontiguousarray(np.rot90(strip, -1)))
        ]
        return self.row(turned)


def title_of(labels: Sequence[Label], top: float, taken: Collection[Label]) -> str | None:
    """The highest line of print above a plot, where it is no number."""
    above = [
        label
        for label in labels
        if label.bottom <= top + 4
        and label.number is None
        and label.confidence >= SURE
        and label not in taken
    ]
    return min(above, key=lambda label: label.top).text if above else None
