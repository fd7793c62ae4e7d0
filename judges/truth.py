"""The truth dimensions: what a right answer depends on."""

from enum import StrEnum


class Truth(StrEnum):
    """One thing an answer's rightness turns on. A config declares which; judges cover them."""

    RESEMBLANCE = "resemblance"
    IDENTITY = "identity"
    QUANTITY = "quantity"
    CATEGORY = "category"
    RECENCY = "recency"
    PERMISSION = "permission"
    VALUE = "value"
