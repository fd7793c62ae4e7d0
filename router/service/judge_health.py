"""Which judges did nothing but fail lately: no answer is wrong for it, but answers are missing."""

import threading
from collections.abc import Mapping

from judges import Outcome
from router.answer import Answer


class JudgeHealth:
    """Counts each judge's searches in which it failed for every candidate. Safe for threads."""

    def __init__(self) -> None:
        self._failing: dict[str, int] = {}
        self._lock = threading.Lock()

    def searched(self, answer: Answer) -> None:
        """One search was answered."""
        with self._lock:
            for tally in answer.telemetry.judges:
                if tally.counts[Outcome.FAILURE] == tally.considered:
                    self._failing[tally.judge] = self._failing.get(tally.judge, 0) + 1
                else:
                    self._failing.pop(tally.judge, None)

    def why_not(self) -> Mapping[str, str]:
        """By judge that fails, since when, in words."""
        with self._lock:
            return {
                judge: "it failed for every candidate of "
                + ("the last search" if count == 1 else f"the last {count} searches")
                for judge, count in sorted(self._failing.items())
            }
