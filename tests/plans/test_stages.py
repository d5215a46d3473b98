"""Stages of a plan: entered with day and source, mended, taken back; the law's clock on a notice."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import PlanStage, StageKind, out_of_order, stages_of
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.i18n import today
from pop_tracker.web.working_days import after_working_days
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import entries, fields_of, plan, removal, verified

WORK = "/puna/planet/prove-2025"
NEW = f"{WORK}/fazat/e-re"
NOTICE = {
    "stage": "notice",
    "reached_on": "1.10.2024",
    "date_precision": "day",
    "source": "njoftimi i ushtrimit",
}


def stages(site: Site) -> list[PlanStage]:
    with site.database.reading() as session:
        return stages_of(session, plan(site, "prove-2025").id)


def entered(site: Site, **fields: str) -> PlanStage:
    before = {stage.id for stage in stages(site)}
    answer = site.form(site.client(OTHER_EDITOR), NEW, **{**NOTICE, **fields})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{WORK}#fazat"
    return next(stage for stage in stages(site) if stage.id not in before)


def test_a_notice_shows_the_last_day_for_comments_and_the_law(training: Site) -> None:
    stage = entered(training)
    assert (stage.stage, stage.reached_on) == (StageKind.NOTICE, date(2024, 10, 1))
    assert stage.comments_until == date(2024, 10, 29)
    client = training.client(OTHER_EDITOR)
    for path in (WORK, f"{WORK}/fazat/{stage.id}"):
        assert "Komente deri më 29 tetor 2024 (20 ditë pune; ligji 146/2014, neni 15)." in client.get(path).text
    assert "Comments until" in client.get(f"/en{WORK}").text
    assert verified(training) == "plan.revise"


def test_a_notice_may_give_more_days(training: Site) -> None:
    assert entered(training, comment_days="40").comments_until == after_working_days(date(2024, 10, 1), 40)


@pytest.mark.parametrize("precision", ["month", "before"])
def test_a_notice_whose_day_nobody_knows_gives_no_last_day(training: Site, precision: str) -> None:
    assert entered(training, date_precision=precision).comments_until is None


def test_a_decision_some_time_before_a_day_is_not_late(training: Site) -> None:
    stage = entered(training, stage="council_decision", reached_on="14.05.2025", date_precision="before")
    assert stage.reached_on == date(2025, 5, 14)


def test_a_decision_has_its_number_and_a_month_is_enough(training: Site) -> None:
    stage = entered(training, stage="council_decision", decision_number="18", reached_on="01.03.2024",
                    date_precision="month")  # fmt: skip
    assert (stage.decision_number, stage.date_precision) == ("18", DatePrecision.MONTH)
    text = training.client(OTHER_EDITOR).get(WORK).text
    assert "mars 2024" in text
    assert "VKB nr. 18" in text


@pytest.mark.parametrize(("precision", "said"), [("month", "mars 2024"), ("before", "para datës 1 mars 2024")])
def test_no_page_says_of_a_day_more_than_is_known(training: Site, precision: str, said: str) -> None:
    stage = entered(training, stage="drafting", reached_on="01.03.2024", date_precision=precision)
    client = training.client(OTHER_EDITOR)
    for path in (WORK, NEW, f"{WORK}/fazat/{stage.id}/heqja"):
        text = words(client.get(path).text)
        assert said in text, path
        assert text.count("1 mars 2024") == said.count("1 mars 2024") * text.count(said), path


def test_a_stage_without_a_day_is_a_stage(training: Site) -> None:
    assert entered(training, stage="drafting", reached_on="").reached_on is None


def test_its_source_stands_beside_it_on_the_public_page(training: Site) -> None:
    entered(training, stage="drafting", source="relacioni i ushtrimit, faqja 3")
    entered(training, stage="council_decision", decision_number="18", source="vendimi i ushtrimit")
    way = training.client().get("/planet/prove-2025").text.split('id="rruga"')[1].split("</section>")[0]
    steps = [words(step) for step in way.split('<li class="timeline__entry"')[1:]]
    assert [(step.count("relacioni i ushtrimit, faqja 3"), step.count("vendimi i ushtrimit"))
            for step in steps if "ushtrimit" in step] == [(1, 0), (0, 1)]  # fmt: skip


def test_a_source_of_all_stages_is_said_once_at_work(training: Site) -> None:
    for stage in ("structures_set_up", "drafting"):
        entered(training, stage=stage, reached_on="", source="relacioni i ushtrimit")

    def said() -> int:
        section = training.client(OTHER_EDITOR).get(WORK).text.split('id="fazat"')[1].split("</section>")[0]
        return words(section).count("relacioni i ushtrimit")

    with training.database.writing() as session:
        for one in session.exec(select(PlanStage).where(PlanStage.plan_id == plan(training, "prove-2025").id)):
            session.add(one.sqlmodel_update({"source": "relacioni i ushtrimit"}))
    assert said() == 1
    entered(training, stage="council_decision", decision_number="18", source="vendimi i ushtrimit")
    assert said() == len(stages(training)) - 1


BAD = [
    ({"stage": ""}, "stage", "Plotësojeni këtë fushë."),
    ({"stage": "festë"}, "stage", "Zgjidhni një nga mundësitë"),
    ({"source": " "}, "source", "Plotësojeni këtë fushë."),
    ({"reached_on": "31.02.2024"}, "reached_on", "Shkruani një datë"),
    ({"comment_days": "19"}, "comment_days", "nga 20 deri në 40 ditë pune"),
    ({"comment_days": "41"}, "comment_days", "nga 20 deri në 40 ditë pune"),
    ({"comment_days": "një muaj"}, "comment_days", "Shkruani një numër ditësh"),
    ({"stage": "drafting", "comment_days": "20"}, "comment_days", "ka vetëm njoftimi"),
    ({"decision_number": "18"}, "decision_number", "ka vetëm vendimi"),
    ({"date_precision": "afërsisht"}, "date_precision", "Zgjidhni një nga mundësitë"),
    ({"note": "a\x01"}, "note", "nuk lexohen"),
]


@pytest.mark.parametrize(("fields", "name", "words"), BAD)
def test_bad_input_is_told_at_the_field(training: Site, fields: dict[str, str], name: str, words: str) -> None:
    before = entries(training), len(stages(training))
    answer = training.form(training.client(OTHER_EDITOR), NEW, **{**NOTICE, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{name}"' in answer.text
    assert (entries(training), len(stages(training))) == before


def test_no_stage_was_reached_on_a_day_to_come(training: Site) -> None:
    tomorrow = f"{today() + timedelta(days=1):%d.%m.%Y}"
    answer = training.form(training.client(OTHER_EDITOR), NEW, **{**NOTICE, "reached_on": tomorrow})
    assert answer.status_code == 422
    assert "Kjo ditë nuk ka ardhur ende." in answer.text


def test_a_decision_after_the_plan_began_says_why(training: Site) -> None:
    path = "/puna/planet/shembull-2024/fazat/e-re"
    late = {**NOTICE, "stage": "council_decision", "reached_on": "14.05.2025"}
    answer = training.form(training.client(EDITOR), path, **late)
    assert answer.status_code == 422
    assert "Plani nis më 2024" in answer.text
    assert training.form(training.client(EDITOR), path, **late, note="u vonua").status_code == 303


SHEMBULL = "/puna/planet/shembull-2024/fazat/e-re"
OUT_OF_ORDER = [
    ("published", "01.02.2020", "day", "A plan cannot be published before the structures are set up"),
    ("published", "20.03.2024", "day", "A plan cannot be published before the council’s decision"),
    ("under_way", "01.02.2024", "month", "A plan cannot be implemented before the council’s decision"),
    ("ended", "01.02.2020", "before", "A plan cannot end before the structures are set up"),
    ("ended", "28.03.2024", "day", "A plan cannot end before its implementation begins"),
    ("ended", "01.01.2025", "day", "The plan runs until 2027"),
    ("notice", "22.03.2024", "day", "The draft is announced before the council’s decision"),
    ("council_decision", "01.01.2023", "month", "The council cannot decide before the structures are set up"),
]


@pytest.mark.parametrize(("stage", "day", "precision", "words"), OUT_OF_ORDER)
def test_a_stage_out_of_its_order_is_told_at_its_day(
    training: Site, stage: str, day: str, precision: str, words: str
) -> None:
    """The structures of June 2023, the decision of 21.3.2024, under way on 1.4.2024, until 2027."""
    sent = {**NOTICE, "stage": stage, "reached_on": day, "date_precision": precision}
    if stage == "ended" and day != "01.01.2025":
        sent["note"] = "mbaroi më herët"  # which excuses no order
    before = entries(training)
    answer = training.form(training.client(EDITOR), f"/en{SHEMBULL}", **sent)
    assert answer.status_code == 422
    assert words in answer.text.replace("'", "&#39;")
    assert 'href="#reached_on"' in answer.text
    assert entries(training) == before


IN_ORDER = [
    ("published", "01.03.2024", "month"),  # the decision may have been before it in that month
    ("published", "", "day"),
    ("council_decision", "21.03.2024", "before"),  # nobody says how long before
    ("structures_set_up", "01.02.2026", "day"),  # set up anew; the first ones stand
    ("notice", "21.03.2024", "before"),
]


@pytest.mark.parametrize(("stage", "day", "precision"), IN_ORDER)
def test_only_what_is_known_is_held_against_the_order(training: Site, stage: str, day: str, precision: str) -> None:
    sent = {**NOTICE, "stage": stage, "reached_on": day, "date_precision": precision}
    assert training.form(training.client(EDITOR), SHEMBULL, **sent).status_code == 303


def test_the_draft_of_a_change_is_announced_after_the_first_decision(training: Site) -> None:
    sent = {**NOTICE, "reached_on": "01.06.2026", "note": "Projekti i rishikimit të planit."}
    assert training.form(training.client(EDITOR), SHEMBULL, **sent).status_code == 303


def test_a_year_that_was_only_inferred_contradicts_nothing(training: Site) -> None:
    sent = {**NOTICE, "stage": "published", "reached_on": "01.02.2020", "date_precision": "day_year_inferred"}
    assert training.form(training.client(EDITOR), SHEMBULL, **sent).status_code == 303


def test_a_plan_that_ended_early_says_why(training: Site) -> None:
    sent = {**NOTICE, "stage": "ended", "reached_on": "01.01.2025", "note": "U shfuqizua nga këshilli."}
    assert training.form(training.client(EDITOR), SHEMBULL, **sent).status_code == 303


def test_a_stage_before_one_that_stands_is_held_to_it_too(training: Site) -> None:
    entered(training, stage="published", reached_on="01.02.2024")
    late = {**NOTICE, "stage": "council_decision", "reached_on": "02.02.2024"}
    answer = training.form(training.client(OTHER_EDITOR), NEW, **late)
    assert answer.status_code == 422
    assert "vendimi 02.02.2024, botimi 01.02.2024" in answer.text


@pytest.mark.parametrize("first", ["structures_set_up", "council_decision"])
def test_a_stage_that_others_stand_on_is_not_taken_from_under_them(training: Site, first: str) -> None:
    """Of two, the earlier one stays, and stays what it is, as long as something came before the later one."""
    stands = entered(training, stage=first, reached_on="01.02.2024")
    entered(training, stage=first, reached_on="01.02.2026")
    entered(training, stage="published", reached_on="01.06.2024")
    path, client, before = f"{WORK}/fazat/{stands.id}", training.client(OTHER_EDITOR), entries(training)
    opened = edited(training, path)
    for changed in ({"reached_on": "2026-03-01"}, {"stage": "drafting"}):
        answer = training.form(client, path, **{**opened, **changed})
        assert answer.status_code == 422
        assert "botimi 01.06.2024" in answer.text
    sent = removal(training, path)
    answer = training.form(client, path, post_to=f"{path}/heqja", **sent, reason="gabim")
    assert answer.status_code == 422
    assert "01.02.2026, botimi 01.06.2024" in answer.text
    assert entries(training) == before
    assert stands.id in {one.id for one in stages(training)}
    # Once nothing contradicts, it may go.
    published = next(one for one in stages(training) if one.stage is StageKind.PUBLISHED)
    for gone in (published, stands):
        path = f"{WORK}/fazat/{gone.id}"
        answer = training.form(client, path, post_to=f"{path}/heqja", **removal(training, path), reason="gabim")
        assert answer.status_code == 303
    verified(training)


def test_the_years_of_a_plan_are_held_to_its_decision(training: Site) -> None:
    path = "/puna/planet/shembull-2024/te-dhenat"
    answer = training.form(training.client(EDITOR), path,
                           **{**fields_of(training), "period_from": "2019", "period_until": "2022"})  # fmt: skip
    assert answer.status_code == 422
    assert 'href="#period_from"' in answer.text
    assert plan(training).period_from == 2024


@pytest.mark.both
def test_sent_twice_it_is_entered_once(training: Site) -> None:
    client, before = training.client(OTHER_EDITOR), len(stages(training))
    for _ in range(2):
        assert training.form(client, NEW, **NOTICE, nonce="e njëjta").status_code == 303
    assert len(stages(training)) == before + 1


def test_who_may_not(training: Site) -> None:
    stage = entered(training)
    for person in (EDITOR, REVIEWER, COORDINATOR):
        client = training.client(person)
        assert client.get(NEW).status_code == 403
        assert client.get(f"{WORK}/fazat/{stage.id}").status_code == 403
        for path in (NEW, f"{WORK}/fazat/{stage.id}", f"{WORK}/fazat/{stage.id}/heqja"):
            assert training.form(client, "/puna", post_to=path, **NOTICE, reason="pse").status_code == 403
    assert training.client().get(NEW).status_code in (302, 303, 403)
    assert training.client(OTHER_EDITOR).get(f"{WORK}/fazat/9999").status_code == 404
    elsewhere = f"/puna/planet/shembull-2024/fazat/{stage.id}"
    assert training.client(EDITOR).get(elsewhere).status_code == 404


def test_a_stage_is_mended_and_the_same_form_again_changes_nothing(training: Site) -> None:
    path = f"{WORK}/fazat/{entered(training).id}"
    sent = {**edited(training, path), "reached_on": "2024-10-03", "note": "U njoftua dy ditë më vonë."}
    client = training.client(OTHER_EDITOR)
    assert training.form(client, path, **sent).status_code == 303
    after = entries(training)
    assert training.form(client, path, **sent).status_code == 303
    assert entries(training) == after
    assert next(one for one in stages(training) if one.stage is StageKind.NOTICE).reached_on == date(2024, 10, 3)
    verified(training)


def edited(site: Site, path: str) -> dict[str, str]:
    return fields_of(site, path, OTHER_EDITOR)


@pytest.mark.both
def test_a_stale_form_shows_both_texts(training: Site) -> None:
    stage = entered(training)
    path = f"{WORK}/fazat/{stage.id}"
    opened, client = edited(training, path), training.client(OTHER_EDITOR)
    training.form(client, path, **{**opened, "note": "Shënimi i parë."})
    stale = training.form(client, path, **{**opened, "note": "Shënimi i dytë."})
    assert stale.status_code == 409
    assert "Shënimi i parë." in stale.text
    assert "Shënimi i dytë." in stale.text


@pytest.mark.both
def test_a_stage_entered_by_mistake_is_taken_back_with_a_reason(training: Site) -> None:
    stage = entered(training)
    path = f"{WORK}/fazat/{stage.id}"
    client = training.client(OTHER_EDITOR)
    sent = removal(training, path)
    assert training.form(client, path, post_to=f"{path}/heqja", **{**sent, "reason": ""}).status_code == 422
    for _ in range(2):
        answer = training.form(client, WORK, post_to=f"{path}/heqja", **sent, reason="dokument tjetër")
        assert answer.status_code == 303
    assert stage.id not in {one.id for one in stages(training)}
    with training.database.reading() as session:
        last = history.entries(session, limit=1)[0]
        assert (last.row.verb, last.reason) == ("plan.revise", "dokument tjetër")
    verified(training)


def test_a_stage_that_changed_meanwhile_is_shown_before_it_goes(training: Site) -> None:
    stage = entered(training)
    path = f"{WORK}/fazat/{stage.id}"
    opened = removal(training, path)
    training.form(training.client(OTHER_EDITOR), path, **{**edited(training, path), "note": "Ndryshoi."})
    answer = training.form(training.client(OTHER_EDITOR), path, post_to=f"{path}/heqja", **opened, reason="pse")
    assert answer.status_code == 409
    assert "Ndryshoi." in answer.text
    with training.database.reading() as session:
        assert session.get(PlanStage, stage.id) is not None


def test_working_days_leave_out_the_holidays_of_albania() -> None:
    assert after_working_days(date(2024, 11, 26), 2) == date(2024, 12, 2), "28 and 29 November are holidays"
    assert after_working_days(date(2024, 11, 22), 1) == date(2024, 11, 25), "a weekend is none"


def test_a_plan_that_was_recorded_without_stages_can_be_told_them(training: Site) -> None:
    with training.database.writing() as session:
        held = session.exec(select(Plan).where(Plan.slug == "prove-2025")).one()
        held.tell_stages(session, history.SEEDS, [PlanStage(plan_id=0, stage=StageKind.DRAFTING, source="ushtrim")])
    assert StageKind.DRAFTING in {one.stage for one in stages(training)}
    assert verified(training) == "plan.revise"


def test_a_decision_while_comments_are_awaited_is_asked_about_and_then_said(training: Site) -> None:
    """A slip of the hand, or a breach of the law on consultation: either is worth a line."""
    entered(training)  # 1 October 2024: comments until 29 October
    client = training.client(OTHER_EDITOR)
    decision = {**NOTICE, "stage": "council_decision", "reached_on": "10.10.2024", "decision_number": "7"}
    asked = training.form(client, NEW, **decision)
    assert asked.status_code == 422
    told = words(asked.text)
    assert "Vendimi i këshillit (10.10.2024) është brenda afatit të komenteve, që mbaronte më 29.10.2024." in told
    assert "E dimë: kështu e thonë dokumentet" in told
    assert "E dimë" not in client.get(NEW).text, "asked of nobody whose stages are in order"
    assert training.form(client, NEW, **decision, order_known="y").status_code == 303
    page = words(training.client().get("/planet/prove-2025").text)
    assert "Vendimi është brenda afatit të komenteve, që mbaronte më 29 tetor 2024." in page
    report = {**NOTICE, "stage": "explanatory_report", "reached_on": "5.11.2024"}
    assert "pas vendimit të këshillit (10.10.2024)" in words(training.form(client, NEW, **report).text)
    assert training.form(client, NEW, **report, order_known="y").status_code == 303
    said = "Sipas burimeve, kjo ishte pas vendimit të këshillit (10 tetor 2024)."
    assert said in words(training.client().get("/planet/prove-2025").text)


def a_stage(kind: StageKind, day: date, precision: DatePrecision = DatePrecision.DAY) -> PlanStage:
    return PlanStage(plan_id=0, stage=kind, reached_on=day, date_precision=precision, source="")


def test_only_what_is_certain_is_out_of_order() -> None:
    notice, decided = date(2024, 2, 1), date(2024, 2, 20)
    in_term = [a_stage(StageKind.NOTICE, notice), a_stage(StageKind.COUNCIL_DECISION, decided)]
    assert [one.in_term for one in out_of_order(in_term)] == [True]
    for other in (
        a_stage(StageKind.COUNCIL_DECISION, date(2024, 4, 1)),  # after the term
        a_stage(StageKind.COUNCIL_DECISION, date(2024, 2, 1), DatePrecision.MONTH),  # all days of it are
        a_stage(StageKind.COUNCIL_DECISION, date(2023, 6, 1)),  # the notice is of a change
    ):
        late = other.date_precision is DatePrecision.MONTH
        assert bool(out_of_order([in_term[0], other])) is late
    report = a_stage(StageKind.EXPLANATORY_REPORT, date(2024, 3, 1))
    assert [one.in_term for one in out_of_order([report, in_term[1]])] == [False]
    second = a_stage(StageKind.COUNCIL_DECISION, date(2024, 5, 1))
    assert out_of_order([report, in_term[1], second]) == [], "the report was for the second"
