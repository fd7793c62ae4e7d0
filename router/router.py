"""The router: a query in, confirmed items out. Read ``search`` from top to bottom."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import structlog

from judges import Principal, Query, Reader
from judges.graph import Course, JudgeGraph
from modalities import Space

from .answer import Answer, Confirmed, Fate, drops_of
from .build import build_readers, build_spaces
from .config import Config, load_config
from .coverage import Coverage
from .fanout import FanOut, embed_query, space_lanes
from .index import VectorIndexes
from .lanes import CatalogueLane, Lane, Proposal, lookup_lanes
from .opening import open_store
from .quotas import Quotas
from .readings import QueryReadings
from .request import Request, check_request, time_allowed
from .rounds import Judged, Rounds
from .stopwatch import Stopwatch
from .store import Scope, Store
from .telemetry import Telemetry, lane_reports, nearest

log = structlog.get_logger("router")

OnConfirmed = Callable[[Course, tuple[Proposal, ...]], None]
"""Told of the way of a confirmed candidate and of why it was considered."""

_READING_SECONDS = 120.0
"""How long a search waits for its readers where nothing bounds its time."""


class Router:
    """Answers queries over one store by one config. Safe to use from several threads."""

    def __init__(
        self,
        config: Config,
        store: Store,
        *,
        spaces: Sequence[Space] | None = None,
        readers: Mapping[str, Reader] | None = None,
    ) -> None:
        """Cheap: no weights are loaded before ``warm_up`` or the first search.

        ``spaces`` and ``readers`` replace those that the config names. Raises ConfigError for a
        space or reader that no registry knows.
        """
        self.config = config
        self.store = store
        self.spaces = build_spaces(config) if spaces is None else tuple(spaces)
        self.readers = build_readers(config.readers) if readers is None else dict(readers)
        self.indexes = VectorIndexes(store)
        self._quotas = Quotas(config, self.spaces)
        self._coverage = Coverage(store, self.spaces, config.source)
        self._rounds = Rounds(config.spec, config.judges, JudgeGraph(config.proof, config.judges))

    @classmethod
    def open(cls, config: str | Path, store: str | Path) -> "Router":
        """A router over a config file and a store that exists. Raises ConfigError, StoreError."""
        loaded = load_config(Path(config))
        return cls(loaded, open_store(loaded, Path(store)))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> "Router":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Load all weights and indexes now. Raises SpaceError, ReaderError."""
        for space in self.spaces:
            space.warm_up()
        for reader in self.readers.values():
            reader.warm_up()
        self.load_indexes()

    def load_indexes(self) -> None:
        """Load the indexes of all spaces now. Raises StoreError."""
        scope = self.store.scope(Principal())
        for space in self.spaces:
            for modality in space.modalities:
                self.indexes.size(space.fingerprint, modality, scope)

    def search(self, request: Request, on_confirmed: OnConfirmed | None = None) -> Answer:
        """Ask one query.

        ``on_confirmed`` hears of each item as soon as judges have confirmed it, before it is known
        whether it ranks within the limit; what it raises ends the search.

        Raises RequestError for facts that the config does not declare, SpaceError where a space
        cannot embed, StoreError where none of the spaces has embedded the store. Whatever goes
        wrong in a reader or a judge is contained and recorded.
        """
        check_request(request, self.config.vocabulary)
        partial = self._coverage.partial()
        seconds = time_allowed(request, self.config.spec.budget.seconds)
        watch = Stopwatch(seconds)

        # Readers start first and work beside the embedding: both together cost as the slower one.
        readings = QueryReadings(request.media, self.readers, seconds or _READING_SECONDS)
        readings.start()
        with watch.part("embed"):
            vectors = embed_query(request.media, self.spaces)

        scope = self.store.scope(request.principal)
        query = Query(
            media=request.media,
            context={"as_of": dt.datetime.now(dt.UTC).isoformat(), **request.context},
            claims=request.claims,
            principal=request.principal,
            catalogue=scope,
            read=readings.read,
        )
        lanes: list[Lane] = [
            *space_lanes(vectors, self.spaces, self.indexes, self._quotas),
            *lookup_lanes(self.config.proposing, query),
            CatalogueLane(),
        ]
        fan_out = FanOut(lanes, scope)
        limit = request.limit or self.config.spec.limit
        hear = None if on_confirmed is None else _heard(on_confirmed, fan_out, scope)
        judged = self._rounds.run(query, fan_out, scope, limit, watch, hear)

        answer = self._answer(query, fan_out, scope, judged, limit, partial, watch)
        log.info(
            "search.done",
            config=self.config.spec.name,
            considered=answer.considered,
            confirmed=answer.confirmed,
            completeness=str(answer.completeness),
            seconds=round(watch.total, 4),
        )
        return answer

    def _answer(
        self,
        query: Query,
        fan_out: FanOut,
        scope: Scope,
        judged: Judged,
        limit: int,
        partial: tuple[str, ...],
        watch: Stopwatch,
    ) -> Answer:
        """Rank by facts, cut at the limit, and account for everything considered."""
        near_lane, near = nearest(fan_out, scope)
        closeness = {item.id: item.rank for item in near}
        confirmed = self.config.ranking.rank(
            (course.candidate for course in judged.courses if course.returned),
            query,
            closeness if self.config.spec.ties == "similarity" else None,
        )
        keys = {id_: key for key, id_ in scope.ids(fan_out.seen).items()}
        fates = {candidate.id: Fate.BEYOND_LIMIT for candidate in confirmed}
        fates.update({candidate.id: Fate.RETURNED for candidate in confirmed[:limit]})
        watch.seconds["total"] = watch.total
        return Answer(
            items=tuple(Confirmed(each.id, each.record) for each in confirmed[:limit]),
            completeness=judged.completeness,
            considered=len(judged.courses),
            confirmed=len(confirmed),
            drops=drops_of(judged.courses),
            telemetry=Telemetry(
                lanes=lane_reports(fan_out, [keys[each.id] for each in confirmed]),
                judges=tuple(tally for tally in judged.tallies.values() if tally.considered),
                nearest_lane=near_lane,
                nearest=near,
                rounds=judged.rounds,
                partial=partial,
                seconds=watch.seconds,
            ),
            courses=judged.courses,
            fates=fates,
            proposals=lambda id_: fan_out.proposals(keys[id_]),
        )


def _heard(on_confirmed: OnConfirmed, fan_out: FanOut, scope: Scope) -> Callable[[Course], None]:
    def hear(course: Course) -> None:
        key = scope.key(course.candidate.id)
        on_confirmed(course, () if key is None else fan_out.proposals(key))

    return hear
