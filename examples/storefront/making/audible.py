"""Alarms, bells and toys: known by their sounds, and by their spoken names."""

from collections.abc import Iterator
from functools import partial

from . import artwork
from .items import Item, Look, back_of, facts, gtin, plate_of, studio
from .scene import Decal
from .sounds import sound, spoken

ALARMS = [
    ("SA-100", "Smoke alarm", "disc_alarm", "smoke_alarm", "9 V battery, one year", 19.0),
    ("SA-101", "Smoke alarm", "disc_alarm", "smoke_alarm", "sealed battery, ten years", 34.0),
    ("CO-400", "Gas alarm", "disc_alarm", "gas_alarm", "carbon monoxide", 39.0),
    ("DB-200", "Doorbell", "chime", "doorbell", "two notes", 24.0),
    ("DB-300", "Doorbell", "chime", "triple_chime", "three notes", 29.0),
    ("BB-50", "Bicycle bell", "cycle_bell", "bike_bell", "brass", 9.0),
]


def alarm_look(model: str) -> Look:
    logo = artwork.mark("SENTRA", (96, 100, 108))
    places = {
        "disc_alarm": (Decal(logo, (0, 0.0335), (0.034, 0.0075), "z", frozenset({0})),),
        "chime": (Decal(logo, (0, 0.026), (0.040, 0.0088), "z", frozenset({0})),),
        "cycle_bell": (),
    }
    return Look(model, places[model])


def alarms() -> Iterator[Item]:
    """SENTRA: the standard fixes how a smoke alarm sounds, so every model sounds the same."""
    for index, (code, name, model, noise, note, price) in enumerate(ALARMS):
        item = f"sentra-{code.lower()}"
        record = facts(
            name=name,
            title=f"SENTRA {code} {name.lower()}, {note}",
            kind=name.lower(),
            category="safety",
            brand="SENTRA",
            gtin=gtin(2240800 + index * 10),
            model_code=code,
            sku=f"SE-{100 + index}",
            price=price,
        )
        letters = ", ".join(code.replace("-", " ").replace(" ", ""))
        yield Item(
            item,
            record,
            (f"SENTRA {name.lower()} {code}, {note}",),
            {
                f"{item}-front": partial(studio, alarm_look(model)),
                f"{item}-plate": plate_of(record, f"{note}    85 dB", 3300120 + index * 41),
            },
            {
                f"{item}-sound": partial(sound, noise),
                f"{item}-spoken": partial(spoken, f"Sentra {name}, {letters}"),
            },
        )


TOYS = [
    ("duck", "Duck", "quack"),
    ("frog", "Frog", "croak"),
    ("owl", "Owl", "hoot"),
    ("bird", "Bird", "chirp"),
    ("cricket", "Cricket", "stridulation"),
    ("tractor", "Tractor", "diesel"),
    ("racer", "Racing car", "race_engine"),
]


def toys() -> Iterator[Item]:
    """PIPKIN: each toy makes its sound when it is squeezed or pushed."""
    for index, (model, name, noise) in enumerate(TOYS):
        item = f"pipkin-{model}"
        record = facts(
            name=name,
            title=f"PIPKIN sounding {name.lower()}",
            kind="toy",
            category="toys",
            brand="PIPKIN",
            gtin=gtin(3350900 + index * 10),
            sku=f"PI-{index + 1}",
            quantity="1 piece",
            price=12.5,
        )
        yield Item(
            item,
            record,
            (f"PIPKIN toy {name.lower()} with sound",),
            {
                f"{item}-front": partial(studio, Look(model)),
                f"{item}-back": back_of(
                    record, (110, 60, 140), "From 3 years. Two AAA cells included."
                ),
            },
            {f"{item}-sound": partial(sound, noise)},
        )
    record = facts(
        name="Duck",
        title="PIPKIN sounding duck, first edition",
        kind="toy",
        category="toys",
        brand="PIPKIN",
        gtin=gtin(3350990),
        sku="PI-0",
        quantity="1 piece",
        price=9.5,
        lifecycle="discontinued",
        stock=0,
    )
    yield Item(
        "pipkin-duck-first",
        record,
        ("PIPKIN toy duck with sound, first edition",),
        {"pipkin-duck-first-front": partial(studio, Look("duck", colours=((0, (250, 214, 70)),)))},
        {"pipkin-duck-first-sound": partial(sound, "quack")},
    )


def audible() -> Iterator[Item]:
    yield from alarms()
    yield from toys()
