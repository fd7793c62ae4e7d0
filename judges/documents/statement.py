"""One thing that a document states of itself."""

from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    """What a statement is about."""

    FORM = "form"
    """The document's name, as ``names.Name`` writes it."""
    YEAR = "year"
    """The year that it is for: ``2021``."""
    EDITION = "edition"
    """When a document that stays in use for years was last revised: ``2018-10``."""
    DATE = "date"
    """When it was printed or takes effect: ``2021-08-23``. Says nothing of the year it is for."""
    SUPERSEDED = "superseded"
    """That another has taken its place; the value is the line."""
    DRAFT = "draft"
    """That it is not the document yet; the value is the line."""


class Manner(StrEnum):
    """How a statement stands."""

    TITLED = "titled"
    """Name and year, or edition, in one phrase, as titles and footers have them."""
    HEADED = "headed"
    """Alone in its line."""
    ASKED = "asked"
    """Anywhere in a text that is too short to be a page."""


class Statement(NamedTuple):
    """A part and its value, and where in a line it stands."""

    part: Part
    value: str
    manner: Manner
    start: int
    end: int
    """Characters of the line."""
