"""Which category a place along an axis belongs to, by the labels beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from .labels import SURE, Label

_OFF_LATTICE = 0.15
"""Share of the spacing by which an evenly spaced label may be off."""
_OFF_MIDDLE = 0.3
"""Share of a group's breadth by which its label may stand beside its middle."""
_ON_EDGE = 2.5
"""Pixels between a label and the edge of the bin that it names."""


@dataclass(frozen=True, slots=True)
class Names:
    """Labels along an axis, by place in pixels."""

    places: tuple[float, ...]
    labels: tuple[Label, ...]

    @property
    def spacing(self) -> float | None:
        """The even distance between labels, of which some may be missing; None if uneven."""
        if len(self.places) < 2:
            return None
        steps = [
            after - before for before, after in zip(self.places, self.places[1:], strict=False)
        ]
        least = min(steps)
        if least <= 2:
            return None
        counts = [round(step / least) for step in steps]
        spacing = sum(steps) / sum(counts)
        off = [abs(step - count * spacing) for step, count in zip(steps, counts, strict=True)]
        return spacing if max(off) <= _OFF_LATTICE * spacing + 2 else None

    def at(self, place: float, reach: float) -> Label | None:
        """The label that stands within ``reach`` of a place, if one alone does."""
        near = [
            label
            for where, label in zip(self.places, self.labels, strict=True)
            if abs(where - place) <= reach
        ]
        return near[0] if len(near) == 1 and near[0].confidence >= SURE else None


def names_of(labels: Sequence[Label], *, across: bool) -> Names:
    """Labels in a row (``across``) or a column, ordered by the middle of each."""
    ordered = sorted(labels, key=lambda label: label.x if across else label.y)
    return Names(tuple(label.x if across else label.y for label in ordered), tuple(ordered))


def named(names: Names, extents: Sequence[tuple[float, float]]) -> list[str | None]:
    """The category of each extent (from, to), or None: the two labels at its ends where it is a
    bin, else the label in whose part of the axis its middle lies.
    """
    bins = [_bin(names, near, far) for near, far in extents]
    if extents and sum(one is not None for one in bins) >= max(0.8 * len(extents), 1):
        return bins
    spacing = names.spacing
    if spacing is None:
        reach = 0.25 * max((far - near for near, far in extents), default=0.0)
    else:
        reach = 0.49 * spacing
    found = [names.at(mean(extent), reach) for extent in extents]
    cells = {
        label: [extent for extent, other in zip(extents, found, strict=True) if other is label]
        for label in found
        if label is not None
    }
    centred = {
        label
        for label, place in zip(names.labels, names.places, strict=False)
        if label in cells and _is_centred(place, cells[label])
    }
    return [label.text if label in centred else None for label in found]


def _is_centred(place: float, extents: Sequence[tuple[float, float]]) -> bool:
    """Whether a label stands in the middle of what it names, one of a group perhaps missing."""
    near, far = min(near for near, _ in extents), max(far for _, far in extents)
    return abs((near + far) / 2 - place) <= max(_ON_EDGE, _OFF_MIDDLE * (far - near))


def _bin(names: Names, near: float, far: float) -> str | None:
    low, high = (
        [
            label
            for place, label in zip(names.places, names.labels, strict=True)
            if abs(place - edge) <= _ON_EDGE
        ]
        for edge in (near, far)
    )
    if len(low) != 1 or len(high) != 1 or low[0] is high[0]:
        return None
    if min(low[0].confidence, high[0].confidence) < SURE:
        return None
    ends = sorted(
        (label.number, label.text) for label in (low[0], high[0]) if label.number is not None
    )
    return f"{ends[0][1]} \u2013 {ends[1][1]}" if len(ends) == 2 else None
