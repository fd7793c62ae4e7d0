"""Texts as the model takes them: 77 tokens of CLIP's vocabulary, the end among them."""

from torch import Tensor

from modalities.medium import Text

from .cut import Cut, uncut
from .upstream import tokenizer


def cut_text(text: Text) -> Cut:
    return uncut(lambda: tokens(text.text))


def tokens(text: str) -> Tensor:
    """Shape (77,), int64: start, words, end, zeros. What does not fit is left out."""
    found: Tensor = tokenizer()(text)
    return found
