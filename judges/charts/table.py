"""A chart as a table: what the reader reads, what the judge looks up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Cell = str | float | int | None
Extent = tuple[float, float, float, float]
"""Left, top, right and bottom of a mark, in pixels of the picture."""


class ChartType(StrEnum):
    """How a chart draws its values."""

    BAR = "bar"
    LINE = "line"
    ARC = "arc"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Row:
    """One value, of one category, and of one series where the chart has several."""

    category: str
    value: float
    error: float
    """How far the value may be off; 0 where it was written down and not drawn."""
    series: str | None = None
    place: float | None = None
    """Where it stands on a second scale, which the category then writes out."""
    place_error: float = 0.0
    """How far the place may be off."""
    extent: Extent | None = None
    """Where the mark that was measured is drawn; None where nothing was measured."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The values of one chart."""

    type: ChartType
    rows: tuple[Row, ...]
    category: str = "category"
    """What the categories are called."""
    measure: str = "value"
    """What the values are called."""
    title: str | None = None
    percent: bool = False
    """Whether the values are percentages: 50 means 50%."""
    axes: Mapping[str, Any] = field(default_factory=dict)
    """How the values were read off, for people."""
    confidence: float = 1.0
    """Of the labels that make the axis; 1 where nothing was read from pixels."""

    @property
    def has_series(self) -> bool:
        return any(row.series is not None for row in self.rows)

    def as_value(self) -> dict[str, Any]:
        """JSON: ``type``, ``title``, ``columns`` and ``rows``, numbers as numbers."""
        middle = ["series"] if self.has_series else []
        return {
            "type": str(self.type),
            "title": self.title,
            "columns": [self.category, *middle, self.measure],
            "rows": [
                [
                    row.category if row.place is None else row.place,
                    *([row.series] if self.has_series else []),
                    row.value,
                ]
                for row in self.rows
            ],
        }

    def as_details(self) -> dict[str, Any]:
        """JSON: the error of each row's value, in their order, and of its place on a second scale
        or None where it has a name; where its mark is drawn, or None; the unit; the axes.
        """
        return {
            "errors": [row.error for row in self.rows],
            "place_errors": [None if row.place is None else row.place_error for row in self.rows],
            "extents": [None if row.extent is None else list(row.extent) for row in self.rows],
            "percent": self.percent,
            "axes": dict(self.axes),
        }


def chart_of(value: Any, details: Mapping[str, Any]) -> Chart | None:
    """The chart of a stored reading, or None where it is not of the shape above."""
    try:
        *_, measure = columns = value["columns"]
        errors = details["errors"]
        off = details.get("place_errors") or [None] * len(errors)
        extents = details.get("extents") or [None] * len(errors)
        rows = tuple(
            Row(
                str(cells[0]),
                float(cells[-1]),
                float(error),
                _series(cells),
                *_place(cells, at),
                _extent(extent),
            )
            for cells, error, at, extent in zip(value["rows"], errors, off, extents, strict=True)
        )
        return Chart(
            ChartType(value["type"]),
            rows,
            str(columns[0]),
            str(measure),
            value.get("title"),
            bool(details.get("percent", False)),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def _place(cells: Any, error: float | None) -> tuple[float | None, float]:
    return (None, 0.0) if error is None else (float(cells[0]), float(error))


def _extent(found: Any) -> Extent | None:
    if found is None:
        return None
    left, top, right, bottom = map(float, found)
    return left, top, right, bottom


def _series(cells: Any) -> str | None:
    return None if len(cells) < 3 or cells[1] is None else str(cells[1])
