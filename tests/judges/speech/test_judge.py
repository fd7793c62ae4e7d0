"""Which codes are confirmed, and what keeps one open."""

from typing import Any

import pytest
from said import asked, spoken

from judges import Candidate, JudgeError, Query, Reading, Verdict, Vocabulary, build_judge


def verdict(query: Query, code: Any, **options: Any) -> tuple[str, str]:
    found = full(query, code, **options)
    return found.outcome.value, found.reason


def full(query: Query, code: Any, **options: Any) -> Verdict:
    judge = build_judge("said", {"use": "spoken_code", **options}, Vocabulary())
    return judge.judge(query, [Candidate("x", {"model_code": code})])[0]


CODES = {"a": "KX-4416", "b": "KX-4418", "c": "FL-529"}


def test_a_code_heard_surely_is_confirmed() -> None:
    query = asked(CODES, spoken("KX4416"))
    assert verdict(query, "KX-4416") == ("confirm", "code_heard")
    assert verdict(query, "FL-529") == ("reject", "code_differs")


def test_evidence_shows_what_was_heard() -> None:
    reading = spoken("KX4416")
    evidence = full(asked(CODES, reading), "KX-4416").evidence
    assert [(each.source, each.value) for each in evidence] == [
        ("query", "KX4416"),
        ("record", "KX-4416"),
    ]
    assert evidence[0].reading == reading


@pytest.mark.parametrize("code", ["KX-4418", "KX-441", "KX-44166", "K-4416", "KX-4146"])
def test_a_code_one_symbol_away_is_never_confirmed(code: str) -> None:
    assert verdict(asked({"only": code}, spoken("KX4416")), code)[0] != "confirm"


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (spoken("KX4416", 0.84), "low_confidence"),
        (spoken("KX4416", rivals={5: {"8": 0.05}}), "sibling_confusable"),
        (spoken("KX4416", codes={"KX4416": 0.9, "KX4418": 0.1}), "sibling_confusable"),
        (spoken("KX4416", also=("KX4418",)), "sibling_confusable"),
    ],
    ids=["unsure", "rival symbol", "another transcript", "the same words"],
)
def test_what_may_have_been_a_sibling_stays_open(reading: Reading, reason: str) -> None:
    assert verdict(asked(CODES, reading), "KX-4416") == ("abstain", reason)
    if reason == "sibling_confusable":
        assert verdict(asked({"a": "KX-4416"}, reading), "KX-4416")[0] == "confirm"
        assert verdict(asked(CODES, reading), "KX-4418") == ("abstain", "code_uncertain")


def test_a_code_that_may_go_on_is_not_told_from_a_longer_one() -> None:
    reading = spoken("KX4416", rivals={6: {"…": 0.1}})
    codes = {"a": "KX-4416", "b": "KX-4416-B"}
    assert verdict(asked(codes, reading), "KX-4416") == ("abstain", "sibling_confusable")


@pytest.mark.parametrize(("code", "twin"), [("GCD04", "GCDO4"), ("GCDO4", "GCD04")])
def test_oh_is_a_letter_or_a_digit(code: str, twin: str) -> None:
    reading = spoken("GCD04", rivals={3: {"O": 0.7}})
    assert verdict(asked({"a": code}, reading), code) == ("abstain", "letter_or_digit")
    assert verdict(asked({"a": code}, reading), code, oh="either") == ("confirm", "code_heard")
    both = asked({"a": code, "b": twin}, reading)
    assert verdict(both, code, oh="either") == ("abstain", "sibling_confusable")


def test_zero_is_a_digit() -> None:
    reading = spoken("GCD04", rivals={3: {"O": 0.001}})
    assert verdict(asked({"a": "GCD04"}, reading), "GCD04") == ("confirm", "code_heard")
    assert verdict(asked({"a": "GCDO4"}, reading), "GCDO4") == ("abstain", "letter_or_digit")


def test_z_o_may_be_zero() -> None:
    codes = {"a": "FY0222", "b": "FYZO222"}
    found = verdict(asked(codes, spoken("FY0222")), "FY0222", oh="either")
    assert found == ("abstain", "sibling_confusable")


def test_separators_cannot_be_heard() -> None:
    codes = {"a": "KX-4416", "b": "KX4-416"}
    assert verdict(asked(codes, spoken("KX4416")), "KX-4416") == ("abstain", "sibling_confusable")


def test_two_recordings_that_differ_confirm_nothing() -> None:
    query = asked(CODES, spoken("KX4416"), spoken("FL529"))
    assert verdict(query, "KX-4416") == ("abstain", "several_codes")


def test_a_surely_heard_code_that_nothing_has_rejects_nobody() -> None:
    assert verdict(asked(CODES, spoken("LR753")), "FL-529") == ("abstain", "code_not_heard")


def test_claims_are_taken_at_their_word_unless_another_code_is_heard() -> None:
    assert verdict(asked(CODES, model_code="kx 4416"), "KX-4416") == ("confirm", "code_claimed")
    assert verdict(asked(CODES, model_code="KX-4418"), "KX-4416") == ("reject", "code_differs")
    query = asked(CODES, spoken("FL529"), model_code="KX-4416")
    assert verdict(query, "KX-4416") == ("abstain", "claim_and_reading_differ")


def test_nothing_said_or_nothing_to_compare() -> None:
    assert verdict(asked(CODES), "KX-4416") == ("abstain", "no_spoken_code")
    assert verdict(asked(CODES, spoken("KX4416")), "--") == ("abstain", "record_has_no_code")
    with pytest.raises(JudgeError, match="no catalogue"):
        verdict(Query(read=lambda _kind: [spoken("KX4416")]), "KX-4416")


def test_a_reading_of_someone_elses_without_details_still_compares() -> None:
    bare = spoken("KX4416").model_copy(update={"details": {}})
    assert verdict(asked(CODES, bare), "KX-4416") == ("confirm", "code_heard")
