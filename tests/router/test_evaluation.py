"""Marks, shares and percentiles."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import item

from judges import Principal
from judges.graph import JudgeTally
from router import Config, Router
from router.evaluation import (
    NEVER_CONSIDERED,
    Evaluation,
    Lost,
    Mark,
    Marked,
    evaluation_data,
    mark,
    mark_answer,
)
from router.manifest import MediumEntry
from router.questions import Question

_ids = st.frozensets(st.sampled_from("abcde"))


def question(
    *expect: str, text: str | None = None, claims: dict[str, Any] | None = None
) -> Question:
    return Question(
        where="q.jsonl:1",
        folder=None,  # type: ignore[arg-type]
        media=() if text is None else (MediumEntry("text", text),),
        claims=claims or {},
        context={},
        principal=Principal(),
        expect=frozenset(expect),
    )


def marked(*returned: str, expect: str = "", rank: int | None = None, **more: Any) -> Marked:
    asked = question(*expect, text=more.get("text", "words"))
    return Marked(
        question=asked,
        mark=mark(returned, asked.expect),
        returned=returned,
        nearest_rank=rank,
        seconds=more.get("seconds", 0.0),
        tallies=more.get("tallies", ()),
        wrongly=(),
        lost=None,
    )


@given(_ids, _ids)
def test_marks_say_what_they_are_documented_to_say(returned: Any, expected: Any) -> None:
    went = mark(returned, expected)
    assert (went is Mark.WRONG) == (not returned <= expected)
    assert (went is Mark.MISSED) == (not returned and bool(expected))
    assert (went is Mark.CORRECT) == (returned <= expected and (bool(returned) or not expected))


@given(st.lists(st.tuples(_ids, _ids), max_size=20))
def test_every_question_has_one_mark(pairs: Any) -> None:
    evaluation = Evaluation(
        [marked(*sorted(found), expect="".join(sorted(known))) for found, known in pairs]
    )
    assert sum(evaluation.count(went) for went in Mark) == len(pairs)
    wrong = evaluation.count(Mark.WRONG)
    if evaluation.answered:
        assert evaluation.precision == pytest.approx(1 - wrong / evaluation.answered)
    else:
        assert evaluation.precision is None
    assert evaluation.coverage is None or 0 <= evaluation.coverage <= 1


def test_shares_of_nothing_are_none() -> None:
    data = evaluation_data(Evaluation([]))
    assert data["precision"] is None
    assert data["coverage"] is None
    assert data["space_alone"]["top1"] is None
    assert data["latency"] == {"p50": None, "p95": None}


def test_the_space_is_asked_only_what_it_can_be_asked() -> None:
    alone = Evaluation(
        [
            marked("a", expect="a", rank=1),
            marked("b", expect="b", rank=6),
            marked(expect="c", rank=None),
            marked(expect="d", rank=50),
            marked(expect="", rank=None),  # nothing is right
            marked("e", expect="e", text=None),  # no media
        ]
    ).space_alone
    assert (alone.questions, alone.top1) == (4, 0.25)
    assert alone.recall == {5: 0.25, 20: 0.5, 50: 0.75}


def test_tallies_add_up() -> None:
    def tally(judge: str, confirm: int) -> JudgeTally:
        counts = {"confirm": confirm, "reject": 1, "abstain": 0, "failure": 0}
        return JudgeTally(judge, counts, 0.5)  # type: ignore[arg-type]

    total = Evaluation(
        [
            marked(tallies=(tally("access", 2), tally("gtin", 1))),
            marked(tallies=(tally("access", 3),)),
        ]
    ).tallies
    assert [(each.judge, each.considered, each.seconds) for each in total] == [
        ("access", 7, 1.0),
        ("gtin", 2, 0.5),
    ]


def test_percentiles() -> None:
    evaluation = Evaluation([marked(seconds=float(second)) for second in range(101)])
    assert (evaluation.seconds(50), evaluation.seconds(95)) == (50.0, 95.0)


@pytest.fixture
def router(shop: Config, make_router: Callable[..., Router]) -> Router:
    items = [item(number, sku=f"S-{number}") for number in range(8)]
    return make_router(shop, items)


def test_a_missed_item_is_traced_to_the_judge_that_dropped_it(router: Router) -> None:
    # Item 3 is discontinued; item 99 does not exist.
    asked = question("item-003", text="text of item 3", claims={"sku": "S-3"})
    went = mark_answer(asked, router.search(asked.request()))
    assert (went.mark, went.nearest_rank) == (Mark.MISSED, 1)
    assert went.lost == Lost("sellable", "reject", "does_not_hold")
    asked = question("item-099", text="text", claims={"sku": "S-99"})
    assert mark_answer(asked, router.search(asked.request())).lost == NEVER_CONSIDERED


def test_a_wrong_item_comes_with_its_dossier(router: Router) -> None:
    asked = question("item-002", text="text of item 2", claims={"sku": "S-1"})
    went = mark_answer(asked, router.search(asked.request()))
    assert went.mark is Mark.WRONG
    assert [dossier.id for dossier in went.wrongly] == ["item-001"]
    assert went.wrongly[0].decisive.judge == "same"
    assert went.lost is None
