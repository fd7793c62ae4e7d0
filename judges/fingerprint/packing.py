"""Fingerprints as a short text, for storage: bytes in base64.

First comes the number of words, in four bytes; then the words, two bytes for each landmark; then
the profile, half a byte for each of its cells.
"""

import base64
import binascii

import numpy as np
from numpy.typing import NDArray

from judges.errors import JudgeError

from .landmarks import LOWEST_BIN, Landmarks
from .profile import BANDS, Profile
from .sound_print import SoundPrint
from .spectrum import BINS

_LONGEST_STEP = 127
"""Frames from one landmark to the next that fit in the seven bits above the nine of the bin."""
_GAP = 0
"""In place of a bin: no landmark, only time that passes."""
_COUNT = 4
_MOST_CHARACTERS = 8_000_000


def pack(sound: SoundPrint) -> str:
    """About 1,200 characters a second of sound."""
    words = _words(sound.landmarks)
    halves = sound.profile.ravel()
    parts = (np.array([len(words)], "<u4"), words, halves[0::2] << 4 | halves[1::2])
    return base64.b64encode(b"".join(part.tobytes() for part in parts)).decode("ascii")


def unpack(where: str, value: object) -> SoundPrint:
    """The fingerprint that was packed. Raises JudgeError, naming ``where``, for anything else."""
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise JudgeError(f"{where}: found {type(value).__name__}, expected a packed fingerprint")
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise JudgeError(f"{where}: this fingerprint is broken ({error})") from error
    count = int.from_bytes(data[:_COUNT], "little")
    words, cells = data[_COUNT:][: 2 * count], data[_COUNT + 2 * count :]
    if len(data) < _COUNT or len(words) != 2 * count or len(cells) % (BANDS // 2):
        raise JudgeError(f"{where}: this fingerprint is broken (found {len(data)} bytes)")
    return SoundPrint(_landmarks(where, np.frombuffer(words, dtype="<u2")), _profile(cells))


def _words(landmarks: Landmarks) -> NDArray[np.uint16]:
    steps = np.diff(landmarks.frames, prepend=0)
    gaps = np.maximum(steps - 1, 0) // _LONGEST_STEP
    words = np.full(len(steps) + int(gaps.sum()), _LONGEST_STEP << 9 | _GAP, dtype="<u2")
    places = np.arange(len(steps)) + np.cumsum(gaps)
    words[places] = (steps - gaps * _LONGEST_STEP) << 9 | landmarks.bins
    return words


def _landmarks(where: str, packed: NDArray[np.uint16]) -> Landmarks:
    words = packed.astype(np.int64)
    frames, bins = np.cumsum(words >> 9), words & (BINS - 1)
    if (words[bins == _GAP] >> 9 != _LONGEST_STEP).any() or (
        (bins > _GAP) & (bins < LOWEST_BIN)
    ).any():
        raise JudgeError(f"{where}: this fingerprint is broken (a landmark without a frequency)")
    marks = bins != _GAP
    return Landmarks(frames[marks], bins[marks])


def _profile(cells: bytes) -> Profile:
    both = np.frombuffer(cells, dtype=np.uint8)
    return np.stack((both >> 4, both & 15), axis=1).reshape(-1, BANDS)
