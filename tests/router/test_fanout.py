"""Lanes propose; what they propose merges by item, the nearest of any lane first."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from world import item

from judges import Lookup, Principal, Query, ReaderError, Reading, Vocabulary, build_judge
from judges.model_code import ModelCodeJudge
from router import Config
from router.fanout import FanOut
from router.lanes import LookupLane, Proposed, lookup_lanes


class Fixed:
    """Proposes the same keys in every round."""

    def __init__(self, name: str, *keys: int) -> None:
        self.name = name
        self._proposed = Proposed(name, np.array(keys, np.int64))

    def propose(self, scope: Any, k: int | None) -> Proposed:
        return self._proposed


def barcode(value: str, **details: str) -> Reading:
    return Reading(
        kind="barcode", value=value, text=value, confidence=1, reader="barcode", version="1",
        details=details,
    )  # fmt: skip


def test_lanes_merge_by_item_nearest_first_and_each_item_once() -> None:
    fan_out = FanOut([Fixed("a", 7, 3, 5), Fixed("b", 5, 9)], scope=None)  # type: ignore[arg-type]
    assert fan_out.widen(10) == [5, 7, 3, 9]
    assert [(each.lane, each.rank) for each in fan_out.proposals(5)] == [("a", 3), ("b", 1)]
    assert fan_out.widen(20) == []
    assert fan_out.seen == {3, 5, 7, 9}


def test_identifiers_are_looked_up_as_claimed_as_read_and_as_spelled_out(
    shop: Config, make_router: Any
) -> None:
    items = [
        {**item(number), "record": {**item(number)["record"], "gtin": gtin}}
        for number, gtin in enumerate(["4006381333931", "042100005264", "96385074"])
    ]
    scope = make_router(shop, items).store.scope(Principal())
    lookup = Lookup("barcode", "gtin", detail="gtin14")

    def found(readings: Sequence[Reading] = (), **claims: str) -> list[str]:
        query = Query(claims=claims, read=lambda _: readings)
        keys = LookupLane(lookup, query).propose(scope, 1).keys.tolist()
        ids = scope.ids(keys)
        return [ids[key] for key in keys]

    assert found(gtin="4006381333931") == ["item-000"]
    assert found([barcode("96385074")]) == ["item-002"]
    # UPC-E: eight digits stand for twelve.
    assert found([barcode("04252614", gtin14="00042100005264")]) == ["item-001"]
    assert found([barcode("04252614")]) == []
    assert found([barcode("4006381333931")], gtin="96385074") == ["item-002", "item-000"]


def test_a_judge_that_cannot_say_what_to_look_up_looks_up_everything() -> None:
    class Broken(ModelCodeJudge):
        def lookups_in(self, query: Query) -> tuple[Lookup, ...]:
            raise ZeroDivisionError

    whole = build_judge("gtin", {"use": "barcode"}, Vocabulary())
    code = build_judge("code", {"use": "model_code"}, Vocabulary())
    broken = Broken("code", code.options, code.vocabulary)
    lanes = lookup_lanes([whole, broken, whole], Query())
    assert [lane.name for lane in lanes] == [
        "lookup:gtin",
        "lookup:model_code",
        "lookup:model_code",
    ]


def test_a_reader_that_fails_leaves_the_claim(shop: Config, make_router: Any) -> None:
    def fail(kind: str) -> Sequence[Reading]:
        raise ReaderError(kind)

    scope = make_router(shop, [item(4)]).store.scope(Principal())
    query = Query(claims={"sku": "S-1"}, read=fail)
    assert len(LookupLane(Lookup("model_code", "sku"), query).propose(scope, 1).keys) == 1
