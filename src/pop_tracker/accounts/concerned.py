"""Whom a change of an account concerns: the person and all coordinators. Each is told of it by email, also whoever did
it, so that nobody does in somebody's name what they would not hear of."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person, Role, RoleHeld
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, localized, words

ABOUT = N_("Ndryshim i një llogarie")
NOBODYS = "koordinator@localhost"
"""The account with which a new site begins: no letter reaches it."""


def coordinators(session: Session) -> list[Person]:
    """Who may coordinate now."""
    return list(
        session.exec(
            select(Person)
            .join(RoleHeld, col(RoleHeld.person_id) == Person.id)
            .where(RoleHeld.role == Role.COORDINATOR, col(Person.left_on).is_(None))
            .order_by(col(Person.id))
        )
    )


def tell(
    session: Session, settings: Settings, person: Person, message: str, values: Mapping[str, str], *, path: str = "",
    to: Iterable[str] = (), is_told: bool = True,
) -> None:  # fmt: skip
    """Writes the letters, in the language of each. `message` is the id of what happened, as a sentence about `person`;
    of its values those that are message ids are said in the reader's language. `path` is where one sees it; `to`:
    further addresses of the person, such as the one that was theirs; `is_told`: False where they learn it by another
    letter."""
    readers = {one.email: one for one in coordinators(session) if one.id != person.id}
    readers |= dict.fromkeys([person.email, *to] if is_told else to, person)
    for email, reader in readers.items():
        if email == NOBODYS:
            continue
        said = words(reader.language)
        spoken = {key: said.gettext(value) for key, value in values.items() if value}
        happened = said.gettext(message, person=person.name, **spoken)
        link = settings.base_url + localized(path, said.language) if path else ""
        text = said.gettext(
            N_(
                "Përshëndetje, %(name)s!\n\n"
                "%(happened)s\n\n"
                "%(link)s\n\n"
                "Nëse kjo nuk është në rregull, njoftoni menjëherë: %(whom)s\n"
            ),
            name=reader.name,
            happened=happened,
            link=link,
            whom=whom_to_tell(session, settings, person, reader),
        )
        letters.post(
            session, settings, to=email, about=ABOUT, text=text.replace("\n\n\n\n", "\n\n"),
            subject=said.gettext(N_("Llogaria “%(name)s” në pop-tracker"), name=person.name),
            thing=f"person/{person.id}",
        )  # fmt: skip


def whom_to_tell(session: Session, settings: Settings, *but: Person) -> str:
    """Never one's own address, nor that of the person, which may be the one in doubt."""
    others = [one.email for one in coordinators(session) if one.id not in {person.id for person in but}]
    return settings.contact_email or ", ".join(others) or settings.mail_from


def welcome(session: Session, settings: Settings, person: Person) -> None:
    """Says that the account stands and where the door is; the link itself they ask for when they want it."""
    if person.email == NOBODYS:
        return
    said = words(person.language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Tani keni një llogari në pop-tracker, ku ndiqen kontratat sociale. Nuk ka fjalëkalim: sa herë doni "
            "të hyni, shkruani këtë adresë emaili te faqja më poshtë dhe ju vjen një lidhje.\n\n"
            "%(link)s\n"
        ),
        name=person.name,
        link=settings.base_url + localized("/hyrje", person.language),
    )
    letters.post(
        session, settings, to=person.email, about=N_("Llogari e re"), text=text,
        subject=said.gettext(N_("Llogaria juaj në pop-tracker")), thing=f"person/{person.id}",
    )  # fmt: skip
