"""A tiny Pix2Struct made on the spot, which writes one text whatever picture it is shown."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from tokenizers import Regex, Tokenizer, decoders
from tokenizers.models import WordLevel
from transformers import (
    Pix2StructConfig,
    Pix2StructForConditionalGeneration,
    Pix2StructImageProcessor,
    Pix2StructProcessor,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging

WIDTH = 32
TABLE = "TITLE | Rain <0x0A> year | mm <0x0A> 2019 | 41 <0x0A> 2020 | 55"


def tiny_pix2struct(folder: Path, text: str = TABLE, *, asked: bool = True) -> Path:
    """Saved as safetensors. ``asked``: the order is drawn above the picture, as DePlot's is."""
    torch.manual_seed(3)
    # Each word of the text is a token of its own, so that one token says which comes next.
    words = ["<pad>", "</s>", *(f"{at} {word}" for at, word in enumerate(text.split()))]
    if len(words) > WIDTH:
        raise ValueError(f"found {len(words)} words, expected at most {WIDTH}")
    config = Pix2StructConfig(
        text_config={
            "vocab_size": len(words), "hidden_size": WIDTH, "d_kv": 8, "d_ff": 32,
            "num_layers": 1, "num_heads": 4, "pad_token_id": 0, "eos_token_id": 1,
            "decoder_start_token_id": 0,
        },
        vision_config={
            "hidden_size": WIDTH, "d_kv": 8, "d_ff": 32, "num_hidden_layers": 1,
            "num_attention_heads": 4, "patch_embed_hidden_size": 768, "seq_len": 64,
        },
    )  # fmt: skip
    model = Pix2StructForConditionalGeneration(config).eval()
    _teach(model, len(words))
    logs: Any = logging
    logs.disable_progress_bar()
    model.generation_config.decoder_start_token_id = 0
    model.save_pretrained(folder)
    _processor(words, asked=asked).save_pretrained(folder)
    logs.enable_progress_bar()
    return folder


def _teach(model: Any, words: int) -> None:
    """Layers add nothing to a token, whose successor is what it looks like to the last layer."""
    decoder = model.decoder
    with torch.no_grad():
        for name, weights in decoder.named_parameters():
            if name.startswith("layer.") and name.endswith(("output.weight", "wo.weight")):
                weights.zero_()
        decoder.embed_tokens.weight.copy_(torch.eye(words, WIDTH))
        decoder.final_layer_norm.weight.fill_(1)
        decoder.lm_head.weight.zero_()
        order = [0, *range(2, words), 1]
        for token, following in pairwise(order):
            decoder.lm_head.weight[following, token] = 20


def _processor(words: list[str], *, asked: bool) -> Any:
    special = dict(zip(("pad_token", "eos_token"), words, strict=False))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=_decoding(words), **special)
    images = Pix2StructImageProcessor(is_vqa=asked, max_patches=64)
    return Pix2StructProcessor(images, tokenizer)


def _decoding(words: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, words[0]))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(Regex(r"^\d+ "), ""), decoders.Replace(Regex(r"$"), " ")]
    )
    return tokenizer
