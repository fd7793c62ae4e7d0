"""The model behind the judge: imported, with torch, only when a question is asked."""

import threading
from functools import cache
from typing import Any, NamedTuple

import torch
from PIL import Image as Pillow
from transformers import AutoModelForImageTextToText, AutoProcessor
from transformers.utils import logging

from judges.errors import JudgeError
from modalities import Image

_YES = ("yes", "Yes", "YES", " yes", " Yes")
_NO = ("no", "No", "NO", " no", " No")
_ORDER = "Answer yes or no."
_LONGER_SIDE = 1_024
"""Pixels; larger pictures are reduced."""
_LOGS: Any = logging
_LOADING = threading.Lock()


class Odds(NamedTuple):
    """Of the first token of an answer."""

    yes: float
    """Probability of yes, of yes and no."""
    either: float
    """Probability of yes or no, of all tokens."""


class Engine:
    """One model. Safe to call from threads."""

    def __init__(self, model: str, revision: str | None, device: str | None) -> None:
        """Loads weights from safetensors alone, and no code that comes with them.

        Raises JudgeError where there is no such model, or it is not the whole of one.
        """
        found: dict[str, Any] = {"revision": revision, "trust_remote_code": False}
        where = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        _LOGS.set_verbosity_error()
        _LOGS.disable_progress_bar()
        try:
            read: Any = AutoProcessor  # its methods are not typed
            self._processor = read.from_pretrained(model, **found)
            made: Any = AutoModelForImageTextToText.from_pretrained(
                model,
                use_safetensors=True,
                output_loading_info=True,
                dtype="auto" if where.type == "cuda" else torch.float32,
                **found,
            )
        except Exception as error:  # transformers raises whatever its libraries do
            raise JudgeError(f"model {model!r} cannot be loaded: {_first_line(error)}") from error
        loaded, report = made
        if missing := report["missing_keys"]:
            raise JudgeError(f"model {model!r}: found no tensor {min(missing)!r}")
        self._model: Any = loaded.to(where).eval()
        self._yes, self._no = (self._tokens(words) for words in (_YES, _NO))
        if not self._yes or not self._no:
            raise JudgeError(f"model {model!r}: its tokenizer knows neither yes nor no")

    def odds(self, image: Image, question: str) -> Odds:
        """How the model would begin its answer."""
        picture = Pillow.fromarray(image.pixels)
        picture.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
        prompt = self._prompt(f"{question} {_ORDER}")
        inputs = self._processor(images=[picture], text=[prompt], return_tensors="pt")
        with torch.inference_mode():
            logits = self._model(**inputs.to(self._model.device)).logits[0, -1].float()
        shares = torch.softmax(logits, dim=-1)
        yes, no = float(shares[self._yes].sum()), float(shares[self._no].sum())
        return Odds(yes / max(yes + no, 1e-12), yes + no)

    def _prompt(self, text: str) -> str:
        if getattr(self._processor, "chat_template", None):
            content = [{"type": "image"}, {"type": "text", "text": text}]
            prompt: str = self._processor.apply_chat_template(
                [{"role": "user", "content": content}], add_generation_prompt=True
            )
            return prompt
        return f"{getattr(self._processor, 'image_token', '<image>')}\n{text}\n"

    def _tokens(self, words: tuple[str, ...]) -> list[int]:
        """The tokens that words begin with, where one token is the whole word."""
        tokenizer = self._processor.tokenizer
        encoded = [tokenizer.encode(word, add_special_tokens=False) for word in words]
        unknown = tokenizer.unk_token_id
        return sorted({ids[0] for ids in encoded if len(ids) == 1 and ids[0] != unknown})


def engine(model: str, revision: str | None, device: str | None) -> Engine:
    """The engine of a model, loaded once, however many judges ask it."""
    with _LOADING:
        return _engine(model, revision, device)


@cache
def _engine(model: str, revision: str | None, device: str | None) -> Engine:
    return Engine(model, revision, device)


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]
