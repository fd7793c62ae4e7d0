"""How often the printed judge is right on photos of packs, and why it abstains where it does.

Every photo is judged against every item that has printed words, so that precision owes nothing to
a space. The photos of an item are split in two by their file numbers, because neighbouring numbers
show one scene. The rules were worked out on these photos, looking at both halves, so that the two
figures show how much the result varies, not how it carries over to other shops.

    python benchmarks/printed.py [--data ../shared/data/groceries] [--readings FILE] [--all-photos]

``--readings`` names a file in which readings are kept, so that a second run takes seconds.
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import track

from judges import (
    AnyJudge,
    Candidate,
    Labels,
    Outcome,
    Query,
    Reading,
    Vocabulary,
    build_judge,
    build_reader,
)
from modalities import Source
from modalities.image import ImageLoader


@dataclass(frozen=True)
class FileCatalogue:
    """The catalogue file, as a judge sees a catalogue."""

    records: Mapping[str, Mapping[str, Any]]
    read: Mapping[str, Sequence[Reading]]
    revision: str = "file"

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {name: Labels() for name in ids if name in self.records}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return [
            (name, {key: record[key] for key in fields if key in record})
            for name, record in sorted(self.records.items())
        ]

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        return {name: self.read[name] for name in ids if name in self.read and kind == "words"}


class ReadingsFile:
    """Readings by picture, made once and kept in a file if there is one."""

    def __init__(self, root: Path, path: Path | None) -> None:
        self._root, self._path = root, path
        self._reader = build_reader("words")
        self._loader = ImageLoader()
        self._known: dict[str, list[Reading]] = {}
        if path is not None and path.exists():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                readings = [Reading.model_validate(entry) for entry in row["readings"]]
                if row["version"] == self._reader.version:
                    self._known[row["path"]] = readings

    def of(self, picture: str) -> list[Reading]:
        if picture not in self._known:
            found = self._reader.read(self._loader.load(Source.file(self._root / picture)))
            self._known[picture] = found
            if self._path is not None:
                entries = [reading.model_dump(mode="json") for reading in found]
                row = {"path": picture, "version": self._reader.version, "readings": entries}
                with self._path.open("a") as file:
                    file.write(json.dumps(row) + "\n")
        return self._known[picture]


@dataclass
class Tally:
    """What became of a set of photos."""

    photos: int = 0
    correct: int = 0
    wrong: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def row(self, title: str) -> str:
        returned = self.correct + self.wrong
        precision = f"{self.correct / returned:7.2%}" if returned else "      -"
        coverage = f"{self.correct / self.photos:7.2%}" if self.photos else "      -"
        return (
            f"{title:<16}{self.photos:>7}{returned:>10}{self.correct:>9}{self.wrong:>7}"
            f"{self.photos - self.correct:>8}{precision:>11}{coverage:>10}"
        )


def photos_of(root: Path, *, packaged: bool) -> Iterator[tuple[str, str, bool]]:
    """(path, item, whether in the second half of the item's numbers) of every photo."""
    by_item: dict[str, list[str]] = defaultdict(list)
    with (root / "photos.csv").open() as file:
        for row in csv.DictReader(file):
            if (row["packaged"] == "1") == packaged:
                by_item[row["item"]].append(row["path"])
    for item, paths in by_item.items():
        for position, path in enumerate(sorted(paths)):
            yield path, item, position >= len(paths) / 2


def confirmed_in(judge: AnyJudge, candidates: Sequence[Candidate], query: Query) -> set[str]:
    verdicts = judge.judge(query, candidates)
    pairs = zip(candidates, verdicts, strict=True)
    return {candidate.id for candidate, verdict in pairs if verdict.outcome is Outcome.CONFIRM}


def query_of(catalogue: FileCatalogue, found: Sequence[Reading]) -> Query:
    return Query(catalogue=catalogue, read=lambda _kind: found)


def judge_packaged(
    judge: AnyJudge,
    candidates: Sequence[Candidate],
    catalogue: FileCatalogue,
    readings: ReadingsFile,
    root: Path,
) -> tuple[dict[str, Tally], list[str]]:
    """Tallies by half and by item, and what was confirmed wrongly."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    mistakes: list[str] = []
    by_id = {candidate.id: candidate for candidate in candidates}
    for path, item, second in track(list(photos_of(root, packaged=True)), "photos"):
        query = query_of(catalogue, readings.of(path))
        confirmed = confirmed_in(judge, candidates, query)
        (verdict,) = judge.judge(query, [by_id[item]])
        mistakes += [f"{path} confirmed as {name}" for name in sorted(confirmed - {item})]
        for title in ("second halves" if second else "first halves", "all", item):
            tally = tallies[title]
            tally.photos += 1
            tally.correct += item in confirmed
            tally.wrong += len(confirmed - {item})
            tally.reasons[f"{verdict.outcome}: {verdict.reason}"] += 1
    return tallies, mistakes


def report(tallies: Mapping[str, Tally], mistakes: Sequence[str], *, per_item: bool) -> None:
    print(
        f"{'':<16}{'photos':>7}{'returned':>10}{'correct':>9}{'wrong':>7}{'missed':>8}"
        f"{'precision':>11}{'coverage':>10}"
    )
    titles = ("first halves", "second halves", "all")
    for title in titles:
        print(tallies[title].row(title))
    print("\nverdicts on the item that each photo shows:")
    for reason, count in tallies["all"].reasons.most_common():
        print(f"  {count:>4}  {reason}")
    if per_item:
        for item in sorted(set(tallies) - set(titles)):
            print(f"  {item}: {dict(tallies[item].reasons)}")
    print("\n" + ("\n".join(mistakes) or "nothing was confirmed wrongly"))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/groceries"))
    parser.add_argument("--readings", type=Path, help="a file that keeps readings between runs")
    parser.add_argument("--all-photos", action="store_true", help="the unpackaged ones as well")
    parser.add_argument("--per-item", action="store_true", help="reasons by item")
    parser.add_argument("--options", type=json.loads, default={}, help="JSON: options of the judge")
    return parser.parse_args()


def main() -> None:
    args = parsed()
    readings = ReadingsFile(args.data, args.readings)
    items = [json.loads(line) for line in (args.data / "catalogue.jsonl").read_text().splitlines()]
    packaged = [item for item in items if item["record"].get("printed")]
    pictures = {item["id"]: item["media"]["image"][0] for item in packaged}
    catalogue = FileCatalogue(
        {item["id"]: item["record"] for item in items},
        {
            name: readings.of(picture)
            for name, picture in track(pictures.items(), "catalogue", total=len(pictures))
        },
    )
    options = {"use": "printed", "brand": "brand", "words": "printed", **args.options}
    judge = build_judge("label", options, Vocabulary())
    candidates = [Candidate(item["id"], item["record"]) for item in items]

    report(
        *judge_packaged(judge, candidates, catalogue, readings, args.data), per_item=args.per_item
    )
    if args.all_photos:
        unpackaged = [path for path, _, _ in photos_of(args.data, packaged=False)]
        wrong = [
            f"{path} confirmed as {name}"
            for path in track(unpackaged, "unpackaged")
            for name in confirmed_in(judge, candidates, query_of(catalogue, readings.of(path)))
        ]
        print(f"\nunpackaged photos: {len(unpackaged)}, confirmed as something: {len(wrong)}")
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
