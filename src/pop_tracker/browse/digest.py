"""Emails that tell a person what there is for them: what others approved, signed or replied, what waits, what is near.

Nobody is told the same twice, but once a week of what still waits. What was told is written down in the transaction in
which the letter is written, so a kill neither loses nor doubles one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.mail_wishes import MailWish, Often, made_for, with_wishes
from pop_tracker.accounts.models import Person, RoleHeld, Viewer, viewer_for
from pop_tracker.accounts.roles import Role
from pop_tracker.accounts.waiting import Deadline, Waiting
from pop_tracker.browse import gathered
from pop_tracker.browse.record import titles
from pop_tracker.database import Database
from pop_tracker.history import VERBS, Entry, HistoryEntry, canonical
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, TIRANA, Words, localized, today, words
from pop_tracker.web.working_days import reservation

FROM_HOUR = 7
"""In Tirana, once a day."""
BETWEEN = timedelta(minutes=15)
"""Between two emails at once: who sends in thirty things one by one writes two."""
NEAR = timedelta(days=3)
"""From so many days before a term it is told, and once more on its day."""
MONDAY = 0
MOST = 30
"""Lines of each part of an email."""


@dataclass(frozen=True)
class News:
    """What there is to tell somebody."""

    happened: list[Entry]
    begins: list[Waiting]
    """What nobody told them of before."""
    goes_on: list[Waiting]
    near: list[Deadline]
    lines: dict[str, int]
    """All that waits or is near, as `MailWish.told` keeps it."""
    number: int
    """The last entry of the record that was looked at."""

    @property
    def is_new(self) -> bool:
        return bool(self.happened or self.begins or self.near)


def send_due(database: Database, settings: Settings, now: datetime) -> int:
    """Writes to everybody to whom there is something to tell now; how many letters. What there is, is read first, so
    that nobody who writes waits for it."""
    with database.reading() as session:
        due = [person_id for person_id, wish in with_wishes(session) if _is_due(wish, now)]
    sent = 0
    for person_id in due:
        with database.reading() as session:
            wish = session.get(MailWish, person_id)
            is_told_all = wish is not None and not _is_to_be_noted(wish, news_for(session, person_id, wish), now)
        if not is_told_all:
            with database.writing() as session:
                sent += _tell(session, settings, person_id, now)
    return sent


def _is_due(wish: MailWish | None, now: datetime) -> bool:
    local = now.astimezone(TIRANA)
    if wish is not None and wish.often == Often.AT_ONCE:
        return wish.last_sent_at is None or wish.last_sent_at <= now - BETWEEN
    return local.hour >= FROM_HOUR and (wish is None or wish.looked_on is None or wish.looked_on < local.date())


def _is_to_be_noted(wish: MailWish, news: News, now: datetime) -> bool:
    """A day on which was looked is written down even where there was nothing to tell."""
    return wish.often == Often.DAILY or news.is_new or _is_to_be_reminded(wish, news, now) or wish.told != _told(news)


def _tell(session: Session, settings: Settings, person_id: int, now: datetime) -> bool:
    """Of two that do this at once the second finds that nothing is due."""
    wish = made_for(session, person_id)
    person = session.get_one(Person, person_id)
    if person.left_on is not None or wish.often == Often.NEVER or not _is_due(wish, now):
        return False
    news = news_for(session, person_id, wish)
    is_told = news.is_new or _is_to_be_reminded(wish, news, now)
    if is_told:
        wish.last_sent_at = now
        _write(session, settings, person, wish, news, now)
    wish.looked_on, wish.told, wish.told_number = now.astimezone(TIRANA).date(), _told(news), news.number
    session.add(wish)
    return is_told


def _told(news: News) -> str:
    return canonical(news.lines)


def _is_to_be_reminded(wish: MailWish, news: News, now: datetime) -> bool:
    """On Mondays, of what goes on waiting."""
    local = now.astimezone(TIRANA)
    last = wish.last_sent_at.astimezone(TIRANA).date() if wish.last_sent_at else None
    return bool(news.goes_on) and local.weekday() == MONDAY and local.hour >= FROM_HOUR and last != local.date()


def news_for(session: Session, person_id: int, wish: MailWish) -> News:
    """Of a person, as they would see it on `/puna`."""
    person = session.get_one(Person, person_id)
    viewer = viewer_for(session, person)
    waiting, told = gathered.in_hand(session, viewer).waiting, wish.told_lines
    counted = {_digest(one.path, one.note, one.title, one.since, one.sent_on): one for one in waiting}
    begins = [one for key, one in counted.items() if one.count > told.get(key, 0)]
    near = {key: one for one in gathered.deadlines(session, viewer) if (key := _nearness(one))}
    head = history.head(session).number
    return News(
        happened=_happened(session, viewer, wish.told_number, words(person.language)),
        begins=begins,
        goes_on=[one for one in counted.values() if one not in begins],
        near=[one for key, one in near.items() if key not in told],
        lines={**{key: one.count for key, one in counted.items()}, **dict.fromkeys(near, 1)},
        number=head,
    )


def _happened(session: Session, viewer: Viewer, after: int, said: Words) -> list[Entry]:
    """What others did with what this person sent: confirmed it, or answered through a link."""
    by_others = sa.or_(
        sa.and_(col(HistoryEntry.approver).is_not(None), col(HistoryEntry.approver) != viewer.person_id),
        history.through_a_link(),
    )
    only = sa.and_(col(HistoryEntry.author) == viewer.person_id, col(HistoryEntry.number) > after, by_others)
    return titles.entries(session, said, only=only, limit=MOST)


def _nearness(one: Deadline) -> str | None:
    """The same for as long as it is as near; None for a day that is far away or passed."""
    left = one.day - today()
    if not timedelta(0) <= left <= NEAR:
        return None
    return _digest(one.path, one.note, one.title, one.day, "today" if not left else "near")


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:16]


def _write(session: Session, settings: Settings, person: Person, wish: MailWish, news: News, now: datetime) -> None:
    said = words(person.language)
    stop = settings.base_url + localized(f"/kujtesa/{wish.stop_secret}", said.language)
    subject, text = letter(settings, said, person.name, news, stop)
    letters.post(
        session,
        settings,
        to=person.email,
        about=N_("Rikujtesë"),
        subject=subject,
        text=text,
        thing=f"person/{person.id}",
        reply_to=settings.contact_email or _a_coordinator(session),
        stop_link=stop,
        until=datetime.now(UTC) + timedelta(days=1),
    )


def _a_coordinator(session: Session) -> str:
    found = session.exec(
        select(Person.email)
        .join(RoleHeld, col(RoleHeld.person_id) == Person.id)
        .where(RoleHeld.role == Role.COORDINATOR, col(Person.left_on).is_(None))
        .order_by(col(Person.id))
    ).first()
    return found or ""


def letter(settings: Settings, said: Words, name: str, news: News, stop: str) -> tuple[str, str]:
    """Subject and text, in the person's language."""

    def line(title: str, path: str, *about: str) -> str:
        told = ", ".join(part for part in about if part)
        return (
            f"– {title}\n" + (f"  {told}\n" if told else "") + f"  {settings.base_url}{localized(path, said.language)}"
        )

    def of_waiting(one: Waiting) -> str:
        since = said.gettext(N_("që nga %(date)s"), date=said.date(one.since)) if one.since else ""
        return line(_called(said, one), one.path, said.gettext(one.note) if one.note else "", since)

    def of_deadline(one: Deadline) -> str:
        reserved = reservation(said, one.since, one.day) if one.since else ""
        return line(_called(said, one), one.path, said.gettext(one.note), said.date(one.day), reserved)

    parts = [
        (N_("U miratuan, u nënshkruan ose morën përgjigje:"),
         (line(one.title or said.gettext(N_("Përmbajtja u hoq.")), one.row.path, said.gettext(VERBS[one.row.verb]),
               said.date(one.row.at)) for one in news.happened)),
        (N_("Tani ju presin:"), map(of_waiting, news.begins)),
        (N_("Afate që po afrojnë:"), map(of_deadline, news.near)),
        (N_("Ju presin ende:"), map(of_waiting, news.goes_on)),
    ]  # fmt: skip
    text = [said.gettext(N_("Përshëndetje, %(name)s!"), name=name)]
    for head, found in parts:
        text += _part(said, said.gettext(head), list(found))
    text += [
        said.gettext(N_("Sa shpesh vijnë këto emaile e zgjidhni këtu:"))
        + f"\n{settings.base_url}{localized('/puna/kujtesa', said.language)}",
        said.gettext(N_("Për t’i ndalur pa hyrë në llogari:")) + f"\n{stop}",
    ]
    return _subject(said, news), "\n\n".join(text) + "\n"


def _called(said: Words, one: Waiting | Deadline) -> str:
    """As `/puna` calls it."""
    more = [said.gettext("raundi %(number)s", number=one.round)] if one.round else []
    if isinstance(one, Waiting) and one.assessments:
        more.append(said.ngettext("%(num)s vlerësim", "%(num)s vlerësime", one.assessments))
    if isinstance(one, Deadline) and one.invitations:
        more.append(said.ngettext("%(num)s ftesë", "%(num)s ftesa", one.invitations))
    return f"{one.title}: {', '.join(more)}" if more else one.title


def _part(said: Words, head: str, lines: list[str]) -> Iterable[str]:
    if not lines:
        return []
    more = len(lines) - MOST
    rest = [said.gettext(N_("… dhe %(num)s të tjera te “Puna juaj”"), num=more)] if more > 0 else []
    return [head, *lines[:MOST], *rest]


def _subject(said: Words, news: News) -> str:
    if count := sum(one.count for one in (*news.begins, *news.goes_on)):
        return said.ngettext("Ju pret %(num)s punë në pop-tracker", "Ju presin %(num)s punë në pop-tracker", count)
    if news.happened:
        return said.gettext(N_("Çfarë ndodhi me punën tuaj në pop-tracker"))
    return said.gettext(N_("Një afat po afron në pop-tracker"))
