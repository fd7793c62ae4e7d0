"""Answers as plain data, and evidence in words."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import item

from judges import Evidence, Failure, Reading, abstain, confirm, reject
from judges.graph import Step
from router import Config, Request, Router
from router.report import answer_data, evidence_words, not_returned, plain, step_words

GTIN = Reading(
    kind="barcode", value="7310865001825", text="7310865001825", confidence=1, reader="barcode",
    version="1",
)  # fmt: skip

_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.frozensets(st.integers())
)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.integers(), inner),
    max_leaves=20,
)


@given(_values)
def test_plain_values_are_json_and_stay_what_they_are(value: Any) -> None:
    once = plain(value)
    assert json.loads(json.dumps(once, allow_nan=False)) == once
    assert plain(once) == once


def test_plain_values_keep_what_json_knows() -> None:
    known = {"a": [1, 2.5, "x", True, None], "b": {}}
    assert plain(known) == known
    assert plain(float("nan")) is None
    assert plain({3, 1}) == [1, 3]
    assert plain(dt.date(2026, 1, 2)) == "2026-01-02"


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (
            [
                Evidence("query", "barcode", GTIN.value, GTIN),
                Evidence("record", "gtin", GTIN.value),
            ],
            "read 7310865001825 = record.gtin",
        ),
        (
            [Evidence("query", "barcode", GTIN.value, GTIN), Evidence("record", "gtin", "1")],
            "read 7310865001825; record.gtin = 1",
        ),
        (
            [Evidence("claim", "sku", "A"), Evidence("record", "sku", "A")],
            "claims.sku = record.sku = A",
        ),
        (
            [
                Evidence("query", "words", "OAT", GTIN),
                Evidence("query", "words", "DRINK", GTIN),
                Evidence("record", "printed", ["OAT", "DRINK"]),
            ],
            "read OAT, DRINK; record.printed = OAT, DRINK",
        ),
        ([Evidence("context", "region", "EU")], "ctx.region = EU"),
        (
            [Evidence("claim", "year", None), Evidence("record", "on", True)],
            "no claims.year; record.on = true",
        ),
        ([], ""),
    ],
)
def test_evidence_in_words(evidence: list[Evidence], words: str) -> None:
    assert evidence_words(evidence) == words


def test_steps_in_words() -> None:
    shown = Evidence("record", "gtin", "1")
    assert step_words(Step("gtin", confirm("gtin_equal", shown))) == "gtin confirm: record.gtin = 1"
    assert step_words(Step("gtin", reject("gtin_differs", shown))) == (
        "gtin reject (gtin_differs): record.gtin = 1"
    )
    assert step_words(Step("gtin", abstain("no_barcode"))) == "gtin abstain (no_barcode)"
    assert step_words(Step("gtin", Failure("timeout", "30 s"))) == "gtin failure (timeout): 30 s"


@pytest.fixture
def router(shop: Config, make_router: Callable[..., Router]) -> Router:
    return make_router(shop, [item(number, sku=f"S-{number}") for number in range(12)])


def test_an_answer_is_json_and_accounts_for_everything(router: Router) -> None:
    answer = router.search(Request.of(text="text of item 5", claims={"sku": "S-1"}))
    data = answer_data(answer, dossiers=None)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    (returned,) = data["items"]
    assert returned["id"] == "item-001"
    assert [verdict["judge"] for verdict in returned["verdicts"]] == ["access", "sellable", "same"]
    assert {dossier["id"] for dossier in data["dossiers"]} | {"item-001"} == {
        f"item-{number:03d}" for number in range(12)
    }
    assert data["dossiers_left_out"] == 0
    assert data["dossiers"][0]["id"] == data["telemetry"]["nearest"][0]["id"] == "item-005"
    assert data["considered"] == 12


def test_every_item_and_dossier_says_what_decided(router: Router) -> None:
    answer = answer_data(router.search(Request.of(claims={"sku": "S-1"})), dossiers=None)
    assert {each["why"] for each in answer["items"]} == {
        "same confirm: claims.sku = record.sku = S-1"
    }
    (discontinued, *_) = [each for each in answer["dossiers"] if each["id"] == "item-003"]
    assert discontinued["why"].startswith("sellable reject (does_not_hold): ")


def test_dossiers_are_given_only_if_asked_and_those_left_out_are_counted(router: Router) -> None:
    answer = router.search(Request.of(text="text of item 5", claims={"sku": "S-1"}))
    assert "dossiers" not in answer_data(answer)
    data = answer_data(answer, dossiers=4)
    assert (len(data["dossiers"]), data["dossiers_left_out"]) == (4, 7)
    assert not_returned(answer, 4).shown == not_returned(answer).shown[:4]


def test_an_empty_answer_says_why(router: Router) -> None:
    data = answer_data(router.search(Request.of(claims={"sku": "none"})))
    assert data["items"] == []
    assert data["why_empty"].startswith("None of 12 candidates was confirmed")
