"""What stands on the table, or before the wall: connected pieces, and what hides parts of them."""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .cloud import Cloud, Mask
from .scene import Scene

JUMP = 0.03
"""Share of its distance by which depth may change from pixel to pixel of one thing."""
_BRIDGE = 4
"""Pixels: holes narrower than this do not part a thing."""
_FEWEST = 80
"""Pixels that a thing must have."""
_SMALL = 0.15
"""Share of the largest thing's pixels below which another is clutter."""
_MOST = 8
_THICK = 4.0
"""Standard deviations above the table at which something begins."""
_THINNEST = 0.003
"""Metres above it, at least."""
_FOOT, _UNDERCUT = 0.02, 0.05
"""Metres above the table, and share of its height, at which what stands on it must begin."""
_BELOW = 0.02
"""Share of a piece that may lie below the table: no more is noise."""
_HIDDEN = 0.02
"""Share of an outline that may border on something nearer."""


@dataclass(frozen=True)
class Piece:
    """One connected thing."""

    mask: Mask
    doubts: frozenset[str] = field(default_factory=frozenset)
    """Why its size may not be what it seems: ``cut_off``, ``hidden``, ``in_pieces``."""

    @property
    def pixels(self) -> int:
        return int(self.mask.sum())


def pieces_of(cloud: Cloud, scene: Scene) -> list[Piece]:
    """The things that stand out, the largest first, without small clutter and background."""
    apart = _apart(cloud, scene)
    labels, count = _labelled(cloud, apart)
    sizes = np.bincount(labels[apart], minlength=count)
    order = [int(label) for label in np.argsort(-sizes, kind="stable") if sizes[label] >= _FEWEST]
    standing, floating = list[Mask](), list[Mask]()
    for label in order[: 4 * _MOST]:
        mask = labels == label
        if _is_background(mask, cloud, scene):
            continue
        (standing if _stands(mask, cloud, scene) else floating).append(mask)
    if not standing:
        return []
    least = _SMALL * standing[0].sum()
    kept = [mask for mask in standing if mask.sum() >= least][:_MOST]
    return [Piece(mask, _doubts(mask, floating, cloud, scene)) for mask in kept]


def _apart(cloud: Cloud, scene: Scene) -> Mask:
    """Pixels that belong neither to the table nor to a wall, and do not lie behind one."""
    apart = cloud.seen.copy()
    points = cloud.points[apart]
    keep = np.ones(len(points), bool)
    if scene.table is not None:
        height = scene.table.above(points)
        keep &= np.abs(height) > np.maximum(_THICK * scene.table.slack(points), _THINNEST)
    for wall in scene.walls:
        keep &= wall.above(points) > np.maximum(_THICK * wall.slack(points), _THINNEST)
    apart[apart] = keep
    return apart


def _labelled(cloud: Cloud, apart: Mask) -> tuple[np.typing.NDArray[np.int32], int]:
    """A label for each pixel, -1 where it is none of ours.

    Neighbours, and pixels across a narrow hole, belong together unless depth jumps between them.
    """
    index = np.full(apart.shape, -1, np.int32)
    index[apart] = np.arange(apart.sum())
    ends: list[tuple[np.typing.NDArray[np.int32], np.typing.NDArray[np.int32]]] = []
    for axis in (0, 1):
        hole_between = np.ones(apart.shape, bool)
        for step in range(1, _BRIDGE + 1):
            here, there = _shifted(axis, step)
            one, other = cloud.z[here], cloud.z[there]
            joined = apart[here] & apart[there] & hole_between[here]
            joined &= np.abs(one - other) < JUMP * np.fmin(one, other)
            ends.append((index[here][joined], index[there][joined]))
            hole_between[here] &= ~cloud.seen[there]
    rows, columns = (np.concatenate(part) for part in zip(*ends, strict=True))
    number = int(apart.sum())
    links = coo_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(number, number))
    count, found = connected_components(links, directed=False)
    labels = np.full(apart.shape, -1, np.int32)
    labels[apart] = found
    return labels, int(count)


def _shifted(axis: int, step: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Pixels, and those ``step`` rows or columns on."""
    here, there, all_ = slice(None, -step), slice(step, None), slice(None)
    return ((here, all_), (there, all_)) if axis == 0 else ((all_, here), (all_, there))


def _is_background(mask: Mask, cloud: Cloud, scene: Scene) -> bool:
    """Whether it goes on below the table's level, as what stands behind the table does."""
    if scene.table is None:
        return False
    return bool((scene.table.above(cloud.points[mask]) < 0).mean() > _BELOW)


def _stands(mask: Mask, cloud: Cloud, scene: Scene) -> bool:
    """Whether it begins at the table; before a wall everything counts."""
    if scene.table is None:
        return True
    points = cloud.points[mask]
    lowest, highest = np.quantile(scene.table.above(points), [0.01, 0.99])
    slack = np.median(scene.table.slack(points)) + np.median(points[:, 2]) * cloud.pixel
    return bool(lowest < _FOOT + _UNDERCUT * highest + 4 * slack)


def _doubts(mask: Mask, floating: list[Mask], cloud: Cloud, scene: Scene) -> frozenset[str]:
    doubts = set()
    if _touches_border(mask, cloud):
        doubts.add("cut_off")
    if _is_hidden(mask, cloud):
        doubts.add("hidden")
    if any(_may_belong(other, mask, cloud, scene) for other in floating):
        doubts.add("in_pieces")
    return frozenset(doubts)


def _touches_border(mask: Mask, cloud: Cloud) -> bool:
    """Whether it reaches the end of what the sensor saw, which may be less than the picture."""
    return any(
        bool(one.min() <= all_.min() + 1 or one.max() >= all_.max() - 1)
        for one, all_ in zip(np.nonzero(mask), np.nonzero(cloud.seen), strict=True)
    )


def _is_hidden(mask: Mask, cloud: Cloud) -> bool:
    """Whether something nearer borders on it, so that a part may lie behind that."""
    outline = nearer = 0
    for axis in (0, 1):
        first, second = _shifted(axis, 1)
        for here, there in ((first, second), (second, first)):
            border = mask[here] & ~mask[there]
            outline += int(border.sum())
            jump = cloud.z[here][border] - cloud.z[there][border]
            nearer += int((jump > JUMP * cloud.z[here][border]).sum())
    return nearer > _HIDDEN * outline


def _may_belong(other: Mask, mask: Mask, cloud: Cloud, scene: Scene) -> bool:
    """Whether what floats is as far ahead as the thing and above it: a part, past a hole."""
    if other.sum() < max(30, 0.02 * mask.sum()):
        return False
    columns = [np.nonzero(each)[1] for each in (other, mask)]
    beside = columns[0].max() < columns[1].min() or columns[0].min() > columns[1].max()
    # Seen from above, what is higher is nearer to the camera, and no nearer in the level plane.
    _, ahead = scene.level(np.median(cloud.points[mask], axis=0))
    own, distance = cloud.points[mask] @ ahead, np.median(cloud.points[other] @ ahead)
    slack = 2 * JUMP * float(np.median(cloud.z[mask]))
    return bool(own.min() - slack < distance < own.max() + slack and not beside)
