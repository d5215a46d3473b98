"""Doors to invitations: the contracts that may be signed, who may be asked and was, asking several at once, and on
paper. What is done with one that was sent: `sent_invitations`."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import col, select

from pop_tracker.accounts.addresses import ADDRESS_KIND_WORDS, CLAIM_STATE_WORDS
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import newest_edition, newest_editions
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.models import visible_to as contracts_visible_to
from pop_tracker.pledges import race as asked
from pop_tracker.pledges.asking import give_on_paper, invite
from pop_tracker.pledges.in_force import signatures
from pop_tracker.pledges.invitations import INVITATION_STATE_WORDS, USUAL_LIFE, InvitationState, invitations
from pop_tracker.pledges.models import require_editor
from pop_tracker.pledges.pages.forms import ConfirmAddressesForm, GivenForm, InviteForm
from pop_tracker.pledges.race import Row, race
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, SignatureState
from pop_tracker.pledges.waiting import in_hand
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_, today


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
        for contract in session.exec(select(Contract).where(contracts_visible_to(viewer)).order_by(col(Contract.title)))
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
    waiting = [*asked.in_hand(session, viewer).waiting, *in_hand(session, viewer).waiting]
    return desk.page("pledges/contracts.html", {"lines": lines, "waiting": waiting})


@get("/puna/ftesat/{slug:str}")
def invitations_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Everybody who may be asked; for whoever confirms addresses here, too."""
    return race_page(desk, contract_seen(desk, slug), ConfirmAddressesForm(desk.words))


@get("/puna/ftesat/{slug:str}/dergimi", guards=[guards.editor])
def sending_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract = contract_edited(desk, slug)
    phone = desk.session.get_one(Person, desk.viewer.person_id).phone
    may = [row.choice for row in race(desk.session, desk.viewer, contract) if row.may_be_invited]
    form = InviteForm(desk.words, who=may, last_day=today() + USUAL_LIFE, phone=phone)
    return _sending_page(desk, contract, form)


@post("/puna/ftesat/{slug:str}/dergimi", done=N_("Ftesat u nisën."), guards=[guards.editor])
def send_invitations(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """The links go out in the letters alone; who invites never sees them, and so cannot answer in anybody's place."""
    contract = contract_edited(desk, slug)
    form = InviteForm(desk.words, desk.sent)
    _offer(desk, contract, form)

    def send() -> str:
        invite(
            desk.session, desk.viewer, desk.settings, contract, form.chosen, form.last_day.known, form.phone.data or ""
        )
        names = [one[1] for one in form.who.iter_choices() if one[0] in form.chosen]
        desk.say(N_("Ftesat u nisën te: %(names)s."), names="; ".join(map(str, names)))
        return f"/puna/ftesat/{slug}"

    return desk.enter(form, lambda status: _sending_page(desk, contract, form, status), send)


@get("/puna/ftesat/{slug:str}/ne-leter", guards=[guards.editor])
def paper_invitation_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract = contract_edited(desk, slug)
    form = GivenForm(desk.words, asked_on=today(), last_day=today() + USUAL_LIFE)
    return _given_page(desk, contract, form)


@post("/puna/ftesat/{slug:str}/ne-leter", done=N_("Ftesa në letër u shënua."), guards=[guards.editor])
def give_invitation(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_edited(desk, slug)
    form = GivenForm(desk.words, desk.sent)
    _offer_given(desk, contract, form)

    def give() -> str:
        give_on_paper(
            desk.session, desk.viewer, contract, form.who.data, form.asked_on.known, form.last_day.known,
            form.source.data or "",
        )  # fmt: skip
        return f"/puna/ftesat/{slug}"

    return desk.enter(form, lambda status: _given_page(desk, contract, form, status), give)


def contract_edited(desk: Desk, slug: str) -> Contract:
    """For who records for its municipality."""
    contract = contract_at_work(desk.session, desk.viewer, slug)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    return contract


def contract_seen(desk: Desk, slug: str) -> Contract:
    """For who may also look: the coordinator, and reviewers, who are asked to confirm addresses."""
    contract = contract_at_work(desk.session, desk.viewer, slug)
    viewer = desk.viewer
    if not (viewer.is_coordinator or viewer.is_reviewer):
        require_recorder(viewer, contract.municipality_id)
    return contract


def race_page(desk: Desk, contract: Contract, form: ConfirmAddressesForm, status: int = 200) -> Response[str]:
    rows = race(desk.session, desk.viewer, contract)
    deciding = [row for row in rows if row.may_decide and row.claim is not None]
    offered = [(str(row.claim.id), said_of(desk, row)) for row in deciding if row.claim]
    form.addresses.choices = offered
    if not form.addresses.raw_data and not form.errors:
        form.addresses.data = [value for value, _ in offered]
    people = [row for row in rows if row.capacity is not None]
    context = {
        "contract": contract,
        "edition": newest_edition(desk.session, contract.id or 0),
        "rows": [row for row in rows if row.capacity is not None or row.claim is not None],
        "deciding": deciding,
        "called": {row.choice: said_of(desk, row) for row in deciding},
        "form": form,
        "may_edit": desk.viewer.may_edit(contract.municipality_id),
        "may_give_out": desk.viewer.is_coordinator,
        "counts": [
            (words, n)
            for words, n in [
                (N_("pa përgjigje ende"), sum(any(one.is_open for one in row.sent) for row in people)),
                (
                    N_("me përgjigje"),
                    sum(any(one.state is InvitationState.ANSWERED for one in row.sent) for row in people),
                ),
                (N_("me adresë për t’u konfirmuar"), sum(row.waits for row in people)),
                (N_("për t’u ftuar"), sum(row.may_be_invited for row in people)),
                (N_("pa adresë"), sum(row.needs_address and not row.is_asked for row in people)),
            ]
            if n
        ],
        "people": len(people),
        "capacity_words": CAPACITY_WORDS,
        "state_words": INVITATION_STATE_WORDS,
        "claim_words": CLAIM_STATE_WORDS,
        "kind_words": ADDRESS_KIND_WORDS,
        "today": today(),
    }
    return desk.page("pledges/invitations.html", context, status)


def said_of(desk: Desk, row: Row) -> str:
    """A person in a list of choices: name, capacity, list."""
    words = desk.words
    if row.capacity is None:
        return words.gettext(N_("Bashkia %(name)s, për përgjigjen e saj"), name=row.name)
    capacity = words.gettext(CAPACITY_WORDS[row.capacity]).lower()
    return ", ".join(part for part in (row.name, capacity, words.said(row.about) if row.about else "") if part)


def _offer(desk: Desk, contract: Contract, form: InviteForm) -> list[Row]:
    rows = [row for row in race(desk.session, desk.viewer, contract) if row.may_be_invited and row.claim]
    form.who.choices = [(row.choice, said_of(desk, row)) for row in rows]
    form.english.choices = form.who.choices
    return rows


def _sending_page(desk: Desk, contract: Contract, form: InviteForm, status: int = 200) -> Response[str]:
    rows = _offer(desk, contract, form)
    context = {
        "contract": contract,
        "edition": newest_edition(desk.session, contract.id or 0),
        "form": form,
        "hints": {row.choice: row.claim.email for row in rows if row.claim},
        "person": desk.session.get_one(Person, desk.viewer.person_id),
        "organisation": desk.viewer.organisation_name or "pop-tracker",
    }
    return desk.page("pledges/sending.html", context, status)


def _offer_given(desk: Desk, contract: Contract, form: GivenForm) -> None:
    rows = [row for row in race(desk.session, desk.viewer, contract) if row.may_be_asked_on_paper]
    form.who.choices = [(row.choice, said_of(desk, row)) for row in rows]


def _given_page(desk: Desk, contract: Contract, form: GivenForm, status: int = 200) -> Response[str]:
    _offer_given(desk, contract, form)
    edition = newest_edition(desk.session, contract.id or 0)
    return desk.page("pledges/given.html", {"contract": contract, "edition": edition, "form": form}, status)


HANDLERS: list[Any] = [
    contracts_to_sign,
    invitations_page,
    sending_page,
    send_invitations,
    paper_invitation_page,
    give_invitation,
]
