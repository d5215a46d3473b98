"""An invented contract of 500 commitments, monitored ten times, in the training municipality Ushtrim.

Rows go in as they are: ten years of verbs would take minutes, and only reading is measured. So the record does not
hold them, and this database is for nothing else.
"""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, CommitmentUnit, Priority, PriorityText
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.places.models import AdministrativeUnit, Municipality

SLUG = "ushtrim-2015"
PRIORITIES, POINTS, ROUNDS = 20, 25, 10
UNPUBLISHED = ROUNDS
"""The last round is at work: two thirds of it are written."""
_FIRST = 1_000_000
"""Ids far from those of the seeds."""
_WHAT = ("Rikonstruksioni i shkollës", "Ndriçimi i rrugëve", "Ujë i pijshëm 24 orë", "Një çerdhe e re", "Trotuari")
_WHERE = ("pranë tregut", "në lagjen e re", "te qendra shëndetësore", "në të dy anët e lumit", "deri te shkolla")


def add_big_contract(session: Session) -> int:
    """Returns the id of the round at work."""
    chance, now = Random(500), datetime.now(UTC)
    place = session.exec(select(Municipality).where(Municipality.slug == "ushtrim")).one()
    units = list(session.exec(select(AdministrativeUnit.id).where(AdministrativeUnit.municipality_id == place.id)))
    organisation = session.exec(select(Contract.organisation_id).where(Contract.slug == "shembull-2023")).one()
    _add(session, Contract, [dict(id=_FIRST, slug=SLUG, municipality_id=place.id, organisation_id=organisation,
         title="Kontrata Sociale 2015–2025, Bashkia Ushtrim", term_from=2015, term_until=2026, text_known=True,
         source="e shpikur")])  # fmt: skip
    _add(session, Edition, [dict(id=_FIRST, contract_id=_FIRST, number=1, state="published", reason="", source="",
         canonical_text="", digest="0" * 64, return_note="", published_at=now, version=0)])  # fmt: skip
    points = [(priority, point) for priority in range(1, PRIORITIES + 1) for point in range(1, POINTS + 1)]
    ids = {at: _FIRST + place for place, at in enumerate(points)}
    _add(session, Priority, [dict(id=_FIRST + n, contract_id=_FIRST, number=n) for n in range(1, PRIORITIES + 1)])
    _add(session, PriorityText, [
        dict(id=_FIRST + n, edition_id=_FIRST, priority_id=_FIRST + n, title=f"Prioriteti i shpikur {n}", group="main",
             source="e shpikur")
        for n in range(1, PRIORITIES + 1)
    ])  # fmt: skip
    _add(session, Commitment, [
        dict(id=ids[n, m], contract_id=_FIRST, priority_id=_FIRST + n, parent_id=None, ref=f"{n}.{m}",
             position=n * 100_000 + m * 100)
        for n, m in points
    ])  # fmt: skip
    by_unit = {at: chance.sample(units, min(3, len(units))) for at in points if at[1] % 5 == 0}
    _add(session, CommitmentText, [
        dict(id=ids[at], edition_id=_FIRST, commitment_id=ids[at], scope="units" if at in by_unit else "municipality",
             text=f"{chance.choice(_WHAT)} {chance.choice(_WHERE)}, me afat dhe me buxhet të shpallur (nr. {ids[at]}).",
             place="", target_groups="të rinj; gra", source="e shpikur", is_leaf=True, is_retracted=False,
             retraction_reason="")
        for at in points
    ])  # fmt: skip
    _add(session, CommitmentUnit, [dict(text_id=ids[at], unit_id=one) for at, some in by_unit.items() for one in some])
    _add(session, Round, [
        dict(id=_FIRST + n, contract_id=_FIRST, edition_id=_FIRST, number=n, period_from=date(2014 + n, 9, 1),
             period_until=date(2015 + n, 9, 1), method="Fokus grupe dhe verifikime.", evidence_note="",
             state="open" if n == UNPUBLISHED else "published", source="e shpikur", organisation_id=organisation,
             opened_at=now, published_at=None if n == UNPUBLISHED else now)
        for n in range(1, ROUNDS + 1)
    ])  # fmt: skip
    verdicts = [
        (n, at, unit)
        for n in range(1, ROUNDS + 1)
        for at in points
        for unit in by_unit.get(at, [None])
        if n != UNPUBLISHED or at[0] <= PRIORITIES * 2 // 3
    ]
    _add(session, Assessment, [
        dict(id=_FIRST + row, round_id=_FIRST + n, commitment_id=ids[at], unit_id=unit,
             status=chance.choice((*VERDICTS, *VERDICTS, Status.NOT_ASSESSED)),
             reason="U pa në vend dhe u pyet drejtoria përkatëse; punimet nuk kanë përfunduar të gjitha.", source="",
             state="submitted" if n == UNPUBLISHED else "approved", is_public=n != UNPUBLISHED,
             organisation_id=organisation, submitted_at=now, version=1)
        for row, (n, at, unit) in enumerate(verdicts)
    ])  # fmt: skip
    _add(session, Evidence, [
        dict(id=_FIRST + row, assessment_id=_FIRST + row, evidence_kind=chance.choice(("field_check", "focus_group")),
             dated_on=date(2015 + n, 3, 12), place="në vend", description="Vizitë me dy vëzhgues; u bisedua me banorë.",
             source="shënime terreni", url="", stance="supports", women=7, men=5)
        for row, (n, _, _) in enumerate(verdicts)
    ])  # fmt: skip
    return _FIRST + UNPUBLISHED


def _add(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    """What a row does not say stands as its table's own default."""
    session.execute(sa.insert(table), [table(**row).model_dump(warnings=False) for row in rows])
