"""What cannot be undone in a round is asked on a page of its own, which changes nothing by being opened."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from litestar.testing import TestClient

from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.rounds import Details
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.periods import Period
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.monitoring.hearing import at_the_municipality, days_pass, link_in_letter, say, send
from tests.monitoring.play import (
    FIRST,
    approved,
    assessment,
    correct,
    corrected,
    corrections,
    decide,
    finish,
    open_double,
    open_round,
    rate_all,
    read,
    sent,
    write,
)
from tests.pages import words


def asks(site: Site, who: str | TestClient[Any], door: str, way: str, *said: str, at: str = "") -> None:
    """`way` leads by a link, never by a form, to `door`, which says what happens, holds the form, and does nothing."""
    client = site.client(who) if isinstance(who, str) else who
    page = client.get(way).text
    assert f'href="{at or door}"' in unescape(page), way
    assert f'action="{door}"' not in page, way
    for language in ("", "/en"):
        asked = client.get(f"{language}{at or door}")
        assert asked.status_code == 200
        assert f'action="{language}{door}"' in asked.text
    text = words(client.get(at or door).text)
    for one in said:
        assert one in text, one
    assert "Jo, kthehuni" in text


def test_a_round_is_published_after_a_question(training: Site) -> None:
    round_id = open_round(training)
    there = f"/puna/raundet/{round_id}"
    assert training.client(COORDINATOR).get(f"{there}/botim").headers["location"] == there  # not ready: it says why
    finish(training, round_id)
    door = f"{there}/botim"
    asks(
        training,
        REVIEWER,
        door,
        there,
        "Botimi nuk kthehet",
        "10 nga 10 u vlerësuan",
        "Bashkia nuk ka dhënë përgjigje",
        at=f"{door}?version={read(training, round_id)}",
    )
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).published_at is None
    assert training.client(EDITOR).get(door).headers["location"] == there
    assert training.client(OTHER_EDITOR).get(door).status_code == 404


@pytest.mark.both
def test_nobody_publishes_what_changed_after_they_read_it(training: Site) -> None:
    round_id = approved(training)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    say(training, link, "Fjalët e para.")
    days_pass(training, round_id)
    there = f"/puna/raundet/{round_id}"
    door, reviewer = f"{there}/botim", training.client(REVIEWER)

    def another_method() -> None:
        with training.database.writing() as session:
            said = Details(Period(date(2024, 9, 1), date(2025, 9, 1)), "Vizita në terren.", "e shpikur për ushtrim")
            rounds.revise(session, training.viewer(session, EDITOR), round_id, said)

    def another_verdict() -> None:
        row, editor = assessment(training, round_id, "1.2"), training.client(EDITOR)
        assert training.form(editor, "/puna", post_to=f"/puna/vleresimet/{row.id}/draft").status_code == 303
        fields = {"status": "partially_addressed", "version": str(row.version + 1)}
        assert write(training, editor, f"{there}/vleresimet/1.2", **fields).status_code == 303
        assert decide(training, row.id or 0, who=OTHER_REVIEWER).status_code == 303

    for change in (lambda: say(training, link, "Fjalët e reja."), another_method, another_verdict):
        way = way_to(door, reviewer.get(there).text)
        version = hidden(reviewer.get(way), "version")
        change()
        asked = reviewer.get(way)
        for nothing in ({}, {"version": version}):
            refused = training.form(reviewer, "/puna", post_to=door, **nothing)
            for answer in (asked, refused):
                assert answer.status_code == 409
                assert "Raundi ndryshoi ndërkohë. Lexojeni përsëri para se ta botoni." in words(answer.text)
                assert "Fjalët e reja." in answer.text
        english = training.form(reviewer, "/puna", post_to=f"/en{door}", version=version)
        assert "The round changed meanwhile. Read it again before you publish it." in words(english.text)
        with training.database.reading() as session:
            assert session.get_one(Round, round_id).published_at is None
    version = hidden(reviewer.get(way_to(door, refused.text)), "version")
    assert training.form(reviewer, "/puna", post_to=door, version=version).status_code == 303
    assert "Fjalët e reja." in training.client().get("/kontratat/shembull-2023/1.2").text


def way_to(door: str, page: str) -> str:
    found = re.search(rf'href="({door}\?version=\w+)"', unescape(page))
    assert found, page
    return found[1]


def test_a_round_opened_by_mistake_goes_after_a_question(training: Site) -> None:
    round_id = open_round(training)
    there = f"/puna/raundet/{round_id}"
    asks(training, EDITOR, f"{there}/heqje", there, "Kjo nuk kthehet", "publiku nuk e ka parë")
    sent(training, round_id)
    assert training.client(EDITOR).get(f"{there}/heqje").status_code == 404
    assert f"{there}/heqje" not in training.client(EDITOR).get(there).text


def test_a_draft_goes_after_a_question(training: Site) -> None:
    round_id = open_round(training)
    form = f"/puna/raundet/{round_id}/vleresimet/1.2"
    write(training, training.client(EDITOR), form, "ruaj")
    row = assessment(training, round_id, "1.2")
    door = f"/puna/vleresimet/{row.id}/heqje"
    asks(
        training, EDITOR, door, form, "Hiqen vlerësimi, arsyeja dhe 1 provë", "Kjo nuk kthehet", "publiku nuk e ka parë"
    )
    with training.database.reading() as session:
        assert session.get(Assessment, row.id) is not None
    for who, status in ((OTHER_EDITOR, 404), (COORDINATOR, 403)):
        assert training.client(who).get(door).status_code == status
    # Nobody takes away what a colleague wrote meanwhile: it is shown first.
    write(training, training.client(SECOND_EDITOR), form, "ruaj", version=str(row.version), reason="Fjalë të kolegut.")
    for seen in ({}, {"version": str(row.version)}):
        refused = training.form(training.client(EDITOR), door, **seen)
        assert refused.status_code == 409
        assert "Vlerësimi ndryshoi ndërkohë." in refused.text
        assert "Fjalë të kolegut." in refused.text
    write(training, training.client(EDITOR), form, version="2")
    assert training.client(EDITOR).get(door).status_code == 404  # it rests with a reviewer


@pytest.mark.both
def test_a_correction_is_made_public_after_a_question(training: Site) -> None:
    assert correct(training).status_code == 303
    (row,) = corrections(training)
    there = f"/puna/rishikimi/{row.id}"
    version = f"?version={row.version}"
    asks(
        training,
        REVIEWER,
        f"{there}/miratim",
        there,
        "Ndreqjen e lexon menjëherë kushdo",
        "nuk kthehet",
        at=f"{there}/miratim{version}",
    )
    assert not corrections(training)[0].is_public
    assert f'action="{there}/kthim"' in training.client(REVIEWER).get(there).text
    # Of another text than the one that was read nothing is asked: it is shown.
    other = training.client(REVIEWER).get(f"{there}/miratim?version={row.version - 1}")
    assert other.status_code == 409
    assert "Vlerësimi ndryshoi ndërkohë" in other.text
    assert training.client(EDITOR).get(f"{there}/miratim{version}").status_code == 403


def test_an_assessment_of_a_round_is_approved_where_it_is_read(training: Site) -> None:
    row_id = sent(training, open_round(training))
    there = f"/puna/rishikimi/{row_id}"
    assert f'action="{there}/miratim"' in training.client(REVIEWER).get(there).text
    assert training.client(REVIEWER).get(f"{there}/miratim").headers["location"] == there


@pytest.mark.both
def test_a_correction_is_taken_back_after_a_question(training: Site) -> None:
    row_id = corrected(training)
    ask = f"/puna/ndreqjet/{row_id}/terheqje"
    round_path = f"/puna/raundet/{corrections(training)[0].round_id}"
    asks(
        training,
        EDITOR,
        ask,
        round_path,
        "Tërheqjen e konfirmon një rishikues",
        "Kopshti u hap; çerdhja ende nuk ka vend.",
    )
    there = f"/puna/rishikimi/{row_id}"
    assert training.client(OTHER_REVIEWER).get(f"{there}/terheqje").status_code == 404  # nobody asks for it
    training.form(training.client(EDITOR), ask, reason="Gabim.")
    page = training.client(OTHER_REVIEWER).get(there).text
    assert f'href="{there}/terheqje"' in page
    assert 'value="po"' not in page
    asked = training.client(OTHER_REVIEWER).get(f"{there}/terheqje").text
    assert re.search(r'name="vendimi" value="po"', asked)
    assert "Kjo nuk kthehet" in asked
    assert corrections(training)[0].retracted_at is None
    assert training.client(EDITOR).get(f"{there}/terheqje").status_code == 403


def test_ratings_are_handed_in_after_a_question(training: Site) -> None:
    round_id = open_double(training)
    there = f"/puna/raundet/{round_id}/vleresimi-im"
    assert training.client(FIRST).get(f"{there}/dorezim").headers["location"] == there  # some are missing
    rate_all(training, round_id, FIRST, [Status.PARTIALLY_ADDRESSED], hand_in=False)
    asks(training, FIRST, f"{there}/dorezim", there, "Pas dorëzimit nuk ndryshojnë më")
    assert training.client(EDITOR).get(f"{there}/dorezim").status_code in (403, 404)
    training.form(training.client(FIRST), f"{there}/dorezim")
    assert training.client(FIRST).get(f"{there}/dorezim").headers["location"] == there


def test_a_reply_is_called_complete_after_a_question(training: Site) -> None:
    round_id = approved(training)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    door = f"{link}/e-plote"
    there = at_the_municipality(training, link)
    assert there.get(door).headers["location"] == link  # nothing was said yet
    say(training, link)
    asks(training, there, door, link, "Keni dhënë 1 përgjigje.", "Për 9 zotime nuk keni shkruar.", "keni kohë deri më",
         "Kjo nuk kthehet")  # fmt: skip
    answer = there.get(door)
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    training.form(there, door)
    assert there.get(door).headers["location"] == link
