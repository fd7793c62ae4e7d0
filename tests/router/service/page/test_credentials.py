"""Asking a service that knows who may ask, with real keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_tab import Tab
from playwright.sync_api import Page
from running import on_a_port
from world import item

from router import Config, Router
from router.service import Role, ServiceCore, create_app
from router.service.auth import AuthSettings
from router.service.auth.credentials import Credentials
from router.service.auth.keys import KeyFile, NewKey

OpenTab = Callable[..., Tab]
KEPT = "() => [JSON.stringify(localStorage), document.cookie, sessionStorage.length]"


@pytest.fixture
def key(keys: KeyFile) -> NewKey:
    """Of somebody of the tenant acme, who may search."""
    return keys.add("ada", Role.SEARCH, tenant="acme")


@pytest.fixture
def guarded_site(make_router: Callable[..., Router], shop: Config, keys: KeyFile) -> Iterator[str]:
    """A shop with an item for everybody and one of acme's, for whoever has a key."""
    items = [item(4, sku="S-1"), item(5, sku="S-1", access={"tenant": "acme"})]
    core = ServiceCore(make_router(shop, items))
    known = Credentials(AuthSettings(keys=str(keys.path)))
    with on_a_port(create_app(core, known)) as address:
        yield address


def enter(page: Page, secret: str) -> None:
    """In the dialog that is open."""
    page.fill("#secret", secret)
    page.click("text=Use it")


def refused(tab: Tab, says: str) -> None:
    """The page says so, and the browser notes the status of the answer."""
    tab.page.wait_for_selector(f"#form-problem:has-text('{says}')")
    assert all("401" in complaint for complaint in tab.complaints)
    assert tab.complaints
    tab.complaints.clear()


def test_a_key_is_asked_for_refused_or_used_and_kept_in_the_tab_alone(
    open_tab: OpenTab, guarded_site: str, key: NewKey, keys: KeyFile, tmp_path: Path
) -> None:
    tab = open_tab(at=guarded_site)
    page = tab.page
    page.goto(guarded_site)
    refused(tab, "This service asks who you are")
    page.click("text=Enter a credential")
    enter(page, f"{key.secret}x")
    refused(tab, "Your credential was not accepted")
    tab.keep("credential-refused")
    page.click("text=Enter a credential")
    enter(page, key.secret)
    page.wait_for_selector("#context [data-type]", state="attached")
    assert page.is_hidden("#form-problem")
    with page.expect_request("**/v1/search") as asked:
        tab.ask(words="text of item 5", sku="S-1")
    assert asked.value.headers["authorization"] == f"Bearer {key.secret}"
    cards = page.eval_on_selector_all(".card", "all => all.map(card => card.dataset.id)")
    assert sorted(cards) == ["item-004", "item-005"]
    assert page.evaluate(KEPT) == ["{}", "", 1]
    assert key.secret not in page.content()

    page.reload()
    page.wait_for_selector("#context [data-type]", state="attached")
    other = open_tab(at=guarded_site)
    other.page.goto(guarded_site)
    refused(other, "This service asks who you are")

    keys.revoke(key.key.id)
    tab.page.fill("#words", "juice")
    tab.page.click("button.primary")
    tab.page.wait_for_selector("#items [role=alert]:has-text('Your credential was not accepted')")
    tab.complaints.clear()


def test_a_key_shows_what_it_may_see_and_no_more(
    open_tab: OpenTab, guarded_site: str, keys: KeyFile
) -> None:
    tab = open_tab(at=guarded_site)
    tab.page.goto(guarded_site)
    tab.page.click("#credential")
    enter(tab.page, keys.add("bob", Role.SEARCH, tenant="globex").secret)
    tab.page.wait_for_selector("#context [data-type]", state="attached")
    page = tab.ask(words="text of item 5", sku="S-1")
    assert page.locator(".card").get_attribute("data-id") == "item-004"
    assert "item-005" not in page.content()
    page.goto(f"{guarded_site}/telemetry")
    page.wait_for_selector("#problem:has-text('Your credential does not allow this')")
    tab.complaints.clear()
