"""Whatever is done to a table on its way, it is refused at its rows, or makes a draft that holds together."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import compare
from pop_tracker.contracts.table.imports import understood
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import csv_rows
from pop_tracker.contracts.table.writing import write
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from tests import cast
from tests.conftest import Site
from tests.contracts.table.play import (
    HEADINGS,
    KNOWN,
    NEW,
    SOURCE,
    START,
    bring,
    file,
    holds_together,
    open_known,
    prepare,
    table,
)
from tests.plans.tables import csv_text

Rows = list[dict[str, str]]
CELLS = st.sampled_from(("", "1", "1.1", "1.2.a", "2", "9", "9.9", "prioritet", "pikë", "nënpikë", "e gjithë bashkia",
                         "njësi", "vend me fjalë", "Njësia Lindore", "kryesore", "Fjalë të tjera.", "2033",
                         "adresuar plotësisht", "nuk mund të vlerësohet", "=1+1", "…", "shembull-2023"))  # fmt: skip


@st.composite
def damage(draw: st.DrawFn, rows: Rows) -> Rows:
    """Rows that go, come twice, change places, and cells that say what another one does."""
    rows = [dict(one) for one in rows]
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(rows) - 1))
        step = draw(st.sampled_from(("go", "twice", "move", "cell", "cell", "new")))
        if step == "go" and len(rows) > 1:
            rows.pop(at)
        elif step == "twice":
            rows.insert(draw(st.integers(0, len(rows))), dict(rows[at]))
        elif step == "move":
            rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop(at))
        elif step == "new":
            rows.insert(at, rows[at] | {"referenca": ""})
        else:
            rows[at][draw(st.sampled_from(HEADINGS))] = draw(CELLS)
    return rows


@pytest.mark.parametrize("slug", [NEW, KNOWN])
def test_it_is_refused_at_its_rows_or_makes_a_whole_draft(training: Site, slug: str) -> None:
    prepare(training)
    open_known(training)
    bring(training, START)
    rows = table(training, slug)
    seen = {"refused": 0, "written": 0}

    @settings(max_examples=60, deadline=None)
    @given(damage(rows))
    def play(damaged: Rows) -> None:
        with training.database.writing() as session:
            contract, draft = draft_at_work(session, training.viewer(session, cast.EDITOR), slug)
            published = newest_edition(session, contract.id or 0)
            kept = {text.ref for text in texts_of_edition(session, published.id or 0)} if published else set()
            try:
                found = understood(Upload("a.csv", "", file(damaged)))
            except Refusal:
                return
            change = compare(session, contract, draft, found.rows, SOURCE)
            faults = [*found.faults, *change.faults]
            lines = {row.line for row in found.rows} | {1}
            assert all(fault.line in lines and fault.column in {None, *COLUMNS.by_name} for fault in faults)
            seen["refused" if faults else "written"] += 1
            if not faults:
                write(session, draft, change, ())
                session.expire_all()
                stands = standing(session, draft, first_year(session, contract.id))
                holds_together(session, draft, list(stands.values()))
                assert kept <= stands.keys(), "what was published stays"
                _says_the_same_again(session, contract, draft, stands)
            session.rollback()

    play()
    assert min(seen.values()) > 5, seen


def _says_the_same_again(session: Any, contract: Any, draft: Any, stands: dict[str, Any]) -> None:
    out = csv_text([HEADINGS, *csv_rows(stands.values())]).encode()
    again = compare(session, contract, draft, understood(Upload("b.csv", "", out)).rows, SOURCE)
    assert again.changes_nothing
    assert not again.faults
