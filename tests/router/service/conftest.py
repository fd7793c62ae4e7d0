"""Services over small worlds: real stores, a random space, the app in-process."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from world import item

from router import Config, Router
from router.service import Authenticator, Role, ServiceCore, ServiceSettings, create_app
from router.service.auth import AuthSettings
from router.service.auth.credentials import Credentials
from router.service.auth.keys import KeyFile


@pytest.fixture
def serve(make_router: Callable[..., Router], shop: Config) -> Iterator[Callable[..., TestClient]]:
    """Clients of services over items, ended after the test."""
    with ExitStack() as stack:

        def start(
            items: Iterable[Mapping[str, Any]],
            *,
            config: Config = shop,
            settings: ServiceSettings | None = None,
            authenticator: Authenticator | None = None,
        ) -> TestClient:
            core = ServiceCore(make_router(config, items), settings)
            app = create_app(core, authenticator)
            return stack.enter_context(
                TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
            )

        yield start


@pytest.fixture
def client(serve: Callable[..., TestClient]) -> TestClient:
    """A service over twelve items that everybody may see."""
    return serve([item(number) for number in range(12)])


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.json")


@pytest.fixture
def bearer(keys: KeyFile) -> Callable[..., dict[str, str]]:
    """Headers of a new key for a tenant, a role and groups."""

    def made(tenant: str | None = None, role: Role = Role.SEARCH, *groups: str) -> dict[str, str]:
        new = keys.add("someone", role, tenant=tenant, groups=frozenset(groups))
        return {"Authorization": f"Bearer {new.secret}"}

    return made


@pytest.fixture
def guarded(serve: Callable[..., TestClient], keys: KeyFile) -> Callable[..., TestClient]:
    """Services that take the keys of ``bearer`` and nothing else."""

    def start(items: Iterable[Mapping[str, Any]], **more: Any) -> TestClient:
        return serve(items, authenticator=Credentials(AuthSettings(keys=str(keys.path))), **more)

    return start
