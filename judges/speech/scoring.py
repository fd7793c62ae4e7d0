"""How surely a code was heard, symbol by symbol, beside every code that it could have been."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .whisper import Sound, Step, Whisper

_PIECE = re.compile(r"[A-Z]|[0-9]+")
_SYMBOLS = re.compile(r" ?(?:[A-Z]|[0-9]{1,3})")
_ALIKE = str.maketrans({"O": "0"})
_FULL_STOPS = frozenset({".", "..", "...", "!", "?"})
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


def score(whisper: Whisper, sound: Sound, code: str) -> list[Symbol]:
    """Each symbol of a code, and its end, given the sound and the symbols before it.

    The decoder is led through the code, spelled with hyphens. At each place the probabilities of
    all tokens that are symbols are normalised; where they do not agree with the code is a rival. A
    code that first differs at a place is at most as likely as its symbol there.
    """
    text = " " + "-".join(_PIECE.findall(code))
    rivals: list[dict[str, float]] = [defaultdict(float) for _ in range(len(code) + 1)]
    *steps, end = whisper.along(sound, text)
    tokens = _symbol_tokens(whisper)
    at = 0
    for step in steps:
        symbols = step.token.strip()
        if symbols.isalnum():
            for token, share in _shares(step, tokens[step.token.startswith(" ")]):
                place = _first_difference(code, at, token)
                if place is not None:
                    rivals[place][token[place - at]] += share
            at += len(symbols)
    rivals[-1][MORE] += _goes_on(whisper, end)
    return [
        Symbol(
            symbol,
            min(1.0, max(0.0, 1 - sum(others.values()))),
            {**others, **(_twin(whisper, sound, code[: place + 1]) if symbol in TWINS else {})},
        )
        for place, (symbol, others) in enumerate(zip([*code, ""], rivals, strict=True))
    ]


def _twin(whisper: Whisper, sound: Sound, start: str) -> Mapping[str, float]:
    """How likely the last symbol is the other one of O and 0, for a code that goes on after it.

    Here every symbol is spelled by itself, as only so the decoder weighs the two.
    """
    step = whisper.along(sound, " " + "-".join(start))[-2]
    tokens = _symbol_tokens(whisper)[step.token.startswith(" ")]
    of_two = {id_: name for id_, name in tokens.items() if name in TWINS}
    return {name: share for name, share in _shares(step, of_two) if name != start[-1]}


def _first_difference(code: str, at: int, token: str) -> int | None:
    """The place where a code that goes on with this token first differs, if anywhere.

    Of digits that stand together, a token may be some or all.
    """
    for place, symbol in enumerate(token, start=at):
        if place == len(code) or alike(symbol) != alike(code[place]):
            return place
    return None


def _shares(step: Step, tokens: Mapping[int, str]) -> Iterator[tuple[str, float]]:
    """The probability of each token among them, if one of them it is."""
    logits = step.logits[list(tokens)]
    shares = np.exp(logits - logits.max())
    yield from zip(tokens.values(), (shares / shares.sum()).tolist(), strict=True)


def _goes_on(whisper: Whisper, end: Step) -> float:
    """How likely a further symbol is after the last one."""
    names = whisper.vocabulary
    shares = np.exp(end.logits - end.logits.max())
    further = [at for at, name in enumerate(names) if name == "-" or _SYMBOLS.fullmatch(name)]
    final = [whisper.end, *(at for at, name in enumerate(names) if name in _FULL_STOPS)]
    goes_on, ends = shares[further].sum(), shares[final].sum()
    return float(goes_on / (goes_on + ends))


@lru_cache(maxsize=4)
def _symbol_tokens(whisper: Whisper) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Tokens that are a letter or digits: those that follow a hyphen, and those after a space."""
    found = [(at, name) for at, name in enumerate(whisper.vocabulary) if _SYMBOLS.fullmatch(name)]
    return (
        {at: name for at, name in found if name[0] != " "},
        {at: name.strip() for at, name in found if name[0] == " "},
    )
