"""Points of a depth map in the camera's space, and rays through its pixels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modalities import Depth, Intrinsics

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_MOST = 2_000_000
"""Pixels that are looked at; depth sensors have fewer."""


@dataclass(frozen=True)
class Cloud:
    """Back-projected pixels: x to the right, y down, z along the optical axis, in metres."""

    points: Floats
    """Shape (height, width, 3); NaN where the sensor saw nothing."""
    camera: Intrinsics
    step: int = 1
    """Only every so-manyth row and column of the map is here."""

    @property
    def z(self) -> Floats:
        return self.points[..., 2]

    @property
    def seen(self) -> Mask:
        return np.isfinite(self.z)

    @property
    def pixel(self) -> float:
        """Width of a pixel in radians: the larger of the two directions."""
        return 1.0 / min(self.camera.fx, self.camera.fy)

    def ray(self, columns: Floats, rows: Floats) -> Floats:
        """Directions (n, 3) through places of the picture, with a z of 1."""
        x = (columns - self.camera.cx) / self.camera.fx
        y = (rows - self.camera.cy) / self.camera.fy
        return np.stack([x, y, np.ones_like(x)], axis=-1)


def cloud_of(depth: Depth, camera: Intrinsics) -> Cloud:
    """The points of a map that was taken with ``camera``, thinned out where there are too many."""
    step = math.ceil((depth.metres.size / _MOST) ** 0.5)
    camera = Intrinsics(*(each / step for each in (camera.fx, camera.fy, camera.cx, camera.cy)))
    z = depth.metres[::step, ::step].astype(np.float64)
    rows, columns = np.indices(z.shape, dtype=np.float64)
    x = (columns - camera.cx) / camera.fx * z
    y = (rows - camera.cy) / camera.fy * z
    return Cloud(np.stack([x, y, z], axis=-1), camera, step)
