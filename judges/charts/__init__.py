"""Charts: their values from source data or from pixels, and claims about them."""

from .judge import ChartValue

__all__ = ["ChartValue"]
