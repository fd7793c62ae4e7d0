"""A store that was embedded by other spaces than those that search it does not pass silently."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import ingest, item

from router import Config, Request, Router, Store
from router.errors import StoreError
from router.testing import RandomSpace

ASK = Request.of(text="anything", claims={"sku": "S-1"})


def other(name: str = "other") -> RandomSpace:
    space = RandomSpace(seed=7)
    space.name = name
    return space


def test_a_store_that_its_space_embedded_is_whole(
    shop: Config, make_router: Callable[..., Router]
) -> None:
    assert make_router(shop, [item(4)]).search(ASK).telemetry.partial == ()


def test_a_store_of_another_space_is_refused_with_the_command_that_helps(
    shop: Config, make_router: Callable[..., Router]
) -> None:
    store = make_router(shop, [item(4)]).store
    with pytest.raises(StoreError, match=r"no vectors of other; .*crossjudge reembed --config"):
        Router(shop, store, spaces=[other()]).search(ASK)


def test_a_space_that_is_still_being_embedded_is_named_and_the_other_answers(
    shop: Config, make_router: Callable[..., Router]
) -> None:
    before = make_router(shop, [item(3), item(4)])
    both = Router(shop, before.store, spaces=[*before.spaces, other()])
    answer = both.search(ASK)
    assert answer.telemetry.partial == ("other",)
    assert [each.id for each in answer.items] == [each.id for each in before.search(ASK).items]
    ingest(before.store, shop, both.spaces, [item(3)])
    assert both.search(ASK).telemetry.partial == ("other",)
    ingest(before.store, shop, both.spaces, [item(3), item(4)])
    assert both.search(ASK).telemetry.partial == ()


def test_an_empty_store_lacks_nothing(shop: Config, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", create=True) as store:
        answer: Any = Router(shop, store, spaces=[other()]).search(ASK)
    assert answer.telemetry.partial == ()
