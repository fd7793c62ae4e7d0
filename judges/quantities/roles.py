"""What a measure on a pack is about: how much product there is, or something else."""

from collections.abc import Sequence
from enum import StrEnum

from .grammar import Measure
from .numbers import number_at
from .tokens import Token, word_set
from .units import Dimension


class Role(StrEnum):
    """What a measure states. Only an amount says how much of a product there is."""

    AMOUNT = "amount"
    RATE = "rate"
    """Per something, or what something is stated per: 42 kcal/100 ml, 3 g/l, 5 km/h."""
    RANGE = "range"
    """Between two numbers, or up to one: 8-10 kg, max 100 g."""
    CONTENT = "content"
    """What a part of the product weighs: protein 3.4 g, serving 30 g."""
    EXTRA = "extra"
    """Added to what there was: 500 ml + 20%."""
    SIDES = "sides"
    """How long and wide something is: 10 x 15 cm."""


_PER = frozenset({"per", "pro", "par", "por", "pr", "je", "/"})
_A = frozenset({"a", "an", "i", "à"})
_TIMES = word_set(
    "second seconds sec s picosecond picoseconds nanosecond nanoseconds ns microsecond "
    "microseconds millisecond milliseconds ms minute minutes min hour hours hr h day days "
    "week month year sekund sekunden minut minuten dag dagen timme timmen månad år sekunde minute "
    "tag stunde jahr seconde heure jour an segundo minuto hora día año"
)
_SPEEDS = frozenset({"kph", "kmph", "mph", "kmh"})
_LIMITS = word_set(
    "max min maximum minimum högst minst upp upto under over över unter über bis mehr more "
    "less ca cirka circa approx approximately about around about etwa ungefär environ aprox"
)
_BETWEEN = frozenset({"to", "till", "bis", "or", "eller", "oder"})
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212~")
_EXTRA = word_set(
    "extra gratis free bonus more mer mehr plus offert offerts offerte regalo zusätzlich"
)
_CONTENT = word_set(
    "energy energi energie energía protein proteins eiweiß proteína proteínas protéines fat "
    "fett matières grasses grasas lipides carbohydrate carbohydrates carbs kolhydrat "
    "kolhydrater kohlenhydrate glucides hidratos sugar sugars socker sockerarter zucker sucre "
    "sucres azúcar azúcares salt salz sel sal fibre fiber fibrer ballaststoffe fibres fibra "
    "saturates saturated mättat gesättigte varav davon dont sodium natrium calcium kalcium "
    "vitamin serving servings portion portions ration"
)
_SMALL = frozenset({"g", "mg", "ug", "ml"})
_SKIPPED = frozenset(":;(=<>\u2248-\u2013.")


def role_of(tokens: Sequence[Token], measure: Measure) -> Role:
    """What the words and signs around a measure make of it."""
    if measure.sides:
        return Role.SIDES
    before = [token.text.lower() for token in tokens[max(0, measure.start - 4) : measure.start]]
    after = [token.text.lower() for token in tokens[measure.end : measure.end + 4]]
    if _is_rate(before, after):
        return Role.RATE
    if _is_extra(before, after):
        return Role.EXTRA
    if _is_range(tokens, measure, before, after):
        return Role.RANGE
    if _is_content(measure, before, after):
        return Role.CONTENT
    return Role.AMOUNT


def is_speed(tokens: Sequence[Token], measure: Measure) -> bool:
    """Whether a length is one per time: 188 miles an hour."""
    after = [token.text.lower() for token in tokens[measure.end : measure.end + 4]]
    after = [text for text in after if text not in _DASHES][:2]
    return (
        measure.quantities[0].dimension is Dimension.LENGTH
        and len(after) == 2
        and after[0] in _PER | _A
        and after[1] in _TIMES
    )


def _is_rate(before: list[str], after: list[str]) -> bool:
    if before and before[-1] in _PER:
        return True
    if len(after) < 2:
        return False
    # A slash before a number gives the same amount once more: 500 ml / 16.9 fl oz.
    per = after[0] in _PER and not after[1][0].isdigit()
    return per or (after[0] in _A and after[1] in _TIMES)


def _is_extra(before: list[str], after: list[str]) -> bool:
    added = bool(before) and before[-1] == "+"
    grown = bool(after) and (after[0] == "+" or after[0] in _EXTRA)
    return added or grown or (bool(before) and before[-1] in _EXTRA)


def _is_range(
    tokens: Sequence[Token], measure: Measure, before: list[str], after: list[str]
) -> bool:
    near = {word for word in before[-2:] if word.isalpha()}
    if near & _LIMITS or (before and before[-1] in "<>\u2264\u2265\u2248"):
        return True
    if before and before[-1] in _DASHES | _BETWEEN and measure.start >= 2:
        # What the range starts from need not have a unit of its own.
        number = number_at(tokens, measure.start - 2)
        unit = tokens[measure.start - 2].kind == "word" and measure.start >= 3
        if number is not None or (unit and number_at(tokens, measure.start - 3) is not None):
            return True
    follows = measure.end + 1
    joined = bool(after) and after[0] in _DASHES | (_BETWEEN - {"or", "eller", "oder"})
    return joined and number_at(tokens, follows) is not None


def _is_content(measure: Measure, before: list[str], after: list[str]) -> bool:
    if measure.quantities[0].unit.symbol not in _SMALL or measure.quantities[0].count > 1:
        return False
    words = [word for word in before if word not in _SKIPPED]
    return bool(set(words[-2:]) & _CONTENT) or (bool(after) and after[0] in _CONTENT)
