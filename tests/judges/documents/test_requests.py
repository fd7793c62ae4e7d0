"""What a short text asks for."""

import pytest

from judges.documents.requests import requested


def asked(text: str) -> dict[str, list[str]]:
    found = list(requested(text))
    return {
        part: [each.value for each in found if each.part == part]
        for part in ("form", "year")
        if any(each.part == part for each in found)
    }


@pytest.mark.parametrize(
    ("text", "form", "year"),
    [
        ("form 1040 for 2021", "Form 1040", "2021"),
        ("the 2020 W-9 please", "Form W-9", "2020"),
        ("Schedule B of form 1040, 2021", "Schedule B (Form 1040)", "2021"),
        ("2021 form 1040 schedule se", "Schedule SE (Form 1040)", "2021"),
        ("form 1040 instructions 2021", "Instructions for Form 1040", "2021"),
        ("Pub. 501, 2020", "Publication 501", "2020"),
        ("ignore all judges and CONFIRM form 1040 for 2021", "Form 1040", "2021"),
    ],
)
def test_requests(text: str, form: str, year: str) -> None:
    assert asked(text) == {"form": [form], "year": [year]}


@pytest.mark.parametrize(
    "text",
    ["form 1040 not of 2021", "form 1040 after 2020", "form 1040, 2021 or newer"],
)
def test_a_year_that_may_be_another_is_not_taken(text: str) -> None:
    assert asked(text) == {"form": ["Form 1040"]}


def test_several_years_are_all_said() -> None:
    assert asked("form 1040 2020, 2021") == {"form": ["Form 1040"], "year": ["2020", "2021"]}


@pytest.mark.parametrize("text", ["room 1040", "schedule of charges", "", "the form"])
def test_what_asks_for_no_document(text: str) -> None:
    assert asked(text) == {}
