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
from numpy.typing import NDArray
from rich.progress import track

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
from judges.fingerprint.library import Library
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import HOP, RATE, WINDOW
from modalities import Audio, AudioLoader, Source

Wave = NDArray[np.float64]
SECONDS, DECIBELS = 3.0, 10.0
HALVES = {"first": "worked out on", "second": "held back"}
SAME_SOURCE = {"30322": "28314"}
T3 = ((0.5, 0.5), (0.5, 0.5), (0.5, 1.5))
T4 = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 5.0))
CYCLES = {
    "T3": T3,
    "T4": T4,
    "fridge door": ((0.15, 0.85),),
    "washer": ((1.0, 0.5),) * 2 + ((1.0, 2.0),),
}
SPECIFIED = {
    f"{name}, {hertz} Hz": {"hertz": hertz, "pattern": pattern}
    for hertz in (520, 1000, 2000, 2700, 3100, 3400)
    for name, pattern in (
        ("T3", "0.5 on 0.5 off x3, 1.5 off"),
        ("T4", "0.1 on 0.1 off x4, 5 off"),
        ("slow", "1 on 1 off"),
        ("fast", "0.25 on 0.25 off"),
        ("single", "0.15 on 0.85 off"),
        ("low battery", "0.06 on 40 off"),
    )
}


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


def as_audio(wave: Wave, rate: int) -> Audio:
    peak = max(float(np.abs(wave).max()), 1.0)
    return Audio((wave / peak).astype(np.float32), rate, "", "a sound")


def mixed(wave: Wave, noise: Wave, decibels: float) -> Wave:
    share = np.mean((wave - wave.mean()) ** 2) / np.mean(noise**2) / 10 ** (decibels / 10)
    return wave + noise * np.sqrt(share)


def pink(length: int, rng: np.random.Generator) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(length))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), length)


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
            for each in (title, "all"):
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


def beep(kind: str, hertz: float, seconds: float, rate: int) -> Wave:
    t = np.arange(int(seconds * rate)) / rate
    phase = 2 * np.pi * hertz * t
    partials = {
        "sine": {1: 1.0},
        "square": {1: 1.0, 3: 1 / 3, 5: 1 / 5},
        "harmonics": {1: 1.0, 2: 0.5, 3: 0.4},
        "glide": {},
    }[kind]
    wave = sum((a * np.sin(k * phase) for k, a in partials.items() if k * hertz < rate / 2), 0 * t)
    if kind == "glide":
        wave = np.sin(2 * np.pi * (hertz * 0.9 * t + hertz * 0.1 * t * t / seconds))
    return wave * np.clip(np.minimum(t, t[-1] - t) / 0.003, 0, 1)


def room(wave: Wave, rate: int, rng: np.random.Generator) -> Wave:
    """Reverberation of 0.2 to 0.6 seconds, 3 to 10 dB below the direct sound."""
    length = int(rng.uniform(0.2, 0.6) * rate)
    answer = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    answer *= 10 ** (-rng.uniform(3, 10) / 20) / np.sqrt(np.sum(answer**2))
    answer[0] += 1
    size = len(wave) + length
    return np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(answer, size), size)[: len(wave)]


def surroundings(name: str, wave: Wave, rate: int, rng: np.random.Generator) -> Wave:
    if "room" in name:
        wave = room(wave, rate, rng)
    if "white" in name:
        wave = mixed(wave, rng.standard_normal(len(wave)), 10)
    if "pink" in name:
        wave = mixed(wave, pink(len(wave), rng), 10)
    return wave


def measure_beeps(repeats: int) -> None:
    reader, rng = build_reader("tone"), np.random.default_rng(11)
    print(f"\n{'rendered beeps':<28}{'sounds':>8}{'exact':>8}   exact: each beep found, frequency "
          "within 1%, duration within 30 ms")  # fmt: skip
    for kind in ("sine", "square", "harmonics", "glide"):
        for where in ("clean", "white, 10 dB", "pink, 10 dB", "room", "room, white"):
            hits = [
                measured(reader.read, kind, cycle, where, rng)
                for cycle in CYCLES.values()
                for _ in range(5 * repeats)
            ]
            print(f"{kind + ', ' + where:<28}{len(hits):>8}{np.mean(hits):>8.1%}")


def measured(
    read: Callable[[Audio], list[Reading]],
    kind: str,
    cycle: Sequence[tuple[float, float]],
    where: str,
    rng: np.random.Generator,
) -> bool:
    hertz, rate = float(rng.uniform(500, 4000)), int(rng.choice([16_000, 44_100]))
    parts = [np.zeros(int(rng.uniform(0.2, 0.6) * rate))]
    for on, off in [*cycle] * 2:
        parts += [beep(kind, hertz, on, rate), np.zeros(int(off * rate))]
    readings = read(as_audio(surroundings(where, np.concatenate(parts), rate, rng), rate))
    events = readings[0].details["events"] if readings else []
    return len(events) == 2 * len(cycle) and all(
        abs(event["hertz"] / hertz - 1) <= 0.01 and abs(event["end"] - event["start"] - on) <= 0.03
        for event, (on, _) in zip(events, [*cycle] * 2, strict=True)
    )


def accuse(sounds: Mapping[str, Audio]) -> None:
    """Every recording against every specification; none of them is an alarm."""
    vocabulary = Vocabulary.extended(record={"hertz": FactType.DOUBLE, "pattern": FactType.STRING})
    judge = build_judge(
        "alarm", {"use": "tone", "frequency": "hertz", "pattern": "pattern"}, vocabulary
    )
    reader = build_reader("tone")
    candidates = [Candidate(name, record) for name, record in SPECIFIED.items()]
    outcomes: Counter[str] = Counter()
    toned = 0
    for audio in track(list(sounds.values()), "tones"):
        found = reader.read(audio)
        toned += bool(found)
        verdicts = judge.judge(Query(read=lambda _kind, found=found: found), candidates)
        outcomes.update(f"{verdict.outcome}: {verdict.reason}" for verdict in verdicts)
    print(f"\n{len(sounds)} recordings, {toned} with some tone, against {len(candidates)} patterns")
    for reason, number in outcomes.most_common():
        print(f"  {number:>6}  {reason}")


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
