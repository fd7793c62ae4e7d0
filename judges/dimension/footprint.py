"""The outline of a thing as seen from above, fitted by what it can be: round, or a box."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .cloud import Floats
from .plan import Plan

_FEWEST = 6
"""Pixels of a bin that counts."""
_FEWEST_BINS = 4
"""Of a face whose length is told."""
_BEYOND = 1.5
"""How much longer a face may be than was seen of it: at a grazing angle it has no end."""
_FLAT = 0.06
"""Share of its radius, or of its longer side, by which a surface may leave the model."""
_TYPICAL = 0.01
"""Share of the same by which it usually does."""
_BETTER = 20.0
"""How much less its misfit must be than the other model's."""
_PLANE = 0.5
"""Misfit of each bin that a face may have in the mean: planes fit better than curves do."""
_UPRIGHT = 0.015
"""Share of its longer side by which an upright face may lean."""
_BEHIND = 0.02
"""Share of its distance by which a surface may vary within a bin."""
_FOOT = 0.15
"""Share of its height that is a thing's foot."""
_MAD = 1.4826
_SURE = 3.0
"""Standard deviations of noise that are allowed beside that."""
_WIDEST = np.radians(75)


@dataclass(frozen=True)
class Length:
    """Metres."""

    value: float
    error: float
    """Standard deviation."""


@dataclass(frozen=True)
class Footprint:
    """What stands on the table."""

    shape: str
    """``round`` or ``box``."""
    width: Length
    """Across the line of sight."""
    depth: Length | None
    """Along it; None where it is not seen."""
    fits: bool
    """Whether all of the surface lies where the model has it, as far as noise lets one tell."""
    misfit: float
    """Sum of squared distances from it, in variances."""


@dataclass(frozen=True)
class Bins:
    """Mean distances by bearing."""

    bearings: Floats
    distances: Floats
    errors: Floats
    """Standard deviations of the distances."""
    spread: float
    """Standard deviation of distances within a bin beyond what noise makes, the middle one."""
    whole: bool
    """Whether the surface was seen up to both sides."""

    @property
    def places(self) -> Floats:
        """Shape (n, 2): to the right and ahead."""
        return np.stack(
            [self.distances * np.sin(self.bearings), self.distances * np.cos(self.bearings)], axis=1
        )


def footprint_of(plan: Plan, height: float) -> Footprint | None:
    """The one model that fits; None where none does, or where noise lets both lie as near.

    A thing too small for one of them to be tried is not told to be the other.
    """
    if plan.half > _WIDEST / 2:
        return None
    touching = np.concatenate([plan.left.heights, plan.right.heights])
    if _is_flared(plan, height, float(np.median(touching))):
        return None
    found = _round(plan, height), _box(plan, height)
    if not all(found):
        return None
    best, other = sorted((each for each in found if each), key=lambda each: each.misfit)
    return best if best.fits and other.misfit >= best.misfit + _BETTER else None


def _misfit(off: Floats, errors: Floats, size: float) -> float:
    return float(np.sum(off**2 / (errors**2 + (_TYPICAL * size) ** 2)))


def _binned(
    plan: Plan, band: "np.typing.NDArray[np.bool_]", reach: float, count: int
) -> Bins | None:
    """Bins between the sides, ``reach`` of the way from the middle to either."""
    offsets = (plan.bearings - plan.middle) / plan.half
    chosen = band & (np.abs(offsets) < reach)
    where = np.floor((offsets[chosen] / reach + 1) / 2 * count).astype(int)
    number = np.bincount(where, minlength=count)
    filled = number >= _FEWEST
    if filled.sum() < count // 3:
        return None
    distances = np.zeros(count)
    bearings = np.zeros(count)
    spreads = np.zeros(count)
    depth = float(np.median(plan.depths[chosen]))
    noise = plan.noise * depth**2
    for index in np.flatnonzero(filled):
        inside = where == index
        front = _front(plan.distances[chosen][inside], noise)
        distances[index] = np.median(front)
        spreads[index] = _MAD * np.median(np.abs(front - distances[index]))
        bearings[index] = plan.bearings[chosen][inside].mean()
    errors = 1.25 * noise / np.sqrt(np.maximum(number, 1))
    whole = bool(filled[:2].any() and filled[-2:].any())
    spread = max(0.0, float(np.median(spreads[filled])) - 1.5 * noise)
    return Bins(bearings[filled], distances[filled], errors[filled], spread, whole)


def _front(distances: Floats, noise: float) -> Floats:
    """Those of the surface in front: what lies behind it, past a rim, is left out."""
    nearest = np.quantile(distances, 0.05)
    return distances[distances < nearest + 5 * noise + _BEHIND * nearest]


def _is_flared(plan: Plan, height: float, touching: float) -> bool:
    """Whether it is widest at the lowest that was seen of it, and narrower above or with more
    below: what lies in the table's noise is then wider still."""
    lowest = max(0.0, float(np.quantile(plan.heights, 0.01)))
    foot = _FOOT * height
    if touching > lowest + foot:
        return False
    above = (plan.heights > lowest + foot) & (plan.heights < lowest + 2 * foot)
    if lowest > foot / 2 or not above.any():
        return True
    reach = np.abs(plan.bearings[above] - plan.middle).max()
    return bool(plan.half - reach > plan.pixel + 0.03 * plan.half)


def _round(plan: Plan, height: float) -> Footprint | None:
    """A circle: it touches both sides, and its front is where it is seen."""
    touching = np.concatenate([plan.left.heights, plan.right.heights])
    low, high = np.quantile(touching, [0.1, 0.9])
    slack = max(0.02 * height, 0.002)
    band = (plan.heights > low - slack) & (plan.heights < high + slack)
    bins = _binned(plan, band, 0.8, 24)
    if bins is None:
        return None
    away = bins.bearings - plan.middle
    unit = np.cos(away) - np.sqrt(np.sin(plan.half) ** 2 - np.sin(away) ** 2)
    centres = bins.distances / unit
    centre = float(np.median(centres))
    radius = centre * np.sin(plan.half)
    off = np.abs(bins.distances - centre * unit)
    fits = not (off > _FLAT * radius + _SURE * bins.errors).any()
    angle = np.hypot(plan.left.error, plan.right.error) / 2
    s = np.sin(plan.half)
    share = np.hypot(
        angle * np.cos(plan.half) / (s * (1 - s)),
        (np.median(off) + np.median(bins.errors)) / np.median(bins.distances),
    )
    width = Length(2 * radius, float(2 * radius * share))
    return Footprint("round", width, width, fits, _misfit(off, bins.errors, radius))


def _box(plan: Plan, height: float) -> Footprint | None:
    """One upright face, or two that meet at a right angle."""
    band = (plan.heights > 0.1 * height) & (plan.heights < 0.85 * height)
    bins = _binned(plan, band, 0.98, 48)
    if bins is None:
        return None
    best = min(_fits(bins), key=lambda fit: fit.cost)
    return best.footprint(plan, bins)


@dataclass(frozen=True)
class _Faces:
    """Bins before ``split`` lie on one line, those after it on another, at a right angle."""

    split: int
    normal: Floats
    """Of the first line; the second's is a quarter turn from it."""
    offsets: tuple[float, float]
    off: Floats
    """How far each bin lies from its line."""
    cost: float

    def footprint(self, plan: Plan, bins: Bins) -> Footprint:
        if self.split in (0, len(bins.bearings)):
            return self._front(plan, bins)
        return self._corner(plan, bins)

    def _front(self, plan: Plan, bins: Bins) -> Footprint:
        """One face, from side to side."""
        normal, offset = self._lines[0 if self.split else 1]
        ends = [_reach(normal, offset, ray) for ray in _sight(plan)]
        side = _between(ends, plan, normal, _sight(plan))
        # The outermost bins hold pixels of both what is in front and what is behind.
        found = self._of(bins, side, None, side.value)
        # Where the next side can be seen at an end, this one ends before the thing does.
        tips = self.off[[0, -1]] > 0.02 * side.value + _SURE * bins.errors[[0, -1]]
        return replace(found, fits=found.fits and bins.whole and not tips.any())

    def _corner(self, plan: Plan, bins: Bins) -> Footprint:
        """Two faces; how long the one that is turned away is, is told if enough is seen of it."""
        corner = np.linalg.solve(np.stack([self.normal, self._turned]), np.array(self.offsets))
        sides = []
        for (normal, offset), ray, edge in zip(
            self._lines, _sight(plan), (plan.left.error, plan.right.error), strict=True
        ):
            end = _reach(normal, offset, ray)
            slant = abs(float(ray @ normal))
            error = np.hypot(
                np.linalg.norm(end) * edge / max(slant, 1e-3), np.median(bins.errors) / slant
            )
            sides.append(Length(float(np.linalg.norm(end - corner)), float(error)))
        # Across is the face that is turned more towards the camera.
        facing = [abs(float(normal @ _ahead(plan))) for normal, _ in self._lines]
        across, along = (0, 1) if facing[0] >= facing[1] else (1, 0)
        faces = bins.places[: self.split], bins.places[self.split :]
        told = [across] if len(faces[along]) < _FEWEST_BINS else [across, along]
        seen = [np.linalg.norm(places - corner, axis=1).max() for places in faces]
        depth = sides[along] if along in told else None
        found = self._of(bins, sides[across], depth, max(sides[face].value for face in told))
        endless = any(sides[face].value > _BEYOND * seen[face] for face in told)
        return replace(found, fits=found.fits and not endless)

    @property
    def _turned(self) -> Floats:
        return np.array([-self.normal[1], self.normal[0]])

    @property
    def _lines(self) -> list[tuple[Floats, float]]:
        """Normal and offset of each."""
        return [(self.normal, self.offsets[0]), (self._turned, self.offsets[1])]

    def _of(self, bins: Bins, width: Length, depth: Length | None, longest: float) -> Footprint:
        # The outermost bins hold pixels of both what is in front and what is behind.
        off, errors = self.off[1:-1], bins.errors[1:-1]
        fits = not (off > _FLAT * longest + _SURE * errors).any()
        misfit = _misfit(off, errors, longest)
        fits = fits and bins.spread < _UPRIGHT * longest and misfit < _PLANE * len(off)
        return Footprint("box", width, depth, fits, misfit)


def _sight(plan: Plan) -> list[Floats]:
    """Directions to the left and the right side."""
    return [np.array([np.sin(b), np.cos(b)]) for b in (plan.left.bearing, plan.right.bearing)]


def _ahead(plan: Plan) -> Floats:
    return np.array([np.sin(plan.middle), np.cos(plan.middle)])


def _reach(normal: Floats, offset: float, ray: Floats) -> Floats:
    """Where a line of sight meets a line."""
    return ray * (offset / float(normal @ ray))


def _between(ends: list[Floats], plan: Plan, normal: Floats, sight: list[Floats]) -> Length:
    parts = [
        np.linalg.norm(end) * edge / max(abs(float(ray @ normal)), 1e-3)
        for end, edge, ray in zip(ends, (plan.left.error, plan.right.error), sight, strict=True)
    ]
    return Length(float(np.linalg.norm(ends[1] - ends[0])), float(np.linalg.norm(parts)))


def _fits(bins: Bins) -> Iterator[_Faces]:
    """All ways to part the bins between two faces, one of them empty included.

    After X. Zhang et al., "Efficient L-shape fitting for vehicle detection using laser scanners"
    (IEEE IV 2017), over splits in place of angles.
    """
    places, number = bins.places, len(bins.bearings)
    weights = 1 / np.maximum(bins.errors, 1e-5) ** 2
    for split in range(number + 1):
        if split in (1, number - 1):
            continue
        parts = [slice(0, split), slice(split, number)]
        scatter = np.zeros((2, 2))
        centres = []
        for turn, part in zip((np.eye(2), np.array([[0.0, 1.0], [-1.0, 0.0]])), parts, strict=True):
            own, w = places[part], weights[part]
            if not len(own):
                centres.append(np.zeros(2))
                continue
            centre = (own * w[:, None]).sum(axis=0) / w.sum()
            spread = (own - centre) @ turn.T
            scatter += (spread * w[:, None]).T @ spread
            centres.append(centre)
        normal = np.linalg.eigh(scatter)[1][:, 0]
        turned = np.array([-normal[1], normal[0]])
        offsets = (float(normal @ centres[0]), float(turned @ centres[1]))
        off = np.concatenate(
            [np.abs(places[parts[0]] @ normal - offsets[0]),
             np.abs(places[parts[1]] @ turned - offsets[1])]
        )  # fmt: skip
        penalty = 0.0 if split in (0, number) else 0.25
        cost = float(np.sum((off[1:-1]) ** 2)) ** 0.5 + penalty * float(np.median(bins.errors))
        yield _Faces(split, normal, offsets, off, cost)
