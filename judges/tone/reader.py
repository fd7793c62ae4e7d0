"""The tone reader: the beeps of a recording, and how they repeat."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from judges.errors import ReaderError
from judges.reading import Reading
from modalities import Audio, Medium, Modality

from .events import Event, events_of
from .track import track_of

_MOST_EVENTS = 500
"""Events of one recording that are kept: the first ones."""
_ALIKE = 0.03
"""Share by which the frequencies of beeps of one pitch differ, at most."""
_LONGER = 1.4
"""A pause so many times the shortest one ends a group of beeps."""


class ToneReader:
    """Makes one reading of a recording in which tones stand out, and none of any other.

    ``value`` says it in short, as ``3 x 0.50 s 3100 Hz / 0.50 s, pause 1.50 s``: beeps of a group,
    their length and frequency, the pause between, and the pause between groups. Where pitches
    differ, as of a doorbell, it names the notes: ``0.27 s 659 Hz, 0.27 s 523 Hz``. ``details`` hold
    ``events``, each with ``start`` and ``end`` in seconds, ``hertz`` with its ``error``, ``level``
    in decibels below the loudest and ``purity``, and ``seconds``, the recording's length.
    Confidence is the share of the power that lies in the tones' strongest partial.
    """

    kind: ClassVar[str] = "tone"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.AUDIO})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError for a medium that is no recording."""
        if not isinstance(medium, Audio):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected audio")
        events = events_of(track_of(medium))[:_MOST_EVENTS]
        events = [_inside(event, medium.seconds) for event in events]
        if not events:
            return []
        text = describe(events)
        return [
            Reading(
                kind=self.kind,
                value=text,
                text=text,
                confidence=min(float(np.mean([event.purity for event in events])), 1.0),
                span=(events[0].start, events[-1].end),
                reader=self.kind,
                version=self.version,
                details={
                    "events": [_as_data(event) for event in events],
                    "seconds": round(medium.seconds, 3),
                },
            )
        ]


def describe(events: Sequence[Event]) -> str:
    """Events in one line."""
    hertz = float(np.median([event.hertz for event in events]))
    if any(abs(event.hertz / hertz - 1) > _ALIKE for event in events):
        notes = ", ".join(f"{event.seconds:.2f} s {event.hertz:.0f} Hz" for event in events[:8])
        return notes + (", ..." if len(events) > 8 else "")
    beep = f"{np.median([event.seconds for event in events]):.2f} s {hertz:.0f} Hz"
    pauses = [after.start - before.end for before, after in pairwise(events)]
    if not pauses:
        return f"1 x {beep}"
    short = [pause for pause in pauses if pause <= _LONGER * min(pauses)]
    long = [pause for pause in pauses if pause > _LONGER * min(pauses)]
    group = pauses.index(long[0]) + 1 if long else len(events)
    between = f" / {np.median(short):.2f} s"
    return f"{group} x {beep}{between}" + (f", pause {np.median(long):.2f} s" if long else "")


def _inside(event: Event, seconds: float) -> Event:
    """Frames at the ends reach beyond the recording."""
    start, end = min(event.start, seconds), min(event.end, seconds)
    return Event(start, end, event.hertz, event.error, event.level, event.purity)


def _as_data(event: Event) -> dict[str, Any]:
    return {
        "start": round(event.start, 3),
        "end": round(event.end, 3),
        "hertz": round(event.hertz, 1),
        "error": round(event.error, 1),
        "level": round(event.level, 1),
        "purity": round(event.purity, 3),
    }
