"""Melodies as records write them: ``E5:1/2 D#5:1/2 E5:1 R:1 B4:2``."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

_NOTE = re.compile(
    r"(?:(?P<letter>[A-Ga-g])(?P<accidental>[#b\u266f\u266d]?)(?P<octave>-1|\d)|(?P<rest>[Rr]))"
    r"(?::(?P<length>\d{1,6}(?:\.\d{0,6})?|\.\d{1,6}|\d{1,4}/\d{1,4}))?"
)
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"": 0, "#": 1, "\u266f": 1, "b": -1, "\u266d": -1}
_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
MOST_NOTES = 1_000
_LONGEST = 20_000
"""Characters of a melody that are looked at."""


class Melody(NamedTuple):
    """Notes in their order."""

    semitones: tuple[float, ...]
    """MIDI numbers: 69 is A4, 440 Hz, in scientific pitch notation."""
    steps: tuple[float, ...] | None
    """From the start of each note to that of the next, one fewer than notes, in any unit; None
    where the rhythm is not known."""


def parse_melody(text: str) -> Melody | None:
    """The melody of a record; None for what is none.

    Notes and rests are separated by spaces; bar lines count for nothing. Either all have a duration
    or none has, and a rest needs one.
    """
    if len(text) > _LONGEST:
        return None
    parts = [_NOTE.fullmatch(part) for part in text.replace("|", " ").split()]
    if not parts or any(part is None for part in parts):
        return None
    found = [part for part in parts if part is not None]
    lengths = [_length(part["length"]) for part in found if part["length"]]
    if lengths and (len(lengths) < len(found) or min(lengths) <= 0):
        return None
    if not lengths and any(part["rest"] for part in found):
        return None
    return _melody(found, lengths)


def run_together(melody: Melody) -> Melody:
    """The melody as it sounds where no note is sung again: repeated ones are one long note."""
    pitches = melody.semitones
    first = [at for at, pitch in enumerate(pitches) if not at or abs(pitch - pitches[at - 1]) > 0.5]
    steps = melody.steps and tuple(sum(melody.steps[at:after]) for at, after in pairwise(first))
    return Melody(tuple(pitches[at] for at in first), steps)


def pitch_name(semitones: float) -> str:
    """The name of the nearest note, such as ``D#5``."""
    nearest = round(semitones)
    return f"{_NAMES[nearest % 12]}{nearest // 12 - 1}"


def _melody(parts: Sequence[re.Match[str]], lengths: Sequence[float]) -> Melody | None:
    notes = [at for at, part in enumerate(parts) if not part["rest"]]
    if not 2 <= len(notes) <= MOST_NOTES:
        return None
    semitones = tuple(_semitones(parts[at]) for at in notes)
    if not lengths:
        return Melody(semitones, None)
    # A rest prolongs the way from the note before it to the one after.
    steps = tuple(sum(lengths[at:after]) for at, after in pairwise(notes))
    return Melody(semitones, steps)


def _semitones(part: re.Match[str]) -> float:
    return float(
        12 * (int(part["octave"]) + 1)
        + _LETTERS[part["letter"].upper()]
        + _ACCIDENTALS[part["accidental"]]
    )


def _length(text: str) -> float:
    try:
        return float(Fraction(text))
    except ZeroDivisionError:
        return 0.0
