"""The models by name."""

from collections.abc import Callable, Mapping
from functools import cache

from .goods import charger, drill, headphones, kettle, shoe, wall_plug
from .household import ball, chime, cycle_bell, disc_alarm, mug, storage, vase
from .packaging import bottle, carton, flask, pouch
from .scene import Model
from .toys import bird, cricket, duck, frog, owl, racer, tractor

MODELS: Mapping[str, Callable[[], Model]] = {
    "carton": carton,
    "small_carton": lambda: carton(0.023, 0.105),
    "bottle_1l": lambda: bottle(0.041, 0.285),
    "bottle_500ml": lambda: bottle(0.0325, 0.226),
    "flask_1l": lambda: flask(0.048, 0.260),
    "flask_500ml": lambda: flask(0.038, 0.206),
    "pouch": pouch,
    "drill": drill,
    "headphones": headphones,
    "shoe": shoe,
    "kettle": kettle,
    "charger_EU": lambda: charger("EU"),
    "charger_US": lambda: charger("US"),
    "plug_EU": lambda: wall_plug("EU"),
    "plug_US": lambda: wall_plug("US"),
    "disc_alarm": disc_alarm,
    "chime": chime,
    "cycle_bell": cycle_bell,
    "duck": duck,
    "frog": frog,
    "owl": owl,
    "bird": bird,
    "cricket": cricket,
    "tractor": tractor,
    "racer": racer,
    "mug_300ml": lambda: mug(0.040, 0.085),
    "mug_450ml": lambda: mug(0.046, 0.098),
    "box_s": lambda: storage(0.10, 0.08, 0.075),
    "box_m": lambda: storage(0.15, 0.12, 0.11),
    "box_l": lambda: storage(0.20, 0.16, 0.15),
    "ball_15cm": lambda: ball(0.075),
    "ball_20cm": lambda: ball(0.10),
    "vase": vase,
}


@cache
def model(name: str) -> Model:
    return MODELS[name]()
