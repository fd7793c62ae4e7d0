"""The field judge: one named value against the record or the claim."""

from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given
from hypothesis import strategies as st
from judge_samples import query_reading, reading

from judges import (
    Candidate,
    FactType,
    JudgeConfigError,
    JudgeError,
    Query,
    Vocabulary,
    build_judge,
)

VOCABULARY = Vocabulary.extended(
    record={
        "total": FactType.DOUBLE, "pages": FactType.INT, "due": FactType.DATE,
        "number": FactType.STRING,
    }
)  # fmt: skip
LABELS = {"total": ["Total", "Amount due"], "pages": ["Pages"], "due": ["Due date"]} | {
    "number": ["Invoice no."]
}


def judge(field: str, **options: Any) -> Any:
    given = {"use": "field", "field": field, "labels": LABELS[field], **options}
    return build_judge("named", given, VOCABULARY)


def outcome(
    field: str,
    fact: Any,
    *texts: str,
    label: str | None = None,
    claim: Any = None,
    confidence: float = 0.99,
    **options: Any,
) -> tuple[str, str]:
    name = label or {"total": "total", "number": "invoice no", "due": "due date"}.get(field, field)
    read = [reading("field", text, confidence, label=name) for text in texts]
    claims = {} if claim is None else {field: claim}
    record = {} if fact is None else {field: fact}
    if options.get("page") == "catalogue":
        query = Query(catalogue=FakeCatalogue({"it": record}, readings={"it": read}), claims=claims)
    else:
        query = query_reading(*read, claims=claims)
    (verdict,) = judge(field, **options).judge(query, [Candidate("it", record)])
    return str(verdict.outcome), verdict.reason


CONFIRMED = ("confirm", "value_equal")
DIFFERS = ("reject", "value_differs")


@pytest.mark.parametrize(
    ("field", "fact", "text", "expected"),
    [
        ("total", 1234.5, "1 234,50 EUR", CONFIRMED),
        ("total", 1234.5, "$1,234.50", CONFIRMED),
        ("total", 1234.5, "1 234,60 EUR", DIFFERS),
        ("total", -12, "(12.00)", CONFIRMED),
        ("total", 0.1, "0,10", CONFIRMED),
        ("total", 1500, "1,500", ("abstain", "value_ambiguous")),
        ("total", 1501, "1,500", DIFFERS),
        ("total", 12.5, "see below", ("abstain", "value_unreadable")),
        ("total", float("nan"), "12.50", ("abstain", "fact_type")),
        ("total", "12.50", "12.50", ("abstain", "fact_type")),
        ("pages", 12, "12", CONFIRMED),
        ("pages", 12, "13", DIFFERS),
        ("due", "2021-05-01", "1 May 2021", CONFIRMED),
        ("due", "2021-05-01T12:00:00", "2021/05/01", CONFIRMED),
        ("due", "2021-05-01", "2 May 2021", DIFFERS),
        ("due", "2021-05-01", "01/05/2021", ("abstain", "value_ambiguous")),
        ("due", "2021-05-02", "01/07/2021", DIFFERS),
        ("due", "soon", "1 May 2021", ("abstain", "fact_type")),
        ("number", "A-4711", "a-4711", CONFIRMED),
        ("number", "A-4711", "A 4711", ("abstain", "value_uncertain")),
        ("number", "A-4711", "A-47I1", ("abstain", "value_uncertain")),
        ("number", "A-4711", "A-471", ("abstain", "value_uncertain")),
        ("number", "A-4711", "B-9020", DIFFERS),
        ("number", "", "B-9020", ("abstain", "value_unreadable")),
        ("number", None, "B-9020", ("abstain", "record_has_no_value")),
    ],
)
def test_values(field: str, fact: Any, text: str, expected: tuple[str, str]) -> None:
    assert outcome(field, fact, text) == expected


def test_other_labels_do_not_count() -> None:
    unread = ("abstain", "value_not_read")
    assert outcome("total", 5.0, "5.00", label="subtotal") == unread
    assert outcome("total", 5.0, "5.00", label="amount due") == CONFIRMED
    assert outcome("total", 5.0) == unread


def test_two_values_under_one_label_leave_it_open() -> None:
    assert outcome("total", 5.0, "5.00", "7.00") == ("abstain", "several_values")
    assert outcome("total", 5.0, "5.00", "5,00 EUR") == CONFIRMED
    assert outcome("total", 5.0, "6.00", "7.00") == DIFFERS


def test_faint_print_decides_nothing() -> None:
    for text in ("5.00", "7.00"):
        assert outcome("total", 5.0, text, confidence=0.6) == ("abstain", "low_confidence")


def test_tolerance() -> None:
    assert outcome("total", 5.0, "5.01", tolerance=0.01) == CONFIRMED
    assert outcome("total", 5.0, "5.02", tolerance=0.01) == DIFFERS


def test_currency() -> None:
    assert outcome("total", 5.0, "5.00 EUR", unit="EUR") == CONFIRMED
    assert outcome("total", 5.0, "\u20ac5.00", unit="eur") == CONFIRMED
    assert outcome("total", 5.0, "5.00 USD", unit="EUR") == ("abstain", "other_unit")
    assert outcome("total", 5.0, "5.00", unit="EUR") == ("abstain", "other_unit")


def test_a_claim_must_agree_with_the_page() -> None:
    assert outcome("total", 5.0, "5.00", claim=5.0) == CONFIRMED
    assert outcome("total", 5.0, "5.00", claim=6.0) == ("abstain", "claim_and_page_differ")


@pytest.mark.parametrize(
    ("fact", "claim", "expected"),
    [
        (None, 5.0, CONFIRMED),
        (5.0, 5.0, CONFIRMED),
        (6.0, 5.0, ("abstain", "record_and_page_differ")),
        (6.0, 6.0, DIFFERS),
        (5.0, None, ("abstain", "no_claim")),
    ],
)
def test_the_catalogue_s_pages(fact: Any, claim: Any, expected: tuple[str, str]) -> None:
    assert outcome("total", fact, "5.00", claim=claim, page="catalogue") == expected


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_only_equal_numbers_are_confirmed(fact: int, printed: int) -> None:
    assert (outcome("pages", fact, str(printed)) == CONFIRMED) is (fact == printed)


def test_what_it_asks_for() -> None:
    assert judge("total").readers == {"field"}
    assert judge("total").catalogue_readers == frozenset()
    catalogue = judge("total", page="catalogue")
    assert (catalogue.readers, catalogue.catalogue_readers) == (frozenset(), {"field"})


def test_a_catalogue_is_needed_for_its_pages() -> None:
    with pytest.raises(JudgeError, match=r"judges\.named: .* no catalogue"):
        judge("total", page="catalogue").judge(Query(claims={"total": 5.0}), [Candidate("a", {})])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"field": "regions", "labels": ["x"]}, r"judges\.named\.field: .* expected string"),
        ({"field": "number", "labels": []}, r"judges\.named\.labels"),
        ({"field": "number", "labels": [":"]}, r"judges\.named\.labels: .* without letters"),
        ({"field": "number", "labels": ["x"], "unit": "EUR"}, r"judges\.named: unit"),
        ({"field": "total", "labels": ["x"], "tolerance": -1}, r"judges\.named\.tolerance"),
    ],
)
def test_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message):
        build_judge("named", {"use": "field", **options}, VOCABULARY)
