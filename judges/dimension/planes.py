"""The large planes of a cloud: what things stand on, and what is behind them."""

from dataclasses import dataclass

import numpy as np

from .cloud import Floats

_HYPOTHESES = 600
_SAMPLE = 4_000
"""Points that a hypothesis is counted on."""
_NEAR, _GROWING = 0.004, 0.006
"""Metres, and metres per metre of distance, within which a point counts for a hypothesis."""
_LEAST = 0.04
"""Share of all points that a plane must hold."""
_MOST = 3
_MAD = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""
_FINEST, _COARSEST = 3e-4, 0.012
"""Metres: no sensor is taken to be better than the one at a metre, no plane to be so rough."""


@dataclass(frozen=True)
class Plane:
    """``normal . p + offset`` is how far p lies above it, on the side of the camera."""

    normal: Floats
    offset: float
    """How far the camera lies above it, in metres."""
    share: float
    """Of all points that were seen."""
    noise: float
    """Standard deviation of depth at a metre, in metres; it grows with the square of distance."""

    def above(self, points: Floats) -> Floats:
        """Signed distances of points (..., 3), in metres."""
        found: Floats = points @ self.normal + self.offset
        return found

    def slack(self, points: Floats) -> Floats:
        """Standard deviation of ``above`` at points (..., 3): noise acts along the rays."""
        z = points[..., 2]
        slant = np.abs(points @ self.normal) / z
        return self.noise * z**2 * slant


def planes_of(points: Floats) -> list[Plane]:
    """At most three planes, the largest first. Points (n, 3); the same ones for the same points.

    Random sample consensus: M. Fischler, R. Bolles, CACM 24 (1981).
    """
    found: list[Plane] = []
    rng = np.random.default_rng(0)
    left, total = points, len(points)
    while len(found) < _MOST and len(left) > max(100, _LEAST * total):
        plane = _largest(left, total, rng)
        if plane is None or plane.share < _LEAST:
            break
        found.append(plane)
        left = left[~_on(plane, left)]
    return found


def _on(plane: Plane, points: Floats) -> "np.typing.NDArray[np.bool_]":
    return np.abs(plane.above(points)) < 3.5 * plane.slack(points) + 0.002


def _largest(points: Floats, total: int, rng: np.random.Generator) -> Plane | None:
    sample = points[rng.choice(len(points), min(_SAMPLE, len(points)), replace=False)]
    corners = sample[rng.integers(0, len(sample), (_HYPOTHESES, 3))]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    sound = lengths > 1e-9
    if not sound.any():
        return None
    normals, corners = normals[sound] / lengths[sound, None], corners[sound]
    offsets = -(normals * corners[:, 0]).sum(axis=1)
    near = _NEAR + _GROWING * sample[:, 2]
    votes = (np.abs(sample @ normals.T + offsets) < near[:, None]).sum(axis=0)
    best = int(votes.argmax())
    distances = np.abs(points @ normals[best] + offsets[best])
    return _fitted(points, distances < _NEAR + _GROWING * points[:, 2], total)


def _fitted(points: Floats, chosen: "np.typing.NDArray[np.bool_]", total: int) -> Plane | None:
    """The least-squares plane of the chosen points, chosen again by what they scatter."""
    plane = Plane(np.zeros(3), 0.0, 0.0, 0.0)
    for _ in range(4):
        if chosen.sum() < 50:
            return None
        inside = points[chosen]
        weights = 1 / inside[:, 2] ** 2
        centre = (inside * weights[:, None]).sum(axis=0) / weights.sum()
        spread = (inside - centre) * np.sqrt(weights)[:, None]
        normal = np.linalg.eigh(spread.T @ spread)[1][:, 0]
        normal = -normal if normal @ centre > 0 else normal
        offset = float(-normal @ centre)
        slant = np.abs(inside @ normal) / inside[:, 2]
        scatter = np.abs(inside @ normal + offset) / np.maximum(slant, 0.02) / inside[:, 2] ** 2
        noise = max(_FINEST, _MAD * float(np.median(scatter)))
        plane = Plane(normal, offset, 0.0, noise)
        if noise > _COARSEST:
            return None
        chosen = _on(plane, points)
    return Plane(plane.normal, plane.offset, float(chosen.sum()) / total, plane.noise)
