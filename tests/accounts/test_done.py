"""What was done is said once, on the page that follows; and what was taken leaves the device."""

import re
import time
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler

from pop_tracker.web import done
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.done import DONE_COOKIE
from pop_tracker.web.seal import seal
from tests.cast import COORDINATOR, EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import main_of, words
from tests.plans.play import fields_of, item_id

WISH = "/puna/kujtesa"
ADD = "/puna/organizatat/shtim"
NEW = {"name": "Shoqata e Provës", "source": "Statuti."}
SAYS_NOTHING = {
    # Signing in and out, and the second step: the page itself shows who is there.
    "/hyrje/{token:str}",
    "/dalje",
    "/hyrje/hapi-i-dyte",
    "/puna/llogaria/hyrja/seancat/mbyllja",
    # Their own pages say what stands from then on.
    "/puna/raundet/{round_id:int}/vleresimi-im/dorezim",
    "/nenshkrim/{token:str}",
    # It says by when it is answered.
    "/kontakt/te-dhena-personale",
}


def said(html: str) -> str:
    found = re.search(r'<div class="was-done".*?</div>\s*</div>', main_of(html), re.S)
    return unescape(words(found[0])) if found else ""


def drafts_in(html: str) -> list[str]:
    return re.findall(r'data-draft="([0-9a-f]{32})"', html)


@pytest.mark.parametrize(("language", "message"), [("", "U ruajt."), ("/en", "Saved.")])
def test_what_was_saved_is_said_once(training: Site, language: str, message: str) -> None:
    client = training.client(EDITOR)
    answer = training.form(client, f"{language}{WISH}", often="never")
    there = answer.headers["location"]
    assert there == f"{language}{WISH}"
    other = client.get(f"{language}/puna").text
    assert said(other) == ""
    page = client.get(there)
    assert said(page.text) == message
    assert 'role="status"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert said(client.get(there).text) == ""


def test_it_is_good_for_a_minute(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = training.client(EDITOR)
    for later, message in ((done.SECONDS - 2, "U ruajt."), (done.SECONDS + 2, "")):
        there = training.form(client, WISH, often="never").headers["location"]
        with monkeypatch.context() as moved:
            moved.setattr(done, "time", SimpleNamespace(time=lambda later=later: time.time() + later))
            assert said(client.get(there).text) == message


def test_where_the_page_opens_further_down_the_keyboard_goes_on_there(training: Site) -> None:
    client, item = training.client(EDITOR), f"/puna/planet/shembull-2024/zerat/{item_id(training, '1.1.3')}"
    for path, fields in ((WISH, {"often": "never"}), (item, {**fields_of(training, item), "due": "2029"})):
        there, _, place = training.form(client, path, **fields).headers["location"].partition("#")
        page = client.get(there).text
        assert said(page) == "U ruajt."
        assert ("autofocus" in page) == (not place), path


def test_what_was_sent_back_as_it_was_is_not_called_saved(training: Site) -> None:
    client = training.client(EDITOR)
    for language, message in (("en", "U ruajt."), ("en", "Nuk ndryshuat asgjë: kështu ishte ruajtur.")):
        got = client.get("/puna/llogaria").text
        version = re.search(r'name="version" value="([^"]+)"', got)
        assert version
        answer = training.form(client, "/puna/llogaria", language=language, version=version[1])
        assert said(client.get(answer.headers["location"]).text) == message


def test_nobody_has_the_site_say_what_it_did_not_do(training: Site) -> None:
    client, other = training.client(EDITOR), training.client(SECOND_EDITOR)
    training.form(client, WISH, often="never")
    sealed = client.cookies[DONE_COOKIE]
    for word in (sealed, sealed[:-4] + "AAA=", "", "U ruajt.", seal(training.settings, "x")[:-1]):
        other.cookies.set(DONE_COOKIE, word)
        assert said(other.get(WISH).text) == "", word
    nobody = training.client()
    nobody.cookies.set(DONE_COOKIE, sealed)
    assert said(nobody.get("/metodologjia").text) == ""
    assert SESSION_COOKIE not in sealed
    assert "kujtesa" not in sealed


def test_a_form_sent_twice_is_answered_as_before(training: Site) -> None:
    client = training.client(COORDINATOR)
    answer = training.form(client, ADD, **NEW, nonce="njehere")
    assert answer.status_code == 303
    there = answer.headers["location"]
    assert said(client.get(there).text) == "Organizata u shtua."
    assert said(client.get(there).text) == ""
    again = client.post(ADD, data={"_csrf_token": client.cookies.get("pop_csrf", ""), **NEW, "nonce": "njehere"})
    assert again.headers["location"] == there  # sent twice, it was done once


def test_every_door_has_words_for_what_it_does(training: Site) -> None:
    silent = {
        sorted(handler.paths)[0]
        for route in training.app.app.app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and "POST" in handler.http_methods and not handler.opt["done"]
    }
    assert silent == SAYS_NOTHING


def test_a_copy_on_the_device_is_known_by_person_and_form_and_tells_neither(training: Site) -> None:
    client, other = training.client(COORDINATOR), training.client(COORDINATOR)
    (key,) = drafts_in(client.get(ADD).text)
    assert drafts_in(other.get(f"/en{ADD}").text) == [key]
    assert drafts_in(training.client(EDITOR).get("/puna/konsultimet/i-ri").text) != [key]
    assert f'name="_draft" value="{key}"' in client.get(ADD).text
    assert drafts_in(training.client().get("/hyrje").text) == []  # an address of mail is nobody's to keep


def test_the_copy_goes_where_it_was_taken_and_nowhere_else(training: Site) -> None:
    client = training.client(COORDINATOR)
    (key,) = drafts_in(client.get(ADD).text)
    refused = training.form(client, ADD, name="", source="", nonce="a", _draft=key)
    assert refused.status_code == 422
    assert drafts_in(refused.text) == [key]
    assert "data-draft-sent" in refused.text
    assert "data-draft-taken" not in refused.text
    sent: dict[str, Any] = {**NEW, "nonce": "b", "_draft": [key, "<script>", "0" * 31]}
    answer = training.form(client, ADD, **sent)
    page = client.get(answer.headers["location"]).text
    assert f'data-draft-taken="{key}"' in page
    assert "data-draft-taken" not in client.get(answer.headers["location"]).text
