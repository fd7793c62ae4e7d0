"""How right a config is on questions whose answers are known, beside the space alone.

Per question:

- *answered*: something was returned;
- *correct*: everything returned is expected, and something is; or nothing is expected and
  nothing was returned;
- *wrong*: something was returned that is not expected;
- *missed*: nothing was returned although something is expected.

Every question is correct, wrong or missed. Over all questions:

- *precision*: the share of the answered questions that are correct;
- *coverage*: the share of the questions that expect something that were answered;
- *top-1* and *recall@k* of the space alone: the share of the questions that have media and expect
  something where an expected item is the nearest, or among the ``k`` nearest, of the lane that
  ``Telemetry.nearest`` describes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add
from typing import NamedTuple

import numpy as np

from judges.graph import JudgeTally

from .answer import Answer, Dossier
from .questions import Question
from .report import Data, dossier_data, tally_data

DEPTHS = (5, 20, 50)
"""The ``k`` of recall@k. Telemetry keeps the 50 nearest."""


class Mark(StrEnum):
    """How one question went; see the module's docstring."""

    CORRECT = "correct"
    WRONG = "wrong"
    MISSED = "missed"


def mark(returned: Iterable[str], expected: frozenset[str]) -> Mark:
    """How an answer compares with what was expected."""
    found = frozenset(returned)
    if found - expected:
        return Mark.WRONG
    return Mark.CORRECT if found or not expected else Mark.MISSED


class Lost(NamedTuple):
    """Where the expected item of a missed question was dropped."""

    judge: str
    outcome: str
    reason: str


NEVER_CONSIDERED = Lost("-", "-", "never_considered")
"""The catalogue lacks it, the asker may not see it, or the budget ended before it was proposed."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One question and how it went. Small: the answer itself is not kept."""

    question: Question
    mark: Mark
    returned: tuple[str, ...]
    nearest_rank: int | None
    """Rank of the nearest expected item in the space alone, from 1; None where it is not among
    the 50 nearest."""
    seconds: float
    """The search alone: media were loaded before."""
    tallies: tuple[JudgeTally, ...]
    wrongly: tuple[Dossier, ...]
    """The dossiers of what should not have been returned."""
    lost: Lost | None
    """For a missed question, where the expected item that came furthest was dropped."""


def mark_answer(question: Question, answer: Answer) -> Marked:
    """How one question went."""
    returned = tuple(item.id for item in answer.items)
    went = mark(returned, question.expect)
    ranks = (near.rank for near in answer.telemetry.nearest if near.id in question.expect)
    wrongly = (answer.dossier(id_) for id_ in returned if id_ not in question.expect)
    return Marked(
        question=question,
        mark=went,
        returned=returned,
        nearest_rank=min(ranks, default=None),
        seconds=answer.telemetry.seconds["total"],
        tallies=answer.telemetry.judges,
        wrongly=tuple(dossier for dossier in wrongly if dossier is not None),
        lost=_lost(question, answer) if went is Mark.MISSED else None,
    )


def _lost(question: Question, answer: Answer) -> Lost:
    found = (answer.dossier(id_) for id_ in sorted(question.expect))
    dossiers = [dossier for dossier in found if dossier is not None]
    if not dossiers:
        return NEVER_CONSIDERED
    last = max(dossiers, key=lambda dossier: len(dossier.steps)).telling
    return Lost(last.judge, str(last.finding.outcome), last.finding.reason)


class SpaceAlone(NamedTuple):
    """What the space would have answered without judges."""

    questions: int
    """Questions that have media and expect something."""
    top1: float | None
    """Share in [0, 1]; None where there is no such question."""
    recall: Mapping[int, float | None]
    """By ``k``, likewise."""


@dataclass(frozen=True)
class Evaluation:
    """How all questions went."""

    marked: Sequence[Marked]

    def count(self, went: Mark) -> int:
        return sum(each.mark is went for each in self.marked)

    @property
    def answered(self) -> int:
        return sum(bool(each.returned) for each in self.marked)

    @property
    def expecting(self) -> int:
        """Questions that expect something."""
        return sum(bool(each.question.expect) for each in self.marked)

    @property
    def precision(self) -> float | None:
        """Share in [0, 1]; None where nothing was answered."""
        right = sum(bool(each.returned) and each.mark is Mark.CORRECT for each in self.marked)
        return _share(right, self.answered)

    @property
    def coverage(self) -> float | None:
        """Share in [0, 1]; None where no question expects anything."""
        answered = sum(bool(each.returned and each.question.expect) for each in self.marked)
        return _share(answered, self.expecting)

    @property
    def space_alone(self) -> SpaceAlone:
        ranks = [
            each.nearest_rank
            for each in self.marked
            if each.question.media and each.question.expect
        ]

        def within(k: int) -> float | None:
            return _share(sum(rank is not None and rank <= k for rank in ranks), len(ranks))

        return SpaceAlone(len(ranks), within(1), {k: within(k) for k in DEPTHS})

    @property
    def tallies(self) -> tuple[JudgeTally, ...]:
        """What each judge did over all questions."""
        by_judge: dict[str, list[JudgeTally]] = {}
        for each in self.marked:
            for tally in each.tallies:
                by_judge.setdefault(tally.judge, []).append(tally)
        return tuple(reduce(add, tallies) for tallies in by_judge.values())

    @property
    def lost(self) -> Mapping[Lost, int]:
        """Where the missed questions lost their item, most frequent first."""
        counts = Counter(each.lost for each in self.marked if each.lost is not None)
        return dict(counts.most_common())

    def seconds(self, percentile: float) -> float | None:
        """A percentile of the seconds that one search took."""
        if not self.marked:
            return None
        return float(np.percentile([each.seconds for each in self.marked], percentile))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def evaluation_data(evaluation: Evaluation) -> Data:
    """The same as plain data."""
    alone = evaluation.space_alone
    return {
        "questions": len(evaluation.marked),
        "expecting": evaluation.expecting,
        "returned": evaluation.answered,
        **{str(went): evaluation.count(went) for went in Mark},
        "precision": evaluation.precision,
        "coverage": evaluation.coverage,
        "space_alone": {
            "questions": alone.questions,
            "top1": alone.top1,
            **{f"recall{k}": share for k, share in alone.recall.items()},
        },
        "judges": [tally_data(tally) for tally in evaluation.tallies],
        "latency": {"p50": evaluation.seconds(50), "p95": evaluation.seconds(95)},
        "lost_at": [{**lost._asdict(), "count": count} for lost, count in evaluation.lost.items()],
        "wrong_answers": [
            {
                "where": each.question.where,
                "expect": sorted(each.question.expect),
                "returned": list(each.returned),
                "dossiers": [dossier_data(dossier) for dossier in each.wrongly],
            }
            for each in evaluation.marked
            if each.mark is Mark.WRONG
        ],
    }
