"""Somebody asked for a link to sign in; who that is, is looked up by background work.

So the answer, and the time that it takes, are the same whether the address is known or not. An address lies here for
about a second, sealed; nobody's is kept who has no account.
"""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import Person, person_by_email
from pop_tracker.accounts.signing_in import LINK_LIFE, new_sign_in_link
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, localized, words
from pop_tracker.web.seal import BrokenSeal, seal, unseal

log.declare({"link_sent": N_("Lidhje për të hyrë, e dërguar me email")})


class AskedLink(SQLModel, table=True):
    __tablename__ = "asked_link"
    id: int | None = Field(default=None, primary_key=True)
    sealed: str = Field(sa_type=sa.Text)
    """The address, and the page to go on to."""
    asked_at: datetime


def ask(session: Session, settings: Settings, email: str, then: str) -> None:
    """`then`: a page of ours, without /en; empty for one's own work."""
    inside = json.dumps({"email": email, "then": then})
    session.add(AskedLink(sealed=seal(settings, inside), asked_at=datetime.now(UTC)))


def is_any(session: Session) -> bool:
    return session.exec(select(AskedLink.id).limit(1)).first() is not None


def answer_all(session: Session, settings: Settings) -> None:
    """Writes a letter to everybody who asked and has an account; nothing to nobody."""
    for asked in session.exec(select(AskedLink).order_by(col(AskedLink.id)).limit(100)).all():
        # Of two that work at once the second waits here, and then finds it gone.
        if session.exec(sa.delete(AskedLink).where(col(AskedLink.id) == asked.id)).rowcount != 1:
            continue
        try:
            inside = json.loads(unseal(settings, asked.sealed))
        except BrokenSeal:
            continue  # whoever it was asks again
        person = person_by_email(session, inside["email"])
        if person is not None and asked.asked_at > datetime.now(UTC) - LINK_LIFE:
            _write(session, settings, person, inside["then"])


def _write(session: Session, settings: Settings, person: Person, then: str) -> None:
    said = words(person.language)
    path = localized(f"/hyrje/{new_sign_in_link(session, person)}", said.language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Me këtë lidhje hyni në pop-tracker. Ajo vlen %(minutes)s minuta dhe vetëm një herë:\n\n"
            "%(link)s\n\n"
            "Nëse nuk e kërkuat ju, mos bëni asgjë: pa këtë lidhje askush nuk hyn.\n"
        ),
        name=person.name,
        minutes=LINK_LIFE.seconds // 60,
        link=settings.base_url + path + (f"?pas={quote(then)}" if then else ""),
    )
    letters.post(
        session,
        settings,
        to=person.email,
        about=N_("Lidhje për të hyrë"),
        subject=said.gettext(N_("Lidhja juaj për të hyrë në pop-tracker")),
        text=text,
        thing=f"person/{person.id}",
        until=datetime.now(UTC) + LINK_LIFE,
    )
    log.note(session, "link_sent", of=person.id)
