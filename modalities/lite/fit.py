"""Fit the maps: ``python -m modalities.lite.fit --data ../shared/data``.

Everything is in closed form and takes about three minutes on two processor cores.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from torchvision.models import (  # type: ignore[import-untyped]  # ships no types
    EfficientNet_B0_Weights,
)

from .data import Labelled, clothing, produce, sounds
from .maps import APPEARANCE, FILE, Map, hellinger
from .ridge import Rows, balanced, principal, ridge
from .sentences import Sentences
from .trunk import Trunk, load_state

IMAGE_PENALTY = 3e-3
AUDIO_PENALTY = 1e-2
CLASSIFIER_SHARE = 0.3
"""Weight of all 1,000 classifier rows together, beside 1 for each data set of photos."""
CLASSIFIER_LENGTH = 0.5
"""Length that a classifier row is given: about that of a centred photo."""


def fit_image(sets: Sequence[Labelled], sentences: Sentences) -> Map:
    """From labelled photos, and the trunk's classifier rows against the names of their classes."""
    centred, centre = _centre(sets)
    classifier = load_state()["_fc.weight"].numpy().astype(np.float64)
    classifier -= classifier.mean(axis=0)
    classifier *= CLASSIFIER_LENGTH / np.linalg.norm(classifier, axis=1, keepdims=True)
    names = list(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])
    labels = [label for each in sets for label in each.labels]
    rows = np.concatenate([*centred, classifier])
    targets = np.concatenate([texts(sentences, labels), texts(sentences, names)])
    weights = np.concatenate(
        [
            *(balanced(each.labels) for each in sets),
            np.full(len(names), CLASSIFIER_SHARE / len(names)),
        ]
    )
    return _map(np.concatenate(centred), centre, (rows, targets, weights), IMAGE_PENALTY)


def fit_audio(clips: Labelled, sentences: Sentences) -> Map:
    """From labelled sounds alone."""
    (rows,), centre = _centre([clips])
    targets = texts(sentences, clips.labels)
    return _map(rows, centre, (rows, targets, balanced(clips.labels)), AUDIO_PENALTY)


def texts(sentences: Sentences, labels: Sequence[str]) -> Rows:
    """Text vectors of labels, each label embedded once."""
    unique = sorted(set(labels))
    vectors = dict(zip(unique, sentences.vectors(unique).astype(np.float64), strict=True))
    return np.stack([vectors[label] for label in labels])


def _centre(sets: Sequence[Labelled]) -> tuple[list[Rows], Rows]:
    """Rows about a centre in which every data set counts the same."""
    spread = [hellinger(each.features).astype(np.float64) for each in sets]
    centre = np.mean([rows.mean(axis=0) for rows in spread], axis=0)
    return [rows - centre for rows in spread], centre


def _map(pictures: Rows, centre: Rows, examples: tuple[Rows, Rows, Rows], penalty: float) -> Map:
    rows, targets, weights = examples
    bias = np.average(targets, axis=0, weights=weights)
    directions = principal(pictures, APPEARANCE)
    meaning = ridge(rows, targets - bias, weights, penalty)
    return Map(
        *(part.astype(np.float32) for part in (centre, directions, meaning, bias)),
    )


def save(maps: Mapping[str, Map], path: Path) -> None:
    """Write maps as half-precision safetensors."""
    tensors = {
        f"{kind}.{part}": np.ascontiguousarray(getattr(each, part).astype(np.float16))
        for kind, each in maps.items()
        for part in Map.__slots__
    }
    save_file(tensors, path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the maps of the space lite.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args()
    trunk, sentences = Trunk("cpu"), Sentences("cpu")
    photos = [clothing(trunk, options.data), produce(trunk, options.data)]
    clips = sounds(trunk, options.data)
    maps = {"image": fit_image(photos, sentences), "audio": fit_audio(clips, sentences)}
    save(maps, options.output)


if __name__ == "__main__":
    main()
