"""Who traces a query sees each lane, reader, judge and embedding; logs name it on every thread."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars
from world import item

from judges import Candidate, Judge, Principal, Query, Reading, Verdict
from judges.spans import span, spans_by
from modalities import Medium, Modality, Source, load_media
from router import Config, Ingest, Request, Router
from router.threads import Threads

log = structlog.get_logger()


class Telling:
    """A reader that tells which request it works for."""

    kind: ClassVar[str] = "telling"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})

    def __init__(self) -> None:
        self.told: list[Any] = []

    def warm_up(self) -> None: ...

    def read(self, medium: Medium) -> list[Reading]:
        self.told.append(get_contextvars().get("request_id"))
        return []


class Wrapped:
    """A judge that tells which request it works for, and otherwise is another."""

    def __init__(self, judge: Judge[Any]) -> None:
        self._judge = judge
        self.told: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._judge, name)

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        self.told.append(get_contextvars().get("request_id"))
        return self._judge.judge(query, candidates)


class Recorder:
    """Spans as they were opened, and how many are open."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.open = 0
        self._lock = threading.Lock()

    @contextmanager
    def __call__(self, sort: str, name: str) -> Iterator[None]:
        with self._lock:
            self.seen.append((sort, name))
            self.open += 1
        try:
            yield
        finally:
            with self._lock:
                self.open -= 1


def request() -> Request:
    return Request(load_media("text", Source.text("item 3")), claims={"sku": "S-1"})


def test_each_lane_reader_judge_and_embedding_has_a_span(
    make_router: Callable[..., Router], shop: Config
) -> None:
    router = make_router(shop, [item(number) for number in range(6)])
    router.readers["telling"] = Telling()
    recorder = Recorder()
    with spans_by(recorder):
        answer = router.search(request())
    assert recorder.open == 0
    assert {name for sort, name in recorder.seen if sort == "judge"} == set(shop.judges)
    lanes = [name for sort, name in recorder.seen if sort == "lane"]
    assert sorted(lanes) == sorted(lane.lane for lane in answer.telemetry.lanes)
    assert ("reader", "telling") in recorder.seen
    assert ("embed", "random text") in recorder.seen
    before = len(recorder.seen)
    router.search(request())
    with span("judge", "nobody looks"):
        assert len(recorder.seen) == before


def test_every_judge_and_reader_knows_the_request(
    make_router: Callable[..., Router], make_config: Callable[..., Config], shop: Config
) -> None:
    judges = {name: Wrapped(judge) for name, judge in shop.judges.items()}
    router = make_router(make_config(judges=judges), [item(number) for number in range(6)])
    reader = router.readers["telling"] = Telling()
    for number in ("r-1", "r-2"):
        with bound_contextvars(request_id=number):
            router.search(request())
    assert reader.told == ["r-1", "r-2"]
    assert [judge.told for judge in judges.values()] == [["r-1", "r-2"]] * len(judges)


def test_an_ingest_knows_the_request_on_all_its_threads(
    make_router: Callable[..., Router], shop: Config
) -> None:
    router = make_router(shop, [item(0)])
    reader = Telling()
    manifest = router.store.directory / "manifest.jsonl"
    with bound_contextvars(request_id="r-3"):
        report = Ingest(
            router.store, router.spaces, {"telling": reader}, shop.vocabulary, shop.record_fields
        ).run(manifest)
    assert not report.failed
    assert reader.told == ["r-3"]
    assert router.store.scope(Principal()).item_count() == 1


def test_threads_keep_the_context_of_each_call() -> None:
    with Threads(2) as threads:
        runs = []
        for number in range(8):
            with bound_contextvars(request_id=number):
                runs.append(threads.submit(lambda: get_contextvars()["request_id"]))
        assert [run.result() for run in runs] == list(range(8))
