"""Whether searches can be answered now, and if not, because of which part."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import structlog

from .core import Data, ServiceCore
from .judge_probes import JudgeProbes
from .problems import problem_of, public
from .store_probe import SlowStoreError, StoreProbe

log = structlog.get_logger("service")

_LOADING = "loading"
_LEAST_FREE = 32 * 2**20
"""Bytes on the store's disk below which it counts as full."""


class Readiness:
    """Loads what a service needs, part by part, and tells how far that is. Safe for threads."""

    def __init__(self, core: ServiceCore) -> None:
        self._core = core
        self._loads: dict[str, Callable[[], None]] = {
            **{f"space {space.name}": space.warm_up for space in core.router.spaces},
            **{f"reader {kind}": reader.warm_up for kind, reader in core.router.readers.items()},
            "indexes": core.router.load_indexes,
        }
        self._probes = JudgeProbes(core.router.config.judges)
        self._store_probe = StoreProbe(core.check_store)
        self._why: dict[str, str | None] = dict.fromkeys(self._loads, _LOADING)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._loading = threading.Thread(target=self.load, name="warm-up", daemon=True)

    def load(self) -> None:
        """Load all parts, one after the other; one that fails is recorded and tried no more."""
        for part, load in self._loads.items():
            if self._stopping.is_set():
                return
            why = None
            try:
                load()
            except Exception as error:  # noqa: BLE001 - whatever keeps a part from loading is its state
                why = self._explained(part, error)
            with self._lock:
                self._why[part] = why

    def start(self) -> None:
        """``load`` beside everything else."""
        self._loading.start()

    def stop(self) -> None:
        """From now on the service is not ready, and loads no further part."""
        self._stopping.set()

    def wait(self, seconds: float) -> None:
        """For the part that is loading: a process that ends amid native code is aborted."""
        if self._loading.is_alive():
            self._loading.join(seconds)

    def report(self) -> Data:
        """All parts. The catalogue is looked at anew each time."""
        store = self._store()
        with self._lock:
            states = {"store": store, **self._why}
        if self._stopping.is_set():
            states["service"] = "stopping"
        needed = [_part(part, why, needed=True) for part, why in states.items()]
        others = [_part(part, why, needed=False) for part, why in self._hindered()]
        return {"ready": all(part["ready"] for part in needed), "parts": needed + others}

    def is_ready(self) -> bool:
        """Whether searches can be answered now."""
        return bool(self.report()["ready"])

    def _hindered(self) -> Iterator[tuple[str, str | None]]:
        """What searches are answered without: an answer may lack something, none is wrong."""
        yield "disk", self._disk()
        judges = {**self._core.observer.judges.why_not(), **self._probes.why_not()}
        for judge, why in sorted(judges.items()):
            yield f"judge {judge}", why

    def _disk(self) -> str | None:
        """Why nothing can be stored, where that is known beforehand."""
        folder = self._core.router.store.directory
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            return f"cannot be looked at ({error.strerror})"
        if not os.access(folder, os.W_OK):
            return "the store's folder cannot be written"
        return None if free >= _LEAST_FREE else f"{free // 2**20} MiB are free on it"

    def _store(self) -> str | None:
        error = self._store_probe.failure()
        return None if error is None else self._explained("store", error)

    def _explained(self, part: str, error: BaseException) -> str:
        log.error("service.not_ready", part=part, error=repr(error))
        if isinstance(error, SlowStoreError):
            return str(error)
        known = problem_of(error).code != "internal"
        return public(error) if known else f"failed ({type(error).__name__})"


def _part(part: str, why: str | None, *, needed: bool) -> Data:
    return {"part": part, "ready": why is None, "needed": needed, "why": why}
