"""A can on a table, seen by a small depth camera: what ``dimension`` is tested on."""

from functools import cache

import rendered_depth as rd

from judges import Candidate, FactType, Query, Vocabulary, build_judge
from judges.dimension.reader import DimensionReader
from judges.testing import JudgeSample, ReaderSample
from modalities import Depth, Intrinsics

CAMERA = Intrinsics(290, 290, 159.5, 119.5)
CAN = rd.Turned(((0.06, 0.0), (0.06, 0.2)))
FIELDS = {"height": "height_mm", "width": "width_mm"}


def view(pitch: float = 20, distance: float = 0.6, target: float = 0.1) -> rd.View:
    return rd.looking_at(target, distance, pitch, camera=CAMERA, width=320, height=240)


def taken(*solids: rd.Solid, **rest: float) -> Depth:
    """An exact map of solids on a table, in millimetres."""
    return rd.as_depth(rd.render(solids, view(**rest), wall=0.5), CAMERA)


@cache
def can() -> Depth:
    """200 mm high, 120 mm wide."""
    return taken(CAN)


def dimension_reader() -> ReaderSample:
    reader = DimensionReader()
    (reading,) = reader.read(can())
    return ReaderSample(reader, can(), values=(reading.value,))


def vocabulary() -> Vocabulary:
    return Vocabulary.extended(record=dict.fromkeys(FIELDS.values(), FactType.DOUBLE))


def dimension_judge() -> JudgeSample:
    records = {
        "same": {"height_mm": 200.0, "width_mm": 120.0, "name": "a can"},
        "near": {"height_mm": 201, "width_mm": 121},
        "half": {"height_mm": 158.7, "width_mm": 95.2},
        "slim": {"height_mm": 200.0, "width_mm": 100.0},
        "flat": {"height_mm": 200.0},
        "words": {"height_mm": "tall", "width_mm": 120.0},
    }
    judge = build_judge("size", {"use": "dimension", **FIELDS}, vocabulary())
    readings = DimensionReader().read(can())
    return JudgeSample(
        judge,
        Query(media=(can(),), read=lambda kind: readings if kind == "dimension" else ()),
        tuple(Candidate(key, record) for key, record in records.items()),
        confirmed=frozenset({"same", "near"}),
    )
