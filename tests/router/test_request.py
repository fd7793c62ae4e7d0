"""Requests made from files, as programs and the command line make them."""

from pathlib import Path

import numpy as np
import pytest
from films import encode_film
from PIL import Image as Pillow

from judges import Principal
from modalities import (
    Depth,
    Imu,
    LimitError,
    Limits,
    Modality,
    RegistryError,
    Source,
    Text,
    Thermal,
    Video,
)
from router.request import Request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "film.mp4").write_bytes(encode_film())
    Pillow.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(tmp_path / "heat.png")
    np.save(tmp_path / "swing.npy", np.random.default_rng(1).normal(size=(50, 6)))
    np.save(tmp_path / "scan.npy", np.ones((4, 4)))
    return tmp_path


def test_files_become_media(folder: Path) -> None:
    request = Request.of(
        video=folder / "film.mp4",
        thermal=[str(folder / "heat.png"), folder / "heat.png"],
        imu=Source.file(folder / "swing.npy", rate=50),
        depth=[Source.file(folder / "scan.npy", baseline=0.05), folder / "scan.npy"],
        text="a mug",
    )
    film, heat, again, swing, scan, plain, words = request.media
    assert isinstance(film, Video)
    assert isinstance(heat, Thermal)
    assert isinstance(again, Thermal)
    assert isinstance(swing, Imu)
    assert isinstance(scan, Depth)
    assert isinstance(plain, Depth)
    assert isinstance(words, Text)
    assert (swing.rate, scan.baseline, plain.baseline, words.text) == (50, 0.05, None, "a mug")


def test_texts_are_words_and_may_be_several() -> None:
    request = Request.of(text=["a mug", "a cup"])
    assert [medium.modality for medium in request.media] == [Modality.TEXT] * 2


def test_everything_else_is_kept() -> None:
    asker = Principal("bo", "acme")
    request = Request.of(context={"region": "EU"}, claims={"sku": "M-1"}, principal=asker, limit=3)
    assert request == Request((), {"region": "EU"}, {"sku": "M-1"}, asker, 3)
    assert Request.of() == Request()


def test_limits_reach_the_loaders(folder: Path) -> None:
    with pytest.raises(LimitError, match="header states 20 frames"):
        Request.of(video=folder / "film.mp4", limits=Limits(frames=10))


def test_an_unknown_kind_lists_the_valid_ones(folder: Path) -> None:
    with pytest.raises(RegistryError, match="'smell'; known: audio, depth"):
        Request.of(smell=folder / "film.mp4")  # type: ignore[call-arg]
