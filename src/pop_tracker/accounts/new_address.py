"""An account moves to another mailbox, and with it all that its person may do.

It counts when both are known: that letters come to the new mailbox, by a link that was sent there, so that a typing
error locks nobody out; and that it is the person who moves, by a link to the old one, by a second factor proven just
before, or by two others, a coordinator who asks and a second person. In the last case the account decides on nothing
for `PAUSE`. Until it counts, whoever still reads the old mailbox can say no.
"""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.concerned import ABOUT, tell, whom_to_tell
from pop_tracker.accounts.models import Person, Viewer, one_at_a_time
from pop_tracker.accounts.requests import AccountRequest, Proof, RequestAnswer, Wanted, close, is_undecided, open_for
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.accounts.signing_in import end_all
from pop_tracker.accounts.taken_mailboxes import require_not_asked_at
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_, localized, words
from pop_tracker.web.mailboxes import domain_of
from pop_tracker.web.secret import new_secret, secret_hash

LINK = "/adresa"
LINKS_LIVE = timedelta(days=7)
PAUSE = timedelta(hours=48)
JUST_NOW = timedelta(minutes=10)

log.declare(
    {
        "account_address_asked": N_("Adresë e re e kërkuar"),
        "account_address_answered": N_("Adresa e re përgjigjet"),
        "account_address_confirmed": N_("Adresë e re e konfirmuar"),
        "account_address_changed": N_("Adresë e ndryshuar"),
        "account_address_refused": N_("Adresë e re e refuzuar"),
        "account_address_withdrawn": N_("Kërkesë për adresë të re e tërhequr"),
    }
)
log.explain("same_domain", N_("Te i njëjti domen"), {True: N_("po"), False: N_("jo")})
log.explain(
    "how",
    N_("Si"),
    {
        Proof.OLD_MAILBOX: N_("nga emaili i vjetër"),
        Proof.SECOND_FACTOR: N_("me hapin e dytë të hyrjes"),
        Proof.SECOND_PERSON: N_("nga një person i dytë"),
    },
)


def ask(
    session: Session, settings: Settings, viewer: Viewer, person: Person, email: str, reason: str = ""
) -> AccountRequest:
    """By the person, or by a coordinator for them. It takes the place of what was asked for before."""
    is_self = viewer.person_id == person.id
    if not (is_self or viewer.is_coordinator):
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
    email = email.lower()
    _require_free(session, person, email)
    if not (is_self or reason):
        raise Refusal(N_("Shkruani pse ndryshon adresa dhe si e verifikuat."), field="reason")
    one_at_a_time(session, f"address for {person.id}")
    if before := open_for(session, person.id or 0, Wanted.ADDRESS):
        close(session, settings, viewer, before)
    now = datetime.now(UTC)
    to_old, to_new = new_secret(), new_secret()
    request = AccountRequest(
        person_id=person.id or 0, wanted=Wanted.ADDRESS, organisation_id=person.organisation_id, email=email,
        reason=reason, asked_by=viewer.person_id or 0, asked_at=now, until=now + LINKS_LIVE,
        old_link_hash=secret_hash(to_old), new_link_hash=secret_hash(to_new),
    )  # fmt: skip
    session.add(request)
    session.flush()
    is_near = domain_of(email) == domain_of(person.email)
    log.note(session, "account_address_asked", by=viewer.person_id, of=person.id, same_domain=is_near)
    _write_links(session, settings, person, email, to_old, to_new)
    message = N_("%(by)s kërkoi që llogaria “%(person)s” të ketë një adresë tjetër emaili.")
    tell(session, settings, person, message, {"by": viewer.name}, path=request.path, is_told=False)
    if is_self and _proved_just_now(viewer):
        _confirm(session, settings, request, Proof.SECOND_FACTOR, None)
    return request


def request_of(session: Session, secret: str, *, for_update: bool = False) -> tuple[AccountRequest, bool] | None:
    """The request that a link is of, and whether it was sent to the old mailbox; None where the link is dead. Of one
    that was answered it goes on to say what became of it."""
    wanted = secret_hash(secret)
    query = select(AccountRequest).where(
        (col(AccountRequest.old_link_hash) == wanted) | (col(AccountRequest.new_link_hash) == wanted)
    )
    request = session.exec(query.with_for_update() if for_update else query).first()
    if request is None or (request.is_late and request.closed_at is None):
        return None
    has_ended = request.closed_at is not None and request.proof is None
    return None if has_ended else (request, request.old_link_hash == wanted)


def answer_from(session: Session, settings: Settings, secret: str) -> None:
    """The yes of whoever reads the mailbox that the link was sent to. Twice does nothing, nor does a dead link."""
    request, is_old = request_of(session, secret, for_update=True) or (None, False)
    if request is None or request.closed_at is not None:
        return
    if is_old:
        _confirm(session, settings, request, Proof.OLD_MAILBOX, None)
    elif request.new_confirmed_at is None:
        _require_free(session, request.person, request.email)  # or their yes would stop who was asked there meanwhile
        request.new_confirmed_at = datetime.now(UTC)
        session.add(request)
        log.note(session, "account_address_answered", of=request.person_id)
        _settle(session, settings, request)


def refuse_from(session: Session, settings: Settings, secret: str) -> None:
    """The no of whoever reads the old mailbox, also after two people said yes, while the account has not moved."""
    request, is_old = request_of(session, secret, for_update=True) or (None, False)
    if request is None or request.closed_at is not None or not is_old:
        return
    request.answer, request.answered_by, request.proof = RequestAnswer.REFUSED, None, Proof.OLD_MAILBOX
    request.answered_at = request.closed_at = datetime.now(UTC)
    session.add(request)
    log.note(session, "account_address_refused", of=request.person_id, how=Proof.OLD_MAILBOX)
    message = N_("Nga emaili i vjetër i llogarisë “%(person)s” erdhi përgjigjja jo: adresa nuk ndryshon.")
    tell(session, settings, request.person, message, {}, path=request.path)


def give(session: Session, settings: Settings, viewer: Viewer, request: AccountRequest) -> None:
    """The second person's yes, where nobody answers from the old mailbox. Twice does nothing."""
    if is_undecided(session, viewer, request, RequestAnswer.GIVEN):
        _confirm(session, settings, request, Proof.SECOND_PERSON, viewer)


def _proved_just_now(viewer: Viewer) -> bool:
    """Not as long ago as for other acts: whoever took over an open session must not take over the account."""
    return viewer.must_prove and viewer.has_proven_within(JUST_NOW)


def _require_free(session: Session, person: Person, email: str) -> None:
    if person.left_on is not None:
        raise Refusal(N_("Hapeni më parë llogarinë përsëri."))
    if email == person.email:
        raise Refusal(N_("Kjo është adresa që ka llogaria tani."), field="email")
    other = session.exec(select(Person).where(Person.email == email)).first()
    if other is not None:
        raise Refusal(N_("Me këtë adresë është regjistruar tashmë një llogari tjetër."), field="email")
    require_not_asked_at(session, email)


def _confirm(
    session: Session, settings: Settings, request: AccountRequest, proof: Proof, viewer: Viewer | None
) -> None:
    if request.answer is not None:
        return
    request.answer, request.answered_at, request.proof = RequestAnswer.GIVEN, datetime.now(UTC), proof
    request.answered_by = viewer.person_id if viewer else None
    session.add(request)
    log.note(session, "account_address_confirmed", by=request.answered_by, of=request.person_id, how=proof)
    if viewer is not None and request.new_confirmed_at is None:
        message = N_("%(by)s konfirmoi adresën e re për %(person)s. Ajo vlen kur të përgjigjet edhe emaili i ri.")
        tell(session, settings, request.person, message, {"by": viewer.name}, path=request.path)
    _settle(session, settings, request)


def _settle(session: Session, settings: Settings, request: AccountRequest) -> None:
    """Moves the account when nothing is missing any more."""
    if request.answer is not RequestAnswer.GIVEN or request.new_confirmed_at is None:
        return
    person, now = session.get_one(Person, request.person_id, with_for_update=True), datetime.now(UTC)
    _require_free(session, person, request.email)
    old, person.email = person.email, request.email
    message = N_("Adresa e emailit e llogarisë “%(person)s” ndryshoi. Me adresën e vjetër nuk hyhet më, dhe kudo ku "
                 "llogaria ishte e hapur duhet hyrë përsëri.")  # fmt: skip
    if request.proof is Proof.SECOND_PERSON:
        person.may_approve_from = now + PAUSE
        message = N_("Adresa e emailit e llogarisë “%(person)s” ndryshoi pa u konfirmuar nga emaili i vjetër. Me të "
                     "vjetrën nuk hyhet më, dhe për 48 orë llogaria nuk miraton dhe nuk konfirmon asgjë.")  # fmt: skip
    request.closed_at = now
    session.add_all((person, request))
    session.flush()
    remember_mailbox(session, request.person_id, person.email)
    end_all(session, person)
    log.note(
        session,
        "account_address_changed",
        by=request.asked_by,
        of=person.id,
        how=request.proof,
        same_domain=domain_of(old) == domain_of(person.email),
    )
    tell(session, settings, person, message, {}, path=request.path, to=(old,))


def _write_links(session: Session, settings: Settings, person: Person, email: str, to_old: str, to_new: str) -> None:
    """The letter to the old mailbox does not name the new address: it may be somebody else's by now."""
    said = words(person.language)
    for address, secret, text in (
        (person.email, to_old, N_(
            "Përshëndetje, %(name)s!\n\n"
            "U kërkua që llogaria juaj në pop-tracker të ketë një adresë tjetër emaili. Te kjo faqe thoni nëse jeni "
            "dakord apo jo. Lidhja vlen shtatë ditë:\n\n"
            "%(link)s\n\n"
            "Nëse nuk e kërkuat ju, thoni jo dhe njoftoni menjëherë: %(whom)s\n"
        )),
        (email, to_new, N_(
            "Përshëndetje, %(name)s!\n\n"
            "U kërkua që kjo adresë emaili të jetë ajo e llogarisë suaj në pop-tracker. Hapeni këtë faqe dhe "
            "konfirmoni se emailet ju vijnë. Lidhja vlen shtatë ditë:\n\n"
            "%(link)s\n\n"
            "Nëse nuk dini gjë për këtë, mos bëni asgjë, ose njoftoni: %(whom)s\n"
        )),
    ):  # fmt: skip
        letters.post(
            session, settings, to=address, about=ABOUT, thing=f"person/{person.id}",
            subject=said.gettext(N_("Adresë e re emaili për llogarinë tuaj në pop-tracker")),
            text=said.gettext(
                text, name=person.name, link=settings.base_url + localized(f"{LINK}/{secret}", said.language),
                whom=whom_to_tell(session, settings, person),
            ),
            until=datetime.now(UTC) + LINKS_LIVE,
        )  # fmt: skip
