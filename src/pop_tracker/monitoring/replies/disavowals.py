"""That a municipality does not know a public reply as its own. The reply stays and reads so everywhere.

The municipality says it itself, through its link and from its mailbox, and it is public at once; or staff enter it from
the municipality's letter, with the scan, and a second person of another organisation confirms it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_person import Decision, may_be_second_person, require_second_person, who_recorded
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.record_words import DISAVOWAL_FIELDS, titled_round
from pop_tracker.monitoring.replies.links import ReplyLink, thing_of
from pop_tracker.monitoring.replies.replies import Reply, open_to, readable_by_link
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.files import KeptFile
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Telling

OWN_WORD = N_("Fjala e vetë bashkisë, e thënë në pop-tracker nga emaili i saj")
"""The source where the municipality said it itself."""
ALREADY = N_("Kjo përgjigje është shënuar tashmë si jo e bashkisë.")

log.declare({"reply_disowned": N_("Bashkia tha se një përgjigje nuk është e saja")})


class DisavowalState(StrEnum):
    WAITING = "waiting"
    """Entered from a letter; nobody of another organisation has compared it yet."""
    PUBLIC = "public"


@recorded(
    "disavowal",
    {"disown": N_("Përgjigje që bashkia nuk e njeh si të vetën")},
    Telling(titled_round("round"), DISAVOWAL_FIELDS),
)
class Disavowal(SQLModel, table=True):
    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),
        sa.CheckConstraint("link_id IS NOT NULL OR file_sha256 <> ''", name="letter_or_own_word"),
    )
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", unique=True)
    link_id: int | None = Field(default=None, foreign_key="reply_link.id")
    """Through which the municipality said it itself; None: from a letter."""
    source: str = Field(sa_type=SourceList)
    file_sha256: str = Field(default="", max_length=64)
    """The scan of the letter: seen by staff, known to everybody by its hash."""
    file_name: str = Field(default="", max_length=200)
    file_original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""
    state: DisavowalState = Field(sa_type=vocabulary(DisavowalState))
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    said_at: datetime | None = None
    """Since when it is public."""

    @property
    def reply(self) -> Reply:
        return owner_of(self, Reply, self.reply_id)

    @property
    def key(self) -> str:
        return self.reply.key

    @property
    def path(self) -> str:
        return self.reply.path

    @property
    def title(self) -> str:
        return self.reply.title

    @property
    def municipality_slug(self) -> str:
        return self.reply.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        reply, held = self.reply, self.reply.round
        ref = session.get_one(Commitment, reply.commitment_id).ref if reply.commitment_id else None
        return {
            "contract": held.contract.slug,
            "round": held.number,
            "reply": reply.id,
            "commitment": ref,
            "by_itself": self.link_id is not None,
            **self.model_dump(include={"source", "file_sha256", "file_original_sha256", "said_at"}),
        }

    def hands(self, session: Session) -> dict[str, Any]:
        """Of the municipality's own word the entry's author is whoever sent the link."""
        by_recorder = {} if self.link_id is not None else {"author": self.recorded_by}
        return {**by_recorder, "approver": self.confirmed_by}

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(cls.state == DisavowalState.PUBLIC)).all()

    def decision(self) -> Decision:
        return Decision(
            N_("Këtë e konfirmon një rishikues ose një koordinator."),
            (who_recorded(self.recorded_by),),
            TRUSTED,
            frozenset({self.organisation_id}),
        )

    def may_be_decided(self, viewer: Viewer) -> bool:
        return self.state is DisavowalState.WAITING and may_be_second_person(viewer, self.decision())


def disown(session: Session, viewer: Viewer, link: ReplyLink, reply_id: int) -> Disavowal:
    """The municipality's own word, through its link; whoever asks has seen to the proof of its mailbox."""
    held = open_to(session, viewer, link)
    reply = session.exec(select(Reply).where(Reply.id == reply_id, readable_by_link(link))).first()
    if reply is None:
        raise Missing
    found = _to_write(session, held, reply)
    found.link_id, found.source, found.recorded_by, found.organisation_id = link.id, OWN_WORD, None, None
    found.file_sha256 = found.file_name = found.file_original_sha256 = ""
    _publish(session, found, actor(session, link.sent_by, link.organisation_id), None)
    log.note(session, "reply_disowned", thing=thing_of(link))
    return found


def record(session: Session, viewer: Viewer, reply: Reply, source: str, letter: KeptFile) -> Disavowal:
    """From the municipality's letter, to wait for a second person of another organisation."""
    held = locked(session, reply.round_id)
    require_recorder(viewer, held.contract.municipality_id)
    found = _to_write(session, held, reply)
    if found.id is not None:
        raise Refusal(N_("Një shkresë për këtë përgjigje pret tashmë konfirmimin."))
    found.source, found.file_sha256, found.file_name = source, letter.sha256, letter.name
    found.file_original_sha256 = letter.original_sha256
    found.recorded_by, found.organisation_id = viewer.person_id, viewer.organisation_id
    session.add(found)
    session.flush()
    return found


def _to_write(session: Session, held: Round, reply: Reply) -> Disavowal:
    if held.state is not RoundState.PUBLISHED:
        raise Refusal(N_("Raundi nuk është botuar ende: bashkia mund ta ndryshojë vetë përgjigjen e saj."))
    found = session.exec(select(Disavowal).where(Disavowal.reply_id == reply.id)).first()
    if found is not None and found.state is DisavowalState.PUBLIC:
        raise Refusal(ALREADY)
    return found or Disavowal(
        reply_id=reply.id or 0, source="", state=DisavowalState.WAITING, recorded_at=datetime.now(UTC)
    )


def confirm(session: Session, viewer: Viewer, found: Disavowal) -> None:
    session.refresh(found, with_for_update=True)
    require_second_person(viewer, found.decision())
    if found.state is DisavowalState.PUBLIC:
        raise Refusal(ALREADY)
    found.confirmed_by = viewer.person_id
    _publish(session, found, actor(session, found.recorded_by, found.organisation_id), viewer.actor)


def _publish(session: Session, found: Disavowal, by: Actor, approved_by: Actor | None) -> None:
    found.state, found.said_at = DisavowalState.PUBLIC, datetime.now(UTC)
    session.add(found)
    session.flush()
    history.append(session, "disown", found, by, source=found.source, approved_by=approved_by)


def withdraw(session: Session, viewer: Viewer, found: Disavowal) -> None:
    """Takes away what never became public: by who records there, or by the second person who does not confirm it."""
    session.refresh(found, with_for_update=True)
    if found.state is DisavowalState.PUBLIC:
        raise Refusal(ALREADY)
    if not viewer.may_edit(found.reply.round.contract.municipality_id):
        require_second_person(viewer, found.decision())
    session.delete(found)


def seen_by(session: Session, viewer: Viewer, disavowal_id: int) -> Disavowal:
    """While it waits. Raises Missing."""
    found = session.get(Disavowal, disavowal_id)
    if found is None or found.state is DisavowalState.PUBLIC:
        raise Missing
    if not viewer.may_edit(found.reply.round.contract.municipality_id) and not found.may_be_decided(viewer):
        raise Missing
    return found


def disowned(session: Session, reply_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when, by the reply; one query."""
    found = session.exec(
        select(Disavowal.reply_id, Disavowal.said_at).where(
            col(Disavowal.reply_id).in_(list(reply_ids)), Disavowal.state == DisavowalState.PUBLIC
        )
    )
    return {reply_id: at for reply_id, at in found if at}


NOTES = Notes(
    N_("Përgjigje që bashkia nuk e njeh: pret konfirmimin tuaj"),
    N_("Përgjigje që bashkia nuk e njeh: pret konfirmimin e një personi të dytë"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    rows = session.exec(
        select(Disavowal, Round, Contract)
        .join(Reply, col(Reply.id) == Disavowal.reply_id)
        .join(Round, col(Round.id) == Reply.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(Disavowal.state == DisavowalState.WAITING)
        .order_by(col(Disavowal.id))
    )
    return in_hand_of(
        viewer,
        (
            Submitted(
                contract.title, f"/puna/mohimet/{one.id}", NOTES, one.recorded_by, one.recorded_at,
                one.may_be_decided(viewer), round=held.number,
            )
            for one, held, contract in rows
        ),
    )  # fmt: skip
