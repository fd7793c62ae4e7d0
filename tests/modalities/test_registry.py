"""Spaces by name: what follows the colon, and options, each checked before anything is built."""

import pytest

from modalities import RegistryError, Space, SpaceError, build_space

TABLE = {
    "random": "router.testing:RandomSpace",
    "lite": "modalities.lite.space:LiteSpace",
    "imagebind": "modalities.imagebind.space:ImageBindSpace",
    "transformers": "modalities.two_tower.space:TwoTowerSpace",
}


def build(name: str, **options: object) -> Space:
    return build_space(TABLE, name, options)


def test_options_reach_the_constructor() -> None:
    assert build("random", dim=8, seed=3).fingerprint == build("random", seed=3, dim=8).fingerprint
    assert build("random", dim=8).dim == 8


def test_what_follows_the_colon_reaches_it_too() -> None:
    assert build("imagebind:models/mine.pth").name == "imagebind:mine"
    assert build("transformers:./models/siglip").name == "transformers:siglip"
    assert build("imagebind").name == "imagebind"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("nose", {}, r"unknown space 'nose'; known: imagebind, lite, random, transformers"),
        ("lite", {"precision": "float32"}, r"'lite': unknown option 'precision'; valid: device$"),
        ("imagebind", {"where": "x"}, r"unknown option 'where'; valid: device, precision, "),
        ("lite:models/x", {}, r"'lite:models/x': found something after the colon, expected noth"),
        ("transformers", {}, r"'transformers': expected transformers:<where>"),
    ],
)
def test_what_a_space_does_not_take_is_refused(
    name: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(RegistryError, match=message):
        build(name, **options)


def test_a_value_that_an_option_cannot_have_is_the_spaces_to_refuse() -> None:
    with pytest.raises(SpaceError, match=r"precision: found 'half', expected one of"):
        build("imagebind", precision="half")
