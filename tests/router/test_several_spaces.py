"""Several spaces at once: a lane for each, and no score ever meets another lane's."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from world import SHOP, item

from judges import Principal
from modalities import Medium, Modality, Source, load_media
from router import Config, Request, Router
from router.config import build_config, parse_yaml
from router.fanout import FanOut, embed_query, space_lanes
from router.quotas import Quotas
from router.testing import RandomSpace

TEXT = frozenset({Modality.TEXT})


class Bunched(RandomSpace):
    """Ranks as its seed does, but every cosine lies near 1, as models with a narrow cone do."""

    def __init__(self, seed: int, closeness: float) -> None:
        super().__init__(dim=16, seed=seed, modalities=TEXT)
        self.name = f"bunched-{seed}"
        self.closeness = closeness
        self.dim = 17

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        self.dim = 16
        drawn = super().embed(modality, media)
        self.dim = 17
        common = np.full((len(drawn), 1), self.closeness, dtype=np.float32)
        return np.hstack((drawn * np.sqrt(1 - self.closeness**2), common)).astype(np.float32)


@pytest.fixture
def limited() -> Config:
    text = SHOP.replace("stop: exhaust", "stop: limit") + "fanout: {k: 3, widen: [6]}\n"
    return build_config(parse_yaml(text, "shop.yaml"))


def orders(router: Router, config: Config) -> list[list[int]]:
    """What each round adds, in order, for one question."""
    media = load_media("text", Source.text("anything at all"))
    lanes = space_lanes(
        embed_query(media, router.spaces),
        router.spaces,
        router.indexes,
        Quotas(config, router.spaces),
    )
    fan_out = FanOut(lanes, router.store.scope(Principal()))
    return [fan_out.widen(k) for k in (1, 3, 6)]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(closeness=st.floats(0.5, 0.99))
def test_how_near_one_space_finds_everything_moves_nothing_of_another(
    make_router: Callable[..., Any], limited: Config, closeness: float
) -> None:
    """Rescaling a space's scores, its own order kept, changes no order of candidates."""
    items = [item(number) for number in range(12)]
    plain = make_router(limited, items, Bunched(1, 0.0), Bunched(2, 0.0))
    bunched = make_router(limited, items, Bunched(1, 0.0), Bunched(2, closeness))
    assert orders(bunched, limited) == orders(plain, limited)


def test_every_space_has_its_lanes_and_its_own_account(
    make_router: Callable[..., Any], limited: Config
) -> None:
    first, second = Bunched(1, 0.2), Bunched(2, 0.9)
    router = make_router(limited, [item(number) for number in range(12)], first, second)
    answer = router.search(Request.of(text="anything", claims={"sku": "S-1"}, limit=1))
    lanes = {lane.lane: lane for lane in answer.telemetry.lanes}
    assert {"bunched-1:text->text", "bunched-2:text->text"} <= lanes.keys()
    for seed in (1, 2):
        assert lanes[f"bunched-{seed}:text->text"].visible == 12
    for dossier in answer.dossiers():
        assert len({proposal.lane for proposal in dossier.proposals}) == len(dossier.proposals)


def test_spaces_named_alike_are_refused(make_config: Callable[..., Config]) -> None:
    with pytest.raises(Exception, match="each may be named once"):
        make_config(("spaces: [lite]", "spaces: [lite, lite]"))
