"""Reading a manifest, whichever format it is in."""

from collections.abc import Iterator
from pathlib import Path

from judges import Vocabulary
from router.errors import ManifestError

from .item import BadItem, Entry
from .jsonl import read_jsonl
from .lines import first_character, read_lines
from .table import read_table

_JSONL = (".jsonl", ".ndjson", ".json")


def read_manifest(path: Path, vocabulary: Vocabulary) -> Iterator[Entry]:
    """The items of a manifest, good and bad, in its order, read as they are asked for.

    The ending tells the format; without a known one, a file that starts with ``{`` is JSONL and
    any other CSV. ``vocabulary`` types the columns of a CSV. Of two items with one id the second
    is bad. Raises ManifestError where the file cannot be read or its CSV header is wrong.
    """
    try:
        with path.open("rb") as file:
            ending = path.suffix.lower()
            is_table = ending == ".csv" or (ending not in _JSONL and first_character(file) != "{")
            lines = read_lines(file)
            entries = read_table(path, lines, vocabulary) if is_table else read_jsonl(path, lines)
            yield from _distinct(path, entries)
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror or error})") from error


def estimated_length(path: Path) -> int:
    """About how many items a manifest holds, for progress bars. Raises ManifestError."""
    try:
        with path.open("rb") as file:
            return sum(not line.problem and not line.text.isspace() for line in read_lines(file))
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror or error})") from error


def _distinct(path: Path, entries: Iterator[Entry]) -> Iterator[Entry]:
    lines: dict[str, int] = {}
    for entry in entries:
        first = None if isinstance(entry, BadItem) else lines.get(entry.id)
        if first is not None:
            message = f"{path}:{entry.line}: id: found {entry.id!r}, which line {first} already has"
            yield BadItem(entry.line, entry.id, message)
            continue
        if not isinstance(entry, BadItem):
            lines[entry.id] = entry.line
        yield entry
