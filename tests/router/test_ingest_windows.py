"""An ingest stores the windows of long media, once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from world import write_manifest

from judges import Principal, Vocabulary
from modalities import Medium, Modality, Windows
from router.index import VectorIndexes
from router.ingest import Ingest
from router.store import Store
from router.testing import RandomSpace

AUDIO = Modality.AUDIO


class Counting(RandomSpace):
    def __init__(self) -> None:
        super().__init__(8, windowed=frozenset({AUDIO}), window_seconds=0.5)
        self.calls: list[str] = []

    def embed(self, modality: Modality, media: Sequence[Medium]) -> np.ndarray:
        self.calls.append(f"embed {modality}")
        return super().embed(modality, media)

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        self.calls.append(f"windows {modality}")
        return super().embed_windows(modality, media)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    chance = np.random.default_rng(0)
    for name, seconds in (("short", 0.4), ("long", 5.2)):
        noise = chance.uniform(-0.5, 0.5, int(8000 * seconds))
        soundfile.write(tmp_path / f"{name}.wav", noise, 8000)
    media = [{"audio": ["short.wav"], "text": ["short"]}, {"audio": ["long.wav"]}]
    lines = ({"id": f"i{n}", "media": each} for n, each in enumerate(media))
    return write_manifest(tmp_path / "manifest.jsonl", lines)


def test_windows_are_stored_beside_the_whole(manifest: Path, tmp_path: Path) -> None:
    space = Counting()
    with Store.open(tmp_path / "catalogue", create=True) as store:
        ingest = Ingest(store, [space], {}, Vocabulary(), frozenset())
        assert ingest.run(manifest).stored == 2
        assert sorted(space.calls) == ["embed text", "windows audio"]
        rows = store.vectors(space.fingerprint, AUDIO)
        assert rows is not None
        assert rows.keys.tolist() == [1] * 2 + [2] * 12
        ends = [0.4, *np.arange(0.5, 5.5, 0.5), 5.2]
        np.testing.assert_allclose(rows.spans[~np.isnan(rows.spans[:, 0]), 1], ends)
        scope = store.scope(Principal())
        hits = VectorIndexes(store).search(space.fingerprint, AUDIO, rows.vectors[-1:], 1, scope)
        assert hits.keys.tolist() == [2]
        np.testing.assert_allclose(hits.spans, [[5.0, 5.2]])
        assert ingest.run(manifest).unchanged == 2
        assert len(space.calls) == 2
