"""The model code judge: siblings stay apart, nothing is repaired."""

from typing import Any

import numpy as np
import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import assume, given
from hypothesis import strategies as st
from judge_samples import query_reading, reading

from judges import (
    Candidate,
    JudgeConfigError,
    JudgeError,
    Lookup,
    Query,
    Reading,
    Vocabulary,
    build_judge,
)
from judges.code_shapes import is_bare
from judges.codes import fold
from modalities import Image, Text

JUDGE = build_judge("code", {"use": "model_code"}, Vocabulary())
CATALOGUE = ["KT-3300", "TS-5120", "WX-4410", "WX-4410B", "XR-10", "XR-1O", "A1-11", "A11-1"]


PICTURE = Image(np.zeros((4, 4, 3), np.uint8), "hash", "a picture")


def printed(code: str, confidence: float = 0.99, **details: Any) -> Reading:
    return reading("bare_code" if is_bare(code) else "model_code", code, confidence, **details)


def outcome(
    own: str,
    *read: str,
    claim: str | None = None,
    confidence: float = 0.99,
    codes: list = CATALOGUE,
) -> tuple[str, str]:
    records = {code: {"model_code": code} for code in {*codes, own}}
    query = query_reading(
        *(printed(code, confidence) for code in read),
        media=(PICTURE,),
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


SAME_SHAPE = ["KT-3300", "KT-3301", "TS-5127"]
LETTER_THERE = [*SAME_SHAPE, "TS-51X2"]
"""Where KT-3300 has its first 0, this one has a letter, so a KT-33O0 may be missing."""


def judged(codes: list[str], own: str, *read: Reading, **options: Any) -> tuple[str, str]:
    judge = build_judge("code", {"use": "model_code", **options}, Vocabulary())
    records = {code: {"model_code": code} for code in codes}
    query = query_reading(*read, media=(PICTURE,), catalogue=FakeCatalogue(records))
    (verdict,) = judge.judge(query, [Candidate(own, records[own])])
    return str(verdict.outcome), verdict.reason


@pytest.mark.parametrize(
    ("codes", "options", "expected"),
    [
        (SAME_SHAPE, {"complete": False}, ("confirm", "code_read")),
        ([*SAME_SHAPE, "TSX-512"], {"complete": False}, ("confirm", "code_read")),
        (LETTER_THERE, {"complete": False}, ("abstain", "letter_or_digit")),
        (LETTER_THERE, {}, ("abstain", "letter_or_digit")),
        (LETTER_THERE, {"complete": True}, ("confirm", "code_read")),
        (SAME_SHAPE, {"patterns": ["AA-99A9"]}, ("abstain", "letter_or_digit")),
    ],
)
def test_a_digit_may_be_a_missing_codes_letter(
    codes: list[str], options: dict, expected: tuple[str, str]
) -> None:
    """``KT-33O0`` is no code where all have four digits, and may be missing where some have not."""
    assert judged(codes, "KT-3300", reading("model_code", "KT-3300"), **options) == expected


@pytest.mark.parametrize(
    ("rivals", "options", "expected"),
    [
        ({}, {}, ("confirm", "code_read")),
        ({"4": {"O": 0.002}}, {}, ("abstain", "letter_or_digit")),
        ({"5": {"O": 0.002}}, {}, ("confirm", "code_read")),
        ({}, {"complete": False}, ("abstain", "letter_or_digit")),
        ({"4": {"O": 0.002}}, {"complete": True}, ("confirm", "code_read")),
    ],
)
def test_a_close_look_may_tell_a_digit_from_a_letter(
    rivals: dict, options: dict, expected: tuple[str, str]
) -> None:
    """The fourth place is the first 0 of KT-3300, where another code has a letter."""
    read = reading("model_code", "KT-3300", rivals=rivals)
    assert judged(LETTER_THERE, "KT-3300", read, **options) == expected


OF_LETTERS = ["AOC-200", "ABC-123", "XYZ-789"]


@pytest.mark.parametrize(
    ("codes", "rivals", "options", "expected"),
    [
        (OF_LETTERS, {"O": 0.1}, {}, ("confirm", "code_read_by_shape")),
        (OF_LETTERS, {"O": 0.01}, {}, ("abstain", "code_uncertain")),
        (OF_LETTERS, {}, {}, ("abstain", "code_uncertain")),
        (OF_LETTERS, {}, {"complete": True}, ("confirm", "code_read_by_shape")),
        (OF_LETTERS, {}, {"patterns": ["AAA-999"]}, ("confirm", "code_read_by_shape")),
        ([*OF_LETTERS, "A9C-200"], {"O": 0.1}, {}, ("abstain", "letter_or_digit")),
        ([*OF_LETTERS, "A0C-200"], {"O": 0.1}, {}, ("abstain", "several_codes")),
        ([*OF_LETTERS, "AQC-200"], {"O": 0.1}, {}, ("abstain", "sibling_confusable")),
        (OF_LETTERS, {"O": 0.1, "Q": 0.03}, {}, ("abstain", "letter_or_digit")),
        (OF_LETTERS, {"Q": 0.1}, {}, ("abstain", "code_uncertain")),
    ],
)
def test_shapes_decide_between_what_the_reader_holds_possible(
    codes: list[str], rivals: dict, options: dict, expected: tuple[str, str]
) -> None:
    read = reading("model_code", "A0C-200", rivals={"1": rivals} if rivals else {})
    assert judged(codes, "AOC-200", read, **options) == expected


def test_a_doubtful_letter_leaves_its_code_open() -> None:
    read = reading("model_code", "AOC-200", rivals={"1": {"Q": 0.03}})
    assert judged(OF_LETTERS, "AOC-200", read) == ("abstain", "letter_or_digit")
    assert judged(OF_LETTERS, "AOC-200", read, complete=True) == ("confirm", "code_read")


NUMBERS = ["4410 221", "4410 222", "5120 700"]
NAMES = ["KJUXT", "BLOMP", "VRETA"]


@pytest.mark.parametrize(
    ("codes", "own", "read", "options", "expected"),
    [
        (NUMBERS, "4410 221", ["4410221"], {}, ("confirm", "code_read")),
        (NAMES, "KJUXT", ["KJUXT"], {}, ("confirm", "code_read")),
        (NAMES, "KJUXT", ["KJUXT", "ORGANIC"], {}, ("confirm", "code_read")),
        (NAMES, "KJUXT", ["KJUXT", "FRESH"], {}, ("abstain", "several_of_shape")),
        (NAMES, "KJUXT", ["KJUXT", "BLOMP"], {}, ("abstain", "several_codes")),
        (NAMES, "KJUXT", ["BLOMP"], {}, ("abstain", "code_not_read")),
        (NAMES, "KJUXT", ["ORGANIC"], {}, ("abstain", "no_model_code")),
        (NUMBERS, "4410 221", ["4410 227"], {}, ("abstain", "code_not_read")),
        (NUMBERS, "4410 221", ["14410 221"], {}, ("abstain", "no_model_code")),
        (NUMBERS, "4410 221", ["4410221", "5510 221"], {}, ("abstain", "several_of_shape")),
        (NUMBERS[:2], "4410 221", ["4410 221"], {}, ("abstain", "no_model_code")),
        (NUMBERS[:2], "4410 221", ["4410 221"], {"patterns": ["9999 999"]},
         ("confirm", "code_read")),
        ([*SAME_SHAPE, "4410 221"], "4410 221", ["4410 221"], {}, ("abstain", "no_model_code")),
        ([*SAME_SHAPE, "4410 221"], "KT-3300", ["4410 221", "KT-3300"], {},
         ("confirm", "code_read")),
    ],
)  # fmt: skip
def test_digits_or_letters_alone_are_codes_where_codes_look_so(
    codes: list[str], own: str, read: list[str], options: dict, expected: tuple[str, str]
) -> None:
    readings = [printed(each) for each in read]
    assert judged(codes, own, *readings, **options) == expected


@pytest.mark.parametrize("pattern", ["", "AB-9", "AA--99", "A99", "9" * 40, "(A+)+9999"])
def test_patterns_are_checked(pattern: str) -> None:
    with pytest.raises(JudgeConfigError, match=r"code\.patterns"):
        build_judge("code", {"use": "model_code", "patterns": [pattern]}, Vocabulary())


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


AS_PATTERN = str.maketrans("7X", "9A")
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


@given(st.text("0O1I7X", min_size=4, max_size=6), st.floats(0.001, 0.9), st.data())
def test_a_missing_code_confirms_no_twin_while_the_reader_hesitates(
    truth: str, share: float, data: st.DataObject
) -> None:
    """The picture shows a code that the catalogue lacks, read as one that the catalogue holds."""
    doubtful = [place for place, char in enumerate(truth) if char in "OI"]
    assume(doubtful)
    place = data.draw(st.sampled_from(doubtful))
    letter = truth[place]
    read = truth[:place] + {"O": "0", "I": "1"}[letter] + truth[place + 1 :]
    codes = [read, "".join("7" if char.isdigit() else "X" for char in truth)]
    assume(fold(read) != fold(codes[1]))
    seen = printed(read, rivals={str(place): {letter: share}})
    for options in ({}, {"complete": False}, {"patterns": [codes[1].translate(AS_PATTERN)]}):
        assert judged(codes, read, seen, **options)[0] == "abstain"


def test_what_it_asks_for() -> None:
    mixed, bare = Lookup("model_code", "model_code"), Lookup("bare_code", "model_code")
    assert JUDGE.readers == {"model_code", "bare_code"}
    assert JUDGE.lookups == (mixed, bare)


@pytest.mark.parametrize(
    ("codes", "options", "kinds"),
    [
        (NUMBERS, {}, ["model_code", "bare_code"]),
        (NUMBERS[:2], {}, ["model_code"]),
        (SAME_SHAPE, {}, ["model_code"]),
        (SAME_SHAPE, {"patterns": ["9999 999"]}, ["model_code", "bare_code"]),
    ],
)
def test_bare_codes_are_read_only_where_codes_look_so(
    codes: list[str], options: dict, kinds: list[str]
) -> None:
    judge = build_judge("code", {"use": "model_code", **options}, Vocabulary())
    records = {code: {"model_code": code} for code in codes}
    asked: list[str] = []
    query = Query(
        (PICTURE,),
        catalogue=FakeCatalogue(records),
        read=lambda kind: asked.append(kind) or (),
    )
    judge.judge(query, [Candidate(codes[0], records[codes[0]])])
    assert asked == kinds
    assert [lookup.kind for lookup in judge.lookups_in(query)] == kinds


def test_a_query_without_a_picture_has_no_codes_of_the_catalogue_looked_at() -> None:
    catalogue = FakeCatalogue({code: {"model_code": code} for code in NUMBERS})
    query = Query((Text("a kettle", "hash", "a query"),), catalogue=catalogue)
    assert [lookup.kind for lookup in JUDGE.lookups_in(query)] == ["model_code"]
    JUDGE.judge(query, [Candidate("a", {"model_code": NUMBERS[0]})])
    assert catalogue.calls == []


def test_query_without_media_or_claims_abstains() -> None:
    (verdict,) = JUDGE.judge(Query(), [Candidate("a", {"model_code": "KT-3300"})])
    assert verdict.reason == "no_model_code"
