"""Catalogues to judge a label against: its code among others, among siblings, or missing."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from label_pictures import SHAPES, code_of

from judges import Candidate, Labels, Outcome, Query, Reading, Vocabulary, build_judge
from judges.codes import compact, fold
from modalities import Image

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LABEL = Image(np.zeros((1, 1, 3), np.uint8), "", "a label")
"""Stands for the picture that was read."""
TWINS = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}


@dataclass(frozen=True)
class Codes:
    """A catalogue of codes, as a judge sees it."""

    codes: tuple[str, ...]

    @property
    def revision(self) -> str:
        return str(hash(self.codes))

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {each: Labels() for each in ids}

    def facts(self, _fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return [(code, {"model_code": code}) for code in self.codes]

    def readings(self, _ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {}


def siblings(code: str) -> tuple[str, ...]:
    """All codes that differ from this one in one letter or one digit."""
    return tuple(
        code[:place] + other + code[place + 1 :]
        for place, own in enumerate(code)
        if own.isalnum()
        for other in (LETTERS if own.isalpha() else "0123456789")
        if other != own
    )


def twins(code: str) -> tuple[str, ...]:
    """Codes with one letter for a digit that looks like it, or the other way round."""
    return tuple(
        code[:place] + TWINS[own] + code[place + 1 :]
        for place, own in enumerate(code)
        if own in TWINS
    )


def misread(code: str, found: Sequence[Reading]) -> tuple[str, ...]:
    """What was read in place of the code: all that looks like it or differs in one character."""
    own = compact(code)
    read = dict.fromkeys(compact(each.value) for each in found)
    return tuple(
        other
        for other in read
        if other != own
        and (
            fold(other) == fold(own)
            or (len(other) == len(own) and sum(map(str.__ne__, other, own)) == 1)
        )
    )


def of_shape(code: str, count: int) -> tuple[str, ...]:
    """Other codes of the same shape, always the same ones."""
    shape = "".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in code)
    rng = random.Random(f"of shape {code}")
    return tuple({code_of(shape, rng) for _ in range(count)} - {code})


def of_all_shapes(code: str, each: int) -> tuple[str, ...]:
    """Other codes, so many of every shape, always the same ones."""
    rng = random.Random(f"of all shapes {code}")
    return tuple({code_of(shape, rng) for shape in SHAPES for _ in range(each)} - {code})


class Trial(NamedTuple):
    """A catalogue, and the codes of it that are judged."""

    title: str
    codes: tuple[str, ...]
    judged: tuple[str, ...]


def trials(code: str, found: Sequence[Reading]) -> Iterator[Trial]:
    """What a label is tried on; several of one title are tried one after another."""
    near, alike = siblings(code), twins(code)
    kin, many = of_shape(code, 40), of_all_shapes(code, 20)
    yield Trial("code, 40 of its shape", (code, *kin), (code, *kin))
    yield Trial("code, 340 of 17 shapes", (code, *many), (code,))
    yield Trial("code, all siblings", (code, *near), (code, *near))
    every = (*near, *alike)
    yield Trial("code, these, letters for digits", (code, *every), (code, *every))
    yield Trial("no code, all these", every, every)
    for other in misread(code, found):
        yield Trial("no code, what was misread, 40", (other, *kin), (other,))
    for other in alike:
        yield Trial("no code, one letter for digit, 40", (other, *kin), (other,))
        yield Trial("no code, one letter for digit, 340", (other, *many), (other,))


def confirmed(trial: Trial, found: Sequence[Reading], options: Mapping[str, Any]) -> set[str]:
    """Those of the codes judged that are confirmed."""
    judge = build_judge("code", {"use": "model_code", **options}, Vocabulary())
    query = Query(
        (LABEL,),
        catalogue=Codes(trial.codes),
        read=lambda kind: [each for each in found if each.kind == kind],
    )
    candidates = [Candidate(code, {"model_code": code}) for code in trial.judged]
    verdicts = judge.judge(query, candidates)
    pairs = zip(candidates, verdicts, strict=True)
    return {candidate.id for candidate, verdict in pairs if verdict.outcome is Outcome.CONFIRM}
