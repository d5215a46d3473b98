"""/kontratat/{slug}/matrica: what was promised beside what is planned, and the sentence to quote."""

import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.browse.matrix import ANSWERS
from pop_tracker.monitoring.statuses import current_statuses
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.findings.rows import published_findings
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_in
from tests.browse.play import COVERED, NOT, find, item, look_for_three, new_plan, sheet
from tests.cast import REVIEWER
from tests.conftest import Site, axe_violations
from tests.monitoring.play import corrected, finish, open_round, publish
from tests.pages import main_of, words
from tests.plans.play import confirm, recorded

MATRIX = "/kontratat/prove-2023/matrica"


def sentence(site: Site, path: str = MATRIX) -> str:
    html = site.client().get(path).text
    return words(re.findall(r'id="fjalia">(.*?)</p>', html, re.S)[0])


def cells(html: str) -> dict[str, list[str]]:
    """By reference, what each plan's cell says."""
    return {
        ref: [
            words(re.sub(r'<span class="matrix__plan".*?</span>(?=\s)', "", cell, flags=re.S))
            for cell in re.findall(r"<td.*?</td>", row, re.S)
        ]
        for ref, row in re.findall(r'<a class="ref"[^>]*>([^<]+)</a>(.*?)</tr>', html, re.S)
    }


def test_the_sentence_counts_by_hand(training: Site) -> None:
    look_for_three(training)
    assert sentence(training) == (
        "Nga 4 zotime, 2 janë në të paktën një plan, 1 ka buxhet, 1 nuk gjendet në asnjë plan të shqyrtuar; "
        "1 nuk është shqyrtuar ende."
    )
    assert sentence(training, f"/en{MATRIX}") == (
        "Of 4 commitments, 2 are in at least one plan, 1 has a budget, 1 is in none of the plans checked; "
        "1 has not been checked yet."
    )


def test_it_says_the_social_plan_where_only_that_was_examined(training: Site) -> None:
    with training.database.writing() as session:
        social = new_plan(session, PlanKind.SOCIAL_PLAN, item("1"))
        for ref in ("1.1", "1.2", "2.1", "2.2"):
            find(session, ref, social, COVERED, "1")
    assert sentence(training) == (
        "Nga 4 zotime, 4 janë në planin social, për buxhetin e tyre planet nuk thonë gjë, "
        "asnjë nga të shqyrtuarat nuk mungon; të gjitha janë shqyrtuar."
    )


def test_none_found_is_said_in_words(training: Site) -> None:
    with training.database.writing() as session:
        social, budget = new_plan(session, PlanKind.SOCIAL_PLAN), new_plan(session, PlanKind.ANNUAL_BUDGET)
        find(session, "1.1", social, NOT)
        find(session, "1.2", budget, NOT)
    assert sentence(training) == (
        "Nga 4 zotime, asnjë nuk është në asnjë plan, për asnjë nuk u gjet buxhet, "
        "2 nuk gjenden në asnjë plan të shqyrtuar; 2 nuk janë shqyrtuar ende."
    )


def test_nothing_examined_gives_no_number_to_be_read_as_a_result(real: Site) -> None:
    said = sentence(real, "/kontratat/korce-2023/matrica")
    assert said == (
        "Asnjë nga 23 zotimet e kësaj kontrate nuk është shqyrtuar ende në planet e bashkisë për vitet e saj."
    )
    html = main_of(real.client().get("/kontratat/korce-2023/matrica").text)
    assert not re.search(r"\d+ (plotësisht|pjesërisht) në plan", words(html))
    assert "Për këtë bashki nuk është regjistruar ende asnjë plan" in words(html)
    assert html.count('class="leaf"') == 23


def test_the_date_and_the_definition_stand_beside_it_and_it_can_be_cited(training: Site) -> None:
    look_for_three(training)
    html = training.client().get(MATRIX).text
    said = words(main_of(html))
    now = words_in("sq").date(today())
    assert f"Gjendja më {now}. Planet e shqyrtuara:" in said
    assert "në të paktën një plan të bashkisë. Gjetjen e konfirmon një person i dytë." in said
    assert "bashkë japin të gjitha zotimet" in said
    cite = words(html.split('class="cite"')[1].split("</aside>")[0])
    assert sentence(training) in cite
    assert re.search(rf"Gjendja më {now}\. pop-tracker, ndryshimi nr\. \d+ i regjistrit\.", cite)
    assert f"http://testserver.local{MATRIX}" in cite


def test_a_plan_that_ended_before_the_contract_is_shown_and_not_counted(training: Site) -> None:
    with training.database.writing() as session:
        old = new_plan(session, PlanKind.SOCIAL_PLAN, item("1", 100_000, "buxheti i bashkisë"))
        old.period_from, old.period_until = 2017, 2020
        session.add(old)
        find(session, "1.1", old, COVERED, "1")
    assert sentence(training).startswith("Asnjë nga 4 zotimet e kësaj kontrate nuk është shqyrtuar")
    html = training.client().get(MATRIX).text
    assert "plotësisht në plan Plan social, zëri 1 pse" in [
        cell.replace(" para kontratës", "") for cell in cells(html)["1.1"]
    ]
    assert "para kontratës" in html.split("<thead", 1)[1].split("</thead>")[0]
    assert "before the contract" in training.client().get(f"/en{MATRIX}").text
    assert "para kontratës" in training.client().get("/metodologjia").text
    only = f"{MATRIX}?plani=prove-social_plan-2024&gjetja="
    assert "1.1" in cells(training.client().get(f"{only}covered").text)
    assert "1.1" not in cells(training.client().get(f"{only}not_examined").text)
    assert [
        row["para kontratës"] for row in sheet(training, f"{MATRIX}.csv") if row["kodi i gjetjes"] == "covered"
    ] == ["po"]
    api = training.client().get("/api/v1/contracts/prove-2023/findings").json()
    (found,) = [one for line in api["items"] for one in line["findings"]]
    assert found["before_contract"] is True
    # On its own page it counts: there it is asked what stands in this plan.
    assert "1 nga 1" in words(main_of(training.client().get("/planet/prove-social_plan-2024").text))
    # A plan that reaches into the contract's first year counts, and so does one whose years nobody says.
    for until in (2023, None):
        with training.database.writing() as session:
            old = session.exec(select(Plan).where(Plan.slug == "prove-social_plan-2024")).one()
            old.period_until = until
            session.add(old)
            session.flush()
            assert [row.is_before_contract for row in published_findings(session, plan_id=old.id)] == [False]


def test_each_cell_says_its_finding_with_items_and_reason(training: Site) -> None:
    look_for_three(training)
    html = training.client().get(MATRIX).text
    of = cells(html)
    assert list(of) == ["1.1", "1.2", "2.1", "2.2"]
    # A commitment and an item may have the same number: the item's is said with its plan.
    assert "plotësisht në plan Plan social, zëri 1 pse" in of["1.1"]
    assert "pjesërisht në plan Plan social, zërat 3 2 pse" in of["1.2"]
    assert of["2.1"].count("nuk është në plan pse") == 2
    assert set(of["2.2"]) == {"nuk është shqyrtuar"}
    assert 'href="/planet/prove-social_plan-2024#zeri-3"' in html
    assert 'href="/kontratat/prove-2023/1.2#planet"' in html
    assert 'id="planet"' in training.client().get("/kontratat/prove-2023/1.2").text


def test_not_looked_at_is_a_mark_whose_meaning_stands_once_above_the_table(training: Site) -> None:
    """Whoever hears the page is told in each cell."""
    look_for_three(training)
    html = main_of(training.client().get(MATRIX).text)
    shown = html.replace('<span class="visually-hidden">nuk është shqyrtuar</span>', "")
    assert html.count("nuk është shqyrtuar</span>") - shown.count("nuk është shqyrtuar</span>") == sum(
        said == "nuk është shqyrtuar" for row in cells(html).values() for said in row
    )
    assert words(shown[shown.index("<table") : shown.index("</table>")]).count("nuk është shqyrtuar") == 0
    legend = words(shown[shown.index('class="legend">') : shown.index("<details")])
    assert "1 plotësisht në plan 1 pjesërisht në plan 1 nuk është në plan 1 nuk është shqyrtuar" in legend


def test_budgets_are_marked_and_plans_go_from_the_newest(training: Site) -> None:
    html = training.client().get("/kontratat/shembull-2023/matrica").text
    heads = [words(head) for head in re.findall(r'role="columnheader">(.*?)</th>', html, re.S)][1:]
    years = [re.findall(r"\d{4}", head)[0] for head in heads]
    assert years == sorted(years, reverse=True)
    for head in heads:
        assert ("buxhet" in head.split()) == head.startswith(("PBA", "Buxhet")), head


@pytest.mark.parametrize(
    ("first", "last", "said", "in_english", "in_csv"),
    [
        (2024, 2024, "Plan social, 2024", "Social plan, 2024", "2024"),
        (2024, None, "Plan social, nga 2024", "Social plan, from 2024", "2024–"),
        (None, 2026, "Plan social, deri më 2026", "Social plan, until 2026", "–2026"),
        (None, None, "Plan social", "Social plan", ""),
    ],
)
def test_years_that_a_plan_leaves_unsaid_are_not_guessed(
    training: Site, first: int | None, last: int | None, said: str, in_english: str, in_csv: str
) -> None:
    with training.database.writing() as session:
        plan = new_plan(session, PlanKind.SOCIAL_PLAN)
        plan.period_from, plan.period_until = first, last
        session.add(plan)
        slug = plan.slug

    def heading(path: str) -> str:
        heads = re.findall(r'role="columnheader">(.*?)</th>', training.client().get(path).text, re.S)
        return next(words(head) for head in heads if slug in head)

    assert heading(MATRIX) == said
    assert heading(f"/en{MATRIX}") == in_english
    assert {row["vitet"] for row in sheet(training, f"{MATRIX}.csv?plani={slug}")} == {in_csv}
    for path in ("/planet", "/bashkite/prove"):
        assert said in words(training.client().get(path).text), path


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("gjetja=covered", ["1.1"]),
        ("gjetja=partly_covered", ["1.2"]),
        ("gjetja=not_in_plan", ["2.1"]),
        ("gjetja=not_examined", ["2.2"]),
        ("prioriteti=2", ["2.1", "2.2"]),
        ("njesia=lugina-e-proves", ["1.2", "2.1"]),
        ("gjetja=not_examined&plani=prove-annual_budget-2024", ["1.1", "1.2", "2.2"]),
        ("gjetja=covered&prioriteti=2", []),
    ],
)
def test_filters_and_the_csv_of_exactly_what_they_show(training: Site, query: str, refs: list[str]) -> None:
    look_for_three(training)
    html = training.client().get(f"{MATRIX}?{query}").text
    assert list(cells(html)) == refs
    assert sentence(training, f"{MATRIX}?{query}") == sentence(training)
    rows = sheet(training, f"{MATRIX}.csv?{query}")
    assert list(dict.fromkeys(row["referenca"] for row in rows)) == refs
    assert len(rows) == sum(len(of_it) for of_it in cells(html).values())
    assert f"/kontratat/prove-2023/matrica.csv?{query}".replace("&", "&amp;") in html


@pytest.mark.both
def test_a_csv_row_says_everything(training: Site) -> None:
    look_for_three(training)
    row = sheet(training, f"{MATRIX}.csv?plani=prove-social_plan-2024&gjetja=partly_covered")[0]
    assert row == {
        "referenca": "1.2",
        "teksti": "Takime publike për buxhetin në çdo njësi administrative, të njoftuara dy javë përpara.",
        "numri i prioritetit": "1",
        "prioriteti": "Transparenca dhe pjesëmarrja e qytetarëve",
        "njësitë": "Provë; Kodra e Provës; Lugina e Provës; Qendër Provë",
        "plani": "Plan i shpikur (social_plan)",
        "lloji i planit": "Plan social",
        "vitet": "2024–2026",
        "gjetja në plan": "pjesërisht në plan",
        "kodi i gjetjes": "partly_covered",
        "zërat e planit": "3; 2",
        "arsyeja": "Arsye e shpikur për 1.2",
        "citimi": "Masa",
        "burimi": "e shpikur për ushtrim",
        "organizata": "",
        "publike që më": today().isoformat(),
        "para kontratës": "",
        "adresa e përhershme": "http://testserver.local/kontratat/prove-2023/1.2",
        "të dhëna të shpikura": "po",
    }


def test_a_plan_called_like_a_formula_runs_nothing(training: Site) -> None:
    look_for_three(training)
    with training.database.writing() as session:
        plan = session.exec(select(Plan).where(Plan.slug == "prove-social_plan-2024")).one()
        plan.title = "=1+1"
        session.add(plan)
    assert "'=1+1" in {row["plani"] for row in sheet(training, f"{MATRIX}.csv")}


def test_a_municipality_without_plans_has_a_row_for_each_commitment(real: Site) -> None:
    rows = sheet(real, "/kontratat/korce-2023/matrica.csv")
    assert len(rows) == 23
    assert {(row["plani"], row["kodi i gjetjes"]) for row in rows} == {("", "not_examined")}


@pytest.mark.parametrize("query", ["gjetja=kot", "plani=durres-2025", "prioriteti=9", "prioriteti=x", "njesia=kot"])
def test_a_filter_that_is_not_understood_says_so(training: Site, query: str) -> None:
    answer = training.client().get(f"{MATRIX}?{query}")
    assert answer.status_code == 422
    assert "notice--warning" in answer.text
    assert training.client().get(f"{MATRIX}.csv?{query}").status_code == 422


def test_htmx_gets_the_part_with_the_address_without_empty_fields(training: Site) -> None:
    answer = training.client().get(f"{MATRIX}?gjetja=covered&plani=", headers={"HX-Request": "true"})
    assert "<h1" not in answer.text
    assert answer.headers["HX-Push-Url"] == f"{MATRIX}?gjetja=covered"


def test_a_contract_without_its_text_says_why_there_is_nothing(real: Site) -> None:
    said = words(main_of(real.client().get("/kontratat/vlore-2023/matrica").text))
    assert "Pa tekstin e kontratës nuk mund të bëhet krahasimi me planet." in said
    assert sheet(real, "/kontratat/vlore-2023/matrica.csv") == []
    assert real.client().get("/kontratat/askund-2023/matrica").status_code == 404


def test_the_api_gives_the_same(training: Site) -> None:
    look_for_three(training)
    got = training.client().get("/api/v1/contracts/prove-2023/findings").json()
    assert {name: got[name] for name in ("commitments", "in_plan", "not_found", "not_examined", "with_budget")} == {
        "commitments": 4, "in_plan": 2, "not_found": 1, "not_examined": 1, "with_budget": 1,
    }  # fmt: skip
    of = {line["ref"]: line for line in got["items"]}
    assert of["1.2"]["verdict"] == "partly_covered"
    assert of["1.2"]["findings"][0]["items"] == ["3", "2"]
    assert of["2.1"]["verdict"] == "not_in_plan"
    assert of["2.2"] == {**of["2.2"], "verdict": None, "findings": []}
    assert training.client().get("/api/v1/contracts/askund/findings").status_code == 404


@pytest.mark.both
def test_what_is_not_known_of_money_is_null_for_programs(real: Site) -> None:
    got = real.client().get("/api/v1/contracts/korce-2023/findings").json()
    assert (got["not_examined"], got["with_budget"], got["plans"]) == (23, None, [])


COVERAGE = [
    "/kontratat/shembull-2023/matrica",
    "/en/kontratat/shembull-2023/matrica",
    "/kontratat/shembull-2023/matrica.csv",
    "/planet/shembull-2024",
    "/planet/shembull-pba-2025",
    "/api/v1/contracts/shembull-2023/findings",
]


def shown(site: Site, paths: list[str]) -> dict[str, str]:
    """All of it but for the number and the mark of the record's latest entry, in a citation and under each page."""
    site.app.app.forget()
    client, found = site.client(), {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = main_of(answer.text) if "text/html" in answer.headers["content-type"] else answer.text
        found[path] = re.sub(r"(ndryshimi nr\.|change no\.) \d+", r"\1", text)
    return found


def statuses(site: Site) -> dict[int, Any]:
    with site.database.reading() as session:
        return dict(current_statuses(session))


def test_what_becomes_of_a_commitment_says_nothing_of_the_plans(training: Site) -> None:
    """Neither another verdict nor a whole further round moves anything of the coverage."""
    before, judged = shown(training, COVERAGE), statuses(training)
    corrected(training)
    assert statuses(training) != judged
    assert shown(training, COVERAGE) == before
    round_id = open_round(training)
    finish(training, round_id)
    assert publish(training, round_id).status_code == 303
    newest = {leaf.contract_id for leaf in statuses(training).values() if leaf.round_number == 2}
    assert {leaf.round_number for leaf in statuses(training).values() if leaf.contract_id in newest} == {2}
    assert shown(training, COVERAGE) == before


def test_what_is_found_in_a_plan_says_nothing_of_what_became_of_it(training: Site) -> None:
    def told() -> list[str]:
        (answer,) = shown(training, ["/api/v1/contracts/shembull-2023"]).values()
        return re.findall(r'"status":"?(\w+)', answer)

    before, judged, said = shown(training, COVERAGE), statuses(training), told()
    confirm(training, REVIEWER, recorded(training, "/puna/gjetjet/shembull-2023/shembull-2024/1.3.a"))
    after = shown(training, COVERAGE)
    assert {path for path in COVERAGE if after[path] == before[path]} == {"/planet/shembull-pba-2025"}
    assert statuses(training) == judged
    assert told() == said
    assert len(set(said)) > 2


def test_other_pages_lead_to_it(training: Site) -> None:
    client = training.client()
    for path in ("/kontratat/shembull-2023", "/kontratat/shembull-2023/1.1", "/bashkite/shembull", "/te-dhenat"):
        assert 'href="/kontratat/shembull-2023/matrica"' in client.get(path).text, path
    assert 'href="/kontratat/shembull-2023/matrica.csv"' in client.get("/te-dhenat").text


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/kontratat/shembull-2023/matrica", "/en/kontratat/shembull-2023/matrica"])
def test_it_reads_on_a_phone_and_at_a_desk(served: Site, browser: Any, axe: str, path: str) -> None:
    for width in (1280, 390, 320):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(served.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page, axe) == []
        page.close()


@pytest.mark.browser
def test_filtering_without_javascript_and_with(served: Site, browser: Any) -> None:
    for javascript in (False, True):
        page = browser.new_context(java_script_enabled=javascript).new_page()
        page.goto(served.address + "/kontratat/shembull-2023/matrica")
        page.get_by_label("Gjetja", exact=True).select_option("not_examined")
        page.get_by_role("button", name="Filtroni").click()
        page.wait_for_url("**/matrica?gjetja=not_examined*")
        page.get_by_role("link", name="Pastroni filtrat").wait_for()
        assert page.locator(".matrix .finding--covered").count() == 0
        page.context.close()


def test_a_verdict_has_one_name_wherever_it_stands() -> None:
    """In a form, a report, a thread; and, inside a line, in the matrix and beside a commitment."""
    for language in ("sq", "en"):
        said = words_in(language)
        for verdict, name in VERDICT_WORDS.items():
            assert said.gettext(ANSWERS[verdict]) == said.gettext(name).lower()
