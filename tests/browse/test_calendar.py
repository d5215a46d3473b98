"""The calendar of consultations and comment terms, read back as a calendar program would."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from pop_tracker import history
from pop_tracker.browse.plans import consultations as browse_consultation
from pop_tracker.history import SEEDS
from pop_tracker.plans import stages
from pop_tracker.plans.consultations import consultations as consultations_of
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import StageKind
from pop_tracker.web.i18n import TIRANA
from tests.browse.play import hold
from tests.cast import EDITOR
from tests.conftest import Site

TODAY = date(2031, 5, 1)
ICS = "/konsultimet.ics"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (consultations_of, browse_consultation, stages):
        monkeypatch.setattr(module, "today", lambda: TODAY)


def announce(site: Site, slug: str, held_on: date, **fields: str) -> None:
    hold(site, slug, held_on, [], **fields)
    site.app.app.forget()


def notice(site: Site, reached_on: date) -> None:
    """Of the draft of a plan that no council has decided yet."""
    with site.database.writing() as session:
        before = session.exec(select(Plan).where(Plan.slug == "shembull-2024")).one()
        plan = Plan(slug="shembull-2032", municipality_id=before.municipality_id, plan_kind=before.plan_kind,
                    title="Plani i ushtrimit 2032", period_from=2032, source="ushtrim")  # fmt: skip
        plan.record(session, SEEDS)
        said = {"stage": StageKind.NOTICE, "reached_on": reached_on, "source": "ushtrim"}
        plan.reach(session, site.viewer(session, EDITOR), said)
    site.app.app.forget()


def calendar(site: Site, path: str = ICS) -> Any:
    answer = site.client().get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def events(site: Site, path: str = ICS) -> list[Any]:
    return list(calendar(site, path).walk("VEVENT"))


def test_a_meeting_with_its_hour_stands_at_that_hour_in_tirana(training: Site) -> None:
    announce(training, "ushtrim-a", date(2031, 5, 20), hour="17:30", hour_until="19:00", place="Salla; kati 2, lart")
    event = events(training)[0]
    assert event["dtstart"].dt == datetime(2031, 5, 20, 17, 30, tzinfo=TIRANA)
    assert event["dtstart"].params["TZID"] == "Europe/Tirane"
    assert event["dtstart"].dt.astimezone(UTC).hour == 15
    assert event["dtend"].dt == datetime(2031, 5, 20, 19, 0, tzinfo=TIRANA)
    assert event["location"] == "Salla; kati 2, lart"
    assert event["summary"] == "Forum, Shembull: Tema e ushtrimit"
    assert event["uid"] == "konsultim-ushtrim-a@konsultimet.pop-tracker.invalid"
    assert event["url"] == "http://testserver.local/konsultimet/ushtrim-a"
    assert [zone["tzid"] for zone in calendar(training).walk("VTIMEZONE")] == ["Europe/Tirane"]
    page = training.client().get("/konsultimet/ushtrim-a").text
    assert "ora 17:30–19:00" in page


def test_no_end_is_made_up_where_the_notice_says_none(training: Site) -> None:
    announce(training, "ushtrim-a", date(2032, 1, 20), hour="9:00")
    event = events(training)[0]
    assert "dtend" not in event
    assert "duration" not in event
    assert event["dtstart"].dt.astimezone(UTC).hour == 8, "in winter"


def test_clocks_follow_the_rule_and_an_empty_calendar_is_one(training: Site) -> None:
    sent = training.client().get(ICS).text
    assert "BEGIN:VEVENT" not in sent
    assert "RDATE" not in sent
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in sent
    (zone,) = calendar(training).walk("VTIMEZONE")
    for day, hours in ((date(2031, 7, 1), 2), (date(2031, 3, 29), 1), (date(2031, 3, 31), 2), (date(2040, 12, 1), 1)):
        noon = datetime.combine(day, time(12), zone.to_tz())
        assert noon.utcoffset() == timedelta(hours=hours), day
        assert noon.utcoffset() == datetime.combine(day, time(12), TIRANA).utcoffset()


def test_without_an_hour_it_is_the_whole_day(training: Site) -> None:
    announce(training, "ushtrim-b", date(2031, 5, 20))
    event = events(training)[0]
    assert event["dtstart"].dt == date(2031, 5, 20)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt == date(2031, 5, 21)
    assert "location" not in event


def test_it_is_the_same_event_however_often_and_in_whatever_language_it_is_asked_for(training: Site) -> None:
    announce(training, "ushtrim-c", date(2031, 5, 20), hour="11:00")
    client = training.client()
    first = client.get(ICS)
    training.app.app.forget()
    assert client.get(ICS).content == first.content
    assert first.headers["etag"] == client.get(ICS).headers["etag"]
    english = events(training, f"/en{ICS}")[0]
    albanian = events(training)[0]
    assert english["uid"] == albanian["uid"]
    assert english["url"] == "http://testserver.local/en/konsultimet/ushtrim-c"
    with training.database.reading() as session:
        spoken = history.entries(session, paths=["/konsultimet/ushtrim-c"], limit=1)[0].row.at
    assert albanian["dtstamp"].dt == spoken.replace(microsecond=0)


def test_what_has_passed_is_not_in_it(training: Site) -> None:
    announce(training, "ushtrim-d", TODAY)
    hold(training, "ushtrim-e", TODAY - timedelta(days=1), [])
    assert [event["uid"].split("@")[0] for event in events(training)] == ["konsultim-ushtrim-d"]


def test_the_last_day_for_comments_is_a_day_of_its_own(training: Site) -> None:
    # 20 working days after Friday 25 April 2031; 1 May is a holiday.
    notice(training, date(2031, 4, 25))
    event = events(training)[0]
    assert event["dtstart"].dt == date(2031, 5, 26)
    assert event["summary"] == "Komente deri më 26 maj 2031: Plani i ushtrimit 2032"
    assert event["uid"] == "komente-shembull-2032-2031-04-25@konsultimet.pop-tracker.invalid"
    assert "20 ditë pune nga njoftimi i datës 25 prill 2031 (ligji 146/2014" in event["description"]
    assert event["url"] == "http://testserver.local/planet/shembull-2032"
    english = events(training, f"/en{ICS}")[0]
    assert english["summary"].startswith("Comments until 26 May 2031: ")
    assert "Bajram" not in event["description"]
    page = training.client().get("/konsultimet").text
    assert "Komente deri më 26 maj 2031" in page


def test_a_term_that_a_reckoned_holiday_lies_in_says_so(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of Kurban Bajram 2031 is reckoned: 2 April, as the calendar knows it by now."""
    for module in (browse_consultation, stages):
        monkeypatch.setattr(module, "today", lambda: date(2031, 3, 20))
    notice(training, date(2031, 3, 17))
    told = "Kurban Bajrami, rreth datës 2 prill 2031, është llogaritur dhe ende nuk është shpallur"
    assert told in events(training)[0]["description"]
    assert told in " ".join(training.client().get("/konsultimet").text.split())
    assert "around 2 April 2031" in " ".join(training.client().get("/en/konsultimet").text.split())
    assert told in " ".join(training.client().get("/planet/shembull-2032").text.split())


def test_a_term_that_is_over_is_not_in_it(training: Site) -> None:
    notice(training, date(2031, 3, 3))
    assert events(training) == []


def test_of_one_municipality(training: Site) -> None:
    announce(training, "ushtrim-f", date(2031, 5, 20))
    notice(training, date(2031, 4, 25))
    assert len(events(training, f"{ICS}?bashkia=shembull")) == 2
    assert "Shembull" in calendar(training, f"{ICS}?bashkia=shembull")["x-wr-calname"]
    assert events(training, f"{ICS}?bashkia=prove") == []
    assert training.client().get(f"{ICS}?bashkia=askund").status_code == 404


def test_one_that_is_called_off_stays_as_cancelled_until_its_day_has_passed(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(training, "ushtrim-h", date(2031, 5, 20))
    before = events(training)[0]
    assert (before["status"], before["sequence"]) == ("CONFIRMED", 0)

    def change(verb: str) -> None:
        with training.database.writing() as session:
            held = consultations_of.consultation_by_slug(session, "ushtrim-h")
            getattr(held, verb)(session, training.viewer(session, EDITOR), "Salla nuk është gati.")
        training.app.app.forget()

    change("call_off")
    event = events(training)[0]
    assert (event["uid"], event["status"], event["sequence"]) == (before["uid"], "CANCELLED", 1)
    assert event["summary"] == "U anulua: Forum, Shembull: Tema e ushtrimit"
    assert event["description"] == "Të dhëna të shpikura, për ushtrim. Salla nuk është gati."
    assert events(training, f"/en{ICS}")[0]["summary"].startswith("Cancelled: ")
    change("announce_again")
    event = events(training)[0]
    assert (event["status"], event["sequence"], event["summary"]) == ("CONFIRMED", 2, before["summary"])
    change("call_off")
    monkeypatch.setattr(consultations_of, "today", lambda: date(2031, 5, 21))
    training.app.app.forget()
    assert events(training) == []


def test_words_cannot_write_an_event_of_their_own(training: Site) -> None:
    with training.database.writing() as session:
        plan = session.exec(select(Plan).where(Plan.slug == "shembull-2024")).one()
        consultations_of.Consultation(
            slug="ushtrim-g", municipality_id=plan.municipality_id, held_on=date(2031, 5, 20), source="ushtrim",
            consultation_kind=consultations_of.ConsultationKind.FORUM,
            topic="Një\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:tjetër",
        ).record(session, SEEDS, [])  # fmt: skip
    assert len(events(training)) == 1


@pytest.mark.both
def test_an_empty_calendar_is_still_a_calendar(empty: Site) -> None:
    assert calendar(empty)["version"] == "2.0"
    assert events(empty) == []
