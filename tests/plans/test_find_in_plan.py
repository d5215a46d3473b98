"""Is a commitment in a plan? One person finds, a second one confirms, a newer finding replaces the older."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import ANYONE, Role, RoleHeld
from pop_tracker.contracts.texts import CommitmentText
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.plans.findings.findings import Finding, FindingState, FindingVerdict
from pop_tracker.plans.findings.rows import FindingRow, in_hand, open_findings, published_findings
from pop_tracker.web.errors import Forbidden, Refusal
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.plans.play import LEAF, MISSING, confirm, item_id, post, recorded, still_open

LIST = "/puna/gjetjet?kontrata=shembull-2023&plani=shembull-2024"


def in_force(site: Site, ref: str, plan: str = "shembull-2024") -> FindingRow | None:
    with site.database.reading() as session:
        rows = published_findings(session)
        return next((row for row in rows if (row.ref, row.plan_slug) == (ref, plan)), None)


def the_one(site: Site, ref: str) -> FindingRow:
    found = in_force(site, ref)
    assert found is not None
    return found


def test_every_leaf_stands_in_the_list(training: Site) -> None:
    page = training.client(EDITOR).get(LIST).text
    for ref in ("1.1", "1.3.a", "1.3.b", "2.4", "3"):
        assert f">{ref}</a>" in page
    assert ">1.3</a>" not in page
    assert "Ende nuk është shqyrtuar." in page


def test_it_waits_for_a_second_person(training: Site) -> None:
    recorded(training)
    assert in_force(training, "2.4") is None
    with training.database.reading() as session:
        assert open_findings(session, ANYONE) == []
        assert len(open_findings(session, training.viewer(session, OTHER_REVIEWER))) == 1
        assert open_findings(session, training.viewer(session, OTHER_EDITOR)) == []
        assert len(in_hand(session, training.viewer(session, REVIEWER)).waiting) == 1
        assert in_hand(session, training.viewer(session, EDITOR)).waiting == []


@pytest.mark.parametrize("second", [REVIEWER, OTHER_REVIEWER])
def test_a_reviewer_makes_it_public(training: Site, second: str) -> None:
    finding = recorded(training)
    assert training.client(second).get(f"/puna/gjetjet/{finding.id}").status_code == 200
    answer = confirm(training, second, finding)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kontratat/shembull-2023/2.4")
    assert the_one(training, "2.4").verdict is FindingVerdict.NOT_IN_PLAN
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        assert history.entries(session, limit=1)[0].row.verb == "finding.confirm"
    assert MISSING["reason"] in training.client().get("/kontratat/shembull-2023/2.4").text


def test_a_second_press_leads_to_what_the_first_one_did(training: Site) -> None:
    finding = recorded(training)
    path, public = f"/puna/gjetjet/{finding.id}", "/kontratat/shembull-2023/2.4"
    for _ in range(2):
        answer = confirm(training, REVIEWER, finding)
        assert (answer.status_code, answer.headers["location"]) == (303, public)
    with training.database.reading() as session:
        assert [entry.row.verb for entry in history.entries(session, limit=2)].count("finding.confirm") == 1
    for who, way in ((OTHER_REVIEWER, "konfirmimi"), (OTHER_REVIEWER, "kthimi"), (EDITOR, "heqja")):
        late = post(training, who, f"{path}/{way}", note="x")
        assert late.status_code == 422
        assert "Për këtë gjetje është vendosur ndërkohë." in late.text
    assert training.client(OTHER_REVIEWER).get(path, follow_redirects=False).headers["location"] == public


def test_nobody_confirms_what_the_contract_no_longer_asks(training: Site) -> None:
    finding = recorded(training)
    with training.database.writing() as session:
        session.execute(
            sa.update(CommitmentText)
            .where(col(CommitmentText.commitment_id) == finding.commitment_id)
            .values(is_retracted=True)
        )
    answer = confirm(training, REVIEWER, finding)
    assert answer.status_code == 422
    assert "Ky zotim është tërhequr nga kontrata." in answer.text
    assert still_open(training).state is FindingState.SUBMITTED


def test_nobody_confirms_their_own(training: Site) -> None:
    finding = recorded(training)
    with training.database.writing() as session:
        editor = training.viewer(session, EDITOR)
        session.add(RoleHeld(person_id=editor.person_id or 0, role=Role.REVIEWER))
    assert confirm(training, EDITOR, finding).status_code == 403
    assert post(training, EDITOR, f"/puna/gjetjet/{finding.id}/kthimi", note="x").status_code == 403
    assert "Konfirmoni dhe bëjeni publike" not in training.client(EDITOR).get(f"/puna/gjetjet/{finding.id}").text
    with training.database.writing() as session, pytest.raises(Forbidden):
        session.get_one(Finding, finding.id).confirm(session, training.viewer(session, EDITOR), finding.version)
    own = sa.update(Finding).values(confirmed_by=Finding.recorded_by).where(col(Finding.id) == finding.id)
    with training.database.writing() as session, pytest.raises(IntegrityError):
        session.execute(own)
    assert still_open(training).state is FindingState.SUBMITTED


def test_who_is_no_reviewer_cannot(training: Site) -> None:
    finding = recorded(training)
    assert confirm(training, SECOND_EDITOR, finding).status_code == 403


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
        assert len(in_hand(session, training.viewer(session, EDITOR)).waiting) == 1
    assert post(training, SECOND_EDITOR, LEAF, **MISSING).status_code == 403
    found = {"verdict": "covered", "plan_item": item_id(training, "2.1.1"), "quote": "depo e re", "source": "faqja 12",
             "reason": "Depoja është masë e planit."}  # fmt: skip
    assert post(training, EDITOR, LEAF, **found).status_code == 303
    assert still_open(training).id == finding.id
    assert confirm(training, REVIEWER, finding).status_code == 303
    assert the_one(training, "2.4").item_number == "2.1.1"


@pytest.mark.both
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


def test_nobody_confirms_without_saying_what_they_read(training: Site) -> None:
    path = f"/puna/gjetjet/{recorded(training).id}/konfirmimi"
    for said in ({}, {"version": ""}):
        answer = post(training, REVIEWER, path, **said)
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
    before = the_one(training, "1.4")
    assert before.verdict is FindingVerdict.NOT_IN_PLAN
    finding = recorded(training, path, verdict="partly_covered", plan_item=item_id(training, "1.1"), quote="transport")
    assert the_one(training, "1.4").id == before.id
    confirm(training, REVIEWER, finding)
    after = the_one(training, "1.4")
    assert (after.verdict, after.item_number) == (FindingVerdict.PARTLY_COVERED, "1.1")
    with training.database.reading() as session:
        assert session.get_one(Finding, before.id).state is FindingState.PUBLISHED
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_what_is_not_public_can_be_taken_away(training: Site) -> None:
    finding = recorded(training)
    asked = training.client(SECOND_EDITOR).get(f"/puna/gjetjet/{finding.id}/heqja").text
    assert "nuk mbetet asgjë prej saj" in asked
    assert "Jo, kthehuni" in asked
    assert post(training, SECOND_EDITOR, f"/puna/gjetjet/{finding.id}/heqja").status_code == 303
    with training.database.reading() as session:
        assert session.get(Finding, finding.id) is None
        public = the_one(training, "3")
    with training.database.writing() as session, pytest.raises(Refusal):
        session.get_one(Finding, public.id).withdraw(session, training.viewer(session, EDITOR))


def test_several_items_may_answer_a_commitment(training: Site) -> None:
    """The quoted one, one ticked, one by its number; none twice."""
    main, ticked = item_id(training, "2.1.1"), item_id(training, "2.1.1.1")
    fields: dict[str, Any] = {"verdict": "covered", "plan_item": main, "quote": "depo e re"}
    fields["also"] = [ticked, main]
    finding = recorded(training, **fields, also_numbers="2.1.2, 2.1.1.2.")
    assert post(training, REVIEWER, f"/puna/gjetjet/{finding.id}/kthimi", note="Shihni.").status_code == 303
    form = training.client(EDITOR).get(LEAF).text
    for item in (ticked, item_id(training, "2.1.2")):
        assert re.search(rf'name="also"[^>]* value="{item}" checked', form)
    recorded(training, **fields, also_numbers="2.1.2")
    assert "<strong>2.1.2</strong> Matja" in training.client(REVIEWER).get(f"/puna/gjetjet/{finding.id}").text
    confirm(training, REVIEWER, finding)
    assert the_one(training, "2.4").also == ("2.1.1.1", "2.1.2")
    with training.database.reading() as session:
        state = session.get_one(Finding, finding.id).public_state(session)
        assert (state["plan_item"], state["also_in"]) == ("2.1.1", ["2.1.1.1", "2.1.2"])
        assert list(verification.verify(session)) == []


def test_a_commitment_that_is_not_in_the_plan_has_no_items(training: Site) -> None:
    finding = recorded(training, also=item_id(training, "2.1.1.1"), also_numbers="2.1.2")
    confirm(training, REVIEWER, finding)
    assert (the_one(training, "2.4").item_number, the_one(training, "2.4").also) == (None, ())


def test_readers_are_told_the_organisation_and_staff_the_person(training: Site) -> None:
    finding = recorded(training)
    with training.database.reading() as session:
        person, second = training.viewer(session, EDITOR).name, training.viewer(session, REVIEWER).name
    assert person in training.client(REVIEWER).get(f"/puna/gjetjet/{finding.id}").text
    confirm(training, REVIEWER, finding)
    assert the_one(training, "2.4").organisation == "Organizata Shembullore"
    at_work = training.client(SECOND_EDITOR).get(LEAF).text
    assert person in at_work
    assert second in at_work
    for path in ("/kontratat/shembull-2023/2.4", "/planet/shembull-2024"):
        public = training.client().get(path).text
        assert person not in public
        assert second not in public


def test_going_through_a_contract(training: Site) -> None:
    """After sending comes the next that nobody looked at; at the end it starts over."""
    page = training.client(EDITOR).get(LIST).text
    assert "7 nga 10 të shqyrtuara" in page
    assert "Vazhdoni me zotimin e parë të pashqyrtuar: 1.3.b" in page
    folder = LEAF.removesuffix("/2.4")
    for ref, following in (("2.4", "1.3.b"), ("1.3.b", "2.2")):
        client = training.client(EDITOR)
        answer = training.form(client, f"{folder}/{ref}", **MISSING, tjetra="1")
        assert answer.headers["location"] == f"{folder}/{following}"
    assert "Gjetja për zotimin 1.3.b u dërgua." in client.get(answer.headers["location"]).text
    last = training.form(training.client(EDITOR), f"{folder}/2.2", **MISSING, tjetra="1")
    assert last.headers["location"] == LIST
    client = training.client(EDITOR)
    assert "7 nga 10 të shqyrtuara · 3 presin" in client.get(LIST).text
    assert "Asnjë zotim këtu." in client.get(f"{LIST}&shfaq=pashqyrtuar").text
    waiting = client.get(f"{LIST}&shfaq=hapur").text
    assert ">2.4</a>" in waiting
    assert ">2.1</a>" not in waiting


@pytest.mark.both
def test_every_pair_says_how_far_it_is(training: Site) -> None:
    client = training.client(EDITOR)
    with training.count_queries() as seen:
        page = client.get("/puna/gjetjet").text
    assert "plani=shembull-2024" in page
    assert "prove" not in page
    assert "7 nga 10 të shqyrtuara" in page
    before = len(seen)
    finding = recorded(training)
    confirm(training, REVIEWER, finding)
    with training.count_queries() as seen:
        assert "8 nga 10 të shqyrtuara" in client.get("/puna/gjetjet").text
    assert len(seen) == before


@pytest.mark.both
def test_a_form_sent_twice_is_one_finding(training: Site) -> None:
    client = training.client(EDITOR)
    first = training.form(client, LEAF, **MISSING, nonce="një")
    again = training.form(client, "/puna", post_to=LEAF, **MISSING, nonce="një")
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"]
    still_open(training)


def test_who_did_not_see_the_newest_finding_is_shown_it_first(training: Site) -> None:
    """Two write on the same point; the first one's is public when the second one sends."""
    opened = training.client(SECOND_EDITOR).get(LEAF)
    version = hidden(opened, "version")
    finding = recorded(training)
    confirm(training, REVIEWER, finding)
    answer = post(training, SECOND_EDITOR, LEAF, **MISSING | {"reason": "E dyta."}, version=version)
    assert answer.status_code == 409
    assert "Ndërkohë një gjetje tjetër u bë publike" in answer.text
    assert MISSING["reason"] in answer.text
    assert "E dyta." in answer.text
    version = hidden(answer, "version")
    assert post(training, SECOND_EDITOR, LEAF, **MISSING, version=version).status_code == 303


def test_older_findings_stay_readable(training: Site) -> None:
    for reason in ("E para.", "E dyta."):
        finding = recorded(training, reason=reason)
        confirm(training, REVIEWER, finding)
    page = training.client(EDITOR).get(LEAF).text
    assert "1 gjetje më e hershme" in page
    assert page.index("E dyta.") < page.index("E para.")
    assert "E para." not in training.client().get("/kontratat/shembull-2023/2.4").text
    with training.database.reading() as session:
        numbers = [entry.row.number for entry in history.entries(session, limit=2)]
    assert "E para." in training.client().get(f"/ndryshimet/{numbers[1]}").text


def found_before(site: Site, **fields: str) -> None:
    """In the plan that shembull-2024 follows."""
    finding = recorded(site, LEAF.replace("shembull-2024", "shembull-2020"), **fields)
    assert confirm(site, REVIEWER, finding).status_code == 303


def test_a_new_plan_shows_the_old_findings_beside_and_presets_nothing(training: Site) -> None:
    item = item_id(training, "1.1", "shembull-2020")
    words = {"quote": "Fjalë të vjetra.", "reason": "Arsye e vjetër.", "source": "Plani i vjetër, faqja 2"}
    found_before(training, verdict="partly_covered", plan_item=item, **words)
    client = training.client(EDITOR)
    assert "Në planin e mëparshëm: Pjesërisht në plan (1.1)" in client.get(LIST).text
    page = client.get(LEAF).text
    assert "Arsye e vjetër." in page, "beside the form"
    assert " checked" not in page, "a search that nobody made is not one click away"
    for name in ("reason", "quote", "source"):
        assert re.search(rf'<textarea[^>]*name="{name}"[^>]*></textarea>', page)
    assert " selected>" not in page
    assert in_force(training, "2.4") is None
    with training.database.reading() as session:
        assert session.exec(select(Finding).where(Finding.state != FindingState.PUBLISHED)).first() is None
    # Once this plan has a finding of its own, the old one stands there no more.
    recorded(training)
    confirm(training, REVIEWER, still_open(training))
    assert "Në planin e mëparshëm" not in client.get(LIST).text


def test_pages_of_findings_never_grade_fulfilment(training: Site) -> None:
    finding = recorded(training)
    client = training.client(REVIEWER)
    pages = [
        client.get(f"/puna/gjetjet/{finding.id}"),
        *map(training.client(EDITOR).get, ("/puna/gjetjet", LIST, LEAF)),
    ]
    for answer in pages:
        assert answer.status_code == 200
        for words in (*STATUS_WORDS.values(), "të vlerësuara"):
            assert words.lower() not in answer.text.lower()


BAD = [
    ({"verdict": ""}, "Plotësojeni këtë fushë."),
    ({"verdict": "ndoshta"}, "Zgjidhni një nga mundësitë"),
    ({"reason": ""}, "Shkruani çfarë shqyrtuat"),
    ({"source": ""}, "Plotësojeni këtë fushë."),
    ({"verdict": "covered", "quote": "fjalët"}, "Zgjidhni zërin e planit"),
    ({"verdict": "covered", "plan_item": "1.1.1", "quote": ""}, "Shkruani fjalët e planit"),
    ({"verdict": "covered", "plan_item": "1.1.1", "quote": "fjalët", "reason": ""}, "Shkruani pse thoni që gjithë"),
    (
        {"verdict": "partly_covered", "plan_item": "1.1.1", "quote": "x", "reason": ""},
        "Shkruani cila pjesë e zotimit mungon",
    ),
    ({"verdict": "partly_covered", "plan_item": "99999", "quote": "x"}, "Zgjidhni një nga mundësitë"),
    ({"reason": "x" * 4001}, "Teksti është tepër i gjatë"),
    ({"also": "99999"}, "Zgjidhni një nga mundësitë"),
    ({"also": "x"}, "Zgjidhni një nga mundësitë"),
    ({"also_numbers": "2.1.1, 77"}, "Plani nuk ka zë me numrin 77."),
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
    also = {**foreign, "plan_item": item_id(training, "1.1"), "also": item_id(training, "1", "prove-2025")}
    assert training.form(client, LEAF, **also).status_code == 422
    assert client.get(LEAF.replace("/2.4", "/1.3")).status_code == 404
    assert client.get("/puna/gjetjet/shembull-2023/prove-2025/2.4").status_code == 404


@pytest.mark.both
def test_findings_in_force_cost_one_query(training: Site) -> None:
    with training.count_queries() as seen, training.app.app.app.state.database.reading() as session:
        assert len(published_findings(session)) == 18
    assert len(seen) == 1
