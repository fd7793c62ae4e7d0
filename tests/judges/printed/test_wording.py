"""How words are compared, given how optical readers misread them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.printed.wording import Lexicon, could_be, fit, fold, is_number, same_number, tokens


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tokens_of_any_text_are_words_or_numbers(text: str) -> None:
    for token in tokens(text):
        assert token
        assert " " not in token
        assert is_number(token) in (True, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [("PÄRON", "paron"), ("Smörgås", "SMORGAS"), ("STRASSE", "Straße"), ("Łódź", "lodz")],
)
def test_case_and_diacritics_do_not_matter(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


def test_characters_that_look_alike_are_one() -> None:
    assert tokens("SILVER") == tokens("5ILVER") == tokens("S1LVER") == tokens("SlLVER")


def test_numbers_keep_every_digit() -> None:
    assert tokens("1,5 % FAT 10") == ("1.5%", "fat", "10")
    assert tokens("0.5%FAT") == ("0.5%", "fat")
    assert tokens("15") != tokens("l5")


@pytest.mark.parametrize(
    ("read", "printed", "same"),
    [
        ("1.5%", "1.5%", True),
        ("15%", "1.5%", True),  # the separator was lost, the sign vouches
        ("1.5", "1.5%", True),  # the sign was cut off, the separator vouches
        ("15", "1.5%", False),
        ("1.5%", "15%", False),
        ("1.6%", "1.5%", False),
        ("10", "10", True),
    ],
)
def test_numbers_are_compared_digit_by_digit(read: str, printed: str, same: bool) -> None:
    assert same_number(read, printed) is same


class TestFit:
    @pytest.mark.parametrize(
        ("text", "form", "confidence", "fits"),
        [
            ("cinnamon", "cinnamon", 0.5, True),
            ("cinnamom", "cinnamon", 0.99, True),
            ("cimmamon", "cinnamon", 0.99, False),
            ("cimmamon", "cinnamon", 0.7, True),
            ("cat", "car", 0.5, False),
            ("1.5%", "cinnamon", 0.5, False),
        ],
    )
    def test_allows_few_slips(self, text: str, form: str, confidence: float, *, fits: bool) -> None:
        assert (fit(text, form, confidence) is not None) is fits

    @pytest.mark.parametrize(
        ("text", "fits"),
        [("cinnam", True), ("namon", True), ("innamo", False), ("nnam", False), ("mon", False)],
    )
    def test_takes_a_beginning_or_an_end(self, text: str, *, fits: bool) -> None:
        found = fit(text, "cinnamon", 0.99)
        assert (found is not None) is fits
        if found is not None:
            assert not found.whole


class TestLexicon:
    WORDS = Lexicon.of([("berry",), ("blueberry",), ("wild", "berry"), ("red",), ("2.5%",)])

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("berry", ("berry",)),
            ("blueberry", ("blueberry",)),
            ("blueherry", ("blueberry",)),
            ("ueberry", ("blueberry",)),
            ("wildberry", ("wild", "berry")),
            ("2.5%", ("2.5%",)),
        ],
    )
    def test_the_best_explanation_wins(self, text: str, words: tuple[str, ...]) -> None:
        found = self.WORDS.best(text, 0.99)
        assert found is not None
        assert self.WORDS.forms[found.form] == words

    @pytest.mark.parametrize("text", ["table", "re", "2.6%", "25"])
    def test_what_nothing_explains_is_left(self, text: str) -> None:
        assert self.WORDS.best(text, 0.99) is None

    def test_a_whole_word_may_be_the_rest_of_a_longer_one(self) -> None:
        assert {"berry", "blueberry", "wildberry"} <= self.WORDS.plausible("berry", 0.99)
        assert "berry" not in self.WORDS.plausible("blueberry", 0.99)

    @given(
        text=st.text("abcde", min_size=1, max_size=12),
        confidence=st.sampled_from([0.5, 0.99]),
        words=st.lists(st.text("abcde", min_size=1, max_size=12), min_size=1, max_size=6),
    )
    def test_looking_near_misses_nothing(
        self, text: str, confidence: float, words: list[str]
    ) -> None:
        lexicon = Lexicon.of([(word,) for word in words])
        by_hand = {word for word in words if could_be(text, word, confidence)}
        assert lexicon.plausible(text, confidence) == by_hand
        fits = [found for word in words if (found := fit(text, word, confidence))]
        best = lexicon.best(text, confidence)
        assert (best.cost if best else None) == min((f.cost for f in fits), default=None)
