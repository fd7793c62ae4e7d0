"""Beep patterns as records write them: ``0.5 on 0.5 off x3, 1.5 off``."""

import re
from typing import NamedTuple

_PART = re.compile(
    r"(?:(?P<on>\d+(?:\.\d+)?)\s*s?\s*on)?\s*(?:(?P<off>\d+(?:\.\d+)?)\s*s?\s*off)?"
    r"\s*(?:[x\u00d7]\s*(?P<times>\d{1,2}))?"
)
_MOST_PULSES = 64


class Pulse(NamedTuple):
    """A beep, and the pause after it, in seconds."""

    on: float
    off: float


def parse_pattern(text: str) -> tuple[Pulse, ...] | None:
    """The pulses of one cycle, which then repeats; None for what is no pattern.

    Parts are separated by commas. An ``off`` that follows another takes its place, so that the
    temporal-three alarm of ISO 8201 is ``0.5 on 0.5 off x3, 1.5 off``, and the temporal-four alarm
    for carbon monoxide (ANSI/UL 2034) ``0.1 on 0.1 off x4, 5 off``.
    """
    pulses: list[Pulse] = []
    for part in text.lower().split(","):
        found = _PART.fullmatch(part.strip())
        if found is None or not (found["on"] or found["off"]):
            return None
        times = int(found["times"] or 1)
        off = float(found["off"] or 0)
        if found["on"]:
            pulses += [Pulse(float(found["on"]), off)] * times
        elif pulses and times == 1:
            pulses[-1] = pulses[-1]._replace(off=off)
        else:
            return None
    sound = 0 < len(pulses) <= _MOST_PULSES and all(pulse.on > 0 < pulse.off for pulse in pulses)
    return tuple(pulses) if sound else None
