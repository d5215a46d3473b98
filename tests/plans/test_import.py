"""A plan brought in from a table: looked at first, told at its row where it is wrong, written all at once."""

import re
import time
from contextlib import suppress
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.plans.items import PlanItem, units_of_items
from pop_tracker.plans.models import Plan
from pop_tracker.plans.standing import plan_by_slug
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import words as words_of
from tests.plans.play import removal
from tests.plans.tables import (
    HEADINGS,
    IMPORT,
    PLAN,
    SOURCE,
    agreement,
    confirm,
    csv_text,
    docx,
    head,
    items,
    send,
    waiting,
    xlsx,
)

WIDE = (*HEADINGS, "Kosto (lekë)", "afati", "Njësitë administrative", "programi buxhetor", "synimi", "viti i synimit",
        "burimi")  # fmt: skip
NEW = ("masë", "9.1.1", "9.1", "Një masë e re", "1.200.000,50", "2026", "njesia lindore; Fushë Shembull", "091", "12,5",
       "2027", "shtojca, faqja 4")  # fmt: skip
ABOVE = [("prioritet", "9", "", "Një prioritet i ri"), ("objektiv", "9.1", "9", "Një objektiv i ri")]
TABLE = [WIDE, *ABOVE, NEW]


def units_at(site: Site, number: str) -> list[str]:
    with site.database.reading() as session:
        plan = plan_by_slug(session, "shembull-2024")
        assert plan is not None
        return [unit.slug for unit in units_of_items(session, plan.id).get(items(site)[number].id or 0, ())]


def files(rows: list[Any]) -> dict[str, bytes]:
    return {
        "plani.xlsx": xlsx(rows),
        "plani.csv": csv_text(rows).encode(),
        "plani me bom.csv": csv_text(rows, ";").encode("utf-8-sig"),
        "plani me tab.csv": csv_text(rows, "\t").encode(),
        "plani.docx": docx(rows),
    }


@pytest.mark.both
@pytest.mark.parametrize("name", list(files([["a"]])))
def test_what_is_new_is_shown_then_written_at_once(training: Site, name: str) -> None:
    client, before, entries = training.client(EDITOR), items(training), head(training).number
    sent = send(training, client, name, files(TABLE)[name])
    assert sent.status_code == 303, sent.text
    preview = client.get(sent.headers["location"]).text
    assert "Shtohen 3 zëra" in preview
    assert "Ndryshojnë" not in preview, "a line of none is no line"
    assert f"{len(before)} zëra të planit nuk janë në tabelë" in preview
    assert items(training) == before
    assert head(training).number == entries
    assert confirm(training, client, sent.headers["location"]).headers["location"] == PLAN
    found = items(training)
    assert list(found)[-3:] == ["9", "9.1", "9.1.1"]
    new = found["9.1.1"]
    assert (new.cost_all, new.target, new.target_year) == (Decimal("1200000.50"), Decimal("12.5"), 2027)
    assert (new.due, new.programme_code, new.parent_id) == ("2026", "091", found["9.1"].id)
    assert units_at(training, "9.1.1") == ["fushe-shembull", "njesia-lindore"]
    assert (new.source, found["9"].source) == ("shtojca, faqja 4", SOURCE)
    assert head(training).number == entries + 1
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
    assert (entry.row.verb, entry.source) == ("plan.revise", SOURCE)  # and not the name of somebody's file
    assert waiting(training) == []
    assert "Një masë e re" in training.client().get("/planet/shembull-2024").text


def test_what_changes_is_shown_field_by_field_and_the_rest_stays(training: Site) -> None:
    client, before = training.client(EDITOR), items(training)
    row = ("masë", "1.2.2", "1.2", "Fond i vogël për nismat e të rinjve", "3.000.000", "")
    sent = send(training, client, "a.csv", csv_text([(*HEADINGS, "kosto", "afati"), row]).encode())
    preview = client.get(sent.headers["location"]).text
    assert "Ndryshon 1 zë" in preview
    assert "<del>2.500.000</del>" in preview
    assert "<ins>3.000.000</ins>" in preview
    assert "<del>31 dhjetor 2025</del>" in preview
    confirm(training, client, sent.headers["location"])
    after = items(training)
    changed = after.pop("1.2.2")
    assert (changed.cost_all, changed.due, changed.source) == (Decimal(3_000_000), "", SOURCE)
    stood = before.pop("1.2.2")
    assert (changed.id, changed.funding_source) == (stood.id, stood.funding_source)
    assert after == before
    head(training)


def test_an_item_moves_with_all_under_it(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [HEADINGS, ("objektiv", "3.1", "2", items(training)["3.1"].text)]
    confirm(training, client, send(training, client, "a.xlsx", xlsx(rows)).headers["location"])
    found = items(training)
    assert found["3.1"].parent_id == found["2"].id
    assert list(found).index("3.1.1") < list(found).index("3")
    head(training)


def test_a_table_that_changes_nothing_says_so_first(training: Site) -> None:
    client, item = training.client(EDITOR), items(training)["3.1"]
    sent = send(training, client, "a.xlsx", xlsx([HEADINGS, (item.level, "3.1", "3", item.text)]))
    before, after = words_of(client.get(sent.headers["location"]).text).split("asgjë nuk ndryshon.")
    assert "1 zë është njësoj" not in before
    assert "1 zë është njësoj" in after
    assert "Shtohe" not in after
    assert "Ndryshojnë" not in after


# --- wrong rows

GOOD = ("masë", "1.1.9", "1.1", "Një masë")
ROWS: list[tuple[tuple[Any, ...], str, str]] = [
    (("", "1.1.9", "1.1", "x"), "niveli", "Plotësojeni këtë fushë."),
    (("masë", "", "1.1", "x"), "numri", "Plotësojeni këtë fushë."),
    (("masë", "1.1.9", "1.1", " "), "teksti", "Plotësojeni këtë fushë."),
    (("x" * 41, "1.1.9", "1.1", "x"), "niveli", "Teksti është tepër i gjatë: më së shumti 40"),
    (("masë", "1.1 9", "1.1", "x"), "numri", "Numri shkruhet pa hapësira"),
    (("masë", "1.1.9", "7", "x"), "nën", "As plani as tabela nuk ka zë me numrin 7."),
    (("masë", "1.1.9", "1.1.9", "x"), "nën", "nuk mund t’i përkasë vetes"),
    (("prioritet", "1", "1.1", "x"), "nën", "nuk mund t’i përkasë vetes ose një zëri që bën pjesë në të"),
    (("prioritet", "1.1.9", "1.1.1", "x"), "nën", "në këtë plan “masë” bën pjesë në “prioritet”"),
    (("masë", "1.1.9", "1.1.1", "x"), "nën", "nuk mund të bëjë pjesë në një “masë” tjetër"),
    ((*GOOD, "shumë"), "Kosto (lekë)", "“shumë” nuk lexohet"),
    ((*GOOD, "-5"), "Kosto (lekë)", "negativ"),
    ((*GOOD, "1555,555"), "Kosto (lekë)", "Më së shumti 2 shifra pas presjes"),
    ((*GOOD, "99.999.999.999.999"), "Kosto (lekë)", "shumë i madh"),
    ((*GOOD, "", "", "Njësia e Hënës"), "Njësitë administrative", "nuk ka njësi me emrin “Njësia e Hënës”"),
    ((*GOOD, "", "", "Shembull; Kodra e Provës"), "Njësitë administrative", "është njësi e Bashkisë Provë"),
    ((*GOOD, "", "", "", "9"), "programi buxhetor", "“9” nuk është kod programi"),
    ((*GOOD, "", "", "", "", "", "27"), "viti i synimit", "“27” nuk është vit"),
    ((*GOOD, "", "", "", "", "", "1789"), "viti i synimit", "“1789” nuk është vit"),
    ((*GOOD, "", "", "", "", "", "2026"), "synimi", "Keni shkruar vitin, por jo vlerën"),
    ((*GOOD, "", "", "", "", "", "", "a\x01"), "burimi", "nuk lexohen"),
    ((*GOOD, *[""] * 7, "tepër"), "", "Ka qeliza pa titull sipër"),
]


def faults(html: str) -> list[tuple[int, str, str]]:
    """The rows of the page's table of mistakes."""
    import html5lib

    document = html5lib.parse(html, namespaceHTMLElements=False)
    table = document.find(".//table")
    assert table is not None
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.findall(".//tbody/tr")]
    return [(int(line), column, words) for line, column, words in rows]


def test_each_mistake_is_told_at_its_row_and_nothing_is_written(training: Site) -> None:
    client, before, entries = training.client(EDITOR), items(training), head(training).number
    for row, column, message in ROWS:
        answer = send(training, client, "a.csv", csv_text([WIDE, (), *ABOVE, row]).encode())
        assert answer.status_code == 422, (row, column)
        found = faults(answer.text)
        assert [(line, where) for line, where, _ in found][:1] == [(5, column)], (row, found)
        assert message in found[0][2], found
        assert SOURCE in answer.text
    assert (items(training), waiting(training)) == (before, [])
    assert head(training).number == entries


def test_all_mistakes_are_told_together_in_the_readers_language(training: Site) -> None:
    rows = [WIDE, GOOD, GOOD, ("masë", "x", "y", "z"), ("", "", "", "", "1.5"), ("masë", "a", "b", "x"),
            ("masë", "b", "a", "x")]  # fmt: skip
    answer = send(training, training.client(EDITOR), "a.csv", csv_text(rows).encode(), path=f"/en{IMPORT}")
    found = faults(answer.text)
    assert [(line, column) for line, column, _ in found] == [
        (3, "numri"), (4, "nën"), (5, "Kosto (lekë)"), (5, "niveli"), (5, "numri"), (5, "teksti"), (6, "nën"),
        (7, "nën"),
    ]  # fmt: skip
    assert "Number 1.1.9 is in row 2 as well" in found[0][2]
    assert "The table has 8 mistakes" in answer.text


def test_a_level_that_others_contradict_is_a_mistake_though_they_are_not_in_the_table(training: Site) -> None:
    rows = [HEADINGS, ("masë", "3.1", "3", items(training)["3.1"].text)]
    found = faults(send(training, training.client(EDITOR), "a.csv", csv_text(rows).encode()).text)
    assert {(line, column) for line, column, _ in found} == {(2, "nën")}
    assert "Zëri 3.1.1: një “masë” nuk mund të bëjë pjesë në një “masë” tjetër." in [words for _, _, words in found]


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        (("masë", "1.1.8", "7", "x"), "nuk ka zë me numrin 7"),
        (("masë", "1.1.8", "1.1.8", "x"), "nuk mund t’i përkasë vetes"),
    ],
)
def test_a_wrong_level_is_told_beside_a_row_that_stands_nowhere(
    training: Site, beside: tuple[str, ...], told: str
) -> None:
    rows = [HEADINGS, beside, ("masë", "1.1.9", "1.1.1", "x"), ("", "1.1.10", "1.1.1", "x")]
    found = faults(send(training, training.client(EDITOR), "a.csv", csv_text(rows).encode()).text)
    assert [(line, column) for line, column, _ in found] == [(2, "nën"), (3, "nën"), (4, "niveli")]
    assert told in found[0][2]
    assert "nuk mund të bëjë pjesë në një “masë” tjetër" in found[1][2]


def test_a_number_that_the_form_refuses_is_refused_in_a_table_too(training: Site) -> None:
    """Of a new item, and of one whose number no figure stands beside."""
    before = items(training)
    rows = [HEADINGS, ("objektiv", "9 9", "", "x")]
    found = faults(send(training, training.client(EDITOR), "a.csv", csv_text(rows).encode()).text)
    assert [(line, column) for line, column, _ in found] == [(2, "numri")]
    assert items(training) == before


def test_a_spreadsheets_cells_are_taken_as_they_are(training: Site) -> None:
    client = training.client(EDITOR)
    row = ("masë", 9.1, 9, "x", 1200000.5, date(2026, 9, 1), "", 91, 0.1 + 0.2, 2027.0)
    sent = send(training, client, "a.xlsx", xlsx([WIDE, ("prioritet", 9, None, "y"), row]))
    assert sent.status_code == 303, faults(sent.text)
    confirm(training, client, sent.headers["location"])
    found = items(training)["9.1"]
    assert (found.cost_all, found.target, found.target_year) == (Decimal("1200000.5"), Decimal("0.3"), 2027)
    assert (found.due, found.programme_code) == ("01.09.2026", "091")


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ((1, date(2024, 2, 1)), "numri", "e ka kthyer numrin në datë"),
        ((4, date(2024, 2, 1)), "Kosto (lekë)", "qeliza është datë"),
        ((4, "=1+1"), "Kosto (lekë)", "Formulë pa vlerë"),
        ((4, 1.555), "Kosto (lekë)", "Më së shumti 2 shifra"),
        ((4, "#DIV/0!"), "Kosto (lekë)", "jep gabim"),
        ((3, "=A1"), "teksti", "Formulë pa vlerë"),
    ],
)
def test_a_spreadsheets_cell_without_a_value_is_a_mistake(
    training: Site, cell: tuple[int, Any], column: str, words: str
) -> None:
    row: list[Any] = [*GOOD, None]
    row[cell[0]] = cell[1]
    found = faults(send(training, training.client(EDITOR), "a.xlsx", xlsx([WIDE, row])).text)
    assert (found[0][0], found[0][1]) == (2, column)
    assert words in found[0][2]


# --- twice, meanwhile, and who may not


@pytest.mark.both
def test_confirmed_twice_counts_once(training: Site) -> None:
    client = training.client(EDITOR)
    preview = send(training, client, "a.xlsx", xlsx(TABLE)).headers["location"]
    agreed = agreement(client, preview)
    first = client.post(f"{preview}/konfirmimi", data=agreed)
    entries = head(training).number
    second = client.post(f"{preview}/konfirmimi", data=agreed)
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == first.headers["location"]
    assert head(training).number == entries


@pytest.mark.parametrize("where", ["before the tree is ordered", "after the entry in the history"])
def test_what_breaks_in_the_middle_leaves_nothing(training: Site, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """New items, changed ones and their units are written by then; none of it stays, and the table still waits."""
    client, before, entries = training.client(EDITOR), items(training), head(training).number
    changed = ("masë", "1.1.3", "1.1", "Fjalë të tjera", "5", "2030", "fushe shembull", "091", "1", "2027", "f. 5")
    page = send(training, client, "a.csv", csv_text([*TABLE, changed]).encode()).headers["location"]
    written: list[str] = []

    def break_off(session: Session) -> None:
        written.extend(session.exec(select(PlanItem.number).where(PlanItem.text == "Një masë e re")))
        written.extend(session.exec(select(PlanItem.number).where(PlanItem.text == "Fjalë të tjera")))
        raise RuntimeError("the power went off")

    with monkeypatch.context() as broken:
        if where.startswith("before"):
            broken.setattr(Plan, "reorder", lambda _plan, session: break_off(session))
        else:
            append = history.append

            def append_and_break(session: Session, *said: Any, **more: Any) -> None:
                append(session, *said, **more)
                break_off(session)

            broken.setattr(history, "append", append_and_break)
        with suppress(RuntimeError):
            assert confirm(training, client, page).status_code == 500
    assert written == ["9.1.1", "1.1.3"], "it broke off in the middle of writing"
    assert items(training) == before
    assert head(training).number == entries
    assert len(waiting(training)) == 1
    assert confirm(training, client, page).headers["location"] == PLAN, "and then it can be entered"
    assert head(training).number == entries + 1


def test_a_plan_that_changed_meanwhile_is_shown_anew(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [HEADINGS, ("masë", "1.1.3", "1.1", "Fjalët e Anilës")]
    preview = send(training, client, "a.xlsx", xlsx(rows)).headers["location"]
    agreed = agreement(client, preview)
    other = training.client(SECOND_EDITOR)
    theirs = send(training, other, "b.xlsx", xlsx([HEADINGS, ("masë", "1.1.3", "1.1", "Fjalët e Besnikut")]))
    confirm(training, other, theirs.headers["location"])
    stale = client.post(f"{preview}/konfirmimi", data=agreed)
    assert stale.status_code == 409
    assert "Plani ndryshoi ndërkohë" in stale.text
    assert "<del>Fjalët e Besnikut</del>" in stale.text
    assert items(training)["1.1.3"].text == "Fjalët e Besnikut"
    assert confirm(training, client, preview).status_code == 303
    assert items(training)["1.1.3"].text == "Fjalët e Anilës"


def test_what_the_plan_lost_meanwhile_is_a_mistake_then(training: Site) -> None:
    client = training.client(EDITOR)
    preview = send(training, client, "a.xlsx", xlsx([HEADINGS, ("masë", "9.1", "9", "x")]))
    assert preview.status_code == 422
    other = training.client(SECOND_EDITOR)
    theirs = send(training, other, "b.xlsx", xlsx([HEADINGS, *ABOVE[:1]])).headers["location"]
    mine = send(training, client, "a.xlsx", xlsx([HEADINGS, ("objektiv", "9", "1", "x")])).headers["location"]
    agreed = agreement(client, mine)
    confirm(training, other, theirs)
    down = send(training, other, "b.xlsx", xlsx([HEADINGS, ("masë", "9", "1.1", "x"), ("aktivitet", "9.1", "9", "y")]))
    confirm(training, other, down.headers["location"])
    rows = [HEADINGS, ("aktivitet", "9", "1.1", "x"), ("masë", "9.1", "1.1", "y")]
    confirm(training, other, send(training, other, "c.xlsx", xlsx(rows)).headers["location"])
    before = items(training)
    assert client.post(f"{mine}/konfirmimi", data=agreed).status_code == 409
    assert items(training) == before


def test_a_mistake_that_is_one_by_now_is_told_on_the_preview(training: Site) -> None:
    client = training.client(EDITOR)
    confirm(training, client, send(training, client, "a.xlsx", xlsx([HEADINGS, *ABOVE[:1]])).headers["location"])
    preview = send(training, client, "b.xlsx", xlsx([HEADINGS, ("objektiv", "9.1", "9", "x")])).headers["location"]
    agreed = agreement(client, preview)
    above = f"{PLAN}/zerat/{items(training)['9'].id}"
    gone = {**removal(training, above, EDITOR), "reason": "Nuk është në plan."}
    assert training.form(client, above, post_to=f"{above}/heqja", **gone).status_code == 303
    stale = client.post(f"{preview}/konfirmimi", data=agreed)
    assert (stale.status_code, "As plani as tabela nuk ka zë me numrin 9" in stale.text) == (409, True)
    (held,) = waiting(training)
    pressed_anyway = client.post(f"{preview}/konfirmimi", data={**agreed, "version": held.version})
    assert pressed_anyway.status_code == 422
    assert "Tabela ka gabime; asgjë nuk u shkrua." in pressed_anyway.text
    assert "As plani as tabela nuk ka zë me numrin 9" in pressed_anyway.text
    assert "9.1" not in items(training)


def test_a_new_table_takes_the_place_of_the_one_before(training: Site) -> None:
    client = training.client(EDITOR)
    first = send(training, client, "a.xlsx", xlsx(TABLE)).headers["location"]
    send(training, training.client(SECOND_EDITOR), "b.xlsx", xlsx(TABLE))
    send(training, client, "c.xlsx", xlsx(TABLE[:2]))
    assert [held.file_name for held in waiting(training)] == ["b.xlsx", "c.xlsx"]
    assert first  # its number may have gone to the next one


def test_only_its_sender_may_confirm_it(training: Site) -> None:
    preview = send(training, training.client(EDITOR), "a.xlsx", xlsx(TABLE)).headers["location"]
    for address, status in ((SECOND_EDITOR, 404), (OTHER_EDITOR, 403), (REVIEWER, 403), (COORDINATOR, 403)):
        client = training.client(address)
        assert client.get(preview).status_code == status, address
        assert client.get(IMPORT).status_code == (200 if status == 404 else 403)
        sent = training.form(client, "/puna", post_to=f"{preview}/konfirmimi", nonce="x", version="x")
        assert sent.status_code == status, address
        if status == 403:
            assert training.form(client, "/puna", post_to=IMPORT, source="x").status_code == 403
    assert len(waiting(training)) == 1


def test_another_plans_preview_is_not_there(training: Site) -> None:
    client = training.client(EDITOR)
    preview = send(training, client, "a.xlsx", xlsx(TABLE)).headers["location"]
    new = training.form(client, "/puna/planet/i-ri", municipality="shembull", plan_kind="social_plan",
                        title="Plani tjetër", source="relacioni").headers["location"]  # fmt: skip
    assert client.get(preview.replace(PLAN, new)).status_code == 404


@pytest.mark.both
def test_a_thousand_rows_are_entered_in_a_few_seconds(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [(*NEW[:1], f"9.1.{place}", *NEW[2:]) for place in range(1, 1001)]
    sent = send(training, client, "a.csv", csv_text([WIDE, *ABOVE, *rows]).encode())
    began = time.process_time()
    with training.count_queries() as seen:
        assert confirm(training, client, sent.headers["location"]).status_code == 303
    assert time.process_time() - began < 10
    assert len(seen) < 70, len(seen)
    assert list(items(training))[-1] == "9.1.1000"
    head(training)


# --- thousands of rows

MANY = [("masë", str(number), "", f"Masa {number} e një plani të gjatë") for number in range(1001, 2201)]


def turned(client: Any, path: str | None) -> list[str]:
    """The list's pages one after another, none of them heavy."""
    pages: list[str] = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        assert len(answer.content) < 100_000, path
        pages.append(unescape(answer.text))
        following = re.search(r'rel="next" href="([^"]+)"', answer.text)
        path = following[1] if following else None
    return pages


def test_a_page_of_a_preview_is_light_however_long_the_words_are(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [("masë", f"1.1.{at}", "1.1", "fjalë të gjata " * 90) for at in range(20, 220)]
    path = send(training, client, "a.csv", csv_text([HEADINGS, *rows]).encode()).headers["location"]
    pages = [client.get(f"{path}?faqja={number}") for number in (1, 2, 3)]
    assert [len(page.content) < 100_000 for page in pages] == [True] * 3
    assert all("fjalë të gjata" in page.text for page in pages)


def test_a_preview_of_a_thousand_rows_comes_a_page_at_a_time(training: Site) -> None:
    client, before = training.client(EDITOR), items(training)
    head_row = ("prioritet", "1", "", "Një emër tjetër")
    sent = send(training, client, "a.csv", csv_text([HEADINGS, head_row, *MANY]).encode())
    path = sent.headers["location"]
    pages = turned(client, path)
    assert all("Shtohen 1200 zëra" in page for page in pages), "the whole is told on every page"
    assert "<del>" in pages[0]
    assert "<del>" not in pages[1]
    found = [number for page in pages for number in re.findall(r"Masa (\d+) e një plani", page)]
    assert found == [row[1] for row in MANY]
    last = "".join(pages[-2:])
    assert all(item.text in last for number, item in before.items() if number != "1")
    assert client.get(f"{path}?faqja=99").status_code == 404
    assert len(items(training)) == len(before)
    assert confirm(training, client, path).status_code == 303, "one word for all of it"
    assert len(items(training)) == len(before) + 1200


def test_every_fault_of_a_thousand_is_told(training: Site) -> None:
    """Three hundred one by one, the rest by what is wrong, with each row's number."""
    wrong = [("masë", number, "askund", text) for _, number, _, text in MANY]
    wrong[500] = ("masë", wrong[500][1], "", "x" * 4001)
    answer = send(training, training.client(EDITOR), "a.csv", csv_text([HEADINGS, *wrong]).encode())
    assert answer.status_code == 422
    assert len(answer.content) < 200_000
    said = unescape(answer.text)
    assert "Tabela ka 1200 gabime" in said
    assert "Dhe 900 gabime të tjera." in said
    assert "<td>302–501, 503–1201</td>" in said
    assert "<td>502</td>" in said
