"""What is no checkpoint of this model is refused in one line, before anything is taken from it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny_imagebind import TINY

from modalities import SpaceError
from modalities.imagebind.architecture import HUGE, Architecture, architecture_beside
from modalities.imagebind.checkpoint import load_model

ARCHITECTURE = Architecture.model_validate_json(json.dumps(TINY))
FIRST = "modality_preprocessors.vision.cls_token"
LAST = "modality_heads.imu.3.weight"


@pytest.fixture
def save(checkpoint: Path, tmp_path: Path) -> Callable[..., Path]:
    """A checkpoint that differs from the tiny one."""

    def saved(change: Callable[[dict[str, Any]], Any]) -> Path:
        state = torch.load(checkpoint, weights_only=True)
        path = tmp_path / "changed.pth"
        torch.save(change(state) or state, path)
        return path

    return saved


def refusal(path: Path) -> str:
    with pytest.raises(SpaceError) as caught:
        load_model(path, ARCHITECTURE)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"space imagebind: {path}: ")
    return message


def test_weights_are_the_files_and_stay_in_it(checkpoint: Path) -> None:
    model = load_model(checkpoint, ARCHITECTURE)
    stored = torch.load(checkpoint, weights_only=True)
    held = model.state_dict()
    assert held.keys() == stored.keys()
    assert all(torch.equal(held[name], stored[name]) for name in stored)
    assert not model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_a_missing_tensor_is_named_the_first_one(save: Callable[..., Path]) -> None:
    def without(state: dict[str, Any]) -> None:
        del state[LAST], state[FIRST]

    message = refusal(save(without))
    assert f"tensor '{FIRST}': found none, expected floating point (1, 1, 32)" in message


def test_another_shape_is_named(save: Callable[..., Path]) -> None:
    message = refusal(save(lambda state: state.update({LAST: torch.zeros(7, 3)})))
    assert f"'{LAST}': found floating point (7, 3), expected floating point (32, 32)" in message


def test_another_kind_of_number_is_named(save: Callable[..., Path]) -> None:
    message = refusal(save(lambda state: state.update({LAST: state[LAST].long()})))
    assert f"'{LAST}': found int64 (32, 32), expected floating point (32, 32)" in message


def test_half_precision_is_no_other_kind(save: Callable[..., Path]) -> None:
    path = save(lambda state: {name: tensor.half() for name, tensor in state.items()})
    assert load_model(path, ARCHITECTURE).state_dict()[LAST].dtype is torch.float16


def test_an_unknown_tensor_is_named(save: Callable[..., Path]) -> None:
    message = refusal(save(lambda state: state.update(extra=torch.zeros(2))))
    assert "tensor 'extra': found floating point (2,), expected none" in message


def test_metas_model_is_no_tiny_one(checkpoint: Path) -> None:
    with pytest.raises(SpaceError, match=rf"'{FIRST}': found .*32\), expected .*1280\)"):
        load_model(checkpoint, HUGE)


def test_code_is_not_run(save: Callable[..., Path], tmp_path: Path) -> None:
    ran = tmp_path / "ran"

    class Code:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (ran,)

    message = refusal(save(lambda state: state.update(code=Code())))
    assert "found something besides tensors, which was not run" in message
    assert not ran.exists()


@pytest.mark.parametrize("size", [0, 100, 5000, -200])
def test_a_file_that_is_cut_off_is_refused(checkpoint: Path, tmp_path: Path, size: int) -> None:
    path = tmp_path / "cut.pth"
    path.write_bytes(checkpoint.read_bytes()[:size])
    assert "expected a checkpoint" in refusal(path)


@pytest.mark.parametrize("stored", [[1, 2], {"state": {"a": 1}}, torch.zeros(3), {"epoch": 3}])
def test_other_things_that_torch_saves_are_refused(tmp_path: Path, stored: object) -> None:
    path = tmp_path / "other.pth"
    torch.save(stored, path)
    assert "expected a checkpoint" in refusal(path)


def test_no_file_and_no_file_but_a_folder(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "nowhere.pth")
    assert "expected a checkpoint" in refusal(tmp_path)


def test_without_a_word_it_is_metas_architecture(tmp_path: Path) -> None:
    assert architecture_beside(tmp_path / "any.pth") == HUGE
    assert (HUGE.vision_num_blocks, HUGE.out_embed_dim) == (32, 1024)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"depth": 3}, "found key 'depth', expected none but out_embed_dim, video_frames, "),
        ({"text_num_blocks": 0}, "text_num_blocks: Input should be greater than 0, found 0"),
        ({"text_num_heads": "8"}, "text_num_heads: Input should be a valid integer, found '8'"),
        ({"text_num_heads": 7}, "text_embed_dim: found 1024, expected a multiple of"),
        ({"audio_target_len": 100}, "audio_target_len: Input should be 204, found 100"),
        ([], "Input should be an object"),
    ],
)
def test_a_wrong_architecture_is_named(tmp_path: Path, told: object, expected: str) -> None:
    beside = tmp_path / "any.pth.json"
    beside.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(SpaceError) as caught:
        architecture_beside(tmp_path / "any.pth")
    message = str(caught.value)
    assert message.startswith(f"space imagebind: {beside}: ")
    assert expected in message
    assert "\n" not in message
