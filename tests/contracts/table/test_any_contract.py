"""Any contract goes out as a table and comes in again as it was; and a table's order is the order that it makes."""

from dataclasses import fields
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.entered_tables import EnteredTable
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import Comparison, compare
from pop_tracker.contracts.table.imports import understood
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import csv_rows, xlsx_table
from pop_tracker.contracts.table.taking_back import digest, kept_of, note, take_back
from pop_tracker.contracts.table.writing import write
from pop_tracker.contracts.texts import one_line
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.escape import unmistakable
from tests import cast
from tests.conftest import Site
from tests.contracts.table.play import HEADINGS, NEW, SOURCE, file, holds_together, prepare, row
from tests.plans.tables import csv_text

WORDS = st.lists(
    st.sampled_from(("Shkolla,", "=2+2", "'1.10", "1.10", "+355", "“rruga”", "-", "a;b", "ë\u00a0ç", "@emri", "100%",
                     "2031-05-01", "<b>", "E\u0308", "_x000D_", '"')),
    min_size=1, max_size=4,
).map(lambda drawn: f"fjalë {' '.join(drawn)}" if drawn[0] in '-"' else " ".join(drawn) + " fjalë")  # fmt: skip
PLACES = st.one_of(
    st.just({"scope": "e gjithë bashkia"}),
    st.lists(st.sampled_from(("Njësia Lindore", "fushe-shembull", "SHEMBULL")), min_size=1, unique=True).map(
        lambda names: {"scope": "njësi", "units": "; ".join(names)}
    ),
    WORDS.map(lambda place: {"scope": "vend me fjalë", "place": place}),
)
STATUSES: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}), WORDS.map(lambda reason: {"status": "nuk është adresuar", "status_reason": reason})
)


@st.composite
def leaves(draw: st.DrawFn, level: str) -> dict[str, str]:
    said = {**draw(PLACES), **draw(STATUSES)}
    return row(level=level, text=draw(WORDS), target_groups=draw(st.sampled_from(("", "gra; të rinj"))), **said)


@st.composite
def contracts(draw: st.DrawFn) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            rows.append({**draw(leaves("prioritet")), "grupi": "prioritete të tjera"})
            continue
        rows.append(row(level="prioritet", text=draw(WORDS)))
        for _ in range(draw(st.integers(0, 3))):
            point, subs = draw(leaves("pikë")), draw(st.lists(leaves("nënpikë"), max_size=3))
            if subs:
                point |= dict.fromkeys(("vlerësimi i vitit të parë", "arsyeja e vlerësimit"), "")
            rows += [point, *subs]
    return rows


def brought(session: Session, contract: Contract, draft: Edition, contents: bytes, name: str) -> Comparison:
    found = understood(Upload(name, "", contents))
    assert not found.faults
    seen = compare(session, contract, draft, found.rows, SOURCE)
    assert not seen.faults
    return seen


def test_any_contract_goes_out_and_comes_in_as_it_was(training: Site) -> None:
    prepare(training)

    @settings(max_examples=12, deadline=None)
    @given(contracts(), st.randoms(use_true_random=False))
    def play(rows: list[dict[str, str]], chance: Any) -> None:
        with training.database.writing() as session:
            contract, draft = draft_at_work(session, training.viewer(session, cast.EDITOR), NEW)
            write(session, draft, brought(session, contract, draft, file(rows), "a.csv"), ())
            for again in range(2):
                session.expire_all()
                stands = standing(session, draft, first_year(session, contract.id))
                cells = [[unmistakable(cell) for cell in one] for one in csv_rows(stands.values())]
                for name, out in (
                    ("a.csv", csv_text([HEADINGS, *cells]).encode()),
                    ("a.xlsx", xlsx_table(stands.values(), words("sq"))),
                ):
                    seen = brought(session, contract, draft, out, name)
                    assert seen.changes_nothing, (seen.added, seen.changed, seen.moved, seen.gone)
                    assert seen.unchanged == len(stands)
                assert again or [one_line(one["teksti"]) for one in rows] == [one["text"] for one in stands.values()]
                holds_together(session, draft, list(stands.values()))
                moved = _in_another_order(list(stands.values()), chance)
                write(session, draft, brought(session, contract, draft, csv_text(
                    [HEADINGS, *csv_rows(moved)]).encode(), "b.csv"), ())  # fmt: skip
                session.expire_all()
                after = standing(session, draft, first_year(session, contract.id))
                # Points under their priority, sub-points under their point: the rest as the rows stood.
                assert [one["text"] for one in after.values()] == [one["text"] for one in moved]
                _goes_and_is_taken_back(session, training, contract, draft, csv_text(
                    [HEADINGS, *csv_rows(_changed(moved, chance))]).encode())  # fmt: skip
            session.rollback()

    play()


def _changed(rows: list[dict[str, Any]], chance: Any) -> list[dict[str, Any]]:
    """Some of them gone, some with other words, and a new one."""
    new = {**rows[0], "ref": "", "text": "Krejt i ri"}
    if not new["scope"]:
        new |= {"status": "", "status_reason": "", "status_source": ""}
    some = [one for at, one in enumerate(rows) if not at or chance.random() < 0.6]
    return [new, *(one | {"text": one["text"] + " sot"} if chance.random() < 0.3 else one for one in some)]


def _goes_and_is_taken_back(session: Session, site: Site, contract: Contract, draft: Edition, contents: bytes) -> None:
    """A table that may be wrong, as a sub-point whose point is gone, is not written at all."""
    session.expire_all()
    viewer, before = site.viewer(session, cast.EDITOR), kept_of(session, draft)
    seen = compare(session, contract, draft, understood(Upload("c.csv", "", contents)).rows, SOURCE)
    if seen.faults:
        return
    write(session, draft, seen, ())
    note(session, viewer, draft, seen, before, "c.csv")
    assert digest(kept_of(session, draft)) != digest(before)
    take_back(session, viewer, contract, session.exec(select(EnteredTable)).one())
    assert digest(kept_of(session, draft)) == digest(before)


def _in_another_order(rows: list[dict[str, Any]], chance: Any) -> list[dict[str, Any]]:
    """The priorities with all of theirs, and the points with their sub-points, shuffled."""

    def parts(level: str, of: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = []
        for one in of:
            found.append([one]) if one["level"] == level or not found else found[-1].append(one)
        chance.shuffle(found)
        return found

    moved = []
    for head, *rest in parts("priority", rows):
        moved += [head, *(one for point in parts("point", rest) for one in point)] if rest else [head]
    return moved


def test_every_field_of_a_wording_has_its_column() -> None:
    assert {one.name for one in fields(Wording)} <= COLUMNS.by_name.keys()
