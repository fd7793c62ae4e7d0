"""Is the picture of the colour that the record says?"""

from typing import ClassVar

from judges import Evidence, Lookup, Query, Reading, Truth, Verdict, confirm, reject
from judges.comparing import CompareOptions, Comparing


class ColourOptions(CompareOptions):
    """YAML: ``{use: colour, field: colour}``."""

    field: str = "colour"


class ColourJudge(Comparing[ColourOptions, Reading]):
    """Confirms the one colour that was read; it vouches for a category."""

    kind: ClassVar[str] = "colour"
    options_type = ColourOptions
    default_covers = frozenset({Truth.CATEGORY})
    may_cover = frozenset({Truth.CATEGORY})
    without_query: ClassVar[str] = "no_colour"
    without_fact: ClassVar[str] = "record_has_no_colour"

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """None: a colour names no item."""
        return ()

    def asked(self, query: Query) -> Reading | None:
        return next(iter(query.read(self.kind)), None)

    def compare(self, asked: Reading, fact: str) -> Verdict:
        shown = (
            Evidence("query", self.kind, asked.value, reading=asked),
            Evidence("record", self.options.field, fact),
        )
        return (confirm if asked.value == fact else reject)("colour_compared", *shown)
