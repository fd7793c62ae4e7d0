"""Closed-form fits: principal directions, and ridge regression with weighted rows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]


def principal(rows: Rows, count: int) -> Rows:
    """The ``count`` directions along which rows are longest, as columns."""
    _, directions = np.linalg.eigh(rows.T @ rows)
    return np.ascontiguousarray(directions[:, ::-1][:, :count])


def ridge(rows: Rows, targets: Rows, weights: Rows, penalty: float) -> Rows:
    """W that minimises ``sum_i weights_i |rows_i W - targets_i|^2 + penalty |W|^2``.

    Shapes (n, d), (n, t), (n,) to (d, t). Hoerl and Kennard, "Ridge Regression", 1970.
    """
    weighted = rows * weights[:, None]
    gram = rows.T @ weighted + penalty * np.eye(rows.shape[1])
    return np.asarray(np.linalg.solve(gram, weighted.T @ targets), dtype=np.float64)


def balanced(labels: Sequence[str]) -> Rows:
    """Weights that sum to 1 and give every class the same share."""
    counts = Counter(labels)
    return np.array([1 / (counts[label] * len(counts)) for label in labels])
