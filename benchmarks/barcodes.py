"""How many barcodes are read exactly, per symbology, and what a reading costs.

    python benchmarks/barcodes.py [--data ../shared/data/barcodes] [--misses]

``truth.csv`` (path, format, text) says what each picture holds. A picture counts as exact where the
value of some reading equals its text. A wrong GTIN is a retail reading that differs from it.
"""

import argparse
import csv
import time
from collections import defaultdict
from pathlib import Path

from judges.readers.barcode import BarcodeReader
from judges.reading import Reading
from modalities import Image, ImageLoader, Source

RETAIL = {"ean13", "ean8", "upca", "upce"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/barcodes"))
    parser.add_argument("--misses", action="store_true", help="print what was not read exactly")
    options = parser.parse_args()
    with (options.data / "truth.csv").open(newline="", encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    loader, reader = ImageLoader(), BarcodeReader()
    exact: defaultdict[str, list[bool]] = defaultdict(list)
    wrong, seconds = 0, []
    for row in truth:
        image = loader.load(Source.file(options.data / row["path"]))
        found, took = timed(reader, image)
        seconds.append(took)
        hit = any(reading.value == row["text"] for reading in found)
        exact[row["format"]].append(hit)
        wrong += row["format"] in RETAIL and bool(found) and not hit
        if options.misses and not hit:
            print(f"{row['path']}: {row['text']!r}, read {[reading.value for reading in found]}")
    report(exact, wrong, seconds)


def timed(reader: BarcodeReader, image: Image) -> tuple[list[Reading], float]:
    began = time.perf_counter()
    found = reader.read(image)
    return found, time.perf_counter() - began


def report(exact: dict[str, list[bool]], wrong: int, seconds: list[float]) -> None:
    print(f"{'symbology':<22}{'exact':>6}{'of':>6}{'rate':>8}")
    for symbology, hits in sorted(exact.items()):
        print(f"{symbology:<22}{sum(hits):>6}{len(hits):>6}{sum(hits) / len(hits):>8.1%}")
    every = [hit for hits in exact.values() for hit in hits]
    print(f"{'all':<22}{sum(every):>6}{len(every):>6}{sum(every) / len(every):>8.1%}")
    print(f"wrong GTINs: {wrong}")
    typical = sorted(seconds)[len(seconds) // 2]
    print(f"milliseconds: median {typical * 1e3:.1f}, largest {max(seconds) * 1e3:.1f}")


if __name__ == "__main__":
    main()
