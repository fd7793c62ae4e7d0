"""Printed words, by optical character recognition. The only file that knows rapidocr."""

import threading
import unicodedata
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError
from judges.reading import Box, Reading
from modalities import Image, Medium, Modality

from .ctc import Line, decode

LONGEST_SIDE = 1600
"""Pixels. Larger pictures are scaled down to it: the cost of detection grows with the area."""
SHORTEST_SIDE = 696
"""Pixels. Smaller pictures are scaled up towards it: letters below about 10 pixels are not read."""
LARGEST_ENLARGEMENT = 4.0
"""Beyond it interpolation adds cost and no letters."""
THINNEST_SIDE = 64
"""Pixels. Strips thinner than this are padded: the detector works on multiples of 32."""
AFAR = 0.6
"""Of the size at which pictures are read. The detector finds some large, slanted lines only so."""
RIVAL = 0.001
"""The share of a character's likelihood from which another one counts as a rival."""


class WordsReader:
    """Lines of print in a picture, read by the PP-OCRv6 models inside rapidocr's wheel.

    One reading per line as the detector found it: ``value`` and ``text`` are the line in Unicode
    normal form C, ``confidence`` is the recogniser's mean over its characters, ``box`` is in
    pixels of the picture as given; ``details`` names the picture (``medium``, its content hash) and
    its ``size``. Lines that are upside down are not turned: the classifier that
    does so turns short logos that stand upright.
    """

    kind: ClassVar[str] = "words"
    version: ClassVar[str] = "ppocrv6-small-1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def __init__(self, threads: int | None = None) -> None:
        """``threads`` that the models use; None takes one for each core."""
        self._threads = threads
        self._engine: Any = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load both models. Raises ReaderError where they are missing or damaged."""
        with self._lock:
            if self._engine is None:
                self._engine = _load_engine(self._threads)

    def read(self, medium: Medium) -> list[Reading]:
        """All lines of print, from the top down. Raises ReaderError."""
        return self._read(medium, 1.0)

    def read_from_afar(self, medium: Medium) -> list[Reading]:
        """Likewise in the picture reduced to ``AFAR``, where other lines are found, for about a
        third of the cost. Raises ReaderError."""
        return self._read(medium, AFAR)

    def _read(self, medium: Medium, share: float) -> list[Reading]:
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, words are read in images")
        self.warm_up()
        pixels, scale = _scaled(medium.pixels, share)
        try:
            # One picture at a time: the models use all cores, and the engine keeps state.
            with self._lock:
                found = self._engine(pixels[:, :, ::-1], use_det=True)
        except Exception as error:
            raise ReaderError(f"{medium.source}: words cannot be read ({error})") from error
        if found.txts is None or found.boxes is None:
            return []
        return [
            self._reading(medium, text, score, corners / scale)
            for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True)
            if text.strip()
        ]

    def read_lines(self, strips: Sequence[NDArray[np.uint8]]) -> list[Line]:
        """What strips of shape (height, width, 3) say that each show one level line.

        A strip is read by itself, so that it says the same whatever stands beside it. Raises
        ReaderError.
        """
        if not strips:
            return []
        self.warm_up()
        try:
            with self._lock:
                return [_recognised(self._engine.text_rec, strip) for strip in strips]
        except Exception as error:
            raise ReaderError(f"words: lines cannot be read ({error})") from error

    def _reading(
        self, medium: Image, text: str, score: float, corners: NDArray[np.float64]
    ) -> Reading:
        line = unicodedata.normalize("NFC", text).strip()
        height, width = medium.pixels.shape[:2]
        return Reading(
            kind=self.kind,
            value=line,
            text=line,
            confidence=min(max(float(score), 0.0), 1.0),
            box=_box(np.clip(corners, 0, (width, height)).tolist()),
            page=medium.page,
            reader=self.kind,
            version=self.version,
            details={"medium": medium.content_hash, "size": [width, height]},
        )


def _recognised(recogniser: Any, strip: NDArray[np.uint8]) -> Line:
    """What the recogniser makes of one strip. It wants blue first, and a strip of some width."""
    _, height, width = recogniser.rec_image_shape
    ratio = max(strip.shape[1] / strip.shape[0], width / height)
    ready = recogniser.resize_norm_img(strip[:, :, ::-1], ratio)
    (probabilities,) = recogniser.session(ready[np.newaxis].astype(np.float32))
    return decode(probabilities, recogniser.postprocess_op.character, RIVAL)


def _scaled(pixels: NDArray[np.uint8], share: float) -> tuple[NDArray[np.uint8], float]:
    """The picture at a share of its size within the limits above, and how much it was enlarged."""
    height, width = pixels.shape[:2]
    scale = min(max(SHORTEST_SIDE / min(height, width), 1.0), LARGEST_ENLARGEMENT)
    scale = share * min(scale, LONGEST_SIDE / max(height, width))
    if scale != 1.0:
        from PIL import Image as Pillow

        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        resized = Pillow.fromarray(pixels).resize(size, Pillow.Resampling.LANCZOS)
        pixels = np.asarray(resized)
    return _padded(pixels), scale


def _padded(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At least THINNEST_SIDE each way, by repeating the last row and column."""
    down, right = (max(THINNEST_SIDE - side, 0) for side in pixels.shape[:2])
    if not down and not right:
        return pixels
    return np.pad(pixels, ((0, down), (0, right), (0, 0)), mode="edge")


def _box(corners: Sequence[Sequence[float]]) -> Box:
    a, b, c, d = ((round(x, 1), round(y, 1)) for x, y in corners)
    return (a, b, c, d)


def _load_engine(threads: int | None) -> Any:
    """The engine, with the models named by path: a model asked for by name may be downloaded."""
    try:
        from rapidocr import RapidOCR

        models = files("rapidocr") / "models"
        engine = RapidOCR(
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
    except Exception as error:
        raise ReaderError(f"words: the OCR models cannot be loaded ({error})") from error
    return engine
