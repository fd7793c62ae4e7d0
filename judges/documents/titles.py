"""What one printed line states of its document.

Pages mention many other documents in passing: *Attach to Form 1040*, *see Form 8995-A*. So a name
counts only where a line holds nothing else but a year, an edition or a footer's furniture, or
where a line begins with year and name and goes on like a title, or where a name and a year stand
alone in two lines that follow one another.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from .dates import MONTHS, dates_in, year_of
from .names import BARE, NAME, Kind, Name, name_of, upper
from .statement import Manner, Part, Statement

LONGEST_LINE = 400
"""Characters. Titles are shorter; what follows in a line is not looked at."""
YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_MONTH = "|".join(sorted((word.upper() for word in MONTHS), key=len, reverse=True))
EDITION = (
    rf"\(?\s*REV(?:ISED|\.)?\s*(?:(?P<month>{_MONTH})\.?,?\s+|(?P<number>[01]?[0-9])\s?[-/]\s?)"
    r"(?P<revised>(?:19|20)[0-9]{2})\s*\)?"
)
_FURNITURE = r"(?:\s+ATTACHMENT\s+SEQUENCE\s+NO\.\s*[0-9]+[A-Z]?)?(?:\s+PAGE\s*[0-9]{1,3})?"
_BEFORE = r"(?:(?:.{0,160}\s)?CAT\.\s*NO\.\s*[0-9]{4,6}[A-Z]\s+)?"
_FOOTER = re.compile(rf"{_BEFORE}(?P<name>{NAME})\s*(?:\(?\s*{YEAR}\s*\)?|{EDITION}){_FURNITURE}")
_OPENING = re.compile(rf"{YEAR}\s+(?P<name>{NAME})(?P<rest>(?:\s.*)?)")
_NAMED = re.compile(rf"(?P<name>{NAME})\s+{YEAR}(?P<rest>\s.*)")
_CODED = re.compile(rf"{_BEFORE}(?P<code>{BARE})\s*(?:\(\s*{YEAR}\s*\)|{EDITION}){_FURNITURE}")
_YEAR_CODED = re.compile(rf"{YEAR}\s+(?P<code>{BARE})")
_ALONE = re.compile(rf"(?P<name>{NAME})")
_YEAR_ALONE = re.compile(
    rf"[|(\[]?\s*(?:(?:(?:FOR\s+)?(?:(?:THE\s+)?(?:CALENDAR|TAX|FISCAL)\s+)?YEAR|EDITION):?\s+)?"
    rf"{YEAR}\s*[|)\]]?"
)
_EDITION_ALONE = re.compile(EDITION)
_PRINTED = re.compile(
    r"\(\s*(?:REV\.?\s*|R-)(?P<when>[0-9]{1,2}[-/][0-9]{2}(?:[-/][0-9]{2,4})?)[^()]{0,20}\)"
)
_EFFECTIVE = re.compile(
    r"(?:EFFECTIVE|IN FORCE)(?:\s+(?:DATE|FROM|AS OF|ON))?:?\s+(?P<when>.{4,30})"
)
_SUPERSEDED = re.compile(
    r"(?:THIS\s+[A-Z ]{1,40}\s)?(?:(?:IS|WAS|HAS BEEN)\s+)?(?:SUPERSEDED|REPLACED)\s+BY\b.*"
)
_DRAFT = re.compile(r"(?:CAUTION:?\s*)?DRAFT\s*(?:-+\s*NOT FOR FILING|AS OF)\b.*|DO NOT FILE")
_TITLE_WORD = re.compile(r"\s+(?!(?:Line|Part|Schedule|Form|Box|If|Or|And)\b)[A-Z][A-Za-z]")


def stated(line: str) -> list[Statement]:
    """What a line of a page states, each part at most once."""
    line = line[:LONGEST_LINE].rstrip()
    found = {(each.part, each.value): each for each in _all(line)}
    return list(found.values())


def titled(lines: Sequence[list[Statement]], follows: Sequence[bool]) -> list[list[Statement]]:
    """What lines state, given what each states by itself.

    A name alone and a year or an edition alone, in two lines that follow one another, are one
    title. ``follows`` says of each line whether it does follow the one before it.
    """
    pairs = zip([[], *lines], lines, follows, strict=False)
    joined = [close and _is_title(above, below) for above, below, close in pairs]
    return [
        [each._replace(manner=Manner.TITLED) for each in line] if as_second or as_first else line
        for line, as_second, as_first in zip(lines, joined, [*joined[1:], False], strict=False)
    ]


def _is_title(above: Sequence[Statement], below: Sequence[Statement]) -> bool:
    parts = [
        {each.part for each in line if each.manner is Manner.HEADED} for line in (above, below)
    ]
    dated = {Part.YEAR, Part.EDITION}
    return any(
        name == {Part.FORM} and date and date <= dated for name, date in (parts, parts[::-1])
    )


def _all(line: str) -> Iterator[Statement]:
    start = len(line) - len(line.lstrip())
    text = upper(line)
    match = (
        _FOOTER.fullmatch(text, start)
        or _going_on(_OPENING.fullmatch(text, start), line)
        or _going_on(_NAMED.fullmatch(text, start), line)
    )
    if match is not None:
        yield from _titled(match)
        return
    coded = _CODED.fullmatch(text, start) or _YEAR_CODED.fullmatch(text, start)
    if coded is not None:
        name = str(Name(Kind.FORM, coded["code"]))
        yield Statement(Part.FORM, name, Manner.TITLED, *coded.span("code"))
        yield from _dated(coded, Manner.TITLED)
        return
    yield from _alone(text, start)
    yield from _marks(text, start)


def _going_on(match: re.Match[str] | None, line: str) -> re.Match[str] | None:
    """The match, where nothing follows the name and year or what follows reads like a title."""
    if match is None or not match["rest"].strip():
        return match
    return match if _TITLE_WORD.match(line, match.start("rest")) else None


def _titled(match: re.Match[str]) -> Iterator[Statement]:
    name = name_of(match)
    if name is not None:
        yield Statement(Part.FORM, str(name), Manner.TITLED, *match.span("name"))
        yield from _dated(match, Manner.TITLED)


def _dated(match: re.Match[str], manner: Manner) -> Iterator[Statement]:
    groups = match.groupdict()
    if groups.get("year"):
        yield Statement(Part.YEAR, groups["year"], manner, *match.span("year"))
    if groups.get("revised"):
        number = MONTHS[groups["month"].lower()] if groups["month"] else int(groups["number"])
        if 1 <= number <= 12:
            value = f"{groups['revised']}-{number:02}"
            yield Statement(Part.EDITION, value, manner, *match.span("revised"))


def _alone(text: str, start: int) -> Iterator[Statement]:
    match = _ALONE.fullmatch(text, start)
    name = name_of(match) if match else None
    if match is not None and name is not None:
        yield Statement(Part.FORM, str(name), Manner.HEADED, *match.span("name"))
    for pattern in (_YEAR_ALONE, _EDITION_ALONE):
        match = pattern.fullmatch(text, start)
        if match is not None:
            yield from _dated(match, Manner.HEADED)


def _marks(text: str, start: int) -> Iterator[Statement]:
    for printed in _PRINTED.finditer(text):
        value = _printed(printed["when"])
        if value is not None:
            yield Statement(Part.DATE, value, Manner.HEADED, *printed.span("when"))
    effective = _EFFECTIVE.match(text, start)
    if effective is not None:
        days = dates_in(text[slice(*effective.span("when"))])
        if days and len(days[0].days) == 1:
            value = days[0].days[0].isoformat()
            yield Statement(Part.DATE, value, Manner.HEADED, *effective.span("when"))
    for part, pattern in ((Part.SUPERSEDED, _SUPERSEDED), (Part.DRAFT, _DRAFT)):
        if pattern.fullmatch(text, start):
            yield Statement(part, text[start:].strip()[:80], Manner.HEADED, start, len(text))


def _printed(when: str) -> str | None:
    """``12/20`` as 2020-12, ``08-23-21`` as 2021-08-23: makers of forms put the month first."""
    parts = re.split(r"[-/]", when)
    try:
        day = dt.date(year_of(parts[-1]), int(parts[0]), int(parts[1]) if len(parts) == 3 else 1)
    except ValueError:
        return None
    return day.isoformat() if len(parts) == 3 else day.isoformat()[:7]
