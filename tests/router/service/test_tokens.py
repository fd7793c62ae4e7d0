"""JSON Web Tokens: what is mapped, and everything that is refused."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from judges import Principal
from router.errors import ConfigError, CredentialError
from router.service import Role
from router.service.auth.settings import ClaimNames, TokenSettings
from router.service.auth.tokens import Tokens

SECRET = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def public_pem(private_key: rsa.RSAPrivateKey, tmp_path: Path) -> Path:
    path = tmp_path / "public.pem"
    path.write_bytes(
        private_key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return path


@pytest.fixture
def rs256(public_pem: Path) -> Tokens:
    return Tokens(settings(algorithm="RS256", key=str(public_pem)))


@pytest.fixture
def hs256(tmp_path: Path) -> Tokens:
    (tmp_path / "secret").write_text(SECRET)
    return Tokens(settings(algorithm="HS256", key=str(tmp_path / "secret")))


def settings(**more: Any) -> TokenSettings:
    return TokenSettings(issuer="https://issuer.example", audience="crossjudge", **more)


def claims(**changes: Any) -> dict[str, Any]:
    now = dt.datetime.now(dt.UTC)
    whole = {
        "sub": "alice",
        "tenant": "acme",
        "groups": ["staff"],
        "iss": "https://issuer.example",
        "aud": "crossjudge",
        "exp": now + dt.timedelta(minutes=5),
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def test_claims_say_who_calls(rs256: Tokens, private_key: rsa.RSAPrivateKey) -> None:
    caller = rs256.caller(jwt.encode(claims(), private_key, "RS256"))
    assert caller.principal == Principal("alice", "acme", frozenset({"staff"}))
    assert caller.role is Role.SEARCH
    stated = jwt.encode(claims(role="ingest", aud=["other", "crossjudge"]), private_key, "RS256")
    assert rs256.caller(stated).role is Role.INGEST


def test_claims_may_have_other_names(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    names = ClaimNames(subject="email", tenant="https://a.example/org", groups="g", role="r")
    tokens = Tokens(
        settings(algorithm="HS256", key=str(tmp_path / "secret"), claims=names, role=Role.INGEST)
    )
    more = {"email": "a@b.example", "https://a.example/org": "globex", "g": ["x"]}
    caller = tokens.caller(jwt.encode(claims(**more), SECRET, "HS256"))
    assert caller.principal == Principal("a@b.example", "globex", frozenset({"x"}))
    assert caller.role is Role.INGEST


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": None},
        {"exp": "soon"},
        {"exp": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"nbf": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)},
        {"iss": None},
        {"iss": "https://elsewhere.example"},
        {"aud": None},
        {"aud": "another"},
        {"aud": "crossjudge-admin"},
        {"aud": []},
        {"sub": None},
        {"sub": ""},
        {"tenant": ["acme", "globex"]},
        {"tenant": ""},
        {"groups": "staff"},
        {"groups": [["staff"]]},
        {"role": "root"},
        {"role": ["admin"]},
        {"role": ""},
    ],
    ids=str,
)
def test_a_token_with_wrong_claims_is_refused(hs256: Tokens, changes: dict[str, Any]) -> None:
    assert hs256.caller(jwt.encode(claims(), SECRET, "HS256"))
    with pytest.raises(CredentialError):
        hs256.caller(jwt.encode(claims(**changes), SECRET, "HS256"))


def by_hand(header: dict[str, Any], payload: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token that no library would make."""

    def coded(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    payload = {**payload, "exp": int(payload["exp"].timestamp())}
    signed = b".".join(coded(json.dumps(part).encode()) for part in (header, payload))
    return (signed + b"." + coded(sign(signed))).decode()


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS256", "HS512", "RS512", "", None])
def test_the_algorithm_is_not_the_tokens_to_choose(
    rs256: Tokens, public_pem: Path, algorithm: str | None
) -> None:
    """Above all: the public key, which everybody has, must not serve as an HMAC secret."""

    def sign(data: bytes) -> bytes:
        return hmac.new(public_pem.read_bytes(), data, hashlib.sha256).digest()

    for signature in (sign, lambda _: b""):
        with pytest.raises(CredentialError):
            rs256.caller(by_hand({"typ": "JWT", "alg": algorithm}, claims(), signature))


def test_a_token_is_refused_whose_signature_is_anothers(
    rs256: Tokens, private_key: rsa.RSAPrivateKey
) -> None:
    good = jwt.encode(claims(), private_key, "RS256")
    head, body, signature = good.split(".")
    other = jwt.encode(claims(tenant="globex"), private_key, "RS256").split(".")[1]
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = [
        f"{head}.{other}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        jwt.encode(claims(), stranger, "RS256"),
        jwt.encode(claims(), SECRET, "HS256"),
        jwt.encode(claims(), private_key, "RS512"),
        "a.b.c",
        "é",
        "." * 20_000,
    ]
    for each in forged:
        with pytest.raises(CredentialError):
            rs256.caller(each)


@pytest.mark.parametrize("header", ["jwk", "jku", "x5u", "x5c", "kid"])
def test_a_token_does_not_bring_its_own_key(
    rs256: Tokens, public_pem: Path, header: str, tmp_path: Path
) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = RSAAlgorithm.to_jwk(stranger.public_key(), as_dict=True)
    value: Any = {"jwk": own, "kid": str(tmp_path / "secret")}.get(header, "https://evil.example")
    with pytest.raises(CredentialError):
        rs256.caller(jwt.encode(claims(), stranger, "RS256", headers={header: value}))


def test_a_key_set_is_told_apart_by_kid(private_key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "jwks.json"

    def publish(**by_kid: rsa.RSAPrivateKey) -> None:
        listed = [
            {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}
            for kid, key in by_kid.items()
        ]
        oct_key = {"kty": "oct", "kid": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"}
        path.write_text(json.dumps({"keys": [*listed, oct_key]}))

    def token(key: Any, kid: str, algorithm: str = "RS256") -> str:
        return jwt.encode(claims(), key, algorithm, headers={"kid": kid})

    publish(a=private_key, b=other)
    tokens = Tokens(settings(algorithm="RS256", jwks=str(path)))
    assert tokens.caller(token(private_key, "a"))
    assert tokens.caller(token(other, "b"))
    symmetric = token(b"secret-secret-secret-secret-0123", "oct", "HS256")
    for refused in (token(private_key, "b"), token(private_key, "c"), symmetric):
        with pytest.raises(CredentialError):
            tokens.caller(refused)
    publish(b=other)
    with pytest.raises(CredentialError):
        tokens.caller(token(private_key, "a"))


@pytest.mark.parametrize(
    ("algorithm", "content"),
    [
        ("HS256", b"short"),
        ("HS256", b"-----BEGIN PUBLIC KEY-----\n" + b"A" * 64),
        ("RS256", b"not a key at all"),
        ("RS256", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    ],
)
def test_a_key_that_cannot_serve_is_refused_at_start(
    tmp_path: Path, algorithm: str, content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(ConfigError, match=str(tmp_path / "key")):
        Tokens(settings(algorithm=algorithm, key=str(tmp_path / "key")))


def test_a_weak_rsa_key_is_refused(tmp_path: Path) -> None:
    bits = 1024
    weak = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    (tmp_path / "jwks").write_text(json.dumps({"keys": [RSAAlgorithm.to_jwk(weak, as_dict=True)]}))
    with pytest.raises(ConfigError, match="1024 bits"):
        Tokens(settings(algorithm="RS256", jwks=str(tmp_path / "jwks")))


@pytest.mark.parametrize(
    "more",
    [{}, {"key": "a", "jwks": "b"}, {"jwks": "b", "algorithm": "HS256"}, {"algorithm": "none"}],
)
def test_settings_that_leave_the_key_open_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"key|algorithm"):
        settings(**{"algorithm": "RS256", **more})
