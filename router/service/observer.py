"""Whoever is told of what a service does: metrics, a history for the page, what judges fail."""

from modalities import Modality
from router.answer import Answer
from router.config import Config

from .history import History
from .judge_health import JudgeHealth
from .metrics import Metrics


class Observer:
    """All that watches one service. Safe for threads."""

    def __init__(self, config: Config) -> None:
        uses = {name: judge.options.use for name, judge in config.judges.items()}
        self.metrics = Metrics(uses)
        self.judges = JudgeHealth()
        self.history = History(uses, config.spec.fanout.k)

    def searched(self, answer: Answer) -> None:
        self.metrics.searched(answer)
        self.history.searched(answer)
        self.judges.searched(answer)

    def embedded(self, space: str, modality: Modality, media: int) -> None:
        self.metrics.embedded(space, modality, media)

    def read(self, kind: str, remembered: bool) -> None:
        self.metrics.read(kind, remembered)
