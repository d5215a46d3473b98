"""Plans as trees, what they cover of the contract, and consultations. Real plans are only read."""

from tests.browse.test_network import words
from tests.conftest import Site


def test_a_plan_says_what_it_covers_and_what_nobody_looked_for(training: Site) -> None:
    said = words(training.client().get("/planet/shembull-2024").text)
    assert "5 nga 7 zotime të shqyrtuara janë në plan" in said
    assert "2 plotësisht, 3 pjesërisht; 2 nuk janë" in said
    assert "3 zotime nuk janë shqyrtuar ende." in said


def test_the_tree_links_back_to_the_commitment(training: Site) -> None:
    html = training.client().get("/planet/shembull-2024").text
    item = html.split('id="zeri-1.2.1"')[1].split("</li>")[0]
    assert 'href="/kontratat/shembull-2023/1.3.a"' in item


def test_what_the_documents_leave_unsaid_reads_so(real: Site) -> None:
    said = words(real.client().get("/planet/kamez-2024").text)
    assert "Dokumentet nuk thonë për cilat vite." in said
    assert "nuk thuhet" in said


def test_levels_are_called_as_the_plan_calls_them(real: Site) -> None:
    assert "prioritet 1" in words(real.client().get("/planet/durres-2025").text)
    assert "shtyllë 1" in words(real.client().get("/planet/kamez-2024").text)


def test_a_plan_nobody_compared_says_so(training: Site, real: Site) -> None:
    assert "Ende nuk është shqyrtuar" in words(training.client().get("/planet/prove-2025").text)


def test_a_hearing_with_roles_and_no_next_meeting(real: Site) -> None:
    said = words(real.client().get("/konsultimet/kamez-2024-01-10").text)
    assert "10 janar 2024" in said
    assert "ora 11:00" in said
    assert "Përfaqësues të Lagjeve Administrative" in said
    assert "Takimi i ardhshëm nuk thuhet" in said


def test_lists(real: Site) -> None:
    client = real.client()
    plans = client.get("/planet").text
    assert plans.count("card__link") == 6
    assert "periudha nuk thuhet" in plans
    assert "/konsultimet/permet-2023-07-25" in client.get("/konsultimet").text


def test_nothing_there(real: Site) -> None:
    client = real.client()
    assert client.get("/planet/askund-2025").status_code == 404
    assert client.get("/konsultimet/askund-2024-01-01").status_code == 404
