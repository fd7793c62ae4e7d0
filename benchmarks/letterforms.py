"""The weights by which ``judges.readers.letterforms`` tells O from 0, and I from 1.

Labels are made (see label_pictures.py) with photos of the half that is developed on. Two fits,
each a logistic regression that counts the letter and the digit of a pair as equally frequent:

1. how like the letter a character looks, by the recogniser's likelihoods of all characters:
   ``--labels`` of random letters and digits in the families of ``--many`` (those in use: see
   letterform_fonts.txt) are read where they are known to stand. The weights are written to
   ``--write``;
2. without ``--many``, what else speaks for the letter: ``--count`` labels with codes of usual
   shapes are found and read as users' are, in the families of ``--fonts`` and ``--more``, which
   should not be among those of the first. The weights are printed, and how far they may be trusted
   is said of each family by a fit to all the others.

    python benchmarks/letterforms.py --many DIR… [--labels 5000] [--write FILE]
    python benchmarks/letterforms.py --fonts DIR… --more DIR… [--count 1400]
"""

import argparse
import csv
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from label_pictures import SHAPES, family, fonts_in, in_second_half, is_text, label_on
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize

from judges.codes import compact
from judges.readers.close_up import close_up
from judges.readers.ctc import Line
from judges.readers.letterforms.likeness import FILE
from judges.readers.letterforms.weighing import PAIRS, PRIOR, Evidence, Pair, evidence, forms_of
from judges.readers.model_code import ModelCodeReader
from judges.readers.ocr import PRINTABLE
from judges.readers.words import WordsReader
from judges.reading import Box

_LETTERS = "OOOOOOIIILLLQDABCEFGHJKMNPRSTUVWXYZ"
_DIGITS = "0000001112233445566778899"
"""More of what is taken for one another than codes have."""
_MIXED = "OO00" * 3 + "II11QDL" + "ABCEFGHJKMNPRSTUVWXYZ23456789"
_ALIKE = str.maketrans("OQDIL", "00011")
_RIDGE = 0.5
"""Half the weights' squares count as so many labels: few labels make no large weights."""
_SMALL = (100.0, 200.0)
"""Pixels of a photo on which nothing but the label is looked at."""
_MARGINS = (0.1, 0.3)
"""Of a line's height: how much wider a detector's boxes are than the ink."""


class Watched(WordsReader):
    """Keeps the strips that it reads, and what it read there."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[NDArray[np.uint8], Line]] = []

    def read_lines(self, strips: Sequence[NDArray[np.uint8]]) -> list[Line]:
        found = super().read_lines(strips)
        self.seen += zip(strips, found, strict=True)
        return found


class Look(NamedTuple):
    """A character that looks like either of a pair, and whether it was the letter."""

    family: str
    pair: Pair
    likeness: tuple[float, ...]
    letter: bool


class Sample(NamedTuple):
    """A character that was left open, and whether it was the letter."""

    family: str
    evidence: Evidence
    letter: bool


def mixed(shape: str, rng: random.Random) -> str:
    """Letters and digits in any order: what stands beside a character tells nothing of it."""
    return "".join(rng.choice(_MIXED) if char in "A9" else char for char in shape)


def code_of(shape: str, rng: random.Random) -> str:
    drawn = {"A": _LETTERS, "9": _DIGITS}
    return "".join(rng.choice(drawn[char]) if char in drawn else char for char in shape)


def photos(folder: Path) -> list[Path]:
    with (folder / "photos.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [folder / row["path"] for row in rows if not in_second_half(row["item"])]


def families(paths: Sequence[Path]) -> dict[str, list[Path]]:
    found = defaultdict(list)
    for path in paths:
        if is_text(path.name):
            found[family(path.name)].append(path)
    return dict(found)


def looks(options: argparse.Namespace, chosen: Mapping[str, list[Path]]) -> Iterator[Look]:
    """Characters that look like one of a pair, on labels that need not be found."""
    names, paths, words = sorted(chosen), photos(options.photos), WordsReader()
    for number in track(range(options.labels), "looking"):
        rng = random.Random(f"likeness {number}")
        font = rng.choice(chosen[rng.choice(names)])
        label = label_on(rng.choice(paths), font, (24, 48), rng, SHAPES, mixed, _SMALL)
        strip = close_up(label.image.pixels, _jittered(label.line, rng), rng.uniform(*_MARGINS))
        (line,) = words.read_lines([strip])
        for char, place in _matched(label.code, line):
            for pair in PAIRS:
                if char in {pair.digit, pair.letter}:
                    likeness = line.likenesses[place]
                    yield Look(label.font, pair, likeness, char == pair.letter)


def _jittered(box: Box, rng: random.Random) -> Box:
    """As a detector finds it, a tenth of its height beside where it is."""
    reach = 0.1 * math.dist(box[0], box[3])
    a, b, c, d = ((x + rng.gauss(0, reach), y + rng.gauss(0, reach)) for x, y in box)
    return (a, b, c, d)


def _matched(code: str, line: Line) -> list[tuple[str, int]]:
    """The true characters of a code and their places, in a line that says it or what looks so."""
    true = compact(code)
    places = [place for place, char in enumerate(line.text) if char.isalnum()]
    text = "".join(line.text[place] for place in places).upper().translate(_ALIKE)
    start = text.rfind(true.translate(_ALIKE))
    if start < 0 or len(text) != len(places):
        return []
    return list(zip(true, places[start:], strict=False))


def samples(
    options: argparse.Namespace, chosen: Mapping[str, list[Path]], printed: Counter[str]
) -> Iterator[Sample]:
    """What the evidence is, label by label; ``printed`` counts all characters of lines found."""
    names, paths, words = sorted(chosen), photos(options.photos), Watched()
    reader = ModelCodeReader(words)
    for number in track(range(options.count), "reading"):
        rng = random.Random(f"glyphs {number}")
        photo, font = rng.choice(paths), rng.choice(chosen[rng.choice(names)])
        label = label_on(photo, font, (24, 48), rng, SHAPES, code_of)
        words.seen.clear()
        reader.read(label.image)
        yield from _of_label(label.code, label.font, words.seen, printed)


def _of_label(
    code: str, name: str, seen: Sequence[tuple[NDArray[np.uint8], Line]], printed: Counter[str]
) -> Iterator[Sample]:
    """The open characters of the first line in which the code stands, or what looks like it."""
    for strip, line in seen:
        matched = _matched(code, line)
        if not matched:
            continue
        printed.update(char for char, _ in matched)
        forms = forms_of(line, strip)
        for pair in PAIRS:
            found = evidence(line, forms, pair)
            for char, place in matched:
                if place in found and char in {pair.digit, pair.letter}:
                    yield Sample(name, found[place], char == pair.letter)
        return


def fitted(
    inputs: NDArray[np.float64], letter: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression; ``inputs`` of shape (samples, weights)."""
    sign = np.where(letter, 1, -1)

    def loss(tried: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = inputs @ tried * sign
        slope = -(weight * sign / (1 + np.exp(np.minimum(odds, 500)))) @ inputs
        lost = weight @ np.logaddexp(0, -odds) + _RIDGE / 2 * tried @ tried
        return float(lost), slope + _RIDGE * tried

    best: NDArray[np.float64] = minimize(loss, np.zeros(inputs.shape[1]), jac=True).x
    return best


def likeness_weights(found: Sequence[Look], pair: Pair) -> dict[str, float]:
    """By character, and the constant by an empty name. Says how well other families are told."""
    chosen = [each for each in found if each.pair is pair]
    inputs = np.array([(1, *each.likeness) for each in chosen], np.float64)
    letter = np.array([each.letter for each in chosen])
    weight = np.where(letter, (~letter).sum() / letter.sum(), 1.0)
    names = sorted({each.family for each in chosen})
    apart = np.isin([each.family for each in chosen], names[::5])
    tried = inputs[apart] @ fitted(inputs[~apart], letter[~apart], weight[~apart])
    share = area_under_curve(tried, letter[apart])
    print(f"{pair.letter} or {pair.digit}: {len(chosen)} looks, in {len(names)} families", end="")
    print(f"; area under the curve in a fifth of them, by a fit to the others: {share:.3f}")
    weights = fitted(inputs, letter, weight)
    named = zip(("", *PRINTABLE), weights.tolist(), strict=True)
    return {char: round(value, 4) for char, value in named}


def area_under_curve(odds: NDArray[np.float64], letter: NDArray[np.bool_]) -> float:
    """How often a letter has higher odds than a digit."""
    digits = np.sort(odds[~letter])
    return float(np.searchsorted(digits, odds[letter]).mean() / len(digits))


def report(pair: Pair, found: Sequence[Sample], printed: Counter[str]) -> None:
    chosen = [each for each in found if each.evidence.pair is pair]
    used = [name for name in Evidence._fields[1:] if getattr(pair, name)]
    inputs = np.array([(1, *(getattr(e, name) for name in used)) for _, e, _ in chosen], np.float64)
    letter = np.array([each.letter for each in chosen])
    names = np.array([each.family for each in chosen])
    weight = np.where(letter, printed[pair.digit] / max(printed[pair.letter], 1), 1.0)
    weights = fitted(inputs, letter, weight).round(2).tolist()
    named = dict(zip(("base", *used), weights, strict=True))
    print(f"\n{pair.letter} or {pair.digit}: {len(chosen)} open, weights {named}")
    print(f"of {printed[pair.letter]} {pair.letter} and {printed[pair.digit]} {pair.digit}:")
    odds = np.zeros(len(chosen))
    for name in set(names.tolist()):
        other = names != name
        odds[~other] = inputs[~other] @ fitted(inputs[other], letter[other], weight[other])
    recogniser = np.array([each.evidence.recogniser for each in chosen])
    for title, read in (("as recognised", recogniser > 0), ("weighed", odds > -PRIOR)):
        right, wrong = int((read & letter).sum()), int((read & ~letter).sum())
        print(
            f"  {title:<14} {right} open {pair.letter} read as such, {wrong} {pair.digit} as well"
        )


def fit_likeness(options: argparse.Namespace) -> None:
    fonts = [path for folder in options.many for path in folder.rglob("*.woff")]
    seen = list(looks(options, families(sorted(fonts))))
    weights = {pair.letter: likeness_weights(seen, pair) for pair in PAIRS}
    options.write.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def fit_evidence(options: argparse.Namespace) -> None:
    more = [path for folder in options.more for path in folder.rglob("*.woff")]
    chosen = families([*fonts_in(options.fonts, second=False), *sorted(more)])
    printed: Counter[str] = Counter()
    found = list(samples(options, chosen, printed))
    for pair in PAIRS:
        report(pair, found, printed)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=Path("../shared/data/groceries"))
    parser.add_argument(
        "--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts/truetype/dejavu")]
    )
    parser.add_argument("--more", type=Path, nargs="+", default=[])
    parser.add_argument("--many", type=Path, nargs="+", default=[])
    parser.add_argument("--labels", type=int, default=5000)
    parser.add_argument("--count", type=int, default=1400)
    parser.add_argument("--write", type=Path, default=FILE)
    options = parser.parse_args()
    if options.many:
        fit_likeness(options)
    else:
        fit_evidence(options)


if __name__ == "__main__":
    main()
