"""Which credentials a service takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from .caller import Role


def _beside(value: object, info: ValidationInfo) -> object:
    """Relative paths start at the settings file."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("expected a path")
    return (info.context or {}).get("folder", Path()) / value


BesidePath = Annotated[Path, BeforeValidator(_beside)]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Algorithm(StrEnum):
    """How tokens are signed."""

    HS256 = "HS256"
    """By a secret that both sides know."""
    RS256 = "RS256"
    """By a private key; the service knows the public one."""


class ClaimNames(_Settings):
    """Which claims say who asks."""

    subject: str = "sub"
    tenant: str = "tenant"
    groups: str = "groups"
    """A list of strings."""
    role: str = "role"


class TokenSettings(_Settings):
    """Tokens that some other service signs."""

    algorithm: Algorithm
    key: BesidePath | None = None
    """A file: the secret for HS256, the public key in PEM for RS256."""
    jwks: BesidePath | None = None
    """A file: a JWK set, for RS256, in place of ``key``."""
    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    leeway_seconds: float = Field(default=30.0, ge=0, le=300)
    """How far clocks may differ."""
    claims: ClaimNames = ClaimNames()
    role: Role = Role.SEARCH
    """Of tokens that state none."""

    @model_validator(mode="after")
    def _one_key(self) -> "TokenSettings":
        if (self.key is None) == (self.jwks is None):
            raise ValueError("expected one of key and jwks")
        if self.jwks is not None and self.algorithm is not Algorithm.RS256:
            raise ValueError("jwks needs algorithm RS256")
        return self

    @property
    def key_file(self) -> Path:
        """``key``, which is there unless ``jwks`` is."""
        return self.key or Path()


class AuthSettings(_Settings):
    """Credentials of either kind, or both. Without any, the service listens on loopback only."""

    keys: BesidePath | None = None
    """A file that ``crossjudge keys`` writes."""
    jwt: TokenSettings | None = None
