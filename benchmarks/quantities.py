"""How often measures in running text are found, with the right dimension and the right amount.

The lines are those of Recognizers-Text, made to test a recogniser of dimensions. Length, Weight,
Volume, Area and Information count: products are sold by them. Speeds and angles do not, and must
not be taken for any of these. A gallon is counted as a volume, where the file calls it a weight.
A truth without a value ("metric ton" alone) is no quantity. The file calls tonnes
and short tons alike "Ton", so either amount is right there.

Half of the lines, by the hash of their text, were looked at while the grammar was written. The
other half was only counted, at first: 40 of 45 dimensions (88.9%) and 38 amounts were right. Then
its failures were looked at too, and most put right, so that what is printed for that half now
says how the grammar stands and no longer how it carries over.

    python benchmarks/quantities.py [--data ../shared/data/quantities] [--show developed] [SPEC …]

SPEC is a file of further tests as that project keeps them, such as its
Specs/NumberWithUnit/Spanish/DimensionModel.json; lines that the data folder holds are left out.
Each is halved in the same way.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judges.quantities import Role, Statement, find, parse

SUBTYPES = {
    "Length": "length",
    "Weight": "mass",
    "Volume": "volume",
    "Area": "area",
    "Information": "information",
}
HALVES = ("developed", "held out")


@dataclass(frozen=True)
class Line:
    """One line, and what stands in it."""

    text: str
    dimensions: frozenset[str]
    amounts: Sequence[str]
    """Number and unit of each quantity, as the file spells them."""


def lines_of(path: Path, known: Collection[str] = ()) -> Iterator[tuple[str, Line]]:
    """Which half a line is in, and the line, unless its text is known already."""
    text = path.read_text(encoding="utf-8-sig")
    rows = json.loads(text) if path.suffix == ".json" else map(json.loads, text.splitlines())
    for row in rows:
        if row["Input"] in known:
            continue
        truths = [_truth(result["Resolution"]) for result in row["Results"]]
        counted = [truth for truth in truths if truth is not None]
        odd = hashlib.sha256(row["Input"].encode()).digest()[0] % 2
        dimensions = frozenset(dimension for dimension, _ in counted)
        yield HALVES[odd], Line(row["Input"], dimensions, [amount for _, amount in counted])


def _truth(resolution: Mapping[str, Any]) -> tuple[str, str] | None:
    subtype, unit, value = (resolution.get(key) for key in ("subtype", "unit", "value"))
    if subtype not in SUBTYPES or unit is None or value is None:
        return None
    dimension = "volume" if unit.lower().startswith(("gallon", "galón")) else SUBTYPES[subtype]
    return dimension, f"{float(value.replace(',', '.')):.12g} {unit}"


def found_in(line: Line) -> list[Statement]:
    """Measures of the counted dimensions, whatever they are about; no speeds."""
    return [
        statement
        for statement in find(line.text)
        if str(statement.dimension) in SUBTYPES.values() and not statement.speed
    ]


def amounts_agree(line: Line, found: Sequence[Statement]) -> bool:
    """Whether each amount of the truth was found; the file's own spelling is parsed for it."""
    totals = [statement.quantities[0].total for statement in found]
    for amount in line.amounts:
        spelled = [amount, amount.replace(" Ton", " tonnes")]
        truths = [quantity.total for text in spelled for quantity in parse(text)]
        if not any(abs(total - truth) < total / 10**9 for total in totals for truth in truths):
            return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/quantities"))
    parser.add_argument("specs", metavar="SPEC", nargs="*", type=Path)
    parser.add_argument(
        "--show", choices=HALVES, help="print the lines of this half that are wrong"
    )
    arguments = parser.parse_args()
    given = arguments.data / "dimension.jsonl"
    known = {line.text for _, line in lines_of(given)}
    print(f"{'':<21}{'lines':>7}{'with':>7}{'dimension right':>18}{'amounts too':>14}")
    report(given.stem, lines_of(given), arguments.show)
    for spec in arguments.specs:
        report(spec.parent.name or spec.stem, lines_of(spec, known), arguments.show)


def report(name: str, lines: Iterator[tuple[str, Line]], shown: str | None) -> None:
    """Count the lines of one file by half, and print what is wrong in the half ``shown``."""
    count: dict[str, Counter[str]] = {half: Counter() for half in HALVES}
    for half, line in lines:
        found = found_in(line)
        tally = count[half]
        right = {str(statement.dimension) for statement in found} == line.dimensions
        agreed = right and amounts_agree(line, found)
        tally.update(lines=1, right=right, amounts=agreed)
        tally["with"] += bool(line.dimensions)
        tally["no amount"] += sum(statement.role is not Role.AMOUNT for statement in found)
        if half == shown and not agreed:
            print(line.text, line.amounts, [str(one.quantities[0]) for one in found], sep="\n  ")
    for half, tally in [*count.items(), ("all", sum(count.values(), Counter()))]:
        print(
            f"{name:<10} {half:<10}{tally['lines']:>7}{tally['with']:>7}"
            f"{tally['right']:>8} {tally['right'] / tally['lines']:>9.1%}"
            f"{tally['amounts']:>6} {tally['amounts'] / tally['lines']:>7.1%}"
        )
    aside = sum(tally["no amount"] for tally in count.values())
    print(f"  {aside} measures are rates, ranges or parts, which the reader leaves out")


if __name__ == "__main__":
    main()
