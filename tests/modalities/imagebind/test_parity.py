"""Nothing differs from Meta's own pipeline: loading code, tokens, clips, model."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile
from films import encode_film
from numpy.typing import NDArray
from tiny_imagebind import TINY

from modalities import Medium, Modality, Source, Text, load_media
from modalities.imagebind.engine import CUTTERS
from modalities.imagebind.space import ImageBindSpace

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "tests" / "support" / "imagebind_reference.py"
SHOP = ROOT / "examples" / "storefront"
SHARED = ROOT.parent / "shared" / "data"
TEXTS = (
    "a dog",
    "",
    "Größe 42, “smart” café ☕ 日本語",
    "it's &amp; don't\n\nstop",
    "word " * 200,
    "ends <|endoftext|> early",
)
KINDS = {
    "vision": Modality.IMAGE,
    "video": Modality.VIDEO,
    "audio": Modality.AUDIO,
    "audio-leaking": Modality.AUDIO,
    "text": Modality.TEXT,
}

needs_metas_loaders = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("pytorchvideo", "decord")),
    reason="Meta's loading code needs pytorchvideo and decord, which this machine cannot have",
)
pytestmark = needs_metas_loaders


@dataclass(frozen=True)
class Reference:
    """What Meta's pipeline was given, and what it made."""

    inputs: Mapping[str, list[str]]
    made: Mapping[str, NDArray[np.float32]]

    def prepared(self, kind: str, number: int) -> NDArray[np.float32]:
        return self.made[f"{kind}-{number}-prepared"]

    def vector(self, kind: str, number: int) -> NDArray[np.float32]:
        scaled = self.made[f"{kind}-{number}-vector"]
        return scaled / np.linalg.norm(scaled)

    def medium(self, kind: str, number: int) -> Medium:
        given = self.inputs[kind][number]
        if kind == "text":
            return Text(given, given, "text")
        return load_media(KINDS[kind], Source.file(Path(given)))[0]

    def numbers(self, kind: str, folder: Path) -> list[int]:
        """The inputs that lie in a folder."""
        return [n for n, given in enumerate(self.inputs[kind]) if str(folder) in given]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips that overlap, one that is shorter than a window, and one that is upright."""
    folder = tmp_path_factory.mktemp("films")
    (folder / "long.mp4").write_bytes(encode_film(count=75))
    (folder / "short.mp4").write_bytes(encode_film(count=12))
    return folder


@pytest.fixture(scope="module")
def reference(checkpoint: Path, films: Path, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    shop_sounds = sorted((SHOP / "media").glob("*.flac"))
    sounds = [
        *shop_sounds[::4],
        *sorted((SHARED / "sounds").glob("*/*.ogg"))[::25],
        *[path for path in sorted((SHARED / "speech").glob("*.flac"))[::40] if _seconds(path) < 6],
    ]
    pictures = [
        *sorted((SHOP / "media").glob("*.jpg"))[::12],
        *sorted((SHARED / "groceries" / "photos").rglob("*.jpg"))[::500],
    ]
    inputs = {
        "vision": [str(path) for path in pictures],
        "audio": [str(path) for path in sounds],
        "audio-leaking": [str(path) for path in sounds],
        "text": list(TEXTS),
        "video": [str(path) for path in sorted(films.iterdir())],
    }
    folder = tmp_path_factory.mktemp("reference")
    job, made = folder / "job.json", folder / "made.npz"
    whole = {"checkpoint": str(checkpoint), "architecture": dict(TINY), "inputs": inputs}
    job.write_text(json.dumps(whole), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, REFERENCE, job, made], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with np.load(made) as arrays:
        return Reference(inputs, dict(arrays))


def _seconds(path: Path) -> float:
    seconds: float = soundfile.info(path).duration
    return seconds


def _check(space: ImageBindSpace, reference: Reference, kind: str, number: int) -> None:
    medium = reference.medium(kind, number)
    cut = CUTTERS[KINDS[kind]](medium)
    ours = cut.make(0, len(cut.spans)).numpy()
    theirs = reference.prepared(kind, number)
    theirs = theirs.reshape(-1, *ours.shape[1:])
    # Of a medium that is shorter than a window Meta's code makes the same clip several times.
    times = len(theirs) // len(ours)
    np.testing.assert_allclose(np.tile(ours, (times, *(1,) * (ours.ndim - 1))), theirs, atol=1e-5)
    (vector,) = space.embed(KINDS[kind], [medium])
    np.testing.assert_allclose(vector, reference.vector(kind, number), atol=1e-5)


@pytest.mark.parametrize("kind", ["vision", "audio"])
def test_the_shops_media(space: ImageBindSpace, reference: Reference, kind: str) -> None:
    numbers = reference.numbers(kind, SHOP)
    assert len(numbers) > 4
    for number in numbers:
        _check(space, reference, kind, number)


@pytest.mark.parametrize("kind", ["vision", "audio"])
def test_real_media(space: ImageBindSpace, reference: Reference, kind: str) -> None:
    numbers = reference.numbers(kind, SHARED)
    if not numbers:
        pytest.skip(f"no photos and recordings in {SHARED}")
    for number in numbers:
        _check(space, reference, kind, number)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_texts(space: ImageBindSpace, reference: Reference, number: int) -> None:
    _check(space, reference, "text", number)


@pytest.mark.parametrize("number", range(2), ids=["long", "short"])
def test_videos(space: ImageBindSpace, reference: Reference, number: int) -> None:
    _check(space, reference, "video", number)


def test_a_mean_that_leaks_between_clips_matters_little(
    space: ImageBindSpace, reference: Reference
) -> None:
    """Meta's code takes each clip's mean off in memory that the next one shares; this does not."""
    for number in range(len(reference.inputs["audio"])):
        (vector,) = space.embed(Modality.AUDIO, [reference.medium("audio", number)])
        assert np.abs(vector - reference.vector("audio-leaking", number)).max() < 5e-4
