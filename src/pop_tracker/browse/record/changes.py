"""/ndryshimet: every change of the public record, one for good at each number, and as an Atom feed."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from feedgen.feed import FeedGenerator
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record import saves, titles
from pop_tracker.browse.record.acts import Doer, approved_by, doer, done_by, has_second
from pop_tracker.browse.record.alone import is_alone
from pop_tracker.browse.record.removed import pieces_said, removals_of
from pop_tracker.browse.record.saves import Told
from pop_tracker.browse.record.words import changed, lines
from pop_tracker.history import VERBS, Entry, HistoryEntry
from pop_tracker.places.models import municipalities
from pop_tracker.web import files
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import TIRANA, Words, localized
from pop_tracker.web.invented import named
from pop_tracker.web.render import page

CHANGES = "/ndryshimet"
PAGE = 50
IN_FEED = 50
FEW = 3
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Change:
    """An entry as readers see it; `title` is None once it was redacted."""

    number: int
    at: datetime
    kind: str
    verb: str
    """As it is kept, "edition.publish"."""
    did: str
    """In the reader's words."""
    title: str | None
    quoted: tuple[str, ...]
    """What of the title is quoted as recorded."""
    path: str
    municipality: str | None
    organisation: str | None
    approver_organisation: str | None
    by: str
    """Whose act it is, in the reader's words."""
    approved_by: str
    source: str | None
    reason: str | None
    previous_hash: str
    hash: str
    payload_digest: str
    doer: Doer
    has_second: bool
    """A second person decided."""
    is_alone: bool
    """By one person, without a second."""
    numbers: tuple[int, ...] = ()
    """Of all its entries, in order, where several saves are told as one (`saves`)."""
    what: tuple[str, ...] = ()
    """What they were together."""

    @property
    def is_loaded(self) -> bool:
        """With the first tables, by nobody."""
        return self.doer is Doer.FIRST_TABLES

    @property
    def address(self) -> str:
        return f"{CHANGES}/{self.number}"

    @property
    def first_address(self) -> str:
        """Which stays, while saves are added."""
        return f"{CHANGES}/{self.numbers[0]}" if self.numbers else self.address


def as_change(entry: Entry, names: dict[str, str], said: Words) -> Change:
    row = entry.row
    return Change(
        number=row.number,
        at=row.at,
        kind=row.kind,
        verb=row.verb,
        did=said.gettext(VERBS.get(row.verb, row.verb)),
        title=entry.title,
        quoted=entry.quoted,
        path=row.path,
        municipality=row.municipality,
        organisation=names.get(row.organisation or "", row.organisation),
        approver_organisation=names.get(row.approver_organisation or "", row.approver_organisation),
        by=done_by(row, names, said),
        approved_by=approved_by(row, names, said),
        source=entry.source,
        reason=entry.reason,
        previous_hash=row.previous_hash,
        hash=row.hash,
        payload_digest=row.payload_digest,
        doer=doer(row),
        has_second=has_second(row),
        is_alone=is_alone(row),
    )


@dataclass(frozen=True)
class Run:
    """Changes of one day that follow one another, all loaded or none."""

    changes: list[Change]

    @property
    def is_loaded(self) -> bool:
        """So few that they need no fold are rows like any other."""
        return self.changes[0].is_loaded and len(self.changes) > FEW

    @property
    def acts(self) -> Counter[str]:
        return Counter(change.did for change in self.changes)


@dataclass(frozen=True)
class Day:
    day: date
    """In Tirana."""
    runs: list[Run]


def _together(told: Told, names: dict[str, str], said: Words) -> Change:
    change = as_change(told, names, said)
    if not told.is_together:
        return change
    return replace(change, reason=" · ".join(told.reasons) or None, numbers=told.numbers, what=told.what)


def by_day(found: Iterable[Change]) -> list[Day]:
    return [
        Day(day, [Run(list(run)) for _, run in groupby(of_day, key=lambda change: change.is_loaded)])
        for day, of_day in groupby(found, key=lambda change: change.at.astimezone(TIRANA).date())
    ]


def organisation_names(session: Session) -> dict[str, str]:
    """Names by slug. One query."""
    return dict(session.exec(select(Organisation.slug, Organisation.name)).all())


def changes_of(
    session: Session, said: Words, *, bashkia: str = "", before: int | None = None, limit: int = PAGE
) -> list[Change]:
    """The newest first, of all municipalities or one, each entry by itself. Three queries at most."""
    names = organisation_names(session)
    found = titles.entries(session, said, municipality=bashkia or None, before=before, limit=limit)
    return [as_change(entry, names, said) for entry in found]


def told_changes(
    session: Session, said: Words, *, bashkia: str = "", before: int | None = None, limit: int = PAGE
) -> list[Change]:
    """`changes_of`, saves that follow one another as one. Five queries at most."""
    names = organisation_names(session)
    found = saves.entries(session, said, municipality=bashkia or None, before=before, limit=limit)
    return [_together(told, names, said) for told in found]


def number_in(text: str) -> int:
    """An entry's number as it stands in an address. Raises Missing."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or not 0 < int(text) <= LARGEST_NUMBER:
        raise Missing
    return int(text)


@get(CHANGES, opt=PUBLIC)
def changes(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    bashkia, para = request.query_params.get("bashkia", ""), request.query_params.get("para", "")
    places = {place.slug: place.name for place in municipalities(session)}
    if bashkia and bashkia not in places:
        raise Missing
    found = told_changes(session, said, bashkia=bashkia, before=number_in(para) if para else None, limit=PAGE + 1)
    return page(
        request,
        "browse/changes.html",
        {
            "changes": found[:PAGE],
            "days": by_day(found[:PAGE]),
            "municipalities": places,
            "bashkia": bashkia,
            "is_first": not para,
            "before": found[PAGE - 1].number if len(found) > PAGE else None,
        },
    )


@get(f"{CHANGES}/{{number:str}}", opt=PUBLIC)
def change(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    """One entry, for good: what "cite this" names."""
    asked = number_in(number)
    names = organisation_names(session)
    newer_and_it = titles.entries(session, said, number=asked)
    if not newer_and_it:
        raise Missing
    entry = newer_and_it[0]
    removals = [] if entry.is_whole else removals_of(session, asked)
    removed, *by_each = pieces_said(session, [entry, *removals], said)
    before = state_before(session, entry.row) if entry.content else None
    after: dict[str, Any] | None = entry.content["state"] if entry.content else None
    head: Any = request.scope.get("head")
    base_url = request.app.state.settings.base_url
    return page(
        request,
        "browse/change.html",
        {
            "change": as_change(entry, names, said),
            "is_whole": entry.is_whole,
            "is_redacted": entry.content is None,
            "only_hidden": bool(removals) and all(one.row.verb.endswith(".hide") for one in removals),
            "removals": [(as_change(one, names, said), of_it) for one, of_it in zip(removals, by_each, strict=True)],
            "redacts": [int(part) for part in (entry.row.redacts or "").split(",") if part],
            "removed": removed,
            "lines": lines(entry.row.kind, after, said) if after else (),
            "changed": changed(entry.row.kind, before, after, said) if before and after and not removed else (),
            "is_first": before is None,
            "is_last": head is not None and head.number == asked,
            "permanent_address": base_url + localized(f"{CHANGES}/{asked}", said.language),
        },
    )


@get(f"{CHANGES}/{{number:str}}/permbajtja.json", opt=PUBLIC)
def change_content(number: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """An entry's whole content as it is kept, for what its page only counts; of one that lost pieces what is left."""
    asked = number_in(number)
    content = history.kept_content(session, asked)
    if content is None:
        raise Missing
    name = files.disposition(f"hyrja-{asked}.json")
    return Response(
        content.encode(),
        media_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name, "Cache-Control": "public, no-cache"},
    )


def state_before(session: Session, row: HistoryEntry) -> dict[str, Any] | None:
    """What the thing was until then, where it was something and its words were not removed. One query."""
    before = history.entries(
        session,
        only=(col(HistoryEntry.kind) == row.kind)
        & (col(HistoryEntry.key) == row.key)
        & (col(HistoryEntry.number) < row.number),
        limit=1,
    )
    return before[0].content["state"] if before and before[0].content else None


@get(f"{CHANGES}.atom", opt=PUBLIC)
def feed(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """The newest entries, of all municipalities or one, for feed readers."""
    bashkia = request.query_params.get("bashkia", "")
    places = {place.slug: place.name for place in municipalities(session)}
    if bashkia and bashkia not in places:
        raise Missing
    settings = request.app.state.settings
    query = f"?bashkia={bashkia}" if bashkia else ""

    def address(path: str) -> str:
        return str(settings.base_url + localized(path, said.language))

    title = said.gettext("Ndryshimet e regjistrit")
    atom = FeedGenerator()
    atom.id(address(f"{CHANGES}.atom") + query)
    atom.title(named(f"{title}: {places[bashkia]}" if bashkia else title, said, is_training=settings.training))
    atom.language(said.language)
    atom.author(name="pop-tracker", uri=address("/"))
    atom.link(href=address(f"{CHANGES}.atom") + query, rel="self", type="application/atom+xml")
    atom.link(href=address(CHANGES) + query, rel="alternate", type="text/html")
    found = told_changes(session, said, bashkia=bashkia, limit=IN_FEED)
    for one in found:
        item = atom.add_entry(order="append")
        item.id(address(one.first_address))
        item.title(_in_xml(f"{one.did}: {one.title}" if one.title else one.did))
        item.link(href=address(one.address), rel="alternate", type="text/html")
        item.published(one.at)
        item.updated(one.at)
        item.author(name=_in_xml("pop-tracker" if one.doer in (Doer.FIRST_TABLES, Doer.SITE) else one.by))
        parts = ("; ".join(one.what), one.reason, said.said(one.source or ""))
        words = " ".join(part for part in parts if part) or one.did
        item.summary(_in_xml(named(words, said, is_training=settings.training)))
    if found:
        atom.updated(found[0].at)
    return Response(
        atom.atom_str(pretty=True),
        media_type="application/atom+xml; charset=utf-8",
        headers={"Content-Language": said.language, "Cache-Control": "public, no-cache"},
    )


def _in_xml(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


HANDLERS: list[Any] = [changes, change, change_content, feed]
