"""Samples of judges that ask something outside the catalogue: a table, policies, a service."""

import atexit
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from judges import Candidate, Query, Vocabulary, build_judge
from judges.testing import JudgeSample


@cache  # one folder for the life of the tests
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="samples-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache  # a judge keeps its connections
def join_sample() -> JudgeSample:
    with closing(sqlite3.connect(_folder() / "stock.db")) as database:
        database.execute("create table stock (sku text, status text, stock int)")
        rows = [("A", "active", 2), ("B", "gone", 2), ("C", "active", None), ("E", "active", 1)]
        database.executemany("insert into stock values (?, ?, ?)", [*rows, rows[3]])
        database.commit()
    options = {
        "use": "join", "url": "sqlite:///stock.db", "table": "stock",
        "key": {"column": "sku", "field": "sku"}, "columns": {"status": "string", "stock": "int"},
        "where": 'row.status == "active" && row.stock > 0', "covers": ["recency"],
    }  # fmt: skip
    records: list[dict[str, Any]] = [
        {"sku": sku, "name": "unmentioned"} for sku in ("A", "B", "C", "D", "E", 7, None)
    ]
    return JudgeSample(
        build_judge("stock", options, Vocabulary(), _folder()),
        Query(),
        tuple(Candidate(str(record["sku"]), record) for record in records),
        confirmed=frozenset({"A"}),
    )
