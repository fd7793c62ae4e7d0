"""A thing seen from above: bearings and distances from the camera."""

from dataclasses import dataclass

import numpy as np

from .cloud import Cloud, Floats, Mask
from .outline import Edge, blur, edges_of, jitter
from .scene import Scene

_BENT = 0.3
"""Share of what the rows that count vary by to count as error: a curve, or noise."""
_STRAIGHT = 0.4
"""Share of the rows that end where a thing is widest, if its side is upright."""
_ANCHOR = 3
"""The third-most extreme row is no outlier."""


@dataclass(frozen=True)
class Side:
    """The vertical plane through the camera that touches a thing on one side."""

    bearing: float
    """Radians to the right of straight ahead."""
    error: float
    """Standard deviation of it."""
    heights: Floats
    """Metres above the table at which it touches."""


@dataclass(frozen=True)
class Plan:
    """A thing's visible surface, by bearing and distance in a level plane."""

    left: Side
    right: Side
    bearings: Floats
    distances: Floats
    heights: Floats
    depths: Floats
    """Along the optical axis; shapes (n,), metres."""
    noise: float
    """Standard deviation of depth at a metre."""
    pixel: float
    """Radians."""

    @property
    def middle(self) -> float:
        return (self.left.bearing + self.right.bearing) / 2

    @property
    def half(self) -> float:
        """Half the angle under which it is seen."""
        return (self.right.bearing - self.left.bearing) / 2


def plan_of(mask: Mask, cloud: Cloud, scene: Scene, base: float) -> Plan | None:
    """``base`` is the height of its foot, of ``scene.up``; None where it lies below the camera."""
    points = cloud.points[mask]
    right, ahead = scene.level(np.median(points, axis=0))
    across, along = points @ right, points @ ahead
    if along.min() <= 0.02:
        return None
    sides = [
        _side(edge, sign, cloud, scene, (right, ahead, base))
        for edge, sign in zip(edges_of(mask, cloud), (-1, 1), strict=True)
    ]
    if sides[0].bearing >= sides[1].bearing:
        return None
    return Plan(
        sides[0],
        sides[1],
        np.arctan2(across, along),
        np.hypot(across, along),
        points @ scene.up - base,
        points[:, 2],
        scene.noise,
        cloud.pixel,
    )


def _side(
    edge: Edge,
    sign: int,
    cloud: Cloud,
    scene: Scene,
    frame: tuple[Floats, Floats, float],
) -> Side:
    right, ahead, base = frame
    rays = cloud.ray(edge.columns, edge.rows)
    bearings = np.arctan2(rays @ right, rays @ ahead) * sign
    pixel = cloud.pixel / float(np.median(rays @ ahead))
    anchor = np.sort(bearings)[-min(_ANCHOR, len(bearings))]
    scatter = jitter(edge.columns)
    widest = bearings >= anchor - (1 + 2 * scatter) * pixel
    lasting = cloud.points[edge.rows.astype(int), edge.last] @ scene.up - base
    bearing = float(bearings[widest].mean())
    bent = _BENT * float(anchor - bearing)
    if widest.mean() < _STRAIGHT:
        # Rows that end within a pixel of where a curve does end a third of it short, in the mean.
        bearing += (1 + 2 * scatter) * pixel / 3
        bent += _BENT * pixel
    return Side(
        sign * bearing,
        float(np.hypot(pixel * blur(edge.gaps[widest]), bent)),
        lasting[widest],
    )
