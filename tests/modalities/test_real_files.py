"""A few real files of each kind, where the data folder lies beside the repository."""

from pathlib import Path

import numpy as np
import pytest

from modalities import Audio, Depth, Image, Source, Text, load_media

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no data: {DATA} is absent")


def files(pattern: str) -> list[Path]:
    found = sorted(DATA.glob(pattern))
    assert found, pattern
    return found[:: max(1, len(found) // 5)][:5]


@pytest.mark.parametrize(
    "pattern", ["groceries/catalogue/*.jpg", "barcodes/*/*.png", "charts/*.png"]
)
def test_pictures(pattern: str) -> None:
    for path in files(pattern):
        (image,) = load_media("image", Source.file(path))
        assert isinstance(image, Image)
        assert image.pixels.shape[2] == 3


@pytest.mark.parametrize(
    ("pattern", "rate"), [("speech/*.flac", 16_000), ("sounds/*/*.ogg", 44_100)]
)
def test_recordings(pattern: str, rate: int) -> None:
    for path in files(pattern):
        (audio,) = load_media("audio", Source.file(path))
        assert isinstance(audio, Audio)
        assert audio.rate == rate
        assert np.abs(audio.samples).max() <= 1


def test_depth_maps() -> None:
    for path in files("depth/slam/*.depth.png"):
        (depth,) = load_media("depth", Source.file(path, scale=1 / 5000))
        assert isinstance(depth, Depth)
        assert 0.2 < np.nanmedian(depth.metres) < 10


def test_forms() -> None:
    for path in files("forms/*/*.pdf"):
        media = load_media("document", Source.file(path))
        assert any(isinstance(medium, Text) and len(medium.text) > 200 for medium in media)
        assert any(isinstance(medium, Image) for medium in media)
