"""The personal link, one step a page: read the frozen text, answer, check, prove the mailbox, and hold a receipt.

Open to whoever holds the link. What is typed travels from step to step in the form itself and is kept nowhere until the
code is right, so that a forwarded letter shows nobody what somebody began to write.
"""

from datetime import timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts import codes, log
from pop_tracker.accounts.limits import attempts_left
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.missed_links import missed
from pop_tracker.accounts.receipts import receipts_of
from pop_tracker.contracts.difference import CHANGE_WORDS, difference
from pop_tracker.contracts.digests import text_digest
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.texts import GROUP_WORDS, Scope, headings_of_edition, place_in_words
from pop_tracker.database import Database
from pop_tracker.pledges.answers import (
    ANOTHER_CAME,
    FIRST,
    OF_STAFF,
    Act,
    check,
    give,
    is_of_staff,
    newest_number,
    possible,
    purpose_of,
    require_invited,
    standing,
    was_annulled,
    why_closed,
)
from pop_tracker.pledges.invitations import InvitationState
from pop_tracker.pledges.pages.answer_forms import ACT_WORDS, AnswerForm, CodeForm
from pop_tracker.pledges.pages.held_links import Held, as_public, contact_in_words, held_by, masked
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, STANDS_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.qr import qr

WORDS_A_MINUTE = 150
"""Read with care."""
REFUSALS_NOTED = 20
"""A day and link; what comes after tells the log nothing new."""
CLOSED: dict[InvitationState, str] = {
    InvitationState.REVOKED: N_("Organizata që ju ftoi e tërhoqi këtë ftesë."),
    InvitationState.EXPIRED: N_("Afati i kësaj ftese ka kaluar."),
    InvitationState.OFFICE_OVER: N_("Ftesa ishte për një detyrë që nuk e mbani më."),
}
CODE_IS_FOR: dict[Act, str] = {
    Act.SIGN: N_("nënshkrimin e kontratës “%(contract)s”"),
    Act.SIGN_WITH_RESERVATION: N_("nënshkrimin me rezervë të kontratës “%(contract)s”"),
    Act.DECLINE: N_("përgjigjen se nuk e nënshkruani kontratën “%(contract)s”"),
    Act.STATE: N_("një deklaratë te përgjigjja juaj për kontratën “%(contract)s”"),
    Act.WITHDRAW: N_("tërheqjen e nënshkrimit tuaj nga kontrata “%(contract)s”"),
}


@get("/nenshkrim/{token:str}", opt=guards.BY_LINK)
def read_to_sign(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    """Opening the link uses nothing up: mail scanners open links."""
    held = held_by(desk.session, token)
    if held is None:
        return _unknown(desk)
    if possible(desk.session, held.invitation) != FIRST:
        return _after(desk, held)
    return _text_page(desk, held)


@get("/nenshkrim/{token:str}/pergjigjja", opt=guards.BY_LINK)
def answer_page(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    held = held_by(desk.session, token)
    if held is None:
        return _unknown(desk)
    if not possible(desk.session, held.invitation):
        return _after(desk, held)
    return _answer_page(desk, held, None if desk.viewer.is_signed_in else _form(desk, held))


@post("/nenshkrim/{token:str}/pergjigjja", opt=guards.OPEN)
def check_answer(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """Shows the answer as it will be public, and asks; or the form again, for who goes back to change it."""
    held = held_by(desk.session, token)
    if held is None:
        return _unknown(desk)
    form = _form(desk, held)
    if desk.sent.get("kthehuni"):
        return _answer_page(desk, held, form)
    return _refused(desk, held, form) or _check_page(desk, held, form)


@post("/nenshkrim/{token:str}/kodi", opt=guards.OPEN)
def send_code(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """To the mailbox of the invitation, whatever the form says."""
    held = held_by(desk.session, token)
    if held is None:
        return _unknown(desk)
    form = _form(desk, held)
    if refused := _refused(desk, held, form):
        return refused
    said, given = desk.words, form.given
    is_sent = codes.send_code(
        desk.session, desk.settings, purpose=purpose_of(held.invitation), to=held.invitation.email,
        act=said.gettext(CODE_IS_FOR[given.act], contract=held.contract.title), binds=given.digest,
        contact=contact_in_words(held), reply_to=held.reply_to, language=said.language,
    )  # fmt: skip
    code = CodeForm(desk.words)
    if not is_sent:
        code.refuse(
            Refusal(N_("Për këtë lidhje u kërkuan shumë kode. Prisni një orë, ose telefononi organizatën që ju ftoi."))
        )
    return _code_page(desk, held, form, code, 200 if is_sent else 429)


@post("/nenshkrim/{token:str}", done="", opt=guards.OPEN)
def sign(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    held = held_by(desk.session, token)
    if held is None:
        return _unknown(desk)
    form, code = _form(desk, held), CodeForm(desk.words, desk.sent)
    if refused := _refused(desk, held, form):
        return refused
    if not code.validate():
        return _code_page(desk, held, form, code, 422)
    given = form.given
    tried = codes.use_code(desk.session, desk.settings, purpose_of(held.invitation), code.code.data, binds=given.digest)
    if not tried.is_right:
        code.refuse(tried.refusal)
        return _code_page(desk, held, form, code, 422)  # and the try is counted

    def answer() -> str:
        give(desk.session, desk.viewer, held.invitation, given)
        return held.path  # which says from now on what was answered

    return desk.take(form, lambda status: _asked_again(desk, held, form, status), answer)


def _form(desk: Desk, held: Held) -> AnswerForm:
    form = AnswerForm.with_words(text.commitment_id for text in held.leaves)(
        desk.words, desk.sent, newest="" if len(desk.sent) else str(newest_number(desk.session, held.invitation))
    )
    form.offer(possible(desk.session, held.invitation), held.leaves)
    return form


def _refused(desk: Desk, held: Held, form: AnswerForm) -> Answer | None:
    """What says no to the answer before anything is sent or written; None where nothing does. Nothing of it is in the
    record, and the log says that it was tried."""
    try:
        require_invited(desk.viewer)
    except Forbidden:
        _note_refusal(desk, held, "signed_in")
        raise
    if is_of_staff(desk.session, held.invitation):
        _note_refusal(desk, held, "staff")
        return _after(desk, held, status=409)
    if not possible(desk.session, held.invitation):
        _note_refusal(desk, held, "over")
        return _after(desk, held)
    if not form.validate():
        form.hear(desk.session, lambda: check(desk.session, desk.viewer, held.invitation, form.given))
        return _asked_again(desk, held, form, 422)
    with form.attempt(desk.session):
        check(desk.session, desk.viewer, held.invitation, form.given)
    if not form.refused:
        return None
    if form.errors:
        _note_refusal(desk, held, "name" if form.name.errors else "words")
    return _asked_again(desk, held, form, form.refused)


def _asked_again(desk: Desk, held: Held, form: AnswerForm, status: int) -> Response[str]:
    """The form with what is wrong; where another tab or another link was quicker, what stands now."""
    acts = possible(desk.session, held.invitation)
    if not acts:
        return _after(desk, held)
    if acts != FIRST and form.answer.data and form.answer.data not in acts:
        return _after(desk, held, ANOTHER_CAME, 409)
    if status == 409:  # they answer anew having seen the newest edition
        form.newest.data = str(newest_number(desk.session, held.invitation))
    return _answer_page(desk, held, form, status)


def _note_refusal(desk: Desk, held: Held, why: str) -> None:
    """In a transaction of its own: that of the answer is undone. Of whoever merely typed something wrong the log does
    not say by which link, as long as it waits for an answer: nobody is told that it was opened."""
    is_told = held.invitation.answered_at is not None or why in ("signed_in", "staff")
    database: Database = desk.request.app.state.database
    purpose = purpose_of(held.invitation)
    desk.session.rollback()
    with database.writing() as session:
        if attempts_left(session, f"refusals noted of {purpose}", REFUSALS_NOTED, timedelta(days=1)):
            log.note(session, "answer_refused", by=desk.viewer.person_id, thing=purpose if is_told else "", why=why)


def _frame(desk: Desk, held: Held) -> dict[str, Any]:
    newest = newest_edition(desk.session, held.contract.id or 0)
    newer = newest if newest is not None and newest.number > held.edition.number else None
    return {
        "held": held,
        "capacity": CAPACITY_WORDS[held.invitation.capacity],
        "contact": contact_in_words(held),
        "newer": newer,
        "changes": difference(desk.session, held.edition, newer, desk.words) if newer else [],
        "change_words": CHANGE_WORDS,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": STANDS_WORDS,
    }


def _text_page(desk: Desk, held: Held) -> Response[str]:
    under: dict[int, list[dict[str, Any]]] = {}
    for text in held.texts:
        # The whole municipality is said once, for all that name no place.
        place = place_in_words(text) if text.scope is Scope.UNITS else text.place
        under.setdefault(text.priority_number, []).append({"text": text, "place": place})
    context = {
        "commitments": len(held.leaves),
        "minutes": max(1, round(sum(len(text.text.split()) for text in held.texts) / WORDS_A_MINUTE)),
        "priorities": [
            (heading, under.get(heading.number, []))
            for heading in headings_of_edition(desk.session, held.edition.id or 0)
        ],
        "group_words": GROUP_WORDS,
        "digest": text_digest(desk.session, held.edition),
    }
    return desk.page("pledges/text.html", _frame(desk, held) | context)


def _answer_page(desk: Desk, held: Held, form: AnswerForm | None, status: int = 200) -> Response[str]:
    """Without a form, who is signed in is told to sign out before answering."""
    # What they said before, elsewhere, would show the name that they must type.
    now = standing(desk.session, held.invitation) if held.invitation.answered_at else None
    context = {"form": form, "now": now, "Act": Act, "texts": held.leaves}
    return desk.page("pledges/answer.html", _frame(desk, held) | context, status)


def _check_page(desk: Desk, held: Held, form: AnswerForm) -> Response[str]:
    context = {"form": form, "row": as_public(desk.session, held, form.given), "act": form.given.act, "Act": Act}
    return desk.page("pledges/check.html", _frame(desk, held) | context)


def _code_page(desk: Desk, held: Held, form: AnswerForm, code: CodeForm, status: int) -> Response[str]:
    context = {
        "form": form,
        "code": code,
        "mailbox": masked(held.invitation.email),
        "minutes": codes.LIFE.seconds // 60,
        "act": desk.words.gettext(ACT_WORDS[form.given.act]),
    }
    return desk.page("pledges/code.html", _frame(desk, held) | context, status)


def _after(desk: Desk, held: Held, told: str = "", status: int = 0) -> Response[str]:
    """What became of the link: the answer in force with its receipt, or why it is good for nothing any more."""
    state = held.invitation.state(desk.session)
    told = OF_STAFF if is_of_staff(desk.session, held.invitation) else told
    if state is not InvitationState.ANSWERED:
        why = told or CLOSED.get(state) or why_closed(desk.session, held.invitation)
        return desk.page("pledges/closed.html", _frame(desk, held) | {"why": why}, status or 410)
    receipts = receipts_of(desk.session, purpose_of(held.invitation))
    newest = receipts[0] if receipts else None
    address = f"{desk.settings.base_url}/vertetim/{newest.code}" if newest else ""
    context = {
        "told": told,
        "now": standing(desk.session, held.invitation),
        "is_annulled": was_annulled(desk.session, held.invitation),
        "receipt": newest,
        "address": address,
        "qr": qr(address) if address else None,
        "acts": [] if desk.viewer.is_signed_in else possible(desk.session, held.invitation),
        "Act": Act,
    }
    return desk.page("pledges/receipt.html", _frame(desk, held) | context, status or 200)


def _unknown(desk: Desk) -> Response[str]:
    return missed(desk, "signing links", "pledges/unknown.html")


HANDLERS: list[Any] = [read_to_sign, answer_page, check_answer, send_code, sign]
