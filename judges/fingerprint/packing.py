"""Landmarks as a short text, for storage: two bytes each, in base64."""

import base64
import binascii

import numpy as np

from judges.errors import JudgeError

from .landmarks import BINS, LOWEST_BIN, Landmarks

_LONGEST_STEP = 127
"""Frames from one landmark to the next that fit in the seven bits above the nine of the bin."""
_GAP = 0
"""In place of a bin: no landmark, only time that passes."""
_MOST_CHARACTERS = 4_000_000


def pack(landmarks: Landmarks) -> str:
    """About 160 characters a second of sound."""
    steps = np.diff(landmarks.frames, prepend=0)
    gaps = np.maximum(steps - 1, 0) // _LONGEST_STEP
    words = np.full(len(steps) + int(gaps.sum()), _LONGEST_STEP << 9 | _GAP, dtype="<u2")
    places = np.arange(len(steps)) + np.cumsum(gaps)
    words[places] = (steps - gaps * _LONGEST_STEP) << 9 | landmarks.bins
    return base64.b64encode(words.tobytes()).decode("ascii")


def unpack(where: str, value: object) -> Landmarks:
    """The landmarks that were packed. Raises JudgeError, naming ``where``, for anything else."""
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise JudgeError(f"{where}: found {type(value).__name__}, expected a packed fingerprint")
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise JudgeError(f"{where}: this fingerprint is broken ({error})") from error
    if len(data) % 2:
        raise JudgeError(f"{where}: this fingerprint is broken (found {len(data)} bytes, odd)")
    words = np.frombuffer(data, dtype="<u2").astype(np.int64)
    frames, bins = np.cumsum(words >> 9), words & (BINS - 1)
    if (words[bins == _GAP] >> 9 != _LONGEST_STEP).any() or (
        (bins > _GAP) & (bins < LOWEST_BIN)
    ).any():
        raise JudgeError(f"{where}: this fingerprint is broken (a landmark without a frequency)")
    marks = bins != _GAP
    return Landmarks(frames[marks], bins[marks])
