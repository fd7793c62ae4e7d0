"""What an item is, before it is written out; helpers that every family uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from PIL import Image

from . import artwork, models, scene
from .photos import wood
from .sounds import Wave

Picture = Callable[[], Image.Image]


@dataclass(frozen=True)
class Item:
    """A catalogue entry; media are drawn only when asked for, by file name without ending."""

    id: str
    record: Mapping[str, Any]
    text: tuple[str, ...]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    sounds: Mapping[str, Callable[[], Wave]] = field(default_factory=dict)
    depth: str | None = None
    """The model whose depth map it has."""
    document: bytes | None = None
    access: Mapping[str, Any] = field(default_factory=dict)


def gtin(body: int) -> str:
    """An EAN-13 in the range for restricted circulation (GS1 prefixes 20 to 29)."""
    digits = f"29{body:010d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return digits + str(-total % 10)


@dataclass(frozen=True)
class Look:
    """A product as it is painted: the same for its catalogue picture and a shopper's photo."""

    model: str
    decals: tuple[scene.Decal, ...] = ()
    colours: tuple[tuple[int, scene.Colour], ...] = ()


WIDE = {
    "drill": 0.75,
    "shoe": 0.78,
    "racer": 0.72,
    "tractor": 0.84,
    "headphones": 0.92,
    "box_s": 0.8,
    "box_m": 0.8,
    "box_l": 0.8,
    "cycle_bell": 0.85,
}
"""Things that are wider than high, and how far the camera may come nearer for it."""

FACING = {
    "drill": (-8.0, 6.0),
    "shoe": (-14.0, 14.0),
    "headphones": (-32.0, 10.0),
    "bottle_1l": (-6.0, 6.0),
    "bottle_500ml": (-6.0, 6.0),
    "carton": (-24.0, 10.0),
    "small_carton": (-24.0, 10.0),
    "kettle": (-10.0, 12.0),
    "disc_alarm": (-18.0, 10.0),
    "charger_EU": (-20.0, 22.0),
    "charger_US": (-20.0, 22.0),
    "plug_EU": (-25.0, 28.0),
    "plug_US": (-25.0, 28.0),
    "ball_15cm": (-12.0, 12.0),
    "ball_20cm": (-12.0, 12.0),
    "cricket": (-38.0, 20.0),
    "bird": (-40.0, 12.0),
}


def view(
    name: str, *, turn: float = 0, lift: float = 0, roll: float = 0, near: float = 1.0
) -> scene.Camera:
    """The catalogue's camera for a model, or one that has been moved."""
    model = models.model(name)
    yaw, pitch = FACING.get(name, (-26.0, 14.0))
    wide = WIDE.get(name)
    width, height = (520, 420) if wide else (400, 520)
    distance = model.radius * (4.7 * wide if wide else 4.55) * near
    return scene.Camera(
        model.centre, distance, yaw + turn, pitch + lift, roll, width=width, height=height
    )


@lru_cache(maxsize=3)
def hits(name: str, camera: scene.Camera) -> scene.Hits:
    """Siblings share their shape, so what the rays met is worked out once."""
    return scene.look(models.model(name), camera)


def studio(look: Look) -> Image.Image:
    """The catalogue's picture: from the front, on white."""
    seen = hits(look.model, view(look.model))
    return scene.develop(models.model(look.model), seen, look.decals, colours=dict(look.colours))


def at_home(
    look: Look, *, turn: float = 18, lift: float = 6, roll: float = 4, near: float = 0.95
) -> Image.Image:
    """A shopper's view: from the side, at an angle, on a kitchen table."""
    seen = hits(look.model, view(look.model, turn=turn, lift=lift, roll=roll, near=near))
    return scene.develop(
        models.model(look.model),
        seen,
        look.decals,
        colours=dict(look.colours),
        floor=wood(),
        wall=(206, 194, 176),
    )


def back_of(record: Mapping[str, Any], main: scene.Colour, *lines: str) -> Picture:
    return partial(
        artwork.back,
        record["brand"],
        record["name"],
        record["quantity"],
        record["gtin"],
        lines,
        main,
    )


def plate_of(record: Mapping[str, Any], rating: str, serial: int) -> Picture:
    return partial(
        artwork.plate,
        record["brand"],
        record["kind"].capitalize(),
        record["model_code"],
        rating,
        str(serial),
    )


def facts(**given: Any) -> dict[str, Any]:
    """A record: on sale in the EU and the US unless said otherwise."""
    return {"lifecycle": "active", "regions": ["EU", "US"], "stock": 12, **given}
