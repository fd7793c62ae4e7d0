"""Meta's own pipeline, run by itself: ``python imagebind_reference.py JOB OUT``.

JOB is JSON: a checkpoint, its architecture, and what to embed, files by Meta's name of the
modality; OUT is an npz of what Meta's loading code made of each input, and of the model's output.
The libraries that the loading code was written for are stood in for where today's differ:

- pkg_resources, which setuptools no longer brings, finds one file;
- torchaudio.load needs a library of its own since torchaudio 2.9: soundfile reads instead;
- torchvision.transforms.functional_tensor has been renamed;
- videos are opened as the pytorchvideo does that Meta pins, with decord;
- the sampler of clips is of that version too, where the last clip ends at the
  end; the registry's older one stops a step short.

All this happens in a process of its own, so that nothing else meets the stand-ins.
"""

import json
import sys
from fractions import Fraction
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import soundfile
import torch
import torchaudio
from torchvision.transforms import _functional_tensor


class PinnedSampler:
    """Clips of one length, evenly spaced from the start to the end, the same ones each time."""

    def __init__(self, clip_duration: float, clips_per_video: int) -> None:
        self._length, self._count, self._next = clip_duration, clips_per_video, 0

    def __call__(self, _last: float, duration: float, annotation: object) -> tuple[Any, ...]:
        step = Fraction(max(duration - self._length, 0)) / max(self._count - 1, 1)
        start, number = step * self._next, self._next
        self._next = (self._next + 1) % self._count
        return start, start + self._length, number, 0, self._next == 0


def stand_in() -> None:
    """Before anything of Meta's is imported."""
    spec = find_spec("imagebind")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    resources: Any = ModuleType("pkg_resources")
    resources.resource_filename = lambda _package, name: str(folder / name)
    sys.modules["pkg_resources"] = resources
    sys.modules["torchvision.transforms.functional_tensor"] = _functional_tensor
    torchaudio.load = _load


def _load(path: str) -> tuple[torch.Tensor, int]:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return torch.from_numpy(samples.T.copy()), rate


def _open_video(path: str, *, decoder: str, **options: Any) -> Any:
    from pytorchvideo.data.encoded_video_decord import EncodedVideoDecord

    assert decoder == "decord"
    return EncodedVideoDecord(BytesIO(Path(path).read_bytes()), path, **options)


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    stand_in()
    from imagebind import data
    from imagebind.models.imagebind_model import ImageBindModel

    data.ConstantClipsPerVideoSampler = PinnedSampler
    data.EncodedVideo = SimpleNamespace(from_path=_open_video)
    model = ImageBindModel(**job["architecture"])
    model.load_state_dict(torch.load(job["checkpoint"], weights_only=True))
    model.eval()
    made = {}
    for kind, inputs in job["inputs"].items():
        load, tower = _loader(data, kind)
        for number, prepared in enumerate(load([each], "cpu") for each in inputs):
            with torch.no_grad():
                vector = model({tower: prepared})[tower][0]
            made[f"{kind}-{number}-prepared"] = prepared[0].numpy()
            made[f"{kind}-{number}-vector"] = vector.numpy()
    np.savez(sys.argv[2], **made)


def _loader(data: Any, kind: str) -> tuple[Any, str]:
    """Meta's function for a kind of input, and the tower that sees what it makes.

    ``audio-leaking`` is ``audio`` as Meta's code has it, where taking off a clip's mean changes the
    clips that overlap it; ``audio`` is the same on copies.
    """
    if kind == "audio":
        melspec = data.waveform2melspec

        def load_audio(paths: list[str], device: str) -> torch.Tensor:
            data.waveform2melspec = lambda clip, *rest: melspec(clip.clone(), *rest)
            try:
                return data.load_and_transform_audio_data(paths, device)
            finally:
                data.waveform2melspec = melspec

        return load_audio, "audio"
    return {
        "vision": (data.load_and_transform_vision_data, "vision"),
        "video": (data.load_and_transform_video_data, "vision"),
        "audio-leaking": (data.load_and_transform_audio_data, "audio"),
        "text": (data.load_and_transform_text, "text"),
    }[kind]


if __name__ == "__main__":
    main()
