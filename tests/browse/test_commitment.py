"""/kontratat/{slug}/{ref}: words, plans, verdicts with evidence, history, and how to cite it."""

import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from pop_tracker.monitoring import assessments, decisions
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.corrections import correct
from pop_tracker.monitoring.evidence import Evidence, EvidenceKind
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.i18n import today
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import main_of, words

SHEMBULL = "/kontratat/shembull-2023"


def test_the_words_are_quoted_and_the_status_names_its_round(real: Site) -> None:
    said = words(real.client().get("/kontratat/fier-2019/3").text)
    assert "“Ndërtimi i një qendre pritëse psiko-sociale" in said
    assert "nuk është adresuar Raundi 1 , gusht 2019 – gusht 2020" in said
    assert "publikuar nga POP; provat nuk mbahen këtu" in said
    assert "vlerësim i vjetër: periudha mbaroi në gusht 2020" in said


@pytest.mark.parametrize(("age", "is_old"), [(730, False), (731, True)])
def test_after_two_years_an_assessment_says_when_its_period_ended(training: Site, age: int, is_old: bool) -> None:
    with training.database.writing() as session:
        for held in session.exec(select(Round)).all():
            held.period_until = today() - timedelta(days=age)
    assert ("vlerësim i vjetër" in training.client().get(f"{SHEMBULL}/1.1").text) == is_old


def test_a_verdict_from_the_seeds_claims_no_second_person(real: Site) -> None:
    assert "miratuar nga një person i dytë" not in real.client().get("/kontratat/fier-2019/3").text


def test_what_nobody_assessed_says_so(real: Site) -> None:
    said = words(main_of(real.client().get("/kontratat/korce-2023/1.5").text))
    assert "I pavlerësuar: asnjë raund i botuar nuk e ka vlerësuar ende." in said
    assert "nuk është shqyrtuar" in said
    assert "%" not in said


def test_a_place_in_words_waits_for_confirmation(real: Site) -> None:
    assert "njësia e pakonfirmuar" in real.client().get("/kontratat/korce-2023/3.1").text
    assert "njësia e pakonfirmuar" not in real.client().get("/kontratat/korce-2023/4.3").text


def test_units_reasons_and_evidence(training: Site) -> None:
    said = words(training.client().get(f"{SHEMBULL}/1.1").text)
    assert "adresuar plotësisht Njësia Lindore Shkolla u rikonstruktua" in said
    assert "nuk është adresuar Njësia Veriore Punimet" in said
    assert "Pjesëmarrës: 11 gra, 6 burra" in said
    assert "pjesërisht në plan" in said
    assert "“Rikonstruksioni i shkollës 9-vjeçare në Njësinë Lindore”" in said


def test_evidence_that_contradicts_is_marked(training: Site) -> None:
    said = words(training.client().get(f"{SHEMBULL}/1.3.b").text)
    assert "E kundërshton vlerësimin" in said


@pytest.mark.parametrize(
    ("ref", "verdict"), [("1.3.a", "plotësisht në plan"), ("1.4", "nuk është në plan"), ("2.4", "nuk është shqyrtuar")]
)
def test_not_in_the_plan_is_told_from_not_looked_for(training: Site, ref: str, verdict: str) -> None:
    html = training.client().get(f"{SHEMBULL}/{ref}").text
    row = words(html.split("<dt>Në plane</dt>")[1].split("</dd>")[0])
    assert verdict in row


def test_a_finding_names_the_organisation_that_looked(training: Site) -> None:
    block = words(training.client().get(f"{SHEMBULL}/1.4").text.split('id="planet"')[1].split("</section>")[0])
    assert "Organizata Shembullore · u bë publike më" in block


def test_a_point_is_derived_from_its_sub_points(training: Site) -> None:
    said = words(training.client().get(f"{SHEMBULL}/1.3").text)
    assert "adresuar pjesërisht nga nënpikat e tij" in said
    assert "1.3.a" in said
    assert "1.3.b" in said


def test_who_signed_is_counted_in_words(training: Site) -> None:
    said = words(training.client().get("/kontratat/shembull-2023/2.2").text)
    assert "Nënshkrimet 3 nënshkruan 1 nënshkroi me rezervë Emrat" in said
    english = words(training.client().get("/en/kontratat/shembull-2023/2.2").text)
    assert "Signatures 3 signed 1 signed with a reservation Names" in english


def test_it_can_be_cited_for_good(training: Site) -> None:
    client = training.client()
    html = client.get(f"{SHEMBULL}/1.1").text
    address = re.search(r'<p class="cite__address"><a href="http://testserver.local(/ndryshimet/\d+)"', html)
    assert address
    assert client.get(address.group(1)).status_code == 200
    cited = words(html.split('<p class="cite__text">')[1].split("</p>")[0])
    assert cited.startswith("Zotimi 1.1, Kontrata Sociale 2023–2027, Bashkia Shembull, botimi 1: “Rikonstruksioni")
    assert "Adresuar pjesërisht, raundi 1, 2023–2024." in cited


def test_history_holds_only_what_is_about_it(training: Site) -> None:
    html = training.client().get(f"{SHEMBULL}/2.4").text
    history = html.split("Ndryshimet e këtij zotimi")[1].split("</details>")[0]
    assert len(re.findall(r'href="/ndryshimet/', history)) == 2  # the edition and the round, no finding


@pytest.mark.parametrize("ref", ["9.9", "1", "1.3.c", "botimi"])
def test_no_such_commitment(training: Site, ref: str) -> None:
    assert training.client().get(f"{SHEMBULL}/{ref}").status_code == 404


def test_a_correction_stands_beside_what_it_corrected(training: Site) -> None:
    with training.database.writing() as session:
        row = next(one for one in session.exec(select(Assessment)).all() if one.ref == "2.4")
        piece = Evidence(
            assessment_id=0, evidence_kind=EvidenceKind.FIELD_CHECK, dated_on=date(2024, 9, 6), place="qyteti",
            description="U pa në vend.", source="shënime",
        )  # fmt: skip
        said = Said(Status.FULLY_ADDRESSED, "Të pesë rrugët ndriçohen.", (piece,), "Një rrugë nuk ishte numëruar.")
        made = correct(session, training.viewer(session, EDITOR), row.id or 0, said, 0)
        assessments.submit(session, training.viewer(session, EDITOR), made)
        session.flush()
        decisions.approve(session, training.viewer(session, REVIEWER), made, made.version)
    html = training.client().get(f"{SHEMBULL}/2.4").text
    said_words = words(html)
    assert "adresuar plotësisht Raundi 1" in said_words
    assert "Pse u ndreq: Një rrugë nuk ishte numëruar." in said_words
    assert "i zëvendësuar nga një ndreqje" in said_words
    assert "miratuar nga një person i dytë" in said_words
    in_force, before = html.split('id="vleresimet"')[1].split("Vlerësime që nuk janë më në fuqi (1)")
    assert "Të pesë rrugët ndriçohen." in in_force
    assert "në fuqi</span>" in in_force
    assert "i zëvendësuar nga një ndreqje" not in in_force
    assert "i zëvendësuar nga një ndreqje" in before.split("</details>")[0]


def test_a_status_is_said_once_where_its_one_assessment_says_the_same(real: Site) -> None:
    said = words(main_of(real.client().get("/kontratat/fier-2019/1").text))
    assert said.count("adresuar pjesërisht") == 1
    assert "Siç e publikoi POP" in said


def test_the_ways_on_say_which_commitments_they_lead_to(training: Site) -> None:
    html = training.client().get("/kontratat/shembull-2023/1.2").text
    assert 'rel="prev" href="/kontratat/shembull-2023/1.1">Zotimi 1.1</a>' in html
    assert 'rel="next" href="/kontratat/shembull-2023/1.3">Zotimi 1.3</a>' in html
