"""What the quantity reader takes from lines and texts, and where it says that it stands."""

from judge_samples import reading

from judges.readers.quantity import QuantityReader
from modalities import Text

READER = QuantityReader()
BOX = ((10.0, 2.0), (90.0, 2.0), (90.0, 14.0), (10.0, 14.0))


def test_readings_keep_where_and_how_surely() -> None:
    line = reading("words", "Cola 6 x 33 cl", 0.87).model_copy(update={"box": BOX, "page": 2})
    (found,) = READER.derive([line])
    assert (found.kind, found.value, found.text) == ("quantity", "6 x 330 ml", "6 x 33 cl")
    assert (found.confidence, found.box, found.page) == (0.87, BOX, 2)
    assert (found.reader, found.version) == ("quantity", READER.version)


def test_details_say_what_was_read() -> None:
    line = "6 x 33 cl, net wt 12 oz (340 g), 1,500 kg"
    pack, weight, unclear = READER.derive([reading("words", line)])
    assert pack.details == {
        "dimension": "volume", "magnitude": 1980.0, "unit": "ml", "unit_size": "330 ml", "pack": 6,
    }  # fmt: skip
    assert (weight.value, weight.details["also"]) == ("12 oz", ["340 g"])
    assert (weight.details["unit"], weight.details["pack"]) == ("g", None)
    assert (unclear.value, unclear.details["or"]) == ("1500 kg", ["1500 g"])


def test_print_cut_by_the_edge_of_the_picture_may_lack_digits() -> None:
    def found(line: str, left: float) -> list[str]:
        box = tuple((left if x == 10 else x, y) for x, y in BOX)
        cut = reading("words", line).model_copy(update={"box": box})
        return [one.value for one in READER.derive([cut])]

    assert found("500 ml", 10) == ["500 ml"]
    assert found("500 ml", 0) == []
    assert found("net 500 ml", 0) == ["500 ml"]


def test_texts_are_read_directly() -> None:
    text = "Oat drink\nIn a carton: 1½ l, per 100 ml 42 kcal.\r\nNow 2\u00d7250 g"
    found = READER.read(Text(text, "hash", "a.txt", page=3))
    assert [one.value for one in found] == ["1500 ml", "2 x 250 g"]
    for one in found:
        assert one.span is not None
        start, end = map(int, one.span)
        assert text[start:end] == one.text
        assert (one.confidence, one.page, one.box) == (1.0, 3, None)


def test_a_text_without_amounts_gives_nothing() -> None:
    assert READER.read(Text("Milk, 1,5% fat. Best before 12/2026.", "hash", "a.txt")) == []
