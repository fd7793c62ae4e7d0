"""What ingest makes of the model: embeddings per second beside the model's raw forward pass.

    python benchmarks/embed.py [--weights FILE] [--modalities image,text] [--count N] [--rounds N]

Three things are measured in turn, modality by modality and round by round, in one process, on media
made on the spot (photographs, sounds, sentences and depth maps of ordinary size):

- forward: the model alone, on inputs that are prepared and waiting;
- embed: the space, from loaded media;
- ingest: everything, from a manifest and files on the disk to vectors in a catalogue, synced.

Without ``--weights``, Meta's weights are taken if they are here, else random ones of that size are
made (which takes 5 GB of disk for as long as the benchmark runs). ``--precision`` compares bfloat16
with float32 instead: its speed, and what it does to the order of the ten nearest.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import soundfile
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow

from judges import Vocabulary
from modalities import Medium, Modality, Source, SpaceError, load_media
from modalities.imagebind.architecture import HUGE
from modalities.imagebind.engine import CUTTERS
from modalities.imagebind.space import ImageBindSpace
from modalities.imagebind.upstream import empty_model
from modalities.weights import WEIGHTS, locate
from router import Ingest, Store
from router.cli.logs import configure_logs

ROOT = Path(__file__).parents[1]
PHOTOS = sorted((ROOT / "examples/storefront/queries").glob("*.jpg"))
WORDS = ("red", "blue", "tall", "small", "oat", "mango", "kettle", "lamp", "litre", "bottle", "mug")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, help="a checkpoint of an ImageBindModel")
    parser.add_argument("--modalities", default="image,text,audio,depth")
    parser.add_argument("--count", type=int, default=24, help="media of each modality")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--precision", action="store_true")
    given = parser.parse_args()
    configure_logs("error")
    sys.setswitchinterval(0.0005)  # as the command line does
    modalities = [Modality(name) for name in given.modalities.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        weights = given.weights or published() or random_weights(Path(folder))
        print(f"{weights.name}, {torch.get_num_threads()} threads, {device()}\n")
        makers = {modality: Maker(modality, Path(folder)) for modality in modalities}
        if given.precision:
            compare_precision(weights, makers, given.count, given.batch)
        else:
            measure(weights, makers, given.count, given.batch, given.rounds)


def device() -> str:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else "processor"


def published() -> Path | None:
    try:
        return locate(WEIGHTS["imagebind"])
    except SpaceError:
        return None


def random_weights(folder: Path) -> Path:
    """Weights of the published model's size, drawn so that different inputs stay different."""
    torch.manual_seed(0)
    model = empty_model(HUGE.model_dump()).to_empty(device="cpu")
    state = {
        name: torch.randn_like(value) * (value.shape[-1] ** -0.5 if value.ndim > 1 else 0.02)
        for name, value in model.state_dict().items()
    }
    for name, value in state.items():
        if name.endswith(("norm_1.weight", "norm_2.weight")):
            value.fill_(1.0)
        if name.endswith("text.mask"):
            value.copy_(torch.full(value.shape, float("-inf")).triu(1))
    path = folder / "random.pth"
    torch.save(state, path)
    return path


class Maker:
    """Media of one modality, each different from all others."""

    def __init__(self, modality: Modality, folder: Path) -> None:
        self.modality = modality
        self._folder = folder
        self._drawn = np.random.default_rng(int.from_bytes(modality.encode()))
        self._made = 0

    def entries(self, count: int) -> list[object]:
        """Manifest entries."""
        return [self._entry() for _ in range(count)]

    def load(self, entries: Sequence[object]) -> list[Medium]:
        return [load_media(self.modality, _source(entry))[0] for entry in entries]

    def _entry(self) -> object:
        self._made += 1
        stem = self._folder / f"{self.modality}-{self._made}"
        match self.modality:
            case Modality.TEXT:
                return " ".join(self._drawn.choice(WORDS, 12)) + f" {self._made}"
            case Modality.AUDIO:
                return self._sound(stem.with_suffix(".wav"))
            case Modality.DEPTH:
                return self._slope(stem.with_suffix(".png"))
        return self._photo(stem.with_suffix(".jpg"))

    def _photo(self, path: Path) -> str:
        with Pillow.open(PHOTOS[self._made % len(PHOTOS)]) as photo:
            pixels = np.asarray(photo.convert("RGB").resize((1280, 960)), dtype=np.int16)
        noisy = (pixels + self._drawn.integers(-12, 13, pixels.shape)).clip(0, 255)
        Pillow.fromarray(noisy.astype(np.uint8)).save(path, quality=90)
        return str(path)

    def _sound(self, path: Path) -> str:
        time = np.arange(5 * 44_100) / 44_100
        tone = np.sin(2 * np.pi * self._drawn.uniform(100, 4000) * time)
        soundfile.write(path, 0.2 * tone + self._drawn.normal(0, 0.05, len(time)), 44_100)
        return str(path)

    def _slope(self, path: Path) -> dict[str, object]:
        height, width = np.indices((480, 640))
        steep = self._drawn.uniform(-2, 2, 2)
        depth = 2500 + steep[0] * height + steep[1] * width
        noisy = depth + self._drawn.normal(0, 5, depth.shape)
        Pillow.fromarray(noisy.clip(1, 60_000).astype(np.uint16)).save(path)
        return {"path": str(path), "scale": 0.001}


def _source(entry: object) -> Source:
    match entry:
        case dict():
            return Source.file(Path(entry["path"]), scale=entry["scale"])
        case str() if Path(entry).suffix in {".jpg", ".wav"}:
            return Source.file(Path(entry))
    return Source.text(str(entry))


def measure(
    weights: Path, makers: dict[Modality, Maker], count: int, batch: int, rounds: int
) -> None:
    print(f"{count} media a round, {rounds} rounds, batches of {batch}\n")
    print("| modality | forward /s | embed /s | ingest /s | embed / forward | ingest / forward |")
    print("|---|---|---|---|---|---|")
    for modality, maker in makers.items():
        space = ImageBindSpace(str(weights), batch=batch)
        space.embed(modality, maker.load(maker.entries(1)))
        spent = [one_round(space, maker, count, batch) for _ in range(rounds)]
        forward, embed, ingest = (statistics.median(column) for column in zip(*spent, strict=True))
        print(
            f"| {modality} | {count / forward:.2f} | {count / embed:.2f} | {count / ingest:.2f} "
            f"| {forward / embed:.3f} | {forward / ingest:.3f} |",
            flush=True,
        )


def one_round(
    space: ImageBindSpace, maker: Maker, count: int, batch: int
) -> tuple[float, float, float]:
    """Seconds for the forward pass, the space and an ingest, over the same media."""
    entries = maker.entries(count)
    media = maker.load(entries)
    ready = list(prepared(maker.modality, media, batch))
    towers = space._loaded().towers  # noqa: SLF001 - the model alone is what nobody else needs
    forward = seconds(lambda: [towers.embed(maker.modality, each).cpu() for each in ready])
    embed = seconds(lambda: space.embed(maker.modality, media))
    return forward, embed, ingest_seconds(space, maker.modality, entries, batch)


def prepared(modality: Modality, media: Sequence[Medium], batch: int) -> Iterator[torch.Tensor]:
    """What the model takes, ``batch`` pieces at a time."""
    cuts = [CUTTERS[modality](medium) for medium in media]
    pieces = torch.cat([cut.make(0, len(cut.spans)) for cut in cuts])
    yield from pieces.split(batch)


def ingest_seconds(
    space: ImageBindSpace, modality: Modality, entries: Sequence[object], batch: int
) -> float:
    with tempfile.TemporaryDirectory() as folder:
        manifest = Path(folder) / "manifest.jsonl"
        lines = ({"id": str(n), "media": {modality: [each]}} for n, each in enumerate(entries))
        manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        with Store.open(Path(folder) / "store", create=True) as store:
            ingest = Ingest(store, [space], {}, Vocabulary.extended(), frozenset(), batch=batch)
            began = perf_counter()
            report = ingest.run(manifest)
            spent = perf_counter() - began
    if report.failed:
        raise SystemExit(report.failed[0].message)
    return spent


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def compare_precision(weights: Path, makers: dict[Modality, Maker], count: int, batch: int) -> None:
    print(f"The ten nearest of {count} to each of them, bfloat16 beside float32\n")
    print("| modality | speed-up | cosine to float32, least | top-10 kept | worst swap |")
    print("|---|---|---|---|---|")
    for modality, maker in makers.items():
        media = maker.load(maker.entries(count))
        vectors, spent = {}, {}
        for precision in ("float32", "bfloat16"):
            space = ImageBindSpace(str(weights), precision=precision, batch=batch)
            space.embed(modality, media[:1])
            began = perf_counter()
            vectors[precision] = space.embed(modality, media)
            spent[precision] = perf_counter() - began
        exact, rough = vectors["float32"], vectors["bfloat16"]
        least = float((exact * rough).sum(axis=1).min())
        kept, swap = top_ten(exact, rough)
        ratio = spent["float32"] / spent["bfloat16"]
        print(f"| {modality} | {ratio:.2f} | {least:.6f} | {kept:.3f} | {swap:.2g} |", flush=True)


def top_ten(exact: NDArray[np.float32], rough: NDArray[np.float32]) -> tuple[float, float]:
    """Share of the exact ten nearest that the rough ones hold; the widest gap that was swapped.

    The gap is in exact cosine, as a share of the spread (standard deviation) of all cosines.
    """
    truth, found = exact @ exact.T, rough @ rough.T
    np.fill_diagonal(truth, -np.inf)
    np.fill_diagonal(found, -np.inf)
    spread = truth[np.isfinite(truth)].std()
    kept, widest = [], 0.0
    for right, seen in zip(truth, found, strict=True):
        best, chosen = np.argsort(-right)[:10], np.argsort(-seen)[:10]
        kept.append(len(set(best) & set(chosen)) / len(best))
        lost = set(best) - set(chosen)
        if lost:
            intruders = set(chosen) - set(best)
            widest = max(widest, max(right[list(lost)]) - min(right[list(intruders)]))
    return float(np.mean(kept)), float(widest / spread)


if __name__ == "__main__":
    main()
