"""What lies ahead, for people's own calendars (iCalendar, RFC 5545): consultations, and terms for comments.

Nothing in it depends on the moment of asking but the day in Tirana: an event's stamp is when the record last spoke
of its consultation or plan, and its sequence how often it did since the first time. A consultation that was called
off stays until its day has passed, as cancelled: calendars that hold it are to learn it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.plans.consultations import OpenTerm, open_terms
from pop_tracker.history import HistoryEntry
from pop_tracker.places.models import municipalities
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import ConsultationRow, consultations
from pop_tracker.plans.stages import LAW_OF_COMMENTS
from pop_tracker.settings import Settings
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, TIRANA, Words, localized
from pop_tracker.web.invented import INVENTED, named
from pop_tracker.web.working_days import reservation

CALENDAR = "/konsultimet.ics"
DOMAIN = "konsultimet.pop-tracker.invalid"
"""Of the events' names, and no address: a site that moves to another host announces the same events."""
A_DAY = timedelta(days=1)


@get(CALENDAR, opt=PUBLIC)
def calendar(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """Of all municipalities, or of one."""
    bashkia = request.query_params.get("bashkia", "")
    places = {place.slug: place.name for place in municipalities(session)}
    if bashkia and bashkia not in places:
        raise Missing
    meetings = [one for one in consultations(session) if one.lies_ahead and bashkia in ("", one.municipality_slug)]
    terms = [term for term in open_terms(session) if bashkia in ("", term.municipality_slug)]
    paths = [f"/konsultimet/{one.slug}" for one in meetings] + [f"/planet/{term.plan_slug}" for term in terms]
    settings = request.app.state.settings
    events = Events(said, settings, _last_spoken_of(session, paths))

    name = said.gettext(N_("Konsultimet dhe afatet e komenteve"))
    of_place = f"{name}: {places[bashkia]}" if bashkia else name
    found = Calendar()
    found.add("prodid", "-//pop-tracker//konsultimet//SQ")
    found.add("version", "2.0")
    found.add("x-wr-calname", named(of_place, said, is_training=settings.training))
    found.add("x-wr-timezone", str(TIRANA))
    found.add_component(_tirana())
    for one in meetings[::-1]:
        found.add_component(events.meeting(one))
    for term in terms:
        found.add_component(events.term(term))
    return Response(
        found.to_ical(),
        media_type="text/calendar",
        headers={"Content-Language": said.language, "Cache-Control": "public, no-cache"},
    )


def _tirana() -> Timezone:
    """Clocks in Tirana by the rule of the law, not by a list of days, which programs that read no such list take for
    winter all year. It stands in a calendar without events too: one that holds nothing at all is none."""
    zone = Timezone()
    zone.add("tzid", str(TIRANA))
    for part, name, month, start, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), 1, 2),  # noqa: DTZ001
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), 2, 1),  # noqa: DTZ001
    ):
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _at(day: date, hour: str) -> datetime:
    hours, _, minutes = hour.partition(":")
    return datetime.combine(day, time(int(hours), int(minutes)), TIRANA)


class Events:
    """Events in the reader's language; what makes one the same event is not in any language."""

    def __init__(self, said: Words, settings: Settings, spoken_of: Mapping[str, tuple[datetime, int]]) -> None:
        self.said = said
        self.settings = settings
        self.spoken_of = spoken_of

    def meeting(self, one: ConsultationRow) -> Event:
        kind = self.said.gettext(CONSULTATION_KIND_WORDS[one.consultation_kind])
        summary = f"{kind}, {one.municipality_name}: {one.topic}"
        if one.called_off:
            summary = self.said.gettext(N_("U anulua: %(summary)s"), summary=summary)
        event = self._event(f"/konsultimet/{one.slug}", f"konsultim-{one.slug}", summary, one.called_off)
        event.add("status", "CANCELLED" if one.called_off else "CONFIRMED")
        if one.hour:
            event.add("dtstart", _at(one.held_on, one.hour))
            if one.hour_until:  # many a notice says when a meeting begins, and not how long it takes: nor does this
                event.add("dtend", _at(one.held_on, one.hour_until))
        else:
            event.add("dtstart", one.held_on)
            event.add("dtend", one.held_on + A_DAY)
        if one.place:
            event.add("location", self.said.said(one.place))
        return event

    def term(self, term: OpenTerm) -> Event:
        summary = self.said.gettext(
            N_("Komente deri më %(date)s: %(title)s"), date=self.said.date(term.until), title=term.plan_title
        )
        given = self.said.gettext(
            N_("%(days)s ditë pune nga njoftimi i datës %(date)s (%(law)s)"),
            days=term.days, date=self.said.date(term.from_on), law=self.said.gettext(LAW_OF_COMMENTS),
        )  # fmt: skip
        reserved = reservation(self.said, term.from_on, term.until)
        event = self._event(
            f"/planet/{term.plan_slug}",
            f"komente-{term.plan_slug}-{term.from_on}",
            summary,
            f"{given}. {reserved}" if reserved else given,
        )
        event.add("dtstart", term.until)
        event.add("dtend", term.until + A_DAY)
        event.add("transp", "TRANSPARENT")
        return event

    def _event(self, path: str, identity: str, summary: str, description: str) -> Event:
        event = Event()
        event.add("uid", f"{identity}@{DOMAIN}")
        last, times = self.spoken_of[path]
        event.add("dtstamp", last)
        event.add("sequence", times - 1)
        event.add("summary", summary)
        said_of_it = [self.said.gettext(INVENTED)] if self.settings.training else []
        if description or said_of_it:
            event.add("description", ". ".join([*said_of_it, *([description] if description else [])]))
        event.add("url", self.settings.base_url + localized(path, self.said.language))
        return event


def _last_spoken_of(session: Session, paths: Iterable[str]) -> dict[str, tuple[datetime, int]]:
    """When the record last spoke of each page's thing, and how many times it has; one query."""
    rows = session.exec(
        select(HistoryEntry.path, sa.func.max(HistoryEntry.at), sa.func.count())
        .where(col(HistoryEntry.path).in_(list(paths)))
        .group_by(HistoryEntry.path)
    )
    return {path: (at, times) for path, at, times in rows}


HANDLERS: list[Any] = [calendar]
