"""What a page's lines state of the page, and what they only mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.documents.titles import LONGEST_LINE, stated


def titled(line: str) -> list[str]:
    return [each.value for each in stated(line) if each.manner == "titled"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Form 1040 (2020)", ["Form 1040", "2020"]),
        ("Cat. No. 11320B Form 1040 (2020) ", ["Form 1040", "2020"]),
        ("see instructions. Cat. No. 11320B Form 1040 (2020)", ["Form 1040", "2020"]),
        ("Form 2555 (2022) Page 2", ["Form 2555", "2022"]),
        ("Schedule B (Form 1040) 2021", ["Schedule B (Form 1040)", "2021"]),
        (
            "Schedule E (Form 1040) 2020 Attachment Sequence No. 13 Page 2",
            ["Schedule E (Form 1040)", "2020"],
        ),
        ("Form 4563 (Rev. 8-2019)", ["Form 4563", "2019-08"]),
        ("Form W-9 (Rev. October 2018)", ["Form W-9", "2018-10"]),
        ("W-9 (Rev. October 2018)", ["Form W-9", "2018-10"]),
        ("2021 Form OR-40", ["Form OR-40", "2021"]),
        ("2020 Form 1040-V Department of the Treasury", ["Form 1040-V", "2020"]),
        ("2021 IL-1040-V", ["Form IL-1040-V", "2021"]),
        ("2020 Schedule IL-WIT Attach to your Form IL-1040.", ["Schedule IL-WIT", "2020"]),
        ("Form 8889 2020 Health Savings Accounts (HSAs)", ["Form 8889", "2020"]),
        ("2021 Instructions for Form 941", ["Instructions for Form 941", "2021"]),
    ],
)
def test_titles(line: str, expected: list[str]) -> None:
    assert titled(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Attach to Form 1040, 1040-SR, or 1040-NR.",
        "Enter the amount from your 2020 Form 1040",
        "2020 Form 1040, line 11, if you file jointly",
        "2020 Form 1040 or 1040-SR, line 12",
        "2020 Form 1040 line 11",
        "2019 Form 8960 If you filed it",
        "Go to www.irs.gov/Form1040 for instructions and the latest information.",
        "see Form 8995-A (2021) before you begin",
        "25 (2020)",
        "Sequence No. 07 (2021)",
        "IL-1040-V (R-12/20)",
        "Form 4563",
        "Form 12 of 2021",
    ],
)
def test_mentions_are_no_titles(line: str) -> None:
    assert titled(line) == []


@pytest.mark.parametrize(
    ("line", "part", "value"),
    [
        ("|2020", "year", "2020"),
        ("For calendar year 2021", "year", "2021"),
        ("Tax year: 2021", "year", "2021"),
        ("Edition 2021", "year", "2021"),
        ("(Rev. August 2019) ", "edition", "2019-08"),
        ("IL-1040-V (R-12/20) Printed by authority", "date", "2020-12"),
        ("(Rev. 08-23-21, ver. 01) ", "date", "2021-08-23"),
        ("Effective date: 1 January 2022", "date", "2022-01-01"),
        ("Form 8960", "form", "Form 8960"),
        ("This form has been superseded by Form 8995", "superseded", None),
        ("Caution: DRAFT\u2014NOT FOR FILING", "draft", None),
        ("DRAFT AS OF", "draft", None),
    ],
)
def test_what_stands_alone(line: str, part: str, value: str | None) -> None:
    (found,) = stated(line)
    assert (found.part, found.manner) == (part, "headed")
    assert value is None or found.value == value


@pytest.mark.parametrize(
    "line",
    [
        "Form " * 200,
        "Schedule B (Form " + "1040, " * 200,
        "Cat. No. " * 100,
        "1-" * 400,
        "A" * 100_000,
        "(Rev. " * 200,
        "2021 " * 300,
        " " * 5000 + "Form 1040 (2021)",
        "Instructions for the " * 100,
    ],
)
def test_hostile_lines_state_nothing(line: str) -> None:
    assert titled(line) == []


@given(st.text(max_size=500))
def test_statements_lie_in_the_line(line: str) -> None:
    for each in stated(line):
        assert 0 <= each.start <= each.end <= min(len(line), LONGEST_LINE)
