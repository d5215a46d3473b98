"""Amounts of a plan's table: in words, in other money, merged over rows, and numbers that two countries read
differently."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from pop_tracker.plans.table.money import Rate
from pop_tracker.plans.table.shape import Reading, as_json, from_json
from pop_tracker.plans.table.understanding import Understood, of_books
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import Book, Grid, GridRow
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import HEADINGS, IMPORT, SOURCE, confirm, csv_text, form_of, head, items, send, xlsx

HEADS = ("Nr", "Masat", "Kosto")


def table(*rows: Sequence[Any], said: Reading | None = None, above: Sequence[int] = ()) -> Understood:
    """`above`: places in the last row whose words stand in the cell above."""
    grid = Grid("A", [GridRow(n, row) for n, row in enumerate(rows, start=1)])
    last = grid.rows[-1]
    grid.rows[-1] = GridRow(last.line, last.cells, covered_from_above=frozenset(above))
    return of_books(".xlsx", [Book([grid])], said or Reading())


def in_what(found: Understood, written: str = "", rate: Rate | None = None, **column: Any) -> Reading:
    """As a person says it of the cost."""
    kept = [as_json(kind.shape) | {"written": written, "levels": ["masë"], "counted": True} for kind in found.kinds]
    for one in kept:
        one["columns"] = [use | column if use["is"] in ("cost_all", "cost_of") else use for use in one["columns"]]
    return Reading(from_json({"tables": kept}).shapes, {}, rate)


def costs(found: Understood) -> list[Any]:
    return [row.said.get("cost_all") for row in found.rows]


def asked(found: Understood) -> list[str]:
    return [ask.message % ask.values for ask in found.asks]


def told(found: Understood) -> list[str]:
    return [fault.message % fault.values for fault in found.faults]


@pytest.mark.parametrize(("times", "meant"), [(1, 350_000), (1000, 350_000)])
def test_words_in_a_cell_count_before_what_its_column_is_in(times: int, meant: int) -> None:
    rows = [HEADS, ("1", "A", "350 mijë"), ("2", "B", "1,5 mln lekë"), ("3", "C", Figure(12))]
    found = table(*rows, said=in_what(table(*rows), times=times))
    assert (costs(found), told(found)) == ([meant, 1_500_000, 12 * times], [])


def test_a_cell_in_lek_in_a_column_of_thousands_is_told() -> None:
    rows = [HEADS, ("1", "A", "1.200 lekë"), ("2", "B", Figure(7, "7 €", "€"))]
    found = table(*rows, said=in_what(table(*rows), times=1000))
    assert costs(found) == [None, None]
    assert told(found) == [
        f"Pranë shumës shkruhet “{words}”, por kolona nuk është në këtë njësi. Shkruajeni si të tjerat."
        for words in ("1.200 lekë", "euro")
    ]


def test_a_total_is_held_against_amounts_in_words() -> None:
    rows = [HEADS, ("1", "A", "1,5 milionë"), ("2", "B", "500"), ("", "Totali", "2000")]
    (total,) = table(*rows, said=in_what(table(*rows), times=1000)).left_out
    assert "përputhet me" in total.what
    assert "nuk përputhet" not in total.what


def test_how_numbers_are_written_is_asked_once_and_kept_to() -> None:
    rows = [(*HEADS, "synimi", "viti 2026"), ("1", "A", "1,490", "12.5", "1,000"), ("2", "B", "2,000", "po", "7")]
    found = table(*rows)
    assert [words for words in asked(found) if "shkruar" in words] == [
        "Si janë shkruar numrat e tabelës, si “12.5”: si në shqip apo si në anglisht?"
    ]
    assert costs(found) == [None, None]
    english = table(*rows, said=in_what(found, "en"))
    assert (english.asks, english.faults) == ([], [])
    assert costs(english) == [1_490, 2_000]
    assert [row.said["costs_by_year"] for row in english.rows] == [{"2026": "1000"}, {"2026": "7"}]
    assert [(row.said["target"], row.said["target_words"]) for row in english.rows] == [(Decimal("12.5"), ""),
                                                                                      (None, "po")]  # fmt: skip
    ours = table(*rows, said=in_what(found, "sq"))
    assert costs(ours) == [Decimal("1.49"), 2]
    assert told(ours) == ["“12.5” nuk është shkruar si numrat e tjerë të tabelës."]


def test_euros_become_lek_by_the_rate_that_a_person_gives_and_never_without() -> None:
    rows = [("Nr", "Masat", "Kosto (€)"), ("1", "A", Figure(1200, "1200 €", "€")), ("2", "B", "1,5 mijë euro")]
    found = table(*rows)
    assert "“Kosto (€)”: në çfarë janë shumat, në lekë apo në euro?" in asked(found)
    without = table(*rows, said=in_what(found, times=1, money="euro"))
    assert asked(without) == ["Sa lekë është një euro, dhe ku thuhet? Pa kursin, shumat në euro nuk merren."]
    assert costs(without) == [None, None]
    rate = Rate(Decimal("98.53"), "Banka e Shqipërisë, 2 dhjetor 2025")
    given = table(*rows, said=in_what(found, rate=rate, times=1, money="euro"))
    assert (given.asks, given.faults) == ([], [])
    assert costs(given) == [Decimal("118236.00"), Decimal("147795.00")]


@pytest.mark.parametrize("euro", [
    {"lek": "0", "source": "x"}, {"lek": "98,5", "source": "x"}, {"lek": "98.5", "source": " "}, {"lek": "98.5"},
    {"lek": "-1", "source": "x"}, {"lek": "5000", "source": "x"}, 98.5, {"lek": True, "source": "x"},
])  # fmt: skip
def test_a_rate_of_another_form_is_refused(euro: Any) -> None:
    with pytest.raises(Exception, match="Mënyra e leximit"):
        from_json({"tables": [], "euro": euro})


def test_an_amount_over_several_rows_counts_once_and_is_shown_first() -> None:
    rows = [(*HEADS, "2026"), ("1", "A", Figure(5), Figure(7)), ("2", "B", Figure(5), Figure(7))]
    found = table(*rows, above=[2, 3])
    assert costs(found) == [5, None]
    assert [row.said["costs_by_year"] for row in found.rows] == [{"2026": "7"}, {}]
    doubts = [ask.message % ask.values for ask in found.doubts]
    assert [words for words in doubts if "zë disa rreshta" in words] == [
        f"Rreshti 3: shuma {amount} zë disa rreshta; shënohet vetëm te i pari." for amount in (5, 7)
    ]


def test_so_it_does_where_levels_are_columns() -> None:
    rows = [("Masa", "Aktiviteti", "Kosto"), ("M", "A", Figure(5)), ("M", "B", Figure(5))]
    found = table(*rows, said=in_what(table(*rows)), above=[0, 2])
    assert costs(found)[1:] == [5, None]
    assert len(found.doubts) == 1


def test_a_merged_item_says_its_merged_amount_once() -> None:
    rows = [("Masa", "Aktiviteti", "Kosto", "Afati"), ("M", "A", Figure(5), "2026"), ("M", "A", Figure(5), "2026")]
    found = table(*rows, said=in_what(table(*rows)), above=[0, 1, 2])
    assert (costs(found)[1:], found.doubts, found.faults) == ([5], [], [])


def test_a_part_of_people_is_looked_at() -> None:
    rows = [(*HEADINGS, "njësia e treguesit", "vlera fillestare", "synimi"),
            ("masë", "1", "", "A", "fëmijë", "12,5", Figure(20, "20%", "%")),
            ("masë", "2", "", "B", "orë", "12,5", "20%"), ("masë", "3", "", "C", "", "", Figure(20, "20%", "%")),
            ("masë", "4", "", "D", "banorë", "0", "20%")]  # fmt: skip
    found = table(*rows)
    assert [ask.message % ask.values for ask in found.doubts] == [
        "Zëri 1: “fëmijë” numërohen me numra të plotë, por tabela thotë 12,5. A është kështu?",
        "Zëri 1: tabela thotë 20% dhe njësinë “fëmijë”. A është kështu shkruar në plan?",
        "Zëri 4: tabela thotë 20% dhe njësinë “banorë”. A është kështu shkruar në plan?",
    ]
    aims = [(row.said["target"], row.said["target_words"]) for row in found.rows]
    assert aims == [(None, "20%"), (None, "20%"), (20, ""), (None, "20%")]


@pytest.mark.parametrize(("cell", "number", "words"), [
    ("nuk ka të dhëna", None, "nuk ka të dhëna"), ("0 qendra", None, "0 qendra"), ("po", None, "po"), ("-", None, ""),
    ("n/a", None, ""), ("12,5", Decimal("12.5"), ""),
])  # fmt: skip
def test_a_baseline_is_a_number_or_words(cell: str, number: Decimal | None, words: str) -> None:
    found = table((*HEADINGS, "vlera fillestare"), ("masë", "1", "", "A", cell))
    assert (found.faults, found.asks) == ([], [])
    assert (found.rows[0].said["baseline"], found.rows[0].said["baseline_words"]) == (number, words)


# --- through the pages


def sent(site: Site, client: TestClient[Any], rows: Any) -> str:
    answer = send(site, client, "zyra.xlsx", xlsx(rows))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.mark.both
def test_an_editor_gives_the_rate_and_the_record_says_it(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client, [("Nr", "Masat", "Kosto (euro)"), ("91", "Qendër ditore", 1200)])
    training.form(client, page, **{**form_of(client.get(page).text), "t0-x2": "euro-1", "t0-levels": "masë"})
    html = client.get(page).text
    assert "Sa lekë është një euro" in html
    chosen = {**form_of(html), "t0-levels": "masë"}
    for wrong, words in (({"kursi": "98,53"}, "Shkruani edhe ku thuhet kursi."),
                         ({"kursi": "9.853", "kursi-burimi": "x"}, "Një euro nuk është 9.853 lekë."),
                         ({"kursi": "-2", "kursi-burimi": "x"}, "negativ")):  # fmt: skip
        refused = training.form(client, page, **chosen, **wrong)
        assert (refused.status_code, words in refused.text) == (422, True), words
    source = {"kursi": "98,53", "kursi-burimi": "Banka e Shqipërisë, 2.12.2025"}
    preview = training.form(client, page, **chosen, **source).headers["location"]
    assert "1 euro = 98,53 lekë (Banka e Shqipërisë, 2.12.2025)" in client.get(preview).text
    confirm(training, client, preview)
    item = items(training)["91"]
    assert (item.cost_all, item.source) == (
        Decimal("118236.00"),
        "Plani Social 2024-2027, shtojca 1; 1 euro = 98,53 lekë (Banka e Shqipërisë, 2.12.2025)",
    )
    entry = training.client().get(f"/ndryshimet/{head(training).number}").text
    assert "1 euro = 98,53 lekë" in entry
    again = client.get(sent(training, client, [("Nr", "Masat", "Kosto (euro)"), ("92", "Tjetër", 5)])).text
    assert "98,53" not in again, "there is another rate every day"


def in_euro(site: Site, rate_source: str, **more: Any) -> httpx.Response:
    """A table in euro, read with a rate that stands there."""
    client = site.client(EDITOR)
    rows = [("Nr", "Masat", "Kosto (euro)"), ("91", "Qendër ditore", 1200)]
    table = ("z.xlsx", xlsx(rows), "")
    page = site.form(client, IMPORT, files={"file": table}, **{"source": SOURCE, **more}).headers["location"]
    site.form(client, page, **{**form_of(client.get(page).text), "t0-x2": "euro-1", "t0-levels": "masë"})
    said = {"t0-levels": "masë", "kursi": "98,53", "kursi-burimi": rate_source}
    return site.form(client, page, **{**form_of(client.get(page).text), **said})


@pytest.mark.parametrize(("source", "more", "message"), [
    ("Banka, https://dikush@shembull.example/", {}, "Lidhja ka emër"),
    ("Banka", {"source": [f"Dokumenti {number}" for number in range(10)]}, "Më së shumti 10 burime."),
])  # fmt: skip
def test_with_the_rate_the_sources_are_still_such_as_are_kept(
    training: Site, source: str, more: dict[str, Any], message: str
) -> None:
    refused = in_euro(training, source, **more)
    assert refused.status_code == 422
    assert message in refused.text
    assert 'href="#kursi-burimi"' in refused.text


def test_an_editor_says_how_the_numbers_are_written(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [(*HEADINGS, "kosto"), ("masë", "91", "", "Një masë", "1,490")]
    answer = send(training, client, "a.csv", csv_text(rows, ";").encode())
    page = answer.headers["location"]
    html = client.get(page).text
    assert "Si janë shkruar numrat e tabelës" in html
    assert training.form(client, page, **form_of(html)).headers["location"] == page
    preview = training.form(client, page, **form_of(html), **{"t0-written": "en"}).headers["location"]
    assert "1.490" in client.get(preview).text
    confirm(training, client, preview)
    assert items(training)["91"].cost_all == 1490


def test_with_another_mistake_all_are_told_at_once(training: Site) -> None:
    rows = [(*HEADINGS, "kosto"), ("masë", "91", "", "Një masë", "1,490"), ("masë", "92", "", "Tjetër", "shumë")]
    answer = send(training, training.client(EDITOR), "a.csv", csv_text(rows, ";").encode())
    assert answer.status_code == 422
    assert "“1,490” lexohet në dy mënyra. Shkruani 1,49 ose 1.490." in answer.text
    assert "“shumë” nuk lexohet" in answer.text


def test_a_baseline_in_words_is_read_by_everyone(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [(*HEADINGS, "treguesi", "vlera fillestare", "viti fillestar", "synimi"),
            ("masë", "91", "", "Një masë", "Qendra", "nuk ka të dhëna", 2024, "5"),
            ("masë", "92", "", "Një tjetër", "Qendra", "0 qendra", "", "")]  # fmt: skip
    confirm(training, client, sent(training, client, rows))
    head(training)
    assert items(training)["91"].baseline_words == "nuk ka të dhëna"
    page = " ".join(training.client().get("/planet/shembull-2024").text.split())
    assert "nga <span>nuk ka të dhëna</span> (2024) te 5" in page
    assert "vlera fillestare: <span>0 qendra</span>" in page


def test_a_form_takes_amounts_with_words(training: Site) -> None:
    from tests.plans.play import fields_of

    client = training.client(EDITOR)
    item = items(training)["1.1"]
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    opened = fields_of(training, path, EDITOR)
    asked_ = training.form(client, path, **{**opened, "cost_all": "1.500 mijë"})
    assert (asked_.status_code, "1.500.000 (1 milion e 500 mijë)" in asked_.text) == (422, True)
    refused = training.form(client, path, **{**opened, "cost_all": "12 euro"})
    assert refused.status_code == 422
    kept = training.form(client, path, **{**opened, "cost_all": "12 milionë", "costs_by_year": "2026: 1,5 mln lekë"})
    assert kept.status_code == 303
    item = items(training)["1.1"]
    assert (item.cost_all, item.costs_by_year) == (Decimal(12_000_000), {"2026": "1500000"})
