"""Years of plans' items, from `progress.csv`."""

from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.history import SEEDS
from pop_tracker.plans.progress import Progress
from pop_tracker.plans.seeds.names import Names
from pop_tracker.web.tables.seed_rows import read_sheet

_PROGRESS = "plan,item,year,indicator_value,planned_all,spent_all,note,source"


def load(session: Session, folder: Path, names: Names) -> int:
    known = set(session.exec(select(Progress.item_id, Progress.year)).all())
    loaded = 0
    for row in read_sheet(folder / "progress.csv", _PROGRESS):
        item = names.item(row, names.plan(row), row.required("item"))
        year = row.whole("year")
        if year is None:
            raise row.error("year is empty")
        if item is None or (item.id, year) in known:
            continue
        with row.judged():
            Progress(
                item_id=item.id or 0,
                year=year,
                indicator_value=row.amount("indicator_value"),
                planned_all=row.amount("planned_all"),
                spent_all=row.amount("spent_all"),
                note=row["note"],
                source=row.required("source"),
            ).record(session, SEEDS, sum_known=True)
        loaded += 1
    return loaded
