"""A table that was written in a draft is taken back as one step, as long as nobody wrote there since: what it added
goes, what it changed, moved or took out is again as it was.

What the draft said before is kept as the rows of its table, so that to take back is to bring in that table; what no
column says is kept beside them. It happens whole or not at all: a draft that would not say the very same is left as it
is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.contracts.draft import writable
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.entered_tables import EnteredTable
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import Outline, outline_of
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import Comparison, compare
from pop_tracker.contracts.table.rows import rows_of
from pop_tracker.contracts.table.writing import write
from pop_tracker.contracts.texts import CommitmentSuccessor, CommitmentText, headings_of_edition, texts_of_edition
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.held import keep, kept
from pop_tracker.web.tables.reading import ReadRow

WRITTEN_SINCE = N_("Në draft u shkrua pas këtij importimi.")
MORE_SINCE = N_("Më parë merret mbrapsht tabela që u importua pas saj: %(name)s.")


@dataclass(frozen=True)
class Kept:
    """A row of the draft as it was. `key` is of the thing itself (`order.Branch.key`), wherever it stands by now."""

    key: str
    row: dict[str, Any]
    passage: str = ""
    passage_page: int | None = None
    went_to: Sequence[str] = ()


@dataclass(frozen=True)
class EnteredRow:
    id: int
    file_name: str
    rows: int
    at: datetime
    author: str


def kept_of(session: Session, draft: Edition) -> list[Kept]:
    """The draft as it stands, to be kept or compared."""
    session.flush()
    session.expire_all()
    headings, texts = headings_of_edition(session, draft.id or 0), texts_of_edition(session, draft.id or 0)
    keys = {one.ref: one.key for one in outline_of(session, draft)}
    by_ref = {text.ref: text for text in texts}
    return [
        Kept(
            keys[row["ref"]],
            keep(ReadRow(0, row), COLUMNS),
            text.passage if (text := by_ref.get(row["ref"])) else "",
            text.passage_page if text else None,
            text.went_to if text else (),
        )
        for row in rows_of(headings, texts, first_year(session, draft.contract_id))
    ]


def digest(kept_rows: Sequence[Kept]) -> str:
    """Of what they say: the things themselves may be others, where some went and came again."""
    return history.digest([[one.row, one.passage, one.passage_page, list(one.went_to)] for one in kept_rows])


def note(
    session: Session, viewer: Viewer, draft: Edition, found: Comparison, before: Sequence[Kept], file_name: str
) -> None:
    """That a table was written in the draft, which said `before`."""
    touched = {id(one.branch) for one in (*found.added, *found.changed, *found.moved, *found.gone)}
    session.add(
        EnteredTable(
            edition_id=draft.id or 0, file_name=file_name, entered_by=viewer.person_id, entered_at=datetime.now(UTC),
            rows=len(touched), before=[vars(one) for one in before], after=digest(kept_of(session, draft)),
        )
    )  # fmt: skip
    session.flush()


def entered_tables(session: Session, draft: Edition) -> list[EnteredRow]:
    """The newest first; one query."""
    found = session.exec(
        select(EnteredTable, Person.name)
        .join(Person, col(Person.id) == EnteredTable.entered_by, isouter=True)
        .where(EnteredTable.edition_id == draft.id)
        .order_by(col(EnteredTable.id).desc())
        .options(defer(EnteredTable.before))  # type: ignore[arg-type]
    )
    return [EnteredRow(one.id or 0, one.file_name, one.rows, one.entered_at, who or "") for one, who in found]


def entered_table(session: Session, draft: Edition, entered_id: int) -> EnteredTable:
    """Raises Missing."""
    found = session.get(EnteredTable, entered_id)
    if found is None or found.edition_id != draft.id:
        raise Missing
    return found


def why_not(session: Session, draft: Edition, entered: EnteredTable) -> Refusal | None:
    """Why it is no step of its own any more."""
    if digest(kept_of(session, draft)) == entered.after:
        return None
    newest = entered_tables(session, draft)[0]
    return Refusal(WRITTEN_SINCE) if newest.id == entered.id else Refusal(MORE_SINCE, name=newest.file_name)


def taking_back(session: Session, contract: Contract, draft: Edition, entered: EnteredTable) -> Comparison:
    """What would become of the draft. What stood there once is not judged again."""
    rows = list(_rows(_kept(entered), outline_of(session, draft)))
    return replace(compare(session, contract, draft, rows, ""), faults=[])


def take_back(session: Session, viewer: Viewer, contract: Contract, entered: EnteredTable) -> None:
    draft = writable(session, viewer, contract)
    if refusal := why_not(session, draft, entered):
        raise refusal
    before = _kept(entered)
    write(session, draft, taking_back(session, contract, draft, entered), (viewer.person_id,))
    _give_back_the_rest(session, draft, {one.row["ref"]: one for one in before})
    if digest(kept_of(session, draft)) != digest(before):
        raise Refusal(N_("Drafti nuk bëhet më si ishte: prioritetet dhe zotimet ndryshohen ose hiqen një nga një."))
    session.delete(entered)
    session.flush()


def _kept(entered: EnteredTable) -> list[Kept]:
    return [Kept(**one) for one in entered.before]


def _rows(before: Sequence[Kept], outline: Outline) -> Iterator[ReadRow]:
    """By the references that the things have now, each below its own priority."""
    now = {one.key: one.ref for one in outline}
    for line, one in enumerate(before, start=1):
        said = kept(one.row, COLUMNS).said
        yield ReadRow(line, {**said, "ref": now.get(one.key, ""), "priority": ""})


def _give_back_the_rest(session: Session, draft: Edition, before: Mapping[str, Kept]) -> None:
    """What no column says: the passage in the document, and where something went."""
    session.expire_all()
    texts = texts_of_edition(session, draft.id or 0)
    ids = {text.ref: text.commitment_id for text in texts}
    for text in texts:
        was = before.get(text.ref)
        if was is None:
            continue
        if (was.passage, was.passage_page) != (text.passage, text.passage_page):
            row = session.get(CommitmentText, text.id)
            assert row is not None
            row.passage, row.passage_page = was.passage, was.passage_page
        if list(was.went_to) != list(text.went_to):
            session.add_all(
                CommitmentSuccessor(text_id=text.id, commitment_id=ids[ref])
                for ref in was.went_to
                if ref not in text.went_to and ref in ids
            )
    session.flush()
