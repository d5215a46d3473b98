"""What was checked becomes the draft of a contract's first edition, in one step."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.blackening import LEFT_OUT
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import first_year
from pop_tracker.contracts.canonical_text import state_of
from pop_tracker.contracts.checking.naming import Known, Named, is_shown_by, named_in
from pop_tracker.contracts.checking.readings import IS_PUBLISHED, ContractReading, require_checker
from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import BECOMES_KNOWN, Edition, newest_edition
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityText,
    Scope,
    headings_of_edition,
    position_of,
    texts_of_edition,
)
from pop_tracker.places.models import Municipality, units_of
from pop_tracker.web.errors import Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources
from pop_tracker.web.texts import one_line

DRAFT_CHANGED = N_(
    "Drafti i kësaj kontrate u ndryshua edhe jashtë kësaj faqeje: po ta ruani këtë, ato fjalë humbin. Vazhdoni te "
    "drafti, ose hidheni poshtë atë më parë."
)


def save(
    session: Session, viewer: Viewer, reading: ContractReading, version: int, known: Known, ticked: Collection[str] = ()
) -> tuple[Contract, Edition]:
    """Makes the draft, or makes it anew as long as nobody wrote in it otherwise. `version` is of what the viewer saw,
    `ticked` the questions that they answered, `known` whom the record names. Raises Refusal with all that is still to
    be said, Stale where somebody changed it meanwhile."""
    require_checker(viewer, reading)
    reading.require_open(session)
    reading.require_seen(version)
    municipality, rows = reading.municipality, reading.rows
    require_whole(reading, rows, named_in(reading, rows, known), ticked)
    assert municipality is not None
    contract = _contract(session, viewer, reading, municipality)
    draft = _draft(session, viewer, reading, contract)
    _call(session, reading, contract)
    drafts.remember(session, draft, *reading.wrote)
    _write(session, contract, draft, reading, rows, known)
    draft.document_id, draft.source = reading.document_id, reading.source
    draft.version += 1
    session.add(draft)
    _let_go(session, reading, draft)
    reading.edition_id, reading.edition_words = draft.id, _words_of(session, draft)
    reading.version += 1
    session.add(reading)
    session.flush()
    return contract, draft


def require_whole(reading: ContractReading, rows: Rows, named: Named, ticked: Collection[str]) -> None:
    """Raises what is missing, all of it at once."""
    with all_at_once() as no:
        if reading.municipality_id is None or not (reading.term_from and reading.term_until):
            no(Refusal(N_("Plotësoni bashkinë dhe mandatin."), leads_to=f"{reading.path}#te-dhenat"))
        if not rows.standing:
            no(Refusal(N_("Kontrata nuk ka ende asnjë prioritet.")))
        refs = rows.refs
        for row_id, message in rows.faults():
            no(Refusal(message, leads_to=reading.way_to(row_id), ref=refs[row_id]))
        for row in rows.unsure:
            no(Refusal(N_("%(ref)s: shihni pse është e pasigurt dhe konfirmojeni."), leads_to=reading.way_to(row.id),
                       ref=refs[row.id]))  # fmt: skip
        for refusal in named.refusals(reading, rows, ticked):
            no(refusal)
        if unplaced := [row for row in rows.leaves if not row.is_placed and not row.is_unsure]:
            there = f"{reading.path}?shihni=te-gjitha#propozimet"
            no(Refusal(N_("Vendi i %(count)s zotimeve nuk është konfirmuar ende."), leads_to=there,
                       count=len(unplaced)))  # fmt: skip


def called_otherwise(session: Session, reading: ContractReading) -> Contract | None:
    """The contract of these years that readers know already, by its signatures, where its title or its last year is
    another one than the reading says: those stay, since they are mended by two people alone (`changes`)."""
    found = _of_term(session, reading.municipality_id, reading.term_from)
    said = one_line(reading.title), reading.term_until
    return found if found and found.is_known and (found.title, found.term_until) != said else None


def _of_term(session: Session, municipality_id: int | None, term_from: int | None) -> Contract | None:
    its_own = Contract.municipality_id == municipality_id, Contract.term_from == term_from, Contract.withdrawal == ""
    return session.exec(select(Contract).where(*its_own)).first()


def _contract(session: Session, viewer: Viewer, reading: ContractReading, municipality: Municipality) -> Contract:
    """That of the municipality and its term, if it is there without words yet; else a new one. Never a second one: both
    would have one document, and whether readers get its file would be said of both by an author of either."""
    term = (reading.term_from or 0, reading.term_until or 0)
    found = _of_term(session, municipality.id, term[0])
    made = reading.made(session)
    if made is not None and (found is None or made.contract_id != found.id):
        raise Refusal(
            N_(
                "Nga ky dokument është bërë tashmë një draft, me bashki ose mandat tjetër. Hidheni poshtë atë draft, "
                "pastaj ruajeni këtë."
            ),
            leads_to=f"/puna{made.path.rpartition('/botimi/')[0]}/drafti",
        )
    if found is None:
        return drafts.new_contract(session, viewer, municipality, title=reading.title, term=term, source=reading.source)
    if newest_edition(session, found.id or 0) is not None:
        raise Refusal(IS_PUBLISHED, leads_to=f"/puna/kontratat/{found.slug}/drafti")
    return found


def _call(session: Session, reading: ContractReading, contract: Contract) -> None:
    """As the reading says, unless readers know it by its name already."""
    if not contract.is_known:
        contract.title, contract.source = one_line(reading.title), Sources.of(reading.source)
        contract.term_until = reading.term_until or 0
        session.add(contract)


def _draft(session: Session, viewer: Viewer, reading: ContractReading, contract: Contract) -> Edition:
    hold(session, contract.id)
    before = drafts.locked(session, contract)
    if before is not None and not _is_ours(session, reading, before):
        raise Stale(DRAFT_CHANGED, {})
    drafts.open_draft(session, viewer, contract)
    return drafts.writable(session, viewer, contract)


def _is_ours(session: Session, reading: ContractReading, draft: Edition) -> bool:
    if draft.id == reading.edition_id:
        return _words_of(session, draft) == reading.edition_words
    return session.exec(select(PriorityText.id).where(PriorityText.edition_id == draft.id)).first() is None


def _words_of(session: Session, draft: Edition) -> str:
    """Digest of all that was made of a document, with what its contract is called. The draft's version is no sign of
    it: that is another one as soon as the draft came back from its second person."""
    texts = texts_of_edition(session, draft.id or 0)
    said = first_year.first_year(session, draft.contract_id)
    statuses = [
        said[text.commitment_id].model_dump(exclude={"commitment_id", "said_by"})
        for text in texts
        if text.commitment_id in said
    ]
    called = draft.contract.model_dump(include=BECOMES_KNOWN)
    return history.digest([called, state_of(headings_of_edition(session, draft.id or 0), texts), statuses])


def _let_go(session: Session, reading: ContractReading, draft: Edition) -> None:
    """A draft is of one document: whatever it was made of before it was emptied is not beside it any more."""
    others = col(ContractReading.edition_id) == draft.id, col(ContractReading.id) != reading.id
    session.exec(sa.update(ContractReading).where(*others).values(edition_id=None, edition_words=""))


def _write(
    session: Session, contract: Contract, draft: Edition, reading: ContractReading, rows: Rows, known: Known
) -> None:
    drafts.empty(session, draft)
    unit_ids = {unit.slug: unit.id or 0 for unit in units_of(session, contract.municipality_id)}
    refs, flat, leaves = rows.refs, rows.flat, {row.id for row in rows.leaves}
    document, known, left_out = reading.document, cache(known), rows.left_out
    priority = Priority(contract_id=0, number=0)
    parents: dict[Rank, Commitment | None] = {}
    statuses: dict[int, dict[str, Any]] = {}
    for row in rows.standing:
        ref = refs[row.id]
        source = placed_source(Sources.of(reading.source), document, row)
        if row.rank is Rank.PRIORITY:
            priority = Priority(contract_id=contract.id or 0, number=int(ref))
            session.add(priority)
            session.flush()
            session.add(PriorityText(edition_id=draft.id or 0, priority_id=priority.id or 0, title=row.text,
                                     group=row.group, source=source))  # fmt: skip
            parents = {}
            if row.id not in flat:
                continue
        parent = parents.get(Rank.POINT) if row.rank is Rank.SUBPOINT else None
        commitment = Commitment(
            contract_id=contract.id or 0, priority_id=priority.id or 0, parent_id=parent.id if parent else None,
            ref=ref, position=position_of(ref),
        )  # fmt: skip
        session.add(commitment)
        session.flush()
        if row.rank is Rank.POINT:
            parents[Rank.POINT] = commitment
        quoted = passage(document, row, left_out)
        text = CommitmentText(
            edition_id=draft.id or 0, commitment_id=commitment.id or 0, text=row.text, scope=row.scope,
            place=row.place, source=source, is_leaf=row.id in leaves,
            passage=quoted if is_shown_by(row.text, quoted, known) else "",
            passage_page=document.page_of(row.at[0].start) if row.at else None,
        )  # fmt: skip
        session.add(text)
        session.flush()
        units = [unit_ids[slug] for slug in row.units if slug in unit_ids] if row.scope is Scope.UNITS else []
        session.add_all(CommitmentUnit(text_id=text.id or 0, unit_id=unit) for unit in units)
        if row.status and row.id in leaves:
            statuses[commitment.id or 0] = {"status": row.status, "status_reason": "", "status_source": source}
    session.flush()
    first_year.say(session, statuses, reading.wrote)


def passage(document: ContractDocument, row: Row, left_out: Iterable[Row] = ()) -> str:
    """What stands in the document, as it stands there, but for what was left out in its midst, such as a running
    header between two pages."""
    parts = []
    for at in row.at:
        start = at.start
        for other in sorted((one for out in left_out for one in out.at), key=lambda one: one.start):
            if start <= other.start and other.end <= at.end:
                parts.append(At(start, other.start))
                start = other.end
        parts.append(At(start, at.end))
    return LEFT_OUT.join(filter(None, map(document.quote, parts)))


def placed_source(sources: Sources, document: ContractDocument, row: Row) -> Sources:
    """The source of the whole, with the place in it: the page, and the number that the row has there, which is not its
    own where others were joined, split or moved. A list of several says by itself what is where."""
    if len(sources.each) != 1 or sources.each[0].place:
        return sources
    page = document.page_of(row.at[0].start) if row.at else None
    number = f"{'pika' if '.' in row.printed else 'prioriteti'} {row.printed}" if row.printed else ""
    place = ", ".join(part for part in (f"faqe {page}" if page else "", number) if part)
    return Sources([replace(sources.each[0], place=place)])
