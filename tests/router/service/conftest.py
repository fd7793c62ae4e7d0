"""Services over small worlds: real stores, a random space, the app in-process."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient
from world import item

from router import Config, Router
from router.service import Authenticator, ServiceCore, ServiceSettings, create_app


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
            return stack.enter_context(TestClient(app, raise_server_exceptions=False))

        yield start


@pytest.fixture
def client(serve: Callable[..., TestClient]) -> TestClient:
    """A service over twelve items that everybody may see."""
    return serve([item(number) for number in range(12)])
