"""What the space gives is what the model and its processor give when used by hand."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow
from transformers import AutoModel, AutoProcessor
from transformers.utils import logging

from modalities import (
    SPACES,
    Medium,
    Modality,
    RegistryError,
    Space,
    SpaceError,
    Text,
    WindowedSpace,
    build_space,
)
from modalities.two_tower.space import TwoTowerSpace

Media = Mapping[Modality, list[Medium]]
ROOT = Path(__file__).parents[3]
PADDING: dict[str, dict[str, Any]] = {
    "clip": {},
    "siglip": {"padding": "max_length", "max_length": 64},
    "siglip2": {"padding": "max_length", "max_length": 64},
}
WIDTHS = {"clip": 24, "siglip": 32, "siglip2": 32, "clap": 24, "clap-fused": 24}


def by_hand(folder: Path, family: str, modality: Modality, medium: Any) -> NDArray[np.float32]:
    """One medium, by transformers alone, as its documentation says for the family."""
    model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    processor = AutoProcessor.from_pretrained(folder)
    if modality is Modality.TEXT:
        padding = PADDING.get(family, {"max_length": 32})
        words = medium.text.lower() if "siglip" in family else medium.text
        inputs = processor(text=[words], truncation=True, return_tensors="pt", **padding)
        inputs.pop("attention_mask" if "siglip" in family else "", None)
        output = model.get_text_features(**inputs)
    elif modality is Modality.IMAGE:
        picture = Pillow.fromarray(medium.pixels)
        output = model.get_image_features(**processor(images=[picture], return_tensors="pt"))
    else:
        samples = soxr.resample(medium.samples, medium.rate, 16_000, quality="HQ")
        inputs = processor(audio=[samples], sampling_rate=16_000, return_tensors="pt")
        output = model.get_audio_features(
            inputs["input_features"], is_longer=torch.tensor([[False]])
        )
    features = output.pooler_output[0].detach().numpy()
    return np.asarray(features / np.linalg.norm(features))


def test_equals_the_model_used_by_hand(
    family: str, space: TwoTowerSpace, checkpoint: Callable[[str], Path], media: Media
) -> None:
    for modality in space.modalities:
        vectors = space.embed(modality, media[modality])
        expected = [by_hand(checkpoint(family), family, modality, one) for one in media[modality]]
        np.testing.assert_allclose(vectors, np.stack(expected), atol=1e-5)
        assert np.abs(vectors[0] - vectors[1]).max() > 1e-3


def test_batches_make_no_difference(
    space: TwoTowerSpace, family: str, checkpoint: Callable[[str], Path], media: Media
) -> None:
    singly = TwoTowerSpace(str(checkpoint(family)), device="cpu", batch=1)
    for modality in space.modalities:
        together = space.embed(modality, media[modality])
        np.testing.assert_allclose(singly.embed(modality, media[modality]), together, atol=1e-5)


def test_says_what_it_is(
    space: TwoTowerSpace, family: str, checkpoint: Callable[[str], Path]
) -> None:
    other = Modality.AUDIO if "clap" in family else Modality.IMAGE
    assert isinstance(space, Space)
    assert isinstance(space, WindowedSpace)
    assert space.name == f"transformers:{family}"
    assert space.modalities == {Modality.TEXT, other}
    assert space.windowed == space.modalities & {Modality.AUDIO}
    assert space.dim == WIDTHS[family]
    assert space.licence == "mit"
    assert space.fingerprint.startswith(family.partition("-")[0] + "-")
    assert space.fingerprint == TwoTowerSpace(f"{checkpoint(family)}/").fingerprint
    assert [space.hops(Modality.TEXT, other), space.hops(other, other)] == [1, 0]


def test_threads_agree(space: TwoTowerSpace, media: Media) -> None:
    jobs = [(modality, one) for modality in space.modalities for one in media[modality]] * 4
    expected = [space.embed(modality, [one]) for modality, one in jobs]
    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(space.embed, modality, [one]) for modality, one in jobs]
    for run, alone in zip(runs, expected, strict=True):
        np.testing.assert_allclose(run.result(), alone, atol=1e-6)


def test_siglip_reads_lower_case(checkpoint: Callable[[str], Path]) -> None:
    space = TwoTowerSpace(str(checkpoint("siglip")), device="cpu")
    low, high = (Text(words, words, words) for words in ("oat drink", "OAT Drink"))
    vectors = space.embed(Modality.TEXT, [low, high])
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_half_precision_is_near(
    space: TwoTowerSpace, family: str, checkpoint: Callable[[str], Path], media: Media
) -> None:
    halved = TwoTowerSpace(str(checkpoint(family)), device="cpu", precision="bfloat16")
    for modality in space.modalities:
        vectors = halved.embed(modality, media[modality])
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
        assert (vectors * space.embed(modality, media[modality])).sum(axis=1).min() > 0.98
        assert (vectors != space.embed(modality, media[modality])).any()


def test_loading_is_silent_and_leaves_the_logs_alone(
    family: str, checkpoint: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    folder = checkpoint(family)
    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    capfd.readouterr()
    TwoTowerSpace(str(folder), device="cpu").warm_up()
    assert capfd.readouterr() == ("", "")
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before


def test_other_media_are_refused(space: TwoTowerSpace, family: str, media: Media) -> None:
    wrong = Modality.IMAGE if "clap" in family else Modality.AUDIO
    with pytest.raises(SpaceError, match=rf"transformers:{family}: found .*expected one of: "):
        space.embed(wrong, media[wrong])
    with pytest.raises(SpaceError, match=rf"found {wrong}, expected text$"):
        space.embed(Modality.TEXT, media[wrong])
    with pytest.raises(SpaceError, match=r"expected one of: (audio|none)$"):
        space.embed_windows(Modality.TEXT, media[Modality.TEXT])


def test_nothing_gives_no_rows(space: TwoTowerSpace) -> None:
    for modality in space.modalities:
        assert space.embed(modality, []).shape == (0, space.dim)


def test_is_registered_under_its_name(checkpoint: Callable[[str], Path]) -> None:
    name = f"transformers:{checkpoint('clip')}"
    assert isinstance(build_space(SPACES, name, {"precision": "float32"}), TwoTowerSpace)
    with pytest.raises(RegistryError, match="valid: device, precision, revision, batch"):
        build_space(SPACES, name, {"half": True})
    with pytest.raises(RegistryError, match="expected transformers:<where>"):
        build_space(SPACES, "transformers")


@pytest.mark.parametrize(
    ("where", "options", "message"),
    [
        ("", {}, "found no folder or hub id"),
        ("x", {"precision": "int8"}, "precision: found 'int8', expected auto, float32"),
        ("x", {"batch": 0}, "batch: found 0, expected 1 or more"),
    ],
)
def test_senseless_options_are_refused(where: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(SpaceError, match=message):
        TwoTowerSpace(where, **options)


def test_an_unknown_device_is_refused(checkpoint: Callable[[str], Path]) -> None:
    with pytest.raises(SpaceError, match="device: found 'abacus', expected cpu"):
        TwoTowerSpace(str(checkpoint("clip")), device="abacus").warm_up()


def test_no_model_is_imported_to_say_what_it_is(checkpoint: Callable[[str], Path]) -> None:
    script = (
        "import json, sys\n"
        "from modalities.two_tower.space import TwoTowerSpace\n"
        f"space = TwoTowerSpace({str(checkpoint('clap'))!r})\n"
        "space.name, space.dim, space.modalities, space.fingerprint, space.licence\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not {"torch", "transformers"} & set(json.loads(done.stdout))
