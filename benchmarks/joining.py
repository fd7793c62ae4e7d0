"""10,000 candidates through the join judge in one batch, beside its statement alone.

    python benchmarks/joining.py [--items N] [--runs N] [--postgres postgresql://postgres@/d?host=…]

Beside it stands the same question asked of the driver, fetched and put into a dictionary. Both are
measured in turn in one process. The table has ten times as many rows as are asked for. With
``--postgres``, a table ``crossjudge_stock`` is made in that database and dropped again.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from judges import Candidate, Query, Vocabulary, build_judge

TABLE = "crossjudge_stock"
CREATE = "create table crossjudge_stock (sku varchar(20) primary key, status text, stock integer)"
INSERT = "insert into crossjudge_stock values (?, ?, ?)"
SELECT = "select sku, status, stock from crossjudge_stock where sku"
WHERE = 'row.status == "active" && row.stock > 0 && ctx.region in record.regions'
Ask = Callable[[list[str]], dict[str, Any]]


def rows(count: int) -> Iterator[tuple[str, str, int]]:
    chance = random.Random(0)
    for number in range(count):
        yield f"S-{number}", chance.choice(["active", "active", "gone"]), chance.randrange(100)


@contextmanager
def sqlite_table(count: int) -> Iterator[tuple[str, Ask]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.db"
        with closing(sqlite3.connect(path)) as database:
            database.execute(CREATE)
            database.executemany(INSERT, rows(count))
            database.commit()

            def ask(keys: list[str]) -> dict[str, Any]:
                marks = ",".join("?" * len(keys))
                return {row[0]: row for row in database.execute(f"{SELECT} in ({marks})", keys)}

            yield f"sqlite:///{path}", ask


@contextmanager
def postgres_table(url: str, count: int) -> Iterator[tuple[str, Ask]]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as database:
        database.execute(CREATE)
        try:
            with database.cursor().copy(f"copy {TABLE} from stdin") as copy:
                for row in rows(count):
                    copy.write_row(row)
            database.execute(f"analyze {TABLE}")

            def ask(keys: list[str]) -> dict[str, Any]:
                return {row[0]: row for row in database.execute(f"{SELECT} = any(%s)", [keys])}

            yield url, ask
        finally:
            database.execute(f"drop table {TABLE}")


def measure(url: str, ask: Ask, items: int, runs: int) -> tuple[float, float, int]:
    """Median seconds of the judge and of the statement, and how many were confirmed."""
    options = {
        "use": "join", "url": url, "table": TABLE, "key": {"column": "sku", "field": "sku"},
        "columns": {"status": "string", "stock": "int"}, "where": WHERE, "covers": ["recency"],
    }  # fmt: skip
    judge = build_judge("stock", options, Vocabulary())
    keys = [f"S-{number * 10}" for number in range(items)]
    candidates = [Candidate(key, {"sku": key, "regions": ["EU", "US"]}) for key in keys]
    query = Query(context={"region": "EU"})
    judging, asking, confirmed = [], [], 0
    for _ in range(runs):
        began = perf_counter()
        verdicts = judge.judge(query, candidates)
        middle = perf_counter()
        found = ask(keys)
        asking.append(perf_counter() - middle)
        judging.append(middle - began)
        confirmed = sum(verdict.outcome == "confirm" for verdict in verdicts)
        right = sum(row[1] == "active" and row[2] > 0 for row in found.values())
        assert confirmed == right, (confirmed, right)  # noqa: S101
    return statistics.median(judging), statistics.median(asking), confirmed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--postgres", metavar="URL")
    given = parser.parse_args()
    tables = {"sqlite": sqlite_table(given.items * 10)}
    if given.postgres:
        tables["postgresql"] = postgres_table(given.postgres, given.items * 10)
    for name, opened in tables.items():
        with opened as (url, ask):
            judging, asking, confirmed = measure(url, ask, given.items, given.runs)
        print(
            f"{name}: {given.items} candidates, {confirmed} confirmed: {judging * 1000:.0f} ms, "
            f"the statement alone {asking * 1000:.0f} ms, ratio {judging / asking:.1f}"
        )


if __name__ == "__main__":
    main()
