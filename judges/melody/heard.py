"""What was heard in one recording, set beside every melody of the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from judges.reading import Reading

from .library import Library, Owner
from .notation import run_together
from .notes import Note
from .reader import melody_of
from .songbook import Fit

UNSTEADY = 0.4
"""Semitones: a note whose pitch deviates so much in the median is none that was held."""
FITS = 0.4
"""Semitones, or octaves of tempo, by which each note, and each step, may be off."""
RIVALS = 0.6
"""A melody that is off by no more than this may have been meant. Of two that differ by a semitone,
or by a note twice as long, one is off by as much as the other lacks to 1."""
RISK = 1e-3
"""Places of the catalogue that fit by chance, on average, beyond which a fit means nothing."""
_VARIED = 3
"""Different intervals that a phrase must have: a scale or a repeated note is in every melody."""
_SLIPS = 2
"""Notes that are clearly others, at most, in what is still the same melody, mistaken."""


@dataclass(frozen=True)
class Heard:
    """One recording of the query, and how it lies in the melodies that it is similar to."""

    reading: Reading
    doubt: str | None
    """Why it can tell nothing, whatever it is compared with; a reason code."""
    fits: Mapping[Owner, Fit]
    """The best place in the melodies of each item."""
    alike: Mapping[Owner, Fit]
    """The same where repeated notes are one, as a hum and a melody, since they may run together."""
    by_chance: Mapping[Owner, float]
    """Places that would fit as this item's melody does by chance, on average."""

    @cached_property
    def meant(self) -> frozenset[Owner]:
        """Whose melodies it may be."""
        found = (*self.fits.items(), *self.alike.items())
        return frozenset(owner for owner, fit in found if fit.worst <= RIVALS)

    @cached_property
    def surely(self) -> Owner | None:
        """The one whose phrase it is, without a doubt."""
        if self.doubt or len(self.meant) != 1:
            return None
        (owner,) = self.meant
        return owner if self.fits_well(owner) and self.by_chance[owner] <= RISK else None

    def fits_well(self, owner: Owner) -> bool:
        return owner in self.fits and self.fits[owner].worst <= FITS

    def is_mistaken(self, owner: Owner) -> bool:
        """Whether it is this item's melody but for a note or two that are clearly others.

        A step that is too long may be two notes that ran together: it shows no mistake.
        """
        fit = self.fits.get(owner)
        if self.doubt or fit is None or fit.rhythm is None:
            return False
        return 0 < fit.wrong <= _SLIPS and fit.rhythm <= FITS


def listen(reading: Reading, notes: Sequence[Note], library: Library, least: int) -> Heard:
    """Sets one reading beside the library. ``least``: notes that a phrase must have."""
    if len(notes) < least:
        return Heard(reading, "too_short", {}, {}, {})
    phrase = melody_of(notes)
    fits = _best(library.songbook.fits(phrase), library.owners)
    alike = _best(library.run_together.fits(run_together(phrase)), library.owners)
    timed, untimed = map(library.songbook.by_chance, (phrase, phrase._replace(steps=None)))
    chances = {own: untimed if fit.rhythm is None else timed for own, fit in fits.items()}
    return Heard(reading, _doubt(notes), fits, alike, chances)


def _best(fits: Iterable[Fit], owners: Sequence[Owner]) -> dict[Owner, Fit]:
    best: dict[Owner, Fit] = {}
    for fit in fits:
        owner = owners[fit.melody]
        if owner not in best or fit.worst < best[owner].worst:
            best[owner] = fit
    return best


def _doubt(notes: Sequence[Note]) -> str | None:
    if any(note.error > UNSTEADY for note in notes):
        return "unclear"
    intervals = np.diff([note.semitones for note in notes])
    if len(set(np.round(intervals).tolist())) < _VARIED:
        return "too_plain"
    return None
