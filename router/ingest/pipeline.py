"""Two batches under way at once: the models embed one while the one before is read and stored."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from modalities import Medium
from router.store import MediumKey

from .loading import LoadedItem
from .making import Made, Makers


@dataclass(frozen=True, eq=False)
class _Underway:
    """A batch that the models were given."""

    batch: Sequence[LoadedItem]
    media: dict[MediumKey, Medium]
    fresh: dict[MediumKey, Medium]
    """Those that the batch before does not hold: the others are made only once."""
    embedding: Future[Made]


class Pipeline:
    """Keeps the models at work: neither reading nor storing waits for them, nor they for it."""

    def __init__(
        self, makers: Makers, model: Executor, store: Callable[[Sequence[LoadedItem], Made], None]
    ) -> None:
        """``model`` runs the embedding, one batch at a time; ``store`` takes what was made."""
        self._makers = makers
        self._model = model
        self._store = store
        self._underway: _Underway | None = None
        self._made = Made()
        """What became of the batch before the one under way."""

    def put(self, batch: Sequence[LoadedItem]) -> None:
        """Give the models a batch, then read and store the one before while they work."""
        media = {each.key: each.medium for item in batch for each in item.media}
        before = self._underway
        known = before.media if before else {}
        fresh = {key: medium for key, medium in media.items() if key not in known}
        embedding = self._model.submit(self._makers.embed, fresh)
        self._underway = _Underway(batch, media, fresh, embedding)
        if before:
            self._finish(before)

    def flush(self) -> None:
        """Read and store what is left."""
        if self._underway:
            self._finish(self._underway)
            self._underway = None

    def _finish(self, underway: _Underway) -> None:
        made = underway.embedding.result()
        self._makers.read(underway.fresh, made)
        for key in underway.media.keys() - underway.fresh.keys():
            made.take(key, self._made)
        self._made = made
        self._store(underway.batch, made)
