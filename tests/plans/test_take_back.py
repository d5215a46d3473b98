"""An import is taken back as one step: the plan says again what it said, as long as nothing builds on the import."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint
from pop_tracker.plans.standing import plan_called
from pop_tracker.plans.table.entered import EnteredImport, entered_import, imports_of, taking_back
from pop_tracker.plans.table.imports import version
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import words
from tests.plans.play import confirm as confirm_finding
from tests.plans.play import fields_of, item_id, recorded, removal, verified
from tests.plans.tables import HEADINGS, PLAN, confirm, csv_text, head, items, send

HEARING = "shembull-2024-02-14"
YEAR = {"year": "2026", "indicator_value": "3", "source": "raporti"}
REASON = "U ngarkua skedari i gabuar."
TABLE = [
    (*HEADINGS, "kosto", "kosto sipas viteve", "njësitë administrative"),
    ("prioritet", "9", "", "Një prioritet i ri", "", "", ""),
    ("objektiv", "9.1", "9", "Një objektiv i ri", "", "", ""),
    ("masë", "1.1.3", "1.1", "Fjalë të tjera", "1.200,50", "2026: 1.200,50", "fushe shembull"),
    (
        "aktivitet",
        "1.3.2.1",
        "1.3.2",
        "Përshtatja e një salle në shkollën e Fushë-Shembullit",
        "",
        "",
        "njesia lindore",
    ),
]
MOVED = [HEADINGS, ("objektiv", "3.1", "9", "Fjalë të objektivit")]


def enter(site: Site, rows: list[Any], who: str = EDITOR, name: str = "masat e gabuara.csv") -> str:
    """The page that asks whether it is taken back."""
    client = site.client(who)
    sent = send(site, client, name, csv_text(rows).encode())
    assert confirm(site, client, sent.headers["location"]).status_code == 303
    return f"{PLAN}/importet/{head(site).number}/marrja"


def state(site: Site) -> dict[str, Any]:
    with site.database.reading() as session:
        return plan_called(session, "shembull-2024").public_state(session)


def take_back(site: Site, page: str, who: str = EDITOR, **fields: str) -> Any:
    sent = {**fields_of(site, page, who), "reason": REASON, **fields}
    return site.form(site.client(who), PLAN, post_to=page, **sent)


@pytest.mark.both
def test_the_plan_is_again_what_it_was(training: Site) -> None:
    before, editor = state(training), training.client(EDITOR)
    page = enter(training, TABLE)
    assert page in editor.get(PLAN).text
    asks = words(editor.get(page).text)
    assert "masat e gabuara.csv" in asks
    assert "Hiqen 2 zërat që shtoi. 2 zëra thonë përsëri çfarë thoshin para tij." in asks
    assert "Fjalë të tjera" in asks
    after, entries = state(training), head(training).number
    assert "Plotësojeni këtë fushë." in take_back(training, page, reason="").text
    assert take_back(training, page, version="x").status_code == 409
    assert (state(training), head(training).number) == (after, entries)
    sent = fields_of(training, page, EDITOR) | {"reason": REASON}
    answers = [training.form(editor, PLAN, post_to=page, **sent) for _ in range(2)]
    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, f"{PLAN}#zerat")] * 2
    assert state(training) == before
    assert verified(training) == "plan.take_back"
    assert head(training).number == entries + 1
    assert editor.get(page).status_code == 404
    assert page not in editor.get(PLAN).text
    told = words(training.client().get(f"/ndryshimet/{entries + 1}").text)
    assert "Importimi u mor mbrapsht" in told
    assert REASON in told
    assert "Import taken back" in words(training.client().get(f"/en/ndryshimet/{entries + 1}").text)


def test_what_was_moved_and_what_was_there_before_it_goes_back_too(training: Site) -> None:
    """Progress that was recorded before rests on what was before."""
    year = f"{PLAN}/zerat/{item_id(training, '1.1.3')}/ecuria"
    assert training.form(training.client(EDITOR), year, **YEAR).status_code == 303
    enter(training, TABLE[:2])
    before = state(training)
    page = enter(training, [*MOVED, ("masë", "1.1.3", "1.1", "Fjalë të tjera")])
    assert items(training)["3.1"].parent_id == items(training)["9"].id
    assert take_back(training, page, SECOND_EDITOR).status_code == 303
    assert state(training) == before
    head(training)


def one_is_changed(site: Site) -> None:
    enter(site, [HEADINGS, ("masë", "1.1.3", "1.1", "Fjalë të treta")], SECOND_EDITOR)


def one_is_removed(site: Site) -> None:
    path = f"{PLAN}/zerat/{item_id(site, '9.1')}"
    sent = {**removal(site, path, EDITOR), "reason": "Nuk është në plan."}
    assert site.form(site.client(EDITOR), path, post_to=f"{path}/heqja", **sent).status_code == 303


def one_stands_under_it(site: Site) -> None:
    enter(site, [HEADINGS, ("masë", "9.1.1", "9.1", "Një masë e re")])


def one_moves_under_it(site: Site) -> None:
    enter(site, MOVED)


def year_of(number: str) -> Callable[[Site], None]:
    def record(site: Site) -> None:
        year = f"{PLAN}/zerat/{item_id(site, number)}/ecuria"
        assert site.form(site.client(EDITOR), year, **YEAR).status_code == 303

    return record


def it_is_found(site: Site) -> None:
    recorded(site, verdict="partly_covered", plan_item=item_id(site, "9.1"), quote="objektiv")


def it_is_quoted(site: Site) -> None:
    found = recorded(site, verdict="partly_covered", plan_item=item_id(site, "1.1.3"), quote="Fjalë")
    assert confirm_finding(site, REVIEWER, found).status_code == 303


def a_change_of_it_waits(site: Site) -> None:
    path = f"{PLAN}/zerat/{item_id(site, '1.1.3')}"
    assert site.form(site.client(EDITOR), path, **{**fields_of(site, path, EDITOR), "due": "2031"}).status_code == 303


def a_point_led_to(number: str) -> Callable[[Site], None]:
    def link(site: Site) -> None:
        with site.database.reading() as session:
            of_it = select(ConsultationPoint.id).join(Consultation).where(Consultation.slug == HEARING)
            point = session.exec(of_it).first()
        said = {"point": str(point), "item": item_id(site, number), "source": "ushtrim"}
        answer = site.form(site.client(EDITOR), f"/puna/konsultimet/{HEARING}/fijet/i-ri", **said)
        assert answer.status_code == 303, answer.text

    return link


CHANGED = "Zëra që ndryshuan ose u hoqën pas importimit: {}."
BELOW = "Zëra të tjerë që u vendosën më vonë brenda atyre të importimit: {}."
PROGRESS = "Te zërat e këtij importimi është regjistruar ecuria për vitin 2026."
POINT = "e lidhur me zëra të këtij importimi."
ON_WHAT_IS_NEW: list[tuple[Callable[[Site], None], str]] = [
    (one_stands_under_it, BELOW.format("9.1.1")),
    (year_of("9.1"), PROGRESS),
    (it_is_found, "Gjetja për zotimin 2.4 përmend zëra të këtij importimi."),
    (a_point_led_to("9"), POINT),
]
ON_WHAT_CHANGED: list[tuple[Callable[[Site], None], str]] = [
    (year_of("1.1.3"), PROGRESS),
    (a_point_led_to("1.1.3"), POINT),
    (it_is_quoted, "që ndryshohen vetëm me një person të dytë: 1.1.3."),
    (a_change_of_it_waits, "Një ndryshim i zërit 1.1.3 pret tashmë konfirmimin"),
]
LATER: list[tuple[Callable[[Site], None], str]] = [
    (one_is_changed, CHANGED.format("1.1.3")),
    (one_is_removed, CHANGED.format("9.1, 1.1.3")),
    (one_moves_under_it, BELOW.format("3.1")),
]


@pytest.mark.parametrize("building", [ON_WHAT_IS_NEW, ON_WHAT_CHANGED, LATER], ids=["new", "changed", "later"])
def test_where_something_builds_on_it_it_stays(
    training: Site, building: list[tuple[Callable[[Site], None], str]]
) -> None:
    page, client = enter(training, TABLE), training.client(EDITOR)
    sent = fields_of(training, page, EDITOR) | {"reason": REASON}
    for build, why in building:
        assert why not in words(client.get(page).text)
        build(training)
        assert why in words(client.get(page).text)
    before = state(training)
    answer = training.form(client, PLAN, post_to=page, **sent)
    if answer.status_code == 409:  # the plan is another one: it is shown anew, and pressed all the same
        sent["version"] = answer.text.split('name="version" value="')[1].split('"')[0]
        answer = training.form(client, PLAN, post_to=page, **sent)
    assert answer.status_code == 422
    assert all(why in words(answer.text) for _, why in building[1:])
    assert REASON in answer.text
    assert state(training) == before
    head(training)


@pytest.mark.both
def test_of_several_each_is_taken_back_by_itself(training: Site) -> None:
    before = state(training)
    first = enter(training, TABLE[:2])
    second = enter(training, [TABLE[0], TABLE[3]], SECOND_EDITOR, "masa.csv")
    with training.database.reading() as session:
        names = [training.viewer(session, who).name for who in (SECOND_EDITOR, EDITOR)]
        told = imports_of(session, plan_called(session, "shembull-2024"))
    assert [(one.file_name, one.items, one.author) for one in told] == [
        ("masa.csv", 1, names[0]), ("masat e gabuara.csv", 1, names[1]),
    ]  # fmt: skip
    assert take_back(training, first).status_code == 303
    assert take_back(training, second).status_code == 303
    assert state(training) == before
    head(training)


def test_levels_that_would_stand_in_each_other_keep_it(training: Site) -> None:
    """What was built since goes by what the import called a level."""
    enter(training, [HEADINGS, ("kapitull", "9", "", "Një kapitull"), ("objektiv", "9.1", "9", "Një objektiv")])
    page = enter(training, [HEADINGS, ("prioritet", "9", "", "Një kapitull")])
    enter(training, [HEADINGS, ("kapitull", "1.1.3.9", "1.1.3", "Një kapitull tjetër")])
    told = training.client(EDITOR).get(page).text
    assert "në këtë plan “kapitull” bën pjesë në “objektiv”, dhe jo anasjelltas" in words(told)
    assert f'action="{page}"' not in told


def test_nobody_else_takes_it_back(training: Site) -> None:
    page = enter(training, TABLE)
    before = state(training)
    for who in (OTHER_EDITOR, REVIEWER):
        client = training.client(who)
        assert client.get(page).status_code == 403
        assert training.form(client, "/puna", post_to=page, reason=REASON).status_code == 403
    elsewhere = page.replace("shembull-2024", "shembull-2020")
    assert training.client(EDITOR).get(elsewhere).status_code == 404
    assert training.form(training.client(EDITOR), PLAN, post_to=elsewhere, reason=REASON).status_code == 404
    assert state(training) == before


def test_words_that_were_removed_do_not_come_back(training: Site) -> None:
    page = enter(training, TABLE)
    with training.database.writing() as session:
        found = plan_called(session, "shembull-2024")
        editor, reviewer = (training.viewer(session, who).actor for who in (EDITOR, REVIEWER))
        redacted(session, found, editor, reviewer, reason="të dhëna personale")
    before = state(training)
    assert page not in training.client(EDITOR).get(PLAN).text
    with training.database.reading() as session:
        found = plan_called(session, "shembull-2024")
        now = version(session, found)
        entered = entered_import(session, found, session.exec(select(EnteredImport.entry)).one())
        assert imports_of(session, found) == []
        assert taking_back(session, found, entered).changed == []
    answer = training.form(training.client(EDITOR), page, reason=REASON, version=now)
    assert answer.status_code == 422
    assert "u hoqën nga regjistri" in words(answer.text)
    assert state(training) == before
