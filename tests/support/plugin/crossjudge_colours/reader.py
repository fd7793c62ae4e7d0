"""The colour that most of a picture has."""

from typing import ClassVar

import numpy as np

from judges import ReaderError, Reading
from modalities import Image, Medium, Modality

NAMES = {"red": (200, 40, 40), "green": (40, 160, 60), "blue": (40, 60, 200), "white": (245,) * 3}


class ColourReader:
    """One reading a picture: the name of the colour nearest to its median."""

    kind: ClassVar[str] = "colour"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected an image")
        median = np.median(medium.pixels.reshape(-1, 3), axis=0)
        name = min(NAMES, key=lambda each: float(np.linalg.norm(median - NAMES[each])))
        return [
            Reading(
                kind=self.kind, value=name, text=name, confidence=1.0, reader=self.kind,
                version=self.version,
            )
        ]  # fmt: skip
