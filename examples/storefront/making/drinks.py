"""Cartons, bottles, flasks and coffee: fronts that differ in one word, or in none."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from . import artwork
from .items import Item, Look, back_of, facts, gtin, studio
from .scene import Colour, Decal


def on_pack(quantity: str) -> str:
    """How a pack says it: OCR takes a bare `1 l` for eleven."""
    return "1 LITRE" if quantity == "1 l" else quantity


def carton_look(
    brand: str, lines: tuple[str, ...], quantity: str, main: Colour, picture: str
) -> Look:
    front = artwork.carton_front(brand, lines, on_pack(quantity), main, picture)
    side = artwork.sheet(480, 1200, artwork.mixed(main, artwork.PAPER, 0.12))
    artwork.write(side, 150, brand, 84, (255, 255, 255))
    for row in range(7):
        artwork.write(
            side, 420 + row * 60, "serve chilled · shake well", 30, (255, 255, 255), "Book"
        )
    small = quantity == "200 ml"
    width, height = (0.045, 0.102) if small else (0.071, 0.177)
    sides = tuple(
        Decal(art, (0, height / 2), (width, height), facing, frozenset({0}))
        for facing, art in (("z", front), ("x", side), ("-x", side))
    )
    model = "small_carton" if small else "carton"
    return Look(model, sides, ((1, main), (2, artwork.mixed(main, artwork.INK, 0.2))))


JUICES: dict[str, tuple[tuple[str, ...], Colour, str]] = {
    "orange": (("ORANGE", "JUICE"), (226, 104, 22), "orange"),
    "orange-mild": (("ORANGE", "MILD JUICE"), (226, 104, 22), "orange"),
    "mango": (("MANGO", "JUICE"), (222, 132, 30), "mango"),
    "apple": (("APPLE", "JUICE"), (92, 150, 44), "apple"),
}


def juices() -> Iterator[Item]:
    """SOLARA: four flavours of one carton, two of them in a small one as well."""
    sizes = [(flavour, "1 l") for flavour in JUICES] + [("orange", "200 ml"), ("apple", "200 ml")]
    for index, (flavour, quantity) in enumerate(sizes):
        lines, main, picture = JUICES[flavour]
        name = " ".join(lines).capitalize()
        code = f"solara-{flavour}-{quantity.replace(' ', '')}"
        record = facts(
            name=name,
            title=f"SOLARA {name} {quantity}",
            kind="juice",
            category="drinks",
            brand="SOLARA",
            gtin=gtin(1200340 + index * 7),
            sku=f"SO-{100 + index}",
            quantity=quantity,
            printed=[word for line in lines for word in line.split()] + [on_pack(quantity)],
            price=2.49 if quantity == "1 l" else 0.89,
        )
        look = carton_look("SOLARA", lines, quantity, main, picture)
        yield Item(
            code,
            record,
            (f"SOLARA {name.lower()} in a {quantity} carton",),
            {
                f"{code}-front": partial(studio, look),
                f"{code}-back": back_of(
                    record,
                    main,
                    "100% juice, not from concentrate.",
                    "Keep cool after opening.",
                    "Shake before pouring.",
                ),
            },
        )


def oats() -> Iterator[Item]:
    """NORDAL: the same front under two GTINs, and a barista blend that says so."""
    main = (58, 110, 134)
    rows: list[tuple[str, tuple[str, ...], str, int, dict[str, Any]]] = [
        ("nordal-oat-a", ("OAT", "DRINK"), "Recipe A, made in Lund.", 2207781, {}),
        ("nordal-oat-b", ("OAT", "DRINK"), "Recipe B with calcium, made in Turku.", 2207791, {}),
        ("nordal-oat-barista", ("OAT DRINK", "BARISTA"), "Foams well.", 2207801, {"price": 2.79}),
    ]
    for index, (code, lines, note, body, more) in enumerate(rows):
        name = " ".join(lines).capitalize()
        record = facts(
            name=name,
            title=f"NORDAL {name} 1 l",
            kind="oat drink",
            category="drinks",
            brand="NORDAL",
            gtin=gtin(body),
            sku=f"NO-{index + 1}",
            quantity="1 l",
            printed=[word for line in lines for word in line.split()] + ["1 LITRE"],
            **{"price": 2.19, **more},
        )
        look = carton_look("NORDAL", lines, "1 l", main, "oat")
        yield Item(
            code,
            record,
            (f"NORDAL {name.lower()}, 1 l carton. {note}",),
            {
                f"{code}-front": partial(studio, look),
                f"{code}-back": back_of(record, main, note, "Water, oats 10%, salt."),
            },
        )


def bottle_look(name: str, quantity: str, accent: Colour) -> Look:
    art = artwork.wrap_label(
        "FONTEL", tuple(name.upper().split()), on_pack(quantity), (30, 92, 170), accent
    )
    big = quantity == "1 l"
    model, height, middle = ("bottle_1l", 0.089, 0.105) if big else ("bottle_500ml", 0.070, 0.083)
    return Look(
        model, (Decal(art, (0, middle), (360, height), "around", frozenset({0})),), ((1, accent),)
    )


def waters() -> Iterator[Item]:
    """FONTEL: a litre and a half litre of two waters; the bottles have the same proportions."""
    for index, (name, quantity) in enumerate(
        (name, quantity)
        for name in ("Still water", "Sparkling water")
        for quantity in ("1 l", "500 ml")
    ):
        accent = (120, 200, 236) if name.startswith("Still") else (70, 180, 120)
        code = f"fontel-{name.split()[0].lower()}-{quantity.replace(' ', '')}"
        record = facts(
            name=name,
            title=f"FONTEL {name} {quantity}",
            kind="water",
            category="drinks",
            brand="FONTEL",
            gtin=gtin(3301120 + index * 11),
            sku=f"FO-{index + 1}",
            quantity=quantity,
            printed=[*name.upper().split(), on_pack(quantity)],
            price=0.95 if quantity == "1 l" else 0.65,
        )
        look = bottle_look(name, quantity, accent)
        yield Item(
            code,
            record,
            (f"FONTEL {name.lower()}, {quantity} bottle",),
            {
                f"{code}-front": partial(studio, look),
                f"{code}-back": back_of(
                    record, (30, 92, 170), "Natural mineral water.", "Bottled at the spring."
                ),
            },
            depth=look.model,
        )


def flask_look(lines: tuple[str, ...], quantity: str) -> Look:
    art = artwork.panel("KLARO", lines, on_pack(quantity), (250, 250, 238), (28, 110, 62))
    big = quantity == "1 l"
    model, middle, size = (
        ("flask_1l", 0.095, (0.074, 0.100)) if big else ("flask_500ml", 0.075, (0.0585, 0.079))
    )
    return Look(model, (Decal(art, (0, middle), size, "z", frozenset({0})),))


def cleaners() -> Iterator[Item]:
    """KLARO: two sizes, and the older recipe that is no longer sold."""
    rows = [
        ("klaro-lemon-1l", ("LEMON", "CLEANER"), "1 l", "active"),
        ("klaro-lemon-500ml", ("LEMON", "CLEANER"), "500 ml", "active"),
        ("klaro-lemon-classic-1l", ("LEMON", "CLASSIC"), "1 l", "discontinued"),
    ]
    for index, (code, lines, quantity, lifecycle) in enumerate(rows):
        name = " ".join(lines).capitalize()
        record = facts(
            name=name,
            title=f"KLARO {name} {quantity}",
            kind="cleaner",
            category="household",
            brand="KLARO",
            gtin=gtin(4410050 + index * 9),
            sku=f"KL-{index + 1}",
            quantity=quantity,
            printed=[*" ".join(lines).split(), on_pack(quantity)],
            lifecycle=lifecycle,
            stock=0 if lifecycle != "active" else 30,
            price=3.20 - index,
        )
        yield Item(
            code,
            record,
            (f"KLARO {name.lower()}, {quantity}",),
            {
                f"{code}-front": partial(studio, flask_look(lines, quantity)),
                f"{code}-back": back_of(
                    record,
                    (28, 110, 62),
                    "Keep out of the reach of children.",
                    "One cap for five litres of water.",
                ),
            },
        )


def coffee_look() -> Look:
    art = artwork.panel("MORELLO", ("HOUSE", "COFFEE"), "1 kg", (232, 214, 180), (64, 40, 28))
    return Look("pouch", (Decal(art, (0, 0.098), (0.080, 0.1086), "z", frozenset({0})),))


def coffees() -> Iterator[Item]:
    """MORELLO: one bag, contracted by two tenants under two GTINs."""
    for index, tenant in enumerate(("acme", "globex")):
        code = f"morello-coffee-{tenant}"
        record = facts(
            name="House coffee",
            title="MORELLO House coffee 1 kg",
            kind="coffee",
            category="drinks",
            brand="MORELLO",
            gtin=gtin(5520110 + index * 10),
            sku=f"MO-{tenant.upper()}",
            quantity="1 kg",
            printed=["HOUSE", "COFFEE", "1 kg"],
            price=11.9 - index,
        )
        yield Item(
            code,
            record,
            ("MORELLO house coffee, whole beans, 1 kg bag",),
            {
                f"{code}-front": partial(studio, coffee_look()),
                f"{code}-back": back_of(record, (64, 40, 28), "Whole beans, medium roast."),
            },
            access={"tenant": tenant},
        )


def drinks() -> Iterator[Item]:
    yield from juices()
    yield from oats()
    yield from waters()
    yield from cleaners()
    yield from coffees()
