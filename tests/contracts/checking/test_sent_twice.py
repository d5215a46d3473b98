"""A phone that lost the answer sends the same once more: it is answered as before, and nothing is done twice."""

from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import func, select

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.texts import Priority
from tests.cast import EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import begun, do, pressed, row, rows, settled
from tests.contracts.play import DRAFT, hidden, open_draft, refs
from tests.pages import words

Client = TestClient[Any]


def form(client: Client, page: str, **fields: str) -> dict[str, str]:
    """What the form of a page sends, with these fields."""
    got = client.get(page)
    assert got.status_code == 200
    return {
        "_csrf_token": client.cookies["pop_csrf"], "version": hidden(got, "version"), "nonce": hidden(got, "nonce"),
        **fields,
    }  # fmt: skip


def twice(client: Client, to: str, sent: dict[str, str]) -> None:
    """The answer to the first is lost; the second is answered as that was."""
    first, second = (client.post(to, data=sent) for _ in range(2))
    assert first.status_code == 303, words(first.text)[:600]
    assert (second.status_code, second.headers.get("location")) == (303, first.headers["location"])


STEPS = [
    ("Ndriçimi", "lart"), ("Rruga", "lart"), ("Një qendër", "poshte"), ("Ndriçimi", "konfirmo"),
    ("për ata që dalin", "bashko"), ("për ata që dalin", "jashte"), ("Ndihma", "titull"), ("Ndriçimi", "hiq"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_a_step_whose_answer_was_lost_is_done_once(training: Site, text: str, step: str) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    chosen = row(training, text)
    said = next(one.text for one in rows(training) if one.id == chosen)
    sent = form(client, f"{there}?pjesa={chosen}", text=said, veprimi=step)
    client.post(f"{there}/pjesa/{chosen}", data=sent)
    once = rows(training)
    twice(client, f"{there}/pjesa/{chosen}", sent)
    assert rows(training) == once


@pytest.mark.both
def test_so_is_one_that_splits_and_the_word_for_all_places(training: Site) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    chosen, before = row(training, "Ndriçimi"), len(rows(training))
    sent = form(client, f"{there}?pjesa={chosen}", text="Ndriçimi.\n\nRruga në fshat.", veprimi="ndaj")
    twice(client, f"{there}/pjesa/{chosen}", sent)
    assert len(rows(training)) == before + 1
    twice(client, f"{there}/vendet", form(client, there))
    with training.database.reading() as session:
        assert session.exec(select(ContractReading.version)).one() == 2


def test_other_words_and_another_button_of_the_same_page_are_no_replay(training: Site) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    chosen = row(training, "Ndriçimi")
    to, sent = f"{there}/pjesa/{chosen}", form(client, f"{there}?pjesa={chosen}", text="Ndriçimi.", veprimi="konfirmo")
    assert client.post(to, data=sent).status_code == 303
    for other in ({"text": "Ndriçimi i ri."}, {"veprimi": "hiq"}):
        answer = client.post(to, data={**sent, **other})
        assert answer.status_code == 409
        assert other.get("text", "Ndriçimi.") in words(answer.text), "what was typed is given back"
    assert client.post(f"{there}/pjesa/{row(training, 'Rruga')}", data=sent).status_code == 409


def test_it_was_done_also_where_somebody_went_on_meanwhile(training: Site) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    chosen = row(training, "Ndriçimi")
    sent = form(client, f"{there}?pjesa={chosen}", text="Ndriçimi i rrugës në fshatin Kuq.", veprimi="konfirmo")
    assert client.post(f"{there}/pjesa/{chosen}", data=sent).status_code == 303
    assert do(training, there, chosen, "hiq", SECOND_EDITOR).status_code == 303
    twice(client, f"{there}/pjesa/{chosen}", sent)
    assert next(one for one in rows(training) if one.id == chosen).is_left_out


def test_what_was_read_anew_under_the_same_number_hears_its_own_steps(training: Site) -> None:
    """SQLite gives the number of what was thrown away to the next one."""
    client = training.client(EDITOR)
    there = begun(training)
    assert pressed(training, there, "vendet", nonce="i-pari").status_code == 303
    twice(client, f"{there}/hedhja", form(client, f"{there}/hedhja"))
    there = begun(training)
    twice(client, f"{there}/vendet", form(client, there))
    assert all(one.is_placed for one in rows(training) if one.text.startswith("Ndriçimi"))


@pytest.mark.parametrize("button", ["ruaj", "dergo"])
def test_a_draft_is_made_once_and_told_as_made(training: Site, button: str) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    settled(training, there)
    twice(client, f"{there}/drafti", form(client, there, veprimi=button))
    with training.database.reading() as session:
        (draft,) = session.exec(select(Edition).where(Edition.state != EditionState.PUBLISHED)).all()
        assert draft.state is (EditionState.SUBMITTED if button == "dergo" else EditionState.DRAFT)


def test_a_reading_is_thrown_away_once(training: Site) -> None:
    client = training.client(EDITOR)
    there = begun(training)
    twice(client, f"{there}/hedhja", form(client, f"{there}/hedhja"))


def drafted(site: Site) -> list[str]:
    with site.database.reading() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.DRAFT)).one()
        return refs(session, draft)


def added(site: Site, text: str, **fields: Any) -> None:
    new = {"text": text, "under": "1", "scope": "municipality", "source": "takimi", **fields}
    assert site.form(site.client(EDITOR), f"{DRAFT}/zotime/i-ri", **new).status_code == 303


def test_what_moves_up_into_a_place_that_was_emptied_stays(training: Site) -> None:
    """Its reference is that of what went, and the answer would be the page that asks about it."""
    client = training.client(EDITOR)
    with training.database.writing() as session:
        open_draft(session, training)
    before = drafted(training)
    added(training, "Zotimi që hiqet.")
    added(training, "Zotimi që mbetet.")
    new = next(ref for ref in drafted(training) if ref not in before)
    twice(client, f"{DRAFT}/zotime/{new}/heqja", form(client, f"{DRAFT}/zotime/{new}/heqja"))
    assert drafted(training).count(new) == 1
    assert "Zotimi që mbetet." in client.get(f"{DRAFT}/zotime/{new}").text


def test_a_priority_goes_once(training: Site) -> None:
    client = training.client(EDITOR)
    with training.database.writing() as session:
        open_draft(session, training)
    for title in ("Prioriteti që hiqet", "Prioriteti që mbetet"):
        page = f"{DRAFT}/prioritete/i-ri"
        assert training.form(client, page, title=title, source="takimi").status_code == 303
    with training.database.reading() as session:
        number = session.exec(select(func.max(Priority.number))).one() - 1
    page = f"{DRAFT}/prioritete/{number}"
    twice(client, f"{page}/heqja", form(client, f"{page}/heqja"))
    assert "Prioriteti që mbetet" in client.get(page).text
