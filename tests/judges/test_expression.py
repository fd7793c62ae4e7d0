"""CEL over declared facts: what compiles, what is refused and how, and what facts are worth."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import ExpressionError, FactType, Vocabulary
from judges.expression import Evaluation, Expression

VOCABULARY = Vocabulary.extended(
    record={"ok": FactType.BOOL, "sizes": FactType.INTS, "weights": FactType.DOUBLES}
)


def expression(text: str) -> Expression:
    return Expression("judges.x.where", text, VOCABULARY)


def value(text: str, record: dict | None = None, **rest: dict) -> object:
    result = expression(text).evaluate(
        record or {}, rest.get("context", {}), rest.get("claims", {})
    )
    assert result.problem is None
    return result.value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('record.lifecycle == "a"', {"record.lifecycle"}),
        (".record.lifecycle == 'a'", {"record.lifecycle"}),
        ('record . lifecycle == "a"', {"record.lifecycle"}),
        ('record.\n  lifecycle == "a"', {"record.lifecycle"}),
        ("ctx.region in record.regions", {"ctx.region", "record.regions"}),
        ("record.gtin == claims.gtin", {"record.gtin", "claims.gtin"}),
        ('"record.stock" == record.name', {"record.name"}),
        ("'it\\'s record.stock' == record.name", {"record.name"}),
        (r'record.name.matches(r"\d+ record.stock")', {"record.name"}),
        ('"""a "record.stock" b""" == record.name', {"record.name"}),
        ('record.name == "a" // record.stock', {"record.name"}),
        ("record.regions.exists(r, r == ctx.region)", {"record.regions", "ctx.region"}),
        ('record.name.size() > 3 && record.name.startsWith("a")', {"record.name"}),
        ('{"record": {"stock": 1}}.record.stock == 1 && record.ok', {"record.ok"}),
        ("-record.stock", {"record.stock"}),
        ("1 < 2", set()),
    ],
)
def test_names_are_those_it_mentions(text: str, names: set[str]) -> None:
    assert expression(text).names == names


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            'record.lifecyle == "a"',
            ["column 1", "'record.lifecyle' is not declared", "first: record.lifecycle,"],
        ),
        (
            "record.stock > 0 && ctx.regoin == 'x'",
            ["column 21", "ctx.regoin", "first: ctx.region,"],
        ),
        ("recor.stock > 0", ["recor.stock", "record.stock"]),
        ("record.size() > 0", ["'record.size' is not declared"]),
        ("record == 1", ["column 1", "by itself", "record.NAME"]),
        ("record.regions.exists(record, true)", ["column 23", "by itself"]),
        ('record["stock"] > 0', ["by itself"]),
        ("has(record.stock)", ["column 1", "has() is not needed"]),
        ("record.price > 1", ["column 14", "write a whole number with a point"]),
        ('record.stock > "a"', ["column 14", "no matching overload"]),
        ("foo(record.stock)", ["'foo' is not a name or function"]),
        ("record.stock +", ["column 15", "Syntax error"]),
        ("", ["column 1", "Syntax error"]),
        ("record.name ==\n 3", ["line 1, column 13"]),
        ('"unclosed', ["column 1"]),
    ],
)
def test_what_does_not_compile_is_told_in_one_line(text: str, parts: list[str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        expression(text)
    message = str(caught.value)
    assert message.startswith("judges.x.where")
    assert "\n" not in message
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("record.stock", "int"),
        ("-record.price", "double"),
        ("record.name", "string"),
        ("record.valid_from", "timestamp"),
        ("record.regions", "list<string>"),
        ("record.ok", "bool"),
    ],
)
def test_returns_its_type(text: str, returns: str) -> None:
    assert expression(text).returns == returns
    expression(text).require("other", returns)
    with pytest.raises(ExpressionError, match=r"judges\.x\.where: .* expected other"):
        expression(text).require("other")


def test_facts_are_given_in_their_declared_types() -> None:
    record = {"price": 2, "stock": 3, "sizes": [1, 2], "weights": [1, 2.5], "regions": ["EU"]}
    assert value("record.price", record) == 2.0
    assert isinstance(value("record.price", record), float)
    assert value("-record.stock", record) == -3
    assert value("record.weights", record) == [1.0, 2.5]
    assert value("2 in record.sizes", record) is True
    assert value("ctx.region in record.regions", record, context={"region": "EU"}) is True
    assert value("record.gtin == claims.gtin", {"gtin": "1"}, claims={"gtin": "1"}) is True


def test_dates_are_moments() -> None:
    record = {"valid_from": "2024-01-01", "valid_until": "2024-06-30T23:59:59+02:00"}
    current = "record.valid_from <= ctx.as_of && ctx.as_of <= record.valid_until"
    assert value(current, record, context={"as_of": "2024-06-30T21:59:59"}) is True
    assert value(current, record, context={"as_of": "2024-06-30T22:00:00"}) is False
    assert value("record.valid_from", record) == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert value("record.valid_from.getFullYear() == 2024", record) is True


@pytest.mark.parametrize("record", [{}, {"stock": None}])
def test_absent_facts_are_named(record: dict) -> None:
    absent = expression("record.stock > 0").evaluate(record, {}, {})
    assert absent == Evaluation(None, [], "fact_missing", ("record.stock",))


def test_a_fact_matters_only_where_the_value_turns_on_it() -> None:
    either = expression('record.name == "a" || record.stock > 0')
    assert either.evaluate({"name": "a"}, {}, {}).value is True
    assert either.evaluate({"name": "b"}, {}, {}).problem == "fact_missing"
    assert either.evaluate({"stock": 0}, {}, {}).problem == "fact_missing"
    assert either.evaluate({"stock": "many", "name": "a"}, {}, {}).value is True


@pytest.mark.parametrize(
    ("text", "record", "problem"),
    [
        ("record.stock > 0", {"stock": "3"}, "fact_type"),
        ("record.stock > 0", {"stock": True}, "fact_type"),
        ("record.stock > 0", {"stock": 1.0}, "fact_type"),
        ("record.price > 0.0", {"price": True}, "fact_type"),
        ("record.price > 0.0", {"price": 10**400}, "fact_type"),
        ("record.ok", {"ok": 1}, "fact_type"),
        ("'EU' in record.regions", {"regions": "EU"}, "fact_type"),
        ("'EU' in record.regions", {"regions": ["EU", 1]}, "fact_type"),
        ("record.valid_from == record.valid_from", {"valid_from": "soon"}, "fact_type"),
        ("record.name == 'a'", {"name": "a\0b"}, "fact_type"),
        ("'EU' in record.regions", {"regions": ["EU\0"]}, "fact_type"),
        ("record.stock > 0", {"stock": 2**63}, "not_computable"),
        ("record.stock / 0 == 1", {"stock": 1}, "not_computable"),
        ("record.stock + 1 > 0", {"stock": 2**63 - 1}, "not_computable"),
        ("record.regions[3] == 'EU'", {"regions": ["EU"]}, "not_computable"),
        ("record.name == 'a'", {"name": "\ud800"}, "not_computable"),
        ("record.valid_from == record.valid_from", {"valid_from": "0001-01-01"}, "not_computable"),
    ],
)
def test_what_cannot_be_told_has_a_reason(text: str, record: dict, problem: str) -> None:
    result = expression(text).evaluate(record, {}, {})
    assert (result.value, result.problem) == (None, problem)


def test_not_a_number_equals_nothing() -> None:
    assert value("record.price == record.price", {"price": math.nan}) is False


@given(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
)
def test_facts_come_through_unchanged(stock: int, price: float, name: str) -> None:
    assert value("record.stock", {"stock": stock}) == stock
    assert repr(value("record.price", {"price": price})) == repr(price)
    assert value("record.name", {"name": name}) == name


@given(st.text(st.sampled_from("record.stkctxlaims()[]{}'\"\\/ \n=<>&|!0123,?:rb"), max_size=40))
def test_any_text_compiles_or_is_refused_in_one_line(text: str) -> None:
    assert "\n" not in (refusal(text) or "")


def refusal(text: str) -> str | None:
    try:
        expression(text)
    except ExpressionError as error:
        return str(error)
    return None
