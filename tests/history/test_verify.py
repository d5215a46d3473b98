"""What `verify-history` finds, and names."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import ANYONE
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.history import HistoryEntry, HistoryPayload
from pop_tracker.monitoring.copies import Copy, Link, LinkCheck, Outcome
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pop_figures import PublishedFigure
from pop_tracker.monitoring.replies import replies
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.pledges.invitees import invitees
from pop_tracker.tables import metadata
from pop_tracker.web.files import KeptFile
from tests.cli.conftest import Command, command  # noqa: F401 - a fixture
from tests.conftest import Site
from tests.history.attack import cut_off_last, faults, head, record, replace, sql, undone
from tests.pledges.play import invite_within

pytestmark = pytest.mark.both


def a_figure(site: Site) -> None:
    """The training seeds have no figure that was published elsewhere."""
    with site.database.writing() as session:
        PublishedFigure(
            slug="shifra", position=1, label_sq="shifra", label_en="figure", value="1", unit="count", source="provë"
        ).record(session, history.SEEDS)


def an_invitation(site: Site) -> None:
    """Nobody is invited by seeds."""
    with site.database.writing() as session:
        contract = contract_by_slug(session, "shembull-2023")
        assert contract is not None
        invite_within(session, site, invitees(session, contract)[0].choice)


def a_late_reply(site: Site) -> None:
    """No municipality has replied in the seeds."""
    with site.database.writing() as session:
        round_id = session.exec(select(Round.id).where(Round.state == RoundState.PUBLISHED)).first()
        link = ReplyLink(
            round_id=round_id or 0, office="Kabineti", email="", token_hash="0" * 64, created_at=datetime.now(UTC)
        )
        session.add(link)
        session.flush()
        paper = KeptFile("0" * 64, "akti.pdf", "application/pdf", 9)
        replies.give(session, ANYONE, link, None, "Faleminderit.", [paper])


def a_batch_of_links(site: Site) -> None:
    """The seeds' evidence names no link."""
    now = datetime.now(UTC)
    with site.database.writing() as session:
        link = Link(url="https://shembull.example/", first_seen_at=now)
        check = LinkCheck(entered_at=now, source="provë")
        session.add_all([link, check])
        session.flush()
        session.add(Copy(link_id=link.id or 0, check_id=check.id, url=link.url, outcome=Outcome.KEPT, looked_at=now))
        history.append(session, "enter", check, history.SEEDS, source=check.source)


def test_the_training_seeds_verify(training: Site) -> None:
    assert faults(training) == []
    assert faults(training, head(training)) == []


def test_the_real_seeds_verify(real: Site) -> None:
    assert faults(real) == []
    assert head(real).number > 61


def test_what_many_name_is_read_once(training: Site) -> None:
    with training.count_queries() as seen, training.database.reading() as session:
        assert list(verification.verify(session)) == []
    named = [table.name for table in metadata.sorted_tables if table.name in history.KINDS]
    assert {"municipality", "plan", "contract"} <= set(named)
    alone = [said for said in seen for name in named if re.search(rf"WHERE \"?{name}\"?\.id = ", said)]
    assert alone == []


def test_the_command_says_so(training: Site, command: Command) -> None:  # noqa: F811
    last = head(training)
    ending = command(training, "verify-history", "--expect", f"{last.number}:{last.hash}")
    assert (ending.status, ending.err) == (0, "")
    assert f"{last.number}:{last.hash}" in ending.out


def test_any_changed_field_of_an_entry_is_found(training: Site) -> None:
    number = head(training).number // 2
    entry = metadata.tables["history_entry"]
    with training.database.reading() as session:
        fields = session.get_one(HistoryEntry, number).model_dump(exclude={"number"})
    for name, value in fields.items():
        if name == "at":
            value += timedelta(microseconds=1)
        elif name in ("author", "approver"):
            value = 1000
        else:
            value = (value or "")[:-1] + ("x" if (value or "")[-1:] != "x" else "y")
        with undone(training) as session:
            session.exec(sa.update(entry).where(entry.c.number == number).values({name: value}))
            assert number in {fault.number for fault in verification.verify(session)}, name
    assert faults(training) == []


def test_one_changed_byte_of_a_payload_is_found(training: Site, command: Command) -> None:  # noqa: F811
    number = head(training).number // 2
    sql(training, "UPDATE history_payload SET content = replace(content, 'e', 'ë') WHERE number = :number",
        number=number)  # fmt: skip
    ending = command(training, "verify-history")
    assert ending.status == 1
    assert f"entry {number}: its payload does not give its digest" in ending.out
    assert ending.err.count("\n") == 1


CHANGES = [
    ("municipality", "UPDATE municipality SET name = 'Tjetër' WHERE slug = 'shembull'"),
    ("municipality", "UPDATE administrative_unit SET name = 'Tjetër' WHERE id = 1"),
    ("organisation", "UPDATE organisation SET source = 'tjetër' WHERE slug = 'organizata-a'"),
    ("organisation", "DELETE FROM coverage WHERE organisation_id = 1"),
    ("election", "UPDATE election SET held_on = '2023-05-15' WHERE id = 1"),
    ("candidate", "UPDATE candidate SET name = 'Dikush Tjetër' WHERE id = 1"),
    ("office", "UPDATE office SET name = 'Dikush Tjetër' WHERE id = 1"),
    ("contract", "UPDATE contract SET title = 'Tjetër' WHERE id = 1"),
    ("edition", "UPDATE commitment_text SET text = text || '.' WHERE edition_id = 1"),
    ("edition", "UPDATE priority_text SET title = title || '.' WHERE edition_id = 1"),
    ("edition", "UPDATE commitment SET priority_id = 2 WHERE id = 1 AND priority_id = 1"),
    ("edition", "UPDATE edition SET digest = '0000' WHERE id = 1"),
    ("continuation", "UPDATE continuation SET reason = 'Tjetër' WHERE id = 1"),
    ("signature", "UPDATE signature SET name = 'Dikush Tjetër' WHERE id = 1"),
    ("invitation", "UPDATE invitation SET name = 'Dikush Tjetër' WHERE id = 1"),
    ("plan", "UPDATE plan_item SET text = 'Tjetër' WHERE id = 1"),
    ("plan", "DELETE FROM plan_item_unit"),
    ("plan", "UPDATE plan_stage SET note = 'Tjetër' WHERE id = 1"),
    ("progress", "UPDATE progress SET spent_all = 1 WHERE id = 1"),
    ("needs_assessment", "UPDATE needs_assessment SET method = 'tjetër' WHERE id = 1"),
    ("needs_assessment", "UPDATE needs_figure SET quantity = quantity + 1 WHERE id = 1"),
    ("thread", "UPDATE consultation_thread SET source = 'tjetër' WHERE id = 1"),
    ("consultation", "UPDATE consultation_point SET text = 'Tjetër' WHERE id = 1"),
    ("finding", "UPDATE finding SET reason = 'Tjetër' WHERE id = 1"),
    ("finding", "DELETE FROM finding_item"),
    ("round", "UPDATE assessment SET status = 'not_addressed' WHERE status = 'fully_addressed'"),
    ("round", "UPDATE evidence SET description = 'Tjetër' WHERE id = 1"),
    ("reply", "UPDATE reply SET text = 'Tjetër'"),
    ("reply", "UPDATE reply_link SET office = 'Tjetër'"),
    ("reply", "UPDATE reply_file SET name = 'tjetër.pdf'"),
    ("link_check", "UPDATE capture SET outcome = 'failed'"),
    ("link_check", "UPDATE capture SET warc_sha256 = '0000'"),
    ("published_figure", "UPDATE published_figure SET value = '99' WHERE id = 1"),
]


def test_a_public_row_changed_by_sql_is_found_and_named(training: Site) -> None:
    a_figure(training)
    a_batch_of_links(training)
    an_invitation(training)
    a_late_reply(training)
    for kind, statement in CHANGES:
        with undone(training) as session:
            assert session.connection().exec_driver_sql(statement).rowcount > 0, statement
            found = list(verification.verify(session))
            assert found, statement
            for fault in found:
                assert fault.what.startswith(f"{kind} "), statement
                assert fault.what.endswith("is not what its last entry says"), statement
                assert session.get_one(HistoryEntry, fault.number).kind == kind
    assert faults(training) == []


def test_every_kind_of_thing_is_tried() -> None:
    """An assessment is recorded by itself only when it is a correction, which the seeds have none of."""
    not_yet = {"report", "disavowal"}
    assert {kind for kind, _ in CHANGES} == set(history.KINDS) - {"assessment"} - not_yet


def test_a_public_row_put_in_by_sql_is_found(training: Site) -> None:
    sql(training, "INSERT INTO organisation (slug, name, short_name, name_en, sort_key, source) "
        "VALUES ('e-futur', 'E futur', '', '', 'e', 'x')")  # fmt: skip
    assert [fault.what for fault in faults(training)] == ["organisation e-futur is public, but no entry says so"]


def test_a_public_row_taken_out_by_sql_is_found(training: Site) -> None:
    last = record(training, "e-fundit")
    sql(training, "DELETE FROM organisation WHERE slug = 'e-fundit'")
    assert faults(training) == [
        verification.Fault(last.number, "organisation e-fundit is in the record, but no longer public")
    ]


def test_the_last_entry_removed_is_found_by_what_was_expected(training: Site, command: Command) -> None:  # noqa: F811
    last = record(training, "e-fundit")
    cut_off_last(training)
    assert faults(training) == []  # the chain alone cannot know
    ending = command(training, "verify-history", "--expect", f"{last.number}:{last.hash}")
    assert ending.status == 1
    assert f"entry {last.number}: expected {last.number}:{last.hash}, found no such entry" in ending.out


def test_an_entry_in_the_middle_removed_is_found(training: Site) -> None:
    number = head(training).number // 2
    sql(training, "DELETE FROM history_payload WHERE number = :number", number=number)
    sql(training, "DELETE FROM history_entry WHERE number = :number", number=number)
    whats = {(fault.number, fault.what) for fault in faults(training)}
    assert (number, f"entry {number} is missing (next is {number + 1})") in whats
    assert (number + 1, "does not continue the entry before it") in whats


def test_the_first_entry_removed_is_found(training: Site) -> None:
    sql(training, "DELETE FROM history_payload WHERE number = 1")
    sql(training, "DELETE FROM history_entry WHERE number = 1")
    assert 1 in {fault.number for fault in faults(training)}


def test_an_entry_replaced_is_found(training: Site) -> None:
    number = head(training).number // 2
    replace(training, number, organisation="dikush-tjetër")
    assert verification.Fault(number + 1, "does not continue the entry before it") in faults(training)


def test_the_last_entry_replaced_is_found_by_what_was_expected(training: Site) -> None:
    expected = record(training, "e-fundit")
    cut_off_last(training)
    forged = record(training, "e-rreme")
    assert forged.number == expected.number
    assert faults(training) == []
    assert faults(training, expected) == [
        verification.Fault(expected.number, f"expected {expected.number}:{expected.hash}, "
                      f"found {forged.hash}")
    ]  # fmt: skip


def test_an_earlier_head_is_expected_after_more_was_recorded(training: Site) -> None:
    noted = head(training)
    record(training, "më-pas")
    assert faults(training, noted) == []
    assert faults(training, history.Head(0, history.FIRST_HASH)) == []


def test_a_payload_gone_without_a_redaction_is_found(training: Site) -> None:
    sql(training, "DELETE FROM history_payload WHERE number = 3")
    assert verification.Fault(3, "its payload is gone without a redaction") in faults(training)


def test_a_head_that_was_set_back_is_found(training: Site) -> None:
    last = head(training)
    sql(training, "UPDATE history_head SET number = number - 1")
    assert [fault.number for fault in faults(training)] == [last.number - 1]


def test_hashes_are_what_the_readers_can_recompute(training: Site) -> None:
    """The rule of the chain, written out once more: by it anyone can verify a copy."""
    previous = "0" * 64
    with training.database.reading() as session:
        for entry, payload in session.exec(
            select(HistoryEntry, HistoryPayload)
            .join(HistoryPayload, col(HistoryPayload.number) == HistoryEntry.number)
            .order_by(col(HistoryEntry.number))
        ):
            fields = entry.model_dump(exclude={"hash", "previous_hash"})
            fields["at"] = entry.at.isoformat(timespec="microseconds")
            text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert entry.hash == hashlib.sha256((previous + text).encode()).hexdigest()
            assert entry.payload_digest == hashlib.sha256((payload.salt + payload.content).encode()).hexdigest()
            previous = entry.hash
