"""How surely hummed melodies are told apart, and what that costs.

    python benchmarks/melodies.py [--held-back] [--hums 3] [--data ../shared/data]

Nobody hums here: benchmarks/hums.py synthesises phrases of eight notes or more, in any key and
tempo, clean, under noise and as a telephone hears them. The tunes, public and random ones, and the
voices come in two halves: the judge was worked out on the first, ``--held-back`` asks the second.

Each hum is judged against the catalogue of its half; against that without the tune hummed, and in
its place a sibling: the same tune with one note a semitone or two off, one twice or half as long
or sung twice, or two in each other's place; against that with the tune and all siblings but the
repeated; against 10,000 random tunes without it; and against recordings of the tunes. Then all
recordings of sounds and of speech are asked, in which nobody hums.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from hums import PLUCKED, RATE, VOICES, Wave, hum
from rich.progress import track
from scipy import signal
from songs import TUNES, random_tune

from judges import (
    Candidate,
    FactType,
    Labels,
    Outcome,
    Query,
    Reading,
    Verdict,
    Vocabulary,
    build_judge,
    build_reader,
)
from judges.melody.notation import parse_melody, pitch_name
from modalities import Audio, AudioLoader, Source

Notes = tuple[tuple[float, float], ...]
"""MIDI number and beats of each."""
HALVES = tuple(VOICES)
SHORTEST, LONGEST = 8, 14
REPEATED = "sung twice, or once"
VOCABULARY = Vocabulary.extended(record={"melody": FactType.STRING})
TELEPHONE = signal.butter(4, (300, 3_400), "bandpass", fs=RATE, output="sos")


@dataclass(frozen=True)
class Shelf:
    """A catalogue of melodies, each an item."""

    melodies: Mapping[str, str]
    revision: str
    read: Mapping[str, Sequence[Reading]] = field(default_factory=dict)

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {id_: Labels() for id_ in ids if id_ in self.melodies}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, object]]]:
        return [(id_, dict.fromkeys(fields, own)) for id_, own in sorted(self.melodies.items())]

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        return {id_: self.read[id_] for id_ in ids if id_ in self.read and kind == "melody"}

    def candidates(self, *ids: str) -> list[Candidate]:
        return [Candidate(id_, {"melody": self.melodies[id_]}) for id_ in ids or self.melodies]


class Hum(NamedTuple):
    """One hum, and what was read in it."""

    tune: str
    first: int
    notes: Notes
    where: str
    readings: Sequence[Reading]

    @property
    def is_exact(self) -> bool:
        """Whether each note was found, and each interval is nearest to the right one."""
        found = [each["semitones"] for one in self.readings for each in one.details["notes"]]
        wanted = np.diff([semitones for semitones, _ in self.notes])
        return len(found) == len(self.notes) and bool(
            np.all(np.round(np.diff(found) - wanted) == 0)
        )


def half_of(names: Sequence[str], half: str) -> list[str]:
    return sorted(names)[HALVES.index(half) :: 2]


def catalogue_of(half: str) -> dict[str, str]:
    """The half's public tunes and 20 random ones."""
    made = {f"random {seed}": random_tune(seed) for seed in range(40)}
    return {
        name: {**TUNES, **made}[name]
        for name in [*half_of([*TUNES], half), *half_of([*made], half)]
    }


def notes_of(text: str) -> Notes:
    """Raises ValueError for what has no rhythm."""
    melody = parse_melody(text)
    if melody is None or melody.steps is None:
        raise ValueError(f"{text}: expected notes with durations")
    last = float(text.rsplit(":", 1)[1])
    return tuple(zip(melody.semitones, (*melody.steps, last), strict=True))


def written(notes: Notes) -> str:
    return " ".join(f"{pitch_name(semitones)}:{beats:g}" for semitones, beats in notes)


def with_noise(wave: Wave, decibels: float, noise: Wave) -> Wave:
    return wave + noise * np.sqrt(np.mean(wave**2) / np.mean(noise**2) / 10 ** (decibels / 10))


def pink(length: int, rng: np.random.Generator) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(length))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), length)


SURROUNDINGS: Mapping[str, Callable[[Wave, np.random.Generator], Wave]] = {
    "clean": lambda wave, _: wave,
    "white noise, 20 dB": lambda wave, rng: with_noise(wave, 20, rng.standard_normal(len(wave))),
    "white noise, 10 dB": lambda wave, rng: with_noise(wave, 10, rng.standard_normal(len(wave))),
    "pink noise, 10 dB": lambda wave, rng: with_noise(wave, 10, pink(len(wave), rng)),
    "telephone, 20 dB": lambda wave, rng: signal.sosfilt(
        TELEPHONE, with_noise(wave, 20, rng.standard_normal(len(wave)))
    ),
}


def as_audio(wave: Wave) -> Audio:
    return Audio((wave / np.abs(wave).max()).astype(np.float32), RATE, "", "a hum")


def hums(half: str, repeats: int) -> Iterator[Hum]:
    """Of each voice in all surroundings, ``repeats`` phrases of tunes drawn at random."""
    read, catalogue = build_reader("melody").read, catalogue_of(half)
    rng = np.random.default_rng(100 + HALVES.index(half))
    jobs = [(v, where) for v in VOICES[half] for where in SURROUNDINGS for _ in range(repeats)]
    for voice, where in track(jobs, "hums"):
        tune = str(rng.choice([*catalogue]))
        notes = notes_of(catalogue[tune])
        length = int(rng.integers(SHORTEST, min(LONGEST, len(notes)) + 1))
        first = int(rng.integers(0, len(notes) - length + 1))
        phrase = notes[first : first + length]
        wave = SURROUNDINGS[where](hum(phrase, VOICES[half][voice], rng), rng)
        yield Hum(tune, first, phrase, f"{voice}: {where}", read(as_audio(wave)))


def siblings(one: Hum, tune: str) -> Iterator[tuple[str, str]]:
    """The tune with one change each, within what was hummed: what changed, and the melody."""
    notes = notes_of(tune)
    for at in range(one.first, one.first + len(one.notes)):
        semitones, beats = notes[at]
        for off in (-2, -1, 1, 2):
            changed = (*notes[:at], (semitones + off, beats), *notes[at + 1 :])
            yield f"{'one semitone' if abs(off) == 1 else 'two semitones'}", written(changed)
        if at + 1 == one.first + len(one.notes):
            return  # how long the last note is, or whether it goes on, a hum does not say
        yield REPEATED, written(_repeated(notes, at))
        for factor in (0.5, 2.0):
            changed = (*notes[:at], (semitones, beats * factor), *notes[at + 1 :])
            yield "twice or half as long", written(changed)
        if notes[at] != notes[at + 1]:
            changed = (*notes[:at], notes[at + 1], notes[at], *notes[at + 2 :])
            yield "two in each other's place", written(changed)


def _repeated(notes: Notes, at: int) -> Notes:
    """A repeated note as one, or a single one as two half as long."""
    semitones, beats = notes[at]
    if notes[at + 1 :] and notes[at + 1][0] == semitones:
        return (*notes[:at], (semitones, beats + notes[at + 1][1]), *notes[at + 2 :])
    return (*notes[:at], (semitones, beats / 2), (semitones, beats / 2), *notes[at + 1 :])


class Asking:
    """The judge, and the hums it is asked about."""

    def __init__(self) -> None:
        self.judge = build_judge("hummed", {"use": "melody", "field": "melody"}, VOCABULARY)
        self.asked = 0

    def verdicts(self, readings: Sequence[Reading], shelf: Shelf, *ids: str) -> Sequence[Verdict]:
        query = Query(catalogue=shelf, read=lambda _kind: readings)
        return self.judge.judge(query, shelf.candidates(*ids))

    def confirmed(self, readings: Sequence[Reading], shelf: Shelf) -> set[str]:
        verdicts = self.verdicts(readings, shelf)
        pairs = zip(shelf.candidates(), verdicts, strict=True)
        return {one.id for one, verdict in pairs if verdict.outcome is Outcome.CONFIRM}


def recognise(asking: Asking, half: str, found: Sequence[Hum]) -> None:
    """Each hum against the whole catalogue of its half."""
    shelf = Shelf(catalogue_of(half), "all")
    exact, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    reasons: Counter[str] = Counter()
    for one in found:
        confirmed = asking.confirmed(one.readings, shelf)
        (verdict,) = asking.verdicts(one.readings, shelf, one.tune)
        reasons[f"{verdict.outcome}: {verdict.reason}"] += 1
        for part in (*one.where.split(": "), "all"):
            exact[part] += one.is_exact
            right[part] += one.tune in confirmed
            wrong[part] += bool(confirmed - {one.tune})
    count = Counter(part for one in found for part in (*one.where.split(": "), "all"))
    print(f"\n{half + ', ' + str(len(shelf.melodies)) + ' tunes':<28}{'hums':>6}{'notes exact':>13}"
          f"{'right':>14}{'wrong':>7}")  # fmt: skip
    for part, number in count.items():
        print(f"  {part:<26}{number:>6}{exact[part] / number:>13.1%}{right[part]:>6}"
              f"{right[part] / number:>8.1%}{wrong[part]:>7}")  # fmt: skip
    print("  of the tune hummed:", dict(reasons.most_common()))


def confuse(asking: Asking, half: str, found: Sequence[Hum], rng: np.random.Generator) -> None:
    """Each hum against siblings of its tune: one in its place, and all of them beside it."""
    tunes = catalogue_of(half)
    asked, wrong, rejected = Counter[str](), Counter[str](), Counter[str]()
    right = beside = 0
    for which, one in enumerate(track(found, "siblings")):
        others = {name: melody for name, melody in tunes.items() if name != one.tune}
        near = list(siblings(one, tunes[one.tune]))
        for each in rng.choice(len(near), min(24, len(near)), replace=False):
            kind, melody = near[each]
            shelf = Shelf({**others, "sibling": melody}, f"{which} {each}")
            (verdict,) = asking.verdicts(one.readings, shelf, "sibling")
            asked[kind] += 1
            wrong[kind] += verdict.outcome is Outcome.CONFIRM
            rejected[kind] += verdict.outcome is Outcome.REJECT
        all_near = {f"sibling {at}": own for at, (kind, own) in enumerate(near) if kind != REPEATED}
        confirmed = asking.confirmed(one.readings, Shelf({**tunes, **all_near}, f"{which} all"))
        right += one.tune in confirmed
        beside += bool(confirmed - {one.tune})
    print(f"\n  {'a sibling in its place':<30}{'asked':>8}{'rejected':>10}{'wrong':>7}")
    for kind, number in sorted(asked.items()):
        print(f"  {kind:<30}{number:>8}{rejected[kind] / number:>10.1%}{wrong[kind]:>7}")
    print(f"  all siblings beside it: {right} of {len(found)} right, {beside} wrong")


def mistake(asking: Asking, half: str, found: Sequence[Hum]) -> None:
    """Each hum against tunes that have nothing to do with it."""
    tunes = catalogue_of(half)
    few = sum(
        bool(asking.confirmed(one.readings, Shelf({**tunes, one.tune: "C4:1 C4:1"}, one.tune)))
        for one in found
    )
    many = Shelf({f"random {seed}": random_tune(seed) for seed in range(1000, 11_000)}, "many")
    began = time.perf_counter()
    asking.verdicts(found[0].readings, many, "random 1000")
    made = time.perf_counter() - began
    some = found[::3]
    began = time.perf_counter()
    wrong = sum(bool(asking.confirmed(one.readings, many)) for one in track(some, "10,000 tunes"))
    each = (time.perf_counter() - began) / len(some)
    print(f"\n  its tune is not there: {few} of {len(found)} wrong")
    print(f"  10,000 other tunes: {wrong} of {len(some)} wrong; a table in {made:.1f} s, "
          f"a query in {each:.2f} s")  # fmt: skip


def compare_recordings(half: str, found: Sequence[Hum]) -> None:
    """Each hum against recordings of the tunes, plucked, instead of what records say of them."""
    judge, read = build_judge("hummed", {"use": "melody"}, VOCABULARY), build_reader("melody").read
    rng, tunes = np.random.default_rng(5), catalogue_of(half)
    recorded = {
        name: read(as_audio(hum(notes_of(tune), PLUCKED, rng, unevenness=0.02, drift=0.0)))
        for name, tune in tunes.items()
    }
    shelf, right, wrong = Shelf(tunes, "recorded", recorded), 0, 0
    for one in found:
        verdicts = judge.judge(
            Query(catalogue=shelf, read=lambda _kind, one=one: one.readings), shelf.candidates()
        )
        confirmed = {
            name for name, verdict in zip(tunes, verdicts, strict=True)
            if verdict.outcome is Outcome.CONFIRM
        }  # fmt: skip
        right += one.tune in confirmed
        wrong += bool(confirmed - {one.tune})
    print(f"  against recordings of the tunes: {right} of {len(found)} right, {wrong} wrong")


def accuse(asking: Asking, half: str, data: Path) -> None:
    """Recordings in which nobody hums, against the catalogue of the half."""
    read, shelf = build_reader("melody").read, Shelf(catalogue_of(half), "all")
    for folder in ("sounds", "speech"):
        paths = sorted(
            each for kind in ("ogg", "wav", "flac") for each in (data / folder).rglob(f"*.{kind}")
        )
        readings = [read(AudioLoader().load(Source.file(each))) for each in track(paths, folder)]
        wrong = sum(bool(asking.confirmed(found, shelf)) for found in readings)
        long = sum(len(one.details["notes"]) >= 7 for found in readings for one in found)
        print(f"  {folder}: {len(paths)} recordings, {sum(map(bool, readings))} with a reading, "
              f"{long} with seven notes, {wrong} wrong")  # fmt: skip


def price(found: Sequence[Hum], half: str) -> None:
    voice = next(iter(VOICES[half].values()))
    wave = hum(found[0].notes, voice, np.random.default_rng(1))
    audio = as_audio(wave)
    read = build_reader("melody").read
    took = min(_seconds(lambda: read(audio)) for _ in range(5))
    print(f"\n  one reading of {audio.seconds:.1f} s: {took * 1e3:.0f} ms, "
          f"{took / audio.seconds:.1%} of its length")  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--hums", type=int, default=3, help="of each voice in each surrounding")
    parser.add_argument("--held-back", action="store_true")
    options = parser.parse_args()
    half = HALVES[options.held_back]
    asking, found = Asking(), list(hums(half, options.hums))
    recognise(asking, half, found)
    confuse(asking, half, found, np.random.default_rng(3))
    mistake(asking, half, found)
    compare_recordings(half, found)
    accuse(asking, half, options.data)
    price(found, half)


if __name__ == "__main__":
    main()
