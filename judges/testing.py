"""Contract tests for judges and readers: derive a class, give a sample, run pytest.

    class TestMine(JudgeContract):
        @pytest.fixture
        def sample(self) -> JudgeSample:
            return JudgeSample(judge, query, candidates, confirmed={"a"})

What they check is what the rest of crossjudge relies on. Neither pytest nor a model is imported.
"""

import copy
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from modalities import Audio, Depth, Image, Imu, Medium, Text, Thermal, Video

from .candidate import Candidate
from .judge import AnyJudge
from .probed import Probed
from .query import Query
from .reader import DerivedReader, Reader
from .reading import Reading
from .verdict import Verdict


@dataclass(frozen=True)
class JudgeSample:
    """A judge, a query, and candidates of which it confirms some and others not."""

    judge: AnyJudge
    query: Query
    candidates: tuple[Candidate, ...]
    confirmed: frozenset[str]
    """Ids of the candidates that it must confirm."""


@dataclass(frozen=True)
class ReaderSample:
    """A reader and a medium in which it finds something."""

    reader: Reader
    medium: Medium
    values: tuple[Any, ...]
    """Values that must be among the readings."""


def require(holds: object, message: str) -> None:
    """Raises AssertionError with the message unless it holds; not removed by ``python -O``."""
    if not holds:
        raise AssertionError(message)


class JudgeContract:
    """What holds of every judge. Each test takes the fixture ``sample``, a JudgeSample."""

    def test_sample_tells_apart(self, sample: JudgeSample) -> None:
        ids = {candidate.id for candidate in sample.candidates}
        require(sample.confirmed, "the sample confirms nobody")
        require(sample.confirmed < ids, "the sample confirms everybody")

    def test_confirms_exactly_the_right_ones(self, sample: JudgeSample) -> None:
        verdicts = _judge(sample, sample.candidates)
        pairs = zip(sample.candidates, verdicts, strict=True)
        confirmed = {candidate.id for candidate, verdict in pairs if verdict.outcome == "confirm"}
        require(
            confirmed == sample.confirmed,
            f"confirmed {sorted(confirmed)}, expected {sorted(sample.confirmed)}",
        )

    def test_gives_one_verdict_each(self, sample: JudgeSample) -> None:
        verdicts = sample.judge.judge(sample.query, sample.candidates)
        require(len(verdicts) == len(sample.candidates), f"{len(verdicts)} verdicts")
        for verdict in verdicts:
            require(isinstance(verdict, Verdict), f"found {verdict!r}, expected a Verdict")

    def test_gives_nothing_for_an_empty_batch(self, sample: JudgeSample) -> None:
        require(len(sample.judge.judge(sample.query, [])) == 0, "verdicts on nobody")

    def test_batch_equals_one_at_a_time(self, sample: JudgeSample) -> None:
        together = _judge(sample, sample.candidates)
        alone = [_judge(sample, [candidate])[0] for candidate in sample.candidates]
        require(together == alone, f"in a batch {together}, alone {alone}")

    def test_order_does_not_matter(self, sample: JudgeSample) -> None:
        backwards = _judge(sample, sample.candidates[::-1])
        require(backwards[::-1] == _judge(sample, sample.candidates), "verdicts depend on order")

    def test_any_split_gives_the_same(self, sample: JudgeSample) -> None:
        together = _judge(sample, sample.candidates)
        for cut in range(1, len(sample.candidates)):
            first, rest = sample.candidates[:cut], sample.candidates[cut:]
            split = _judge(sample, first) + _judge(sample, rest)
            require(split == together, f"verdicts depend on a cut at {cut}")

    def test_repeated_candidates_get_the_same_verdict(self, sample: JudgeSample) -> None:
        once = _judge(sample, sample.candidates)
        require(_judge(sample, sample.candidates * 2) == once * 2, "a repeated candidate differs")

    def test_inputs_are_left_alone(self, sample: JudgeSample) -> None:
        before = _inputs(sample)
        sample.judge.judge(sample.query, sample.candidates)
        require(_inputs(sample) == before, "the judge changed what it was given")

    def test_threads_agree(self, sample: JudgeSample) -> None:
        expected = _judge(sample, sample.candidates)
        with ThreadPoolExecutor(4) as threads:
            runs = [threads.submit(_judge, sample, sample.candidates) for _ in range(8)]
        require(all(run.result() == expected for run in runs), "threads disagree")

    def test_is_ready_where_it_can_be_probed(self, sample: JudgeSample) -> None:
        """A judge that gives the sample's verdicts is ready."""
        if isinstance(sample.judge, Probed):
            why = sample.judge.ready()
            require(why is None, f"says that it is not ready: {why!r}")

    def test_covers_only_what_it_may(self, sample: JudgeSample) -> None:
        judge = sample.judge
        require(judge.default_covers <= judge.may_cover, "its default is more than it may cover")
        require(judge.covers <= judge.may_cover, f"covers {sorted(judge.covers - judge.may_cover)}")

    def test_declares_what_it_looks_at(self, sample: JudgeSample) -> None:
        """Without the fields it did not declare, a record gives the same verdict."""
        fields = sample.judge.record_fields
        declared = [
            Candidate(one.id, {name: one.record[name] for name in one.record if name in fields})
            for one in sample.candidates
        ]
        require(
            _judge(sample, declared) == _judge(sample, sample.candidates),
            f"looks at fields other than {sorted(fields)}",
        )

    def test_declares_what_it_reads(self, sample: JudgeSample) -> None:
        asked: set[str] = set()

        def read(kind: str) -> Sequence[Reading]:
            asked.add(kind)
            return sample.query.read(kind)

        query = copy.copy(sample.query)
        object.__setattr__(query, "read", read)
        sample.judge.judge(query, sample.candidates)
        require(asked <= sample.judge.readers, f"reads {sorted(asked - sample.judge.readers)} too")


class ReaderContract:
    """What holds of every reader. Each test takes the fixture ``sample``, a ReaderSample."""

    def test_keeps_the_protocol(self, sample: ReaderSample) -> None:
        reader = sample.reader
        require(isinstance(reader, Reader), f"{reader!r} lacks a part of the Reader protocol")
        require(reader.kind and reader.version, "kind and version must be set")
        require(sample.medium.modality in reader.modalities, "does not take its own sample")

    def test_finds_what_is_there(self, sample: ReaderSample) -> None:
        found = [reading.value for reading in sample.reader.read(sample.medium)]
        for value in sample.values:
            require(value in found, f"{value!r} is not among {found}")

    def test_signs_its_readings(self, sample: ReaderSample) -> None:
        for reading in sample.reader.read(sample.medium):
            require(reading.kind == sample.reader.kind, f"a reading of kind {reading.kind!r}")
            require(reading.version == sample.reader.version, f"version {reading.version!r}")
            require(reading.reader, "a reading does not name its reader")

    def test_readings_survive_storage(self, sample: ReaderSample) -> None:
        for reading in sample.reader.read(sample.medium):
            stored = Reading.model_validate_json(reading.model_dump_json())
            require(stored == reading, f"{reading!r} came back from JSON as {stored!r}")

    def test_reads_the_same_twice(self, sample: ReaderSample) -> None:
        first, second = (sample.reader.read(sample.medium) for _ in range(2))
        require(first == second, "two readings of one medium differ")

    def test_threads_agree(self, sample: ReaderSample) -> None:
        expected = sample.reader.read(sample.medium)
        with ThreadPoolExecutor(2) as threads:
            runs = [threads.submit(sample.reader.read, sample.medium) for _ in range(2)]
        require(all(run.result() == expected for run in runs), "threads disagree")

    def test_places_lie_inside_the_medium(self, sample: ReaderSample) -> None:
        width, height, length = _extent(sample.medium)
        for reading in sample.reader.read(sample.medium):
            for x, y in reading.box or ():
                inside = 0 <= x <= width and 0 <= y <= height
                require(inside, f"({x}, {y}) lies outside {width} by {height}")
            if reading.span is not None:
                start, end = reading.span
                require(0 <= start <= end <= length, f"{reading.span} lies outside {length}")

    def test_medium_is_left_alone(self, sample: ReaderSample) -> None:
        before = _content(sample.medium)
        sample.reader.read(sample.medium)
        require(_content(sample.medium) == before, "the reader changed the medium")

    def test_derives_what_it_reads(self, sample: ReaderSample) -> None:
        """A derived reader gives for its source's readings what it gives for the medium."""
        if not isinstance(sample.reader, DerivedReader):
            return
        require(sample.reader.derive([]) == [], "derives readings from none")
        require(sample.reader.source != sample.reader.kind, "derives from itself")


def _judge(sample: JudgeSample, candidates: Sequence[Candidate]) -> list[Verdict]:
    return list(sample.judge.judge(sample.query, candidates))


def _inputs(sample: JudgeSample) -> Any:
    query = sample.query
    records = [dict(candidate.record) for candidate in sample.candidates]
    facts = copy.deepcopy((records, dict(query.context), dict(query.claims)))
    return facts, [_content(medium) for medium in query.media]


def _content(medium: Medium) -> list[Any]:
    values = [getattr(medium, each.name) for each in fields(medium)]
    return [each.tobytes() if isinstance(each, np.ndarray) else each for each in values]


def _extent(medium: Medium) -> tuple[float, float, float]:
    """Width and height in pixels, and length in seconds or characters."""
    match medium:
        case Image(pixels=picture) | Depth(metres=picture) | Thermal(intensity=picture):
            height, width = picture.shape[:2]
            return width, height, 0.0
        case Video():
            return medium.width, medium.height, medium.seconds
        case Audio() | Imu():
            return 0.0, 0.0, medium.seconds
        case Text():
            return 0.0, 0.0, float(len(medium.text))
