"""How well vectors of one modality rank those of another."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .maps import Matrix, unit


def recall(queries: Matrix, indexed: Matrix, right: NDArray[np.intp], among: int) -> float:
    """Share of queries whose right row of ``indexed`` is among the first by cosine."""
    scores = unit(queries) @ unit(indexed).T
    better = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    return float((better < among).mean())


def recalls(queries: Matrix, indexed: Matrix, right: NDArray[np.intp], among: Sequence[int]) -> str:
    """Recall at several depths: ``0.403 / 0.803``."""
    return " / ".join(f"{recall(queries, indexed, right, depth):.3f}" for depth in among)


def precision(scores: NDArray[np.floating], right: NDArray[np.bool_], among: int) -> float:
    """Mean over queries (columns) of the share of right rows among the first."""
    order = np.argsort(-scores, axis=0, kind="stable")[:among]
    return float(np.take_along_axis(right, order, axis=0).mean())


def by_label(meanings: Matrix, labels: Sequence[str], named: Matrix) -> tuple[float, float]:
    """Precision@10 of each label's vector over all media, and accuracy of the nearest label.

    ``named``, of shape (c, 384), holds a vector for each distinct label in alphabetical order.
    """
    right = np.array(labels)[:, None] == np.array(sorted(set(labels)))
    scores = meanings @ named.T
    nearest = right[np.arange(len(labels)), scores.argmax(axis=1)]
    return precision(scores, right, 10), float(nearest.mean())


def nearest_agrees(
    queries: Matrix, indexed: Matrix, asked: Sequence[str], stored: Sequence[str]
) -> float:
    """Share of queries whose nearest indexed row has the same label."""
    nearest = (unit(queries) @ unit(indexed).T).argmax(axis=1)
    return float((np.array(stored)[nearest] == np.array(asked)).mean())
