"""The space as a whole: the contract, its options, what it says of itself."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from modalities import (
    SPACES,
    Audio,
    Image,
    Medium,
    Modality,
    RegistryError,
    SpaceError,
    Text,
    WindowedSpace,
    build_space,
    resolve,
)
from modalities.imagebind.space import ImageBindSpace
from modalities.imagebind.towers import Towers
from modalities.imagebind.videos import cut_video
from router.testing import SpaceContract, SpaceSample

Makers = Mapping[Modality, Callable[..., Any]]


@pytest.fixture(scope="module")
def tried(checkpoint: Path) -> SpaceSample:
    """With batches that several media share, and that one medium fills several of."""
    return SpaceSample(lambda: ImageBindSpace(str(checkpoint), device="cpu", batch=5))


class TestContract(SpaceContract):
    @pytest.fixture
    def sample(self, tried: SpaceSample) -> SpaceSample:
        return tried


def test_registered_under_its_name(checkpoint: Path) -> None:
    assert resolve(SPACES, "imagebind", "space") is ImageBindSpace
    space = build_space(SPACES, f"imagebind:{checkpoint}", {"precision": "float32", "batch": 8})
    assert isinstance(space, ImageBindSpace)
    assert isinstance(space, WindowedSpace)
    assert space.name == "imagebind:tiny"
    assert space.modalities == set(Modality)
    assert space.licence == "unknown"
    with pytest.raises(RegistryError, match="valid: device, precision, compile, batch"):
        build_space(SPACES, "imagebind", {"dtype": "half"})


def test_metas_weights_are_not_needed_to_build_it_and_named_when_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path))
    space = ImageBindSpace()
    assert (space.name, space.dim) == ("imagebind", 1024)
    assert space.licence == "CC-BY-NC-SA-4.0"
    for use in (lambda: space.fingerprint, space.warm_up):
        with pytest.raises(SpaceError, match="crossjudge weights fetch imagebind") as caught:
            use()
        assert "\n" not in str(caught.value)


def test_the_fingerprint_of_metas_weights_is_their_digest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Which is known; a file of the right size stands for them, as nothing reads it."""
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path))
    path = tmp_path / "weights" / "imagebind_huge.pth"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(4_803_584_173)
    assert ImageBindSpace(device="cpu").fingerprint == "imagebind-d6f6c22bedcc-1"
    assert ImageBindSpace(precision="bfloat16").fingerprint == "imagebind-d6f6c22bedcc-1"


def test_a_fingerprint_changes_with_weights_and_with_architecture(
    checkpoint: Path, tmp_path: Path
) -> None:
    """The file does not hold the number of heads, and vectors depend on it."""
    told = json.loads(checkpoint.with_name("tiny.pth.json").read_text(encoding="utf-8"))
    data = checkpoint.read_bytes()
    changed = data[:-1] + bytes([data[-1] ^ 1])
    fingerprints = set()
    for name, content, heads in (("a", data, 4), ("b", data, 8), ("c", changed, 4), ("d", data, 4)):
        path = tmp_path / f"{name}.pth"
        path.write_bytes(content)
        beside = json.dumps({**told, "text_num_heads": heads})
        path.with_name(f"{name}.pth.json").write_text(beside, encoding="utf-8")
        fingerprints.add(ImageBindSpace(str(path)).fingerprint)
    assert len(fingerprints) == 3


def test_a_checkpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    space = ImageBindSpace(str(tmp_path / "none.pth"))
    for use in (lambda: space.fingerprint, space.warm_up):
        with pytest.raises(SpaceError, match=r"none\.pth"):
            use()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"precision": "half"}, "precision: found 'half', expected one of auto, float32, bfloat16"),
        ({"device": ""}, "device: found '', expected such as 'cpu' or 'cuda:0'"),
        ({"device": 0}, "device: found 0, expected such as"),
        ({"compile": "yes"}, "compile: found 'yes', expected true or false"),
        ({"batch": 0}, "batch: found 0, expected a whole number above 0"),
        ({"batch": True}, "batch: found True"),
        ({"where": ""}, "where: found '', expected the path of a checkpoint"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SpaceError) as caught:
        ImageBindSpace(**options)
    assert str(caught.value).startswith("space imagebind: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("device", ["abacus", "cuda:99"])
def test_a_device_that_is_not_there_is_refused(checkpoint: Path, device: str) -> None:
    space = ImageBindSpace(str(checkpoint), device=device)
    with pytest.raises(SpaceError, match=f"device: found '{device}'"):
        space.warm_up()


def test_too_little_memory_is_told_with_what_helps(
    checkpoint: Path, make: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> torch.Tensor:
        raise torch.OutOfMemoryError("tried to allocate 3 GiB")

    monkeypatch.setattr(Towers, "embed", full)
    space = ImageBindSpace(str(checkpoint), device="cpu", batch=64)
    with pytest.raises(SpaceError, match="text in batches of 64; set a smaller `batch`"):
        space.embed(Modality.TEXT, [make[Modality.TEXT](0)])


@pytest.mark.parametrize(
    ("asked", "indexed", "expected"),
    [
        ("image", "image", 0),
        ("audio", "audio", 0),
        ("image", "video", 0),
        ("text", "image", 1),
        ("imu", "video", 1),
        ("audio", "depth", 2),
        ("text", "audio", 2),
    ],
)
def test_hops(asked: str, indexed: str, expected: int) -> None:
    space = ImageBindSpace()
    assert space.hops(Modality(asked), Modality(indexed)) == expected
    assert space.hops(Modality(indexed), Modality(asked)) == expected


def test_another_modality_is_refused(space: ImageBindSpace) -> None:
    with pytest.raises(SpaceError, match=r"shoe\.txt: found text, expected image"):
        space.embed(Modality.IMAGE, [Text("shoe", "x", "shoe.txt")])
    with pytest.raises(SpaceError, match="cannot embed 'smell'; expected one of audio, depth"):
        space.embed("smell", [])  # type: ignore[arg-type]
    with pytest.raises(SpaceError, match=r"see windows of .*expected one of audio, imu, video"):
        space.embed_windows(Modality.TEXT, [])


def test_batch_and_order_do_not_matter(
    checkpoint: Path, space: ImageBindSpace, modality: Modality, media: list[Medium]
) -> None:
    together = space.embed(modality, media * 3)
    alone = np.concatenate([space.embed(modality, [medium]) for medium in media])
    np.testing.assert_allclose(together, np.tile(alone, (3, 1)), atol=1e-5)
    one = ImageBindSpace(str(checkpoint), device="cpu", batch=1)
    np.testing.assert_allclose(one.embed(modality, media[::-1])[::-1], alone, atol=1e-5)


def test_a_window_of_a_video_is_the_mean_of_its_three_crops(
    space: ImageBindSpace, make: Makers
) -> None:
    video = make[Modality.VIDEO](2)
    (seen,) = space.embed_windows(Modality.VIDEO, [video])
    pieces = cut_video(video).make(0, len(seen.spans))
    crops = space._loaded().towers.embed(Modality.VIDEO, pieces).numpy()
    means = crops.reshape(len(seen.spans), 3, -1).mean(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    np.testing.assert_allclose(seen.vectors, means, atol=1e-5)


def test_a_short_sound_in_a_long_recording_has_a_window_of_its_own(
    space: ImageBindSpace, make: Makers
) -> None:
    quiet: Audio = make[Modality.AUDIO](0, seconds=40)
    event = make[Modality.AUDIO](2, seconds=2)
    samples = quiet.samples.copy()
    samples[20 * quiet.rate : 22 * quiet.rate] = event.samples
    (seen,) = space.embed_windows(Modality.AUDIO, [Audio(samples, quiet.rate, "x", "x")])
    (sought,) = space.embed(Modality.AUDIO, [event])
    assert seen.spans[np.argmax(seen.vectors @ sought)].tolist() == [20, 22]
    assert (seen.vectors @ sought).max() > seen.pooled @ sought + 0.01


def test_a_fault_of_one_medium_is_raised(
    space: ImageBindSpace, make: Makers, modality: Modality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the space is as good as before."""
    from modalities.imagebind import engine

    good, spoilt = make[modality](0), make[modality](1)
    cutter = engine.CUTTERS[modality]

    def cut(medium: Medium) -> Any:
        if medium is spoilt:
            raise SpaceError("spoilt")
        return cutter(medium)

    expected = space.embed(modality, [good])
    monkeypatch.setattr(engine, "CUTTERS", {modality: cut})
    with pytest.raises(SpaceError, match="spoilt"):
        space.embed(modality, [good, spoilt, good])
    np.testing.assert_array_equal(space.embed(modality, [good]), expected)


def test_images_of_one_colour_have_a_vector(space: ImageBindSpace) -> None:
    black = Image(np.zeros((20, 30, 3), np.uint8), "black", "black")
    assert np.isfinite(space.embed(Modality.IMAGE, [black])).all()


def test_neither_torch_nor_metas_code_is_needed_to_build_it(checkpoint: Path) -> None:
    code = (
        "import sys; from modalities.imagebind.space import ImageBindSpace;"
        f"print(ImageBindSpace({str(checkpoint)!r}).fingerprint);"
        "assert not {'torch', 'imagebind', 'av', 'PIL'} & set(sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == ImageBindSpace(str(checkpoint)).fingerprint
