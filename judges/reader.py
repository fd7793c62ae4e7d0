"""The reader contract."""

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from modalities import Medium, Modality

from .reading import Reading


@runtime_checkable
class Reader(Protocol):
    """Reads values of one kind out of media. Readers know nothing of candidates."""

    kind: ClassVar[str]
    """The registered name, and the kind of every reading it makes."""
    version: ClassVar[str]
    """Changes whenever the same medium could give other readings."""
    modalities: ClassVar[frozenset[Modality]]

    def warm_up(self) -> None:
        """Load models now instead of at the first ``read``."""
        ...

    def read(self, medium: Medium) -> list[Reading]:
        """Everything of this kind in one medium; nothing found is an empty list.

        Safe to call from threads. Raises ReaderError where the medium cannot be read at all.
        """
        ...


@runtime_checkable
class DerivedReader(Reader, Protocol):
    """A reader that works on another reader's readings, so that nothing is read twice."""

    source: ClassVar[str]
    """The kind whose readings it works on."""

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """This reader's readings, given those of ``source`` from the same medium."""
        ...


@runtime_checkable
class RereadingReader(DerivedReader, Protocol):
    """A derived reader that looks at the medium again where its source's readings leave doubt.

    ``derive`` then gives what can be said without the medium.
    """

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        """This reader's readings of one medium, given those of ``source`` from it.

        Safe to call from threads. Raises ReaderError.
        """
        ...
