"""What a search costs beside its floor: one embedding and one reading of the same photo.

    python benchmarks/search.py [--photos DIR] [--count N]

Photo by photo, the three are measured in turn in one process, so that a machine that speeds up or
slows down does so for all three; what is reported are medians of the ratios of each photo.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from judges import Principal
from modalities import Image, Modality, Source, load_media
from router import Ingest, Request, Router, Store, load_config
from router.cli.logs import configure_logs

ROOT = Path(__file__).parents[1]


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def measure(router: Router, photo: Image) -> dict[str, float]:
    """Seconds for one photo: embedding it, reading it with the slowest reader, searching by it."""
    space = router.spaces[0]
    spent = {
        f"read {kind}": seconds(lambda reader=reader: reader.read(photo))
        for kind, reader in router.readers.items()
        if not hasattr(reader, "source")
    }
    spent["embed"] = seconds(lambda: space.embed(Modality.IMAGE, [photo]))
    request = Request(media=(photo,), principal=Principal())
    spent["search"] = seconds(lambda: router.search(request))
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, default=ROOT / "examples/storefront/queries")
    parser.add_argument("--config", type=Path, default=ROOT / "configs/storefront.yaml")
    parser.add_argument(
        "--manifest", type=Path, default=ROOT / "examples/storefront/catalogue.jsonl"
    )
    parser.add_argument("--count", type=int, default=20)
    given = parser.parse_args()
    configure_logs("warning")
    sys.setswitchinterval(0.0005)  # as the command line does
    config = load_config(given.config)
    paths = sorted(path for path in given.photos.rglob("*") if path.suffix in {".jpg", ".png"})
    photos = [load_media("image", Source.file(path))[0] for path in paths[: given.count]]
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), create=True) as store:
        router = Router(config, store)
        Ingest(store, router.spaces, {}, config.vocabulary, config.record_fields).run(
            given.manifest
        )
        router.warm_up()
        measure(router, photos[0])
        rows = [measure(router, photo) for photo in photos if isinstance(photo, Image)]
    print(f"{len(rows)} photos, {store_size(given.manifest)} items, {config.spec.name}\n")
    print("| part | median ms |\n|---|---|")
    for part in rows[0]:
        print(f"| {part} | {1000 * statistics.median(row[part] for row in rows):.1f} |")
    ratios = [
        row["search"] / max(value for part, value in row.items() if part != "search")
        for row in rows
    ]
    print(
        f"\nsearch / the larger of embedding and reading: median {statistics.median(ratios):.2f}, "
        f"largest {max(ratios):.2f} (aim: at most 1.2)"
    )


def store_size(manifest: Path) -> int:
    return sum(1 for line in manifest.read_text(encoding="utf-8").splitlines() if line.strip())


if __name__ == "__main__":
    main()
