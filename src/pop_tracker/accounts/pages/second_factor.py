"""The doors to one's own ways in: passkeys, codes on a phone, printed codes, and where one is signed in.

Whoever has a second step proves it before they change any of it. Who has none yet and must, sets it up here before
anything else: they came by the link of their own mailbox.
"""

from typing import Any

import segno
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from markupsafe import Markup
from wtforms import HiddenField

from pop_tracker.accounts import authenticator, log, passkeys
from pop_tracker.accounts.concerned import ABOUT, whom_to_tell
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm
from pop_tracker.accounts.pages.guards import ENTERING, Unproven
from pop_tracker.accounts.pages.proving import OWN, for_the_script, session_of, whose
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_factor import RECENT, Authenticator, Passkey, has_second_factor
from pop_tracker.accounts.signing_in import end_all, end_one, is_told_of_sign_ins, prove, sessions_of, tell_of_sign_ins
from pop_tracker.web import letters
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.base import BaseForm, Max, Required
from pop_tracker.web.forms.fields import LineField
from pop_tracker.web.i18n import N_, localized, words
from pop_tracker.web.typed import SECRET_HERE

log.declare(
    {
        "passkey_added": N_("Shtoi një çelës"),
        "passkey_removed": N_("Hoqi një çelës"),
        "phone_set_up": N_("Vendosi kodet në telefon"),
        "phone_removed": N_("Hoqi kodet në telefon"),
        "recovery_codes_made": N_("Krijoi kode rezervë"),
        "session_ended": N_("Mbylli një seancë"),
        "sessions_ended": N_("Mbylli të gjitha seancat"),
    }
)
LAST_ONE = N_("Roli juaj kërkon një hap të dytë. Shtoni një mënyrë tjetër para se ta hiqni këtë.")


class PasskeyForm(BaseForm):
    name = LineField(N_("Si ta quajmë këtë çelës?"), [Required(), Max(60)])
    answer = HiddenField(validators=[Max(passkeys.LONGEST)])


class PhoneForm(BaseForm):
    sealed = HiddenField(validators=[Max(400)])
    code = LineField(N_("Kodi që tregon telefoni"), [Required(), Max(20)])


@get(OWN)
def own_ways_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _own(desk, ButtonForm(desk.words))


@get(f"{OWN}/celes", opt=ENTERING)
def new_passkey_page(desk: NamedDependency[Desk]) -> Response[str]:
    _require_proof(desk)
    return _passkey_page(desk, PasskeyForm(desk.words))


@post(f"{OWN}/celes/sfida", opt=ENTERING)
def passkey_challenge(desk: NamedDependency[Desk]) -> Response[str]:
    """For the script: what a new key is made from."""
    _require_proof(desk)
    person = desk.session.get_one(Person, whose(desk))
    options = passkeys.options_to_add(desk.session, desk.settings, session_of(desk), person)
    return for_the_script(options)


@post(f"{OWN}/celes", done=N_("Çelësi u shtua."), opt={**ENTERING, SECRET_HERE: ("answer",)})
def add_passkey(desk: NamedDependency[Desk]) -> Answer:
    _require_proof(desk)
    form, person_id = PasskeyForm(desk.words, desk.sent), whose(desk)
    is_first = not has_second_factor(desk.session, person_id)

    def add() -> str:
        answer, name = form.answer.data or "", form["name"].data or ""
        key = passkeys.add(desk.session, desk.settings, session_of(desk), person_id, name, answer)
        log.note(desk.session, "passkey_added", by=person_id, thing=f"passkey/{key.id}", copied=key.is_copied)
        prove(desk.session, session_of(desk))
        _tell(desk)
        return OWN

    done = desk.take(form, lambda status: _passkey_page(desk, form, status), add)
    return _codes_page(desk) if is_first and isinstance(done, Redirect) else done


@get(f"{OWN}/celes/{{passkey_id:int}}/heqja")
def passkey_removal_page(desk: NamedDependency[Desk], passkey_id: FromPath[int]) -> Response[str]:
    _require_proof(desk)
    return _removal_page(desk, _own_key(desk, passkey_id), ButtonForm(desk.words))


@post(f"{OWN}/celes/{{passkey_id:int}}/heqja", done=N_("Çelësi u hoq."))
def remove_passkey(desk: NamedDependency[Desk], passkey_id: FromPath[int]) -> Answer:
    _require_proof(desk)
    key, form = _own_key(desk, passkey_id), ButtonForm(desk.words)

    def remove() -> str:
        desk.session.delete(key)
        desk.session.flush()
        _require_another(desk)
        log.note(desk.session, "passkey_removed", by=whose(desk), thing=f"passkey/{passkey_id}")
        _tell(desk)
        return OWN

    return desk.take(form, lambda status: _removal_page(desk, key, form, status), remove)


@get(f"{OWN}/telefoni", opt=ENTERING)
def phone_page(desk: NamedDependency[Desk]) -> Response[str]:
    _require_proof(desk)
    return _phone_page(desk, PhoneForm(desk.words))


@post(f"{OWN}/telefoni", done=N_("Telefoni u shtua."), opt={**ENTERING, SECRET_HERE: ("sealed",)})
def set_up_phone(desk: NamedDependency[Desk]) -> Answer:
    _require_proof(desk)
    form, person_id = PhoneForm(desk.words, desk.sent), whose(desk)
    is_first = not has_second_factor(desk.session, person_id)

    def set_up() -> str:
        secret = authenticator.offered(desk.settings, person_id, form.sealed.data or "")
        if secret is None:
            raise Refusal(N_("Kjo faqe qëndroi hapur shumë gjatë. Skanojeni kodin QR edhe një herë."))
        if not authenticator.set_up(desk.session, desk.settings, person_id, secret, form.code.data or ""):
            raise Refusal(N_("Kodi nuk është i saktë. Shkruani kodin që tregon telefoni tani."), field="code")
        log.note(desk.session, "phone_set_up", by=person_id)
        prove(desk.session, session_of(desk))
        _tell(desk)
        return OWN

    done = desk.take(form, lambda status: _phone_page(desk, form, status), set_up)
    return _codes_page(desk) if is_first and isinstance(done, Redirect) else done


@get(f"{OWN}/telefoni/heqja")
def phone_removal_page(desk: NamedDependency[Desk]) -> Response[str]:
    _require_proof(desk)
    return _removal_page(desk, None, ButtonForm(desk.words))


@post(f"{OWN}/telefoni/heqja", done=N_("Telefoni u hoq."))
def remove_phone(desk: NamedDependency[Desk]) -> Answer:
    _require_proof(desk)
    form = ButtonForm(desk.words)

    def remove() -> str:
        if authenticator.take_away(desk.session, whose(desk)):
            _require_another(desk)
            log.note(desk.session, "phone_removed", by=whose(desk))
            _tell(desk)
        return OWN

    return desk.take(form, lambda status: _removal_page(desk, None, form, status), remove)


@get(f"{OWN}/kodet")
def new_codes_page(desk: NamedDependency[Desk]) -> Response[str]:
    """Asks, because those that lie printed in a drawer are void then."""
    _require_proof(desk)
    return desk.page("accounts/new_recovery_codes.html", {"own": OWN})


@post(f"{OWN}/kodet")
def make_codes(desk: NamedDependency[Desk]) -> Response[str]:
    """Plain, as it answers with a page: they are shown this once."""
    _require_proof(desk)
    if not has_second_factor(desk.session, whose(desk)):
        raise Missing
    return _codes_page(desk)


@post(f"{OWN}/seancat/{{session_id:int}}/mbyllja", done=N_("Seanca u mbyll."))
def end_session(desk: NamedDependency[Desk], session_id: FromPath[int]) -> Redirect:
    if end_one(desk.session, whose(desk), session_id):
        log.note(desk.session, "session_ended", by=whose(desk))
    return desk.go("/hyrje" if session_id == desk.viewer.session_id else OWN)


@post(f"{OWN}/seancat/mbyllja", done="")
def end_sessions(desk: NamedDependency[Desk]) -> Redirect:
    """Everywhere, here too: what somebody presses who has lost a phone."""
    end_all(desk.session, desk.session.get_one(Person, whose(desk)))
    log.note(desk.session, "sessions_ended", by=whose(desk))
    return desk.go("/hyrje")


@post(f"{OWN}/njoftimi")
def wish(desk: NamedDependency[Desk]) -> Redirect:
    tell_of_sign_ins(desk.session, whose(desk), wanted=desk.sent.get("dua") == "po")
    return desk.go(OWN)


def _tell(desk: Desk) -> None:
    """The person, by letter: a way in that they did not add is somebody else's."""
    person = desk.session.get_one(Person, whose(desk))
    said = words(person.language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Hapi i dytë i llogarisë suaj në pop-tracker u ndryshua. E shihni këtu:\n\n%(link)s\n\n"
            "Nëse nuk e bëtë ju, shtypni aty “Dilni kudo” dhe njoftoni menjëherë: %(whom)s\n"
        ),
        name=person.name,
        link=desk.settings.base_url + localized(OWN, person.language),
        whom=whom_to_tell(desk.session, desk.settings, person),
    )
    subject = said.gettext(N_("Hapi i dytë i llogarisë suaj u ndryshua"))
    letters.post(desk.session, desk.settings, to=person.email, about=ABOUT, subject=subject, text=text)


def _require_proof(desk: Desk) -> None:
    """Who has a second step proves it first; who has none may set one up. Raises Unproven."""
    if desk.viewer.must_prove and not desk.viewer.has_proven_within(RECENT) and has_second_factor(
        desk.session, whose(desk)
    ):  # fmt: skip
        raise Unproven


def _require_another(desk: Desk) -> None:
    """Whose role asks for one is not left without. Raises Refusal."""
    must = bool(desk.viewer.roles & TRUSTED) and not desk.settings.training
    if must and not has_second_factor(desk.session, whose(desk)):
        raise Refusal(LAST_ONE)


def _own_key(desk: Desk, passkey_id: int) -> Passkey:
    key = desk.session.get(Passkey, passkey_id)
    if key is None or key.person_id != whose(desk):
        raise Missing
    return key


def _own(desk: Desk, form: ButtonForm, status: int = 200) -> Response[str]:
    person_id = whose(desk)
    context = {
        "form": form,
        "own": OWN,
        "may_have_keys": passkeys.are_possible(desk.settings),
        "passkeys": passkeys.passkeys_of(desk.session, person_id),
        "phone": desk.session.get(Authenticator, person_id),
        "codes_left": authenticator.recovery_codes_left(desk.session, person_id),
        "sessions": sessions_of(desk.session, person_id),
        "this": desk.viewer.session_id,
        "must": bool(desk.viewer.roles & TRUSTED) and not desk.settings.training,
        "is_told": is_told_of_sign_ins(desk.session, person_id),
    }
    return desk.page("accounts/own_ways.html", context, status)


def _passkey_page(desk: Desk, form: PasskeyForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/passkey_new.html", {"form": form, "own": OWN, "back": _back(desk)}, status)


def _phone_page(desk: Desk, form: PhoneForm, status: int = 200) -> Response[str]:
    """With the secret that was offered before, as long as it may be set up: a wrong code asks for no second scan."""
    person = desk.session.get_one(Person, whose(desk))
    secret = authenticator.offered(desk.settings, whose(desk), form.sealed.data or "")
    if secret is None:
        secret, form.sealed.data = authenticator.offer(desk.settings, whose(desk))
    code = segno.make(authenticator.address_of(secret, person.email), error="m", micro=False)
    picture = Markup(code.svg_inline(scale=4, dark="#000", light="#fff", svgclass=None, lineclass=None))
    context = {
        "form": form,
        "own": OWN,
        "back": _back(desk),
        "picture": picture,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "stands_already": desk.session.get(Authenticator, whose(desk)) is not None,
    }
    return desk.page("accounts/phone.html", context, status)


def _back(desk: Desk) -> str:
    return OWN if desk.viewer.is_signed_in else "/hyrje/hapi-i-dyte"


def _removal_page(desk: Desk, key: Passkey | None, form: ButtonForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/second_factor_removal.html", {"key": key, "own": OWN, "form": form}, status)


def _codes_page(desk: Desk) -> Response[str]:
    """New printed codes, in place of those from before."""
    codes = authenticator.new_recovery_codes(desk.session, whose(desk))
    log.note(desk.session, "recovery_codes_made", by=whose(desk))
    person = desk.session.get_one(Person, whose(desk))
    return desk.page("accounts/recovery_codes.html", {"codes": codes, "email": person.email})


HANDLERS: list[Any] = [
    own_ways_page,
    new_passkey_page,
    passkey_challenge,
    add_passkey,
    passkey_removal_page,
    remove_passkey,
    phone_page,
    set_up_phone,
    phone_removal_page,
    remove_phone,
    new_codes_page,
    make_codes,
    end_session,
    end_sessions,
    wish,
]
