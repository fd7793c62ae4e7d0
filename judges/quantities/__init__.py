"""Quantities as packs print them: units, numbers, the grammar, and when two are the same."""

from .finding import Statement, find, parse
from .quantity import Quantity, agree, canonical
from .roles import Role
from .units import Dimension, Unit

__all__ = [
    "Dimension",
    "Quantity",
    "Role",
    "Statement",
    "Unit",
    "agree",
    "canonical",
    "find",
    "parse",
]
