"""The join judge: a condition over the row of one's own table that belongs to the item."""

from .judge import Join

__all__ = ["Join"]
