"""The needs assessment of a plan: the document's words, figures one by one and as pasted rows."""

import re
from decimal import Decimal
from typing import Any

import pytest

from pop_tracker import history
from pop_tracker.plans.needs import NeedsAssessment, NeedsFigure, NeedsKind, Provider, figures_of, needs_of
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.plans.play import entries, fields_of, plan, removal, unit_slugs, verified

NEEDS = "/puna/planet/prove-2025/nevojat"
FIELDS = f"{NEEDS}/te-dhenat"
REPORT = {
    "name": "Raporti i Vlerësimit të Nevojave",
    "year": "2024",
    "method": "Intervista në çdo njësi",
    "kind_a": "Të dhëna demografike",
    "kind_g": "Krahasimi i buxhetit",
    "source": "raporti i ushtrimit",
}
FIGURE = {"needs_kind": "demography", "label": "Popullsia", "quantity": "1.250,5", "measure": "hektarë",
          "year": "2023", "source": "raporti, faqja 4"}  # fmt: skip


def held(site: Site) -> tuple[NeedsAssessment | None, list[NeedsFigure]]:
    with site.database.reading() as session:
        needs = needs_of(session, plan(site, "prove-2025").id)
        return needs, figures_of(session, needs.id) if needs else []


def recorded(site: Site) -> Any:
    client = site.client(OTHER_EDITOR)
    answer = site.form(client, FIELDS, **REPORT)
    assert answer.status_code == 303
    return client


def test_it_is_recorded_with_the_words_of_the_document(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    assert "Ende nuk është regjistruar." in client.get(NEEDS).text
    recorded(training)
    needs, figures = held(training)
    assert needs is not None
    assert needs.kinds_named == [
        {"needs_kind": "demography", "text": "Të dhëna demografike"},
        {"needs_kind": "budget", "text": "Krahasimi i buxhetit"},
    ]
    assert (needs.year, figures) == (2024, [])
    assert verified(training) == "needs_assessment.record"
    assert "“Krahasimi i buxhetit”" in client.get(NEEDS).text


def test_it_is_revised_and_sent_again_changes_nothing(training: Site) -> None:
    client = recorded(training)
    opened = fields_of(training, FIELDS, OTHER_EDITOR)
    sent = {**opened, "kind_b": "Grupet", "nonce": ""}
    for _ in range(2):
        assert training.form(client, FIELDS, **sent).status_code == 303
    assert verified(training) == "needs_assessment.revise"
    with training.database.reading() as session:
        last = history.entries(session, limit=2)
    assert [one.row.verb for one in last] == ["needs_assessment.revise", "needs_assessment.record"]
    stale = training.form(client, FIELDS, **{**opened, "kind_b": "Të tjera"})
    assert stale.status_code == 409
    assert "Grupet" in stale.text
    assert "Të tjera" in stale.text


@pytest.mark.both
def test_of_two_who_record_it_at_once_the_second_sees_what_the_first_wrote(training: Site) -> None:
    opened = fields_of(training, FIELDS, OTHER_EDITOR)
    recorded(training)
    late = training.form(training.client(OTHER_EDITOR), FIELDS, **{**opened, **REPORT, "method": "Pyetësor"})
    assert late.status_code == 409
    assert "Intervista në çdo njësi" in late.text
    assert "Pyetësor" in late.text


BAD_REPORT = [
    ({"name": ""}, "name", "Plotësojeni këtë fushë."),
    ({"year": "vjet"}, "year", "Shkruani një vit"),
    ({"kind_c": "x" * 2001}, "kind_c", "Teksti është tepër i gjatë"),
    ({"source": ""}, "source", "Plotësojeni këtë fushë."),
]


@pytest.mark.parametrize(("fields", "name", "words"), BAD_REPORT)
def test_a_bad_report_is_told_at_the_field(training: Site, fields: dict[str, str], name: str, words: str) -> None:
    answer = training.form(training.client(OTHER_EDITOR), FIELDS, **{**REPORT, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{name}"' in answer.text
    assert held(training)[0] is None


@pytest.mark.both
def test_a_figure_is_added_mended_and_taken_out(training: Site) -> None:
    client, unit = recorded(training), unit_slugs(training)[0]
    new = f"{NEEDS}/shifrat/e-re"
    for _ in range(2):
        answer = training.form(client, new, **FIGURE, unit=unit, provider="public", nonce="e njëjta")
        assert answer.status_code == 303, answer.text
    (figure,) = held(training)[1]
    assert (figure.quantity, figure.provider, figure.unit_id is None) == (Decimal("1250.5"), Provider.PUBLIC, False)
    path = f"{NEEDS}/shifrat/{figure.id}"
    opened = fields_of(training, path, OTHER_EDITOR)
    assert training.form(client, path, **{**opened, "quantity": "1300", "unit": ""}).status_code == 303
    after = entries(training)
    assert training.form(client, path, **{**opened, "quantity": "1.300", "unit": ""}).status_code == 303
    assert entries(training) == after
    (figure,) = held(training)[1]
    assert (figure.quantity, figure.unit_id) == (Decimal(1300), None)
    assert training.form(client, path, **{**opened, "quantity": "5"}).status_code == 409
    sent = removal(training, path)
    assert training.form(client, path, post_to=f"{path}/heqja", **sent, reason="").status_code == 422
    for _ in range(2):
        answer = training.form(client, NEEDS, post_to=f"{path}/heqja", **sent, reason="rresht i dyfishtë")
        assert answer.status_code == 303
    assert held(training)[1] == []
    assert verified(training) == "needs_assessment.revise"


BAD_FIGURES = [
    ({"needs_kind": ""}, "needs_kind", "Plotësojeni këtë fushë."),
    ({"needs_kind": "h"}, "needs_kind", "Zgjidhni një nga mundësitë"),
    ({"label": ""}, "label", "Plotësojeni këtë fushë."),
    ({"quantity": ""}, "quantity", "Plotësojeni këtë fushë."),
    ({"quantity": "shumë"}, "quantity", "Shkruani numrin si"),
    ({"quantity": "1,250.5"}, "quantity", "Ky numër është shkruar si në vende të tjera."),
    ({"quantity": "1,490"}, "quantity", "Ky numër lexohet në dy mënyra."),
    ({"quantity": "12,5", "measure": "banorë"}, "quantity", "Njerëzit dhe sendet numërohen me numra të plotë."),
    ({"quantity": "-1"}, "quantity", "negativ"),
    ({"unit": "njesia-lindore"}, "unit", "Zgjidhni një nga mundësitë"),
    ({"provider": "shteti"}, "provider", "Zgjidhni një nga mundësitë"),
    ({"source": ""}, "source", "Plotësojeni këtë fushë."),
]


def test_a_bad_figure_is_told_at_the_field(training: Site) -> None:
    client = recorded(training)
    for fields, name, words in BAD_FIGURES:
        answer = training.form(client, f"{NEEDS}/shifrat/e-re", **{**FIGURE, **fields})
        assert answer.status_code == 422, name
        assert words in answer.text, name
        assert f'href="#{name}"' in answer.text
    assert held(training)[1] == []


def test_a_number_that_two_countries_read_differently_is_asked_at_its_field(training: Site) -> None:
    client, new = recorded(training), f"{NEEDS}/shifrat/e-re"
    sent = {**FIGURE, "quantity": "1,490", "measure": "banorë", "nonce": "një"}
    asked = training.form(client, new, **sent)
    assert asked.status_code == 422
    for value, words in (("1.490", "1.490 (1 mijë e 490)"), ("1,49", "1,49 (1 presje 49)")):
        assert f'name="quantity-kuptimi" type="radio" value="{value}"' in asked.text
        assert words in asked.text
    assert training.form(client, new, **sent, **{"quantity-kuptimi": "14,90"}).status_code == 422
    assert held(training)[1] == []
    assert training.form(client, new, **sent, **{"quantity-kuptimi": "1.490"}).status_code == 303
    (figure,) = held(training)[1]
    assert figure.quantity == Decimal(1490)
    mean = {**sent, "quantity": "12,5", "nonce": "dy", "label": "Mesatarja"}
    assert 'value="12,5"' in training.form(client, new, **mean).text
    again = training.form(client, new, **{**mean, "year": "vjet"}, **{"quantity-kuptimi": "12,5"})
    assert again.status_code == 422
    assert re.search(r'value="12,5"\s+checked', again.text), "the answer stays where something else is wrong"
    assert training.form(client, new, **mean, **{"quantity-kuptimi": "12,5"}).status_code == 303
    assert [one.quantity for one in held(training)[1]] == [Decimal(1490), Decimal("12.5")]


TABLE = f"{NEEDS}/tabela"


def carried(html: str) -> dict[str, str]:
    """What the preview's form carries on."""
    import html5lib

    form = html5lib.parse(html, namespaceHTMLElements=False).find(f".//form[@action='{TABLE}/konfirmimi']")
    assert form is not None, html
    hidden = form.findall(".//input[@type='hidden']")
    found = {one.get("name", ""): one.get("value", "") for one in hidden}
    return {name: value for name, value in found.items() if not name.startswith("_")}


def entered(site: Site, client: Any, table: str, **sent: str) -> None:
    """Pasted, looked at, and confirmed twice."""
    before = held(site)[1]
    shown = site.form(client, TABLE, table=table, source="raporti", **sent)
    assert shown.status_code == 200, shown.text
    assert held(site)[1] == before, "nothing is written before it is confirmed"
    for _ in range(2):
        answer = site.form(client, TABLE, post_to=f"{TABLE}/konfirmimi", **carried(shown.text))
        assert answer.status_code == 303, answer.text


@pytest.mark.both
def test_rows_are_pasted_as_a_spreadsheet_copies_them(training: Site) -> None:
    client, unit = recorded(training), unit_slugs(training)[0]
    rows = [
        "Lloji\tÇfarë\tNjësia\tKush e jep\tSasia\tMatet në\tViti\tBurimi",
        f"a\tPopullsia\t{unit}\t\t1.250\tbanorë\t2023\t",
        "C)\tQendër ditore\t\tI kontraktuar\t1\tqendër\t2024\traporti, faqja 9",
        "Stafi dhe strukturat\tPunonjës socialë\t\t\t12,5",
        "",
        'a\t"Fëmijë në',
        'çerdhe publike\u200b"\t\t\t12\tfëmijë\t2024\tBurimi A',
    ]
    entered(training, client, "\r\n".join(rows), nonce="e njëjta")
    people, centre, staff, children = held(training)[1]
    assert (people.quantity, people.source, people.year) == (Decimal(1250), "raporti", 2023)
    assert (centre.needs_kind, centre.provider, centre.source) == (
        NeedsKind.SERVICES, Provider.CONTRACTED, "raporti, faqja 9")  # fmt: skip
    assert (staff.needs_kind, staff.quantity, staff.unit_id) == (NeedsKind.STRUCTURES, Decimal("12.5"), None)
    assert (children.label, children.quantity) == ("Fëmijë në çerdhe publike", Decimal(12))
    assert verified(training) == "needs_assessment.revise"
    table = client.get(NEEDS).text
    assert "Punonjës socialë" in table


@pytest.mark.parametrize("separator", [";", ","])
def test_rows_may_be_set_apart_in_other_ways(training: Site, separator: str) -> None:
    row = separator.join(["b", '"Gra, kryefamiljare"', "", "", '"1.250,5"'])
    entered(training, recorded(training), row, nonce="një")
    (figure,) = held(training)[1]
    assert (figure.label, figure.quantity) == ("Gra, kryefamiljare", Decimal("1250.5"))


def test_rows_under_their_headings_stand_in_any_order(training: Site) -> None:
    client = recorded(training)
    rows = "Titulli i raportit\n\nSasia;Kontrolloi;Çfarë numërohet;Lloji\n1.250;dikush;Popullsia;a\n5;;Qendra;c"
    shown = training.form(client, TABLE, table=rows, source="raporti", nonce="një")
    assert "Kolona “Kontrolloi” nuk lexohet." in shown.text
    entered(training, client, rows, nonce="një")
    people, centre = held(training)[1]
    assert (people.label, people.quantity, centre.label) == ("Popullsia", Decimal(1250), "Qendra")


@pytest.mark.parametrize(("headings", "told"), [
    ("Lloji;Çfarë;Sasia;Çfarë numërohet", "Titujt “Çfarë” dhe “Çfarë numërohet” emërtojnë të njëjtën kolonë"),
    ("Lloji;Çfarë numërohet;Viti", "Tabelës i mungojnë kolonat: Sasia."),
])  # fmt: skip
def test_headings_that_lack_a_column_or_name_one_twice_are_told(training: Site, headings: str, told: str) -> None:
    client = recorded(training)
    refused = training.form(client, TABLE, table=f"{headings}\na;x;5;y", source="raporti")
    assert refused.status_code == 422
    assert told in refused.text
    assert headings in refused.text, "what was pasted stays"
    assert held(training)[1] == []


def cells_of(html: str) -> list[list[str]]:
    """The rows of the page's table of mistakes."""
    import html5lib

    tables = html5lib.parse(html, namespaceHTMLElements=False).findall(".//table")
    found = next(one for one in tables if "Gabimi" in "".join(one.itertext()))
    return [["".join(cell.itertext()).strip() for cell in row] for row in found.findall(".//tbody/tr")]


def test_bad_rows_are_told_by_row_and_column_and_nothing_is_written(training: Site) -> None:
    client = recorded(training)
    rows = ["a;Popullsia;;;10", "h;Popullsia;;;10", "a;;;;10", "a;Popullsia;Njësia Lindore;;10", "a;Popullsia;;;shumë",
            "a;Popullsia;;zyra;10", "a;Popullsia;;;10;banorë;njëherë", "a;b;;;1;;;;;tepër", f"a;{'x' * 201};;;-1",
            "a;—;;;"]  # fmt: skip
    for door in (TABLE, f"{TABLE}/konfirmimi"):
        answer = training.form(client, TABLE, post_to=door, table="\n".join(rows), source="raporti")
        assert answer.status_code == 422
        faults = cells_of(answer.text)
        assert [(line, column) for line, column, _ in faults] == [
            ("2", "Lloji i të dhënës"), ("3", "Çfarë numërohet"), ("4", "Njësia administrative"), ("5", "Sasia"),
            ("6", "Kush e jep"), ("7", "Viti"), ("8", ""), ("9", "Çfarë numërohet"), ("9", "Sasia"),
            ("10", "Çfarë numërohet"), ("10", "Sasia"),
        ]  # fmt: skip
        assert faults[3][2].startswith("“shumë” nuk lexohet")
        assert faults[8][2] == "Numri nuk mund të jetë negativ."
        assert "Tabela ka 11 gabime. Asgjë nuk u shkrua." in answer.text
    assert held(training)[1] == []
    unclosed = training.form(client, TABLE, table='a;Popullsia;;;10\nb;"Gra;;;2', source="raporti")
    assert cells_of(unclosed.text)[0][0] == "2"
    assert "thonjëzat hapen dhe nuk mbyllen" in unclosed.text
    assert training.form(client, TABLE, table="lloji;çfarë;;;sasia", source="x").status_code == 422


def test_how_the_numbers_of_a_table_are_written_is_asked_once(training: Site) -> None:
    client = recorded(training)
    rows = "a;Popullsia;;;1,490;banorë;2026\na;Sipërfaqja;;;12.5;km2;2026\na;Familje;;;1.200;familje;2026"
    asked = training.form(client, TABLE, table=rows, source="raporti", nonce="një")
    assert asked.status_code == 422
    assert "“1,490” lexohet në dy mënyra: 1,49 (1 presje 49) ose 1.490 (1 mijë e 490)." in asked.text
    albanian = training.form(client, TABLE, table=rows, source="raporti", written="sq", nonce="një")
    assert albanian.status_code == 422
    assert [row[:2] for row in cells_of(albanian.text)] == [["2", "Sasia"]]
    shown = training.form(client, TABLE, table=rows, source="raporti", written="en", nonce="një")
    assert "rreshti 3: Njerëzit dhe sendet numërohen me numra të plotë." in shown.text, "1.200 families are 1,2 so"
    assert "1.490</td>" in shown.text
    sent = carried(shown.text)
    kept = training.form(client, TABLE, post_to=f"{TABLE}/konfirmimi", **sent)
    assert kept.status_code == 422
    assert 'href="#looked"' in kept.text
    assert held(training)[1] == []
    assert training.form(client, TABLE, post_to=f"{TABLE}/konfirmimi", **sent, looked="y").status_code == 303
    assert [one.quantity for one in held(training)[1]] == [Decimal(1490), Decimal("12.5"), Decimal("1.2")]
    back = training.form(client, TABLE, **{**sent, "nonce": "dy"}, kthehuni="po")
    assert (back.status_code, "a;Popullsia;;;1,490" in back.text) == (200, True)


def test_the_same_figure_twice_is_asked_about(training: Site) -> None:
    client, new = recorded(training), f"{NEEDS}/shifrat/e-re"
    row = "a;Popullsia;;;1.490;banorë;2026"
    entered(training, client, row, nonce="një")
    twice = training.form(client, TABLE, table=f"{row}\na;POPULLSIA;;;1.500;banore;2026", source="raporti", nonce="dy")
    assert twice.text.count("Vlerësimi e ka tashmë një shifër për të njëjtën gjë.") == 2
    own = training.form(client, TABLE, table="b;Gra;;;1\nb;Gra;;;2\nb;Gra;;;3;;2026", source="raporti", nonce="tre")
    assert "rreshti 2: E njëjta gjë si në rreshtin 1." in own.text
    assert "rreshti 3:" not in own.text
    same = {**FIGURE, "quantity": "1.600", "measure": "banorë", "year": "2026", "nonce": "katër"}
    asked = training.form(client, new, **same)
    assert asked.status_code == 422
    assert "A janë dy?" in asked.text
    assert 'name="again"' in asked.text
    assert 'name="again"' not in client.get(new).text
    assert len(held(training)[1]) == 1
    assert training.form(client, new, **same, again="y").status_code == 303
    assert len(held(training)[1]) == 2


def test_who_may_not(training: Site) -> None:
    client = recorded(training)
    training.form(client, f"{NEEDS}/shifrat/e-re", **FIGURE)
    (figure,) = held(training)[1]
    paths = [FIELDS, f"{NEEDS}/shifrat/e-re", f"{NEEDS}/shifrat/{figure.id}", f"{NEEDS}/tabela"]
    for person in (EDITOR, REVIEWER, COORDINATOR):
        other = training.client(person)
        for path in paths:
            assert other.get(path).status_code == 403
            answer = training.form(other, "/puna", post_to=path, **{**REPORT, **FIGURE})
            assert answer.status_code == 403
        heqja = f"{NEEDS}/shifrat/{figure.id}/heqja"
        assert training.form(other, "/puna", post_to=heqja, reason="pse").status_code == 403
    assert len(held(training)[1]) == 1
    assert training.client(EDITOR).get("/puna/planet/shembull-2024/nevojat/shifrat/999999").status_code == 404
