"""Printed words as labels of a chart: upright boxes in pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from judges.reading import Box, Reading

from .numbers import number

SURE = 0.8
"""Print that the words reader is less sure of than this labels nothing."""


_SLANT = 0.12
_TICK = "-\u2013\u2014_ "


@dataclass(frozen=True, slots=True)
class Label:
    """A line of print, without the tick mark that is often read as a dash behind it."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def number(self) -> float | None:
        """The number that it is, if it is one."""
        return number(self.text)


def labels_of(readings: Iterable[Reading]) -> list[Label]:
    """The level and upright lines, as the words reader gives them."""
    labels = []
    for reading in readings:
        if reading.box is not None and not _is_slanted(reading.box):
            across = [x for x, _ in reading.box]
            down = [y for _, y in reading.box]
            box = (min(across), min(down), max(across), max(down))
            text = reading.text.rstrip(_TICK)
            if text:
                labels.append(Label(text, reading.confidence, *box))
    return labels


def _is_slanted(box: Box) -> bool:
    """Whether a line of print runs neither level nor upright: its middle names no place."""
    (left, top), (right, end) = box[0], box[1]
    run, rise = sorted((abs(right - left), abs(end - top)), reverse=True)
    return rise > max(_SLANT * run, 2.5)


def columns_of(labels: Sequence[Label], within: float = 4.0) -> list[list[Label]]:
    """Labels that end at the same place, left of an axis say."""
    return _clusters(labels, [label.right for label in labels], within)


def rows_of(labels: Sequence[Label], within: float = 4.0) -> list[list[Label]]:
    """Labels at the same height: side by side, or turned and hanging from one line."""
    return _clusters(labels, [label.top for label in labels], within)


def _clusters(labels: Sequence[Label], at: Sequence[float], within: float) -> list[list[Label]]:
    groups: list[list[Label]] = []
    last = 0.0
    for place, label in sorted(zip(at, labels, strict=True), key=lambda pair: pair[0]):
        if groups and place - last <= within:
            groups[-1].append(label)
        else:
            groups.append([label])
        last = place
    return groups
