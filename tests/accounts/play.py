"""How the tests of this room act: they read the letters sent, and ask for words to be taken out of the record."""

import json
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from httpx import Response
from sqlmodel import col, select

from pop_tracker.accounts import log, people, requests
from pop_tracker.accounts.models import Organisation, Person, Role, RoleHeld, person_by_email
from pop_tracker.accounts.requests import Wanted
from pop_tracker.accounts.same_person import with_mailbox
from pop_tracker.elections.models import Candidate
from pop_tracker.history import HistoryEntry
from pop_tracker.pieces import Piece, pieces_of
from pop_tracker.web.letters import Letter
from pop_tracker.web.seal import unseal
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site

NAME = "Çlirim Votuesi"


def mails(site: Site) -> list[EmailMessage]:
    """After background work sent what is due."""
    site.deliver()
    files = sorted(Path(site.settings.var, "outbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def entry_of(site: Site, name: str = NAME) -> int:
    with site.database.reading() as session:
        candidate = session.exec(select(Candidate).where(Candidate.name == name)).one()
        of_it = select(HistoryEntry.number).where(HistoryEntry.kind == "candidate", HistoryEntry.key == candidate.key)
        return session.exec(of_it.order_by(col(HistoryEntry.number))).first() or 0


WHY = "emër i një personi privat, ligji 124/2024"


def chosen(
    site: Site, number: int, which: Callable[[Piece], bool] = lambda one: one.pointer != "/reason"
) -> dict[str, str]:
    """Fields that choose the pieces of an entry's thing as a whole: all but what was said of earlier redactions,
    or those of which `which` is true."""
    with site.database.reading() as session:
        entry = session.get_one(HistoryEntry, number)
        pieces = pieces_of(session, entry.kind, entry.key)
        return {f"pjesa:{one.id}": "gjithe" for one in pieces if which(one)}


def send_redaction(site: Site, email: str = EDITOR, **fields: str) -> Any:
    """Of all pieces of a thing, unless `fields` choose others."""
    number = fields.pop("number", "") or str(entry_of(site))
    sent = {"number": f"#{number}", "reason": WHY, **chosen(site, int(number)), **fields}
    return site.form(site.client(email), "/puna/heqjet/kerkese", **sent)


def ask_redaction(site: Site, email: str = EDITOR, **fields: str) -> str:
    """Where the request stands."""
    asked = send_redaction(site, email, **fields)
    assert asked.status_code == 303, asked.text[:200]
    return str(asked.headers["location"])


def queued(site: Site, to: str = "") -> list[tuple[Letter, str]]:
    """The letters in the queue, to that address if one is given, the oldest first, each with its text."""
    with site.database.reading() as session:
        letters = session.exec(select(Letter).order_by(col(Letter.id))).all()
    return [
        (letter, json.loads(unseal(site.settings, letter.sealed))["text"])
        for letter in letters
        if letter.sealed and to in ("", letter.address)
    ]


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]


def give(site: Site, email: str, role: Role) -> None:
    """As the command on the server does."""
    with site.database.writing() as session:
        person = person_by_email(session, email)
        assert person is not None
        people.give_role(session, site.settings, person, role)
        session.exec(sa.delete(Letter))


def last_events(site: Site, number: int = 1) -> list[str]:
    """Of the account log, the newest first, without sign-ins."""
    with site.database.reading() as session:
        found = [entry.event for entry in log.entries(session) if not entry.event.startswith("sign")]
    return found[:number]


def link_in(text: str) -> str:
    """The path of the first link of ours."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


NEW = {"name": "Ëngjëll Ndihmësi", "email": "Engjell@Prove.example", "roles": "editor", "language": "sq"}


def organisation_id(site: Site, slug: str = "organizata-b") -> str:
    with site.database.reading() as session:
        return str(session.exec(select(Organisation.id).where(Organisation.slug == slug)).one())


def person_id(site: Site, email: str) -> int:
    with site.database.reading() as session:
        return session.exec(select(Person.id).where(Person.email == email)).one() or 0


def roles_of(site: Site, email: str) -> set[Role]:
    with site.database.reading() as session:
        return set(session.exec(select(col(RoleHeld.role)).where(RoleHeld.person_id == person_id(site, email))))


def revise(site: Site, who: str, /, by: str = COORDINATOR, **changes: Any) -> Any:
    """As a coordinator, with everything else as it stands."""
    with site.database.reading() as session:
        person = person_by_email(session, who)
        assert person is not None
        fields: dict[str, Any] = {
            "name": person.name,
            "organisation": str(person.organisation_id or ""),
            "roles": sorted(roles_of(site, who)),
            "language": person.language,
        }
    client, where = site.client(by), f"/puna/njerezit/{person_id(site, who)}"
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    return site.form(client, where, **{"version": version, **fields, **changes})


def asked(site: Site, who: str = EDITOR, role: str = "reviewer") -> str:
    """Where the request stands."""
    answer = revise(site, who, roles=[*sorted(roles_of(site, who)), role])
    assert (answer.status_code, answer.headers["location"]) == (303, f"/puna/njerezit/{person_id(site, who)}")
    with site.database.writing() as session:
        request = requests.open_for(session, person_id(site, who), Wanted(role))
        assert request is not None
        return request.path


def post(site: Site, by: str, path: str, **fields: str) -> Any:
    client = site.client(by)
    client.get("/dalje")
    return client.post(path, data={"_csrf_token": client.cookies["pop_csrf"], **fields})


NEW_ADDRESS = "drita.re@posta.example"


def ask_oneself(site: Site, who: str = REVIEWER, email: str = NEW_ADDRESS) -> Any:
    return site.form(site.client(who), "/puna/llogaria/adresa", email=email, nonce=email)


def ask_for(site: Site, who: str = REVIEWER, email: str = NEW_ADDRESS, **fields: str) -> Any:
    where = f"/puna/njerezit/{person_id(site, who)}/adresa"
    sent = {"email": email, "reason": "Organizata ndryshoi domenin; folëm në telefon.", "nonce": email, **fields}
    return site.form(site.client(COORDINATOR), where, **sent)


def link_to(site: Site, email: str) -> str:
    """The newest link that was sent there."""
    return next(link_in(text) for _, text in reversed(queued(site, email)) if "/adresa/" in text)


def say(site: Site, link: str, answer: str = "") -> Any:
    """Yes, or "jo"; what the page says then."""
    client = site.client()
    said = site.form(client, link, post_to=f"{link}/{answer}" if answer else link)
    return client.get(link) if said.status_code == 303 else said


def address_of(site: Site, old: str = REVIEWER) -> str:
    with site.database.reading() as session:
        (id,) = with_mailbox(session, old)
        return session.get_one(Person, id).email


DOMAIN = {
    "domain": "bashkia-ushtrim.example",
    "kind": "municipality",
    "name": "Bashkia Ushtrim",
    "municipality": "3",
    "source": "faqja e bashkisë, e shpikur",
}


def recorded_domain(site: Site, **fields: str) -> Response:
    return site.form(site.client(COORDINATOR), "/puna/domenet/i-ri", **{**DOMAIN, **fields})
