"""How often a spelled code is confirmed, and whether one that differs in a symbol ever is.

    python benchmarks/speech.py [--data ../shared/data/speech] [--sounds ../shared/data/sounds]
                                [--held-back] [--noise 10]

Every utterance that is a code of three symbols or more is asked of four catalogues: one with its
code and those of all other utterances; one that also has every code that differs from it in one
symbol (another one, one more, one less); one that has those but not the code itself; and one of
what was misheard in its place alone. In the last two nothing may be confirmed. Then the judge is
told the shape of the code (``patterns``), and all codes are of that shape. ``--noise`` adds white
noise so many decibels below the speech.

Speakers are split in halves; thresholds were chosen on the first, and ``--held-back`` measures on
the second. Of the sounds, in which nobody says a code, none may give a reading.
"""

import argparse
import csv
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.progress import track

from judges import Candidate, Labels, Outcome, Query, Reading, Verdict, Vocabulary, build_judge
from judges.code_shapes import shape
from judges.speech.code_reader import SpokenCodeReader
from judges.speech.reader import SpeechReader
from modalities import Audio, AudioLoader, Source

SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DIGITS = {
    "ZERO": "0", "OH": "0", "ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5",
    "SIX": "6", "SEVEN": "7", "EIGHT": "8", "NINE": "9", "TEN": "10", "ELEVEN": "11",
    "TWELVE": "12", "THIRTEEN": "13", "FOURTEEN": "14", "FIFTEEN": "15", "SIXTEEN": "16",
    "SEVENTEEN": "17", "EIGHTEEN": "18", "NINETEEN": "19",
}  # fmt: skip
TENS = {
    "TWENTY": "2", "THIRTY": "3", "FORTY": "4", "FIFTY": "5", "SIXTY": "6", "SEVENTY": "7",
    "EIGHTY": "8", "NINETY": "9",
}  # fmt: skip
SHORTEST = 3
SHORTEST_PATTERN = 4


class Utterance(NamedTuple):
    """A code that somebody said."""

    name: str
    code: str
    audio: Audio


@dataclass(frozen=True)
class Codes:
    """A catalogue of codes, each of an item whose id it is."""

    codes: Sequence[str]

    @property
    def revision(self) -> str:
        return str(hash(tuple(self.codes)))

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {id_: Labels() for id_ in ids}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, object]]]:
        return [(code, dict.fromkeys(fields, code)) for code in self.codes]

    def readings(self, _ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {}


@dataclass
class Tally:
    """What became of utterances, asked of one sort of catalogue."""

    asked: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def count(self, code: str, verdicts: Mapping[str, Verdict]) -> None:
        confirmed = {each for each, one in verdicts.items() if one.outcome is Outcome.CONFIRM}
        self.asked += 1
        self.right += code in confirmed
        self.wrong += [f"{code} said, {other} confirmed" for other in confirmed - {code}]
        if code in verdicts:
            self.reasons[verdicts[code].reason] += 1

    def row(self, title: str) -> str:
        share = f"{self.right / max(self.asked, 1):.1%}"
        return (
            f"  {title:<44}{self.asked:>6}{self.right:>7}{share:>8}{len(self.wrong):>7}  "
            f"{dict(self.reasons.most_common())} {self.wrong or ''}"
        )


def code_of(words: str) -> str | None:
    """The code that words spell, None where other words are among them."""
    code, rest = "", words.split()
    while rest:
        word = rest.pop(0)
        if word in TENS:
            is_unit = bool(rest) and DIGITS.get(rest[0], "0") in {*"123456789"}
            code += TENS[word] + (DIGITS[rest.pop(0)] if is_unit else "0")
        elif len(word) == 1 or word in DIGITS:
            code += DIGITS.get(word, word)
        else:
            return None
    return code


def siblings(code: str) -> set[str]:
    """Every code that differs in one symbol: another one, one less, one more."""
    starts = range(len(code) + 1)
    found = {code[:at] + code[at + 1 :] for at in range(len(code))}
    found |= {code[:at] + each + code[at + 1 :] for at in range(len(code)) for each in SYMBOLS}
    found |= {code[:at] + each + code[at:] for at in starts for each in SYMBOLS}
    return found - {code}


def is_first_half(speaker: str) -> bool:
    return hashlib.sha1(speaker.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def utterances(data: Path, first: bool, noise: float | None) -> Iterator[Utterance]:
    rng = np.random.default_rng(5)
    with (data / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = code_of(row["words"])
            if is_first_half(row["speaker"]) is not first or len(code or "") < SHORTEST:
                continue
            audio = AudioLoader().load(Source.file(data / row["path"]))
            yield Utterance(row["path"], code or "", noisy(audio, noise, rng))


def noisy(audio: Audio, decibels: float | None, rng: np.random.Generator) -> Audio:
    if decibels is None:
        return audio
    level = np.sqrt(np.mean(np.square(audio.samples)) / 10 ** (decibels / 10))
    samples = audio.samples + rng.normal(0, level, len(audio.samples))
    samples /= max(1.0, np.abs(samples).max())
    return Audio(samples.astype(np.float32), audio.rate, audio.content_hash, audio.source)


def of_shape(code: str, count: int) -> set[str]:
    """Other codes with letters and digits in the same places, always the same ones."""
    rng = random.Random(code)
    return {
        "".join(rng.choice(SYMBOLS[:26] if each.isalpha() else SYMBOLS[26:]) for each in code)
        for _ in range(count)
    } - {code}


def ask(readings: Sequence[Reading], codes: set[str], **options: Any) -> Mapping[str, Verdict]:
    judge = build_judge("said", {"use": "spoken_code", **options}, Vocabulary())
    catalogue = Codes(sorted(codes))
    query = Query(catalogue=catalogue, read=lambda _kind: readings)
    candidates = [Candidate(code, {"model_code": code}) for code in catalogue.codes]
    return dict(zip(catalogue.codes, judge.judge(query, candidates), strict=True))


def listen(
    reader: SpokenCodeReader, said: Sequence[Utterance], kept: Path | None
) -> dict[str, list[Reading]]:
    """The readings of each utterance. Those in the file are taken from it, new ones added."""
    heard: dict[str, list[Reading]] = {}
    if kept is not None and kept.exists():
        for line in kept.read_text(encoding="utf-8").splitlines():
            known = json.loads(line)
            heard[known["name"]] = [Reading.model_validate(each) for each in known["readings"]]
    for each in track([each for each in said if each.name not in heard], "listening"):
        heard[each.name] = reader.read(each.audio)
        if kept is not None:
            found = [reading.model_dump(mode="json") for reading in heard[each.name]]
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"name": each.name, "readings": found}) + "\n")
    return heard


def measure(said: Sequence[Utterance], kept: Path | None) -> None:
    reader = SpokenCodeReader()
    reader.warm_up()
    others = {utterance.code for utterance in said}
    began = time.process_time()
    heard = listen(reader, said, kept)
    spent = time.process_time() - began
    read = [(each.code, str(heard[each.name][0].value)) for each in said if heard[each.name]]
    print(f"  readings: {len(read)} of {len(said)}; exactly what was said: "
          f"{sum(code == value for code, value in read)}")  # fmt: skip
    for oh in ("exact", "either"):
        tallies = {
            "its code, and those of other utterances": Tally(),
            "also all codes one symbol away": Tally(),
            "all codes one symbol away, not its own": Tally(),
            "what was heard, where it is not its own": Tally(),
        }
        for each in said:
            near = siblings(each.code)
            misheard = {str(reading.value) for reading in heard[each.name]} - {each.code}
            catalogues = (others, others | near, (others | near) - {each.code}, misheard)
            for tally, codes in zip(tallies.values(), catalogues, strict=True):
                if codes:
                    tally.count(each.code, ask(heard[each.name], codes, oh=oh))
        print(f"  oh: {oh:<38}{'asked':>8}{'right':>7}{'':>8}{'wrong':>7}")
        for title, tally in tallies.items():
            print(tally.row(title))
    measure_with_patterns(said, heard)
    length = sum(each.audio.seconds for each in said)
    if kept is None:
        print(f"  {spent / length:.2f} seconds of processor per second of speech")


def measure_with_patterns(
    said: Sequence[Utterance], heard: Mapping[str, Sequence[Reading]]
) -> None:
    tallies = {
        "its code, and 40 others": Tally(),
        "40 others, not its own": Tally(),
        "also all codes one symbol away": Tally(),
        "all codes one symbol away, not its own": Tally(),
    }
    for each in said:
        if len(each.code) < SHORTEST_PATTERN:
            continue
        others = of_shape(each.code, 40)
        near = {code for code in siblings(each.code) if shape(code) == shape(each.code)}
        own = {each.code}
        catalogues = (others | own, others, others | near | own, others | near)
        for tally, codes in zip(tallies.values(), catalogues, strict=True):
            patterns = [shape(each.code)]
            tally.count(each.code, ask(heard[each.name], codes, patterns=patterns))
    print(f"  {'patterns: all of one shape':<42}{'asked':>8}{'right':>7}{'':>8}{'wrong':>7}")
    for title, tally in tallies.items():
        print(tally.row(title))


def listen_to_sounds(data: Path) -> None:
    readers = (SpokenCodeReader(), SpeechReader())
    sounds = [AudioLoader().load(Source.file(path)) for path in sorted(data.glob("*/*.ogg"))]
    for reader in readers:
        found = [
            (audio.source, reading.text, round(reading.confidence, 2))
            for audio in track(sounds, "sounds")
            for reading in reader.read(audio)
        ]
        print(f"{reader.kind}: {len(found)} readings in {len(sounds)} sounds, {found}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/speech"))
    parser.add_argument("--sounds", type=Path, default=Path("../shared/data/sounds"))
    parser.add_argument("--noise", type=float, help="decibels below the speech")
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--readings", type=Path, help="where readings of a run are kept, if at all")
    options = parser.parse_args()
    said = list(utterances(options.data, not options.held_back, options.noise))
    print(f"{len(said)} codes, {'held back' if options.held_back else 'worked out on'}, "
          f"noise: {options.noise or 'none'}")  # fmt: skip
    measure(said, options.readings)
    if options.noise is None and not options.held_back:
        listen_to_sounds(options.sounds)


if __name__ == "__main__":
    main()
