"""Passkeys: what a device must sign, and all that it must not be able to."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from pop_tracker.accounts.second_factor import Challenge, Passkey
from tests.accounts.entering import enter, events, in_earnest
from tests.accounts.key import IS_COPIED, MAY_BE_COPIED, OWN, PRESENT, PROVE, VERIFIED, Key, add, options, prove
from tests.cast import COORDINATOR, EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site


@pytest.fixture
def earnest(training: Site) -> Site:
    return in_earnest(training)


def keys(site: Site) -> list[Passkey]:
    with site.database.reading() as session:
        return list(session.exec(select(Passkey).order_by(sa.text("id"))))


@pytest.mark.both
def test_a_key_is_added_and_lets_its_owner_in(earnest: Site) -> None:
    client, key = enter(earnest, REVIEWER), Key()
    shown = add(client, key)
    assert shown.status_code == 200
    assert "Kodet tuaja rezervë" in shown.text
    assert client.get("/puna").status_code == 200

    again = enter(earnest, REVIEWER)
    assert again.get("/puna").headers["location"] == f"{PROVE}?pas=/puna"
    proven = prove(again, key.signed(options(again, PROVE)))
    assert (proven.status_code, proven.headers["location"]) == (303, "/puna")
    assert again.get("/puna").status_code == 200
    (kept,) = keys(earnest)
    assert (kept.name, kept.may_be_copied, kept.is_copied) == ("Telefoni im", False, False)
    assert kept.used_at is not None
    assert events(earnest) == ["signed_in", "passkey_added", "recovery_codes_made", "signed_in", "proven"]


@pytest.mark.both
def test_keys_have_names_and_are_taken_away_with_a_question(training: Site) -> None:
    client = training.client(EDITOR)
    for number in range(3):
        assert add(client, Key(id=f"key {number}".encode()), name=f"Çelësi {number}").status_code in (200, 303)
    page = client.get(OWN).text
    assert all(f"Çelësi {number}" in page for number in range(3))
    removal = f"{OWN}/celes/{keys(training)[1].id}/heqja"
    assert "Çelësi 1" in client.get(removal).text
    for stranger in (training.client(SECOND_EDITOR), training.client(COORDINATOR)):
        assert stranger.get(removal).status_code == 404
        assert training.form(stranger, OWN, post_to=removal).status_code == 404
    assert training.form(client, removal).status_code == 303
    assert [key.name for key in keys(training)] == ["Çelësi 0", "Çelësi 2"]
    assert training.form(client, OWN, post_to=removal).status_code == 404


def test_the_last_key_of_a_reviewer_stays(earnest: Site) -> None:
    client = enter(earnest, REVIEWER)
    add(client, Key())
    removal = f"{OWN}/celes/{keys(earnest)[0].id}/heqja"
    assert earnest.form(client, removal).status_code == 422
    assert len(keys(earnest)) == 1
    assert events(earnest)[-1] != "passkey_removed"


@pytest.mark.parametrize(
    "wrong",
    [
        Key(origin="https://evil.example"),
        Key(origin="http://testserver.local:8000"),
        Key(rp_id="evil.example"),
        Key(flags=PRESENT),
        Key(flags=VERIFIED),
        Key(flags=PRESENT | VERIFIED | IS_COPIED),
    ],
    ids=["origin", "port", "site", "nobody verified", "nobody present", "flags that cannot be"],
)
def test_a_key_of_another_site_or_unverified_is_neither_added_nor_lets_in(training: Site, wrong: Key) -> None:
    client = training.client(EDITOR)
    refused = add(client, wrong)
    assert refused.status_code == 422
    assert "nuk u pranua" in refused.text
    assert not keys(training)

    right = Key(id=wrong.id, private=wrong.private)
    assert add(client, right).status_code == 200
    entering = enter(training, EDITOR)
    assert prove(entering, wrong.signed(options(entering, PROVE))).status_code == 422
    assert entering.get("/puna").status_code == 303


@pytest.mark.both
def test_a_challenge_counts_once_for_its_session_its_purpose_and_its_time(training: Site) -> None:
    key = Key()
    add(training.client(EDITOR), key)
    one, other = enter(training, EDITOR), enter(training, EDITOR)
    asked = options(one, PROVE)
    options(other, PROVE)
    answer = key.signed(asked)
    assert prove(other, answer).status_code == 422  # of another session
    assert prove(one, answer).status_code == 303
    third = enter(training, EDITOR)
    options(third, PROVE)
    assert prove(third, answer).status_code == 422  # replayed
    assert prove(third, key.signed(options(third, PROVE))).status_code == 303

    late = enter(training, EDITOR)
    asked = options(late, PROVE)
    with training.database.writing() as session:
        session.exec(sa.update(Challenge).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    assert prove(late, key.signed(asked)).status_code == 422

    here = training.client(SECOND_EDITOR)
    another = Key(id=b"another")
    add(here, another)
    assert prove(here, another.signed(options(here, f"{OWN}/celes"))).status_code == 422  # to add a key, not to prove
    assert prove(here, another.signed(options(here, PROVE))).status_code == 303


def test_a_wrong_answer_uses_the_challenge_up(training: Site) -> None:
    key = Key()
    add(training.client(EDITOR), key)
    client = enter(training, EDITOR)
    asked = options(client, PROVE)
    assert prove(client, Key(id=key.id).signed(asked)).status_code == 422
    assert prove(client, key.signed(asked)).status_code == 422


def test_the_key_of_another_person_lets_nobody_in(training: Site) -> None:
    mine, theirs = Key(id=b"mine"), Key(id=b"theirs")
    add(training.client(EDITOR), mine)
    add(training.client(SECOND_EDITOR), theirs)
    client = enter(training, EDITOR)
    assert [one["id"] for one in options(client, PROVE)["allowCredentials"]] == ["bWluZQ"]
    assert prove(client, theirs.signed(options(client, PROVE))).status_code == 422


def test_one_key_belongs_to_one_account(training: Site) -> None:
    key = Key()
    add(training.client(EDITOR), key)
    refused = add(training.client(SECOND_EDITOR), key)
    assert refused.status_code == 422
    assert "shtuar tashmë" in refused.text


def test_a_count_that_does_not_go_up_is_a_copy(training: Site) -> None:
    key = Key(count=7)
    add(training.client(EDITOR), key)
    for count, status in ((7, 422), (3, 422), (0, 422), (8, 303), (8, 422), (9, 303)):
        client = enter(training, EDITOR)
        key.count = count
        assert prove(client, key.signed(options(client, PROVE))).status_code == status, count


def test_whether_it_may_be_copied_never_changes(training: Site) -> None:
    """As the standard has it; whether it is copied may."""
    key = Key(flags=PRESENT | VERIFIED | MAY_BE_COPIED)
    add(training.client(EDITOR), key)
    for flags, status in ((MAY_BE_COPIED | IS_COPIED, 303), (MAY_BE_COPIED, 303), (0, 422)):
        client = enter(training, EDITOR)
        key.flags = PRESENT | VERIFIED | flags
        assert prove(client, key.signed(options(client, PROVE))).status_code == status, flags


@pytest.mark.parametrize(
    "answer",
    ["{", "[]", "1", '"x"', "{}", "[" * 9000, "x" * 30_000, '{"id": 3}',
     json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}),
     json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {
         "clientDataJSON": "%%%", "authenticatorData": "AA", "signature": "AA", "attestationObject": "o2NmbXQ"}}),
     json.dumps({"id": "ë", "rawId": "\ud800", "type": "public-key", "response": {
         "clientDataJSON": "e30", "authenticatorData": "", "signature": "", "attestationObject": "/w",
         "transports": 3}})],
    ids=lambda answer: answer[:12],
)  # fmt: skip
def test_what_no_browser_sends_is_refused_and_no_crash(training: Site, answer: str) -> None:
    client = training.client(EDITOR)
    options(client, f"{OWN}/celes")
    assert add(client, Key(), answer=answer).status_code == 422
    add(client, Key())
    entering = enter(training, EDITOR)
    options(entering, PROVE)
    assert prove(entering, answer).status_code == 422


def test_a_key_needs_a_name_that_fits(training: Site) -> None:
    client = training.client(EDITOR)
    for name in ("", " ", "x" * 61):
        refused = add(client, Key(), name=name)
        assert refused.status_code == 422
        assert 'id="name-error"' in refused.text


def test_nobody_has_keys_without_end(training: Site) -> None:
    client = training.client(EDITOR)
    for number in range(10):
        add(client, Key(id=f"key {number}".encode()))
    assert add(client, Key(id=b"one more")).status_code == 422
    assert len(keys(training)) == 10
