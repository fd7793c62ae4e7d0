"""Depth maps of solids on a table, by ray casting, and what real sensors make of them.

World: metres, y up, the table is y = 0, the camera looks along -z and down by its pitch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modalities import Depth, Intrinsics

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Turned:
    """A solid of revolution about a vertical axis: frusta, and a lid."""

    profile: tuple[tuple[float, float], ...]
    """(radius, height) from the bottom up."""
    x: float = 0.0
    z: float = 0.0

    @property
    def size(self) -> tuple[float, float, float]:
        """Height, width and depth in metres."""
        across = 2 * max(radius for radius, _ in self.profile)
        return max(height for _, height in self.profile), across, across

    def meet(self, eye: Floats, rays: Floats) -> Floats:
        """Multiples of each ray (n, 3) at which it enters; infinite where it misses."""
        found = np.full(len(rays), np.inf)
        dx, dz = rays[:, 0], rays[:, 2]
        ox, oz = eye[0] - self.x, eye[2] - self.z
        plan = np.abs(ox * dz - oz * dx) / np.maximum(np.hypot(dx, dz), 1e-12)
        near = np.flatnonzero(plan < self.size[1] / 2)
        best = found[near]
        for (r0, h0), (r1, h1) in zip(self.profile, self.profile[1:], strict=False):
            if h1 > h0:
                np.minimum(best, _frustum((r0, h0, r1, h1), (ox, eye[1], oz), rays[near]), out=best)
            elif r1 != r0:
                ring = sorted((r0, r1))
                np.minimum(best, _ring(ring, h0, (ox, eye[1], oz), rays[near]), out=best)
        radius, height = self.profile[-1]
        np.minimum(best, _ring((0, radius), height, (ox, eye[1], oz), rays[near]), out=best)
        found[near] = best
        return found


def _ring(
    radii: Sequence[float], height: float, eye: tuple[float, float, float], rays: Floats
) -> Floats:
    """A level ring or disc."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (height - eye[1]) / rays[:, 1]
        r = np.hypot(eye[0] + t * rays[:, 0], eye[2] + t * rays[:, 2])
        return np.where((t > 0) & (r >= radii[0]) & (r <= radii[1]), t, np.inf)


def _frustum(
    shape: tuple[float, float, float, float], eye: tuple[float, float, float], rays: Floats
) -> Floats:
    r0, h0, r1, h1 = shape
    slope = (r1 - r0) / (h1 - h0)
    start = r0 + slope * (eye[1] - h0)
    dx, dy, dz = rays.T
    a = dx * dx + dz * dz - (slope * dy) ** 2
    b = eye[0] * dx + eye[2] * dz - slope * dy * start
    c = eye[0] ** 2 + eye[2] ** 2 - start**2
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(b * b - a * c)
        best = np.full(len(rays), np.inf)
        for t in ((-b - root) / a, (-b + root) / a):
            height = eye[1] + t * dy
            good = (t > 0) & (height >= h0) & (height <= h1)
            np.minimum(best, np.where(good, t, np.inf), out=best)
    return best


@dataclass(frozen=True)
class Block:
    """A box that stands on the table."""

    height: float
    width: float
    depth: float
    yaw: float = 0.0
    """Degrees."""
    x: float = 0.0
    z: float = 0.0
    lift: float = 0.0

    @property
    def size(self) -> tuple[float, float, float]:
        """Height, width and depth in metres."""
        return self.height, self.width, self.depth

    def meet(self, eye: Floats, rays: Floats) -> Floats:
        """Multiples of each ray (n, 3) at which it enters; infinite where it misses."""
        c, s = np.cos(np.radians(self.yaw)), np.sin(np.radians(self.yaw))
        turn = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
        origin = turn @ (eye - [self.x, self.lift + self.height / 2, self.z])
        half = np.array([self.width, self.height, self.depth]) / 2
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = 1 / (rays @ turn.T)
            one, other = (-half - origin) * inverse, (half - origin) * inverse
        enter = np.minimum(one, other).max(axis=1)
        leave = np.maximum(one, other).min(axis=1)
        return np.where((enter <= leave) & (enter > 0), enter, np.inf)


Solid = Turned | Block


@dataclass(frozen=True)
class View:
    """A pinhole camera."""

    eye: tuple[float, float, float]
    pitch: float
    """Degrees down."""
    camera: Intrinsics
    width: int = 640
    height: int = 480
    roll: float = 0.0
    yaw: float = 0.0

    def rays(self) -> Floats:
        """World directions (height * width, 3) whose multiples are depths."""
        u, v = np.meshgrid(np.arange(self.width), np.arange(self.height))
        x, y = (u - self.camera.cx) / self.camera.fx, (v - self.camera.cy) / self.camera.fy
        seen = np.stack([x, -y, -np.ones_like(x)], axis=-1).reshape(-1, 3)
        p, r, w = np.radians([self.pitch, self.roll, self.yaw])
        roll = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
        tilt = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
        turn = np.array([[np.cos(w), 0, np.sin(w)], [0, 1, 0], [-np.sin(w), 0, np.cos(w)]])
        return seen @ (turn @ tilt @ roll).T


def looking_at(target: float, distance: float, pitch: float, **rest: object) -> View:
    """A view of the point at ``target`` above the table's origin from ``distance`` metres."""
    p = np.radians(pitch)
    eye = (0.0, target + distance * float(np.sin(p)), distance * float(np.cos(p)))
    return View(eye, pitch, **rest)  # type: ignore[arg-type]


def render(
    solids: Sequence[Solid], view: View, *, table: bool = True, wall: float | None = None
) -> Floats:
    """Exact depths in metres, shape (height, width); infinite where nothing is met.

    ``wall`` is the distance of an upright wall behind the table's origin.
    """
    rays, eye = view.rays(), np.array(view.eye)
    best = np.full(len(rays), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        if table:
            t = -eye[1] / rays[:, 1]
            np.minimum(best, np.where(t > 0, t, np.inf), out=best)
        if wall is not None:
            t = (-wall - eye[2]) / rays[:, 2]
            np.minimum(best, np.where(t > 0, t, np.inf), out=best)
    for solid in solids:
        np.minimum(best, solid.meet(eye, rays), out=best)
    return best.reshape(view.height, view.width)


def as_depth(metres: Floats, camera: Intrinsics | None, step: float = 0.001) -> Depth:
    """A medium, rounded to the stored unit as a 16-bit map in millimetres is."""
    with np.errstate(invalid="ignore"):
        stored = np.round(metres / step) * step
        stored[~(np.isfinite(stored) & (stored > 0) & (stored < 65.5))] = np.nan
    return Depth(stored.astype(np.float32), "", "a rendered depth map", camera)


def structured_light(metres: Floats, rng: np.random.Generator) -> Floats:
    """As the first Kinect gives it: noise along the axis and across, ragged edges with holes.

    Noise after Nguyen, Izadi, Lovell, "Modeling Kinect sensor noise for improved 3D reconstruction
    and tracking" (3DIMPVT 2012): 1.2 mm + 1.9 mm/m2 (z - 0.4 m)2 along the axis, 0.8 pixels across.
    """
    height, width = metres.shape
    rows, columns = np.indices(metres.shape)
    shift = rng.normal(0, 0.5, (2, *metres.shape)).round().astype(int)
    seen = metres[
        np.clip(rows + shift[0], 0, height - 1), np.clip(columns + shift[1], 0, width - 1)
    ]
    near = np.where(np.isfinite(seen), seen, 0)
    seen = seen + rng.normal(0, 1, seen.shape) * (0.0012 + 0.0019 * (near - 0.4) ** 2)
    return _holes(seen, metres, rng, lost=0.6)


def stereo(
    metres: Floats, camera: Intrinsics, rng: np.random.Generator, baseline: float = 0.05
) -> Floats:
    """As a stereo pair gives it: disparities in steps of 1/16 pixel with noise, a shadow on the
    left of what stands in front, dropouts."""
    disparity = camera.fx * baseline / metres
    noisy = disparity + rng.normal(0, 0.08, metres.shape)
    seen = camera.fx * baseline / np.maximum(np.round(noisy * 16) / 16, 1e-6)
    seen[~np.isfinite(metres)] = np.inf
    # A point is hidden from the other eye where something nearer lies within the disparity gap.
    behind = np.zeros(metres.shape, bool)
    for step in range(1, 40):
        other = np.roll(disparity, -step, axis=1)
        other[:, -step:] = 0
        behind |= other - disparity > step
    seen[behind] = np.nan
    return _holes(seen, metres, rng, lost=0.3)


def time_of_flight(metres: Floats, rng: np.random.Generator) -> Floats:
    """Noise that grows with distance, and pixels at edges that fly between front and back."""
    seen = metres.copy()
    for axis in (0, 1):
        other = np.roll(metres, 1, axis)
        with np.errstate(invalid="ignore"):
            mixed = (np.abs(other - metres) > 0.03) & (rng.random(metres.shape) < 0.5)
        mixed[0] = mixed[:, 0] = False
        share = rng.uniform(0, 1, metres.shape)
        with np.errstate(invalid="ignore"):
            flying = share * metres + (1 - share) * other
        seen = np.where(mixed & np.isfinite(flying), flying, seen)
    near = np.where(np.isfinite(seen), seen, 0)
    noisy = seen + rng.normal(0, 1, seen.shape) * (0.001 + 0.001 * near)
    return _holes(noisy, metres, rng, lost=0)


def _holes(seen: Floats, metres: Floats, rng: np.random.Generator, lost: float) -> Floats:
    """Pixels beside a jump in depth are lost with a probability, and some blobs anywhere."""
    seen = seen.copy()
    full = np.where(np.isfinite(metres), metres, 100.0)
    jump = np.zeros(metres.shape, bool)
    for axis in (0, 1):
        step = np.abs(np.diff(full, axis=axis)) > 0.02
        jump[: step.shape[0], : step.shape[1]] |= step
        jump[-step.shape[0] :, -step.shape[1] :] |= step
    seen[jump & (rng.random(seen.shape) < lost)] = np.nan
    for _ in range(12):
        row, column = rng.integers(0, seen.shape[0]), rng.integers(0, seen.shape[1])
        tall, wide = rng.integers(1, 7, 2)
        seen[row : row + tall, column : column + wide] = np.nan
    seen[rng.random(seen.shape) < 0.002] = np.nan
    return seen
