"""Fit the maps: ``python -m modalities.lite.fit --data ../shared/data``.

Everything is in closed form; nearly all of its few minutes go into the trunk's passes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from torchvision.models import EfficientNet_B0_Weights

from .data import Labelled, clothing, produce, sounds
from .maps import APPEARANCE, FILE, Map, Maps, Matrix, class_guess, hellinger, save_maps, unit
from .ridge import Rows, balanced, principal, ridge
from .sentences import Sentences
from .trunk import Trunk

IMAGE_PENALTY = 2e-3
AUDIO_PENALTY = 3e-3


def fit_image(sets: Sequence[Labelled], guesses: Matrix, sentences: Sentences) -> Map:
    """From labelled photos: what the guesses of the trunk's classifier lack of their labels.

    ``guesses``, of shape (n, 384), are those of all sets in turn. The correction has no bias, so
    that a photo unlike any labelled one keeps the classifier's guess.
    """
    centred, centre = _centre(sets)
    rows = np.concatenate(centred)
    weights = np.concatenate([balanced(each.labels) for each in sets])
    targets = label_vectors(sentences, [label for each in sets for label in each.labels])
    meaning = ridge(rows, targets - guesses, weights, IMAGE_PENALTY)
    return _map(centre, principal(rows, APPEARANCE), meaning, np.zeros(targets.shape[1]))


def fit_audio(clips: Labelled, sentences: Sentences) -> Map:
    """From labelled sounds alone: ImageNet's classes say nothing about a spectrogram."""
    (rows,), centre = _centre([clips])
    weights = balanced(clips.labels)
    targets = label_vectors(sentences, clips.labels)
    bias = weights @ targets
    meaning = ridge(rows, targets - bias, weights, AUDIO_PENALTY)
    looks = unit(clips.features).astype(np.float64)
    return _map(centre, principal(looks, APPEARANCE), meaning, bias)


def label_vectors(sentences: Sentences, labels: Sequence[str]) -> Rows:
    """Text vectors of shape (n, 384); each distinct label is embedded once."""
    distinct = sorted(set(labels))
    vectors = dict(zip(distinct, sentences.vectors(distinct).astype(np.float64), strict=True))
    return np.stack([vectors[label] for label in labels])


def class_names() -> list[str]:
    """The names of ImageNet's 1,000 classes, in the order of the trunk's classifier."""
    return list(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])


def _centre(sets: Sequence[Labelled]) -> tuple[list[Rows], Rows]:
    """Rows about a centre in which every data set counts the same."""
    spread = [hellinger(each.features).astype(np.float64) for each in sets]
    centre = np.mean([rows.mean(axis=0) for rows in spread], axis=0)
    return [rows - centre for rows in spread], centre


def _map(centre: Rows, appearance: Rows, meaning: Rows, bias: Rows) -> Map:
    return Map(*(part.astype(np.float32) for part in (centre, appearance, meaning, bias)))


def fit(photos: Sequence[Labelled], clips: Labelled, trunk: Trunk, sentences: Sentences) -> Maps:
    """All maps, from photos and sounds."""
    names = sentences.vectors(class_names())
    probabilities = trunk.probabilities(np.concatenate([each.features for each in photos]))
    audio = fit_audio(clips, sentences)
    guesses = class_guess(names, probabilities)
    return Maps(fit_image(photos, guesses, sentences), audio, names)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the maps of the space lite.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args()
    trunk, sentences = Trunk("cpu"), Sentences("cpu")
    photos = [clothing(trunk, options.data), produce(trunk, options.data)]
    maps = fit(photos, sounds(trunk, options.data), trunk, sentences)
    save_maps(maps, options.output)


if __name__ == "__main__":
    main()
