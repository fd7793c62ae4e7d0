"""Readings are shared within one asker and with nobody else; readers are never crowded."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ClassVar

import pytest

from judges import DerivedReader, Reader, ReaderError, Reading, RereadingReader, build_reader
from judges.readers.ocr import Ocr
from judges.readers.words import WordsReader
from judges.registry import reader_names
from judges.testing import ReaderContract, ReaderSample
from modalities import Medium, Modality, Source, load_media
from router.readings import QueryReadings
from router.service.pool import ReaderPool, RecentReadings, pooled, reading_for

ONE, TWO = (load_media("text", Source.text(text))[0] for text in ("one", "two"))


def ignore(_kind: str, _remembered: bool) -> None: ...


def reading(kind: str, value: str) -> Reading:
    return Reading(kind=kind, value=value, text=value, confidence=1, reader=kind, version="1")


class Lines:
    """Reads a text as one reading, and counts."""

    kind: ClassVar[str] = "lines"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.reads = self.at_work = self.most_at_work = self.loads = 0
        self._before, self._lock = before, threading.Lock()

    def warm_up(self) -> None:
        self.loads += 1

    def read(self, medium: Medium) -> list[Reading]:
        with self._lock:
            self.reads += 1
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            self._before()
            return [reading(self.kind, getattr(medium, "text", ""))]
        finally:
            with self._lock:
                self.at_work -= 1


class Shouted(Lines):
    """Derives capitals from lines."""

    kind: ClassVar[str] = "shouted"
    source: ClassVar[str] = "lines"

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        return [reading(self.kind, str(each.value).upper()) for each in readings]


class Twice(Shouted):
    """Reads once more what lines were read, counting how often."""

    kind: ClassVar[str] = "twice"

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        (line,) = self.read(medium)
        return [reading(self.kind, f"{each.value} {line.value}") for each in readings]


class TestPooledReader(ReaderContract):
    @pytest.fixture
    def sample(self) -> ReaderSample:
        return ReaderSample(pooled(Lines(), RecentReadings(), ignore), ONE, ("one",))


def read_by(pool: ReaderPool, medium: Medium) -> list[Reading]:
    with pool.reader() as reader:
        return reader.read(medium)


def test_one_asker_is_read_to_once_and_others_anew() -> None:
    lines = Lines()
    noted: list[bool] = []
    reader = pooled(lines, RecentReadings(), lambda _kind, remembered: noted.append(remembered))
    for asker in ("ada", "ada", "bob"):
        with reading_for(asker):
            assert [each.value for each in reader.read(ONE)] == ["one"]
    assert noted == [False, True, False]
    with reading_for("ada"):
        assert [each.value for each in reader.read(TWO)] == ["two"]
    reader.read(ONE)  # for nobody, as an ingest: neither taken from what is remembered nor added
    assert lines.reads == 4


def test_what_is_being_read_is_waited_for() -> None:
    begun, let_go = threading.Event(), threading.Event()
    lines = Lines(lambda: (begun.set(), let_go.wait(30)))
    reader = pooled(lines, RecentReadings(), ignore, at_once=4)

    def read() -> list[Reading]:
        with reading_for("ada"):
            return reader.read(ONE)

    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(read) for _ in range(4)]
        assert begun.wait(30)
        let_go.set()
    assert lines.reads == 1
    found = [run.result() for run in runs]
    assert all(each == found[0] for each in found)
    assert len({id(each) for each in found}) == 4  # a list of one's own, to do with as one likes


def test_a_failure_is_nobody_elses() -> None:
    begun, let_go = threading.Event(), threading.Event()
    recent = RecentReadings()

    def fail() -> list[Reading]:
        begun.set()
        assert let_go.wait(30)
        raise ReaderError("secret.jpg: cannot be read")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(recent.get, "key", fail)
        assert begun.wait(30)
        second = threads.submit(recent.get, "key", lambda: [reading("lines", "mine")])
        let_go.set()
        assert second.result()[0][0].value == "mine"
    with pytest.raises(ReaderError, match="secret"):
        first.result()
    assert recent.get("key", lambda: [reading("lines", "again")])[1] is False


@pytest.mark.parametrize(("media", "readings", "kept"), [(2, 100, [3, 2]), (100, 2, [3, 2])])
def test_the_oldest_are_forgotten(media: int, readings: int, kept: list[int]) -> None:
    recent = RecentReadings(media, readings)
    for number in range(4):
        recent.get(number, lambda n=number: [reading("lines", str(n))])  # type: ignore[misc]
    known = [n for n in (3, 2, 1, 0) if n in recent._known]
    assert known == kept
    assert len(recent._known) == 2


def test_no_more_read_at_once_than_may() -> None:
    barrier = threading.Barrier(2)
    lines = Lines(lambda: barrier.wait(30))  # passes only where two are at work together
    pool = ReaderPool(lines, at_once=2)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(partial(read_by, pool), [ONE] * 8))
    assert lines.most_at_work == 2


def test_alone_it_takes_all_cores_and_beside_others_one() -> None:
    begun, let_go = threading.Event(), threading.Event()
    alone = Lines(lambda: (begun.set(), let_go.wait(30)))
    narrow = [Lines(), Lines()]
    pool = ReaderPool(alone, narrow)
    pool.warm_up()
    assert [alone.loads, *(each.loads for each in narrow)] == [1, 1, 1]
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(read_by, pool, ONE)
        assert begun.wait(30)
        read_by(pool, TWO)
        assert (alone.reads, sum(each.reads for each in narrow)) == (1, 1)
        let_go.set()
        first.result()
    read_by(pool, TWO)
    assert alone.reads == 2


def test_derived_readers_stay_derived() -> None:
    lines = Lines()
    recent = RecentReadings()
    readers = {"lines": pooled(lines, recent, ignore), "shouted": pooled(Shouted(), recent, ignore)}
    assert isinstance(readers["shouted"], DerivedReader)
    assert not isinstance(readers["lines"], DerivedReader)
    assert all(isinstance(each, Reader) for each in readers.values())
    found = QueryReadings((ONE,), readers, seconds=30)
    with reading_for("ada"):
        found.start()
    assert [each.value for each in found.read("shouted")] == ["ONE"]
    assert lines.reads == 1


def test_rereading_readers_look_again_once_for_an_asker() -> None:
    twice, recent = Twice(), RecentReadings()
    readers = {"lines": pooled(Lines(), recent, ignore), "twice": pooled(twice, recent, ignore)}
    assert isinstance(readers["twice"], RereadingReader)
    for asker in ("ada", "ada", "bob"):
        found = QueryReadings((ONE,), readers, seconds=30)
        with reading_for(asker):
            found.start()
            assert [each.value for each in found.read("twice")] == ["one one"]
    assert twice.reads == 2


@pytest.mark.parametrize("kind", sorted(reader_names()))
def test_a_reader_keeps_what_it_can_in_a_pool(kind: str) -> None:
    reader = build_reader(kind)
    shared = pooled(reader, RecentReadings(), ignore)
    for contract in (Reader, DerivedReader, RereadingReader):
        assert isinstance(shared, contract) == isinstance(reader, contract)


def test_a_words_reader_of_one_thread_reads_the_same() -> None:
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageDraw

    from modalities import Image

    picture = Pictures.new("RGB", (320, 80), "white")
    ImageDraw.Draw(picture).text((20, 20), "OAT DRINK", fill="black", font_size=36)
    medium = Image(np.asarray(picture), "hash", "drawn")
    assert WordsReader(Ocr(threads=1)).read(medium) == WordsReader().read(medium) != []
