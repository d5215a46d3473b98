"""Plans as trees, what they cover of the contract, and consultations. Real plans are only read."""

from datetime import date, timedelta

import pytest

from pop_tracker.plans.stages import PlanStage, StageKind
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.i18n import today
from tests.conftest import Site
from tests.pages import main_of, words


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


def test_what_a_plan_does_not_hold_stands_after_what_it_does(training: Site) -> None:
    said = words(training.client().get("/planet/shembull-2024").text).split("Çfarë mbulon nga")[1]
    found, not_found = said.split("2 zotime nuk janë në plan")
    assert found.count("u bë publike më") == 1, "who found it and since when, once for all"
    assert found.count("plotësisht në plan") == 2
    assert "Autobus falas" in not_found


def test_a_source_of_all_stands_once(real: Site) -> None:
    html = main_of(real.client().get("/planet/durres-2025").text)
    tree = html.split('id="zerat"')[1].split("Shkarkoni")[0]
    assert "Burimi" not in words(tree)
    assert "Burimi: Relacion për miratimin" in words(html)


def test_a_plan_nobody_compared_says_so(training: Site, real: Site) -> None:
    assert "ende nuk janë shqyrtuar në këtë plan" in words(training.client().get("/planet/prove-2025").text)


def test_a_hearing_with_roles_and_no_next_meeting(real: Site) -> None:
    said = words(real.client().get("/konsultimet/kamez-2024-01-10").text)
    assert "10 janar 2024" in said
    assert "ora 11:00" in said
    assert "Përfaqësues të Lagjeve Administrative" in said
    assert "Takimi i ardhshëm nuk thuhet" in said


def test_lists(real: Site) -> None:
    client = real.client()
    plans = client.get("/planet").text
    assert main_of(plans).count('href="/planet/') == 6
    assert "periudha nuk thuhet" in plans
    assert "/konsultimet/permet-2023-07-25" in client.get("/konsultimet").text


def test_nothing_there(real: Site) -> None:
    client = real.client()
    assert client.get("/planet/askund-2025").status_code == 404
    assert client.get("/konsultimet/askund-2024-01-01").status_code == 404


def test_figures_count_no_amount_twice(training: Site) -> None:
    said = words(training.client().get("/planet/shembull-2024").text)
    assert "60 zëra të planit" in said
    assert "kosto gjithsej 198.000.000 lekë" in said
    assert "29 nga 29 zëra me kosto Plani i jep kostot me 19 shuma." in said
    assert "Shuma e një zëri përfshin edhe zërat poshtë tij." in said
    assert "Shpenzuar 119.659.000,50 lekë, nga 144.350.000 lekë të planifikuara për vitet 2024, 2025" in said
    assert "2025 90.225.000 73.611.000,50" in said, "the money of a year, in one table"
    assert "Treguesit 18 nga 29 me vlera" in said
    assert "Çdo shumë numërohet një herë" in said


def test_an_item_says_all_that_the_plan_says_of_it(training: Site) -> None:
    html = training.client().get("/planet/shembull-2024").text
    said = words(html.split('id="zeri-1.1.1"')[1].split("</li>")[0])
    for fact in (
        "Përgjegjës Drejtoria e Investimeve",
        "Partnerë Ministria e ushtrimit për arsimin",
        "Afati 31 dhjetor 2025",
        "Kostoja 38.000.000 lekë",
        "Burimi i financimit Buxheti i bashkisë; grant shtetëror",
        "Programi buxhetor 091, Arsimi bazë dhe parashkollor",
        "Njësitë administrative Njësia Lindore",
        "Grupet e synuara nxënës",
        "nga 0 (2023) te 14 (2025); më 2025: 14",
        "2024 10 20.000.000 lekë 19.400.000 lekë",
        "Nga kontrata: zotimi 1.1 (pjesërisht në plan)",
    ):
        assert fact in said, fact
    further = words(html.split('id="zeri-1.1.1.2"')[1].split("</li>")[0])
    assert "zotimi 1.1" in further, "an item that a finding names beside the quoted one"


def test_the_way_says_when_and_until_when_comments_were_open(training: Site) -> None:
    said = words(training.client().get("/planet/shembull-2024").text)
    assert "22 janar 2024 Njoftimi i projektit Komente u prisnin deri më" in said
    assert "(25 ditë pune, ligji 146/2014, neni 15)" in said
    assert "Vendimi i këshillit (VKB) nr. 18" in said
    assert "shtator 2023 Vlerësimi i nevojave" in said


def test_of_what_has_not_come_yet_the_way_says_nothing(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shembull's plan runs until 2027; in 2028 its end is unsaid."""
    assert "Mbarimi i planit" not in words(training.client().get("/planet/shembull-2024").text)
    monkeypatch.setattr("pop_tracker.browse.plans.plan.today", lambda: date(2028, 1, 1))
    training.app.app.forget()
    assert "nuk thuhet : Mbarimi i planit" in words(training.client().get("/planet/shembull-2024").text)


def test_a_finding_names_who_found_it(training: Site) -> None:
    assert "Organizata Shembullore · u bë publike më" in words(training.client().get("/planet/shembull-2024").text)


@pytest.mark.parametrize(("days", "notice"), [(3, True), (90, False)])
def test_an_open_term_stands_at_the_top(training: Site, days: int, notice: bool) -> None:
    with training.database.writing() as session:
        plan = plan_by_slug(session, "prove-2025")
        assert plan is not None
        day = today() - timedelta(days=days)
        session.add(PlanStage(plan_id=plan.id or 0, stage=StageKind.NOTICE, reached_on=day, source="e shpikur"))
    said = words(training.client().get("/planet/prove-2025").text)
    assert ("Projekti pret komente Komente deri më" in said) is notice
    assert "(20 ditë pune, ligji 146/2014, neni 15)" in said


def test_plans_follow_one_another(training: Site, real: Site) -> None:
    client = training.client()
    before = words(client.get("/planet/shembull-2024").text)
    assert "Planet e mëparshme Plani Social i Bashkisë Shembull 2020-2023" in before
    assert "Pas tij Plani Social i Bashkisë Shembull 2024-2027" in words(client.get("/planet/shembull-2020").text)
    assert 'href="/planet/durres-2021"' in real.client().get("/planet/durres-2025").text


def test_no_cost_is_made_up(real: Site) -> None:
    said = words(real.client().get("/planet/durres-2025").text)
    assert "Kostoja nuk thuhet për asnjë zë në burimet që kemi." in said
    assert "zëra me kosto" not in said
    assert "121, datë 21.11.2016 “Për Shërbimet e Kujdesit Shoqëror në Republikën e Shqipërisë” (121/2016)" in said


def test_the_list_says_kind_years_stage_and_share_with_money(training: Site) -> None:
    card = words(training.client().get("/planet").text.split("/planet/shembull-2024")[1].split("</li>")[0])
    assert "Plan social, 2024–2027 Rishikimi: qershor 2025 60 zëra; 29 nga 29 zëra me kosto" in card


def test_the_list_narrows_by_kind_and_municipality(training: Site) -> None:
    client = training.client()
    for asked, found in (("", 5), ("?lloji=pba", 1), ("?bashkia=prove", 1)):
        assert main_of(client.get(f"/planet{asked}").text).count('href="/planet/') == found
    assert "Asnjë plan i tillë" in words(client.get("/planet?bashkia=prove&lloji=pba").text)
    assert "Asnjë plan i tillë" in words(client.get("/planet?lloji=%00").text)
