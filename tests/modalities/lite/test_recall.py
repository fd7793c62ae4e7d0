"""How well the space proposes, on a few real media that nothing was fitted on."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from modalities import Medium, Modality, Source, load_media
from modalities.lite.data import DEPTHS, depth_pairs
from modalities.lite.space import LiteSpace

DATA = Path(__file__).parents[3].parent / "shared" / "data"
GROCERIES = DATA / "groceries"


def images(paths: Sequence[str]) -> list[Medium]:
    return [load_media("image", Source.file(GROCERIES / path))[0] for path in paths]


@pytest.mark.skipif(
    not GROCERIES.is_dir(), reason="the grocery photos of ../shared/data are not here"
)
def test_packaged_photos_find_their_catalogue_picture(space: LiteSpace) -> None:
    lines = (GROCERIES / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    ids = [item["id"] for item in items]
    with (GROCERIES / "photos.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["packaged"] == "1"][::18]
    indexed = space.embed(Modality.IMAGE, images([item["media"]["image"][0] for item in items]))
    queries = space.embed(Modality.IMAGE, images([row["path"] for row in rows]))
    scores = queries @ indexed.T
    right = scores[np.arange(len(rows)), [ids.index(row["item"]) for row in rows]]
    ranks = (scores > right[:, None]).sum(axis=1)
    assert (ranks < 20).mean() >= 0.9
    assert (ranks < 1).mean() >= 0.25


@pytest.mark.skipif(
    not (DATA / "depth").is_dir(), reason="the depth maps of ../shared/data are not here"
)
def test_a_depth_map_and_its_own_photo_find_each_other(space: LiteSpace) -> None:
    pairs = depth_pairs(DATA, DEPTHS["redwood and slam"])
    assert len(pairs) == 10
    depths = space.embed(Modality.DEPTH, [depth for depth, _ in pairs])
    photos = space.embed(Modality.IMAGE, [photo for _, photo in pairs])
    scores = depths @ photos.T
    assert (scores.argmax(axis=1) == np.arange(len(pairs))).all()
    assert (scores.argmax(axis=0) == np.arange(len(pairs))).all()
