"""API keys: a file that knows the SHA-256 of each secret, and never a secret itself.

Secrets are 256 random bits, so a plain hash is as good as a slow one: there is nothing to guess.
"""

import datetime as dt
import fcntl
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from judges import Principal
from router.errors import ConfigError, CredentialError
from router.store import write_durably

from .caller import Caller, Role
from .watched import Watched

PREFIX = "cj"
_SECRET_BYTES = 32
_ABSENT = hashlib.sha256(secrets.token_bytes(_SECRET_BYTES)).hexdigest()
"""What the secret of a key that does not exist is compared with, at the cost of any other."""

_Word = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Key(BaseModel):
    """One key, without its secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
    subject: _Word
    tenant: _Word | None = None
    groups: frozenset[_Word] = frozenset()
    role: Role
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    created: AwareDatetime
    expires: AwareDatetime | None = None
    revoked: AwareDatetime | None = None

    def state(self, now: dt.datetime) -> str:
        """``active``, ``expired`` or ``revoked``."""
        if self.revoked is not None:
            return "revoked"
        return "active" if self.expires is None or now < self.expires else "expired"

    @property
    def caller(self) -> Caller:
        principal = Principal(self.subject, self.tenant, self.groups)
        return Caller(principal, self.role, self.id)


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: tuple[Key, ...] = Field(default=())


class NewKey(NamedTuple):
    """A key that was just made; ``secret`` is shown this once."""

    key: Key
    secret: str


class KeyFile:
    """The keys of a service. A change of the file holds from the next request on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._watched = Watched(path, _parsed)

    def all(self) -> tuple[Key, ...]:
        """All keys; none where there is no file yet. Raises ConfigError."""
        return tuple(self._watched.value().values()) if self.path.exists() else ()

    def caller(self, presented: str) -> Caller:
        """Who presents this secret. Raises CredentialError; ConfigError for a broken file."""
        key_id = presented.removeprefix(f"{PREFIX}_")[:12]
        key = self._watched.value().get(key_id)
        expected = _ABSENT if key is None else key.sha256
        matches = hmac.compare_digest(_digest(presented), expected)
        if key is None or not matches or key.revoked is not None:
            raise CredentialError("the credential is not valid")
        if key.state(_now()) == "expired":
            raise CredentialError("the credential has expired")
        return key.caller

    def add(
        self,
        subject: str,
        role: Role,
        *,
        tenant: str | None = None,
        groups: frozenset[str] = frozenset(),
        days: float | None = None,
    ) -> NewKey:
        """A new key, stored. Raises ConfigError where the file cannot be read or written."""
        key_id = secrets.token_hex(6)
        secret = f"{PREFIX}_{key_id}{secrets.token_urlsafe(_SECRET_BYTES)}"
        now = _now()
        key = Key(
            id=key_id,
            subject=subject,
            tenant=tenant,
            groups=groups,
            role=role,
            sha256=_digest(secret),
            created=now,
            expires=None if days is None else now + dt.timedelta(days=days),
        )
        with self._changing():
            self._write([*self.all(), key])
        return NewKey(key, secret)

    def revoke(self, key_id: str) -> Key | None:
        """The key, from now on refused; None where there is none. Raises ConfigError."""
        with self._changing():
            keys = {key.id: key for key in self.all()}
            if key_id not in keys:
                return None
            if keys[key_id].revoked is None:
                keys[key_id] = keys[key_id].model_copy(update={"revoked": _now()})
                self._write(list(keys.values()))
            return keys[key_id]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One change at a time, across processes."""
        lock = self.path.with_name(f"{self.path.name}.lock")
        try:
            with lock.open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise ConfigError(f"{self.path}: cannot be written ({error.strerror})") from error

    def _write(self, keys: list[Key]) -> None:
        text = _Keys(keys=tuple(keys)).model_dump_json(indent=1, exclude_none=True)
        write_durably(self.path, text.encode() + b"\n", mode=0o600)


def _parsed(path: Path, data: bytes) -> dict[str, Key]:
    try:
        return {key.id: key for key in _Keys.model_validate_json(data).keys}
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise ConfigError(f"{path}: {where}: {problem['msg']}") from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", errors="surrogateescape")).hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
