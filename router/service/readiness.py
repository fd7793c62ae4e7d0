"""Whether searches can be answered now, and if not, because of which part."""

import threading
from collections.abc import Callable

import structlog

from .core import Data, ServiceCore
from .problems import problem_of, public

log = structlog.get_logger("service")

_LOADING = "loading"


class Readiness:
    """Loads what a service needs, part by part, and tells how far that is. Safe for threads."""

    def __init__(self, core: ServiceCore) -> None:
        self._core = core
        self._loads: dict[str, Callable[[], None]] = {
            **{f"space {space.name}": space.warm_up for space in core.router.spaces},
            **{f"reader {kind}": reader.warm_up for kind, reader in core.router.readers.items()},
            "indexes": core.router.load_indexes,
        }
        self._why: dict[str, str | None] = dict.fromkeys(self._loads, _LOADING)
        self._lock = threading.Lock()
        self._stopping = threading.Event()

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
        threading.Thread(target=self.load, name="warm-up", daemon=True).start()

    def stop(self) -> None:
        """From now on the service is not ready."""
        self._stopping.set()

    def report(self) -> Data:
        """All parts. The catalogue is looked at anew each time."""
        with self._lock:
            states = {"store": self._store(), **self._why}
        if self._stopping.is_set():
            states["service"] = "stopping"
        parts = [{"part": part, "ready": why is None, "why": why} for part, why in states.items()]
        return {"ready": all(part["ready"] for part in parts), "parts": parts}

    def is_ready(self) -> bool:
        """Whether searches can be answered now."""
        return bool(self.report()["ready"])

    def _store(self) -> str | None:
        try:
            self._core.check_store()
        except Exception as error:  # noqa: BLE001 - as above
            return self._explained("store", error)
        return None

    def _explained(self, part: str, error: Exception) -> str:
        log.error("service.not_ready", part=part, error=repr(error))
        known = problem_of(error).code != "internal"
        return public(error) if known else f"failed ({type(error).__name__})"
