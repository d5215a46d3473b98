"""Loads rounds with their verdicts and evidence, and the figures POP published, from `seeds/monitoring`."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.contracts.texts import Text, leaves, texts_of_edition
from pop_tracker.history import SEEDS
from pop_tracker.monitoring.evidence import Evidence, EvidenceKind, Stance
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round
from pop_tracker.monitoring.pop_figures import PublishedFigure
from pop_tracker.monitoring.rounds import make_public
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.web.dates import is_year
from pop_tracker.web.errors import Refusal
from pop_tracker.web.periods import Period
from pop_tracker.web.tables.seed_rows import Row, read_sheet

_ROUNDS = "contract,number,period_from,period_until,method,evidence_note,source"
_ASSESSMENTS = "contract,round,ref,unit,status,ground,reason,source"
_EVIDENCE = "contract,round,ref,unit,kind,dated_on,place,description,url,stance,women,men,source"
_FIGURES = "key,label_sq,label_en,value,unit,of,scope_sq,scope_en,period,definition_known,note_sq,note_en,source"
Leaf = tuple[str, str, str, str]
"""Contract, round, reference and unit, as the sheets name them."""


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    return _load_rounds(session, folder / "monitoring") + _load_figures(session, folder / "monitoring")


def _load_rounds(session: Session, folder: Path) -> int:
    assessments: dict[tuple[str, str], list[Row]] = {}
    for row in read_sheet(folder / "assessments.csv", _ASSESSMENTS):
        assessments.setdefault((row["contract"], row["round"]), []).append(row)
    evidence: dict[Leaf, list[Row]] = {}
    for row in read_sheet(folder / "evidence.csv", _EVIDENCE):
        evidence.setdefault(_leaf(row), []).append(row)
    loaded = 0
    for row in read_sheet(folder / "rounds.csv", _ROUNDS):
        rows = assessments.pop((row["contract"], row["number"]), [])
        pieces = {_leaf(one): evidence.pop(_leaf(one), []) for one in rows}
        loaded += _load_round(session, row, rows, pieces)
    for stray in [*assessments.values(), *evidence.values()]:
        raise stray[0].error("no such round, or no such assessment in it")
    return loaded


def _leaf(row: Row) -> Leaf:
    return (row["contract"], row["round"], row["ref"], row["unit"])


def _load_round(session: Session, row: Row, rows: list[Row], evidence: dict[Leaf, list[Row]]) -> int:
    contract = contract_by_slug(session, row.required("contract"))
    edition = newest_edition(session, contract.id or 0) if contract else None
    if contract is None or edition is None:
        raise row.error(f"no contract {row['contract']} with a published text")
    try:
        number = int(row["number"])
        known = select(Round.id).where(Round.contract_id == contract.id, Round.number == number)
        if session.exec(known).first() is not None:
            return 0
        period = _period(row)
        held = Round(
            contract_id=contract.id or 0,
            edition_id=edition.id or 0,
            number=number,
            period_from=period.first,
            period_until=period.last,
            period_in_years=period.in_years,
            method=row["method"],
            evidence_note=row["evidence_note"],
            source=row.required("source"),
            organisation_id=contract.organisation_id,
            opened_at=datetime.now(UTC),
        )
        session.add(held)
        session.flush()
        texts = {text.ref: text for text in leaves(texts_of_edition(session, edition.id or 0))}
        for one in rows:
            assessment = _assessment(one, held, texts)
            session.add(assessment)
            session.flush()
            session.add_all(_evidence(piece, assessment) for piece in evidence[_leaf(one)])
        session.flush()
        make_public(session, held, SEEDS)
    except Refusal as refusal:
        raise row.error(refusal.message % refusal.values) from None
    except ValueError as error:
        raise row.error(str(error)) from None
    return 1


def _period(row: Row) -> Period:
    first, last = row.required("period_from"), row.required("period_until")
    if is_year(first) and is_year(last):
        return Period.of_years(int(first), int(last))
    return Period(_month(row, "period_from"), _month(row, "period_until"))


def _month(row: Row, column: str) -> date:
    try:
        return date.fromisoformat(f"{row.required(column)}-01")
    except ValueError:
        raise row.error(f"{column} is {row[column]}, expected a month such as 2019-08, or both as years") from None


def _assessment(row: Row, of: Round, texts: dict[str, Text]) -> Assessment:
    text = texts.get(row.required("ref"))
    if text is None:
        raise row.error(f"{row['ref']} cannot be assessed in that edition")
    units = {unit.slug: unit.id for unit in text.units}
    if row["unit"] and row["unit"] not in units:
        raise row.error(f"{row['ref']} does not name the unit {row['unit']}")
    try:
        return Assessment(
            round_id=of.id or 0,
            commitment_id=text.commitment_id,
            unit_id=units.get(row["unit"]),
            status=Status(row["status"]),
            ground=Ground(row["ground"]) if row["ground"] else None,
            reason=row.required("reason"),
            source=row.required("source"),
            state=AssessmentState.APPROVED,
            organisation_id=of.organisation_id,
        )
    except ValueError as error:
        raise row.error(str(error)) from None


def _evidence(row: Row, of: Assessment) -> Evidence:
    try:
        return Evidence(
            assessment_id=of.id or 0,
            evidence_kind=EvidenceKind(row["kind"]),
            dated_on=date.fromisoformat(row["dated_on"]) if row["dated_on"] else None,
            place=row["place"],
            description=row.required("description"),
            source=row.required("source"),
            url=row["url"],
            stance=Stance(row["stance"]),
            women=int(row["women"]) if row["women"] else None,
            men=int(row["men"]) if row["men"] else None,
        )
    except ValueError as error:
        raise row.error(str(error)) from None


def _load_figures(session: Session, folder: Path) -> int:
    known = set(session.exec(select(PublishedFigure.slug)))
    loaded = 0
    for position, row in enumerate(read_sheet(folder / "published_figures.csv", _FIGURES)):
        if row.required("key") in known:
            continue
        try:
            figure = PublishedFigure(
                slug=row["key"],
                position=position,
                label_sq=row.required("label_sq"),
                label_en=row.required("label_en"),
                value=row.required("value"),
                unit=row.required("unit"),
                of=int(row["of"]) if row["of"] else None,
                scope_sq=row["scope_sq"],
                scope_en=row["scope_en"],
                period=row["period"],
                definition_known=row["definition_known"] == "yes",
                note_sq=row["note_sq"],
                note_en=row["note_en"],
                source=row.required("source"),
            )
        except ValueError as error:
            raise row.error(str(error)) from None
        figure.record(session, SEEDS)
        loaded += 1
    return loaded
