"""The labelled media that the maps are fitted and measured on, as pooled features."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
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
from .layout import image_layouts
from .maps import LAYOUT
from .trunk import Trunk

CHUNK = 64
"""Media loaded at a time."""
DEPTHS = {
    "redwood and slam": {"redwood": 1 / 1000, "slam": 1 / 5000},
    "one table (mOSD)": {"mosd": 1 / 1000},
}
"""Folders of depth maps that are ranked together, and metres per stored unit in each."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One data set: features of shape (n, 1280), a layout, a text label and a group each."""

    features: Features
    layouts: Features
    """Shape (n, 512); zero for sounds, which have none."""
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    """Rows of one group are never split between fitting and measuring."""

    def where(self, chosen: NDArray[np.bool_]) -> "Labelled":
        rows = np.flatnonzero(chosen)
        return Labelled(
            self.features[rows],
            self.layouts[rows],
            tuple(self.labels[row] for row in rows),
            tuple(self.groups[row] for row in rows),
        )


def clothing(trunk: Trunk, data: Path) -> Labelled:
    """Photos of clothes, 10 classes; every photo is a group."""
    rows = _table(data / "clothing" / "truth.csv")
    paths = [row["path"] for row in rows]
    seen = _photos(trunk, data / "clothing", paths)
    return Labelled(*seen, tuple(row["label"] for row in rows), tuple(paths))


def produce(trunk: Trunk, data: Path) -> Labelled:
    """Photos of loose fruit and vegetables, labelled with their names; an item is a group."""
    names = {item["id"]: item["record"]["name"] for item in catalogue(data)}
    rows = [row for row in _table(data / "groceries" / "photos.csv") if row["packaged"] == "0"]
    paths = [row["path"] for row in rows]
    seen = _photos(trunk, data / "groceries", paths)
    items = tuple(row["item"] for row in rows)
    return Labelled(*seen, tuple(names[item] for item in items), items)


def packaged(trunk: Trunk, data: Path) -> Labelled:
    """Photos of packaged groceries, labelled with the item's id. Nothing is fitted on these."""
    rows = [row for row in _table(data / "groceries" / "photos.csv") if row["packaged"] == "1"]
    paths = [row["path"] for row in rows]
    seen = _photos(trunk, data / "groceries", paths)
    items = tuple(row["item"] for row in rows)
    return Labelled(*seen, items, items)


def catalogue_pictures(trunk: Trunk, data: Path) -> Labelled:
    """The catalogue picture of every grocery, labelled with its id. Nothing is fitted on these."""
    items = catalogue(data)
    paths = [item["media"]["image"][0] for item in items]
    seen = _photos(trunk, data / "groceries", paths)
    ids = tuple(item["id"] for item in items)
    return Labelled(*seen, ids, ids)


def sounds(trunk: Trunk, data: Path) -> Labelled:
    """ESC-10 clips; the group is ESC-50's fold, the first digit of the clip's name."""
    rows = _table(data / "sounds" / "truth.csv")
    paths = [row["path"] for row in rows]
    features = np.concatenate(
        [sound_features(trunk, media) for media in _media("audio", data / "sounds", paths)]
    )
    nowhere = np.zeros((len(paths), LAYOUT), dtype=np.float32)
    folds = tuple(Path(path).name[0] for path in paths)
    return Labelled(features, nowhere, tuple(row["label"] for row in rows), folds)


def depth_pairs(data: Path, folders: Mapping[str, float]) -> list[tuple[Depth, Image]]:
    """Depth maps and the colour pictures of the same frames; none where the folders are absent."""
    pairs = []
    for folder, scale in folders.items():
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


def _photos(trunk: Trunk, root: Path, paths: Sequence[str]) -> tuple[Features, Features]:
    seen = [
        (image_features(trunk, media), image_layouts(media))
        for media in _media("image", root, paths)
    ]
    features, layouts = (np.concatenate(parts) for parts in zip(*seen, strict=True))
    return features, layouts


def _media(kind: str, root: Path, paths: Sequence[str]) -> Iterator[list[Any]]:
    for start in range(0, len(paths), CHUNK):
        chunk = paths[start : start + CHUNK]
        yield [load_media(kind, Source.file(root / path))[0] for path in chunk]
