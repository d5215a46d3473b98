"""Who watches."""

from tests.conftest import Site
from tests.pages import words


def test_twelve_organisations_with_their_municipalities(real: Site) -> None:
    html = real.client().get("/organizatat").text
    assert "12 organizata të shoqërisë civile" in words(html)
    korce = words(html.split('id="gruaja-ne-zhvillim-korce"')[1].split("</li>")[0])
    assert "Ndjek: Korçë" in korce
    assert "Kontrata Sociale 2023–2027, Bashkia Korçë" in korce
