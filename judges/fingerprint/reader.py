"""The fingerprint reader: a recording as its landmarks and its profile."""

from typing import ClassVar

from judges.errors import ReaderError
from judges.reading import Reading
from modalities import Audio, Medium, Modality

from .packing import pack
from .sound_print import print_of


class FingerprintReader:
    """Makes one reading of a recording, or none where it holds nothing but a steady hum.

    ``value`` holds landmarks and profile in base64, some 1,200 characters a second; ``text`` says
    how many landmarks. Confidence is 1: a fingerprint is measured and not guessed. ``details``
    hold ``landmarks``, their number, and ``medium``, the recording's content hash.
    """

    kind: ClassVar[str] = "fingerprint"
    version: ClassVar[str] = "3"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.AUDIO})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError for a medium that is no recording."""
        if not isinstance(medium, Audio):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected audio")
        sound = print_of(medium)
        count = len(sound.landmarks.frames)
        if not count:
            return []
        return [
            Reading(
                kind=self.kind,
                value=pack(sound),
                text=f"{count} landmarks in {medium.seconds:.1f} s",
                confidence=1.0,
                span=(0.0, medium.seconds),
                reader=self.kind,
                version=self.version,
                details={"landmarks": count, "medium": medium.content_hash},
            )
        ]
