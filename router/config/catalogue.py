"""The key ``catalogue``: a PostgreSQL server that holds a catalogue's database."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from judges import JudgeConfigError
from judges.database_url import POSTGRESQL, database_url, unfilled_url
from judges.settings import SettingOption

if TYPE_CHECKING:
    from sqlalchemy import URL

_URL = "catalogue.url"


class Catalogue(BaseModel):
    """YAML: ``{url, schema, time_limit, connections}``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SettingOption
    """``postgresql://${USER}:${PASSWORD}@host/database``, or ``${NAME}`` alone."""
    schema_name: str = Field(
        default="crossjudge", alias="schema", pattern=r"^[a-z_][a-z0-9_]{0,62}$"
    )
    """The PostgreSQL schema of the tables, so that one database may hold several catalogues."""
    time_limit: float = Field(default=30.0, gt=0, le=3600)
    """Seconds that a statement may take."""
    connections: int = Field(default=16, ge=2, le=1000)
    """That one process keeps at most. Who writes needs one to write with and one to read."""

    def check(self) -> None:
        """As far as can be said without the environment. Raises JudgeConfigError."""
        url = unfilled_url(_URL, self.url.text, POSTGRESQL)
        if url is not None:
            _require_postgresql(url)

    def filled_url(self) -> "URL":
        """The address, its variables filled in. Raises JudgeConfigError."""
        url = database_url(_URL, self.url.text, POSTGRESQL)
        _require_postgresql(url)
        return url


def _require_postgresql(url: "URL") -> None:
    if url.get_backend_name() != "postgresql":
        raise JudgeConfigError(
            f"{_URL}: found a {url.get_backend_name()} database, expected {POSTGRESQL}; without "
            "the key `catalogue`, the catalogue is a SQLite file in the folder that --store names"
        )
    if not url.database:
        raise JudgeConfigError(f"{_URL}: found no database's name, expected {POSTGRESQL}")
