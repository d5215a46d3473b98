"""A contract brought in from a table: looked at first, told at its row where it is wrong, written all at once."""

import io
import re
import time
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from pop_tracker.contracts import points
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.contracts.order import outline_of
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.contracts.table.sheets import csv_rows, example
from pop_tracker.contracts.texts import PriorityGroup, texts_of_edition
from tests import cast
from tests.conftest import Site
from tests.contracts import play as drafts
from tests.contracts.table.play import (
    HEADINGS,
    KNOWN,
    NEW,
    POINT,
    SOURCE,
    START,
    bring,
    file,
    open_known,
    page,
    prepare,
    read,
    row,
    standing_rows,
    table,
    words,
)
from tests.pages import main_of
from tests.plans.tables import agreement, confirm, send


@pytest.fixture
def site(training: Site) -> Site:
    prepare(training)
    return training


def texts(site: Site, slug: str = NEW) -> dict[str, str]:
    return {ref: one["text"] for ref, one in standing_rows(site, slug).items()}


@pytest.mark.both
def test_an_empty_draft_is_filled_from_a_table(site: Site) -> None:
    preview = bring(site, START)
    assert "Shtohen 6 rreshta" in preview
    assert "Hiqe" not in preview.split("<main")[1].split("</table>")[0], "a line of none is no line"
    found = standing_rows(site)
    assert list(found) == ["1", "1.1", "1.2", "1.2.a", "1.2.b", "2"]
    assert found["1.1"]["target_groups"] == "të rinj; gra"
    assert sorted(found["1.2"]["units"]) == ["Fushë-Shembull", "Njësia Lindore"]
    assert found["1.2.a"]["place"] == "te shkolla e vjetër"
    assert [found[ref]["source"] for ref in ("1", "1.1", "1.2.b")] == [SOURCE, SOURCE, "faqja 7"]
    with site.database.reading() as session:
        assert not session.exec(select(ContractImport)).all()
        _, draft = draft_at_work(session, site.viewer(session, cast.EDITOR), NEW)
        outline = outline_of(session, draft)
        flat = outline.called("2")
        assert flat is not None
        assert flat.sentence_id is not None
        assert [text.ref for text in texts_of_edition(session, draft.id or 0) if text.is_leaf] == [
            "1.1", "1.2.a", "1.2.b", "2",
        ]  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_in_unchanged(site: Site, ending: str) -> None:
    bring(site, START)
    open_known(site)
    client = site.client(cast.EDITOR)
    for slug in (NEW, KNOWN):
        out = client.get(f"{page(slug)}.{ending}").content
        sent = send(site, client, f"a.{ending}", out, SOURCE, page(slug))
        assert sent.status_code == 303, words(sent)
        preview = client.get(sent.headers["location"]).text
        assert "asgjë nuk ndryshon" in preview
        assert "konfirmimi" not in preview


def test_the_order_of_the_rows_is_the_order_of_a_draft(site: Site) -> None:
    bring(site, START)
    rows = table(site)
    moved = [rows[5], rows[0], rows[2], rows[4], rows[3], rows[1]]
    preview = bring(site, moved)
    assert "6 rreshta marrin referencë tjetër" in preview
    assert "referenca 2 bëhet 1" in preview
    assert texts(site) == {
        "1": "Ndriçimi i rrugëve.", "2": "Të rinjtë", "2.1": "Rrugë të reja:", "2.1.a": "te tregu.",
        "2.1.b": "te shkolla;", "2.2": "Një qendër rinore.",
    }  # fmt: skip


def test_a_point_becomes_a_sub_point_and_goes_to_another_priority(site: Site) -> None:
    bring(site, [*START, row(level="prioritet", text="Uji"), row(text="Ujë pa ndërprerje.", **POINT)])
    rows = table(site)
    rows[3][HEADINGS[1]], rows[3][HEADINGS[2]] = "pikë", "Uji"  # 1.2.a
    bring(site, rows)
    assert texts(site)["3.1"] == "te shkolla;"
    assert texts(site)["3.2"] == "Ujë pa ndërprerje."
    rows = table(site)
    rows[[one["teksti"] for one in rows].index("te shkolla;")]["niveli"] = "nënpikë"
    client = site.client(cast.EDITOR)
    refused = send(site, client, "a.csv", file(rows), SOURCE, page())
    assert refused.status_code == 422
    assert "Nënpika nuk ka pikë" in refused.text


def test_what_was_never_published_goes_with_its_row_once_it_is_looked_at(site: Site) -> None:
    bring(site, START)
    client = site.client(cast.EDITOR)
    path = send(site, client, "a.csv", file(table(site)[:2]), SOURCE, page()).headers["location"]
    preview = client.get(path).text
    assert "Hiqen nga drafti 4 rreshta" in preview
    unticked = client.post(f"{path}/konfirmimi", data=agreement(client, path))
    assert unticked.status_code == 422
    assert len(texts(site)) == 6
    assert confirm(site, client, path).status_code == 303
    assert texts(site) == {"1": "Të rinjtë", "1.1": "Një qendër rinore."}


def test_faults_are_told_at_their_rows_and_nothing_is_written(site: Site) -> None:
    rows = [
        row(level="prioritet", text="Të rinjtë", place="diku"),
        row(level="pikë", text="Pa vend."),
        row(level="pikë", text="Njësi pa emër.", scope="njësi"),
        row(level="pikë", text="Njësi e huaj.", scope="njësi", units="Askund"),
        row(level="zotim i madh", text="Nivel i panjohur.", scope="njësi"),
        row(level="prioritet", text="Vetë zotim", scope="e gjithë bashkia"),
        row(text="Nën një zotim.", **POINT),
        row(text="Me grup.", group="kryesore", priority="1", **POINT),
        row(text="Pa prioritet.", priority="9", **POINT),
        row(text="Me arsye.", priority="1", retraction_reason="nuk vlen", **POINT),
        row(text="Me arsye vlerësimi.", priority="1", status_reason="pse", **POINT),
    ]  # fmt: skip
    rows[0][HEADINGS[0]] = "1"
    client = site.client(cast.EDITOR)
    answer = send(site, client, "a.csv", file(rows), SOURCE, page())
    assert answer.status_code == 422
    page_ = answer.text.split("<main")[1]
    for line, told in (
        (2, "Te një prioritet me pika kjo qelizë mbetet bosh."),
        (3, "shtrirja"),
        (4, "Zgjidhni të paktën një njësi administrative."),
        (5, "Bashkia nuk ka njësi me emrin “Askund”."),
        (6, "“zotim i madh” nuk lexohet këtu."),
        (7, "Një prioritet me pika nuk ka shtrirje të vetën"),
        (9, "Grupi shkruhet te rreshti i prioritetit."),
        (10, "Nuk ka prioritet “9”."),
        (11, "nuk është botuar ende"),
        (12, "Ka arsye ose provë, por jo vlerësim."),
    ):
        assert f'<td class="num">{line}</td>' in page_, line
        assert told in page_, told
    assert texts(site) == {}


def test_published_references_stay_and_new_rows_get_the_next(training: Site) -> None:
    open_known(training)
    before = texts(training, KNOWN)
    rows = table(training, KNOWN)
    first = next(one for one in rows if one["niveli"] == "pikë")
    rows = [row(text="Një pikë krejt e re.", priority="1", **POINT), *reversed(rows[1:3]), rows[0]]
    rows[-1]["teksti"] = rows[-1]["teksti"] + " sot"
    preview = bring(training, rows, KNOWN)
    assert "rreshta të botuar nuk janë në tabelë; mbeten siç janë" in preview
    assert "Hiqe" not in preview.split("<main")[1].split("</table>")[0]
    after = texts(training, KNOWN)
    new = next(ref for ref, text in after.items() if text == "Një pikë krejt e re.")
    points = [ref for ref in before if ref.startswith("1.") and ref.count(".") == 1]
    assert new == f"1.{len(points) + 1}"
    assert {ref: text for ref, text in after.items() if ref not in (new, "1")} == {
        ref: text for ref, text in before.items() if ref != "1"
    }
    assert first["referenca"] in after


def test_a_published_commitment_is_retracted_by_its_reason_and_given_back(training: Site) -> None:
    open_known(training)
    rows = table(training, KNOWN)
    at = next(place for place, one in enumerate(rows) if one["niveli"] == "pikë" and not one["tërhequr, pse"])
    rows[at]["tërhequr, pse"] = "Banorët kërkuan tjetër."
    preview = bring(training, rows, KNOWN)
    assert "Tërhiqet 1 zotim i botuar" in preview
    assert "Tërhiqen nga kontrata" in preview
    ref = rows[at]["referenca"]
    assert standing_rows(training, KNOWN)[ref]["retraction_reason"] == "Banorët kërkuan tjetër."
    with training.database.reading() as session:
        contract = contract_by_slug(session, KNOWN)
        assert contract is not None
        newest = newest_edition(session, contract.id or 0)
        assert newest is not None
        assert not drafts.text(session, newest, ref).is_retracted
    rows[at]["tërhequr, pse"] = ""
    bring(training, rows, KNOWN)
    assert standing_rows(training, KNOWN)[ref]["retraction_reason"] == ""


def test_a_draft_that_changed_meanwhile_is_looked_at_again(site: Site) -> None:
    client = site.client(cast.EDITOR)
    path = send(site, client, "a.csv", file(START), SOURCE, page()).headers["location"]
    said = agreement(client, path)
    with site.database.writing() as session:
        contract, _ = draft_at_work(session, site.viewer(session, cast.EDITOR), NEW)
        points.add_priority(
            session, site.viewer(session, cast.EDITOR), contract, title="Tjetër", group=PriorityGroup.NONE,
            source=SOURCE, flat=False,
        )  # fmt: skip
    stale = client.post(f"{path}/konfirmimi", data=said)
    assert stale.status_code == 409
    assert "Drafti ndryshoi ndërkohë" in stale.text
    assert list(texts(site)) == ["1"]


def test_a_table_that_is_older_than_the_order_is_asked_about(site: Site) -> None:
    bring(site, START)
    old = table(site)
    bring(site, [old[0], old[2], old[3], old[4], old[1], old[5]])
    client = site.client(cast.EDITOR)
    path = send(site, client, "a.csv", file(old), SOURCE, page()).headers["location"]
    assert "A u shkarkua tabela pas renditjes së fundit?" in client.get(path).text


def test_names_of_private_people_are_asked_about_once(site: Site) -> None:
    client = site.client(cast.EDITOR)
    rows = [*START[:1], row(text="Ndihmë për Agron Dervishin e lagjes.", **POINT)]
    path = send(site, client, "a.csv", file(rows), SOURCE, page()).headers["location"]
    assert "Agron Dervishi" in client.get(path).text
    assert client.post(f"{path}/konfirmimi", data=agreement(client, path)).status_code == 422
    assert confirm(site, client, path).status_code == 303


def test_statuses_of_the_first_year_are_kept_beside_the_draft(site: Site) -> None:
    rows = [dict(one) for one in START]
    rows[1] |= row(status="Adresuar pjesërisht", status_reason="Projekti nisi.", status_source="raporti, faqja 4",
                   text="Një qendër rinore.", **POINT)  # fmt: skip
    rows[5]["vlerësimi i vitit të parë"] = "nuk është adresuar"
    preview = bring(site, rows)
    assert "2 vlerësime të vitit të parë ruhen pranë draftit" in preview
    found = standing_rows(site)
    assert (found["1.1"]["status"], found["1.1"]["status_reason"]) == ("partially_addressed", "Projekti nisi.")
    assert (found["2"]["status"], found["2"]["status_source"]) == ("not_addressed", SOURCE)
    assert "2 vlerësime" in site.client(cast.EDITOR).get(f"/puna/kontratat/{NEW}/drafti").text
    rows = table(site)
    rows[2]["vlerësimi i vitit të parë"] = "adresuar plotësisht"
    refused = send(site, site.client(cast.EDITOR), "a.csv", file(rows), SOURCE, page())
    assert "Kjo pikë nuk vlerësohet vetë" in refused.text
    rows = table(site)
    rows[1] |= dict.fromkeys(("vlerësimi i vitit të parë", "arsyeja e vlerësimit", "prova e vlerësimit"), "")
    bring(site, rows)
    assert standing_rows(site)["1.1"]["status"] == ""
    bring(site, table(site)[:1])  # goes with what it is about
    assert [one["status"] for one in standing_rows(site).values()] == [""]


@pytest.mark.both
def test_the_example_can_be_brought_in(site: Site) -> None:
    client = site.client(cast.EDITOR)
    out = client.get("/puna/kontratat/tabela-shembull.csv").content
    sent = send(site, client, "a.csv", out, SOURCE, page())
    assert sent.status_code == 303, words(sent)
    assert confirm(site, client, sent.headers["location"]).status_code == 303
    assert [*standing_rows(site)] == [one["ref"] for one in example()]
    named = [{**one, "contract": NEW} for one in example()]
    assert table(site) == [dict(zip(HEADINGS, cells, strict=True)) for cells in csv_rows(named)]
    sheet = load_workbook(io.BytesIO(client.get("/puna/kontratat/tabela-shembull.xlsx").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == HEADINGS


@pytest.mark.parametrize("language", ["", "/en"])
def test_who_never_saw_one_fills_in_the_example(site: Site, language: str) -> None:
    """Opened in a spreadsheet, its rows written over without a thought for references, the rest deleted."""
    client = site.client(cast.EDITOR)
    book = load_workbook(io.BytesIO(client.get(f"{language}/puna/kontratat/tabela-shembull.xlsx").content))
    sheet = book.active
    assert sheet is not None
    columns = [column.name for column in COLUMNS]
    sheet.delete_rows(6, 10)
    own: list[dict[str, Any]] = [
        {"level": "Prioritet", "text": "Rrugët", "group": "kryesor"},
        {"level": "Pikë", "text": "Rruga e re.", "scope": "njësi", "units": "shembull", "status": "plotësisht"},
        {"level": "Pikë", "text": "Ura.", "scope": "e gjithë bashkia", "status": "Nuk mund të vlerësohet",
         "status_ground": "nuk është kompetencë e bashkisë", "status_reason": "E ndërton ministria.", "due": 2033},
        {"level": "Prioritet", "text": "Uji i pijshëm.", "scope": "bashkia", "source": "faqja 9"},
    ]  # fmt: skip
    for line, cells in enumerate(own, start=2):
        for place, name in enumerate(columns, start=1):
            sheet.cell(line, place).value = cells.get(name)
    saved = io.BytesIO()
    book.save(saved)
    sent = send(site, client, "kontrata.xlsx", saved.getvalue(), SOURCE, page())
    assert sent.status_code == 303, words(sent)
    assert confirm(site, client, sent.headers["location"]).status_code == 303
    found = standing_rows(site)
    assert {ref: one["text"] for ref, one in found.items()} == {
        "1": "Rrugët", "1.1": "Rruga e re.", "1.2": "Ura.", "2": "Uji i pijshëm.",
    }  # fmt: skip
    assert [str(one["status"]) for one in found.values()] == ["", "fully_addressed", "not_assessable", ""]
    assert (found["1.2"]["status_ground"], found["1.2"]["due"]) == ("not_competence", "2033")
    assert [str(one["source"]) for one in found.values()] == [SOURCE, SOURCE, SOURCE, "faqja 9"]


@pytest.mark.both
def test_a_published_edition_is_everybodys_to_take_away(training: Site) -> None:
    client = training.client()
    rows = read(client.get(f"/kontratat/{KNOWN}/tabela.csv").content)
    open_known(training)
    # Of the first year a round says; and training data is marked as such.
    assert [list(one.values())[:17] for one in rows] == [
        list(one.values())[:17] for one in read(training.client(cast.EDITOR).get(f"{page(KNOWN)}.csv").content)
    ]
    assert "vlerësimi i vitit të parë" not in rows[0]
    sheet = load_workbook(io.BytesIO(client.get(f"/kontratat/{KNOWN}/tabela.xlsx").content)).active
    assert sheet is not None
    assert next(cell.value for cell in sheet[2]) == rows[0]["referenca"]
    prepare(training)
    assert client.get(f"/kontratat/{NEW}/tabela.csv").status_code == 404
    assert client.get(f"/kontratat/{NEW}/tabela.xlsx").status_code == 404


def test_who_does_not_write_there_sees_nothing(site: Site) -> None:
    path = send(site, site.client(cast.EDITOR), "a.csv", file(START), SOURCE, page()).headers["location"]
    other = site.client(cast.OTHER_EDITOR)
    for address in (page(), f"{page()}.csv", f"{page()}.xlsx", path):
        assert other.get(address).status_code in (403, 404)
    assert site.client(cast.SECOND_EDITOR).get(path).status_code == 404, "it is its sender's"


def test_a_page_of_the_preview_is_light_however_long_the_words_are(site: Site) -> None:
    """Pages hold fewer rows then, none of them twice and none left out."""
    long = [
        START[0],
        *(row(text=f"{'fjalë të gjata ' * 90}{at}", shows_done="y z " * 200, **POINT) for at in range(150)),
    ]
    client = site.client(cast.EDITOR)
    path = send(site, client, "a.csv", file(long), SOURCE, page()).headers["location"]
    refs: list[str] = []
    number = 1
    while (answer := client.get(f"{path}?faqja={number}")).status_code == 200:
        assert len(answer.content) < 100_000
        refs += re.findall(r'<span class="ref">([\d.]+)</span>', main_of(answer.text))
        number += 1
    assert number > 3
    assert refs == ["1", *(f"1.{at}" for at in range(1, 151))]
    assert confirm(site, client, path).status_code == 303
    changed = [one | {"teksti": one["teksti"].replace("gjata", "fort të gjata", 30)} for one in table(site)]
    path = send(site, client, "a.csv", file(changed), SOURCE, page()).headers["location"]
    assert len(client.get(path).content) < 100_000


LEAST_ROWS_A_SECOND = 250
"""On a machine that others use, too."""


def test_five_thousand_rows_in_seconds(site: Site) -> None:
    rows = [
        one
        for number in range(10)
        for one in (
            row(level="prioritet", text=f"Prioriteti {number}"),
            *(row(text=f"Pika {number} {point}, me fjalë të sajat.", units="", **POINT) for point in range(499)),
        )
    ]
    assert len(rows) == 5_000
    client = site.client(cast.EDITOR)
    began = time.perf_counter()
    path = send(site, client, "a.csv", file(rows), SOURCE, page()).headers["location"]
    read_in = time.perf_counter() - began
    assert confirm(site, client, path).status_code == 303
    entered_in = time.perf_counter() - began - read_in
    assert len(texts(site)) == 5_000
    assert max(read_in, entered_in) < len(rows) / LEAST_ROWS_A_SECOND, (read_in, entered_in)
    more = {"grupet e synuara": "fëmijë; të rinj", "vendi": "në çdo lagje"}
    changed = [
        one | {"teksti": f"{one['teksti']} Dhe një fjali tjetër."} | (more if one["niveli"] == "pikë" else {})
        for one in table(site)
    ]
    path = send(site, client, "a.csv", file(changed[:1] + changed[10:]), SOURCE, page()).headers["location"]
    for part in ("", "?faqja=2", "?faqja=50"):
        preview = client.get(f"{path}{part}")
        assert len(preview.content) < 100_000, "nobody waits for all of them"
    assert "Ndryshojnë 4991 rreshta" in preview.text
    began = time.perf_counter()
    taking_back = f"/puna/kontratat/{NEW}/drafti/tabelat/1/marrja"
    asks = client.get(taking_back)
    assert len(asks.content) < 100_000
    sent = {"nonce": asks.text.split('name="nonce" value="')[1].split('"')[0]}
    assert site.form(client, "/puna", post_to=taking_back, **sent).status_code == 303
    taken_back_in = time.perf_counter() - began
    assert texts(site) == {}
    print(read_in, entered_in, taken_back_in)
    assert taken_back_in < 2 * len(rows) / LEAST_ROWS_A_SECOND
