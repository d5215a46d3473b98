"""/puna: what waits for whoever opens it, what they sent and waits for others, and the rooms they may open."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.browse import gathered
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.models import Assessment
from pop_tracker.plans.findings.findings import Finding
from pop_tracker.plans.models import Plan
from pop_tracker.pledges import paper
from pop_tracker.pledges.models import Signature
from pop_tracker.web.i18n import Words, day_of
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import main_of, words
from tests.site.staff import work_in_hand


def test_nobody_without_signing_in(training: Site) -> None:
    answer = training.client().get("/puna")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/hyrje")


def test_an_editor_finds_the_rooms_and_not_the_coordinators(training: Site) -> None:
    html = training.client(EDITOR).get("/puna").text
    assert 'href="/puna/kontratat"' in html
    assert 'href="/puna/raundet"' in html
    assert 'href="/puna/njerezit"' not in html


def test_the_coordinator_finds_people_and_elections(training: Site) -> None:
    html = training.client(COORDINATOR).get("/puna").text
    assert 'href="/puna/njerezit"' in html
    assert 'href="/puna/zgjedhjet"' in html


@pytest.mark.parametrize("email", [EDITOR, REVIEWER, COORDINATOR])
def test_every_door_opens(training: Site, email: str) -> None:
    client = training.client(email)
    html = client.get("/puna").text
    beside = html.split("<aside")[1].split("</aside>")[0]
    paths = re.findall(r'href="(/puna/[^"]+)"', beside)
    assert len(paths) >= 2
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_it_is_never_kept(training: Site) -> None:
    assert "no-store" in training.client(EDITOR).get("/puna").headers["cache-control"]


def waiting(site: Site, email: str, language: str = "") -> str:
    return words(main_of(site.client(email).get(f"{language}/puna").text))


def test_the_list_opens_the_page_and_counts_every_assessment(training: Site) -> None:
    """A round whose assessments wait is as many things to do, and one line."""
    training.after(work_in_hand)
    said = waiting(training, REVIEWER)
    with training.database.reading() as session:
        found = gathered.in_hand(session, training.viewer(session, REVIEWER)).waiting
    count = sum(one.count for one in found)
    assert count > len(found)
    assert f"Puna juaj Ju presin {count} punë" in said
    assert [one.assessments for one in found if one.assessments]
    assert f"{found[0].title}" in said.partition("Ku punoni")[0]
    assert f"{count} things are waiting for you" in waiting(training, REVIEWER, "/en")


def test_the_oldest_stands_first_and_says_since_when(training: Site) -> None:
    training.after(work_in_hand)
    with training.database.writing() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.SUBMITTED)).one()
        assert draft.submitted_at is not None
        draft.submitted_at -= timedelta(days=40)
        session.add(draft)
        since, title = day_of(draft.submitted_at), draft.contract.title
        first = gathered.in_hand(session, training.viewer(session, REVIEWER)).waiting[0]
        assert (first.title, first.since) == (title, since)
    said = f"{title} Draft që pret rishikimin tuaj, nga Edon Hartues që nga {Words('sq').date(since)}"
    assert said in waiting(training, REVIEWER)


def test_whatever_room_it_is_of_the_older_stands_before_the_newer(training: Site) -> None:
    """On the page too, both of what waits and of what was sent; a day that nobody knows comes last."""
    training.after(work_in_hand)
    ages: tuple[tuple[Any, str, int], ...] = (
        (Edition, "submitted_at", 10),
        (Signature, "recorded_at", 30),
        (Finding, "recorded_at", 20),
        (Assessment, "submitted_at", 50),
        (RedactionRequest, "asked_at", 40),
    )
    with training.database.writing() as session:
        for table, field, days in ages:
            for row in session.exec(select(table)):
                if (at := getattr(row, field)) is not None:
                    setattr(row, field, at - timedelta(days=days))
                    session.add(row)
    for who, part in ((REVIEWER, 0), (EDITOR, 1)):
        with training.database.reading() as session:
            viewer = training.viewer(session, who)
            held = gathered.in_hand(session, viewer)
        found = held.sent if part else held.waiting
        known = [one.since for one in found if one.since]
        assert len(set(known)) > 2
        assert known == sorted(known)
        assert [one.since for one in found][: len(known)] == known
        said = waiting(training, who).split("Dërguar nga ju, në pritje të të tjerëve")[part]
        told = [Words("sq").date(since) for since in known]
        assert re.findall(rf"që nga ({'|'.join(set(told))})", said) == told


def test_what_was_sent_waits_for_others(training: Site) -> None:
    training.after(work_in_hand)
    said = waiting(training, EDITOR).partition("Dërguar nga ju, në pritje të të tjerëve")[2]
    assert "Ilire Sekretarja" in said
    assert "Gjetje që pret konfirmimin e një personi të dytë" in said
    assert "Kërkesë për heqje që pret përgjigjen e një personi të dytë" in said
    assert "Draft që pret rishikimin e një personi të dytë" in waiting(training, OTHER_EDITOR)
    assert "Kërkesë për rolin e rishikuesit" in waiting(training, COORDINATOR)
    assert "në pritje të të tjerëve" not in waiting(training, REVIEWER)


def test_what_came_back_says_when_it_was_sent(training: Site) -> None:
    """Nobody wrote down when it came back."""
    in_hand = training.after(work_in_hand)
    with training.database.writing() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.SUBMITTED)).one()
        reviewer = training.viewer(session, REVIEWER)
        drafts.send_back(session, reviewer, draft.contract, "Shkruani burimin.")
        session.get_one(Finding, in_hand["FINDING"]).send_back(session, reviewer, "Shtoni faqen.")
        paper.send_back(session, reviewer, session.get_one(Signature, in_hand["SIGNATURE"]), "Shtoni faqen.")
        sent = Words("sq").date(day_of(draft.submitted_at))
    assert f"Draft i kthyer me një shënim dërguar më {sent}" in waiting(training, OTHER_EDITOR)
    said = waiting(training, EDITOR)
    assert f"Gjetje që u kthye me shënim dërguar më {sent}" in said
    assert f"Nënshkrim që u kthye me një shënim dërguar më {sent}" in said


def test_an_empty_list_says_the_next_step(training: Site) -> None:
    html = main_of(training.client(SECOND_EDITOR).get("/puna").text)
    assert "Tani nuk ju pret asnjë punë" in html
    rooms = html.partition("Ku punoni")[2]
    assert [f'href="/puna/{room}"' in rooms for room in ("kontratat", "nenshkrimet", "planet")] == [True] * 3


def test_no_line_calls_anything_by_its_address(training: Site) -> None:
    training.after(work_in_hand)
    with training.database.reading() as session:
        slugs = [*session.exec(select(Contract.slug)), *session.exec(select(Plan.slug))]
        for who in (EDITOR, SECOND_EDITOR, REVIEWER, OTHER_EDITOR, OTHER_REVIEWER, COORDINATOR):
            viewer = training.viewer(session, who)
            held = gathered.in_hand(session, viewer)
            called = [one.title for one in held.waiting + held.sent]
            called += [one.title for one in gathered.deadlines(session, viewer)]
            assert not [title for title in called for slug in slugs if slug in title]
