"""What the catalogue's database costs: a SQLite file beside a PostgreSQL server.

    python benchmarks/catalogue.py --postgres postgresql://postgres@/d?host=… [--items N]

Each operation of the store is done in turn on both, in one process; what is told are medians of the
wall clock, with the waiting for disk and server in them. On the server a schema
``crossjudge_benchmark`` is made and dropped again.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np
from sqlalchemy import create_engine, make_url

from judges import Labels, Principal
from modalities import Modality, content_hash
from router import Store
from router.store import Embedded, ItemRow, MediumKey, MediumRow, Server

SCHEMA = "crossjudge_benchmark"
SPACE = "benchmark"
BATCH = 8
"""Items that an ingest stores together."""
VECTOR = np.full(1024, 1024**-0.5, dtype=np.float32)

Work = Callable[[], object]


def rows(first: int, count: int) -> Iterator[ItemRow]:
    for number in range(first, first + count):
        data = f"a tall red kettle, number {number}".encode()
        key = MediumKey(content_hash("text", data), Modality.TEXT)
        vectors = {SPACE: Embedded.whole(VECTOR)}
        medium = MediumRow(key, data, "text", "text", vectors=vectors)
        record = {"name": f"Thing {number}", "sku": f"S-{number}", "price": number / 100}
        labels = Labels(f"tenant-{number % 7}" if number % 3 == 0 else None)
        yield ItemRow(f"item-{number:07d}", record, labels, (medium,))


@contextmanager
def server_at(url: str) -> Iterator[Server]:
    server = Server(make_url(url), SCHEMA)
    try:
        yield server
    finally:
        engine = create_engine(server.url.set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        engine.dispose()


def operations(store: Store, items: int) -> Mapping[str, Work]:
    """What an ingest, a search and a start of the service ask of a store that holds items."""
    scope = store.scope(Principal())
    ids = [f"item-{number:07d}" for number in range(items)]
    fresh = iter(range(items, 10 * items, BATCH))
    return {
        f"an ingest's batch of {BATCH} items": lambda: store.put_all(rows(next(fresh), BATCH)),
        "one item replaced": lambda: store.put(next(rows(0, 1))),
        "whether anything has changed, as each search asks": store.generation,
        "an identifier looked up": lambda: scope.lookup("sku", "S-77"),
        "the access labels of 50 candidates": lambda: scope.labels(ids[:50]),
        f"the access labels of {items} candidates": lambda: scope.labels(ids),
        f"all {items} vectors of 1,024 numbers": lambda: store.vectors(SPACE, Modality.TEXT),
    }


def measured(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Median milliseconds of each, in turn."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began = perf_counter()
            work()
            spent[name].append(1000 * (perf_counter() - began))
    return {name: statistics.median(each) for name, each in spent.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", metavar="URL", required=True)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        server_at(given.postgres) as server,
        Store.open(Path(folder) / "file", create=True) as file,
        Store.open(Path(folder) / "server", create=True, server=server) as served,
    ):
        for first in range(0, given.items, 500):
            for store in (file, served):
                store.put_all(rows(first, min(500, given.items - first)))
        print("| work | SQLite, ms | PostgreSQL, ms | ratio |\n|---|---|---|---|")
        works = zip(
            operations(file, given.items).items(),
            operations(served, given.items).values(),
            strict=True,
        )
        for (name, one), other in works:
            spent = measured({"file": one, "server": other}, given.rounds)
            ratio = spent["server"] / spent["file"]
            print(f"| {name} | {spent['file']:.2f} | {spent['server']:.2f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
