"""How many printed model codes are read exactly, and how many siblings are confirmed for them.

Labels are printed in many fonts, bent, tilted, turned to any angle, spoilt (see label_pictures.py)
and laid over photos of ``--photos``. Photos are split by item and fonts by family; the reader was
worked out on the first half (``--half developed``), the other one was run once.

Each label is judged among others of its shape and of 17 shapes, against all siblings (codes that
differ in one letter or one digit, then also in a letter for a digit like it), and where its own
code is missing and a sibling's is there. Beside the labels, the pairs of a label and a sibling
that was judged are counted. The options of the judge head each table.

    python benchmarks/labels.py --half held-back [--count 1000] [--fonts DIR]… [--results FILE]
        [--bare]

``--results`` names a file in which readings are kept, so that a run that was stopped goes on.
"""

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from label_catalogues import Trial, confirmed, of_shape, trials
from label_pictures import BARE_SHAPES, SHAPES, fonts_in, in_second_half, label_on
from rich.progress import track

from judges import Reading
from judges.codes import compact
from judges.readers.bare_code import BareCodeReader
from judges.readers.model_code import ModelCodeReader
from judges.readers.words import WordsReader

LOOKALIKE = set("OIQ")
"""Letters that makers of codes leave out, because print hardly tells them from 0 and 1."""


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


def labels(options: argparse.Namespace) -> Iterator[Read]:
    """Labels of one half, each made, read and forgotten."""
    second = options.half == "held-back"
    fonts = fonts_in(options.fonts, second=second)
    with (options.photos / "photos.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    paths = [row["path"] for row in rows if in_second_half(row["item"]) == second]
    shapes = BARE_SHAPES if options.bare else SHAPES
    words, reader = WordsReader(), BareCodeReader() if options.bare else ModelCodeReader()
    words.warm_up()
    for number in range(options.start, options.start + options.count):
        rng = random.Random(f"{options.half} {number}")
        label = label_on(
            options.photos / rng.choice(paths), rng.choice(fonts), (options.least, 48), rng, shapes
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


def report_reading(read: Sequence[Read]) -> None:
    """Read exactly, and confirmed by the judge where the catalogue holds 40 others of its shape."""
    print(f"{'labels':<34}{'of':>6}{'exact':>7}{'rate':>8}{'confirmed':>11}{'rate':>8}")
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
        exact = sum(is_exact(label) for label in chosen)
        right = sum(is_confirmed(label) for label in chosen)
        if chosen:
            of = len(chosen)
            print(f"{title:<34}{of:>6}{exact:>7}{exact / of:>8.1%}{right:>11}{right / of:>8.1%}")


def is_exact(label: Read) -> bool:
    return any(compact(each.value) == compact(label.code) for each in label.found)


def is_confirmed(label: Read) -> bool:
    codes = (label.code, *of_shape(label.code, 40))
    return label.code in confirmed(Trial("", codes, (label.code,)), label.found, {})


def report_judging(read: Sequence[Read], options: Mapping[str, Any]) -> None:
    """Labels, and pairs of a label and another's code, and how many were confirmed wrongly."""
    counts: Counter[tuple[str, str]] = Counter()
    for label in track(read, "judging"):
        of_label: Counter[tuple[str, str]] = Counter()
        for trial in trials(label.code, label.found):
            found = confirmed(trial, label.found, options)
            of_label[trial.title, "labels"] = 1
            of_label[trial.title, "right"] |= label.code in found
            of_label[trial.title, "wrong"] |= bool(found - {label.code})
            counts[trial.title, "pairs"] += len(set(trial.judged) - {label.code})
            counts[trial.title, "wrong pairs"] += len(found - {label.code})
        counts.update(of_label)
    columns = ("labels", "right", "wrong", "pairs", "wrong pairs")
    print(f"\n{dict(options)!s:<34}" + "".join(f"{column:>12}" for column in columns))
    for title in dict.fromkeys(title for title, _ in counts):
        print(f"{title:<34}" + "".join(f"{counts[title, column]:>12}" for column in columns))


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
    parser.add_argument("--bare", action="store_true", help="codes of digits or letters alone")
    parser.add_argument("--results", type=Path, help="a file that keeps readings between runs")
    options = parser.parse_args()
    read = kept(options.results)[: options.count]
    options.start, options.count = options.start + len(read), options.count - len(read)
    for label in track(labels(options), "reading", total=options.count):
        keep(options.results, label)
        read.append(label)
    report_reading(read)
    for judged in ({}, {"complete": False}, {"complete": True}):
        report_judging(read, judged)
    spent = sum(label.again for label in read) / sum(label.words for label in read)
    print(f"\na second look costs {spent:.2f} of reading the words")


if __name__ == "__main__":
    main()
