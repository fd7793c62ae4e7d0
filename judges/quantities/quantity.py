"""A quantity of product: the size of one unit and how many of them are packed."""

from dataclasses import dataclass
from fractions import Fraction

from .units import BASE, UNITS, Dimension, Unit

ROUNDING = Fraction(15, 1000)
"""How far statements of one amount in different systems may lie apart: 1 oz is called 28 g."""
_PREFERRED = {
    Dimension.VOLUME: ("l", "ml", "ul"),
    Dimension.MASS: ("kg", "g", "mg", "ug"),
    Dimension.LENGTH: ("m", "cm", "mm", "um", "nm", "picometer"),
    Dimension.AREA: ("m2", "cm2", "mm2"),
    Dimension.POWER: ("kW", "W", "mW"),
    Dimension.VOLTAGE: ("kV", "V", "mV"),
    Dimension.ENERGY: ("kWh", "Wh"),
    Dimension.CHARGE: ("Ah", "mAh"),
    Dimension.INFORMATION: ("TB", "GB", "MB", "kB", "byte", "bit"),
    Dimension.LIGHT: ("lm",),
    Dimension.COUNT: ("pcs",),
}
FLAT = frozenset({Dimension.LENGTH, Dimension.AREA, Dimension.COUNT})
"""Dimensions in which ``3 x 10`` is no pack: it gives the sides of something, or a count."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``count`` times ``amount`` of ``unit``: 6 x 330 ml. Raises ValueError for what cannot be."""

    amount: Fraction
    """The size of one, positive, in ``unit``."""
    unit: Unit
    count: int = 1
    """How many of that size; 1 also where no count is stated."""

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.count < 1:
            raise ValueError(f"{self.count} x {self.amount} {self.unit.symbol} is not positive")
        if self.unit.dimension is Dimension.COUNT and self.amount.denominator != 1:
            raise ValueError(f"{self.amount} {self.unit.symbol} is no whole count")
        if self.count > 1 and self.unit.dimension in FLAT:
            raise ValueError(f"{self.unit.dimension} is not packed by the multiple")

    @property
    def dimension(self) -> Dimension:
        return self.unit.dimension

    @property
    def size(self) -> Fraction:
        """The size of one, in the base unit of the dimension."""
        return self.amount * self.unit.scale

    @property
    def total(self) -> Fraction:
        """All of it, in the base unit of the dimension."""
        return self.count * self.size

    @property
    def one(self) -> "Quantity":
        """The same size, once."""
        return Quantity(self.amount, self.unit)

    def __str__(self) -> str:
        """``6 x 330 ml``, which parses to the same quantity again."""
        pack = f"{self.count} x " if self.count > 1 else ""
        return f"{pack}{_written(self.amount)} {self.unit.symbol.replace('_', ' ')}"


def canonical(quantity: Quantity) -> Quantity:
    """The same quantity in the largest usual metric unit that makes its number whole.

    33 cl becomes 330 ml, 1000 ml becomes 1 l, 1.5 l becomes 1500 ml. Customary units stay.
    """
    if not quantity.unit.metric:
        return quantity
    for symbol in _PREFERRED[quantity.dimension]:
        amount = quantity.size / UNITS[symbol].scale
        if amount.denominator == 1:
            return Quantity(amount, UNITS[symbol], quantity.count)
    base = UNITS[BASE[quantity.dimension]]
    return Quantity(quantity.size, base, quantity.count)


def same(one: Quantity, other: Quantity, tolerance: float = 0.0) -> bool:
    """Whether both are the same count of the same size, within a share of ``other``'s size."""
    if one.dimension is not other.dimension or one.count != other.count:
        return False
    return abs(one.size - other.size) <= Fraction(tolerance) * other.size


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both may state one amount of one product: 12 oz and 340 g, 4 x 125 g and 500 g."""
    if one.dimension is not other.dimension:
        return False
    if one.count != other.count and 1 not in (one.count, other.count):
        return False
    exact = one.unit == other.unit or (one.unit.metric and other.unit.metric)
    allowed = Fraction(0) if exact else ROUNDING
    return abs(one.total - other.total) <= allowed * max(one.total, other.total)


def _written(amount: Fraction) -> str:
    if amount.denominator == 1:
        return str(amount.numerator)
    twos_and_fives = amount.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{amount.numerator}/{amount.denominator}"
    places = 1
    while (amount * 10**places).denominator != 1:
        places += 1
    # Three places look like thousands; a fourth tells them apart.
    places = 4 if places == 3 else places
    digits = str(int(amount * 10**places)).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"
