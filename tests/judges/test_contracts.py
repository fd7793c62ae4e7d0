"""Every registered judge and reader keeps its contract."""

import pytest
from judge_samples import JUDGE_SAMPLES, READER_SAMPLES

from judges import JUDGES, READERS
from judges.testing import JudgeContract, JudgeSample, ReaderContract, ReaderSample


def test_every_judge_has_a_sample() -> None:
    assert set(JUDGES) == set(JUDGE_SAMPLES)


def test_every_reader_has_a_sample() -> None:
    assert set(READERS) == set(READER_SAMPLES)


class TestRegisteredJudges(JudgeContract):
    @pytest.fixture(params=sorted(JUDGE_SAMPLES))
    def sample(self, request: pytest.FixtureRequest) -> JudgeSample:
        return JUDGE_SAMPLES[request.param]()


class TestRegisteredReaders(ReaderContract):
    @pytest.fixture(params=sorted(READER_SAMPLES))
    def sample(self, request: pytest.FixtureRequest) -> ReaderSample:
        return READER_SAMPLES[request.param]()
