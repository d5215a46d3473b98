"""An earlier round on its way in: read from a table, shown to whoever sent it, and only then a round in review.

It was published elsewhere before, so the municipality has had its say there; a second person still publishes it here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Text, Unit, texts_of_edition
from pop_tracker.monitoring.models import (
    STATUS_WORDS,
    Assessment,
    AssessmentContributor,
    AssessmentState,
    Round,
    RoundState,
    Status,
)
from pop_tracker.monitoring.rounds import confirm_period
from pop_tracker.monitoring.statuses import Counts, roll_up
from pop_tracker.monitoring.work import NOT_YOURS
from pop_tracker.plans.comparison import Gazetteer
from pop_tracker.web.columns import Column, Columns, Line, Reference, plain_heading
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import LANGUAGES, N_, words
from pop_tracker.web.tables import RowFault

NOTHING = N_("Në skedar nuk gjendet tabelë vlerësimesh: duhet një rresht me titujt %(lacking)s.")
SILENT = N_("Burimi nuk e thotë.")
"""The reason of what the table leaves out."""
EVIDENCE_NOTE = N_("publikuar nga POP; provat nuk mbahen këtu")
LARGEST_NUMBER = 99

_ALSO: dict[Status, tuple[str, ...]] = {
    Status.FULLY_ADDRESSED: (
        "plotësisht",
        "e adresuar plotësisht",
        "i adresuar plotësisht",
        "addressed fully",
        "fully",
    ),
    Status.PARTIALLY_ADDRESSED: (
        *("pjesërisht", "e adresuar pjesërisht", "i adresuar pjesërisht", "partially", "partly"),
        "partly addressed",
    ),
    Status.NOT_ADDRESSED: ("i paadresuar", "e paadresuar", "paadresuar", "pa adresuar", "nuk u adresua"),
    Status.NOT_ASSESSED: ("e pavlerësuar", "pavlerësuar", "pa vlerësuar", "nuk është vlerësuar"),
}


class Verdict(Line):
    """POP's words for a verdict in either language, as people write them."""

    def _read(self, cell: str | Decimal | date) -> Status | str:
        text = str(super()._read(cell))
        if not text:
            return ""
        found = _BY_WORDS.get(plain_heading(text.replace("_", " ")))
        if found is None:
            raise Refusal(
                N_("“%(said)s” nuk është vlerësim. Shkruani: adresuar plotësisht, adresuar pjesërisht, nuk është "
                   "adresuar ose i pavlerësuar."),
                said=text[:40],
            )  # fmt: skip
        return found


_BY_WORDS = {
    plain_heading(text): status
    for status, own in STATUS_WORDS.items()
    for text in (*(words(language).gettext(own) for language in LANGUAGES), status.value.replace("_", " "),
                 *_ALSO[status])
}  # fmt: skip

COLUMNS = Columns(
    (
        Reference("ref", N_("referenca"), N_("Si në kontratë: 1.5, 1.4.a, 3."), 20, ("ref", "nr", "numri", "zotimi"),
                  must_stand=True, must_say=True),
        Line("unit", N_("njësia"), N_("Vetëm kur zotimi u vlerësua njësi për njësi: një rresht për çdo njësi."), 120,
             ("njësia administrative",)),
        Verdict("status", N_("vlerësimi"), N_("Adresuar plotësisht, adresuar pjesërisht, nuk është adresuar ose i "
                "pavlerësuar."), 40, ("statusi", "status"), must_stand=True, must_say=True),
        Column("reason", N_("arsyeja"), N_("Pse, me fjalët e raportit."), 4000, ("arsyetimi",),
               must_stand=True, must_say=True),
        Column("source", N_("burimi"), N_("Dokumenti dhe faqja, ose lidhja ku u botua ky vlerësim."), 2000,
               must_stand=True, must_say=True),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What the table, or its silence, says of a leaf or of one of its units. `line` is None for silence."""

    line: int | None
    unit: Unit | None
    status: Status
    reason: str
    source: str


@dataclass(frozen=True)
class Leaf:
    text: Text
    given: tuple[Given, ...]

    @property
    def status(self) -> Status:
        return roll_up(one.status for one in self.given)


@dataclass
class Reading:
    """The table beside the contract: every leaf of its text, in order."""

    leaves: list[Leaf] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts.of(leaf.status for leaf in self.leaves)

    @property
    def silent(self) -> int:
        return sum(one.line is None for leaf in self.leaves for one in leaf.given)

    @property
    def told(self) -> int:
        return sum(one.line is not None for leaf in self.leaves for one in leaf.given)


Row = tuple[int, Mapping[str, Any]]
"""A row's number in the file, and what it says by column name."""


class RoundImport(SQLModel, table=True):
    """A table that was read without a fault and waits for its sender's word. No part of the public record."""

    __tablename__ = "round_import"
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id")
    sent_at: datetime
    file_name: str = Field(max_length=200)
    number: int
    period_from: date
    period_until: date
    method: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    evidence_note: str = Field(sa_type=sa.Text)
    published_elsewhere: str = Field(sa_type=sa.Text)
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    unread: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Headings in the file that are none of ours."""

    @property
    def nonce(self) -> str:
        """The same in every window that shows this preview, so that two words for it count once."""
        return f"round-import-{self.id}-{self.sent_at.timestamp():.6f}"

    def reading(self, session: Session, contract: Contract) -> Reading:
        return read_round(
            session, contract, self.edition_id,
            [(row["line"], {**row, "status": Status(row["status"])}) for row in self.rows],
        )  # fmt: skip

    def enter(self, session: Session, viewer: Viewer, contract: Contract) -> Round:
        """Makes the round, in review, with all that the preview showed. Its importer is the author of every verdict,
        and so can never be the one who publishes it."""
        edition = confirm_place(session, viewer, contract, self.number, (self.period_from, self.period_until))
        if edition != self.edition_id:
            raise Refusal(N_("Kontrata ka ndërkohë një botim tjetër. Ngarkojeni tabelën përsëri."))
        found = self.reading(session, contract)
        if found.faults:
            raise Refusal(N_("Tabela ka gabime; asgjë nuk u shkrua."))
        now = datetime.now(UTC)
        held = Round(
            contract_id=contract.id or 0,
            edition_id=self.edition_id,
            state=RoundState.REVIEW,
            organisation_id=viewer.organisation_id,
            opened_by=viewer.person_id,
            opened_at=now,
            **self.model_dump(
                include={"number", "period_from", "period_until", "method", "source", "evidence_note",
                         "published_elsewhere"}
            ),
        )  # fmt: skip
        session.add(held)
        session.flush()
        verdicts = [
            Assessment(
                round_id=held.id or 0,
                commitment_id=leaf.text.commitment_id,
                unit_id=one.unit.id if one.unit else None,
                status=one.status,
                reason=one.reason,
                source=one.source or self.source,
                state=AssessmentState.SUBMITTED,
                author_id=viewer.person_id,
                organisation_id=viewer.organisation_id,
                submitted_at=now,
                version=1,
            )
            for leaf in found.leaves
            for one in leaf.given
        ]
        session.add_all(verdicts)
        session.flush()
        session.add_all(
            AssessmentContributor(assessment_id=row.id or 0, person_id=viewer.person_id or 0) for row in verdicts
        )
        session.delete(self)
        return held


def confirm_place(session: Session, viewer: Viewer, contract: Contract, number: int, period: tuple[date, date]) -> int:
    """The edition that the round is about. Raises Refusal unless the rounds, counted by number, stand in the order of
    their periods: the latest number is what readers take for the latest word."""
    if not viewer.may_edit(contract.municipality_id):
        raise Forbidden(NOT_YOURS)
    session.get(Contract, contract.id, with_for_update=True, populate_existing=True)
    edition = newest_edition(session, contract.id or 0)
    if edition is None:
        raise Refusal(N_("Kjo kontratë nuk ka ende një tekst të botuar."), field="contract")
    confirm_period(contract, *period)
    for other in session.exec(select(Round).where(Round.contract_id == contract.id).order_by(col(Round.number))):
        if other.number == number:
            raise Refusal(N_("Raundi %(number)d ekziston tashmë."), field="number", number=number)
        # A month may end one period and begin the next, as from September to September.
        if other.number < number:
            fits, at = other.period_until <= period[0], "period_from"
        else:
            fits, at = period[1] <= other.period_from, "period_until"
        if not fits:
            raise Refusal(
                N_("Raundi %(number)d mbulon %(first)s–%(last)s. Periudhat nuk mbivendosen dhe numrat ndjekin rendin "
                   "e tyre."),
                field=at, number=other.number,
                first=f"{other.period_from:%m.%Y}", last=f"{other.period_until:%m.%Y}",
            )  # fmt: skip
    return edition.id or 0


def next_number(session: Session, contract: Contract) -> int:
    last = session.exec(select(sa.func.max(Round.number)).where(Round.contract_id == contract.id)).one()
    return (last or 0) + 1


def read_round(session: Session, contract: Contract, edition_id: int, rows: Iterable[Row]) -> Reading:
    """Sets the rows beside the edition's leaves; all that is wrong in them, at once."""
    texts = {text.ref: text for text in texts_of_edition(session, edition_id)}
    gazetteer = Gazetteer(session, contract.municipality_id)
    found = Reading()
    given: dict[str, dict[int | None, Given]] = {}
    for line, said in rows:
        faults = [*_cell_faults(line, said)]
        text = None
        ref = _plain_ref(said.get("ref", ""))
        unit: Unit | None = None
        try:
            text = _leaf(texts, ref) if ref else None
        except Refusal as refusal:
            faults.append(RowFault(line, "ref", refusal.message, refusal.values))
        try:
            unit = _unit(gazetteer, text, said.get("unit", "")) if text else None
        except Refusal as refusal:
            faults.append(RowFault(line, "unit", refusal.message, refusal.values))
            text = None
        if text is not None:
            at = given.setdefault(ref, {})
            key = unit.id if unit else None
            if key in at:
                faults.append(RowFault(line, "ref", N_("%(ref)s është edhe në rreshtin %(line)s."),
                                       {"ref": ref, "line": at[key].line}))  # fmt: skip
            elif at and (key is None) != (None in at):
                faults.append(
                    RowFault(line, "unit", N_("%(ref)s vlerësohet ose i tërë, ose njësi për njësi: shihni edhe "
                             "rreshtin %(line)s."), {"ref": ref, "line": next(iter(at.values())).line})
                )  # fmt: skip
            elif isinstance(status := said.get("status"), Status):
                at[key] = Given(line, unit, status, said.get("reason", ""), said.get("source", ""))
        found.faults += faults
    found.leaves = [
        Leaf(text, _complete(text, given.get(text.ref, {}))) for text in texts.values() if text.can_be_assessed
    ]
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _cell_faults(line: int, said: Mapping[str, Any]) -> Iterable[RowFault]:
    for column in COLUMNS:
        if column.name in said:
            try:
                column.check(said[column.name])
            except Refusal as refusal:
                yield RowFault(line, column.name, refusal.message, refusal.values)


def _plain_ref(ref: str) -> str:
    return "".join(ref.split()).rstrip(".").lower()


def _leaf(texts: Mapping[str, Text], ref: str) -> Text:
    text = texts.get(ref)
    if text is None:
        raise Refusal(N_("Kontrata nuk ka zotim me referencën %(ref)s."), ref=ref[:20])
    if text.is_retracted:
        raise Refusal(N_("Zotimi %(ref)s është tërhequr nga kontrata."), ref=ref)
    if not text.is_leaf:
        below = ", ".join(one.ref for one in texts.values() if one.parent_ref == ref)
        raise Refusal(N_("%(ref)s nuk vlerësohet vetë; vlerësohen nënpikat e tij: %(below)s."), ref=ref, below=below)
    return text


def _unit(gazetteer: Gazetteer, text: Text, name: str) -> Unit | None:
    """The unit of a leaf that names several; where it names one, that one is the whole of it."""
    if not name:
        return None
    (own,) = gazetteer.named([name])
    unit = next((one for one in text.units if one.id == gazetteer.ids[own]), None)
    if unit is None:
        raise Refusal(N_("Zotimi %(ref)s nuk e përmend njësinë “%(name)s”."), ref=text.ref, name=own)
    return unit if len(text.units) > 1 else None


def _complete(text: Text, given: Mapping[int | None, Given]) -> tuple[Given, ...]:
    """What the table says of a leaf and, where it is silent, that the source does not say."""
    if not given or None in given:
        return (given.get(None) or Given(None, None, Status.NOT_ASSESSED, SILENT, ""),)
    return tuple(given.get(unit.id) or Given(None, unit, Status.NOT_ASSESSED, SILENT, "") for unit in text.units)


def put_aside(session: Session, viewer: Viewer, contract: Contract, rows: Iterable[Row], **of_round: Any
              ) -> RoundImport:  # fmt: skip
    """Keeps the table for its sender's word, in place of what this person sent for this contract before."""
    session.exec(
        sa.delete(RoundImport).where(
            col(RoundImport.contract_id) == contract.id, col(RoundImport.person_id) == viewer.person_id
        )
    )
    held = RoundImport(
        contract_id=contract.id or 0,
        person_id=viewer.person_id or 0,
        sent_at=datetime.now(UTC),
        rows=[{"line": line, **said} for line, said in rows],
        **of_round,
    )
    session.add(held)
    session.flush()
    return held


def held_import(session: Session, viewer: Viewer, import_id: int) -> RoundImport:
    """Only whoever sent it sees it. Raises Missing."""
    held = session.get(RoundImport, import_id)
    if held is None or held.person_id != viewer.person_id:
        raise Missing
    return held
