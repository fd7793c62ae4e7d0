"""A service over a router in this process, and what its searches and ``/readyz`` answer."""

from starlette.testclient import TestClient

from router import Router
from router.service import ServiceCore, create_app

QUESTION = {"text": "text of item 3", "claims": {"sku": "S-1"}}
"""In the world's shop, items 4 and 5 answer it."""


def client_of(router: Router) -> TestClient:
    app = create_app(ServiceCore(router))
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def ready(client: TestClient) -> tuple[int, dict[str, str]]:
    """Status, and why parts are not ready."""
    done = client.get("/readyz")
    parts = done.json()["parts"]
    return done.status_code, {each["part"]: each["why"] for each in parts if not each["ready"]}


def settled(client: TestClient) -> tuple[int, dict[str, str]]:
    """``ready``, once nothing is loading any more."""
    for _ in range(3000):
        status, why = ready(client)
        if "loading" not in why.values():
            return status, why
    raise AssertionError(f"still loading: {why}")


def found(client: TestClient) -> set[str]:
    done = client.post("/v1/search", json=QUESTION)
    assert done.status_code == 200, done.text
    return {each["id"] for each in done.json()["items"]}
