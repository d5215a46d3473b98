"""What one person would make of a thing that stands, until a second person says yes to it. It is no part of the public
record: until then the thing stays as it is, and readers learn nothing of it.

Who records for the municipality sees a proposal and may take it away; reviewers see it while they may decide. Where it
came back with a note only its author writes it anew, so that whoever decides on it has never written a word of it.
"""

from datetime import UTC, datetime
from typing import Self

import sqlalchemy as sa
from sqlmodel import Field, Session

from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.carried import Carried
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.second_person import confirmation, may_be_second_person, require_second_person
from pop_tracker.accounts.waiting import Notes, Submitted
from pop_tracker.history import Actor
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from pop_tracker.web.i18n import N_

CHANGED_MEANWHILE = N_("Ndërkohë diçka ndryshoi: nuk është më si e lexuat. Lexojeni përsëri para se të vendosni.")


class Proposal(Carried):
    """The columns and rules that all have; each table says in its own room of what it is and what its yes does."""

    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def version(self) -> str:
        """Another one each time that it is put before a second person."""
        return self.recorded_at.isoformat()

    @property
    def is_returned(self) -> bool:
        """With a note, to whoever wrote it."""
        return False

    @property
    def waits(self) -> bool:
        """For its second person."""
        return not self.is_returned

    def may_be_decided(self, viewer: Viewer) -> bool:
        return self.waits and may_be_second_person(viewer, confirmation(*self.in_hands_of))

    def may_be_mended(self, viewer: Viewer) -> bool:
        return self.is_returned and self.is_with(viewer)

    def may_be_seen(self, viewer: Viewer, municipality_id: int) -> bool:
        return viewer.may_edit(municipality_id) or self.may_be_decided(viewer)

    def require_free(self, viewer: Viewer, waits: Refusal) -> None:
        """Before it is written anew: raises `waits` while it is before a second person, Forbidden where it came back
        to somebody else."""
        if self.waits:
            raise waits
        if not self.may_be_mended(viewer):
            raise Forbidden(
                N_("Atë që u kthye e rishkruan vetëm personi që e shënoi. Mund ta hiqni dhe të nisni nga fillimi.")
            )

    def put(self, session: Session, viewer: Viewer) -> None:
        """Before a second person, as the viewer's word."""
        self.recorded_at = datetime.now(UTC)
        self.write_anew(viewer)
        self.organisation_id = viewer.organisation_id
        session.add(self)
        session.flush()

    def held(self, session: Session) -> Self:
        """As it stands now, kept from others until the transaction ends. Raises Missing where another person took it
        away, or said yes to it, in the same moment."""
        held = session.get(type(self), sa.inspect(self).identity, with_for_update=True, populate_existing=True)
        if held is None:
            raise Missing
        return held

    def held_by_second_person(self, session: Session, viewer: Viewer) -> Self:
        """Raises Missing, Forbidden, Refusal."""
        held = self.held(session)
        require_second_person(viewer, confirmation(*held.in_hands_of))
        if not held.waits:
            raise Refusal(N_("Për këtë është vendosur ndërkohë."))
        return held

    def require_read(self, read: str, *, still: bool = True) -> None:
        """`read` is the `version` that the second person saw; `still`, whether what it would change is as it was when
        it was written. Raises Stale: nobody says yes to what changed under their eyes."""
        if read != self.version or not still:
            raise Stale(CHANGED_MEANWHILE, {})

    def author(self, session: Session) -> Actor:
        return actor(session, self.recorded_by, self.organisation_id)

    def take_away(self, session: Session, viewer: Viewer, municipality_id: int) -> None:
        """Nothing of it was public."""
        require_recorder(viewer, municipality_id)
        session.delete(self.held(session))

    def submitted(self, viewer: Viewer, title: str, path: str, notes: Notes, own_path: str = "") -> Submitted:
        """As lists of work tell it."""
        return Submitted(
            title, path, notes, self.recorded_by, self.recorded_at, self.may_be_decided(viewer), self.is_returned,
            own_path, carried_by=self.carried_by,
        )  # fmt: skip


class Returnable(Proposal):
    """One that the second person may send back to be mended."""

    return_note: str = Field(default="", sa_type=sa.Text)

    @property
    def is_returned(self) -> bool:
        return bool(self.return_note)

    def put(self, session: Session, viewer: Viewer) -> None:
        self.return_note = ""
        super().put(session, viewer)

    def send_back(self, session: Session, viewer: Viewer, note: str) -> None:
        if not note:
            raise Refusal(N_("Shkruani çfarë duhet ndryshuar."), field="note")
        held = self.held_by_second_person(session, viewer)
        held.return_note = note
        session.add(held)
