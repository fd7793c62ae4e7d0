"""Photos of cartons in shops: what is returned and right, beside the space alone.

    python benchmarks/groceries.py [--data DIR] [--limit-per-item N] [--store DIR]

Asks configs/groceries.yaml with every photo of a packaged product in the Grocery Store Dataset
(Klasson, Zhang and Kjellström, WACV 2019) and prints the table of the README. Reading one photo
takes about half a second on two cores.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from router import Ingest, Router, Store, load_config
from router.build import build_readers
from router.cli.logs import configure_logs
from router.evaluation import Evaluation, Mark, Marked, mark_answer
from router.questions import BadQuestion, Question, read_questions
from router.report import step_words

ROOT = Path(__file__).parents[1]
SAME_FRONT = frozenset({"Alpro-Fresh-Soy-Milk", "Alpro-Shelf-Soy-Milk"})
"""Two products whose fronts are the same."""


def write_queries(data: Path, limit_per_item: int | None, to: Path) -> None:
    """The packaged photos as questions, one a line."""
    taken: Counter[str] = Counter()
    with (data / "photos.csv").open(newline="", encoding="utf-8") as file, to.open("w") as out:
        for row in csv.DictReader(file):
            item = row["item"]
            if row["packaged"] != "1" or taken[item] == limit_per_item:
                continue
            taken[item] += 1
            question = {"media": {"image": str(data / row["path"])}, "expect": [item]}
            out.write(json.dumps(question) + "\n")


def questions_of(path: Path) -> list[Question]:
    questions = []
    for line in read_questions(path):
        if isinstance(line, BadQuestion):
            sys.exit(line.message)
        questions.append(line)
    return questions


def asked(router: Router, questions: list[Question]) -> Iterator[Marked]:
    for number, question in enumerate(questions, start=1):
        yield mark_answer(question, router.search(question.request()))
        if number % 50 == 0:
            print(f"{number} of {len(questions)} photos", file=sys.stderr)


def evaluate(data: Path, queries: Path, folder: Path) -> Evaluation:
    config = load_config(ROOT / "configs" / "groceries.yaml")
    with Store.open(folder, create=True) as store:
        router = Router(config, store)
        readers = build_readers(config.catalogue_readers)
        report = Ingest(store, router.spaces, readers, config.vocabulary, config.record_fields).run(
            data / "catalogue.jsonl"
        )
        for bad in report.failed:
            print(bad.message, file=sys.stderr)
        router.warm_up()
        return Evaluation(tuple(asked(router, questions_of(queries))))


def table(evaluation: Evaluation) -> str:
    """The README's table."""
    alone = evaluation.space_alone
    swapped = sum(
        bool(each.question.expect & SAME_FRONT)
        and bool(set(each.returned) & (SAME_FRONT - each.question.expect))
        for each in evaluation.marked
    )
    rows = [
        ("photos", f"{len(evaluation.marked)}"),
        ("the space alone: right at rank 1", percent(alone.top1)),
        *((f"the space alone: right one among {k}", percent(alone.recall[k])) for k in (5, 20)),
        ("judged: photos that get an answer", percent(evaluation.coverage)),
        ("judged: of those, right", percent(evaluation.precision)),
        *((f"judged: {went}", f"{evaluation.count(went)}") for went in Mark),
        ("one Alpro soy drink confirmed for the other", f"{swapped}"),
        ("seconds a search, median", f"{evaluation.seconds(50):.2f}"),
    ]
    lines = ["| groceries | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines)


def percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data/groceries")
    parser.add_argument("--limit-per-item", type=int)
    parser.add_argument("--store", type=Path, help="keep the store here; else it is temporary")
    given = parser.parse_args()
    configure_logs("warning")
    data = given.data.resolve()
    if not (data / "photos.csv").is_file():
        sys.exit(f"{data}: found no photos.csv, expected the Grocery Store Dataset")
    with tempfile.TemporaryDirectory() as temporary:
        queries = Path(temporary) / "queries.jsonl"
        write_queries(data, given.limit_per_item, queries)
        evaluation = evaluate(data, queries, given.store or Path(temporary) / "store")
    print(table(evaluation))
    for lost, count in evaluation.lost.items():
        print(f"missed: {count:>4}  {lost.judge} {lost.outcome} ({lost.reason})")
    for each in evaluation.marked:
        for dossier in each.wrongly:
            expected = ", ".join(sorted(each.question.expect))
            print(f"wrong: {dossier.id} for {expected}: {step_words(dossier.decisive)}")
            print(f"  {each.question.media[0].content}")


if __name__ == "__main__":
    main()
