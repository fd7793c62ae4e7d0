"""The vision-language judge: what a model says of the query's pictures when asked yes or no."""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from judges.candidate import Candidate
from judges.facts import Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.settings import SettingOption
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject
from modalities import Image

from .question import Question

_EITHER = 0.5
"""Probability that an answer must give to yes and no together to be one."""


class VisionLanguageOptions(Options):
    """YAML: ``{use: vision_language, model: ./vlm, question: 'Is this a {record.kind}?'}``."""

    model: SettingOption
    """A folder, or a hub id."""
    question: str = Field(min_length=1, max_length=2_000)
    """To be answered by yes or no; it may quote facts of the record, as ``{record.NAME}``."""
    revision: str | None = None
    """Of a hub id: a commit, best of all."""
    threshold: float = Field(default=0.9, gt=0.5, lt=1)
    """Probability of yes that confirms; as much for no rejects."""
    device: str | None = None
    """``cpu``, ``cuda`` or ``cuda:0``; without it, a GPU where there is one."""


class VisionLanguage(Judge[VisionLanguageOptions]):
    """Confirms where the model says yes of every picture of the query.

    It knows what things look like, and whatever is written in a picture can talk to it. So it
    vouches for resemblance and category, and can be given nothing else.
    """

    options_type: ClassVar[type[Options]] = VisionLanguageOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY, Truth.RESEMBLANCE})
    cost: ClassVar[float] = 10_000.0
    default_time_limit: ClassVar[float] = 120.0

    def __init__(self, name: str, options: VisionLanguageOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError or FactError for a question that quotes what it cannot."""
        super().__init__(name, options, vocabulary)
        self._question = Question(f"judges.{name}.question", options.question, vocabulary)

    @property
    def record_fields(self) -> frozenset[str]:
        return self._question.fields

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError where the model cannot be loaded."""
        pictures = [medium for medium in query.media if isinstance(medium, Image)]
        known: dict[str | None, Verdict] = {}
        verdicts = []
        for candidate in candidates:
            question = self._question.of(candidate.record)
            if question not in known:
                known[question] = self._verdict(pictures, question)
            verdicts.append(known[question])
        return verdicts

    def _verdict(self, pictures: Sequence[Image], question: str | None) -> Verdict:
        if not pictures:
            return abstain("no_picture")
        if question is None:
            return abstain("record_lacks_fact")
        from .engine import engine

        options = self.options
        asked = engine(self._model, options.revision, options.device)
        answers = [asked.odds(picture, question) for picture in pictures]
        yes = [round(each.yes, 4) for each in answers]
        shown = Evidence("query", "question", {"asked": question, "yes": yes})
        if any(each.either < _EITHER for each in answers):
            return abstain("no_answer", shown)
        if all(each.yes >= options.threshold for each in answers):
            return confirm("answered_yes", shown)
        if all(each.yes <= 1 - options.threshold for each in answers):
            return reject("answered_no", shown)
        return abstain("unsure", shown)

    @property
    def _model(self) -> str:
        """The folder that the config names, relative to its own, or else a hub id."""
        folder = self.options.model.path()
        return str(folder) if folder.is_dir() else self.options.model.text
