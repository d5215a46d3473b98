"""Who watches and who stands."""

from tests.browse.test_network import words
from tests.conftest import Site


def test_twelve_organisations_with_their_municipalities(real: Site) -> None:
    html = real.client().get("/organizatat").text
    assert "12 organizata të shoqërisë civile" in words(html)
    korce = words(html.split('id="gruaja-ne-zhvillim-korce"')[1].split("</li>")[0])
    assert "Ndjek: Korçë" in korce
    assert "Kontrata Sociale 2023–2027, Bashkia Korçë" in korce


def row_of(html: str, name: str) -> str:
    return words(next(row for row in html.split("<tr>") if name in row))


def test_a_candidates_answer_stands_beside_the_name(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "Nënshkroi , si kryetar bashkie, para 14 majit 2023" in row_of(html, "Sotiraq Filo")
    assert "Nënshkroi , si kandidat, prill 2023" in row_of(html, "Benet Beci")


def test_an_unknown_answer_is_not_a_no(real: Site, training: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "përgjigje e panjohur" in row_of(html, "Brunilda Mersini")
    assert "kontrata nuk është këtu" in row_of(html, "Igli Cara")


def test_declining_is_shown_as_declining(training: Site) -> None:
    html = training.client().get("/kandidatet").text
    assert "Nuk pranoi të nënshkruajë" in row_of(html, "Çlirim Votuesi")
    assert "Nënshkroi me rezervë" in row_of(html, "Blerta Garuese")
