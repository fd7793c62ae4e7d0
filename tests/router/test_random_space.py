import numpy as np
import pytest

from modalities import Medium, Modality, Source, Space, SpaceError
from modalities.load import load_media
from router.testing import RandomSpace


def texts(*texts: str) -> list[Medium]:
    return [load_media("text", Source.text(text))[0] for text in texts]


def test_it_is_a_space_of_unit_vectors() -> None:
    space = RandomSpace(dim=16, seed=3)
    vectors = space.embed(Modality.TEXT, texts("a", "b", "a"))
    assert isinstance(space, Space)
    assert space.fingerprint == "random-16-3"
    assert (vectors.shape, vectors.dtype) == ((3, 16), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert (vectors[0] == vectors[2]).all()
    assert not np.allclose(vectors[0], vectors[1])


def test_seeds_are_different_spaces() -> None:
    one, two = (RandomSpace(seed=seed).embed(Modality.TEXT, texts("a")) for seed in (0, 1))
    assert not np.allclose(one, two)


def test_a_modality_it_does_not_take_is_refused() -> None:
    space = RandomSpace(modalities=frozenset({Modality.IMAGE}))
    with pytest.raises(SpaceError, match="does not take text"):
        space.embed(Modality.TEXT, texts("a"))
    assert space.embed(Modality.IMAGE, []).shape == (0, 16)
