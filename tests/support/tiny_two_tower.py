"""Two-tower checkpoints with random weights, made by transformers' own classes in moments."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.normalizers import Replace
from transformers import (
    AutoModel,
    ClapConfig,
    ClapFeatureExtractor,
    ClapProcessor,
    CLIPConfig,
    CLIPImageProcessor,
    CLIPProcessor,
    CLIPTokenizer,
    PreTrainedConfig,
    PreTrainedTokenizerFast,
    RobertaTokenizer,
    Siglip2Config,
    Siglip2ImageProcessor,
    Siglip2Processor,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipImageProcessor,
    SiglipProcessor,
)
from transformers.utils import logging

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,.!Ġ▁"
_SMALL = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
}
CARD = "---\nlicense: mit\ntags: [tiny]\n---\n# Random weights\n"
RATE = 16_000
WINDOW_SECONDS = 2


def tiny_clip(folder: Path, **changes: Any) -> Path:
    """Images and texts; 24 dimensions; text of 16 tokens at most."""
    words = ["<|startoftext|>", "<|endoftext|>", *_LETTERS, *(f"{each}</w>" for each in _LETTERS)]
    vocabulary = {word: number for number, word in enumerate(words)}
    special = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    text = {**_SMALL, **special, "vocab_size": len(words), "max_position_embeddings": 16}
    vision = {**_SMALL, "image_size": 32, "patch_size": 8}
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=24)
    size = {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=16)
    return _save(folder, config, CLIPProcessor(CLIPImageProcessor(**size), tokenizer), **changes)


def tiny_siglip(folder: Path, *, text: Mapping[str, Any] | None = None, **changes: Any) -> Path:
    """SigLIP 2 of one resolution: its model is SigLIP's, its tokenizer keeps capitals; 32 wide."""
    vision = {**_SMALL, "image_size": 32, "patch_size": 8}
    config = SiglipConfig(text_config={**_siglip_text(), **(text or {})}, vision_config=vision)
    images = SiglipImageProcessor(size={"height": 32, "width": 32})
    return _save(folder, config, SiglipProcessor(images, _gemma_tokenizer()), **changes)


def tiny_siglip2(folder: Path, **changes: Any) -> Path:
    """SigLIP 2 that keeps an image's proportions (NaFlex); 32 dimensions."""
    vision = {**_SMALL, "num_patches": 16, "patch_size": 16}
    config = Siglip2Config(text_config=_siglip_text(), vision_config=vision)
    images = Siglip2ImageProcessor(patch_size=16, max_num_patches=16)
    return _save(folder, config, Siglip2Processor(images, _siglip_tokenizer()), **changes)


def tiny_clap(folder: Path, *, fused: bool = False, **changes: Any) -> Path:
    """Recordings and texts; 24 dimensions; windows of 2 seconds at 16 kHz.

    Its tokenizer does not say that the model takes 32 tokens: 34 positions less the padding's.
    """
    words = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", *_LETTERS]
    vocabulary = {word: number for number, word in enumerate(words)}
    text = {**_SMALL, "vocab_size": len(words), "max_position_embeddings": 34}
    audio = {
        "spec_size": 32, "num_mel_bins": 16, "patch_size": 4, "patch_stride": [4, 4],
        "window_size": 4, "depths": [1, 1], "num_attention_heads": [2, 2], "hidden_size": 32,
        "patch_embeds_hidden_size": 16, "enable_fusion": fused,
    }  # fmt: skip
    config = ClapConfig(text_config=text, audio_config=audio, projection_dim=24)
    sounds = ClapFeatureExtractor(
        feature_size=16, sampling_rate=RATE, hop_length=512, max_length_s=WINDOW_SECONDS,
        frequency_max=8000, truncation="fusion" if fused else "rand_trunc",
    )  # fmt: skip
    tokenizer = RobertaTokenizer(vocab=vocabulary, merges=[])
    return _save(folder, config, ClapProcessor(sounds, tokenizer), **changes)


def tiny_fused_clap(folder: Path) -> Path:
    return tiny_clap(folder, fused=True)


TINY: Mapping[str, Callable[[Path], Path]] = {
    "clip": tiny_clip,
    "siglip": tiny_siglip,
    "siglip2": tiny_siglip2,
    "clap": tiny_clap,
    "clap-fused": tiny_fused_clap,
}


def _siglip_text() -> dict[str, Any]:
    words = len(_siglip_words())
    special = {"bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0}
    return {**_SMALL, **special, "vocab_size": words, "max_position_embeddings": 64}


def _siglip_words() -> list[str]:
    return ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", *_LETTERS]


def _siglip_tokenizer() -> Siglip2Tokenizer:
    """One that lowers capitals itself, and gives a mask, which the model is not to have."""
    vocabulary = {word: number for number, word in enumerate(_siglip_words())}
    inputs = {"model_max_length": 64, "padding_side": "right"}
    return Siglip2Tokenizer(vocab=vocabulary, merges=[], **inputs)


def _gemma_tokenizer() -> PreTrainedTokenizerFast:
    """As the checkpoints of one resolution have it: capitals are tokens of their own, no mask."""
    vocabulary = {word: number for number, word in enumerate(_siglip_words())}
    unknown = {"unk_token": "<unk>"}
    words = Tokenizer(BPE(vocabulary, [], **unknown))
    words.normalizer = Replace(" ", "▁")
    special = {"pad_token": "<pad>", "eos_token": "<eos>", **unknown}
    inputs = {"model_input_names": ["input_ids"], "padding_side": "right"}
    return PreTrainedTokenizerFast(tokenizer_object=words, model_max_length=64, **special, **inputs)


def _save(folder: Path, config: PreTrainedConfig, processor: Any, *, shard: str = "1GB") -> Path:
    torch.manual_seed(0)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = AutoModel.from_config(config).eval()
        for parameter in model.parameters():
            # As initialised, all media come out nearly alike; these weights tell them apart.
            torch.nn.init.normal_(parameter, std=0.2)
    logging.disable_progress_bar()
    model.save_pretrained(folder, max_shard_size=shard)
    logging.enable_progress_bar()
    processor.save_pretrained(folder)
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    return folder
