"""The YAML keys of the http judge."""

from typing import Annotated

from pydantic import Field, StringConstraints

from judges.judge import Options
from judges.settings import SettingOption

_HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]


class HttpOptions(Options):
    """YAML: ``{use: http, url: https://…, covers: [recency], fields: [sku]}``."""

    url: SettingOption
    """Where to post to; may hold ``${NAME}``."""
    headers: dict[_HeaderName, str] = Field(default_factory=dict)
    """Headers of each request, such as ``Authorization: Bearer ${TOKEN}``."""
    fields: frozenset[str] = frozenset()
    """Record fields that are sent; without any, the service gets ids alone."""
    context: frozenset[str] = frozenset()
    """Facts of the request's context that are sent."""
    claims: frozenset[str] = frozenset()
    """Claims that are sent."""
    readings: frozenset[str] = frozenset()
    """Kinds of reading, from the query's media, that are sent. Media never are."""
    principal: bool = False
    """Whether subject, tenant and groups of the one who asks are sent."""
    timeout: float = Field(default=5.0, gt=0, le=600)
    """Seconds for one attempt, from connecting to the last byte; ``time_limit`` is for all."""
    retries: int = Field(default=1, ge=0, le=5)
    """Further attempts where nothing was sent, or the service said when to ask again."""
