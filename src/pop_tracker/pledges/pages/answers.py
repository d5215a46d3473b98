"""The personal link: someone who was asked reads the frozen text and answers. Open to whoever holds the link."""

from datetime import timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.accounts.signing_in import attempts_left
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import GROUP_WORDS, Scope, headings_of_edition, place_in_words, texts_of_edition
from pop_tracker.database import Database
from pop_tracker.places.models import Municipality
from pop_tracker.pledges.answers import answer as give_answer
from pop_tracker.pledges.answers import require_invited
from pop_tracker.pledges.invitations import Invitation, InvitationState, invitation_by_secret
from pop_tracker.pledges.models import ANSWER_WORDS, CAPACITY_WORDS, Answer, signatures
from pop_tracker.pledges.pages.forms import AnswerForm
from pop_tracker.web.client import client_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

WORDS_A_MINUTE = 150
"""Read with care."""
MISSES = 20
WITHIN = timedelta(minutes=15)
CHOICES: dict[Answer, str] = {
    Answer.SIGNED: N_("E nënshkruaj"),
    Answer.SIGNED_WITH_RESERVATION: N_("E nënshkruaj me rezervë"),
    Answer.DECLINED: N_("Nuk e nënshkruaj"),
}
CLOSED: dict[InvitationState, str] = {
    InvitationState.REVOKED: N_("Organizata që ju ftoi e tërhoqi këtë ftesë."),
    InvitationState.EXPIRED: N_("Afati i kësaj ftese ka kaluar."),
    InvitationState.OFFICE_OVER: N_("Ftesa ishte për një detyrë që nuk e mbani më."),
}


@get("/nenshkrim/{token:str}", opt=guards.BY_LINK)
def read_to_sign(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    """Opening the link uses nothing up: mail scanners open links."""
    invitation = invitation_by_secret(desk.session, token)
    if invitation is None:
        database: Database = desk.request.app.state.database
        desk.session.rollback()
        with database.writing() as counting:  # this request only reads
            return _unknown(desk, counting)
    if invitation.state(desk.session) is not InvitationState.OPEN:
        return _closed(desk, invitation)
    return _page(desk, token, invitation, None if desk.viewer.is_signed_in else _offered(desk, AnswerForm(desk.words)))


@post("/nenshkrim/{token:str}", opt=guards.OPEN)
def sign(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str] | Redirect:
    invitation = invitation_by_secret(desk.session, token)
    if invitation is None:
        return _unknown(desk, desk.session)
    if invitation.state(desk.session) is not InvitationState.OPEN:
        return _closed(desk, invitation)
    require_invited(desk.viewer)
    form = _offered(desk, AnswerForm(desk.words, desk.sent))

    def again(status: int) -> Response[str]:
        if invitation.state(desk.session) is not InvitationState.OPEN:  # answered or revoked in this very moment
            return _closed(desk, invitation)
        return _page(desk, token, invitation, form, status)

    def answer() -> str:
        give_answer(desk.session, desk.viewer, invitation, Answer(form.answer.data), form.words, form.name.data)
        return f"/nenshkrim/{token}"  # which says from now on what was answered

    return desk.take(form, again, answer)


def _offered(desk: Desk, form: AnswerForm) -> AnswerForm:
    form.answer.choices = [(answer.value, desk.words.gettext(words)) for answer, words in CHOICES.items()]
    return form


def _page(desk: Desk, token: str, invitation: Invitation, form: AnswerForm | None, status: int = 200) -> Response[str]:
    """Without a form, who is signed in reads, and is told to sign out before answering."""
    session = desk.session
    contract, edition = session.get(Contract, invitation.contract_id), session.get(Edition, invitation.edition_id)
    if contract is None or edition is None:
        raise Missing
    municipality, newest = (
        session.get(Municipality, contract.municipality_id),
        newest_edition(session, contract.id or 0),
    )
    under: dict[int, list[dict[str, Any]]] = {}
    texts = texts_of_edition(session, edition.id or 0)
    for text in texts:
        # The whole municipality is said once, for all that name no place.
        place = place_in_words(text) if text.scope is Scope.UNITS else text.place
        under.setdefault(text.priority_number, []).append({"text": text, "place": place})
    context = {
        "token": token,
        "form": form,
        "invitation": invitation,
        "capacity": CAPACITY_WORDS[invitation.capacity],
        "contract": contract,
        "municipality": municipality,
        "edition": edition,
        "organisation": _who_asked(session, invitation),
        "commitments": sum(text.is_leaf and not text.is_retracted for text in texts),
        "minutes": max(1, round(sum(len(text.text.split()) for text in texts) / WORDS_A_MINUTE)),
        "newer": newest.number if newest is not None and newest.number > edition.number else None,
        "priorities": [
            (heading, under.get(heading.number, [])) for heading in headings_of_edition(session, edition.id or 0)
        ],
        "group_words": GROUP_WORDS,
    }
    return desk.page("pledges/answer.html", context, status)


def _who_asked(session: Session, invitation: Invitation) -> Organisation | None:
    """None: the coordinator of the network."""
    return session.get(Organisation, invitation.organisation_id) if invitation.organisation_id else None


def _closed(desk: Desk, invitation: Invitation) -> Response[str]:
    """What became of the link: 410, also when it was answered, with the answer that stands."""
    session = desk.session
    contract = session.get(Contract, invitation.contract_id)
    state = invitation.state(session)
    answered = [one for one in signatures(session, [invitation.contract_id]) if one.invitation_id == invitation.id]
    context = {
        "contract": contract,
        "answer": answered[0] if state is InvitationState.ANSWERED and answered else None,
        "answer_words": ANSWER_WORDS,
        "capacity_words": CAPACITY_WORDS,
        "organisation": _who_asked(session, invitation),
        "why": CLOSED.get(state, N_("Kjo lidhje është përdorur tashmë.")),
    }
    return desk.page("pledges/closed.html", context, 410)


def _unknown(desk: Desk, counting: Session) -> Response[str]:
    """Only links that do not exist are counted, so that nobody who was asked is locked out by a neighbour."""
    said = desk.words
    if not attempts_left(counting, f"signing links missed from {client_of(desk.request)}", MISSES, WITHIN):
        message = said.gettext(
            N_("Nga ky rrjet interneti u provuan shumë lidhje që nuk ekzistojnë. Prisni 15 minuta dhe provoni përsëri.")
        )
        return desk.page(
            "error.html",
            {"title": said.gettext(N_("Shumë përpjekje")), "message": message, "reference": "", "status": 429},
            429,
            headers={"Retry-After": str(int(WITHIN.total_seconds()))},
        )
    return desk.page("pledges/unknown.html", {}, 404)


HANDLERS: list[Any] = [read_to_sign, sign]
