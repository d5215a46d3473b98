"""Who hears of a redaction: the people of the organisations that look after the municipality, the coordinators, and
the reader who asked for it. No letter holds the words, nor a title in which they may stand."""

from collections.abc import Iterable
from enum import StrEnum

from sqlmodel import Session, col, select

from pop_tracker.accounts import removal_asks
from pop_tracker.accounts.concerned import NOBODYS, coordinators
from pop_tracker.accounts.models import Coverage, Person, RoleHeld, Viewer
from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.history import HistoryEntry
from pop_tracker.places.models import Municipality
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.i18n import N_, localized, words

ABOUT = N_("Heqje e të dhënave personale")


class Step(StrEnum):
    """What became of a request, as a message id for those who work here."""

    ASKED = N_(
        "Dikush që punon në pop-tracker kërkoi të hiqen të dhëna personale. Ato u fshehën menjëherë nga të gjithë dhe "
        "presin vendimin e një personi nga një organizatë tjetër."
    )
    CONFIRMED = N_(
        "U konfirmua heqja e të dhënave personale. Pas 72 orësh ato shkatërrohen; deri atëherë heqja mund të ndalet."
    )
    DECLINED = N_("Kërkesa për të hequr të dhëna personale u refuzua. Ajo që ishte fshehur shihet përsëri.")
    CALLED_OFF = N_("Heqja e të dhënave personale u ndal. Ajo që ishte fshehur shihet përsëri.")
    DESTROYED = N_("Të dhënat personale që u hoqën u shkatërruan dhe nuk kthehen më.")


TOLD_TO_READERS = {
    Step.DECLINED: N_(
        "Dy persona e shqyrtuan kërkesën tuaj dhe nuk e pranuan: ajo që ishte fshehur ndërkohë shihet përsëri. Mund ta "
        "kërkoni përsëri, me më shumë hollësi."
    ),
    Step.CALLED_OFF: N_(
        "Heqja që kërkuat u ndal dhe fjalët shihen përsëri. Arsyeja lexohet te “Ndryshimet”. Mund ta kërkoni përsëri, "
        "me më shumë hollësi."
    ),
}


def tell(session: Session, settings: Settings, request: RedactionRequest, step: Step, by: Viewer | None = None) -> None:
    """Writes to all whom it concerns but `by`, who did it."""
    entries = session.exec(select(HistoryEntry).where(col(HistoryEntry.number).in_(request.entries))).all()
    pages = list(dict.fromkeys(one.path for one in entries))
    newest = max(request.entries, default=0)
    for person in _concerned(session, {one.municipality for one in entries if one.municipality}):
        if person.email == NOBODYS or (by is not None and by.is_among((person.id,))):
            continue
        said = words(person.language)
        text = said.gettext(
            N_(
                "Përshëndetje, %(name)s!\n\n%(happened)s\n\nFaqja ku qëndrojnë:\n%(pages)s\n\n"
                "Ndryshimi në regjistër, me arsyen:\n%(entry)s\n\nFjalët nuk shkruhen në këtë email.\n"
            ),
            name=person.name,
            happened=said.gettext(step.value),
            pages="\n".join(settings.base_url + localized(page, said.language) for page in pages),
            entry=settings.base_url + localized(f"/ndryshimet/{newest}", said.language),
        )
        subject = said.gettext(N_("Heqje e të dhënave personale, kërkesa nr. %(number)s"), number=request.id)
        letters.post(session, settings, to=person.email, about=ABOUT, subject=subject, text=text,
                     thing=f"redaction/{request.id}")  # fmt: skip
    asks = removal_asks.of_request(session, request.id or 0)
    if step is Step.CONFIRMED:
        removal_asks.removed(session, settings, asks)
    elif step in TOLD_TO_READERS:
        removal_asks.given_up(session, settings, asks, TOLD_TO_READERS[step])
    elif step is Step.DESTROYED:
        for one in asks:  # they were told when it was confirmed
            session.delete(one)


def _concerned(session: Session, municipalities: Iterable[str]) -> list[Person]:
    """Who has a role in an organisation that covers one of them, and the coordinators."""
    covering = session.exec(
        select(Person)
        .join(RoleHeld, col(RoleHeld.person_id) == Person.id)
        .join(Coverage, col(Coverage.organisation_id) == Person.organisation_id)
        .join(Municipality, col(Municipality.id) == Coverage.municipality_id)
        .where(col(Municipality.slug).in_(list(municipalities)), col(Person.left_on).is_(None))
        .order_by(col(Person.id))
    ).all()
    return list({one.id: one for one in (*covering, *coordinators(session))}.values())
