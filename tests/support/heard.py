"""Sounds from formulas, for tests of what listens to recordings, and samples for the contracts."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from fake_catalogue import FakeCatalogue
from numpy.typing import NDArray

from judges import Candidate, FactType, Query, Vocabulary, build_judge
from judges.fingerprint.packing import pack
from judges.fingerprint.reader import FingerprintReader
from judges.fingerprint.sound_print import print_of
from judges.testing import JudgeSample, ReaderSample
from judges.tone.reader import ToneReader
from modalities import Audio, content_hash

RATE = 16_000
Wave = NDArray[np.float64]

T3 = ((0.5, 0.5), (0.5, 0.5), (0.5, 1.5))
T4 = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 1.5))
TONES = Vocabulary.extended(record={"tone_hertz": FactType.DOUBLE, "tone_pattern": FactType.STRING})


def recording(wave: Wave, rate: int = RATE) -> Audio:
    samples = (wave / max(np.abs(wave).max(), 1.0)).astype(np.float32)
    return Audio(samples, rate, content_hash("audio", samples.tobytes()), "a sound")


def tune(seed: int, seconds: float = 5.0) -> Wave:
    """Struck notes at random times, over a faint hiss: no two seeds sound alike."""
    rng = np.random.default_rng(seed)
    wave = rng.normal(0, 0.01, int(seconds * RATE))
    for start in rng.uniform(0, seconds, int(8 * seconds)):
        rest = np.arange(int((seconds - start) * RATE)) / RATE
        note = np.exp(-rest * rng.uniform(4, 20)) * np.sin(
            2 * np.pi * rng.uniform(300, 6000) * rest + rng.uniform(0, 6)
        )
        wave[len(wave) - len(note) :] += 0.2 * note
    return wave


def melody(notes: Sequence[tuple[float, int]], seconds: float = 5.0) -> Wave:
    """Plucked notes of (start in seconds, semitone), each semitone the very same samples."""
    wave = np.zeros(int((seconds + 1) * RATE))
    t = np.arange(int(0.6 * RATE)) / RATE
    for start, semitone in notes:
        phase = 2 * np.pi * 440 * 2 ** (semitone / 12) * t
        note = np.exp(-5 * t) * sum(np.sin(k * phase) / k**1.5 for k in (1, 2, 3))
        wave[round(start * RATE) :][: len(note)] += 0.2 * note
    return wave[: int(seconds * RATE)]


def with_noise(wave: Wave, decibels: float, seed: int = 0) -> Wave:
    """White noise, so many decibels below the sound."""
    noise = np.random.default_rng(seed).normal(0, 1, len(wave))
    return wave + noise * np.sqrt(np.mean(wave**2) / 10 ** (decibels / 10))


def beeps(
    hertz: float,
    cycle: Sequence[tuple[float, float]] = T3,
    *,
    cycles: int = 2,
    lead: float = 0.3,
    rate: int = RATE,
) -> Wave:
    """(on, off) in seconds; each beep fades in and out over 3 ms."""
    parts = [np.zeros(int(lead * rate))]
    for on, off in [*cycle] * cycles:
        t = np.arange(int(on * rate)) / rate
        fade = np.clip(np.minimum(t, t[-1] - t) / 0.003, 0, 1)
        parts += [0.5 * np.sin(2 * np.pi * hertz * t) * fade, np.zeros(int(off * rate))]
    return np.concatenate(parts)


def candidates(*ids: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(id_, {}) for id_ in ids)


def shelf_of(sounds: Mapping[str, Sequence[Audio]]) -> FakeCatalogue:
    """A catalogue whose items have these recordings, fingerprinted."""
    reader = FingerprintReader()
    read = {id_: [each for one in own for each in reader.read(one)] for id_, own in sounds.items()}
    return FakeCatalogue({id_: {} for id_ in sounds}, readings=read)


def heard(catalogue: FakeCatalogue | None, *recordings: Audio) -> Query:
    """A query by sound."""
    readers = {"fingerprint": FingerprintReader(), "tone": ToneReader()}
    return Query(
        media=recordings,
        catalogue=catalogue,
        read=lambda kind: [each for one in recordings for each in readers[kind].read(one)],
    )


@cache  # made once, since all of the contract's tests ask for it
def fingerprint_judge() -> JudgeSample:
    catalogue = shelf_of(
        {"bell": [recording(tune(1))], "horn": [recording(tune(2)), recording(tune(3))], "mute": []}
    )
    query = heard(catalogue, recording(with_noise(tune(3)[RATE : 4 * RATE], 10)))
    return JudgeSample(
        build_judge("sound", {"use": "fingerprint"}, Vocabulary()),
        query,
        candidates("bell", "horn", "mute", "gone"),
        confirmed=frozenset({"horn"}),
    )


@cache  # made once, since all of the contract's tests ask for it
def tone_judge() -> JudgeSample:
    records = {
        "smoke": {"tone_hertz": 3100.0, "tone_pattern": "0.5 on 0.5 off x3, 1.5 off"},
        "deeper": {"tone_hertz": 520.0, "tone_pattern": "0.5 on 0.5 off x3, 1.5 off"},
        "gas": {"tone_hertz": 3100, "tone_pattern": "0.1 on 0.1 off x4, 5 off"},
        "silent": {"name": "no tone"},
        "broken": {"tone_hertz": "3100", "tone_pattern": "beep"},
    }
    options = {"use": "tone", "frequency": "tone_hertz", "pattern": "tone_pattern"}
    return JudgeSample(
        build_judge("alarm", options, TONES),
        heard(None, recording(with_noise(beeps(3120), 10))),
        tuple(Candidate(id_, record) for id_, record in records.items()),
        confirmed=frozenset({"smoke"}),
    )


@cache  # made once, since all of the contract's tests ask for it
def fingerprint_reader() -> ReaderSample:
    sound = recording(tune(1))
    return ReaderSample(FingerprintReader(), sound, values=(pack(print_of(sound)),))


@cache  # made once, since all of the contract's tests ask for it
def tone_reader() -> ReaderSample:
    return ReaderSample(
        ToneReader(),
        recording(beeps(3100)),
        values=("3 x 0.50 s 3100 Hz / 0.50 s, pause 1.50 s",),
    )
