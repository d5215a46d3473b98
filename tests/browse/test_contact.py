"""/kontakt promises only the contact that it has."""

from tests.conftest import Site
from tests.pages import words


def test_without_an_address_the_organisations_are_named_instead(real: Site) -> None:
    said = words(real.client().get("/kontakt").text)
    assert "Shkruajini organizatës që ndjek bashkinë tuaj." in said
    assert "na shkruani" not in said.lower()


def test_about_us_says_what_a_contract_is_and_leads_to_method_contact_and_privacy(real: Site) -> None:
    html = real.client().get("/organizatat").text
    assert "<h1>Rreth nesh</h1>" in html
    assert "Është angazhim moral, jo ligjor." in words(html.partition("<main")[2].partition("12 organizata")[0])
    for path in ("/metodologjia", "/kontakt", "/privatesia"):
        assert f'href="{path}"' in html.partition("<main")[2].partition("</main>")[0], path


def test_a_source_of_most_organisations_is_said_once(real: Site) -> None:
    main = words(real.client().get("/organizatat").text)
    assert main.count("(anëtarët e rrjetit); gadc.org.al") == 1
    assert main.count("popnetwork.al") == 1, "the one that has another says so itself"


def test_the_method_says_when_there_is_a_percentage(real: Site) -> None:
    said = words(real.client().get("/en/metodologjia").text)
    assert "when at least 20 commitments, and at least half of those that can be assessed" in said
    assert "It is counted out of those assessed, not out of all." in said


def test_privacy_begins_with_the_short_of_it(real: Site) -> None:
    lead = words(real.client().get("/privatesia").text).partition("Në këtë faqe")[0]
    assert "Për të lexuar nuk duhet llogari dhe nuk përdoren cookie." in lead
