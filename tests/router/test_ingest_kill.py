"""An ingest that is killed loses nothing that it acknowledged, many times over."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from catalogues import Catalogues
from PIL import Image as Pictures

from judges import Principal, Vocabulary
from modalities import Modality, Source
from modalities.load import load_media
from router.index import VectorIndexes
from router.ingest import Ingest
from router.store import Store
from router.testing import RandomSpace

ITEMS = 150
KILLS = 25
KILLS_OVER_A_SERVER = 5
SPACE = RandomSpace(16)
OWNER = Principal(tenant="acme")

INGEST = """
import sys
from pathlib import Path
from catalogues import Catalogues
from judges import Vocabulary
from router.ingest import Ingest
from router.testing import RandomSpace

def tell(progress):
    print(progress.outcome.value, progress.id, flush=True)

with Catalogues(*sys.argv[3:]).open(Path(sys.argv[1]), create=True) as store:
    Ingest(store, [RandomSpace(16)], {}, Vocabulary(), frozenset(), batch=4).run(
        Path(sys.argv[2]), tell
    )
print("complete", flush=True)
"""


def make_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    lines = {}
    for number in range(ITEMS):
        media = {"text": [f"text of item {number}"]}
        if number % 3 == 0:
            colour = (number, 255 - number, 7)
            Pictures.new("RGB", (16, 16), colour).save(folder / f"{number}.png")
            media["image"] = [f"{number}.png"]
        lines[f"item-{number}"] = {
            "id": f"item-{number}",
            "record": {"sku": f"S-{number}"},
            "media": media,
            "access": {"tenant": "acme"},
        }
    text = "".join(json.dumps(line) + "\n" for line in lines.values())
    (folder / "manifest.jsonl").write_text(text)
    return lines


def ingest_until_killed(
    folder: Path, catalogues: Catalogues, chance: np.random.Generator
) -> tuple[set[str], bool]:
    """Ids acknowledged before the kill, and whether it came too late."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            INGEST,
            str(folder / "store"),
            str(folder / "manifest.jsonl"),
            *catalogues.words,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert process.stdout is not None
    timer: threading.Timer | None = None
    acknowledged: set[str] = set()
    is_complete = False
    # Some die while they start, most some moments after their first new item.
    if chance.random() < 0.15:
        timer = threading.Timer(chance.uniform(0, 1.0), process.kill)
        timer.start()
    for line in process.stdout:
        word, _, item_id = line.strip().partition(" ")
        if word == "complete":
            is_complete = True
        elif word in ("stored", "unchanged") and line.endswith("\n"):
            acknowledged.add(item_id)
        if timer is None and word == "stored":
            timer = threading.Timer(chance.uniform(0, 0.15), process.kill)
            timer.start()
    process.wait()
    process.stdout.close()
    if timer is not None:
        timer.cancel()
    assert is_complete or process.returncode == -signal.SIGKILL
    return acknowledged, is_complete


def assert_whole(store: Store, ids: set[str], lines: Mapping[str, Mapping[str, Any]]) -> None:
    """Each item has its record, its media files and a vector for each medium."""
    scope = store.scope(OWNER)
    keys = {item_id: key for key, item_id in scope.ids(scope.item_keys().tolist()).items()}
    assert ids <= keys.keys()
    for item_id, key in keys.items():
        line = lines[item_id]
        assert scope.candidates([key])[0].record == line["record"]
        assert scope.lookup("sku", line["record"]["sku"]) == [key]
        media = scope.media_of(key)
        assert [each.key.modality for each in media] == sorted(line["media"])
        for each in media:
            (loaded,) = load_media(each.kind, Source.file(each.path))
            assert loaded.content_hash == each.key.hash
        assert store.embedded(SPACE.fingerprint, [each.key for each in media]) == {
            each.key for each in media
        }


def test_no_kill_loses_what_was_acknowledged(tmp_path: Path, catalogues: Catalogues) -> None:
    lines = make_manifest(tmp_path)
    chance = np.random.default_rng(4)
    acknowledged: set[str] = set()
    for _ in range(KILLS if catalogues.are_files else KILLS_OVER_A_SERVER):
        told, is_complete = ingest_until_killed(tmp_path, catalogues, chance)
        acknowledged |= told
        if acknowledged:
            with catalogues.open(tmp_path / "store") as store:
                assert_whole(store, acknowledged, lines)
                if is_complete:
                    store.delete(sorted(acknowledged))
                    acknowledged = set()
    with catalogues.open(tmp_path / "store", create=True) as store:
        report = Ingest(store, [SPACE], {}, Vocabulary(), frozenset()).run(
            tmp_path / "manifest.jsonl"
        )
        assert (report.stored + report.unchanged, report.failed) == (ITEMS, [])
        assert_whole(store, set(lines), lines)
        indexes, scope = VectorIndexes(store), store.scope(OWNER)
        assert indexes.size(SPACE.fingerprint, Modality.TEXT, scope) == ITEMS
        assert indexes.size(SPACE.fingerprint, Modality.IMAGE, scope) == ITEMS // 3
        assert store.sweep() == 0
