"""Measure the space: ``python -m modalities.lite.evaluate --data ../shared/data``.

Every figure is of media that the maps it was measured with were not fitted on. Prints a table.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import data
from .data import Labelled
from .drawings import DRAWN, drawings
from .features import depth_features, image_features
from .fit import fit, fit_audio, label_vectors
from .layout import depth_layouts, image_layouts
from .maps import DEPTH, DIM, MEANING, PHOTO, Lengths, Maps, Matrix, unit
from .measures import by_label, nearest_agrees, recalls
from .sentences import Sentences
from .trunk import Trunk

FOLDS = 5


class Row(NamedTuple):
    """One line of the table."""

    lane: str
    data: str
    split: str
    metric: str
    before: str
    """The figure of the trunk's features, or of its classifier, alone."""
    after: str


HEAD = Row("asked → found", "data", "held back", "metric", "trunk alone", "space")
PRECISION, NEAREST = "precision@10", "right at rank 1"


class Pictures(NamedTuple):
    """What the space sees of photos or depth maps."""

    features: Matrix
    layouts: Matrix


class Evaluation:
    """All data sets as features, measured in turn; each method gives lines of the table."""

    def __init__(self, folder: Path, font: Path | None) -> None:
        self.folder, self.font = folder, font
        self.trunk, self.sentences = Trunk("cpu"), Sentences("cpu")
        self.clothing = data.clothing(self.trunk, folder)
        self.produce = data.produce(self.trunk, folder)
        self.clips = data.sounds(self.trunk, folder)
        self.maps = self._fit([self.clothing, self.produce])

    def images_to_images(self) -> Iterator[Row]:
        photos = data.packaged(self.trunk, self.folder)
        shelf = data.catalogue_pictures(self.trunk, self.folder)
        right = np.array([shelf.labels.index(label) for label in photos.labels])
        after = self._photos(self.maps, photos), self._photos(self.maps, shelf)
        yield Row(
            "image → image",
            f"{len(right)} photos of packs in stores, {len(shelf.labels)} catalogue pictures",
            "the data set",
            "recall@1 / @5 / @20",
            recalls(photos.features, shelf.features, right, (1, 5, 20)),
            recalls(*after, right, (1, 5, 20)),
        )

    def texts_and_images(self) -> Iterator[Row]:
        for name, each, other in (
            ("clothing", self.clothing, self.produce),
            ("produce", self.produce, self.clothing),
        ):
            unseen = self._photos(self._fit([other]), each)
            yield from self._named(name, "the data set", each, unseen)
        fold = _folds(self.clothing)
        held = np.zeros((len(fold), DIM), dtype=np.float32)
        for number in range(FOLDS):
            maps = self._fit([self.clothing.where(fold != number), self.produce])
            held[fold == number] = self._photos(maps, self.clothing.where(fold == number))
        yield from self._named("clothing", "5 folds", self.clothing, held)

    def texts_and_sounds(self) -> Iterator[Row]:
        held, agree, before = self._sounds()
        clips = f"{len(self.clips.labels)} clips of ESC-10"
        precise, nearest = self._by_label(held, self.clips.labels)
        yield Row("text → audio", clips, "2 folds", PRECISION, "none", f"{precise:.3f}")
        yield Row("audio → text", clips, "2 folds", NEAREST, "none", f"{nearest:.3f}")
        shares = f"{np.mean(before):.3f}", f"{np.mean(agree):.3f}"
        yield Row("audio → audio", clips, "2 folds", NEAREST, *shares)

    def images_and_sounds(self) -> Iterator[Row]:
        """Through the text model alone: no photo was ever paired with a sound."""
        if self.font is None:
            return
        drawn = drawings(self.font)
        seen = Pictures(image_features(self.trunk, drawn), image_layouts(drawn))
        vectors = self._pictures(self.maps, seen, PHOTO)
        _, named = self._by_label(vectors, list(DRAWN))
        held, _, _ = self._sounds()
        meanings = held[:, -MEANING:], unit(vectors[:, -MEANING:])
        precise, nearest = by_label(meanings[0], self.clips.labels, meanings[1])
        what = f"{len(held)} clips of ESC-10, {len(drawn)} emoji"
        yield Row("image → text", f"{len(drawn)} emoji", "all", NEAREST, "none", f"{named:.3f}")
        yield Row("audio → image", what, "2 folds", NEAREST, "none", f"{nearest:.3f}")
        yield Row("image → audio", what, "2 folds", PRECISION, "none", f"{precise:.3f}")

    def depths_and_images(self) -> Iterator[Row]:
        for name, folders in data.DEPTHS.items():
            pairs = data.depth_pairs(self.folder, folders)
            if not pairs:
                continue
            depths, colours = (list(media) for media in zip(*pairs, strict=True))
            asked = Pictures(depth_features(self.trunk, depths), depth_layouts(depths))
            found = Pictures(image_features(self.trunk, colours), image_layouts(colours))
            deep = self._pictures(self.maps, asked, DEPTH)
            flat = self._pictures(self.maps, found, PHOTO)
            own, frames = np.arange(len(pairs)), f"{len(pairs)} frames of {name}"
            for lane, before, after in (
                ("depth → image", (asked.features, found.features), (deep, flat)),
                ("image → depth", (found.features, asked.features), (flat, deep)),
            ):
                figures = recalls(*before, own, (1, 5)), recalls(*after, own, (1, 5))
                yield Row(lane, frames, "all", "own frame: recall@1 / @5", *figures)

    def _sounds(self) -> tuple[Matrix, list[float], list[float]]:
        """Vectors of each fold by a map fitted on the other; agreement at rank 1, and before."""
        fold = _folds(self.clips)
        held = np.zeros((len(fold), DIM), dtype=np.float32)
        agree, before = [], []
        for number in range(int(fold.max()) + 1):
            fitted, other = self.clips.where(fold != number), self.clips.where(fold == number)
            maps = Maps(self.maps.image, fit_audio(fitted, self.sentences), self.maps.names)
            held[fold == number] = asked = maps.sounds(other.features)
            labels = other.labels, fitted.labels
            agree.append(nearest_agrees(asked, maps.sounds(fitted.features), *labels))
            before.append(nearest_agrees(other.features, fitted.features, *labels))
        return held, agree, before

    def _fit(self, photos: Sequence[Labelled]) -> Maps:
        return fit(photos, self.clips, self.trunk, self.sentences)

    def _photos(self, maps: Maps, each: Labelled) -> Matrix:
        return self._pictures(maps, Pictures(each.features, each.layouts), PHOTO)

    def _pictures(self, maps: Maps, seen: Pictures, lengths: Lengths) -> Matrix:
        return maps.pictures(*seen, self.trunk.probabilities(seen.features), lengths)

    def _named(self, what: str, split: str, each: Labelled, held: Matrix) -> Iterator[Row]:
        guesses = unit(self.maps.guess(self.trunk.probabilities(each.features)))
        before, after = (self._by_label(rows, each.labels) for rows in (guesses, held))
        kinds = f"{len(held)} photos of {what}, {len(set(each.labels))} names"
        for lane, metric, figures in (
            ("text → image", PRECISION, (before[0], after[0])),
            ("image → text", NEAREST, (before[1], after[1])),
        ):
            yield Row(lane, kinds, split, metric, *(f"{figure:.3f}" for figure in figures))

    def _by_label(self, vectors: Matrix, labels: Sequence[str]) -> tuple[float, float]:
        named = label_vectors(self.sentences, sorted(set(labels)))
        return by_label(vectors[:, -MEANING:], labels, named.astype(np.float32))


def _folds(each: Labelled) -> NDArray[np.intp]:
    groups = sorted(set(each.groups))
    order = np.random.default_rng(0).permutation(len(groups))
    fold = dict(zip(groups, order % min(FOLDS, len(groups)), strict=True))
    return np.array([fold[group] for group in each.groups])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the space lite on held-back media.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    drawn = ", ".join(DRAWN)
    parser.add_argument("--font", type=Path, help=f"a colour emoji font that draws {drawn}")
    options = parser.parse_args()
    evaluation = Evaluation(options.data, options.font)
    _print(HEAD)
    _print(["---"] * len(HEAD))
    for table in (
        evaluation.images_to_images,
        evaluation.texts_and_images,
        evaluation.texts_and_sounds,
        evaluation.images_and_sounds,
        evaluation.depths_and_images,
    ):
        for row in table():
            _print(row)


def _print(cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
