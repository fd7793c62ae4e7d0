"""Measure the space: ``python -m modalities.lite.evaluate --data ../shared/data``.

Every figure is of media that the maps it was measured with were not fitted on.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import data
from .data import Labelled, depth_pairs
from .features import depth_features, image_features
from .fit import fit, fit_audio, label_vectors
from .maps import DIM, MEANING, Maps, Matrix, unit
from .ridge import Rows
from .sentences import Sentences
from .trunk import Trunk

FOLDS = 5


def recall(queries: Matrix, indexed: Matrix, right: NDArray[np.intp], among: int) -> float:
    """Share of queries whose right row of ``indexed`` is among the first by cosine."""
    scores = unit(queries) @ unit(indexed).T
    better = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    return float((better < among).mean())


def precision(scores: Rows, right: NDArray[np.bool_], among: int) -> float:
    """Mean over queries (columns) of the share of right rows among the first."""
    order = np.argsort(-scores, axis=0, kind="stable")[:among]
    return float(np.take_along_axis(right, order, axis=0).mean())


def by_label(vectors: Matrix, labels: Sequence[str], sentences: Sentences) -> tuple[float, float]:
    """Precision@10 of each label's text over all media, and accuracy of the nearest label."""
    distinct = sorted(set(labels))
    right = np.array(labels)[:, None] == np.array(distinct)
    scores = vectors @ label_vectors(sentences, distinct).T
    nearest = right[np.arange(len(labels)), scores.argmax(axis=1)]
    return precision(scores, right, 10), float(nearest.mean())


def folds(each: Labelled) -> NDArray[np.intp]:
    """A fold for every row; rows of one group share theirs."""
    groups = sorted(set(each.groups))
    order = np.random.default_rng(0).permutation(len(groups))
    fold = dict(zip(groups, order % min(FOLDS, len(groups)), strict=True))
    return np.array([fold[group] for group in each.groups])


class Evaluation:
    """All data sets as features, measured in turn; each method gives lines of a table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trunk, self.sentences = Trunk("cpu"), Sentences("cpu")
        self.clothing = data.clothing(self.trunk, folder)
        self.produce = data.produce(self.trunk, folder)
        self.clips = data.sounds(self.trunk, folder)
        self.maps = self._fit([self.clothing, self.produce], self.clips)

    def groceries(self) -> Iterator[str]:
        """Store photo to catalogue picture, of packaged groceries among all 81 items."""
        photos = data.packaged(self.trunk, self.folder)
        shelf = data.catalogue_pictures(self.trunk, self.folder)
        right = np.array([shelf.labels.index(label) for label in photos.labels])
        before = photos.features, shelf.features
        after = self._pictures(self.maps, photos), self._pictures(self.maps, shelf)
        for name, (queries, indexed) in (("trunk", before), ("space", after)):
            ranks = (f"@{n} {recall(queries, indexed, right, n):.3f}" for n in (1, 5, 20))
            yield f"packaged photo to catalogue picture, {name}: recall {' '.join(ranks)}"

    def texts_to_photos(self) -> Iterator[str]:
        """Class names to photos: by the classifier alone, held back, and of an unseen data set."""
        for name, each, other in (
            ("clothing", self.clothing, self.produce),
            ("produce", self.produce, self.clothing),
        ):
            guesses = self.maps.guess(self.trunk.probabilities(each.features))
            yield self._line(f"text to {name}, classifier rows alone", unit(guesses), each)
            unseen = self._pictures(self._fit([other], self.clips), each)
            yield self._line(f"text to {name}, fitted on the other photos", unseen, each)
        fold = folds(self.clothing)
        held = np.zeros((len(fold), DIM), dtype=np.float32)
        for number in range(FOLDS):
            maps = self._fit([self.clothing.where(fold != number), self.produce], self.clips)
            held[fold == number] = self._pictures(maps, self.clothing.where(fold == number))
        yield self._line("text to clothing, 5-fold", held, self.clothing)

    def texts_to_sounds(self) -> Iterator[str]:
        """ESC-10 class names to sounds, each fold by a map fitted on the other."""
        fold = folds(self.clips)
        held = np.zeros((len(fold), DIM), dtype=np.float32)
        agree = []
        for number in range(int(fold.max()) + 1):
            fitted, other = self.clips.where(fold != number), self.clips.where(fold == number)
            audio = fit_audio(fitted, self.sentences)
            held[fold == number] = audio.project(other.features)
            indexed = audio.project(fitted.features)
            agree.append(nearest_agrees(held[fold == number], indexed, other, fitted))
            agree.append(nearest_agrees(other.features, fitted.features, other, fitted))
        yield self._line("text to sound, fitted on the other fold", held, self.clips)
        for name, shares in (("trunk", agree[1::2]), ("space, fitted on it", agree[::2])):
            share = float(np.mean(shares))
            yield f"sound to sound of the other fold, {name}: right at rank 1 {share:.3f}"

    def depths_to_colours(self) -> Iterator[str]:
        """Depth map to the colour picture of the same frame, among all frames."""
        pairs = depth_pairs(self.folder)
        depths = depth_features(self.trunk, [depth for depth, _ in pairs])
        colours = image_features(self.trunk, [colour for _, colour in pairs])
        right = np.arange(len(pairs))
        space = (self._project(self.maps, depths), self._project(self.maps, colours))
        for name, (queries, indexed) in (("trunk", (depths, colours)), ("space", space)):
            ranks = (f"@{n} {recall(queries, indexed, right, n):.3f}" for n in (1, 3))
            yield f"depth to colour of {len(pairs)} frames, {name}: recall {' '.join(ranks)}"

    def _fit(self, photos: Sequence[Labelled], clips: Labelled) -> Maps:
        return fit(photos, clips, self.trunk, self.sentences)

    def _pictures(self, maps: Maps, each: Labelled) -> Matrix:
        return self._project(maps, each.features)

    def _project(self, maps: Maps, features: Matrix) -> Matrix:
        return maps.image.project(features, maps.guess(self.trunk.probabilities(features)))

    def _line(self, name: str, vectors: Matrix, each: Labelled) -> str:
        precise, nearest = by_label(vectors[:, -MEANING:], each.labels, self.sentences)
        return f"{name}: precision@10 {precise:.3f}, nearest label {nearest:.3f}"


def nearest_agrees(queries: Matrix, indexed: Matrix, asked: Labelled, stored: Labelled) -> float:
    """Share of queries whose nearest indexed row has the same label."""
    nearest = (unit(queries) @ unit(indexed).T).argmax(axis=1)
    return float((np.array(stored.labels)[nearest] == np.array(asked.labels)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the space lite on held-back media.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    evaluation = Evaluation(parser.parse_args().data)
    for table in (
        evaluation.groceries,
        evaluation.texts_to_photos,
        evaluation.texts_to_sounds,
        evaluation.depths_to_colours,
    ):
        for line in table():
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
