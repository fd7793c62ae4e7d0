"""Tools, headphones, shoes, chargers, kettles: told apart by their type plates and plugs."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from . import artwork
from .items import Item, Look, facts, gtin, plate_of, studio
from .scene import Decal


def drill_look() -> Look:
    brand = artwork.mark("HALDEN", (250, 250, 248))
    volts = artwork.mark("18 V", (250, 190, 60))
    return Look(
        "drill",
        (
            Decal(brand, (0.004, 0.186), (0.104, 0.0225), "z", frozenset({0})),
            Decal(volts, (0.030, 0.021), (0.044, 0.0165), "z", frozenset({4})),
        ),
    )


def drills() -> Iterator[Item]:
    """HALDEN: model codes one character apart; 8 and B look alike; one is discontinued."""
    rows: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("WX-4410", {"price": 129.0}, {}),
        ("WX-4418", {"price": 149.0}, {}),
        ("WX-441B", {"price": 139.0}, {}),
        ("WX-4401", {"price": 99.0, "lifecycle": "discontinued", "stock": 0}, {}),
        ("HX-7720", {"price": 310.0, "stock": 2}, {"tenant": "acme", "groups": ["engineering"]}),
    ]
    for index, (code, more, access) in enumerate(rows):
        item = f"halden-{code.lower()}"
        kind = "prototype drill" if access else "cordless drill"
        record = facts(
            name="Cordless drill",
            title=f"HALDEN {code} {kind}",
            kind=kind,
            category="tools",
            brand="HALDEN",
            gtin=gtin(6610200 + index * 10),
            model_code=code,
            sku=f"HA-{index + 1}",
            **more,
        )
        yield Item(
            item,
            record,
            (f"HALDEN {kind} {code}, 18 V, two speeds",),
            {
                f"{item}-side": partial(studio, drill_look()),
                f"{item}-plate": plate_of(record, "18 V    0-1500 / min", 2209114 + index * 131),
            },
            access=access,
        )


def headphone_look() -> Look:
    logo = artwork.mark("ORUM", (214, 220, 232))
    return Look("headphones", (Decal(logo, (0, 0.055), (0.040, 0.0115), "-x", frozenset({3})),))


def headphones() -> Iterator[Item]:
    """ORUM: codes that differ in 5 and S, 0 and O."""
    for index, code in enumerate(("QT-105", "QT-10S", "QT-1O5", "QT-230")):
        item = f"orum-{code.lower()}"
        if code == "QT-1O5":
            item = "orum-qt-1o5-letter"
        record = facts(
            name="Headphones",
            title=f"ORUM {code} headphones",
            kind="headphones",
            category="audio",
            brand="ORUM",
            gtin=gtin(7710300 + index * 10),
            model_code=code,
            sku=f"OR-{index + 1}",
            price=89.0 + index * 10,
        )
        yield Item(
            item,
            record,
            (f"ORUM wireless headphones {code}, over-ear",),
            {
                f"{item}-side": partial(studio, headphone_look()),
                f"{item}-plate": plate_of(record, "5 V    1 A    32 ohm", 7741020 + index * 77),
            },
        )


def shoe_look() -> Look:
    return Look(
        "shoe",
        (
            Decal(
                artwork.swoosh((250, 250, 248)), (0.005, 0.052), (0.105, 0.044), "z", frozenset({1})
            ),
            Decal(
                artwork.mark("VELTRA", (36, 92, 176)),
                (0.062, 0.021),
                (0.070, 0.0140),
                "z",
                frozenset({0}),
            ),
        ),
    )


def shoes() -> Iterator[Item]:
    """VELTRA: the men's and the women's last, and one code whose B is nearly an 8."""
    for index, (code, kind) in enumerate(
        (
            ("VR-9310", "running shoe"),
            ("VR-9310W", "running shoe, women"),
            ("VR-9B10", "trail shoe"),
        )
    ):
        item = f"veltra-{code.lower()}"
        record = facts(
            name="Running shoe",
            title=f"VELTRA {code} {kind}",
            kind=kind,
            category="footwear",
            brand="VELTRA",
            gtin=gtin(8810400 + index * 10),
            model_code=code,
            sku=f"VE-{index + 1}",
            price=119.0 - index * 10,
        )
        yield Item(
            item,
            record,
            (f"VELTRA {kind} {code}",),
            {
                f"{item}-side": partial(studio, shoe_look()),
                f"{item}-label": plate_of(record, "EU 42    UK 8    US 9", 9004410 + index * 57),
            },
        )


def charger_look(plug: str) -> Look:
    logo = artwork.mark("HALDEN", (120, 124, 130))
    return Look(f"charger_{plug}", (Decal(logo, (0, 0.036), (0.030, 0.0065), "z", frozenset({0})),))


def kettle_look() -> Look:
    logo = artwork.mark("HALDEN", (40, 44, 50))
    return Look("kettle", (Decal(logo, (4, 0.115), (62, 0.0148), "around", frozenset({0})),))


def plugged() -> Iterator[Item]:
    """Chargers and kettles for two kinds of socket; the plug is all that differs."""
    for index, plug in enumerate(("EU", "US")):
        code = f"CH-30{plug[0]}"
        item = f"halden-charger-{plug.lower()}"
        record = facts(
            name="Wall charger",
            title=f"HALDEN wall charger 30 W, {plug} plug",
            kind="charger",
            category="accessories",
            brand="HALDEN",
            gtin=gtin(9910500 + index * 10),
            model_code=code,
            sku=f"HC-{index + 1}",
            quantity="30 W",
            regions=[plug],
            plug=plug,
            price=24.0,
        )
        yield Item(
            item,
            record,
            (f"HALDEN wall charger, 30 W, {plug} plug",),
            {
                f"{item}-side": partial(studio, charger_look(plug)),
                f"{item}-plate": plate_of(
                    record, "100-240 V    50/60 Hz    30 W", 5102210 + index * 19
                ),
            },
        )
    for index, plug in enumerate(("EU", "US")):
        code = "KT-220" if plug == "EU" else "KT-120"
        item = f"halden-kettle-{plug.lower()}"
        record = facts(
            name="Kettle",
            title=f"HALDEN kettle 1.7 l, {plug} plug",
            kind="kettle",
            category="kitchen",
            brand="HALDEN",
            gtin=gtin(9920600 + index * 10),
            model_code=code,
            sku=f"HK-{index + 1}",
            quantity="1.7 l",
            regions=[plug],
            plug=plug,
            price=39.0,
        )
        yield Item(
            item,
            record,
            (f"HALDEN steel kettle, 1.7 l, {plug} plug",),
            {
                f"{item}-side": partial(studio, kettle_look()),
                f"{item}-plug": partial(studio, Look(f"plug_{plug}")),
            },
            depth="kettle",
        )


HOME: list[tuple[str, str, str, str, float]] = [
    ("mug_300ml", "Mug", "300 ml", "mug", 7.5),
    ("mug_450ml", "Mug", "450 ml", "mug", 8.5),
    ("box_s", "Storage box", "2 l", "storage box", 6.0),
    ("box_m", "Storage box", "6 l", "storage box", 9.0),
    ("box_l", "Storage box", "16 l", "storage box", 14.0),
    ("ball_15cm", "Ball", "15 cm", "ball", 5.0),
    ("ball_20cm", "Ball", "20 cm", "ball", 6.5),
    ("vase", "Vase", "24 cm", "vase", 22.0),
]


def home_look(name: str) -> Look:
    colour = (250, 244, 232)
    logo = artwork.mark("TERRA", colour, cut="Serif-Bold")
    places = {
        "mug_300ml": Decal(logo, (-6, 0.045), (62, 0.0135), "around"),
        "mug_450ml": Decal(logo, (-6, 0.052), (62, 0.0155), "around"),
        "box_s": Decal(logo, (0, 0.030), (0.060, 0.0165), "z"),
        "box_m": Decal(logo, (0, 0.045), (0.090, 0.0250), "z"),
        "box_l": Decal(logo, (0, 0.060), (0.120, 0.0330), "z"),
        "ball_15cm": Decal(logo, (0, 0.075), (46, 0.0200), "around"),
        "ball_20cm": Decal(logo, (0, 0.100), (46, 0.0267), "around"),
        "vase": Decal(logo, (0, 0.085), (46, 0.0185), "around"),
    }
    return Look(name, (places[name],))


def home() -> Iterator[Item]:
    """TERRA: one shape in several sizes, alike in a picture, not in metres."""
    for index, (name, title, quantity, kind, price) in enumerate(HOME):
        item = f"terra-{name.replace('_', '-')}"
        record = facts(
            name=title,
            title=f"TERRA {title.lower()} {quantity}",
            kind=kind,
            category="home",
            brand="TERRA",
            gtin=gtin(1130700 + index * 10),
            sku=f"TE-{index + 1}",
            quantity=quantity,
            price=price,
        )
        yield Item(
            item,
            record,
            (f"TERRA {title.lower()}, {quantity}",),
            {f"{item}-front": partial(studio, home_look(name))},
            depth=name,
        )


def hardware() -> Iterator[Item]:
    yield from drills()
    yield from headphones()
    yield from shoes()
    yield from plugged()
    yield from home()
