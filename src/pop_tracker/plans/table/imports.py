"""A plan's table on its way in: read from a file, shown to whoever sent it, and only then entered."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from pop_tracker import history
from pop_tracker.accounts.carried import SentTable
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.plans import item_changes
from pop_tracker.plans.fields import OWN
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.item_uses import quoted_items
from pop_tracker.plans.items import PlanItem, PlanItemUnit, units_of_items
from pop_tracker.plans.models import Plan, lock
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.comparison import Comparison, RowChange, compare, standing
from pop_tracker.plans.table.entered import EnteredImport
from pop_tracker.plans.table.shape import from_json
from pop_tracker.plans.table.steps import names_of, steps_of
from pop_tracker.plans.table.understanding import Understood
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import public_names
from pop_tracker.web.sources import Sources
from pop_tracker.web.tables.held import HeldTable, keep, keep_left_out, kept
from pop_tracker.web.tables.shown import kept_values
from pop_tracker.web.tables.steps import require_ticked

READ_ANEW = N_("Kolonat u thanë ndërkohë ndryshe. Shihni përsëri çfarë do të ndryshojë, pastaj konfirmoni.")


class PlanImport(SentTable, HeldTable, table=True):
    __tablename__ = "plan_import"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    plan_version: str = Field(max_length=64)
    """Digest of the plan that the preview was compared with; entering on another one is refused."""
    doubts: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    """Rows that are to be looked at one by one before they are entered (`understanding.Ask`)."""
    contents: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    """The file itself, where it is read as a person says; empty where its headings are ours."""
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """How they said that it is read (`shape.from_json`); empty until they did."""
    is_read: bool = True
    """Not as long as there are questions that only they can answer."""

    @property
    def at(self) -> str:
        """Where it is gone on with, below its plan's page."""
        return f"importi/{self.id}" if self.is_read else f"importi/{self.id}/kolonat"

    @property
    def upload(self) -> Upload:
        """Raises Missing where the file was not kept."""
        if self.contents is None:
            raise Missing
        return Upload(self.file_name, "", self.contents)

    def say(self, found: Understood) -> None:
        """Takes what was found in the file for what it says."""
        self.rows = [keep(row, COLUMNS) for row in found.rows]
        self.unread = found.unread
        self.left_out = keep_left_out(found.left_out)
        self.doubts = [
            {"where": one.where, "line": one.line, "message": one.message, "values": kept_values(one.values)}
            for one in found.doubts
        ]
        self.is_read = not found.asks

    @property
    def told_source(self) -> Sources:
        """Of all that comes in without a source of its own, with the rate by which euros became lek."""
        rate = from_json(self.mapping).rate if self.mapping else None
        return Sources([*Sources.of(self.source).each, *Sources.of(rate.said if rate else "").each])

    @property
    def version(self) -> str:
        """Of the preview: another one when the plan it was compared with, or what is read from the file, is another,
        as where columns were said otherwise in another window."""
        shown = {"plan": self.plan_version, "rows": self.rows, "doubts": self.doubts}
        return history.digest(shown)

    @property
    def nonce(self) -> str:
        """The same in every window that shows this preview, so that two words for it count once."""
        return f"plan-import-{self.id}-{self.sent_at.timestamp():.6f}"

    def comparison(self, session: Session, plan: Plan) -> Comparison:
        return compare(session, plan, [kept(row, COLUMNS) for row in self.rows], self.told_source)

    def enter(self, session: Session, viewer: Viewer, plan: Plan, seen: str, ticked: Iterable[str] = ()) -> None:
        """Writes what the preview showed, all of it with one entry in the history; nothing where nothing changes.

        `seen` is the `version` of the preview that the sender agreed to, `ticked` the steps that they looked at one by
        one. Raises Stale, before anything is written, when it would show something else by now.
        """
        require_recorder(viewer, plan.municipality_id)
        lock(session, plan)
        if not self.is_read:
            raise Missing
        if self.plan_version != version(session, plan):
            raise Stale(N_("Plani ndryshoi ndërkohë. Shihni përsëri çfarë do të ndryshojë, pastaj konfirmoni."), {})
        if seen != self.version:
            raise Stale(READ_ANEW, {})
        found = self.comparison(session, plan)
        if found.faults:
            raise Refusal(N_("Tabela ka gabime; asgjë nuk u shkrua."))
        names = names_of(found, partial(public_names, session))
        require_ticked(steps_of(found, self.doubts, names), ticked)
        session.delete(self)
        quoted = quoted_numbers(session, plan)
        for row in [row for row in found.changed if row.number in quoted]:
            change = _submit(session, viewer, plan, row, found)
            change.begun_by = change.begun_by or self.begun_by
            found.changed.remove(row)
        if found.changes_nothing:
            return
        _write(session, plan, found)
        entry = history.append(session, "revise", plan, viewer.actor, source=self.told_source)
        entered = EnteredImport(
            entry=entry.number, plan_id=self.plan_id, file_name=self.file_name,
            added=len(found.added), changed=len(found.changed),
        )  # fmt: skip
        session.add(entered)
        session.flush()


def quoted_numbers(session: Session, plan: Plan) -> set[str]:
    """Of the items whose changes wait for a second person (`item_changes`)."""
    quoted = quoted_items(session, plan.id)
    return {item.number for item in plan.items(session) if item.id in quoted}


def _submit(session: Session, viewer: Viewer, plan: Plan, row: RowChange, found: Comparison) -> ItemChange:
    item = next(one for one in plan.items(session) if one.number == row.number)
    own = {one.name: getattr(item, one.name) for one in OWN} | _own(row)
    above = item.parent(session)
    parent = row.now.get("parent", above.number if above else "")
    units = row.now.get("units", [unit.name for unit in units_of_items(session, plan.id).get(item.id or 0, ())])
    return item_changes.submit(session, viewer, plan, item, own, parent, [found.unit_ids[name] for name in units])


def version(session: Session, plan: Plan) -> str:
    """Digest of the plan's items as they stand."""
    return history.digest(standing(session, plan))


def put_aside(
    session: Session, viewer: Viewer, plan: Plan, found: Understood, *, file_name: str, source: str, contents: bytes
) -> PlanImport:
    """Keeps the table for its sender's word, in place of what this person sent for this plan before; the file too as
    long as there are questions about it."""
    session.exec(
        sa.delete(PlanImport).where(
            col(PlanImport.plan_id) == plan.id, col(PlanImport.person_id) == viewer.person_id
        )
    )  # fmt: skip
    held = PlanImport(
        plan_id=plan.id or 0,
        person_id=viewer.person_id or 0,
        sent_at=datetime.now(UTC),
        file_name=file_name,
        source=source,
        plan_version=version(session, plan),
        contents=contents if found.asks else None,
    )
    held.say(found)
    session.add(held)
    session.flush()
    return held


def held_imports(session: Session, viewer: Viewer, plan: Plan) -> list[PlanImport]:
    """Of this plan, those that wait for this person's word."""
    query = select(PlanImport).where(PlanImport.plan_id == plan.id, PlanImport.person_id == viewer.person_id)
    return list(session.exec(query.order_by(col(PlanImport.id))))


def held_import(session: Session, viewer: Viewer, plan: Plan, import_id: int) -> PlanImport:
    """Only whoever sent it sees it, or goes on with it. Raises Missing."""
    held = session.get(PlanImport, import_id)
    if held is None or held.plan_id != plan.id or held.person_id != viewer.person_id:
        raise Missing
    return held


def _write(session: Session, plan: Plan, found: Comparison) -> None:
    """All items at once, then all places in the tree: a question for each of a thousand rows would take minutes."""
    rows = [*found.added, *found.changed]
    if found.added:
        new = [
            PlanItem(plan_id=plan.id or 0, position=0, **_own(row)).model_dump(exclude={"id"}) for row in found.added
        ]
        session.execute(sa.insert(PlanItem), new)
    items = {item.number: item for item in plan.items(session)}
    for row in found.changed:
        for name, value in _own(row).items():
            setattr(items[row.number], name, value)
    for row in rows:
        if "parent" in row.now:
            above = items.get(row.now["parent"])
            items[row.number].parent_id = above.id if above else None
    units = {items[row.number].id or 0: row.now["units"] for row in rows if "units" in row.now}
    session.exec(sa.delete(PlanItemUnit).where(col(PlanItemUnit.item_id).in_(list(units))))
    session.add_all(
        PlanItemUnit(item_id=item_id, unit_id=found.unit_ids[name])
        for item_id, names in units.items()
        for name in names
    )
    session.flush()
    plan.reorder(session)


def _own(row: RowChange) -> dict[str, Any]:
    """What the row sets of the item itself; its parent and units are rows of their own."""
    return {name: value for name, value in row.now.items() if name not in ("parent", "units")}
