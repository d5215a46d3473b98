"""The doors of the second step: after the link that came by mail, and again before what cannot be taken back, people
prove that it is they, with a passkey or a code.

Who was asked in the middle of sending a form gets it back afterwards, to be sent again: what they typed goes along on
the page, to nobody but us.
"""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session
from wtforms import HiddenField

from pop_tracker.accounts import authenticator, log, passkeys
from pop_tracker.accounts.limits import KEPT, attempts_left, count, forget, is_free
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.guards import ENTERING, Unproven
from pop_tracker.accounts.pages.signing_in import own_path
from pop_tracker.accounts.second_factor import RECENT, Authenticator, has_second_factor
from pop_tracker.accounts.signing_in import prove
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, Max
from pop_tracker.web.forms.fields import LineField
from pop_tracker.web.i18n import N_
from pop_tracker.web.render import page, see_other, url_for, words_of
from pop_tracker.web.typed import SECRET_HERE, given_back, packed, typed, unpacked

WHERE = "/hyrje/hapi-i-dyte"
OWN = "/puna/llogaria/hyrja"
TRIES, TRIES_A_DAY = 5, 20
"""Wrong codes of one person within a quarter of an hour, and within a day; then no code of six digits is looked at for
as long. Of a million there are three that count, so whoever has the mailbox has a chance of 1 in 17,000 a day. Printed
codes are too long to be guessed, and count all the time."""
WRONG_NOTED = 50
PROVE_FIRST = N_("Para këtij veprimi vërtetoni edhe një herë që jeni ju. Ajo që dërguat nuk humbet.")
WRONG = N_("Kodi nuk është i saktë ose është përdorur tashmë. Shkruani kodin që tregon telefoni tani.")
PAUSE = N_("Keni shkruar disa kode të gabuara. Prisni pak; çelësi dhe kodet rezervë vlejnë edhe ndërkohë.")

log.declare(
    {
        "proven": N_("Vërtetoi hapin e dytë"),
        "second_step_wrong": N_("Kod i gabuar në hapin e dytë"),
        "recovery_code_used": N_("Përdori një kod rezervë"),
    }
)


class ProofForm(BaseForm):
    code = LineField(N_("Kodi"), [Max(40)])
    answer = HiddenField(validators=[Max(passkeys.LONGEST)])
    pas = HiddenField()
    typed = HiddenField()
    """What was sent when the proof was asked for, and where to, as JSON."""


@get(WHERE, opt=ENTERING)
def proving_page(desk: NamedDependency[Desk], pas: FromQuery[str] = "") -> Answer:
    viewer = desk.viewer
    if not viewer.must_prove or viewer.has_proven_within(RECENT):
        return desk.go(own_path(pas))
    if not has_second_factor(desk.session, whose(desk)):
        return desk.page(
            "accounts/second_step.html", {"own": OWN, "may_have_keys": passkeys.are_possible(desk.settings)}
        )
    return _page(desk, ProofForm(desk.words, pas=own_path(pas)))


@post(f"{WHERE}/sfida", opt=ENTERING)
def challenge(desk: NamedDependency[Desk]) -> Response[str]:
    """For the script: what a passkey has to sign."""
    options = passkeys.options_to_prove(desk.session, desk.settings, session_of(desk), whose(desk))
    return for_the_script(options)


@post(WHERE, done="", opt={**ENTERING, SECRET_HERE: ("answer",)})
def prove_it(desk: NamedDependency[Desk]) -> Answer:
    form = ProofForm(desk.words, desk.sent)
    if not form.validate():
        return _page(desk, form, 422)
    how = _how(desk, form)
    if how is None:
        return _page(desk, form, 422)
    prove(desk.session, session_of(desk))
    log.note(desk.session, "recovery_code_used" if how == "recovery" else "proven", by=whose(desk), how=how)
    sent, where = unpacked(form.typed.data or "")
    if sent is None or own_path(where) != where:
        return desk.go(own_path(form.pas.data or ""))
    back = given_back(desk.request, may_be_sent=True)
    return desk.page("accounts/proven.html", back | {"typed": sent, "here_again": url_for(desk.request, where)})


def for_the_script(options: str) -> Response[str]:
    return Response(options, status_code=200, media_type="application/json", headers={"Cache-Control": "no-store"})


def whose(desk: Desk) -> int:
    """Of the person who is here or is about to be."""
    return desk.viewer.person_id or desk.viewer.entering or 0


def session_of(desk: Desk) -> int:
    return desk.viewer.session_id or 0


def ask_first(request: Request[Any, Any, Any], _: Unproven) -> Response[Any]:
    """Instead of the page or the verb that wants a proof. There is no session here to look up what the person has, so
    it offers both ways."""
    query = request.url.query
    here = request.url.path + (f"?{query}" if query else "")
    if request.method != "POST":
        return see_other(request, f"{WHERE}?pas={quote(here)}")
    form = ProofForm(words_of(request), pas="/puna", typed=packed(typed(request), here))
    context = {"form": form, "has_passkeys": True, "has_phone": True, "asked": PROVE_FIRST}
    return page(request, "accounts/proving.html", context, status=403)


def _how(desk: Desk, form: ProofForm) -> str | None:
    """The way in which it was proven; None, and the form says why, when it was not."""
    person_id, session = whose(desk), desk.session
    if form.answer.data:
        if passkeys.is_right(session, desk.settings, session_of(desk), person_id, form.answer.data):
            return "passkey"
        _note_wrong(session, person_id)
        form.refuse(Refusal(passkeys.NOT_TAKEN))
        return None
    what, code = f"code of {person_id}", form.code.data or ""
    if not code:
        form.refuse(Refusal(N_("Shkruani kodin, ose përdorni çelësin."), field="code"))
        return None
    if not is_six_digits(code):
        if authenticator.use_recovery_code(session, person_id, code):
            return "recovery"
    elif not (is_free(session, what, TRIES) and is_free(session, what, TRIES_A_DAY, KEPT)):
        form.refuse(Refusal(PAUSE, field="code"))
        return None
    elif authenticator.is_right(session, desk.settings, person_id, code):
        forget(session, what)
        return "code"
    else:
        count(session, what)
    _note_wrong(session, person_id)
    form.refuse(Refusal(WRONG, field="code"))
    return None


def _note_wrong(session: Session, person_id: int) -> None:
    """Some dozens a day of one person: more tell nothing new, and a script would fill the log."""
    if attempts_left(session, f"wrong second steps noted of {person_id}", WRONG_NOTED, KEPT):
        log.note(session, "second_step_wrong", by=person_id)


def is_six_digits(code: str) -> bool:
    digits = "".join(code.split())
    return len(digits) == 6 and digits.isascii() and digits.isdigit()


def _page(desk: Desk, form: ProofForm, status: int = 200) -> Response[str]:
    person = desk.session.get_one(Person, whose(desk))
    context = {
        "form": form,
        "name": person.name,
        "has_passkeys": bool(passkeys.passkeys_of(desk.session, whose(desk))),
        "has_phone": desk.session.get(Authenticator, whose(desk)) is not None,
        "asked": "",
    }
    return desk.page("accounts/proving.html", context, status)


HANDLERS: list[Any] = [proving_page, challenge, prove_it]
