"""The loader contract and the limits that every loader keeps."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from .medium import Medium
from .source import Source

Loaded_co = TypeVar("Loaded_co", bound=Medium, covariant=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a loader accepts. Beyond these it raises LimitError, before decoding where it can."""

    bytes: int = 256 * 2**20
    """Encoded size of one file."""
    pixels: int = 100_000_000
    """Width times height of one picture, depth map or frame."""
    seconds: float = 3600.0
    """Length of one recording."""
    characters: int = 1_000_000
    """Length of one text."""
    pages: int = 200
    """Pages of one document."""
    samples: int = 200_000_000
    """Samples of one recording after mixing down; an hour at 48 kHz has 173 million."""
    frames: int = 500_000
    """Frames of one video; an hour at 120 a second has 432,000."""


DEFAULT_LIMITS = Limits()
"""What a loader keeps where nobody says otherwise."""


class Loader(Protocol[Loaded_co]):
    """Turns untrusted bytes into one medium. Never trusts a file's extension."""

    def load(self, source: Source) -> Loaded_co:
        """Load one medium.

        Raises UnreadableError, LimitError or EmptyMediumError; each names the source, what was
        found and what was expected.
        """
        ...
