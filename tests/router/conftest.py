"""Routers over real stores and real indexes, made in moments."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from catalogues import Catalogues
from postgres import postgres
from world import SHOP, ingest

from judges import AnyJudge
from modalities import Space
from router import Config, Router, Store
from router.config import build_config, parse_yaml
from router.testing import RandomSpace


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """The folder of a running PostgreSQL server's socket."""
    with postgres() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    """A test that asks for it is one of SQLite files and one of a PostgreSQL server."""
    is_server = request.param == "postgresql"
    return Catalogues(request.getfixturevalue("postgres_socket") if is_server else None)


@pytest.fixture
def store(tmp_path: Path, catalogues: Catalogues) -> Iterator[Store]:
    """An empty catalogue."""
    with catalogues.open(tmp_path / "catalogue", create=True) as opened:
        yield opened


@pytest.fixture
def routed(request: pytest.FixtureRequest) -> Catalogues:
    """What routers are made over: SQLite files, but for tests that are marked ``on_both``."""
    is_server = getattr(request, "param", "sqlite") == "postgresql"
    return Catalogues(request.getfixturevalue("postgres_socket") if is_server else None)


@pytest.fixture
def shop() -> Config:
    return build_config(parse_yaml(SHOP, "shop.yaml"))


@pytest.fixture
def make_config() -> Callable[..., Config]:
    """The shop with parts of its YAML changed, or judges replaced by others that cover the same."""

    def make(*changes: tuple[str, str], judges: Mapping[str, AnyJudge] | None = None) -> Config:
        text = SHOP
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        config = build_config(parse_yaml(text, "shop.yaml"))
        return replace(config, judges={**config.judges, **(judges or {})})

    return make


@pytest.fixture(scope="session")
def made_stores(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Folders of stores that hold some items, each made once; they are to be copied, not used."""
    made: dict[str, Path] = {}

    def folder(config: Config, items: Sequence[Mapping[str, Any]]) -> Path:
        wanted = repr((items, config.vocabulary, sorted(config.record_fields)))
        if wanted not in made:
            path = tmp_path_factory.mktemp("made") / "store"
            with Store.open(path, create=True) as store:
                ingest(store, config, (RandomSpace(),), items)
            made[wanted] = path
        return made[wanted]

    return folder


@pytest.fixture
def make_router(
    tmp_path: Path, made_stores: Callable[..., Path], routed: Catalogues
) -> Iterable[Callable[..., Router]]:
    """Routers over stores of their own that hold manifest lines."""
    routers: list[Router] = []

    def make(config: Config, items: Iterable[Mapping[str, Any]], *spaces: Space) -> Router:
        folder, given = tmp_path / f"store-{len(routers)}", list(items)
        if spaces or not routed.are_files:
            store = routed.open(folder, create=True)
            ingest(store, config, spaces or (RandomSpace(),), given)
        else:
            store = Store.open(shutil.copytree(made_stores(config, given), folder))
        routers.append(Router(config, store, spaces=spaces or (RandomSpace(),)))
        return routers[-1]

    yield make
    for router in routers:
        router.close()
