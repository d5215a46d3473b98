"""Reminders by mail of what waits in rounds, for those who asked for them."""

import logging
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Person, Viewer, Waiting, viewer_for
from pop_tracker.database import Database
from pop_tracker.monitoring.waiting import waiting_for
from pop_tracker.settings import Settings
from pop_tracker.web import mail
from pop_tracker.web.i18n import localized, words

log = logging.getLogger("pop_tracker.reminders")


class ReminderWish(SQLModel, table=True):
    """A person who wants reminders; one mail a day at the most, and none when nothing waits."""

    __tablename__ = "reminder_wish"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    asked_at: datetime
    last_sent_on: date | None = None


def wishes(session: Session, viewer: Viewer) -> bool:
    return session.get(ReminderWish, viewer.person_id) is not None


def wish(session: Session, viewer: Viewer, wanted: bool) -> None:
    """Asks for reminders, or for no more of them."""
    found = session.get(ReminderWish, viewer.person_id)
    if wanted and found is None and viewer.person_id is not None:
        session.add(ReminderWish(person_id=viewer.person_id, asked_at=datetime.now(UTC)))
    if not wanted and found is not None:
        session.delete(found)


def send_due(database: Database, settings: Settings, today: date) -> int:
    """Mails each person who asked what waits for them; how many mails went out.

    Two workers may do this at once, and one may be killed meanwhile: the day is written down before the mail goes,
    so that nobody gets two, and taken back when the mail could not be handed over.
    """
    with database.reading() as session:
        due = session.exec(
            select(ReminderWish.person_id)
            .join(Person, col(Person.id) == ReminderWish.person_id)
            .where(col(Person.left_on).is_(None), _due(today))
            .order_by(col(ReminderWish.person_id))
        ).all()
    return sum(_send(database, settings, person_id, today) for person_id in due)


def _due(today: date) -> sa.ColumnElement[bool]:
    return sa.or_(col(ReminderWish.last_sent_on).is_(None), col(ReminderWish.last_sent_on) < today)


def _send(database: Database, settings: Settings, person_id: int, today: date) -> bool:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        found = waiting_for(session, viewer_for(session, person))
        if not found:
            return False
        of_person = col(ReminderWish.person_id) == person_id
        claim = sa.update(ReminderWish).where(of_person, _due(today)).values(last_sent_on=today)
        if session.exec(claim).rowcount != 1:
            return False
        address, (subject, text) = person.email, letter(settings, person, found)
    try:
        mail.send(settings, address, subject, text)
    except mail.MailError:
        log.exception("a reminder could not be sent")
        with database.writing() as session:
            session.exec(sa.update(ReminderWish).where(of_person).values(last_sent_on=None))
        return False
    return True


def letter(settings: Settings, person: Person, found: list[Waiting]) -> tuple[str, str]:
    """Subject and text, in the person's language."""
    said = words(person.language)

    def link(path: str) -> str:
        return settings.base_url.rstrip("/") + localized(path, person.language)

    def called(one: Waiting) -> str:
        return f"{one.title}: " + said.gettext("raundi %(number)s", number=one.round) if one.round else one.title

    lines = [f"– {called(one)}\n  {said.gettext(one.note)}\n  {link(one.path)}" for one in found]
    subject = said.ngettext("Ju pret %(num)s punë në pop-tracker", "Ju presin %(num)s punë në pop-tracker",
                            len(found))  # fmt: skip
    text = "\n\n".join(
        [
            said.gettext("Përshëndetje, %(name)s!", name=person.name),
            said.gettext("Në raundet e monitorimit ju presin:"),
            *lines,
            said.gettext("E morët këtë email sepse keni kërkuar rikujtesa. Mund t’i ndaloni këtu:")
            + f"\n{link('/puna/kujtesa')}",
        ]
    )
    return subject, text + "\n"
