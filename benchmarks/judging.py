"""Judging 10,000 candidates through access and metadata, beside embedding one photo.

    python benchmarks/judging.py [--items N]

Both are measured in turn in one process. The records are of the awkward kind: ``stock`` and
``price`` differ from item to item, so that hardly two candidates share their facts. A second row
has facts as catalogues usually have them, a few values shared by many.
"""

import argparse
import json
import random
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from judges import Principal, Query
from judges.graph import JudgeGraph
from modalities import Modality, Source, load_media
from modalities.lite.space import LiteSpace
from router import Ingest, Store
from router.cli.logs import configure_logs
from router.config import build_config, parse_yaml

PHOTO = Path(__file__).parents[1] / "examples/storefront/queries/mango-on-table.jpg"
SHARED = 'record.lifecycle == "active" && ctx.region in record.regions'
DISTINCT = SHARED + " && record.stock > 0 && record.price < 900.0"
CONFIG = """
name: judging
truth: [permission, recency]
stop: exhaust
judges:
  access: {{use: access}}
  sellable: {{use: metadata, covers: [recency], where: '{where}'}}
graph:
  start: access
  edges:
    - {{from: access, when: confirm, to: sellable}}
    - {{from: sellable, when: confirm, to: return}}
"""


def manifest(path: Path, items: int) -> Path:
    """A catalogue without media: only facts are judged here."""
    chance = random.Random(0)
    with path.open("w", encoding="utf-8") as file:
        for number in range(items):
            record = {
                "lifecycle": chance.choice(["active", "active", "discontinued"]),
                "regions": chance.sample(["EU", "US", "UK", "JP"], 2),
                "stock": number,
                "price": round(chance.uniform(1, 1000), 4),
                "name": f"Item {number}",
            }
            access = {"tenant": chance.choice([None, "acme"]), "groups": []}
            line = {"id": f"item-{number}", "record": record, "media": {}, "access": access}
            file.write(json.dumps(line) + "\n")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    configure_logs("warning")
    (photo,) = load_media("image", Source.file(PHOTO))
    space = LiteSpace()
    space.warm_up()
    graphs = {
        name: build_config(parse_yaml(CONFIG.format(where=where), name))
        for name, where in {"facts shared": SHARED, "facts distinct": DISTINCT}.items()
    }
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), create=True) as store:
        config = graphs["facts distinct"]
        lines = manifest(Path(folder) / "catalogue.jsonl", given.items)
        Ingest(store, [], {}, config.vocabulary, config.record_fields).run(lines)
        scope = store.scope(Principal(tenant="acme"))
        query = Query(context={"region": "EU"}, principal=Principal(tenant="acme"), catalogue=scope)
        spent: dict[str, list[float]] = {name: [] for name in ["embed one photo", *graphs]}
        returned = dict.fromkeys(graphs, 0)
        candidates = scope.candidates(scope.item_keys())
        for _ in range(given.runs):
            began = perf_counter()
            space.embed(Modality.IMAGE, [photo])
            spent["embed one photo"].append(perf_counter() - began)
            for name, config in graphs.items():
                graph = JudgeGraph(config.proof, config.judges)
                began = perf_counter()
                run = graph.run(query, candidates)
                spent[name].append(perf_counter() - began)
                returned[name] = sum(course.returned for course in run.courses)
    floor = spent["embed one photo"]
    print(f"{len(candidates)} candidates through access and metadata\n")
    print("| work | confirmed | median ms | ratio to embedding one photo |\n|---|---|---|---|")
    for name, times in spent.items():
        ratio = statistics.median(time / embed for time, embed in zip(times, floor, strict=True))
        confirmed = returned.get(name, "")
        print(f"| {name} | {confirmed} | {1000 * statistics.median(times):.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
