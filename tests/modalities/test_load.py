import subprocess
import sys

import pytest

import modalities
from modalities import LOADERS, Image, Limits, RegistryError, Source, Text, load_media


def test_one_medium_is_a_tuple_of_one() -> None:
    (text,) = load_media("text", Source.text("Havregryn"))
    assert isinstance(text, Text)


def test_a_document_is_flat(pdf_bytes) -> None:
    media = load_media("document", Source("f.pdf", data=pdf_bytes(["one", "two"])))
    assert [type(medium) for medium in media] == [Image, Image, Text, Text]


def test_limits_reach_the_loader() -> None:
    with pytest.raises(modalities.LimitError):
        load_media("text", Source.text("Havregryn"), Limits(characters=2))


def test_an_unknown_kind_lists_the_valid_ones() -> None:
    known = "audio, depth, document, image, imu, text, thermal, video"
    with pytest.raises(RegistryError, match=f"'hologram'; known: {known}"):
        load_media("hologram", Source.text("x"))


@pytest.mark.parametrize("kind", sorted(LOADERS))
def test_every_loader_is_exported_under_its_name(kind: str) -> None:
    name = LOADERS[kind].partition(":")[2]
    assert modalities.resolve(LOADERS, kind, "kind") is getattr(modalities, name)


def test_importing_the_package_loads_no_backend() -> None:
    heavy = {"PIL", "av", "soundfile", "pypdfium2", "torch", "faiss"}
    program = f"import sys, modalities; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_all_names_can_be_had() -> None:
    assert all(getattr(modalities, name) is not None for name in modalities.__all__)
    with pytest.raises(AttributeError, match="no attribute 'HologramLoader'"):
        assert modalities.HologramLoader
