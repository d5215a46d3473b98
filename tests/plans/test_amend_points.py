"""Points of a consultation that stand: amended with a reason, taken away, written anew after a redaction."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import REMOVED, Entry
from pop_tracker.pieces import HIDDEN, Piece
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from pop_tracker.plans.consultations.points import MOST_POINTS, ConsultationPoint, PointKind, Wording, points
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.consultations.threads import threads
from pop_tracker.web.i18n import Words
from pop_tracker.web.incoming import MOST_FIELDS
from tests import cast
from tests.cast import EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.history.attack import faults
from tests.history.redacting import redacted
from tests.pages import words
from tests.plans.consultations import opened_at
from tests.plans.hearing import SLUG, WORK, commitment, hearing, item, of_the_hearing, tie
from tests.plans.play import entries, fields_of, verified

FORM = f"{WORK}/te-dhenat"
PUBLIC = f"/konsultimet/{SLUG}"
REASON = "Procesverbali e thotë ndryshe."


def send(site: Site, who: str = EDITOR, **fields: Any) -> Any:
    """The form as it stands, with some fields otherwise."""
    return site.form(site.client(who), FORM, **{**opened_at(site, FORM), **fields})


def said(site: Site) -> dict[int, Wording]:
    with site.database.reading() as session:
        return {one.position: one.wording for one in points(session, the_one(session).id or 0)}


def the_one(session: Session) -> Consultation:
    found = consultation_by_slug(session, SLUG)
    assert found is not None
    return found


def last(site: Site) -> Entry:
    with site.database.reading() as session:
        return history.entries(session, limit=1)[0]


def redact(site: Site, which: Callable[[Piece], bool] = lambda _: True) -> None:
    with site.database.writing() as session:
        by = [site.viewer(session, email).actor for email in (cast.EDITOR, cast.OTHER_REVIEWER)]
        redacted(session, the_one(session), *by, reason="Emër personi privat", which=which)


def test_each_point_is_a_row_and_new_ones_are_typed_one_a_line(training: Site) -> None:
    hearing(training)
    opened = opened_at(training, FORM)
    assert (opened["point_1"], opened["point_1_kind"]) == ("Uji vjen rrallë.", "problem")
    assert (opened["point_4"], opened["point_4_kind"]) == ("Drafti publikohet.", "step")
    assert (opened["problem"], opened["step"]) == ("", "")
    assert send(training, request="Një park.\n\nNjë autobus.", problem="Mungon drita.").status_code == 303
    assert {number: one.text for number, one in said(training).items() if number > 4} == {
        5: "Mungon drita.", 6: "Një park.", 7: "Një autobus."}  # fmt: skip
    assert last(training).reason is None


@pytest.mark.both
def test_a_point_with_a_thread_is_amended_with_a_reason(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, commitment=commitment(training, "2.1"))
    before = entries(training)
    refused = send(training, point_1="Uji vjen çdo të dytën ditë.")
    assert refused.status_code == 422
    assert "Shkruani pse ndryshon ose hiqet" in refused.text.split('id="reason-error"')[1][:200]
    assert "Uji vjen çdo të dytën ditë." in refused.text
    assert entries(training) == before
    assert send(training, point_1="Uji vjen çdo të dytën ditë.", reason=REASON).status_code == 303
    assert verified(training) == "consultation.revise"
    assert last(training).reason == REASON
    with training.database.reading() as session:
        (thread,) = threads(session, Consultation.slug == SLUG)
        now = session.get_one(ConsultationPoint, point.id)
    assert (thread.point_id, thread.point_text) == (point.id, "Uji vjen çdo të dytën ditë.")
    assert (now.position, now.source, now.amended_in) == (1, point.source, entries(training))
    quoted = training.client().get("/kontratat/shembull-2023/2.1").text
    assert "Uji vjen çdo të dytën ditë." in quoted
    assert point.text not in quoted


def test_its_page_says_when_and_why_and_where_the_older_words_stand(training: Site) -> None:
    hearing(training)
    assert "E ndryshuar më" not in training.client().get(PUBLIC).text
    send(training, point_2="Rruga u prish nga përmbytja.", reason=REASON)
    number = entries(training)
    page = training.client().get(PUBLIC).text
    row = page.split("Rruga u prish nga përmbytja.")[1].split("</li>")[0]
    assert f"E ndryshuar më {history_day(training)}: {REASON} · Si ishte më parë" in words(row)
    assert f'href="/ndryshimet/{number}"' in row
    assert page.count("Si ishte më parë") == 1
    entry = words(training.client().get(f"/ndryshimet/{number}").text)
    assert "Rruga është e prishur." in entry
    assert REASON in entry
    english = training.client().get(f"/en{PUBLIC}").text
    assert "What it said before" in english
    send(training, point_1="Uji vjen dy orë.", reason="Edhe kjo.")
    assert training.client().get(PUBLIC).text.count("Si ishte më parë") == 2


def history_day(site: Site) -> str:
    with site.database.reading() as session:
        at = history.entries(session, limit=1)[0].row.at
    return Words("sq").date(at)


def test_its_page_asks_the_database_as_often_for_many_that_were_amended(training: Site) -> None:
    hearing(training)
    send(training, point_1="Një.", reason=REASON)
    with training.count_queries() as once:
        training.client().get(PUBLIC)
    for number, text in ((2, "Dy."), (3, "Tre."), (4, "Katër.")):
        send(training, **{f"point_{number}": text}, reason=REASON)
    with training.count_queries() as often:
        training.client().get(PUBLIC)
    assert len(often) <= len(once) + 1  # saves that follow one another are read as one, with what they held


def test_its_kind_is_amended_too(training: Site) -> None:
    hearing(training)
    assert send(training, point_1_kind="request").status_code == 422
    assert send(training, point_1_kind="request", reason=REASON).status_code == 303
    assert said(training)[1] == (PointKind.REQUEST, "Uji vjen rrallë.")
    assert "Zgjidhni një nga mundësitë" in send(training, point_1_kind="darkë", reason=REASON).text


def test_a_kind_that_was_left_out_is_asked_for(training: Site) -> None:
    """Also where a device sends an empty one, which no list offers."""
    hearing(training)
    assert "Zgjidhni një nga mundësitë" in send(training, point_1_kind="", reason=REASON).text


@pytest.mark.both
def test_a_point_is_taken_away_with_a_reason_and_its_number_is_nobody_elses(training: Site) -> None:
    hearing(training)
    assert send(training, point_4="").status_code == 422
    assert send(training, point_4="", reason="Nuk u tha.").status_code == 303
    assert verified(training) == "consultation.revise"
    assert list(said(training)) == [1, 2, 3]
    assert "Drafti publikohet." not in training.client().get(PUBLIC).text.split("Historia")[0]
    send(training, step="Drafti botohet.")
    assert list(said(training)) == [1, 2, 3, 5]
    verified(training)
    with training.database.reading() as session:
        assert next(one.points for one in consultations(session) if one.slug == SLUG) == 4


@pytest.mark.both
def test_where_a_thread_starts_it_is_taken_away_once_the_thread_is_off(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, item=item(training))
    refused = send(training, point_1="", reason="Nuk u tha.")
    assert refused.status_code == 422
    assert "hiqni më parë lidhjen" in refused.text.split('id="point_1-error"')[1][:200]
    thread = of_the_hearing(training)[0]
    off = f"{WORK}/fijet/{thread.id}/heqje"
    assert training.form(training.client(EDITOR), WORK, post_to=off, reason="tjetër gjë").status_code == 303
    assert send(training, point_1="", reason="Nuk u tha.").status_code == 303
    assert 1 not in said(training)
    assert verified(training) == "consultation.revise"
    assert faults(training) == []
    offered = training.client(EDITOR).get(f"{WORK}/fijet/i-ri").text.split('name="point"')[1].split("</select>")[0]
    assert "Drejtoria do ta shohë." in offered
    assert point.text not in offered
    client = training.client(EDITOR)
    assert client.get(f"{WORK}/fijet/{thread.id}/heqje").status_code == 303  # what was taken off is still known


@pytest.mark.both
def test_after_a_redaction_the_rest_is_written_again_and_some_is_left(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, commitment=commitment(training, "1.1"))
    redact(training)
    opened = opened_at(training, FORM)
    assert [opened[f"point_{number}"] for number in range(1, 5)] == [REMOVED] * 4
    anew = {"topic": "Buxheti", "source": "procesverbali i ushtrimit"}
    assert send(training, **anew).status_code == 303  # rows that are left are accepted as they are
    answer = send(training, point_1="Një banore: uji vjen rrallë.", point_2="", reason="Pa emrin.")
    assert answer.status_code == 303, answer.text
    assert {number: one.text for number, one in said(training).items()} == {
        1: "Një banore: uji vjen rrallë.", 3: REMOVED, 4: REMOVED}  # fmt: skip
    with training.database.reading() as session:
        assert threads(session, Consultation.slug == SLUG)[0].point_text == "Një banore: uji vjen rrallë."
    assert faults(training) == []
    assert send(training, point_3="Drejtoria do ta shohë.", point_4="Botohet.", reason="Pa emrin.").status_code == 303
    assert REMOVED not in str(said(training))
    assert training.client().get(PUBLIC).text.count("Si ishte më parë") == 3


def test_one_point_whose_words_were_taken_is_written_again_beside_the_others(training: Site) -> None:
    point = hearing(training)
    tie(training, point=point.id, commitment=commitment(training, "1.1"))
    redact(training, lambda piece: piece.words == point.text)
    assert [one.text for one in said(training).values()][:2] == [REMOVED, "Rruga është e prishur."]
    page = training.client().get(PUBLIC).text
    assert f'<li id="pika-{point.id}"><span class="words">{REMOVED}' in page
    assert send(training, outcome="U ra dakord.").status_code == 303
    assert send(training, point_1="Një banore: uji vjen rrallë.", reason="Pa emrin.").status_code == 303
    with training.database.reading() as session:
        assert threads(session, Consultation.slug == SLUG)[0].point_text == "Një banore: uji vjen rrallë."
    assert faults(training) == []


@pytest.mark.both
def test_the_reason_of_an_amendment_goes_with_its_entry(training: Site) -> None:
    hearing(training)
    send(training, point_1="Uji vjen dy orë.", reason=REASON)
    redact(training)
    page = training.client().get(PUBLIC)
    assert page.status_code == 200
    assert REASON not in page.text


def test_nobody_writes_that_words_were_removed(training: Site) -> None:
    """Whoever would make an unwelcome point read as personal data that two people took out. What stands so is left."""
    hearing(training)
    redact(training, lambda piece: piece.words == "Uji vjen rrallë.")
    before = said(training)
    for mark in (REMOVED, HIDDEN, f"{REMOVED} 2"):
        for fields in ({"point_2": mark, "reason": REASON}, {"request": mark}):
            refused = send(training, **fields)
            assert refused.status_code == 422
            assert f"“{mark}” e shkruan vetëm regjistri" in refused.text
    assert said(training) == before
    assert send(training, outcome="U ra dakord.", point_1_kind="request", reason=REASON).status_code == 303


def test_a_titled_name_is_refused_where_words_change_and_nowhere_else(training: Site) -> None:
    hearing(training)
    with training.database.writing() as session:  # as it may stand from before this was asked
        point = points(session, the_one(session).id or 0)[0]
        point.text = "z. Filan ankohet."
        session.add(point)
    assert send(training, outcome="U ra dakord.").status_code == 303
    for fields in (
        {"point_2": "znj. Filane ankohet.", "reason": "gabim"},
        {"point_2": "x", "reason": "Për znj. Filane"},
    ):
        assert "duket si emër personi" in send(training, **fields).text


def test_what_looks_like_a_name_in_other_words_is_asked_about(training: Site) -> None:
    hearing(training)
    changed = {"point_2": "Zenepe Kuqalashi tha se rruga u prish.", "reason": "Procesverbali e thotë."}
    asked = send(training, **changed)
    assert asked.status_code == 422
    assert "Nuk është emër i një personi privat" in asked.text
    tick = asked.text.split('name="point_2-jo-emer"')[1].split('value="')[1].split('"')[0]
    assert send(training, **changed, **{"point_2-jo-emer": tick}).status_code == 303
    assert send(training, outcome="U ra dakord.").status_code == 303  # left as it is, it is not asked about again


def test_sent_twice_it_is_done_once(training: Site) -> None:
    hearing(training)
    once = {**opened_at(training, FORM), "point_1": "Uji vjen dy orë.", "point_4": "", "request": "Një park.",
            "reason": REASON}  # fmt: skip
    client = training.client(EDITOR)
    assert training.form(client, FORM, **once).status_code == 303
    number, after = entries(training), said(training)
    assert training.form(client, FORM, **once).status_code == 303
    assert (entries(training), said(training)) == (number, after)


def test_a_reason_alone_changes_nothing(training: Site) -> None:
    hearing(training)
    before = entries(training)
    assert send(training, reason=REASON).status_code == 303
    assert entries(training) == before


def test_what_somebody_else_adds_meanwhile_stays(training: Site) -> None:
    hearing(training)
    opened = opened_at(training, FORM)
    assert send(training, SECOND_EDITOR, request="Një park.").status_code == 303
    client, mine = training.client(EDITOR), {**opened, "point_1": "Uji vjen dy orë.", "reason": REASON}
    stale = training.form(client, FORM, **mine)
    assert stale.status_code == 409
    again = stale.text.split('name="version" value="')[1].split('"')[0]
    assert training.form(client, FORM, **{**mine, "version": again}).status_code == 303
    assert said(training)[1].text == "Uji vjen dy orë."
    assert said(training)[5].text == "Një park."


def test_what_somebody_else_amends_meanwhile_is_shown_first(training: Site) -> None:
    hearing(training)
    opened = opened_at(training, FORM)
    assert send(training, SECOND_EDITOR, point_1="Uji vjen tri orë.", reason=REASON).status_code == 303
    mine = {**opened, "point_1": "Uji vjen dy orë.", "reason": REASON}
    stale = training.form(training.client(EDITOR), FORM, **mine)
    assert stale.status_code == 409
    now = stale.text.split("Kështu është tani:")[1].split("</dl>")[0]
    assert "Pika 1" in now
    assert "Uji vjen tri orë." in now
    assert "Pika 2" not in now


def test_words_of_a_point_that_somebody_took_away_meanwhile_are_not_lost(training: Site) -> None:
    hearing(training)
    opened = opened_at(training, FORM)
    assert send(training, SECOND_EDITOR, point_2="", reason=REASON).status_code == 303
    sent = {**opened, "point_2": "Rruga u prish nga përmbytja.", "reason": REASON}
    answer = training.form(training.client(EDITOR), FORM, **sent)
    assert answer.status_code == 422
    assert "Pika 2 u hoq ndërkohë" in answer.text
    assert 'name="point_2"' not in answer.text
    assert "Rruga u prish nga përmbytja.</textarea>" in answer.text
    assert 2 not in said(training)


def test_a_form_from_before_points_were_rows_adds_nothing_twice(training: Site) -> None:
    """All points were lines of five boxes; a device may have kept such a form."""
    hearing(training)
    older = {name: value for name, value in opened_at(training, FORM).items() if not name.startswith("point_")}
    lines = {"problem": "Uji vjen rrallë.\r\nRruga është e prishur.\r\nMungon drita.", "step": "Drafti publikohet."}
    client = training.client(EDITOR)
    client.get(FORM)
    token = {"_csrf_token": client.cookies.get("pop_csrf", "")}
    answer = client.post(FORM, data={**older, **lines, **token})
    assert answer.status_code == 303
    assert [one.text for one in said(training).values()] == [
        "Uji vjen rrallë.", "Rruga është e prishur.", "Drejtoria do ta shohë.", "Drafti publikohet.", "Mungon drita.",
    ]  # fmt: skip


def test_no_more_points_are_taken_than_its_form_takes_again(training: Site) -> None:
    hearing(training)
    before = said(training)
    refused = send(training, request="\n".join(f"Kërkesa {number}" for number in range(MOST_POINTS - 3)))
    assert refused.status_code == 422
    assert f"Një konsultim mban më së shumti {MOST_POINTS} pika." in refused.text
    assert said(training) == before
    assert (
        send(training, request="\n".join(f"Kërkesa {number}" for number in range(MOST_POINTS - 4))).status_code == 303
    )
    assert send(training, point_1="Uji vjen dy orë.", reason=REASON).status_code == 303
    assert 3 * MOST_POINTS < MOST_FIELDS, "words, kind and the tick of a name of each"


def test_a_meeting_moved_ahead_keeps_no_points(training: Site) -> None:
    hearing(training)
    moved = {"held_on": "01.01.2099", "next_on": "", "roles_present": "", "women": ""}
    assert "në të ardhmen" in send(training, **moved).text
    gone = {f"point_{number}": "" for number in range(1, 5)}
    assert send(training, **moved, **gone, reason="Nuk është mbajtur ende.").status_code == 303
    assert said(training) == {}
    assert "I shpallur, ende pa u mbajtur" in training.client().get(PUBLIC).text


def test_the_api_names_points_by_their_number(training: Site) -> None:
    hearing(training)
    send(training, point_1="", point_2="Rruga u prish.", reason=REASON)
    found = training.client().get("/api/v1/consultations?limit=100").json()["items"]
    told = next(one for one in found if one["slug"] == SLUG)["points"]
    assert [(one["number"], one["amended_in"]) for one in told] == [(2, entries(training)), (3, None), (4, None)]


def test_what_a_device_may_send_of_points_that_never_were_is_offered_as_new(training: Site) -> None:
    hearing(training)
    client = training.client(EDITOR)
    sent = {**fields_of(training, FORM), "names_nobody": "y", "point_99": "x" * 30_000, "point_99_kind": "darkë"}
    answer = training.form(client, WORK, post_to=FORM, **sent)
    assert answer.status_code == 422
    with training.database.reading() as session:
        query = select(ConsultationPoint).where(col(ConsultationPoint.text).startswith("xxx"))
        assert session.exec(query).all() == []
