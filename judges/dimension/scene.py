"""Which way is up, what things stand on, and what is behind them."""

from dataclasses import dataclass

import numpy as np

from .cloud import Cloud, Floats, Mask
from .planes import Plane, planes_of

_LEVEL = 0.3
"""A plane whose normal points so much up, in the picture, is one that things stand on."""
_ENOUGH = 40_000
"""Points that planes are fitted to."""
_UPRIGHT = 0.2
"""A plane whose normal is so nearly level is a wall."""


@dataclass(frozen=True)
class Scene:
    """Directions of a picture's world, in the camera's space."""

    up: Floats
    table: Plane | None
    walls: tuple[Plane, ...]

    @property
    def noise(self) -> float:
        """Standard deviation of depth at a metre, in metres."""
        planes = [self.table] if self.table else self.walls
        return max(plane.noise for plane in planes if plane)

    def level(self, ahead: Floats) -> tuple[Floats, Floats]:
        """Unit vectors to the right and ahead, both level, where ``ahead`` is a point."""
        front = ahead - (ahead @ self.up) * self.up
        front = front / np.linalg.norm(front)
        return np.cross(front, self.up), front


def scene_of(cloud: Cloud) -> Scene | None:
    """The table or else the wall that a picture shows; None where it shows neither.

    Without a table the camera is taken to be held upright.
    """
    seen = cloud.seen
    points = cloud.points[seen]
    planes = planes_of(points[:: max(1, len(points) // _ENOUGH)])
    table = next((plane for plane in planes if -plane.normal[1] > _LEVEL), None)
    if table is not None:
        up = table.normal
        upright = [plane for plane in planes if abs(plane.normal @ up) < _UPRIGHT]
        return Scene(up, table, tuple(each for each in upright if _behind(each, cloud, seen)))
    walls = [plane for plane in planes if abs(plane.normal[1]) < _LEVEL]
    walls = [plane for plane in walls if _behind(plane, cloud, seen)]
    if not walls:
        return None
    up = np.array([0.0, -1.0, 0.0])
    up = up - (up @ walls[0].normal) * walls[0].normal
    return Scene(up / np.linalg.norm(up), None, tuple(walls))


def _behind(plane: Plane, cloud: Cloud, seen: Mask) -> bool:
    """Whether it runs to two borders of the picture, as a wall does and no side of a box."""
    on = np.zeros(seen.shape, bool)
    points = cloud.points[seen]
    on[seen] = np.abs(plane.above(points)) < 3.5 * plane.slack(points) + 0.002
    rows, columns = np.nonzero(seen)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    borders = (on[top : top + 3], on[bottom - 2 : bottom + 1])
    sides = (on[:, left : left + 3], on[:, right - 2 : right + 1])
    reached = [bool(border.mean() > 0.1) for border in (*borders, *sides)]
    return sum(reached) >= 2
