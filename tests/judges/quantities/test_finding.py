"""What packs print, what it states, and what only looks like an amount."""

import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.quantities import Quantity, Role, agree, canonical, find, parse
from judges.quantities.quantity import FLAT, same
from judges.quantities.units import UNITS, Dimension


def amounts(line: str) -> list[str]:
    return [
        str(canonical(statement.quantities[0]))
        for statement in find(line)
        if statement.role is Role.AMOUNT
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 LITER", "1 l"), ("1000 g", "1 kg"), ("3 DL", "300 ml"), ("33cl", "330 ml"),
        ("30 mg", "30 mg"), ("300 mg", "300 mg"), ("250 µg", "250 ug"), ("3-inch", "3 in"),
        ('15.6"', "15.6 in"), ('a pen that is 10 " long', "10 in"), ("776-fots", "776 ft"),
        ("sextio kilometer", "60000 m"),
        ("12 Kubikmeter Beton", "12000 l"), ("5 millimètres", "5 mm"), ("4 pieds cubes", "4 cuft"),
        ("10 galones", "10 gallon"), ("40 centímetros", "40 cm"),
        ("deux millions de litres", "2000000 l"),
        ("1,5 l", "1500 ml"), ("0.75L", "750 ml"), ("1 000 g", "1 kg"), ("1'000 g", "1 kg"),
        ("1.234,5 g", "1234500 mg"), ("1/2 l", "500 ml"), ("½ l", "500 ml"), ("1½ l", "1500 ml"),
        ("1 1/2 litres", "1500 ml"), ("two litres", "2 l"), ("half a litre", "500 ml"),
        ("en halv liter", "500 ml"), ("un demi-litre", "500 ml"), ("medio litro", "500 ml"),
        ("twenty-five grams", "25 g"), ("500 Gramm", "500 g"), ("2 kilogramos", "2 kg"),
        ("e 500 g", "500 g"), ("\u212e500g", "500 g"), ("500 g e", "500 g"), ("Vikt:500g", "500 g"),
        ("\uff15\uff10\uff10\u3396", "500 ml"), ("24703 m²", "24703 m2"), ("1 lb 4 oz", "20 oz"),
        ("20 (kg)", "20 kg"), ("12-pack", "12 pcs"), ("6x", "6 pcs"), ("x6", "6 pcs"),
        ("12 st", "12 pcs"), ("20 tablets", "20 pcs"),
        ("1200 W", "1200 W"),
        ("6 x 330 ml", "6 x 330 ml"), ("2\u00d71,5 l", "2 x 1500 ml"), ("6x33cl", "6 x 330 ml"),
        ("330 ml x 6", "6 x 330 ml"), ("6-pack 33 cl", "6 x 330 ml"), ("1 x 500 g", "500 g"),
        ("6er-Pack 0,5 l", "6 x 500 ml"), ("6 st à 33 cl", "6 x 330 ml"),
        ("4 x 125 g = 500 g", "4 x 125 g"), ("500 g (4 x 125 g)", "4 x 125 g"),
        ("net wt 12 oz (340 g)", "12 oz"), ("12 oz (355 ml)", "12 fl oz"),
        ("20 fl oz (568 ml)", "20 imperial fl oz"), ("Sugar 1 kg", "1 kg"),
    ],
)  # fmt: skip
def test_amounts(line: str, expected: str) -> None:
    assert amounts(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "1,5 % fett", "per 100 g", "28 - l'année", "10 m'a dit", 'the "Model 10"', '10 "best" mugs',
        "244 Metern pro Sekunde", "42 kcal/100 ml", "protein 3,4 g",
        "varav socker: 5 g", "serving 30 g", "12,90 kr/kg", "3 g/l", "10 km/h",
        "500 ml + 20%", "500 ml + 50 ml", "50 g gratis", "8-10 kg", "7\u201318 kg", "max 8 kg",
        "ca 500 g", "energi 180 kJ", "12 g protein", "5 metres per second",
        "10 x 15 cm", "10 cm x 15 cm", "2 in 1", "5G", "1st", "scp-173 m", "scp2-173m",
        "24703 L-202", "2 (g/l)", "2 x 6 x 330 ml", "",
        "Best before 12 2026", "0 g", "1.000.00 g",
    ],
)  # fmt: skip
def test_what_is_no_amount(line: str) -> None:
    assert amounts(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "1O0 g", "l00 g", "3O ml", "O,5 l", "O, 5 l", "5 O0 ml", "1 I", "500 m1", "5009", "033 l",
        "5 00 g", "15 00 ml", "1 ,5 l", "1, 5 l", "I 500 ml", "|00 ml", "G x 330 ml", "6 x 33O ml",
        "10⁵ g", "\u0665\u0660\u0660 g", ".5 l", ". 5 l",
        "⑤00 g", "1\ufffd00 g", "500 ml\ufffd", "S x 1 l", "1l5 g",
    ],
)  # fmt: skip
def test_nothing_is_repaired(line: str) -> None:
    assert amounts(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1,500 g", ["1500 g", "1.5 g"]),
        ("1.500 kg", ["1.5 kg", "1500 kg"]),
        ("2 500 g", ["2500 g", "500 g"]),
        ("0,500 kg", ["0.5 kg"]),
    ],
)
def test_numbers_that_can_be_two(line: str, expected: list[str]) -> None:
    (statement,) = find(line)
    assert [str(quantity) for quantity in statement.quantities] == expected


def test_two_statements_of_one_amount_are_one() -> None:
    assert list(map(str, parse("NET WT 12 OZ. (340g)"))) == ["12 oz", "340 g"]
    assert list(map(str, parse("16.9 FL OZ (1.05 PT) 500 mL")))[-1] == "500 ml"
    assert list(map(str, parse("1 PT 0.9 FL OZ (500 mL)"))) == ["16.9 fl oz", "500 ml"]
    assert len(find("12 oz (400 g)")) == 2
    assert len(find("1 l, 1.5 l")) == 2


@pytest.mark.parametrize(
    "text", ["", "milk", "1 l milk", "1 l 2 l", "1,500 g", "500", "ca 1 l", "1 l " * 60, "per 1 l"]
)
def test_what_a_fact_cannot_be(text: str) -> None:
    assert parse(text) == ()


def test_places_are_those_of_the_line() -> None:
    line = "½ price ㎏: 1½ ㎏ now"
    (statement,) = find(line)
    assert line[statement.start : statement.end].strip() == "1½ ㎏"


NUMBERS = st.fractions(min_value=0, max_value=10**6, max_denominator=10**4).filter(bool)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    unit = UNITS[draw(st.sampled_from(sorted(UNITS)))]
    if unit.dimension is Dimension.COUNT:
        return Quantity(Fraction(draw(st.integers(1, 10**6))), unit)
    count = 1 if unit.dimension in FLAT else draw(st.integers(1, 1000))
    return Quantity(draw(NUMBERS), unit, count)


@given(quantities())
def test_what_is_written_parses_to_the_same(quantity: Quantity) -> None:
    assert parse(str(quantity)) == (quantity,)


@given(quantities())
def test_canonical_form_keeps_the_amount(quantity: Quantity) -> None:
    plain = canonical(quantity)
    assert same(plain, quantity)
    assert canonical(plain) == plain
    assert parse(str(plain)) == (plain,)


@given(quantities(), quantities())
def test_comparison_is_symmetric(one: Quantity, other: Quantity) -> None:
    assert agree(one, other) == agree(other, one)
    assert same(one, other) == same(other, one)
    assert not same(one, other) or agree(one, other)


def test_pint_agrees_on_every_dimension() -> None:
    """Units of one dimension convert into each other, exactly."""
    for unit in UNITS.values():
        assert unit.scale > 0
        assert isinstance(unit.scale, Fraction)
    assert UNITS["oz"].scale == Fraction("28.349523125")
    assert UNITS["fl_oz"].scale == Fraction("29.5735295625")


@given(st.text(max_size=200))
def test_any_line_gives_places_inside_it(line: str) -> None:
    end = 0
    for statement in find(line):
        assert end <= statement.start < statement.end <= len(line)
        end = statement.end


PIECES = ["1", "0", "500", "1,5", ",", ".", "/", "x", "\u00d7", " ", "-", "(", "g", "ml", "oz",
          "pack", "per", "half", "a", "½", "O", "l", "ft", "in", "er", "million", "\n", "\u0665",
          "\u00b2"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_lines_made_of_the_grammar_never_raise(line: str) -> None:
    for statement in find(line):
        assert all(quantity.amount > 0 for quantity in statement.quantities)


@pytest.mark.parametrize(
    "piece",
    [
        "9", "1 ", "1,", "1/", "6 x ", "1 x 1 ml ", "5 ft ", "1 oz (1 g) ", "((", "a", "half a ",
        "000 ", "\u00bd", "1 000", "1'000", "\ufffd1 g", "6-pack ", "1 l / ", "6 x 1 ml x ", "0.",
    ],
    ids=range(20),
)  # fmt: skip
def test_work_grows_with_the_length_of_the_line_only(piece: str) -> None:
    once, twice = (_calls(piece * times) for times in (500, 1000))
    assert twice < 2.2 * once + 1000


@pytest.mark.parametrize("line", ["1" + "0" * 400 + " l", "9" * 100_000 + " g", "1," * 50_000])
def test_numbers_beyond_all_products_are_none(line: str) -> None:
    assert find(line) == []


def _calls(line: str) -> int:
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        find(line)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("symbol", sorted(UNITS))
def test_every_symbol_is_a_spelling(symbol: str) -> None:
    quantity = Quantity(Fraction(7), UNITS[symbol])
    assert parse(str(quantity)) == (quantity,)
