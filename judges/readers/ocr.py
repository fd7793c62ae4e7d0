"""The models that find and read lines of print. The only file that knows rapidocr."""

import threading
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError

from .ctc import Line, decode

LONGEST_SIDE = 1600
"""Pixels. The detector is given no larger picture: its cost grows with the area."""
RIVAL = 0.0001
"""The share of a character's likelihood from which another one counts as a rival."""
PRINTABLE = tuple(map(chr, range(ord("!"), ord("~") + 1)))
"""The characters of ASCII, with which each character of a line is compared."""


class Found(NamedTuple):
    """A line of print as the detector found it."""

    text: str
    score: float
    """The recogniser's mean over its characters, 0 to 1."""
    corners: NDArray[np.float64]
    """Shape (4, 2), in pixels."""


class Ocr:
    """The PP-OCRv6 models inside rapidocr's wheel. Safe to use from threads, one at a time."""

    def __init__(self, threads: int | None = None) -> None:
        """``threads`` that the models use; None takes one for each core."""
        self._threads = threads
        self._engine: Any = None
        self._printable: list[int] = []
        # The models use all cores, and the engine keeps state.
        self._lock = threading.Lock()

    def load(self) -> None:
        """Raises ReaderError where a model is missing or damaged."""
        with self._lock:
            if self._engine is None:
                self._engine, self._printable = _load_engine(self._threads)

    def lines(self, pixels: NDArray[np.uint8]) -> list[Found]:
        """All lines in a picture of shape (height, width, 3). Raises whatever the engine does."""
        self.load()
        with self._lock:
            found = self._engine(pixels[:, :, ::-1], use_det=True)
        if found.txts is None or found.boxes is None:
            return []
        return [
            Found(text, float(score), corners)
            for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True)
        ]

    def level_lines(self, strips: Sequence[NDArray[np.uint8]]) -> list[Line]:
        """What strips of shape (height, width, 3) say that each show one level line.

        A strip is read by itself, so that it says the same whatever stands beside it. Raises
        whatever the engine does.
        """
        self.load()
        with self._lock:
            return [_recognised(self._engine.text_rec, strip, self._printable) for strip in strips]


SHARED = Ocr()
"""The models of every reader in this process that does not ask for its own."""


def _recognised(recogniser: Any, strip: NDArray[np.uint8], compared: Sequence[int]) -> Line:
    """What the recogniser makes of one strip. It wants blue first, and a strip of some width."""
    _, height, width = recogniser.rec_image_shape
    own = strip.shape[1] / strip.shape[0]
    ratio = max(own, width / height)
    ready = recogniser.resize_norm_img(strip[:, :, ::-1], ratio)
    (probabilities,) = recogniser.session(ready[np.newaxis].astype(np.float32))
    line = decode(probabilities, recogniser.postprocess_op.character, RIVAL, compared)
    return line._replace(places=tuple(place * ratio / own for place in line.places))


def _load_engine(threads: int | None) -> tuple[Any, list[int]]:
    """The engine, and its classes of PRINTABLE. Models are named by path: one that is asked for by
    name may be downloaded."""
    try:
        from rapidocr import RapidOCR

        models = files("rapidocr") / "models"
        engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.text_score": 0.3,
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": LONGEST_SIDE,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "EngineConfig.onnxruntime.intra_op_num_threads": -1 if threads is None else threads,
            }
        )
        # It loads each model when it first needs it.
        blank = np.full((48, 64, 3), 255, np.uint8)
        engine(blank, use_det=False)
        engine(blank, use_det=True)
        characters = engine.text_rec.postprocess_op.character
        printable = [characters.index(char) for char in PRINTABLE]
    except Exception as error:
        raise ReaderError(f"words: the OCR models cannot be loaded ({error})") from error
    return engine, printable
