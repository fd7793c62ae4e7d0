"""A thing as a box, seen from above: one upright face, or two that meet at a right angle."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .bins import Bins, binned
from .cloud import Floats
from .model import FLAT, SURE, Footprint, Length, misfit_of
from .plan import Plan

_FEWEST_BINS = 4
"""Of a face whose length is told."""
_BEYOND = 1.5
"""How much longer a face may be than was seen of it: at a grazing angle it has no end."""
_PLANE = 0.5
"""Misfit of each bin that a face may have in the mean: planes fit better than curves do."""
_UPRIGHT = 0.015
"""Share of its longer side by which an upright face may lean."""


def box_of(plan: Plan, height: float) -> Footprint | None:
    """One upright face, or two that meet at a right angle."""
    band = (plan.heights > 0.1 * height) & (plan.heights < 0.85 * height)
    bins = binned(plan, band, 0.98, 48)
    if bins is None:
        return None
    best = min(_fits(bins), key=lambda fit: fit.cost)
    return best.footprint(plan, bins)


@dataclass(frozen=True)
class Faces:
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
        tips = self.off[[0, -1]] > 0.02 * side.value + SURE * bins.errors[[0, -1]]
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
        fits = not (off > FLAT * longest + SURE * errors).any()
        misfit = misfit_of(off, errors, longest)
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


def _fits(bins: Bins) -> Iterator[Faces]:
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
        yield Faces(split, normal, offsets, off, cost)
