"""Melodies as somebody would hum, sing, whistle or play them: synthesised, for want of recordings.

A source with harmonics (or, for a whistle, next to none) goes through the formants of a vowel. Its
pitch has vibrato, drifts, slides from note to note, and is out of tune by a little; its rhythm is
uneven; there is breath between the notes and noise over everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

RATE = 16_000
Wave = NDArray[np.float64]
Melody = Sequence[tuple[float, float]]
"""Notes: MIDI number, beats."""


@dataclass(frozen=True)
class Voice:
    """Who hums, and how."""

    middle: float
    """The MIDI number around which a melody is transposed."""
    tilt: float
    """Decibels by which harmonics fall an octave."""
    formants: tuple[tuple[float, float], ...] = ()
    """Hertz and decibels; each is some 200 Hz wide."""
    vibrato: float = 0.2
    """Semitones to either side, at 4.5 to 6.5 Hz."""
    glide: float = 0.08
    """Seconds from note to note."""
    dip: float = 8.0
    """Decibels by which it grows softer between two notes; a repeated one must be heard as two."""
    gap: float = 0.0
    """Share of a note that is silent at its end."""
    breath: float = -28.0
    """Decibels of noise from the same mouth."""
    decay: float = 0.0
    """Decibels a second by which a note fades, as a plucked one does."""
    tuning: float = 0.15
    """Semitones: standard deviation of a note from where it should be."""


MM, AH, OO, EE = (
    ((250.0, 14.0), (1_000.0, -6.0), (2_200.0, -4.0)),
    ((750.0, 14.0), (1_150.0, 12.0), (2_600.0, 8.0)),
    ((330.0, 14.0), (800.0, 8.0), (2_300.0, 2.0)),
    ((290.0, 12.0), (2_200.0, 12.0), (3_000.0, 8.0)),
)
PLUCKED = Voice(66, -8, vibrato=0, glide=0.0, dip=25, decay=30, tuning=0.02, breath=-60)
VOICES = {
    "worked out on": {
        "man, mm": Voice(48, -10, MM, dip=9),
        "woman, da": Voice(62, -7, AH, dip=18, glide=0.05),
        "whistle": Voice(88, -40, vibrato=0.15, dip=12, breath=-18),
        "woman, oo": Voice(60, -8, OO, vibrato=0.45, glide=0.1, dip=8),
        "plucked": PLUCKED,
    },
    "held back": {
        "deep man, ah": Voice(43, -8, AH, vibrato=0.3, dip=10, glide=0.09),
        "child, la": Voice(69, -9, EE, vibrato=0.1, dip=15, tuning=0.2, glide=0.06),
        "shrill whistle": Voice(89, -34, vibrato=0.3, dip=10, breath=-15, glide=0.1),
        "man, hm": Voice(51, -12, MM, vibrato=0.15, dip=14, gap=0.15, breath=-24),
        "recorder": Voice(76, -14, vibrato=0.1, glide=0.01, dip=20, tuning=0.03, breath=-30),
    },
}


def hum(
    melody: Melody,
    voice: Voice,
    rng: np.random.Generator,
    *,
    beat: float | None = None,
    unevenness: float = 0.15,
    drift: float = 1.0,
) -> Wave:
    """At ``RATE``. ``unevenness``: share by which a note may be long or short. ``drift``: semitones
    at most by which the last notes are tuned otherwise than the first."""
    beat = beat or float(rng.uniform(0.38, 0.6))
    uneven = rng.uniform(1 - unevenness, 1 + unevenness, len(melody))
    lengths = np.array([beats for _, beats in melody]) * beat * uneven
    pitch = np.array([semitone for semitone, _ in melody])
    pitch = pitch - np.round(np.median(pitch)) + voice.middle + rng.uniform(-3, 3)
    pitch = pitch + np.linspace(0, rng.uniform(-drift, drift), len(melody))
    pitch = pitch + rng.normal(0, voice.tuning, len(melody))
    lead = 0.3
    onsets = lead + np.concatenate([[0], np.cumsum(lengths)[:-1]])
    t = np.arange(int((lead + lengths.sum() + 0.3) * RATE)) / RATE
    course = _course(t, onsets, pitch, voice, rng)
    wave = _source(course, voice) * _loudness(t, onsets, lengths, voice, rng)
    breath = signal.sosfilt(signal.butter(2, 800, "highpass", fs=RATE, output="sos"),
                            rng.standard_normal(len(t)))  # fmt: skip
    wave = wave + breath * np.sqrt(np.mean(wave**2)) * 10 ** (voice.breath / 20)
    return wave / np.abs(wave).max() * 0.5


def _course(t: Wave, onsets: Wave, pitch: Wave, voice: Voice, rng: np.random.Generator) -> Wave:
    """Semitones at every sample."""
    course = np.full(len(t), pitch[0])
    for onset, before, after in zip(onsets[1:], pitch, pitch[1:], strict=False):
        slide = max(voice.glide * rng.uniform(0.6, 1.4), 1e-3)
        x = np.clip((t - onset) / slide + 0.5, 0, 1)
        course += (after - before) * (3 * x * x - 2 * x**3)
    since = t - onsets[np.clip(np.searchsorted(onsets, t, "right") - 1, 0, None)]
    swing = np.sin(2 * np.pi * rng.uniform(4.5, 6.5) * t + rng.uniform(0, 6))
    wander = np.interp(t, np.arange(0, t[-1] + 1, 0.1), rng.normal(0, 0.06, int(t[-1] * 10) + 11)
                       [: len(np.arange(0, t[-1] + 1, 0.1))])  # fmt: skip
    return course + voice.vibrato * np.clip(since / 0.2 - 0.5, 0, 1) * swing + wander


def _source(course: Wave, voice: Voice) -> Wave:
    hertz = 440 * 2 ** ((course - 69) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    wave = np.zeros(len(course))
    for k in range(1, 41):
        each = k * hertz
        if each.min() > 0.45 * RATE:
            break
        gain = voice.tilt * np.log2(k) + sum(
            decibels * np.exp(-(((each - middle) / 200) ** 2))
            for middle, decibels in voice.formants
        )
        wave += np.where(each < 0.45 * RATE, 10 ** (gain / 20) * np.sin(k * phase), 0)
    return wave


def _loudness(t: Wave, onsets: Wave, lengths: Wave, voice: Voice, rng: np.random.Generator) -> Wave:
    """Each note swells in 30 ms, and softens towards the next one."""
    decibels = np.full(len(t), -80.0)
    for onset, length in zip(onsets, lengths, strict=True):
        until = onset + length * (1 - voice.gap)
        here = (t >= onset) & (t < onset + length)
        own = rng.normal(0, 1.5) - voice.decay * (t[here] - onset)
        rise = np.clip((t[here] - onset) / 0.03, 0, 1)
        fall = np.clip((until - t[here]) / 0.04, 0, 1)
        edge = np.minimum(rise, fall)
        decibels[here] = own - voice.dip * (1 - edge)
        if voice.gap:
            decibels[here] = np.where(t[here] > until, -50, decibels[here])
    return np.convolve(10 ** (decibels / 20), np.hanning(161) / np.hanning(161).sum(), "same")
