"""Encoders: moved when they are used, fast attention, precision."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tiny_imagebind import TINY
from torch import nn

from modalities import Medium, Modality
from modalities.imagebind import towers as towers_module
from modalities.imagebind.architecture import TOWERS, Architecture
from modalities.imagebind.checkpoint import load_model
from modalities.imagebind.engine import CUTTERS
from modalities.imagebind.space import ImageBindSpace
from modalities.imagebind.towers import TOWER_OF, Towers

Makers = Mapping[Modality, Callable[..., Medium]]


@pytest.fixture
def open_model(checkpoint: Path) -> Callable[[], nn.Module]:
    return partial(load_model, checkpoint, Architecture.model_validate_json(json.dumps(TINY)))


def test_nothing_is_opened_before_it_is_used_and_then_one_tower(
    open_model: Callable[[], nn.Module], make: Makers
) -> None:
    opened = []

    def counted() -> nn.Module:
        opened.append(open_model())
        return opened[-1]

    towers = Towers(counted, "cpu", torch.float32, compiled=False)
    assert not opened
    for modality, ready in ((Modality.TEXT, {"text"}), (Modality.AUDIO, {"text", "audio"})):
        towers.embed(modality, CUTTERS[modality](make[modality](0)).make(0, 1))
        assert towers.ready == ready
    towers.load()
    assert towers.ready == set(TOWERS)
    assert len(opened) == 1


def test_on_a_processor_weights_stay_in_the_file(open_model: Callable[[], nn.Module]) -> None:
    model = open_model()
    before = {name: tensor.data_ptr() for name, tensor in model.state_dict().items()}
    Towers(lambda: model, "cpu", torch.float32, compiled=False).load()
    assert {name: tensor.data_ptr() for name, tensor in model.state_dict().items()} == before


def test_every_block_uses_fast_attention(
    open_model: Callable[[], nn.Module],
    make: Makers,
    modality: Modality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0
    fast = torch.nn.functional.scaled_dot_product_attention

    def counted(*args: Any, **options: Any) -> torch.Tensor:
        nonlocal calls
        calls += 1
        return fast(*args, **options)

    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", counted)
    towers = Towers(open_model, "cpu", torch.float32, compiled=False)
    towers.embed(modality, CUTTERS[modality](make[modality](0)).make(0, 1))
    assert calls == TINY[f"{TOWER_OF[modality]}_num_blocks"]


def test_half_the_bits_give_nearly_the_same(
    checkpoint: Path, space: ImageBindSpace, modality: Modality, media: list[Medium]
) -> None:
    coarse = ImageBindSpace(str(checkpoint), device="cpu", precision="bfloat16")
    rows = coarse.embed(modality, media)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    exact = space.embed(modality, media)
    assert (rows * exact).sum(axis=1).min() > 0.98
    assert not np.array_equal(rows, exact)


@pytest.mark.parametrize("modality", [Modality.DEPTH], indirect=True)
def test_compiled_towers_give_the_same(
    checkpoint: Path,
    space: ImageBindSpace,
    modality: Modality,
    media: list[Medium],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Traced for real, then run as it is: a machine may lack what generates code."""
    traced = partial(torch.compile, backend="eager")
    monkeypatch.setattr(towers_module.torch, "compile", traced)
    compiled = ImageBindSpace(str(checkpoint), device="cpu", compile=True)
    expected = space.embed(modality, media)
    np.testing.assert_allclose(compiled.embed(modality, media), expected, atol=1e-5)
    np.testing.assert_allclose(compiled.embed(modality, media[:1]), expected[:1], atol=1e-5)
