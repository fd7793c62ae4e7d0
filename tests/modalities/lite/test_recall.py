"""How well the space proposes, on a few real photos that nothing was fitted on."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from modalities import Medium, Modality, Source, load_media
from modalities.lite.space import LiteSpace

GROCERIES = Path(__file__).parents[3].parent / "shared" / "data" / "groceries"

pytestmark = pytest.mark.skipif(
    not GROCERIES.is_dir(), reason="the grocery photos of ../shared/data are not here"
)


def images(paths: Sequence[str]) -> list[Medium]:
    return [load_media("image", Source.file(GROCERIES / path))[0] for path in paths]


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
