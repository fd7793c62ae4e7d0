"""What is kept of a recording: landmarks to find it by, and a profile to check it by."""

from typing import NamedTuple

from modalities import Audio

from .landmarks import FRAMES_AROUND, Landmarks, landmarks_of, peaks_of
from .profile import Profile, bands_of, profile_of
from .spectrum import blocks_of


class SoundPrint(NamedTuple):
    """A recording's fingerprint."""

    landmarks: Landmarks
    profile: Profile


def print_of(audio: Audio) -> SoundPrint:
    parts = [(peaks_of(block), bands_of(block)) for block in blocks_of(audio, FRAMES_AROUND)]
    peaks, bands = zip(*parts, strict=True)
    return SoundPrint(landmarks_of(peaks), profile_of(bands))
