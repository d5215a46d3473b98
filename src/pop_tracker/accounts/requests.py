"""What a coordinator cannot do alone: give somebody a role of trust, or move an account to another mailbox.

A coordinator asks, and a second person gives: another coordinator, or a reviewer of an organisation that is neither
the asker's nor the person's. Nobody asks or gives for themselves, and two accounts of one person are one. What becomes
of an address besides, stands in `new_address`.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from pop_tracker.accounts import held_roles, log
from pop_tracker.accounts.concerned import coordinators, tell
from pop_tracker.accounts.held_roles import ROLE_WORDS
from pop_tracker.accounts.models import Person, Role, Viewer, one_at_a_time
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.same_person import accounts_of
from pop_tracker.accounts.second_person import (
    Decision,
    Hands,
    is_own,
    may_be_second_person,
    require_second_person,
    who_asked,
)
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.settings import Settings
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_

WHERE = "/puna/kerkesat"
OF_ANOTHER = N_("Këtë e konfirmon një koordinator tjetër, ose një rishikues i një organizate tjetër.")
NOT_FOR_ONESELF = N_("Për veten nuk kërkohet rol: e kërkon një koordinator tjetër.")

log.declare(
    {
        "role_asked": N_("Rol i kërkuar"),
        "role_refused": N_("Rol i refuzuar"),
        "role_withdrawn": N_("Kërkesë për rol e tërhequr"),
    }
)


class Wanted(StrEnum):
    REVIEWER = "reviewer"
    """The role, for the organisation that the person works for."""
    COORDINATOR = "coordinator"
    """The role."""
    ADDRESS = "address"
    """Another address of email for the account."""


class RequestAnswer(StrEnum):
    GIVEN = "given"
    """By a second person; an address also from the old mailbox or with a passkey."""
    REFUSED = "refused"
    """By a second person with a note, or from the old mailbox."""
    WITHDRAWN = "withdrawn"
    """By who asked, or because another request took its place."""


class Proof(StrEnum):
    """By what another address was given."""

    OLD_MAILBOX = "old_mailbox"
    """Who reads it agreed."""
    SECOND_FACTOR = "second_factor"
    """The person asked, and had proven just before with a passkey or a code that it is they."""
    SECOND_PERSON = "second_person"
    """Two others vouch; then the account decides on nothing for some time."""


class AccountRequest(SQLModel, table=True):
    __tablename__ = "account_request"
    __table_args__ = (
        sa.CheckConstraint("answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> asked_by",
                           name="second_person"),
        sa.CheckConstraint("answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> person_id",
                           name="not_for_oneself"),
        sa.CheckConstraint("wanted = 'address' OR (asked_by <> person_id AND "
                           "(answer IS NULL OR answer = 'withdrawn' OR answered_by IS NOT NULL))", name="by_two"),
        sa.Index("uq_account_request_open", "person_id", "wanted", unique=True,
                 sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    wanted: Wanted = Field(sa_type=vocabulary(Wanted))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whom the person works for; where that changes, the request is over."""
    email: str = Field(default="", max_length=254)
    reason: str = Field(default="", sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    until: datetime | None = None
    """How long the links in the letters work; None: there are none."""
    answer: RequestAnswer | None = Field(default=None, sa_type=vocabulary(RequestAnswer))
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    note: str = Field(default="", sa_type=sa.Text)
    """What who refused says."""
    proof: Proof | None = Field(default=None, sa_type=vocabulary(Proof))
    old_link_hash: str | None = Field(default=None, max_length=64, unique=True)
    new_link_hash: str | None = Field(default=None, max_length=64, unique=True)
    new_confirmed_at: datetime | None = None
    """When the new mailbox showed that letters come to it; an address counts not before."""
    closed_at: datetime | None = None
    """When nothing was left to be done: role given, address moved, refused, withdrawn."""

    @property
    def path(self) -> str:
        return f"{WHERE}/{self.id}"

    @property
    def person(self) -> Person:
        return owner_of(self, Person, self.person_id)

    @property
    def asker(self) -> Person:
        return owner_of(self, Person, self.asked_by)

    @property
    def role(self) -> Role | None:
        """None where it is for an address."""
        return None if self.wanted is Wanted.ADDRESS else Role(self.wanted)

    @property
    def is_by_the_person(self) -> bool:
        """Also with another account of theirs. Then no second person gives it: there would be only one besides them."""
        if self.asked_by == self.person_id:
            return True
        session = object_session(self)
        return isinstance(session, Session) and self.asked_by in accounts_of(session, self.person_id)

    @property
    def waits(self) -> bool:
        """For an answer."""
        return self.answer is None and self.closed_at is None and not self.is_late

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < datetime.now(UTC)

    def decision(self, viewer: Viewer) -> Decision:
        """For this viewer: of a coordinator it matters nothing whom they work for."""
        near = frozenset() if viewer.is_coordinator else {self.asker.organisation_id, self.organisation_id}
        return Decision(
            OF_ANOTHER,
            (
                who_asked(self.asked_by),
                Hands((self.person_id,), N_("Për veten nuk vendosni ju.")),
            ),
            TRUSTED,
            frozenset(near),
            OF_ANOTHER,
        )


def ask_role(session: Session, settings: Settings, viewer: Viewer, person: Person, role: Role) -> AccountRequest:
    """Asks for a role of trust; one that is asked for already is simply waited for."""
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
    if viewer.is_among((person.id,)):
        raise Forbidden(NOT_FOR_ONESELF, field="roles")
    wanted = Wanted(role)
    one_at_a_time(session, f"{wanted} for {person.id}")
    if found := open_for(session, person.id or 0, wanted):
        return found
    request = AccountRequest(
        person_id=person.id or 0, wanted=wanted, organisation_id=person.organisation_id,
        asked_by=viewer.person_id or 0, asked_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(request)
    session.flush()
    log.note(session, "role_asked", by=viewer.person_id, of=person.id, role=role)
    message = N_("%(by)s kërkoi për %(person)s rolin “%(role)s”. Roli jepet kur e konfirmon një person i dytë.")
    _tell(session, settings, request, message, by=viewer.name)
    return request


def give(session: Session, settings: Settings, viewer: Viewer, request: AccountRequest) -> None:
    """The second person's yes to a role. Twice does nothing."""
    role = request.role
    if role is None or not is_undecided(session, viewer, request, RequestAnswer.GIVEN):
        return
    _answer(session, viewer, request, RequestAnswer.GIVEN)
    held_roles.give(session, request.person, role, by=viewer.person_id, asked_by=request.asked_by)
    message = N_("%(person)s ka tani rolin “%(role)s”. E kërkoi %(asker)s dhe e konfirmoi %(by)s.")
    _tell(session, settings, request, message, by=viewer.name)


def refuse(session: Session, settings: Settings, viewer: Viewer, request: AccountRequest, note: str) -> None:
    """The second person's no, with a note that everybody concerned reads."""
    if not note:
        raise Refusal(N_("Shkruani pse nuk e konfirmoni."), field="note")
    if not is_undecided(session, viewer, request, RequestAnswer.REFUSED):
        return
    request.note = note
    _answer(session, viewer, request, RequestAnswer.REFUSED)
    message = N_("%(by)s nuk e konfirmoi rolin “%(role)s” për %(person)s: %(note)s")
    if request.role is None:
        message = N_("%(by)s nuk e konfirmoi adresën e re për %(person)s: %(note)s")
    _note(session, request, "refused", viewer)
    _tell(session, settings, request, message, by=viewer.name, note=note)


def withdraw(session: Session, settings: Settings, viewer: Viewer, request: AccountRequest) -> None:
    """By who asked. Twice does nothing."""
    if not is_own(viewer, request.asked_by):
        raise Forbidden(N_("Një kërkesë e tërheq personi që e bëri."))
    close(session, settings, viewer, request)


def close(session: Session, settings: Settings, viewer: Viewer, request: AccountRequest) -> None:
    """Without an answer: withdrawn, or something else took its place."""
    session.refresh(request, with_for_update=True)
    if request.closed_at is not None:
        return
    _answer(session, viewer, request, RequestAnswer.WITHDRAWN)
    _note(session, request, "withdrawn", viewer)
    message = N_("Kërkesa e %(asker)s që %(person)s të ketë rolin “%(role)s” nuk vlen më.")
    if request.role is None:
        message = N_("Kërkesa e %(asker)s për një adresë të re për %(person)s nuk vlen më.")
    _tell(session, settings, request, message)


def close_all(session: Session, settings: Settings, viewer: Viewer, person: Person, *wanted: Wanted) -> None:
    """What of this waits for the person: something else is to become of them."""
    for request in session.exec(open_requests().where(AccountRequest.person_id == person.id)).all():
        if request.wanted in wanted:
            close(session, settings, viewer, request)


def is_undecided(session: Session, viewer: Viewer, request: AccountRequest, answer: RequestAnswer) -> bool:
    """Whether the viewer's answer is still to be given: False where they gave this very one. Raises what a rule has
    against it."""
    require_second_person(viewer, request.decision(viewer))
    session.refresh(request, with_for_update=True)
    if (request.answer, request.answered_by) == (answer, viewer.person_id):
        return False
    if not request.waits:
        raise Refusal(N_("Kjo kërkesë nuk pret më përgjigje."))
    if request.is_by_the_person:
        raise Refusal(N_("Këtë adresë e kërkoi vetë personi: e konfirmon nga emaili i vjetër, ose e kërkon për të një "
                         "koordinator."))  # fmt: skip
    if request.asked_by not in {one.id for one in coordinators(session)}:
        raise Refusal(N_("Personi që e kërkoi nuk është më koordinator: kërkesa bëhet nga e para."))
    return True


def open_requests() -> SelectOfScalar[AccountRequest]:
    return select(AccountRequest).where(col(AccountRequest.closed_at).is_(None)).order_by(col(AccountRequest.id))


def open_for(session: Session, person_id: int, wanted: Wanted) -> AccountRequest | None:
    return session.exec(
        open_requests().where(AccountRequest.person_id == person_id, AccountRequest.wanted == wanted)
    ).first()


def open_of(session: Session, person_id: int) -> list[AccountRequest]:
    """What was asked for somebody and waits."""
    return list(session.exec(open_requests().where(AccountRequest.person_id == person_id)))


def request_by_id(session: Session, viewer: Viewer, id: int) -> AccountRequest:
    """For coordinators, who may give it, who asked and whom it is for. Raises Missing."""
    request = session.get(AccountRequest, id)
    if request is None:
        raise Missing
    near = {request.asked_by, request.person_id, request.answered_by}
    if viewer.is_coordinator or viewer.is_among(near) or may_be_second_person(viewer, request.decision(viewer)):
        return request
    raise Missing


def may_answer(viewer: Viewer, request: AccountRequest) -> bool:
    return request.waits and not request.is_by_the_person and may_be_second_person(viewer, request.decision(viewer))


WANTED_WORDS = {
    Wanted.REVIEWER: N_("Kërkesë për rolin e rishikuesit"),
    Wanted.COORDINATOR: N_("Kërkesë për rolin e koordinatorit"),
    Wanted.ADDRESS: N_("Kërkesë për një adresë të re emaili"),
}


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """What others asked for and this person may give, and what they asked for and waits for another, or for a
    mailbox."""
    own = col(AccountRequest.asked_by).in_(viewer.same_as)
    rows = session.exec(open_requests().where(sa.true() if viewer.roles & TRUSTED else own))
    return in_hand_of(
        viewer,
        (
            Submitted(
                request.person.name, request.path, _notes(request), request.asked_by,
                request.asked_at, may_answer(viewer, request),
            )
            for request in rows
        ),
    )  # fmt: skip


def _notes(request: AccountRequest) -> Notes:
    wanted = WANTED_WORDS[request.wanted]
    return Notes(wanted, wanted)


def _answer(session: Session, viewer: Viewer, request: AccountRequest, answer: RequestAnswer) -> None:
    now = datetime.now(UTC)
    request.answer, request.answered_by, request.answered_at = answer, viewer.person_id, now
    request.closed_at = now
    session.add(request)
    session.flush()


def _note(session: Session, request: AccountRequest, what: str, viewer: Viewer) -> None:
    kind = "role" if request.role else "account_address"
    more: dict[str, Any] = {"role": request.role} if request.role else {}
    log.note(session, f"{kind}_{what}", of=request.person_id, **held_roles.acting(viewer.person_id), **more)


def _tell(session: Session, settings: Settings, request: AccountRequest, message: str, **values: str) -> None:
    values["asker"] = request.asker.name
    if request.role:
        values["role"] = ROLE_WORDS[request.role]
    tell(session, settings, request.person, message, values, path=request.path)
