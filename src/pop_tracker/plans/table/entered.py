"""A table that was entered can be taken back as one step, as long as nothing builds on it: what it added goes, what it
changed says again what stood before.

What stood before is read from the record and kept nowhere else: a redaction that takes words out of it takes them from
here too, and then nothing can be taken back.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.history import HistoryEntry, HistoryPayload
from pop_tracker.places.models import units_of
from pop_tracker.plans.fields import OWN
from pop_tracker.plans.item_uses import built_on, quoted_items, untie
from pop_tracker.plans.items import IN_A_CIRCLE, PlanItem, PlanItemUnit, states_of, unsaid
from pop_tracker.plans.levels import misplaced
from pop_tracker.plans.models import Plan, lock
from pop_tracker.plans.table.columns import BY_NAME
from pop_tracker.plans.table.comparison import RowChange
from pop_tracker.verification import said
from pop_tracker.web.errors import Missing, Refusal, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

MOST_LISTED = 10
MOST_NAMED = 12
"""Numbers of items in a reason; there is no end to them."""

States = Mapping[str, Mapping[str, Any]]
"""Items as the record holds them, by number; without what they leave unsaid."""


class EnteredImport(SQLModel, table=True):
    """Working notes of whoever records, not of the public record; gone once it is taken back."""

    __tablename__ = "entered_import"
    entry: int = Field(
        primary_key=True, foreign_key="history_entry.number", sa_column_kwargs={"autoincrement": False}
    )  # fmt: skip
    """Of the change that entered it: who, when, and what the plan said afterwards."""
    plan_id: int = Field(foreign_key="plan.id", index=True)
    file_name: str = Field(max_length=200)
    added: int
    changed: int


@dataclass(frozen=True)
class EnteredRow:
    entry: int
    file_name: str
    items: int
    at: datetime
    author: str


@dataclass(frozen=True)
class TakingBack:
    """What would become of the plan, and why it cannot; nothing of the first where the words are gone."""

    added: list[PlanItem]
    """They go."""
    changed: list[RowChange]
    """`now` is what stood before the import."""
    before: States
    source: str
    why_not: list[Refusal]


def imports_of(session: Session, plan: Plan) -> list[EnteredRow]:
    """The newest that can still be told of; one query."""
    found = session.exec(
        select(EnteredImport, HistoryEntry.at, Person.name)
        .join(HistoryEntry, col(HistoryEntry.number) == EnteredImport.entry)
        .join(HistoryPayload, col(HistoryPayload.number) == EnteredImport.entry)
        .join(Person, col(Person.id) == HistoryEntry.author, isouter=True)
        .where(EnteredImport.plan_id == plan.id)
        .order_by(col(EnteredImport.entry).desc())
        .limit(MOST_LISTED)
    )
    return [EnteredRow(one.entry, one.file_name, one.added + one.changed, at, name or "") for one, at, name in found]


def entered_import(session: Session, plan: Plan, entry: int) -> EnteredImport:
    """Raises Missing."""
    found = session.get(EnteredImport, entry)
    if found is None or found.plan_id != plan.id:
        raise Missing
    return found


def taking_back(session: Session, plan: Plan, entered: EnteredImport) -> TakingBack:
    entry, earlier = _told(session, entered.entry), _told(session, _entry_before(session, plan, entered.entry))
    if entry is None or earlier is None:
        gone = Refusal(N_("Fjalët që plani thoshte para këtij importimi u hoqën nga regjistri."))
        return TakingBack([], [], {}, "", [gone])
    then, before = _items(entry), _items(earlier)
    now = _items({"state": {"items": json.loads(history.canonical(states_of(session, plan.id)))}})
    added = [number for number in then if number not in before]
    changed = [number for number in then if number in before and then[number] != before[number]]
    items = {item.number: item for item in plan.items(session)}
    names = {unit.slug: unit.name for unit in units_of(session, plan.municipality_id)}
    return TakingBack(
        [items[number] for number in added if number in items],
        [_change(number, before[number], then[number], names) for number in changed],
        {number: before[number] for number in changed},
        Sources.of_list(entry["source"]),
        [*_held(session, plan, entered, items, added, changed), *_moved_on(added, changed, then, now, before)],
    )


def take_back(session: Session, viewer: Viewer, plan: Plan, entered: EnteredImport, reason: str) -> None:
    require_recorder(viewer, plan.municipality_id)
    lock(session, plan)
    if not reason:
        raise Refusal(N_("Shkruani pse merret mbrapsht."), field="reason")
    found = taking_back(session, plan, entered)
    with all_at_once() as no:
        for refusal in found.why_not:
            no(refusal)
    items = {item.number: item for item in plan.items(session)}
    unit_ids = {unit.slug: unit.id or 0 for unit in units_of(session, plan.municipality_id)}
    for number, state in found.before.items():
        _restore(items[number], state)
        above = items.get(state.get("parent", ""))
        items[number].parent_id = above.id if above else None
    ids = [items[number].id or 0 for number in found.before]
    session.exec(sa.delete(PlanItemUnit).where(col(PlanItemUnit.item_id).in_(ids)))
    session.add_all(
        PlanItemUnit(item_id=items[number].id or 0, unit_id=unit_ids[slug])
        for number, state in found.before.items()
        for slug in state.get("units", ())
    )
    session.flush()
    untie(session, *found.added)
    session.exec(sa.delete(PlanItem).where(col(PlanItem.id).in_([item.id for item in found.added])))
    session.delete(entered)
    session.flush()
    plan.reorder(session)
    history.append(session, "take_back", plan, viewer.actor, source=found.source, reason=reason)


def _told(session: Session, entry: int) -> dict[str, Any] | None:
    """What a change says; nothing once its words were taken out of the record."""
    payload = session.get(HistoryPayload, entry)
    return json.loads(payload.content) if payload else None


def _entry_before(session: Session, plan: Plan, entry: int) -> int:
    of_it = (HistoryEntry.kind == plan.kind) & (HistoryEntry.key == plan.key) & (HistoryEntry.number < entry)
    return session.exec(select(sa.func.max(HistoryEntry.number)).where(of_it)).one() or 0


def _items(content: Mapping[str, Any]) -> States:
    """The place in the order is no word of an item's own."""
    return {item["number"]: said({**item, "position": None}) for item in content["state"]["items"]}


def _held(
    session: Session, plan: Plan, entered: EnteredImport, items: Mapping[str, PlanItem], added: list[str],
    changed: list[str],
) -> Iterator[Refusal]:  # fmt: skip
    """What else in the record names the items since."""
    ids = {number: items[number].id or 0 for number in (*added, *changed) if number in items}
    quoted = quoted_items(session, plan.id)
    if found := [number for number, item_id in ids.items() if item_id in quoted]:
        yield Refusal(
            N_("Gjetje të konfirmuara citojnë këta zëra, që ndryshohen vetëm me një person të dytë: %(names)s."),
            names=_names(found),
        )
    new, others = ([ids[number] for number in numbers if number in ids] for numbers in (added, changed))
    yield from built_on(session, plan.slug, entered.entry, new, others)


def _moved_on(added: list[str], changed: list[str], then: States, now: States, before: States) -> Iterator[Refusal]:
    """What became of the plan's items since, and the plan that would come of it."""
    if found := [number for number in (*added, *changed) if now.get(number) != then[number]]:
        yield Refusal(N_("Zëra që ndryshuan ose u hoqën pas importimit: %(names)s."), names=_names(found))
    going, touched = set(added), {*added, *changed}
    if found := [number for number, one in now.items() if number not in touched and one.get("parent") in going]:
        yield Refusal(
            N_("Zëra të tjerë që u vendosën më vonë brenda atyre të importimit: %(names)s."), names=_names(found)
        )
        return
    after = {number: before[number] if number in changed else one for number, one in now.items() if number not in going}
    rows = _levels(after)
    parents = {number: parent for number, _, parent in rows}
    if found := [number for number, parent in parents.items() if parent and parent not in parents]:
        yield Refusal(N_("Zëra që do të mbeteshin pa zërin sipër: %(names)s."), names=_names(found))
    elif any(_is_its_own_parent(number, parents) for number in changed):
        yield Refusal(IN_A_CIRCLE)
    else:
        wrong = {number for number, _ in misplaced(_levels(now))}
        yield from (refusal for number, refusal in misplaced(rows) if number not in wrong)


def _levels(items: States) -> list[tuple[str, str, str]]:
    return [(number, one["level"], one.get("parent", "")) for number, one in items.items()]


def _is_its_own_parent(number: str, parents: Mapping[str, str]) -> bool:
    way = [number]
    while parent := parents.get(way[-1], ""):
        if parent in way:
            return True
        way.append(parent)
    return False


def _names(numbers: list[str]) -> str:
    return ", ".join(numbers[:MOST_NAMED]) + ("…" if len(numbers) > MOST_NAMED else "")


def _value(name: str, state: Mapping[str, Any], units: Mapping[str, str]) -> Any:
    if name == "units":
        return [units.get(slug, slug) for slug in state.get(name, ())]
    if name == "parent":
        return state.get(name, "")
    return BY_NAME[name].kept(state[name]) if name in state else unsaid(name)


def _change(number: str, before: Mapping[str, Any], then: Mapping[str, Any], units: Mapping[str, str]) -> RowChange:
    names = [name for name in BY_NAME if before.get(name) != then.get(name)]
    return RowChange(
        0, number, before["text"],
        {name: _value(name, before, units) for name in names},
        {name: _value(name, then, units) for name in names},
    )  # fmt: skip


def _restore(item: PlanItem, state: Mapping[str, Any]) -> None:
    for one in OWN:
        value = _value(one.name, state, {})
        if getattr(item, one.name) != value:
            setattr(item, one.name, value)
