"""A small world for the router's tests: a config, manifest lines, and a way to store them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from modalities import Space
from router import Config, Ingest, Store

SHOP = """
name: shop
spaces: [lite]
stop: exhaust
limit: 100
truth: [permission, identity, recency]
judges:
  access: {use: access}
  sellable: {use: metadata, covers: [recency], where: 'record.lifecycle == "active"'}
  same: {use: metadata, covers: [identity], where: 'record.sku == claims.sku'}
graph:
  start: access
  edges:
    - {from: access, when: confirm, to: sellable}
    - {from: sellable, when: confirm, to: same}
    - {from: same, when: confirm, to: return}
rank: [-record.stock]
"""


def item(number: int, *, sku: str | None = None, **more: Any) -> dict[str, Any]:
    """One manifest line: every fourth item is discontinued, three items share each sku."""
    record = {
        "name": f"Item {number}",
        "sku": sku or f"S-{number // 3}",
        "lifecycle": "discontinued" if number % 4 == 3 else "active",
        "stock": (number * 7) % 5,
    }
    return {
        "id": f"item-{number:03d}",
        "record": record,
        "media": {"text": [f"text of item {number}"]},
        **more,
    }


def write_manifest(path: Path, items: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in items), encoding="utf-8")
    return path


def ingest(
    store: Store,
    config: Config,
    spaces: Sequence[Space],
    items: Iterable[Mapping[str, Any]],
) -> None:
    """Store manifest lines; all must be good."""
    manifest = write_manifest(store.directory / "manifest.jsonl", items)
    report = Ingest(store, spaces, {}, config.vocabulary, config.record_fields).run(manifest)
    assert not report.failed
