"""A published commitment is split or merged: its reference says where it went, and what was said of it stays there."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from sqlmodel import Session

from pop_tracker import verification
from pop_tracker.contracts import points, retraction, succession
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.difference import Change, difference
from pop_tracker.contracts.points import Wording
from pop_tracker.contracts.texts import Scope
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import words as said
from tests import cast
from tests.conftest import Site
from tests.contracts.play import (
    CONTRACT,
    DRAFT,
    REVIEW,
    contract,
    discard,
    hidden,
    newest,
    open_draft,
    publish,
    submit,
    text,
    withdraw,
)
from tests.pages import words

PAGE = f"/kontratat/{CONTRACT}"
DEED = "Janë dy punë të ndryshme."


def split(
    session: Session, site: Site, ref: str, *parts: str, also: Iterable[str] = (), email: str = cast.EDITOR
) -> None:
    succession.split(
        session, site.viewer(session, email), contract(session), ref, parts=parts, also=[*also], reason=DEED
    )


def merge(
    session: Session, site: Site, ref: str, *merged: str, words: str = "Të dyja bashkë.", email: str = cast.EDITOR
) -> None:
    succession.merge(
        session, site.viewer(session, email), contract(session), ref, merged=merged, text=words, reason=DEED
    )


@pytest.mark.both
def test_what_is_split_says_into_what_and_its_parts_have_its_place(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        split(session, training, "2.2", "Një pjesë.", "Tjetra.", also=["2.1"])
        old = text(session, draft, "2.2")
        assert (old.is_retracted, old.retraction_reason, old.went_to) == (True, DEED, ("2.1", "2.5", "2.6"))
        for ref in ("2.5", "2.6"):
            new = text(session, draft, ref)
            assert (new.scope, new.place, new.source, new.went_to) == (Scope.WORDS, old.place, old.source, ())
        submit(session, training)
        two = publish(session, training)
        assert "  U nda në: 2.1, 2.5, 2.6\n" in two.canonical_text
        assert two.digest == digest_of(two.canonical_text)
        assert list(verification.verify(session)) == []
        three = open_draft(session, training)
        assert text(session, three, "2.2").went_to == ("2.1", "2.5", "2.6")
        assert three.text_now(session).split("\n")[2:] == two.canonical_text.split("\n")[2:]


def test_a_sub_point_is_split_beside_its_point_and_a_flat_priority_into_priorities(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        split(session, training, "1.3.a", "Një.", "Dy.")
        assert text(session, draft, "1.3.a").went_to == ("1.3.c", "1.3.d")
        split(session, training, "3", "Tre.", "Katër.")
        old = text(session, draft, "3")
        assert old.went_to == ("4", "5")
        new = text(session, draft, "5")
        assert (new.text, new.priority_title, new.scope, new.units) == ("Katër.", "Katër.", old.scope, old.units)


@pytest.mark.both
def test_what_is_merged_says_with_what_whose_words_are_new(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        merge(session, training, "2.1", "1.1", "2.4")
        assert [text(session, draft, ref).went_to for ref in ("1.1", "2.4", "2.1")] == [("2.1",), ("2.1",), ()]
        assert text(session, draft, "2.1").text == "Të dyja bashkë."
        submit(session, training)
        one, two = newest(session), publish(session, training)
        assert two.canonical_text.count("  U bashkua me: 2.1\n") == 2
        rows = {row.ref: row for row in difference(session, one, two, said("sq"))}
        open_draft(session, training)
        merge(session, training, "2.3", "2.1")
        assert rows["1.1"].change is Change.MERGED


def test_only_what_was_published_and_is_assessed_itself_goes(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        new = points.add_commitment(session, editor, of, "1", Wording("E re.", "t"))
        for ref, parts, also in (
            (new, ("a", "b"), ()), ("1.3", ("a", "b"), ()), ("1.1", ("a",), ()), ("1.1", (), ("1.2",)),
            ("1.1", ("a",), ("1.1",)), ("1.1", ("a",), ("1.3",)), ("1.1", ("a",), ("9.9",)),
        ):  # fmt: skip
            with pytest.raises(Refusal):
                split(session, training, ref, *parts, also=also)
        for ref, merged in (
            ("1.1", ()), ("1.1", (new,)), ("1.1", ("1.1",)), ("1.1", ("1.3",)), ("1.3", ("1.1",)), ("1.1", ("9.9",)),
        ):  # fmt: skip
            with pytest.raises(Refusal):
                merge(session, training, ref, *merged)
        merge(session, training, new, "1.1")  # into what is new, it may
        with pytest.raises(Refusal):
            split(session, training, "1.1", "a", "b")


def test_nothing_goes_to_what_goes_itself(training: Site) -> None:
    with training.database.writing() as session:
        draft = open_draft(session, training)
        editor, of = training.viewer(session, cast.EDITOR), contract(session)
        merge(session, training, "2.1", "1.1")
        split(session, training, "1.2", "a", "b")
        with pytest.raises(Refusal):
            retraction.retract(session, editor, of, "2.1", "x")
        with pytest.raises(Refusal):
            split(session, training, "2.1", "a", "b")
        with pytest.raises(Refusal):
            merge(session, training, "2.3", "2.1")
        with pytest.raises(Refusal):
            withdraw(session, training, "1.5")
        retraction.restore(session, editor, of, "1.2")
        assert text(session, draft, "1.2").went_to == ()
        withdraw(session, training, "1.5")
        retraction.restore(session, editor, of, "1.1")
        retraction.retract(session, editor, of, "2.1", "x")
        split(session, training, "1.2", "a", "b")
        discard(session, training)


@pytest.mark.parametrize("email", [cast.OTHER_EDITOR, cast.REVIEWER, cast.COORDINATOR])
def test_nobody_else_splits_or_merges(training: Site, email: str) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        with pytest.raises(Forbidden):
            split(session, training, "1.1", "a", "b", email=email)
        with pytest.raises(Forbidden):
            merge(session, training, "1.1", "1.2", email=email)


@pytest.fixture
def drafted(training: Site) -> Site:
    with training.database.writing() as session:
        open_draft(session, training)
    return training


def send_split(site: Site, client: Any, ref: str, **fields: Any) -> Any:
    path = f"{DRAFT}/zotime/{ref}/ndarja"
    page = client.get(path)
    sent = {
        "part_1": "Një.",
        "part_2": "Dy.",
        "reason": DEED,
        "seen": hidden(page, "seen"),
        "nonce": hidden(page, "nonce"),
    }
    return site.form(client, path, **sent | fields)


def send_merge(site: Site, client: Any, ref: str, **fields: Any) -> Any:
    path = f"{DRAFT}/zotime/{ref}/bashkimi"
    page = client.get(path)
    sent = {"text": "Bashkë.", "reason": DEED, "seen": hidden(page, "seen"), "nonce": hidden(page, "nonce")}
    return site.form(client, path, **sent | fields)


@pytest.mark.both
def test_from_the_form_to_the_old_address(drafted: Site) -> None:
    """Of 1.1, of which there are a verdict, a finding and answers, and of 2.4."""
    editor, reader = drafted.client(cast.EDITOR), drafted.client()
    before = words(reader.get(f"{PAGE}/1.1").text)
    assert f'href="{DRAFT}/zotime/1.1/ndarja"' in editor.get(f"{DRAFT}/zotime/1.1").text
    assert f'href="{DRAFT}/zotime/1.1/bashkimi"' in editor.get(f"{DRAFT}/zotime/1.1").text
    assert send_split(drafted, editor, "1.1").headers["location"] == f"{DRAFT}#p1.1"
    assert send_merge(drafted, editor, "2.1", merged=["2.4"]).headers["location"] == f"{DRAFT}#p2.1"
    draft = words(editor.get(DRAFT).text)
    assert "U nda në 1.5 dhe 1.6. Arsyeja: " + DEED in draft
    assert "U bashkua me 2.1. Arsyeja: " + DEED in draft
    page = editor.get(f"{DRAFT}/dergimi")
    assert "1 ndarje, 1 bashkim" in words(page.text)
    sent = drafted.form(editor, f"{DRAFT}/dergimi", reason="Pas takimit.", source="t", version=hidden(page, "version"))
    assert sent.status_code == 303
    review = drafted.client(cast.OTHER_REVIEWER).get(REVIEW)
    assert "U nda në 1.5 dhe 1.6." in words(review.text)
    assert "Merr vendin e: 1.1" in words(review.text)
    assert reader.get(f"{PAGE}/1.5").status_code == 404
    with drafted.database.writing() as session:
        publish(session, drafted)
    old = reader.get(f"{PAGE}/1.1")
    assert "U nda në 1.5 dhe 1.6." in words(old.text)
    assert re.search(rf'Vazhdon te <a href="{PAGE}/1\.5">1\.5</a> dhe <a href="{PAGE}/1\.6">1\.6</a>', old.text)
    assert "Split into 1.5 and 1.6." in words(reader.get(f"/en{PAGE}/1.1").text)
    for kept in re.findall(r"“[^”]{20,}”", before):
        assert kept in words(old.text)
    assert "Çfarë thonë planet" in old.text
    assert 'href="/raportet/shembull-2023/1">Raundi 1</a>' in old.text
    assert "Shkolla u rikonstruktua dhe u hap në shtator 2024." in words(old.text)
    new = reader.get(f"{PAGE}/1.5")
    assert re.search(rf'Merr vendin e: <a href="{PAGE}/1\.1">1\.1</a>', new.text)
    assert "U bashkua me 2.1." in words(reader.get(f"{PAGE}/2.4").text)
    assert "Merr vendin e: 2.4" in words(reader.get(f"{PAGE}/2.1").text)
    changes = words(reader.get(f"{PAGE}/botimi/2/ndryshimet").text)
    assert "U nda në 1.5 dhe 1.6 ." in changes
    assert "U nda në 1.5 dhe 1.6." in words(reader.get(PAGE).text)
    of_api = {
        one["ref"]: one
        for part in reader.get(f"/api/v1/contracts/{CONTRACT}").json()["priorities"]
        for one in part["commitments"]
    }
    assert (of_api["1.1"]["went_to"], of_api["2.4"]["went_to"], of_api["1.5"]["went_to"]) == (
        ["1.5", "1.6"],
        ["2.1"],
        [],
    )
    assert (of_api["1.5"]["came_from"], of_api["2.1"]["came_from"], of_api["1.1"]["came_from"]) == (
        ["1.1"],
        ["2.4"],
        [],
    )


@pytest.mark.parametrize(
    ("send", "fields", "field"),
    [
        (send_split, {"part_1": ""}, "part_1"), (send_split, {"part_2": ""}, "part_2"),
        (send_split, {"part_3": "a" * 2001}, "part_3"), (send_split, {"reason": ""}, "reason"),
        (send_split, {"also": ["9.9"]}, "also"), (send_split, {"part_4": "Znj. Drita Krasniqi nga fshati."}, "part_4"),
        (send_merge, {}, "merged"), (send_merge, {"merged": ["1.3"]}, "merged"),
        (send_merge, {"merged": ["1.2"], "text": ""}, "text"),
        (send_merge, {"merged": ["1.2"], "reason": ""}, "reason"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(
    drafted: Site, send: Any, fields: dict[str, Any], field: str
) -> None:
    answer = send(drafted, drafted.client(cast.EDITOR), "1.1", **fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "reason" in fields or DEED in answer.text
    draft = drafted.client(cast.EDITOR).get(DRAFT).text
    assert 'id="p1.5"' not in draft
    assert "<del>" not in draft


@pytest.mark.both
@pytest.mark.parametrize("send", [send_split, send_merge])
def test_two_people_at_one_commitment_see_both(drafted: Site, send: Any) -> None:
    mine, theirs = drafted.client(cast.EDITOR), drafted.client(cast.SECOND_EDITOR)
    name = "ndarja" if send is send_split else "bashkimi"
    page = mine.get(f"{DRAFT}/zotime/1.1/{name}")
    more = {"merged": ["1.2"]} if send is send_merge else {"also": ["1.2"]}

    def reword(ref: str, text: str) -> None:
        path = f"{DRAFT}/zotime/{ref}"
        fields = {"text": text, "scope": "municipality", "source": "t", "version": hidden(theirs.get(path), "version")}
        assert drafted.form(theirs, path, **fields).status_code == 303

    reword("2.4", "Diçka tjetër, që nuk preket.")
    for ref in ("1.1", "1.2"):
        reword(ref, f"Fjalët e kolegut te {ref}.")
    refused = send(drafted, mine, "1.1", seen=hidden(page, "seen"), **more)
    assert refused.status_code == 409
    told = words(refused.text)
    assert "Fjalët e kolegut te 1.1." in told
    assert "Fjalët e kolegut te 1.2." in told
    assert (
        "Diçka tjetër"
        not in told[told.index("Kështu është tani") :].partition("Pjesa e parë")[0].partition("Cilat bashkohen")[0]
    )
    assert DEED in told
    assert send(drafted, mine, "1.1", seen=hidden(refused, "seen"), **more).status_code == 303


@pytest.mark.both
@pytest.mark.parametrize("send", [send_split, send_merge])
def test_sent_twice_is_done_once(drafted: Site, send: Any) -> None:
    editor = drafted.client(cast.EDITOR)
    page = editor.get(f"{DRAFT}/zotime/1.1/{'ndarja' if send is send_split else 'bashkimi'}")
    fields = {"nonce": hidden(page, "nonce"), "seen": hidden(page, "seen")}
    more = {"merged": ["1.2"]} if send is send_merge else {}
    assert send(drafted, editor, "1.1", **fields, **more).status_code == 303
    again = drafted.form(
        editor, DRAFT, post_to=page.url.path, **fields, **more, part_1="Një.", part_2="Dy.", reason=DEED
    )
    assert again.status_code == 303
    assert 'id="p1.7"' not in editor.get(DRAFT).text


@pytest.mark.both
def test_two_people_who_retract_one_commitment_see_both_reasons(drafted: Site) -> None:
    mine, theirs = drafted.client(cast.EDITOR), drafted.client(cast.SECOND_EDITOR)
    path = f"{DRAFT}/zotime/2.4/terheqja"
    read = hidden(mine.get(path), "version")
    assert drafted.form(theirs, path, reason="Arsyeja e kolegut.", version=read).status_code == 303
    assert drafted.form(theirs, path, reason="Arsyeja e kolegut.", version=read).status_code == 303  # twice
    answer = drafted.form(mine, path, reason="Arsyeja ime.", version=read)
    assert answer.status_code == 409
    assert "Arsyeja e kolegut." in answer.text
    assert "Arsyeja ime." in answer.text
    assert drafted.form(mine, path, reason="Arsyeja ime.", version=hidden(answer, "version")).status_code == 303
    assert "Arsyeja ime." in mine.get(DRAFT).text
