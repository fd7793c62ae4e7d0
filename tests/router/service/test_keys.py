"""API keys: what is stored, what is taken, and ``crossjudge keys``."""

import datetime as dt
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from world import item

from judges import Principal
from router.cli import run
from router.errors import ConfigError, CredentialError
from router.service import Role
from router.service.auth.keys import Key, KeyFile


def test_a_key_says_who_calls(keys: KeyFile) -> None:
    made = keys.add("shop", Role.INGEST, tenant="acme", groups=frozenset({"staff"}))
    caller = keys.caller(made.secret)
    assert caller.principal == Principal("shop", "acme", frozenset({"staff"}))
    assert caller.role is Role.INGEST


def test_the_file_keeps_no_secret_and_is_private(keys: KeyFile) -> None:
    made = keys.add("shop", Role.SEARCH)
    assert made.secret[len("cj_") + 12 :] not in keys.path.read_text()
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600


def _changed(secret: str) -> list[str]:
    last = "A" if secret[-1] != "A" else "B"
    return [
        secret[:-1],
        secret[:-1] + last,
        secret + "A",
        secret.swapcase(),
        "cj_",
        "cj_" + "0" * 55,
    ]


def test_a_forged_key_is_refused(keys: KeyFile) -> None:
    made = keys.add("shop", Role.ADMIN)
    other = keys.add("other", Role.SEARCH)
    mixed = other.secret[:15] + made.secret[15:]
    for forged in (*_changed(made.secret), mixed, made.key.sha256, f"cj_{made.key.id}"):
        with pytest.raises(CredentialError, match="not valid"):
            keys.caller(forged)


def test_a_revoked_key_is_refused_from_then_on(keys: KeyFile) -> None:
    made, other = keys.add("shop", Role.SEARCH), keys.add("other", Role.SEARCH)
    running = KeyFile(keys.path)
    assert running.caller(made.secret).credential == made.key.id
    keys.revoke(made.key.id)
    with pytest.raises(CredentialError, match="not valid"):
        running.caller(made.secret)
    assert running.caller(other.secret)


def test_an_expired_key_is_refused(keys: KeyFile) -> None:
    made = keys.add("shop", Role.SEARCH, days=0)
    with pytest.raises(CredentialError, match="expired"):
        keys.caller(made.secret)
    assert made.key.state(dt.datetime.now(dt.UTC)) == "expired"


@pytest.mark.parametrize("text", ["", "[]", '{"keys": 5}', '{"keys": [{"id": "x"}]}', "\xff"])
def test_a_broken_file_is_an_error_that_names_it(keys: KeyFile, text: str) -> None:
    keys.path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"keys\.json"):
        keys.all()


def test_all_keys_survive_being_added_at_once(keys: KeyFile) -> None:
    children = []
    for number in range(4):
        if not (child := os.fork()):
            KeyFile(keys.path).add(f"subject {number}", Role.SEARCH)
            os._exit(0)
        children.append(child)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    assert {key.subject for key in keys.all()} == {f"subject {n}" for n in range(4)}


def test_the_command_line_adds_lists_and_revokes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys.json"
    add = ["keys", "add", "shop", "--keys", str(file), "--role", "ingest", "--tenant", "acme"]
    assert run(add) == 0
    secret = capsys.readouterr().out.strip()
    assert run(["keys", "list", "--keys", str(file), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["subject"], listed["role"], listed["state"]) == ("shop", "ingest", "active")
    assert "sha256" not in listed
    assert KeyFile(file).caller(secret).principal.tenant == "acme"
    assert run(["keys", "revoke", listed["id"], "--keys", str(file)]) == 0
    assert run(["keys", "list", "--keys", str(file)]) == 0
    assert "revoked" in capsys.readouterr().out
    assert run(["keys", "revoke", "nobody", "--keys", str(file)]) == 2
    assert run([*add[:-4], "--role", "root"]) == 2


def test_no_credential_no_answer(guarded: Callable[..., TestClient], keys: KeyFile) -> None:
    client = guarded([item(1)])
    secret = keys.add("shop", Role.SEARCH).secret
    for presented in (
        None,
        "",
        "Bearer",
        f"Basic {secret}",
        secret,
        f"Bearer {secret} x",
        "Bearer a.b.c",
    ):
        headers = {} if presented is None else {"Authorization": presented}
        done = client.get("/v1/items/item-001", headers=headers)
        assert done.status_code == 401, presented
        assert done.headers["www-authenticate"].startswith("Bearer")
    fine = ("Authorization", f"Bearer {secret}")
    assert client.get("/v1/items/item-001", headers=[fine]).status_code == 200
    assert client.get("/v1/items/item-001", headers=[fine, fine]).status_code == 401


def test_a_key_file_that_breaks_lets_nobody_in(
    guarded: Callable[..., TestClient], keys: KeyFile
) -> None:
    client = guarded([item(1)])
    headers = {"Authorization": f"Bearer {keys.add('shop', Role.SEARCH).secret}"}
    keys.path.write_text("{")
    done = client.get("/v1/items/item-001", headers=headers)
    assert done.status_code == 503
    assert str(keys.path.parent) not in done.text


def test_states() -> None:
    now = dt.datetime.now(dt.UTC)
    key = Key(id="0" * 12, subject="s", role=Role.SEARCH, sha256="0" * 64, created=now)
    assert key.state(now) == "active"
    assert key.model_copy(update={"revoked": now}).state(now) == "revoked"
