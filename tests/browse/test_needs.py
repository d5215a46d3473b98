"""A needs assessment as tables of its seven kinds of data; what a document leaves out reads so."""

from tests.browse.crowd import crowd
from tests.browse.test_network import words
from tests.conftest import Site

NEEDS = "/planet/shembull-2024/nevojat"


def section(html: str, letter: str) -> str:
    return html.split(f'id="{letter}"')[1].split("</section>")[0]


def test_seven_kinds_in_their_order_with_the_documents_words(training: Site) -> None:
    html = training.client().get(NEEDS).text
    places = [html.index(f'id="{letter}"') for letter in "abcdefg"]
    assert places == sorted(places)
    assert "“Popullsia, familjet dhe moshat sipas njësive administrative”" in words(section(html, "a"))


def test_units_stand_across_with_a_bar_beside_each_figure(training: Site) -> None:
    people = section(training.client().get(NEEDS).text, "a")
    assert people.index("E gjithë bashkia") < people.index("Njësia Lindore")
    row = people.split('<tr role="row">')[2]
    assert words(row).startswith("Popullsia (banorë) 2023 23.250 11.840")
    # Every unit, and not the whole that they make up.
    assert row.count("<svg") == row.count('class="num"') - 1


def test_who_gives_a_service_stands_beside_it(training: Site) -> None:
    said = words(section(training.client().get(NEEDS).text, "c"))
    for provider in ("Publik", "Organizatë jofitimprurëse", "I kontraktuar"):
        assert provider in said


def test_money_is_written_as_money(training: Site) -> None:
    assert "14.200.000 lekë" in words(section(training.client().get(NEEDS).text, "e"))
    assert "14,200,000 lek" in words(section(training.client().get(f"/en{NEEDS}").text, "e"))


def test_each_figure_has_its_source(training: Site) -> None:
    html = training.client().get(NEEDS).text
    for letter in "abcdefg":
        part = section(html, letter)
        assert "Burimi: e shpikur për ushtrim" in words(part) or 'href="#burimi-' in part, letter


def test_kinds_named_without_figures_say_so(real: Site) -> None:
    html = real.client().get("/planet/puke-2025/nevojat").text
    assert "nuk jep asnjë shifër" in words(html)
    assert "<table" not in html
    for letter, said in zip("abcdefg", ("demografike", "Profili", "egzistuese", "Shpërndarja", "Financimi",
                                        "strukturat", "krahasuese"), strict=True):  # fmt: skip
        part = words(section(html, letter))
        assert said in part
        assert "Shifrat: nuk thuhet" in part


def test_it_is_found_from_its_plan_and_nowhere_without(real: Site) -> None:
    client = real.client()
    assert 'href="/planet/puke-2025/nevojat"' in client.get("/planet/puke-2025").text
    assert "/nevojat" not in client.get("/planet/durres-2025").text
    assert client.get("/planet/durres-2025/nevojat").status_code == 404
    assert client.get("/planet/askund-2025/nevojat").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_figures(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        assert client.get(NEEDS).status_code == 200
    with training.database.writing() as session:
        crowd(session, ("needs_figure",))
    training.app.app.forget()
    with training.count_queries() as after:
        assert client.get(NEEDS).status_code == 200
    assert len(after) == len(before) <= 8
