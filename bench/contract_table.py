"""How long a contract's table of 5,000 rows takes, and how much memory: read, set beside the draft, written, changed,
written out again. `python -m bench.contract_table`"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.plans.tables import csv_text, xlsx

from pop_tracker.accounts.models import person_by_email, viewer_for
from pop_tracker.cli.schema import migrate
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import compare
from pop_tracker.contracts.table.imports import understood
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import csv_rows, xlsx_table
from pop_tracker.contracts.table.writing import write
from pop_tracker.database import Database
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.tables import load_seeds
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.shipped import shipped
from pop_tracker.web.tables.grid import MOST_ROWS

PRIORITIES = 10
Cells = list[list[str]]


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<44}{time.perf_counter() - began:7.2f} s   {memory} MB")


def cell_rows() -> Cells:
    empty = dict.fromkeys(COLUMNS.by_name, "")
    rows = []
    for number in range(PRIORITIES):
        rows.append(empty | {"level": "prioritet", "text": f"Prioriteti i shpikur {number}"})
        rows += [
            empty | {"level": "pikë", "text": f"Rikonstruksioni i shkollës {number} {point}, me afat dhe me buxhet.",
                     "scope": "njësi", "units": "Shembull", "target_groups": "të rinj; gra"}
            for point in range(MOST_ROWS // PRIORITIES - 1)
        ]  # fmt: skip
    return [[one[name] for name in COLUMNS.by_name] for one in rows]


def file_rows(rows: dict[str, dict[str, Any]]) -> Cells:
    return list(csv_rows(rows.values()))


def play(session: Session) -> None:
    person = person_by_email(session, "anila.editore@shembull.example")
    place = municipality_by_slug(session, "shembull")
    assert person is not None
    assert place is not None
    viewer = viewer_for(session, person)
    contract = drafts.new_contract(session, viewer, place, title="E shpikur", term=(2031, 2035), source="e shpikur")
    draft = drafts.open_draft(session, viewer, contract)
    headings = [column.heading for column in COLUMNS]
    with timed("nothing yet"):
        rows = cell_rows()
    for name, contents in (("a.csv", csv_text([headings, *rows]).encode()), ("a.xlsx", xlsx([headings, *rows]))):
        with timed(f"read {name}"):
            read = understood(Upload(name, "", contents)).rows
    with timed("set beside the empty draft"):
        found = compare(session, contract, draft, read, "e shpikur")
    assert not found.faults
    assert len(found.added) == MOST_ROWS
    with timed("written"):
        write(session, draft, found, ())
        session.flush()
    session.expire_all()
    with timed("written out as XLSX"):
        stands = standing(session, draft, first_year(session, contract.id))
        out = xlsx_table(stands.values(), words("sq"))
    with timed("read and set beside the draft, unchanged"):
        found = compare(session, contract, draft, understood(Upload("b.xlsx", "", out)).rows, "e shpikur")
    assert found.changes_nothing
    with timed("every row changed and the order turned round"):
        cells = [[f"{cell} sot" if at == "text" else cell for at, cell in zip(COLUMNS.by_name, one, strict=True)]
                 for one in file_rows(stands)]  # fmt: skip
        parts = [cells[at : at + MOST_ROWS // PRIORITIES] for at in range(0, MOST_ROWS, MOST_ROWS // PRIORITIES)]
        turned = [one for part in reversed(parts) for one in (part[0], *reversed(part[1:]))]
        contents = csv_text([headings, *turned]).encode()
        found = compare(session, contract, draft, understood(Upload("c.csv", "", contents)).rows, "e")
        write(session, draft, found, ())
        session.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/table.sqlite3")
        migrate(database)
        with database.writing() as filling:
            load_seeds(filling, shipped("seeds") / "training")
        with database.writing() as at_work:
            play(at_work)
