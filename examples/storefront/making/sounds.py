"""Sounds from formulas, and spoken words from espeak-ng; 16 kHz, one channel."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 16_000
Wave = NDArray[np.float64]


def clock(seconds: float) -> Wave:
    return np.arange(int(seconds * RATE)) / RATE


def swell(t: Wave, rise: float, fall: float) -> Wave:
    """Up within ``rise`` seconds and down again over the last ``fall`` seconds."""
    return np.clip(t / rise, 0, 1) * np.clip((t[-1] - t) / fall, 0, 1)


def swept(t: Wave, start: float, end: float) -> Wave:
    """Phase of a tone that glides from one frequency to another, in hertz."""
    return 2 * np.pi * (start * t + (end - start) * t * t / (2 * t[-1]))


def beep(hertz: float, seconds: float) -> Wave:
    t = clock(seconds)
    return (np.sin(2 * np.pi * hertz * t) + 0.3 * np.sin(6 * np.pi * hertz * t)) * swell(
        t, 0.004, 0.01
    )


def pause(seconds: float) -> Wave:
    return np.zeros(int(seconds * RATE))


def smoke_alarm(pitch: float) -> Wave:
    """Three half-second beeps and a pause: the temporal-three pattern of ISO 8201."""
    burst = [beep(3100 * pitch, 0.5), pause(0.5)]
    return np.concatenate([*burst, *burst, *burst, pause(0.6)])


def gas_alarm(pitch: float) -> Wave:
    """Four short beeps and a pause: the temporal-four pattern of ANSI/UL 2034."""
    burst = [beep(3150 * pitch, 0.1), pause(0.1)]
    return np.concatenate([*burst * 4, pause(1.4), *burst * 4, pause(0.5)])


def struck(hertz: float, seconds: float, partials: tuple[tuple[float, float, float], ...]) -> Wave:
    """A struck body: partials as (ratio, strength, decay per second)."""
    t = clock(seconds)
    tone = sum(a * np.exp(-d * t) * np.sin(2 * np.pi * hertz * r * t) for r, a, d in partials)
    return np.asarray(tone) * np.clip(t / 0.002, 0, 1)


CHIME = ((1.0, 1.0, 2.6), (2.76, 0.35, 5.0), (5.4, 0.18, 9.0))
BELL = ((1.0, 0.8, 3.5), (2.0, 0.5, 4.0), (2.4, 0.5, 5.0), (3.0, 0.4, 6.0), (4.5, 0.25, 9.0))


def doorbell(pitch: float) -> Wave:
    """Ding, dong: a falling major third."""
    wave = np.zeros(int(2.6 * RATE))
    for start, hertz in ((0.0, 659.3), (0.75, 523.3)):
        note = struck(hertz * pitch, 1.8, CHIME)
        wave[int(start * RATE) :][: len(note)] += note
    return wave


def triple_chime(pitch: float) -> Wave:
    wave = np.zeros(int(2.8 * RATE))
    for index, hertz in enumerate((523.3, 659.3, 784.0)):
        note = struck(hertz * pitch, 1.7, CHIME)
        wave[int(index * 0.42 * RATE) :][: len(note)] += note
    return wave


def bike_bell(pitch: float) -> Wave:
    wave = np.zeros(int(2.2 * RATE))
    for start in (0.0, 0.09, 0.18, 0.9, 0.99, 1.08):
        note = struck(1980 * pitch, 1.0, BELL)
        wave[int(start * RATE) :][: len(note)] += note[: len(wave) - int(start * RATE)]
    return wave


def formant(source: Wave, hertz: float, width: float) -> Wave:
    """A resonance, shaped in the spectrum."""
    spectrum = np.fft.rfft(source)
    axis = np.fft.rfftfreq(len(source), 1 / RATE)
    return np.fft.irfft(spectrum / (1 + ((axis - hertz) / width) ** 2), len(source))


def quack(pitch: float) -> Wave:
    calls = []
    for length in (0.28, 0.22, 0.20, 0.18):
        t = clock(length)
        buzz = np.sign(np.sin(swept(t, 300 * pitch, 205 * pitch))) * swell(t, 0.02, 0.08)
        calls += [
            formant(buzz, 1150 * pitch, 160) + 0.5 * formant(buzz, 2400 * pitch, 220),
            pause(0.17),
        ]
    return np.concatenate(calls)


def croak(pitch: float) -> Wave:
    calls = []
    for _ in range(3):
        t = clock(0.5)
        pulses = (np.sin(2 * np.pi * 36 * t) > 0.5) * np.sin(2 * np.pi * 480 * pitch * t)
        calls += [formant(pulses * swell(t, 0.08, 0.10), 700 * pitch, 260), pause(0.35)]
    return np.concatenate(calls)


def hoot(pitch: float) -> Wave:
    calls = []
    for length, rest in ((0.7, 0.5), (0.18, 0.12), (0.18, 0.12), (0.9, 0.2)):
        t = clock(length)
        wobble = np.sin(2 * np.pi * 5.5 * t) * 0.2
        calls += [
            np.sin(swept(t, 392 * pitch, 350 * pitch) + wobble) * swell(t, 0.08, 0.12),
            pause(rest),
        ]
    return np.concatenate(calls)


def chirp(pitch: float) -> Wave:
    calls = []
    for start, end, length in ((2600, 4300, 0.10), (4200, 3000, 0.14), (3000, 5200, 0.08)) * 4:
        t = clock(length)
        calls += [np.sin(swept(t, start * pitch, end * pitch)) * swell(t, 0.01, 0.03), pause(0.07)]
    return np.concatenate(calls)


def stridulation(pitch: float) -> Wave:
    calls = []
    for _ in range(7):
        t = clock(0.22)
        pulses = np.clip(np.sin(2 * np.pi * 30 * t), 0, 1)
        calls += [np.sin(2 * np.pi * 4500 * pitch * t) * pulses * swell(t, 0.03, 0.03), pause(0.16)]
    return np.concatenate(calls)


def diesel(pitch: float) -> Wave:
    """Slow, heavy combustion strokes."""
    t = clock(2.8)
    rng = np.random.default_rng(11)
    phase = (t * 11 * pitch) % 1
    stroke = np.exp(-phase * 9) * (
        np.sin(2 * np.pi * 62 * pitch * t) + 0.6 * np.sin(2 * np.pi * 118 * pitch * t)
    )
    rattle = formant(rng.normal(0, 1, len(t)), 900, 300) * np.exp(-phase * 14) * 3
    return (stroke + rattle) * swell(t, 0.1, 0.2)


def race_engine(pitch: float) -> Wave:
    """An engine that revs up through two gears."""
    t = clock(2.8)
    revs = np.where(t < 1.4, 110 + 150 * t / 1.4, 150 + 150 * (t - 1.4) / 1.4) * pitch
    phase = 2 * np.pi * np.cumsum(revs) / RATE
    buzz = sum(np.sin(phase * k) / k**0.8 for k in range(1, 14))
    return np.asarray(buzz) * swell(t, 0.05, 0.2)


SOUNDS: Mapping[str, Callable[[float], Wave]] = {
    "smoke_alarm": smoke_alarm,
    "gas_alarm": gas_alarm,
    "doorbell": doorbell,
    "triple_chime": triple_chime,
    "bike_bell": bike_bell,
    "quack": quack,
    "croak": croak,
    "hoot": hoot,
    "chirp": chirp,
    "stridulation": stridulation,
    "diesel": diesel,
    "race_engine": race_engine,
}


def sound(name: str) -> Wave:
    """A catalogue recording: clean, in tune."""
    return SOUNDS[name](1.0)


def recorded(wave: Wave, seed: int, *, noise: float = 0.05, delay: float = 0.35) -> Wave:
    """The same sound in a room: it starts late, echoes, and the microphone hisses."""
    rng = np.random.default_rng(seed)
    wave = np.concatenate([pause(delay), wave / np.abs(wave).max(), pause(0.3)])
    for late, strength in ((0.031, 0.35), (0.053, 0.22), (0.087, 0.14)):
        echo = int(late * RATE)
        wave[echo:] = wave[echo:] + strength * wave[:-echo]
    hum = 0.02 * np.sin(2 * np.pi * 50 * np.arange(len(wave)) / RATE)
    return wave + hum + rng.normal(0, noise, len(wave))


def spoken(words: str, *, voice: str = "en-gb", speed: int = 150, pitch: int = 50) -> Wave:
    """Speech by espeak-ng. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise FileNotFoundError(
            "espeak-ng is not installed (Debian and Ubuntu: apt install espeak-ng)"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(  # espeak-ng, with words of our own
            [program, "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(path), words],
            check=True,
        )
        wave, rate = soundfile.read(path)
    steps = np.arange(0, len(wave) * RATE / rate) * rate / RATE
    return np.interp(steps, np.arange(len(wave)), wave)


def save(wave: Wave, path: Path) -> None:
    """16-bit FLAC at -3 dB. FLAC and not Ogg: an Ogg stream starts with a random serial number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    level = wave / np.abs(wave).max() * 0.7
    soundfile.write(path, np.round(level * 32767).astype(np.int16), RATE, subtype="PCM_16")
