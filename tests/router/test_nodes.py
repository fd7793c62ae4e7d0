"""Nodes and judges on trial in a whole search."""

from collections.abc import Sequence
from typing import Any

import pytest
from world import item

from judges import (
    Candidate,
    Evidence,
    Judge,
    Options,
    Query,
    Truth,
    Verdict,
    Vocabulary,
    confirm,
    reject,
)
from modalities import Source, load_media
from router import Request
from router.errors import ConfigError
from router.report import answer_data

START = ("start: access", "start: may")
NODE = ("  edges:", "  nodes: {may: {all_of: [access, sellable]}}\n  edges:")
EDGES = (
    """    - {from: access, when: confirm, to: sellable}
    - {from: sellable, when: confirm, to: same}
""",
    "    - {from: may, when: confirm, to: same}\n",
)


class Closing(Judge[Options]):
    """Turns down every second item, as the access judge does those that changed hands."""

    default_covers = frozenset({Truth.PERMISSION})
    may_cover = frozenset(Truth)

    def __init__(self, name: str) -> None:
        super().__init__(name, Options(use="closing"), Vocabulary())

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        evidence = Evidence("record", "id", 1)
        odd = [int(candidate.id[-1]) % 2 for candidate in candidates]
        return [(reject if each else confirm)("told", evidence) for each in odd]


@pytest.fixture
def request_() -> Request:
    return Request(media=load_media("text", Source.text("item")), claims={"sku": "S-0"})


def test_what_a_judge_of_permission_turns_down_beside_others_leaves_no_trace(
    request_: Request, make_config: Any, make_router: Any
) -> None:
    """Item 3 is turned down by both members of the node, so access is not the last of its steps."""
    items = [item(number) for number in range(8)]
    config = make_config(START, EDGES, NODE, judges={"access": Closing("access")})
    answer = make_router(config, items).search(request_)
    seen = {dossier.id for dossier in answer.dossiers()}
    assert seen == {"item-000", "item-002", "item-004", "item-006"}
    assert answer.considered == 4
    assert {tally.considered for tally in answer.telemetry.judges if tally.judge != "same"} == {4}


def test_a_judge_of_permission_on_trial_hides_nothing(
    request_: Request, make_config: Any, make_router: Any
) -> None:
    items = [item(number) for number in range(8)]
    judge = ("  same: {", "  trial: {use: access}\n  same: {")
    shadow = ("  edges:", "  shadows: {trial: access}\n  edges:")
    plain = make_router(make_config(), items).search(request_)
    config = make_config(judge, shadow, judges={"trial": Closing("trial")})
    watched = make_router(config, items).search(request_)
    assert watched.items == plain.items
    assert watched.drops == plain.drops
    assert [each.steps for each in watched.dossiers()] == [each.steps for each in plain.dossiers()]
    assert all(len(each.shadows) == 1 for each in watched.dossiers())
    data = answer_data(watched, dossiers=None)
    assert all(each["shadows"][0]["judge"] == "trial" for each in data["items"] + data["dossiers"])
    assert "shadows" not in str(answer_data(plain, dossiers=None))


@pytest.mark.parametrize(("said", "beside"), [("true", "access"), ("sellable", "sellable")])
def test_a_judge_may_say_itself_that_it_is_on_trial(
    said: str, beside: str, request_: Request, make_config: Any, make_router: Any
) -> None:
    items = [item(number) for number in range(8)]
    trial = ("  same: {", f"  trial: {{use: access, shadow: {said}}}\n  same: {{")
    plain = make_router(make_config(), items).search(request_)
    config = make_config(trial)
    assert config.proof.shadows == {"trial": beside}
    watched = make_router(config, items).search(request_)
    assert watched.items == plain.items
    assert [each.steps for each in watched.dossiers()] == [each.steps for each in plain.dossiers()]
    seen = sum(len(each.shadows) for each in watched.dossiers())
    assert seen == sum(
        any(step.judge == beside for step in each.steps) for each in plain.dossiers()
    )


@pytest.mark.parametrize(
    ("said", "change", "message"),
    [
        ("true", ("to: same", "to: trial"), "found 'trial', expected one of"),
        ("nobody", ("to: same", "to: same"), "found 'nobody', expected the judge or node"),
        ("true", ("  edges:", "  shadows: {trial: same}\n  edges:"), "says 'same'"),
        ("7", ("to: same", "to: same"), r"judges\.trial\.shadow"),
    ],
)
def test_what_is_on_trial_can_carry_nothing(
    said: str, change: tuple[str, str], message: str, make_config: Any
) -> None:
    trial = ("  same: {", f"  trial: {{use: access, shadow: {said}}}\n  same: {{")
    with pytest.raises(ConfigError, match=message):
        make_config(trial, change)
