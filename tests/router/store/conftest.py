from collections.abc import Iterator
from pathlib import Path

import pytest

from router.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "catalogue", create=True) as opened:
        yield opened
