"""An item that a confirmed finding quotes changes only with a second person; until then the old words stand."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import verification
from pop_tracker.accounts.models import Role, RoleHeld
from pop_tracker.history import HistoryEntry
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.findings.findings import Finding, FindingState
from pop_tracker.plans.item_changes import ItemChange, revise
from pop_tracker.plans.items import PlanItem, PlanItemUnit
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.sources import Source
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import entries, fields_of, post, verified
from tests.plans.tables import confirm as enter
from tests.plans.tables import csv_text, send

NOW = "Fjalë të reja të zërit."


def quoted(site: Site) -> tuple[str, PlanItem]:
    """Where staff write an item of the training plan that a public finding quotes, and the item."""
    with site.database.reading() as session:
        item, slug = session.exec(
            select(PlanItem, Plan.slug)
            .join(Finding, col(Finding.plan_item_id) == PlanItem.id)
            .join(Plan, col(Plan.id) == PlanItem.plan_id)
            .where(Finding.state == FindingState.PUBLISHED, Plan.slug == "shembull-2024")
            .order_by(col(PlanItem.id))
        ).first() or (None, "")
        assert item is not None
        return f"/puna/planet/{slug}/zerat/{item.id}", item


def changed(site: Site, who: str = EDITOR, **fields: Any) -> Any:
    path, _ = quoted(site)
    return site.form(
        site.client(who), path, **{**fields_of(site, path, who), "text": NOW, "cost_all": "12,50", **fields}
    )


def waits(site: Site) -> ItemChange:
    with site.database.reading() as session:
        return session.exec(select(ItemChange)).one()


def text(site: Site) -> str:
    return quoted(site)[1].text


def confirm(site: Site, who: str) -> Any:
    change = waits(site)
    return post(site, who, f"/puna/zerat/{change.id}/konfirmimi", version=change.version)


@pytest.mark.both
def test_the_old_words_stand_until_a_second_person_confirms(training: Site) -> None:
    before, head = text(training), entries(training)
    path, _ = quoted(training)
    assert "ndryshimin e konfirmon një person i dytë" in training.client(EDITOR).get(path).text
    answer = changed(training)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/puna/zerat/{waits(training).id}")
    assert (text(training), entries(training)) == (before, head)
    assert NOW not in training.client().get("/planet/shembull-2024").text
    page = words(training.client(REVIEWER).get(f"/puna/zerat/{waits(training).id}").text)
    assert before in page
    assert NOW in page
    assert f"/puna/zerat/{waits(training).id}" in training.client(REVIEWER).get("/puna").text
    assert confirm(training, REVIEWER).status_code == 303
    assert text(training) == NOW
    assert str(quoted(training)[1].cost_all) == "12.50"
    assert verified(training) == "plan.revise"
    with training.database.reading() as session:
        entry = session.get_one(HistoryEntry, entries(training))
        assert entry.author == training.viewer(session, EDITOR).person_id
        assert entry.approver == training.viewer(session, REVIEWER).person_id
        assert session.exec(select(ItemChange)).all() == []
    assert NOW in training.client().get("/planet/shembull-2024").text


@pytest.mark.parametrize("who", [EDITOR, SECOND_EDITOR, COORDINATOR])
def test_nobody_confirms_their_own_and_nobody_without_the_role(training: Site, who: str) -> None:
    assert changed(training).status_code == 303
    before = text(training)
    assert confirm(training, who).status_code == 403
    if who == EDITOR:  # nor with both roles
        reviews_too(training, who)
        assert confirm(training, who).status_code == 403
    assert text(training) == before


def reviews_too(site: Site, who: str) -> None:
    with site.database.writing() as session:
        session.add(RoleHeld(person_id=site.viewer(session, who).person_id or 0, role=Role.REVIEWER))


def test_what_came_back_is_confirmed_by_nobody_who_sees_it(training: Site) -> None:
    reviews_too(training, SECOND_EDITOR)
    changed(training)
    before, change = text(training), waits(training)
    assert post(training, REVIEWER, f"/puna/zerat/{change.id}/kthimi", note="Kostoja nuk është kjo.").status_code == 303
    assert confirm(training, SECOND_EDITOR).status_code == 422
    assert (text(training), waits(training).return_note) == (before, "Kostoja nuk është kjo.")


@pytest.mark.both
def test_it_comes_back_with_a_note_and_is_written_anew_by_its_author(training: Site) -> None:
    changed(training)
    change = waits(training)
    empty = post(training, REVIEWER, f"/puna/zerat/{change.id}/kthimi", note="")
    assert empty.status_code == 422
    back = post(training, REVIEWER, f"/puna/zerat/{change.id}/kthimi", note="Kostoja nuk është kjo.")
    assert back.status_code == 303
    assert waits(training).is_returned
    assert "Kostoja nuk është kjo." in training.client(EDITOR).get(f"/puna/zerat/{change.id}").text
    assert f"/puna/zerat/{change.id}" in training.client(EDITOR).get("/puna").text
    assert changed(training, SECOND_EDITOR).status_code == 403
    path, _ = quoted(training)
    assert fields_of(training, path, EDITOR)["text"] == NOW, "nothing that was typed is lost"
    assert changed(training, cost_all="13").status_code == 303
    assert confirm(training, OTHER_REVIEWER).status_code == 303
    assert str(quoted(training)[1].cost_all) == "13.00"


def test_one_change_waits_at_a_time(training: Site) -> None:
    changed(training)
    again = changed(training, SECOND_EDITOR, text="Tjetër.")
    assert again.status_code == 422
    assert "pret tashmë konfirmimin" in again.text
    assert waits(training).said["text"] == NOW


def test_nobody_confirms_what_they_did_not_read(training: Site) -> None:
    _, item = quoted(training)
    changed(training)
    change = waits(training)
    stale = post(training, REVIEWER, f"/puna/zerat/{change.id}/konfirmimi", version="2020-01-01T00:00:00+00:00")
    assert stale.status_code == 409
    with training.database.writing() as session:
        session.exec(sa.update(PlanItem).where(col(PlanItem.id) == change.item_id).values(due="2031"))
    assert confirm(training, REVIEWER).status_code == 409
    with training.database.writing() as session:
        session.exec(sa.update(PlanItem).where(col(PlanItem.id) == change.item_id).values(due=item.due))
        named = select(PlanItemUnit.unit_id).where(PlanItemUnit.item_id == change.item_id)
        unit = session.exec(select(AdministrativeUnit.id).where(col(AdministrativeUnit.id).not_in(named))).first()
        session.add(PlanItemUnit(item_id=change.item_id, unit_id=unit or 0))
    assert confirm(training, REVIEWER).status_code == 409, "where it is to be done is of it, too"
    assert text(training) != NOW


def test_what_the_plans_rules_refuse_is_told_at_once(training: Site) -> None:
    answer = changed(training, number="1 2")
    assert answer.status_code == 422
    answer = changed(training, programme_code="9")
    assert answer.status_code == 422
    with training.database.reading() as session:
        assert session.exec(select(ItemChange)).all() == []
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_it_is_taken_back_after_a_question(training: Site) -> None:
    changed(training)
    path = f"/puna/zerat/{waits(training).id}"
    assert "Hiqni ndryshimin" in training.client(EDITOR).get(f"{path}/heqja").text
    assert post(training, OTHER_EDITOR, f"{path}/heqja").status_code == 404
    assert post(training, OTHER_BOTH, f"{path}/heqja").status_code == 403, "who may confirm it takes nothing away"
    assert post(training, SECOND_EDITOR, f"{path}/heqja").status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(ItemChange)).all() == []


def test_a_table_cannot_pass_by_the_second_person(training: Site) -> None:
    _, item = quoted(training)
    before, head = item.text, entries(training)
    client = training.client(EDITOR)
    path = "/puna/planet/shembull-2024/importi"
    rows = [("numri", "niveli", "nën", "teksti"), (item.number, item.level, _above(training, item), NOW)]
    sent = send(training, client, "a.csv", csv_text(rows).encode(), path=path)
    assert sent.status_code == 303, sent.text
    preview = sent.headers["location"]
    assert "ndryshimi i tij pret një person të dytë" in words(client.get(preview).text)
    assert enter(training, client, preview).status_code == 303
    assert (text(training), entries(training)) == (before, head)
    assert waits(training).said["text"] == NOW
    assert confirm(training, REVIEWER).status_code == 303
    assert text(training) == NOW


def _above(site: Site, item: PlanItem) -> str:
    with site.database.reading() as session:
        above = session.get(PlanItem, item.parent_id) if item.parent_id else None
        return above.number if above else ""


def test_the_verb_itself_refuses_one_person(training: Site) -> None:
    _, item = quoted(training)
    with training.database.writing() as session:
        viewer, plan = training.viewer(session, EDITOR), session.get_one(Plan, item.plan_id)
        held = session.get_one(PlanItem, item.id)
        with pytest.raises(Forbidden):
            plan.revise_item(session, viewer, held, {"number": item.number, "text": NOW}, "", ())
        with pytest.raises(Forbidden):
            revise(session, training.viewer(session, OTHER_EDITOR), plan, held, {"number": item.number}, "")


def test_an_item_that_nothing_quotes_changes_at_once(training: Site) -> None:
    with training.database.reading() as session:
        item = session.exec(
            select(PlanItem)
            .join(Plan, col(Plan.id) == PlanItem.plan_id)
            .where(Plan.slug == "shembull-2024", col(PlanItem.id).not_in(select(Finding.plan_item_id).where(
                col(Finding.plan_item_id).is_not(None))))
            .order_by(col(PlanItem.id))
        ).first()  # fmt: skip
        assert item is not None
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    fields = {**fields_of(training, path), "due": "2031"}
    assert training.form(training.client(EDITOR), path, **fields).status_code == 303
    with training.database.reading() as session:
        assert session.get_one(PlanItem, item.id).due == "2031"
        assert session.exec(select(ItemChange)).all() == []


SPLIT: dict[str, Any] = {
    "source": ["Plani; shtojca", "Vendimi 12"], "source_address": ["https://shembull.example/a", ""],
    "source_place": ["", "rubrika e dytë"],
}  # fmt: skip


def test_its_sources_are_the_list_that_was_typed(training: Site) -> None:
    """Also where their text would be read as others."""
    assert changed(training, **SPLIT).status_code == 303
    assert confirm(training, REVIEWER).status_code == 303
    assert quoted(training)[1].source.each == (  # type: ignore[attr-defined]
        Source("Plani; shtojca", "https://shembull.example/a"),
        Source("Vendimi 12", "", "rubrika e dytë"),
    )
    assert verified(training) == "plan.revise"


def test_one_from_before_sources_were_lists_is_still_confirmed(training: Site) -> None:
    """As migration 0025 leaves it; it says nothing of a field that came with the same release."""
    changed(training)
    change = waits(training)
    with training.database.writing() as session:
        held = session.get_one(ItemChange, change.id)
        said = {name: value for name, value in held.said.items() if name != "baseline_words"}
        held.of_version, held.said = "", {**said, "source": "Plani, https://shembull.example/a (faqe 3)"}
        session.add(held)
    assert training.client(REVIEWER).get(f"/puna/zerat/{change.id}").status_code == 200
    assert confirm(training, REVIEWER).status_code == 303
    assert quoted(training)[1].source.each == (Source("Plani", "https://shembull.example/a", "faqe 3"),)  # type: ignore[attr-defined]
