"""What is known of the links of evidence: noted, looked at, entered in the record, and shown."""

import hashlib
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from sqlmodel import col, select

from pop_tracker import history, jobs, verification
from pop_tracker.monitoring import copies, fetching
from pop_tracker.monitoring.copies import AGAIN, PAUSES, Copy, Link, LinkCheck, LinkState, Outcome
from pop_tracker.monitoring.models import Round
from pop_tracker.web import files
from pop_tracker.web.public_network import NO_SUCH_NAME
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.monitoring import play
from tests.monitoring.hearing import at_the_municipality, link_in_letter, send
from tests.monitoring.play import finish, finish_and_publish, open_round, sent, write

URL = "https://shembull.example/vendimi-12"
NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
WARC = b"\x1f\x8b kopje"


def noted(site: Site) -> int:
    """A draft round whose evidence names the link; its id."""
    round_id = open_round(site)
    sent(site, round_id, **{"evidence-0-url": URL})
    return round_id


def the_link(site: Site) -> Link:
    with site.database.reading() as session:
        return session.exec(select(Link)).one()


def looked(site: Site, outcome: Outcome, at: datetime = NOW, **fields: Any) -> bool:
    link = the_link(site)
    assert link.next_try_at
    with site.database.writing() as session:
        found = Copy(link_id=0, outcome=outcome, looked_at=at, **fields)
        return copies.record_copy(session, link.id or 0, link.next_try_at, found)


def entered(site: Site) -> LinkCheck | None:
    with site.database.writing() as session:
        return copies.enter_batch(session, datetime.now(UTC), timedelta(0))


def copy(site: Site) -> LinkState | None:
    with site.database.reading() as session:
        return copies.copies_of(session, [URL, ""]).get(URL)


@pytest.mark.both
def test_a_link_is_due_at_once_and_noted_once(training: Site) -> None:
    noted(training)
    with training.database.writing() as session:
        copies.note_links(session, [URL, URL, ""])
        assert [one.url for one in copies.due_links(session, datetime.now(UTC))] == [URL]


@pytest.mark.both
def test_a_long_link_is_kept_whole_and_what_follows_the_reader_goes_when_it_is_ticked(training: Site) -> None:
    long = f"{URL}?id=1000&fbclid={'A' * 1_900}"
    path = f"/puna/raundet/{open_round(training)}/vleresimet/1.2"
    client = training.client(EDITOR)
    fields = {"evidence-0-url": long}
    assert write(training, client, path, "ruaj", **fields).status_code == 303
    assert the_link(training).url == long
    assert "Në këtë lidhje: fbclid." in client.get(path).text
    fields["evidence-0-url_bare"] = "y"
    assert write(training, client, path, "ruaj", version="1", **fields).status_code == 303
    assert f'value="{URL}?id=1000"' in client.get(path).text


def test_a_link_that_no_evidence_names_any_more_is_left_alone(training: Site) -> None:
    with training.database.writing() as session:
        copies.note_links(session, [URL])
        assert copies.due_links(session, datetime.now(UTC)) == []


@pytest.mark.both
def test_a_look_counts_once(training: Site) -> None:
    noted(training)
    link = the_link(training)
    assert link.next_try_at
    for expected in (True, False):
        with training.database.writing() as session:
            found = Copy(link_id=0, outcome=Outcome.KEPT, looked_at=NOW)
            assert copies.record_copy(session, link.id or 0, link.next_try_at, found) is expected
    assert the_link(training).next_try_at == NOW + AGAIN
    with training.database.reading() as session:
        assert len(session.exec(select(Copy)).all()) == 1


def test_a_month_later_a_living_link_keeps_its_first_copy(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at again, and what came a month later is not stored: the copy is of what the evidence named."""
    assert timedelta(days=28) <= AGAIN <= timedelta(days=31)
    noted(training)
    month = iter(range(2))

    def look(url: str, **_: object) -> fetching.Look:
        number = next(month)
        return fetching.Look(Outcome.ALIVE, NOW + number * AGAIN, http_status=200, sha256=str(number) * 64,
                            warc=WARC + str(number).encode())  # fmt: skip

    monkeypatch.setattr(fetching, "look", look)
    for number in range(2):
        link = the_link(training)
        assert link.next_try_at
        if number:
            assert link.next_try_at == NOW + AGAIN
            with training.database.reading() as session:
                assert copies.due_links(session, NOW + AGAIN - timedelta(seconds=1)) == []
                assert [one.id for one in copies.due_links(session, NOW + AGAIN)] == [link.id]
        jobs._look_at(link, training.settings, training.database)
    with training.database.reading() as session:
        seen = session.exec(select(Copy).order_by(col(Copy.id))).all()
    kept = hashlib.sha256(WARC + b"0").hexdigest()
    assert [(one.outcome, one.warc_sha256) for one in seen] == [(Outcome.KEPT, kept), (Outcome.ALIVE, "")]
    assert [name for name, _ in files.names(training.settings.files)] == [kept]
    assert the_link(training).next_try_at == NOW + 2 * AGAIN


def test_a_failure_is_tried_again_with_growing_pauses(training: Site) -> None:
    noted(training)
    for pause in (*PAUSES, AGAIN, AGAIN):
        assert looked(training, Outcome.FAILED, problem="Faqja nuk u përgjigj në kohë.")
        assert the_link(training).next_try_at == NOW + pause
    looked(training, Outcome.KEPT)
    assert the_link(training).attempts == 0


def test_what_is_refused_is_not_tried_again(training: Site) -> None:
    noted(training)
    looked(training, Outcome.REFUSED, problem="Lidhja çon te një adresë që nuk është publike.")
    assert the_link(training).next_try_at is None


@pytest.mark.parametrize("gone", [{"http_status": 404}, {"http_status": 410}, {"problem": NO_SUCH_NAME}])
def test_a_link_is_dead_when_it_is_gone_three_times_and_may_come_back(training: Site, gone: dict[str, object]) -> None:
    noted(training)
    looked(training, Outcome.KEPT)
    outcomes = []
    for days in range(3):
        looked(training, Outcome.FAILED, NOW + timedelta(days=days), **gone)
        with training.database.reading() as session:
            outcomes.append(session.exec(select(Copy.outcome).order_by(col(Copy.id).desc())).first())
    assert outcomes == [Outcome.FAILED, Outcome.FAILED, Outcome.DEAD]
    assert the_link(training).next_try_at == NOW + timedelta(days=2) + AGAIN
    looked(training, Outcome.ALIVE)
    with training.database.reading() as session:
        assert copies.has_copy(session, the_link(training).id or 0)


def test_a_link_that_is_gone_for_a_day_is_not_dead(training: Site) -> None:
    noted(training)
    at = NOW
    for _ in range(4):
        looked(training, Outcome.FAILED, at, http_status=404)
        at = the_link(training).next_try_at or at
    assert at - NOW < timedelta(days=2)
    with training.database.reading() as session:
        assert set(session.exec(select(Copy.outcome))) == {Outcome.FAILED}


def test_a_link_with_a_copy_is_looked_at_every_month(training: Site) -> None:
    noted(training)
    looked(training, Outcome.KEPT)
    looked(training, Outcome.REFUSED, problem="Lidhja çon te një adresë që nuk është publike.")
    assert the_link(training).next_try_at == NOW + AGAIN


def test_a_site_that_is_down_is_not_dead(training: Site) -> None:
    noted(training)
    for days, status in enumerate((404, 503, 404, 404, 500)):
        looked(training, Outcome.FAILED, NOW + timedelta(days=days), http_status=status)
    with training.database.reading() as session:
        assert set(session.exec(select(Copy.outcome))) == {Outcome.FAILED}


def test_what_was_found_enters_the_record_with_the_round(training: Site) -> None:
    round_id = noted(training)
    sha256 = files.put(training.settings.files, WARC)
    looked(training, Outcome.KEPT, warc_sha256=sha256, sha256="0" * 64)
    assert entered(training) is None, "the evidence is not public"
    assert copy(training) is None
    finish_and_publish(training, round_id)
    with training.database.reading() as session:
        before = history.head(session)
    assert entered(training) is not None
    assert entered(training) is None, "nothing new"
    with training.database.reading() as session:
        assert history.head(session).number == before.number + 1
        assert list(verification.verify(session)) == []
    found = copy(training)
    assert found
    assert (found.kept_at, found.warc_sha256) == (NOW, sha256)
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "kopje e arkivuar (12 nëntor 2026)" in page
    assert f"/kopjet/{sha256}.warc.gz" in page
    assert training.client().get("/ndryshimet").status_code == 200
    assert training.client().get(f"/ndryshimet/{before.number + 1}").status_code == 200


@pytest.mark.both
def test_with_an_address_that_is_taken_out_its_copy_goes(training: Site) -> None:
    round_id = noted(training)
    sha256 = files.put(training.settings.files, WARC)
    looked(training, Outcome.KEPT, warc_sha256=sha256, sha256="0" * 64)
    finish_and_publish(training, round_id)
    entered(training)
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        by, other = (training.viewer(session, one).actor for one in (EDITOR, REVIEWER))
        redacted(session, held, by, other, reason="emër në adresë", which=lambda one: one.words == URL)
    assert training.client().get(f"/kopjet/{sha256}.warc.gz").status_code == 410
    jobs.destroy_removed(training.settings, training.database)
    assert files.get(training.settings.files, sha256) is None


def test_batches_leave_each_other_time(training: Site) -> None:
    finish_and_publish(training, noted(training))
    looked(training, Outcome.FAILED)
    now = datetime.now(UTC)
    with training.database.writing() as session:
        assert copies.enter_batch(session, now, timedelta(minutes=5))
    looked(training, Outcome.FAILED)
    for minutes, made in ((4, False), (6, True)):
        with training.database.writing() as session:
            batch = copies.enter_batch(session, now + timedelta(minutes=minutes), timedelta(minutes=5))
            assert (batch is not None) is made


def test_of_two_workers_that_enter_a_batch_at_once_one_does(training: Site) -> None:
    """Else a look would stand in the batch of the second, and the entry of the first would lie."""
    finish_and_publish(training, noted(training))
    looked(training, Outcome.FAILED)
    made: list[LinkCheck | None] = []
    second = Thread(target=lambda: made.append(entered(training)))
    with training.database.writing() as session:
        assert copies.enter_batch(session, datetime.now(UTC), timedelta(0))
        second.start()
        while not training.database.is_sqlite and not someone_waits(training):  # there writers queue up by themselves
            second.join(0.01)
            assert second.is_alive(), made
    second.join()
    assert made == [None]
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def someone_waits(site: Site) -> bool:
    with site.database.engine.connect() as connection:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(connection.exec_driver_sql(waiting).scalar_one())


def test_a_dead_link_stands_beside_its_copy_and_a_failure_is_told(training: Site) -> None:
    finish_and_publish(training, noted(training))
    looked(training, Outcome.FAILED, problem="Faqja nuk u përgjigj në kohë.")
    entered(training)
    client = training.client()
    assert "kopjimi dështoi" in client.get("/kontratat/shembull-2023/1.2").text
    assert "the copy failed" in client.get("/en/kontratat/shembull-2023/1.2").text
    looked(training, Outcome.KEPT, warc_sha256="a" * 64)
    for days in range(3):
        looked(training, Outcome.FAILED, NOW + timedelta(days=days), http_status=404)
    entered(training)
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "lidhja nuk hapet më" in page
    assert "a" * 64 in page
    assert "kopjimi dështoi" not in page


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.REFUSED])
def test_a_link_that_did_not_open_any_more_says_so_beside_its_copy(training: Site, outcome: Outcome) -> None:
    finish_and_publish(training, noted(training))
    looked(training, Outcome.KEPT, warc_sha256="a" * 64)
    looked(training, outcome, NOW + timedelta(days=30), problem="x")
    entered(training)
    assert "më 12 dhjetor 2026 nuk u hap" in training.client().get("/raportet/shembull-2023/2").text
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "më 12 dhjetor 2026 nuk u hap" in page
    assert "kopje e arkivuar (12 nëntor 2026)" in page
    assert "kopjimi dështoi" not in page


def test_whoever_decides_sees_what_is_known_of_a_link(training: Site) -> None:
    """Before anything of it is public: who writes, who reviews, and the municipality."""
    problem = "Lidhja çon te një adresë që nuk është publike."
    round_id = open_round(training)
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    write(training, training.client(EDITOR), path, "ruaj", **{"evidence-0-url": URL})
    looked(training, Outcome.REFUSED, problem=problem)
    assert problem in training.client(EDITOR).get(path).text
    row_id = sent(training, round_id, version="1", **{"evidence-0-url": URL})
    assert problem in training.client(EDITOR).get(path).text
    assert problem in training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").text
    with patch.object(play, "heard"):
        finish(training, round_id)
    assert send(training, round_id).status_code == 303
    page = link_in_letter(training)
    for address in (page, f"{page}/zotimi/1.2"):
        assert problem in at_the_municipality(training, page).get(address).text


def test_the_municipality_is_told_of_a_copy_that_it_cannot_fetch(training: Site) -> None:
    round_id = noted(training)
    looked(training, Outcome.KEPT, warc_sha256="a" * 64, final_url="https://tjeter.example/hyni?kthehu=vendimi")
    with patch.object(play, "heard"):
        finish(training, round_id)
    assert send(training, round_id).status_code == 303
    page = training.client().get(link_in_letter(training)).text
    assert "kopje e arkivuar (12 nëntor 2026), e faqes ku çon lidhja: " in " ".join(page.split())
    assert "https://tjeter.example/hyni?kthehu=vendimi" in page, "a copy of the page that asks to sign in says so"
    assert "/kopjet/" not in page


@pytest.mark.parametrize(
    ("led_to", "is_said"),
    [(URL.replace("https://", "http://www."), False), (URL + "/", False), (URL + "#pjesa", False), (URL + "1", True)],
)
def test_an_address_that_leads_on_to_itself_is_no_other(training: Site, led_to: str, is_said: bool) -> None:
    round_id = noted(training)
    looked(training, Outcome.KEPT, warc_sha256="a" * 64, final_url=led_to)
    finish_and_publish(training, round_id)
    entered(training)
    assert (state := copy(training)) is not None
    assert state.final_url == (led_to if is_said else "")


@pytest.mark.both
def test_a_copy_is_handed_out_as_a_download_to_who_may_see_the_evidence(training: Site) -> None:
    round_id = noted(training)
    sha256 = files.put(training.settings.files, WARC)
    looked(training, Outcome.KEPT, warc_sha256=sha256)
    path = f"/kopjet/{sha256}.warc.gz"
    assert training.client(EDITOR).get(path).status_code == 200
    for client in (training.client(), training.client(OTHER_EDITOR)):
        assert client.get(path).status_code == 404
    finish_and_publish(training, round_id)
    answer = training.client().get(path)
    assert answer.content == WARC
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/gzip"
    for wrong in (f"/kopjet/{sha256}", f"/kopjet/{'0' * 64}.warc.gz", "/kopjet/..%2fsecret-key.warc.gz"):
        assert training.client().get(wrong).status_code == 404


def test_a_batch_can_be_redacted(training: Site) -> None:
    finish_and_publish(training, noted(training))
    looked(training, Outcome.FAILED, final_url="https://shembull.example/emri", problem="x")
    entered(training)
    with training.database.writing() as session:
        check = session.exec(select(LinkCheck)).one()
        editor, reviewer = (training.viewer(session, who).actor for who in (EDITOR, REVIEWER))
        redacted(session, check, editor, reviewer, reason="një emër")
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        assert [(one.url, one.final_url) for one in session.exec(select(Copy))] == [("", "")]
