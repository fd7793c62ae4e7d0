"""Judges that lean on something outside this process, asked before a search asks them."""

import threading
from collections.abc import Callable, Mapping
from time import monotonic

import structlog

from judges import AnyJudge, Probed

log = structlog.get_logger("service")

_FRESH = 5.0
"""Seconds for which what a judge said holds."""
_PATIENCE = 1.0
"""Seconds after which a judge that has not said anything counts as not ready."""


class JudgeProbes:
    """What judges say of themselves. Safe for threads.

    Each is asked on a thread of its own, at most every few seconds and only when somebody wants to
    know, and is not waited for longer than a moment.
    """

    def __init__(
        self, judges: Mapping[str, AnyJudge], clock: Callable[[], float] = monotonic
    ) -> None:
        """``clock``: seconds by which what was said grows old."""
        self._probes = {
            name: _Probe(name, judge, clock)
            for name, judge in judges.items()
            if isinstance(judge, Probed)
        }

    def why_not(self) -> Mapping[str, str]:
        """By judge that cannot be asked now, why."""
        for probe in self._probes.values():
            probe.refresh()
        found = {name: probe.why_not() for name, probe in self._probes.items()}
        return {name: why for name, why in found.items() if why is not None}


class _Probe:
    """One judge, and what it said last."""

    def __init__(self, name: str, judge: Probed, clock: Callable[[], float]) -> None:
        self._name, self._judge, self._clock = name, judge, clock
        self._lock = threading.Lock()
        self._answered = threading.Event()
        self._asked_at: float | None = None
        self._given_up = 0.0
        self._why: str | None = None

    def refresh(self) -> None:
        """Ask again where what was said is old, and nobody is asking."""
        with self._lock:
            if self._asked_at is not None and (
                not self._answered.is_set() or self._clock() < self._asked_at + _FRESH
            ):
                return
            self._asked_at = self._clock()
            self._given_up = monotonic() + _PATIENCE
            self._answered.clear()
        threading.Thread(target=self._ask, name=f"probe-{self._name}", daemon=True).start()

    def why_not(self) -> str | None:
        if not self._answered.wait(max(0.0, self._given_up - monotonic())):
            return f"what it asks has not answered within {_PATIENCE:g} s"
        return self._why

    def _ask(self) -> None:
        why: str | None = "it crashed when it was asked whether it is ready"
        try:
            why = self._judge.ready()
        except Exception:
            log.exception("judge.probe_failed", judge=self._name)
        self._why = why
        self._answered.set()
