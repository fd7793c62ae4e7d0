"""What is sent: JSON alone, or JSON with files beside it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

from modalities import DEFAULT_LIMITS, Source

File = str | Path | bytes | Source
"""A path, a file's bytes, or a source that states what a depth map or a recording does not say."""
Files = File | Sequence[File]


class Media(TypedDict, total=False):
    """Files to send, one or several of each kind."""

    image: Files
    audio: Files
    document: Files
    video: Files
    thermal: Files
    depth: Files
    imu: Files


class Asked(Media, total=False):
    """What a search may hold beside its texts; see ``SearchBody``."""

    context: Mapping[str, Any]
    claims: Mapping[str, Any]
    limit: int
    seconds: float
    explain: int | Literal["all"]


def body_of(part: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a request: JSON alone, or its part and the files."""
    files: list[tuple[str, tuple[str, bytes]]] = []
    facts: dict[str, list[dict[str, Any]]] = {}
    stated: dict[str, Any] = {}
    for name, value in asked.items():
        if name in Media.__annotations__:
            sources = [_source(each) for each in _several(value)]
            files += [
                (name, (f"{name}-{at}", data.read(DEFAULT_LIMITS.bytes)))
                for at, data in enumerate(sources)
            ]
            if name in {"depth", "imu"}:
                facts[name] = [_facts(source) for source in sources]
        else:
            stated[name] = list(value) if name == "text" and not isinstance(value, str) else value
    body = {**stated, **({"media": facts} if facts else {})}
    if not files:
        return {"json": body}
    return {"data": {part: json.dumps(body)}, "files": files}


def _several(files: Files) -> Sequence[File]:
    return [files] if isinstance(files, str | Path | bytes | Source) else files


def _source(file: File) -> Source:
    if isinstance(file, Source):
        return file
    return Source("bytes", data=file) if isinstance(file, bytes) else Source.file(Path(file))


def _facts(source: Source) -> dict[str, Any]:
    lens = source.intrinsics
    facts = {
        "scale": source.scale,
        "intrinsics": None if lens is None else [lens.fx, lens.fy, lens.cx, lens.cy],
        "baseline": source.baseline,
        "rate": source.rate,
    }
    return {name: value for name, value in facts.items() if value is not None}


def named_files(manifest: Path) -> list[str]:
    """Paths in a manifest, each once, of files that are there; the service tells of the others."""
    found: dict[str, None] = {}
    for line in manifest.read_text(encoding="utf-8").splitlines():
        try:
            media = json.loads(line)["media"].items()
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        for kind, entries in media:
            for entry in entries if kind != "text" and isinstance(entries, list) else ():
                path = entry.get("path") if isinstance(entry, dict) else entry
                if isinstance(path, str) and (manifest.parent / path).is_file():
                    found[path] = None
    return list(found)
