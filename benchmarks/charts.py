"""How well charts are read from their pixels alone, and how often chart_value confirms wrongly.

Every rendered chart is read by the chart reader. Its rows are compared with the marks as drawn, and
claims are made from the truth: right ones, and ones off by more than the error that the reading
itself states. The charts are split in two by a hash of their file names; the reader was worked out
on the first half alone.

    python benchmarks/charts.py [--data ../shared/data/charts] [--words FILE] [--show]

``--words`` names a file in which the print is kept once read, so that a second run takes seconds.
"""

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from judges import Candidate, Outcome, Query, Reading, Vocabulary, build_reader
from judges.charts.claim import folded
from judges.charts.judge import ChartValue, ChartValueOptions
from judges.charts.numbers import number
from judges.charts.reader import ChartReader
from judges.facts import FactType
from modalities import Medium, Modality, Source
from modalities.image import ImageLoader


class KeptWords:
    """The words reader, with what it read kept in a file by the content of the picture."""

    kind: ClassVar[str] = "words"
    version: ClassVar[str] = ChartReader.version
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._reader = build_reader("words")
        self._known: dict[str, list[Reading]] = {}
        if path is not None and path.exists():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                self._known[row["key"]] = [Reading.model_validate(one) for one in row["readings"]]

    def warm_up(self) -> None:
        self._reader.warm_up()

    def read(self, medium: Medium) -> list[Reading]:
        key = f"{self._reader.version}/{medium.content_hash}"
        if key not in self._known:
            self._known[key] = self._reader.read(medium)
            if self._path is not None:
                readings = [one.model_dump(mode="json") for one in self._known[key]]
                with self._path.open("a") as file:
                    file.write(json.dumps({"key": key, "readings": readings}) + "\n")
        return self._known[key]


class OneChart:
    """A catalogue of one item, whose chart was read."""

    revision = "file"

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        return dict.fromkeys(ids, self._readings) if kind == "chart" else {}


@dataclass
class Tally:
    """What became of a set of charts."""

    charts: int = 0
    read: int = 0
    rows: int = 0
    within: int = 0
    """Rows within 2% of the range of the chart's values."""
    inside: int = 0
    """Rows whose error bar holds the true value."""
    unnamed: int = 0
    """Rows whose names are not those of one mark; the shares above are of the others."""
    claims: Counter[str] = field(default_factory=Counter)

    def line(self, title: str) -> str:
        def share(part: int, whole: int) -> str:
            return f"{part / whole:7.1%}" if whole else "      -"

        named = self.rows - self.unnamed
        right, wrong = self.claims["right confirmed"], self.claims["wrong confirmed"]
        return (
            f"{title:<22}{self.charts:>7}{self.read:>6}{share(self.read, self.charts)}"
            f"{self.rows:>7}{share(self.within, named)}{share(self.inside, named)}"
            f"{self.unnamed:>9}"
            f"{self.claims['right']:>8}{right:>11}{self.claims['wrong']:>8}{wrong:>11}"
            f"{share(wrong, right + wrong)}"
        )


def half_of(path: str) -> int:
    return hashlib.sha256(path.encode()).digest()[0] % 2


def truths_of(
    chart: Mapping[str, Any], value: Mapping[str, Any], details: Mapping[str, Any]
) -> list[float | None]:
    """The true value of each row, or None where no single record carries its names.

    A point between two scales carries the name of the one record that stands where it was read.
    Which field is which column is chosen once a chart: as most rows are found, and agree best. A
    line is one mark, described by its first point alone, so that lines are held to the source.
    """
    rows = value["rows"]
    best: tuple[int, float] | None = None
    truths: list[float | None] = [None] * len(rows)
    sources = [chart["source"]] if chart["kind"] == "line" else [chart["marks"], chart["source"]]
    sources = [[one for one in records if isinstance(one, dict)] for records in sources]
    if chart["kind"] == "arc":
        sources = [_with_shares(records) for records in sources]
    for records in sources:
        fields = dict.fromkeys(name for record in records for name in record)
        for roles in permutations(list(fields)[:7], len(value["columns"])):
            found = _looked_up(records, roles, _snapped(records, roles[0], rows, details))
            off = [
                abs(row[-1] - one) for row, one in zip(rows, found, strict=True) if one is not None
            ]
            if off and (best is None or (-len(off), median(off)) < best):
                best, truths = (-len(off), median(off)), found
    return truths


def _snapped(
    records: Sequence[Mapping[str, Any]],
    role: str,
    rows: Sequence[Sequence[Any]],
    details: Mapping[str, Any],
) -> list[Sequence[Any]]:
    """Rows whose place on a scale is replaced by the one record's place that the error allows."""
    known = {number(str(record.get(role))) for record in records} - {None}
    snapped = []
    for row, error in zip(rows, details["place_errors"], strict=True):
        near = [] if error is None else [one for one in known if abs(one - row[0]) <= error]
        snapped.append([near[0], *row[1:]] if len(near) == 1 else row)
    return snapped


def _with_shares(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Records of a pie with each number's share of all, in percent, which is what it draws."""
    extended = [dict(record) for record in records]
    for name in records[0] if records else ():
        values = [number(str(record.get(name))) for record in records]
        known = [value for value in values if value is not None and value >= 0]
        if len(known) == len(records) and sum(known) > 0:
            for record, value in zip(extended, known, strict=True):
                record[f"share of {name}"] = round(100 * value / sum(known), 6)
    return extended


def _looked_up(
    records: Sequence[Mapping[str, Any]], roles: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[float | None]:
    known: dict[tuple[Any, ...], set[float]] = defaultdict(set)
    for record in records:
        truth = number(str(record.get(roles[-1])))
        if truth is not None:
            known[tuple(_key(record.get(role)) for role in roles[:-1])].add(truth)
    found = []
    for row in rows:
        values = known.get(tuple(_key(name) for name in row[:-1]), set())
        found.append(next(iter(values)) if len(values) == 1 else None)
    return found


def _key(name: Any) -> Any:
    value = number(str(name))
    return folded(str(name)) if value is None else value


def claims_about(
    row: Sequence[Any], truth: float, error: float, unit: str
) -> list[tuple[str, bool]]:
    """Claims about one value, each with whether it is true: near the value, and far from it."""
    names = " / ".join(f'"{name}"' for name in row[:-1] if name is not None)
    claims = []
    for off in (1.5 * error, 4 * error, 0.25 * abs(truth) + 4 * error):
        claims += [
            (f"{names} > {_plain(truth - off)}{unit}", True),
            (f"{names} < {_plain(truth + off)}{unit}", True),
            (f"{names} > {_plain(truth + off)}{unit}", False),
            (f"{names} < {_plain(truth - off)}{unit}", False),
            (f"{names} = {_plain(truth + off)}{unit} ± {_plain(0.5 * off)}", False),
        ]
    return [*claims, (f"{names} = {_plain(truth)}{unit} ± {_plain(3 * error)}", True)]


def _plain(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".")


def kinds_of(chart: Mapping[str, Any]) -> list[str]:
    """The kind, and whether it is a plain bar chart: one bar a category, and nothing else."""
    kinds = [str(chart["kind"]), "all"]
    if chart["kind"] != "bar":
        return kinds
    pairs = [set(mark.values()) for mark in chart["marks"]]
    words = [{one for one in pair if number(one) is None} for pair in pairs]
    if all(len(pair) == 2 and len(word) == 1 for pair, word in zip(pairs, words, strict=True)):
        names = [word.pop() for word in words]
        if len(names) == len(set(names)) > 1:
            kinds.append("bar, plain")
    return kinds


def measure(chart: Mapping[str, Any], readings: Sequence[Reading], tallies: Sequence[Tally]) -> str:
    """Adds one chart to the tallies; says what was found in a line."""
    for tally in tallies:
        tally.charts += 1
        tally.read += bool(readings)
    if not readings:
        return "abstains"
    value, details = readings[0].value, readings[0].details
    truths = truths_of(chart, value, details)
    known = [truth for truth in truths if truth is not None]
    span = max([*known, 0.0]) - min([*known, 0.0]) if known else 0.0
    worst = 0.0
    for row, error, truth in zip(value["rows"], details["errors"], truths, strict=True):
        off = None if truth is None else abs(row[-1] - truth)
        worst = max(worst, off / span if off is not None and span else 0.0)
        asked = [] if truth is None else _judged(row, truth, error, readings)
        for tally in tallies:
            tally.rows += 1
            tally.unnamed += truth is None
            tally.within += off is not None and off <= 0.02 * span
            tally.inside += off is not None and off <= error * (1 + 1e-9)
            for kind in asked:
                tally.claims[kind] += 1
    named = len(known)
    return f"{len(truths)} rows, {named} named as drawn, worst {worst:.2%} off"


def _judged(
    row: Sequence[Any], truth: float, error: float, readings: Sequence[Reading]
) -> list[str]:
    vocabulary = Vocabulary.extended(claims={"chart": FactType.STRING})
    judge = ChartValue("value", ChartValueOptions(use="chart_value"), vocabulary)
    kinds = []
    unit = "%" if readings[0].details["percent"] else ""
    for claim, is_true in claims_about(row, truth, error, unit):
        query = Query(claims={"chart": claim}, catalogue=OneChart(readings))  # type: ignore[arg-type]
        [verdict] = judge.judge(query, [Candidate("chart", {})])
        kind = "right" if is_true else "wrong"
        kinds.append(kind)
        if verdict.outcome is Outcome.CONFIRM:
            kinds.append(f"{kind} confirmed")
        elif verdict.outcome is Outcome.REJECT:
            kinds.append(f"{kind} rejected")
    return kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/charts"))
    parser.add_argument("--words", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only this half")
    parser.add_argument("--show", action="store_true", help="one line a chart")
    options = parser.parse_args()
    reader, loader = ChartReader(KeptWords(options.words)), ImageLoader()
    reader.warm_up()
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    seconds = []
    for line in (options.data / "truth.jsonl").read_text().splitlines():
        chart = json.loads(line)
        half = half_of(chart["path"])
        if options.half not in (None, half):
            continue
        medium = loader.load(Source.file(options.data / chart["path"]))
        started = time.perf_counter()
        readings = reader.read(medium)
        seconds.append(time.perf_counter() - started)
        found = measure(chart, readings, [tallies[half, kind] for kind in kinds_of(chart)])
        if options.show:
            print(f"{half} {chart['kind']:<7}{chart['path']:<60}{found}")
    print(
        f"{'':<22}{'charts':>7}{'read':>6}{'':>7}{'rows':>7}{'<=2%':>7}{'in bar':>7}{'unnamed':>9}"
        f"{'right':>8}{'confirmed':>11}{'wrong':>8}{'confirmed':>11}{'of all':>7}"
    )
    for (half, kind), tally in sorted(tallies.items()):
        print(tally.line(f"{('worked on', 'held back')[half]}: {kind}"))
    print(f"seconds a chart: median {median(seconds):.2f}, most {max(seconds):.2f}")


if __name__ == "__main__":
    main()
