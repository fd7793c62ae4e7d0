"""What a short text asks for: ``form 1040 for 2021``."""

import re
from collections.abc import Iterator

from .names import named_in, upper
from .statement import Manner, Part, Statement

LONGEST = 200
"""Characters. A longer text is a page and states its own name in a title."""
_YEAR = re.compile(r"(?<![\w$.,-])(?:19|20)[0-9]{2}(?![\w]|[.,-][0-9])")
_INSTRUCTIONS = re.compile(r"\bINSTRUCTIONS?\b")
_TURNED = re.compile(
    r"\b(?:NOT|NO|EXCEPT|OTHER|BEFORE|AFTER|SINCE|UNTIL|LATER|EARLIER|FROM|TO|THROUGH|OR|NEWER|OLDER)\b"
)
"""With these words about, a year need not be the one that is asked for."""


def requested(text: str) -> Iterator[Statement]:
    """Names and years in a text, with their places; *instructions* is about all of its names."""
    line = upper(text)
    instructions = _INSTRUCTIONS.search(line) is not None
    places = []
    for name, start, end in named_in(text):
        places.append((start, end))
        meant = name._replace(instructions=name.instructions or instructions)
        yield Statement(Part.FORM, str(meant), Manner.ASKED, start, end)
    outside = "".join(
        " " if any(start <= at < end for start, end in places) else each
        for at, each in enumerate(line)
    )
    if _TURNED.search(outside):
        return
    for year in _YEAR.finditer(outside):
        yield Statement(Part.YEAR, year[0], Manner.ASKED, *year.span())
