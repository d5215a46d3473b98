"""Plans in the shapes that offices give them: what is sure is read, what is not is asked, the rest is named."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_tracker.plans.table.shape import Reading, as_json, from_json
from pop_tracker.plans.table.understanding import Understood, of_books, understood
from pop_tracker.plans.table.uses import is_total, parted, section, use_of
from pop_tracker.web.errors import TOO_LONG, Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.tables.grid import Book, Grid, GridRow
from tests.plans.tables import HEADINGS, xlsx

CASES = Path(__file__).parent / "cases"


def case(name: str, said: Reading | None = None) -> Understood:
    return understood(Upload(name, "", (CASES / name).read_bytes()), said)


def table(*rows: Sequence[Any], said: Reading | None = None) -> Understood:
    return understood(Upload("x", "", xlsx(rows)), said)


def answered(found: Understood, times: int = 1, **said: Any) -> Reading:
    """What the file says itself, with a person's answers to the rest."""
    kept = [as_json(kind.shape) | said for kind in found.kinds]
    for column in (column for one in kept for column in one["columns"]):
        if "times" in column and column["times"] is None:
            column["times"] = times
    return from_json({"tables": kept})


def tree(found: Understood) -> list[tuple[Any, ...]]:
    return [tuple(row.said.get(name) or "" for name in ("level", "number", "parent", "text")) for row in found.rows]


def asked(found: Understood) -> list[str]:
    return [ask.message % ask.values for ask in found.asks]


def test_two_headings_make_a_table() -> None:
    found = table(("Nr.", "Masat"), ("1", "Një çerdhe"), ("2", "Një kopsht"))
    assert [(row.said["number"], row.said["text"]) for row in found.rows] == [("1", "Një çerdhe"), ("2", "Një kopsht")]


def test_levels_as_merged_columns() -> None:
    found = case("1_merged_levels.xlsx")
    assert tree(found) == [
        ("prioritet", "1", "", "Fëmijët"), ("objektiv", "1.1", "1", "Edukimi"), ("masë", "1.1.1", "1.1", "Çerdhe"),
        ("aktivitet", "1.1.1.1", "1.1.1", "Ndërtim çerdheje"), ("aktivitet", "1.1.1.2", "1.1.1", "Trajnim edukatoresh"),
        ("masë", "1.1.2", "1.1", "Kopshte"), ("aktivitet", "1.1.2.1", "1.1.2", "Lyerje kopshtesh"),
        ("prioritet", "2", "", "Të moshuarit"), ("objektiv", "2.1", "2", "Shërbime"),
        ("masë", "2.1.1", "2.1", "Qendra"),
        ("aktivitet", "2.1.1.1", "2.1.1", "Qendër ditore"),
    ]  # fmt: skip
    assert all(row.said.get("cost_all") is None for row in found.rows)
    assert sum("në çfarë janë shumat" in words for words in asked(found)) == 1
    totals = [one.what % one.values for one in found.left_out]
    assert [("Totali" in one or "TOTALI" in one) and "përputhet" in one for one in totals] == [True, True]
    said = case("1_merged_levels.xlsx", answered(found, 1000, counted=True))
    assert (said.asks, said.faults) == ([], [])
    costs = [row.said["cost_all"] for row in said.rows if row.said.get("cost_all")]
    assert costs == [12_000_000, 450_000, Decimal("1200500"), 8_000_000]


def test_headings_in_two_rows_with_sections_and_years() -> None:
    found = case("plan_natural.xlsx")
    assert tree(found)[0] == ("objektiv", "1", "", "Përmirësimi i shërbimeve për fëmijët dhe të rinjtë")
    assert tree(found)[1] == ("", "1.1", "1", "Ngritja e Këshillit Vendor të Rinisë")
    assert any("Si quhen zërat" in words for words in asked(found))
    assert "Objektivi 1" in found.kinds[0].samples(0)[0]
    assert found.kinds[0].samples(2) == ["Nr. takimeve në vit: 4", "2 çerdhe të reja", "1 shkollë"]
    assert [one.where for one in found.left_out] == ["Shënime", "Plani i veprimit"]
    said = case("plan_natural.xlsx", answered(found, 1000, levels=["masë"]))
    assert (said.asks, said.faults) == ([], [])
    nurseries = next(row.said for row in said.rows if row.said["number"] == "1.2")
    assert (nurseries["level"], nurseries["parent"]) == ("masë", "1")
    assert nurseries["costs_by_year"] == {"2028": "12500000", "2029": "8000500"}
    assert nurseries["cost_all"] == 20_500_500
    school = next(row.said for row in said.rows if row.said["number"] == "1.3")
    assert school["costs_by_year"] == {"2028": "5500000"}  # the other year has a dash: it is not stated
    assert said.doubts == []


def test_thousands_in_the_title_are_asked_and_never_guessed() -> None:
    found = case("3a_thousands_in_title.xlsx")
    assert asked(found) == ["“Kosto”: në çfarë janë shumat, në lekë, në mijë lekë apo në milionë lekë?"]
    assert [row.said.get("cost_all") for row in found.rows] == [None, None]
    said = case("3a_thousands_in_title.xlsx", answered(found, 1000))
    assert [row.said["cost_all"] for row in said.rows] == [1_200_000, 1_200_000]


def test_a_column_for_each_year_and_their_total() -> None:
    found = case("6b_years_one_header.xlsx")
    assert (found.asks, found.doubts, found.left_out) == ([], [], [])
    assert found.rows[0].said["costs_by_year"] == {
        "2025": "100000",
        "2026": "200000",
        "2027": "300000",
        "2028": "400000",
    }
    assert found.rows[0].said["cost_all"] == 1_000_000


def test_years_that_do_not_make_up_their_total_are_told() -> None:
    found = table((*HEADINGS, "Viti 2025", "2026 (lekë)", "kosto"), ("masë", "1", "", "Një", 5, 6, 12))
    assert [ask.message % ask.values for ask in found.doubts] == [
        "Zëri 1: vitet bëjnë 11 lekë, ndërsa totali thotë 12 lekë."
    ]


def test_numbers_as_people_write_them() -> None:
    found = case("5_numbers_as_text.xlsx")
    costs = {row.said["number"]: row.said.get("cost_all") for row in found.rows}
    assert (costs["600"], costs["603"], costs["604"]) == (Decimal("1200000.50"), 1_200_000, 1200)
    assert costs["608"] is None
    assert costs["609"] is None
    wrong = [(fault.line, fault.column) for fault in found.faults]
    assert wrong == [*((line, "cost_all") for line in (14, 15, 16, 17)),
                     *((line, "target_year") for line in (27, 28, 29))]  # fmt: skip
    assert (costs["606"], costs["611"]) == (12_000_000, 1_200_000)
    assert asked(found) == ["Si janë shkruar numrat e tabelës, si “1,200,000.50”: si në shqip apo si në anglisht?"]
    assert [costs[number] for number in ("601", "602", "607")] == [None] * 3
    aims = {row.said["number"]: (row.said["target"], row.said["target_words"]) for row in found.rows}
    assert aims["700"] == (None, "po")
    assert aims["704"] == (None, "≥ 20")
    assert aims["708"] == (Decimal("12.5"), "")


@pytest.mark.parametrize("name", ["2_sheets_per_priority.xlsx", "8_docx_split.docx", "two-sheets.xlsx"])
def test_our_own_headings_ask_nothing(name: str) -> None:
    found = case(name)
    assert (found.asks, found.faults, found.left_out) == ([], [], [])


def test_numbers_tell_what_stands_under_what_and_a_number_typed_twice_is_asked() -> None:
    rows = [("niveli", "numri", "teksti"), ("objektiv", "1", "O"), ("masë", 1.1, "A"), ("masë", 1.9, "B"),
            ("masë", 1.1, "C")]  # fmt: skip
    found = table(*rows)
    (ask,) = found.asks
    assert (ask.choices, ask.line) == (("1.1", "1.10"), 5)
    said = table(*rows, said=Reading((), {ask.key: "1.10"}))
    assert [row.said["number"] for row in said.rows] == ["1", "1.1", "1.9", "1.10"]
    assert said.asks == []


def test_a_cell_over_several_columns_speaks_for_the_first() -> None:
    grid = Grid("A", [
        GridRow(1, ("Nr", "Masat", "Afati", "2026", "2027")),
        GridRow(2, ("1", "Prioriteti 1: Fëmijët", *["Prioriteti 1: Fëmijët"] * 3), frozenset(), frozenset({2, 3, 4})),
        GridRow(3, ("1.1", "Çerdhe", "Çerdhe", Decimal(5), Decimal(6)), frozenset(), frozenset({2})),
        GridRow(4, ("1.2", "Kopsht", "2027", Decimal(9), Decimal(9)), frozenset(), frozenset({4})),
        GridRow(5, ("Shënim: orientuese", *["Shënim: orientuese"] * 4), frozenset(), frozenset({1, 2, 3, 4})),
    ])  # fmt: skip
    found = of_books(".xlsx", [Book([grid])], Reading())
    assert tree(found) == [
        ("prioritet", "1", "", "Fëmijët"),
        ("masë", "1.1", "1", "Çerdhe"),
        ("masë", "1.2", "1", "Kopsht"),
    ]
    assert [row.said.get("due") for row in found.rows] == [None, "", "2027"]
    assert found.rows[1].said["costs_by_year"] == {"2026": "5", "2027": "6"}
    assert [(fault.line, fault.message) for fault in found.faults] == [
        (4, "Një shumë zë disa kolona: ndajeni, që të dihet cilit vit i përket.")
    ]
    assert ["Shënim" in str(one.values["words"]) for one in found.left_out] == [True]
    assert found.asks == []


def test_levels_over_the_headings_are_items_and_titles_are_not() -> None:
    found = table(("Plani social 2026",), ("PRIORITETI 1: Fëmijët",), ("Objektivi 1.1 Edukimi",), ("Objektivat tona",),
                  ("Nr", "Aktivitetet", "Kosto"), ("1.1.1", "Çerdhe", 5))  # fmt: skip
    assert tree(found) == [
        ("prioritet", "1", "", "Fëmijët"), ("objektiv", "1.1", "1", "Edukimi"), ("aktivitet", "1.1.1", "1.1", "Çerdhe"),
    ]  # fmt: skip
    assert [one.values for one in found.left_out] == [{"words": "Objektivat tona", "line": 4}]


def test_numbers_of_lists_end_without_their_point() -> None:
    found = table(("Nr", "Masat", "Kosto"), ("1.", "A", 5), ("1.1.", "B", 5), ("2)", "C", 5))
    assert [row.said["number"] for row in found.rows] == ["1", "1.1", "2"]
    ours = table(HEADINGS, ("masë", "1.", "", "A"))
    assert ours.rows[0].said["number"] == "1.", "what the site wrote itself is taken by its word"


def test_a_total_that_does_not_agree_is_told_with_both_sums() -> None:
    rows = [("Nr", "Masat", "Kosto në lekë"), ("1", "A", 5), ("2", "B", 6), ("", "Totali", 12)]
    (total,) = table(*rows).left_out
    assert "nuk përputhet" in total.what
    assert (total.values["said"], total.values["sum"]) == (12, 11)


def test_words_that_begin_like_a_total_stay_an_item_of_a_plan_with_levels() -> None:
    found = table((*HEADINGS, "afati"), ("masë", "1", "", "Totali i shërbimeve rritet", "2026"))
    assert [row.said["number"] for row in found.rows] == ["1"]


def test_a_section_of_no_known_level_is_asked() -> None:
    rows = [("Nr", "Masat", "Afati"), ("Arsimi", "", ""), ("1", "A", "2026")]
    found = table(*rows)
    assert any("Arsimi" in words for words in asked(found))
    assert "nuk u mor si zë" in found.left_out[0].what
    said = table(*rows, said=answered(found, sections="prioritet", counted=True))
    assert tree(said)[0][0] == "prioritet"
    left = table(*rows, said=answered(found, sections=""))
    assert [row.said["number"] for row in left.rows] == ["1"]


def test_headings_that_nobody_knows_are_chosen_by_a_person() -> None:
    rows = [("Nr", "Masat", "Vërejtje të zyrës", "Shuma totale"), ("1", "A", "Bashkia", 5)]
    found = table(*rows)
    assert "Çfarë është kolona “Vërejtje të zyrës”?" in asked(found)
    kept = as_json(found.kinds[0].shape)
    kept["columns"][2] = {"is": "responsible_body"}
    said = table(*rows, said=from_json({"tables": [kept]}))
    assert said.rows[0].said["responsible_body"] == "Bashkia"
    assert said.asks == []


@pytest.mark.parametrize(("heading", "field", "times"), [
    ("Kosto (000 lekë)", "cost_all", None), ("Buxheti në milionë lekë", "cost_all", None),
    ("Kosto (€)", "cost_all", None),
    ("Kosto (lekë)", "cost_all", 1), ("2026", "cost_of", 1), ("Viti 2026", "cost_of", 1),
    ("2026 (mijë lekë)", "cost_of", None),
    ("Synimi 2028", "target", 1), ("Masa", "level_of", 1), ("Njësia matëse", "indicator_unit", 1),
    ("Mbikëqyrja", "", 1),
])  # fmt: skip
def test_what_a_heading_means(heading: str, field: str, times: int | None) -> None:
    assert (use_of(heading).field, use_of(heading).times) == (field, times)


@pytest.mark.parametrize(("text", "parts"), [
    ("1.1 Edukimi", ("1.1", "Edukimi")), ("1. Fëmijët", ("1", "Fëmijët")), ("2) Të moshuarit", ("2", "Të moshuarit")),
    ("2 çerdhe të reja", ("", "2 çerdhe të reja")), ("1.200 fëmijë", ("", "1.200 fëmijë")),
    ("2026 fillon", ("", "2026 fillon")),
])  # fmt: skip
def test_a_number_before_the_words(text: str, parts: tuple[str, str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(("text", "said"), [
    ("Objektivi 1: Fëmijët", ("objektiv", "1", "Fëmijët")), ("PRIORITETI 2", ("prioritet", "2", "PRIORITETI 2")),
    ("Masa 1.2 – Çerdhe", ("masë", "1.2", "Çerdhe")), ("Arsimi", ("", "", "Arsimi")),
    ("1. Arsimi", ("", "1", "Arsimi")),
])  # fmt: skip
def test_a_row_in_one_cell(text: str, said: tuple[str, str, str]) -> None:
    assert section(text) == said


def test_totals_in_offices_words() -> None:
    assert all(map(is_total, ("TOTALI", "Totali prioriteti 1", "Shuma", "Gjithsej:", "Nëntotali", "Total")))
    assert not any(map(is_total, ("Totalisht falas", "Shumë fëmijë", "x" * 300)))


@pytest.mark.parametrize("said", [
    None, [], {"tables": 1}, {"tables": [{"headings": ["a"], "columns": [{"is": "nothing"}]}]},
    {"tables": [{"headings": ["a", "b"], "columns": [{"is": "text"}, {"is": "text"}]}]},
    {"tables": [{"headings": ["a"], "columns": [{"is": "cost_of", "year": 3}]}]},
    {"tables": [{"headings": ["a"], "columns": [{"is": "cost_all", "times": 7}]}]},
    {"tables": [{"headings": ["a"], "columns": [{"is": None}], "levels": [""]}]}, {"tables": [], "answers": {"a": 5}},
])  # fmt: skip
def test_a_mapping_of_another_form_is_refused(said: Any) -> None:
    with pytest.raises(Refusal):
        from_json(said)


_WORDS = st.text("abcëç 12.-", min_size=0, max_size=8).map(str.strip)
_NAMES = st.sampled_from(["Nr", "Masa", "Prioriteti", "Objektivi", "Kosto", "2026", "2027", "Afati", "Zzz", ""])
_HEADS = st.lists(_NAMES, min_size=2, max_size=6)
_CELLS = _WORDS | st.integers(0, 10**6).map(Decimal)


@settings(max_examples=150, deadline=None)
@given(_HEADS, st.lists(st.lists(_CELLS, min_size=1, max_size=7), min_size=1, max_size=8))
def test_every_word_of_a_table_is_read_or_told(heads: list[str], rows: list[list[Any]]) -> None:
    """Of each row that says something: an item, a fault, a total or section that is named, or its column is."""
    grid = Grid("A", [GridRow(1, tuple(heads)), *(GridRow(n, tuple(r)) for n, r in enumerate(rows, start=2))])
    try:
        found = of_books(".xlsx", [Book([grid])], Reading())
    except Refusal:
        return
    if not found.kinds:  # a person is asked where the headings are
        assert found.grids == [grid]
        return
    told = {row.line for row in found.rows} | {fault.line for fault in found.faults}
    told |= {int(str(one.values["line"])) for one in found.left_out if "line" in one.values}
    named = {str(one.values["words"]) for one in found.left_out if "words" in one.values}
    begins = found.kinds[0].tables[0].line
    unread = {place for place, use in enumerate(found.kinds[0].shape.uses) if not use.field or use.times is None}
    for row in grid.rows:
        said = [cell for place, cell in enumerate(row.cells) if place not in unread and str(cell).strip()]
        if row.line > begins and said and row.line not in told:
            assert any(str(cell)[:20] in words for cell in said for words in named) or list(row.cells) == heads, row


def test_of_more_kinds_of_tables_than_a_form_holds_nothing_is_asked() -> None:
    def grids(count: int) -> Book:
        heads = (["Nr", "Masa", f"Kosto {place} (mijë lekë)"] for place in range(count))
        return Book(
            [Grid(str(place), [GridRow(1, head), GridRow(2, ["1", "x", "5"])]) for place, head in enumerate(heads)]
        )

    assert of_books(".xlsx", [grids(20)], Reading()).asks
    with pytest.raises(Refusal, match="me tituj kolonash të ndryshëm"):
        of_books(".xlsx", [grids(21)], Reading())


def test_a_section_far_too_long_is_a_fault_of_its_row() -> None:
    rows = [("Nr", "Masat", "Kosto"), ("Prioriteti 1 " + "x" * 10_000, "", ""), ("1", "A", 5)]
    found = table(*rows, said=answered(table(*rows)))
    assert [(fault.line, fault.message) for fault in found.faults] == [(2, TOO_LONG)]
