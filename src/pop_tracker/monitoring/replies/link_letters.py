"""The letter that gives a municipality its link: who asks and how they are reached, the term, and that the link alone
speaks for nobody. In Albanian, or in English where that was chosen; its sender never sees the link."""

from sqlmodel import Session

from pop_tracker.accounts.contact import asker, contact_line
from pop_tracker.accounts.models import Person
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.replies.links import ReplyLink, thing_of
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, localized, today, words
from pop_tracker.web.letters import Letter
from pop_tracker.web.working_days import reservation

ABOUT = N_("E drejta e përgjigjes")
_SUBJECT = N_("E drejta e përgjigjes: %(round)s")
_DRAFT = N_(
    "Përshëndetje!\n\n"
    "%(organisation)s ka vlerësuar si janë zbatuar zotimet e kontratës sociale:\n"
    "%(round)s\n\n"
    "Para botimit bashkia mund ta lexojë dhe ka të drejtën e përgjigjes. Me këtë lidhje lexoni çdo vlerësim të "
    "propozuar, me arsyen dhe provat, dhe përgjigjuni për secilin ose në përgjithësi, edhe me skedarë:\n\n"
    "%(link)s\n\n"
    "Keni kohë deri më %(until)s. Përgjigjja botohet fjalë për fjalë pranë vlerësimit. Një përgjigje që vjen më vonë "
    "shtohet me datën e vet.\n\n"
    "Drafti nuk është publik: kush ka lidhjen mund ta lexojë, ndaj mos ia jepni askujt jashtë bashkisë.\n\n"
)
_PUBLISHED = N_(
    "Përshëndetje!\n\n"
    "%(organisation)s ka botuar këtë raund monitorimi:\n"
    "%(round)s\n\n"
    "Me këtë lidhje bashkia mund të shtojë ende një përgjigje. Ajo botohet menjëherë, fjalë për fjalë dhe me datë, "
    "pranë vlerësimeve:\n\n"
    "%(link)s\n\n"
)
_CODE = N_(
    "Para se të përgjigjeni, te kjo adresë ju vjen një kod. Pa kodin, kush ka lidhjen nuk mund të përgjigjet në emrin "
    "tuaj. Mos ia jepni kodin askujt, as organizatës.\n\n"
)


def send(session: Session, settings: Settings, link: ReplyLink, secret: str) -> Letter:
    """Puts it into the queue, in the verb's transaction."""
    said = words(link.language)
    held = session.get_one(Round, link.round_id)
    person = session.get_one(Person, link.sent_by)
    asks = asker(session, link.organisation_id)
    text = said.gettext(
        _PUBLISHED if held.state is RoundState.PUBLISHED else _DRAFT,
        organisation=asks,
        round=held.title,
        link=settings.base_url + localized(f"/pergjigje/{secret}", link.language),
        until=said.date(held.reply_until) if held.reply_until else "",
    )
    if held.reply_until and held.state is not RoundState.PUBLISHED:
        note = reservation(said, held.reply_from or today(), held.reply_until)
        text += f"{note}\n\n" if note else ""
    return letters.post(
        session,
        settings,
        to=link.email,
        about=ABOUT,
        subject=said.gettext(_SUBJECT, round=held.title),
        text=text + said.gettext(_CODE) + contact_line(said, person, asks),
        thing=thing_of(link),
        reply_to=person.email,
    )


def whom_to_tell(session: Session, link: ReplyLink) -> tuple[str, str]:
    """Who sent the link, in words, and the mailbox that reaches them; of long ago the telephone may be missing."""
    whom = link.contact_id or link.sent_by
    person = session.get(Person, whom) if whom else None
    person = person if person and person.left_on is None else None
    known = (asker(session, link.organisation_id), *((person.name, person.phone) if person else ()))
    return ", ".join(part for part in known if part), person.email if person else ""
