"""What the printed judge confirms, rejects and leaves open."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from printed_packs import TEAS, catalogue_pictures, line, pack

from judges import (
    Candidate,
    FactError,
    JudgeConfigError,
    Labels,
    Outcome,
    Query,
    Reading,
    Verdict,
    Vocabulary,
    build_judge,
)

FRONTS: Mapping[str, Sequence[str]] = {
    "mint": ("Quillon", "PEPPERMINT", "LOOSE LEAF"),
    "ginger": ("Quillon", "ginger", "LOOSE LEAF"),
    "ginger-lemon": ("Quillon", "ginger & lemon", "LOOSE LEAF"),
    "decaf": ("Quillon", "STRONG", "BLACK", "DECAF"),
    "candy": ("Harrow Mill", "PEPPERMINT", "CANDY"),
    "syrup-low": ("Harrow Mill", "SYRUP", "1,5%"),
}
"""What stands on the packs that can be told from all others."""


def judged(
    readings: Sequence[Reading],
    records: Mapping[str, Mapping[str, Any]] = TEAS,
    pictures: Mapping[str, Sequence[Reading]] | None = None,
    **options: Any,
) -> dict[str, Verdict]:
    settings = {"use": "printed", "brand": "brand", "words": "printed", **options}
    judge = build_judge("label", settings, Vocabulary())
    query = Query(
        catalogue=FakeCatalogue(records, readings=pictures),
        read=lambda kind: readings if kind == "words" else (),
    )
    verdicts = judge.judge(query, [Candidate(name, record) for name, record in records.items()])
    return dict(zip(records, verdicts, strict=True))


def confirmed(readings: Sequence[Reading], *args: Any, **options: Any) -> set[str]:
    verdicts = judged(readings, *args, **options)
    return {name for name, verdict in verdicts.items() if verdict.outcome is Outcome.CONFIRM}


class TestConfirms:
    @pytest.mark.parametrize("name", FRONTS)
    def test_the_item_whose_front_it_is(self, name: str) -> None:
        assert confirmed(pack(*FRONTS[name])) == {name}

    def test_with_the_readings_that_prove_it(self) -> None:
        readings = pack(*FRONTS["mint"])
        verdict = judged(readings)["mint"]
        assert verdict.reason == "printed_words_match"
        shown = [one.reading for one in verdict.evidence if one.reading is not None]
        assert {reading.text for reading in shown} == set(FRONTS["mint"])
        assert all(reading in readings for reading in shown)

    def test_facings_side_by_side(self) -> None:
        left, right = pack(*FRONTS["mint"], x=150), pack(*FRONTS["mint"], x=450)
        assert confirmed([*left, *right]) == {"mint"}

    def test_words_broken_over_two_lines(self) -> None:
        assert confirmed(pack("Quillon", "PEPPER-", "MINT", "LOOSE", "LEAF")) == {"mint"}

    def test_words_run_together(self) -> None:
        assert confirmed(pack("Quillon", "ginger&lemon", "LOOSELEAF")) == {"ginger-lemon"}

    def test_words_without_their_diacritics(self) -> None:
        records = {
            "pear": {"brand": "Frö", "printed": ["PÄRON", "LÄSK"]},
            "plum": {"brand": "Frö", "printed": ["PLOMMON", "LÄSK"]},
        }
        assert confirmed(pack("FRO", "PARON", "LASK"), records) == {"pear"}

    def test_a_cut_off_word(self) -> None:
        assert confirmed(pack("Quillon", "EPPERMINT", "LOOSE LEAF")) == {"mint"}

    def test_without_brands_where_none_is_asked_for(self) -> None:
        assert confirmed(pack("PEPPERMINT", "LOOSE LEAF"), brand=None) == {"mint"}

    def test_a_tilted_pack(self) -> None:
        def tilt(reading: Reading) -> Reading:
            assert reading.box is not None
            box = tuple((x - 0.2 * (y - 300), y + 0.2 * (x - 300)) for x, y in reading.box)
            return reading.model_copy(update={"box": box})

        assert confirmed([tilt(reading) for reading in pack(*FRONTS["mint"])]) == {"mint"}


class TestAbstains:
    def test_where_nothing_was_read(self) -> None:
        assert {verdict.reason for verdict in judged([]).values()} == {"no_words"}

    def test_where_a_record_has_no_words(self) -> None:
        records = {**TEAS, "bare": {"brand": "Quillon"}, "unbranded": {"printed": ["PEPPERMINT"]}}
        verdicts = judged(pack(*FRONTS["mint"]), records)
        assert verdicts["bare"].reason == verdicts["unbranded"].reason == "no_printed_words"

    def test_where_the_brand_is_not_read(self) -> None:
        verdicts = judged(pack("PEPPERMINT", "LOOSE LEAF"))
        assert verdicts["mint"].reason == "brand_not_read"

    def test_where_only_the_brand_is_read(self) -> None:
        assert confirmed(pack("Quillon")) == set()

    def test_where_no_telling_word_is_read(self) -> None:
        verdicts = judged(pack("Quillon", "LOOSE LEAF"))
        assert verdicts["mint"].reason == "words_not_read"
        assert confirmed(pack("Quillon", "LOOSE LEAF")) == set()

    def test_between_items_whose_fronts_are_the_same(self) -> None:
        verdicts = judged(pack("Quillon", "ROSEHIP", "INFUSION"))
        for name, twin in (("rosehip", "rosehip-twin"), ("rosehip-twin", "rosehip")):
            assert verdicts[name].outcome is Outcome.ABSTAIN
            assert verdicts[name].reason == "indistinguishable"
            assert verdicts[name].evidence[0].value == twin

    def test_where_a_sibling_may_carry_an_unread_word_more(self) -> None:
        verdict = judged(pack("Quillon", "STRONG", "BLACK"))["black"]
        assert verdict.reason == "subset_unproven"
        assert verdict.evidence[0].value == "decaf"

    def test_where_the_further_word_lies_beyond_the_picture(self) -> None:
        verdicts = judged(pack("Quillon", "ginger", "LOOSE LEAF", x=545))
        assert verdicts["ginger"].reason == "subset_unproven"

    def test_where_something_unread_stands_beside_the_word(self) -> None:
        readings = pack("Quillon", "ginger", "LOOSE LEAF")
        assert confirmed(readings) == {"ginger"}
        blot = line("fcmcn", x=400, y=236, confidence=0.4)
        assert judged([*readings, blot])["ginger"].reason == "subset_unproven"

    def test_where_the_word_beside_it_is_hardly_read(self) -> None:
        readings = pack("Quillon", "ginger", "LOOSE LEAF")
        readings[1] = line("ginger", y=236, confidence=0.7)
        assert judged(readings)["ginger"].reason == "subset_unproven"

    def test_where_another_brand_stands_on_the_pack(self) -> None:
        verdicts = judged(pack("Harrow Mill", "Quillon", "PEPPERMINT", "CANDY"))
        assert verdicts["candy"].reason == "other_brand_present"

    def test_on_numbers_that_differ_in_a_digit(self) -> None:
        assert confirmed(pack("Harrow Mill", "SYRUP", "1,8%")) == set()

    def test_where_a_decimal_point_may_have_been_lost(self) -> None:
        verdicts = judged(pack("Harrow Mill", "SYRUP", "15%"))
        assert {verdicts[name].outcome for name in ("syrup-low", "syrup-high")} == {Outcome.ABSTAIN}

    def test_on_a_word_surely_read_that_differs_in_two_letters(self) -> None:
        assert confirmed(pack("Quillon", "PEPPERWIND", "LOOSE LEAF")) == set()

    def test_without_a_catalogue(self) -> None:
        judge = build_judge("label", {"use": "printed"}, Vocabulary())
        query = Query(read=lambda _: pack(*FRONTS["mint"]))
        (verdict,) = judge.judge(query, [Candidate("mint", TEAS["mint"])])
        assert verdict.outcome is Outcome.ABSTAIN


class TestNeighbours:
    def test_do_not_confirm(self) -> None:
        """Brand and words stand in the picture, but on different packs."""
        front = pack("Quillon", "LOOSE LEAF")
        neighbour = pack("Harrow Mill", "PEPPERMINT", "CANDY", x=80, height=12)
        assert confirmed([*front, *neighbour]) == set()

    def test_do_not_get_in_the_way(self) -> None:
        neighbour = pack("Harrow Mill", "PEPPERMINT", "CANDY", x=80, height=12)
        assert confirmed([*pack(*FRONTS["ginger-lemon"]), *neighbour]) == {"ginger-lemon"}

    def test_lend_no_word_to_the_pack_in_front(self) -> None:
        """The pack in front shows a brand; what tells its item apart is on a pack of another."""
        front = pack("Quillon", "STRONG", "BLACK")
        neighbour = pack("DECAF", x=90, y=260)
        assert "decaf" not in confirmed([*front, *neighbour])


class TestRejects:
    def test_the_sibling_of_what_is_read(self) -> None:
        verdict = judged(pack(*FRONTS["mint"]))["ginger"]
        assert verdict.outcome is Outcome.REJECT
        assert verdict.reason == "other_product"
        assert "PEPPERMINT" in [one.value for one in verdict.evidence]

    def test_not_where_the_word_is_read_badly(self) -> None:
        readings = pack("Quillon", "PEFPERMIMT", "LOOSE LEAF", confidence=0.6)
        assert judged(readings)["ginger"].outcome is Outcome.ABSTAIN

    def test_not_where_its_own_words_stand_there_too(self) -> None:
        verdict = judged(pack("Quillon", "PEPPERMINT", "ginger", "LOOSE LEAF"))["mint"]
        assert verdict.outcome is Outcome.ABSTAIN
        assert verdict.reason == "sibling_words_present"


class TestSeveralPictures:
    def test_one_that_shows_the_item_is_enough(self) -> None:
        back = pack("Ingredients", "water", picture="back")
        assert confirmed([*pack(*FRONTS["mint"]), *back]) == {"mint"}

    def test_words_are_not_gathered_over_pictures(self) -> None:
        brand = pack("Quillon", picture="one")
        words = pack("PEPPERMINT", "LOOSE LEAF", picture="two")
        assert confirmed([*brand, *words]) == set()

    def test_one_that_shows_a_sibling_speaks_against_it(self) -> None:
        both = [*pack(*FRONTS["mint"]), *pack(*FRONTS["ginger-lemon"], picture="other")]
        assert confirmed(both) == set()


class TestMarks:
    PICTURES = catalogue_pictures(
        {
            "mint": ("QVLLN", "blended by hand", "PEPPERMINT", "LOOSE LEAF"),
            "ginger": ("QVLLN", "blended by hand", "ginger", "LOOSE LEAF"),
            "candy": ("HARROW MILL", "boiled slowly", "PEPPERMINT", "CANDY"),
        }
    )

    def test_stand_for_a_brand_that_no_reader_makes_out(self) -> None:
        readings = pack("blended by hand", "PEPPERMINT", "LOOSE LEAF")
        assert confirmed(readings) == set()
        assert confirmed(readings, TEAS, self.PICTURES) == {"mint"}

    def test_are_not_used_where_switched_off(self) -> None:
        readings = pack("blended by hand", "PEPPERMINT", "LOOSE LEAF")
        assert confirmed(readings, TEAS, self.PICTURES, marks=False) == set()

    def test_need_two_items(self) -> None:
        readings = pack("boiled slowly", "PEPPERMINT", "CANDY")
        assert confirmed(readings, TEAS, self.PICTURES) == set()

    def test_are_no_lines_that_other_brands_carry(self) -> None:
        candy = pack("blended by hand", "PEPPERMINT", "CANDY", picture="catalogue candy")
        readings = pack("blended by hand", "PEPPERMINT", "LOOSE LEAF")
        assert confirmed(readings, TEAS, {**self.PICTURES, "candy": candy}) == set()

    def test_are_read_at_ingest_only_where_used(self) -> None:
        def asks(**options: Any) -> frozenset[str]:
            return build_judge("l", {"use": "printed", **options}, Vocabulary()).catalogue_readers

        assert asks(brand="brand") == {"words"}
        assert asks(brand="brand", marks=False) == asks() == frozenset()


class TestOptions:
    def test_least_share_guards_against_siblings_that_nobody_entered(self) -> None:
        """Without the ginger tea, nothing in the catalogue makes its lemon sibling show lemon."""
        records = {name: TEAS[name] for name in ("mint", "ginger-lemon")}
        front = pack("Quillon", "ginger", "LOOSE LEAF")
        lemon = {"printed": ["LOOSE LEAF", "ginger", "with a long twist of lemon"]}
        records["ginger-lemon"] = {**records["ginger-lemon"], **lemon}
        assert confirmed(front, records) == set()
        assert confirmed(front, records, least_share=0.3) == {"ginger-lemon"}

    def test_corroborate_one_settles_for_a_single_word(self) -> None:
        readings = pack("Quillon", "PEPPERMINT", "LOOSE LEAF")
        readings[1] = line("PEPPERMINT", y=236, confidence=0.92)
        records = {
            "mint": {"brand": "Quillon", "printed": ["PEPPERMINT", "SOOTHING", "LOOSE LEAF"]},
            "ginger": {"brand": "Quillon", "printed": ["GINGER", "LOOSE LEAF"]},
        }
        assert judged(readings, records)["mint"].reason == "words_not_read"
        assert confirmed(readings, records, corroborate=1) == {"mint"}

    @pytest.mark.parametrize(
        ("options", "error", "parts"),
        [
            ({"words": "wrds"}, FactError, ["judges.label.words", "wrds"]),
            ({"brand": "bramd"}, FactError, ["judges.label.brand", "bramd"]),
            ({"words": "name"}, JudgeConfigError, ["judges.label.words", "list(string)"]),
            ({"brand": "regions"}, JudgeConfigError, ["judges.label.brand", "string"]),
            ({"corroborate": 0}, JudgeConfigError, ["judges.label.corroborate"]),
        ],
    )
    def test_wrong_ones_are_named(
        self, options: dict[str, Any], error: type[Exception], parts: list[str]
    ) -> None:
        with pytest.raises(error) as raised:
            build_judge("label", {"use": "printed", **options}, Vocabulary())
        assert all(part in str(raised.value) for part in parts)


class TestCatalogue:
    def test_items_out_of_sight_do_not_count(self) -> None:
        records = {name: TEAS[name] for name in ("black", "decaf")}
        judge = build_judge("label", {"use": "printed", "brand": "brand"}, Vocabulary())
        hidden = FakeCatalogue(records, {"decaf": Labels("another tenant")})
        readings = pack("Quillon", "STRONG", "BLACK")
        for catalogue, outcome in (
            (FakeCatalogue(records), Outcome.ABSTAIN),
            (hidden, Outcome.CONFIRM),
            (FakeCatalogue(records), Outcome.ABSTAIN),
        ):
            query = Query(catalogue=catalogue, read=lambda _: readings)
            (verdict,) = judge.judge(query, [Candidate("black", records["black"])])
            assert verdict.outcome is outcome

    def test_is_worked_out_once_per_revision(self) -> None:
        catalogue = FakeCatalogue(TEAS)
        judge = build_judge("label", {"use": "printed", "brand": "brand"}, Vocabulary())
        query = Query(catalogue=catalogue, read=lambda _: pack(*FRONTS["mint"]))
        for _ in range(3):
            judge.judge(query, [Candidate("mint", TEAS["mint"])])
        assert catalogue.calls.count("facts") == 1

    def test_facts_of_a_wrong_type_confirm_nothing(self) -> None:
        records = {"text": {"brand": "Quillon", "printed": "PEPPERMINT"},
                   "number": {"brand": 3, "printed": [4, None]}}  # fmt: skip
        assert confirmed(pack("Quillon", "PEPPERMINT"), records) == set()


names = st.sampled_from(sorted(FRONTS))


@settings(max_examples=60)
@given(name=names, kept=st.sets(st.integers(0, 3)))
def test_reading_less_confirms_no_other_item(name: str, kept: set[int]) -> None:
    readings = pack(*FRONTS[name])
    part = [reading for row, reading in enumerate(readings) if row in kept]
    # A front without the word that it has more than a sibling is that sibling's front.
    without_decaf = name == "decaf" and 3 not in kept
    assert confirmed(part) <= ({"black"} if without_decaf else {name})


@settings(max_examples=60)
@given(
    name=names,
    other=st.sampled_from(sorted(set(TEAS) - {"syrup-high"})),
    confidence=st.floats(0.5, 1),
)  # 15% may be 1,5% with its separator lost
def test_a_word_of_a_sibling_on_the_pack_never_confirms(
    name: str, other: str, confidence: float
) -> None:
    """It rules the item out; only an item that carries it as well may be confirmed instead."""
    printed = {word for string in TEAS[name]["printed"] for word in string.split()}
    added = {word for string in TEAS[other]["printed"] for word in string.split()} - printed - {"&"}
    assume(TEAS[other]["brand"] == TEAS[name]["brand"])
    for word in added:
        below = line(word, y=200 + 36 * len(FRONTS[name]), confidence=confidence)
        after = confirmed([*pack(*FRONTS[name]), below])
        assert name not in after
        assert all(word in " ".join(TEAS[found]["printed"]) for found in after)


@settings(max_examples=60)
@given(
    texts=st.lists(
        st.sampled_from(["Quillon", "ROSEHIP", "INFUSION", "LOOSE LEAF", "BLACK", "x", "15%"]),
        min_size=1, max_size=6,
    ),
    height=st.floats(8, 60),
)  # fmt: skip
def test_twins_are_never_confirmed(texts: list[str], height: float) -> None:
    assert confirmed(pack(*texts, height=height)).isdisjoint({"rosehip", "rosehip-twin"})
