"""The catalogue, or what a judge asks, goes away while the service runs, and comes back."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
import structlog
from asking import QUESTION, client_of, found, ready, settled
from catalogues import Catalogues
from judging_service import judging_service
from postgres import server
from starlette.testclient import TestClient
from world import SHOP, ingest, item

from judges.join import Join
from router import Config, Router
from router.config import build_config, parse_yaml
from router.errors import StoreServerError
from router.service import judge_probes, store_probe
from router.store import Store
from router.testing import RandomSpace

ITEMS = [item(number) for number in range(6)]
WANTED = {"item-004", "item-005"}
PASSWORD = "hush-hush"  # noqa: S105 - of nobody: the server trusts whoever reaches its socket
TABLE = "create table stock (sku text, amount integer)"
ROWS = "insert into stock values ('S-0', 1), ('S-1', 2)"


class Database(NamedTuple):
    url: str
    go: Callable[[], object]
    come_back: Callable[[], object]


@pytest.fixture
def removed(tmp_path: Path) -> Database:
    """A file that is moved away."""
    path, away = tmp_path / "stock.db", tmp_path / "away.db"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(TABLE)
        database.execute(ROWS)
    return Database(f"sqlite:///{path}", lambda: path.rename(away), lambda: away.rename(path))


@pytest.fixture
def overwritten(removed: Database) -> Database:
    """A file that is overwritten where it lies."""
    path = Path(removed.url.removeprefix("sqlite:///"))
    whole = path.read_bytes()
    return Database(
        removed.url,
        lambda: path.write_bytes(b"overwritten" * 1000),
        lambda: path.write_bytes(whole),
    )


@pytest.fixture
def stopped() -> Iterator[Database]:
    """A PostgreSQL server that is stopped as by a crash."""
    with server() as postgres:
        postgres.start()
        address = f"host={postgres.folder} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as own:
            own.execute(TABLE)
            own.execute(ROWS)
        url = f"postgresql://postgres:{PASSWORD}@/postgres?host={postgres.folder}"
        yield Database(url, postgres.stop, postgres.start)
        postgres.stop()


@pytest.fixture
def joined() -> Iterator[Callable[[str], Config]]:
    """The shop, where the stock of an item must be above none; connections close at the end."""
    configs: list[Config] = []

    def config(url: str) -> Config:
        configs.append(with_judge(
            use="join", url=f"'{url}'", table="stock", key="{column: sku, field: sku}",
            columns="{amount: int}", where="'row.amount > 0'",
        ))  # fmt: skip
        return configs[-1]

    yield config
    for each in configs:
        join = each.judges["outside"]
        assert isinstance(join, Join)
        join._rows._engine.dispose()


@pytest.fixture(autouse=True)
def probed_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_probes, "_FRESH", 0.0)
    monkeypatch.setattr(judge_probes, "_PATIENCE", 60.0)


def with_judge(**options: Any) -> Config:
    """The shop, where ``outside`` must confirm as well."""
    judge = (
        f"  outside: {{covers: [recency], {', '.join(f'{k}: {v}' for k, v in options.items())}}}"
    )
    text = SHOP.replace("graph:\n", f"{judge}\ngraph:\n").replace(
        "{from: sellable, when: confirm, to: same}",
        "{from: sellable, when: confirm, to: outside}\n"
        "    - {from: outside, when: confirm, to: same}",
    )
    return build_config(parse_yaml(text, "shop.yaml"))


def failed_in(client: TestClient) -> set[tuple[str, str]]:
    """What a search that confirms nothing says of its candidates: (judge, outcome)."""
    done = client.post("/v1/search", json=QUESTION)
    assert done.status_code == 200
    assert done.json()["items"] == []
    assert done.json()["why_empty"]
    assert PASSWORD not in done.text
    return {(drop["judge"], drop["outcome"]) for drop in done.json()["drops"]}


@pytest.mark.parametrize("kind", ["removed", "overwritten", "stopped"])
def test_a_judge_whose_database_is_gone_fails_is_named_and_recovers(
    make_router: Callable[..., Router],
    joined: Callable[[str], Config],
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    database: Database = request.getfixturevalue(kind)
    config = joined(database.url)
    gone = {"judge outside": "its database cannot be asked"}
    with (
        structlog.testing.capture_logs() as logged,
        client_of(make_router(config, ITEMS)) as client,
    ):
        assert settled(client) == (200, {})
        assert found(client) == WANTED
        database.go()
        assert ready(client) == (200, gone)  # before any search has met it
        assert ("outside", "failure") in failed_in(client)
        assert ready(client) == (200, gone)
        database.come_back()
        assert found(client) == WANTED
        assert ready(client) == (200, {})
    whys = [event["error"] for event in logged if event["event"] == "join.not_ready"]
    assert whys
    assert all("judges.outside.url" in why for why in whys)
    assert PASSWORD not in repr(logged)


def test_a_judge_whose_service_is_gone_is_named(make_router: Callable[..., Router]) -> None:
    with judging_service() as service:
        config = with_judge(use="http", url=service.url, fields="[stock]", retries=0)
        with client_of(make_router(config, ITEMS)) as client:
            assert settled(client) == (200, {})
            assert service.asked == []  # it is reached, and asked nothing
    with client_of(make_router(config, ITEMS)) as client:
        why = {"judge outside": "its service cannot be reached"}
        assert settled(client) == (200, why)
        assert ("outside", "failure") in failed_in(client)


@pytest.mark.parametrize("how", ["removed", "overwritten"])
def test_a_catalogue_that_is_gone_is_named_and_is_used_again_when_it_is_back(
    make_router: Callable[..., Router], shop: Config, how: str
) -> None:
    router = make_router(shop, ITEMS)
    database = router.store.directory / "catalogue.sqlite"
    away = database.with_name("away")
    with client_of(router) as client:
        assert settled(client) == (200, {})
        assert found(client) == WANTED
        router.store.close()  # what the log holds goes into the file
        whole = database.read_bytes()
        if how == "removed":
            found(client)  # a connection is open to it
            database.rename(away)
        else:
            database.write_bytes(b"no database at all" * 1000)
        status, why = ready(client)
        assert status == 503
        assert why.keys() == {"store"}
        for done in (
            client.post("/v1/search", json=QUESTION),
            client.put("/v1/items/new", json={"record": {}}),
        ):
            assert (done.status_code, done.json()["code"]) == (503, "store")
            assert done.headers["Content-Type"] == "application/problem+json"
            assert done.headers["Retry-After"]
        assert client.get("/healthz").status_code == 200
        if how == "removed":
            assert not database.exists()
            away.rename(database)
        else:
            database.write_bytes(whole)
        assert ready(client) == (200, {})
        assert found(client) == WANTED


def test_a_catalogue_whose_server_is_stopped_is_named_and_is_used_again_when_it_is_back(
    tmp_path: Path, shop: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server() as postgres:
        postgres.start()
        routers = Catalogues(str(postgres.folder))
        store = routers.open(tmp_path / "store", create=True)
        ingest(store, shop, (RandomSpace(),), ITEMS)
        router = Router(shop, store, spaces=(RandomSpace(),))
        with structlog.testing.capture_logs() as logged, client_of(router) as client:
            assert settled(client) == (200, {})
            assert found(client) == WANTED
            postgres.stop()
            gone = {"store": "the catalogue's database server cannot be used"}
            assert ready(client) == (503, gone)
            for done in (
                client.post("/v1/search", json=QUESTION),
                client.get("/v1/items/item-001"),
                client.delete("/v1/items/item-001"),
                client.put("/v1/items/new", json={"record": {}}),
            ):
                assert (done.status_code, done.json()["code"]) == (503, "store")
                assert done.headers["Content-Type"] == "application/problem+json"
                assert done.headers["Retry-After"]
                assert str(postgres.folder) not in done.text
            assert client.get("/healthz").status_code == 200
            assert ready(client) == (503, gone)
            sent = client.post("/v1/items", files={"manifest": ("m.jsonl", b'{"id": "bulk"}')})
            assert sent.status_code == 202  # it waits for the server
            postgres.start()
            assert ready(client) == (200, {})
            assert found(client) == WANTED
            assert ended(client, sent.headers["Location"]) == ("done", 1)
            assert client.get("/v1/items/bulk").status_code == 200
            assert client.put("/v1/items/new", json={"record": {}}).status_code == 201
            monkeypatch.setattr(store_probe, "_PATIENCE", 0.2)
            with postgres.frozen():
                status, why = ready(client)
                assert status == 503
                assert why["store"].startswith("has not answered within")
            assert found(client) == WANTED
        router.close()
        postgres.stop()
    assert [each for each in logged if each["event"] == "service.not_ready"]


def ended(client: TestClient, job: str) -> tuple[str, int]:
    """State of a job that is over, and how many items it stored."""
    for _ in range(1200):
        told = client.get(job).json()
        if told["ended"] is not None:
            return told["state"], told["stored"]
        time.sleep(0.05)
    raise AssertionError(f"still {told}")


def test_a_job_that_the_server_refuses_is_over(
    make_router: Callable[..., Router], shop: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_self: Store, _rows: object) -> None:
        raise StoreServerError("postgresql://db/shop: permission denied for table meta", "42501")

    monkeypatch.setattr(Store, "put_all", refused)
    with client_of(make_router(shop, [])) as client:
        sent = client.post("/v1/items", files={"manifest": ("m.jsonl", b'{"id": "bulk"}')})
        assert ended(client, sent.headers["Location"]) == ("failed", 0)


def test_a_full_disk_of_the_catalogues_server_is_told_as_one(
    make_router: Callable[..., Router], shop: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Store, _rows: object) -> None:
        raise StoreServerError("postgresql://db/shop: could not extend file", "53100")

    monkeypatch.setattr(Store, "put_all", full)
    with client_of(make_router(shop, [])) as client:
        done = client.put("/v1/items/new", json={"record": {}})
        assert (done.status_code, done.json()["code"]) == (507, "storage_full")
        assert "shop" not in done.text
