"""A contract's table on its way in: read from a file, shown to whoever sent it, and only then written in the draft."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col

from pop_tracker import history
from pop_tracker.accounts.carried import SentTable
from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.draft import draft_at_work, quote, remember, writable
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import Comparison, RowChange, compare
from pop_tracker.contracts.table.taking_back import kept_of, note
from pop_tracker.contracts.table.writing import write
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import PublicNames
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.held import HeldTable, keep, keep_left_out, kept
from pop_tracker.web.tables.private_names import names_in_rows
from pop_tracker.web.tables.reading import ReadRow, RowFault, Sheet
from pop_tracker.web.tables.steps import Step, about_names, digest, require_ticked

NOTHING = N_("Në skedar nuk gjendet tabelë kontrate: duhet një rresht me titujt %(lacking)s.")
CHANGED = N_("Drafti ndryshoi ndërkohë. Shihni përsëri çfarë do të ndryshojë, pastaj konfirmoni.")
GOING = N_("Nga drafti hiqen, sepse tabela nuk i ka: %(refs)s. A duhen hequr?")
RETRACTED = N_("Tërhiqen nga kontrata: %(refs)s. A janë këto?")
ANOTHER = N_(
    "Këto referenca marrin fjalët që drafti i ka te një referencë tjetër: %(refs)s. A u shkarkua tabela pas renditjes "
    "së fundit?"
)
MOST_NAMED = 20
IN_WORDS = (
    "text",
    "place",
    "shows_done",
    "law",
    "target_groups",
    "source",
    "retraction_reason",
    "status_reason",
    "status_source",
)


class ContractImport(SentTable, HeldTable, table=True):
    __tablename__ = "contract_import"
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", ondelete="CASCADE", index=True)
    draft_version: str = Field(max_length=64)
    """Of the draft that the preview was compared with; entering on another one is refused."""

    @property
    def version(self) -> str:
        """Of the preview: another one when the draft or what is read from the file is another."""
        return history.digest({"draft": self.draft_version, "rows": self.rows})

    @property
    def nonce(self) -> str:
        """The same in every window that shows this preview, so that two words for it count once."""
        return f"contract-import-{self.id}-{self.sent_at.timestamp():.6f}"

    def comparison(self, session: Session, contract: Contract, draft: Edition) -> Comparison:
        return compare(session, contract, draft, [kept(row, COLUMNS) for row in self.rows], self.source)

    def enter(
        self, session: Session, viewer: Viewer, contract: Contract, seen: str, known: Callable[[], PublicNames],
        ticked: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Writes what the preview showed, all of it or nothing. `seen` is the `version` of the preview that the sender
        agreed to, `ticked` the steps that they looked at. Raises Stale when it would show something else by now."""
        _, now = draft_at_work(session, viewer, contract.slug, hold=True)
        standing = version_of(now)
        draft = writable(session, viewer, contract)
        if self.draft_version != standing or seen != self.version:
            raise Stale(CHANGED, {})
        found = self.comparison(session, contract, draft)
        if found.faults:
            raise Refusal(N_("Tabela ka gabime; asgjë nuk u shkrua."))
        require_ticked(steps_of(found, known), ticked)
        before = kept_of(session, draft)
        remember(session, draft, self.begun_by)
        write(session, draft, found, (viewer.person_id, self.begun_by))
        quote(session, draft)
        note(session, viewer, draft, found, before, self.file_name)
        session.delete(self)


@dataclass(frozen=True)
class Understood:
    sheet: Sheet
    rows: list[ReadRow]
    faults: list[RowFault]


def understood(upload: Upload) -> Understood:
    """Raises Refusal, with what to do about it, for a file without a contract's table."""
    sheet = reading.read(upload, COLUMNS, NOTHING)
    return Understood(sheet, *reading.read_rows(sheet.rows, COLUMNS))


def steps_of(found: Comparison, known: Callable[[], PublicNames]) -> list[Step]:
    """Whoever sends a part of a contract, or a table that is older than the draft, sees here what that would do."""
    parts = ((GOING, found.gone, "heqja"), (RETRACTED, found.retracted, "terheqja"),
             (ANOTHER, found.taken_for_another, "tjeter"))  # fmt: skip
    steps = [
        Step(f"{key}-{digest([(one.was, one.text) for one in of])}", message, {"refs": _refs(of)})
        for message, of, key in parts
        if of
    ]
    changes = [*found.added, *found.changed]
    return [*steps, *about_names(names_in_rows(((one.line, map(one.now.get, IN_WORDS)) for one in changes), known))]


def _refs(of: list[RowChange]) -> str:
    told = ", ".join(one.was for one in of[:MOST_NAMED])
    return f"{told}…" if len(of) > MOST_NAMED else told


def version_of(draft: Edition) -> str:
    return f"{draft.id}.{draft.version}"


def put_aside(
    session: Session, viewer: Viewer, contract: Contract, draft: Edition, found: Understood, *, file_name: str,
    source: str,
) -> ContractImport:  # fmt: skip
    """Keeps the table for its sender's word, in place of what this person sent for this contract before."""
    session.exec(
        sa.delete(ContractImport).where(
            col(ContractImport.contract_id) == contract.id, col(ContractImport.person_id) == viewer.person_id
        )
    )
    held = ContractImport(
        contract_id=contract.id or 0,
        person_id=viewer.person_id or 0,
        sent_at=datetime.now(UTC),
        file_name=file_name,
        source=source,
        draft_version=version_of(draft),
        rows=[keep(row, COLUMNS) for row in found.rows],
        unread=found.sheet.unread,
        left_out=keep_left_out(found.sheet.left_out),
    )
    session.add(held)
    session.flush()
    return held


def held_import(session: Session, viewer: Viewer, contract: Contract, import_id: int) -> ContractImport:
    """Only whoever sent it sees it. Raises Missing."""
    held = session.get(ContractImport, import_id)
    if held is None or held.contract_id != contract.id or held.person_id != viewer.person_id:
        raise Missing
    return held
