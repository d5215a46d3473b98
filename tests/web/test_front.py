"""The front door: languages, static files, security headers."""

from dataclasses import replace
from typing import Any

import pytest
from litestar.testing import TestClient

from pop_tracker.app import create_app
from pop_tracker.settings import Settings
from pop_tracker.web.front import FrontDoor
from tests.conftest import Site


def test_every_answer_forbids_scripts_from_elsewhere_and_framing(training: Site) -> None:
    client = training.client()
    for path in ("/", "/nuk-ka", "/puna", "/en"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_https_is_insisted_on_where_the_site_has_it(training: Site) -> None:
    assert "strict-transport-security" not in training.client().get("/").headers
    training._app = create_app(replace(training.settings, base_url="https://zotimet.example"))
    training._app.app.app.state.database = training.database
    assert "max-age" in training.client().get("/").headers["strict-transport-security"]


def test_english_is_the_same_page_under_en(training: Site) -> None:
    client = training.client()
    for path in ("/", "/bashkite"):
        albanian, english = client.get(path), client.get("/en" if path == "/" else f"/en{path}")
        assert (albanian.status_code, english.status_code) == (200, 200)
        assert albanian.headers["content-language"] == "sq"
        assert english.headers["content-language"] == "en"
        assert '<html lang="sq"' in albanian.text
        assert '<html lang="en"' in english.text


def test_the_other_language_is_asked_the_same_in_one_order(training: Site) -> None:
    """Or one page has many addresses, and which of them it links to is chance."""
    asked = "?bashkia=c&lloji=d&lloji=f&njesia=e&q=b&rendit=g&statusi=a"
    assert f'href="/en/kontakt{asked.replace("&", "&amp;")}"' in training.client().get(f"/kontakt{asked}").text


def test_a_path_that_only_begins_like_english_is_none(training: Site) -> None:
    assert training.client().get("/energjia").headers["content-language"] == "sq"


class TestStatic:
    @pytest.fixture(scope="class")
    def door(self) -> FrontDoor:
        async def nobody(*_: object) -> None:
            raise AssertionError("static files need no application")

        return FrontDoor(nobody, Settings())

    def test_there_are_some(self, door: FrontDoor) -> None:
        assert any(name.endswith(".css") for name in door.static)
        assert any(name.endswith(".js") for name in door.static)

    def test_text_is_precompressed(self, door: FrontDoor) -> None:
        for name, variants in door.static.items():
            if name.endswith((".css", ".js", ".svg")):
                assert {b"", b"gzip", b"br"} <= variants.keys(), name

    def test_they_never_change(self, training: Site) -> None:
        client = training.client()
        name = next(iter(training.app.static))
        answer = client.get(f"/static/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert client.head(f"/static/{name}").content == b""

    @pytest.mark.parametrize("path", ["nuk-ka.css", "../settings.py", "%2e%2e/settings.py", "", "manifest.json"])
    def test_nothing_else_is_sent(self, training: Site, path: str) -> None:
        assert training.client().get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("address", ["/en//elsewhere.example", "//elsewhere.example"])
def test_an_address_with_two_slashes_links_to_no_other_site(training: Site, address: str) -> None:
    client = training.client()
    answer = client.get(f"{client.base_url}{address}")  # or it would be taken for another host
    assert answer.status_code == 404
    assert '"//' not in answer.text


def test_a_served_site_has_made_its_first_pages_before_anyone_asks(training: Site) -> None:
    app: Any = create_app(training.settings, is_served=True)
    with TestClient(app):
        assert {(key[0], key[2]) for key in app.app.kept} == {("/zotimet", "sq"), ("/zotimet", "en")}
