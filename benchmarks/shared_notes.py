"""Tunes that share their notes sample by sample, and whether a fingerprint takes one for another.

    python benchmarks/shared_notes.py [--tunes 10]

What a sequencer plays of one set of samples coincides note by note, whatever the tune. Tunes of
five seconds by each of six instruments are a catalogue. Three seconds of each are asked of it,
clean and under white noise 10 dB below, and three seconds of what is nearly the same and not in the
catalogue: nothing may be confirmed. Bounds were chosen on the first set of tunes; the second was
run once.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sounds import Shelf
from waves import as_audio, mixed

from judges import Candidate, Outcome, Query, Vocabulary, build_judge, build_reader

RATE = 16_000
STEPS = (0, 2, 4, 7, 9, 12, 14, 16)
"""Semitones of a pentatonic scale."""
LENGTHS = (0.15, 0.225, 0.3)
"""Seconds from one note to the next."""
SECONDS, PART = 5.0, 3.0
SETS = {"worked out on": 3, "held back": 4}
"""Seeds."""
INSTRUMENTS = ("pluck", "sine beep", "square beep", "bell", "chord", "drum")
SOUND = {"use": "fingerprint"}
Wave = NDArray[np.float64]


class Note(NamedTuple):
    """When it starts, in seconds, which sample is played, and how loud."""

    start: float
    which: int
    level: float = 1.0


Tune = Sequence[Note]


def sample(instrument: str, which: int) -> Wave:
    """The sound of one note, the same in all tunes."""
    t = np.arange(int(0.6 * RATE)) / RATE
    hertz = 440 * 2 ** (STEPS[which] / 12)
    beep = np.clip(np.minimum(t, 0.13 - t) / 0.003, 0, 1)
    if instrument == "sine beep":
        return beep * np.sin(2 * np.pi * 2 * hertz * t)
    if instrument == "square beep":
        return beep * sum(np.sin(2 * np.pi * hertz * k * t) / k for k in (1, 3, 5, 7))
    if instrument == "bell":
        return np.exp(-6 * t) * np.sin(
            2 * np.pi * hertz * t + 3 * np.exp(-9 * t) * np.sin(2 * np.pi * 2.76 * hertz * t)
        )
    if instrument == "drum":
        noise = np.random.default_rng(which).standard_normal(len(t))
        return np.exp(-(12 + 4 * which) * t) * noise
    pitches = (1, 1.26, 1.5) if instrument == "chord" else (1,)
    partials = [(hertz * pitch * k, k**-1.5) for pitch in pitches for k in (1, 2, 3)]
    return np.exp(-5 * t) * sum(level * np.sin(2 * np.pi * each * t) for each, level in partials)


def rendered(tune: Tune, instrument: str, seconds: float) -> Wave:
    wave = np.zeros(int((seconds + 1) * RATE))
    for note in tune:
        sound = sample(instrument, note.which)
        wave[round(note.start * RATE) :][: len(sound)] += note.level * sound
    return wave[: int(seconds * RATE)]


def composed(rng: np.random.Generator, seconds: float) -> Tune:
    notes, start = [], 0.1
    while start < seconds:
        notes.append(Note(start, int(rng.integers(len(STEPS)))))
        start += float(rng.choice(LENGTHS))
    return notes


def another(tune: Tune, rng: np.random.Generator) -> Tune:
    return composed(rng, tune[-1].start)


def reordered(tune: Tune, rng: np.random.Generator) -> Tune:
    """The same rhythm, the notes in another order."""
    order = rng.permutation([note.which for note in tune])
    return [Note(note.start, int(which)) for note, which in zip(tune, order, strict=True)]


def one_other(tune: Tune, rng: np.random.Generator) -> Tune:
    """One note different, in the middle of the tune."""
    at = middle(tune, rng)
    which = (tune[at].which + int(rng.integers(1, len(STEPS)))) % len(STEPS)
    return [*tune[:at], Note(tune[at].start, which), *tune[at + 1 :]]


def one_less(tune: Tune, rng: np.random.Generator) -> Tune:
    at = middle(tune, rng)
    return [*tune[:at], *tune[at + 1 :]]


def middle(tune: Tune, rng: np.random.Generator) -> int:
    """A note of the middle second: in every part of three seconds of a tune of five."""
    half = tune[-1].start / 2
    return int(rng.choice([at for at, note in enumerate(tune) if abs(note.start - half) < 0.4]))


def other_rhythm(tune: Tune, rng: np.random.Generator) -> Tune:
    """The same notes in the same order."""
    steps = rng.permutation(np.diff([note.start for note in tune]))
    starts = tune[0].start + np.concatenate(([0], np.cumsum(steps)))
    return [Note(float(start), note.which) for start, note in zip(starts, tune, strict=True)]


def with_part(tune: Tune, rng: np.random.Generator, level: float = 1.0) -> Tune:
    """A second part that is played at the same time."""
    part = [note._replace(level=level) for note in composed(rng, tune[-1].start)]
    return sorted([*tune, *part])


def itself(tune: Tune, _rng: np.random.Generator) -> Tune:
    return tune


VARIANTS: Mapping[str, Callable[[Tune, np.random.Generator], Tune]] = {
    "the tune itself": itself,
    "another tune": another,
    "notes in another order": reordered,
    "one note different": one_other,
    "one note less": one_less,
    "another rhythm": other_rhythm,
    "one part more": with_part,
    "one part more, 3 dB below": partial(with_part, level=10 ** (-3 / 20)),
    "one part more, 6 dB below": partial(with_part, level=10 ** (-6 / 20)),
}


def part_of(wave: Wave, noise: float | None, rng: np.random.Generator) -> Wave:
    """Three seconds that hold the middle of the tune."""
    start = int(rng.uniform(0.4, 1.6) * RATE)
    part = wave[start : start + int(PART * RATE)]
    return part if noise is None else mixed(part, rng.standard_normal(len(part)), noise)


def measure(seed: int, count: int) -> Mapping[tuple[str, float | None], Counter[str]]:
    """For each variant and noise: how often asked, the tune confirmed, or another tune."""
    rng = np.random.default_rng(seed)
    tunes = {
        f"{instrument} {at}": (instrument, composed(rng, SECONDS))
        for instrument in INSTRUMENTS
        for at in range(count)
    }
    reader, judge = build_reader("fingerprint"), build_judge("sound", SOUND, Vocabulary())
    read = {
        name: reader.read(as_audio(rendered(tune, instrument, SECONDS), RATE))
        for name, (instrument, tune) in tunes.items()
    }
    shelf, candidates = Shelf(read), [Candidate(name, {}) for name in tunes]
    tallies: dict[tuple[str, float | None], Counter[str]] = {}
    for name, (instrument, tune) in track(list(tunes.items()), "tunes"):
        for title, vary in VARIANTS.items():
            for noise in (None, 10.0):
                wave = rendered(vary(tune, rng), instrument, SECONDS)
                found = reader.read(as_audio(part_of(wave, noise, rng), RATE))
                query = Query(catalogue=shelf, read=lambda _kind, found=found: found)
                verdicts = dict(zip(tunes, judge.judge(query, candidates), strict=True))
                confirmed = {id_ for id_, v in verdicts.items() if v.outcome is Outcome.CONFIRM}
                tally = tallies.setdefault((title, noise), Counter())
                tally.update(asked=1, it=name in confirmed, others=bool(confirmed - {name}))
                tally[verdicts[name].reason] += 1
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tunes", type=int, default=10, help="of each instrument")
    parser.add_argument("--only", choices=SETS)
    options = parser.parse_args()
    for title, seed in SETS.items():
        if options.only in (None, title):
            print(f"{title}\n  {'':<36}{'asked':>6}{'confirmed':>11}{'another':>9}")
            for (what, noise), tally in measure(seed, options.tunes).items():
                row = f"  {what + (', noise' if noise else ''):<36}{tally.pop('asked'):>6}"
                print(f"{row}{tally.pop('it'):>11}{tally.pop('others'):>9}  {dict(tally)}")


if __name__ == "__main__":
    main()
