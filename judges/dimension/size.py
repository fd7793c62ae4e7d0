"""The size of what a depth map shows."""

from dataclasses import dataclass

import numpy as np

from modalities import Depth

from .cloud import Cloud, Floats, Mask, cloud_of
from .footprint import footprint_of
from .model import Length
from .pieces import Piece, pieces_of
from .plan import plan_of
from .scene import Scene, scene_of
from .upright import end_of

_PLANE = 0.3
"""Standard deviation of a plane's place, in those of one of its points."""
_UNSEEN = 0.15
"""Likewise of where a thing begins, in what lies unseen below it."""


@dataclass(frozen=True)
class Size:
    """One thing and its extents in metres."""

    height: Length
    width: Length | None
    depth: Length | None
    shape: str | None
    on_table: bool
    doubts: tuple[str, ...]
    box: tuple[int, int, int, int]
    """Left, top, right and bottom in pixels, the last two exclusive."""


def sizes_of(depth: Depth) -> list[Size]:
    """Everything that stands on the table, or before the wall, largest in the picture first.

    Nothing without intrinsics, or where neither a table nor a wall is seen.
    """
    if depth.intrinsics is None:
        return []
    cloud = cloud_of(depth, depth.intrinsics)
    scene = scene_of(cloud) if cloud.seen.sum() >= 1_000 else None
    if scene is None:
        return []
    return [_size(piece, cloud, scene) for piece in pieces_of(cloud, scene)]


def _size(piece: Piece, cloud: Cloud, scene: Scene) -> Size:
    mask, doubts = piece.mask, set(piece.doubts)
    upward: Floats = cloud.points @ scene.up
    top = end_of(mask, cloud, upward, top=True)
    if top.open:
        doubts.add("hole_above")
    base, base_error = _base(mask, cloud, scene, upward)
    height = Length(top.height - base, float(np.hypot(top.error, base_error)))
    plan = plan_of(mask, cloud, scene, base)
    footprint = footprint_of(plan, height.value) if plan is not None else None
    rows, columns = np.nonzero(mask)
    return Size(
        height,
        footprint.width if footprint else None,
        footprint.depth if footprint else None,
        footprint.shape if footprint else None,
        scene.table is not None,
        tuple(sorted(doubts)),
        _box(rows, columns, cloud),
    )


def _box(
    rows: "np.typing.NDArray[np.intp]", columns: "np.typing.NDArray[np.intp]", cloud: Cloud
) -> tuple[int, int, int, int]:
    ends = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    left, top, right, bottom = (int(end) * cloud.step for end in ends)
    # The last row and column that were looked at may stand for some beyond the map's end.
    return left, top, right - cloud.step + 1, bottom - cloud.step + 1


def _base(mask: Mask, cloud: Cloud, scene: Scene, upward: Floats) -> tuple[float, float]:
    """Where it begins: on the table, or where it ends below."""
    if scene.table is not None:
        points = cloud.points[mask]
        height = scene.table.above(points)
        unseen = max(
            0.0, float(np.quantile(height, 0.01)) - 4 * float(scene.table.slack(points).mean())
        )
        return -scene.table.offset, float(
            np.hypot(_PLANE * np.median(scene.table.slack(points)), _UNSEEN * unseen)
        )
    bottom = end_of(mask, cloud, upward, top=False)
    return bottom.height, bottom.error
