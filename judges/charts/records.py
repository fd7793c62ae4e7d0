"""Records, as a table file or a chart's specification holds them, as the rows of a chart."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .numbers import number
from .table import Chart, ChartType, Row

MOST_RECORDS = 5_000
_MOST_COLUMNS = 40


def chart_from(
    records: Sequence[Mapping[str, Any]],
    *,
    kind: ChartType = ChartType.BAR,
    title: str | None = None,
    category: str | None = None,
    series: str | None = None,
    measure: str | None = None,
) -> Chart | None:
    """The chart of records that all have the same columns, or None where roles are in doubt.

    Roles that are not given are worked out: one column of words is the category, a second one the
    series, and columns of numbers are measures, each a series of its own where there are several.
    Without words the first column is the category.
    """
    if not 0 < len(records) <= MOST_RECORDS:
        return None
    columns = list(records[0])
    if not 2 <= len(columns) <= _MOST_COLUMNS or any(list(one) != columns for one in records):
        return None
    roles = (
        _given(category, series, measure, columns)
        if category is not None and measure is not None
        else _roles(records, columns)
    )
    if roles is None:
        return None
    category, series, measures = roles
    rows = []
    for record in records:
        for name in measures:
            value = _number(record[name])
            if value is not None and record[category] is not None:
                whose = name if len(measures) > 1 else _text(record[series]) if series else None
                rows.append(Row(_text(record[category]), value, 0.0, whose))
    if not rows:
        return None
    called = measures[0] if len(measures) == 1 else "value"
    return Chart(kind, tuple(rows), category, called, title)


def _given(
    category: str, series: str | None, measure: str | None, columns: Sequence[str]
) -> tuple[str, str | None, list[str]] | None:
    wanted = [name for name in (category, series, measure) if name is not None]
    if measure is None or any(name not in columns for name in wanted):
        return None
    return category, series, [measure]


def _roles(
    records: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> tuple[str, str | None, list[str]] | None:
    numeric = [
        name
        for name in columns
        if all(record[name] is None or _number(record[name]) is not None for record in records)
    ]
    words = [name for name in columns if name not in numeric]
    if not words and len(numeric) >= 2:
        return numeric[0], None, numeric[1:]
    if len(words) == 1 and numeric:
        return words[0], None, numeric
    if len(words) == 2 and len(numeric) == 1:
        return words[0], words[1], numeric
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            plain = float(value)
        except OverflowError:
            return None
        return plain if math.isfinite(plain) else None
    return number(value) if isinstance(value, str) else None


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:200]
