"""The closed forms, against what defines them."""

import numpy as np

from modalities.lite.ridge import balanced, principal, ridge


def test_ridge_is_the_minimum() -> None:
    random = np.random.default_rng(1)
    rows, targets = random.normal(size=(30, 5)), random.normal(size=(30, 2))
    weights = random.uniform(0.1, 1, 30)
    solution = ridge(rows, targets, weights, 0.5)
    slope = rows.T @ (weights[:, None] * (rows @ solution - targets)) + 0.5 * solution
    np.testing.assert_allclose(slope, 0, atol=1e-10)


def test_principal_directions_hold_the_variance_of_a_plane() -> None:
    random = np.random.default_rng(2)
    rows = random.normal(size=(50, 2)) @ random.normal(size=(2, 6))
    directions = principal(rows, 2)
    np.testing.assert_allclose(directions.T @ directions, np.eye(2), atol=1e-10)
    np.testing.assert_allclose(rows @ directions @ directions.T, rows, atol=1e-10)


def test_every_class_weighs_the_same() -> None:
    np.testing.assert_allclose(balanced(["a", "b", "b"]), [0.5, 0.25, 0.25])
