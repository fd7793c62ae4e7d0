"""The document reader: pages state, requests ask, later pages are left alone."""

import pytest
from drawn import image_of, lines
from judge_samples import reading

from judges.documents.reader import PAGES, DocumentReader
from judges.errors import ReaderError
from judges.reading import Reading
from modalities import Audio, Text

READER = DocumentReader()
PAGE = "SCHEDULE B\n(Form 1040)\nInterest and Ordinary Dividends\nAttach to Form 1040.\n2021\n" + (
    "Part I Interest\n" * 20 + "Cat. No. 17146N Schedule B (Form 1040) 2021\n"
)


def text(content: str, page: int | None = None) -> Text:
    return Text(content, "hash", "page.txt", page)


def test_page_text() -> None:
    found = READER.read(text(PAGE, page=1))
    titled = [each for each in found if each.details["manner"] == "titled"]
    assert [(each.details["part"], each.value) for each in titled] == [
        ("form", "Schedule B (Form 1040)"),
        ("year", "2021"),
    ]
    assert titled[0].details["form"] == "Schedule B (Form 1040)"
    for each in found:
        assert each.span is not None
        assert PAGE[int(each.span[0]) : int(each.span[1])] == each.text
        assert (each.page, each.details["medium"], each.confidence) == (1, "hash", 1.0)


def test_a_long_text_is_a_page_and_a_short_one_a_request() -> None:
    request = "my 2021 copy of form 1040, please"
    assert {each.details["manner"] for each in READER.read(text(request))} == {"asked"}
    assert READER.read(text(request + " and nothing else" * 20)) == []
    assert READER.read(text(request, page=1)) == []


def test_later_pages_are_not_read() -> None:
    title = "Form 1040 (2021)"
    assert READER.read(text(title, page=PAGES))
    assert READER.read(text(title, page=PAGES + 1)) == []
    line = reading("words", title)
    assert READER.derive([line.model_copy(update={"page": PAGES})])
    assert READER.derive([line.model_copy(update={"page": PAGES + 1})]) == []


def test_a_name_above_its_year_is_a_title_of_a_page() -> None:
    form, year = READER.read(text("Form 310\n\nTax year 2023\nName\nAddress", page=1))
    assert (form.value, form.details["manner"]) == ("Form 310", "titled")
    assert (year.value, year.details["manner"]) == ("2023", "titled")


@pytest.mark.parametrize(
    ("left", "top", "manner"),
    [
        (100, 45, "titled"),
        (160, 20, "titled"),
        (100, 90, "headed"),
        (400, 20, "headed"),
        (300, 60, "headed"),
    ],
)
def test_a_title_of_two_lines_stands_in_one_place(left: int, top: int, manner: str) -> None:
    def at(line: str, left: float, top: float) -> Reading:
        right, bottom = left + 50, top + 20
        box = ((left, top), (right, top), (right, bottom), (left, bottom))
        return reading("words", line, medium="m").model_copy(update={"box": box})

    found = READER.derive([at("Form 310", 100, 20), at("2023", left, top)])
    assert [each.details["manner"] for each in found] == [manner] * 2


def test_lines_of_print_keep_place_and_confidence() -> None:
    box = ((1.0, 2.0), (9.0, 2.0), (9.0, 4.0), (1.0, 4.0))
    line = reading("words", "Form W-9 (Rev. October 2018)", 0.87, medium="m")
    form, edition = READER.derive([line.model_copy(update={"box": box, "page": 1})])
    assert (form.value, edition.value) == ("Form W-9", "2018-10")
    assert (form.text, form.confidence, form.box, form.page) == ("Form W-9", 0.87, box, 1)
    assert form.details["medium"] == "m"


def test_pictures_are_read() -> None:
    found = READER.read(image_of(lines("Form 8889 (2021)", "Attach to Form 1040.")))
    assert [each.value for each in found] == ["Form 8889", "2021"]


def test_a_page_full_of_titles_gives_a_bounded_number() -> None:
    assert len(READER.read(text("Form 1040 (2021)\n" * 5000, page=1))) <= 100


def test_recordings_are_refused() -> None:
    import numpy as np

    with pytest.raises(ReaderError, match=r"a\.wav"):
        READER.read(Audio(np.zeros(16, np.float32), 16_000, "hash", "a.wav"))
