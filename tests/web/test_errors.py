"""What a reader gets when something goes wrong."""

import hashlib
import hmac
import logging
import re
from typing import Any

import pytest
from litestar import get
from litestar.params import FromPath
from litestar.testing import TestClient

from pop_tracker import app as app_module
from pop_tracker.accounts.pages import guards
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from pop_tracker.web.typed import CSRF_COOKIE, TOKEN
from tests import cast
from tests.conftest import Site


@get("/prove/{what:str}", opt=guards.PUBLIC, sync_to_thread=True)
def trouble(what: FromPath[str]) -> str:
    raise {
        "refusal": Refusal("Më së shumti %(most)d.", most=3),
        "forbidden": Forbidden("Këtë e bën vetëm koordinatori."),
        "stale": Stale("Kjo u ndryshua ndërkohë", {}),
        "missing": Missing(),
        "crash": ZeroDivisionError("sekret i brendshëm"),
    }[what]


class TroubledRoom:
    HANDLERS = (trouble,)


@pytest.fixture
def troubled(training: Site, monkeypatch: pytest.MonkeyPatch) -> TestClient[Any]:
    monkeypatch.setattr(app_module, "ROOMS", (*app_module.ROOMS, TroubledRoom))
    training._app = app_module.create_app(training.settings)
    training._app.app.app.state.database = training.database
    return training.client()


@pytest.mark.parametrize(
    ("what", "status"), [("refusal", 422), ("forbidden", 403), ("stale", 409), ("missing", 404), ("crash", 500)]
)
def test_each_has_its_page_in_both_languages_and_is_never_kept(
    troubled: TestClient[Any], what: str, status: int
) -> None:
    albanian, english = troubled.get(f"/prove/{what}"), troubled.get(f"/en/prove/{what}")
    for answer in (albanian, english):
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-store"
    heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
    (one,), (other,) = heading.findall(albanian.text), heading.findall(english.text)
    assert one != other


def test_a_refusal_says_why(troubled: TestClient[Any]) -> None:
    assert "Më së shumti 3." in troubled.get("/prove/refusal").text


def test_a_crash_shows_a_reference_that_is_in_the_log_and_nothing_else(
    troubled: TestClient[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "pop_tracker"):
        shown = troubled.get("/prove/crash").text
    [record] = [record for record in caplog.records if "crash" in record.getMessage()]
    # The pattern of the address: a secret may stand in the address itself.
    reference = re.search(r"crash (\w+) at GET /prove/\{what:str\}", record.getMessage())
    assert reference
    assert reference[1] in shown
    assert record.exc_info
    assert "sekret" not in shown
    assert "Traceback" not in shown


def test_an_unknown_page_helps_on(training: Site) -> None:
    answer = training.client().get("/bashkite/askund")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text
    assert 'href="/en"' in training.client().get("/en/bashkite/askund").text


def test_a_stranger_is_shown_where_to_sign_in_and_led_back(training: Site) -> None:
    client = training.client()
    answer = client.get("/puna")
    assert (answer.status_code, answer.headers["location"]) == (303, "/hyrje?pas=/puna")
    assert client.get("/en/puna").headers["location"].startswith("/en/hyrje?pas=")


def test_a_form_without_its_token_is_refused(training: Site) -> None:
    client = training.client(cast.COORDINATOR)
    answer = client.post("/puna/organizatat/shtim", data={"name": "E re", "source": "provë"})
    assert answer.status_code == 403


def test_another_method_is_405(training: Site) -> None:
    assert training.client().delete("/bashkite").status_code in (403, 405)
    assert training.client().request("OPTIONS", "/nuk-ka").status_code == 404


def test_the_interface_for_programs_answers_in_json(training: Site) -> None:
    answer = training.client().get("/api/v1/contracts/nuk-ka")
    assert answer.status_code == 404
    assert answer.json()["error"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/bashkite/%00", "/bashkite/%ff", "/kontratat/" + "a" * 5000, "/zotimet?q=%00%ff"])
def test_odd_addresses_are_no_crash(training: Site, path: str) -> None:
    assert training.client().get(path).status_code < 500


def test_after_the_key_was_changed_a_browser_is_refused_once_and_gets_another_token(training: Site) -> None:
    client = training.client()
    token = "0" * 64 + hmac.new(b"the key before", b"form", hashlib.sha256).hexdigest()
    client.cookies.set(CSRF_COOKIE, token, domain="testserver.local", path="/")
    fields = {TOKEN: token, "email": "dikush@askush.example"}
    assert client.post("/hyrje", data=fields).status_code == 403
    assert training.form(client, "/hyrje", email="dikush@askush.example").status_code == 200


def test_a_form_from_elsewhere_takes_no_token_away(training: Site) -> None:
    client = training.client()
    client.get("/hyrje")
    answer = client.post("/hyrje", data={TOKEN: "tjetër", "email": "dikush@askush.example"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
