"""What an editor writes in a draft, rule by rule."""

import pytest
from sqlmodel import Session

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import order, points, retraction
from pop_tracker.contracts.editions import open_edition
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import PriorityGroup, Scope, headings_of_edition
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from tests import cast
from tests.conftest import Site
from tests.contracts.play import WORDING, contract, discard, newest, open_draft, publish, refs, submit, text, withdraw


def test_a_draft_begins_with_the_words_of_the_newest_edition(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        assert draft.number == 2
        one = newest(session)
        assert draft.text_now(session).split("\n")[2:] == one.canonical_text.split("\n")[2:]


@pytest.mark.both
def test_opening_twice_goes_on_with_the_same_draft(training: Site) -> None:
    with training.database.writing() as session:
        first = open_draft(session, training)
        assert open_draft(session, training, cast.SECOND_EDITOR).id == first.id


def test_a_new_priority_and_its_points_take_the_next_numbers(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        priority = points.add_priority(
            session, editor, contract(session), title="Kultura", group=PriorityGroup.OTHER, source="takimi", flat=False
        )
        assert priority.number == 4
        assert points.add_commitment(session, editor, contract(session), "4", WORDING) == "4.1"
        assert points.add_commitment(session, editor, contract(session), "2", WORDING) == "2.5"
        assert refs(session, draft)[-1] == "4.1"


def test_a_priority_takes_as_many_points_as_references_can_put_in_order(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "MOST_POINTS", 4)
    with training.database.writing() as session:
        open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        points.add_commitment(session, editor, contract(session), "1.3", WORDING)
        with pytest.raises(Refusal) as refused:
            points.add_commitment(session, editor, contract(session), "1", WORDING)
        assert refused.value.message == order.TOO_MANY_POINTS
        with pytest.raises(Refusal):
            order.move(session, editor, contract(session), "1.3.c", order.Step.OUT)


def test_a_flat_priority_is_itself_the_commitment(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        points.add_priority(
            session, editor, contract(session), title="Një teatër.", group=PriorityGroup.OTHER, source="t", flat=True
        )
        assert text(session, draft, "4").text == "Një teatër."
        with pytest.raises(Refusal):
            points.add_commitment(session, editor, contract(session), "4", WORDING)
        points.revise(session, editor, contract(session), "4", Wording("Një teatër veror.", "mbledhja"))
        heading = headings_of_edition(session, draft.id or 0)[-1]
        assert (heading.title, str(heading.source)) == ("Një teatër veror.", "mbledhja")


def test_a_point_that_could_be_assessed_is_not_split(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        with pytest.raises(Refusal) as refused:
            points.add_commitment(session, training.viewer(session, cast.EDITOR), contract(session), "1.1", WORDING)
        assert (refused.value.field, "botuar i plotë" in refused.value.message) == ("under", True)


def test_of_what_is_still_a_draft_nobody_says_that_it_was_published(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        point = points.add_commitment(session, editor, contract(session), "1", WORDING)
        below = points.add_commitment(session, editor, contract(session), point, WORDING)
        with pytest.raises(Refusal) as refused:
            points.add_commitment(session, editor, contract(session), below, WORDING)
        assert refused.value.message == "Kjo është një nënpikë: nën të nuk shtohet më asgjë. Shtojeni te pika mbi të."


def test_a_point_that_is_new_or_already_split_takes_sub_points(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        assert points.add_commitment(session, editor, contract(session), "1.3", WORDING) == "1.3.c"
        point = points.add_commitment(session, editor, contract(session), "1", WORDING)
        assert points.add_commitment(session, editor, contract(session), point, WORDING) == f"{point}.a"
        assert not text(session, draft, point).is_leaf
        withdraw(session, training, f"{point}.a")
        assert text(session, draft, point).is_leaf


def test_confirming_the_unit_of_a_place_in_words_is_choosing_it(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        old = Wording.of(text(session, draft, "2.2"))
        assert old.scope is Scope.WORDS
        chosen = Wording(old.text, old.source, Scope.UNITS, ("shembull",), old.place, old.target_groups)
        points.revise(session, training.viewer(session, cast.EDITOR), contract(session), "2.2", chosen)
        now = text(session, draft, "2.2")
        assert [unit.name for unit in now.units] == ["Shembull"]
        assert now.place == "lagjja pranë tregut"
        assert [unit.slug for unit in text(session, newest(session), "2.2").units] == []


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording("x", "t", Scope.UNITS, ("asgjekund",)), "units"),
        (Wording("x", "t", Scope.UNITS, ("kodra-e-proves",)), "units"),
        (Wording("x", "t", Scope.UNITS), "units"),
        (Wording("x", "t", Scope.WORDS), "place"),
    ],
    ids=["unknown unit", "unit of another municipality", "no unit", "no words"],
)
def test_a_place_that_does_not_hold_is_refused_at_its_field(training: Site, wording: Wording, field: str) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        with pytest.raises(Refusal) as refused:
            points.revise(session, training.viewer(session, cast.EDITOR), contract(session), "1.1", wording)
        assert refused.value.field == field


def test_what_is_retracted_keeps_its_reference_and_takes_its_sub_points_along(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        retraction.retract(session, editor, contract(session), "1.3", "U mbyll.")
        for ref in ("1.3", "1.3.a", "1.3.b"):
            assert text(session, draft, ref).is_retracted
            assert text(session, draft, ref).retraction_reason == "U mbyll."
        with pytest.raises(Refusal):
            points.revise(session, editor, contract(session), "1.3.a", WORDING)
        with pytest.raises(Refusal):
            retraction.restore(session, editor, contract(session), "1.3.a")
        retraction.restore(session, editor, contract(session), "1.3")
        assert not text(session, draft, "1.3.b").is_retracted


def test_a_published_retraction_is_final_and_its_number_is_not_given_again(training: Site) -> None:
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        open_draft(session, training)
        retraction.retract(session, editor, contract(session), "2.4", "U mbyll.")
        submit(session, training)
        publish(session, training)
        draft = open_draft(session, training)
        with pytest.raises(Refusal):
            retraction.restore(session, editor, contract(session), "2.4")
        with pytest.raises(Refusal):
            retraction.retract(session, editor, contract(session), "2.4", "Përsëri.")
        assert points.add_commitment(session, editor, contract(session), "2", WORDING) == "2.5"
        assert text(session, draft, "2.4").is_retracted


def test_only_what_was_never_published_leaves_the_draft(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor = training.viewer(session, cast.EDITOR)
        with pytest.raises(Refusal):
            withdraw(session, training, "1.1")
        with pytest.raises(Refusal):
            retraction.withdraw_priority(session, editor, contract(session), 1, "")
        ref = points.add_commitment(session, editor, contract(session), "1", WORDING)
        with pytest.raises(Refusal):
            retraction.retract(session, editor, contract(session), ref, "Nuk u botua.")
        withdraw(session, training, ref)
        withdraw(session, training, ref)  # twice does nothing
        assert ref not in refs(session, draft)
        assert points.add_commitment(session, editor, contract(session), "1", WORDING) == ref


def test_a_discarded_draft_leaves_nothing_behind(training: Site) -> None:
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        open_draft(session, training)
        points.add_priority(
            session, editor, contract(session), title="Kultura", group=PriorityGroup.OTHER, source="t", flat=False
        )
        points.add_commitment(session, editor, contract(session), "4", WORDING)
        points.add_commitment(session, editor, contract(session), "1", WORDING)
        points.add_commitment(session, editor, contract(session), "1.5", WORDING)
        for _ in range(2):  # twice does nothing
            discard(session, training)
        assert open_edition(session, editor, contract(session).id or 0) is None
        assert "1.5" not in refs(session, open_draft(session, training))


@pytest.mark.parametrize("email", [cast.OTHER_EDITOR, cast.OTHER_BOTH, cast.REVIEWER, cast.COORDINATOR])
def test_nobody_else_writes_in_it(training: Site, email: str) -> None:
    """Nor the coordinator, while an organisation covers the municipality."""
    with training.database.writing() as session:
        open_draft(session, training)
        stranger = training.viewer(session, email)
        for attempt in (
            lambda: drafts.open_draft(session, stranger, contract(session)),
            lambda: points.add_commitment(session, stranger, contract(session), "1", WORDING),
            lambda: points.revise(session, stranger, contract(session), "1.1", WORDING),
            lambda: retraction.retract(session, stranger, contract(session), "1.1", "x"),
            lambda: withdraw(session, training, "1.1", email),
            lambda: discard(session, training, email),
            lambda: drafts.take_back(session, stranger, contract(session)),
            lambda: drafts.submit(session, stranger, contract(session), reason="x", source="x", version=0),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_words_rest_while_a_draft_waits_for_its_second_person(training: Site) -> None:
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        _changed(session, training)
        submit(session, training)
        with pytest.raises(Refusal):
            points.revise(session, editor, contract(session), "1.1", WORDING)
        with pytest.raises(Refusal):
            discard(session, training)
        drafts.take_back(session, editor, contract(session))
        draft = open_draft(session, training)
        taken_back = draft.version
        drafts.take_back(session, editor, contract(session))
        assert draft.version == taken_back, "a colleague's open form is as good as before"
        points.revise(session, editor, contract(session), "1.1", WORDING)


def test_without_a_draft_there_is_nothing_to_write_in(training: Site) -> None:
    with training.database.writing() as session, pytest.raises(Missing):
        points.revise(session, training.viewer(session, cast.EDITOR), contract(session), "1.1", WORDING)


def _changed(session: Session, site: Site) -> None:
    open_draft(session, site)
    points.revise(session, site.viewer(session, cast.EDITOR), contract(session), "1.2", WORDING)
