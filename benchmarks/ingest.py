"""What an ingest costs beside the model: processor time an item of all that is not embedding.

    python benchmarks/ingest.py [--count N] [--batches 1,8,32] [--rounds N]

Items with a short text each go from a manifest into a fresh catalogue, synced, through a space
that answers at once. So what is left is the ingest's own: manifest, loading, hashing, the kept
files, the database. Processor time is of all threads; the wall clock also waits for the disk.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from judges import Vocabulary
from modalities import Medium, Modality
from router import Ingest, Store
from router.cli.logs import configure_logs
from router.testing import RandomSpace

DIM = 1024
"""As long as ImageBind's vectors."""


class InstantSpace(RandomSpace):
    """The same vector for everything, which costs nothing."""

    def embed(self, _modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        return np.full((len(media), DIM), DIM**-0.5, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=400, help="items a round")
    parser.add_argument("--batches", default="1,8,32")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    configure_logs("error")
    spent(given.count // 4, 8)
    print(f"{given.count} items a round, median of {given.rounds} rounds\n")
    print("| items a batch | processor, ms an item | wall clock, ms an item |")
    print("|---|---|---|")
    for batch in map(int, given.batches.split(",")):
        rounds = [spent(given.count, batch) for _ in range(given.rounds)]
        busy, waited = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"| {batch} | {busy:.2f} | {waited:.2f} |", flush=True)


def spent(count: int, batch: int) -> tuple[float, float]:
    """Milliseconds of processor and of wall clock that each item of an ingest took."""
    with tempfile.TemporaryDirectory() as folder:
        manifest = Path(folder) / "manifest.jsonl"
        manifest.write_text("".join(map(line, range(count))), encoding="utf-8")
        with Store.open(Path(folder) / "store", create=True) as store:
            space, words = InstantSpace(DIM), Vocabulary.extended()
            ingest = Ingest(store, [space], {}, words, frozenset(), batch=batch)
            busy, began = process_time(), perf_counter()
            report = ingest.run(manifest)
            busy, waited = process_time() - busy, perf_counter() - began
    if report.stored != count:
        raise SystemExit(report.failed[0].message)
    return 1000 * busy / count, 1000 * waited / count


def line(number: int) -> str:
    """A manifest line."""
    record = {"name": f"Thing {number}", "sku": f"S-{number}", "price": number / 100}
    media = {"text": [f"a tall red kettle, number {number}"]}
    return json.dumps({"id": str(number), "record": record, "media": media}) + "\n"


if __name__ == "__main__":
    main()
