"""The reader ``chart_model``: what a model of the DePlot interface says a chart shows."""

import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from judges.errors import ReaderError
from judges.reading import Reading
from modalities import Image, Medium, Modality

from .linearised import chart_of_line

if TYPE_CHECKING:
    from .model_engine import Engine

FOLDER = "CROSSJUDGE_CHART_MODEL"
"""The environment variable that names the folder of the model."""


class ChartModelReader:
    """Reads one chart out of a picture, with a Pix2Struct model that writes its table as text.

    ``value`` is that of the reader ``chart``. A model gives no error, and ``details`` hold none:
    what it says may be anything. ``details`` hold ``model``, the folder's name, and ``percent``.
    Confidence is the geometric mean of the probabilities of its tokens.
    """

    kind: ClassVar[str] = "chart_model"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` holds the model; by default the one that CROSSJUDGE_CHART_MODEL names."""
        self._given = folder
        self._loading = threading.Lock()

    @cached_property
    def _folder(self) -> Path:
        stated = self._given or os.environ.get(FOLDER)
        if not stated:
            raise ReaderError(
                f"chart_model: {FOLDER} is not set, expected the folder of a Pix2Struct model"
            )
        folder = Path(stated)
        if not folder.is_dir():
            raise ReaderError(f"chart_model: {FOLDER}: found no folder {str(folder)!r}")
        return folder

    @cached_property
    def _engine(self) -> "Engine":
        from .model_engine import Engine

        return Engine(self._folder)

    def warm_up(self) -> None:
        """Loads the model. Raises ReaderError where there is none."""
        with self._loading:
            _ = self._engine

    def read(self, medium: Medium) -> list[Reading]:
        """One reading, or none where no table was written. Raises ReaderError without a model."""
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, chart_model reads images")
        self.warm_up()
        said = self._engine.say(medium)
        chart = chart_of_line(said.text)
        if chart is None:
            return []
        return [
            Reading(
                kind=self.kind,
                value=chart.as_value(),
                text=said.text,
                confidence=said.confidence,
                page=medium.page,
                reader=self.kind,
                version=self.version,
                details={"model": self._folder.name, "percent": chart.percent},
            )
        ]
