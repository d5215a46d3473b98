"""Passkeys in a real browser, whose virtual authenticator stands for the person's finger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.accounts.entering import in_earnest
from tests.cast import REVIEWER
from tests.conftest import Site, axe_violations, dark_violations, serving
from tests.journeys.person import DESK, PHONE

pytestmark = pytest.mark.browser
OWN, PROVE = "/puna/llogaria/hyrja", "/hyrje/hapi-i-dyte"
FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def earnest(training: Site) -> Iterator[Site]:
    """No training site, under a name: a browser makes no key for a number."""
    site = in_earnest(training)
    with serving(site, "localhost"):
        yield site


@contextmanager
def entering(browser: Browser, site: Site, *, scripts: bool = True) -> Iterator[Page]:
    """Somebody who came by the link from their mail."""
    context = browser.new_context(viewport=DESK, java_script_enabled=scripts)
    secret = site.session_secret(REVIEWER, proven=False)
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": site.address}])
    yield context.new_page()
    context.close()


def finger(page: Page, **more: Any) -> tuple[Any, str]:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**FINGER, **more}})
    return devices, made["authenticatorId"]


def looks_well(page: Page, axe: str) -> None:
    for window in (PHONE, DESK):
        page.set_viewport_size(window)
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
        assert axe_violations(page, axe) == []
    assert dark_violations(page, axe) == []


def test_a_key_is_added_and_used(browser: Browser, earnest: Site, axe: str) -> None:
    with entering(browser, earnest) as page:
        devices, device = finger(page)
        page.goto(earnest.address + "/puna")
        assert page.url.startswith(earnest.address + PROVE)
        looks_well(page, axe)
        page.get_by_role("link", name="Shtoni një çelës").click()
        looks_well(page, axe)
        page.get_by_label("Si ta quajmë këtë çelës?").fill("Kompjuteri i zyrës")
        page.get_by_role("button", name="Shtoni çelësin").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kodet tuaja rezervë")
        assert page.locator(".codes code").count() == 10
        looks_well(page, axe)
        page.get_by_role("link", name="I ruajta, vazhdoni").click()
        page.goto(earnest.address + OWN)
        expect(page.get_by_text("Kompjuteri i zyrës", exact=True)).to_be_visible()
        looks_well(page, axe)
        made = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
        assert len(made) == 1

    with entering(browser, earnest) as page:
        devices, device = finger(page)
        for key in made:
            devices.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": key})
        page.goto(earnest.address + "/en/puna")
        looks_well(page, axe)
        page.get_by_role("button", name="Use your passkey").click()
        page.wait_for_url(f"{earnest.address}/en/puna")


def test_whom_the_device_does_not_know_gets_in_by_no_key(browser: Browser, earnest: Site) -> None:
    with entering(browser, earnest) as page:
        devices, device = finger(page)
        page.goto(earnest.address + OWN + "/celes")
        page.get_by_label("Si ta quajmë këtë çelës?").fill("Telefoni")
        devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.get_by_role("button", name="Shtoni çelësin").click()
        expect(page.get_by_text("Çelësi nuk u shtua", exact=False)).to_be_visible()
        page.goto(earnest.address + "/puna")
        assert page.url.startswith(earnest.address + PROVE)


def test_without_scripts_the_page_says_to_use_a_code(browser: Browser, earnest: Site, axe: str) -> None:
    with entering(browser, earnest, scripts=False) as page:
        page.goto(earnest.address + OWN + "/celes")
        expect(page.get_by_role("button", name="Shtoni çelësin")).to_be_hidden()
        page.get_by_role("link", name="Vendosni kodet në telefon").click()
        expect(page.get_by_role("img", name="Kodi QR për telefonin")).to_be_visible()
