"""An answer that was not the person's own is annulled by two people of different organisations, and stays visible."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.log import LogEntry
from pop_tracker.pledges.annulments import Annulment
from pop_tracker.pledges.in_force import answers, in_force
from pop_tracker.pledges.models import ONLINE, Signature
from pop_tracker.pledges.vocabulary import Stands
from pop_tracker.pledges.waiting import in_hand
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.pages import main_of, words
from tests.pledges.answering import answered, newest_receipt
from tests.pledges.play import ON_PAPER, PAPER, SCAN, candidate, invited, invited_again

NAME = "Blerta Garuese"
WHY = "Na telefonoi dhe tha se nuk ka hapur asnjë <b>lidhje</b>."


@pytest.fixture
def link(training: Site) -> str:
    return f"/nenshkrim/{invited(training)}"


@pytest.fixture
def path(training: Site, link: str) -> str:
    assert answered(training, link, answer="signed", statement="Jam dakord.", name=NAME).status_code == 303
    with training.database.reading() as session:
        signature = session.exec(select(Signature).where(Signature.source == ONLINE)).one()
    return f"/puna/nenshkrimet/shembull-2023/{signature.id}"


def post(site: Site, who: str, path: str, **fields: Any) -> Any:
    return site.form(site.client(who), "/puna", post_to=path, **fields)


def asked(site: Site, path: str, who: str = EDITOR) -> None:
    assert post(site, who, f"{path}/anulimi", reason=WHY, nonce=who).status_code == 303


def standing(site: Site) -> list[Stands]:
    with site.database.reading() as session:
        return [row.stands for row in in_force(session) if row.source == ONLINE]


@pytest.mark.both
def test_one_asks_and_another_organisation_decides(training: Site, link: str, path: str) -> None:
    assert "Kërkoni anulimin" in training.client(EDITOR).get(path).text
    assert training.client(EDITOR).get(f"{path}/anulimi").status_code == 200
    asked(training, path)
    assert standing(training) == [Stands.SIGNED]
    assert (
        WHY.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;")
        not in training.client().get("/kontratat/shembull-2023").text
    )
    with training.database.reading() as session:
        assert any(NAME in one.title for one in in_hand(session, training.viewer(session, OTHER_REVIEWER)).waiting)
        assert not any(NAME in one.title for one in in_hand(session, training.viewer(session, REVIEWER)).waiting)
        assert any(NAME in one.title for one in in_hand(session, training.viewer(session, EDITOR)).sent)
    for who in (EDITOR, REVIEWER, OTHER_EDITOR):
        assert post(training, who, f"{path}/anulimi/vendimi").status_code == 403, who
        assert post(training, who, f"{path}/anulimi/refuzimi", note="jo").status_code == 403, who
        assert training.client(who).get(f"{path}/anulimi/vendimi").status_code == 404, who
    assert standing(training) == [Stands.SIGNED]
    assert "Anulojeni përgjigjen" in training.client(OTHER_REVIEWER).get(f"{path}/anulimi/vendimi").text
    assert post(training, OTHER_REVIEWER, f"{path}/anulimi/vendimi").status_code == 303
    assert standing(training) == []
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.reason) == ("signature.annul", WHY)
        assert entry.row.organisation != entry.row.approver_organisation
        (row,) = [one for one in answers(session) if one.name == NAME]
        # What she said before is in force again.
        assert (row.stands, [one.stands for one in row.earlier]) == (
            Stands.SIGNED_WITH_RESERVATION,
            [Stands.ANNULLED],
        )
        events = list(session.exec(select(LogEntry.event)))
    assert {"annulment_asked", "answer_annulled"} <= set(events)
    page = training.client().get("/kontratat/shembull-2023").text
    assert "Përgjigje e anuluar" in page
    assert "nuk ka hapur asnjë &lt;b&gt;lidhje" in page
    assert post(training, OTHER_REVIEWER, f"{path}/anulimi/vendimi").status_code == 404
    assert post(training, EDITOR, f"{path}/anulimi", reason=WHY, nonce="edhe një").status_code == 422
    receipt = words(main_of(training.client().get(f"/vertetim/{newest_receipt(training).code}").text))
    assert "E anuluar" in receipt
    assert "Anulimin e kërkoi Organizata Shembullore dhe e vendosi" in receipt
    by_link = words(main_of(training.client().get(link).text))
    assert "vendosën se përgjigjja nuk ishte juaja" in by_link
    assert "Përgjigjja në fuqi Blerta Garuese Nënshkroi me rezervë" in by_link
    assert "Përgjigjja u anulua" in training.client().get(link).text
    assert training.client().get(f"{link}/pergjigjja").text.count('name="answer"') == 0


@pytest.mark.both
def test_a_link_whose_later_answer_was_annulled_is_dead_also_after_an_answer_on_paper(
    training: Site, link: str
) -> None:
    """Whoever answered for the person by that link would else do it again, in place of the same paper."""
    answered(training, link, answer="declined", name=NAME)
    on_paper(training)
    assert answered(training, link, answer="withdrawn", name=NAME).status_code == 303
    assert answered(training, link, answer="signed", name=NAME).status_code == 303
    with training.database.reading() as session:
        newest = session.exec(select(Signature).order_by(col(Signature.id).desc())).first()
        assert newest is not None
        assert newest.source == ONLINE
    path = f"/puna/nenshkrimet/shembull-2023/{newest.id}"
    asked(training, path)
    assert post(training, OTHER_REVIEWER, f"{path}/anulimi/vendimi").status_code == 303
    with training.database.reading() as session:
        before = history.head(session)
    assert training.client().get(f"{link}/pergjigjja").text.count('name="answer"') == 0
    assert answered(training, link, answer="signed", name=NAME).status_code == 200
    with training.database.reading() as session:
        assert history.head(session) == before


def on_paper(site: Site) -> None:
    """The person signs the paper that an editor records and a second person confirms."""
    fields = {**ON_PAPER, "who": candidate(site), "signed_on": f"{today():%d.%m.%Y}", "nonce": "letra"}
    path = site.form(site.client(EDITOR), PAPER, files=SCAN, **fields).headers["location"]
    with site.database.reading() as session:
        version = session.get_one(Signature, int(path.rpartition("/")[2])).version
    assert post(site, OTHER_REVIEWER, f"{path}/konfirmimi", version=version).status_code == 303


def test_the_answer_before_it_is_in_force_again(training: Site, link: str) -> None:
    answered(training, link, answer="declined", name=NAME)
    declined = newest_receipt(training)
    answered(training, link, answer="signed", name=NAME)
    with training.database.reading() as session:
        newest_id = max(one.id or 0 for one in session.exec(select(Signature)))
    path = f"/puna/nenshkrimet/shembull-2023/{newest_id}"
    asked(training, path)
    post(training, OTHER_REVIEWER, f"{path}/anulimi/vendimi")
    assert standing(training) == [Stands.DECLINED]
    page = training.client().get("/kontratat/shembull-2023").text
    in_force, _, other = page.partition('<div class="past">')
    assert "në fuqi</span>" in in_force
    assert "Përgjigje tjetër, jo në fuqi" in other.split("</div>")[0]
    assert "nuk ka hapur asnjë" in page
    path = f"/puna/nenshkrimet/shembull-2023/{newest_id - 1}"
    asked(training, path, OTHER_BOTH)
    post(training, REVIEWER, f"{path}/anulimi/vendimi")
    assert standing(training) == []
    said = words(main_of(training.client().get(f"/vertetim/{declined.code}").text))
    assert "Anulimin e kërkoi Shoqata Provë" in said, "its own, not that of the other answer"


def test_what_is_in_force_for_nobody_stands_last_and_muted(training: Site) -> None:
    with training.database.writing() as session:
        rows = answers(session)
        first = next(row for row in rows if not row.earlier)
        row = session.get_one(Signature, first.id)
        row.annulled_at, row.annulment = datetime.now(UTC), WHY
        session.add(row)
    with training.database.reading() as session:
        shown = [row.id for row in answers(session, [first.contract_id])]
    assert shown == [row.id for row in rows if row.contract_id == first.contract_id and row.id != first.id] + [first.id]
    *others, last = training.client().get("/kontratat/shembull-2023").text.split('<li class="answer')[1:]
    assert [row.startswith(' past"') for row in (*others, last)] == [False] * len(others) + [True]
    assert first.name in last
    assert "në fuqi</span>" not in last


def test_the_link_that_gave_it_changes_nothing_of_what_is_in_force_then(training: Site, link: str, path: str) -> None:
    """Its mailbox is not the person's, and the person's own answer may stand there by now."""
    other = f"/nenshkrim/{invited_again(training)}"
    assert answered(training, other, answer="declined", name=NAME).status_code == 303
    asked(training, path)
    assert post(training, OTHER_REVIEWER, f"{path}/anulimi/vendimi").status_code == 303
    assert standing(training) == [Stands.DECLINED]
    assert answered(training, link, answer="signed", name=NAME).status_code == 200
    assert standing(training) == [Stands.DECLINED]
    assert answered(training, other, answer="signed", name=NAME).status_code == 303


@pytest.mark.both
def test_it_is_refused_with_a_reason_and_may_be_asked_again(training: Site, path: str) -> None:
    asked(training, path)
    assert post(training, EDITOR, f"{path}/anulimi", reason=WHY, nonce="tjetër").status_code == 422
    assert post(training, COORDINATOR, f"{path}/anulimi/refuzimi", note="").status_code == 422
    assert post(training, COORDINATOR, f"{path}/anulimi/refuzimi", note="E pyetëm, ishte ajo.").status_code == 303
    assert standing(training) == [Stands.SIGNED]
    with training.database.reading() as session:
        assert session.exec(select(Annulment)).one().refusal == "E pyetëm, ishte ajo."
        assert "annulment_refused" in session.exec(select(LogEntry.event)).all()
    asked(training, path, OTHER_BOTH)
    assert post(training, REVIEWER, f"{path}/anulimi/vendimi").status_code == 303
    assert standing(training) == []


def test_of_two_who_decide_at_once_the_second_is_told(training: Site, path: str) -> None:
    asked(training, path)
    with training.database.writing() as session:
        found = session.exec(select(Annulment)).one()
        asker, decider = (training.viewer(session, who) for who in (EDITOR, OTHER_REVIEWER))
        moved = replace(asker, roles=decider.roles, organisation_id=decider.organisation_id)
        assert (found.may_be_decided(decider), found.may_be_decided(moved)) == (True, False)
        found.refuse(session, training.viewer(session, COORDINATOR), "E pyetëm, ishte ajo.")
        with pytest.raises(Refusal):
            found.agree(session, decider)
        with pytest.raises(Refusal):
            found.refuse(session, decider, "")
        assert not found.may_be_decided(decider)
    assert standing(training) == [Stands.SIGNED]


def test_what_waits_on_paper_is_not_annulled(training: Site) -> None:
    path = training.form(training.client(EDITOR), PAPER, files=SCAN, **ON_PAPER).headers["location"]
    assert post(training, EDITOR, f"{path}/anulimi", reason=WHY).status_code == 422


def test_who_may_not_ask(training: Site, path: str) -> None:
    assert post(training, OTHER_EDITOR, f"{path}/anulimi", reason=WHY).status_code == 403
    assert training.client(OTHER_EDITOR).get(f"{path}/anulimi").status_code == 404
    assert post(training, EDITOR, f"{path}/anulimi", reason="").status_code == 422
    assert training.client().get(f"{path}/anulimi").status_code in (401, 303, 403)
    with training.database.reading() as session:
        assert session.exec(select(Annulment)).first() is None
