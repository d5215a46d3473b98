"""/bashkite/{slug}: how far the commitments come, the units, who governs."""

import re

from tests.browse.play import steps
from tests.conftest import Site
from tests.pages import main_of, words


def test_fier_says_what_is_not_known(real: Site) -> None:
    html = real.client().get("/bashkite/fier").text
    assert [value for value, _, _ in steps(html)] == ["5", "?", "?", "?", "?", "3"]
    said = words(main_of(html))
    assert "nuk dihet nëse u nënshkrua" in said
    assert "3 nga 5 të vlerësuara janë adresuar, plotësisht ose pjesërisht (60%)." in said
    assert "raundi 1, gusht 2019 – gusht 2020" in said


def test_korce_has_23_commitments_and_no_percentage(real: Site) -> None:
    html = real.client().get("/bashkite/korce").text
    assert [value for value, _, _ in steps(html)] == ["23", "23", "?", "?", "?", "?"]
    assert "%" not in words(main_of(html))


def test_places_in_words_stand_apart_until_someone_confirms_them(real: Site) -> None:
    html = real.client().get("/bashkite/korce").text
    unconfirmed = html.split("Vende që ende nuk janë lidhur me një njësi")[1].split("</section>")[0]
    assert re.findall(r'class="ref"[^>]*>([^<]+)<', unconfirmed) == ["3.1", "3.3"]


def test_a_unit_shows_its_own_verdict(training: Site) -> None:
    html = training.client().get("/bashkite/shembull").text
    north = words(html.split('id="njesia-veriore"')[1].split("</section>")[0])
    east = words(html.split('id="njesia-lindore"')[1].split("</section>")[0])
    assert "nuk është adresuar" in north
    assert "adresuar plotësisht" in east
    assert "raundi 1, 2023–2024" in east


def test_who_governed_when(real: Site) -> None:
    said = words(real.client().get("/bashkite/vlore").text)
    assert "Brunilda Mersini" in said
    assert "Ermal Dredha" in said


def test_commitments_that_outlast_a_mayor_are_spoken_of_only_where_there_are_some(real: Site) -> None:
    sentence = "Kur ndryshon kryetari, zotimet mbeten publike."
    assert sentence in words(real.client().get("/bashkite/korce").text)
    assert sentence not in words(real.client().get("/bashkite/vlore").text), "its contract’s text is not here"


def test_a_municipality_of_which_nothing_is_known_says_so(real: Site) -> None:
    said = words(real.client().get("/bashkite/tropoje").text)
    assert "Jashtë rrjetit POP; nuk dihet asnjë kontratë." in said
    assert "Asnjë plan i regjistruar këtu." in said


def test_no_such_municipality(real: Site) -> None:
    assert real.client().get("/bashkite/askund").status_code == 404
