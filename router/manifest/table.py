"""CSV manifests: one item a row, named columns.

``id``; ``image``, ``audio``, ``depth``, ``document``, ``video``, ``thermal``, ``imu`` (paths
separated by ``;``); ``text`` (one text); ``depth_scale``, ``depth_baseline``, ``imu_rate``;
``tenant``; ``groups`` (separated by ``;``). Every other column is a record field of the type that
the vocabulary declares, text where it declares none. An empty cell is no value.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from judges import FactError, FactType, Vocabulary, parse_fact
from router.errors import ManifestError

from .item import BadItem, Entry, checked_item
from .lines import Line

_PATHS = ("image", "audio", "document", "video", "thermal")
_STATED = {"depth": ("scale", "baseline"), "imu": ("rate",)}
"""What a row may state about all its files of one kind, in columns such as ``depth_scale``."""


def read_table(path: Path, lines: Iterable[Line], vocabulary: Vocabulary) -> Iterator[Entry]:
    """One entry for every row. Raises ManifestError for a header that names no items."""
    feed = _Feed(lines)
    rows = csv.reader(feed, strict=True)
    header = _header(path, rows, feed)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            feed.problem = feed.problem or f"found no valid CSV row ({error})"
            row = []
        where = f"{path}:{feed.number}"
        if feed.problem is not None:
            yield BadItem(feed.number, None, f"{where}: {feed.problem}")
            feed.problem = None
        elif row:
            yield _entry(where, feed.number, header, row, vocabulary)


class _Feed(Iterator[str]):
    """Hands lines to the CSV reader and remembers where it is and what was wrong."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self.number = 0
        self.problem: str | None = None

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        self.problem = self.problem or line.problem
        return line.text


def _header(path: Path, rows: Iterator[list[str]], feed: _Feed) -> list[str]:
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise ManifestError(f"{path}:{feed.number}: found no valid CSV header ({error})") from error
    where = f"{path}:{max(feed.number, 1)}"
    if feed.problem is not None:
        raise ManifestError(f"{where}: {feed.problem}")
    if "id" not in header:
        raise ManifestError(f"{where}: found columns {header!r:.200}, expected one named id")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice or "" in header:
        found = f"{twice[0]!r} twice" if twice else "a column without a name"
        raise ManifestError(f"{where}: found {found}, expected columns of different names")
    return header


def _entry(
    where: str, number: int, header: Sequence[str], row: Sequence[str], vocabulary: Vocabulary
) -> Entry:
    cells = {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}
    named = cells.get("id")
    if len(row) != len(header):
        problem = f"found {len(row)} cells, expected {len(header)} as in the header"
        return BadItem(number, named, f"{where}: {problem}")
    try:
        value = _object(where, cells, vocabulary)
    except FactError as error:
        return BadItem(number, named, str(error))
    return checked_item(where, number, value)


def _object(where: str, cells: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, Any]:
    """The same object that a JSONL line would hold."""
    left = dict(cells)
    value: dict[str, Any] = {"id": left.pop("id")} if "id" in left else {}
    media: dict[str, Any] = {kind: _split(left.pop(kind)) for kind in _PATHS if kind in left}
    if "text" in left:
        media["text"] = [left.pop("text")]
    for kind, keys in _STATED.items():
        stated = _numbers(where, kind, keys, left)
        if kind in left:
            media[kind] = [{"path": each, **stated} for each in _split(left.pop(kind))]
    access: dict[str, Any] = {}
    if "tenant" in left:
        access["tenant"] = left.pop("tenant").strip()
    if "groups" in left:
        access["groups"] = _split(left.pop("groups"))
    record = {
        name: parse_fact(f"{where}: {name}", cell, vocabulary.record.get(name, FactType.STRING))
        for name, cell in left.items()
    }
    return {**value, "record": record, "media": media, "access": access}


def _numbers(where: str, kind: str, keys: Sequence[str], left: dict[str, str]) -> dict[str, Any]:
    columns = {key: f"{kind}_{key}" for key in keys}
    return {
        key: parse_fact(f"{where}: {column}", left.pop(column), FactType.DOUBLE)
        for key, column in columns.items()
        if column in left
    }


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
