"""The gs1 judge: what the pack says of itself, held against a condition."""

from typing import Any

import pytest
from judge_samples import GTIN, OTHER_GTIN, barcode_reading, query_reading, reading

from judges import (
    Candidate,
    ExpressionError,
    FactType,
    JudgeConfigError,
    Query,
    Reading,
    Truth,
    Vocabulary,
    build_judge,
)

VOCABULARY = Vocabulary.extended(record={"recalled": FactType.STRINGS})
FRESH = "gs1.expiry + duration('24h') > ctx.as_of"


def pack(**facts: Any) -> Reading:
    return reading("barcode", "(01)…", format="Data Matrix", gs1=facts, gtin14=GTIN.zfill(14))


def outcome(where: str, *readings: Reading, **context: Any) -> tuple[str, str]:
    judge = build_judge("pack", {"use": "gs1", "where": where, "covers": ["recency"]}, VOCABULARY)
    query = query_reading(*readings, context=context)
    (verdict,) = judge.judge(query, [Candidate("a", {"recalled": ["L7"]})])
    return str(verdict.outcome), verdict.reason


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-30", ("confirm", "holds")),
        ("2026-03-31T18:00:00+00:00", ("confirm", "holds")),
        ("2026-04-01", ("reject", "does_not_hold")),
        (None, ("abstain", "fact_missing")),
    ],
)
def test_expired_packs_are_refused(as_of: str | None, expected: tuple[str, str]) -> None:
    context = {} if as_of is None else {"as_of": as_of}
    assert outcome(FRESH, pack(expiry="2026-03-31"), **context) == expected


def test_recalled_lots_are_refused() -> None:
    where = "!(gs1.lot in record.recalled)"
    assert outcome(where, pack(lot="L7")) == ("reject", "does_not_hold")
    assert outcome(where, pack(lot="L8")) == ("confirm", "holds")
    assert outcome(where, pack(expiry="2026-03-31")) == ("abstain", "fact_missing")


def test_weight_is_a_number() -> None:
    assert outcome("gs1.kilograms >= 1.0", pack(kilograms=1.25)) == ("confirm", "holds")


def test_one_pack_may_carry_its_data_in_two_symbols() -> None:
    both = (pack(lot="L8"), pack(expiry="2026-03-31"))
    where = "gs1.lot == 'L8' && gs1.expiry > ctx.as_of"
    assert outcome(where, *both, as_of="2026-01-01") == ("confirm", "holds")


@pytest.mark.parametrize(
    ("readings", "reason"),
    [
        ((), "no_gs1_data"),
        ((barcode_reading(GTIN),), "no_gs1_data"),
        ((pack(lot="L7"), pack(lot="L8")), "barcodes_differ"),
        ((pack(lot="L8"), barcode_reading(OTHER_GTIN)), "several_barcodes"),
    ],
)
def test_it_abstains(readings: tuple[Reading, ...], reason: str) -> None:
    assert outcome("gs1.lot == 'L8'", *readings) == ("abstain", reason)


def test_evidence_shows_the_barcode_and_the_fact() -> None:
    judge = build_judge("pack", {"use": "gs1", "where": "gs1.lot == 'L8'"}, VOCABULARY)
    (verdict,) = judge.judge(query_reading(pack(lot="L8")), [Candidate("a", {})])
    assert [(each.source, each.name) for each in verdict.evidence] == [
        ("query", "barcode"),
        ("query", "lot"),
    ]
    assert judge.covers == frozenset()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"where": "record.stock > 0"}, JudgeConfigError, "mentions nothing that a barcode says"),
        ({"where": "gs1.expire > ctx.as_of"}, ExpressionError, "'gs1.expire' is not declared"),
        ({"where": "gs1.lot"}, ExpressionError, "gives string, expected bool"),
        ({"where": "gs1.lot == 'x'", "covers": ["identity"]}, JudgeConfigError, "cannot vouch"),
    ],
)
def test_bad_options_are_refused(options: dict, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        build_judge("pack", {"use": "gs1", **options}, VOCABULARY)


def test_it_may_vouch_for_what_the_pack_says() -> None:
    judge = build_judge("pack", {"use": "gs1", "where": FRESH, "covers": ["recency"]}, VOCABULARY)
    assert judge.covers == {Truth.RECENCY}
    assert judge.readers == {"barcode"}
    assert judge.judge(Query(), [Candidate("a", {})])[0].reason == "no_gs1_data"
