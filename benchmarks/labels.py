"""How many printed model codes are read exactly, and how many siblings are confirmed for them.

Labels are printed in many fonts, bent, tilted, turned to any angle, spoilt (see label_pictures.py)
and laid over photos of ``--photos``. Photos are split by item and fonts by family; the reader was
worked out on the first half (``--half developed``), the other one was run once.

Each label is judged against three catalogues of some two hundred codes: the code with all codes
that differ in one letter or one digit; these and the ones that put a letter for a digit like it
(O for 0) or the other way round; and the siblings alone, where nothing may be confirmed.

    python benchmarks/labels.py --half held-back [--count 1000] [--fonts DIR]… [--results FILE]

``--results`` names a file in which readings are kept, so that a second run takes seconds.
"""

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from label_pictures import fonts_in, in_second_half, label_on
from rich.progress import track

from judges import Candidate, Labels, Outcome, Query, Reading, Vocabulary, build_judge
from judges.codes import compact
from judges.readers.model_code import ModelCodeReader
from judges.readers.words import WordsReader

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOOKALIKE = set("OIQ")
"""Letters that makers of codes leave out, because print hardly tells them from 0 and 1."""
TWINS = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}


class Read(NamedTuple):
    """One label, and what was read on it."""

    code: str
    height: float
    turned: float
    bent: bool
    found: list[Reading]
    words: float
    """Seconds of processor that reading words took."""
    again: float
    """Seconds that the second look took."""


@dataclass(frozen=True)
class Codes:
    """A catalogue of codes, as a judge sees it."""

    codes: tuple[str, ...]

    @property
    def revision(self) -> str:
        return str(hash(self.codes))

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {each: Labels() for each in ids}

    def facts(self, _fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return [(code, {"model_code": code}) for code in self.codes]

    def readings(self, _ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {}


def siblings(code: str) -> tuple[str, ...]:
    """All codes that differ from this one in one letter or one digit."""
    return tuple(
        code[:place] + other + code[place + 1 :]
        for place, own in enumerate(code)
        if own.isalnum()
        for other in (LETTERS if own.isalpha() else "0123456789")
        if other != own
    )


def twins(code: str) -> tuple[str, ...]:
    """Codes with one letter for a digit that looks like it, or the other way round."""
    return tuple(
        code[:place] + TWINS[own] + code[place + 1 :]
        for place, own in enumerate(code)
        if own in TWINS
    )


def labels(options: argparse.Namespace) -> Iterator[Read]:
    """Labels of one half, each made, read and forgotten."""
    second = options.half == "held-back"
    fonts = fonts_in(options.fonts, second=second)
    with (options.photos / "photos.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    paths = [row["path"] for row in rows if in_second_half(row["item"]) == second]
    words, reader = WordsReader(), ModelCodeReader()
    words.warm_up()
    for number in range(options.start, options.start + options.count):
        rng = random.Random(f"{options.half} {number}")
        label = label_on(
            options.photos / rng.choice(paths), rng.choice(fonts), (options.least, 48), rng
        )
        began = process_time()
        lines = words.read(label.image)
        between = process_time()
        found = reader.reread(label.image, lines)
        ended = process_time()
        yield Read(
            label.code, label.height, label.degrees, label.bent, found,
            between - began, ended - between,
        )  # fmt: skip


def kept(path: Path | None) -> list[Read]:
    if path is None or not path.exists():
        return []
    rows = map(json.loads, path.read_text().splitlines())
    return [
        Read(**{**row, "found": [Reading.model_validate(each) for each in row["found"]]})
        for row in rows
    ]


def keep(path: Path | None, label: Read) -> None:
    if path is not None:
        row = {
            **label._asdict(),
            "found": [each.model_dump(mode="json") for each in label.found],
        }
        with path.open("a") as file:
            file.write(json.dumps(row) + "\n")


def confirmed(looks: int, codes: Sequence[str], found: Sequence[Reading]) -> set[str]:
    judge = build_judge("code", {"use": "model_code", "looks": looks}, Vocabulary())
    query = Query(catalogue=Codes(tuple(codes)), read=lambda _kind: found)
    candidates = [Candidate(code, {"model_code": code}) for code in codes]
    verdicts = judge.judge(query, candidates)
    pairs = zip(candidates, verdicts, strict=True)
    return {candidate.id for candidate, verdict in pairs if verdict.outcome is Outcome.CONFIRM}


def report_reading(read: Sequence[Read]) -> None:
    print(f"{'labels':<34}{'of':>6}{'exact':>7}{'rate':>8}")
    plain = [label for label in read if not LOOKALIKE & set(label.code)]
    groups = {
        "all": read,
        "without O, I, Q": plain,
        "  upright, within 45 degrees": [e for e in plain if (e.turned + 45) % 360 < 90],
        "  upside down, within 45 degrees": [e for e in plain if (e.turned + 225) % 360 < 90],
        "  bent": [each for each in plain if each.bent],
        "  capitals below 30 pixels": [each for each in plain if each.height < 30],
    }
    for title, chosen in groups.items():
        hits = sum(is_exact(label) for label in chosen)
        if chosen:
            print(f"{title:<34}{len(chosen):>6}{hits:>7}{hits / len(chosen):>8.1%}")


def is_exact(label: Read) -> bool:
    return any(compact(each.value) == compact(label.code) for each in label.found)


def report_judging(read: Sequence[Read]) -> None:
    print(f"\n{'catalogue':<34}{'looks':>6}{'labels':>8}{'right':>7}{'wrong':>7}{'rate':>8}")
    for looks in (1, 2):
        counts: Counter[tuple[str, str]] = Counter()
        for label in track(read, f"judging, looks: {looks}"):
            near, alike = siblings(label.code), twins(label.code)
            catalogues = {
                "code and siblings": (label.code, *near),
                "and letters for digits like them": (label.code, *near, *alike),
                "siblings alone": (*near, *alike),
            }
            for title, codes in catalogues.items():
                found = confirmed(looks, codes, label.found)
                counts[title, "right"] += label.code in found
                counts[title, "wrong"] += bool(found - {label.code})
        for title in dict.fromkeys(title for title, _ in counts):
            right, wrong = counts[title, "right"], counts[title, "wrong"]
            print(
                f"{title:<34}{looks:>6}{len(read):>8}{right:>7}{wrong:>7}{right / len(read):>8.1%}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=Path("../shared/data/groceries"))
    parser.add_argument(
        "--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts/truetype/dejavu")]
    )
    parser.add_argument("--half", choices=("developed", "held-back"), default="developed")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--start", type=int, default=0, help="the first label's number")
    parser.add_argument("--least", type=float, default=24, help="least height of capitals, pixels")
    parser.add_argument("--results", type=Path, help="a file that keeps readings between runs")
    options = parser.parse_args()
    read = kept(options.results)[: options.count]
    options.start, options.count = options.start + len(read), options.count - len(read)
    for label in track(labels(options), "reading", total=options.count):
        keep(options.results, label)
        read.append(label)
    report_reading(read)
    report_judging(read)
    spent = sum(label.again for label in read) / sum(label.words for label in read)
    print(f"\na second look costs {spent:.2f} of reading the words")


if __name__ == "__main__":
    main()
