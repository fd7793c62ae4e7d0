"""The model code judge: siblings stay apart, nothing is repaired."""

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import assume, given
from hypothesis import strategies as st
from judge_samples import query_reading, reading

from judges import Candidate, JudgeError, Lookup, Query, Vocabulary, build_judge
from judges.codes import fold

JUDGE = build_judge("code", {"use": "model_code"}, Vocabulary())
CATALOGUE = ["KT-3300", "TS-5120", "WX-4410", "WX-4410B", "XR-10", "XR-1O", "A1-11", "A11-1"]


def outcome(
    own: str,
    *read: str,
    claim: str | None = None,
    confidence: float = 0.99,
    codes: list = CATALOGUE,
) -> tuple[str, str]:
    records = {code: {"model_code": code} for code in {*codes, own}}
    query = query_reading(
        *(reading("model_code", code, confidence) for code in read),
        catalogue=FakeCatalogue(records),
        claims={} if claim is None else {"model_code": claim},
    )
    (verdict,) = JUDGE.judge(query, [Candidate(own, records[own])])
    return str(verdict.outcome), verdict.reason


@pytest.mark.parametrize(
    ("own", "read", "expected"),
    [
        ("KT-3300", ["KT-3300"], ("confirm", "code_read")),
        ("KT-3300", ["KT-3300", "IP-X4"], ("confirm", "code_read")),
        ("KT-3300", ["KT3300"], ("confirm", "code_read")),
        ("KT-3300", ["KT-33O0"], ("abstain", "code_uncertain")),
        ("KT-3300", ["KT-330"], ("abstain", "code_uncertain")),
        ("KT-3300", ["KT-3300C"], ("abstain", "code_uncertain")),
        ("KT-3300", ["KT-3300", "KT-3300-C"], ("abstain", "longer_code_read")),
        ("KT-3300", ["KT-3300", "TS-5120"], ("abstain", "several_codes")),
        ("KT-3300", ["TS-5120"], ("reject", "code_differs")),
        ("KT-3300", ["QQ-9999"], ("abstain", "code_not_read")),
        ("KT-3300", ["TS-S120"], ("abstain", "code_not_read")),
        ("KT-3300", [], ("abstain", "no_model_code")),
        ("XR-10", ["XR-10"], ("abstain", "sibling_confusable")),
        ("XR-1O", ["XR-1O"], ("abstain", "sibling_confusable")),
        ("XR-1O", ["XR-10"], ("abstain", "code_uncertain")),
        ("WX-4410", ["WX-4410"], ("abstain", "sibling_extends")),
        ("WX-4410B", ["WX-4410B"], ("confirm", "code_read")),
        ("WX-4410B", ["WX-4410"], ("abstain", "code_uncertain")),
        ("WX-4410B", ["WX-4410", "WX-4410-B"], ("abstain", "several_codes")),
        ("A1-11", ["A1-11"], ("abstain", "sibling_confusable")),
    ],
)
def test_read_codes(own: str, read: list[str], expected: tuple[str, str]) -> None:
    assert outcome(own, *read) == expected


@pytest.mark.parametrize(
    ("own", "read", "expected"),
    [
        ("KT-3300", "KT-3300", ("abstain", "low_confidence")),
        ("KT-3300", "TS-5120", ("abstain", "code_not_read")),
    ],
)
def test_faint_print_decides_nothing(own: str, read: str, expected: tuple[str, str]) -> None:
    assert outcome(own, read, confidence=0.6) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["KT-3300", "KT-3301", "TS-5127"], ("confirm", "code_read")),
        (["KT-3300", "KT-3301", "TSX-512"], ("confirm", "code_read")),
        (["KT-3300", "KT-3301", "TS-51X2"], ("abstain", "letter_or_digit")),
    ],
)
def test_shapes_of_the_catalogue_say_what_is_a_letter(
    codes: list[str], expected: tuple[str, str]
) -> None:
    """``KT-33O0`` is no code where all have four digits, and may be missing where some have not."""
    judge = build_judge("code", {"use": "model_code", "complete": False}, Vocabulary())
    records = {code: {"model_code": code} for code in codes}
    query = query_reading(reading("model_code", "KT-3300"), catalogue=FakeCatalogue(records))
    (verdict,) = judge.judge(query, [Candidate("KT-3300", records["KT-3300"])])
    assert (str(verdict.outcome), verdict.reason) == expected
    assert outcome("KT-3300", "KT-3300", codes=codes) == ("confirm", "code_read")


@pytest.mark.parametrize(("looks", "expected"), [(1, "read_once"), (2, "code_read")])
def test_a_quorum_of_two_looks(looks: int, expected: str) -> None:
    judge = build_judge("code", {"use": "model_code", "looks": 2}, Vocabulary())
    records = {code: {"model_code": code} for code in CATALOGUE}
    seen = reading("model_code", "KT-3300", looks=looks)
    query = query_reading(seen, catalogue=FakeCatalogue(records))
    (verdict,) = judge.judge(query, [Candidate("KT-3300", records["KT-3300"])])
    assert verdict.reason == expected


@pytest.mark.parametrize(
    ("own", "claim", "read", "expected"),
    [
        ("XR-10", "xr-10", [], ("confirm", "code_claimed")),
        ("XR-10", "XR10", [], ("confirm", "code_claimed")),
        ("XR-1O", "XR-10", [], ("abstain", "code_uncertain")),
        ("WX-4410", "WX-4410", [], ("confirm", "code_claimed")),
        ("WX-4410B", "WX-4410", [], ("reject", "code_differs")),
        ("KT-3300", "TS-5120", [], ("reject", "code_differs")),
        ("KT-3300", "TS-5120", ["KT-3300"], ("reject", "code_differs")),
        ("KT-3300", "KT-3300", ["KT-3300"], ("confirm", "code_claimed")),
        ("KT-3300", "KT-3300", ["QQ-9999"], ("confirm", "code_claimed")),
        ("KT-3300", "KT-3300", ["TS-5120"], ("abstain", "claim_and_reading_differ")),
        ("A1-11", "A1-11", [], ("confirm", "code_claimed")),
        ("A1-11", "A111", [], ("abstain", "code_uncertain")),
        ("A1-11", "A11-1", [], ("abstain", "code_uncertain")),
    ],
)
def test_claims(own: str, claim: str, read: list[str], expected: tuple[str, str]) -> None:
    assert outcome(own, *read, claim=claim) == expected


@pytest.mark.parametrize("code", ["", " - "])
def test_records_without_a_code(code: str) -> None:
    assert outcome(code, "KT-3300") == ("abstain", "record_has_no_model_code")


def test_doubt_names_the_sibling() -> None:
    records = {code: {"model_code": code} for code in ("XR-10", "XR-1O")}
    query = query_reading(reading("model_code", "XR-10"), catalogue=FakeCatalogue(records))
    (verdict,) = JUDGE.judge(query, [Candidate("XR-10", records["XR-10"])])
    assert ("catalogue", "XR1O") in [(item.source, item.value) for item in verdict.evidence]


def test_items_that_share_a_code_are_not_siblings() -> None:
    records = {"eu": {"model_code": "KT-3300"}, "us": {"model_code": "kt 3300"}}
    query = query_reading(reading("model_code", "KT-3300"), catalogue=FakeCatalogue(records))
    verdicts = JUDGE.judge(query, [Candidate(key, record) for key, record in records.items()])
    assert [verdict.outcome for verdict in verdicts] == ["confirm", "confirm"]


def test_a_catalogue_is_needed_to_tell_siblings_apart() -> None:
    with pytest.raises(JudgeError, match=r"judges\.code: .* no catalogue"):
        JUDGE.judge(query_reading(reading("model_code", "KT-3300")), [Candidate("a", {})])


def test_catalogue_is_asked_once_per_revision() -> None:
    judge = build_judge("code", {"use": "model_code"}, Vocabulary())
    catalogue = FakeCatalogue({"a": {"model_code": "KT-3300"}})
    query = query_reading(reading("model_code", "KT-3300"), catalogue=catalogue)
    for _ in range(3):
        judge.judge(query, [Candidate("a", {"model_code": "KT-3300"})])
    assert catalogue.calls == ["facts"]
    changed = FakeCatalogue({"a": {"model_code": "KT-3300"}, "b": {"model_code": "KT-33OO"}})
    again = query_reading(reading("model_code", "KT-3300"), catalogue=changed)
    (verdict,) = judge.judge(again, [Candidate("a", {"model_code": "KT-3300"})])
    assert verdict.reason == "sibling_confusable"


LETTERS = ["0OQD", "1IL", "5S", "8B", "XY"]


@given(st.lists(st.sampled_from(LETTERS), min_size=3, max_size=5), st.data())
def test_a_misread_never_confirms_a_sibling(classes: list[str], data: st.DataObject) -> None:
    """Whichever of the codes that look alike the picture showed, no other one is confirmed."""
    alike = st.tuples(*map(st.sampled_from, classes)).map("".join)
    codes = data.draw(st.lists(alike, min_size=1, max_size=4, unique=True))
    truth, seen = data.draw(st.sampled_from(codes)), data.draw(alike)
    cut = data.draw(st.integers(2, len(seen)))
    assume(fold(seen) == fold(truth))
    for own in {*codes, seen[:cut]} - {truth}:
        known = [*codes, own]
        assert outcome(own, seen[:cut], codes=known)[0] != "confirm"


def test_what_it_asks_for() -> None:
    assert JUDGE.readers == {"model_code"}
    assert JUDGE.lookups == (Lookup("model_code", "model_code"),)


def test_query_without_media_or_claims_abstains() -> None:
    (verdict,) = JUDGE.judge(Query(), [Candidate("a", {"model_code": "KT-3300"})])
    assert verdict.reason == "no_model_code"
