"""The storefront demo: what a space alone would have answered, and what judges confirm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .answer import Answer, Dossier
from .errors import ManifestError
from .evaluation import Evaluation, Mark, Marked, evaluation_data, mark, mark_answer
from .questions import BadQuestion, Question, read_questions
from .report import Data, answer_data, fate_words
from .router import Router

SHOWN = 3
"""How many of the space's own answers a question shows."""


class Files(NamedTuple):
    """What the demo is made of."""

    catalogue: Path
    questions: Path
    config: Path
    store: Path


def find_files(*roots: Path) -> Files | None:
    """The demo's files in the first of these folders that has them."""
    for root in roots:
        folder = root / "examples" / "storefront"
        files = Files(
            folder / "catalogue.jsonl",
            folder / "questions.jsonl",
            root / "configs" / "storefront.yaml",
            root / ".storefront",
        )
        if all(path.is_file() for path in files[:3]):
            return files
    return None


class Score(NamedTuple):
    """How one way of answering did on all questions."""

    right_item: int
    rightly_nothing: int
    wrong_item: int
    missed: int


class NearItem(NamedTuple):
    """One item that the space alone would have answered with, and what judges made of it."""

    id: str
    rank: int
    score: float
    """Cosine similarity."""
    is_right: bool
    is_returned: bool
    dossier: Dossier | None
    """None where it was not judged."""


@dataclass(frozen=True)
class Episode:
    """One question of the demo."""

    question: Question
    answer: Answer
    marked: Marked

    @property
    def near(self) -> tuple[NearItem, ...]:
        """The space's own answers, nearest first."""
        return tuple(
            self._near(near.id, near.rank, near.score)
            for near in self.answer.telemetry.nearest[:SHOWN]
        )

    @property
    def is_as_promised(self) -> bool:
        return self.marked.mark is Mark.CORRECT

    @property
    def space_mark(self) -> Mark:
        """How the space alone did, had its nearest been the answer."""
        return mark((each.id for each in self.near[:1]), self.question.expect)

    def _near(self, item_id: str, rank: int, score: float) -> NearItem:
        return NearItem(
            item_id,
            rank,
            score,
            item_id in self.question.expect,
            item_id in self.marked.returned,
            self.answer.dossier(item_id),
        )


def load_questions(path: Path) -> list[Question]:
    """The demo's questions. Raises ManifestError where any of them is bad."""
    questions = []
    for line in read_questions(path):
        if isinstance(line, BadQuestion):
            raise ManifestError(line.message)
        questions.append(line)
    return questions


def ask(router: Router, questions: Sequence[Question]) -> Iterator[Episode]:
    """Asks them one after the other."""
    for question in questions:
        answer = router.search(question.request())
        yield Episode(question, answer, mark_answer(question, answer))


def score(episodes: Sequence[Episode], marks: Sequence[Mark]) -> Score:
    """Marks of episodes, counted; a question that expects nothing is right in its own way."""
    expecting = [bool(episode.question.expect) for episode in episodes]
    right = [went is Mark.CORRECT for went in marks]
    return Score(
        right_item=sum(a and b for a, b in zip(right, expecting, strict=True)),
        rightly_nothing=sum(a and not b for a, b in zip(right, expecting, strict=True)),
        wrong_item=sum(went is Mark.WRONG for went in marks),
        missed=sum(went is Mark.MISSED for went in marks),
    )


def scores(episodes: Sequence[Episode]) -> dict[str, Score]:
    """The judged answers, and the space alone where its nearest is taken for the answer."""
    return {
        "judged": score(episodes, [episode.marked.mark for episode in episodes]),
        "space_alone": score(episodes, [episode.space_mark for episode in episodes]),
    }


def demo_data(episodes: Sequence[Episode]) -> Data:
    """The whole demo as plain data."""
    return {
        "questions": [_episode_data(episode) for episode in episodes],
        "scores": {who: each._asdict() for who, each in scores(episodes).items()},
        "summary": evaluation_data(Evaluation([episode.marked for episode in episodes])),
    }


def _episode_data(episode: Episode) -> Data:
    question, near = episode.question, episode.near
    return {
        "ask": question.ask,
        "teaches": question.teaches,
        "media": [{"kind": entry.kind, "content": entry.content} for entry in question.media],
        "expect": sorted(question.expect),
        "as_promised": episode.is_as_promised,
        "space_alone": [
            {
                "id": each.id,
                "rank": each.rank,
                "score": each.score,
                "right": each.is_right,
                "returned": each.is_returned,
                "judge": each.dossier.decisive.judge if each.dossier else None,
                "why": fate_words(each.dossier) if each.dossier else None,
            }
            for each in near
        ],
        "answer": answer_data(episode.answer),
    }
