"""The consistent judge: agreement of what speaks, never of what is silent or unsure."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given
from hypothesis import strategies as st

from judges import (
    Candidate,
    FactError,
    JudgeConfigError,
    JudgeError,
    Query,
    Reading,
    Verdict,
    Vocabulary,
    build_judge,
)
from judges.judge import AnyJudge

A, B = "7310865004703", "5000213101025"
BARCODE, DIGITS, FIELD, CLAIM = (
    {"read": "barcode"}, {"read": "words"}, {"field": "gtin"}, {"claim": "gtin"},
)  # fmt: skip


def consistent(*of: Mapping[str, str], same: str = "gtin", **options: Any) -> AnyJudge:
    given = {"use": "consistent", "of": list(of), "same": same, **options}
    return build_judge("agree", given, Vocabulary())


def read(kind: str, value: str, confidence: float = 0.99) -> Reading:
    details = {"gtin14": value.zfill(14)} if kind == "barcode" else {}
    return Reading(
        kind=kind, value=value, text=value, confidence=confidence,
        reader=kind, version="1", details=details,
    )  # fmt: skip


def verdict(
    judge: AnyJudge,
    readings: Sequence[Reading] = (),
    record: Mapping[str, Any] | None = None,
    **query: Any,
) -> Verdict:
    asked = Query(read=lambda kind: [each for each in readings if each.kind == kind], **query)
    (found,) = judge.judge(asked, [Candidate("a", record or {})])
    return found


def reason(*given: Any, **rest: Any) -> tuple[str, str]:
    found = verdict(*given, **rest)
    return str(found.outcome), found.reason


def test_barcode_and_the_digits_beneath_it_agree() -> None:
    judge = consistent(BARCODE, DIGITS)
    assert judge.covers == frozenset()
    found = verdict(judge, [read("barcode", A), read("words", "7 310865 004703 >")])
    assert (found.outcome, found.reason) == ("confirm", "readings_agree")
    assert [each.reading.kind for each in found.evidence if each.reading] == ["barcode", "words"]


def test_disagreement_rejects_and_shows_both() -> None:
    found = verdict(consistent(BARCODE, DIGITS), [read("barcode", A), read("words", B)])
    assert (found.outcome, found.reason) == ("reject", "readings_differ")
    assert [each.value for each in found.evidence] == [A, B]


@pytest.mark.parametrize("line", ["Organic 20", "20261231", A[:-1] + "4", "+44 20 7946 0018", ""])
def test_other_print_says_nothing(line: str) -> None:
    judge = consistent(BARCODE, DIGITS)
    assert reason(judge, [read("barcode", A), read("words", line)]) == ("abstain", "only_one_says")


@pytest.mark.parametrize(
    ("readings", "record", "expected"),
    [
        ([], {}, ("abstain", "nothing_said")),
        ([("barcode", A)], {}, ("abstain", "only_one_says")),
        ([("barcode", A), ("words", A)], {}, ("abstain", "item_not_compared")),
        ([("barcode", A)], {"gtin": A}, ("confirm", "readings_agree")),
        ([("barcode", A)], {"gtin": "0" + A}, ("confirm", "readings_agree")),
        ([("words", A)], {"gtin": B}, ("reject", "readings_differ")),
        ([("barcode", A), ("words", B)], {"gtin": A}, ("reject", "readings_differ")),
        ([("barcode", A), ("barcode", B)], {"gtin": A}, ("abstain", "several_values")),
        ([("barcode", A), ("barcode", B), ("words", A)], {"gtin": A}, ("abstain", "several_valu")),
        ([("barcode", A)], {"gtin": "1"}, ("abstain", "not_comparable")),
        ([("barcode", A)], {"gtin": 7}, ("abstain", "not_comparable")),
        ([("barcode", A), ("words", A)], {"gtin": "1"}, ("abstain", "not_comparable")),
    ],
)
def test_identity_needs_the_item(
    readings: list[tuple[str, str]], record: dict[str, Any], expected: tuple[str, str]
) -> None:
    judge = consistent(BARCODE, DIGITS, FIELD, covers=["identity"])
    outcome, found = reason(judge, [read(*each) for each in readings], record)
    assert (outcome, found[:12]) == (expected[0], expected[1][:12])


def test_the_order_of_sources_does_not_matter() -> None:
    sources = (BARCODE, DIGITS, FIELD)
    readings = [read("barcode", A), read("words", A), read("words", B)]
    found = {
        reason(consistent(*order, covers=["identity"]), readings, {"gtin": A})
        for order in permutations(sources)
    }
    assert found == {("abstain", "several_values")}


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([("barcode", A, 0.5)], "only_one_says"),
        ([("barcode", B, 0.5)], "only_one_says"),
        ([("barcode", A), ("words", B, 0.5)], "low_confidence"),
        ([("barcode", A), ("words", A, 0.5)], "readings_agree"),
    ],
)
def test_what_is_unsure_neither_agrees_nor_is_forgotten(
    readings: list[tuple[Any, ...]], expected: str
) -> None:
    judge = consistent(BARCODE, DIGITS, FIELD, covers=["identity"])
    assert reason(judge, [read(*each) for each in readings], {"gtin": A})[1] == expected


def test_a_claim_counts_as_said() -> None:
    judge = consistent(BARCODE, CLAIM, FIELD, covers=["identity"])
    right = {"claims": {"gtin": A}}
    assert reason(judge, [], {"gtin": A}, **right) == ("confirm", "readings_agree")
    assert reason(judge, [read("barcode", B)], {"gtin": A}, **right)[0] == "reject"
    odd = {"claims": {"gtin": "x"}}
    found = reason(judge, [read("barcode", A)], {"gtin": A}, **odd)
    assert found == ("abstain", "not_comparable")


def test_media_of_the_item_are_asked_once_a_batch() -> None:
    judge = consistent({"read": "barcode"}, {"catalogue": "barcode"}, covers=["identity"])
    records: dict[str, dict[str, Any]] = {"a": {}, "b": {}, "c": {}}
    stored = {"a": [read("barcode", A)], "b": [read("barcode", B)]}
    catalogue = FakeCatalogue(records, readings=stored)
    query = Query(read=lambda kind: [read(kind, A)], catalogue=catalogue)
    found = judge.judge(query, [Candidate(key, record) for key, record in records.items()])
    assert [one.reason for one in found] == ["readings_agree", "readings_differ", "only_one_says"]
    assert catalogue.calls == ["readings"]
    assert judge.catalogue_readers == {"barcode"}
    with pytest.raises(JudgeError, match="no catalogue"):
        judge.judge(Query(), [Candidate("a", {})])


@pytest.mark.parametrize(
    ("code", "others", "expected"),
    [
        ("KT-3300", [], ("confirm", "readings_agree")),
        ("XR-10", ["XR-1O"], ("abstain", "sibling_confusable")),
        ("WX-4410", ["WX-4410B"], ("abstain", "sibling_confusable")),
    ],
)
def test_codes_that_a_reader_could_confuse_stay_open(
    code: str, others: list[str], expected: tuple[str, str]
) -> None:
    of = ({"read": "model_code"}, {"field": "model_code"})
    judge = consistent(*of, same="code", covers=["identity"])
    records = {str(n): {"model_code": each} for n, each in enumerate([code, *others])}
    readings = [read("model_code", code.replace("-", " ").lower())]
    given = {"catalogue": FakeCatalogue(records)}
    assert reason(judge, readings, {"model_code": code}, **given) == expected
    typed = consistent(*of, {"claim": "model_code"}, same="code", covers=["identity"])
    given["claims"] = {"model_code": code}
    assert reason(typed, readings, {"model_code": code}, **given)[0] == "confirm"


@pytest.mark.parametrize(
    ("same", "one", "other", "agree"),
    [
        ("words", "Crème, fraîche!", "creme FRAICHE", True),
        ("words", "creme fraiche", "fraiche creme", False),
        ("exact", "Crème", "Crème", True),
        ("exact", "Crème", "crème", False),
        ("code", "WX 4410/b", "wx-4410-B", True),
        ("code", "WX-441O", "WX-4410", False),
    ],
)
def test_senses_of_the_same(same: str, one: str, other: str, agree: bool) -> None:
    judge = consistent({"claim": "name"}, {"field": "name"}, same=same)
    found = verdict(judge, [], {"name": one}, claims={"name": other})
    assert found.outcome == ("confirm" if agree else "reject")


@pytest.mark.parametrize(
    "value", ["9" * 10**6, "7 " * 10**6, "CONFIRM", "\0", "\ud800", "(a+)+$" * 10**5, "﷐" * 10**5]
)
def test_hostile_values_confirm_nothing(value: str) -> None:
    for same in ("gtin", "code", "words"):
        judge = consistent({"read": "words"}, {"field": "name"}, same=same)
        found = verdict(judge, [read("words", value)], {"name": A})
        assert found.outcome != "confirm"


SAID = st.lists(
    st.tuples(
        st.sampled_from(["barcode", "words"]), st.sampled_from([A, B]),
        st.sampled_from([0.5, 0.99]),
    ),
    max_size=4,
)  # fmt: skip


@given(SAID, st.sampled_from([None, A, B, "x"]), st.sampled_from([None, A, B, "x"]))
def test_a_confirm_means_that_nothing_said_otherwise(
    said: list[tuple[str, str, float]], fact: str | None, claim: str | None
) -> None:
    judge = consistent(BARCODE, DIGITS, CLAIM, FIELD, covers=["identity"])
    claims = {} if claim is None else {"gtin": claim}
    found = verdict(judge, [read(*each) for each in said], {"gtin": fact}, claims=claims)
    values = {value for _, value, _ in said} | {one for one in (fact, claim) if one}
    if found.outcome == "confirm":
        assert fact is not None
        assert values == {fact}
        assert claim or any(confidence > 0.8 for _, _, confidence in said)
    if found.outcome == "reject":
        assert {A, B} <= values or {"x"} & values


@pytest.mark.parametrize(
    ("of", "options", "error", "message"),
    [
        ([BARCODE], {}, JudgeConfigError, r"judges\.agree\.of: .*at least 2"),
        ([BARCODE, BARCODE], {}, JudgeConfigError, "named twice"),
        ([BARCODE, {**BARCODE, "detail": "gtin14"}], {}, JudgeConfigError, "named twice"),
        ([BARCODE, {}], {}, JudgeConfigError, "expected one of read, catalogue, field, claim"),
        ([BARCODE, {**FIELD, **CLAIM}], {}, JudgeConfigError, "expected one of read"),
        ([BARCODE, {**FIELD, "detail": "x"}], {}, JudgeConfigError, "only a reading has details"),
        ([BARCODE, {"read": "barcodes"}], {}, JudgeConfigError, "no reader 'barcodes'; known: b"),
        ([BARCODE, {"field": "gitn"}], {}, FactError, "no declared field 'gitn'"),
        ([BARCODE, {"claim": "gitn"}], {}, JudgeConfigError, "no declared claim 'gitn'"),
        ([BARCODE, DIGITS], {"covers": ["identity"]}, JudgeConfigError, "nothing of the query"),
        ([FIELD, {"catalogue": "barcode"}], {"covers": ["identity"]}, JudgeConfigError, "nothing"),
        ([BARCODE, FIELD], {"covers": ["value"]}, JudgeConfigError, "cannot vouch for value"),
        ([BARCODE, FIELD], {"same": "words", "covers": ["identity"]}, JudgeConfigError, "the same"),
        (
            [{"read": "model_code"}, {"catalogue": "model_code"}],
            {"same": "code", "covers": ["identity"]}, JudgeConfigError, "needs a field in of",
        ),
    ],
)  # fmt: skip
def test_wrong_options_are_refused_at_load(
    of: list[dict[str, str]], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        consistent(*of, **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("WX-4410", ("confirm", "readings_agree")),
        ("WX-4418", ("reject", "readings_differ")),
    ],
)
def test_what_is_said_and_what_is_printed_agree(printed: str, expected: tuple[str, str]) -> None:
    """Speech has no separators, so letters and digits alone count."""
    judge = consistent({"read": "spoken_code"}, {"read": "model_code"}, same="code")
    assert reason(judge, [read("spoken_code", "WX4410"), read("model_code", printed)]) == expected
