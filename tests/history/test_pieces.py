"""Words taken out of a thing piece by piece: what is named goes everywhere, the rest stands, and the chain says so."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

import pop_tracker.tables
from pop_tracker import history, redaction, removals, verification
from pop_tracker.history import KINDS, REMOVED, HistoryEntry, HistoryPayload, HistoryRemainder
from pop_tracker.pieces import (
    HIDDEN,
    NAME_REMOVED,
    NOT_WORDS,
    Change,
    Piece,
    label_of,
    masked,
    pieces_of,
)
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import points
from pop_tracker.sealed import SealedContent, SealedPiece, SealedRow, names_in, whole
from pop_tracker.web.i18n import words
from tests import cast
from tests.conftest import Site
from tests.history.attack import faults, sql
from tests.history.redacting import REQUEST, hidden, redacted

NAME = "Zenepe Kuqalashi"
SAID = f"{NAME} tha se nuk ka ujë në lagje që prej marsit"
REASON = "emër i një personi privat, ligji 124/2024"


def named(session: Session, site: Site) -> Consultation:
    """A consultation with the name in one of its points, in an entry that stands and in one before it."""
    found = session.exec(select(Consultation).order_by(col(Consultation.id))).first()
    assert found is not None
    point = points(session, found.id or 0)[0]
    by = site.viewer(session, cast.EDITOR).actor
    for said in (SAID, SAID + "."):
        point.text = said
        session.add(point)
        history.append(session, "revise", found, by, source="procesverbali, i shpikur")
    return found


def piece_with(session: Session, thing: Consultation, text: str) -> Piece:
    return next(one for one in pieces_of(session, thing.kind, thing.key) if text in one.words)


def texts(session: Session, consultation: Consultation) -> list[str]:
    return [point.text for point in points(session, consultation.id or 0)]


@pytest.mark.both
def test_titles_of_other_things_keep_words_that_are_no_title_of_this_one(training: Site) -> None:
    """Or whoever takes “Bashkia Shembull” out of a point takes it out of what half the record is called."""
    with training.database.writing() as session:
        thing = named(session, training)
        point = points(session, thing.id or 0)[0]
        point.text = "Bashkia Shembull"
        session.add(point)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        history.append(session, "revise", thing, by, source="procesverbali, i shpikur")
        titles = dict(others_called(session, thing))
        assert any("Bashkia Shembull" in title for title in titles.values())
        redacted(
            session, thing, by, other, reason=REASON, which=lambda one: one.words in ("Bashkia Shembull", thing.topic)
        )
        assert REMOVED in thing.title
        assert dict(others_called(session, thing)) == titles


def others_called(session: Session, thing: Consultation) -> list[tuple[int, str]]:
    of_others = (col(HistoryEntry.kind) != thing.kind) | (col(HistoryEntry.key) != thing.key)
    found = history.entries(session, only=of_others, limit=10_000)
    return [(one.row.number, one.title or "") for one in found]


TAMPERINGS = {
    "changed": 'UPDATE history_remainder SET content = \'{"title":"tjetër"}\' WHERE number = :number',
    "gone": "DELETE FROM history_remainder WHERE number = :number",
    "beside": "INSERT INTO history_payload (number, salt, content) VALUES (:number, 'x', '{}')",
}


def record_of(session: Session) -> str:
    return "\n".join([*session.exec(select(HistoryPayload.content)), *session.exec(select(HistoryRemainder.content))])


@pytest.mark.both
def test_one_piece_goes_and_all_else_stands(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        before = thing.public_state(session)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        entry = redacted(session, thing, by, other, reason=REASON, which=lambda one: NAME in one.words)
        after = thing.public_state(session)
        assert after["points"][0]["text"] == REMOVED
        after["points"][0]["text"] = before["points"][0]["text"]
        assert after == before
        assert NAME not in record_of(session)
        (said,) = history.entries(session, number=entry.number)
        assert said.content is not None
        assert {one["field"] for one in said.content["taken"]} == {"text"}
    assert faults(training) == []
    with training.database.reading() as session:
        for table in (SealedRow, SealedContent, SealedPiece):
            assert not session.exec(select(table)).all()


@pytest.mark.both
def test_a_name_goes_out_of_its_sentence(training: Site) -> None:
    """In any of its endings; the rest of the sentence was not private."""
    with training.database.writing() as session:
        thing = named(session, training)
        point = points(session, thing.id or 0)[0]
        point.text = f"Kërkesa e Zenepe Kuqalashit dhe përgjigjja për ZENEPE  KUQALASHIN: {SAID}"
        session.add(point)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        history.append(session, "revise", thing, by, source="procesverbali, i shpikur")
        taken = [names_in(one, [NAME]) for one in pieces_of(session, thing.kind, thing.key) if "enepe" in one.words]
        redaction.hide(session, REQUEST, thing, taken, by, reason=REASON)
        assert "[po shqyrtohet] tha se nuk ka ujë" in texts(session, thing)[0]
        redaction.take(session, REQUEST, thing, taken, by, other, reason=REASON)
        text = texts(session, thing)[0]
        assert text.startswith(f"Kërkesa e {NAME_REMOVED} dhe përgjigjja për {NAME_REMOVED}: {NAME_REMOVED} tha se")
        assert "kuqalash" not in record_of(session).casefold()
    assert faults(training) == []


@pytest.mark.both
def test_what_is_hidden_can_be_shown_again_as_it_was(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        state = thing.public_state(session)
        kept = dict(session.exec(select(HistoryPayload.number, HistoryPayload.content)).all())
        by = training.viewer(session, cast.EDITOR).actor
        hidden(session, thing, by, reason=REASON, which=lambda one: one.field in ("text", "topic", "source"))
        assert texts(session, thing)[0] == HIDDEN
        assert NAME not in record_of(session)
        redaction.reveal(session, REQUEST, thing, by, None, reason="nuk është person privat")
        assert thing.public_state(session) == state
        again = dict(session.exec(select(HistoryPayload.number, HistoryPayload.content)).all())
        assert {number: again[number] for number in kept} == kept
        assert not session.exec(select(HistoryRemainder)).all()
    assert faults(training) == []


@pytest.mark.both
def test_what_somebody_wrote_meanwhile_is_not_written_over(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        by = training.viewer(session, cast.EDITOR).actor
        hidden(session, thing, by, reason=REASON, which=lambda one: NAME in one.words)
        point = points(session, thing.id or 0)[0]
        point.text = "Një banore tha se nuk ka ujë"
        session.add(point)
        history.append(session, "revise", thing, by, source="procesverbali, i shpikur")
        redaction.reveal(session, REQUEST, thing, by, None, reason="nuk është person privat")
        assert texts(session, thing)[0] == "Një banore tha se nuk ka ujë"
    assert faults(training) == []


@pytest.mark.both
def test_pieces_can_go_one_after_another(training: Site) -> None:
    """The second redaction vouches for what the first one left, and for the entry in which the first one says it."""
    with training.database.writing() as session:
        thing = named(session, training)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        first = [names_in(one, ["Zenepe"]) for one in pieces_of(session, thing.kind, thing.key) if NAME in one.words]
        redaction.hide(session, 1, thing, first, by, reason=REASON)
        redaction.take(session, 1, thing, first, by, other, reason=REASON)
        redacted(session, thing, by, other, reason=REASON, which=lambda one: "Kuqalashi" in one.words, request=2)
        assert texts(session, thing)[0] == REMOVED
        assert "Kuqalashi" not in record_of(session)
    assert faults(training) == []


@pytest.mark.both
@pytest.mark.parametrize("to", ["changed", "gone", "beside"])
def test_a_remainder_that_was_changed_is_found(training: Site, to: str) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        redacted(session, thing, by, other, reason=REASON, which=lambda one: NAME in one.words)
        number = session.exec(select(HistoryRemainder.number)).first()
    with training.database.engine.execution_options(write=True).connect() as connection:
        for statement in ("UPDATE history_remainder SET content = '{}'", "DELETE FROM history_remainder"):
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(sa.text(statement))
            connection.rollback()
    assert faults(training) == []
    sql(training, TAMPERINGS[to], number=number)
    assert any(fault.number == number for fault in faults(training))


def test_an_older_copy_explains_itself_beside_the_record(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        hashes = dict(session.exec(select(HistoryEntry.number, HistoryEntry.hash)).all())
        contents = dict(session.exec(select(HistoryPayload.number, HistoryPayload.content)).all())
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        entry = redacted(session, thing, by, other, reason=REASON, which=lambda one: NAME in one.words)
        said = list(verification.beside(session, hashes, contents))
        assert said
        assert all(isinstance(one, verification.Explained) and f"#{entry.number}" in one.what for one in said)
        changed = {number: content.replace("ujë", "ujë të pijshëm") for number, content in contents.items()}
        assert any(isinstance(one, verification.Fault) for one in verification.beside(session, hashes, changed))
        hashes[1] = "0" * 64
        assert verification.Fault(1, "is another entry than in the older copy") in list(
            verification.beside(session, hashes, contents)
        )


@pytest.mark.parametrize(
    ("before", "after", "explained"),
    [
        (SAID, f"{NAME_REMOVED} tha se nuk ka ujë në lagje që prej marsit", True),
        (SAID, f"{NAME_REMOVED} tha se ka ujë në lagje që prej marsit", False),
        (SAID, REMOVED, True),
        (f"Takim: {SAID}", f"Takim: {REMOVED}", True),
        (f"Takim: {SAID}", f"Mbledhje: {REMOVED}", False),
        (HIDDEN, SAID, True),
        (f"Takim: {HIDDEN}", f"Takim: {SAID}", True),
        (f"Takim: {HIDDEN}", f"Mbledhje: {SAID}", False),
        (["një"], ["një", "dy"], False),
    ],
)
def test_a_content_differs_at_its_marks_alone(before: Any, after: Any, explained: bool) -> None:
    """Also where the older copy was made while words were hidden, which are shown again by now."""
    assert verification.says_less({"text": before}, {"text": after}) is explained


@pytest.mark.both
def test_what_was_removed_is_removed_again_from_an_older_state(training: Site) -> None:
    """By the list that the site keeps: it names pieces by entry and place, and holds none of the words."""
    with training.database.writing() as session:
        thing = named(session, training)
        head = history.head(session).number
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        redacted(session, thing, by, other, reason=REASON, which=lambda one: NAME in one.words)
        removals.keep(session, training.settings.var)
        session.rollback()
    kept = training.settings.var / removals.FILE
    assert NAME not in kept.read_text(encoding="utf-8")
    with training.database.writing() as session:
        thing = named(session, training)
        assert history.head(session).number == head
        (listed,) = removals.read(kept)
        assert removals.apply(session, [listed], head) == [listed.number]
        assert NAME not in record_of(session)
        assert texts(session, thing)[0] == REMOVED
        assert removals.apply(session, [listed], history.head(session).number) == []
    assert faults(training) == []


def test_what_was_called_off_is_not_in_the_list(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        by, other = (training.viewer(session, one).actor for one in (cast.EDITOR, cast.OTHER_REVIEWER))
        piece = piece_with(session, thing, NAME)
        session.add(SealedPiece.of(REQUEST, piece, []))
        redaction.hide(session, REQUEST, thing, [whole(piece)], by, reason=REASON)
        redaction.take(session, REQUEST, thing, [whole(piece)], by, other, reason=REASON)
        assert len(removals.removals(session)) == 1
        redaction.reveal(session, REQUEST, thing, by, None, reason="nuk është person privat")
        assert removals.removals(session) == []


def leaves(state: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(state, dict):
        return [one for key, value in state.items() for one in leaves(value, key)]
    if isinstance(state, list):
        return [one for value in state for one in leaves(value, name)]
    return [(name, state)] if (isinstance(state, str) and state and not state.isascii()) or " " in str(state) else []


def test_every_word_of_every_thing_is_a_piece_or_says_nothing_of_anybody(training: Site) -> None:
    """Whatever kind a later room records, its words can be taken out of it."""
    with training.database.reading() as session:
        for kind, cls in KINDS.items():
            for thing in cls.public_rows(session):
                if not list(thing.rows(session)):
                    continue
                words_of = {one.words for one in pieces_of(session, kind, thing.key)}
                said = json.loads(history.canonical(thing.public_state(session)))
                for name, value in leaves(said):
                    is_made = name in ("canonical_text", "title") or name in NOT_WORDS
                    inside = name in ("words", "address", "place") and any(value in one for one in words_of)
                    assert value in words_of or is_made or inside, (kind, thing.key, name, value)


@pytest.mark.both
def test_all_pieces_of_every_kind_can_go(training: Site) -> None:
    """No column refuses the mark, and what is left verifies."""
    by = history.Actor(1, "organizata-a")
    for kind, cls in KINDS.items():
        with training.database.writing() as session:
            thing = next((one for one in cls.public_rows(session) if list(one.rows(session))), None)
            if thing is None:
                continue
            state = thing.public_state(session)
            hidden(session, thing, by, reason=REASON, request=3)
            redaction.reveal(session, 3, thing, by, None, reason="prova")
            if kind != "invitation":  # nobody answers one by a link that lost its name
                assert thing.public_state(session) == state, kind
            redacted(session, thing, by, history.Actor(2, "organizata-b"), reason=REASON, request=4)
            left = [one for one in pieces_of(session, kind, thing.key) if not one.is_file and one.stands]
            assert {one.words for one in left} <= {REASON, "prova"}, kind
    assert faults(training) == []


def test_a_piece_is_called_by_where_it_stands(training: Site) -> None:
    with training.database.writing() as session:
        thing = named(session, training)
        standing, earlier = (one for one in pieces_of(session, thing.kind, thing.key) if NAME in one.words)
        assert [label_of(one, words("sq")) for one in (standing, earlier)] == ["Pikat 1 › Teksti"] * 2
        assert (standing.words, standing.stands) == (SAID + ".", True)
        assert (earlier.words, earlier.stands) == (SAID, False)
        assert earlier.entries == (standing.entry - 1,)


def test_a_file_keeps_its_digest_and_loses_its_name() -> None:
    digest = "ab" * 32
    state = {"file_sha256": digest, "file_name": "Zenepe.pdf", "more_files": [{"sha256": digest, "name": "Z.pdf"}]}
    taken = [Change("file_sha256", digest, REMOVED)]
    assert masked(state, taken) == {
        "file_sha256": digest, "file_name": REMOVED, "more_files": [{"sha256": digest, "name": REMOVED}],
    }  # fmt: skip


assert pop_tracker.tables
