"""How surely recordings are recognised, and beeps measured, and what either costs.

    python benchmarks/sounds.py [--data ../shared/data/sounds] [--repeats 2]
    python benchmarks/sounds.py --half first --seconds 5 --decibels 0     # other rows, nothing else

Fingerprints: of each recording, parts of three seconds under noise 10 dB below them (white, pink,
or a mixture of four recordings of the other half), judged against all recordings of its half. A
part counts if its level is at least half the recording's, since some recordings are mostly silence.
The halves are split by source; the method was worked out on the first. 28314 and 30322 are one
recording under two names (their samples correlate by 0.97), so they are counted as one source.

Tones: rendered beeps, clean, under noise and in rooms; and every recording against what alarms and
appliances are specified to sound like. Without the data, only the rendered beeps are measured.
"""

import argparse
import hashlib
import io
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr
from beeps import accuse, measure_beeps
from numpy.typing import NDArray
from rich.progress import track
from waves import Wave, as_audio, mixed, pink

from judges import (
    Candidate,
    Labels,
    Outcome,
    Query,
    Reading,
    Verdict,
    Vocabulary,
    build_judge,
    build_reader,
)
from judges.fingerprint.library import Library
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import HOP, RATE, WINDOW
from modalities import Audio, AudioLoader, Source

SECONDS, DECIBELS = 3.0, 10.0
HALVES = {"first": "worked out on", "second": "held back"}
SAME_SOURCE = {"30322": "28314"}


@dataclass(frozen=True)
class Shelf:
    """A catalogue of recordings, each an item."""

    read: Mapping[str, Sequence[Reading]]
    revision: str = "one"

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {id_: Labels() for id_ in ids if id_ in self.read}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, object]]]:
        return [(id_, dict.fromkeys(fields)) for id_ in sorted(self.read)]

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        found = {id_: self.read[id_] for id_ in ids if id_ in self.read}
        return {id_: read for id_, read in found.items() if all(each.kind == kind for each in read)}


@dataclass
class Tally:
    """What became of queries."""

    right: int = 0
    wrong: int = 0
    same_source: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def row(self, title: str) -> str:
        count = sum(self.reasons.values())
        return (
            f"{title:<28}{count:>8}{self.right:>8}{self.right / count:>8.1%}{self.wrong:>8}"
            f"{self.same_source:>13}  {dict(self.reasons - Counter(same_recording=10**9))}"
        )


def source_of(name: str) -> str:
    number = name.split("/")[1].split("-")[1]
    return SAME_SOURCE.get(number, number)


def first_half(name: str) -> bool:
    return hashlib.sha1(source_of(name).encode(), usedforsecurity=False).digest()[0] % 2 == 0


def babble(length: int, rng: np.random.Generator, others: Sequence[Audio]) -> Wave:
    noise = np.zeros(length)
    for which in rng.choice(len(others), 4, replace=False):
        samples = np.resize(others[which].samples, length)
        noise += np.roll(samples, rng.integers(length)) / (samples.std() + 1e-9)
    return noise


def part_of(audio: Audio, rng: np.random.Generator, seconds: float = SECONDS) -> Wave | None:
    """A part that holds some of the sound; None where none was found."""
    length = int(seconds * audio.rate)
    for _ in range(50):
        start = rng.integers(0, max(len(audio.samples) - length, 1))
        part = audio.samples[start : start + length].astype(np.float64)
        if np.sqrt(np.mean(part**2)) > 0.5 * np.sqrt(np.mean(audio.samples.astype(float) ** 2)):
            return part
    return None


def sounding(part: Wave, rate: int) -> str:
    """How long a part is at most 20 dB below its loudest hundredth of a second."""
    short = rate // 100
    power = np.mean(part[: len(part) // short * short].reshape(-1, short) ** 2, axis=1)
    seconds = np.count_nonzero(power >= power.max() / 100) * short / rate
    names = ("sounds under 0.2 s", "sounds 0.2 to 0.5 s", "sounds 0.5 s and more")
    return names[int(seconds >= 0.2) + int(seconds >= 0.5)]


def encoded(wave: Wave, rate: int, container: str) -> Audio:
    file = io.BytesIO()
    soundfile.write(file, wave / max(np.abs(wave).max(), 1.0), rate, format=container)
    return AudioLoader().load(Source(container, data=file.getvalue()))


def disturbances(
    others: Sequence[Audio], decibels: float = DECIBELS
) -> Mapping[str, Callable[[Wave, int, np.random.Generator], Audio]]:
    def noisy(noise: Callable[[int, np.random.Generator], Wave]) -> Callable[..., Audio]:
        return lambda wave, rate, rng: as_audio(mixed(wave, noise(len(wave), rng), decibels), rate)

    return {
        f"white noise, {decibels:g} dB": noisy(lambda length, rng: rng.standard_normal(length)),
        f"pink noise, {decibels:g} dB": noisy(pink),
        f"other sounds, {decibels:g} dB": noisy(lambda length, rng: babble(length, rng, others)),
        "MP3": lambda wave, rate, _: encoded(wave, rate, "MP3"),
        "16 kHz, a fifth as loud": lambda wave, rate, _: as_audio(
            soxr.resample(wave, rate, 16_000) / 5, 16_000
        ),
    }


def recognise(
    sounds: Mapping[str, Audio],
    others: Sequence[Audio],
    repeats: int,
    seconds: float = SECONDS,
    decibels: float = DECIBELS,
) -> dict[str, Tally]:
    reader = build_reader("fingerprint")
    judge = build_judge("sound", {"use": "fingerprint"}, Vocabulary())
    shelf = Shelf({name: reader.read(audio) for name, audio in sounds.items()})
    candidates = [Candidate(name, {}) for name in sounds]
    rng = np.random.default_rng(7)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for name, audio in track(list(sounds.items()), "fingerprints"):
        for title, disturb in [*disturbances(others, decibels).items()] * repeats:
            part = part_of(audio, rng, seconds)
            if part is None:
                continue
            found = reader.read(disturb(part, audio.rate, rng))
            query = Query(catalogue=shelf, read=lambda _kind, found=found: found)
            verdicts = dict(zip(sounds, judge.judge(query, candidates), strict=True))
            for each in (title, sounding(part, audio.rate), "all"):
                count(tallies[each], name, verdicts)
    return tallies


def count(tally: Tally, name: str, verdicts: Mapping[str, Verdict]) -> None:
    confirmed = {id_ for id_, verdict in verdicts.items() if verdict.outcome is Outcome.CONFIRM}
    tally.right += name in confirmed
    others = confirmed - {name}
    tally.same_source += any(source_of(other) == source_of(name) for other in others)
    tally.wrong += any(source_of(other) != source_of(name) for other in others)
    tally.reasons[verdicts[name].reason] += 1


def all_pairs(sounds: Mapping[str, Audio]) -> None:
    """Whole recordings, each against all others: whom it matches when it is not there itself."""
    reader = build_reader("fingerprint")
    library = Library([(name, print_of(audio)) for name, audio in sounds.items()])
    found = {
        tuple(sorted((name, other)))
        for name, audio in sounds.items()
        for reading in reader.read(audio)
        for other, like in library.best(reading).all.items()
        if other != name and like.agreement.is_whole
    }
    strange = [pair for pair in found if source_of(pair[0]) != source_of(pair[1])]
    print(
        f"\nall {len(sounds) * (len(sounds) - 1) // 2} pairs of recordings: {len(strange)} of "
        f"different sources match, {len(found) - len(strange)} of one source do"
    )
    for pair in sorted(strange):
        print("  ", *pair)


def price(sounds: Mapping[str, Audio]) -> None:
    """Processor time, in times of resampling a recording and one short-time Fourier transform.

    What is asked for is a recording that the table does not hold.
    """
    (audio, *others), reader = sounds.values(), build_reader("fingerprint")
    floor = typical(lambda: spectrum_of(audio))
    prints = [print_of(each) for each in others]
    characters = sum(len(each.value) for one in sounds.values() for each in reader.read(one))
    held = sum(one.seconds for one in sounds.values())
    began = time.process_time()
    library = Library([(str(at), prints[at % len(prints)]) for at in range(10_000)])
    made = time.process_time() - began
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(int(SECONDS * audio.rate))
    (strange,) = reader.read(as_audio(mixed(part_of(audio, rng), noise, 0), audio.rate))
    print(
        f"\none resampling and one STFT of {audio.seconds:.0f} s: {floor * 1e3:.1f} ms; "
        f"a reading: {typical(lambda: print_of(audio)) / floor:.1f} times that, "
        f"{characters / held:.0f} characters a second\n"
        f"10,000 recordings: the table {made / floor:.0f} times, "
        f"a query of {SECONDS:g} s {typical(lambda: library.best(strange)) / floor:.0f} times"
    )


def spectrum_of(audio: Audio) -> NDArray[np.float32]:
    samples = soxr.resample(audio.samples, audio.rate, RATE, quality="HQ")
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    return np.abs(np.fft.rfft(frames * np.hanning(WINDOW).astype(np.float32)))


def typical(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(7):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return sorted(seconds)[3]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/sounds"))
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--half", choices=HALVES, help="only the fingerprints of this half")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a part")
    parser.add_argument("--decibels", type=float, default=DECIBELS, help="of a part above noise")
    options = parser.parse_args()
    paths = sorted(options.data.glob("*/*.ogg"))
    if not paths:
        measure_beeps(options.repeats)
        print(f"\n{options.data} holds no recordings: fingerprints are not measured")
        return
    sounds = {
        f"{path.parent.name}/{path.stem}": AudioLoader().load(Source.file(path)) for path in paths
    }
    if options.half:
        recognise_half(sounds, options)
        return
    measure_beeps(options.repeats)
    accuse(sounds)
    for options.half in HALVES:
        recognise_half(sounds, options)
    all_pairs(sounds)
    price(sounds)


def recognise_half(sounds: Mapping[str, Audio], options: argparse.Namespace) -> None:
    is_first = options.half == "first"
    own = {name: audio for name, audio in sounds.items() if first_half(name) is is_first}
    others = [audio for name, audio in sounds.items() if name not in own]
    print(
        f"\n{f'parts of {options.seconds:g} s':<28}{'queries':>8}{'right':>16}{'wrong':>8}", end=""
    )
    print(f"{'same source':>13}\n{HALVES[options.half]} ({len(own)} recordings)")
    tallies = recognise(own, others, options.repeats, options.seconds, options.decibels)
    for name, tally in tallies.items():
        print(tally.row("  " + name))


if __name__ == "__main__":
    main()
