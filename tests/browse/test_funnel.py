"""How far commitments come: counted by hand in an invented municipality, and what nobody knows stays unknown."""

import pytest
from sqlmodel import select

from pop_tracker.contracts.models import Contract
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.pledges.models import Signature
from tests.browse.play import COVERED, find, item, look_for_three, new_plan, steps, went_on
from tests.conftest import Site
from tests.pages import main_of, words


def test_every_step_as_counted_by_hand(training: Site) -> None:
    look_for_three(training)
    found = steps(training.client().get("/bashkite/prove").text)
    assert found[:6] == [
        ("4", "Kërkuar", "në 2 prioritete"),
        ("1", "Nënshkrime", "për 4 nga 4 zotime; 1 nuk pranoi"),
        ("2", "Në plan", "nga 3 të shqyrtuara; 1 pa u shqyrtuar"),
        ("1", "Me buxhet", "nga 3 për të cilat planet e thonë"),
        ("1", "Në zbatim", "nga 2 me ecuri të regjistruar"),
        ("–", "Adresuar", "ende pa asnjë vlerësim të botuar"),
    ]
    assert found[-1] == ("2", "Adresuar", "nga 3 të vlerësuara; 2 nuk mund të vlerësohen")


def test_what_stands_in_a_budget_has_money_though_no_cost_is_said(training: Site) -> None:
    look_for_three(training)
    with training.database.writing() as session:
        budget = session.exec(select(Plan).where(Plan.slug == "prove-annual_budget-2024")).one()
        find(session, "2.2", budget, COVERED, "B1")
    assert steps(training.client().get("/bashkite/prove").text)[2:4] == [
        ("3", "Në plan", "nga 4 të shqyrtuara"),
        ("2", "Me buxhet", "nga 4 për të cilat planet e thonë"),
    ]


@pytest.mark.parametrize(
    ("value", "baseline", "target", "moved"),
    [
        (10, 10, None, "0"),
        (12, 10, None, "1"),
        (12, 10, 20, "1"),
        (8, 10, 20, "0"),  # away from the target
        (8, 10, 5, "1"),  # a target may lie below the baseline
        (0, None, None, "0"),
        (3, None, None, "0"),  # from what, nobody says
        (3, None, 20, "0"),
    ],
)
def test_an_indicator_moves_when_it_leaves_its_stated_baseline_towards_the_target(
    training: Site, value: int, baseline: int | None, target: int | None, moved: str
) -> None:
    with training.database.writing() as session:
        social = new_plan(session, PlanKind.SOCIAL_PLAN, item("1", baseline=baseline, target=target))
        find(session, "1.1", social, COVERED, "1")
        went_on(session, social, "1", 2024, indicator_value=value)
    assert steps(training.client().get("/bashkite/prove").text)[4] == (
        moved, "Në zbatim", "nga 1 me ecuri të regjistruar",
    )  # fmt: skip


def test_a_plan_silent_on_money_is_unknown_and_no_zero(training: Site) -> None:
    with training.database.writing() as session:
        find(session, "1.1", new_plan(session, PlanKind.SOCIAL_PLAN, item("1")), COVERED, "1")
    assert steps(training.client().get("/bashkite/prove").text)[2:5] == [
        ("1", "Në plan", "nga 1 të shqyrtuara; 3 pa u shqyrtuar"),
        ("–", "Me buxhet", "planet e shqyrtuara nuk e thonë"),
        ("–", "Në zbatim", "asnjë ecuri e regjistruar"),
    ]


def test_a_signature_on_an_unnamed_text_signs_no_commitment(training: Site) -> None:
    with training.database.writing() as session:
        for one in session.exec(select(Signature).join(Contract).where(Contract.slug == "prove-2023")):
            one.edition_id = None
            session.add(one)
    assert steps(training.client().get("/bashkite/prove").text)[1] == (
        "1", "Nënshkrime", "burimi nuk thotë cilin tekst; 1 nuk pranoi",
    )  # fmt: skip


def test_addressed_is_out_of_what_was_assessed(training: Site) -> None:
    assert steps(training.client().get("/bashkite/shembull").text)[5] == (
        "8", "Adresuar", "nga 10 të vlerësuara",
    )  # fmt: skip


def test_a_contract_without_its_text_has_no_steps(real: Site) -> None:
    html = real.client().get("/bashkite/vlore").text
    assert steps(html) == []
    assert "por teksti i saj nuk është këtu" in words(main_of(html))


def test_every_step_says_what_it_means_in_english_too(training: Site) -> None:
    html = training.client().get("/en/bashkite/shembull").text
    assert [name for _, name, _ in steps(html)] == [
        "Asked for", "Signatures", "In a plan", "With a budget", "Being implemented", "Addressed",
    ]  # fmt: skip
    said = words(main_of(html)).split("What each step counts")[1]
    for definition in (
        "Every point of the contract’s newest edition.",
        "at least one signature",
        "Found in a budget",
        "“–”: not",
    ):
        assert definition in said
