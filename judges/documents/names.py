"""What a document calls itself: ``Form 1040``, ``Schedule B (Form 1040)``, ``Publication 501``."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from judges.codes import compact, fold

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_CODE = r"[A-Z0-9]+(?:[-/.][A-Z0-9]+)*(?:\([A-Z0-9]\))?"
CODE = rf"(?=[A-Z/.-]{{0,12}}[0-9]|[A-Z]{{1,4}}-[A-Z]){_CODE}(?![A-Z0-9])"
"""A form's code, in upper case: with a digit, or with a hyphen, so that no plain word is one."""
BARE = r"(?:[A-Z]{1,4}-[0-9]{1,4}[A-Z]?|[0-9]{3,4}-[A-Z]{1,4})(?:-[A-Z0-9]{1,4}){0,2}(?![A-Z0-9-])"
"""A code that is plainly one where no word says so: ``W-9``, ``1099-MISC``, ``IL-1040-V``."""
_SECTION = r"(?!(?:OF|AND|FOR|THE|TO|IN|ON|WITH|IS)\b)[A-Z0-9]{1,5}(?:[-/][A-Z0-9]+)*(?![A-Z0-9])"
_FURTHER = rf"(?:\s*(?:,\s*(?:OR\b|AND\b)?|\bOR\b|\bAND\b)\s*(?:FORM\s+)?{CODE}){{0,6}}"
_PARENTS = rf"\(\s*FORMS?\s+(?P<parents>{CODE}{_FURTHER})\s*\)"
NAME = (
    r"(?P<instructions>INSTRUCTIONS\s+FOR\s+(?:THE\s+)?)?"
    rf"(?:(?:(?:FORM\s+)?(?P<above>(?!(?:19|20)[0-9]{{2}}\b){CODE}),?\s+)?"
    rf"SCHEDULE\s+(?P<schedule>{_SECTION})(?:\s*{_PARENTS})?"
    rf"|FORMS?\s+(?P<form>{CODE})"
    r"|(?:PUBLICATION|PUB\.?)\s+(?P<publication>[0-9]{1,5}(?:-?[A-Z]{1,3})?)(?![A-Z0-9]))"
)
"""A name in a line in upper case, to be used within longer patterns."""
_LONGEST_CODE = 20
_LONGEST_NAME = 200
_TELLING = 4
"""Letters and digits. A schedule's code of so many names it without the form it belongs to."""


class Kind(StrEnum):
    FORM = "Form"
    SCHEDULE = "Schedule"
    PUBLICATION = "Publication"


class Likeness(StrEnum):
    """How two names compare."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"


class Name(NamedTuple):
    """One document's name, its code in upper case."""

    kind: Kind
    code: str
    parents: tuple[str, ...] = ()
    """Forms that a schedule belongs to."""
    instructions: bool = False
    """Whether this is the instructions for it, which is another document."""

    def __str__(self) -> str:
        start = "Instructions for " if self.instructions else ""
        end = f" (Form {', '.join(self.parents)})" if self.parents else ""
        return f"{start}{self.kind} {self.code}{end}"


def upper(text: str) -> str:
    """Upper case of the same length, with every dash as a hyphen."""
    cased = "".join(each.upper() if len(each.upper()) == 1 else each for each in text)
    return _DASHES.sub("-", cased)


def name_of(found: re.Match[str]) -> Name | None:
    """The name that a match of ``NAME`` states; None where its code is too long to be one."""
    groups = found.groupdict()
    parents = re.findall(CODE, groups["parents"] or "") or [groups["above"]]
    if groups["schedule"]:
        name = Name(Kind.SCHEDULE, groups["schedule"], tuple(filter(None, parents)))
    elif groups["form"]:
        name = Name(Kind.FORM, groups["form"])
    else:
        name = Name(Kind.PUBLICATION, groups["publication"])
    too_long = max(map(len, (name.code, *name.parents))) > _LONGEST_CODE
    return None if too_long else name._replace(instructions=bool(groups["instructions"]))


_REQUESTED = re.compile(
    rf"{NAME}(?:,?\s+(?:(?:OF|FOR|TO|IN)\s+)?(?:THE\s+)?FORM\s+(?P<after>{CODE}))?|(?P<bare>{BARE})"
)


def named_in(text: str) -> list[tuple[Name, int, int]]:
    """Every name in a text that asks for documents, and where it stands.

    ``Schedule B of form 1040``, ``Form 1040 Schedule B`` and ``Schedule B (Form 1040)`` are one.
    """
    line = upper(text)
    found = ((_requested(match), *match.span()) for match in _REQUESTED.finditer(line))
    return [(name, start, end) for name, start, end in found if name is not None]


def _requested(match: re.Match[str]) -> Name | None:
    if match["bare"]:
        return Name(Kind.FORM, match["bare"])
    name = name_of(match)
    after = match["after"]
    if name is None or after is None:
        return name
    if name.kind is not Kind.SCHEDULE or name.parents:
        return None
    return name._replace(parents=(after,))


@lru_cache(maxsize=4096)
def parse(text: str) -> Name | None:
    """A name alone, as a record or a claim gives it; a code alone is a form's. None for others."""
    line = " ".join(upper(text[:_LONGEST_NAME]).split())
    if re.fullmatch(CODE, line) and len(line) <= _LONGEST_CODE:
        return Name(Kind.FORM, line)
    match = _REQUESTED.fullmatch(line)
    return _requested(match) if match else None


def compare(one: Name, other: Name) -> Likeness:
    """Whether two names are of one document.

    Unsure where they differ only in letters that readers confuse, in the word before one code, or
    where one schedule does not say which form it belongs to and its code is short.
    """
    if one.instructions is not other.instructions:
        return Likeness.OTHER
    if compact(one.code) != compact(other.code):
        return Likeness.UNSURE if fold(one.code) == fold(other.code) else Likeness.OTHER
    if one.kind is not other.kind:
        return Likeness.UNSURE
    if one.kind is not Kind.SCHEDULE:
        return Likeness.SAME
    if one.parents and other.parents:
        shared = {*map(compact, one.parents)} & {*map(compact, other.parents)}
        return Likeness.SAME if shared else Likeness.OTHER
    telling = one.parents == other.parents or len(compact(one.code)) >= _TELLING
    return Likeness.SAME if telling else Likeness.UNSURE
