"""The model behind the reader ``chart_model``: imported, with torch, only when a chart is read."""

from pathlib import Path
from typing import Any, NamedTuple

import torch
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from transformers import Pix2StructForConditionalGeneration, Pix2StructProcessor
from transformers.utils import logging

from judges.errors import ReaderError
from modalities import Image

_ORDER = "Generate underlying data table of the figure below:"
"""What DePlot was trained to be asked."""
_PATCHES = 2_048
_TOKENS = 512
_PRINT, _MARGIN = 36, 5
"""Pixels: the size of the order's print, and the white around it."""
_LONGER_SIDE = 2_048
"""Pixels; larger pictures are reduced."""


class Said(NamedTuple):
    """What a model wrote."""

    text: str
    confidence: float
    """Probability of its tokens, geometric mean."""


class Engine:
    """One model in a folder of this machine. Nothing is fetched and no code of the folder runs."""

    def __init__(self, folder: Path) -> None:
        """Raises ReaderError where the folder holds no such model, or not the whole of one."""
        found: dict[str, Any] = {"local_files_only": True}
        logs: Any = logging
        logs.set_verbosity_error()
        logs.disable_progress_bar()
        try:
            read: Any = Pix2StructProcessor  # its methods are not typed
            processor = read.from_pretrained(folder, **found)
            made: Any = Pix2StructForConditionalGeneration.from_pretrained(
                folder, use_safetensors=True, output_loading_info=True, **found
            )
        except Exception as error:  # transformers raises whatever its libraries do
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
            raise ReaderError(f"chart_model: {folder} cannot be loaded: {reason}") from error
        loaded, report = made
        if missing := report["missing_keys"]:
            raise ReaderError(f"chart_model: {folder}: found no tensor {min(missing)!r}")
        self._model: Any = loaded.eval()
        self._images, self._tokenizer = processor.image_processor, processor.tokenizer
        # The processor would fetch a font to draw the order with.
        self._asks, self._images.is_vqa = self._images.is_vqa, False

    def say(self, image: Image) -> Said:
        """The table of a chart as one line of text."""
        picture = Pillow.fromarray(image.pixels)
        picture.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
        if self._asks:
            picture = _with_order(picture)
        inputs = self._images(images=picture, return_tensors="pt", max_patches=_PATCHES)
        with torch.inference_mode():
            made = self._model.generate(
                **inputs,
                max_new_tokens=_TOKENS,
                do_sample=False,
                output_scores=True,
                return_dict_in_generate=True,
            )
            scores = self._model.compute_transition_scores(
                made.sequences, made.scores, normalize_logits=True
            )
        text = self._tokenizer.decode(made.sequences[0], skip_special_tokens=True)
        return Said(str(text), float(scores[0].mean().exp().clamp(0, 1)))


def _with_order(picture: Pillow.Image) -> Pillow.Image:
    """A picture under the order in print, both of one breadth: what such models were trained on."""
    font = ImageFont.load_default(_PRINT)
    *_, right, bottom = font.getbbox(_ORDER)
    header = Pillow.new("RGB", (round(right) + 2 * _MARGIN, round(bottom) + 2 * _MARGIN), "white")
    ImageDraw.Draw(header).text((_MARGIN, _MARGIN), _ORDER, fill="black", font=font)
    width = max(header.width, picture.width)
    parts = [
        part.resize((width, max(round(part.height * width / part.width), 1)))
        for part in (header, picture)
    ]
    whole = Pillow.new("RGB", (width, sum(part.height for part in parts)), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (0, parts[0].height))
    return whole
