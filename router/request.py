"""What is asked of the router, checked against what the config declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judges import FactError, FactType, Principal, Vocabulary, check_fact, parse_fact
from modalities import Limits, Medium, Source, load_media

from .errors import RequestError


@dataclass(frozen=True, slots=True)
class Request:
    """One query: media that are loaded already, facts about the request, claims, and who asks."""

    media: tuple[Medium, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    principal: Principal = field(default_factory=Principal)
    limit: int | None = None
    """Items returned at most; without it, the config's ``limit``."""

    @classmethod
    def of(
        cls,
        *,
        image: str | Path | Sequence[str | Path] = (),
        audio: str | Path | Sequence[str | Path] = (),
        text: str | Sequence[str] = (),
        document: str | Path | Sequence[str | Path] = (),
        depth: Source | Sequence[Source] = (),
        limits: Limits | None = None,
        **rest: Any,
    ) -> "Request":
        """Load media from files (and texts as they stand) and ask with them.

        ``rest`` is context, claims, principal and limit. Raises MediumError where one cannot be
        loaded.
        """
        sources = [
            *(("image", Source.file(Path(path))) for path in _several(image)),
            *(("audio", Source.file(Path(path))) for path in _several(audio)),
            *(("document", Source.file(Path(path))) for path in _several(document)),
            *(("depth", source) for source in ([depth] if isinstance(depth, Source) else depth)),
            *(("text", Source.text(words, name="the text asked for")) for words in _several(text)),
        ]
        media = tuple(
            medium
            for kind, source in sources
            for medium in load_media(kind, source, limits or Limits())
        )
        return cls(media=media, **rest)


def _several(given: str | Path | Sequence[str | Path]) -> list[Any]:
    return [given] if isinstance(given, str | Path) else list(given)


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


def check_request(request: Request, vocabulary: Vocabulary) -> None:
    """Raises RequestError for a request that asks nothing, or names facts nobody declared."""
    if not request.media and not request.claims:
        raise RequestError("nothing to search by: give at least one medium or one claim")
    if request.limit is not None and request.limit < 1:
        raise RequestError(f"limit: found {request.limit}, expected at least 1")
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
