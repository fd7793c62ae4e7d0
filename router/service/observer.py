"""Whoever is told of what a service does: metrics that others collect, a history for the page."""

from modalities import Modality
from router.answer import Answer
from router.config import Config

from .history import History
from .metrics import Metrics


class Observer:
    """Metrics and history of one service. Safe for threads."""

    def __init__(self, config: Config) -> None:
        uses = {name: judge.options.use for name, judge in config.judges.items()}
        self.metrics = Metrics(uses)
        self.history = History(uses, config.spec.fanout.k)

    def searched(self, answer: Answer) -> None:
        self.metrics.searched(answer)
        self.history.searched(answer)

    def embedded(self, space: str, modality: Modality, media: int) -> None:
        self.metrics.embedded(space, modality, media)

    def read(self, kind: str, remembered: bool) -> None:
        self.metrics.read(kind, remembered)
