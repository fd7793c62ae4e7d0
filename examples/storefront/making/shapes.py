"""Solids as signed distance functions, in metres, with y up and z towards the viewer.

The primitives and the smooth union follow Inigo Quilez, "Distance functions"
(https://iquilezles.org/articles/distfunctions/).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""Shape (n, 3)."""
Shape = Callable[[Points], NDArray[np.float32]]
"""Distance of each point to the surface, shape (n,), negative inside."""


def sphere(radius: float) -> Shape:
    return lambda p: np.sqrt((p * p).sum(axis=1)) - np.float32(radius)


def ellipsoid(rx: float, ry: float, rz: float) -> Shape:
    """A bound, not the exact distance; good enough to march on."""
    radii = np.array([rx, ry, rz], np.float32)

    def distance(p: Points) -> NDArray[np.float32]:
        near = np.linalg.norm(p / radii, axis=1)
        slope = np.linalg.norm(p / (radii * radii), axis=1)
        return near * (near - 1) / np.maximum(slope, 1e-6)

    return distance


def box(hx: float, hy: float, hz: float, rounding: float = 0.0) -> Shape:
    """Half extents; ``rounding`` is taken from them, so the outer size stays."""
    half = np.array([hx, hy, hz], np.float32) - np.float32(rounding)

    def distance(p: Points) -> NDArray[np.float32]:
        q = np.abs(p) - half
        outside = np.sqrt((np.maximum(q, 0) ** 2).sum(axis=1))
        return outside + np.minimum(q.max(axis=1), 0) - np.float32(rounding)

    return distance


def cylinder(radius: float, half: float, rounding: float = 0.0, axis: int = 1) -> Shape:
    across = [i for i in range(3) if i != axis]

    def distance(p: Points) -> NDArray[np.float32]:
        radial = np.hypot(p[:, across[0]], p[:, across[1]]) - np.float32(radius - rounding)
        along = np.abs(p[:, axis]) - np.float32(half - rounding)
        outside = np.hypot(np.maximum(radial, 0), np.maximum(along, 0))
        return outside + np.minimum(np.maximum(radial, along), 0) - np.float32(rounding)

    return distance


def cone(low: float, high: float, half: float, axis: int = 1) -> Shape:
    """A frustum: radius ``low`` at -half and ``high`` at +half along the axis; a bound."""
    across = [i for i in range(3) if i != axis]
    slope = (high - low) / (2 * half)
    shrink = np.float32(1 / np.sqrt(1 + slope * slope))

    def distance(p: Points) -> NDArray[np.float32]:
        along = p[:, axis]
        radius = np.float32((low + high) / 2) + np.float32(slope) * along
        radial = (np.hypot(p[:, across[0]], p[:, across[1]]) - radius) * shrink
        return np.maximum(radial, np.abs(along) - np.float32(half))

    return distance


def torus(ring: float, tube: float, axis: int = 1) -> Shape:
    across = [i for i in range(3) if i != axis]

    def distance(p: Points) -> NDArray[np.float32]:
        radial = np.hypot(p[:, across[0]], p[:, across[1]]) - np.float32(ring)
        return np.hypot(radial, p[:, axis]) - np.float32(tube)

    return distance


def capsule(a: tuple[float, float, float], b: tuple[float, float, float], radius: float) -> Shape:
    start = np.array(a, np.float32)
    along = np.array(b, np.float32) - start
    length = np.float32(along @ along)

    def distance(p: Points) -> NDArray[np.float32]:
        q = p - start
        share = np.clip(q @ along / length, 0, 1)[:, None]
        return np.linalg.norm(q - share * along, axis=1) - np.float32(radius)

    return distance


def roof(hx: float, height: float, hz: float) -> Shape:
    """A gable: ridge along x at ``height`` above the base, which spans ±hz."""
    norm = np.float32(np.hypot(height, hz))

    def distance(p: Points) -> NDArray[np.float32]:
        slope = (p[:, 1] * np.float32(hz) + np.abs(p[:, 2]) * np.float32(height)) / norm
        slope -= np.float32(height * hz) / norm
        return np.maximum(np.maximum(slope, -p[:, 1]), np.abs(p[:, 0]) - np.float32(hx))

    return distance


def at(shape: Shape, x: float, y: float, z: float) -> Shape:
    offset = np.array([x, y, z], np.float32)
    return lambda p: shape(p - offset)


def turned(shape: Shape, axis: int, degrees: float) -> Shape:
    """The shape, rotated about a coordinate axis through the origin."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3)
    i, j = [k for k in range(3) if k != axis]
    matrix[i, i], matrix[i, j], matrix[j, i], matrix[j, j] = c, -s, s, c
    back = matrix.astype(np.float32)
    return lambda p: shape(p @ back)


def union(*shapes: Shape) -> Shape:
    def distance(p: Points) -> NDArray[np.float32]:
        return np.min([shape(p) for shape in shapes], axis=0)

    return distance


def blend(softness: float, *shapes: Shape) -> Shape:
    """A union whose seams are rounded over about ``softness`` metres."""

    def distance(p: Points) -> NDArray[np.float32]:
        joined = shapes[0](p)
        for shape in shapes[1:]:
            other = shape(p)
            h = np.maximum(softness - np.abs(joined - other), 0) / softness
            joined = np.minimum(joined, other) - (h * h * np.float32(softness / 4))
        return joined.astype(np.float32)

    return distance


def cut(shape: Shape, *tools: Shape) -> Shape:
    """The shape without what lies inside the tools."""
    return lambda p: np.max([shape(p), *(-tool(p) for tool in tools)], axis=0)


def common(*shapes: Shape) -> Shape:
    return lambda p: np.max([shape(p) for shape in shapes], axis=0)
