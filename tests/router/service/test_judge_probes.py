"""Judges that are asked whether they are ready: seldom, and never waited for long."""

import itertools
import threading
from collections.abc import Callable
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from router.service import judge_probes
from router.service.judge_probes import JudgeProbes


class Leaning:
    """As much of a judge as is asked."""

    def __init__(self, says: Callable[[], str | None]) -> None:
        self.says = says
        self.asked = 0

    def ready(self) -> str | None:
        self.asked += 1
        return self.says()


def probes(clock: Callable[[], float] = lambda: 0.0, **judges: object) -> JudgeProbes:
    return JudgeProbes(cast("dict[str, Any]", judges), clock)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is."""
    monkeypatch.setattr(judge_probes, "_PATIENCE", 60.0)


def test_it_is_asked_again_when_what_it_said_is_old() -> None:
    now, why = 0.0, "its database cannot be asked"
    judge = Leaning(lambda: why)
    asked = probes(lambda: now, stock=judge, other=object())
    assert [asked.why_not() for _ in range(3)] == [{"stock": why}] * 3
    assert judge.asked == 1
    judge.says = lambda: None
    now = judge_probes._FRESH - 0.1
    assert asked.why_not() == {"stock": why}
    now = judge_probes._FRESH
    assert asked.why_not() == {}
    assert judge.asked == 2


def test_one_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_probes, "_PATIENCE", 0.05)
    clock, said = itertools.count(0.0, 100.0), threading.Event()
    judge = Leaning(lambda: said.wait(60) and None)
    asked = probes(lambda: next(clock), stock=judge)
    for _ in range(3):  # nobody asks it a second time meanwhile
        assert asked.why_not() == {"stock": "what it asks has not answered within 0.05 s"}
    assert judge.asked == 1
    said.set()
    assert any(asked.why_not() == {} for _ in range(10_000))


def test_one_that_crashes_is_named() -> None:
    with capture_logs() as logged:
        why = probes(stock=Leaning(lambda: str(1 / 0))).why_not()
    assert why == {"stock": "it crashed when it was asked whether it is ready"}
    assert [event["event"] for event in logged] == ["judge.probe_failed"]
