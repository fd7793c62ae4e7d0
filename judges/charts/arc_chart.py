"""Pies and rings from their pixels: the share of each sector, in percent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .captions import title_of
from .labels import SURE, Label
from .legend import completed, legend_of
from .numbers import is_percentage, number, rounded
from .picture import Picture
from .sectors import Circle, Pie, Sector, pie_of
from .table import Chart, ChartType, Row

_BEYOND = 60.0
"""Pixels from the rim in which a sector's label may begin."""
_NAMED = 0.5
"""Share of the sectors that must have a name of their own."""
_BOTH = re.compile(r"(?P<name>.*[^\W\d_].*?)[\s:,(]+(?P<share>\d{1,3}(?:\.\d{1,4})?\s?%)\)?")


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is printed at a sector."""

    names: tuple[str, ...]
    shares: tuple[str, ...]


def read_arcs(picture: Picture) -> Chart | None:
    """The sectors of a picture as a table, or None where anything about them is in doubt.

    Names come from a legend, or from print at the sectors. A printed percentage that contradicts
    what is drawn leaves the chart open; one that agrees and is the finer of the two is the value.
    """
    pie = pie_of(picture)
    if pie is None:
        return None
    outside = [shape for shape in picture.shapes if _is_outside(pie.circle, shape.x, shape.y)]
    legend = legend_of(outside, picture.labels, 0.0)
    legend = completed(legend, picture, outside, [sector.colour for sector in pie.sectors])
    printed = _printed(pie, [label for label in picture.labels if label not in legend.labels])
    rows = []
    for sector, found in zip(pie.sectors, printed, strict=True):
        share = _share(sector, pie.error, found)
        if share is None:
            return None
        name = legend.name(sector.colour) or (found.names[0] if len(found.names) == 1 else None)
        if name is not None:
            rows.append(Row(name, *share, extent=pie.extent(sector)))
    names = [row.category for row in rows]
    single = tuple(row for row in rows if names.count(row.category) == 1)
    if len(single) < max(_NAMED * len(pie.sectors), 2):
        return None
    return Chart(
        ChartType.ARC,
        single,
        measure="share",
        title=title_of(picture.labels, pie.circle.y - pie.circle.radius, legend.labels),
        percent=True,
        axes={"circle": _as_data(pie)},
        confidence=min(
            (label.confidence for label in picture.labels if label.text in names), default=SURE
        ),
    )


def _is_outside(circle: Circle, x: float, y: float) -> bool:
    return circle.distance(x, y) > circle.radius + 2


def _share(sector: Sector, error: float, printed: _Printed) -> tuple[float, float] | None:
    """Percent, and by how much it may be off; None where print and drawing disagree."""
    drawn, off = 100 * sector.share, 100 * error
    for text in printed.shares:
        value, unit = number(text), _half_unit(text)
        if value is None or len(printed.shares) > 1 or abs(value - drawn) > off + unit:
            return None
        if unit < off:
            return value, unit
    return rounded(drawn, off), rounded(off, off / 10)


def _half_unit(text: str) -> float:
    """Half of the last digit's unit: what rounding leaves open."""
    decimals = text.partition(".")[2].rstrip("% ")
    return float(0.5 * 10 ** -len(decimals))


def _printed(pie: Pie, labels: Sequence[Label]) -> list[_Printed]:
    """For each sector the names and percentages that surely stand at it and no other."""
    names: list[list[str]] = [[] for _ in pie.sectors]
    shares: list[list[str]] = [[] for _ in pie.sectors]
    for label in labels:
        at = _sector_at(pie, label)
        if at is None or label.confidence < SURE:
            continue
        both = _BOTH.fullmatch(label.text)
        if both is not None:
            names[at].append(both["name"].strip())
            shares[at].append(both["share"])
        elif is_percentage(label.text) and label.number is not None:
            shares[at].append(label.text)
        elif label.number is None:
            names[at].append(label.text)
    return [_Printed(tuple(n), tuple(s)) for n, s in zip(names, shares, strict=True)]


def _sector_at(pie: Pie, label: Label) -> int | None:
    """The sector at which a label stands, whether it is centred there or set flush with the rim."""
    circle = pie.circle
    inward = label.left if label.x > circle.x else label.right
    nearest = circle.distance(inward, label.y)
    inside = circle.distance(label.x, label.y) < circle.radius
    if nearest > circle.radius + _BEYOND or nearest < pie.inner:
        return None
    places = [(label.x, label.y)]
    if inside:
        places += [(label.left, label.y), (label.right, label.y)]
    else:
        places.append((inward, label.y))
    found = {
        index
        for index, sector in enumerate(pie.sectors)
        for x, y in places
        if sector.holds(circle.angle(x, y))
    }
    return found.pop() if len(found) == 1 else None


def _as_data(pie: Pie) -> dict[str, float]:
    """JSON, for people who ask how shares were read off: pixels."""
    circle = pie.circle
    return {
        "x": round(circle.x, 1),
        "y": round(circle.y, 1),
        "radius": round(circle.radius, 1),
        "hole": round(pie.inner, 1),
    }
