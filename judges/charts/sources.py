"""Source data of charts in texts: CSV, JSON records, Vega-Lite with inline data, Vega's SVG."""

import csv
import html
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .records import MOST_RECORDS, chart_from
from .table import Chart, ChartType

_LARGEST = 2_000_000
"""Characters; a longer text is no chart's source."""
_MARKS = {
    "bar": ChartType.BAR,
    "line": ChartType.LINE,
    "area": ChartType.LINE,
    "arc": ChartType.ARC,
    "point": ChartType.POINT,
    "circle": ChartType.POINT,
    "square": ChartType.POINT,
}
_DERIVING = ("aggregate", "bin", "timeUnit", "impute")
"""Keys by which an encoding draws something else than the data's own values."""
_SYMBOL = re.compile(r"<(?:path|rect|circle)\b([^<>]{1,20000})>")
_ATTRIBUTE = re.compile(r'\b(aria-label|aria-roledescription)="([^"<>]{0,1000})"')


def chart_in(text: str) -> Chart | None:
    """The chart whose source data a text is, or None where it is none of the known forms."""
    stripped = text.strip()
    if not stripped or len(stripped) > _LARGEST:
        return None
    if stripped[0] in "[{":
        return _from_json(stripped)
    if stripped[0] == "<":
        return _from_svg(stripped) if "<svg" in stripped[:2000] else None
    return _from_csv(stripped)


def _from_csv(text: str) -> Chart | None:
    first = text.split("\n", 1)[0]
    delimiter = next((one for one in ("\t", ";", ",") if one in first), None)
    if delimiter is None:
        return None
    try:
        lines = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        header, *body = [line for line in lines if line]
    except (csv.Error, ValueError):
        return None
    names = [name.strip() for name in header]
    if len(set(names)) < len(names) or not all(names) or len(body) > MOST_RECORDS:
        return None
    if any(len(line) != len(names) for line in body):
        return None
    return chart_from(
        [
            {name: cell.strip() or None for name, cell in zip(names, line, strict=True)}
            for line in body
        ]
    )


def _from_json(text: str) -> Chart | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, list):
        return chart_from(data) if _are_records(data) else None
    return _from_spec(data)


def _from_spec(spec: Mapping[str, Any]) -> Chart | None:
    """A specification of one view of one mark over inline values that it does not transform."""
    held, encoding = spec.get("data"), spec.get("encoding")
    values = held.get("values") if isinstance(held, dict) else None
    if values is None or not _are_records(values):
        return None
    if not isinstance(encoding, dict) or "transform" in spec:
        return None
    mark = spec.get("mark")
    kind = _MARKS.get(str(mark.get("type") if isinstance(mark, dict) else mark))
    channels = {name: one for name, one in encoding.items() if isinstance(one, dict)}
    if kind is None or any(key in one for one in channels.values() for key in _DERIVING):
        return None
    if {"row", "column", "facet", "x2", "y2"} & set(channels):
        return None
    roles = _spec_roles(kind, channels)
    if roles is None:
        return None
    category, measure, series = roles
    wanted = dict.fromkeys(name for name in (category, series, measure) if name is not None)
    records = [{name: record.get(name) for name in wanted} for record in values]
    return chart_from(
        records,
        kind=kind,
        title=spec["title"] if isinstance(spec.get("title"), str) else None,
        category=category,
        series=series,
        measure=measure,
    )


def _spec_roles(
    kind: ChartType, channels: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str, str | None] | None:
    fields = {
        name: str(one["field"])
        for name, one in channels.items()
        if isinstance(one.get("field"), str)
    }
    colour = fields.get("color")
    if kind is ChartType.ARC:
        return (colour, fields["theta"], None) if colour and "theta" in fields else None
    if not {"x", "y"} <= set(fields):
        return None
    level = channels["x"].get("type") == "quantitative"
    upright = channels["y"].get("type") == "quantitative"
    if level and not upright:
        category, measure = fields["y"], fields["x"]
    elif upright:
        category, measure = fields["x"], fields["y"]
    else:
        return None
    return category, measure, colour if colour not in (category, measure) else None


def _from_svg(text: str) -> Chart | None:
    """The marks that Vega describes for people who cannot see them: ``a: A; b: 28``."""
    records: list[dict[str, str]] = []
    kinds = set()
    for symbol in _SYMBOL.finditer(text):
        found = dict(_ATTRIBUTE.findall(symbol[1]))
        kind = _MARKS.get(found.get("aria-roledescription", ""))
        if kind is not None and "aria-label" in found:
            kinds.add(kind)
            parts = [part.split(": ", 1) for part in html.unescape(found["aria-label"]).split("; ")]
            if any(len(part) != 2 for part in parts) or len(records) >= MOST_RECORDS:
                return None
            records.append(dict(parts))
    return chart_from(records, kind=kinds.pop()) if len(kinds) == 1 else None


def _are_records(values: Any) -> bool:
    return (
        isinstance(values, Sequence)
        and 0 < len(values) <= MOST_RECORDS
        and all(isinstance(one, dict) for one in values)
    )
