"""What looks like a model code in printed lines, and what only seems to."""

import numpy as np
import pytest
from drawn import image_of, lines
from hypothesis import given
from hypothesis import strategies as st
from judge_samples import reading
from PIL import Image as Pillow

from judges import ReaderError, Reading
from judges.readers.ctc import Line
from judges.readers.model_code import ModelCodeReader
from judges.readers.ocr import PRINTABLE
from judges.readers.words import WordsReader
from modalities import Text

READER = ModelCodeReader()


def codes(line: str) -> list[str]:
    return [found.value for found in READER.derive([reading("words", line)])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Model: WX-4410B", ["WX-4410B"]),
        ("wx-4410b", ["WX-4410B"]),
        ("Mod.2XR88646", ["2XR88646"]),
        ("No. XRF-1570", ["XRF-1570"]),
        ("ModelLT7919", ["LT7919"]),
        ("TYPE:KT-3300", ["KT-3300"]),
        ("NO-1234A", ["NO-1234A"]),
        ("MODEL9X", ["MODEL9X"]),
        ("TYPE HR7765/10 220-240V 50-60Hz 700W", ["HR7765-10"]),
        ("TP.MS3463S.PB801", ["TP-MS3463S-PB801"]),
        ("(KX_TG6811GB)", ["KX-TG6811GB"]),
        ("WX 4410", ["WX-4410"]),
        ("WX 4410 B", ["WX-4410", "WX-4410-B"]),
        ("WX-4410 B", ["WX-4410", "WX-4410-B"]),
        ("WX-4410  B", ["WX-4410"]),
        ("WX-4410 with lid", ["WX-4410"]),
        ("RTX 4090 Ti", ["RTX-4090", "RTX-4090-TI"]),
        ("CR2032 3V", ["CR2032"]),
        ("Model VQ947|48", ["VQ947-48"]),
        ("Model Q3485 IPX4", ["Q3485"]),
        ("AB1234 and CD5678", ["AB1234", "CD5678"]),
        ("WX-44l0B", ["WX-44L0B"]),
    ],
)
def test_codes(line: str, expected: list[str]) -> None:
    assert codes(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "500ML", "1,5%", "1.5L", "0.5kg", "6x500ml", "4X100G", "2X1.5L", "100-240V", "12V/2A",
        "80G/M2", "1000KCAL", "750 ml", "12:30PM", "12H30", "24HRS", "100TH", "2024-01-31",
        "31JAN2024", "31-JAN-2024", "JAN 2024", "2024-W12", "20240131T1200", "Q4/2024",
        "Q424", "IPX4", "IP65", "IP20C", "1LITER", "0.5 LITRE",
        "7310865004703", "EAN 7310865004703", "LOT 123456", "Milk", "A4", "www.abc123.com",
        "info@abc123.com", "https://x.org/AB1234", "ab1234.com", "", "  ", "---", "B" * 25,
        "AB" + "1" * 30, "Art. 4410 221", "KJUXT",
    ],
)  # fmt: skip
def test_what_is_no_code(line: str) -> None:
    assert codes(line) == []


def test_readings_keep_where_and_how_surely() -> None:
    box = ((1.0, 2.0), (9.0, 2.0), (9.0, 4.0), (1.0, 4.0))
    line = reading("words", "Model wx-4410", 0.87).model_copy(update={"box": box, "page": 2})
    (found,) = READER.derive([line])
    assert (found.kind, found.value, found.text) == ("model_code", "WX-4410", "wx-4410")
    assert (found.confidence, found.box, found.page) == (0.87, box, 2)
    assert (found.reader, found.version) == ("model_code", READER.version)


def test_joined_codes_say_so() -> None:
    alone, joined = READER.derive([reading("words", "WX-4410 B")])
    assert alone.details == {}
    assert joined.details == {"joined": True}


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_lines_give_codes_that_stand_in_them(lines: list[str]) -> None:
    for found in READER.derive([reading("words", line) for line in lines]):
        assert any(found.text in line for line in lines)
        assert any(map(str.isdigit, found.value))
        assert any(map(str.isalpha, found.value))
        assert 4 <= sum(map(str.isalnum, found.value)) <= 24


def placed(degrees: float) -> Pillow.Image:
    """A plate with a code, turned clockwise on a larger ground."""
    plate = lines("KT-3307M", size=40)
    turned = plate.rotate(-degrees, expand=True, fillcolor=(90, 110, 100))
    picture = Pillow.new("RGB", (900, 900), (90, 110, 100))
    picture.paste(turned, (120, 90))
    return picture


def test_large_slanted_print_is_found_in_the_turned_picture() -> None:
    """At full size the detector finds no more than pieces of it."""
    ground = (240, 240, 235)
    plate = lines("NE777-34", size=240).rotate(
        40, Pillow.Resampling.BICUBIC, expand=True, fillcolor=ground
    )
    picture = image_of(plate)
    assert "NE777-34" not in [line.text for line in WordsReader().read(picture)]
    (found,) = READER.read(picture)
    assert (found.value, found.details["looks"]) == ("NE777-34", 2)


@pytest.mark.parametrize("degrees", [20, 140])
def test_what_the_first_search_missed_is_found_in_the_turned_picture(degrees: float) -> None:
    image = image_of(placed(degrees))
    (found,) = READER.reread(image, [])
    (first, *_) = READER.read(image)
    assert found.value == first.value == "KT-3307M"
    assert found.box is not None
    assert first.box is not None
    for side in (np.min, np.max):
        assert side(found.box, axis=0) == pytest.approx(side(first.box, axis=0), abs=15)


@pytest.mark.parametrize("degrees", [0, 20, 90, 140, 180, 200, 270, 320])
def test_any_rotation(degrees: float) -> None:
    found = {code.value: code for code in READER.read(image_of(placed(degrees)))}
    code = found["KT-3307M"]
    assert code.confidence > 0.8
    # A slanted line may be cut a little short, and the two looks then differ.
    assert degrees % 90 or (list(found), code.details["looks"]) == (["KT-3307M"], 2)


def test_the_box_of_a_turned_line_starts_where_it_starts() -> None:
    (found,) = READER.read(image_of(placed(180)))
    assert found.box is not None
    (left, top), (right, _), _, (_, bottom) = found.box
    assert left > right
    assert top > bottom


@pytest.mark.parametrize(("start", "found"), [(65.0, ["KT-3307M"]), (170.0, [])])
def test_a_line_has_room_for_a_code_whatever_was_read_there(
    start: float, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large print that stands on its head is often read as two or three characters."""
    monkeypatch.setattr(WordsReader, "read_turned", lambda _reader, _medium: [])
    image = image_of(lines("KT-3307M", size=30).rotate(180))
    box = ((start, 8.0), (214.0, 8.0), (214.0, 42.0), (start, 42.0))
    line = reading("words", "WL", 0.8).model_copy(update={"box": box})
    assert [code.value for code in READER.reread(image, [line])] == found


def test_looks_that_differ_are_told_apart() -> None:
    """The lines say one thing and the picture another: both are given, neither as seen twice."""
    image = image_of(lines("KT-3307M", size=30))
    (line,) = WordsReader().read(image)
    other = line.model_copy(update={"text": "KT-3301M", "value": "KT-3301M"})
    found = READER.reread(image, [other])
    assert [(code.value, code.details) for code in found] == [
        ("KT-3307M", {"rivals": {}}),
        ("KT-3301M", {}),
    ]


def seen_as(
    text: str, place: int, shares: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have the second look see this text, and these others at a place of it."""
    own = 1 - sum(shares.values())
    sure = tuple(own if at == place else 0.99 for at in range(len(text)))
    others = tuple(shares if at == place else {} for at in range(len(text)))
    line = Line(text, sure, others, (0.0,) * len(text), ((0.0,) * len(PRINTABLE),) * len(text))
    monkeypatch.setattr(WordsReader, "read_lines", lambda _, strips: [line] * len(strips))


def looked_at(text: str) -> list[Reading]:
    """The codes of a line that the first look took for this text."""
    image = image_of(lines("KT-3307", size=30))
    box = ((1.0, 1.0), (150.0, 1.0), (150.0, 30.0), (1.0, 30.0))
    return READER.reread(image, [reading("words", text).model_copy(update={"box": box})])


def test_letters_that_print_tells_badly_have_rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as("KT-3B07", 4, {"8": 0.3, "C": 0.1}, monkeypatch)
    (found,) = looked_at("KT-3B07")
    assert found.details == {"looks": 2, "rivals": {"3": {"8": 0.3}}}
    assert found.confidence == pytest.approx(0.9)


def test_a_letter_that_the_recogniser_took_for_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look says no other thing, as it has not weighed it; but it says no O either."""
    seen_as("KT-3307", 5, {"O": 0.4}, monkeypatch)
    (found,) = looked_at("KT-3307")
    assert found.value == "KT-33O7"
    assert "looks" not in found.details
    assert 0 < found.details["rivals"]["4"]["0"] < 0.5


def test_a_first_look_that_is_not_possible_to_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as("KT-3307", 5, {}, monkeypatch)
    assert [(code.value, code.details.get("looks")) for code in looked_at("KT-33O7")] == [
        ("KT-3307", None),
        ("KT-33O7", None),
    ]


def test_rivals_below_a_thousandth_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as("KT-3B07", 4, {"8": 0.0005}, monkeypatch)
    (found,) = looked_at("KT-3B07")
    assert found.details["rivals"] == {}


def test_a_number_is_a_code_if_it_holds_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as("TYPE 200-639", 7, {"O": 0.4}, monkeypatch)
    (found,) = looked_at("TYPE 200-639")
    assert (found.value, found.text) == ("20O-639", "20O-639")
    assert "looks" not in found.details
    assert 0 < found.details["rivals"]["2"]["0"] < 0.5


def test_a_number_is_none_if_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as("TYPE 200-639", 7, {}, monkeypatch)
    assert looked_at("TYPE 200-639") == []


def test_numbers_are_not_looked_at_where_a_code_was_seen_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = image_of(lines("KT-3307M", "200-639", size=30))
    readings = WordsReader().read(image)
    assert len(readings) == 2
    monkeypatch.setattr(ModelCodeReader, "may_hold", lambda _, line: pytest.fail(f"saw {line}"))
    (found,) = READER.reread(image, readings)
    assert found.details["looks"] == 2


def test_a_code_seen_once_ends_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = [reading("words", "WX-4410")]
    monkeypatch.setattr(WordsReader, "read_turned", lambda *_: turned)
    image = image_of(lines("BUTTER", size=30))
    found = READER.reread(image, [reading("words", "KT-33", 0.5)])
    assert [code.value for code in found] == ["KT-33", "WX-4410"]


def test_lines_without_a_place_are_taken_at_their_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WordsReader, "read_turned", lambda *_: [])
    image = image_of(lines("KT-3307M", size=30))
    found = READER.reread(image, [reading("words", "WX-4410", 0.5)])
    assert [(code.value, code.confidence) for code in found] == [("WX-4410", 0.5)]


def test_nothing_is_looked_at_again_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that were read surely and hold no code cost nothing."""
    asked: list[int] = []
    monkeypatch.setattr(
        WordsReader, "read_lines", lambda _, strips: asked.append(len(strips)) or []
    )
    image = image_of(lines("Made in Sweden", size=30))
    assert READER.reread(image, WordsReader().read(image)) == []
    assert sum(asked) == 0


def test_a_page_full_of_codes_is_bounded() -> None:
    image = image_of(Pillow.fromarray(np.full((60, 60, 3), 255, np.uint8)))
    box = ((1.0, 1.0), (50.0, 1.0), (50.0, 9.0), (1.0, 9.0))
    many = [
        reading("words", f"AB-{number}").model_copy(update={"box": box})
        for number in range(1000, 1090)
    ]
    assert {code.value for code in READER.reread(image, many)} >= {"AB-1000", "AB-1089"}


def test_texts_are_refused() -> None:
    with pytest.raises(ReaderError, match="note: found text"):
        READER.reread(Text("WX-4410", "hash", "note"), [])
