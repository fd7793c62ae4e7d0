"""JSON Web Tokens (RFC 7519): one algorithm, stated by the settings and never by the token."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from jwt.algorithms import RSAAlgorithm

from judges import Principal
from router.errors import ConfigError, CredentialError

from .caller import Caller, Role
from .settings import Algorithm, TokenSettings
from .watched import Watched

_LONGEST = 16_384
"""Characters of one token."""
_SHORTEST_SECRET = 32
"""Bytes of an HS256 secret, as RFC 7518 asks."""
_SMALLEST_MODULUS = 2048
"""Bits of an RSA key."""
_INVALID = "the credential is not valid"

Verifiers = Mapping[str | None, Any]
"""Keys by their ``kid``; the one under None serves tokens that name none."""


class Tokens:
    """Callers by the claims of tokens that somebody else signed."""

    def __init__(self, settings: TokenSettings) -> None:
        """Raises ConfigError where a key file cannot be used."""
        self._settings = settings
        if settings.jwks is not None:
            self._keys: Watched[Verifiers] = Watched(settings.jwks, _key_set)
        elif settings.algorithm is Algorithm.RS256:
            self._keys = Watched(settings.key_file, _public_key)
        else:
            self._keys = Watched(settings.key_file, _secret)
        self._keys.value()

    def caller(self, presented: str) -> Caller:
        """Who presents this token. Raises CredentialError; ConfigError for a broken key file."""
        try:
            claims = self._claims(presented)
        except jwt.ExpiredSignatureError as error:
            # Found only where the signature is right, so it tells a forger nothing.
            raise CredentialError("the credential has expired") from error
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise CredentialError(_INVALID) from error
        return self._mapped(claims)

    def _claims(self, presented: str) -> dict[str, Any]:
        settings = self._settings
        if len(presented) > _LONGEST:
            raise CredentialError(_INVALID)
        keys = self._keys.value()
        kid = jwt.get_unverified_header(presented).get("kid")
        key = keys.get(kid, keys.get(None)) if kid is None or isinstance(kid, str) else None
        if key is None:
            raise CredentialError(_INVALID)
        claims: dict[str, Any] = jwt.decode(
            presented,
            key,
            algorithms=[settings.algorithm.value],
            audience=settings.audience,
            issuer=settings.issuer,
            leeway=settings.leeway_seconds,
            options={"require": ["exp", "iss", "aud"], "strict_aud": False},
        )
        return claims

    def _mapped(self, claims: Mapping[str, Any]) -> Caller:
        names = self._settings.claims
        subject, tenant = claims.get(names.subject), claims.get(names.tenant)
        groups = claims.get(names.groups, [])
        is_whole = (
            _is_word(subject)
            and (tenant is None or _is_word(tenant))
            and isinstance(groups, list)
            and all(map(_is_word, groups))
        )
        if not is_whole:
            raise CredentialError("the token's claims are not of the expected types")
        return Caller(Principal(str(subject), tenant, frozenset(groups)), self._role(claims), "jwt")

    def _role(self, claims: Mapping[str, Any]) -> Role:
        stated = claims.get(self._settings.claims.role)
        if stated is None:
            return self._settings.role
        try:
            return Role(stated)
        except ValueError as error:
            roles = ", ".join(Role)
            raise CredentialError(f"the token's role is none of {roles}") from error


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 256


def _secret(path: Path, data: bytes) -> Verifiers:
    secret = data.strip()
    if len(secret) < _SHORTEST_SECRET:
        raise ConfigError(f"{path}: found {len(secret)} bytes, expected at least 32 for HS256")
    if b"-----BEGIN" in secret:
        raise ConfigError(f"{path}: found a PEM key, expected a secret for HS256")
    return {None: secret}


def _public_key(path: Path, data: bytes) -> Verifiers:
    if b"PRIVATE KEY" in data:
        raise ConfigError(f"{path}: found a private key, expected the public one")
    try:
        key = RSAAlgorithm(RSAAlgorithm.SHA256).prepare_key(data)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise ConfigError(f"{path}: not an RSA public key in PEM") from error
    return {None: _strong(path, key)}


def _key_set(path: Path, data: bytes) -> Verifiers:
    """RSA signature keys of a JWK set (RFC 7517); others in it are passed over."""
    keys: dict[str | None, Any] = {}
    try:
        for each in json.loads(data)["keys"]:
            if each.get("kty") != "RSA" or each.get("use", "sig") != "sig" or "d" in each:
                continue
            if each.get("alg", "RS256") == "RS256":
                keys[each.get("kid")] = _strong(path, RSAAlgorithm.from_jwk(each))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(f"{path}: not a JWK set of RSA keys") from error
    if not keys:
        raise ConfigError(f"{path}: found no public RSA key for RS256")
    return keys


def _strong(path: Path, key: Any) -> Any:
    if key.key_size < _SMALLEST_MODULUS:
        found = f"found an RSA key of {key.key_size} bits"
        raise ConfigError(f"{path}: {found}, expected at least {_SMALLEST_MODULUS}")
    return key
