"""What stands beside the coordinator's forms for elections, candidates and offices."""

import pytest

from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.pages import beside

NEW = {"election_kind": "partial", "municipality": "ushtrim", "held_on": "2.3.2025", "source": "e shpikur për ushtrim"}
OFFICES = "/puna/detyrat/shembull"
FIRST = "Lista e Parë e Ushtrimit · u zgjodh"
NOBODY = "Ende nuk është regjistruar asnjë kandidat."


def read(site: Site, path: str) -> str:
    page = site.client(COORDINATOR).get(path)
    assert page.status_code == 200
    return beside(page.text)


def test_the_elections_that_are_recorded_stand_beside_a_new_one(training: Site) -> None:
    path = "/puna/zgjedhjet/shtim"
    text = read(training, path)
    assert "Janë regjistruar tashmë Zgjedhje vendore 2023 14 maj 2023 · 6 kandidatë" in text
    assert "shtoni kandidatët e tyre" in text
    with training.count_queries() as one:
        training.client(COORDINATOR).get(path)
    assert training.form(training.client(COORDINATOR), path, **NEW).status_code == 303
    with training.count_queries() as two:
        assert "2 mars 2025 · 0 kandidatë" in beside(training.client(COORDINATOR).get(path).text)
    assert len(one) == len(two)
    # And beside one of them the others.
    text = read(training, "/puna/zgjedhjet/vendore-2023")
    assert "Lloji Zgjedhje vendore Data 14 maj 2023 Kandidatët 6 Burimi: e shpikur për ushtrim" in text
    assert "Zgjedhje të tjera Zgjedhje të pjesshme 2025, Ushtrim" in text


@pytest.mark.parametrize(
    ("query", "said", "unsaid", "next_page"),
    [
        ("?zgjedhja=vendore-2023", f"Agim Kandidati Shembull · {FIRST}", "", "/puna/detyrat"),
        ("?zgjedhja=vendore-2023&bashkia=shembull", f"Agim Kandidati {FIRST}", "Flora", OFFICES),
        ("", NOBODY, "Agim", "/puna/detyrat"),
        ("?bashkia=%22%3E", NOBODY, "Agim", "/puna/detyrat"),
    ],
)
def test_who_stands_already_is_read_beside_a_new_candidate(
    training: Site, query: str, said: str, unsaid: str, next_page: str
) -> None:
    page = training.client(COORDINATOR).get(f"/puna/kandidatet/shtim{query}").text
    assert said in beside(page)
    assert not unsaid or unsaid not in beside(page)
    assert f'<a href="{next_page}">' in page.split("page__aside")[1]
    assert '<a href="/kandidatet">' in page.split("page__aside")[1]


def test_who_holds_an_office_and_who_was_elected_stand_beside_who_comes(training: Site) -> None:
    page = training.client(COORDINATOR).get(f"{OFFICES}/shtim").text
    text = beside(page)
    assert "Agim Kandidati kryetar bashkie, 14 maj 2023 – në detyrë" in text
    assert "Kush u zgjodh kryetar bashkie Agim Kandidati Lista e Parë e Ushtrimit, 14 maj 2023" in text
    assert "Blerta" not in text  # who stood and was not elected
    assert "Ermir" not in text  # who was elected elsewhere
    assert '<a href="/bashkite/shembull">' in page.split("page__aside")[1]


@pytest.mark.parametrize(
    "path", ["/puna/zgjedhjet/shtim", "/puna/zgjedhjet/vendore-2023", "/puna/kandidatet/shtim", f"{OFFICES}/shtim"]
)
def test_they_are_the_coordinator_s(training: Site, path: str) -> None:
    assert training.client(EDITOR).get(path).status_code == 403
