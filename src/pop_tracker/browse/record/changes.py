"""/ndryshimet: every change of the public record, one for good at each number, and as an Atom feed."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedgen.feed import FeedGenerator
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record import titles
from pop_tracker.browse.record.words import lines
from pop_tracker.history import VERBS, Entry, HistoryEntry, HistoryPayload
from pop_tracker.places.models import municipalities
from pop_tracker.web import files
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words, localized
from pop_tracker.web.render import page

CHANGES = "/ndryshimet"
PAGE = 50
IN_FEED = 50
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
    path: str
    municipality: str | None
    organisation: str | None
    approver_organisation: str | None
    source: str | None
    reason: str | None
    previous_hash: str
    hash: str
    payload_digest: str

    @property
    def address(self) -> str:
        return f"{CHANGES}/{self.number}"


def as_change(entry: Entry, names: dict[str, str], said: Words) -> Change:
    row = entry.row
    return Change(
        number=row.number,
        at=row.at,
        kind=row.kind,
        verb=row.verb,
        did=said.gettext(VERBS.get(row.verb, row.verb)),
        title=entry.title,
        path=row.path,
        municipality=row.municipality,
        organisation=names.get(row.organisation or "", row.organisation),
        approver_organisation=names.get(row.approver_organisation or "", row.approver_organisation),
        source=entry.source,
        reason=entry.reason,
        previous_hash=row.previous_hash,
        hash=row.hash,
        payload_digest=row.payload_digest,
    )


def organisation_names(session: Session) -> dict[str, str]:
    """Names by slug. One query."""
    return dict(session.exec(select(Organisation.slug, Organisation.name)).all())


def changes_of(
    session: Session, said: Words, *, bashkia: str = "", before: int | None = None, limit: int = PAGE
) -> list[Change]:
    """The newest first, of all municipalities or one. Two queries."""
    names = organisation_names(session)
    found = titles.entries(session, said, municipality=bashkia or None, before=before, limit=limit)
    return [as_change(entry, names, said) for entry in found]


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
    found = changes_of(session, said, bashkia=bashkia, before=number_in(para) if para else None, limit=PAGE + 1)
    return page(
        request,
        "browse/changes.html",
        {
            "changes": found[:PAGE],
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
    redaction = redaction_of(session, asked) if entry.content is None else None
    head: Any = request.scope.get("head")
    base_url = request.app.state.settings.base_url
    return page(
        request,
        "browse/change.html",
        {
            "change": as_change(entry, names, said),
            "is_redacted": entry.content is None,
            "redaction": as_change(redaction, names, said) if redaction else None,
            "redacts": [int(part) for part in (entry.row.redacts or "").split(",") if part],
            "lines": lines(entry.row.kind, entry.content["state"], said) if entry.content else (),
            "is_last": head is not None and head.number == asked,
            "permanent_address": base_url + localized(f"{CHANGES}/{asked}", said.language),
        },
    )


@get(f"{CHANGES}/{{number:str}}/permbajtja.json", opt=PUBLIC)
def change_content(number: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """An entry's whole content as it is kept, for what its page only counts. A redacted one has none."""
    payload = session.get(HistoryPayload, number_in(number))
    if payload is None:
        raise Missing
    name = files.disposition(f"hyrja-{payload.number}.json")
    return Response(
        payload.content.encode(),
        media_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name, "Cache-Control": "public, no-cache"},
    )


def redaction_of(session: Session, number: int) -> Entry | None:
    """The entry that says that this one's words were removed."""
    redacting = session.exec(
        select(HistoryEntry.number, HistoryEntry.redacts).where(
            HistoryEntry.number > number, col(HistoryEntry.redacts).is_not(None)
        )
    ).all()
    for later, redacted in redacting:
        if str(number) in (redacted or "").split(","):
            return history.entries(session, number=later)[0]
    return None


@get(f"{CHANGES}.atom", opt=PUBLIC)
def feed(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """The newest entries, of all municipalities or one, for feed readers."""
    bashkia = request.query_params.get("bashkia", "")
    places = {place.slug: place.name for place in municipalities(session)}
    if bashkia and bashkia not in places:
        raise Missing
    base_url = request.app.state.settings.base_url
    query = f"?bashkia={bashkia}" if bashkia else ""

    def address(path: str) -> str:
        return str(base_url + localized(path, said.language))

    title = said.gettext("Ndryshimet e regjistrit")
    atom = FeedGenerator()
    atom.id(address(f"{CHANGES}.atom") + query)
    atom.title(f"{title}: {places[bashkia]}" if bashkia else title)
    atom.language(said.language)
    atom.author(name="pop-tracker", uri=address("/"))
    atom.link(href=address(f"{CHANGES}.atom") + query, rel="self", type="application/atom+xml")
    atom.link(href=address(CHANGES) + query, rel="alternate", type="text/html")
    found = changes_of(session, said, bashkia=bashkia, limit=IN_FEED)
    for one in found:
        item = atom.add_entry(order="append")
        item.id(address(one.address))
        item.title(_in_xml(f"{one.did}: {one.title}" if one.title else one.did))
        item.link(href=address(one.address), rel="alternate", type="text/html")
        item.published(one.at)
        item.updated(one.at)
        item.author(name=_in_xml(one.organisation or "pop-tracker"))
        item.summary(_in_xml(" ".join(part for part in (one.reason, one.source) if part) or one.did))
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
