"""What was typed stands in the answer whatever ends a form before its door: the session, the token, its size, a crash.

tests/site/test_faults.py asks the same where the database is away; tests/site/test_forgery.py who may send a form.
"""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from pop_tracker.database import Database
from pop_tracker.web import incoming, typed
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE
from pop_tracker.web.forgery import TOKEN
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import BASE_URL, Site
from tests.pages import main_of, words
from tests.site.all_forms import SentForm, every_form
from tests.site.doors import doors

TYPED = "Fjalë që dikush i shkroi me kujdes"
FROM_HERE = {"Origin": BASE_URL, "Sec-Fetch-Site": "same-origin"}
FROM_ELSEWHERE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
ORGANISATION = "/puna/organizatat/shtim"
FILE_FORM = "/puna/planet/shembull-2024/importi"


def addresses(site: Site, *, public: bool = True) -> list[str]:
    """Of every form there is with a token; `public`: also of those that nobody signs in for."""
    return [
        re.sub(r"\{.*?\}", "1", path.replace("{whose}", "candidate-1"))
        for method, path, opt in doors(site)
        if method == "POST" and (public or not opt.get("public")) and not opt.get("exclude_from_csrf")
    ]


def plain(client: TestClient[Any]) -> TestClient[Any]:
    """For a walk past all doors: their answers are built alike, and how they are is looked at once."""
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    client.event_hooks["response"].clear()
    return client


def token_of(client: TestClient[Any], page: str = "/dalje") -> str:
    client.get(page)
    return str(client.cookies[CSRF_COOKIE])


def back(answer: httpx.Response) -> dict[str, str]:
    """The fields of the form in the answer that would be sent again."""
    found = re.search(r'<main.*?<form class="form" method="post".*?</form>', answer.text, re.DOTALL)
    fields = re.findall(r'name="([^"]*)" value="([^"]*)"', found[0]) if found else []
    return {unescape(name): unescape(value) for name, value in fields}


def without_it(answers: dict[str, httpx.Response], status: int) -> list[str]:
    """Where the text is not there, to be read and in the form."""
    return [
        f"{address}: {answer.status_code}"
        for address, answer in answers.items()
        if answer.status_code != status or f"<p>{TYPED}</p>" not in answer.text or back(answer).get("fjale") != TYPED
    ]


def test_after_the_session_every_form_of_the_staff_gives_it_back(training: Site) -> None:
    client = training.client()
    client.cookies.set(SESSION_COOKIE, "e-mbaruar", domain="testserver.local", path="/")
    token = token_of(client, "/hyrje")
    sent = {TOKEN: token, "fjale": TYPED}
    client.post(ORGANISATION, data=sent, headers=FROM_HERE)
    plain(client)
    answers = {one: client.post(one, data=sent, headers=FROM_HERE) for one in addresses(training, public=False)}
    assert not without_it(answers, 401)
    answer = client.post(
        f"/en{ORGANISATION}", data=sent, headers={**FROM_HERE, "Referer": f"{BASE_URL}/en{ORGANISATION}"}
    )
    assert f'href="/en/hyrje?pas={ORGANISATION}" target="_blank"' in answer.text
    assert f'action="/en{ORGANISATION}"' in answer.text


def test_with_another_token_every_form_gives_it_back(training: Site) -> None:
    client = training.client(EDITOR)
    fresh = token_of(client)
    sent = {TOKEN: "e vjetër", "fjale": TYPED}
    client.post(ORGANISATION, data=sent, headers=FROM_HERE)
    plain(client)
    answers = {one: client.post(one, data=sent, headers=FROM_HERE) for one in addresses(training)}
    assert not without_it(answers, 403)
    assert {back(answer)[TOKEN] for answer in answers.values()} == {fresh}
    without = client.post(ORGANISATION, data={"fjale": TYPED}, headers=FROM_HERE)
    assert back(without)["fjale"] == TYPED


def lost(answer: httpx.Response, one: SentForm, status: int) -> list[str]:
    """The form's own words that the answer neither shows nor would send again."""
    if answer.status_code != status:
        return [f"{one.action}: {answer.status_code}"]
    sent_again = back(answer)
    return [f"{one.action}: {name}" for name, words in one.typed.items()
            if sent_again.get(name) != words or f"<p>{words}</p>" not in answer.text]  # fmt: skip


def test_each_form_of_the_staff_gives_its_own_fields_back(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their own names, some of which are other ones' secrets: an old token, a session that is over, a crash."""
    forms = every_form(training)
    assert len(forms) > 60
    clients = {one.who: plain(training.client(one.who)) for one in forms}
    tokens = {who: token_of(client) for who, client in clients.items()}
    missing = []
    for one in forms:
        sent = {**one.hidden, **one.typed, TOKEN: "e vjetër"}
        missing += lost(clients[one.who].post(one.action, data=sent, headers=FROM_HERE), one, 403)
    stranger = plain(training.client())
    stranger.cookies.set(SESSION_COOKIE, "e-mbaruar", domain="testserver.local", path="/")
    token = token_of(stranger, "/hyrje")
    for one in forms:
        sent = {**one.hidden, **one.typed, TOKEN: token}
        missing += lost(stranger.post(one.action, data=sent, headers=FROM_HERE), one, 401)

    def fault(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Database, "reading", fault)
    for one in forms:
        sent = {**one.hidden, **one.typed, TOKEN: tokens[one.who]}
        missing += lost(clients[one.who].post(one.action, data=sent, headers=FROM_HERE), one, 500)
    assert not missing, "\n".join(missing)


def test_each_cause_of_an_old_form_is_told_as_what_it_is(training: Site) -> None:
    sent = {TOKEN: "e vjetër", "fjale": TYPED}
    stranger, client = training.client(), training.client(EDITOR)
    told = {
        "cookie": stranger.post("/hyrje", data=sent, headers=FROM_HERE),
        "ose në një shfletues tjetër": stranger.post("/hyrje", data=sent, headers=FROM_HERE),
        "Tani keni hyrë si": client.post(ORGANISATION, data=sent, headers=FROM_HERE),
    }
    for cause, answer in told.items():
        assert [other for other in told if other in main_of(answer.text)] == [cause]


def test_what_is_too_long_comes_back_to_be_shortened(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the long text with it, as far as it was read on; only it cannot be sent again."""
    monkeypatch.setattr(incoming, "LARGEST_WORDS", 1000)
    client = training.client(EDITOR)
    sent = {TOKEN: token_of(client), "fjale": TYPED, "shume": "fjalë të shumta " * 100}
    client.post(ORGANISATION, data=sent, headers=FROM_HERE)
    plain(client)
    for address in addresses(training):  # no door is asked
        answer = client.post(address, data=sent, headers=FROM_HERE)
        assert answer.status_code == 413, address
        assert f"<p>{TYPED}</p>" in answer.text, address
        assert answer.text.count("fjalë të shumta") == 100, address
        assert "shumë i gjatë" in answer.text
        assert not back(answer)


def test_a_crash_gives_it_back(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = training.client(EDITOR)
    sent = {TOKEN: token_of(client), "fjale": TYPED}

    def fault(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Database, "reading", fault)
    plain(client)
    answers = {one: client.post(one, data=sent, headers=FROM_HERE) for one in addresses(training)}
    assert not without_it(answers, 500)


def test_where_sending_again_is_of_no_use_it_can_be_read(training: Site) -> None:
    """The thing is gone, or the person may not: their words are not."""
    client = training.client(EDITOR)
    sent = {TOKEN: token_of(client), "fjale": TYPED}
    here = {**FROM_HERE, "Referer": f"{BASE_URL}/puna"}
    for address, status in (("/puna/planet/nuk-ka/te-dhenat", 404), (ORGANISATION, 403)):
        answer = client.post(address, data=sent, headers=here)
        assert answer.status_code == status
        assert f"<p>{TYPED}</p>" in answer.text
        assert 'href="/puna" target="_blank"' in answer.text
        assert "Provoni:" not in answer.text, "and nothing follows"
        assert not back(answer)


def test_a_personal_link_that_is_over_gives_the_statement_back(training: Site) -> None:
    client = training.client()
    sent = {TOKEN: token_of(client, "/nenshkrim/nuk-ka"), "statement": TYPED}
    for address in ("/nenshkrim/nuk-ka/pergjigjja", "/pergjigje/nuk-ka/zotimi/1.1"):
        answer = client.post(address, data=sent, headers=FROM_HERE)
        assert answer.status_code == 404
        assert f"<p>{TYPED}</p>" in answer.text
        assert "nuk u ruajt" in answer.text
        assert "nuk u ruajt" not in client.get(address).text


# --- signing in meanwhile


@pytest.mark.both
def test_after_signing_in_it_is_sent_again_from_the_same_page(training: Site) -> None:
    """No script, one browser: the link was opened in another window."""
    client = training.client(COORDINATOR)
    token = token_of(client)
    fields = {TOKEN: token, "nonce": "n-7", "name": "Qendra e Provës", "short_name": "", "name_en": "", "source": TYPED}
    client.cookies.set(SESSION_COOKIE, "e-mbaruar", domain="testserver.local", path="/")
    over = client.post(ORGANISATION, data=fields, headers=FROM_HERE)
    assert over.status_code == 401
    client.cookies.set(SESSION_COOKIE, training.session_secret(COORDINATOR), domain="testserver.local", path="/")
    shown = client.post(ORGANISATION, data=back(over), headers=FROM_HERE)
    assert shown.status_code == 403
    with training.database.reading() as session:
        assert training.viewer(session, COORDINATOR).name in words(main_of(shown.text))
    assert "Nuk keni leje" not in shown.text
    assert client.post(ORGANISATION, data=back(shown), headers=FROM_HERE).status_code == 303
    assert client.post(ORGANISATION, data=back(shown), headers=FROM_HERE).status_code == 303
    assert client.get("/puna/organizatat").text.count("Qendra e Provës") == 1


def test_it_comes_back_in_its_order(training: Site) -> None:
    client = training.client(EDITOR)
    sent = {TOKEN: "e vjetër", **{f"f{number}": f"fjala numër {number}." for number in range(20)}}
    answer = client.post(ORGANISATION, data=sent, headers=FROM_HERE)
    assert re.findall(r"<p>fjala numër (\d+)\.</p>", answer.text) == [str(number) for number in range(20)]
    assert list(back(answer)) == list(sent)


def test_a_table_of_many_rows_comes_back_as_one(training: Site) -> None:
    client = training.client(EDITOR)
    table = "\n".join(f"rreshti {number};<b>" for number in range(5000))
    answer = client.post(ORGANISATION, data={TOKEN: "e vjetër", "table": table}, headers=FROM_HERE)
    assert f"<pre>{table.replace('<b>', '&lt;b&gt;')}</pre>" in answer.text
    assert back(answer)["table"] == table


def test_it_is_shown_to_nobody_but_in_this_very_answer(training: Site) -> None:
    """Another account in the same browser."""
    client = training.client(EDITOR)
    client.cookies.set(SESSION_COOKIE, "e-mbaruar", domain="testserver.local", path="/")
    assert TYPED in client.post(ORGANISATION, data={"fjale": TYPED}, headers=FROM_HERE).text
    client.cookies.set(SESSION_COOKIE, training.session_secret(COORDINATOR), domain="testserver.local", path="/")
    for page in ("/puna", ORGANISATION, "/hyrje"):
        assert TYPED not in client.get(page).text


# --- attacks


@pytest.mark.parametrize("headers", [FROM_ELSEWHERE, {"Origin": "null"}, {}, {"Sec-Fetch-Site": "none"}], ids=str)
def test_a_form_that_another_page_made_gets_neither_words_nor_token(training: Site, headers: dict[str, str]) -> None:
    """Whatever ends it; nor does a browser that does not say where it is from, without a token of its own."""
    client = training.client(EDITOR)
    plain(client)
    fresh = token_of(client)
    answers = [client.post(ORGANISATION, data={"fjale": TYPED, TOKEN: "tjetër"}, headers=headers)]
    answers.append(client.post("/puna/planet/nuk-ka/te-dhenat", data={"fjale": TYPED}, headers=headers))
    answers.append(client.post(ORGANISATION, data={"fjale": TYPED, "tepër": "x" * 1_100_000}, headers=headers))
    answers.append(client.post(ORGANISATION, content=b"fjale=%FF&f=" + TYPED.encode(), headers={**headers, **WORDS}))
    client.cookies.set(SESSION_COOKIE, "e-mbaruar", domain="testserver.local", path="/")
    answers.append(client.post(ORGANISATION, data={"fjale": TYPED}, headers=headers))
    assert [answer.status_code for answer in answers] == [403, 403, 413, 400, 401]
    for answer in answers:
        assert TYPED not in answer.text
        assert fresh not in answer.text


def test_a_token_that_comes_twice_is_none(training: Site) -> None:
    client = training.client(COORDINATOR)
    token = token_of(client)
    for first, second in ((token, "x"), ("x", token), (token, token)):
        body = f"{TOKEN}={first}&{TOKEN}={second}&name=Prove&source=prove".encode()
        answer = client.post(ORGANISATION, content=body, headers={**FROM_HERE, **WORDS})
        assert answer.status_code == 403
        assert answer.text.count(f'name="{TOKEN}"') == 1


def test_what_comes_back_is_words_and_never_markup(training: Site) -> None:
    client = training.client(EDITOR)
    evil = '"><script>alert(1)</script> dhe \x00 fjalë'
    sent = {TOKEN: "e vjetër", evil: evil, "action": "//evil.example", "file": evil}
    answer = client.post(ORGANISATION, data=sent, headers=FROM_HERE)
    assert "<script>alert" not in answer.text
    assert "\x00" not in answer.text
    assert f'action="{ORGANISATION}"' in answer.text
    named = {'f"><b>': ('a"><script>alert(1)</script>.pdf', b"x", "application/pdf")}
    answer = client.post(FILE_FORM, data={TOKEN: "e vjetër"}, files=named, headers=FROM_HERE)
    assert answer.status_code == 403
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/hyrje/hapi-i-dyte", {"code": "123456", "answer": "çelës i fshehtë", "typed": ""}),
        ("/puna/llogaria/hyrja/telefoni", {"code": "123456", "sealed": "sekreti i vulosur"}),
        ("/nenshkrim/sekreti-i-lidhjes", {"code": "123456", "statement": TYPED}),
        ("/pergjigje/sekreti-i-lidhjes/kodi", {"code": "123456", "vendi": "1.1"}),
    ],
)
def test_what_is_secret_is_not_given_back(training: Site, address: str, fields: dict[str, str]) -> None:
    client = training.client(EDITOR)
    answer = client.post(
        address, data={TOKEN: "e vjetër", **fields}, headers={**FROM_HERE, "Referer": BASE_URL + address}
    )
    assert answer.status_code == 403
    main = main_of(answer.text)
    for secret in ("123456", "fshehtë", "vulosur", "sekreti"):
        assert secret not in main
    assert set(back(answer)) == {TOKEN, *fields} - {"code", "answer", "sealed"} or address.endswith("hapi-i-dyte")


def test_what_goes_along_with_another_form_is_read_in_it(training: Site) -> None:
    """The session ended while the second step was asked for in the middle of a form."""
    client = training.client()
    packed = typed.packed(typed.Typed([("fjale", TYPED)], [TYPED], {}), ORGANISATION)
    answer = client.post("/hyrje/hapi-i-dyte", data={"typed": packed, "code": "123456"}, headers=FROM_HERE)
    assert answer.status_code == 401
    assert f"<p>{TYPED}</p>" in answer.text
    assert back(answer)["typed"] == packed
    assert "123456" not in answer.text


@pytest.mark.parametrize(
    "carried",
    [
        "",
        "fjalë",
        "[1]",
        "{}",
        "null",
        "[" * 100_000,
        '{"where": "", "fields": [["fjale"]], "files": {}}',
        '{"where": "", "fields": [["fjale", "dy fjalë"]], "files": []}',
        '{"where": "", "fields": null, "files": {"f": 1}}',
    ],
    ids=lambda carried: carried[:40] or "empty",
)
def test_what_goes_along_may_be_anything(training: Site, carried: str) -> None:
    sent = {"typed": carried, "fjale": TYPED}
    answer = training.client().post("/hyrje/hapi-i-dyte", data=sent, headers=FROM_HERE)
    assert answer.status_code == 401
    assert f"<p>{TYPED}</p>" in answer.text


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example"])
def test_the_page_before_is_none_that_leads_elsewhere(training: Site, path: str) -> None:
    """A browser reads two strokes as another host."""
    client = training.client(EDITOR)
    headers = {**FROM_HERE, "Referer": BASE_URL + path}
    answer = client.post(
        "/puna/planet/nuk-ka/te-dhenat", data={TOKEN: token_of(client), "fjale": TYPED}, headers=headers
    )
    assert f"<p>{TYPED}</p>" in answer.text
    assert "evil" not in answer.text


def test_what_a_page_carries_for_itself_is_sent_again_and_not_shown(training: Site) -> None:
    client, carried = training.client(EDITOR), "a" * 64 + ":foto e sheshit.jpg"
    answer = client.post(ORGANISATION, data={TOKEN: "e vjetër", "fjale": TYPED, "file": carried}, headers=FROM_HERE)
    assert back(answer)["file"] == carried
    assert f"<p>{carried}</p>" not in answer.text


# --- bodies


WORDS = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = "multipart/form-data; boundary=kufi"


def part(name: bytes, value: bytes, more: bytes = b"") -> bytes:
    return b'--kufi\r\nContent-Disposition: form-data; name="' + name + b'"' + more + b"\r\n\r\n" + value + b"\r\n"


SPEAKS = part(b"fjale", TYPED.encode())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PARTS, SPEAKS + part(b"email", b"\xff\xfe") + b"--kufi--\r\n"),
        (
            PARTS,
            SPEAKS + part(b"email", b"x", b"\r\nContent-Type: text/plain; charset=punycode") + part(b"e", b"\xe2("),
        ),
        (PARTS, SPEAKS + part(b"\xff", b"x") + b"--kufi--\r\n"),
        (PARTS, SPEAKS + part(b"email", b"x")),  # without its end
        (PARTS, SPEAKS + b"--kufi\nprishur"),
        (PARTS, SPEAKS + b"--kufi\r\nX: " + b"x" * 5000 + b"\r\n\r\n"),
        (PARTS, SPEAKS + b"".join(part(b"f%d" % number, b"x") for number in range(1100)) + b"--kufi--\r\n"),
        (WORDS["Content-Type"], b"fjale=" + TYPED.encode() + b"&email=%FF%FE"),
        (WORDS["Content-Type"], b"fjale=" + TYPED.encode() + b"&email=\xff"),
        (WORDS["Content-Type"], b"fjale=" + TYPED.encode() + b"&a=b" * 1100),
    ],
)
def test_a_body_that_cannot_be_read_is_told_and_its_words_come_back(training: Site, kind: str, body: bytes) -> None:
    answer = training.client().post("/hyrje", content=body, headers={**FROM_HERE, "Content-Type": kind})
    assert answer.status_code in (400, 413)
    assert f"<p>{TYPED}</p>" in answer.text
    assert '<p class="lead">' in answer.text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", SPEAKS, 400),
        ("multipart/form-data; boundary=", SPEAKS, 400),
        ('multipart/form-data; boundary="\n"', SPEAKS, 400),
        (PARTS, b"fjale=x", 400),
        ("application/json", b'{"email": "x"}', 415),
        ("text/plain", b"email=x", 415),
        ("", b"email=x", 415),
        ("application/x-www-form-urlencoded; charset=utf-7", b"email=x", 403),
        (WORDS["Content-Type"], b"", 403),
        (PARTS, b"", 403),
    ],
)
def test_what_is_no_form_is_told_so(training: Site, kind: str, body: bytes, status: int) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = training.client().post("/hyrje", content=body, headers={**FROM_HERE, **headers})
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_signs_that_nobody_types_are_refused_at_their_field(training: Site) -> None:
    client = training.client()
    body = (
        part(TOKEN.encode(), token_of(client, "/hyrje").encode())
        + part(b"email", b"a\x00b@c.example")
        + b"--kufi--\r\n"
    )
    answer = client.post("/hyrje", content=body, headers={**FROM_HERE, "Content-Type": PARTS})
    assert answer.status_code == 422
    assert "\x00" not in answer.text


def test_letters_arrive_as_they_were_sent_also_unescaped(training: Site) -> None:
    client = training.client()
    body = f"{TOKEN}={token_of(client, '/hyrje')}&email=ë ç".encode()
    answer = client.post("/hyrje", content=body, headers={**FROM_HERE, **WORDS})
    assert answer.status_code == 422
    assert 'value="ë ç"' in answer.text


@pytest.mark.parametrize("is_first", [True, False], ids=["before the file", "behind the file"])
def test_a_file_that_is_too_large_says_the_limit_and_keeps_the_words(training: Site, is_first: bool) -> None:
    client = training.client(EDITOR)
    spoken = [("fjale", (None, TYPED))]
    file: list[tuple[str, Any]] = [("file", ("plani i bashkisë.xlsx", b"x" * (12 * 1024**2 + 1)))]
    parts = [(TOKEN, (None, token_of(client))), *(spoken + file if is_first else file + spoken)]
    answer = client.post(FILE_FORM, files=parts, headers=FROM_HERE)
    assert answer.status_code == 413
    assert "12 MB" in answer.text
    assert back(answer)["fjale"] == TYPED
    assert "plani i bashkisë.xlsx" in answer.text
    assert " required" not in main_of(answer.text)
