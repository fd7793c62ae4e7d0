"""Which names are confirmed where one was said, and what keeps one open."""

from collections.abc import Mapping
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given
from hypothesis import strategies as st
from said import named, spoken

from judges import Candidate, JudgeConfigError, JudgeError, Query, Reading, Vocabulary, build_judge
from judges.speech.name_words import are_near, sound_of, without_phrases, words_of

CATALOGUE = ("Aurora kettle", "Aurora kettle Plus", "Silver toaster", "Harbor lamp 2")


def asked(*readings: Reading, names: tuple[Any, ...] = CATALOGUE, **claims: str) -> Query:
    records = {str(at): {"name": name, "model_code": f"AB-{at}00"} for at, name in enumerate(names)}
    return Query(
        claims=claims,
        catalogue=FakeCatalogue(records),
        read=lambda kind: [each for each in readings if each.kind == kind],
    )


def verdict(query: Query, name: Any, code: str = "AB-000") -> tuple[str, str]:
    judge = build_judge("said", {"use": "spoken_code", "names": "name"}, Vocabulary())
    found = judge.judge(query, [Candidate("x", {"name": name, "model_code": code})])[0]
    return found.outcome.value, found.reason


@pytest.mark.parametrize(
    "wording",
    ["silver toaster", "the silver toaster please", "i'm looking for the silver toaster"],
)
def test_a_name_said_surely_is_confirmed(wording: str) -> None:
    query = asked(named({wording: 0.8, "silver toast": 0.2}))
    assert verdict(query, "Silver Toaster") == ("confirm", "name_heard")
    assert verdict(query, "Harbor lamp 2")[0] != "confirm"


@pytest.mark.parametrize(
    "wording",
    ["silver", "silver toast", "silver toaster pro", "my old silver toaster", "sliver toaster"],
)
def test_another_name_never_is(wording: str) -> None:
    query = asked(named({wording: 1.0}), names=("Silver toaster",))
    assert verdict(query, "Silver toaster") == ("abstain", "name_not_heard")


@pytest.mark.parametrize(
    ("slow", "expected"),
    [
        ({"silver toaster": 0.69}, "name_uncertain"),
        ({"silver toast": 1.0}, "name_not_heard"),
        ({"silver toaster": 0.9, "aurora kettle": 0.1}, "sibling_confusable"),
    ],
)
def test_both_paces_must_say_it(slow: Mapping[str, float], expected: str) -> None:
    query = asked(named({"silver toaster": 1.0}, slow))
    assert verdict(query, "Silver toaster") == ("abstain", expected)


def test_a_sibling_stays_possible_unless_the_name_was_heard_clearly() -> None:
    assert verdict(asked(named({"aurora kettle": 0.89})), "Aurora kettle") == (
        "abstain",
        "sibling_confusable",
    )
    query = asked(named({"aurora kettle": 0.95}))
    assert verdict(query, "Aurora kettle") == ("confirm", "name_heard")
    assert verdict(query, "Aurora kettle Plus") == ("abstain", "name_not_heard")
    assert verdict(query, "Silver toaster") == ("reject", "name_differs")


def test_names_that_sound_alike_are_never_told_apart() -> None:
    query = asked(named({"bear clock": 1.0}), names=("Bear clock", "Bare clock"))
    assert verdict(query, "Bear clock") == ("abstain", "sibling_confusable")
    assert verdict(query, "Bare clock")[0] != "confirm"


def test_a_name_that_two_items_have_names_neither() -> None:
    query = asked(named({"silver toaster": 1.0}), names=("Silver toaster", "silver  TOASTER"))
    assert verdict(query, "Silver toaster") == ("abstain", "several_items")


def test_recordings_that_say_different_names_confirm_neither() -> None:
    query = asked(named({"silver toaster": 1.0}), named({"harbor lamp 2": 1.0}))
    assert verdict(query, "Silver toaster") == ("abstain", "several_names")


def test_a_code_that_was_said_counts_and_a_name_does_not() -> None:
    query = asked(spoken("AB100"), named({"silver toaster": 1.0}))
    assert verdict(query, "Silver toaster", "AB-200") == ("reject", "code_differs")
    assert verdict(query, "Aurora kettle Plus", "AB-100") == ("confirm", "code_heard")
    claimed = asked(named({"silver toaster": 1.0}), model_code="AB-100")
    assert verdict(claimed, "Silver toaster", "AB-200")[0] == "reject"


def test_nothing_to_compare() -> None:
    assert verdict(asked(), "Silver toaster") == ("abstain", "no_spoken_code")
    query = asked(named({"silver toaster": 1.0}))
    assert verdict(query, None) == ("abstain", "record_has_no_name")
    assert verdict(query, "--") == ("abstain", "record_has_no_name")
    assert verdict(query, 7) == ("abstain", "fact_type")
    bare = named({"silver toaster": 1.0}).model_copy(update={"details": {}})
    assert verdict(asked(bare), "Silver toaster") == ("abstain", "name_not_heard")
    with pytest.raises(JudgeError, match="no catalogue"):
        verdict(Query(read=lambda kind: [bare] if kind == bare.kind else []), "Silver toaster")


def test_the_field_must_be_declared_as_text() -> None:
    for field, message in (("nmae", "nmae"), ("stock", "expected string")):
        with pytest.raises(Exception, match=message):
            build_judge("said", {"use": "spoken_code", "names": field}, Vocabulary())
    with pytest.raises(JudgeConfigError, match=r"judges.said.names"):
        build_judge("said", {"use": "spoken_code", "names": "stock"}, Vocabulary())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Caf\u00e9 Two!", ("the", "cafe", "2")),
        ("Harbor-Lamp 3", ("harbor", "lamp", "3")),
        ("I\u2019m", ("i'm",)),
        ("...", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=40))
def test_words_are_settled_and_sounds_are_of_letters_and_digits(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(said for said in without_phrases(words))


def test_what_sounds_alike() -> None:
    assert sound_of(("bear",)) == sound_of(("bare",)) == sound_of(("pear",))
    assert sound_of(("phone",)) == sound_of(("fone",))
    assert are_near(("aurora", "kettle"), ("aurora", "kettle", "plus"))
    assert are_near(("fox", "grinder"), ("box", "grinder"))
    assert not are_near(("silver", "toaster"), ("harbor", "lamp"))
