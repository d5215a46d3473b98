"""What the site thinks may belong together: items for a commitment, commitments for an item, each with its reasons.

Suggestions help who looks; they are no findings, stand in no record and on no public page.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Text
from pop_tracker.contracts.wordings import wording_of
from pop_tracker.matching.ranking import Names, Ranking, Suggestion, Wording
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.findings.rejected import rejected
from pop_tracker.plans.items import PlanItem, units_of_items
from pop_tracker.plans.models import Plan

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Offers(Generic[Thing]):
    """Ranked suggestions with the things they are about, and the things that a person rejected."""

    ranked: list[tuple[Suggestion, Thing]]
    rejected: list[Thing]


def items_for(
    session: Session, text: Text, parent: Text | None, plan_id: int | None, items: Sequence[PlanItem], limit: int = 5
) -> Offers[PlanItem]:
    """The items of a plan that may answer the commitment. Three queries."""
    units = units_of_items(session, plan_id)
    without = {str(item_id) for _, item_id in rejected(session, [text.commitment_id])}
    return _offers(
        wording_of(text, parent),
        {str(item.id): item for item in items},
        [_wording_of_item(item, units.get(item.id or 0, ())) for item in items],
        without,
        limit,
        _names(session, plan_id),
    )


def commitments_for(
    session: Session, item: PlanItem, texts: Sequence[Text], parents: Mapping[int, Text], limit: int = 8
) -> Offers[Text]:
    """The commitments that a plan's item may answer; `parents` by the commitment under them. Three queries."""
    units = units_of_items(session, item.plan_id)
    pairs = rejected(session, [text.commitment_id for text in texts])
    return _offers(
        _wording_of_item(item, units.get(item.id or 0, ())),
        {str(text.commitment_id): text for text in texts},
        [wording_of(text, parents.get(text.commitment_id)) for text in texts],
        {str(commitment_id) for commitment_id, item_id in pairs if item_id == item.id},
        limit,
        _names(session, item.plan_id),
    )


def _offers(
    wanted: Wording,
    things: Mapping[str, Thing],
    wordings: Iterable[Wording],
    without: Collection[str],
    limit: int,
    names: Names,
) -> Offers[Thing]:
    found = _ranking(tuple(wordings)).suggest(wanted, limit, without, names)
    said = found if found and found[0].is_likely else []
    return Offers([(one, things[one.id]) for one in said], [thing for key, thing in things.items() if key in without])


def _names(session: Session, plan_id: int | None) -> Names:
    """The registered names of the municipality's units."""
    units = session.exec(
        select(AdministrativeUnit)
        .join(Plan, col(Plan.municipality_id) == AdministrativeUnit.municipality_id)
        .where(col(Plan.id) == plan_id)
    )
    called = [(name.strip(), unit.name) for unit in units for name in (*unit.name_alt.split(";"), unit.name)]
    return Names({name: registered for name, registered in called if name})


@lru_cache(maxsize=16)
def _ranking(wordings: tuple[Wording, ...]) -> Ranking:
    """Preparing the words of a large plan takes longer than ranking them, so the last few stay prepared; a plan
    that changed has other words and is prepared anew."""
    return Ranking(wordings)


def _wording_of_item(item: PlanItem, units: Iterable[AdministrativeUnit]) -> Wording:
    place = "; ".join([*(unit.name for unit in units), item.place] if item.place else [unit.name for unit in units])
    return Wording(str(item.id), item.text, place, item.programme_code, item.target_groups)
