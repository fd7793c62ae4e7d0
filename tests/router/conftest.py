"""Routers over real stores and real indexes, made in moments."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from world import SHOP, ingest

from judges import AnyJudge
from modalities import Space
from router import Config, Router, Store
from router.config import build_config, parse_yaml
from router.testing import RandomSpace


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


@pytest.fixture
def make_router(tmp_path: Path) -> Iterable[Callable[..., Router]]:
    """Routers over stores made on the spot from manifest lines."""
    routers: list[Router] = []

    def make(config: Config, items: Iterable[Mapping[str, Any]], *spaces: Space) -> Router:
        store = Store.open(tmp_path / f"store-{len(routers)}", create=True)
        chosen = spaces or (RandomSpace(),)
        ingest(store, config, chosen, items)
        routers.append(Router(config, store, spaces=chosen))
        return routers[-1]

    yield make
    for router in routers:
        router.close()
