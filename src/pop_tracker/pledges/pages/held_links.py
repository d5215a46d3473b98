"""A personal link in somebody's hand, with what its pages show of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session

from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.places.models import Municipality
from pop_tracker.pledges.answers import Act, Given, standing
from pop_tracker.pledges.asked import Contact, asked_how, contact_of, reached_at
from pop_tracker.pledges.in_force import SaidWords, SignatureRow
from pop_tracker.pledges.invitations import Invitation, invitation_by_secret
from pop_tracker.pledges.models import ONLINE
from pop_tracker.pledges.vocabulary import Answer, Said, SignatureState
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import today


@dataclass(frozen=True)
class Held:
    token: str
    invitation: Invitation
    contract: Contract
    municipality: Municipality
    edition: Edition
    contact: Contact
    reply_to: str
    """The address of whoever asked."""
    texts: list[Text]

    @property
    def path(self) -> str:
        return f"/nenshkrim/{self.token}"

    @property
    def leaves(self) -> list[Text]:
        return [text for text in self.texts if text.is_leaf and not text.is_retracted]


def held_by(session: Session, token: str) -> Held | None:
    """None: no invitation has this link."""
    invitation = invitation_by_secret(session, token)
    if invitation is None:
        return None
    contract, edition = session.get(Contract, invitation.contract_id), session.get(Edition, invitation.edition_id)
    municipality = session.get(Municipality, contract.municipality_id) if contract else None
    if contract is None or edition is None or municipality is None:
        raise Missing
    reply_to = reached_at(session, invitation)
    texts = texts_of_edition(session, edition.id or 0)
    return Held(token, invitation, contract, municipality, edition, contact_of(session, invitation), reply_to, texts)


def contact_in_words(held: Held) -> str:
    """Whom to ask, or to tell that something is wrong."""
    contact = held.contact
    return ", ".join(part for part in (contact.organisation, contact.person, contact.phone) if part)


def masked(email: str) -> str:
    """So much of an address that its owner knows it."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def as_public(session: Session, held: Held, given: Given) -> SignatureRow:
    """The row as the public pages will show it."""
    now = standing(session, held.invitation)
    statement: tuple[SaidWords, ...] = ()
    if given.statement:
        said_with = Said.WITHDRAWAL if given.act is Act.WITHDRAW else Said.STATEMENT
        statement = (SaidWords(said_with, given.statement, on=today()),)
    if now is not None and not given.act.is_answer:
        taken_back = datetime.now(UTC) if given.act is Act.WITHDRAW else now.withdrawn_at
        return replace(now, said=(*now.said, *statement), withdrawn_at=taken_back)
    refs = {text.commitment_id: text.ref for text in held.texts}
    reservations = [SaidWords(Said.RESERVATION, words, refs[id], today()) for id, words in given.reservations.items()]
    return SignatureRow(
        id=0, contract_id=held.contract.id or 0, invitation_id=held.invitation.id, edition=held.edition.number,
        name=held.invitation.name, capacity=held.invitation.capacity, on_behalf_of="",
        answer=Answer(given.act.value), reservation="", signed_on=today(), date_precision=DatePrecision.DAY,
        place="", note="", source=ONLINE, state=SignatureState.PUBLIC, return_note="",
        recorded_at=datetime.now(UTC), recorded_by=None, said=(*reservations, *statement),
        earlier=[now, *now.earlier] if now is not None else [], asked=asked_how(session, held.invitation),
    )  # fmt: skip
