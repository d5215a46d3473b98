"""Opening a round, and taking it back."""

import re

import pytest
from sqlmodel import col, select

from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.models import Round
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import NEW, open_round, sent

PAGE = "/puna/raundet/i-ri"


def rounds(site: Site) -> list[Round]:
    with site.database.reading() as session:
        of_it = select(Contract.id).where(Contract.slug == "shembull-2023")
        return list(session.exec(select(Round).where(col(Round.contract_id).in_(of_it)).order_by(col(Round.id))))


def test_it_takes_the_next_number_and_the_newest_edition(training: Site) -> None:
    round_id = open_round(training)
    held = rounds(training)[-1]
    assert (held.id, held.number) == (round_id, 2)
    assert (str(held.period_from), str(held.period_until)) == ("2024-09-01", "2025-09-01")
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}").text
    assert "Raundi 2: shtator 2024 – shtator 2025" in page
    assert "0 nga 10 vlerësime" in page


@pytest.mark.both
def test_the_form_sent_twice_opens_one(training: Site) -> None:
    client = training.client(EDITOR)
    first = training.form(client, PAGE, **NEW, nonce="një-herë")
    again = training.form(client, PAGE, **NEW, nonce="një-herë")
    assert first.headers["location"] == again.headers["location"]
    assert len(rounds(training)) == 2


def test_one_is_open_at_a_time(training: Site) -> None:
    open_round(training)
    answer = training.form(training.client(EDITOR), PAGE, **NEW)
    assert answer.status_code == 422
    assert "Raundi 2 i kësaj kontrate është ende i hapur." in answer.text
    assert len(rounds(training)) == 2


def test_a_municipality_has_ten_working_days_unless_another_term_is_said(training: Site) -> None:
    """What stands in the form is what a round gets when nobody touches it, or empties it."""
    client = training.client(EDITOR)
    found = re.search(r'<input[^>]*name="reply_days"[^>]*>', client.get(PAGE).text)
    assert found
    shown = re.search(r'value="(\d+)"', found[0])
    assert shown
    assert shown[1] == "10"
    opened = training.form(client, PAGE, **NEW, reply_days=shown[1])
    assert opened.status_code == 303, opened.text
    assert rounds(training)[-1].reply_days == 10
    training.form(client, PAGE, post_to=f"{opened.headers['location']}/heqje")
    open_round(training, reply_days="")
    assert rounds(training)[-1].reply_days == 10


BAD = [
    ("period_from", "", "Plotësojeni këtë fushë."),
    ("period_from", "shtator", "Shkruani një muaj, si 09.2023 ose shtator 2023."),
    ("period_from", "13.2024", "Shkruani një muaj, si 09.2023 ose shtator 2023."),
    ("period_from", "09.2022", "Kontrata vlen për vitet 2023–2027."),
    ("period_until", "01.2028", "Kontrata vlen për vitet 2023–2027."),
    ("period_until", "08.2024", "Periudha mbaron para se të fillojë."),
    ("contract", "prove-2023", "Zgjidhni një nga mundësitë e dhëna."),
    ("contract", "nuk-ka", "Zgjidhni një nga mundësitë e dhëna."),
    ("method", "a" * 4001, "Teksti është tepër i gjatë"),
    ("method", "\x00", "Teksti ka karaktere që nuk lexohen"),
    ("source", "", "Plotësojeni këtë fushë."),
]


def test_bad_input_is_told_at_the_field_and_opens_nothing(training: Site) -> None:
    client = training.client(EDITOR)
    for field, value, message in BAD:
        answer = training.form(client, PAGE, **{**NEW, field: value})
        assert answer.status_code == 422, (field, value)
        assert message in answer.text, (field, value)
        assert f'href="#{field}"' in answer.text, (field, value)
    assert len(rounds(training)) == 1


def test_reviewers_open_none(training: Site) -> None:
    assert training.client(REVIEWER).get(PAGE).status_code == 403


def test_others_do_not_find_the_contract_among_theirs(training: Site) -> None:
    for who in (OTHER_EDITOR, COORDINATOR):
        assert training.form(training.client(who), PAGE, **NEW).status_code == 422
    assert len(rounds(training)) == 1


@pytest.mark.both
def test_an_empty_one_is_taken_back_and_twice_does_nothing_more(training: Site) -> None:
    round_id = open_round(training)
    client, page = training.client(EDITOR), f"/puna/raundet/{round_id}"
    assert "Hiqni raundin" in client.get(page).text
    for _ in range(2):
        assert training.form(client, PAGE, post_to=f"{page}/heqje").status_code == 303
    assert len(rounds(training)) == 1


def test_one_that_was_written_in_stays(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id)
    taken = training.form(training.client(EDITOR), PAGE, post_to=f"/puna/raundet/{round_id}/heqje")
    assert taken.status_code == 422
    other = training.form(training.client(OTHER_EDITOR), PAGE, post_to=f"/puna/raundet/{round_id}/heqje")
    assert other.status_code == 403
    assert len(rounds(training)) == 2
