"""Which forms the codes of a catalogue have, and what a reading can be among them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Annotated

from pydantic import Field

from .codes import compact

Pattern = Annotated[str, Field(pattern=r"^[A9]+([-/._ ][A9]+)*$", min_length=4, max_length=32)]
"""The shape of codes as a config states it: A for a letter, 9 for a digit, such as ``AA-9999``."""

TWINS = {"0": "O", "1": "I"}
"""Digits, and the letters that many typefaces print alike. Readers take such a letter for the digit
and hardly ever the digit for the letter."""
_LEARNED_FROM = 3
"""Codes of one shape, from which digits alone or letters alone are learned to be codes."""
_MOST_RIVALS = 8
"""A reading with more doubtful characters is not followed up."""


def shape(code: str) -> str:
    """A for each letter and 9 for each digit, no separators: ``WX-4410B`` gives ``AA9999A``."""
    return "".join("9" if char.isdigit() else "A" for char in compact(code))


def is_bare(code: str) -> bool:
    """Whether it is digits alone or letters alone."""
    return len(set(shape(code))) == 1


class Shapes:
    """The shapes that codes have: those of a catalogue's codes, and those declared. Immutable.

    Numbers and words are everywhere in print, so a bare shape is learned from three codes at least.
    """

    def __init__(self, codes: Iterable[str], declared: Iterable[str] = ()) -> None:
        """``declared`` are shapes themselves, or codes that have them."""
        learned, stated = Counter(map(shape, codes)), frozenset(map(shape, declared))
        often = {each for each, count in learned.items() if count >= _LEARNED_FROM}
        self._bare = frozenset(filter(is_bare, often | stated))
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for each in sorted(learned.keys() | stated):
            self._by_length[len(each)].append(each)

    @property
    def any_are_bare(self) -> bool:
        """Whether some codes are known to be digits or letters alone."""
        return bool(self._bare)

    def vouch_for(self, code: str) -> bool:
        """Whether a code that is digits or letters alone is known to look like one here."""
        return not is_bare(code) or shape(code) in self._bare

    def begin_with(self, start: str, more: int = 0) -> bool:
        """Whether some code of a known shape begins so, and has ``more`` characters at least."""
        own = shape(start)
        return any(
            each.startswith(own)
            for length, shapes in self._by_length.items()
            if length >= len(own) + more
            for each in shapes
        )

    def possible(
        self, code: str, rivals: Mapping[str, Iterable[str]], *, twins: bool
    ) -> frozenset[str]:
        """What may have been printed where ``code`` was read, compact, of such a shape.

        ``rivals`` gives, for a place in the compact code, the characters that the reader holds
        possible there as well. With ``twins`` a 0 may always be an O, and a 1 an I. Empty also
        where too much is in doubt to say.
        """
        if sum(map(bool, rivals.values())) > _MOST_RIVALS:
            return frozenset()
        options = [
            {own, *rivals.get(str(place), ()), *(TWINS.get(own, "") if twins else "")}
            for place, own in enumerate(compact(code))
        ]
        return frozenset(
            "".join(chosen)
            for each in self._by_length.get(len(options), ())
            for chosen in product(*map(_of_class, options, each))
        )


def _of_class(characters: Iterable[str], wanted: str) -> list[str]:
    return [char for char in characters if shape(char) == wanted]
