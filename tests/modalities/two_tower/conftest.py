"""Tiny checkpoints of every family, made once, and media for them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from tiny_two_tower import TINY

from modalities import Audio, Image, Medium, Modality, Text, content_hash
from modalities.two_tower.space import TwoTowerSpace


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a family's checkpoint; tests leave it as it is."""
    root = tmp_path_factory.mktemp("checkpoints")

    def made(family: str) -> Path:
        folder = root / family
        return folder if folder.exists() else TINY[family](folder)

    return made


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests are remembered here, not in the home of whoever runs the tests."""
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path / "home"))


@pytest.fixture(params=sorted(TINY))
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def space(family: str, checkpoint: Callable[[str], Path]) -> TwoTowerSpace:
    return TwoTowerSpace(str(checkpoint(family)), device="cpu")


def sound(seconds: float, rate: int, *, seed: int) -> Audio:
    samples = np.random.default_rng(seed).normal(scale=0.1, size=round(seconds * rate))
    return Audio(samples.astype(np.float32), rate, content_hash("sound", bytes([seed])), "sound")


def image(height: int, width: int, *, seed: int) -> Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image(pixels, content_hash("image", bytes([seed])), "image")


def text(words: str) -> Text:
    return Text(words, content_hash("text", words.encode()), "text")


@pytest.fixture(scope="session")
def media() -> Mapping[Modality, list[Medium]]:
    """Three of each, of several sizes: one text is longer than CLIP takes."""
    return {
        Modality.IMAGE: [image(40, 64, seed=1), image(3, 90, seed=2), image(64, 48, seed=3)],
        Modality.TEXT: [text("oat drink"), text("A red mug."), text("barking dog " * 12)],
        Modality.AUDIO: [
            sound(0.3, 16_000, seed=1),
            sound(1.5, 44_100, seed=2),
            sound(2.0, 16_000, seed=3),
        ],
    }
