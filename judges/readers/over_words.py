"""The base of readers that work on the lines of the words reader."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from judges.reading import Reading
from modalities import Medium, Modality

from .words import WordsReader


class OverWords(ABC):
    """Reads what the words reader reads, and derives from that.

    A reader that also takes texts adds their modality, and reads them itself.
    """

    modalities: ClassVar[frozenset[Modality]] = WordsReader.modalities
    source: ClassVar[str] = "words"

    def __init__(self, words: WordsReader | None = None) -> None:
        self._words = words or WordsReader()

    def warm_up(self) -> None:
        """Loads the words reader's models, which pictures need, and ``derive`` does not."""
        self._words.warm_up()

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError, as the words reader does."""
        return self.derive(self._words.read(medium))

    @abstractmethod
    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """This reader's readings, given lines that were read before from one medium."""
