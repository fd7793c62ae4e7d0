"""Printed words, by optical character recognition."""

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError
from judges.reading import Box, Reading
from modalities import Image, Medium, Modality

from .ctc import Line
from .ocr import LONGEST_SIDE, SHARED, Found, Ocr

SHORTEST_SIDE = 696
"""Pixels. Smaller pictures are scaled up towards it: letters below about 10 pixels are not read."""
LARGEST_ENLARGEMENT = 4.0
"""Beyond it interpolation adds cost and no letters."""
THINNEST_SIDE = 64
"""Pixels. Strips thinner than this are padded: the detector works on multiples of 32."""
TURNED = 0.6
"""Of the size at which pictures are read, for a second search, which finds other lines."""


class WordsReader:
    """Lines of print in a picture, read by the PP-OCRv6 models inside rapidocr's wheel.

    One reading per line as the detector found it: ``value`` and ``text`` are the line in Unicode
    normal form C, ``confidence`` is the recogniser's mean over its characters, ``box`` is in
    pixels of the picture as given; ``details`` names the picture (``medium``, its content hash) and
    its ``size``. Lines that are upside down are not turned: the classifier that
    does so turns short logos that stand upright.
    """

    kind: ClassVar[str] = "words"
    version: ClassVar[str] = "ppocrv6-small-1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def __init__(self, ocr: Ocr = SHARED) -> None:
        self._ocr = ocr

    def warm_up(self) -> None:
        """Load both models. Raises ReaderError where they are missing or damaged."""
        self._ocr.load()

    def read(self, medium: Medium) -> list[Reading]:
        """All lines of print, from the top down. Raises ReaderError."""
        image = image_of(medium)
        return [self._reading(image, line) for line in self._found(image.pixels, 1.0, image.source)]

    def read_turned(self, medium: Medium) -> list[Reading]:
        """All lines of print in the picture turned by a quarter and reduced to ``TURNED``.

        The detector finds others there, for about a third of the cost. Raises ReaderError.
        """
        image = image_of(medium)
        turned = self._found(np.rot90(image.pixels), TURNED, image.source)
        wide = image.pixels.shape[1]
        return [
            self._reading(image, line._replace(corners=_turned_back(line.corners, wide)))
            for line in turned
        ]

    def _found(self, pixels: NDArray[np.uint8], share: float, source: str) -> list[Found]:
        """Lines in a picture that is read at a share of its size, in its own pixels."""
        self.warm_up()
        scaled, scale = _scaled(pixels, share)
        try:
            found = self._ocr.lines(scaled)
        except Exception as error:
            raise ReaderError(f"{source}: words cannot be read ({error})") from error
        return [line._replace(corners=line.corners / scale) for line in found if line.text.strip()]

    def read_lines(self, strips: Sequence[NDArray[np.uint8]]) -> list[Line]:
        """What strips of shape (height, width, 3) say that each show one level line. Raises
        ReaderError."""
        if not strips:
            return []
        self.warm_up()
        try:
            return self._ocr.level_lines(strips)
        except Exception as error:
            raise ReaderError(f"words: lines cannot be read ({error})") from error

    def _reading(self, medium: Image, found: Found) -> Reading:
        line = unicodedata.normalize("NFC", found.text).strip()
        height, width = medium.pixels.shape[:2]
        return Reading(
            kind=self.kind,
            value=line,
            text=line,
            confidence=min(max(found.score, 0.0), 1.0),
            box=_box(np.clip(found.corners, 0, (width, height)).tolist()),
            page=medium.page,
            reader=self.kind,
            version=self.version,
            details={"medium": medium.content_hash, "size": [width, height]},
        )


def image_of(medium: Medium) -> Image:
    """The medium as a picture, in which alone words are read. Raises ReaderError."""
    if not isinstance(medium, Image):
        raise ReaderError(f"{medium.source}: found {medium.modality}, words are read in images")
    return medium


def _turned_back(corners: NDArray[np.float64], wide: int) -> NDArray[np.float64]:
    """Points of a picture that was turned as by ``numpy.rot90``, in the picture ``wide`` pixels
    wide that it was."""
    return np.stack([wide - corners[:, 1], corners[:, 0]], axis=-1)


def _scaled(pixels: NDArray[np.uint8], share: float) -> tuple[NDArray[np.uint8], float]:
    """The picture at a share of its size within the limits above, and how much it was enlarged."""
    height, width = pixels.shape[:2]
    scale = min(max(SHORTEST_SIDE / min(height, width), 1.0), LARGEST_ENLARGEMENT)
    scale = share * min(scale, LONGEST_SIDE / max(height, width))
    if scale != 1.0:
        from PIL import Image as Pillow

        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        resized = Pillow.fromarray(pixels).resize(size, Pillow.Resampling.LANCZOS)
        pixels = np.asarray(resized)
    return _padded(pixels), scale


def _padded(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At least THINNEST_SIDE each way, by repeating the last row and column."""
    down, right = (max(THINNEST_SIDE - side, 0) for side in pixels.shape[:2])
    if not down and not right:
        return pixels
    return np.pad(pixels, ((0, down), (0, right), (0, 0)), mode="edge")


def _box(corners: Sequence[Sequence[float]]) -> Box:
    a, b, c, d = ((round(x, 1), round(y, 1)) for x, y in corners)
    return (a, b, c, d)
