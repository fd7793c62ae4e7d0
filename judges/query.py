"""A query as judges see it, and the catalogue as far as the asker may see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from modalities import Medium

from .principal import Labels, Principal
from .reading import Reading


class Catalogue(Protocol):
    """The part of the catalogue that the principal may see. Nothing else exists for a judge."""

    @property
    def revision(self) -> str:
        """Changes whenever any answer below could change; also differs between scopes."""
        ...

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        """Access labels as they stand now, in one statement; an item that is gone is absent.

        The only method that answers for items the principal may not see: the access judge asks it.
        """
        ...

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """(id, the named record fields that are present) of every visible item, by id."""
        ...

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        """What was read at ingest from the media of visible items; an item without is absent."""
        ...


def _no_readings(_kind: str) -> Sequence[Reading]:
    return ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, as judges see it."""

    media: tuple[Medium, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    """Facts about the request, such as region or as_of, typed as declared."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What the asker states outright, such as gtin, typed as declared."""
    principal: Principal = field(default_factory=Principal)
    catalogue: Catalogue | None = None
    read: Callable[[str], Sequence[Reading]] = _no_readings
    """Readings of one kind from all query media; made once per query, whoever asks first."""
