"""The glyphs of one line of print: where the ink of each character is."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

_FINE = 3
"""Samples for each pixel of the strip, each way: an edge is found more finely than a pixel."""
_CORE = slice(0.2, 0.8)
"""Share of the strip's height from which the levels of paper and ink are taken."""
_WINDOW = 72
"""Pixels along the line within which paper and ink are of one level; shades and glare change it."""
_SPARSE = 50
"""Samples of ink, or of paper, that a window needs."""
_TALL = (0.3, 0.98)
"""Share of the strip's height: hyphens are lower, and what is higher is the label's edge."""
_REACH = 2.0
"""Pixels beside a glyph within which the recogniser may place its character."""
_MIDDLE = (slice(0.38, 0.62), slice(0.4, 0.6))
"""Rows and columns of a glyph where a marked zero has its dot or bar, as shares."""
_WIDEST = 95
"""Percentile of a glyph's rows: the very widest may be a speck."""


class Glyph(NamedTuple):
    """The ink of one character, in pixels of the strip."""

    left: float
    right: float
    top: float
    bottom: float
    middle: float
    """How inked its middle is, 0 to 1: a plain zero is empty there, a marked one is not."""
    even: float
    """Width of its middle row against its widest, 0 to 1: an I without serifs is as wide all the
    way down, a 1 has a flag."""

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def glyphs(strip: NDArray[np.uint8], places: Sequence[float]) -> list[Glyph | None]:
    """The glyph of each character of a level line, None where it touches another or is not found.

    ``strip`` is of shape (height, width, 3); ``places`` are the letters' and digits' places along
    it, as shares of its width.
    """
    ink = _ink(strip)
    tall = [] if ink is None else _tall_pieces(ink)
    columns = np.asarray(places) * strip.shape[1]
    owners = _owners(tall, columns)
    shift = [columns[own] - _centre(piece) for piece, own in owners]
    if shift:
        # The recogniser places characters a little beside their middle, all on the same side.
        owners = _owners(tall, columns - np.median(shift))
    found: list[Glyph | None] = [None] * len(columns)
    for piece, own in owners:
        found[own] = piece
    return found


def _ink(strip: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """How far each sample goes from paper to ink, 0 to 1. None where there are not both."""
    height, width = (length * _FINE for length in strip.shape[:2])
    grey = Image.fromarray(strip).convert("L").resize((width, height), Image.Resampling.BICUBIC)
    levels = np.asarray(grey, np.float32)
    core = _part(levels, _CORE)
    threshold = _otsu(core)
    if (core <= threshold).mean() > 0.5:
        levels, core, threshold = 255 - levels, 255 - core, 255 - threshold
    middles, papers, inks = [], [], []
    for middle in range(0, width, _WINDOW):
        near = core[:, max(middle - _WINDOW * _FINE // 2, 0) : middle + _WINDOW * _FINE // 2]
        paper, ink = near[near > threshold], near[near <= threshold]
        if min(paper.size, ink.size) >= _SPARSE:
            middles.append(middle)
            papers.append(np.median(paper))
            inks.append(np.percentile(ink, 25))
    if not middles:
        return None
    light, dark = (np.interp(np.arange(width), middles, found) for found in (papers, inks))
    inked: NDArray[np.float32] = np.clip((light - levels) / np.maximum(light - dark, 8), 0, 1)
    return inked


def _otsu(levels: NDArray[np.float32]) -> float:
    """The level that parts two classes best (N. Otsu, *A threshold selection method from
    gray-level histograms*, 1979)."""
    counts, _ = np.histogram(levels, bins=256, range=(0, 256))
    share = np.cumsum(counts) / counts.sum()
    mean = np.cumsum(counts * np.arange(256)) / counts.sum()
    between = (mean[-1] * share - mean) ** 2 / np.maximum(share * (1 - share), 1e-9)
    return float(between.argmax())


def _tall_pieces(ink: NDArray[np.float32]) -> list[Glyph]:
    """Connected pieces of ink that are as high as letters and digits."""
    labels, _ = ndimage.label(ink > 0.5, structure=np.ones((3, 3)))
    least, most = (share * ink.shape[0] for share in _TALL)
    return [
        Glyph(
            columns.start / _FINE,
            columns.stop / _FINE,
            rows.start / _FINE,
            rows.stop / _FINE,
            float(_part(ink[rows, columns], *_MIDDLE).mean()),
            _even(labels[rows, columns] == label),
        )
        for label, (rows, columns) in enumerate(ndimage.find_objects(labels), 1)
        if least < rows.stop - rows.start < most
    ]


def _even(piece: NDArray[np.bool_]) -> float:
    first, last = piece.argmax(axis=1), piece[:, ::-1].argmax(axis=1)
    widths = piece.shape[1] - first - last
    return float(np.median(widths) / np.percentile(widths, _WIDEST))


def _owners(pieces: Sequence[Glyph], columns: NDArray[np.float64]) -> list[tuple[Glyph, int]]:
    """Pieces that stand where one character does and no other, and which."""
    owners = defaultdict(list)
    for own, column in enumerate(columns):
        near = [piece for piece in pieces if piece.left - _REACH <= column <= piece.right + _REACH]
        if near:
            owners[min(near, key=lambda piece: abs(_centre(piece) - column))].append(own)
    return [(piece, found[0]) for piece, found in owners.items() if len(found) == 1]


def _centre(piece: Glyph) -> float:
    return (piece.left + piece.right) / 2


def _part(values: NDArray[np.float32], *shares: slice) -> NDArray[np.float32]:
    """What lies within shares of each side, at least one value each way."""
    chosen = []
    for share, length in zip(shares, values.shape, strict=False):
        start = int(share.start * length)
        chosen.append(slice(start, max(int(share.stop * length), start + 1)))
    return values[tuple(chosen)]
