"""A tiny LLaVA made on the spot, which says yes to red pictures and no to blue ones."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging

from modalities import Image as Picture

_MARKS = ["<unk>", "<pad>", "<s>", "<image>"]
_WORDS = [*_MARKS, "yes", "no", "Is", "this", "a", "Answer", "or", "?", "."]
_SMALL = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
}
YES, NO = (220, 30, 30), (30, 30, 220)


def tiny_llava(folder: Path, *, chat: bool = True, answers: bool = True) -> Path:
    """Saved as safetensors. Without ``answers`` it is as good as silent: no token stands out."""
    torch.manual_seed(5)
    processor = _processor(chat=chat)
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(**_SMALL, image_size=32, patch_size=8),
        text_config=LlamaConfig(
            **_SMALL, vocab_size=len(_WORDS), max_position_embeddings=256, tie_word_embeddings=False
        ),
        image_token_index=_WORDS.index("<image>"),
        vision_feature_layer=-1,
        image_seq_length=16,
        tie_word_embeddings=False,
    )
    model = LlavaForConditionalGeneration(config).eval()
    _teach(model, processor, 60.0 if answers else 0.0)
    was = logging.is_progress_bar_enabled()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    if was:
        logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    return folder


def plain(colour: tuple[int, int, int]) -> Picture:
    """A picture of one colour."""
    return Picture(np.full((48, 64, 3), colour, np.uint8), str(colour), "a picture")


def _processor(*, chat: bool) -> Any:
    words = Tokenizer(WordLevel({word: at for at, word in enumerate(_WORDS)}, unk_token=_MARKS[0]))
    words.pre_tokenizer = Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, additional_special_tokens=[_MARKS[3]],
        **dict(zip(("unk_token", "pad_token", "bos_token"), _MARKS, strict=False)),
    )  # fmt: skip
    template = (
        "{% for m in messages %}{% for part in m['content'] %}"
        "{% if part['type'] == 'image' %}<image> {% else %}{{ part['text'] }}{% endif %}"
        "{% endfor %}{% endfor %}"
    )
    return LlavaProcessor(
        CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}),
        tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        image_token=_MARKS[3],
        num_additional_image_tokens=1,
        **({"chat_template": template} if chat else {}),
    )


def _teach(model: Any, processor: Any, strength: float) -> None:
    """Makes the words' rows of the head so that they follow the colour of the picture."""
    last = []
    for colour in (YES, NO):
        picture = Image.new("RGB", (32, 32), colour)
        inputs = processor(images=[picture], text=["<image> Is this a ?"], return_tensors="pt")
        with torch.no_grad():
            states = model.model(**inputs).last_hidden_state
        last.append(states[0, -1])
    way = (last[0] - last[1]) / (last[0] - last[1]).norm()
    middle = (last[0] + last[1]) / 2
    with torch.no_grad():
        head = model.lm_head.weight
        head.zero_()
        # Both words stand out of all others along what the two answers have in common.
        common = middle / middle.norm() ** 2 * 8 if strength else torch.zeros_like(middle)
        common = common - (common @ way) * way
        head[_WORDS.index("yes")] = common + strength * way
        head[_WORDS.index("no")] = common - strength * way
