"""Everything that can go wrong between a request and its answer.

RouterError
├── ConfigError        a config is refused; the message names the file, the key and valid choices
├── RequestError       a request cannot be answered: no media, an unknown claim, a wrong type
├── CredentialError    what a caller of the service presents is not valid
├── ManifestError      a manifest cannot be read at all (one bad line is reported, not raised)
└── StoreError         the catalogue store cannot be opened, read or written
    ├── StoreBusyError     another ingest or deletion is writing to it
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


class VectorIndexError(StoreError):
    """Vectors that do not fit the index they were meant for."""


def one_line(error: BaseException | None) -> str:
    """What an error of another package says, without its line breaks."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
