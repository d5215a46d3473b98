"""Is a commitment in a plan? One person finds, a second one confirms, a newer finding replaces the older."""

import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.accounts.models import ANYONE, RoleHeld, person_by_email
from pop_tracker.plans.findings import (
    Finding,
    FindingRow,
    FindingState,
    FindingVerdict,
    open_findings,
    published_findings,
    waiting_for,
)
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import plan_by_slug
from pop_tracker.web.errors import Forbidden, Refusal
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site

LIST = "/puna/gjetjet?kontrata=shembull-2023&plani=shembull-2024"
LEAF = "/puna/gjetjet/shembull-2023/shembull-2024/2.4"
MISSING = {"verdict": "not_in_plan", "reason": "Kërkova te të gjitha masat.", "source": "plani, faqet 1-40"}


def recorded(site: Site, path: str = LEAF, **fields: str) -> Finding:
    answer = site.form(site.client(EDITOR), path, **{**MISSING, **fields})
    assert answer.status_code == 303, answer.text
    return still_open(site)


def still_open(site: Site) -> Finding:
    with site.database.reading() as session:
        return session.exec(select(Finding).where(Finding.state != FindingState.PUBLISHED)).one()


def post(site: Site, who: str, path: str, **fields: Any) -> Any:
    return site.form(site.client(who), "/puna", post_to=path, **fields)


def in_force(site: Site, ref: str) -> FindingRow | None:
    with site.database.reading() as session:
        return next((row for row in published_findings(session) if row.ref == ref), None)


def item_id(site: Site, number: str, plan: str = "shembull-2024") -> str:
    with site.database.reading() as session:
        held = plan_by_slug(session, plan)
        return str(
            session.exec(select(PlanItem.id).where(PlanItem.plan_id == held.id, PlanItem.number == number)).one()
        )


def test_every_leaf_stands_in_the_list(training: Site) -> None:
    page = training.client(EDITOR).get(LIST).text
    for ref in ("1.1", "1.3.a", "1.3.b", "2.4", "3"):
        assert f">{ref}</span>" in page
    assert ">1.3</span>" not in page
    assert "Askush nuk ka parë ende." in page


def test_it_waits_for_a_second_person(training: Site) -> None:
    recorded(training)
    assert in_force(training, "2.4") is None
    with training.database.reading() as session:
        assert open_findings(session, ANYONE) == []
        assert len(open_findings(session, training.viewer(session, OTHER_REVIEWER))) == 1
        assert open_findings(session, training.viewer(session, OTHER_EDITOR)) == []
        assert len(waiting_for(session, training.viewer(session, REVIEWER))) == 1
        assert waiting_for(session, training.viewer(session, EDITOR)) == []


@pytest.mark.parametrize("second", [REVIEWER, OTHER_REVIEWER])
def test_a_reviewer_makes_it_public(training: Site, second: str) -> None:
    finding = recorded(training)
    assert training.client(second).get(f"/puna/gjetjet/{finding.id}").status_code == 200
    answer = post(training, second, f"/puna/gjetjet/{finding.id}/konfirmimi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kontratat/shembull-2023/2.4")
    assert in_force(training, "2.4").verdict is FindingVerdict.NOT_IN_PLAN
    with training.database.reading() as session:
        assert list(history.verify(session)) == []
        assert history.entries(session, limit=1)[0].row.verb == "finding.confirm"
    assert MISSING["reason"] in training.client().get("/kontratat/shembull-2023/2.4").text
    assert post(training, second, f"/puna/gjetjet/{finding.id}/konfirmimi").status_code == 404


def test_nobody_confirms_their_own(training: Site) -> None:
    finding = recorded(training)
    with training.database.writing() as session:
        editor = person_by_email(session, EDITOR)
        session.add(RoleHeld(person_id=editor.id, role="reviewer"))
    assert post(training, EDITOR, f"/puna/gjetjet/{finding.id}/konfirmimi").status_code == 403
    with training.database.writing() as session, pytest.raises(Forbidden):
        session.get(Finding, finding.id).confirm(session, training.viewer(session, EDITOR))
    assert still_open(training).state is FindingState.SUBMITTED


def test_who_is_no_reviewer_cannot(training: Site) -> None:
    finding = recorded(training)
    assert post(training, SECOND_EDITOR, f"/puna/gjetjet/{finding.id}/konfirmimi").status_code == 403


def test_another_organisation_gets_403_on_the_form_and_never_sees_it(training: Site) -> None:
    finding = recorded(training)
    client = training.client(OTHER_EDITOR)
    assert client.get(LEAF).status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.get(f"/puna/gjetjet/{finding.id}").status_code == 404
    assert post(training, OTHER_EDITOR, LEAF, **MISSING).status_code == 403


def test_it_comes_back_with_a_note_and_goes_again(training: Site) -> None:
    finding = recorded(training)
    assert post(training, REVIEWER, f"/puna/gjetjet/{finding.id}/kthimi", note=" ").status_code == 422
    assert post(training, REVIEWER, f"/puna/gjetjet/{finding.id}/kthimi", note="Shihni faqen 12.").status_code == 303
    assert "Shihni faqen 12." in training.client(EDITOR).get(LEAF).text
    with training.database.reading() as session:
        assert len(waiting_for(session, training.viewer(session, EDITOR))) == 1
    assert post(training, SECOND_EDITOR, LEAF, **MISSING).status_code == 403
    found = {"verdict": "covered", "plan_item": item_id(training, "2.1.1"), "quote": "depo e re", "source": "faqja 12"}
    assert post(training, EDITOR, LEAF, **found).status_code == 303
    assert still_open(training).id == finding.id
    assert post(training, REVIEWER, f"/puna/gjetjet/{finding.id}/konfirmimi").status_code == 303
    assert in_force(training, "2.4").item_number == "2.1.1"


def test_nobody_confirms_what_changed_under_their_eyes(training: Site) -> None:
    """One reviewer reads; another sends it back; its recorder sends other words; then the first one presses."""
    path = f"/puna/gjetjet/{recorded(training).id}"
    version = re.search(r'name="version" value="([^"]+)"', training.client(OTHER_REVIEWER).get(path).text)
    assert version
    post(training, REVIEWER, f"{path}/kthimi", note="Shihni faqen 12.")
    post(training, EDITOR, LEAF, **{**MISSING, "reason": "Kërkova edhe te faqja 12."})
    answer = post(training, OTHER_REVIEWER, f"{path}/konfirmimi", version=version[1])
    assert answer.status_code == 409
    assert "Lexojeni përsëri" in answer.text
    assert still_open(training).state is FindingState.SUBMITTED


def test_one_waits_at_a_time(training: Site) -> None:
    recorded(training)
    again = post(training, SECOND_EDITOR, LEAF, **MISSING)
    assert again.status_code == 422
    assert "pret tashmë konfirmimin" in again.text


def test_a_newer_finding_stands_in_place_of_the_older(training: Site) -> None:
    path = "/puna/gjetjet/shembull-2023/shembull-2024/1.4"
    before = in_force(training, "1.4")
    assert before.verdict is FindingVerdict.NOT_IN_PLAN
    finding = recorded(training, path, verdict="partly_covered", plan_item=item_id(training, "1.1"), quote="transport")
    assert in_force(training, "1.4").id == before.id
    post(training, REVIEWER, f"/puna/gjetjet/{finding.id}/konfirmimi")
    after = in_force(training, "1.4")
    assert (after.verdict, after.item_number) == (FindingVerdict.PARTLY_COVERED, "1.1")
    with training.database.reading() as session:
        assert session.get(Finding, before.id).state is FindingState.PUBLISHED
        assert list(history.verify(session)) == []


def test_what_is_not_public_can_be_taken_away(training: Site) -> None:
    finding = recorded(training)
    assert post(training, SECOND_EDITOR, f"/puna/gjetjet/{finding.id}/heqja").status_code == 303
    with training.database.reading() as session:
        assert session.get(Finding, finding.id) is None
        public = in_force(training, "3")
    with training.database.writing() as session, pytest.raises(Refusal):
        session.get(Finding, public.id).withdraw(session, training.viewer(session, EDITOR))


BAD = [
    ({"verdict": ""}, "Plotësojeni këtë fushë."),
    ({"verdict": "ndoshta"}, "Zgjidhni një nga mundësitë"),
    ({"reason": ""}, "Shkruani ku kërkuat"),
    ({"source": ""}, "Plotësojeni këtë fushë."),
    ({"verdict": "covered", "quote": "fjalët"}, "Zgjidhni zërin e planit"),
    ({"verdict": "covered", "plan_item": "1.1.1", "quote": ""}, "Shkruani fjalët e planit"),
    ({"verdict": "partly_covered", "plan_item": "99999", "quote": "x"}, "Zgjidhni një nga mundësitë"),
    ({"reason": "x" * 4001}, "Shumë e gjatë"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, words in BAD:
        if fields.get("plan_item") == "1.1.1":
            fields = {**fields, "plan_item": item_id(training, "1.1.1")}
        sent = {**MISSING, "source": "mbetet këtu", **fields}
        answer = training.form(client, LEAF, **sent)
        assert answer.status_code == 422, words
        assert words in answer.text, words
        if sent["source"]:
            assert "mbetet këtu" in answer.text
        with training.database.reading() as session:
            assert session.exec(select(Finding).where(Finding.state != FindingState.PUBLISHED)).first() is None


def test_an_item_of_another_plan_and_a_parent_point_are_refused(training: Site) -> None:
    client = training.client(EDITOR)
    foreign = {"verdict": "covered", "plan_item": item_id(training, "1", "prove-2025"), "quote": "x", "source": "y"}
    assert training.form(client, LEAF, **foreign).status_code == 422
    assert client.get(LEAF.replace("/2.4", "/1.3")).status_code == 404
    assert client.get("/puna/gjetjet/shembull-2023/prove-2025/2.4").status_code == 404


def test_findings_in_force_cost_one_query(training: Site) -> None:
    with training.count_queries() as seen, training.app.app.app.state.database.reading() as session:
        assert len(published_findings(session)) == 18
    assert len(seen) == 1
