"""A thing seen from above: bearings and distances from the camera."""

from dataclasses import dataclass

import numpy as np

from .cloud import Cloud, Floats, Mask
from .outline import Edge, blur, edges_of, jitter
from .scene import Scene
from .tip import tip_of


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
    pixel = cloud.pixel / float(np.median(rays @ ahead))
    reach = np.arctan2(rays @ right, rays @ ahead) * sign / pixel
    tip = tip_of(edge.rows, reach, jitter(edge.columns))
    lasting = cloud.points[edge.rows.astype(int), edge.last] @ scene.up - base
    return Side(
        sign * pixel * tip.reach,
        pixel * float(np.hypot(blur(edge.gaps[tip.rows]), tip.error)),
        lasting[tip.rows],
    )
