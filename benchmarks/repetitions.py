"""Sounds that devices repeat, each device on its own: whether a fingerprint takes one for another.

    python benchmarks/repetitions.py [--sounds 150]

A beep, a chirp or a burst of noise comes again and again, 0.2 to 1.2 seconds apart, exactly or
nearly so. Five seconds of it over noise are the catalogue; three seconds of another device with the
very same sound, over noise of its own, are asked: it is no part of that recording, and nothing in
the catalogue tells. Three seconds of the recording itself, under noise 10 dB below, are asked too.
"""

import argparse
from collections import Counter
from collections.abc import Mapping

import numpy as np
from rich.progress import track
from sounds import Shelf
from waves import Wave, as_audio, mixed, pink

from judges import Candidate, Query, Vocabulary, build_judge, build_reader
from modalities import Audio

RATE = 16_000
SECONDS, PART = 5.0, 3.0
SORTS = ("beep", "chirp", "burst")
SEED = 11


def once(sort: str, rng: np.random.Generator) -> Wave:
    """The sound that is repeated, an eighth of a second long."""
    t = np.arange(int(0.13 * RATE)) / RATE
    if sort == "burst":
        return np.exp(-rng.uniform(15, 60) * t) * rng.standard_normal(len(t))
    slope = rng.uniform(1000, 6000) if sort == "chirp" else 0.0
    edges = np.clip(np.minimum(t, 0.13 - t) / 0.003, 0, 1)
    return edges * np.sin(2 * np.pi * (rng.uniform(700, 2500) * t + slope * t**2))


def repeated(
    sound: Wave, period: float, jitter: float, seconds: float, rng: np.random.Generator
) -> Wave:
    """Beginning anywhere in a period. ``jitter``: by which share of it periods differ."""
    wave = np.zeros(int((seconds + 1) * RATE))
    start = rng.uniform(0, period)
    while start < seconds:
        wave[round(start * RATE) :][: len(sound)] += sound
        start += period * (1 + jitter * rng.standard_normal())
    return wave[: int(seconds * RATE)]


def device(
    sound: Wave, period: float, jitter: float, seconds: float, rng: np.random.Generator
) -> Audio:
    wave = repeated(sound, period, jitter, seconds, rng)
    noise = pink(len(wave), rng) if rng.random() < 0.5 else rng.standard_normal(len(wave))
    return as_audio(mixed(wave, noise, float(rng.choice([10, 20, 30, 40]))), RATE)


def part_of(audio: Audio, rng: np.random.Generator) -> Audio:
    start = int(rng.uniform(0, SECONDS - PART) * RATE)
    part = audio.samples[start : start + int(PART * RATE)].astype(np.float64)
    return as_audio(mixed(part, rng.standard_normal(len(part)), 10), RATE)


def measure(count: int) -> Mapping[tuple[str, str], Counter[str]]:
    """Reasons of verdicts, for each sort of sound and each of the two queries."""
    rng = np.random.default_rng(SEED)
    reader = build_reader("fingerprint")
    judge = build_judge("sound", {"use": "fingerprint"}, Vocabulary())
    tallies: dict[tuple[str, str], Counter[str]] = {}
    for at in track(range(count), "sounds"):
        for sort in SORTS:
            sound, period = once(sort, rng), rng.uniform(0.2, 1.2)
            jitter = float(rng.choice([0, 0.002, 0.01]))
            recording = device(sound, period, jitter, SECONDS, rng)
            shelf = Shelf({"it": reader.read(recording)}, f"{sort} {at}")
            asked = {
                "another device": device(sound, period, jitter, PART, rng),
                "the recording itself": part_of(recording, rng),
            }
            for title, audio in asked.items():
                found = reader.read(audio)
                query = Query(catalogue=shelf, read=lambda _kind, found=found: found)
                (verdict,) = judge.judge(query, [Candidate("it", {})])
                tallies.setdefault((sort, title), Counter())[verdict.reason] += 1
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sounds", type=int, default=150, help="of each sort")
    options = parser.parse_args()
    print(f"{'':<32}{'asked':>6}{'confirmed':>11}")
    for (sort, title), tally in measure(options.sounds).items():
        row = f"{sort + ', ' + title:<32}{tally.total():>6}{tally['same_recording']:>11}"
        print(f"{row}  {dict(tally)}")


if __name__ == "__main__":
    main()
