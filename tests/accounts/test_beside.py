"""What stands beside the forms for people and organisations. Who works here is the coordinator's to see."""

from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import beside

NEW = {"name": "Iris Ardhmja", "email": "iris@shembull.example", "roles": "editor", "language": "sq"}
PEOPLE = "/puna/njerezit"


def read(site: Site, path: str) -> str:
    page = site.client(COORDINATOR).get(path)
    assert page.status_code == 200
    return beside(page.text)


def test_who_works_where_stands_beside_someone_new(training: Site) -> None:
    path = f"{PEOPLE}/shtim"
    text = read(training, path)
    assert (
        "Organizata Shembullore (3) Anila Editore redaktor Besnik Redaktor redaktor Drita Rishikuese rishikues" in text
    )
    assert "Pa organizatë (1) Gëzim Koordinator" in text
    with training.count_queries() as few:
        training.client(COORDINATOR).get(path)
    organisation = training.client(COORDINATOR).get(path).text.split(">Organizata Shembullore</option>")[0]
    fields = {**NEW, "organisation": organisation.rsplit('value="', 1)[1].split('"')[0]}
    assert training.form(training.client(COORDINATOR), path, **fields).status_code == 303
    with training.count_queries() as more:
        assert "Organizata Shembullore (4)" in beside(training.client(COORDINATOR).get(path).text)
    assert len(few) == len(more)


def test_colleagues_stand_beside_a_person_and_who_left_does_not(training: Site) -> None:
    text = read(training, f"{PEOPLE}/1")
    assert "Të tjerët e organizatës Besnik Redaktor redaktor Drita Rishikuese rishikues" in text
    assert "Anila" not in text
    assert "Edon" not in text
    besnik = training.client(COORDINATOR).get(PEOPLE).text.split(">Besnik Redaktor</a>")[0].rsplit("/", 1)[1][:-1]
    left = training.form(training.client(COORDINATOR), f"{PEOPLE}/{besnik}/largim")
    assert left.status_code == 303
    assert "Besnik" not in read(training, f"{PEOPLE}/1")
    assert "Organizata Shembullore (2)" in read(training, f"{PEOPLE}/shtim")


def test_an_organisation_s_people_stand_beside_it_and_the_others_beside_a_new_one(training: Site) -> None:
    text = read(training, "/puna/organizatat/organizata-a")
    assert "Njerëzit Anila Editore redaktor Besnik Redaktor redaktor Drita Rishikuese rishikues" in text
    assert "Edon" not in text
    text = read(training, "/puna/organizatat/shtim")
    assert "Janë regjistruar tashmë Organizata Shembullore Shembull, Ushtrim Shoqata Provë Provë" in text
    assert "Anila" not in text


def test_they_are_the_coordinator_s(training: Site) -> None:
    for who in (EDITOR, REVIEWER):
        for path in (f"{PEOPLE}/shtim", f"{PEOPLE}/1", "/puna/organizatat/shtim", "/puna/organizatat/organizata-a"):
            assert training.client(who).get(path).status_code == 403
