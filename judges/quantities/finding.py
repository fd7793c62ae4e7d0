"""Every measure in a line of print, and the one quantity that a fact states."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .grammar import Measure, measure_at
from .quantity import Quantity, agree
from .roles import Role, is_speed, role_of
from .tokens import Token, tokens_of, word_set
from .units import UNITS, Dimension

_LONGEST_FACT = 200
"""Characters. A longer fact or claim is no quantity."""
_JOINING = frozenset("()[]=/.,|~-\u2248\u2022\u00b7\u212e")
_AGAIN = frozenset({"e", "or", "ou", "o", "oder", "eller"})
_FILLER = word_set(
    "e \u212e net nett netto wt weight weights vikt nettovikt gewicht nettogewicht füllmenge "
    "inhalt innehåll contents content poids peso neto volym volume vol . , : ; ( ) [ ]"
)
_COMPOUND = {"ft": "in", "lb": "oz", "pint": "fl_oz", "quart": "fl_oz"}
_REST = 5
"""Tokens that the smaller part of a compound takes at most: ``4 1/2 oz``."""


class Statement(NamedTuple):
    """One quantity in a line, as often as it is stated there."""

    quantities: tuple[Quantity, ...]
    """What it states, likeliest first; several where the number leaves it open."""
    also: tuple[Quantity, ...]
    """The same quantity in other units, stated right after it."""
    role: Role
    start: int
    """Characters of the line."""
    end: int
    speed: bool = False
    """Whether it is a length per time."""

    @property
    def dimension(self) -> Dimension:
        return self.quantities[0].dimension


def find(line: str) -> list[Statement]:
    """All measures of a line, in their order, whatever they are about. Never raises."""
    tokens = tokens_of(line)
    found: list[Statement] = []
    ends: list[int] = []
    for measure in _measures(tokens):
        statement = _statement(tokens, measure)
        between = tokens[ends[-1] : measure.start] if ends else ()
        joined = _joined(found[-1], statement, between) if found else None
        if joined is None:
            found.append(statement)
            ends.append(measure.end)
        else:
            found[-1], ends[-1] = joined, measure.end
    return found


def parse(text: str) -> tuple[Quantity, ...]:
    """The quantity that a text states, in every unit that it is stated in, or () for none.

    Where the number leaves it open, as in 1,500 g, there is nothing to choose by: ().
    """
    statement = whole(text)
    if statement is None or len(statement.quantities) > 1:
        return ()
    return (*statement.quantities, *statement.also)


def whole(text: str) -> Statement | None:
    """The one amount that a fact or a claim consists of, or None where it is anything else."""
    return _whole(text) if len(text) <= _LONGEST_FACT else None


@lru_cache(maxsize=16_384)
def _whole(text: str) -> Statement | None:
    statements = find(text)
    if len(statements) != 1 or statements[0].role is not Role.AMOUNT:
        return None
    rest = f"{text[: statements[0].start]} {text[statements[0].end :]}"
    if any(token.text.lower() not in _FILLER for token in tokens_of(rest)):
        return None
    return statements[0]


def _measures(tokens: Sequence[Token]) -> Iterator[Measure]:
    at, taken = 0, 0
    while at < len(tokens):
        measure = measure_at(tokens, at, taken)
        if measure is None:
            at += 1
            continue
        measure = _with_rest(tokens, measure)
        yield measure
        at = taken = measure.end


def _with_rest(tokens: Sequence[Token], measure: Measure) -> Measure:
    """``5 ft 2 in`` and ``1 lb 4 oz`` are one amount each."""
    first = measure.quantities[0]
    smaller = _COMPOUND.get(first.unit.symbol)
    if smaller is None or len(measure.quantities) > 1 or first.count > 1:
        return measure
    following = [token.text.lower() for token in tokens[measure.end : measure.end + _REST]]
    last = following.index(smaller) + 1 if smaller in following else len(following)
    near = tokens[measure.end : measure.end + last]
    rest = measure_at(near, 0) if near else None
    if rest is None or rest.quantities[0].unit.symbol != smaller or len(rest.quantities) > 1:
        return measure
    unit = UNITS[smaller]
    amount = first.size / unit.scale + rest.quantities[0].amount
    return Measure((Quantity(amount, unit),), measure.start, measure.end + rest.end)


def _statement(tokens: Sequence[Token], measure: Measure) -> Statement:
    start, end = tokens[measure.start].start, tokens[measure.end - 1].end
    role = role_of(tokens, measure)
    return Statement(measure.quantities, (), role, start, end, is_speed(tokens, measure))


def _joined(first: Statement, second: Statement, between: Sequence[Token]) -> Statement | None:
    """Both as one, where the second states the first's quantity again; None where it does not."""
    if first.role is not Role.AMOUNT or second.role not in (Role.AMOUNT, Role.RATE):
        return None
    texts = [token.text.lower() for token in between]
    if not texts or len(texts) > 3 or not all(text in _JOINING | _AGAIN for text in texts):
        return None
    pairs = [
        (one, other)
        for one in first.quantities
        for other in second.quantities
        if _restates(one, other)
    ]
    if len(pairs) != 1:
        return None
    one, other = _fluid(*pairs[0])
    also = tuple(dict.fromkeys((*first.also, other)))
    if one.count != other.count:
        # The total of a pack is no quantity of its own.
        one, also = (one, first.also) if one.count > 1 else (other, first.also)
    return Statement((one,), also, Role.AMOUNT, first.start, second.end)


def _restates(one: Quantity, other: Quantity) -> bool:
    return agree(*_fluid(one, other))


def _fluid(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    """Both, with what one leaves open settled by the other: 12 oz (355 ml), 20 fl oz (568 ml)."""
    return _settled(one, other), _settled(other, one)


def _settled(quantity: Quantity, beside: Quantity) -> Quantity:
    if beside.dimension is not Dimension.VOLUME or not beside.unit.metric:
        return quantity
    close = [
        possible
        for symbol in _OPEN.get(quantity.unit.symbol, ())
        if agree(possible := Quantity(quantity.amount, UNITS[symbol], quantity.count), beside)
    ]
    nearest = sorted(close, key=lambda possible: abs(possible.total - beside.total))
    return nearest[0] if nearest else quantity


_OPEN = {
    "oz": ("fl_oz", "imperial_fl_oz"),
    "fl_oz": ("fl_oz", "imperial_fl_oz"),
    "pint": ("pint", "imperial_pint"),
    "gallon": ("gallon", "imperial_gallon"),
}
"""Names that mean different units in different trades and countries."""
