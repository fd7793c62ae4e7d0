"""The weights by which ``judges.readers.letterforms`` tells O from 0, and I from 1.

Labels whose codes are full of these are made (see label_pictures.py) with photos and fonts of the
half that is developed on, and with all fonts of ``--more``. Where the recogniser holds both of a
pair possible, a logistic regression says what speaks for the letter, both counted as equally
frequent. How far it may be trusted is said of each family by a fit to all the others.

    python benchmarks/letterforms.py --fonts DIR… --more DIR… [--count 1400]
"""

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from label_pictures import SHAPES, family, fonts_in, in_second_half, is_text, label_on
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize

from judges.codes import compact
from judges.readers.ctc import Line
from judges.readers.letterforms import PAIRS, PRIOR, Evidence, Pair, evidence, forms_of
from judges.readers.model_code import ModelCodeReader
from judges.readers.words import WordsReader

_LETTERS = "OOOOOOIIILLLQDABCEFGHJKMNPRSTUVWXYZ"
_DIGITS = "0000001112233445566778899"
"""More of what is taken for one another than codes have."""
_ALIKE = str.maketrans("OQDIL", "00011")
_RIDGE = 0.5
"""Half the weights' squares count as so many labels: few labels make no large weights."""


class Watched(WordsReader):
    """Keeps the strips that it reads, and what it read there."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[NDArray[np.uint8], Line]] = []

    def read_lines(self, strips: Sequence[NDArray[np.uint8]]) -> list[Line]:
        found = super().read_lines(strips)
        self.seen += zip(strips, found, strict=True)
        return found


class Sample(NamedTuple):
    """A character that was left open, and whether it was the letter."""

    family: str
    evidence: Evidence
    letter: bool


def code_of(shape: str, rng: random.Random) -> str:
    drawn = {"A": _LETTERS, "9": _DIGITS}
    return "".join(rng.choice(drawn[char]) if char in drawn else char for char in shape)


def samples(options: argparse.Namespace, printed: Counter[str]) -> Iterator[Sample]:
    """What the evidence is, label by label; ``printed`` counts all characters of lines found."""
    with (options.photos / "photos.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    paths = [row["path"] for row in rows if not in_second_half(row["item"])]
    families = defaultdict(list)
    more = sorted(path for folder in options.more for path in folder.rglob("*.woff"))
    for path in (*fonts_in(options.fonts, second=False), *(p for p in more if is_text(p.name))):
        families[family(path.name)].append(path)
    names, words = sorted(families), Watched()
    reader = ModelCodeReader(words)
    for number in track(range(options.count), "reading"):
        rng = random.Random(f"glyphs {number}")
        photo, font = options.photos / rng.choice(paths), rng.choice(families[rng.choice(names)])
        label = label_on(photo, font, (24, 48), rng, SHAPES, code_of)
        words.seen.clear()
        reader.read(label.image)
        yield from _of_label(label.code, label.font, words.seen, printed)


def _of_label(
    code: str, name: str, seen: Sequence[tuple[NDArray[np.uint8], Line]], printed: Counter[str]
) -> Iterator[Sample]:
    """The open characters of the first line in which the code stands, or what looks like it."""
    true = compact(code)
    for strip, line in seen:
        places = [place for place, char in enumerate(line.text) if char.isalnum()]
        text = "".join(line.text[place] for place in places).upper().translate(_ALIKE)
        start = text.rfind(true.translate(_ALIKE))
        if start < 0 or len(text) != len(places):
            continue
        printed.update(true)
        forms = forms_of(line, strip)
        for pair in PAIRS:
            found = evidence(line, forms, pair)
            for char, place in zip(true, places[start:], strict=False):
                if place in found and char in {pair.digit, pair.letter}:
                    yield Sample(name, found[place], char == pair.letter)
        return


def fitted(
    inputs: NDArray[np.float64], letter: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression; ``inputs`` of shape (samples, weights)."""

    def loss(tried: NDArray[np.float64]) -> float:
        odds = inputs @ tried * np.where(letter, 1, -1)
        return float(weight @ np.logaddexp(0, -odds) + _RIDGE / 2 * tried @ tried)

    best: NDArray[np.float64] = minimize(loss, np.zeros(inputs.shape[1])).x
    return best


def report(pair: Pair, found: Sequence[Sample], printed: Counter[str]) -> None:
    chosen = [each for each in found if each.evidence.pair is pair]
    used = ["recogniser", *(name for name in ("width", "unmarked", "bar") if getattr(pair, name))]
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
    for title, read in (("as recognised", inputs[:, 1] > 0), ("weighed", odds > -PRIOR)):
        right, wrong = int((read & letter).sum()), int((read & ~letter).sum())
        print(
            f"  {title:<14} {right} open {pair.letter} read as such, {wrong} {pair.digit} as well"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=Path("../shared/data/groceries"))
    parser.add_argument(
        "--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts/truetype/dejavu")]
    )
    parser.add_argument("--more", type=Path, nargs="+", default=[])
    parser.add_argument("--count", type=int, default=1400)
    options = parser.parse_args()
    printed: Counter[str] = Counter()
    found = list(samples(options, printed))
    for pair in PAIRS:
        report(pair, found, printed)


if __name__ == "__main__":
    main()
