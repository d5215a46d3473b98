"""A plan entered by hand: its fields, its items as a tree; public at once."""

import pytest
from sqlmodel import select

from pop_tracker.plans.items import PlanItem, tree
from pop_tracker.plans.models import Plan
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.errors import Refusal
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import fields_of, plan, verified

NEW = "/puna/planet/i-ri"
PLAN = {
    "municipality": "ushtrim",
    "plan_kind": "social_plan",
    "title": "Plani Social i Bashkisë Ushtrim",
    "legal_basis": "Ligji nr. 139/2015\n\n Ligji nr. 121/2016 ",
    "source": "relacioni i ushtrimit, faqja 1",
}
ITEM = {"level": "masë", "number": "1.10", "parent": "1", "text": "Një masë e re", "source": "plani, faqja 9"}
ITEMS = "/puna/planet/shembull-2024/zerat"


def item(site: Site, number: str) -> PlanItem:
    with site.database.reading() as session:
        return session.exec(select(PlanItem).where(PlanItem.plan_id == plan(site).id, PlanItem.number == number)).one()


def test_a_plan_is_recorded_and_public(training: Site) -> None:
    answer = training.form(training.client(EDITOR), NEW, **PLAN)
    assert answer.status_code == 303, answer.text
    slug = answer.headers["location"].rpartition("/")[2]
    found = plan(training, slug)
    assert found.legal_basis == ["Ligji nr. 139/2015", "Ligji nr. 121/2016"]
    assert (found.period_from, found.vision) == (None, "")
    assert verified(training) == "plan.record"
    public = training.client().get(f"/planet/{slug}")
    assert PLAN["title"] in public.text
    assert "nuk thuhet" in public.text


def public_page(site: Site, slug: str) -> str:
    return words(site.client().get(f"/planet/{slug}").text)


@pytest.mark.parametrize(
    ("kind", "said", "slug"),
    [
        ("general_local_plan", "Plan i përgjithshëm vendor", "ushtrim-plani-vendor-2031"),
        ("other", "Plan tjetër", "ushtrim-plan-2031"),
    ],
)
def test_a_plan_of_a_rarer_kind_is_recorded_and_shown(training: Site, kind: str, said: str, slug: str) -> None:
    sent = {**PLAN, "plan_kind": kind, "title": "Një plan i ushtrimit", "period_from": "2031"}
    answer = training.form(training.client(EDITOR), NEW, **sent)
    assert answer.headers["location"] == f"/puna/planet/{slug}"
    assert plan(training, slug).plan_kind == kind
    assert f"{said} Një plan i ushtrimit" in public_page(training, slug)
    card = training.client().get("/planet").text.split(f'href="/planet/{slug}"')[1].split("</li>")[0]
    assert said in words(card)
    assert fields_of(training, f"/puna/planet/{slug}/te-dhenat")["plan_kind"] == kind


def test_mission_and_those_who_supported_it_are_kept_and_shown(training: Site) -> None:
    sent = {**PLAN, "mission": "Shërbim për këdo.", "support": "Programi i ushtrimit\n\nEkspertët e ushtrimit"}
    slug = training.form(training.client(EDITOR), NEW, **sent).headers["location"].rpartition("/")[2]
    found = plan(training, slug)
    assert (found.mission, found.support) == ("Shërbim për këdo.", ["Programi i ushtrimit", "Ekspertët e ushtrimit"])
    page = public_page(training, slug)
    assert "Misioni “Shërbim për këdo.”" in page
    assert "Mbështetur nga Programi i ushtrimit Ekspertët e ushtrimit" in page


def test_years_name_it_and_a_second_one_gets_another_name(training: Site) -> None:
    client = training.client(EDITOR)
    years = {"period_from": "2031", "period_until": "2034"}
    first = training.form(client, NEW, **PLAN, **years).headers["location"]
    second = training.form(client, NEW, **PLAN, **years).headers["location"]
    assert (first, second) == ("/puna/planet/ushtrim-2031", "/puna/planet/ushtrim-2031-2")


@pytest.mark.both
def test_sent_twice_it_is_recorded_once(training: Site) -> None:
    client = training.client(EDITOR)
    one = training.form(client, NEW, **PLAN, nonce="e njëjta").headers["location"]
    assert training.form(client, NEW, **PLAN, nonce="e njëjta").headers["location"] == one


BAD = [
    ({"title": ""}, "Plotësojeni këtë fushë."),
    ({"title": "x" * 201}, "Teksti është tepër i gjatë"),
    ({"source": " "}, "Plotësojeni këtë fushë."),
    ({"municipality": "prove"}, "Zgjidhni një nga mundësitë"),
    ({"municipality": ""}, "Plotësojeni këtë fushë."),
    ({"plan_kind": "roman"}, "Zgjidhni një nga mundësitë"),
    ({"period_from": "dymijë"}, "Shkruani një vit"),
    ({"period_from": "2030", "period_until": "2027"}, "mbaron para se të fillojë"),
    ({"vision": "a\x01"}, "nuk lexohen"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, told in BAD:
        answer = training.form(client, NEW, **{**PLAN, "mission": "mbetet këtu", **fields})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert "mbetet këtu" in answer.text
        with training.database.reading() as session:
            assert session.exec(select(Plan).where(Plan.title == PLAN["title"])).first() is None


def test_another_organisation_may_not(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    for path in ("/puna/planet/shembull-2024", "/puna/planet/shembull-2024/te-dhenat", f"{ITEMS}/i-ri"):
        assert client.get(path).status_code == 403
    assert training.form(client, "/puna", post_to="/puna/planet/shembull-2024/te-dhenat", **PLAN).status_code == 403
    assert training.form(client, "/puna", post_to=f"{ITEMS}/i-ri", **ITEM).status_code == 403
    assert client.get("/puna/planet/nuk-ka").status_code == 404


def test_who_does_not_record_may_not(training: Site) -> None:
    assert training.client(REVIEWER).get(NEW).status_code == 403
    assert training.client(COORDINATOR).get("/puna/planet/shembull-2024").status_code == 403


def test_fields_are_revised(training: Site) -> None:
    path = "/puna/planet/shembull-2024/te-dhenat"
    sent = {**fields_of(training), "vision": "Një vizion tjetër."}
    assert training.form(training.client(EDITOR), path, **sent).status_code == 303
    assert plan(training).vision == "Një vizion tjetër."
    assert plan(training).structures == ["Komiteti Drejtues", "Grupi Teknik"]
    assert verified(training) == "plan.revise"


@pytest.mark.both
def test_a_stale_form_loses_nothing_and_shows_both_texts(training: Site) -> None:
    path = "/puna/planet/shembull-2024/te-dhenat"
    opened = fields_of(training)
    training.form(training.client(SECOND_EDITOR), path, **{**opened, "vision": "Vizioni i parë."})
    client = training.client(EDITOR)
    stale = training.form(client, path, **{**opened, "vision": "Vizioni i dytë."})
    assert stale.status_code == 409
    assert "Vizioni i parë." in stale.text
    assert "Vizioni i dytë." in stale.text
    assert plan(training).vision == "Vizioni i parë."
    version = stale.text.split('name="version" value="')[1].split('"')[0]
    again = training.form(client, path, **{**opened, "vision": "Vizioni i dytë.", "version": version})
    assert again.status_code == 303
    assert plan(training).vision == "Vizioni i dytë."


def test_an_item_takes_its_place_in_the_tree(training: Site) -> None:
    answer = training.form(training.client(EDITOR), f"{ITEMS}/i-ri?nen=1", post_to=f"{ITEMS}/i-ri", **ITEM,
                           cost_all="2.500.000")  # fmt: skip
    assert answer.status_code == 303, answer.text
    added = item(training, "1.10")
    assert added.cost_all == 2_500_000
    with training.database.reading() as session:
        nodes = tree(plan(training).items(session))
    assert [node.item.number for node in nodes[0].children] == ["1.1", "1.2", "1.3", "1.10"]
    assert verified(training) == "plan.revise"
    assert "Një masë e re" in training.client().get("/planet/shembull-2024").text


BAD_ITEMS = [
    ({"text": ""}, "Plotësojeni këtë fushë."),
    ({"source": ""}, "Plotësojeni këtë fushë."),
    ({"number": "1.1"}, "e ka tashmë një zë me numrin 1.1"),
    ({"parent": "77"}, "Zgjidhni një nga mundësitë"),
    ({"cost_all": "shumë"}, "Shkruani numrin si 1.200.000,50"),
    ({"level": "x" * 41}, "Teksti është tepër i gjatë"),
]


def test_a_bad_item_is_refused_at_its_field(training: Site) -> None:
    client = training.client(EDITOR)
    for fields, told in BAD_ITEMS:
        answer = training.form(client, f"{ITEMS}/i-ri", **{**ITEM, "indicator": "mbetet", **fields})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert "mbetet" in answer.text
        assert verified(training) != "plan.revise"


@pytest.mark.parametrize("parent", ["1", "1.1", "1.1.1"])
def test_an_item_never_stands_under_itself_or_its_own_branch(training: Site, parent: str) -> None:
    with training.database.writing() as session:
        held = plan_by_slug(session, "shembull-2024")
        assert held is not None
        moved = session.exec(select(PlanItem).where(PlanItem.plan_id == held.id, PlanItem.number == "1")).one()
        viewer = training.viewer(session, EDITOR)
        with pytest.raises(Refusal) as refused:
            held.revise_item(session, viewer, moved, {"number": "1"}, parent)
        session.rollback()
    assert refused.value.field == "parent"
    assert item(training, "1").parent_id is None


def test_an_item_is_moved_and_the_number_that_a_finding_names_stays(training: Site) -> None:
    moved = item(training, "1.2.2")
    path = f"{ITEMS}/{moved.id}"
    sent = {**fields_of(training, path), "parent": "2", "number": "2.9"}
    assert training.form(training.client(EDITOR), path, **sent).status_code == 303
    assert item(training, "2.9").parent_id == item(training, "2").id
    named = f"{ITEMS}/{item(training, '1.2.1').id}"
    answer = training.form(training.client(EDITOR), named, **{**fields_of(training, named), "number": "9"})
    assert answer.status_code == 422
    assert "numri nuk mund të ndryshohet" in answer.text
    verified(training)


def test_an_item_of_another_plan_is_not_there(training: Site) -> None:
    with training.database.reading() as session:
        other = session.exec(select(PlanItem).where(PlanItem.plan_id == plan(training, "prove-2025").id)).first()
    assert other is not None
    assert training.client(EDITOR).get(f"{ITEMS}/{other.id}").status_code == 404
