"""What the privacy page says of cookies and of the reader's device is what the code does."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from pop_tracker.accounts.signing_in import SESSION_LIFE
from pop_tracker.app import create_app
from pop_tracker.monitoring.replies import proof
from pop_tracker.web import drafts
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.done import DONE_COOKIE, SECONDS
from pop_tracker.web.typed import CSRF_COOKIE
from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import open_round, write
from tests.plans.consultations import PHOTO, SAID, SLUG, picture
from tests.site.doors import EXAMPLES

ROOT = Path(__file__).parents[2]
WITH_FORMS = ("/adresa/", "/kujtesa/", "/hyrje", "/kontakt/te-dhena-personale", "/nenshkrim/", "/pergjigje/")


def named_on(page: str) -> set[str]:
    return set(re.findall(r"<li><code>([^<]+)</code>", page))


def cookies_of_the_code() -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/pop_tracker").rglob("*.py"))
    assert set(re.findall(r"\.set_cookie\(\s*(\w+)", source)) == {"cookie_name", "name", "proof"}
    named = set(re.findall(r"cookie_name\([\w.]+, (\w+|f\"\{NAME\}\{link\.id\}\")\)", source))
    assert named == {"SESSION_COOKIE", "CSRF_COOKIE", "DONE_COOKIE", 'f"{NAME}{link.id}"', "name"}
    return {SESSION_COOKIE, DONE_COOKIE, CSRF_COOKIE, proof.NAME + "…"}


def kept_by_the_scripts() -> set[str]:
    """What lies in localStorage, by what its names begin with; nothing else of the device is used."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "assets/js").glob("*.js"))
    assert not re.search(r"sessionStorage|indexedDB|caches\.|serviceWorker", scripts)
    assert "document.cookie" not in scripts
    assert f"LIFE = {drafts.DAYS} * 24 * 3600 * 1000" in scripts
    assert scripts.count("localStorage.setItem") == 2
    whole = set(re.findall(r'const PLACE = "([^"]+)"', scripts))
    return whole | {f"{prefix}…" for prefix in re.findall(r'const PREFIX = "([^"]+)"', scripts)}


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_privacy_page_lists_what_lies_on_the_device(real: Site, language: str) -> None:
    page = unescape(real.client().get(f"{language}/privatesia").text)
    assert named_on(page) == cookies_of_the_code() | kept_by_the_scripts()
    assert re.search(rf"\b{SESSION_LIFE.days} (ditë|days)\b", page)
    assert SECONDS == 60
    assert re.search(rf"\b{drafts.DAYS} (ditë|days)\. (Nëse vetëm|If you only)", page)
    assert re.search(rf"\b{proof.HOURS} (orë|hours)\b", page)
    assert ("a minute at most" if language else "më së shumti një minutë") in page


def test_over_https_it_calls_them_as_they_are_called_there(real: Site) -> None:
    app = create_app(replace(real.settings, base_url="https://kontrata.example"))
    app.app.app.state.database = real.database  # type: ignore[attr-defined]
    client: TestClient[Any] = TestClient(app, base_url="https://kontrata.example")
    page = unescape(client.get("/privatesia").text)
    prefixed = {"__Host-pop_csrf", "__Host-pop_session", "__Host-pop_done", "__Host-pop_reply_…"}
    assert named_on(page) == prefixed | kept_by_the_scripts()


def test_who_only_reads_gets_no_cookie(real: Site) -> None:
    client = real.client()
    for path in (path for paths in EXAMPLES.values() for path in paths):
        if not path.startswith(WITH_FORMS):
            assert "set-cookie" not in client.get(path).headers, path


def test_who_works_gets_those_and_no_other(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    answers = [client.get(path) for path in ("/hyrje", "/puna", f"/puna/raundet/{round_id}")]
    answers.append(write(training, client, f"/puna/raundet/{round_id}/vleresimet/1.2", "ruaj"))
    assert DONE_COOKIE in answers[-1].headers["set-cookie"]
    found = {line.split("=")[0] for answer in answers for line in answer.headers.get_list("set-cookie")}
    assert found | {SESSION_COOKIE} <= cookies_of_the_code()


def test_nor_by_the_pictures_on_a_page(training: Site) -> None:
    training.form(training.client(EDITOR), PHOTO, files={"file": ("foto.jpg", picture(size=(60, 40)), "")}, **SAID)
    page = f"/konsultimet/{SLUG}"
    (small,) = re.findall(r'src="(/konsultimet/[^"]+/e-vogel)"', training.client().get(page).text)
    for path in (page, small, small.removesuffix("/e-vogel")):
        answer = training.client().get(path)
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False), path
