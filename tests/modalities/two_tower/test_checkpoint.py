"""Folders that are not what they should be: one line each, never a model filled up at random."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_two_tower import tiny_clip, tiny_siglip
from transformers import BertConfig, CLIPImageProcessor, LlavaConfig

from modalities import Image, Modality, SpaceError
from modalities.two_tower.space import TwoTowerSpace


@pytest.fixture
def folder(tmp_path: Path, checkpoint: Callable[[str], Path]) -> Path:
    """A CLIP of one's own, to spoil."""
    return Path(shutil.copytree(checkpoint("clip"), tmp_path / "mine"))


def edit(path: Path, **changes: Any) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**stored, **changes}), encoding="utf-8")


def failure(folder: Path) -> str:
    """What warming up says, which must be one line."""
    with pytest.raises(SpaceError) as caught:
        TwoTowerSpace(str(folder), device="cpu").warm_up()
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder) in message
    return message


def test_no_config(folder: Path) -> None:
    (folder / "config.json").unlink()
    assert "found no config.json" in failure(folder)


@pytest.mark.parametrize(("content", "found"), [("{", "found no JSON"), ("[]", "found list")])
def test_a_config_that_is_none(folder: Path, content: str, found: str) -> None:
    (folder / "config.json").write_text(content, encoding="utf-8")
    assert found in failure(folder)


def test_a_model_with_one_tower(folder: Path) -> None:
    BertConfig().save_pretrained(folder)
    assert "is not a two-tower model: found model_type 'bert'" in failure(folder)


def test_a_model_of_texts_alone(folder: Path) -> None:
    edit(folder / "config.json", vision_config=None)
    assert "is not a two-tower model: found model_type 'clip'" in failure(folder)


def test_a_model_whose_towers_are_not_side_by_side(tmp_path: Path) -> None:
    """LLaVA has a config for each tower as well, but feeds the one to the other."""
    small = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 2, "vocab_size": 8}
    special = {"bos_token_id": 1, "eos_token_id": 2}
    config = LlavaConfig(
        text_config={"model_type": "llama", **small, **heads, **special},
        vision_config={"model_type": "clip_vision_model", **small, "num_attention_heads": 2},
    )
    config.save_pretrained(tmp_path)
    edit(tmp_path / "config.json", projection_dim=8)
    save_file({"none": torch.zeros(1)}, tmp_path / "model.safetensors", {"format": "pt"})
    assert "is not a two-tower model: LlavaModel has no get_text_features" in failure(tmp_path)


def test_a_config_without_a_width(folder: Path) -> None:
    edit(folder / "config.json", model_type="altclip", projection_dim=None)
    assert "projection_dim: found None" in failure(folder)


def test_a_width_that_is_left_out_is_that_of_the_family(folder: Path) -> None:
    edit(folder / "config.json", model_type="siglip", text_config={}, vision_config={})
    assert TwoTowerSpace(str(folder)).dim == 768
    edit(folder / "config.json", text_config={"hidden_size": 1152, "projection_size": 1536})
    assert TwoTowerSpace(str(folder)).dim == 1536


def test_a_width_that_is_not_that_of_the_tensors(folder: Path) -> None:
    edit(folder / "config.json", projection_dim=25)
    assert "found shape (24, 32), expected (25, 32)" in failure(folder)


def test_towers_of_different_widths(tmp_path: Path) -> None:
    folder = tiny_siglip(tmp_path / "siglip", text={"projection_size": 24})
    space = TwoTowerSpace(str(folder), device="cpu")
    picture = Image(np.zeros((32, 32, 3), dtype=np.uint8), "black", "black")
    with pytest.raises(SpaceError, match=r"image features: found shape \(1, 32\), .* \(1, 24\)"):
        space.embed(Modality.IMAGE, [picture])


def test_a_missing_tensor(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tensors = load_file(folder / "model.safetensors")
    del tensors["visual_projection.weight"]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    assert "found no tensor 'visual_projection.weight'" in failure(folder)
    assert capfd.readouterr() == ("", "")


def test_a_tensor_of_another_shape(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors["text_projection.weight"] = torch.zeros(24, 16)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    expected = "'text_projection.weight': found shape (24, 16), expected (24, 32)"
    assert expected in failure(folder)


def test_weights_without_a_direction(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors["visual_projection.weight"] *= float("nan")
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    space = TwoTowerSpace(str(folder), device="cpu")
    picture = Image(np.zeros((32, 32, 3), dtype=np.uint8), "black", "black")
    with pytest.raises(SpaceError, match="without a direction"):
        space.embed(Modality.IMAGE, [picture])


def test_pickles_alone(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert "found only pytorch_model.bin, a pickle" in failure(folder)


def test_no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    assert "weights: found none; expected model.safetensors" in failure(folder)


def test_weights_that_are_none(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0 nonsense")
    assert "cannot be loaded" in failure(folder)


def test_no_tokenizer(folder: Path) -> None:
    """transformers makes one with an empty vocabulary instead."""
    (folder / "tokenizer.json").unlink()
    assert "found a tokenizer of 2 tokens, expected about 13" in failure(folder)


def test_no_image_processor(folder: Path) -> None:
    (folder / "processor_config.json").unlink()
    assert "its processor cannot be loaded" in failure(folder)


def test_parts_shipped_apart(folder: Path, checkpoint: Callable[[str], Path]) -> None:
    """As older checkpoints have them: a config for the images alone, no processor named."""
    CLIPImageProcessor.from_pretrained(folder).save_pretrained(folder)
    (folder / "processor_config.json").unlink()
    edit(folder / "tokenizer_config.json", processor_class=None)
    edit(folder / "preprocessor_config.json", processor_class=None)
    picture = Image(np.full((50, 40, 3), 90, dtype=np.uint8), "grey", "grey")
    apart, whole = (
        TwoTowerSpace(str(each), device="cpu").embed(Modality.IMAGE, [picture])
        for each in (folder, checkpoint("clip"))
    )
    np.testing.assert_array_equal(apart, whole)


def test_no_such_folder(tmp_path: Path) -> None:
    assert "found no such folder" in failure(tmp_path / "gone")


def test_a_folder_has_no_revisions(folder: Path) -> None:
    with pytest.raises(SpaceError, match="revision: found 'main', expected none"):
        TwoTowerSpace(str(folder), revision="main").warm_up()


def test_weights_in_shards(tmp_path: Path, checkpoint: Callable[[str], Path]) -> None:
    sharded = tiny_clip(tmp_path / "clip", shard="40KB")
    assert (sharded / "model.safetensors.index.json").is_file()
    space = TwoTowerSpace(str(sharded), device="cpu")
    assert space.fingerprint != TwoTowerSpace(str(checkpoint("clip"))).fingerprint
    space.warm_up()
    shard = min(sharded.glob("model-*.safetensors"))
    shard.unlink()
    assert f"found no {shard.name}, which model.safetensors.index.json names" in failure(sharded)


@pytest.mark.parametrize(
    "name", ["config.json", "tokenizer_config.json", "processor_config.json", "model.safetensors"]
)
def test_every_file_counts_in_the_fingerprint(folder: Path, name: str) -> None:
    before = TwoTowerSpace(str(folder)).fingerprint
    if name.endswith(".json"):
        edit(folder / name, remark=1)
    else:
        tensors = load_file(folder / name)
        tensors["logit_scale"] += 1
        save_file(tensors, folder / name, {"format": "pt"})
    assert TwoTowerSpace(str(folder)).fingerprint != before


def test_the_card_does_not_count_in_the_fingerprint(folder: Path) -> None:
    before = TwoTowerSpace(str(folder)).fingerprint
    (folder / "README.md").write_text("# Another\n", encoding="utf-8")
    assert TwoTowerSpace(str(folder)).fingerprint == before


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlicense: apache-2.0\n---\n# A\n", "apache-2.0"),
        ("---\nlicense: [mit]\n---\n", "see its model card"),
        ("---\nlicense: [\n---\n", "see its model card"),
        ("# A\nlicense: mit\n", "see its model card"),
        ("", "see its model card"),
        (None, "see its model card"),
    ],
)
def test_licence_is_what_the_card_states(folder: Path, card: str | None, licence: str) -> None:
    (folder / "README.md").unlink()
    if card is not None:
        (folder / "README.md").write_text(card, encoding="utf-8")
    assert TwoTowerSpace(str(folder)).licence == licence
