"""Labelled values of a page: in the line, right of the label, below it."""

from drawn import image_of, lines
from judge_samples import reading

from judges import Reading
from judges.documents.field_reader import FieldReader
from modalities import Text

READER = FieldReader()


def line(text: str, x: float, y: float, medium: str = "m") -> Reading:
    right, bottom = x + 10.0 * len(text), y + 20.0
    box = ((x, y), (right, y), (right, bottom), (x, bottom))
    return reading("words", text, 0.95, medium=medium).model_copy(update={"box": box, "page": 1})


def found(*printed: Reading) -> list[tuple[str, str, str]]:
    return [
        (each.details["label"], each.value, each.details["place"])
        for each in READER.derive(printed)
    ]


def test_right_of_the_label() -> None:
    assert found(line("Total", 0, 0), line("12.50 EUR", 400, 4)) == [
        ("total", "12.50 EUR", "right")
    ]


def test_the_nearest_label_in_the_row_counts() -> None:
    page = [line("Net", 0, 0), line("10.00", 100, 0), line("Total", 300, 0), line("12.50", 400, 0)]
    assert found(*page) == [("net", "10.00", "right"), ("total", "12.50", "right")]


def test_below_the_label() -> None:
    page = [line("Invoice no", 0, 0), line("Date", 200, 0)]
    page += [line("4711", 0, 30), line("1 May 2021", 200, 30)]
    assert found(*page) == [("invoice no", "4711", "below"), ("date", "1 May 2021", "below")]


def test_a_column_or_row_of_values_gives_them_all() -> None:
    """Which of them is meant cannot be known, so a judge must see all."""
    column = [line("Total", 0, 0), line("5.00", 0, 30), line("7.00", 0, 60)]
    assert [value for _, value, _ in found(*column)] == ["5.00", "7.00"]
    row = [line("Total", 0, 0), line("3", 200, 0), line("125.00", 400, 0)]
    assert [value for _, value, _ in found(*row)] == ["3", "125.00"]
    mixed = [line("Total 3", 0, 0), line("125.00", 400, 0)]
    assert [value for _, value, _ in found(*mixed)] == ["3", "125.00"]


def test_far_below_is_another_thing() -> None:
    assert found(line("Total", 0, 0), line("12.50", 0, 200)) == []


def test_words_are_values_only_after_a_colon() -> None:
    assert found(line("Name:", 0, 0), line("Ada Byron", 200, 0)) == [("name", "Ada Byron", "right")]
    assert found(line("Name", 0, 0), line("Ada Byron", 200, 0)) == []


def test_pictures_are_kept_apart() -> None:
    assert found(line("Total", 0, 0, "one"), line("12.50", 400, 0, "two")) == []


def test_place_and_confidence_are_those_of_the_value() -> None:
    value = line("12.50", 400, 0)
    (one,) = READER.derive([line("Total", 0, 0), value])
    assert (one.box, one.confidence, one.page) == (value.box, 0.95, 1)


def test_texts() -> None:
    text = "Invoice no. 4711\nTotal:\n  12.50 EUR\nDate\n1 May 2021\n"
    read = READER.read(Text(text, "hash", "page", 2))
    assert [(each.details["label"], each.value) for each in read] == [
        ("invoice no", "4711"),
        ("total", "12.50 EUR"),
    ]
    for each in read:
        assert each.span is not None
        assert text[int(each.span[0]) : int(each.span[1])] == each.value
        assert (each.page, each.confidence) == (2, 1.0)


def test_pictures_are_read() -> None:
    read = READER.read(image_of(lines("Invoice no: 4711", "Total: 12.50 EUR")))
    assert {(each.details["label"], each.value) for each in read} == {
        ("invoice no", "4711"),
        ("total", "12.50 EUR"),
    }


def test_a_crowded_page_is_bounded() -> None:
    crowded = [line("Total 1.00", 0, 0) for _ in range(2500)]
    assert len(READER.derive(crowded)) <= 2000
