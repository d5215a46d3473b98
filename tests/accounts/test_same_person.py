"""Which accounts are one person's, and that nobody is their own second person with another account."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from pop_tracker.accounts import same_person
from pop_tracker.accounts.models import Person, Role, RoleHeld, Viewer, person_by_email, viewer_for
from pop_tracker.accounts.people import add_person
from pop_tracker.accounts.same_person import accounts_of, remember_mailbox, with_mailbox
from pop_tracker.accounts.second_person import confirmation, is_own, may_be_second_person
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site


def _add(session: Session, email: str, *roles: Role) -> Person:
    """An account with its roles, as the network would have given them."""
    person = Person(email=email, name="Dikush Tjetër", organisation_id=1)
    session.add(person)
    session.flush()
    remember_mailbox(session, person.id or 0, email)
    session.add_all(RoleHeld(person_id=person.id or 0, role=role) for role in roles)
    session.flush()
    return person


@pytest.mark.both
def test_an_address_with_a_tag_is_the_same_person(training: Site) -> None:
    with training.database.writing() as session:
        tagged = _add(session, EDITOR.replace("@", "+rishikim@"), Role.REVIEWER)
        editor = person_by_email(session, EDITOR)
        assert editor is not None
        viewer = viewer_for(session, tagged)
        assert viewer.same_as == {editor.id, tagged.id}
        assert viewer_for(session, editor).same_as == viewer.same_as
        assert not may_be_second_person(viewer, confirmation(editor.id))
        assert is_own(viewer, editor.id)
        assert training.viewer(session, REVIEWER).same_as == {training.viewer(session, REVIEWER).person_id}


@pytest.mark.both
def test_a_mailbox_that_an_account_had_earlier_counts(training: Site) -> None:
    """And so does the third account, which shares one with neither the first alone."""
    with training.database.writing() as session:
        first, second, third = (_add(session, f"{name}@nje.example") for name in ("a", "b", "c"))
        remember_mailbox(session, second.id or 0, "A+tjeter@Nje.Example")
        remember_mailbox(session, third.id or 0, "b@nje.example")
        ids = {first.id, second.id, third.id}
        assert {accounts_of(session, id or 0) for id in ids} == {frozenset(ids)}
        assert with_mailbox(session, "a+x@nje.example") == {first.id, second.id}


def test_whoever_is_added_and_every_seeded_person_has_a_mailbox(training: Site) -> None:
    with training.database.writing() as session:
        added = add_person(
            session, training.settings, training.viewer(session, COORDINATOR), email="i.ri+x@prove.example",
            name="I Ri", organisation_id=1, roles={Role.EDITOR},
        )  # fmt: skip
        assert with_mailbox(session, "i.ri@prove.example") == {added.id}
        known = set(session.exec(sa.select(col(same_person.Mailbox.person_id))).scalars())  # type: ignore[call-overload]
        assert known == set(session.exec(sa.select(col(Person.id))).scalars())  # type: ignore[call-overload]


def test_nobody_is_the_same_as_somebody_without_an_account() -> None:
    assert not Viewer().is_among((None,))
    assert Viewer(person_id=3).is_among((None, 3))
