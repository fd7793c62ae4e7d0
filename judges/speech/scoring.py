"""How surely a code was heard, symbol by symbol, beside every code that it could have been."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .spelling import Part, Spelled
from .symbol_words import LETTERS, NUMBERS, TENS
from .whisper import Sound, Step, Whisper

_SYMBOLS = re.compile(r" ?(?:[A-Z]|[0-9]{1,3})")
_FULL_STOPS = frozenset({".", "..", "...", "!", "?"})
_ALIKE = str.maketrans({"O": "0"})
TWINS = ("O", "0")
"""The letter and the digit that are both called *oh*."""
MORE = "…"
"""Stands for whatever could follow a code."""


class Symbol(NamedTuple):
    """One place of a code: how likely its symbol is, and what else it could be."""

    symbol: str
    probability: float
    """That it is this symbol or is said like it."""
    rivals: Mapping[str, float]
    """For the letter O and the digit 0, how likely it is the other of the two stands here too."""


def alike(code: str) -> str:
    """One form for codes that are said alike: the letter O and the digit 0."""
    return code.translate(_ALIKE)


def score(whisper: Whisper, sound: Sound, spelled: Spelled) -> list[Symbol]:
    """Each symbol of a code, and its end, given the sound and the symbols before it.

    The decoder is led through the code, in the words that it was understood in, with hyphens
    between letters and digits. At each place the probabilities of all tokens that begin a symbol
    are normalised; where they do not agree with the code is a rival. A code that first differs at
    a place is at most as likely as its symbol there.
    """
    code = spelled.code
    rivals: list[dict[str, float]] = [defaultdict(float) for _ in range(len(code) + 1)]
    *steps, end = whisper.along(sound, _pieces(spelled))
    for at, step in _places(spelled.parts, steps):
        for token, share in _shares(step, _beginnings(whisper).of(step)):
            place = _first_difference(code, at, token)
            if place is not None:
                rivals[place][token[place - at]] += share
    rivals[-1][MORE] += _goes_on(whisper, end)
    return [
        Symbol(
            symbol,
            min(1.0, max(0.0, 1 - sum(others.values()))),
            {**others, **(_twin(whisper, sound, spelled, place) if symbol in TWINS else {})},
        )
        for place, (symbol, others) in enumerate(zip([*code, ""], rivals, strict=True))
    ]


def _pieces(spelled: Spelled) -> list[str]:
    """What is written for each part, and before it what separates it from what comes before."""
    pieces, parts = [], spelled.parts
    for at, part in enumerate(parts):
        if at == 0:
            pieces += [f" {spelled.before}" if spelled.before else "", f" {part.written}"]
            continue
        is_spelled = not part.is_word and not parts[at - 1].is_word
        pieces += ["-", part.written] if is_spelled else ["", f" {part.written}"]
    return pieces


def _places(parts: Sequence[Part], steps: Sequence[Step]) -> Iterator[tuple[int, Step]]:
    """The steps at which a symbol begins, each with the symbol's place in the code.

    Of a word, that is its first token; digits that stand together may be several tokens.
    """
    starts = np.cumsum([0, *(len(part.symbols) for part in parts)]).tolist()
    begun: dict[int, int] = {}
    for step in steps:
        which, is_written = divmod(step.piece, 2)
        if not is_written or (which in begun and parts[which].is_word):
            continue
        at = begun.get(which, starts[which])
        yield at, step
        begun[which] = at + len(step.token.strip())


def _first_difference(code: str, at: int, token: str) -> int | None:
    """The place where a code that goes on with this token first differs, if anywhere.

    Of digits that stand together, a token may be some or all.
    """
    for place, symbol in enumerate(token, start=at):
        if place == len(code) or alike(symbol) != alike(code[place]):
            return place
    return None


def _shares(step: Step, tokens: Mapping[int, str]) -> Iterator[tuple[str, float]]:
    """The symbols of each token, and its probability if one of them or the text's own it is.

    ``double`` is no symbol by itself: where the text has it, that agrees with any code.
    """
    names = {step.number: "", **tokens}
    logits = step.logits[list(names)]
    shares = np.exp(logits - logits.max())
    yield from zip(names.values(), (shares / shares.sum()).tolist(), strict=True)


def _goes_on(whisper: Whisper, end: Step) -> float:
    """How likely a further symbol is after the last one."""
    names = whisper.vocabulary
    shares = np.exp(end.logits - end.logits.max())
    further = {at for at, name in enumerate(names) if name == "-"}
    further |= {*_beginnings(whisper).after_space, *_beginnings(whisper).after_hyphen}
    final = [whisper.end, *(at for at, name in enumerate(names) if name in _FULL_STOPS)]
    goes_on, ends = shares[sorted(further)].sum(), shares[final].sum()
    return float(goes_on / (goes_on + ends))


def _twin(whisper: Whisper, sound: Sound, spelled: Spelled, place: int) -> Mapping[str, float]:
    """How likely the symbol at a place is the other one of O and 0.

    Here every symbol is written by itself, as only so the decoder weighs the two.
    """
    start = spelled.code[: place + 1]
    alone = Spelled(spelled.before, tuple(Part(symbol, symbol) for symbol in start))
    step = whisper.along(sound, _pieces(alone))[-2]
    tokens = _beginnings(whisper).of(step)
    of_two = {number: name for number, name in tokens.items() if name in TWINS}
    shares = dict.fromkeys(TWINS, 0.0)
    for name, share in _shares(step, of_two):
        shares[name] += share
    return {name: share for name, share in shares.items() if name != start[-1]}


class _Beginnings(NamedTuple):
    """Tokens that begin what stands for symbols, and the symbols."""

    after_space: Mapping[int, str]
    after_hyphen: Mapping[int, str]

    def of(self, step: Step) -> Mapping[int, str]:
        return self.after_space if step.token.startswith(" ") else self.after_hyphen


@lru_cache(maxsize=4)
def _beginnings(whisper: Whisper) -> _Beginnings:
    found = [(at, name) for at, name in enumerate(whisper.vocabulary) if _SYMBOLS.fullmatch(name)]
    # Tens stand for their first digit, as a unit may follow.
    words = {**LETTERS, **NUMBERS, **{word: digits[0] for word, digits in TENS.items()}}
    spoken = {
        whisper.first_token(f" {form}"): symbols
        for word, symbols in words.items()
        for form in (word, word.capitalize())
    }
    return _Beginnings(
        {**spoken, **{at: name.strip() for at, name in found if name[0] == " "}},
        {at: name for at, name in found if name[0] != " "},
    )
