"""A draft becomes an edition: who may, what is frozen, what history says."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import ANYONE
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.editions import Edition, EditionState, current_texts, open_edition, published_editions
from pop_tracker.contracts.texts import CommitmentRoot, CommitmentText, PriorityGroup
from pop_tracker.contracts.waiting import in_hand
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from tests import cast
from tests.conftest import Site
from tests.contracts.documents import draft_with_document, kept_document
from tests.contracts.play import WORDING, contract, newest, open_draft, publish, revise, submit, text
from tests.history.redacting import redacted


def test_a_second_person_makes_edition_two_and_edition_one_reads_on(training: Site) -> None:
    with training.database.writing() as session:
        one = newest(session)
        words, digest = one.canonical_text, one.digest
        revise(session, training)
        submit(session, training)
        two = publish(session, training)
        assert (two.number, two.state, two.reason) == (2, EditionState.PUBLISHED, "Banorët e kërkuan.")
        assert two.digest == digest_of(two.canonical_text) != digest
        assert newest(session) is two
        (first,) = published_editions(session, two.contract_id)[1:]
        assert (first.canonical_text, first.digest, first.text_now(session)) == (words, digest, words)
        assert text(session, two, "1.2").text == WORDING.text


def test_history_names_both_organisations_and_verifies(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        before = history.head(session).number
        publish(session, training)
        entry = history.entries(session, limit=1)[0]
        assert entry.row.number == before + 1
        assert (entry.row.verb, entry.row.key) == ("edition.publish", "shembull-2023/2")
        assert (entry.row.organisation, entry.row.approver_organisation) == ("organizata-a", "organizata-b")
        assert entry.reason == "Banorët e kërkuan."
        assert list(verification.verify(session)) == []


def test_a_published_word_changed_behind_the_record_is_found(training: Site) -> None:
    with training.database.writing() as session:
        chosen = text(session, newest(session), "1.1").id
        session.exec(sa.update(CommitmentText).where(col(CommitmentText.id) == chosen).values(text="Tjetër."))
        assert [fault.what for fault in verification.verify(session)] == [
            "edition shembull-2023/1 is not what its last entry says"
        ]


@pytest.mark.parametrize("email", [cast.EDITOR, cast.SECOND_EDITOR, cast.OTHER_EDITOR, cast.COORDINATOR])
def test_only_a_reviewer_decides(training: Site, email: str) -> None:
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        with pytest.raises(Forbidden):
            publish(session, training, email)


@pytest.mark.parametrize("hand", ["opens", "writes", "submits"])
def test_nobody_confirms_a_draft_they_had_a_hand_in_by_any_route(training: Site, hand: str) -> None:
    """Hana is editor and reviewer: she did one of three things, another editor the others, and she may not decide."""
    with training.database.writing() as session:
        prove = session.exec(select(Edition).where(Edition.number == 1)).all()
        of_prove = next(edition.contract for edition in prove if edition.contract.slug == "prove-2023")
        both, editor = training.viewer(session, cast.OTHER_BOTH), training.viewer(session, cast.OTHER_EDITOR)
        does = {one: both if one == hand else editor for one in ("opens", "writes", "submits")}
        draft = drafts.open_draft(session, does["opens"], of_prove)
        points.revise(session, does["writes"], of_prove, "1.1", WORDING)
        drafts.submit(session, does["submits"], of_prove, reason="x", source="x", version=draft.version)
        read = draft.as_read(session)
        with pytest.raises(Forbidden):
            drafts.publish(session, both, of_prove, read)
        with pytest.raises(Forbidden):
            drafts.send_back(session, both, of_prove, "x")
        assert in_hand(session, both).waiting == []
        drafts.publish(session, training.viewer(session, cast.REVIEWER), of_prove, read)


@pytest.mark.both
def test_publishing_twice_answers_as_before(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        draft = submit(session, training)
        read = draft.as_read(session)
        reviewer = training.viewer(session, cast.REVIEWER)
        first = drafts.publish(session, reviewer, contract(session), read)
        head = history.head(session)
        assert drafts.publish(session, reviewer, contract(session), read) is first
        assert history.head(session) == head


def test_words_that_changed_under_the_reviewers_eyes_are_not_published(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        with pytest.raises(Stale):
            drafts.publish(session, training.viewer(session, cast.REVIEWER), contract(session), "0" * 64)


@pytest.mark.parametrize("what", ["reason", "source", "source of a point", "passage", "document"])
def test_nor_is_anything_beside_the_words_that_becomes_public(training: Site, what: str) -> None:
    """Taken back, changed and sent again while the second person was reading."""
    with training.database.writing() as session:
        editor, reviewer = training.viewer(session, cast.EDITOR), training.viewer(session, cast.OTHER_REVIEWER)
        draft_with_document(session, training)
        draft = submit(session, training)
        read, words = draft.as_read(session), draft.text_now(session)
        drafts.take_back(session, editor, contract(session))
        if what == "source of a point":
            points.revise(session, editor, contract(session), "1.2", replace(WORDING, source="një burim tjetër"))
        if what == "passage":
            row = points.text_row(session, draft, "1.2")
            assert row is not None
            row.passage = "Dokumenti thotë krejt tjetër gjë."
        if what == "document":
            draft.document_id = kept_document(session, training.settings.files, file=False).id
        source = "një burim tjetër" if what == "source" else draft.source
        reason = "Një arsye tjetër." if what == "reason" else draft.reason
        drafts.submit(session, editor, contract(session), reason=reason, source=source, version=draft.version)
        assert draft.text_now(session) == words, "what the digest is of is as it was"
        with pytest.raises(Stale):
            drafts.publish(session, reviewer, contract(session), read)
        drafts.publish(session, reviewer, contract(session), draft.as_read(session))


def test_an_unsubmitted_draft_is_hidden_from_reviewers(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        reviewer = training.viewer(session, cast.REVIEWER)
        assert open_edition(session, reviewer, contract(session).id or 0) is None
        with pytest.raises(Missing):
            publish(session, training, cast.REVIEWER)


def test_who_sees_a_draft(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        contract_id = contract(session).id or 0

        def seen_by(*emails: str) -> list[bool]:
            return [open_edition(session, training.viewer(session, email), contract_id) is not None for email in emails]

        everyone = (cast.EDITOR, cast.SECOND_EDITOR, cast.REVIEWER, cast.OTHER_REVIEWER, cast.OTHER_EDITOR)
        assert seen_by(*everyone, cast.COORDINATOR) == [True, True, False, False, False, True]
        submit(session, training)
        assert seen_by(*everyone, cast.COORDINATOR) == [True, True, True, True, False, True]
        assert open_edition(session, ANYONE, contract_id) is None


def test_what_waits_for_whom(training: Site) -> None:
    with training.database.writing() as session:
        editor, reviewer = training.viewer(session, cast.EDITOR), training.viewer(session, cast.OTHER_REVIEWER)
        assert in_hand(session, editor).waiting == in_hand(session, reviewer).waiting == []
        revise(session, training)
        assert [one.note for one in in_hand(session, editor).waiting] == ["Draft i hapur"]
        submit(session, training)
        assert in_hand(session, editor).waiting == []
        assert [one.path for one in in_hand(session, reviewer).waiting] == ["/puna/kontratat/shembull-2023/rishikimi"]
        drafts.send_back(session, reviewer, contract(session), "Shtoni burimin.")
        assert [one.note for one in in_hand(session, editor).waiting] == ["Draft i kthyer me një shënim"]
        assert in_hand(session, reviewer).waiting == []


@pytest.mark.both
def test_search_knows_only_the_newest_words(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        two = publish(session, training)
        found = session.exec(select(CommitmentRoot.text_id).where(CommitmentRoot.root == "bibliotek")).all()
        assert found == [text(session, two, "1.2").id]
        indexed = set(session.exec(select(CommitmentText.edition_id).join(CommitmentRoot)).all())
        last, first = published_editions(session, two.contract_id)
        assert last.id in indexed
        assert first.id not in indexed


def test_a_draft_that_changes_nothing_is_not_submitted(training: Site) -> None:
    with training.database.writing() as session, pytest.raises(Refusal):
        submit(session, training)


def test_an_addendum_says_why(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        with pytest.raises(Refusal) as refused:
            submit(session, training, reason="")
        assert refused.value.field == "reason"


def test_a_draft_that_someone_wrote_in_meanwhile_is_read_again_before_it_is_sent(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        draft = open_draft(session, training)
        seen = draft.version
        points.add_commitment(session, training.viewer(session, cast.SECOND_EDITOR), contract(session), "1", WORDING)
        with pytest.raises(Stale):
            drafts.submit(
                session, training.viewer(session, cast.EDITOR), contract(session), reason="x", source="x", version=seen
            )


def test_a_priority_without_commitments_is_not_submitted(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        points.add_priority(
            session, training.viewer(session, cast.EDITOR), contract(session),
            title="Kultura", group=PriorityGroup.OTHER, source="t", flat=False,
        )  # fmt: skip
        with pytest.raises(Refusal):
            submit(session, training)


def test_a_piece_goes_out_of_an_edition_and_its_digest_stays(training: Site) -> None:
    """Also out of the one in force: what was signed is known by its digest, and search finds what is left."""
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        two = publish(session, training)
        by, other = training.viewer(session, cast.EDITOR).actor, training.viewer(session, cast.REVIEWER).actor
        text = session.exec(select(CommitmentText).where(CommitmentText.edition_id == two.id)).first()
        assert text is not None
        words, digest, whole = text.text, two.digest, two.canonical_text
        assert words in whole
        redacted(session, two, by, other, reason="një emër privat", which=lambda piece: piece.words == words)
        assert two.digest == digest
        assert two.canonical_text == whole.replace(words, "(hequr)")
        left = session.exec(select(CommitmentText).where(CommitmentText.edition_id == two.id)).all()
        assert [row.text for row in left].count("(hequr)") == 1
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_the_readers_queries_are_as_many_whatever_the_size(training: Site) -> None:
    training.client()  # the app, whose engine counts
    with training.app.app.app.state.database.reading() as session:
        for only in ((), (1,)):
            with training.count_queries() as seen:
                current_texts(session, *only)
            assert len(seen) == 2
