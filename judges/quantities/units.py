"""Units that packs state amounts in, with their exact sizes. The only file that meets ``pint``."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any


class Dimension(StrEnum):
    """What is measured. Amounts compare within one dimension only."""

    VOLUME = "volume"
    MASS = "mass"
    LENGTH = "length"
    AREA = "area"
    COUNT = "count"
    POWER = "power"
    VOLTAGE = "voltage"
    ENERGY = "energy"
    CHARGE = "charge"
    INFORMATION = "information"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, under the symbol that canonical quantities write."""

    symbol: str
    dimension: Dimension
    name: str
    """What ``pint`` calls it; empty for counts."""
    metric: bool = True
    """Whether it is of the metric system; customary units are rounded when stated beside it."""
    times: int = 1

    @property
    def scale(self) -> Fraction:
        """Its size in the base unit of its dimension, exactly."""
        return _scale(self)


BASE = {
    Dimension.VOLUME: "ml",
    Dimension.MASS: "g",
    Dimension.LENGTH: "m",
    Dimension.AREA: "m2",
    Dimension.COUNT: "pcs",
    Dimension.POWER: "W",
    Dimension.VOLTAGE: "V",
    Dimension.ENERGY: "Wh",
    Dimension.CHARGE: "mAh",
    Dimension.INFORMATION: "byte",
    Dimension.LIGHT: "lm",
}
"""Symbols of the units that magnitudes are given in."""

_METRIC = {
    Dimension.VOLUME: (
        "ul=microliter ml=milliliter cl=centiliter dl=deciliter l=liter cm3=centimeter**3 "
        "dm3=decimeter**3 "
        "m3=meter**3"
    ),
    Dimension.MASS: (
        "ug=microgram mg=milligram g=gram carat=carat hg=hectogram kg=kilogram t=metric_ton"
    ),
    Dimension.LENGTH: (
        "picometer=picometer nm=nanometer um=micrometer mm=millimeter cm=centimeter dm=decimeter "
        "m=meter km=kilometer"
    ),
    Dimension.AREA: (
        "mm2=millimeter**2 cm2=centimeter**2 dm2=decimeter**2 m2=meter**2 ha=hectare "
        "km2=kilometer**2"
    ),
    Dimension.POWER: "mW=milliwatt W=watt kW=kilowatt MW=megawatt",
    Dimension.VOLTAGE: "mV=millivolt V=volt kV=kilovolt",
    Dimension.ENERGY: "Wh=watt_hour kWh=kilowatt_hour",
    Dimension.CHARGE: "mAh=milliampere_hour Ah=ampere_hour",
    Dimension.INFORMATION: (
        "bit=bit kbit=kilobit Mbit=megabit Gbit=gigabit byte=byte kB=kilobyte MB=megabyte "
        "GB=gigabyte TB=terabyte PB=petabyte "
        "KiB=kibibyte MiB=mebibyte GiB=gibibyte TiB=tebibyte"
    ),
    Dimension.LIGHT: "lm=lumen",
}
_CUSTOMARY = {
    Dimension.VOLUME: (
        "tsp=teaspoon tbsp=tablespoon fl_oz=fluid_ounce cup=cup pint=pint quart=quart "
        "gallon=gallon barrel=oil_barrel imperial_fl_oz=imperial_fluid_ounce "
        "imperial_pint=imperial_pint imperial_gallon=imperial_gallon cuin=inch**3 "
        "cuft=foot**3 cuyd=yard**3 bushel=bushel"
    ),
    Dimension.MASS: "grain=grain dram=dram oz=ounce lb=pound stone=stone ton=ton",
    Dimension.LENGTH: (
        "in=inch ft=foot yd=yard mile=mile nautical_mile=nautical_mile light_year=light_year"
    ),
    Dimension.AREA: "sqin=inch**2 sqft=foot**2 sqyd=yard**2 sqmi=mile**2 acre=acre",
}
_COUNTS = {"pcs": 1, "dozen": 12}


def _table() -> dict[str, Unit]:
    units = {}
    for families, metric in ((_METRIC, True), (_CUSTOMARY, False)):
        for dimension, pairs in families.items():
            for pair in pairs.split():
                symbol, _, name = pair.partition("=")
                units[symbol] = Unit(symbol, dimension, name, metric)
    for symbol, times in _COUNTS.items():
        units[symbol] = Unit(symbol, Dimension.COUNT, "", times=times)
    return units


UNITS = _table()
"""All units by symbol."""


@cache
def _registry() -> Any:
    """Loaded at the first conversion, exact because it counts in fractions."""
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


@cache
def _scale(unit: Unit) -> Fraction:
    if unit.dimension is Dimension.COUNT:
        return Fraction(unit.times)
    one = _registry().Quantity(Fraction(1), unit.name)
    scale: Fraction = one.to(UNITS[BASE[unit.dimension]].name).magnitude
    return scale
