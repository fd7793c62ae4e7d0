"""The document judge: print decides, whatever the record says."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given
from hypothesis import strategies as st
from judge_samples import query_reading, reading

from judges import (
    Candidate,
    FactError,
    FactType,
    JudgeConfigError,
    JudgeError,
    Lookup,
    Query,
    Reading,
    Vocabulary,
    build_judge,
)
from judges.documents.reader import DocumentReader
from modalities import Text

VOCABULARY = Vocabulary.extended(record={"form": FactType.STRING})
JUDGE = build_judge("paper", {"use": "document"}, VOCABULARY)
READER = DocumentReader()


def page(*lines: str, confidence: float = 0.99) -> list[Reading]:
    return READER.derive([reading("words", line, confidence) for line in lines])


def outcome(
    own: Sequence[Reading],
    *shown: Reading,
    record: Mapping[str, Any] | None = None,
    **claims: Any,
) -> tuple[str, str]:
    record = record or {}
    catalogue = FakeCatalogue({"it": record}, readings={"it": own})
    query = query_reading(*shown, catalogue=catalogue, claims=claims)
    (verdict,) = JUDGE.judge(query, [Candidate("it", record)])
    return str(verdict.outcome), verdict.reason


OWN = page("Form 1040 (2021)")
CONFIRMED = ("confirm", "document_printed")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"form": "form 1040", "year": 2021}, CONFIRMED),
        ({"form": "form 1040", "year": 2020}, ("reject", "year_differs")),
        ({"form": "Form 1040-SR", "year": 2021}, ("reject", "form_differs")),
        ({"form": "Schedule 1 (Form 1040)", "year": 2021}, ("reject", "form_differs")),
        ({"form": "Instructions for Form 1040", "year": 2021}, ("reject", "form_differs")),
        ({"form": "Form 1040"}, ("abstain", "no_year")),
        ({"form": "Form 1O40", "year": 2021}, ("abstain", "form_uncertain")),
        ({"form": "Form 1O40", "year": 2020}, ("abstain", "form_uncertain")),
        ({"form": "the usual", "year": 2021}, ("abstain", "claim_is_no_form")),
        ({"year": 2021}, ("abstain", "no_form")),
        ({}, ("abstain", "no_document")),
    ],
)
def test_claims(claims: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(OWN, **claims) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Form 1040 (2021)"], CONFIRMED),
        (["|2021", "Attach to Form 8995", "Form 8960", "Form 1040 (2021)"], CONFIRMED),
        (["Form 1040 (2020)"], ("reject", "year_differs")),
        (["Schedule 1 (Form 1040) 2021"], ("reject", "form_differs")),
        (["Form 1040 (2021)", "Form 1040 (2020)"], ("abstain", "several_years")),
        (["2020", "Form 1040 (2021)"], ("abstain", "several_years")),
        (["Form 1040 (2021)", "Form 8960 (2021)"], ("abstain", "several_documents")),
        (["Form 1040", "2021"], CONFIRMED),
        (["Tax year 2021", "Form 1040"], CONFIRMED),
        (["Form 1040", "U.S. Return", "2021"], ("abstain", "no_document")),
        (["Attach to Form 1040", "2021"], ("abstain", "no_document")),
    ],
)
def test_page_images(lines: list[str], expected: tuple[str, str]) -> None:
    assert outcome(OWN, *page(*lines)) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (["Form 1040 (2021)"], CONFIRMED),
        (["Form 1040 (2020)"], ("reject", "year_differs")),
        (["Form 8960 (2021)"], ("reject", "form_differs")),
        (["Form 1040 (Rev. 3-2021)"], CONFIRMED),
        (["Form 1040", "Edition 2021"], CONFIRMED),
        (["Form 1040", "(Rev. March 2021)"], CONFIRMED),
        (["Form 1040", "2021", "Form 1040", "2020"], ("abstain", "print_several_years")),
        (["Form 1040", "2021", "Form 8960", "2021"], ("abstain", "print_several_documents")),
        (["Form 1040 (Rev. 8-2019)"], ("reject", "year_differs")),
        (["Form 1040 (Rev. 8-2019)", "2021"], ("abstain", "print_several_years")),
        (["(Rev. 08-23-21, ver. 01)", "Form 1040"], ("abstain", "print_unread")),
        ([], ("abstain", "print_unread")),
        (["Form 1040 (2021)", "Form 8960 (2021)"], ("abstain", "print_several_documents")),
        (["Form 1040 (2021)", "Form 1040 (2020)"], ("abstain", "print_several_years")),
        (["Form 1040 (2021)", "DRAFT AS OF"], ("abstain", "draft")),
        (["Form 1040 (2021)", "Superseded by Form 1040-X"], ("abstain", "superseded")),
    ],
)
def test_what_the_catalogue_prints(own: list[str], expected: tuple[str, str]) -> None:
    assert outcome(page(*own), form="Form 1040", year=2021) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"form": "Form 1040", "year": 2021}, CONFIRMED),
        ({"form": "1040"}, CONFIRMED),
        ({"form": "Form 1040", "year": 2020}, ("abstain", "record_contradicts_print")),
        ({"form": "Form 8960", "year": 2021}, ("abstain", "record_contradicts_print")),
        ({"form": "some form"}, ("abstain", "record_contradicts_print")),
        ({"year": "2020"}, ("abstain", "record_contradicts_print")),
        ({"form": 1040, "year": 2021}, CONFIRMED),
        ({"form": ["Form 1040"]}, ("abstain", "record_contradicts_print")),
    ],
)
def test_records(record: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(OWN, record=record, form="Form 1040", year=2021) == expected


def test_a_record_does_not_make_another_print_right() -> None:
    record = {"form": "Form 1040", "year": 2020}
    assert outcome(OWN, record=record, form="Form 1040", year=2020) == ("reject", "year_differs")


def test_a_conflict_shows_both_sides() -> None:
    record = {"form": "Form 1040", "year": 2020}
    catalogue = FakeCatalogue({"it": record}, readings={"it": OWN})
    query = Query(catalogue=catalogue, claims={"form": "Form 1040", "year": 2021})
    (verdict,) = JUDGE.judge(query, [Candidate("it", record)])
    shown = {(each.source, each.name, each.value) for each in verdict.evidence}
    assert {("catalogue", "document", "2021"), ("record", "year", 2020)} <= shown


def test_claim_and_page_must_agree() -> None:
    differ = ("abstain", "claim_and_reading_differ")
    assert outcome(OWN, *page("Form 1040 (2020)"), year=2021) == differ
    assert outcome(OWN, *page("Form 8960 (2021)"), form="Form 1040") == differ
    assert outcome(OWN, *page("Form 1040 (2021)"), form="1040", year=2021) == CONFIRMED


def test_faint_print_says_nothing() -> None:
    faint = page("Form 1040 (2021)", confidence=0.6)
    assert outcome(faint, form="Form 1040", year=2021) == ("abstain", "print_unread")
    assert outcome(OWN, *faint) == ("abstain", "no_document")


def test_a_catalogue_text_that_only_mentions_a_form_is_no_print() -> None:
    described = READER.read(Text("Form 1040 for 2021", "hash", "note"))
    assert described
    assert outcome(described, form="Form 1040", year=2021) == ("abstain", "print_unread")
    assert outcome(OWN, *described) == CONFIRMED


@pytest.mark.parametrize("details", [{}, {"part": "form"}, {"part": 3, "manner": []}])
def test_readings_of_a_foreign_reader_do_no_harm(details: dict[str, Any]) -> None:
    foreign = reading("document", "Form 1040", **details)
    assert outcome([foreign], form="Form 1040", year=2021) == ("abstain", "print_unread")


FORMS = ["Form 1040", "Form 1040-SR", "Schedule 1 (Form 1040)", "Schedule B (Form 1040)", "W-9"]


@given(
    st.sampled_from(FORMS),
    st.sampled_from(FORMS),
    st.integers(2018, 2022),
    st.integers(2018, 2022),
    st.integers(2018, 2022),
)
def test_only_the_printed_form_and_year_are_confirmed(
    asked: str, own: str, year: int, printed: int, recorded: int
) -> None:
    record = {"form": own, "year": recorded}
    found = outcome(page(f"{own} ({printed})"), record=record, form=asked, year=year)
    right = asked == own and year == printed == recorded
    assert (found == CONFIRMED) is right


def test_what_it_asks_for() -> None:
    assert JUDGE.readers == JUDGE.catalogue_readers == {"document"}
    assert JUDGE.record_fields == {"form", "year"}
    assert JUDGE.lookups == (Lookup("document", "form", "form"),)


def test_a_catalogue_is_needed() -> None:
    with pytest.raises(JudgeError, match=r"judges\.paper: .* no catalogue"):
        JUDGE.judge(Query(claims={"form": "1040", "year": 2021}), [Candidate("a", {})])


def test_fields_must_be_declared() -> None:
    with pytest.raises(FactError, match=r"judges\.paper\.form"):
        build_judge("paper", {"use": "document", "form": "paper"}, VOCABULARY)
    with pytest.raises(JudgeConfigError, match=r"judges\.paper\.year: .* expected int"):
        build_judge("paper", {"use": "document", "year": "name"}, VOCABULARY)
