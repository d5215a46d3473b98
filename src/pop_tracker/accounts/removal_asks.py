"""Anybody asks, without an account, that personal data be taken out of the public record.

Who asks so hides nothing: a stranger must not be able to put the record out of sight. It waits, with its days, for
those who look after the municipality of that page and for the coordinators. One of them takes it up, which hides the
words at once (`redactions`), or says with a reason that nothing goes. What was typed holds the very name: it lies
sealed as letters do, and goes with the decision or after ninety days.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import Role, Viewer, one_at_a_time
from pop_tracker.accounts.waiting import Deadline, InHand, Waiting
from pop_tracker.history import HistoryEntry
from pop_tracker.places.models import Municipality
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_, day_of, today, words
from pop_tracker.web.seal import BrokenSeal, seal, unseal
from pop_tracker.web.working_days import after_working_days

WHERE = "/puna/heqjet/nga-lexuesit"
WORKING_DAYS = 10
"""Within which the page promises an answer."""
KEPT = timedelta(days=90)
MOST_WAITING = 500
"""In all: who wants to fill the table finds it full, and the site goes on."""
ENTRY_PAGE = re.compile(r"/ndryshimet/(\d{1,9})(?:/|$)")
ABOUT = N_("Përgjigje për heqjen e të dhënave personale")
TITLE = N_("Heqja e të dhënave personale")

log.declare(
    {
        "removal_taken_up": N_("Mori në shqyrtim një kërkesë nga një lexues"),
        "removal_declined": N_("Nuk e pranoi një kërkesë nga një lexues"),
        "removal_lapsed": N_("Një kërkesë nga një lexues u fshi pa përgjigje pas 90 ditësh"),
    }
)


@dataclass(frozen=True)
class Asked:
    """What somebody typed."""

    page: str = ""
    """Its path, without the language."""
    names: str = ""
    why: str = ""
    email: str = ""


class RemovalAsk(SQLModel, table=True):
    __tablename__ = "removal_ask"
    id: int | None = Field(default=None, primary_key=True)
    sealed: str = Field(sa_type=sa.Text)
    """What was typed; once the words are removed, the address alone."""
    municipality_id: int | None = Field(default=None, foreign_key="municipality.id", index=True)
    """Of the page; None where it belongs to none, or to several."""
    language: str = Field(max_length=2)
    asked_at: datetime
    request_id: int | None = Field(default=None, foreign_key="redaction_request.id", index=True)
    """The request that somebody who works here made of it."""

    @property
    def path(self) -> str:
        return f"{WHERE}/{self.id}"

    @property
    def asked_on(self) -> date:
        return day_of(self.asked_at) or today()

    @property
    def days(self) -> int:
        return (today() - self.asked_on).days

    @property
    def promised_by(self) -> date:
        return after_working_days(self.asked_on, WORKING_DAYS)

    def told(self, settings: Settings) -> Asked:
        """Empty where the site's key is another one by now."""
        try:
            return Asked(**json.loads(unseal(settings, self.sealed)))
        except BrokenSeal:
            return Asked()

    def decline(self, session: Session, settings: Settings, viewer: Viewer, reason: str) -> None:
        """Nothing goes. Whoever left an address reads why. Raises Missing where somebody took it up meanwhile."""
        write(
            session, settings, self,
            N_("Ajo që kërkuat nuk hiqet. Arsyeja:\n\n%(reason)s\n\nMund ta kërkoni përsëri, me më shumë hollësi."),
            reason=reason,
        )  # fmt: skip
        number = self.id
        waits = col(RemovalAsk.id) == number, col(RemovalAsk.request_id).is_(None)
        if session.exec(sa.delete(RemovalAsk).where(*waits)).rowcount != 1:
            raise Missing
        log.note(session, "removal_declined", by=viewer.person_id, thing=f"removal/{number}")


def ask(session: Session, settings: Settings, asked: Asked, language: str) -> RemovalAsk:
    """Raises Refusal where too many wait."""
    one_at_a_time(session, "removal asks")
    waiting = session.exec(select(sa.func.count()).select_from(RemovalAsk)).one()
    if waiting >= MOST_WAITING:
        raise Refusal(N_("Tani presin shumë kërkesa dhe nuk mund të marrim të tjera. Provoni përsëri pas disa ditësh."))
    found = RemovalAsk(
        sealed=seal(settings, json.dumps(asdict(asked))), municipality_id=_municipality_of(session, asked.page),
        language=language, asked_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(found)
    session.flush()
    return found


def entry_of(page: str) -> int:
    """The entry whose page it is, as a number; 0 where it is none's."""
    found = ENTRY_PAGE.match(page)
    return int(found[1]) if found else 0


def _municipality_of(session: Session, page: str) -> int | None:
    """Of a page, or of the one that it lies below; of an entry's page, of what the entry is about."""
    parts = page.strip("/").split("/")
    above = ["/" + "/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    entry = entry_of(page)
    for named in [HistoryEntry.number == entry] if entry else [HistoryEntry.path == path for path in above]:
        found = session.exec(
            select(Municipality.id)
            .join(HistoryEntry, col(HistoryEntry.municipality) == Municipality.slug)
            .where(named)
            .distinct()
            .limit(2)
        ).all()
        if found:
            return found[0] if len(found) == 1 else None
    return None


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Coordinators see all; who edits or reviews, what is about a municipality that their organisation covers."""
    if viewer.is_coordinator:
        return sa.true()
    covers = viewer.covers if viewer.roles & {Role.EDITOR, Role.REVIEWER} else frozenset()
    return col(RemovalAsk.municipality_id).in_(covers)


def waiting(session: Session, viewer: Viewer) -> list[tuple[RemovalAsk, str]]:
    """Those that nobody took up, the oldest first, each with the name of its municipality; one query."""
    return list(
        session.exec(
            select(RemovalAsk, sa.func.coalesce(Municipality.name, ""))
            .join(Municipality, col(Municipality.id) == RemovalAsk.municipality_id, isouter=True)
            .where(col(RemovalAsk.request_id).is_(None), visible_to(viewer))
            .order_by(col(RemovalAsk.id))
        )
    )


def ask_by_id(session: Session, viewer: Viewer, id: int) -> RemovalAsk:
    """One that waits. Raises Missing, also for what this viewer may not see."""
    found = session.exec(
        select(RemovalAsk).where(RemovalAsk.id == id, col(RemovalAsk.request_id).is_(None), visible_to(viewer))
    ).first()
    if found is None:
        raise Missing
    return found


def in_hand(session: Session, viewer: Viewer) -> InHand:
    return InHand(
        [
            Waiting(name or TITLE, one.path, N_("Një lexues kërkon heqjen e të dhënave personale"), one.asked_on)
            for one, name in waiting(session, viewer)
        ]
    )


def deadlines(session: Session, viewer: Viewer) -> list[Deadline]:
    """The day by which an answer is promised."""
    note = N_("Fundi i afatit për t’iu përgjigjur lexuesit që kërkon heqjen")
    return [
        Deadline(one.promised_by, name or TITLE, one.path, note, since=one.asked_on)
        for one, name in waiting(session, viewer)
    ]


def take_up(session: Session, viewer: Viewer, id: int, request_id: int) -> None:
    """Joins it to the request that hid the words. Where somebody was quicker, the request stands for itself."""
    joined = session.exec(
        sa.update(RemovalAsk)
        .where(col(RemovalAsk.id) == id, col(RemovalAsk.request_id).is_(None), visible_to(viewer))
        .values(request_id=request_id)
    )
    if joined.rowcount:
        log.note(session, "removal_taken_up", by=viewer.person_id, thing=f"removal/{id}")


def of_request(session: Session, request_id: int) -> list[RemovalAsk]:
    return list(session.exec(select(RemovalAsk).where(RemovalAsk.request_id == request_id)))


def removed(session: Session, settings: Settings, asks: Iterable[RemovalAsk]) -> None:
    """The words went. The address stays until they are destroyed: until then it can be called off, which is told."""
    for one in asks:
        write(
            session, settings, one,
            N_("Ajo që kërkuat u hoq nga të gjitha faqet. Pas 72 orësh shkatërrohet dhe nuk kthehet më."),
        )  # fmt: skip
        if email := one.told(settings).email:
            one.sealed = seal(settings, json.dumps(asdict(replace(Asked(), email=email))))
            session.add(one)
        else:
            session.delete(one)


def given_up(session: Session, settings: Settings, asks: Iterable[RemovalAsk], message: str) -> None:
    """It is over: `message` says how, to whoever left an address."""
    for one in asks:
        write(session, settings, one, message)
        session.delete(one)


def forget_old(session: Session, settings: Settings, now: datetime) -> None:
    """After ninety days what was typed goes, answered or not."""
    for one in session.exec(select(RemovalAsk).where(col(RemovalAsk.asked_at) < now - KEPT)).all():
        given_up(
            session, settings, [one],
            N_("Askush nuk iu përgjigj kërkesës suaj brenda 90 ditësh, prandaj u fshi. Na vjen keq. Mund ta dërgoni "
               "përsëri."),
        )  # fmt: skip
        log.note(session, "removal_lapsed", thing=f"removal/{one.id}")


def write(session: Session, settings: Settings, of: RemovalAsk, message: str, **values: object) -> None:
    """To whoever asked, in their language, if they left an address; never the words."""
    email = of.told(settings).email
    if not email:
        return
    said = words(of.language)
    text = said.gettext(
        N_("Përshëndetje!\n\nMë %(date)s kërkuat te pop-tracker heqjen e të dhënave personale (kërkesa nr. %(number)s)."
           "\n\n%(happened)s\n"),
        date=said.date(of.asked_on), number=of.id, happened=said.gettext(message, **values),
    )  # fmt: skip
    subject = said.gettext(N_("Kërkesa juaj nr. %(number)s te pop-tracker"), number=of.id)
    letters.post(session, settings, to=email, about=ABOUT, subject=subject, text=text, thing=f"removal/{of.id}",
                 reply_to=settings.contact_email)  # fmt: skip
