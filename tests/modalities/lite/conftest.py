"""Media of every modality, made on the spot, and one warm space for the folder."""

import numpy as np
import pytest

from modalities import Audio, Depth, Image, Medium, Modality, Text
from modalities.lite.space import LiteSpace


def image(seed: int, height: int = 120, width: int = 90) -> Image:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (4, 3, 3), dtype=np.uint8)
    pixels = np.kron(coarse, np.ones((height // 4, width // 3, 1), dtype=np.uint8))
    return Image(pixels, f"image-{seed}", f"image {seed}")


def audio(seed: int, seconds: float = 1.5, rate: int = 22_050) -> Audio:
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate)) / rate
    tone = np.sin(2 * np.pi * (200 + 300 * seed) * time) + random.normal(0, 0.1, len(time))
    return Audio((tone * 0.3).astype(np.float32), rate, f"audio-{seed}", f"audio {seed}")


def depth(seed: int) -> Depth:
    metres = image(seed).pixels[..., 0].astype(np.float32) / 64 + 0.5
    metres[:10, :10] = np.nan
    return Depth(metres, f"depth-{seed}", f"depth {seed}")


def text(seed: int) -> Text:
    words = ("a red apple", "two green pears in a bowl", "a long table in the kitchen of a house")
    return Text(words[seed], f"text-{seed}", f"text {seed}")


MAKERS = {
    Modality.IMAGE: image,
    Modality.AUDIO: audio,
    Modality.DEPTH: depth,
    Modality.TEXT: text,
}


@pytest.fixture(scope="session")
def space() -> LiteSpace:
    return LiteSpace(device="cpu")


@pytest.fixture(params=list(MAKERS), ids=str)
def modality(request: pytest.FixtureRequest) -> Modality:
    chosen: Modality = request.param
    return chosen


@pytest.fixture
def media(modality: Modality) -> list[Medium]:
    return [MAKERS[modality](seed) for seed in range(3)]
