"""What a credential must not get at, tried: other tenants, other roles, this machine's files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from replies import said
from sqlalchemy import event
from starlette.testclient import TestClient
from world import item

from router.service import Role
from router.store import Store

ACME, GLOBEX = {"access": {"tenant": "acme"}}, {"access": {"tenant": "globex"}}
STAFF = {"access": {"tenant": "acme", "groups": ["staff"]}}
OPEN = [item(number) for number in range(6)]
HIDDEN = [
    *(item(number, **GLOBEX) for number in range(6, 12)),
    *(item(number, **STAFF) for number in range(12, 15)),
]
OWN = [item(number, **ACME) for number in range(15, 18)]

Bearer = Callable[..., dict[str, str]]
Guarded = Callable[..., TestClient]


def store_of(client: TestClient) -> Store:
    store: Store = client.app.state.service.core.router.store  # type: ignore[attr-defined]
    return store


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """SQL that the store runs meanwhile."""
    ran: list[str] = []

    def note(*arguments: Any) -> None:
        ran.append(arguments[2])

    event.listen(store._database._engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(store._database._engine, "before_cursor_execute", note)


def hash_of(client: TestClient, item_id: str) -> str:
    """As somebody who may read the database would learn it."""
    with store_of(client)._database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT medium.hash FROM medium JOIN item_medium ON medium_pk = medium.pk "
            "JOIN item ON item_pk = item.pk WHERE item.id = ?",
            (item_id,),
        ).scalar_one()
    return str(found)


def without_times(answer: Mapping[str, Any]) -> dict[str, Any]:
    telemetry = {**answer["telemetry"], "seconds": None}
    telemetry["judges"] = [{**judge, "seconds": None} for judge in telemetry["judges"]]
    return {**answer, "telemetry": telemetry}


@pytest.mark.parametrize("forbidden", ["item-007", "item-013"])
def test_a_forbidden_item_is_as_absent_in_what_is_said_and_done(
    guarded: Guarded, bearer: Bearer, forbidden: str
) -> None:
    client, acme = guarded([*OPEN, *HIDDEN, *OWN]), bearer("acme")
    assert client.get("/v1/items/item-016", headers=acme).status_code == 200
    seen = []
    for name in (forbidden, "item-999"):
        with statements(store_of(client)) as ran:
            done = client.get(f"/v1/items/{name}", headers=acme)
        seen.append((said(done), ran))
    assert seen[0] == seen[1]
    assert seen[0][0].status == 404


def test_a_forbidden_medium_is_as_absent(guarded: Guarded, bearer: Bearer) -> None:
    client, acme = guarded([*OPEN, *HIDDEN, *OWN]), bearer("acme")
    assert client.get(f"/v1/media/{hash_of(client, 'item-016')}", headers=acme).status_code == 200
    seen = []
    for name in (hash_of(client, "item-007"), "0" * 64):
        for query in ({}, {"as": "png"}):
            with statements(store_of(client)) as ran:
                done = client.get(f"/v1/media/{name}", params=query, headers=acme)
            seen.append((said(done), ran))
    assert all(each == seen[0] for each in seen)
    assert seen[0][0].status == 404


def test_answers_are_those_of_a_catalogue_without_what_is_hidden(
    guarded: Guarded, bearer: Bearer
) -> None:
    """Items, dossiers, counts, drops, ranks, what the space alone says, why it is empty."""
    whole, visible = guarded([*OPEN, *HIDDEN, *OWN]), guarded([*OPEN, *OWN])
    acme = bearer("acme")
    for claims in ({"sku": "S-2"}, {"sku": "S-5"}, {"sku": "S-4"}):
        body = {"text": "text of item 7", "claims": claims, "explain": "all"}
        answers = [
            client.post("/v1/search", json=body, headers=acme) for client in (whole, visible)
        ]
        assert answers[0].status_code == 200
        first, second = (without_times(answer.json()) for answer in answers)
        assert first == second
        assert first["considered"] == len(OPEN) + len(OWN)


def test_groups_come_from_the_credential(guarded: Guarded, bearer: Bearer) -> None:
    client = guarded(HIDDEN)
    assert client.get("/v1/items/item-013", headers=bearer("acme")).status_code == 404
    staff = bearer("acme", Role.SEARCH, "staff")
    assert client.get("/v1/items/item-013", headers=staff).status_code == 200
    stranger = bearer("globex", Role.SEARCH, "staff")
    assert client.get("/v1/items/item-013", headers=stranger).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"principal": {"subject": "x", "tenant": "globex"}},
        {"tenant": "globex"},
        {"as": "x,globex"},
        {"context": {"tenant": "globex"}},
        {"context": {"principal": "globex"}},
    ],
)
def test_a_body_says_nothing_about_who_asks(
    guarded: Guarded, bearer: Bearer, more: dict[str, Any]
) -> None:
    client = guarded(HIDDEN)
    done = client.post("/v1/search", json={"text": "x", **more}, headers=bearer("acme"))
    assert done.status_code == 422


def test_headers_and_queries_say_nothing_about_who_asks(guarded: Guarded, bearer: Bearer) -> None:
    client = guarded(HIDDEN)
    claimed = {"X-Tenant": "globex", "X-Forwarded-User": "root", "Cookie": "tenant=globex"}
    done = client.get(
        "/v1/items/item-007",
        headers={**bearer("acme"), **claimed},
        params={"tenant": "globex", "as": "x,globex"},
    )
    assert done.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/v1/items/../../etc/passwd",
        "/v1/items/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/v1/items//etc/passwd",
        "/v1/media/..%2f..%2fcatalogue.sqlite",
        "/v1/media/%2e%2e%2fcatalogue.sqlite",
        "/v1/media/catalogue.sqlite",
        "/v1/media/..",
        "/v1/media/%00",
        "/v1/items/%00",
        "/v1/items/%ff%fe",
    ],
)
def test_paths_lead_nowhere_else(guarded: Guarded, bearer: Bearer, path: str) -> None:
    client = guarded(OPEN)
    done = client.get(path, headers=bearer("acme"))
    assert done.status_code == 404
    assert done.json()["title"] == "Not Found"


def test_problems_name_no_folders_of_this_machine(guarded: Guarded, bearer: Bearer) -> None:
    client, acme = guarded(OPEN), bearer("acme")
    store = store_of(client)
    told = [
        client.post("/v1/search", files=[("image", ("/etc/passwd", b"x"))], headers=acme),
        client.post("/v1/search", json={"text": "x", "context": {"no": 1}}, headers=acme),
    ]
    (store.directory / "catalogue.sqlite").rename(store.directory / "gone")
    store.close()
    told += [
        client.post("/v1/search", json={"text": "x"}, headers=acme),
        client.get("/v1/items/item-001", headers=acme),
        client.get("/readyz"),
    ]
    assert [done.status_code for done in told] == [422, 422, 503, 503, 503]
    for done in told:
        assert str(store.directory.parent) not in done.text
    assert told[2].headers["retry-after"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
    ids=str,
)
def test_without_credentials_no_page_of_the_web_gets_in(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.get("/v1/config").status_code == 200
    assert client.get("/v1/config", headers={"Origin": "http://localhost:8080"}).status_code == 200
    assert client.get("/v1/config", headers=headers).status_code == 403
