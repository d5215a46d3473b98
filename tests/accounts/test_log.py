"""The account log: chained, append-only, verified with the history."""

import ast
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressKind
from pop_tracker.accounts.held import KINDS
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Role
from pop_tracker.accounts.pages import log as log_page
from pop_tracker.accounts.pages import signing_in
from pop_tracker.accounts.pages.log import LIMITED, THINGS
from pop_tracker.accounts.requests import Proof
from pop_tracker.history import Head
from pop_tracker.pledges.answers import Act
from pop_tracker.web.cookies import CSRF_COOKIE
from pop_tracker.web.forgery import TOKEN
from pop_tracker.web.i18n import LANGUAGES, today
from pop_tracker.web.i18n import words as words_in
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import words

log.declare({"tried": "Provë"})


def note_three(site: Site) -> None:
    with site.database.writing() as session:
        for count in range(3):
            log.note(session, "tried", thing="invitation/1", count=count)


def test_entries_continue_each_other(training: Site) -> None:
    with training.database.reading() as session:
        before = session.exec(select(sa.func.count()).select_from(LogEntry)).one()
    note_three(training)
    with training.database.reading() as session:
        entries = session.exec(select(LogEntry).order_by(sa.desc("number")).limit(3)).all()
        assert [entry.said["count"] for entry in entries] == [2, 1, 0]
        assert entries[0].number == before + 3
        assert entries[0].previous_hash == entries[1].hash
        assert list(log.verify(session)) == []


def test_an_event_that_nobody_declared_is_refused(training: Site) -> None:
    with training.database.writing() as session, pytest.raises(LookupError):
        log.note(session, "no-such-event")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account_log SET event = 'other'",
        "DELETE FROM account_log",
        "DELETE FROM account_log_head",
        "UPDATE account_log_head SET number = 1",
    ],
)
def test_the_database_refuses_a_change(training: Site, statement: str) -> None:
    note_three(training)
    with training.database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().exec_driver_sql(statement)


def test_a_change_past_the_triggers_is_found(training: Site) -> None:
    note_three(training)
    trigger = "account_log_no_update" if training.database.is_sqlite else "account_log_no_change ON account_log"
    with training.database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("UPDATE account_log SET thing = 'invitation/2' WHERE number = 2")
    with training.database.reading() as session:
        assert [(fault.number, fault.what) for fault in log.verify(session)] == [
            (2, "entry of the account log does not give its hash")
        ]


def test_a_head_noted_earlier_finds_a_log_that_was_cut(training: Site) -> None:
    note_three(training)
    with training.database.reading() as session:
        head = log.head(session)
        assert list(log.verify(session, head)) == []
        later, other = Head(head.number + 1, head.hash), Head(head.number, "0" * 64)
        assert [fault.number for fault in log.verify(session, later)] == [later.number]
        assert "expected" in next(log.verify(session, other)).what


def test_events_are_counted_by_month_until_yesterday(training: Site) -> None:
    note_three(training)
    now = today()
    with training.database.reading() as session:
        assert log.counts_by_month(session, now) == []
        tomorrow = log.counts_by_month(session, now + timedelta(days=1))
        assert [(month, counts["tried"]) for month, counts in tomorrow] == [(now.replace(day=1), 3)]
        month, counts = log.counts_by_month(session, now + timedelta(days=40))[-1]
        assert (month, counts["tried"]) == (now.replace(day=1), 3)
        assert log.counts_by_month(session, now + timedelta(days=500)) == []


def test_coordinators_read_it_by_person_and_event(training: Site) -> None:
    for who in (EDITOR, REVIEWER):
        assert training.client(who).get("/puna/ditari").status_code == 403
    client = training.client(COORDINATOR)
    page = client.get("/puna/ditari").text
    assert "Anila Editore" in page
    assert "GET /puna/ditari" in page
    with training.database.reading() as session:
        editor, reviewer = (training.viewer(session, who).person_id for who in (EDITOR, REVIEWER))
        head = log.head(session)
    assert f"{head.number}:{head.hash}" in page
    only = client.get(f"/puna/ditari?personi={editor}&ngjarja=refused").text
    assert only.count("Veprim i refuzuar: <strong>Anila") == 1
    assert "<strong>Drita" not in only
    assert reviewer
    for strange in ("personi=99999", "personi=x", "ngjarja=nuk-ka", "para=x", "para=99999999999"):
        assert client.get(f"/puna/ditari?{strange}").status_code == 200
    assert "Asnjë ngjarje" in client.get("/puna/ditari?para=1").text


def test_fifty_stand_on_a_page(training: Site) -> None:
    with training.database.writing() as session:
        for count in range(60):
            log.note(session, "tried", count=count)
    page = training.client(COORDINATOR).get("/puna/ditari?ngjarja=tried").text
    assert page.count("Provë · ") + page.count("<p>Provë") == 50
    assert "para=" in page


@pytest.mark.both
def test_a_refusal_is_noted_once_an_hour_for_a_person_and_a_door(training: Site) -> None:
    client = training.client(EDITOR)
    for _ in range(5):
        assert client.get("/puna/njerezit").status_code == 403
    assert client.get("/puna/organizatat").status_code == 403
    training.client(REVIEWER).get("/puna/njerezit")
    training.client().get("/puna/njerezit")  # nobody
    with training.database.reading() as session:
        found = [(entry.author, entry.said["door"]) for entry in reversed(log.entries(session, event="refused"))]
        editor, reviewer = (training.viewer(session, who).person_id for who in (EDITOR, REVIEWER))
    assert found == [
        (editor, "GET /puna/njerezit"),
        (editor, "GET /puna/organizatat"),
        (reviewer, "GET /puna/njerezit"),
    ]


@pytest.mark.both
def test_of_many_at_once_one_is_noted(training: Site) -> None:
    client = training.client(EDITOR)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: client.get("/puna/njerezit").status_code, range(8))) == {403}
    with training.database.reading() as session:
        assert len(log.entries(session, event="refused")) == 1


def test_everybody_reads_how_often(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    training.client(EDITOR).get("/puna/njerezit")
    page = words(training.client().get("/metodologjia").text)
    assert "Deri dje nuk ka ndodhur asgjë e tillë." in page
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("pop_tracker.browse.about.today", lambda: tomorrow)
    training.app.app.forget()
    page = words(training.client().get("/metodologjia").text)
    assert "Veprim i refuzuar 1" in page
    assert "Anila" not in page


def test_an_event_is_called_in_one_way() -> None:
    log.declare({"tried": "Provë"})
    with pytest.raises(LookupError):
        log.declare({"tried": "Tjetër"})


def test_what_events_are_about_is_read_in_words(training: Site) -> None:
    with training.database.writing() as session:
        log.note(session, "tried", thing="invitation/12", whose="office-3", why="account", count=7)
        log.note(session, "tried", thing="diçka-tjetër", copied=True)
    page = words(training.client(COORDINATOR).get("/puna/ditari?ngjarja=tried").text)
    assert "ftesa nr. 12" in page
    assert "detyra publike nr. 3" in page
    assert "adresa e dikujt me llogari" in page
    assert "diçka-tjetër" in page
    assert "pajisje të tjera: po" in page


EXAMPLES: dict[str, list[Any]] = {
    "act": [act.value for act in Act],
    "asked_by": [1],
    "copied": [True, False],
    "count": [3],
    "same_domain": [True, False],
    "door": ["GET /puna/njerezit"],
    "entry": [12],
    "how": ["passkey", "code", "recovery", *(proof.value for proof in Proof)],
    "kind": [kind.value for kind in AddressKind],
    "organisation": ["forumi-shembull", ""],
    "pieces": [2],
    "role": [role.value for role in Role],
    "round": ["shembull-2023/1"],
    "through": ["command", "seeds", "upgrade"],
    "to": [1],
    "tries": [3],
    "work": [*KINDS],
    "whose": ["candidate-1", "office-3", "municipality-2"],
    "why": [
        "account",
        "organisation",
        "used",
        "asked",
        "institution",
        "signed_in",
        "staff",
        "over",
        "name",
        "words",
        "foreign",
        "token",
    ],
}
"""Values of what events say further."""
OF_ITSELF = {"count", "door", "entry", "pieces", "round", "tries"}
"""What is a name or a number in any language."""
ABOUT = ["contact/candidate-7", "contact/office-2"]


def test_all_that_events_say_is_said_in_words_of_both_languages(training: Site) -> None:
    assert set(EXAMPLES) == set(log.FURTHER)
    told = {name: words for name, (_, words) in log.FURTHER.items() if words}
    assert {name: {str(value) for value in words} for name, words in told.items()} == {
        name: {str(value) for value in EXAMPLES[name]} for name in told
    }
    with training.database.writing() as session:
        for name, values in EXAMPLES.items():
            for value in values:
                log.note(session, "tried", **{name: value})
        for thing in (*(f"{kind}/5" for kind in THINGS), *ABOUT):
            log.note(session, "tried", thing=thing)
        for what in LIMITED:
            log.note(session, "limit_reached", thing=what)
        entries = session.exec(select(LogEntry).where(LogEntry.number > 0)).all()
        raw = {name for name in (*EXAMPLES, *THINGS, *(what for what in LIMITED if what))}
        raw |= {str(value) for name, values in EXAMPLES.items() if name not in OF_ITSELF for value in values}
        for language in LANGUAGES:
            for row in log_page.rows(entries, {1: "Anila Editore"}, {"forumi-shembull": "Forumi"}, words_in(language)):
                for label, value in row.more:
                    assert value, (language, row)
                    assert not ({label, value} - {""}) & raw, (language, label, value)
                    assert "/" not in value or value.startswith(("GET /", "shembull-2023/")), value


def test_every_event_says_only_what_has_a_word() -> None:
    """From the code: what is given to `log.note` by name."""
    said = set()
    for path in Path(log.__file__).parents[1].rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "log.note":
                said |= {keyword.arg for keyword in call.keywords if keyword.arg}
    assert said - {"by", "of", "thing"} <= set(log.FURTHER)


def test_what_is_limited_has_a_word() -> None:
    """From the code: what `attempts_left` and `is_free` are told, without the word that says by whom."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(log.__file__).parents[1].rglob("*.py"))
    limited = re.findall(r'(?:attempts_left\(\w[\w.]*, |(?:what|dead|mailbox) = |what, code = )f"([^"{]+) \{', source)
    limited += [f"{links} missed from" for links in re.findall(r'missed\(desk, "([^"]+)"', source)]
    assert {one for one in limited if not one.startswith("told:")} == set(LIMITED) - {""}


# --- without an account


def noted(site: Site, *events: str) -> list[tuple[str, str, dict[str, Any]]]:
    with site.database.reading() as session:
        found = session.exec(select(LogEntry).where(col(LogEntry.event).in_(events)).order_by(col(LogEntry.number)))
        return [(entry.event, entry.thing, entry.said) for entry in found]


@pytest.mark.both
def test_a_form_that_is_not_ours_is_noted_once_an_hour_for_a_door(training: Site) -> None:
    stranger, address = training.client(), "ilir@fshehur.example"
    stranger.get("/hyrje")
    token = stranger.cookies[CSRF_COOKIE]
    for _ in range(3):
        for fields, headers in (
            ({TOKEN: token, "email": address}, {"Origin": "https://evil.example"}),
            ({TOKEN: "0" * 128, "email": address}, {}),
        ):
            assert stranger.post("/hyrje", data=fields, headers=headers).status_code == 403
    found = noted(training, "form_refused")
    assert found == [
        ("form_refused", "", {"door": "POST /hyrje", "why": "foreign"}),
        ("form_refused", "", {"door": "POST /hyrje", "why": "token"}),
    ]
    page = words(training.client(COORDINATOR).get("/puna/ditari?ngjarja=form_refused").text)
    assert "Pse: e dërgoi një faqe tjetër" in page
    assert "fshehur" not in page


@pytest.mark.both
def test_guesses_past_a_limit_are_noted_once(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "DEAD_LINKS_PER_ADDRESS", 20)
    stranger = training.client()
    for _ in range(23):
        assert stranger.get(f"/vertetim/{secrets.token_hex(8)}").status_code == 404
        assert stranger.get(f"/nenshkrim/{secrets.token_hex(8)}").status_code in (404, 429)
        assert stranger.get(f"/pergjigje/{secrets.token_hex(8)}").status_code in (404, 429)
        stranger.get("/hyrje")
        sent = {TOKEN: stranger.cookies[CSRF_COOKIE]}
        assert stranger.post(f"/hyrje/{secrets.token_hex(8)}", data=sent).status_code in (410, 429)
    assert sorted(thing for _, thing, _ in noted(training, "limit_reached")) == [
        "dead link from",
        "receipts missed from",
        "reply links missed from",
        "signing links missed from",
    ]
