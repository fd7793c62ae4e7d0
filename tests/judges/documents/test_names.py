"""Names of documents: what is one, and which two are of one document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.documents.names import Kind, Likeness, Name, compare, named_in, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Form 1040", "Form 1040"),
        ("form 1040-sr", "Form 1040-SR"),
        ("1040", "Form 1040"),
        ("W-9", "Form W-9"),
        ("Form 1099\u2013MISC", "Form 1099-MISC"),
        ("Form OR-40-N", "Form OR-40-N"),
        ("SCHEDULE B (Form 1040)", "Schedule B (Form 1040)"),
        ("Schedule B of form 1040", "Schedule B (Form 1040)"),
        ("Form 1040 Schedule B", "Schedule B (Form 1040)"),
        ("Schedule K-1 (Form 1065)", "Schedule K-1 (Form 1065)"),
        ("Schedule 1 (Form 1040 or 1040-SR)", "Schedule 1 (Form 1040, 1040-SR)"),
        ("IL-1040 Schedule IL-WIT", "Schedule IL-WIT (Form IL-1040)"),
        ("Schedule IL-E/EIC", "Schedule IL-E/EIC"),
        ("Pub. 501", "Publication 501"),
        ("Instructions for Form 941", "Instructions for Form 941"),
    ],
)
def test_names(text: str, expected: str) -> None:
    assert str(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "a letter", "form of payment", "Form", "schedule of charges", "Form 1040, line 12",
        "Form 1040 (2021)", "2020 Form 1040", "1" * 40, "Form " + "1-" * 90 + "1",
    ],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Form 1040", "form 1040", "same"),
        ("Form 8995-A", "Form 8995A", "same"),
        ("Form 1040", "Form 1040-SR", "other"),
        ("Form 1040", "Schedule 1 (Form 1040)", "other"),
        ("Form 1040", "Form 1040-V", "other"),
        ("Form 941", "Instructions for Form 941", "other"),
        ("Form 1040", "Form 1O40", "unsure"),
        ("Schedule B (Form 1040)", "Schedule 8 (Form 1040)", "unsure"),
        ("Schedule K-1 (Form 1065)", "Schedule K-1 (Form 1041)", "other"),
        ("Schedule 1 (Form 1040)", "Schedule 1 (Form 1040 or 1040-SR)", "same"),
        ("Schedule B", "Schedule B (Form 941)", "unsure"),
        ("Schedule IL-WIT", "Schedule IL-WIT (Form IL-1040)", "same"),
        ("Form OR-ASC", "Schedule OR-ASC", "unsure"),
    ],
)
def test_likeness(one: str, other: str, expected: str) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert compare(first, second) == compare(second, first) == Likeness(expected)


CODES = st.from_regex(r"[A-Z]{0,2}-?[1-9][0-9]{0,3}(-[A-Z]{1,3})?", fullmatch=True).map(
    lambda code: code.removeprefix("-")
)


@given(st.sampled_from(Kind), CODES, st.lists(CODES, max_size=3), st.booleans())
def test_a_name_is_read_back_as_it_is_written(
    kind: Kind, code: str, parents: list[str], instructions: bool
) -> None:
    code = code.replace("-", "") if kind is Kind.SCHEDULE else code
    code = "501" if kind is Kind.PUBLICATION else code
    above = tuple(parents) if kind is Kind.SCHEDULE else ()
    name = Name(kind, code[:5] if kind is Kind.SCHEDULE else code, above, instructions)
    assert parse(str(name)) == name


@given(st.text(max_size=300))
def test_any_text_names_what_stands_in_it(text: str) -> None:
    for _, start, end in named_in(text):
        assert 0 <= start < end <= len(text)
