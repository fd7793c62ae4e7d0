"""A checkpoint on disk: which files it has, what they say, one digest over all of them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from modalities.errors import SpaceError
from modalities.weights import file_digest

from .family import Family, family
from .hub import FILES, cached, snapshot

WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
_HUB_ID = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*$", re.DOTALL | re.MULTILINE)
_NO_LICENCE = "see its model card"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder as transformers saves models."""

    folder: Path
    family: Family
    weights: tuple[Path, ...]

    def digest(self) -> str:
        """Twelve hex digits over the config, the weights and all that prepares media for them.

        Raises SpaceError where a file cannot be read.
        """
        total = hashlib.sha256()
        for path in sorted({*self.weights, *_described(self.folder)}):
            total.update(f"{path.name} {file_digest(path)}\n".encode())
        return total.hexdigest()[:12]

    def licence(self) -> str:
        """The licence that the model card states, as it is spelled there."""
        card = self.folder / "README.md"
        front = _FRONT_MATTER.match(_text(card)) if card.is_file() else None
        try:
            stated = yaml.safe_load(front.group(1)) if front else None
        except yaml.YAMLError:
            return _NO_LICENCE
        found = stated.get("license") if isinstance(stated, Mapping) else None
        return found if isinstance(found, str) and found.strip() else _NO_LICENCE


def open_checkpoint(where: str, revision: str | None = None) -> Checkpoint:
    """The checkpoint in a folder, else of a hub id: out of the hub's cache, else fetched.

    ``revision`` is a hub's branch, tag or commit. Raises SpaceError where there is none, where it
    is not a two-tower model, or where its weights are incomplete or only pickled.
    """
    folder = Path(where).expanduser()
    if not folder.is_dir():
        if not _HUB_ID.fullmatch(where):
            raise SpaceError(
                f"space transformers:{where}: found no such folder, expected one with a "
                "config.json and a model.safetensors, or a hub id such as google/siglip2-base"
            )
        folder = snapshot(where, revision, _is_whole)
    elif revision is not None:
        raise SpaceError(
            f"space transformers:{where}: revision: found {revision!r}, "
            "expected none, because a folder has only one"
        )
    config = _json(folder / "config.json")
    return Checkpoint(folder, family(config, str(folder)), _weights(folder))


def missing(where: str, revision: str | None = None) -> str | None:
    """What ``open_checkpoint`` would have to fetch, and how; None where it would make no request.

    Makes none itself.
    """
    if Path(where).expanduser().is_dir() or not _HUB_ID.fullmatch(where):
        return None
    if cached(where, revision, _is_whole) is not None:
        return None
    of = f" --revision {revision}" if revision else ""
    return (
        "not here, or not all of it; the first ingest or search fetches it, "
        f"or run: hf download {where}{of}"
    )


def _weights(folder: Path) -> tuple[Path, ...]:
    """The files that hold the tensors. Raises SpaceError where one is missing."""
    if (folder / WEIGHTS).is_file():
        return (folder / WEIGHTS,)
    if (folder / INDEX).is_file():
        shards = _json(folder / INDEX).get("weight_map")
        if not isinstance(shards, Mapping) or not shards:
            raise SpaceError(f"{folder / INDEX}: found no weight_map, expected tensors and files")
        paths = tuple(folder / name for name in sorted({str(name) for name in shards.values()}))
        for path in paths:
            if path.parent != folder or not path.is_file():
                raise SpaceError(f"{folder}: found no {path.name}, which {INDEX} names")
        return paths
    pickled = sorted(path.name for path in folder.glob("*.bin"))
    found = f"only {pickled[0]}, a pickle, which can run code when read" if pickled else "none"
    raise SpaceError(f"{folder}: weights: found {found}; expected {WEIGHTS}")


def _is_whole(folder: Path) -> bool:
    try:
        return (folder / "config.json").is_file() and bool(_weights(folder))
    except SpaceError:
        return False


def _described(folder: Path) -> list[Path]:
    """The files besides weights that say what a medium's vector is."""
    names = [name for name in FILES if name != "README.md" and "safetensors" not in name]
    return [
        path
        for path in folder.iterdir()
        if path.is_file() and any(fnmatch(path.name, name) for name in names)
    ]


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SpaceError(f"{path.parent}: found no {path.name}, expected a model's folder")
    try:
        read = json.loads(_text(path))
    except ValueError as error:
        raise SpaceError(f"{path}: found no JSON ({error}), expected a model's config") from error
    if not isinstance(read, dict):
        raise SpaceError(f"{path}: found {type(read).__name__}, expected an object")
    return read


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SpaceError(f"{path}: cannot be read ({error.strerror})") from error
