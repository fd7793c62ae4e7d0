"""The melody reader: the notes of a recording in which one voice hums, whistles, sings or plays."""

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar

import numpy as np

from judges.errors import ReaderError
from judges.reading import Reading
from modalities import Audio, Medium, Modality

from .contour import Contour, contour_of
from .notation import Melody, pitch_name
from .notes import NEAR, Note, notes_of
from .periods import FRAME_SECONDS, periods_of, samples_of
from .root import has_root

KIND = "melody"
LONGEST = 60.0
"""Seconds of a recording that are listened to: the first ones."""
LEAST = 0.65
"""Confidence below which it is no melody. Where it was chosen, hums had 0.7, speech up to 0.61."""
_FEWEST = 3
"""Notes that make a melody."""
_LOUD = 8.0
"""Decibels below the notes from which what sounds beside them counts."""


class MelodyReader:
    """Makes one reading of a recording in which one voice holds notes, and none of any other.

    ``value`` holds the notes as a record may hold them, each with the seconds to the next one:
    ``E5:0.31 D#5:0.29 E5:0.33``. ``details.notes`` have ``start`` and ``end`` in seconds, the pitch
    in ``semitones`` as a MIDI number with its fraction (69 is 440 Hz), its ``error``, the median
    deviation, and ``level`` in decibels of full scale. Confidence is the share of what sounds that
    lies in notes, times how surely these have a pitch; below 0.65 there is no reading.
    """

    kind: ClassVar[str] = KIND
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.AUDIO})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        """One reading, or none. Raises ReaderError for a medium that is no recording."""
        if not isinstance(medium, Audio):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected audio")
        samples = samples_of(medium, LONGEST)
        contour = contour_of(periods_of(samples))
        notes = [note for note in notes_of(contour) if has_root(samples, note)]
        if len(notes) < _FEWEST:
            return []
        confidence = _confidence(contour, notes)
        if confidence < LEAST:
            return []
        text = _written(notes)
        return [
            Reading(
                kind=self.kind,
                value=text,
                text=text,
                confidence=confidence,
                span=(notes[0].start, min(notes[-1].end, medium.seconds)),
                reader=self.kind,
                version=self.version,
                details={"notes": [_as_data(note, medium.seconds) for note in notes]},
            )
        ]


def notes_in(reading: Reading) -> list[Note]:
    """The notes of a melody reading. Raises KeyError or TypeError where it is broken."""
    return [Note(**each) for each in reading.details["notes"]]


def melody_of(notes: Sequence[Note]) -> Melody:
    """Pitches, and the seconds from the start of each note to that of the next."""
    return Melody(
        tuple(note.semitones for note in notes),
        tuple(after.start - note.start for note, after in itertools.pairwise(notes)),
    )


def _confidence(contour: Contour, notes: Sequence[Note]) -> float:
    held = np.zeros(len(contour.semitones), bool)
    for note in notes:
        within = slice(round(note.start / FRAME_SECONDS), round(note.end / FRAME_SECONDS))
        held[within] = np.abs(contour.semitones[within] - note.semitones) <= NEAR
    loud = contour.level >= np.median([note.level for note in notes]) - _LOUD
    sounding = held | loud | ~np.isnan(contour.semitones)
    return float(held.sum() / sounding.sum() * contour.voicing[held].mean())


def _written(notes: Sequence[Note]) -> str:
    until = [*(note.start for note in notes[1:]), notes[-1].end]
    return " ".join(
        f"{pitch_name(note.semitones)}:{end - note.start:.2f}"
        for note, end in zip(notes, until, strict=True)
    )


def _as_data(note: Note, seconds: float) -> dict[str, Any]:
    data = asdict(note) | {"end": min(note.end, seconds)}
    return {name: round(value, 3) for name, value in data.items()}
