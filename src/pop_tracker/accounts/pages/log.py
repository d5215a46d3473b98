"""The account log as coordinators read it: what happened, who did it and with whom, the newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import select

from pop_tracker.accounts import log
from pop_tracker.accounts.log import EVENTS, FURTHER, LogEntry
from pop_tracker.accounts.models import Person, organisations
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words

WHERE = "/puna/ditari"
PAGE = 50
PEOPLE = frozenset({"asked_by", "to"})
"""What further is said and is a person's number."""
THINGS = {
    "address": N_("adresa nr. %(id)s"),
    "candidate": N_("kandidati nr. %(id)s"),
    "code": N_("kodi nr. %(id)s"),
    "domain": N_("domeni nr. %(id)s"),
    "invitation": N_("ftesa nr. %(id)s"),
    "municipality": N_("bashkia nr. %(id)s"),
    "office": N_("detyra publike nr. %(id)s"),
    "passkey": N_("çelësi nr. %(id)s"),
    "person": N_("llogaria nr. %(id)s"),
    "reply_link": N_("lidhja për përgjigjen e bashkisë nr. %(id)s"),
    "signature": N_("përgjigjja nr. %(id)s"),
}
"""What events are about, by kind."""
LIMITED = {
    "": N_("lidhje për të hyrë, te një adresë emaili"),
    "code of": N_("kode të hapit të dytë"),
    "dead link from": N_("lidhje të vdekura për të hyrë, nga një rrjet"),
    "link from": N_("lidhje për të hyrë, nga një rrjet"),
    "link to": N_("lidhje për të hyrë, te një adresë emaili"),
    "receipts missed from": N_("vërtetime që nuk ekzistojnë, nga një rrjet"),
    "refusals noted of": N_("përgjigje me një lidhje personale që nuk u pranuan"),
    "replies through link": N_("përgjigje me lidhjen e bashkisë"),
    "reply links missed from": N_("lidhje bashkie që nuk ekzistojnë, nga një rrjet"),
    "signing links missed from": N_("lidhje personale që nuk ekzistojnë, nga një rrjet"),
    "wrong second steps noted of": N_("kode ose çelësa të gabuar në hapin e dytë"),
}
"""What was tried too often, as `limits` is told of it, without the word that says by whom."""

log.explain("copied", N_("Mund të kopjohet në pajisje të tjera"), {True: N_("po"), False: N_("jo")})
log.explain("round", N_("Raundi"))
log.explain("tries", N_("Përpjekje"))
log.explain("how", N_("Si"), {"passkey": N_("me çelës"), "code": N_("me kod"), "recovery": N_("me kod rezervë")})


@dataclass(frozen=True)
class Row:
    number: int
    at: datetime
    event: str
    by: str
    of: str
    more: list[tuple[str, str]]


@get(WHERE, guards=[guards.coordinator])
def log_page(
    desk: NamedDependency[Desk], personi: FromQuery[str] = "", ngjarja: FromQuery[str] = "", para: FromQuery[str] = ""
) -> Response[str]:
    """What is asked for and is not there is no filter."""
    people = {id or 0: name for id, name in desk.session.exec(select(Person.id, Person.name))}
    names = {one.slug: one.name for one in organisations(desk.session)}
    person = _number(personi) if _number(personi) in people else None
    event = ngjarja if ngjarja in EVENTS else ""
    found = log.entries(desk.session, event=event, person=person, before=_number(para), limit=PAGE + 1)
    context = {
        "rows": rows(found[:PAGE], people, names, desk.words),
        "people": sorted(people.items(), key=lambda one: sort_key(one[1])),
        "person": person,
        "events": sorted(EVENTS.items(), key=lambda one: sort_key(desk.words.gettext(one[1]))),
        "event": event,
        "is_first": _number(para) is None,
        "before": found[PAGE - 1].number if len(found) > PAGE else None,
        "log_head": log.head(desk.session),
    }
    return desk.page("accounts/log.html", context)


def rows(found: Iterable[LogEntry], people: dict[int, str], names: dict[str, str], said: Words) -> list[Row]:
    return [
        Row(
            entry.number,
            entry.at,
            said.gettext(EVENTS.get(entry.event, entry.event)),
            people.get(entry.author or 0, ""),
            people.get(entry.person or 0, ""),
            [
                *([("", about)] if (about := _about(entry, said)) else []),
                *(_further(one, people, names, said) for one in entry.said.items()),
            ],
        )
        for entry in found
    ]


def _about(entry: LogEntry, said: Words) -> str:
    if entry.event == "limit_reached" and entry.thing in LIMITED:
        return said.gettext(LIMITED[entry.thing])
    return _named(entry.thing, said)


def _named(thing: str, said: Words) -> str:
    """As "invitation/12" and "office-3" are read; what is not known by its kind, as it stands."""
    kind, _, of = thing.partition("/")
    if kind == "contact":
        return said.gettext(N_("të dhënat e kontaktit: %(of)s"), of=_named(of, said))
    kind, _, id = re.sub(r"-(?=\d+$)", "/", thing).partition("/")
    return said.gettext(THINGS[kind], id=id) if kind in THINGS and id.isdigit() else thing


def _further(one: tuple[str, Any], people: dict[int, str], names: dict[str, str], said: Words) -> tuple[str, str]:
    name, value = one
    label, words = FURTHER.get(name, (name, {}))
    if name in PEOPLE:
        return said.gettext(label), people.get(value or 0, "")
    if name == "organisation":
        return said.gettext(label), names.get(value, value) or "–"
    return said.gettext(label), said.gettext(words[value]) if value in words else _named(str(value), said)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


HANDLERS: list[Any] = [log_page]
