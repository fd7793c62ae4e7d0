"""What is asked of the router, checked against what the config declares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any, TypedDict, Unpack, cast

from judges import FactError, FactType, Principal, Vocabulary, check_fact, parse_fact
from modalities import Limits, Medium, Source, load_media

from .errors import RequestError

Paths = str | Path | Sequence[str | Path]
Sources = Paths | Source | Sequence[Source]


class MediaGiven(TypedDict, total=False):
    """What is asked with, one or several of each kind."""

    image: Paths
    audio: Paths
    text: str | Sequence[str]
    """Words, not a file."""
    document: Paths
    video: Paths
    thermal: Paths
    depth: Sources
    """A source states what the file does not: scale, intrinsics, baseline."""
    imu: Sources
    """A source states what the file does not: rate."""


@dataclass(frozen=True, slots=True)
class Request:
    """One query: media that are loaded already, facts about the request, claims, and who asks."""

    media: tuple[Medium, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    principal: Principal = field(default_factory=Principal)
    limit: int | None = None
    """Items returned at most; without it, the config's ``limit``."""
    seconds: float | None = None
    """Its own time budget; the config's ``budget.seconds`` bounds it as well."""

    @classmethod
    def of(
        cls,
        *,
        context: Mapping[str, Any] | None = None,
        claims: Mapping[str, Any] | None = None,
        principal: Principal | None = None,
        limit: int | None = None,
        seconds: float | None = None,
        limits: Limits | None = None,
        **media: Unpack[MediaGiven],
    ) -> "Request":
        """Load media from files (and texts as they stand) and ask with them.

        Raises MediumError where one cannot be loaded.
        """
        loaded = tuple(
            medium
            for kind, source in _sources(media)
            for medium in load_media(kind, source, limits or Limits())
        )
        asker = principal or Principal()
        return cls(loaded, context or {}, claims or {}, asker, limit, seconds)


def _sources(media: MediaGiven) -> Iterator[tuple[str, Source]]:
    for kind, given in media.items():
        alone = isinstance(given, str | Path | Source)
        several: Iterable[Any] = [given] if alone else cast("Iterable[Any]", given)
        for one in several:
            if isinstance(one, Source):
                yield kind, one
            elif kind == "text":
                yield kind, Source.text(one, name="the text asked for")
            else:
                yield kind, Source.file(Path(one))


def parse_facts(
    where: str, given: Mapping[str, str], declared: Mapping[str, FactType]
) -> dict[str, Any]:
    """``key=value`` pairs of a command line in their declared types. Raises RequestError."""
    facts = {}
    for key, text in given.items():
        _require_declared(where, key, declared)
        try:
            facts[key] = parse_fact(f"{where} {key}", text, declared[key])
        except FactError as error:
            raise RequestError(str(error)) from error
    return facts


def time_allowed(request: Request, most: float | None) -> float | None:
    """Seconds for a request under a config's budget; None where neither bounds it."""
    return min((each for each in (request.seconds, most) if each is not None), default=None)


def check_request(request: Request, vocabulary: Vocabulary) -> None:
    """Raises RequestError for a request that asks nothing, or names facts nobody declared."""
    if not request.media and not request.claims:
        raise RequestError("nothing to search by: give at least one medium or one claim")
    if request.limit is not None and request.limit < 1:
        raise RequestError(f"limit: found {request.limit}, expected at least 1")
    if request.seconds is not None and not 0 < request.seconds < inf:
        raise RequestError(f"seconds: found {request.seconds}, expected a finite number above 0")
    for where, given, declared in (
        ("context", request.context, vocabulary.context),
        ("claim", request.claims, vocabulary.claims),
    ):
        for key, value in given.items():
            _require_declared(where, key, declared)
            try:
                check_fact(f"{where} {key}", value, declared[key])
            except FactError as error:
                raise RequestError(str(error)) from error


def _require_declared(where: str, key: str, declared: Mapping[str, FactType]) -> None:
    if key not in declared:
        raise RequestError(
            f"{where} {key!r} is not declared by the config; "
            f"declared: {', '.join(sorted(declared))}"
        )
