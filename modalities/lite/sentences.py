"""The text model: MiniLM (all-MiniLM-L6-v2), mean pooling, unit vectors of 384."""

import json
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from .packages import TEXT, package_file

WIDTH = 384
TOKENS = 256
"""Word pieces that the model was trained on at once; what follows them is not seen."""
CHUNK = 32


class Sentences:
    """Texts to unit vectors. Safe to call from threads."""

    def __init__(self, device: str) -> None:
        """Loads the weights. Raises SpaceError where they are missing."""
        self.device = torch.device(device)
        config = json.loads(package_file(TEXT, "model/config.json").read_text(encoding="utf-8"))
        self._model = BertModel(BertConfig(**config), add_pooling_layer=False)
        weights = load_file(package_file(TEXT, "model/model.safetensors"))
        self._model.load_state_dict(weights, strict=False)
        self._model.train(mode=False).to(self.device)
        self._tokenizer = Tokenizer.from_file(str(package_file(TEXT, "model/tokenizer.json")))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n, 384), rows of norm 1."""
        chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
        return np.concatenate([self._pass(chunk) for chunk in chunks])

    def _pass(self, texts: Sequence[str]) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch(list(texts))
        with torch.inference_mode():
            ids = torch.tensor([e.ids for e in encoded], device=self.device)
            mask = torch.tensor([e.attention_mask for e in encoded], device=self.device)
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask[..., None].to(states.dtype)
            pooled = (states * weights).sum(1) / weights.sum(1)
            unit: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy()
        return unit
