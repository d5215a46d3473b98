"""An announced consultation is called off, with the reason; and that is taken back, with its own."""

import pytest

from pop_tracker import history
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.pages import words
from tests.plans.consultations import ANNOUNCED, NEW, SAID, in_days, opened_at, picture
from tests.plans.play import verified
from tests.web.documents import pdf

WHY = "Bashkia e shtyu pa datë."


@pytest.fixture
def work(training: Site) -> str:
    """The work page of one that is announced in ten days."""
    answer = training.form(training.client(EDITOR), NEW, **ANNOUNCED, held_on=in_days(10), hour="11:00")
    return str(answer.headers["location"])


def call_off(site: Site, work: str, reason: str = WHY) -> None:
    answer = site.form(site.client(EDITOR), f"{work}/anulimi", reason=reason)
    assert (answer.status_code, answer.headers.get("location")) == (303, work)


def the_one(site: Site, work: str) -> Consultation:
    with site.database.reading() as session:
        found = consultation_by_slug(session, work.rpartition("/")[2])
        assert found is not None
        return found


def entries(site: Site, work: str) -> list[str]:
    with site.database.reading() as session:
        found = history.entries(session, paths=[work.removeprefix("/puna")])
        return [one.row.verb for one in found]


def test_readers_see_that_it_was_called_off_and_why(training: Site, work: str) -> None:
    call_off(training, work)
    client, public = training.client(), work.removeprefix("/puna")
    page = words(client.get(public).text)
    assert f"U anulua {WHY}" in page
    assert "I shpallur" not in page
    assert "Konsultim i anuluar" in page.split("Historia")[1]
    ahead = client.get("/konsultimet").text.split("<h2>Të mbajtura</h2>")[0]
    assert f'href="{public}"' in ahead
    assert f"U anulua {WHY}" in words(ahead)
    for path in ("/bashkite/shembull", "/planet/shembull-2024"):
        assert f"U anulua {WHY}" in words(client.get(path).text), path
    assert "Cancelled" in client.get(f"/en{public}").text
    assert verified(training) == "consultation.call_off"
    with training.database.reading() as session:
        assert history.entries(session, limit=1)[0].reason == WHY


def test_staff_see_it_and_are_offered_to_take_it_back(training: Site, work: str) -> None:
    client = training.client(EDITOR)
    assert "Anuloni konsultimin" in client.get(work).text
    call_off(training, work)
    page = client.get(work).text
    assert WHY in page
    assert "Riktheni konsultimin" in page
    assert "Anuloni konsultimin" not in page
    assert "U anulua" in client.get("/puna/planet").text
    assert "U anulua" in client.get("/puna/planet/shembull-2024").text


@pytest.mark.both
def test_it_is_announced_again(training: Site, work: str) -> None:
    call_off(training, work)
    client = training.client(EDITOR)
    empty = training.form(client, f"{work}/anulimi", post_to=f"{work}/anulimi/heqje", reason=" ")
    assert empty.status_code == 422
    assert "Plotësojeni këtë fushë." in empty.text
    for _ in range(2):  # sent twice, recorded once
        answer = training.form(client, f"{work}/anulimi", post_to=f"{work}/anulimi/heqje", reason="U anulua gabimisht.")
        assert (answer.status_code, answer.headers["location"]) == (303, work)
    assert the_one(training, work).called_off == ""
    assert entries(training, work) == ["consultation.announce_again", "consultation.call_off", "consultation.record"]
    page = training.client().get(work.removeprefix("/puna")).text
    assert "I shpallur, ende pa u mbajtur" in page
    assert verified(training) == "consultation.announce_again"


@pytest.mark.both
def test_sent_twice_it_is_recorded_once(training: Site, work: str) -> None:
    call_off(training, work)
    call_off(training, work, "tjetër arsye")
    assert the_one(training, work).called_off == WHY
    assert entries(training, work) == ["consultation.call_off", "consultation.record"]


def test_the_reason_is_asked_for_and_names_nobody(training: Site, work: str) -> None:
    client = training.client(EDITOR)
    for reason, told in (
        ("  ", "Plotësojeni këtë fushë."),
        ("E kërkoi znj. Filane Fistekja.", "duket si emër personi"),
        ("a" * 1001, "1000"),
    ):
        answer = training.form(client, f"{work}/anulimi", reason=reason)
        assert answer.status_code == 422
        assert told in answer.text
    assert the_one(training, work).called_off == ""


def test_one_that_was_held_is_not_called_off(training: Site) -> None:
    held = "/puna/konsultimet/shembull-2024-02-14"
    client = training.client(EDITOR)
    assert "Anuloni konsultimin" not in client.get(held).text
    answer = training.form(client, f"{held}/anulimi", reason=WHY)
    assert answer.status_code == 422
    assert "u mbajt, prandaj nuk mund të anulohet" in answer.text
    assert the_one(training, held).called_off == ""


def test_nor_one_of_which_there_is_only_a_photo(training: Site) -> None:
    client = training.client(EDITOR)
    past = training.form(client, NEW, **{**ANNOUNCED, "held_on": "12.03.2024"}).headers["location"]
    file = {"file": ("foto.jpg", picture(), "")}
    assert training.form(client, f"{past}/fotografite/e-re", files=file, **SAID).status_code == 303
    assert training.form(client, f"{past}/anulimi", reason=WHY).status_code == 422


def test_one_whose_day_passed_in_silence_can_be(training: Site) -> None:
    """What was called off on its last day is recorded after it."""
    client = training.client(EDITOR)
    past = training.form(client, NEW, **{**ANNOUNCED, "held_on": "12.03.2024"}).headers["location"]
    assert "Procesverbali nuk është këtu" in training.client().get(past.removeprefix("/puna")).text
    call_off(training, past)
    page = training.client().get(past.removeprefix("/puna")).text
    assert "U anulua" in page
    assert "Procesverbali nuk është këtu" not in page
    listed = training.client().get("/konsultimet").text
    assert past.removeprefix("/puna") in listed.split("<h2>Të anuluara</h2>")[1]


def test_nothing_is_told_of_one_that_was_called_off(training: Site) -> None:
    client = training.client(EDITOR)
    past = training.form(client, NEW, **{**ANNOUNCED, "held_on": "12.03.2024"}).headers["location"]
    call_off(training, past)
    opened = opened_at(training, f"{past}/te-dhenat")
    for answer in (
        training.form(client, f"{past}/te-dhenat", **{**opened, "problem": "Uji vjen rrallë."}),
        training.form(client, f"{past}/procesverbali", files={"file": ("p.pdf", pdf("x"), "")}),
        training.form(client, f"{past}/fotografite/e-re", files={"file": ("f.jpg", picture(), "")}, **SAID),
    ):
        assert answer.status_code == 422
        assert "rikthejeni më parë" in answer.text
    moved = training.form(client, f"{past}/te-dhenat", **{**opened, "place": "Salla e vogël"})
    assert moved.status_code == 303


def test_others_may_not(training: Site, work: str) -> None:
    for who in (OTHER_EDITOR, OTHER_REVIEWER):
        client = training.client(who)
        assert client.get(f"{work}/anulimi").status_code == 403
        for door in ("anulimi", "anulimi/heqje"):
            answer = training.form(client, "/puna", post_to=f"{work}/{door}", reason=WHY)
            assert answer.status_code == 403
    assert training.client().get(f"{work}/anulimi").status_code in (303, 401, 403)
    assert the_one(training, work).called_off == ""
