"""The barcode judge: one GTIN, equal, or nothing."""

from typing import Any

import pytest
from judge_samples import GTIN, OTHER_GTIN, barcode_reading, query_reading, reading

from judges import (
    Candidate,
    FactError,
    FactType,
    JudgeConfigError,
    Lookup,
    Query,
    Truth,
    Vocabulary,
    build_judge,
)

JUDGE = build_judge("gtin", {"use": "barcode"}, Vocabulary())
BOTH = (barcode_reading(GTIN), barcode_reading(OTHER_GTIN))
NOT_A_GTIN = reading("barcode", "SHELF-7", format="Code 128")


def outcome(query: Query, gtin: Any = GTIN) -> tuple[str, str]:
    record = {} if gtin is None else {"gtin": gtin}
    (verdict,) = JUDGE.judge(query, [Candidate("a", record)])
    return str(verdict.outcome), verdict.reason


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (query_reading(barcode_reading(GTIN)), ("confirm", "gtin_equal")),
        (query_reading(barcode_reading(GTIN), NOT_A_GTIN), ("confirm", "gtin_equal")),
        (query_reading(barcode_reading(GTIN), barcode_reading(GTIN)), ("confirm", "gtin_equal")),
        (Query(claims={"gtin": GTIN}), ("confirm", "gtin_equal")),
        (Query(claims={"gtin": "7 310865-004703"}), ("confirm", "gtin_equal")),
        (
            query_reading(barcode_reading(GTIN), claims={"gtin": "0" + GTIN}),
            ("confirm", "gtin_equal"),
        ),
        (query_reading(barcode_reading(OTHER_GTIN)), ("reject", "gtin_differs")),
        (Query(claims={"gtin": OTHER_GTIN}), ("reject", "gtin_differs")),
        (query_reading(*BOTH), ("abstain", "several_barcodes")),
        (
            query_reading(barcode_reading(OTHER_GTIN), claims={"gtin": GTIN}),
            ("abstain", "claim_and_barcode_differ"),
        ),
        (
            query_reading(barcode_reading(GTIN), claims={"gtin": OTHER_GTIN}),
            ("abstain", "claim_and_barcode_differ"),
        ),
        (query_reading(*BOTH, claims={"gtin": GTIN}), ("abstain", "claim_and_barcode_differ")),
        (
            query_reading(barcode_reading(GTIN), claims={"gtin": GTIN[:-1] + "0"}),
            ("abstain", "claim_is_no_gtin"),
        ),
        (Query(), ("abstain", "no_barcode")),
        (query_reading(NOT_A_GTIN), ("abstain", "no_barcode")),
    ],
)
def test_outcomes(query: Query, expected: tuple[str, str]) -> None:
    assert outcome(query) == expected


@pytest.mark.parametrize(
    ("gtin", "expected"),
    [
        (None, ("abstain", "record_has_no_gtin")),
        ("", ("abstain", "record_has_no_gtin")),
        (GTIN[:-1] + "0", ("abstain", "record_has_no_gtin")),
        (int(GTIN), ("abstain", "fact_type")),
        ("0" + GTIN, ("confirm", "gtin_equal")),
        ("1" + GTIN[:-1] + "0", ("reject", "gtin_differs")),
    ],
)
def test_records(gtin: Any, expected: tuple[str, str]) -> None:
    assert outcome(query_reading(barcode_reading(GTIN)), gtin) == expected


def test_evidence_shows_the_reading_and_the_record() -> None:
    read = barcode_reading(GTIN)
    (verdict,) = JUDGE.judge(query_reading(read), [Candidate("a", {"gtin": "0" + GTIN})])
    assert [(item.source, item.value) for item in verdict.evidence] == [
        ("query", GTIN),
        ("record", "0" + GTIN),
    ]
    assert verdict.evidence[0].reading is read


def test_what_it_asks_for() -> None:
    assert JUDGE.readers == {"barcode"}
    assert JUDGE.record_fields == {"gtin"}
    assert JUDGE.lookups == (Lookup("barcode", "gtin", detail="gtin14"),)
    assert JUDGE.covers == {Truth.IDENTITY}


def test_another_field_may_hold_the_gtin() -> None:
    vocabulary = Vocabulary.extended(record={"ean": FactType.STRING})
    judge = build_judge("x", {"use": "barcode", "field": "ean"}, vocabulary)
    query = Query(claims={"ean": GTIN, "gtin": OTHER_GTIN})
    assert judge.judge(query, [Candidate("a", {"ean": GTIN})])[0].outcome == "confirm"


def test_undeclared_and_mistyped_fields_are_refused() -> None:
    with pytest.raises(FactError, match=r"judges\.x\.field: .* 'gitn'"):
        build_judge("x", {"use": "barcode", "field": "gitn"}, Vocabulary())
    with pytest.raises(JudgeConfigError, match=r"judges\.x\.field: .* int, expected string"):
        build_judge("x", {"use": "barcode", "field": "stock"}, Vocabulary())


LINK = "https://id.gs1.org/01/05000213101025"
QR = reading("barcode", LINK, format="QR Code Model 2", gtin14=f"0{OTHER_GTIN}")


def test_only_formats_that_count_are_heard() -> None:
    query = query_reading(barcode_reading(GTIN), QR)
    assert outcome(query) == ("abstain", "several_barcodes")
    judge = build_judge("gtin", {"use": "barcode", "formats": ["EAN-13"]}, Vocabulary())
    assert judge.judge(query, [Candidate("a", {"gtin": GTIN})])[0].outcome == "confirm"
    only_qr = judge.judge(query_reading(QR), [Candidate("a", {"gtin": OTHER_GTIN})])
    assert only_qr[0].reason == "no_barcode"


@pytest.mark.parametrize(
    ("formats", "message"), [(["EAN13"], "found EAN13; expected some of"), ([], "found none")]
)
def test_unknown_formats_are_refused(formats: list[str], message: str) -> None:
    with pytest.raises(JudgeConfigError, match=rf"judges\.x\.formats: {message}"):
        build_judge("x", {"use": "barcode", "formats": formats}, Vocabulary())
