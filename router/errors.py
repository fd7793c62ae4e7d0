"""Everything that can go wrong between a request and its answer.

RouterError
├── ConfigError        a config is refused; the message names the file, the key and valid choices
├── RequestError       a request cannot be answered: no media, an unknown claim, a wrong type
├── CredentialError    what a caller of the service presents is not valid
├── ManifestError      a manifest cannot be read at all (one bad line is reported, not raised)
└── StoreError         the catalogue store cannot be opened, read or written
    ├── StoreBusyError     another ingest or deletion is writing to it
    ├── StoreServerError   the server that its database is on cannot be used, or refuses
    └── VectorIndexError   vectors of another space or length than the index holds
"""


class RouterError(Exception):
    """Root of all errors of this package."""


class ConfigError(RouterError):
    """A config is refused."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems
        """Everything that is wrong with it, one line each."""

    def __str__(self) -> str:
        return "\n".join(self.problems)


class RequestError(RouterError):
    """A request cannot be answered."""


class CredentialError(RouterError):
    """What a caller of the service presents is not valid."""


class ManifestError(RouterError):
    """A manifest cannot be read at all."""


class StoreError(RouterError):
    """The catalogue store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another ingest or deletion is writing to the catalogue."""


class StoreServerError(StoreError):
    """The server that the catalogue's database is on cannot be used, or refuses what is asked."""

    def __init__(self, message: str, sqlstate: str | None = None) -> None:
        """``sqlstate``: the standard's code for what the server said, where it said anything."""
        super().__init__(message)
        self.sqlstate = sqlstate

    @property
    def may_pass(self) -> bool:
        """Whether it is the server's state and not what was asked: it is away, full or starting.

        https://www.postgresql.org/docs/current/errcodes-appendix.html
        """
        return self.sqlstate is None or self.sqlstate.startswith(("08", "53", "57P"))

    @property
    def public(self) -> str:
        """What may be told to whoever asks: nothing of the server's address and accounts."""
        code = "" if self.sqlstate is None else f" ({self.sqlstate})"
        return f"the catalogue's database server cannot be used{code}"


class VectorIndexError(StoreError):
    """Vectors that do not fit the index they were meant for."""


def one_line(error: BaseException | None) -> str:
    """What an error of another package says, without its line breaks."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
