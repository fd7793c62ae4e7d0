"""The chart reader: the values of a chart, from source data in texts or from a picture."""

import hashlib
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError
from judges.reader import Reader
from judges.readers.words import WordsReader
from judges.reading import Reading
from modalities import Image, Medium, Modality, Text

from .arc_chart import read_arcs
from .bar_chart import read_bars
from .labels import Label, labels_of
from .line_chart import read_lines
from .picture import Picture
from .point_chart import read_points
from .sources import chart_in
from .table import Chart

LARGEST = 4_000_000
"""Pixels; a larger picture is no chart whose pixels could be counted."""

MOST_LABELS = 400
"""Lines of print; a picture with more is a page of text."""


class ChartReader:
    """Reads one chart out of a text or a picture.

    ``value`` is ``{"type", "title", "columns", "rows"}``: the columns are the category, the series
    where there are several, and the value, a number. ``details`` hold ``errors``, how far the value
    of each row may be off, ``extents``, where the mark of each row is drawn (left, top, right and
    bottom, in pixels), ``percent``, ``axes`` and ``medium``, the content hash. From a text, which
    is CSV, JSON records, a Vega-Lite specification with inline data or an SVG that Vega drew,
    values are exact. From a picture, axes are read by their printed labels and bars, lines and
    marks are measured in pixels, or the sectors of a pie are; a chart of which anything is in doubt
    gives no reading.
    """

    kind: ClassVar[str] = "chart"
    version: ClassVar[str] = f"4+{WordsReader.version}"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE, Modality.TEXT})

    def __init__(self, words: Reader | None = None) -> None:
        """``words`` reads the print; by default the words reader does."""
        self._given = words

    @cached_property
    def _words(self) -> Reader:
        return self._given or WordsReader()

    def warm_up(self) -> None:
        """Loads the words reader's models, which pictures need and texts do not."""
        self._words.warm_up()

    def read(self, medium: Medium) -> list[Reading]:
        """One reading, or none. Raises ReaderError, as the words reader does."""
        match medium:
            case Text():
                chart = chart_in(medium.text)
            case Image():
                chart = self._in_picture(medium)
            case _:
                raise ReaderError(
                    f"{medium.source}: found {medium.modality}, charts are read in images and texts"
                )
        return [] if chart is None else [self._reading(chart, medium)]

    def _in_picture(self, medium: Image) -> Chart | None:
        height, width = medium.pixels.shape[:2]
        if height * width > LARGEST or min(height, width) < 32:
            return None

        def print_of(pixels: NDArray[np.uint8]) -> list[Label]:
            digest = hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()
            return labels_of(self._words.read(Image(pixels, digest, medium.source)))

        picture = Picture.of(medium.pixels, print_of)
        if len(picture.labels) > MOST_LABELS:
            return None
        readers = (read_bars, read_arcs, read_points, read_lines)
        return next((chart for read in readers if (chart := read(picture)) is not None), None)

    def _reading(self, chart: Chart, medium: Image | Text) -> Reading:
        value = chart.as_value()
        return Reading(
            kind=self.kind,
            value=value,
            text=chart.title or ", ".join(value["columns"]),
            confidence=chart.confidence,
            page=medium.page,
            reader=self.kind,
            version=self.version,
            details={**chart.as_details(), **_of(medium)},
        )


def _of(medium: Image | Text) -> dict[str, Any]:
    """Which medium it is, and how large a picture: whoever shows a place needs both."""
    match medium:
        case Image(pixels=pixels):
            height, width = pixels.shape[:2]
            return {"medium": medium.content_hash, "size": [width, height]}
        case _:
            return {"medium": medium.content_hash}
