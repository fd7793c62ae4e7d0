"""Make the audio example: a catalogue of things known by a code, a jingle or a beep, and queries.

Jingles and beeps come from formulas, spoken codes from espeak-ng (Debian and Ubuntu: apt install
espeak-ng), which it needs. 16-bit FLAC at 16 kHz.

    python examples/audio/make.py [--into FOLDER]
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

RATE = 16_000
Wave = NDArray[np.float64]
HERE = Path(__file__).resolve().parent
T3 = ((0.5, 0.5), (0.5, 0.5), (0.5, 1.5))
T4 = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 2.0))
DOOR = ((0.2, 0.8),)


class Thing(NamedTuple):
    """An item, and the melody it plays, if any."""

    id: str
    name: str
    record: dict[str, Any]
    melody: int | None = None


def beeping(code: str, hertz: float, pattern: str) -> dict[str, Any]:
    return {"model_code": code, "tone_hertz": hertz, "tone_pattern": pattern}


THINGS = (
    Thing("radio-dawn", "Dawn radio", {"model_code": "KX-4416"}, 1),
    Thing("radio-dusk", "Dusk radio", {"model_code": "KX-4418"}, 2),
    Thing("clock-lark", "Lark alarm clock", {"model_code": "FL-529"}, 3),
    Thing("clock-wren", "Wren alarm clock", {"model_code": "SL-529"}, 4),
    Thing("box-polka", "Polka music box", {"model_code": "GK-73"}, 5),
    Thing("box-waltz", "Waltz music box", {"model_code": "WR-527"}, 6),
    # Two that play one melody: the recording names both, so it names neither.
    Thing("bear-brown", "Brown bear", {"model_code": "BR-100"}, 7),
    Thing("bear-white", "White bear", {"model_code": "BR-200"}, 7),
    # Alarms beep by a standard, so a beep tells what kind of thing it is, and a name which one.
    Thing("alarm-smoke", "Smoke alarm", beeping("SA-100", 3100.0, "0.5 on 0.5 off x3, 1.5 off")),
    Thing("alarm-smoke-hall", "Hall alarm", beeping("SA-101", 520.0, "0.5 on 0.5 off x3, 1.5 off")),
    Thing("alarm-gas", "Gas alarm", beeping("CO-400", 3100.0, "0.1 on 0.1 off x4, 2 off")),
    Thing("fridge", "Fridge", beeping("RF-362", 2000.0, "0.2 on 0.8 off")),
)


def clock(seconds: float) -> Wave:
    return np.arange(int(seconds * RATE)) / RATE


def melody(seed: int, seconds: float = 4.0) -> Wave:
    """Plucked notes of a pentatonic scale, drawn at random; every seed is another tune."""
    rng = np.random.default_rng(seed)
    wave = np.zeros(int(seconds * RATE))
    start = 0.0
    while start < seconds - 0.3:
        hertz = 440 * 2 ** (int(rng.choice([0, 2, 4, 7, 9, 12, 14, 16])) / 12)
        t = clock(min(0.8, seconds - start))
        note = np.exp(-5 * t) * sum(np.sin(2 * np.pi * hertz * k * t) / k**1.5 for k in (1, 2, 3))
        wave[int(start * RATE) :][: len(note)] += note[: len(wave) - int(start * RATE)]
        start += float(rng.choice([0.15, 0.22, 0.3]))
    return wave


def beeps(hertz: float, cycle: Sequence[tuple[float, float]], cycles: int = 2) -> Wave:
    parts = [np.zeros(int(0.4 * RATE))]
    for on, off in [*cycle] * cycles:
        t = clock(on)
        fade = np.clip(np.minimum(t, t[-1] - t) / 0.003, 0, 1)
        parts += [np.sin(2 * np.pi * hertz * t) * fade, np.zeros(int(off * RATE))]
    return np.concatenate(parts)


def spoken(words: str, voice: str = "en-us", speed: int = 120) -> Wave:
    """Speech by espeak-ng. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise FileNotFoundError("espeak-ng is not installed (apt install espeak-ng)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(
            [program, "-v", voice, "-s", str(speed), "-w", str(path), words], check=True
        )
        wave, rate = soundfile.read(path)
    return np.asarray(soxr.resample(wave, rate, RATE))


def noisy(wave: Wave, decibels: float, seed: int) -> Wave:
    """White noise, so many decibels below the sound."""
    noise = np.random.default_rng(seed).normal(0, 1, len(wave))
    return wave + noise * np.sqrt(np.mean(wave**2) / 10 ** (decibels / 10))


def part(wave: Wave, start: float, seconds: float) -> Wave:
    return wave[int(start * RATE) : int((start + seconds) * RATE)]
