"""Forms that no page of ours sent, or not to this session: nothing is done, the truth is said, nothing is lost."""

import re
from dataclasses import replace
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from pop_tracker.accounts.models import Organisation, person_by_email
from pop_tracker.accounts.signing_in import new_sign_in_link
from pop_tracker.app import create_app
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE
from pop_tracker.web.forgery import TOKEN
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import BASE_URL, Site

NEW = "/puna/organizatat/shtim"
NAME = "Organizata e re e provës"
FROM_HERE = {"Origin": BASE_URL, "Sec-Fetch-Site": "same-origin"}


def fields(token: str) -> dict[str, str]:
    return {TOKEN: token, "nonce": "n-1", "name": NAME, "short_name": "", "name_en": "", "source": "provë"}


def was_added(site: Site) -> bool:
    with site.database.reading() as session:
        return session.exec(select(Organisation.id).where(Organisation.name == NAME)).first() is not None


def token_of(client: TestClient[Any]) -> str:
    client.get("/dalje")
    return str(client.cookies[CSRF_COOKIE])


@pytest.mark.parametrize(
    "headers",
    [
        FROM_HERE,
        {"Origin": BASE_URL},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": f"{BASE_URL}{NEW}"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {},
    ],
    ids=str,
)
def test_what_a_page_of_ours_sends_is_taken_also_from_an_old_browser(training: Site, headers: dict[str, str]) -> None:
    client = training.client(COORDINATOR)
    assert client.post(NEW, data=fields(token_of(client)), headers=headers).status_code == 303
    assert was_added(training)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": BASE_URL, "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"{BASE_URL}.evil.example"},
        {"Origin": BASE_URL.replace("http", "https")},
        {"Origin": f"{BASE_URL}:8000"},
        {"Origin": "https://["},
        {"Referer": "https://evil.example/"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused_with_the_very_token(training: Site, headers: dict[str, str]) -> None:
    client = training.client(COORDINATOR)
    answer = client.post(NEW, data=fields(token_of(client)), headers=headers)
    assert answer.status_code == 403
    assert "Formulari nuk erdhi nga pop-tracker" in answer.text
    assert "Nuk keni leje" not in answer.text
    assert NAME not in answer.text
    assert not was_added(training)


def test_a_token_that_a_neighbour_planted_is_none_of_the_session(training: Site) -> None:
    """The attack: a stranger takes a token of their own, and a site below the same domain sets it as the cookie."""
    planted = token_of(training.client(EDITOR))
    anonymous = training.client()
    anonymous.get("/hyrje")
    for token in (planted, anonymous.cookies[CSRF_COOKIE]):
        victim = training.client(COORDINATOR)
        victim.cookies.set(CSRF_COOKIE, token, domain="testserver.local", path="/")
        assert victim.post(NEW, data=fields(token)).status_code == 403
        assert not was_added(training)


@pytest.mark.both
def test_a_token_of_another_session_is_told_as_that_and_what_was_typed_is_sent_again(training: Site) -> None:
    """As in a tab that was open since before signing in again."""
    client = training.client(COORDINATOR)
    old = token_of(client)
    client.cookies.set(SESSION_COOKIE, training.session_secret(COORDINATOR), domain="testserver.local", path="/")
    answer = client.post(NEW, data=fields(old), headers=FROM_HERE)
    assert answer.status_code == 403
    assert "Formulari nuk vlen më" in answer.text
    assert "Nuk keni leje" not in answer.text
    assert f'name="name" value="{NAME}"' in answer.text
    assert old not in answer.text
    fresh = client.cookies[CSRF_COOKIE]
    assert f'value="{fresh}"' in answer.text
    assert client.post(NEW, data=fields(fresh), headers=FROM_HERE).status_code == 303
    assert was_added(training)


def test_the_token_lives_as_long_as_the_session(training: Site) -> None:
    client = training.client(COORDINATOR)
    first = token_of(client)
    for _ in range(3):
        assert token_of(client) == first


@pytest.mark.both
def test_what_is_sent_after_the_session_ended_waits_for_signing_in(training: Site) -> None:
    client = training.client(COORDINATOR)
    token = token_of(client)
    other = training.client()
    other.cookies.set(SESSION_COOKIE, client.cookies[SESSION_COOKIE])
    assert training.form(other, "/dalje").status_code == 303
    answer = client.post(NEW, data=fields(token), headers=FROM_HERE)
    assert answer.status_code == 401
    assert f'name="name" value="{NAME}"' in answer.text
    assert 'href="/hyrje"' in answer.text
    assert not was_added(training)


def test_nobody_is_signed_in_as_somebody_else_from_another_site(training: Site) -> None:
    """With a link of the attacker's own; nor does a session that was planted before become the person's."""
    with training.database.writing() as session:
        person = person_by_email(session, EDITOR)
        assert person is not None
        link = f"/hyrje/{new_sign_in_link(session, person)}"
    victim, token = training.client(), token_of(training.client(COORDINATOR))
    for headers in ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}):
        assert victim.post(link, data={TOKEN: token}, headers=headers).status_code == 403
        assert SESSION_COOKIE not in victim.cookies
    victim.cookies.set(SESSION_COOKIE, "e-mbjellur", domain="testserver.local", path="/")
    victim.get(link)
    answer = victim.post(link, data={TOKEN: victim.cookies[CSRF_COOKIE]}, headers=FROM_HERE)
    assert answer.status_code == 303
    assert SESSION_COOKIE in answer.cookies
    assert answer.cookies[SESSION_COOKIE] != "e-mbjellur"


def test_before_anybody_signed_in_the_token_is_of_the_browser(training: Site) -> None:
    one, other = training.client(), training.client()
    one.get("/hyrje")
    other.get("/hyrje")
    sent = {TOKEN: one.cookies[CSRF_COOKIE], "email": EDITOR}
    assert other.post("/hyrje", data=sent).status_code == 403
    assert one.post("/hyrje", data=sent).status_code == 200


# --- hosts and cookies


@pytest.mark.parametrize("host", ["evil.example", "testserver.local.evil.example", "127.0.0.1", "[", "", "a b"])
def test_only_our_own_name_is_answered(training: Site, host: str) -> None:
    client = training.client()
    for path in ("/", "/en/kontratat", "/puna", "/static/manifest.json"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert answer.text == f"pop-tracker: {BASE_URL}\n"
        assert answer.headers["cache-control"] == "no-store"
    assert client.get("/", headers={"host": "testserver.local:8000"}).status_code == 200


def test_whoever_watches_the_machine_asks_it_by_number(training: Site) -> None:
    assert training.client().get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:9000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("192.168.1.7:8000", 200),
        ("evil.example", 421),
    ],
)
def test_a_site_on_ones_own_machine_is_answered_there(training: Site, host: str, status: int) -> None:
    app = create_app(replace(training.settings, base_url="http://127.0.0.1:8000"))
    app.app.app.state.database = training.database  # type: ignore[attr-defined]
    client: TestClient[Any] = TestClient(app, base_url="http://127.0.0.1:8000")
    assert client.get("/hyrje", headers={"host": host}).status_code == status


@pytest.mark.both
def test_over_https_the_cookies_are_bound_to_the_host(training: Site) -> None:
    """And one with the plain name, which a neighbour may set, lets nobody in."""
    site = Site(replace(training.settings, base_url="https://kontrata.example"), training.database)
    site._app = create_app(site.settings)
    site._app.app.app.state.database = training.database
    client = TestClient(site._app, base_url=site.settings.base_url)
    client.follow_redirects = False
    secret = site.session_secret(EDITOR)
    client.cookies.set(SESSION_COOKIE, secret)
    assert client.get("/puna").status_code == 303
    client.cookies.set(f"__Host-{SESSION_COOKIE}", secret)
    answer = client.get("/puna")
    assert answer.status_code == 200
    line = next(line for line in answer.headers.get_list("set-cookie"))
    assert line.startswith(f"__Host-{CSRF_COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(line.split("; "))
    assert "Domain" not in line
    token = client.cookies[f"__Host-{CSRF_COOKIE}"]
    left = client.post("/dalje", data={TOKEN: token})
    assert left.status_code == 303
    assert all("Secure" in line and "Path=/" in line for line in left.headers.get_list("set-cookie"))


# --- secrets in addresses


@pytest.mark.parametrize("path", ["/nenshkrim/nuk-ka", "/pergjigje/nuk-ka", "/hyrje/nuk-ka", "/en/hyrje/nuk-ka"])
def test_no_link_with_a_secret_goes_on_to_another_site(training: Site, path: str) -> None:
    """As the Referer of what is followed or loaded from there."""
    policy = training.client().get(path).headers["referrer-policy"]
    assert policy in ("no-referrer", "same-origin")
    assert "https://" not in re.sub(r"<(a|link)[^>]*>", "", training.client().get(path).text)
