"""What an ingest says while it runs and when it has ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import structlog

from router.manifest import BadItem

log = structlog.get_logger()


class Outcome(StrEnum):
    """What became of one manifest line, or of an item that no line names any more."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Progress:
    """One item is done. For a stored one: it is on the disk, whole, and stays there."""

    outcome: Outcome
    id: str | None
    """None for a bad line that does not say."""
    done: int
    """Lines done so far."""
    total: int
    """About how many lines there are."""


@dataclass
class IngestReport:
    """What an ingest did."""

    stored: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: list[BadItem] = field(default_factory=list)
    seconds: float = 0.0
    deletion_skipped: bool = False
    """A line did not say which item it is, so no item could be told to be missing."""


class Tally:
    """Keeps the report and tells whoever listens."""

    def __init__(self, total: int, on_progress: Callable[[Progress], None]) -> None:
        self.report = IngestReport()
        self._total = total
        self._on_progress = on_progress
        self._done = 0

    def stored(self, item_id: str) -> None:
        self.report.stored += 1
        self._tell(Outcome.STORED, item_id)

    def unchanged(self, item_id: str) -> None:
        self.report.unchanged += 1
        self._tell(Outcome.UNCHANGED, item_id)

    def failed(self, bad: BadItem) -> None:
        self.report.failed.append(bad)
        log.info("ingest.failed", id=bad.id, message=bad.message)
        self._tell(Outcome.FAILED, bad.id)

    def deleted(self, item_id: str) -> None:
        self.report.deleted += 1
        self._tell(Outcome.DELETED, item_id)

    def _tell(self, outcome: Outcome, item_id: str | None) -> None:
        if outcome is not Outcome.DELETED:
            self._done += 1
        log.debug("ingest.item", id=item_id, outcome=outcome.value)
        self._on_progress(Progress(outcome, item_id, self._done, max(self._total, self._done)))
