"""/bashkite/{slug}: who governs, what was asked for and what came of it, in the whole municipality and in one unit."""

import re
from datetime import date

import pytest
from sqlmodel import Session, func, select

from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.history import Actor, HistoryEntry
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations import consultations as consultations_of
from tests.browse.play import refs, steps
from tests.conftest import Site
from tests.pages import main_of, words


def test_fier_says_what_is_not_known(real: Site) -> None:
    html = real.client().get("/bashkite/fier").text
    assert [count for count, _, _ in steps(html)] == ["5", "–", "–", "–", "–", "3"]
    said = words(main_of(html))
    assert "nuk dihet nëse u nënshkrua" in said
    assert (
        "5 nga 5 u vlerësuan (raundi 1, gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar."
    ) in said
    assert "%" not in said


def test_korce_has_23_commitments_and_no_percentage(real: Site) -> None:
    html = real.client().get("/bashkite/korce").text
    assert steps(html)[:2] == [("23", "Kërkuar", "në 7 prioritete"), ("1", "Nënshkrime", "për 23 nga 23 zotime")]
    assert [count for count, _, _ in steps(html)][2:] == ["–"] * 4
    assert "%" not in words(main_of(html))


def test_it_opens_with_who_governs_and_this_mandates_contract(real: Site) -> None:
    html = main_of(real.client().get("/bashkite/korce").text)
    first = words(html.split("Njësia administrative")[0])
    assert "Kontrata 2023–2027: 23 zotime, asnjë i vlerësuar." in first
    assert "Kush drejton Sotiraq Filo" in first
    assert "Kush nënshkroi Sotiraq Filo si kryetar bashkie, para 14 majit 2023" in first
    assert words(html).count("Sotiraq Filo") == 2


def test_every_point_once_in_the_contracts_own_order(real: Site) -> None:
    client = real.client()
    found = refs(client.get("/bashkite/korce").text)
    assert found == refs(client.get("/kontratat/korce-2023").text)
    assert len(found) == len(set(found))


def test_what_is_not_here_is_said_in_one_line(real: Site) -> None:
    html = real.client().get("/bashkite/korce").text
    assert "Këtu mungojnë: planet e bashkisë, konsultimet, raunde monitorimi të botuara." in words(html)
    assert 'href="/konsultimet.ics?bashkia=korce"' in html
    for heading in ("Planet", "Konsultimet"):
        assert not re.search(rf"<h\d[^>]*>\s*{heading}\s*</h", html)


def test_points_of_a_unit_come_first_and_those_for_all_are_folded(real: Site) -> None:
    client = real.client()
    html = client.get("/bashkite/korce?njesia=drenove").text
    of_unit, for_all = html.split("Edhe ")[0], html.split("Edhe ")[1]
    assert len(refs(of_unit)) == 2
    assert words(for_all).startswith("13 zotime për gjithë bashkinë")
    assert len(refs(for_all.split("</details>")[0])) == 13
    assert '<option value="drenove" selected>' in html


def test_a_unit_of_which_nobody_asked_anything_says_so(real: Site) -> None:
    said = words(real.client().get("/bashkite/fier?njesia=cakran").text)
    assert "Asnjë zotim nuk e përmend këtë njësi. Edhe 5 zotime për gjithë bashkinë" in said


@pytest.mark.parametrize("path", ["/bashkite/korce?njesia=askund", "/bashkite/korce?njesia=cakran"])
def test_no_such_unit_there(real: Site, path: str) -> None:
    assert real.client().get(path).status_code == 404


@pytest.mark.parametrize("query", ["", "?njesia=njesia-veriore"])
def test_addresses_of_units_stay(training: Site, query: str) -> None:
    client = training.client()
    linked = re.findall(r'href="(/bashkite/shembull)#([a-z-]+)"', client.get("/kontratat/shembull-2023/1.1").text)
    html = client.get("/bashkite/shembull" + query).text
    for _, unit in [*linked, ("", "njesia-lindore")]:
        assert html.count(f'id="{unit}"') == 1, unit


def test_places_in_words_stand_apart_until_someone_confirms_them(real: Site) -> None:
    html = real.client().get("/bashkite/korce?njesia=drenove").text
    unconfirmed = html.split("Vende që ende nuk janë lidhur me një njësi")[1].split("</details>")[0]
    assert refs(unconfirmed) == ["3.1", "3.3"]
    assert "njësia e pakonfirmuar" in unconfirmed


def test_a_unit_shows_its_own_verdict(training: Site) -> None:
    client = training.client()
    north = words(client.get("/bashkite/shembull?njesia=njesia-veriore").text.split('id="njesia-veriore"')[1])
    east = words(client.get("/bashkite/shembull?njesia=njesia-lindore").text.split('id="njesia-lindore"')[1])
    assert "nuk është adresuar" in north.split("Edhe ")[0]
    assert "adresuar plotësisht" in east.split("Edhe ")[0]
    assert "raundi 1, 2023–2024" in east.split("Edhe ")[0]


def test_who_governed_when(real: Site) -> None:
    said = words(real.client().get("/bashkite/vlore").text)
    assert "Brunilda Mersini" in said
    assert "Ermal Dredha" in said
    assert "që nga 9 nëntor 2025; në detyrë, me sa dihet" in said
    assert "kryetar bashkie, 14 maj 2023 – 11 shtator 2025" in said
    assert "))" not in said, "no brackets within brackets"


def test_commitments_that_outlast_a_mayor_are_spoken_of_only_where_there_are_some(real: Site) -> None:
    sentence = "Kur ndryshon kryetari, zotimet mbeten publike."
    assert sentence in words(real.client().get("/bashkite/korce").text)
    assert sentence not in words(real.client().get("/bashkite/vlore").text), "its contract’s text is not here"


def test_a_municipality_of_which_nothing_is_known_says_so(real: Site) -> None:
    said = words(real.client().get("/bashkite/tropoje").text)
    assert "Jashtë rrjetit POP; nuk dihet asnjë kontratë." in said
    empty = re.findall(r"<(dl|div|p|ul)\b[^>]*>\s*</\1>", main_of(real.client().get("/bashkite/tropoje").text))
    assert not empty, "a column of nothing beside what is known"
    assert "Këtu mungojnë: kush drejton tani, planet e bashkisë, konsultimet." in said


def test_marks_of_a_unit_stand_in_the_contracts_order(training: Site) -> None:
    html = training.client().get("/bashkite/shembull").text
    of_it = html.split('id="fushe-shembull"')[1].split("</li>")[0]
    assert re.findall(r"#m-([a-z-]+)", of_it) == ["not-addressed", "fully-addressed"]  # 2.1, 2.3


def test_its_news_are_its_own_the_newest_first(training: Site) -> None:
    """What was done here, act by act; what was loaded as how much of it is of here; and the way to all of it."""

    def leaves(session: Session, slug: str, number: int) -> None:
        place = session.exec(select(Municipality.id).where(Municipality.slug == slug)).one() or 0
        office = Office(municipality_id=place, capacity=OfficeCapacity.COUNCIL_CHAIR, name=f"{slug} {number}",
                        from_on=date(2024, number, 1), until_on=date(2024, number, 2), source="e shpikur")  # fmt: skip
        office.record(session, Actor(None, "organizata-a"))

    with training.database.writing() as session:
        of_here = HistoryEntry.municipality == "shembull"
        loaded = session.exec(select(func.count()).select_from(HistoryEntry).where(of_here)).one()
        leaves(session, "shembull", 1)
        leaves(session, "prove", 1)
    said = words(main_of(training.client().get("/bashkite/shembull").text)).split("Ndryshimet e fundit")[1]
    assert re.findall(r"(shembull|prove) \d", said) == ["shembull"]
    assert f"U ngarkuan {loaded} të dhëna." in said
    assert said.index("shembull 1") < said.index("U ngarkuan")
    with training.database.writing() as session:
        for number in range(2, 8):
            leaves(session, "shembull", number)
            leaves(session, "prove", number)
    html = main_of(training.client().get("/bashkite/shembull").text).split("Ndryshimet e fundit")[1]
    assert re.findall(r"(?:shembull|prove) \d", words(html)) == [f"shembull {number}" for number in range(7, 2, -1)]
    assert "U ngarkua" not in words(html)  # five are told, whatever they are
    assert 'href="/ndryshimet?bashkia=shembull"' in html


def test_no_such_municipality(real: Site) -> None:
    assert real.client().get("/bashkite/askund").status_code == 404


def test_plans_and_consultations_are_folds_and_what_lies_ahead_is_said_on_them(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consultations_of, "today", lambda: date(2027, 11, 9))
    fold = re.compile(r'<details class="fold [^"]*" id="(?:planet|konsultimet)">\s*<summary>(.*?)</summary>', re.DOTALL)
    for prefix, heads in (
        ("", ["Planet 4 plane", "Konsultimet 5 konsultime · i shpallur për datën 10 nëntor 2027"]),
        ("/en", ["Plans 4 plans", "Consultations 5 consultations · announced for 10 November 2027"]),
    ):
        html = main_of(training.client().get(f"{prefix}/bashkite/shembull").text)
        assert [words(head) for head in fold.findall(html)] == heads


def test_that_nobody_knows_who_signed_is_said_once(real: Site) -> None:
    assert words(main_of(real.client().get("/bashkite/fier").text)).count("nuk dihet nëse u nënshkrua") == 1


def test_what_was_said_in_two_terms_is_never_counted_together(training: Site) -> None:
    client = training.client()
    aside = words(client.get("/bashkite/prove").text.split('id="njesite"')[1])
    assert "Kodra e Provës 2023–2027: 2 zotime 2019–2023: 1 plotësisht, 0 pjesërisht, 0 jo Lugina" in aside
    assert "2023–2027: 1 zotim për gjithë bashkinë 2019–2023: 3 zotime për gjithë bashkinë" in aside
    here = words(client.get("/bashkite/prove?njesia=kodra-e-proves").text.split('id="kodra-e-proves"')[1])
    assert "Kontrata 2023–2027: 2 zotime, asnjë i vlerësuar. Kontrata 2019–2023: 1 nga 1 u vlerësua:" in here
    for_all = here.split("Edhe 4 zotime për gjithë bashkinë")[1]
    assert for_all.startswith(" Kontrata 2023–2027: 1 zotim, i pavlerësuar. Kontrata 2019–2023: 1 nga 1 u vlerësua:")
