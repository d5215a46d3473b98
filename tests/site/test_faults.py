"""What breaks under the site is told with 503, when to come again and what was typed; nothing is kept by half, and it
is well again by itself."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from pop_tracker import verification
from pop_tracker.database import Database, Patience, StandsBy, in_one_line, is_away
from pop_tracker.web.i18n import words
from pop_tracker.web.typed import CSRF_COOKIE, TOKEN
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, REVIEWER
from tests.conftest import BASE_URL, Site
from tests.site.doors import doors
from tests.site.outages import cut_at_commit

TYPED = "Fjalë që dikush i shkroi me kujdes"
ORGANISATION = "/puna/organizatat/shtim"
SECRET = ("/adresa/1", "/hyrje/1", "/kujtesa/1", "/nenshkrim/1", "/pergjigje/1")
"""Addresses of personal links: they stand in no page, which is at the same address."""
NOBODY_IS_THERE = ["sqlite:////nuk/ka/dosje/pop-tracker.sqlite3", "postgresql://postgres@127.0.0.1:9/pop_tracker"]


@contextmanager
def instead(site: Site, database: Database) -> Iterator[None]:
    """The application has another database meanwhile."""
    state = site.app.app.app.state
    before, state.database = state.database, database
    try:
        yield
    finally:
        state.database = before
        database.dispose()


def forms(site: Site) -> list[str]:
    """Every form's address."""
    found = [
        re.sub(r"\{.*?\}", "1", path.replace("{whose}", "candidate-1"))
        for method, path, _ in doors(site)
        if method == "POST"
    ]
    return sorted(found, key="/dalje".__eq__)  # who left passes no door any more


def someone_gets_it_back(clients: list[TestClient[Any]], address: str) -> list[str]:
    """What is wrong for the first of them who may pass the door."""
    faults = []
    for client in clients:
        faults = is_given_back(client, address)
        if faults != [f"{address}: 403"]:
            break
    return faults


def is_given_back(client: TestClient[Any], address: str) -> list[str]:
    """What is wrong with the answer to a form that nobody could take."""
    client.get("/kontakt")
    token = client.cookies[CSRF_COOKIE]
    # With these every form is well enough filled in to ask the database.
    fields = {
        TOKEN: token,
        "fjale": TYPED,
        "email": "dikush@askush.example",
        "number": "1",
        "reason": TYPED,
        "names": TYPED,
        "often": "daily",
    }
    answer = client.post(address, data=fields)
    if answer.status_code != 503:
        return [f"{address}: {answer.status_code}"]
    wanted = {
        "when to come again": answer.headers.get("retry-after") == "5",
        "what was typed": f'name="fjale" value="{TYPED}"' in answer.text,
        "the typed words to read": f"<p>{TYPED}</p>" in answer.text,
        "its token": f'value="{token}"' in answer.text,
        "its address": f'action="{"?" if address.startswith(SECRET) else address}"' in answer.text,
        "that nothing was saved": "Ajo që dërguat nuk u ruajt." in answer.text,
    }
    return [f"{address}: without {what}" for what, is_there in wanted.items() if not is_there]


@pytest.fixture
def clients(training: Site) -> list[TestClient[Any]]:
    """Between them they may pass every door."""
    people = [training.client(email) for email in (EDITOR, REVIEWER, COORDINATOR, OTHER_BOTH)]
    for client in people:
        client.get("/dalje")  # has a form, and so its token
    return people


@pytest.mark.parametrize("url", NOBODY_IS_THERE)
def test_every_form_is_given_back_when_there_is_no_database(
    training: Site, clients: list[TestClient[Any]], url: str
) -> None:
    with instead(training, Database(url, patience=Patience(connect=2))):
        faults = [fault for address in forms(training) for fault in someone_gets_it_back(clients, address)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_every_form_is_given_back_when_nobody_may_write(training: Site, clients: list[TestClient[Any]]) -> None:
    """SQLite locks as a whole; what PostgreSQL locks, and how long that is waited for, is in test_bursts."""
    with (
        sa.create_engine(training.settings.url).connect() as other,
        instead(training, Database(training.settings.url, patience=Patience(lock=0.01))),
    ):
        other.exec_driver_sql("BEGIN IMMEDIATE")
        faults = [fault for address in forms(training) for fault in someone_gets_it_back(clients, address)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("url", NOBODY_IS_THERE)
def test_readers_go_on_with_the_pages_that_are_kept(training: Site, url: str) -> None:
    reader = training.client()
    kept = reader.get("/kontratat/shembull-2023")
    with instead(training, Database(url, patience=Patience(connect=2))):
        assert reader.get("/kontratat/shembull-2023").text == kept.text
        answer = reader.get("/zotimet?q=dicka")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert words("sq").gettext("Provoni përsëri") in answer.text
        assert "ende bosh" not in answer.text
        assert "Try again in a moment" in reader.get("/en/zotimet?q=dicka").text
        answer = reader.get("/api/v1/commitments?q=dicka")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["error"]
        assert reader.get("/healthz").status_code == 503
    assert reader.get("/zotimet?q=dicka").status_code == 200
    assert reader.get("/healthz").status_code == 200


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_full_disk_loses_neither_what_was_typed_nor_what_was_taken(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = "/puna/organizatat/shtim"
    database = Database(training.settings.url)

    def full(connection: Any, _: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", full)
    taken = []
    with instead(training, database):
        for number in range(60):
            fields = {"name": f"Organizata {number}", "source": TYPED * 20, "nonce": f"n{number}"}
            answer = training.form(client, where, **fields)
            if answer.status_code == 503:
                break
            assert answer.status_code == 303
            taken.append(fields["name"])
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert TYPED * 20 in answer.text
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        kept = session.scalars(sa.text("SELECT name FROM organisation")).all()
    assert {name for name in kept if name.startswith("Organizata ") and name[-1].isdigit()} == set(taken)
    again = training.form(client, where, **fields)
    assert again.status_code == 303


@pytest.mark.both
@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
@pytest.mark.parametrize(
    ("said", "link"),
    [
        (f"{BASE_URL}{ORGANISATION}?x=1&y=2", f"{ORGANISATION}?x=1&amp;y=2"),
        ("https://tjeter.example/puna", None),
        (f"{BASE_URL}//tjeter.example/puna", None),
        (f"{BASE_URL}/\\tjeter.example/puna", None),
        (f"{BASE_URL}/\t/tjeter.example/puna", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_a_connection_lost_while_committing_is_told_as_that(training: Site, said: str, link: str | None) -> None:
    """Nobody can say whether it was kept: so the page says where to look."""
    client = training.client(COORDINATOR)
    client.get(ORGANISATION)
    fields = {TOKEN: client.cookies[CSRF_COOKIE], "nonce": "n-1", "name": TYPED, "source": "provë", "short_name": "",
              "name_en": "", "municipalities": "1"}  # fmt: skip
    with cut_at_commit(training):
        answer = client.post(ORGANISATION, data=fields, headers={"Referer": said, "Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers.get("retry-after")) == (503, "5")
    assert "ndoshta u ruajt, ndoshta jo" in answer.text
    assert "Ajo që dërguat nuk u ruajt." not in answer.text
    assert TYPED in answer.text
    assert re.findall(r'<a href="([^"]*)" target="_blank">Faqja nga', answer.text) == ([link] if link else [])


# --- to whom what was typed is given back


def refused(training: Site, status: int, **headers: str) -> str:
    client = training.client()
    client.get("/hyrje")
    fields = {TOKEN: client.cookies[CSRF_COOKIE], "email": "dikush@askush.example", "fjale": TYPED}
    with instead(training, Database(NOBODY_IS_THERE[0])):
        answer = client.post("/hyrje", data=fields, headers=headers)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver.local"}, {"Origin": "null"}],
    ids=str,
)
def test_it_comes_back_to_our_own_page(training: Site, headers: dict[str, str]) -> None:
    assert TYPED in refused(training, 503, **headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://tjeter.example"},
        {"Origin": "https://["},
    ],
    ids=str,
)
def test_it_comes_back_to_no_other(training: Site, headers: dict[str, str]) -> None:
    assert TYPED not in refused(training, 403, **headers)


def test_a_forged_form_is_handed_no_token(training: Site) -> None:
    client = training.client()
    client.get("/hyrje")
    token = client.cookies[CSRF_COOKIE]
    with instead(training, Database(NOBODY_IS_THERE[0])):
        answer = client.post("/hyrje", data={"email": "dikush@askush.example", "fjale": TYPED})
    assert token not in answer.text
    assert TYPED not in answer.text


def test_files_are_named_and_must_be_chosen_again(training: Site) -> None:
    client = training.client(EDITOR)
    client.get("/dalje")
    with instead(training, Database(NOBODY_IS_THERE[0])):
        answer = client.post(
            "/puna/planet/1/importi",
            data={TOKEN: client.cookies[CSRF_COOKIE], "fjale": TYPED},
            files={"file": ("plani i bashkisë.xlsx", b"x" * 2000)},
        )
    assert answer.status_code == 503
    assert "plani i bashkisë.xlsx" in answer.text
    assert 'enctype="multipart/form-data"' in answer.text
    assert re.search(r'<input [^>]*type="file"[^>]* name="file" required', answer.text)
    assert TYPED in answer.text


# --- what is a fault of ours stays one


def test_a_table_that_is_not_there_is_no_busy_database(unmigrated: Site) -> None:
    client = unmigrated.client()
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    assert client.get("/zotimet").status_code == 500


@pytest.mark.both
def test_the_log_says_why_without_the_words_of_anyone(training: Site) -> None:
    """PostgreSQL tells a row that is there twice with what stands in it, and a statement with its text."""
    twice = sa.text("UPDATE organisation SET slug = :words")
    unknown = sa.text("INSERT INTO nuk_ka VALUES (:words)")
    for statement in (twice, unknown):
        with pytest.raises(DBAPIError) as told, training.database.writing() as session:
            session.connection().execute(statement, {"words": TYPED})
        line = in_one_line(told.value)
        assert len(line) > 10
        assert TYPED not in line
        assert not {"INSERT", "UPDATE"} & set(line.split())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_a_full_disk_is_full_whoever_says_it(number: int) -> None:
    assert is_away(OSError(number, "gone"))
    assert not is_away(OSError(errno.ENOENT, "no such file"))


@pytest.mark.both
@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_server_that_has_become_the_one_that_stands_by_is_away(training: Site) -> None:
    """But not our own reading sessions, in which nobody may write."""
    insert = sa.text("INSERT INTO sent_form SELECT * FROM sent_form")

    def write(session: Session, *, stands_by: bool) -> None:
        if stands_by:
            session.connection().exec_driver_sql("SET TRANSACTION READ ONLY")
        session.connection().execute(insert)

    with pytest.raises(StandsBy) as told, training.database.writing() as session:
        write(session, stands_by=True)
    assert is_away(told.value)
    with pytest.raises(DBAPIError) as ours, training.database.reading() as session:
        write(session, stands_by=False)
    assert not is_away(ours.value)


@pytest.mark.parametrize("where", ["field", "file", "cookie"])
def test_a_token_of_other_signs_is_refused_and_no_crash(training: Site, where: str) -> None:
    client, odd = training.client(), "ë" * 128
    client.get("/hyrje")
    token = client.cookies[CSRF_COOKIE]
    fields = {TOKEN: odd if where == "field" else token, "email": "dikush@askush.example"}
    files = {TOKEN: ("shenja.txt", b"x" * 200)} if where == "file" else None
    headers: list[tuple[bytes, bytes]] = []
    if where == "file":
        del fields[TOKEN]
    if where == "cookie":
        client.cookies.clear()
        headers = [(b"Cookie", f"{CSRF_COOKIE}={odd}".encode())]
    assert client.post("/hyrje", data=fields, files=files, headers=headers).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=bogus", "text/plain; charset=utf-16"])
def test_a_form_that_cannot_be_read_is_told_so(training: Site, kind: str) -> None:
    client = training.client()
    client.get("/hyrje")
    part = f'--x\r\nContent-Disposition: form-data; name="email"\r\nContent-Type: {kind}\r\n\r\n'.encode()
    answer = client.post(
        "/hyrje",
        content=part + b"\xff\xfe\xfa\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400
