import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from catalogues import Catalogues
from PIL import Image as Pictures
from world import item, write_manifest

from judges import Principal, Vocabulary
from modalities import Limits, Medium, Modality, SpaceError, Text, Windows, load_media
from router import Config, Request, Router
from router.errors import StoreError
from router.index import VectorIndexes
from router.ingest import Ingest
from router.reembed import Reembed, ReembedProgress
from router.report import answer_data
from router.store import Store
from router.testing import RandomSpace

ANYONE = Principal()
OLD = RandomSpace(8)
LINES = [
    {"id": f"i{n}", "record": {}, "media": {"text": [f"text {n}", "shared"]}} for n in range(7)
]


class NewSpace(RandomSpace):
    """Sees texts through two windows; tells what it embeds; cannot stand some texts."""

    def __init__(self, hates: str | None = None) -> None:
        super().__init__(4, seed=1)
        self.name = "new"
        self.windowed = frozenset({Modality.TEXT})
        self.batches: list[int] = []
        self.hates = hates

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        if any(isinstance(each, Text) and each.text == self.hates for each in media):
            raise RuntimeError("cannot stand it")
        self.batches.append(len(media))
        spans = np.array([[0.0, 1.0], [0.5, 2.0]])
        rows = [self._vector(each.content_hash).astype(np.float32) for each in media]
        return [Windows(row, np.stack([row, -row]), spans) for row in rows]


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Callable[..., None]:
    def run(*lines: Mapping[str, Any]) -> None:
        manifest = write_manifest(tmp_path / "manifest.jsonl", lines)
        report = Ingest(store, [OLD], {}, Vocabulary(), frozenset()).run(manifest)
        assert report.failed == []

    return run


def rows_of(store: Store, fingerprint: str, modality: Modality) -> list[Any]:
    rows = store.vectors(fingerprint, modality)
    return [] if rows is None else [rows.keys.tolist(), rows.vectors.tolist(), rows.revision]


class TestRun:
    def test_every_medium_gets_what_an_ingest_would_have_made(
        self, store: Store, ingest: Callable[..., None], tmp_path: Path
    ) -> None:
        Pictures.new("RGB", (9, 6), "red").save(tmp_path / "a.png")
        millimetres = np.full((4, 5), 1500, dtype=np.uint16)
        Pictures.fromarray(millimetres).save(tmp_path / "d.png")
        lens = {"fx": 5.0, "fy": 5.0, "cx": 2.0, "cy": 2.0}
        depth = {"path": "d.png", "scale": 0.001, "intrinsics": lens, "baseline": 0.05}
        motion = np.random.default_rng(1).standard_normal((40, 6)).astype(np.float32)
        np.save(tmp_path / "m.npy", motion)
        media = {"image": ["a.png"], "depth": [depth], "imu": [{"path": "m.npy", "rate": 50.0}]}
        lines = [*LINES, {"id": "z", "media": media}]
        ingest(*lines)
        new = NewSpace()
        report = Reembed(store, [new]).run()
        assert (report.embedded, report.already, report.failed) == (11, 0, [])
        with Store.open(tmp_path / "other", create=True) as other:
            manifest = tmp_path / "manifest.jsonl"
            Ingest(other, [new], {}, Vocabulary(), frozenset()).run(manifest)
            for modality in (Modality.TEXT, Modality.IMAGE, Modality.DEPTH, Modality.IMU):
                found = rows_of(store, new.fingerprint, modality)
                assert found[:2] == rows_of(other, new.fingerprint, modality)[:2]
                assert found[0]

    def test_a_second_run_finds_nothing_to_do(
        self, store: Store, ingest: Callable[..., None]
    ) -> None:
        ingest(*LINES)
        Reembed(store, [NewSpace(), OLD]).run()
        again, generation = NewSpace(), store.generation()
        report = Reembed(store, [again, OLD]).run()
        assert (report.embedded, report.already, again.batches) == (0, 8, [])
        assert store.generation() == generation

    def test_only_what_is_missing_is_made(self, store: Store, ingest: Callable[..., None]) -> None:
        ingest(*LINES[:3])
        Reembed(store, [NewSpace()]).run()
        ingest(*LINES)
        new = NewSpace()
        report = Reembed(store, [new, OLD], batch=3).run()
        assert (report.embedded, report.already) == (4, 4)
        assert new.batches == [3, 1]

    def test_pages_of_a_document_are_told_apart(
        self,
        store: Store,
        ingest: Callable[..., None],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        pages = [Pictures.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
        pages[0].save(tmp_path / "f.pdf", save_all=True, append_images=pages[1:])
        ingest({"id": "a", "media": {"document": ["f.pdf"]}})
        loads: list[str] = []
        monkeypatch.setattr("router.reembed.load_media", counting(loads))
        new = NewSpace()
        assert Reembed(store, [new], batch=2).run().embedded == 3
        assert loads == ["document"]
        rows = store.vectors(new.fingerprint, Modality.IMAGE)
        assert rows is not None
        media = store.scope(ANYONE).media_of(1)
        expected = [new._vector(each.key.hash) for each in media]
        np.testing.assert_allclose(rows.vectors, expected, atol=1e-6)

    def test_progress_counts_what_is_safe(
        self, store: Store, ingest: Callable[..., None], catalogues: Catalogues
    ) -> None:
        ingest(*LINES)
        new = NewSpace()
        heard: list[ReembedProgress] = []

        def listen(progress: ReembedProgress) -> None:
            heard.append(progress)
            with catalogues.open(store.directory) as other:
                assert other.coverage(new.fingerprint, new.modalities)[0] >= progress.done

        Reembed(store, [new], batch=3).run(listen)
        assert heard == [ReembedProgress(n, 8) for n in range(1, 9)]

    def test_the_next_batch_is_loaded_while_one_is_embedded(
        self, store: Store, ingest: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest(*({"id": f"i{n}", "media": {"text": [f"text {n}"]}} for n in range(40)))
        loads: list[str] = []
        second_batch = threading.Event()
        load = counting(loads)

        def watched(*given: Any) -> Any:
            loaded = load(*given)
            if len(loads) == 8:
                second_batch.set()
            return loaded

        monkeypatch.setattr("router.reembed.load_media", watched)

        class Waiting(NewSpace):
            def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
                # As many as a batch has lie ready, no more.
                assert len(loads) <= 4 * len(self.batches) + 8
                if not self.batches:
                    assert second_batch.wait(10) or pytest.fail("nothing was loaded meanwhile")
                return super().embed_windows(modality, media)

        assert Reembed(store, [Waiting()], batch=4).run().failed == []

    def test_an_index_made_meanwhile_is_made_again(
        self, store: Store, ingest: Callable[..., None]
    ) -> None:
        ingest(*LINES)
        new, indexes, sizes = NewSpace(), VectorIndexes(store), []

        def look(_: ReembedProgress) -> None:
            scope = store.scope(ANYONE)
            sizes.append(indexes.size(new.fingerprint, Modality.TEXT, scope))

        Reembed(store, [new], batch=3).run(look)
        assert sizes == sorted(sizes)
        # Each item holds a text of its own and the one that all share.
        assert sizes[0] < sizes[-1] == 14

    def test_other_spaces_are_left_alone(self, store: Store, ingest: Callable[..., None]) -> None:
        ingest(*LINES)
        before = rows_of(store, OLD.fingerprint, Modality.TEXT)
        Reembed(store, [NewSpace()]).run()
        assert rows_of(store, OLD.fingerprint, Modality.TEXT) == before

    def test_another_writer_is_not_waited_for(
        self, store: Store, ingest: Callable[..., None], catalogues: Catalogues
    ) -> None:
        ingest(*LINES)
        with (
            catalogues.open(store.directory) as other,
            other.writing(),
            pytest.raises(StoreError, match="another ingest or deletion is writing"),
        ):
            Reembed(store, [NewSpace()]).run()


def counting(loads: list[str]) -> Callable[..., Any]:
    def load(kind: str, *rest: Any) -> Any:
        loads.append(kind)
        return load_media(kind, *rest)

    return load


class TestFailures:
    def test_a_medium_that_fails_costs_itself_only(
        self, store: Store, ingest: Callable[..., None]
    ) -> None:
        ingest(*LINES)
        lost = store.scope(ANYONE).media_of(2)[0].path
        lost.write_bytes(b"something else")
        gone = store.scope(ANYONE).media_of(3)[0].path
        gone.unlink()
        report = Reembed(store, [NewSpace(hates="text 5")]).run(prune=True)
        assert (report.embedded, report.already, len(report.failed)) == (5, 0, 3)
        told = {line.split(": ")[1]: line for line in report.failed}
        assert "loads as something else than before" in told["item 'i1'"]
        assert "found nothing, expected a file" in told["item 'i2'"]
        assert "space 'new': cannot stand it" in told["item 'i5'"]
        assert report.pruned == ()
        assert rows_of(store, OLD.fingerprint, Modality.TEXT)
        again = Reembed(store, [NewSpace()]).run()
        assert (again.embedded, again.already, len(again.failed)) == (1, 5, 2)

    def test_missing_weights_are_said_once(self, store: Store, ingest: Callable[..., None]) -> None:
        class Weightless(RandomSpace):
            def warm_up(self) -> None:
                raise SpaceError("no weights")

        ingest(*LINES)
        with pytest.raises(SpaceError, match="no weights"):
            Reembed(store, [Weightless(5)]).run()

    def test_limits_are_kept(self, store: Store, ingest: Callable[..., None]) -> None:
        ingest(*LINES)
        report = Reembed(store, [NewSpace()], Limits(characters=3)).run()
        assert len(report.failed) == 8


class TestPrune:
    def test_what_the_config_does_not_name_goes(
        self, store: Store, ingest: Callable[..., None]
    ) -> None:
        ingest(*LINES)
        new, scope = NewSpace(), store.scope(ANYONE)
        stale = store.directory / "indexes" / f"{OLD.fingerprint}.text.faiss"
        VectorIndexes(store).size(OLD.fingerprint, Modality.TEXT, scope)
        stale.write_bytes(b"of an older version")
        report = Reembed(store, [new]).run(prune=True)
        assert report.pruned == (OLD.fingerprint,)
        assert store.vectors(OLD.fingerprint, Modality.TEXT) is None
        assert store.coverage(OLD.fingerprint, OLD.modalities) == (0, 8)
        indexes, scope = VectorIndexes(store), store.scope(ANYONE)
        assert indexes.size(new.fingerprint, Modality.TEXT, scope) == 14
        assert indexes.size(OLD.fingerprint, Modality.TEXT, scope) == 0
        names = sorted(path.name for path in (store.directory / "indexes").iterdir())
        assert names == [f"{new.fingerprint}.text.json", f"{new.fingerprint}.text.npz"]

    def test_a_space_that_is_kept_keeps_its_index(
        self, store: Store, ingest: Callable[..., None]
    ) -> None:
        ingest(*LINES)
        VectorIndexes(store).size(OLD.fingerprint, Modality.TEXT, store.scope(ANYONE))
        before = {path: path.read_bytes() for path in (store.directory / "indexes").iterdir()}
        assert Reembed(store, [OLD, NewSpace()]).run(prune=True).pruned == ()
        assert {p: p.read_bytes() for p in (store.directory / "indexes").iterdir()} == before


@pytest.fixture
def router(make_config: Callable[..., Config], make_router: Callable[..., Router]) -> Router:
    return make_router(make_config(), [item(n) for n in range(9)], OLD)


def ask(router: Router) -> str:
    text = Text("text of item 4", "hash of the query", "query")
    answer = router.search(Request((text,), claims={"sku": "S-1"}))
    assert [each.id for each in answer.items] == ["item-004", "item-005"]
    data = answer_data(answer, dossiers=None)
    data["telemetry"].pop("seconds")
    data["telemetry"].pop("judges")  # they tell how long each took
    return json.dumps(data)


def test_a_router_over_the_old_space_answers_as_before(router: Router) -> None:
    before = ask(router)
    during: list[str] = []
    Reembed(router.store, [NewSpace()], batch=2).run(lambda _: during.append(ask(router)))
    assert len(during) == 9
    assert {before} == {*during, ask(router)}


IN_STEP = """
import sys
from pathlib import Path
from router.reembed import Reembed
from router.store import Store
from router.testing import RandomSpace

def wait(progress):
    print("done", progress.done, flush=True)
    sys.stdin.readline()

with Store.open(Path(sys.argv[1])) as store:
    Reembed(store, [RandomSpace(4, seed=1)], batch=2).run(wait)
"""


def test_a_router_answers_as_before_while_another_process_embeds(router: Router) -> None:
    before = ask(router)
    during = []
    with subprocess.Popen(
        [sys.executable, "-c", IN_STEP, str(router.store.directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            if not line.startswith("done "):
                continue  # a log
            done = int(line.split()[1])
            found = router.store.coverage("random-4-1", frozenset({Modality.TEXT}))
            assert found == (min(9, (done + 1) // 2 * 2), 9)
            during.append(ask(router))
            process.stdin.write("go on\n")
            process.stdin.flush()
    assert process.returncode == 0
    assert len(during) == 9
    assert {before} == {*during, ask(router)}
