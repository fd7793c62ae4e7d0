"""Whether a note sounds at its pitch, and not only several notes above that have it in common."""

import numpy as np
from numpy.typing import NDArray

from .notes import Note
from .periods import HIGHEST, RATE

_SIZE = 8192
"""Samples of a spectrum: lines 2 Hz apart."""
_LOOKED_AT = 0.3
"""Seconds around the middle of a note."""
_AROUND = 0.03
"""Share of a harmonic's frequency within which it is looked for: half a semitone."""
_FAINT = 30.0
"""Decibels below the strongest harmonic from which a voice's first two are not heard."""


def has_root(samples: NDArray[np.float64], note: Note) -> bool:
    """Whether the first or the second harmonic is among what is heard.

    A major chord repeats as often as a tone two octaves below its lowest note would, which is the
    pitch that a period alone suggests; nothing sounds there, nor an octave above.
    """
    middle, half = (note.start + note.end) / 2, min(note.seconds, _LOOKED_AT) / 2
    part = samples[int(max(middle - half, 0) * RATE) : int((middle + half) * RATE)]
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)), _SIZE)) ** 2
    hertz = 440 * 2 ** ((note.semitones - 69) / 12)
    count = max(int(HIGHEST / hertz), 2)
    heard = [_strongest(power, k * hertz) for k in range(1, count + 1)]
    return bool(max(heard[:2]) >= max(heard) / 10 ** (_FAINT / 10))


def _strongest(power: NDArray[np.float64], hertz: float) -> float:
    low, high = hertz * (1 - _AROUND) * _SIZE / RATE, hertz * (1 + _AROUND) * _SIZE / RATE
    return float(power[int(low) : int(high) + 2].max(initial=0.0))
