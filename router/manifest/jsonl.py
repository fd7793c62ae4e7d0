"""JSONL manifests, one object a line, strict.

``{"id", "record": {…}, "media": {"image": ["a.jpg"], "audio": […], "text": ["…"],
"depth": ["d.npy", {"path", "scale", "intrinsics": {"fx", "fy", "cx", "cy"}, "baseline"}],
"document": ["f.pdf"], "video": ["v.mp4"], "thermal": ["t.png"], "imu": ["m.csv",
{"path", "rate"}]}, "access": {"tenant", "groups"}}``. Only ``id`` must be there.
"""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .item import DEEPEST, BadItem, Entry, checked_item
from .lines import Line


def read_jsonl(path: Path, lines: Iterable[Line]) -> Iterator[Entry]:
    """One entry for every line that is not blank."""
    for line in lines:
        where = f"{path}:{line.number}"
        if line.problem is not None:
            yield BadItem(line.number, None, f"{where}: {line.problem}")
        elif not line.text.isspace():
            yield _entry(where, line)


def _entry(where: str, line: Line) -> Entry:
    try:
        value = json.loads(
            line.text,
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except RecursionError:
        problem = f"nested too deeply, at most {DEEPEST} levels"
        return BadItem(line.number, None, f"{where}: {problem}")
    except ValueError as error:
        problem = f"found no valid JSON ({error}), expected one object"
        return BadItem(line.number, None, f"{where}: {problem}")
    if not isinstance(value, dict):
        problem = f"found a JSON {type(value).__name__}, expected one object"
        return BadItem(line.number, None, f"{where}: {problem}")
    return checked_item(where, line.number, value)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {ascii(key)[:80]} stands twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:80]} is larger than numbers go")
    return number
