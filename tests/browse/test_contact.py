"""/kontakt promises only the contact that it has."""

from tests.conftest import Site
from tests.pages import words


def test_without_an_address_the_organisations_are_named_instead(real: Site) -> None:
    said = words(real.client().get("/kontakt").text)
    assert "Shkruajini organizatës që ndjek bashkinë tuaj." in said
    assert "na shkruani" not in said.lower()
