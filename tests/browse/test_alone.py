"""Readers are told what one person alone entered, on the page where it stands, once for a whole list."""

from collections.abc import Callable

import pytest

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from tests.browse.play import a_candidate, a_consultation
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.monitoring.hearing import days_pass, link_in_letter, say, send
from tests.monitoring.play import approved, finish_and_publish, open_round, publish
from tests.pages import words
from tests.pledges.play import given

SAID = "Shënuar nga një person, pa konfirmimin e një të dyti:"


def a_stage(site: Site) -> None:
    fields = {"stage": "notice", "reached_on": "1.10.2024", "date_precision": "day", "source": "njoftimi i ushtrimit"}
    answer = site.form(site.client(OTHER_EDITOR), "/puna/planet/prove-2025/fazat/e-re", **fields)
    assert answer.status_code == 303, answer.text


def an_organisation(site: Site) -> None:
    with site.database.writing() as session:
        viewer = site.viewer(session, COORDINATOR)
        Organisation.add(session, viewer, name="Prova", short_name="", name_en="", source="provë", municipality_ids=[])


CASES: list[tuple[Callable[[Site], object], str, str]] = [
    (a_stage, "/planet/prove-2025", "plani, me zërat dhe fazat e tij"),
    (an_organisation, "/organizatat", "organizatat (1 nga "),
    (a_stage, "/planet", "planet, me zërat dhe fazat e tyre (1 nga "),
    (a_stage, "/planet?bashkia=prove", "planet, me zërat dhe fazat e tyre"),
    (a_consultation, "/konsultimet", "konsultimet, me pikat dhe procesverbalet (1 nga "),
    (a_candidate, "/kandidatet", "kandidatët (1 nga "),
    (given, "/kontratat/shembull-2023", "ftesat për përgjigje"),
]


@pytest.mark.parametrize(("happens", "path", "what"), CASES)
def test_a_page_says_what_one_person_entered(
    training: Site, happens: Callable[[Site], object], path: str, what: str
) -> None:
    client = training.client()
    assert SAID not in client.get(path).text, "nobody entered what was loaded"
    happens(training)
    page = words(client.get(path).text)
    assert page.count(SAID) == 1
    assert f"{SAID} {what}" in page
    with training.database.reading() as session:
        last = history.head(session).number
    assert "askush tjetër: u shënua nga një person" in words(client.get(f"/ndryshimet/{last}").text)
    assert "shënuar nga një person" in words(client.get("/ndryshimet").text)


def test_what_two_people_decided_on_says_nothing_of_it(training: Site) -> None:
    finish_and_publish(training, open_round(training))
    with training.database.reading() as session:
        last = history.head(session).number
    assert "u shënua nga një person" not in words(training.client().get(f"/ndryshimet/{last}").text)
    assert SAID not in words(training.client().get("/raportet/shembull-2023/2").text)


def test_what_came_through_a_personal_link_is_nobody_elses(training: Site) -> None:
    round_id = approved(training)
    send(training, round_id, who=EDITOR)
    link = link_in_letter(training)
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    assert say(training, link).status_code == 303
    with training.database.reading() as session:
        last = history.head(session).number
    entry = words(training.client().get(f"/ndryshimet/{last}").text)
    assert "u shënua nga një person" not in entry
    assert "Kush vetë bashkia, me lidhjen e saj personale (ia dërgoi: " in entry
    assert "Miratoi nuk duhet: është fjala e vetë atij që e tha" in entry
