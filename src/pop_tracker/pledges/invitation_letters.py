"""The letter with the personal link: who asks, how they are reached, what an answer means, and that the link alone
signs nothing. In the language that was chosen for the person; its sender never sees the link."""

from sqlmodel import Session

from pop_tracker.accounts.contact import asker, contact_line
from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, localized, words
from pop_tracker.web.letters import Letter

FIRST, AGAIN = N_("Ftesë për të nënshkruar"), N_("Kujtesë e ftesës")
ASKING = (FIRST, AGAIN)
"""What letters that ask are about. Codes and receipts go by the same invitation, and who invites is told nothing of
them: it would say that the link was opened."""
_SUBJECT = N_("Ftesë për të nënshkruar: %(contract)s")
_AGAIN = N_("Kujtesë e ftesës: %(contract)s")
_INVITATION = N_(
    "Përshëndetje, %(name)s!\n\n"
    "%(organisation)s ju fton të lexoni këtë kontratë sociale dhe t’i përgjigjeni %(capacity)s:\n"
    "%(contract)s\n\n"
    "Me këtë lidhje personale lexoni tekstin e plotë dhe jepni përgjigjen tuaj: nënshkruani, nënshkruani me rezervë, "
    "ose nuk nënshkruani:\n\n"
    "%(link)s\n\n"
    "Lidhja vlen deri më %(last_day)s dhe për një përgjigje. Hapja e saj nuk ju angazhon për asgjë. Kush nënshkruan, "
    "merr para qytetarëve angazhimin moral të punojë për zotimet e atij botimi. Nënshkrimi nuk krijon detyrim ligjor. "
    "Emri, cilësia, data dhe përgjigjja juaj bëhen publike.\n\n"
    "Kur përgjigjeni, te kjo adresë ju vjen një kod. Pa kodin, kush ka lidhjen nuk mund të përgjigjet në emrin tuaj. "
    "Mos ia jepni kodin askujt, as organizatës.\n\n"
)
_REMINDER = N_("Ju kujtojmë ftesën që ju dërguam më %(date)s. Nëse nuk doni të përgjigjeni, mos bëni asgjë.\n\n")


def send(
    session: Session, settings: Settings, invitation: Invitation, secret: str, reminded_by: Viewer | None = None
) -> Letter:
    """Puts it into the queue, in the verb's transaction."""
    said = words(invitation.language)
    contract = session.get_one(Contract, invitation.contract_id)
    person = session.get_one(Person, reminded_by.person_id if reminded_by else invitation.turns_to)
    asks = asker(session, invitation.organisation_id)
    text = said.gettext(
        _INVITATION,
        name=invitation.name,
        organisation=asks,
        capacity=said.gettext(CAPACITY_WORDS[invitation.capacity]).lower(),
        contract=contract.title,
        link=settings.base_url + localized(f"/nenshkrim/{secret}", invitation.language),
        last_day=said.date(invitation.last_day),
    ) + contact_line(said, person, asks)
    if reminded_by:
        text = said.gettext(_REMINDER, date=said.date(invitation.sent_on)) + text
    return letters.post(
        session,
        settings,
        to=invitation.email,
        about=AGAIN if reminded_by else FIRST,
        subject=said.gettext(_AGAIN if reminded_by else _SUBJECT, contract=contract.title),
        text=text,
        thing=invitation.thing,
        reply_to=person.email,
        until=invitation.expires_at,
    )
