"""The quantity judge: sizes and counts apart, units converted, nothing chosen among several."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from judge_samples import query_reading, reading

from judges import Candidate, Query, Reading, Truth, Vocabulary, build_judge
from judges.errors import JudgeConfigError
from judges.quantities import Quantity
from judges.quantities.units import UNITS
from judges.readers.quantity import QuantityReader

JUDGE = build_judge("amount", {"use": "quantity"}, Vocabulary())
READER = QuantityReader()


def read_from(*lines: str, confidence: float = 0.99) -> list[Reading]:
    return READER.derive([reading("words", line, confidence) for line in lines])


def outcome(
    own: str, *lines: str, claim: str | None = None, confidence: float = 0.99, tolerance: float = 0
) -> tuple[str, str]:
    options = {"use": "quantity", "tolerance": tolerance}
    judge = build_judge("amount", options, Vocabulary()) if tolerance else JUDGE
    claims = {} if claim is None else {"quantity": claim}
    query = query_reading(*read_from(*lines, confidence=confidence), claims=claims)
    (verdict,) = judge.judge(query, [Candidate("own", {"quantity": own})])
    return str(verdict.outcome), verdict.reason


@pytest.mark.parametrize(
    ("own", "lines", "expected"),
    [
        ("1 l", ["1 LITER"], ("confirm", "quantity_read")),
        ("1000 ml", ["1 l"], ("confirm", "quantity_read")),
        ("1,5 l", ["15 dl"], ("confirm", "quantity_read")),
        ("6 x 330 ml", ["6 x 33 cl"], ("confirm", "quantity_read")),
        ("12 oz (340 g)", ["340 g"], ("confirm", "quantity_read")),
        ("340 g", ["NET WT 12 OZ", "(340 g)"], ("confirm", "quantity_read")),
        ("4 x 125 g", ["500 g", "4 x 125 g"], ("confirm", "quantity_read")),
        ("12 pcs", ["12-pack"], ("confirm", "quantity_read")),
        ("500 g", ["500 g", "1,5% fett", "protein 3,4 g"], ("confirm", "quantity_read")),
        ("500 g", ["500 g", "900 ml"], ("confirm", "quantity_read")),
        ("30 mg", ["300 mg"], ("reject", "quantity_differs")),
        ("300 mg", ["30 mg"], ("reject", "quantity_differs")),
        ("330 ml", ["6 x 330 ml"], ("reject", "quantity_differs")),
        ("6 x 330 ml", ["12 x 330 ml"], ("reject", "quantity_differs")),
        ("6 x 330 ml", ["500 ml"], ("reject", "quantity_differs")),
        ("6 x 330 ml", ["330 ml"], ("abstain", "pack_count_not_read")),
        ("6 x 330 ml", ["330 ml", "6-pack"], ("abstain", "pack_count_not_read")),
        ("330 ml", ["330 ml", "6-pack"], ("abstain", "count_beside")),
        ("330 ml", ["6 x", "330 ml"], ("abstain", "count_beside")),
        ("6 x 330 ml", ["1,98 l"], ("abstain", "same_total")),
        ("1,98 l", ["6 x 330 ml"], ("abstain", "same_total")),
        ("340 g", ["12 oz"], ("abstain", "rounded")),
        ("1 l", ["1 l", "1,5 l"], ("abstain", "several_quantities")),
        ("330 ml", ["330 ml", "6 x 330 ml"], ("abstain", "several_quantities")),
        ("1500 g", ["1,500 g"], ("abstain", "number_ambiguous")),
        ("1.5 g", ["1,500 g"], ("abstain", "number_ambiguous")),
        ("20 g", ["1,500 g"], ("reject", "quantity_differs")),
        ("1,500 g", ["1500 g"], ("abstain", "record_ambiguous")),
        ("500 g", ["500 ml"], ("abstain", "other_dimension")),
        ("one carton", ["500 ml"], ("abstain", "record_unreadable")),
        ("", ["500 ml"], ("abstain", "record_unreadable")),
        ("500 ml", ["5OO ml"], ("abstain", "no_quantity")),
        ("500 ml", ["500 ml + 20%"], ("abstain", "no_quantity")),
        ("500 ml", [], ("abstain", "no_quantity")),
    ],
)
def test_read_quantities(own: str, lines: list[str], expected: tuple[str, str]) -> None:
    assert outcome(own, *lines) == expected


@pytest.mark.parametrize(
    ("own", "claim", "lines", "expected"),
    [
        ("1 l", "1 l", [], ("confirm", "quantity_claimed")),
        ("1 l", "10 dl", [], ("confirm", "quantity_claimed")),
        ("1 l", "1 l", ["1 l", "1,5 l"], ("confirm", "quantity_claimed")),
        ("1 l", "1 l", ["500 g"], ("confirm", "quantity_claimed")),
        ("1 l", "1 l", ["1,5 l"], ("abstain", "claim_and_reading_differ")),
        ("1 l", "1,5 l", ["1 l"], ("reject", "quantity_differs")),
        ("6 x 330 ml", "330 ml", [], ("reject", "quantity_differs")),
        ("6 x 330 ml", "1.98 l", [], ("reject", "quantity_differs")),
        ("340 g", "12 oz", [], ("abstain", "rounded")),
        ("1500 g", "1,500 g", [], ("abstain", "number_ambiguous")),
        ("1 l", "1 kg", ["1 l"], ("abstain", "other_dimension")),
        ("1 l", "a lot", ["1 l"], ("abstain", "claim_is_no_quantity")),
    ],
)
def test_claims(own: str, claim: str, lines: list[str], expected: tuple[str, str]) -> None:
    assert outcome(own, *lines, claim=claim) == expected


def test_faint_print_decides_nothing() -> None:
    assert outcome("1 l", "1 l", confidence=0.6) == ("abstain", "low_confidence")
    assert outcome("1 l", "2 l", confidence=0.6) == ("abstain", "low_confidence")


def test_tolerance_is_a_share_of_the_record() -> None:
    assert outcome("100 g", "102 g", tolerance=0.02) == ("confirm", "quantity_read")
    assert outcome("100 g", "102.1 g", tolerance=0.02) == ("reject", "quantity_differs")
    assert outcome("6 x 100 g", "7 x 100 g", tolerance=0.5) == ("reject", "quantity_differs")
    with pytest.raises(JudgeConfigError, match=r"judges\.amount\.tolerance"):
        build_judge("amount", {"use": "quantity", "tolerance": 1}, Vocabulary())


def test_evidence_shows_both_sides() -> None:
    (found,) = read_from("1 LITER")
    (verdict,) = JUDGE.judge(query_reading(found), [Candidate("a", {"quantity": "10 dl"})])
    assert [(item.source, item.value) for item in verdict.evidence] == [
        ("query", "1 l"),
        ("record", "10 dl"),
    ]
    assert verdict.evidence[0].reading == found


def test_what_it_asks_for() -> None:
    assert JUDGE.readers == {"quantity"}
    assert JUDGE.lookups == ()
    assert JUDGE.covers == {Truth.QUANTITY}


def test_readings_of_other_readers_may_be_anything() -> None:
    foreign = [reading("quantity", value) for value in ("", "many", "1,500 g", "500 g")]
    (verdict,) = JUDGE.judge(query_reading(*foreign), [Candidate("a", {"quantity": "500 g"})])
    assert verdict.outcome == "confirm"


def test_query_without_media_or_claims_abstains() -> None:
    (verdict,) = JUDGE.judge(Query(), [Candidate("a", {"quantity": "1 l"})])
    assert verdict.reason == "no_quantity"


SIZES = st.fractions(min_value=0, max_value=5000, max_denominator=1000).filter(bool)
PACKED = [name for name, unit in UNITS.items() if unit.dimension in {"mass", "volume", "energy"}]


@st.composite
def packs(draw: st.DrawFn) -> Quantity:
    return Quantity(draw(SIZES), UNITS[draw(st.sampled_from(PACKED))], draw(st.integers(1, 24)))


@given(packs(), packs(), st.sampled_from([0.0, 0.01, 0.2]))
def test_no_confirm_beyond_the_tolerance(own: Quantity, seen: Quantity, tolerance: float) -> None:
    differs = abs(own.size - seen.size) > Fraction(tolerance) * own.size
    assume(differs or own.count != seen.count or own.dimension is not seen.dimension)
    assert outcome(str(own), str(seen), tolerance=tolerance)[0] != "confirm"
    assert outcome(str(own), claim=str(seen), tolerance=tolerance)[0] != "confirm"


@given(packs(), st.sampled_from(PACKED))
def test_units_do_not_matter(own: Quantity, name: str) -> None:
    assume(UNITS[name].dimension is own.dimension)
    converted = Quantity(own.size / UNITS[name].scale, UNITS[name], own.count)
    assume(max(converted.amount.numerator, converted.amount.denominator) < 10**15)
    assert outcome(str(own), claim=str(converted)) == ("confirm", "quantity_claimed")
    assert outcome(str(converted), str(own)) == ("confirm", "quantity_read")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_facts_and_claims_give_a_verdict(own: str, claim: str) -> None:
    assert outcome(own, "500 g", claim=claim)[0] in {"confirm", "reject", "abstain"}
