"""A re-embedding that is killed between or inside batches goes on where it was."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from world import item, write_manifest

from judges import Principal, Vocabulary
from modalities import Modality
from router.index import VectorIndexes
from router.ingest import Ingest
from router.reembed import Reembed
from router.store import Store
from router.testing import RandomSpace

ITEMS = 60
OLD, NEW = RandomSpace(8), RandomSpace(4, seed=1)
TEXT = Modality.TEXT

REEMBED = """
import os, signal, sys
from pathlib import Path
from router.reembed import Reembed
from router.store import Store
from router.testing import RandomSpace

when, after = sys.argv[2], int(sys.argv[3])

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Space(RandomSpace):
    batches = 0

    def embed(self, modality, media):
        self.batches += 1
        if when == "embedding" and self.batches > after:
            die()
        return super().embed(modality, media)

def tell(progress):
    print(progress.done, flush=True)
    if when == "between" and progress.done >= 4 * after:
        die()

if when == "writing":
    import router.store.writing as writing
    written = 0

    def renew(connection, changed):
        global written
        written += 1
        if written > after:
            die()
        renewed(connection, changed)

    renewed, writing.renew = writing.renew, renew

with Store.open(Path(sys.argv[1])) as store:
    Reembed(store, [Space(4, seed=1)], batch=4).run(tell)
"""


def reembed_until_killed(store: Path, when: str, after: int) -> int:
    """How many media it told of before it was killed."""
    ran = subprocess.run(
        [sys.executable, "-c", REEMBED, str(store), when, str(after)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return int(ran.stdout.split()[-1]) if ran.stdout else 0


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    manifest = write_manifest(tmp_path / "manifest.jsonl", (item(n) for n in range(ITEMS)))
    with Store.open(folder, create=True) as store:
        Ingest(store, [OLD], {}, Vocabulary(), frozenset()).run(manifest)
    return folder


def test_no_kill_loses_a_batch_or_makes_one_twice(catalogue: Path) -> None:
    with Store.open(catalogue) as reader:
        scope = reader.scope(Principal())
        query = OLD._vector("query")[None].astype("float32")
        before = VectorIndexes(reader).search(OLD.fingerprint, TEXT, query, 9, scope)
        done = 0
        for when, after in (("between", 1), ("embedding", 2), ("writing", 3), ("between", 2)):
            told = reembed_until_killed(catalogue, when, after)
            embedded, of = reader.coverage(NEW.fingerprint, NEW.modalities)
            assert (embedded, of) == (done + told, ITEMS)
            assert told == 4 * after
            done = embedded
            # This process has had the catalogue open all the while.
            scope = reader.scope(Principal())
            after_kill = VectorIndexes(reader).search(OLD.fingerprint, TEXT, query, 9, scope)
            assert after_kill.keys.tolist() == before.keys.tolist()
            assert after_kill.scores.tolist() == before.scores.tolist()
        report = Reembed(reader, [NEW]).run(prune=True)
        assert (report.already, report.embedded, report.failed) == (done, ITEMS - done, [])
        rows = reader.vectors(NEW.fingerprint, TEXT)
        assert rows is not None
        hashes = [reader.scope(Principal()).media_of(key)[0].key.hash for key in rows.keys]
        assert rows.vectors.tolist() == [
            NEW._vector(each).astype("float32").tolist() for each in hashes
        ]
