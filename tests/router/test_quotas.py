"""Every lane has its own quota: from the config, or wider the less direct its alignment is."""

from collections.abc import Callable
from typing import Any

import pytest
from world import SHOP, item

from judges import Principal
from modalities import Modality, Source, load_media
from router import Config
from router.config import build_config, parse_yaml
from router.errors import ConfigError
from router.fanout import embed_query, space_lanes
from router.quotas import Quotas
from router.testing import RandomSpace

AUDIO, DEPTH, IMAGE, TEXT = Modality.AUDIO, Modality.DEPTH, Modality.IMAGE, Modality.TEXT


class Bound(RandomSpace):
    """Audio and depth meet only through images."""

    def hops(self, asked: Modality, indexed: Modality) -> int:
        if asked is indexed:
            return 0
        return 1 if IMAGE in (asked, indexed) else 2


def config(fanout: str = "{k: 10}") -> Config:
    return build_config(parse_yaml(SHOP + f"fanout: {fanout}\n", "shop.yaml"))


def test_a_lane_through_a_third_modality_looks_twice_as_wide() -> None:
    space = Bound()
    quotas = Quotas(config(), [space])
    assert quotas.share(space, AUDIO, AUDIO) == 1
    assert quotas.share(space, AUDIO, IMAGE) == 1
    assert quotas.share(space, AUDIO, DEPTH) == 2


def test_the_config_has_the_last_word_and_a_space_may_have_its_own() -> None:
    here, there = Bound(), Bound()
    there.name = "other"
    quotas = Quotas(
        config("{k: 10, lanes: {audio->depth: 50, 'other:audio->depth': 5}}"), [here, there]
    )
    assert quotas.share(here, AUDIO, DEPTH) == 5
    assert quotas.share(there, AUDIO, DEPTH) == 0.5
    assert quotas.share(here, AUDIO, TEXT) == 2


@pytest.mark.parametrize("lane", ["audio->smell", "lite:audio->depth", "audio-depth", "imu->text"])
def test_a_quota_for_a_lane_that_no_space_has_is_refused(lane: str) -> None:
    space = Bound(modalities=frozenset({AUDIO, DEPTH, IMAGE, TEXT}))
    with pytest.raises(ConfigError, match=r"shop\.yaml: fanout\.lanes: no space has a lane"):
        Quotas(config(f"{{k: 10, lanes: {{'{lane}': 5}}}}"), [space])


def test_a_quota_is_a_count() -> None:
    with pytest.raises(ConfigError, match=r"fanout\.lanes\.audio->depth: found 0"):
        config("{k: 10, lanes: {audio->depth: 0}}")


def test_lanes_propose_what_their_quotas_allow_and_all_when_asked_for_all(
    make_router: Callable[..., Any],
) -> None:
    space = RandomSpace(modalities=frozenset({TEXT}))
    chosen = config("{k: 4, lanes: {text->text: 6}}")
    router = make_router(chosen, [item(number) for number in range(20)], space)
    media = load_media("text", Source.text("anything"))
    vectors = embed_query(media, [space])
    (lane,) = space_lanes(vectors, [space], router.indexes, Quotas(chosen, [space]))
    scope = router.store.scope(Principal())
    counts = [len(lane.propose(scope, k).keys) for k in (4, 8, 1, None)]
    assert counts == [6, 12, 2, 20]
