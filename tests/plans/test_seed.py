"""The seeds of plans: what they load, what they leave alone, and where a bad row is told."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.cli.schema import migrate
from pop_tracker.plans.consultations.consultations import consultation_by_slug
from pop_tracker.plans.consultations.points import points
from pop_tracker.plans.consultations.threads import Thread, threads
from pop_tracker.plans.findings.findings import Finding, also_in
from pop_tracker.plans.findings.rows import published_findings
from pop_tracker.plans.items import PlanItem, items_of, units_of_items
from pop_tracker.plans.models import Plan
from pop_tracker.plans.needs import NeedsKind, figures_of, needs_of
from pop_tracker.plans.progress import Progress, progress_of
from pop_tracker.plans.stages import StageKind, comment_terms, stages_of
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.tables import load_seeds
from pop_tracker.web.shipped import shipped
from pop_tracker.web.tables.seed_rows import SheetError
from tests.cast import EDITOR
from tests.conftest import Site
from tests.site.releases import fill, kept

TRAINING = shipped("seeds") / "training"


def the_plan(session: Session, slug: str = "shembull-2024") -> Plan:
    found = plan_by_slug(session, slug)
    assert found is not None
    return found


def test_the_training_plan_has_sixty_items_with_all_that_a_plan_may_say(training: Site) -> None:
    with training.database.reading() as session:
        plan = the_plan(session)
        items = items_of(session, plan.id)
        assert len(items) == 60
        assert {item.level for item in items} == {"prioritet", "objektiv", "masë", "aktivitet"}
        measures = [item for item in items if item.level == "masë"]
        for item in measures:
            assert item.cost_all, item.number
            assert all((item.funding_source, item.indicator, item.indicator_unit, item.programme_code)), item.number
            assert all((item.target, item.baseline_year, item.target_year)), item.number
            assert item.baseline is not None
        assert len(units_of_items(session, plan.id)) == 19
        years = progress_of(session, plan.id)
        assert sum({one.year for one in of_it} == {2024, 2025} for of_it in years.values()) > 15
        assert [stage.stage for stage in stages_of(session, plan.id)] == list(StageKind)[:-1]
        before = session.get_one(Plan, plan.predecessor_id)
        assert [stage.stage for stage in stages_of(session, before.id)] == list(StageKind)
        assert next((term.until.isoformat(), term.days) for term in comment_terms(session)) == ("2024-11-11", 20)


def test_its_needs_assessment_is_whole(training: Site) -> None:
    with training.database.reading() as session:
        needs = needs_of(session, the_plan(session).id)
        assert needs is not None
        figures = figures_of(session, needs.id)
    assert {figure.needs_kind for figure in figures} == set(NeedsKind)
    assert {one["needs_kind"] for one in needs.kinds_named} == set(NeedsKind)
    assert len({figure.unit_id for figure in figures if figure.label == "Popullsia"}) == 7  # six units and the whole
    assert {figure.provider for figure in figures if figure.needs_kind is NeedsKind.SERVICES} >= {"public", "ngo"}


def test_a_thread_can_be_followed_from_a_forum_to_an_item_that_a_finding_names(training: Site) -> None:
    with training.database.reading() as session:
        of_the_centre = [row for row in threads(session) if row.consultation_slug == "shembull-2023-03-15"]
        assert {(row.ref, row.item_number) for row in of_the_centre} >= {("3", None), (None, "3.1.1")}
        found = next(row for row in published_findings(session) if (row.ref, row.plan_slug) == ("3", "shembull-2024"))
        assert found.item_number == "3.1.1"
        assert [item.number for item in also_in(session, [found.id])[found.id]] == ["3.1.1.3"]


def test_the_documents_say_so_much_and_no_more(real: Site) -> None:
    with real.database.reading() as session:
        durres = the_plan(session, "durres-2025")
        before = session.get_one(Plan, durres.predecessor_id)
        assert (before.slug, before.period_from, before.period_until) == ("durres-2021", 2021, 2024)
        assert session.get_one(Plan, before.predecessor_id).slug == "durres-2017"
        assert items_of(session, before.id) == []
        assert stages_of(session, before.id) == []
        assert {stage.reached_on for stage in stages_of(session, durres.id)} == {None}
        needs = needs_of(session, the_plan(session, "puke-2025").id)
        assert needs is not None
        assert len(needs.kinds_named) == 7
        assert figures_of(session, needs.id) == []
        assert session.exec(select(Finding.id)).all() == []
        assert progress_of(session, durres.id) == {}
        assert threads(session) == []
        permet = consultation_by_slug(session, "permet-2023-07-25")
        assert permet is not None
        assert (permet.next_meeting, permet.next_on, permet.women) == ("shtator 2023", None, None)


DOCUMENTED = [
    ("durres-2025", "1", "forcimi i kapaciteteve dhe eficiencës së shërbimeve sociale"),
    ("durres-2025", "2", "konsolidimi dhe zgjerimi i shërbimeve për grupet në nevojë"),
    ("durres-2025", "3", "rritja e ndërgjegjësimit dhe përfshirjes sociale"),
    ("puke-2025", "1", "Fuqizimin e strukturave dhe kapaciteteve të shërbimeve sociale të Bashkisë"),
    ("puke-2025", "2", "zhvillimin dhe qasjen ndërsektoriale në menaxhimin e rasteve sociale"),
    ("puke-2025", "3", "ngritjen dhe funksionimin i rrjetit lokal të koordinuar të shërbimeve të kujdesit shoqëror"),
    ("puke-2025", "4", "mbrojtjen dhe riintegrimin e familjeve në nevojë"),
    (
        "puke-2025",
        "5",
        "aktivitete që Bashkia të ngrejë mekanizma për të marrë mendimin e tyre [të përfituesve të "
        "shërbimeve] në vendimarrje të rëndësishme, siç është edhe zbatimi dhe rishikimi i këtij Plani",
    ),
    (
        "kamez-2024",
        "1",
        "Fuqizimi i strukturave dhe kapaciteteve të shërbimeve sociale, përmes trajnimeve, investimeve "
        "dhe rritjes së burimeve në nivel vendor.",
    ),
    (
        "kamez-2024",
        "2",
        "Zhvillimi i sistemit të integruar të shërbimit të kujdesit shoqëror, duke synuar bashkëpunimin "
        "ndër-institucional dhe krijimin e rrjeteve të koordinuara.",
    ),
    (
        "kamez-2024",
        "3",
        "Zgjerimi i hartës sociale në territorin e Bashkisë Kamëz, për të garantuar qasje të barabartë "
        "dhe mbulim gjeografik të shërbimeve.",
    ),
    (
        "kamez-2024",
        "4",
        "Zbutja dhe lehtësimi i varfërisë, përmes ndërhyrjeve të drejtpërdrejta në ndihmë të familjeve "
        "dhe individëve në nevojë.",
    ),
    (
        "kamez-2024",
        "5",
        "Zhvillimi i komponentit parandalues të shërbimeve sociale, me qëllim identifikimin dhe adresimin "
        "e hershëm të problemeve sociale në komunitet.",
    ),
]
"""All items of all real plans: what their relacion or minutes name, in its words and no others (in brackets, whom
"their" means). Nothing else is known of them."""


def test_real_plans_have_the_items_that_their_documents_name_and_no_others(real: Site) -> None:
    with real.database.reading() as session:
        held = session.exec(select(Plan.slug, PlanItem.number, PlanItem.text).join(PlanItem)).all()
    assert sorted(map(tuple, held)) == sorted(DOCUMENTED)


def test_no_figure_stands_at_a_real_item(real: Site) -> None:
    """No document at hand gives a cost, an indicator or a year's progress."""
    unsaid = ("cost_all", "funding_source", "indicator", "indicator_unit", "baseline", "baseline_year", "target",
              "target_year", "programme_code", "due")  # fmt: skip
    with real.database.reading() as session:
        for item in session.exec(select(PlanItem)):
            assert {getattr(item, name) for name in unsaid} <= {None, ""}, (item.plan_id, item.number)
        assert session.exec(select(Progress)).all() == []


def test_a_release_s_database_gets_what_later_seeds_say(unmigrated: Site) -> None:
    """Its plans stay as they were; stages, needs and threads come in, as far as they have what the rows name."""
    fill(unmigrated.database, "0002", kept("release-0.1.json"))
    migrate(unmigrated.database)
    with unmigrated.database.reading() as session:
        before = [item.number for item in items_of(session, the_plan(session).id)]
    with unmigrated.database.writing() as session:
        assert load_seeds(session, TRAINING) > 0
    with unmigrated.database.writing() as session:
        plan = the_plan(session)
        assert [item.number for item in items_of(session, plan.id)] == before
        assert len(stages_of(session, plan.id)) == 11
        assert needs_of(session, plan.id) is not None
        assert "2.1.1" in {row.item_number for row in threads(session) if row.plan_slug == plan.slug}
        assert len(items_of(session, the_plan(session, "shembull-pba-2025").id)) == 12
        assert list(verification.verify(session)) == []
        assert load_seeds(session, TRAINING) == 0


def test_what_a_person_changed_stays(training: Site) -> None:
    with training.database.writing() as session:
        plan = the_plan(session)
        viewer = training.viewer(session, EDITOR)
        plan.revise(session, viewer, {"title": "Plan tjetër"})
        thread = session.exec(select(Thread).order_by(col(Thread.id))).first()
        assert thread is not None
        thread.withdraw(session, viewer, "u lidh gabim")
    with training.database.writing() as session:
        assert load_seeds(session, TRAINING) == 0
        assert the_plan(session).title == "Plan tjetër"
        assert len(threads(session)) == 14


BAD = [
    ("plans.csv", 3, "shembull,social_plan", "shembull,social", "'social' is not a valid PlanKind"),
    ("plans.csv", 3, ",shembull-2020,Program", ",shembull-2019,Program", "no plan shembull-2019"),
    ("plans.csv", 3, ",2024,2027,", ",2024,2023,", "Plani mbaron para se të fillojë."),
    ("plan_items.csv", 10, "1.1.1,1.1,", "1.1.1,1.9,", "1.9 does not stand above 1.1.1"),
    ("plan_items.csv", 10, ",38000000,", ",38.000.000,", "cost_all is no number: 38.000.000"),
    ("plan_items.csv", 10, "njesia-lindore", "njesia-askund", "no unit njesia-askund in this municipality"),
    ("plan_items.csv", 92, "prove-2025", "prove-2095", "no plan prove-2095"),
    ("stages.csv", 2, "2019-03-04", "04.03.2019", "Invalid isoformat string: '04.03.2019'"),
    ("stages.csv", 2, "structures_set_up", "structures", "'structures' is not a valid StageKind"),
    ("needs.csv", 2, "shembull-2024", "shembull-2094", "no plan shembull-2094"),
    ("needs_figures.csv", 2, ",23250,", ",,", "quantity is empty"),
    ("needs_figures.csv", 3, ",shembull,", ",askund,", "no unit askund in this municipality"),
    ("progress.csv", 2, ",1.1.1,", ",9.9,", "shembull-2024 has no item 9.9"),
    ("progress.csv", 2, ",2024,", ",2012,", "Ky vit është para planit."),
    ("consultations.csv", 2, "2023-03-15,17:00", "2093-03-15,17:00", "Kjo datë është në të ardhmen"),
    ("consultation_points.csv", 3, ",2,problem", ",4,problem", "position is 4, expected 2"),
    ("threads.csv", 2, "shembull-2023/1.1", "shembull-2023/9.9", "shembull-2023 has no commitment 9.9"),
    ("threads.csv", 2, ",1,shembull", ",99,shembull", "shembull-2023-03-15 has no point 99"),
    ("threads.csv", 2, "shembull-2023/1.1", "prove-2023/1.1", "Kjo lidhje çon te një bashki tjetër."),
    ("threads.csv", 2, "shembull-2023/1.1,", ",", "a thread leads to a commitment or to a plan item"),
    ("findings.csv", 5, ",1.1.1,", ",9.9,", "shembull-2024 has no item 9.9"),
    ("findings.csv", 5, ",1.1.1.2,", ",9.9,", "shembull-2024 has no item 9.9"),
    ("findings.csv", 5, ",partly_covered,", ",half,", "'half' is not a valid FindingVerdict"),
]


@pytest.mark.parametrize(("file", "line", "old", "new", "reason"), BAD)
def test_a_bad_row_is_told_at_its_line(
    empty: Site, tmp_path: Path, file: str, line: int, old: str, new: str, reason: str
) -> None:
    folder = Path(shutil.copytree(TRAINING, tmp_path / "seeds"))
    damaged = folder / "plans" / file
    lines = damaged.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    damaged.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(SheetError) as told, empty.database.writing() as session:
        load_seeds(session, folder)
    assert str(told.value).startswith(f"{damaged}:{line}: {reason}")
    with empty.database.reading() as session:
        assert history.head(session).number == 0


def test_points_are_numbered_as_their_file_says(training: Site) -> None:
    with training.database.reading() as session:
        held = consultation_by_slug(session, "shembull-2024-02-14")
        assert held is not None
        assert [point.position for point in points(session, held.id or 0)] == [1, 2, 3, 4, 5, 6]
