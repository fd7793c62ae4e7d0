"""What always holds of a whole search, whatever the space, the asker or the judges do."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import pytest
from world import ingest, item

from judges import (
    Candidate,
    Judge,
    Options,
    Principal,
    Query,
    Truth,
    Verdict,
    Vocabulary,
)
from modalities import Source, load_media
from modalities.lite.space import LiteSpace
from router import Answer, Completeness, Config, Fate, Request, Router
from router.report import answer_data
from router.testing import RandomSpace


def ask(text: str = "text of item 4", sku: str | None = "S-1", **more: Any) -> Request:
    claims = {} if sku is None else {"sku": sku}
    return Request(media=load_media("text", Source.text(text)), claims=claims, **more)


def outcome(answer: Answer) -> list[tuple[str, Fate, tuple[Any, ...]]]:
    """All that an answer decided, without proximity and without seconds."""
    return [(dossier.id, dossier.fate, dossier.steps) for dossier in answer.dossiers()]


class Spy(Judge[Options]):
    """Stands in for a judge and keeps what it was shown."""

    default_covers = frozenset({Truth.IDENTITY})
    may_cover = frozenset(Truth)

    def __init__(self, inner: Judge[Any]) -> None:
        super().__init__(inner.name, Options(use="spy"), Vocabulary())
        self._inner = inner
        self.shown: list[tuple[Query, tuple[Candidate, ...]]] = []

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        self.shown.append((query, tuple(candidates)))
        return self._inner.judge(query, candidates)


class Misbehaving(Judge[Options]):
    """Does whatever it is told to instead of judging."""

    default_covers = frozenset({Truth.IDENTITY})
    may_cover = frozenset(Truth)

    def __init__(self, deed: Callable[[Sequence[Candidate]], Any]) -> None:
        super().__init__("same", Options(use="misbehaving", time_limit=0.05), Vocabulary())
        self._deed = deed

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        return self._deed(candidates)  # type: ignore[no-any-return]


# 1. Judges cannot see proximity.


def test_candidates_have_no_field_that_proximity_could_enter_by() -> None:
    assert {field.name for field in fields(Candidate)} == {"id", "record"}
    assert {field.name for field in fields(Query)} == {
        "media", "context", "claims", "principal", "catalogue", "read",
    }  # fmt: skip


def test_judges_are_shown_the_same_whatever_the_space(
    shop: Config, make_config: Any, make_router: Any
) -> None:
    items = [item(number) for number in range(40)]
    shown = []
    for seed in range(3):
        spy = Spy(shop.judges["same"])
        router = make_router(make_config(judges={"same": spy}), items, RandomSpace(seed=seed))
        router.search(ask())
        shown.append([candidates for _, candidates in spy.shown])
    assert shown[0] == shown[1] == shown[2]
    assert sum(map(len, shown[0])) == 30


# 3. Fail closed.


def _hang(_: Sequence[Candidate]) -> Any:
    threading.Event().wait()


def _raise(_: Sequence[Candidate]) -> Any:
    raise RuntimeError("no")


@pytest.mark.parametrize(
    "deed",
    [
        _raise,
        _hang,
        lambda _: None,
        lambda _: 7,
        lambda _: "confirm",
        lambda candidates: ["confirm"] * len(candidates),
        lambda candidates: [True] * (len(candidates) + 1),
        lambda candidates: candidates,
        lambda candidates: [{"outcome": "confirm"}] * len(candidates),
    ],
)
def test_a_judge_that_misbehaves_never_confirms(
    deed: Any, make_config: Any, make_router: Any
) -> None:
    router = make_router(
        make_config(judges={"same": Misbehaving(deed)}), [item(number) for number in range(8)]
    )
    answer = router.search(ask())
    assert not answer.items
    assert answer.why_empty is not None
    assert "same (failure: " in answer.why_empty
    assert {d.fate for d in answer.dossiers()} == {Fate.DROPPED}


def test_without_the_claim_nothing_is_confirmed(shop: Config, make_router: Any) -> None:
    answer = make_router(shop, [item(number) for number in range(8)]).search(ask(sku=None))
    assert not answer.items
    assert "same (abstain: fact_missing)" in str(answer.why_empty)


# 4. Access before similarity.


def labelled(number: int, chance: random.Random) -> dict[str, Any]:
    tenants, groups = ["acme", "globex", "initech"], ["buyers", "staff", "press"]
    access: dict[str, Any] = {}
    if chance.random() < 0.6:
        access["tenant"] = chance.choice(tenants)
    if chance.random() < 0.4:
        access["groups"] = chance.sample(groups, chance.randint(1, 2))
    return item(number, access=access)


def somebody(chance: random.Random) -> Principal:
    tenant = chance.choice(["acme", "globex", "initech", "nobody", None])
    groups = frozenset(chance.sample(["buyers", "staff", "press"], chance.randint(0, 3)))
    return Principal("somebody", tenant, groups)


def everything_told(answer: Answer) -> dict[str, Any]:
    """All that an answer tells, but for the seconds."""
    report = answer_data(answer, dossiers=None)
    report["telemetry"].pop("seconds")
    for judge in report["telemetry"]["judges"]:
        judge.pop("seconds")
    return report


@pytest.mark.parametrize("stop", ["exhaust", "limit"])
def test_forbidden_items_leave_no_trace(stop: str, make_config: Any, make_router: Any) -> None:
    """A full catalogue answers as one that never held what the asker may not see."""
    chance = random.Random(stop)  # noqa: S311
    items = [labelled(number, chance) for number in range(60)]
    config = make_config(
        ("stop: exhaust", f"stop: {stop}\nfanout: {{k: 3, widen: [7, all]}}"),
        ("limit: 100", "limit: 2"),
    )
    full = make_router(config, items)
    for _ in range(12):
        asker = somebody(chance)
        visible = [
            each
            for each in items
            if each["access"].get("tenant") in (None, asker.tenant)
            and (not each["access"].get("groups") or asker.groups & set(each["access"]["groups"]))
        ]
        only = make_router(config, visible)
        request = ask(f"text of item {chance.randrange(60)}", f"S-{chance.randrange(20)}",
                      principal=asker)  # fmt: skip
        told = everything_told(full.search(request))
        assert told == everything_told(only.search(request))
        assert told["considered"] <= len(visible)


def test_a_thousand_askers_see_only_what_is_theirs(shop: Config, make_router: Any) -> None:
    chance = random.Random(4)  # noqa: S311
    items = [labelled(number, chance) for number in range(40)]
    labels = {each["id"]: each["access"] for each in items}
    router = make_router(shop, items)
    for _ in range(1000):
        asker = somebody(chance)
        answer = router.search(ask(principal=asker))
        told = {dossier.id for dossier in answer.dossiers()}
        told |= {near.id for near in answer.telemetry.nearest}
        theirs = {
            id_
            for id_, access in labels.items()
            if access.get("tenant") in (None, asker.tenant)
            and (not access.get("groups") or asker.groups & set(access["groups"]))
        }
        assert told == theirs
        assert answer.considered == len(theirs)
        assert {lane.visible for lane in answer.telemetry.lanes if lane.visible} <= {len(theirs)}


def test_an_item_that_changes_hands_during_a_search_leaves_no_trace(
    shop: Config, make_config: Any, make_router: Any
) -> None:
    class Intruder(Spy):
        """Takes item-004 away from the asker after it was proposed, before access is judged."""

        default_covers = frozenset({Truth.PERMISSION})
        router: Router

        def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
            taken = item(4, access={"tenant": "acme"})
            ingest(self.router.store, shop, self.router.spaces, [taken])
            return super().judge(query, candidates)

    intruder = Intruder(shop.judges["access"])
    router = make_router(
        make_config(judges={"access": intruder}), [item(number) for number in range(8)]
    )
    intruder.router = router
    answer = router.search(ask())
    assert {dossier.id for dossier in answer.dossiers()} == {
        f"item-{number:03d}" for number in range(8) if number != 4
    }
    assert answer.considered == 7
    assert [tally.considered for tally in answer.telemetry.judges if tally.judge == "access"] == [7]
    assert [confirmed.id for confirmed in answer.items] == ["item-005"]


# 5. The space is a cost, not a truth.


def test_a_complete_answer_is_the_same_for_any_space(shop: Config, make_router: Any) -> None:
    items = [item(number) for number in range(60)]
    answers = [
        make_router(shop, items, space).search(ask(sku="S-5"))
        for space in (RandomSpace(seed=0), RandomSpace(seed=1), RandomSpace(dim=3, seed=2))
    ]
    assert {answer.completeness for answer in answers} == {Completeness.EXHAUSTED}
    ids = [[confirmed.id for confirmed in answer.items] for answer in answers]
    assert ids[0] == ids[1] == ids[2] == ["item-017", "item-016"]
    assert outcome(answers[0]) == outcome(answers[1]) == outcome(answers[2])
    assert answers[0].telemetry.nearest != answers[1].telemetry.nearest


def test_lite_and_a_random_space_confirm_the_same(shop: Config, make_router: Any) -> None:
    items = [item(number) for number in range(30)]
    answers = [
        make_router(shop, items, space).search(ask("Item 16", "S-5"))
        for space in (LiteSpace(), RandomSpace())
    ]
    assert [confirmed.id for confirmed in answers[0].items] == ["item-017", "item-016"]
    assert outcome(answers[0]) == outcome(answers[1])
    assert answers[0].telemetry.nearest != answers[1].telemetry.nearest


def test_records_cannot_be_changed_by_a_judge(
    shop: Config, make_config: Any, make_router: Any
) -> None:
    """Records are shared by all searches: one that a judge changed would mislead the next."""

    def rewrite(candidates: Sequence[Candidate]) -> Any:
        candidates[0].record["sku"] = "S-1"  # type: ignore[index]

    router = make_router(
        make_config(judges={"same": Misbehaving(rewrite)}), [item(number) for number in range(8)]
    )
    assert "does not support item assignment" in str(router.search(ask()).dossiers()[0].steps[-1])


def test_items_that_no_space_has_seen_are_judged_too(shop: Config, make_router: Any) -> None:
    unseen = {**item(4), "media": {}}
    items = [unseen, *(item(number) for number in range(20, 30))]
    answer = make_router(shop, items).search(ask())
    assert [confirmed.id for confirmed in answer.items] == ["item-004"]


# 6. Order comes from facts.


def test_order_comes_from_facts_and_then_from_ids(make_config: Any, make_router: Any) -> None:
    items = [item(number, sku="S-1") for number in range(30)]
    chance = random.Random(6)  # noqa: S311
    for seed in range(3):
        chance.shuffle(items)
        answer = make_router(make_config(), items, RandomSpace(seed=seed)).search(ask())
        keys = [(-confirmed.record["stock"], confirmed.id) for confirmed in answer.items]
        assert len(keys) == 23
        assert keys == sorted(keys)


# 7. Everything is accounted for.


@pytest.mark.parametrize(
    ("changes", "completeness"),
    [
        ([], Completeness.EXHAUSTED),
        ([("stop: exhaust", "stop: first")], Completeness.UNIQUE),
        ([("stop: exhaust", "stop: limit"), ("limit: 100", "limit: 1")], Completeness.LIMIT),
        ([("stop: exhaust", "stop: limit")], Completeness.EXHAUSTED),
        ([("stop: exhaust", "stop: limit\nfanout: {k: 2, widen: []}")], Completeness.BUDGET),
        ([("stop: exhaust", "stop: exhaust\nbudget: {candidates: 5}")], Completeness.BUDGET),
        ([("stop: exhaust", "stop: exhaust\nbudget: {candidates: 40}")], Completeness.EXHAUSTED),
        ([("stop: exhaust", "stop: exhaust\nbudget: {seconds: 0.000001}")], Completeness.BUDGET),
    ],
)
def test_everything_considered_has_a_dossier(
    changes: list[tuple[str, str]], completeness: Completeness, make_config: Any, make_router: Any
) -> None:
    config = make_config(*changes)
    answer = make_router(config, [item(number) for number in range(40)]).search(ask(sku="S-2"))
    dossiers = answer.dossiers()
    assert answer.completeness is completeness
    assert len({dossier.id for dossier in dossiers}) == len(dossiers) == answer.considered
    assert sum(drop.count for drop in answer.drops) + answer.confirmed == answer.considered
    assert all(dossier.proposals for dossier in dossiers)
    assert (answer.why_empty is None) == bool(answer.items)
    if completeness is Completeness.EXHAUSTED:
        assert answer.considered == 40


def test_an_answer_cut_at_the_limit_says_so(make_config: Any, make_router: Any) -> None:
    config = make_config(("limit: 100", "limit: 1"))
    answer = make_router(config, [item(number) for number in range(40)]).search(ask(sku="S-2"))
    assert [confirmed.id for confirmed in answer.items] == ["item-006"]
    assert answer.confirmed == 2
    assert [d.fate for d in answer.dossiers()][:1] == [Fate.RETURNED]
    assert [d.id for d in answer.dossiers() if d.fate is Fate.BEYOND_LIMIT] == ["item-008"]


def test_an_empty_catalogue_says_so(shop: Config, make_router: Any) -> None:
    answer = make_router(shop, []).search(ask())
    assert answer.why_empty == "The catalogue holds no item that the asker may see."
    assert answer.completeness is Completeness.EXHAUSTED
