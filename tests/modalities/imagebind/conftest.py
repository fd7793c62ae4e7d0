"""One tiny model for the folder, and media of all seven modalities, made on the spot."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films import encode_film
from tiny_imagebind import tiny_checkpoint

from modalities import (
    Audio,
    Depth,
    Image,
    Imu,
    Medium,
    Modality,
    Source,
    Text,
    Thermal,
    Video,
    load_media,
)
from modalities.imagebind.space import ImageBindSpace


def image(seed: int) -> Image:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (4, 3, 3), dtype=np.uint8)
    return Image(np.kron(coarse, np.ones((40, 50, 1), np.uint8)), f"image-{seed}", f"image {seed}")


def audio(seed: int, seconds: float | None = None, rate: int = 22_050) -> Audio:
    """Half a second, then 4.5, then 8.5."""
    random = np.random.default_rng(seed)
    length = 4.0 * seed + 0.5 if seconds is None else seconds
    time = np.arange(max(int(length * rate), 1)) / rate
    tone = np.sin(2 * np.pi * (200 + 900 * seed) * time) + random.normal(0, 0.1, len(time))
    return Audio((tone * 0.3).astype(np.float32), rate, f"audio-{seed}", f"audio {seed}")


def text(seed: int) -> Text:
    words = ("a red apple", "two green pears in a bowl", "a long table in the kitchen")[seed]
    return Text(words, f"text-{seed}", f"text {seed}")


def depth(seed: int) -> Depth:
    metres = image(seed).pixels[..., 0].astype(np.float32) / 64 + 0.5
    metres[:10, :10] = np.nan
    return Depth(metres, f"depth-{seed}", f"depth {seed}")


def thermal(seed: int) -> Thermal:
    intensity = image(seed).pixels[..., 0].astype(np.float32) / 255
    return Thermal(intensity, f"thermal-{seed}", f"thermal {seed}")


def imu(seed: int, seconds: float | None = None, rate: float = 100.0) -> Imu:
    """A second, then 7, then 13."""
    random = np.random.default_rng(seed)
    length = 6.0 * seed + 1.0 if seconds is None else seconds
    motion = random.normal(0, 1, (max(round(length * rate), 1), 6)).cumsum(axis=0)
    return Imu(motion.astype(np.float32), rate, f"imu-{seed}", f"imu {seed}")


def video(seed: int) -> Video:
    """A second and a half, then four, then twelve."""
    count, codec = ((15, "mpeg4"), (40, "mpeg2video"), (120, "mpeg4"))[seed]
    source = Source(f"video {seed}", data=encode_film("matroska", codec, count=count))
    (loaded,) = load_media("video", source)
    assert isinstance(loaded, Video)
    return loaded


MAKERS: Mapping[Modality, Callable[..., Any]] = {
    Modality.IMAGE: image,
    Modality.AUDIO: audio,
    Modality.TEXT: text,
    Modality.DEPTH: depth,
    Modality.THERMAL: thermal,
    Modality.IMU: imu,
    Modality.VIDEO: video,
}


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Digests of files that tests make are not remembered for the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSJUDGE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def make() -> Mapping[Modality, Callable[..., Any]]:
    return MAKERS


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_checkpoint(tmp_path_factory.mktemp("imagebind"))


@pytest.fixture(scope="session")
def space(checkpoint: Path) -> ImageBindSpace:
    return ImageBindSpace(str(checkpoint), device="cpu", batch=5)


@pytest.fixture(scope="session", params=list(MAKERS), ids=str)
def modality(request: pytest.FixtureRequest) -> Modality:
    chosen: Modality = request.param
    return chosen


@pytest.fixture(scope="session")
def media(modality: Modality) -> list[Medium]:
    return [MAKERS[modality](seed) for seed in range(3)]
