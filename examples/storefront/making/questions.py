"""The demo's questions: each with a right answer that proximity alone does not find."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PIL import Image

from . import artwork, depth, models
from .audible import alarm_look
from .drinks import JUICES, bottle_look, carton_look, coffee_look
from .forms import page
from .hardware import kettle_look
from .items import Look, at_home, gtin
from .papers import edition
from .photos import Shake, exposed, laid_out
from .sounds import Wave, recorded, sound, spoken

STEADY = Shake(turn=3, skew=0.03, blur=0.5, noise=3)
HASTY = Shake(turn=6, skew=0.07, blur=0.8, noise=5)


@dataclass(frozen=True)
class Question:
    """One thing a shopper asks, and the ids that are right; () where nothing is."""

    ask: str
    teaches: str
    expect: tuple[str, ...]
    picture: str | None = None
    recording: str | None = None
    depth: str | None = None
    text: str | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    region: str = "EU"
    who: Mapping[str, Any] = field(default_factory=lambda: {"subject": "shopper"})


def home_photo(look: Look, seed: int, shake: Shake = STEADY, **pose: float) -> Image.Image:
    return exposed(at_home(look, **pose), seed, shake)


def flat_photo(
    flat: Callable[[], Image.Image],
    seed: int,
    shake: Shake = STEADY,
    size: tuple[int, int] = (800, 600),
) -> Image.Image:
    return exposed(laid_out(flat(), seed, shake, size=size), seed, shake)


def plate_photo(
    code: str, brand: str, kind: str, rating: str, seed: int, shake: Shake = STEADY
) -> Image.Image:
    return flat_photo(
        partial(artwork.plate, brand, kind, code, rating, str(4400000 + seed * 317)), seed, shake
    )


def back_photo(brand: str, title: str, quantity: str, code: str, seed: int) -> Image.Image:
    flat = partial(
        artwork.back, brand, title, quantity, code, ("Keep cool after opening.",), (58, 110, 134)
    )
    return flat_photo(flat, seed, HASTY, (640, 760))


def juice_photo(flavour: str, quantity: str, seed: int) -> Image.Image:
    lines, main, picture = JUICES[flavour]
    return home_photo(carton_look("SOLARA", lines, quantity, main, picture), seed)


def oat_photo() -> Image.Image:
    return home_photo(carton_look("NORDAL", ("OAT", "DRINK"), "1 l", (58, 110, 134), "oat"), 12)


DRILL = "Cordless drill"
PICTURES: Mapping[str, Callable[[], Image.Image]] = {
    "mango-on-table": partial(juice_photo, "mango", "1 l", 11),
    "oat-on-table": oat_photo,
    "oat-barcode": partial(back_photo, "NORDAL", "Oat drink", "1 l", gtin(2207791), 13),
    "unknown-barcode": partial(back_photo, "NORDAL", "Oat drink", "1 l", gtin(2207792), 14),
    "plate-wx-4410": partial(plate_photo, "WX-4410", "HALDEN", DRILL, "18 V    0-1500 / min", 15),
    "plate-wx-4418": partial(plate_photo, "WX-4418", "HALDEN", DRILL, "18 V    0-1500 / min", 16),
    "plate-wx-4401": partial(plate_photo, "WX-4401", "HALDEN", DRILL, "18 V    0-1500 / min", 17),
    "plate-qt-231": partial(
        plate_photo, "QT-231", "ORUM", "Headphones", "5 V    1 A    32 ohm", 18
    ),
    "plate-hx-7720": partial(
        plate_photo, "HX-7720", "HALDEN", "Prototype drill", "18 V    0-1500 / min", 19
    ),
    "bottle-on-table": lambda: home_photo(
        bottle_look("Still water", "500 ml", (120, 200, 236)), 20, turn=10
    ),
    "kettle-on-table": lambda: home_photo(kettle_look(), 21, turn=-16),
    "form-7010-scan": lambda: flat_photo(
        partial(page, edition("7010", 2024), filled=("M. Lindqvist", "100-2217", "Kettle", "1")),
        22,
        Shake(turn=1.5, skew=0.015, blur=0.6, noise=4, shade=0.12),
        (860, 1160),
    ),
    "coffee-on-table": lambda: home_photo(coffee_look(), 23),
    "alarm-on-table": lambda: home_photo(alarm_look("disc_alarm"), 24, turn=26),
}

RECORDINGS: Mapping[str, Callable[[], Wave]] = {
    "alarm-in-hall": lambda: recorded(sound("smoke_alarm"), 31),
    "doorbell-through-door": lambda: recorded(sound("doorbell"), 32, noise=0.08),
    "frog-in-nursery": lambda: recorded(sound("croak"), 33, noise=0.04, delay=0.6),
    "customer-says-code": lambda: recorded(
        spoken("I need the C O four hundred gas alarm", voice="en-us", speed=165, pitch=35),
        34,
        noise=0.01,
    ),
}

DEPTHS: Mapping[str, tuple[str, float, float, int]] = {
    "mug-scan": ("mug_450ml", 12, 30, 41),
    "box-scan": ("box_m", -50, 34, 42),
}
"""Model, yaw, pitch and seed."""


def depth_scan(name: str) -> tuple[depth.Floats, dict[str, Any]]:
    model, yaw, pitch, seed = DEPTHS[name]
    view = depth.camera(models.model(model), yaw=yaw, pitch=pitch)
    measured = depth.sensed(depth.millimetres(models.model(model), view), seed)
    return measured, depth.entry(f"queries/{name}.png", view)


ENGINEER = {"subject": "ines", "tenant": "acme", "groups": ["engineering"]}
CLERK = {"subject": "omar", "tenant": "acme", "groups": ["sales"]}
GUEST = {"subject": "lena", "tenant": "globex", "groups": ["sales"]}

QUESTIONS: tuple[Question, ...] = (
    Question(
        "A photo of the mango juice",
        "Four flavours share one carton; the space sees a carton, the label names the fruit.",
        ("solara-mango-1l",),
        picture="mango-on-table",
    ),
    Question(
        "A photo of the oat drink's front",
        "Two products have this very front. Nothing on it says which, so nothing is the answer.",
        (),
        picture="oat-on-table",
    ),
    Question(
        "A photo of the oat drink's barcode",
        "The barcode tells the twins apart that no picture of the front can.",
        ("nordal-oat-b",),
        picture="oat-barcode",
    ),
    Question(
        "A barcode that the catalogue does not have",
        "One digit from a known GTIN is as near as can be, and another product.",
        (),
        picture="unknown-barcode",
    ),
    Question(
        "A photo of the drill's type plate",
        "All these drills are one picture; the plate says WX-4410.",
        ("halden-wx-4410",),
        picture="plate-wx-4410",
    ),
    Question(
        "A type plate that reads WX-4418",
        "A camera cannot swear to 8 rather than B, and WX-441B exists: nothing is confirmed.",
        (),
        picture="plate-wx-4418",
    ),
    Question(
        "The same plate, and the customer reads out the GTIN",
        "What the photo leaves open, a stated identifier settles.",
        ("halden-wx-4418",),
        picture="plate-wx-4418",
        text="HALDEN drill, the GTIN is on the receipt",
        claims={"gtin": gtin(6610210)},
    ),
    Question(
        "A plate of a drill that is no longer made",
        "The space knows no calendar: the nearest drill is not for sale any more.",
        (),
        picture="plate-wx-4401",
    ),
    Question(
        "A plate whose code is one digit off",
        "QT-230 is one stroke away from QT-231, and it is not what was asked for.",
        (),
        picture="plate-qt-231",
    ),
    Question(
        "A photo of the half litre, not the litre",
        "Both bottles have the same shape and label; the quantity is small print.",
        ("fontel-still-500ml",),
        picture="bottle-on-table",
        text="the half litre bottle of still water",
        claims={"name": "Still water", "quantity": "500 ml"},
    ),
    Question(
        "A kettle that fits a US socket",
        "The plug is not in the photo. Region and claim decide, not looks.",
        ("halden-kettle-us",),
        picture="kettle-on-table",
        region="US",
        claims={"name": "Kettle", "quantity": "1.7 l", "plug": "US"},
    ),
    Question(
        "The warranty claim form for 2024",
        "Three editions differ in one number, and a sentence about one is near all.",
        ("form-7004-2024",),
        text="form 7004 warranty claim for 2024",
        claims={"name": "Form 7004", "year": 2024},
    ),
    Question(
        "The warranty claim form for 2022",
        "It exists, and it is superseded: near, right, and not to be handed out.",
        (),
        text="form 7004 warranty claim for 2022",
        claims={"name": "Form 7004", "year": 2022},
    ),
    Question(
        "The warranty claim form for 2025",
        "There is no such edition; the nearest neighbour is always some edition.",
        (),
        text="form 7004 warranty claim for 2025",
        claims={"name": "Form 7004", "year": 2025},
    ),
    Question(
        "A scan of a filled-in return note",
        "A page of handwriting and boxes is near every form; its code is on the foot.",
        ("form-7010-2024",),
        picture="form-7010-scan",
    ),
    Question(
        "A photo and a recording of the smoke alarm, and its article number",
        "The standard fixes the beeps: two models sound the same.",
        ("sentra-sa-101",),
        picture="alarm-on-table",
        recording="alarm-in-hall",
        claims={"sku": "SE-101"},
    ),
    Question(
        "A recording of a doorbell, and nothing else",
        "A sound proposes and cannot prove which model it was.",
        (),
        recording="doorbell-through-door",
    ),
    Question(
        "The toy frog, by its croak and by name",
        "Sound and text propose; what was named is compared with the record.",
        ("pipkin-frog",),
        recording="frog-in-nursery",
        text="the toy frog that croaks",
        claims={"name": "Frog", "quantity": "1 piece"},
    ),
    Question(
        "A customer says which gas alarm",
        "Speech sounds like speech to the space; the code that was said decides.",
        ("sentra-co-400",),
        recording="customer-says-code",
        claims={"model_code": "CO-400"},
    ),
    Question(
        "The old toy duck, by its article number",
        "The first edition quacks exactly like the one on sale, and is not sold.",
        (),
        text="the toy duck, first edition",
        claims={"sku": "PI-0"},
    ),
    Question(
        "A depth scan of a mug, for 450 ml",
        "Scaled to the frame, both mugs are one shape.",
        ("terra-mug-450ml",),
        depth="mug-scan",
        claims={"name": "Mug", "quantity": "450 ml"},
    ),
    Question(
        "A depth scan of a storage box, with its article number",
        "Three boxes of one form stand next to each other in the space.",
        ("terra-box-m",),
        depth="box-scan",
        text="the medium storage box",
        claims={"sku": "TE-4"},
    ),
    Question(
        "A photo of the house coffee, asked by globex",
        "Two tenants have the same bag; each sees only its own.",
        ("morello-coffee-globex",),
        picture="coffee-on-table",
        who=GUEST,
    ),
    Question(
        "The same photo, asked by a stranger",
        "For who may not see them, these bags do not exist, not even as a count.",
        (),
        picture="coffee-on-table",
    ),
    Question(
        "The prototype's plate, asked by an engineer",
        "It is confirmed for those in the group.",
        ("halden-hx-7720",),
        picture="plate-hx-7720",
        who=ENGINEER,
    ),
    Question(
        "The prototype's plate, asked by a clerk",
        "The same photo, the same company, another group: nothing, and no trace.",
        (),
        picture="plate-hx-7720",
        who=CLERK,
    ),
)
