"""How many forms are confirmed rightly and wrongly, and how many dates in texts are read rightly.

The forms are the 71 tax forms of ``--data``. Each is asked for by a page image (its first page at
150 dots per inch) and by a text such as ``Schedule B (Form 1040) for 2021``, for every year from
2017 to 2024. Every file is a candidate each time, so that precision owes nothing to a space. Truth
is what the forms print, which is not always the year of the folder. The catalogue knows the files
by the texts of their pages, or by character recognition of their first page alone (``scanned``).

Forms are split in two by a hash of their name, and the rules were worked out on the first part.

    python benchmarks/documents.py [--data ../shared/data] [--readings FILE] [--spoiled]

``--readings`` names a file in which readings are kept, so that a second run takes seconds.
``--spoiled`` reads pictures that are tilted by 1.2 degrees, reduced to 68 dots per inch and kept as
poor JPEG; keep their readings in a file of their own.
"""

import argparse
import csv
import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image as Pillow
from rich.progress import track

from judges import Candidate, FactType, Labels, Outcome, Query, Reading, Vocabulary, build_judge
from judges.documents.dates import dates_in
from judges.documents.field_reader import FieldReader
from judges.documents.reader import PAGES, DocumentReader
from judges.readers.words import WordsReader
from modalities import Image, Source, Text
from modalities.document import DocumentLoader

YEARS = range(2017, 2025)
NAMES = {
    "f1040s8": "Schedule 8812 (Form 1040)", "f1040sei": "Schedule EIC (Form 1040)",
    "f1040sse": "Schedule SE (Form 1040)", "f1040v": "Form 1040-V", "f8995a": "Form 8995-A",
    "IL-WIT": "Schedule IL-WIT", "il-1040-schedule-il-e-eic": "Schedule IL-E/EIC",
    "OR-ASC": "Schedule OR-ASC", "OR-ASC-NP": "Schedule OR-ASC-NP",
    "OR-WFHDC": "Schedule OR-WFHDC",
}  # fmt: skip
PRINTED_YEARS: Mapping[str, int | None] = {
    # Revised in August 2019 and in use since, whatever the folder.
    "2021/f4563.pdf": 2019,
    "2022/f4563.pdf": 2019,
    # Prints a day of revision and no year.
    "2021/OR-40-V.pdf": None,
    # A draft, and says so: not the form.
    "2021/f1040sei.pdf": None,
}


class File(NamedTuple):
    path: str
    name: str
    year: int | None
    second: bool
    """Whether in the held-back part."""


@dataclass(frozen=True)
class FileCatalogue:
    """The files as a judge sees a catalogue."""

    read: Mapping[str, Sequence[Reading]]
    revision: str = "files"

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {name: Labels() for name in ids if name in self.read}

    def facts(self, _fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return [(name, {}) for name in self.read]

    def readings(self, ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {name: self.read[name] for name in ids if name in self.read}


@dataclass
class Tally:
    asked: int = 0
    wrong: int = 0
    right: int = 0
    due: int = 0
    """Pairs of a question and a file that answers it."""
    reasons: Counter[str] = field(default_factory=Counter)

    def row(self, title: str) -> str:
        coverage = f"{self.right / self.due:8.1%}" if self.due else "       -"
        return f"{title:<46}{self.asked:>6}{self.due:>6}{self.right:>6}{coverage}{self.wrong:>7}"


def files_of(root: Path) -> list[File]:
    with (root / "index.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        File(
            row["path"],
            name_of(row["form"]),
            PRINTED_YEARS.get(row["path"], int(row["folder_year"])),
            is_second(row["form"]),
        )
        for row in rows
    ]


def name_of(stem: str) -> str:
    """What the form that a file is named after is called."""
    if stem in NAMES:
        return NAMES[stem]
    schedule = re.fullmatch(r"f1040s([0-9a-z])", stem)
    if schedule:
        return f"Schedule {schedule[1].upper()} (Form 1040)"
    return f"Form {stem.removeprefix('f')}"


def is_second(key: str) -> bool:
    return hashlib.sha256(key.encode()).digest()[-1] % 2 == 1


class Readings:
    """Texts and first pages of the files, read once and kept in a file if there is one."""

    def __init__(self, root: Path, kept: Path | None, *, spoiled: bool) -> None:
        self._root, self._kept, self._spoiled = root, kept, spoiled
        self._known: dict[str, dict[str, Any]] = {}
        self._words, self._reader, self._loader = WordsReader(), DocumentReader(), DocumentLoader()
        if kept is not None and kept.exists():
            rows = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
            self._known = {
                row["path"]: row for row in rows if row["version"] == self._words.version
            }

    def of(self, path: str) -> tuple[list[Reading], list[Reading]]:
        """Of the texts of its pages, and of a picture of its first page."""
        row = self._row(path)
        texts = [Text(text, f"{path} {page}", path, page) for page, text in row["texts"]]
        read = [each for text in texts for each in self._reader.read(text)]
        return read, self._reader.derive(self.lines(path))

    def texts(self, path: str) -> list[str]:
        return [text for _, text in self._row(path)["texts"]]

    def lines(self, path: str) -> list[Reading]:
        return [Reading.model_validate(each) for each in self._row(path)["words"]]

    def _row(self, path: str) -> dict[str, Any]:
        if path not in self._known:
            self._known[path] = self._made(path)
        return self._known[path]

    def _made(self, path: str) -> dict[str, Any]:
        document = self._loader.load(Source.file(self._root / path))
        first = document.pages[0]
        words = self._words.read(spoil(first) if self._spoiled else first)
        row = {
            "path": path,
            "version": self._words.version,
            "texts": [(text.page, text.text) for text in document.texts if text.page <= PAGES],
            "words": [each.model_dump(mode="json") for each in words],
        }
        if self._kept is not None:
            with self._kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        return row


def spoil(page: Image) -> Image:
    picture = Pillow.fromarray(page.pixels)
    small = (picture.width * 45 // 100, picture.height * 45 // 100)
    tilted = picture.rotate(1.2, Pillow.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    file = BytesIO()
    tilted.resize(small, Pillow.Resampling.BILINEAR).save(file, "JPEG", quality=35)
    return replace(page, pixels=np.asarray(Pillow.open(file).convert("RGB")))


class Question(NamedTuple):
    title: str
    file: File
    query: Query
    year: int | None
    """The year that is asked for; None where no file may be confirmed."""


def questions(
    files: Sequence[File], pages: Mapping[str, Sequence[Reading]], known: FileCatalogue
) -> Iterator[Question]:
    reader = DocumentReader()
    for file in files:
        page = pages[file.path]
        image = Query(catalogue=known, read=lambda _, page=page: page)
        yield Question("page image", file, image, file.year)
        for year in YEARS:
            if year != file.year:
                claim = Query(catalogue=known, claims={"year": year}, read=image.read)
                yield Question("page image, another year claimed", file, claim, None)
    for name, second in sorted({(file.name, file.second) for file in files}):
        for year in YEARS:
            text = Text(f"{name} for {year}", "", "request")
            found = reader.read(text)
            asked = Query(catalogue=known, read=lambda _, found=found: found)
            yield Question("text", File("", name, year, second), asked, year)
            claims = Query(catalogue=known, claims={"form": name, "year": year})
            yield Question("claims", File("", name, year, second), claims, year)


def judged(files: Sequence[File], records: str, asked: Sequence[Question]) -> dict[str, Tally]:
    vocabulary = Vocabulary.extended(record={"form": FactType.STRING})
    judge = build_judge("form", {"use": "document"}, vocabulary)
    shift = 1 if records == "wrong records" else 0
    candidates = [
        Candidate(file.path, {"form": file.name, "year": int(file.path[:4]) + shift})
        for file in files
    ]
    if records == "no records":
        candidates = [Candidate(file.path, {}) for file in files]
    tallies: dict[str, Tally] = {}
    for question in asked:
        part = "held back" if question.file.second else "developed on"
        tally = tallies.setdefault(f"{question.title}; {part}", Tally())
        tally.asked += 1
        for file, verdict in zip(files, judge.judge(question.query, candidates), strict=True):
            due = question.year is not None and (file.name, file.year) == (
                question.file.name,
                question.year,
            )
            confirmed = verdict.outcome is Outcome.CONFIRM
            tally.due += due
            tally.right += due and confirmed
            tally.wrong += confirmed and not due
            if due and not confirmed:
                tally.reasons[f"{file.path} {verdict.reason}"] += 1
            if confirmed and not due:
                tally.reasons[f"WRONG {question.file} {question.year} {file.path}"] += 1
    return tallies


def measure_fields(
    files: Sequence[File], texts: Mapping[str, Sequence[str]], lines: Mapping[str, list[Reading]]
) -> None:
    """Numbers in the furniture of forms, read in a picture and compared with every file's own.

    Truth comes from the pages' texts, by a pattern of its own.
    """
    vocabulary = Vocabulary.extended(record={"number": FactType.STRING})
    reader = FieldReader()
    for label, pattern in (("Cat. No.", r"[0-9]{5}[A-Z]"), ("OMB No.", r"[0-9]{4}-[0-9]{4}")):
        judge = build_judge(
            "number", {"use": "field", "field": "number", "labels": [label]}, vocabulary
        )
        truth = {
            path: found[1]
            for path, pages in texts.items()
            if (found := re.search(rf"{re.escape(label)}\s*({pattern})", pages[0] if pages else ""))
        }
        candidates = [Candidate(path, {"number": number}) for path, number in truth.items()]
        for second in (False, True):
            tally = Tally()
            for file in files:
                if file.second is not second or file.path not in truth:
                    continue
                found = reader.derive(lines[file.path])
                query = Query(read=lambda _, found=found: found)
                (own,) = judge.judge(query, [Candidate(file.path, {"number": truth[file.path]})])
                verdicts = judge.judge(query, candidates)
                tally.asked += 1
                tally.due += 1
                tally.right += own.outcome is Outcome.CONFIRM
                tally.wrong += sum(
                    verdict.outcome is Outcome.CONFIRM and truth[one.id] != truth[file.path]
                    for one, verdict in zip(candidates, verdicts, strict=True)
                )
            print(tally.row(f"field {label}; {'held back' if second else 'developed on'}"))


def measure_dates(path: Path) -> None:
    """Days written out with their year count; days relative to another must not be found."""
    for second in (False, True):
        counts: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            row = json.loads(line)
            if is_second(row["Input"].lower()) is second:
                counts[date_outcome(row)] += 1
        print(f"dates, {'held back' if second else 'developed on'}: {dict(sorted(counts.items()))}")


def date_outcome(row: Mapping[str, Any]) -> str:
    found = dates_in(row["Input"])
    truths = [result["Value"].get("Timex", "") for result in row["Results"]]
    spelled = [
        dt.date.fromisoformat(truth)
        for truth, result in zip(truths, row["Results"], strict=True)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", truth)
        and re.search(r"[0-9]{4}|[0-9][-/.,][0-9]{2}(?![0-9])|thousand", result["Text"])
        and result["Value"].get("FutureResolution", {}).get("date") == truth
    ]
    if not spelled:
        return "relative: found" if found else "relative: nothing found"
    days = [each.days for each in found]
    if not days:
        return "missed"
    if len(days) == len(spelled) and all(
        truth in each for truth, each in zip(spelled, days, strict=True)
    ):
        return "right" if all(len(each) == 1 for each in days) else "right among two orders"
    return "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--readings", type=Path, help="a file that keeps readings between runs")
    parser.add_argument("--reasons", action="store_true", help="print what was not confirmed")
    parser.add_argument("--spoiled", action="store_true", help="read poor pictures of the pages")
    options = parser.parse_args()
    files = files_of(options.data / "forms")
    readings = Readings(options.data / "forms", options.readings, spoiled=options.spoiled)
    both = {file.path: readings.of(file.path) for file in track(files, "reading")}
    texts, pages = ({path: pair[at] for path, pair in both.items()} for at in (0, 1))
    print(f"{'':<46}{'asked':>6}{'due':>6}{'right':>6}{'coverage':>8}{'wrong':>7}")
    for title, known in (("texts", texts), ("scanned", pages)):
        asked = list(questions(files, pages, FileCatalogue(known)))
        for records in ("no records", "folder's records", "wrong records"):
            print(f"\ncatalogue known by {title}, {records}")
            for name, tally in judged(files, records, asked).items():
                print(tally.row(name))
                for reason, count in tally.reasons.most_common() if options.reasons else ():
                    print(f"    {count:>3} {reason}")
    measure_fields(
        files,
        {path: readings.texts(path) for path in both},
        {path: readings.lines(path) for path in both},
    )
    measure_dates(options.data / "quantities" / "date.jsonl")


if __name__ == "__main__":
    main()
