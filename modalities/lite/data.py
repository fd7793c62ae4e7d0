"""The labelled media that the maps are fitted and measured on, as pooled features."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modalities.depth import DepthLoader
from modalities.image import ImageLoader
from modalities.load import load_media
from modalities.medium import Depth, Image
from modalities.source import Source

from .features import Features, image_features, sound_features
from .trunk import Trunk

CHUNK = 64
"""Media loaded at a time."""
DEPTH_SCALES = {"redwood": 1 / 1000, "slam": 1 / 5000}
"""Metres per stored unit in each folder of depth maps."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One data set: features of shape (n, 1280), a text label and a group each."""

    features: Features
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    """Rows of one group are never split between fitting and measuring."""

    def where(self, chosen: NDArray[np.bool_]) -> "Labelled":
        rows = np.flatnonzero(chosen)
        return Labelled(
            self.features[rows],
            tuple(self.labels[row] for row in rows),
            tuple(self.groups[row] for row in rows),
        )


def clothing(trunk: Trunk, data: Path) -> Labelled:
    """Photos of clothes, 10 classes; every photo is a group."""
    rows = _table(data / "clothing" / "truth.csv")
    paths = [row["path"] for row in rows]
    seen = _features(trunk, data / "clothing", paths, "image", image_features)
    return Labelled(seen, tuple(row["label"] for row in rows), tuple(paths))


def produce(trunk: Trunk, data: Path) -> Labelled:
    """Photos of loose fruit and vegetables, labelled with their names; an item is a group."""
    names = {item["id"]: item["record"]["name"] for item in catalogue(data)}
    rows = [row for row in _table(data / "groceries" / "photos.csv") if row["packaged"] == "0"]
    paths = [row["path"] for row in rows]
    seen = _features(trunk, data / "groceries", paths, "image", image_features)
    items = tuple(row["item"] for row in rows)
    return Labelled(seen, tuple(names[item] for item in items), items)


def packaged(trunk: Trunk, data: Path) -> Labelled:
    """Photos of packaged groceries, labelled with the item's id. Nothing is fitted on these."""
    rows = [row for row in _table(data / "groceries" / "photos.csv") if row["packaged"] == "1"]
    paths = [row["path"] for row in rows]
    seen = _features(trunk, data / "groceries", paths, "image", image_features)
    items = tuple(row["item"] for row in rows)
    return Labelled(seen, items, items)


def catalogue_pictures(trunk: Trunk, data: Path) -> Labelled:
    """The catalogue picture of every grocery, labelled with its id. Nothing is fitted on these."""
    items = catalogue(data)
    paths = [item["media"]["image"][0] for item in items]
    seen = _features(trunk, data / "groceries", paths, "image", image_features)
    ids = tuple(item["id"] for item in items)
    return Labelled(seen, ids, ids)


def sounds(trunk: Trunk, data: Path) -> Labelled:
    """ESC-10 clips; the group is ESC-50's fold, the first digit of the clip's name."""
    rows = _table(data / "sounds" / "truth.csv")
    paths = [row["path"] for row in rows]
    seen = _features(trunk, data / "sounds", paths, "audio", sound_features)
    folds = tuple(Path(path).name[0] for path in paths)
    return Labelled(seen, tuple(row["label"] for row in rows), folds)


def depth_pairs(data: Path) -> list[tuple[Depth, Image]]:
    """Depth maps and the colour pictures of the same frames."""
    pairs = []
    for folder, scale in DEPTH_SCALES.items():
        for path in sorted((data / "depth" / folder).glob("*.depth.png")):
            (colour,) = path.parent.glob(path.name.replace(".depth.png", ".color.*"))
            depth = DepthLoader().load(Source.file(path, scale=scale))
            pairs.append((depth, ImageLoader().load(Source.file(colour))))
    return pairs


def catalogue(data: Path) -> list[dict[str, Any]]:
    """The lines of the grocery catalogue."""
    text = (data / "groceries" / "catalogue.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _features(
    trunk: Trunk,
    root: Path,
    paths: Sequence[str],
    kind: str,
    features: Callable[[Trunk, Any], Features],
) -> Features:
    def rows() -> Iterable[Features]:
        for start in range(0, len(paths), CHUNK):
            media = [
                load_media(kind, Source.file(root / path))[0]
                for path in paths[start : start + CHUNK]
            ]
            yield features(trunk, media)

    return np.concatenate(list(rows()))
