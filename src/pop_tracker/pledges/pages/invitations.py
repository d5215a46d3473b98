"""Doors to invitations: the contracts that may be signed, who was asked, asking one more, taking it back."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.editions import newest_edition, newest_editions
from pop_tracker.contracts.models import Contract, contract_called
from pop_tracker.pledges.invitations import (
    INVITATION_STATE_WORDS,
    USUAL_LIFE,
    Invitation,
    InvitationState,
    invitations,
    invite,
    invitees,
)
from pop_tracker.pledges.models import CAPACITY_WORDS, SignatureState, require_editor, signatures, waiting_for
from pop_tracker.pledges.pages.forms import InviteForm
from pop_tracker.web import letters
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, today, words


@dataclass(frozen=True)
class Line:
    """A contract in the list of those that the viewer records answers to."""

    slug: str
    title: str
    edition: int | None
    invited: int
    public: int
    waiting: int


@get("/puna/nenshkrimet")
def contracts_to_sign(desk: NamedDependency[Desk]) -> Response[str]:
    """The contracts whose signatures the viewer records, and what waits for them as a second person."""
    session, viewer = desk.session, desk.viewer
    contracts = [
        contract
        for contract in session.exec(select(Contract).order_by(col(Contract.title)))
        if viewer.may_edit(contract.municipality_id) or viewer.is_coordinator
    ]
    newest = newest_editions(session)
    open_now = [
        invitation.contract_id
        for invitation, state in invitations(session, [contract.id or 0 for contract in contracts])
        if state is InvitationState.OPEN
    ]
    answers = signatures(session, viewer=viewer)
    lines = [
        Line(
            slug=contract.slug,
            title=contract.title,
            edition=newest[contract.id].number if contract.id in newest else None,
            invited=open_now.count(contract.id or 0),
            public=sum(one.contract_id == contract.id and one.state is SignatureState.PUBLIC for one in answers),
            waiting=sum(one.contract_id == contract.id and one.state is not SignatureState.PUBLIC for one in answers),
        )
        for contract in contracts
    ]
    return desk.page("pledges/contracts.html", {"lines": lines, "waiting": waiting_for(session, viewer)})


@get("/puna/ftesat/{slug:str}", guards=[guards.editor])
def invitations_page(desk: NamedDependency[Desk], slug: FromPath[str], nisur: FromQuery[int] = 0) -> Response[str]:
    """`nisur` is the invitation that was sent just now."""
    contract = _contract(desk, slug)
    form = InviteForm(desk.words, last_day=today() + USUAL_LIFE)
    return _page(desk, contract, _offered(desk, contract, form), sent=nisur)


@post("/puna/ftesat/{slug:str}", guards=[guards.editor])
def send_invitation(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """The link goes out in the letter alone; who invites never sees it, and so cannot answer in its place."""
    contract = _contract(desk, slug)
    form = _offered(desk, contract, InviteForm(desk.words, desk.sent))

    def send() -> str:
        invitation, secret = invite(
            desk.session, desk.viewer, contract, form.who.data, form.email.data, form.last_day.known
        )
        link = f"{desk.settings.base_url}/nenshkrim/{secret}"
        subject, text = _letter(contract, invitation, desk.viewer, link)
        letters.post(
            desk.session,
            desk.settings,
            to=invitation.email,
            about=N_("Ftesë për të nënshkruar"),
            subject=subject,
            text=text,
            thing=f"invitation/{invitation.id}",
        )
        return f"/puna/ftesat/{slug}?nisur={invitation.id}"

    return desk.enter(form, lambda status: _page(desk, contract, form, status), send)


@get("/puna/ftesat/{slug:str}/{invitation_id:int}/terheqja", guards=[guards.editor])
def revocation_page(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Response[str]:
    """Says what happens to the link, and asks."""
    contract, invitation = _invitation(desk, slug, invitation_id)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    if invitation.state(desk.session) is not InvitationState.OPEN:
        raise Missing
    context = {"contract": contract, "invitation": invitation, "capacity_words": CAPACITY_WORDS}
    return desk.page("pledges/revocation.html", context)


@post("/puna/ftesat/{slug:str}/{invitation_id:int}/terheqja", guards=[guards.editor])
def revoke(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Redirect:
    _, invitation = _invitation(desk, slug, invitation_id)
    invitation.revoke(desk.session, desk.viewer)
    return desk.go(f"/puna/ftesat/{slug}")


def _contract(desk: Desk, slug: str) -> Contract:
    """The contract, for who records for its municipality; the coordinator may look."""
    contract = contract_called(desk.session, slug)
    if not desk.viewer.is_coordinator:
        require_editor(desk.session, desk.viewer, contract.id or 0)
    return contract


def _invitation(desk: Desk, slug: str, invitation_id: int) -> tuple[Contract, Invitation]:
    contract = _contract(desk, slug)
    invitation = desk.session.get(Invitation, invitation_id)
    if invitation is None or invitation.contract_id != contract.id:
        raise Missing
    return contract, invitation


def _offered(desk: Desk, contract: Contract, form: InviteForm) -> InviteForm:
    said = desk.words
    form.who.choices = [
        (
            one.choice,
            ", ".join(
                part
                for part in (one.name, said.gettext(CAPACITY_WORDS[one.capacity]).lower(), said.said(one.about))
                if part
            )
            + f" ({one.since.year})",
        )
        for one in invitees(desk.session, contract)
    ]
    return form


def _page(desk: Desk, contract: Contract, form: InviteForm, status: int = 200, sent: int = 0) -> Response[str]:
    rows = invitations(desk.session, [contract.id or 0])
    asked = {invitation.asked for invitation, _ in rows}
    may_be_asked = invitees(desk.session, contract)
    context = {
        "about": {one.choice: one.about for one in may_be_asked},
        "not_asked": [one for one in may_be_asked if one.choice not in asked],
        "counts": [(state, sum(found is state for _, found in rows)) for state in InvitationState],
        "contract": contract,
        "edition": newest_edition(desk.session, contract.id or 0),
        "may_invite": desk.viewer.may_edit(contract.municipality_id),
        "rows": rows,
        "sent": next((invitation for invitation, _ in rows if invitation.id == sent), None),
        "form": form,
        "capacity_words": CAPACITY_WORDS,
        "state_words": INVITATION_STATE_WORDS,
    }
    return desk.page("pledges/invitations.html", context, status)


def _letter(contract: Contract, invitation: Invitation, viewer: Viewer, link: str) -> tuple[str, str]:
    """To people in office and candidates, so in Albanian, whatever language the inviter reads."""
    said = words("sq")
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "%(organisation)s ju fton të lexoni dhe të nënshkruani, %(capacity)s, këtë kontratë:\n"
            "%(contract)s\n\n"
            "Me këtë lidhje personale lexoni tekstin e plotë dhe jepni përgjigjen tuaj: nënshkruani, nënshkruani "
            "me rezervë, ose nuk nënshkruani:\n\n"
            "%(link)s\n\n"
            "Lidhja vlen deri më %(last_day)s dhe për një përgjigje. Hapja e saj nuk ju angazhon për asgjë. "
            "Kush nënshkruan, merr para qytetarëve angazhimin moral të punojë për zotimet e atij botimi. Nënshkrimi "
            "nuk krijon detyrim ligjor. Emri, cilësia, data dhe përgjigjja juaj bëhen publike.\n\n"
            "Mos ia jepni lidhjen askujt tjetër: kush e ka, mund të përgjigjet në emrin tuaj.\n"
        ),
        name=invitation.name,
        organisation=viewer.organisation_name or "pop-tracker",
        capacity=said.gettext(CAPACITY_WORDS[invitation.capacity]).lower(),
        contract=contract.title,
        link=link,
        last_day=said.date(invitation.last_day),
    )
    return said.gettext(N_("Ftesë për të nënshkruar: %(contract)s"), contract=contract.title), text


HANDLERS: list[Any] = [contracts_to_sign, invitations_page, send_invitation, revocation_page, revoke]
