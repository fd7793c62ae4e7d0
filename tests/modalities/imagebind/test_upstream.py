"""Meta's code is met without its loading code, and without harm to who else imports it."""

import subprocess
import sys
from importlib.util import find_spec
from types import ModuleType

import pytest

from modalities import SpaceError
from modalities.imagebind import upstream


def test_only_the_models_are_imported() -> None:
    """By several threads at once, which must not see a package half made."""
    code = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from modalities.imagebind.upstream import tokenizer, empty_model\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    made = list(pool.map(lambda _: tokenizer(), range(8)))\n"
        "    models = list(pool.map(lambda _: empty_model({'imu_num_blocks': 1}), range(4)))\n"
        "assert {p.device.type for m in models for p in m.parameters()} == {'meta'}\n"
        "unwanted = {'imagebind.data', 'pytorchvideo', 'decord', 'pkg_resources'}\n"
        "assert not unwanted & set(sys.modules), unwanted & set(sys.modules)\n"
        "print(made[0]('a dog').tolist()[:4])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[49406, 320, 1929, 49407]"


def test_the_real_package_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = find_spec("imagebind")
    assert spec is not None
    real = ModuleType("imagebind")
    real.__path__ = list(spec.submodule_search_locations or ())
    monkeypatch.setitem(sys.modules, "imagebind", real)
    upstream.empty_model({"imu_num_blocks": 1})
    assert sys.modules["imagebind"] is real


@pytest.mark.parametrize("installed", [False, True], ids=["not at all", "a part of it"])
def test_without_metas_code_the_command_is_told(
    installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installed:
        monkeypatch.setitem(sys.modules, "imagebind.models.imagebind_model", None)
    else:
        monkeypatch.delitem(sys.modules, "imagebind", raising=False)
        monkeypatch.setattr(upstream, "find_spec", lambda _name: None)
    with pytest.raises(SpaceError, match=r"pip install 'crossjudge\[imagebind\]'") as caught:
        upstream.empty_model({})
    assert "\n" not in str(caught.value)
