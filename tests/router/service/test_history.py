"""The history of searches, by a clock that tests turn."""

import pytest

from judges import Outcome
from judges.graph import JudgeTally
from router.answer import Answer, Completeness
from router.service.history import History, Times
from router.telemetry import LaneReport, Telemetry


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def answer(score: float | None = 0.55, ranks: tuple[int, ...] = (), seconds: float = 0.1) -> Answer:
    counts = {**dict.fromkeys(Outcome, 0), Outcome.CONFIRM: 3, Outcome.FAILURE: 1}
    telemetry = Telemetry(
        lanes=(LaneReport("a→b", 9, 9, score, ranks), LaneReport("catalogue", 9, 9, None, ranks)),
        judges=(JudgeTally("access", counts, seconds / 2),),
        nearest_lane=None,
        nearest=(),
        rounds=1,
        partial=(),
        seconds={"total": seconds},
    )
    return Answer(
        items=(),
        completeness=Completeness.EXHAUSTED,
        considered=4,
        confirmed=0,
        drops=(),
        telemetry=telemetry,
        courses=(),
        fates={},
        proposals=lambda _id: (),
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(clock: Clock) -> History:
    return History(
        {"access": "access", "idle": "metadata"}, 50, seconds=100, buckets=3, clock=clock
    )


def test_searches_stand_in_the_bucket_of_their_time(history: History, clock: Clock) -> None:
    history.searched(answer(0.55, (1, 3)))
    history.searched(answer(-0.2, (7, 50, 51)))
    clock.now += 200
    history.searched(answer(1.0))
    data = history.data()
    assert data["searches"]["count"] == data["searches"]["empty"] == [2, 0, 1]
    assert data["buckets"][0] == data["since"] == "1970-01-12T13:46:40+00:00"
    (lane,) = data["lanes"]  # the catalogue measures nothing
    low, nothing, high = lane["histograms"]
    assert dict(zip(lane["score_edges"], low, strict=True)) == {
        **dict.fromkeys(lane["score_edges"], 0),
        0.6: 1,
        0.0: 1,
    }
    assert sum(nothing) == 0
    assert high[-1] == 1
    assert lane["confirmed_ranks"] == {"1": 1, "2-5": 1, "6-20": 1, "21-50": 1, "51+": 1}
    access, idle = data["judges"]
    assert access["outcomes"]["confirm"] == [6, 0, 3]
    assert access["outcomes"]["failure"] == [2, 0, 1]
    assert access["seconds"]["mean"] == [0.05, None, 0.05]
    assert idle["outcomes"]["confirm"] == [0, 0, 0]


def test_old_buckets_go(history: History, clock: Clock) -> None:
    history.searched(answer(ranks=(1,)))
    for _ in range(3):
        clock.now += 100
        history.searched(answer())
    assert history.data()["searches"]["count"] == [1, 1, 1]
    assert history.data()["lanes"][0]["confirmed_ranks"]["1"] == 0
    clock.now += 1_000_000  # a long silence is cut to what is kept
    assert history.data()["searches"]["count"] == [0, 0, 0]


def test_a_clock_that_is_set_back_loses_nothing(history: History, clock: Clock) -> None:
    history.searched(answer())
    clock.now -= 500
    history.searched(answer())
    assert history.data()["searches"]["count"] == [2]


def test_quantiles_are_right_within_three_percent() -> None:
    times = Times()
    for number in range(1, 1001):
        times.add(number / 1000)
    assert times.quantile(0.5) == pytest.approx(0.5, rel=0.03)
    assert times.quantile(0.95) == pytest.approx(0.95, rel=0.03)
    assert times.mean == pytest.approx(0.5005)
    assert Times().quantile(0.5) is None
    times.add(0.0)  # below what a clock can tell
    assert times.quantile(0) == 1e-06
