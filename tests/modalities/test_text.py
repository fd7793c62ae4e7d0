import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modalities import (
    EmptyMediumError,
    LimitError,
    Limits,
    MediumError,
    Source,
    TextLoader,
    UnreadableError,
)


def load(data: bytes | str, limits: Limits | None = None) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return TextLoader(limits or Limits()).load(Source("given", data=raw)).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_decodes_what_it_says(encoding: str) -> None:
    assert load("Smör 500 g, 漢字, 🥛".encode(encoding)) == "Smör 500 g, 漢字, 🥛"


def test_decodes_big_endian_utf16_by_its_mark() -> None:
    assert load(b"\xfe\xff" + "Müsli".encode("utf-16-be")) == "Müsli"


def test_becomes_normal_form_c() -> None:
    assert load("Cre\u0300me") == "Crème"


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\fd", "a\nb\nc\nd"),
        ("AC" + "\x07ME and a line that is long enough", "ACME and a line that is long enough"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_controls_are_stripped_and_lines_kept(given_text: str, expected: str) -> None:
    assert load(given_text) == expected


@pytest.mark.parametrize("blank", ["", " ", "\n\t\r\n", "\u00a0\u2003", "\ufeff"])
def test_white_space_is_no_text(blank: str) -> None:
    with pytest.raises(EmptyMediumError, match="given"):
        load(blank)


@pytest.mark.parametrize(
    ("junk", "reason"),
    [
        (b"text\0with nul", "control characters"),
        (b"one nul in a long text is enough\0" + b"a" * 1000, "control characters"),
        (b"\x01\x02\x03\x04abc", "control characters"),
        ("Smör".encode("latin-1") + b" och br\xf6d", "no utf-8 at byte 2"),
        (b"\x89PNG\r\n\x1a\n\0\0", "found PNG"),
        (b"\xff\xfe\x00\xd8", "no utf-16"),
    ],
)
def test_binary_data_and_other_encodings_are_refused(junk: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=f"given.*{reason}"):
        load(junk)


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(UnreadableError, match="no utf-8 at byte 3"):
        TextLoader().load(Source.text("abc\ud800"))


def test_a_run_of_combining_marks_is_refused_before_it_is_normalised() -> None:
    with pytest.raises(UnreadableError, match="combining marks in a row"):
        load("\u0301\u0323" * 20_000)


def test_character_limit_counts_characters_and_not_bytes() -> None:
    limits = Limits(characters=3)
    assert load("äöü", limits) == "äöü"
    assert load("\ufeff🥛🥛🥛", limits) == "🥛🥛🥛"
    for longer in ("abcd", "a" * 1000):
        with pytest.raises(LimitError, match="given"):
            load(longer, limits)


def test_the_limit_holds_after_normalisation() -> None:
    # U+1D160 is one character whose normal form C has three.
    with pytest.raises(LimitError, match="3 characters in normal form"):
        load("\U0001d160", Limits(characters=2))


@given(text=st.text(max_size=60))
def test_any_text_is_refused_or_in_its_final_form(text: str) -> None:
    try:
        loaded = load(text.encode("utf-8", errors="surrogatepass"))
    except MediumError:
        return
    assert unicodedata.is_normalized("NFC", loaded)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in loaded)
    assert load(loaded) == loaded.removeprefix("\ufeff")
