"""What the service can do, for whoever asks: the same functions for HTTP and for agents' tools.

Everything here blocks and takes the caller first. What a caller may not see is absent.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from judges import Outcome, Principal, reader_names
from judges.graph import draw, trace_of
from modalities import LOADERS, Modality
from router.answer import Answer
from router.config import load_config
from router.errors import RequestError
from router.opening import open_store
from router.report import plain, reading_data
from router.request import Request
from router.router import OnConfirmed, Router
from router.store import Scope, StoredMedium

from .auth import Caller, Role
from .checking import checked
from .judges_shown import judges_shown
from .media import Named, Upload, load_all, sources_of
from .models import ItemBody, MediaFacts, PictureBody, ReadBody, SearchBody, TraceBody
from .observer import Observer
from .pictures import Shown, picture_sent
from .pool import reading_for
from .problems import Problem
from .putting import Put, put_item
from .reading import Readers, media_for
from .settings import ServiceSettings
from .sharing import shared_router
from .writing import Writer

log = structlog.get_logger("service")

Data = dict[str, Any]

_SHARE = 0.9
"""Of a request's time, what its search may take; the rest is for the answer to be put together."""


class ServiceCore:
    """A router with the operations that callers may ask for. Safe for threads."""

    def __init__(
        self,
        router: Router,
        settings: ServiceSettings | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.router = router
        self.observer = observer or Observer(router.config)
        self.settings = settings or ServiceSettings()
        self.writer = Writer(router)
        self._readers = Readers(router.readers)

    @classmethod
    def open(
        cls,
        config: Path,
        store: Path,
        settings: ServiceSettings | None = None,
        *,
        create: bool = True,
    ) -> "ServiceCore":
        """Over a config file and a store; with ``create``, made where there is none.

        Raises ConfigError, StoreError.
        """
        loaded = load_config(config)
        observer = Observer(loaded)
        router = shared_router(loaded, open_store(loaded, store, create=create), observer)
        return cls(router, settings, observer)

    def close(self) -> None:
        self.router.close()

    # Searching

    def search(
        self,
        caller: Caller,
        body: SearchBody,
        uploads: Sequence[Upload] = (),
        on_confirmed: OnConfirmed | None = None,
    ) -> Answer:
        """One query. Raises RequestError, MediumError, SpaceError, StoreError; Problem, 413."""
        sources = self._sources(body.texts, uploads, body.media)
        limits = self.settings.limits
        media = load_all(sources, limits.medium.limits(limits.body_bytes))
        seconds = min(body.seconds or limits.seconds, limits.seconds * _SHARE)
        if self.settings.observe.queries:
            log.info("search.asked", texts=body.texts, context=body.context, claims=body.claims)
        with reading_for(caller.principal):
            answer = self.router.search(
                Request(media, body.context, body.claims, caller.principal, body.limit, seconds),
                on_confirmed,
            )
        self.observer.searched(answer)
        return answer

    def read(self, kind: str, body: ReadBody, uploads: Sequence[Upload] = ()) -> Data:
        """One reader on everything sent. Raises MediumError, ReaderError; Problem, 404, 413."""
        reader = self._readers.reader(kind)
        sources = self._sources(body.texts, uploads, body.media)
        if not sources:
            raise RequestError("nothing to read: send at least one file or text")
        limits = self.settings.limits
        largest = limits.medium.limits(limits.body_bytes)
        read = [
            (source.source.name, reading)
            for source in sources
            for medium in media_for(reader, source, largest)
            for reading in reader.read(medium)
        ]
        return {
            "readings": [reading_data(reading) for _, reading in read],
            "sources": [name for name, _ in read],
        }

    def picture(self, body: PictureBody, uploads: Sequence[Upload]) -> Shown:
        """One file as a picture. Raises RequestError, MediumError; Problem, 413 and 422."""
        sources = self._sources((), uploads, body.media)
        if len(sources) != 1:
            raise RequestError(f"found {len(sources)} files, expected one")
        limits = self.settings.limits
        return picture_sent(sources[0], body.page, limits.medium.limits(limits.body_bytes))

    def check(self, text: str) -> Data:
        """The proof of a config, or what is wrong with it. Neither files nor variables are read."""
        return checked(text)

    def _sources(
        self, texts: Sequence[str], uploads: Sequence[Upload], facts: MediaFacts
    ) -> list[Named]:
        self._require_few(len(texts) + len(uploads))
        return sources_of(texts, uploads, facts)

    def _require_few(self, found: int) -> None:
        most = self.settings.limits.media
        if found > most:
            raise Problem(413, "too_large", f"found {found} media, expected at most {most}")

    # The catalogue

    def item(self, caller: Caller, item_id: str) -> Data:
        """One item that the caller may see. Raises Problem, 404, alike for absent and forbidden."""
        scope = self._scope(caller)
        key = scope.key(item_id)
        found = [] if key is None else scope.candidates([key])
        if key is None or not found:
            raise Problem(404, "not_found", "there is no such item")
        return {
            "id": found[0].id,
            "record": plain(found[0].record),
            "media": [_medium_data(medium) for medium in scope.media_of(key)],
        }

    def put_item(
        self, caller: Caller, item_id: str, body: ItemBody, uploads: Sequence[Upload] = ()
    ) -> Put:
        """Store one item. Not while another is being written. Raises as ``putting.put_item``."""
        self._require_few(len(body.texts) + len(uploads))
        return put_item(self.writer, caller, item_id, body, uploads)

    def delete_item(self, caller: Caller, item_id: str) -> None:
        """Remove one item. Raises Problem, 403 and 404; StoreError."""
        self.writer.delete(caller, item_id)

    def medium(self, caller: Caller, content_hash: str) -> StoredMedium:
        """One medium of an item that the caller may see. Raises Problem, 404."""
        found = self._scope(caller).medium(content_hash)
        if found is None:
            raise Problem(404, "not_found", "there is no such medium")
        return found

    def _scope(self, caller: Caller) -> Scope:
        return self.router.store.scope(caller.principal)

    # The config

    def config(self) -> Data:
        """What can be asked: kinds of media, declared facts, truth, readers."""
        config = self.router.config
        return {
            "name": config.spec.name,
            "media": self._kinds(),
            "context": {name: str(kind) for name, kind in config.vocabulary.context.items()},
            "claims": {name: str(kind) for name, kind in config.vocabulary.claims.items()},
            "truth": [str(dimension) for dimension in config.spec.truth],
            "limit": config.spec.limit,
            "rank": list(config.spec.rank),
            "readers": sorted(reader_names()),
        }

    def _kinds(self) -> list[str]:
        """Kinds of media that a space embeds or a reader reads; a PDF holds images and texts."""
        taken = frozenset[Modality]().union(
            *(space.modalities for space in self.router.spaces),
            *(reader.modalities for reader in self.router.readers.values()),
        )
        pages = {Modality.IMAGE, Modality.TEXT}
        return [
            kind
            for kind in LOADERS
            if (pages & taken if kind == "document" else Modality(kind) in taken)
        ]

    def graph(self, trace: TraceBody | None = None) -> bytes:
        """The judge graph as SVG, with the way of one candidate. Raises GraphError."""
        config = self.router.config
        uses = {name: judge.options.use for name, judge in config.judges.items()}
        way = None
        if trace is not None:
            verdicts, shadows = _findings(trace.verdicts), _findings(trace.shadows)
            way = trace_of(config.proof, trace.id, verdicts, shadows)
        covers = config.proof.covers
        return draw(config.proof, covers=covers, uses=uses, format="svg", trace=way)

    def judges(self, caller: Caller) -> Data:
        """What each judge is told; for administrators also what it found, whoever asked."""
        is_admin = caller.role.allows(Role.ADMIN)
        counts = self.observer.history.counts() if is_admin else None
        return judges_shown(self.router.config, counts)

    # Health

    def check_store(self) -> None:
        """Raises StoreError where the catalogue cannot be read."""
        self.router.store.scope(Principal())


def _findings(verdicts: Sequence[Any]) -> Mapping[str, Outcome]:
    return {verdict.judge: verdict.outcome for verdict in verdicts}


def _medium_data(medium: StoredMedium) -> Data:
    return {
        "hash": medium.key.hash,
        "modality": str(medium.key.modality),
        "origin": Path(medium.origin).name if medium.origin.startswith("/") else medium.origin,
        "page": medium.page,
        "url": f"/v1/media/{medium.key.hash}",
    }
