"""Readers run once, at once, and never hold up a search for longer than they may."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from judges import ReaderError, Reading
from modalities import Medium, Modality, Source, load_media
from router.readings import QueryReadings

LINES = (*load_media("text", Source.text("one")), *load_media("text", Source.text("two")))


def reading(kind: str, value: str) -> Reading:
    return Reading(kind=kind, value=value, text=value, confidence=1, reader=kind, version="1")


class Lines:
    """Reads a text as one reading, counting how often it is asked."""

    kind: ClassVar[str] = "lines"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.asked: list[str] = []
        self._before = before

    def warm_up(self) -> None: ...

    def read(self, medium: Medium) -> list[Reading]:
        self._before()
        self.asked.append(medium.source)
        return [reading(self.kind, getattr(medium, "text", ""))]


class Shouted:
    """Derives capitals from lines."""

    kind: ClassVar[str] = "shouted"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})
    source: ClassVar[str] = "lines"

    def warm_up(self) -> None: ...

    def read(self, medium: Medium) -> list[Reading]:
        return self.derive(Lines().read(medium))

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        return [reading(self.kind, str(each.value).upper()) for each in readings]


def values(readings: Sequence[Reading]) -> list[str]:
    return [each.value for each in readings]


def test_each_medium_is_read_once_whoever_asks() -> None:
    lines = Lines()
    readings = QueryReadings(LINES, {"lines": lines, "shouted": Shouted()}, seconds=30)
    readings.start()
    askers = [
        threading.Thread(target=readings.read, args=(kind,)) for kind in ["lines", "shouted"] * 4
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert values(readings.read("lines")) == ["one", "two"]
    assert values(readings.read("shouted")) == ["ONE", "TWO"]
    assert len(lines.asked) == 2


def test_a_derived_reader_reads_by_itself_where_its_source_is_not_read() -> None:
    readings = QueryReadings(LINES, {"shouted": Shouted()}, seconds=30)
    readings.start()
    assert values(readings.read("shouted")) == ["ONE", "TWO"]


def test_a_derived_reader_reads_what_its_source_does_not_take() -> None:
    class Pictures(Lines):
        modalities = frozenset({Modality.IMAGE})

    pictures = Pictures()
    readings = QueryReadings(LINES, {"lines": pictures, "shouted": Shouted()}, seconds=30)
    readings.start()
    assert values(readings.read("shouted")) == ["ONE", "TWO"]
    assert pictures.asked == []


def test_media_that_a_reader_does_not_take_are_not_read() -> None:
    class Pictures(Lines):
        modalities = frozenset({Modality.IMAGE})

    pictures = Pictures()
    readings = QueryReadings(LINES, {"lines": pictures}, seconds=30)
    readings.start()
    assert readings.read("lines") == ()
    assert not pictures.asked


def test_a_reader_that_hangs_is_given_up() -> None:
    readings = QueryReadings(LINES, {"lines": Lines(threading.Event().wait)}, seconds=0.05)
    readings.start()
    with pytest.raises(ReaderError, match=r"lines: nothing read within 0\.05 s"):
        readings.read("lines")


def test_a_reader_that_crashes_is_an_error_of_that_reader_alone() -> None:
    def crash() -> None:
        raise SystemExit("gone")

    class Other(Lines):
        kind = "other"

    readings = QueryReadings(LINES, {"lines": Lines(crash), "other": Other()}, seconds=30)
    readings.start()
    with pytest.raises(ReaderError, match=r"lines: .*SystemExit: gone"):
        readings.read("lines")
    assert values(readings.read("other")) == ["one", "two"]


def test_an_unknown_kind_names_the_known() -> None:
    with pytest.raises(ReaderError, match="'barcodes'; known: lines"):
        QueryReadings(LINES, {"lines": Lines()}, seconds=1).read("barcodes")


class Twice(Shouted):
    """Reads once more what lines were read, counting how often."""

    kind: ClassVar[str] = "twice"

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.asked: list[str] = []
        self._before = before

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        self._before()
        self.asked.append(medium.source)
        return [reading(self.kind, f"{each.value} {each.value}") for each in readings]


def test_what_is_read_again_sees_its_medium_once_and_only_if_asked() -> None:
    twice = Twice()
    readings = QueryReadings(LINES, {"lines": Lines(), "twice": twice}, 10)
    readings.start()
    assert values(readings.read("lines")) == ["one", "two"]
    assert twice.asked == []
    for _ in range(2):
        assert values(readings.read("twice")) == ["one one", "two two"]
    assert len(twice.asked) == 2


def test_threads_that_ask_at_once_share_one_rereading() -> None:
    twice = Twice()
    readings = QueryReadings(LINES, {"lines": Lines(), "twice": twice}, 10)
    readings.start()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: values(readings.read("twice")), range(8)))
    assert found == [["one one", "two two"]] * 8
    assert len(twice.asked) == 2


def test_a_rereading_that_hangs_or_fails_is_a_reader_error() -> None:
    wait = threading.Event()
    hanging = QueryReadings(LINES, {"lines": Lines(), "twice": Twice(wait.wait)}, 0.2)
    hanging.start()
    with pytest.raises(ReaderError, match="twice: nothing read within"):
        hanging.read("twice")
    wait.set()
    failing = QueryReadings(LINES, {"lines": Lines(), "twice": Twice(lambda: 1 / 0)}, 10)
    failing.start()
    with pytest.raises(ReaderError, match=r"twice: .*ZeroDivisionError"):
        failing.read("twice")
