"""The models embed one batch while the one before is read and stored."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray
from rows import visible_ids

from judges import Principal, Reading, Vocabulary
from modalities import Medium, Modality, Text
from router.ingest import Ingest, IngestReport
from router.store import Store
from router.testing import RandomSpace

PATIENCE = 30.0
"""Seconds after which what should have happened has not."""


class Announcing(RandomSpace):
    """Says which texts it was given, as soon as it was."""

    def __init__(self) -> None:
        super().__init__(dim=8)
        self.given: list[str] = []
        self.got = {word: threading.Event() for word in ("first", "second", "third")}

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        for medium in media:
            assert isinstance(medium, Text)
            self.given.append(medium.text)
            if medium.text in self.got:
                self.got[medium.text].set()
            if medium.text == "hated":
                raise RuntimeError("no")
        return super().embed(modality, media)


class Reader:
    """Reads the first text only once the space has the second."""

    kind: ClassVar[str] = "words"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})

    def __init__(self, space: Announcing) -> None:
        self.space = space
        self.read_texts: list[str] = []
        self.overlapped: bool | None = None

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        assert isinstance(medium, Text)
        self.read_texts.append(medium.text)
        if medium.text == "first":
            self.overlapped = self.space.got["second"].wait(PATIENCE)
        return []


def run(
    folder: Path,
    items: Iterable[Mapping[str, Any]],
    space: Announcing,
    reader: Reader,
    store: Store,
) -> IngestReport:
    manifest = folder / "m.jsonl"
    manifest.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    readers = {"words": reader}
    ingest = Ingest(store, [space], readers, Vocabulary.extended(), frozenset(), batch=1)
    return ingest.run(manifest)


def item(id_: str, *texts: str) -> dict[str, Any]:
    return {"id": id_, "media": {"text": list(texts)}}


@pytest.fixture
def ran(tmp_path: Path) -> Callable[..., tuple[IngestReport, Announcing, Reader, list[str]]]:
    def go(*items: dict[str, Any]) -> tuple[IngestReport, Announcing, Reader, list[str]]:
        space = Announcing()
        reader = Reader(space)
        with Store.open(tmp_path / "store", create=True) as store:
            report = run(tmp_path, items, space, reader, store)
            return report, space, reader, sorted(visible_ids(store, Principal()))

    return go


def test_the_second_batch_is_embedded_while_the_first_is_read(ran: Callable[..., Any]) -> None:
    report, _, reader, ids = ran(item("a", "first"), item("b", "second"))
    assert reader.overlapped is True
    assert report.stored == 2
    assert ids == ["a", "b"]


def test_media_that_batches_share_are_made_once(ran: Callable[..., Any]) -> None:
    report, space, reader, ids = ran(*(item(id_, "common", id_) for id_ in ("a", "b", "c", "d")))
    assert report.stored == 4
    assert ids == ["a", "b", "c", "d"]
    assert sorted(space.given) == ["a", "b", "c", "common", "d"]
    assert sorted(reader.read_texts) == ["a", "b", "c", "common", "d"]


def test_what_a_failed_item_shared_is_still_made_for_the_next(
    ran: Callable[..., Any], tmp_path: Path
) -> None:
    report, space, _, ids = ran(item("a", "common", "hated"), item("b", "common"))
    assert [bad.id for bad in report.failed] == ["a"]
    assert ids == ["b"]
    assert "common" in space.given
    with Store.open(tmp_path / "store") as store:
        rows = store.vectors(space.fingerprint, Modality.TEXT)
    assert rows is not None
    assert len(rows.keys) == 1, "the item was stored without its vector"
