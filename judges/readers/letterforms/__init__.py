"""O or 0, I or 1: what the recogniser leaves open, weighed by the forms of the print."""

from .weighing import are_twins, by_form

__all__ = ["are_twins", "by_form"]
