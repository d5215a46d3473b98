"""A name that is taken out of the record goes out of documents that are kept and of what was read of them, too; places
in the text stay where they are, and whoever decides is told."""

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts import redactions
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.blackening import BLACK, blackened
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.checking.saving import passage
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.handing_out import public_document
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import CommitmentText
from pop_tracker.history import REMOVED
from pop_tracker.pieces import NAME_REMOVED, pieces_of
from pop_tracker.sealed import RemovedFile
from tests import cast
from tests.conftest import Site
from tests.contracts.checking.play import TEXT, begun, pressed, settled
from tests.history.redacting import removed
from tests.pages import main_of, words

pytestmark = pytest.mark.both

NAME = "Zenepe Kuqalashi"
NAMED = TEXT.replace("Ndriçimi i rrugës", "Ndriçimi i rrugës te shtëpia e ZENEPËS\n   Kuqalashit")
DIGEST = "7" * 64


def of_reading(session: Session) -> tuple[ContractReading, ContractDocument]:
    reading = session.exec(select(ContractReading)).one()
    return reading, reading.document


def quoted(session: Session) -> list[str]:
    """Of each row, the passage."""
    reading, document = of_reading(session)
    return [passage(document, row) for row in reading.rows.standing]


def test_a_document_and_what_was_read_of_it_lose_the_name_and_get_it_back(training: Site) -> None:
    begun(training, text=NAMED)
    with training.database.writing() as session:
        reading, document = of_reading(session)
        document.sha256 = DIGEST
        before, was = quoted(session), (document.text, reading.checked)
        request = removed(session, training)
        session.refresh(reading)
        session.refresh(document)
        assert "KUQALASH" not in (document.text + str(reading.checked)).upper()
        assert len(document.text) == len(was[0])
        assert f"te shtëpia e {BLACK * 7}\n" in document.text
        assert [row.text for row in reading.rows.standing][-1].startswith(
            f"Ndriçimi i rrugës te shtëpia e {NAME_REMOVED}"
        )
        assert quoted(session)[:-1] == before[:-1]
        assert f"Ndriçimi i rrugës te shtëpia e {REMOVED} në fshatin Kuq" in quoted(session)[-1]
        assert document.sha256 == DIGEST, "the row keeps what the record says"
        assert [one.sha256 for one in session.exec(select(RemovedFile))] == [DIGEST]
        request.call_off(session, training.viewer(session, cast.EDITOR), "nuk është person privat")
        session.refresh(reading)
        session.refresh(document)
        assert (document.text, reading.checked, document.sha256) == (*was, DIGEST)
        assert session.exec(select(RemovedFile)).all() == []


def with_document(session: Session) -> Edition:
    """The published edition of the training contract, as one that was read from a document."""
    edition = session.exec(
        select(Edition).join(Contract).where(Contract.slug == "shembull-2023", Edition.state == EditionState.PUBLISHED)
        .order_by(col(Edition.number))
    ).first()  # fmt: skip
    assert edition is not None
    document = ContractDocument(
        name="kontrata.pdf", media_type="application/pdf", size=3, original_sha256="8" * 64, sha256=DIGEST, pages=[0],
        text=f"Kontrata\nNënshkroi {NAME}\nFundi", is_free=True,
    )  # fmt: skip
    session.add(document)
    session.flush()
    edition.document_id = document.id
    session.add(edition)
    session.flush()
    return edition


def document_edition(session: Session) -> Edition:
    return session.exec(select(Edition).where(col(Edition.document_id).is_not(None))).one()


def asked(session: Session, site: Site, edition: Edition) -> RedactionRequest:
    edition.reason = f"E kërkoi {NAME}."
    session.add(edition)
    asker = site.viewer(session, cast.EDITOR)
    history.append(session, "publish", edition, asker.actor, source="i shpikur")
    chosen = [Chosen(one, (NAME,)) for one in pieces_of(session, "edition", edition.key) if NAME in one.words]
    return ask_redaction(session, asker, chosen, "emër i një personi privat")


def test_the_document_of_an_edition_is_out_of_sight_at_once_and_its_decider_is_told(training: Site) -> None:
    with training.database.writing() as session:
        edition = with_document(session)
        number = asked(session, training, edition).id
        document = edition.document(session)
        assert document is not None
        assert (NAME in document.text, document.is_handed_out) == (False, True)
        assert DIGEST in [one.sha256 for one in session.exec(select(RemovedFile))], "the file says it as well"
        told = public_document(session, edition)
        assert told is not None
        assert not told.is_free, "it is handed out no more"
        assert list(verification.verify(session)) == []
    for page in (f"/puna/heqjet/{number}", f"/puna/heqjet/{number}/konfirmim"):
        said = words(main_of(training.client(cast.OTHER_REVIEWER).get(page).text))
        assert "Hiqen edhe nga këto, që lexuesit nuk i shohin" in said
        assert "fjalët nxihen në tekstin e tij" in said
    with training.database.writing() as session:
        request = session.get_one(RedactionRequest, number)
        request.decline(session, training.viewer(session, cast.OTHER_REVIEWER))
        document = session.exec(select(ContractDocument)).one()
        assert NAME in document.text
        told = public_document(session, document_edition(session))
        assert told is not None
        assert told.is_free
        assert session.exec(select(RemovedFile)).all() == []
        assert list(verification.verify(session)) == []


def test_what_another_thing_loses_goes_out_of_a_public_document_and_the_record_still_verifies(training: Site) -> None:
    with training.database.writing() as session:
        edition = with_document(session)
        history.append(session, "publish", edition, history.SEEDS, source="i shpikur")
        removed(session, training)
        document = edition.document(session)
        assert document is not None
        assert NAME not in document.text
        told = public_document(session, edition)
        assert told is not None
        assert not told.is_free
        assert list(verification.verify(session)) == []


def test_the_file_itself_may_be_what_goes(training: Site) -> None:
    with training.database.writing() as session:
        edition = with_document(session)
        asker = training.viewer(session, cast.EDITOR)
        history.append(session, "publish", edition, history.SEEDS, source="i shpikur")
        (file,) = (one for one in pieces_of(session, "edition", edition.key) if one.is_file)
        request = ask_redaction(session, asker, [Chosen(file, ())], "emër i një personi privat")
        request.confirm(session, training.viewer(session, cast.OTHER_REVIEWER))
        told = public_document(session, edition)
        assert told is not None
        assert (told.is_free, told.original_sha256, told.media_type) == (False, "8" * 64, "application/pdf")
        assert list(verification.verify(session)) == []


def test_once_destroyed_the_document_stays_black(training: Site) -> None:
    with training.database.writing() as session:
        edition = with_document(session)
        request = asked(session, training, edition)
        request.confirm(session, training.viewer(session, cast.OTHER_REVIEWER))
        assert redactions.destroy(session, request) == [DIGEST]
        document = edition.document(session)
        assert document is not None
        assert document.text == f"Kontrata\nNënshkroi {BLACK * 6} {BLACK * 9}\nFundi"
        assert list(verification.verify(session)) == []


def test_what_is_read_of_a_document_nobody_named_is_told_to_whoever_decides(training: Site) -> None:
    begun(training, text=NAMED)
    with training.database.writing() as session:
        edition = session.exec(select(Edition).where(Edition.state == EditionState.PUBLISHED)).first()
        assert edition is not None
        number = asked(session, training, edition).id
    said = words(main_of(training.client(cast.OTHER_REVIEWER).get(f"/puna/heqjet/{number}").text))
    assert "KONTRATA SOCIALE 2027–2031" in said
    assert "Çfarë u lexua nga dokumenti dhe po kontrollohet." in said


def test_words_are_black_however_the_document_breaks_them() -> None:
    text = "• Një qendër për ujë-\nsjellësin\n  e fshatit.\nNjë qendër tjetër."
    now = blackened(text, ["Një qendër për ujësjellësin e fshatit."], [])
    assert len(now) == len(text)
    assert now.replace(BLACK, "x") == "• xxx xxxxxx xxx xxxx\nxxxxxxxxx\n  x xxxxxxxx\nNjë qendër tjetër."


def test_words_that_go_on_behind_a_running_header_are_black_and_the_header_stays() -> None:
    header = "\n\nFaqe 1\n\fBashkia Shembull, kontrata sociale\n\n"
    text = f"1.1 Një qendër ditore për ata që jetojnë vetëm{header}dhe ndihmë në shtëpi.\n1.2 Një qendër tjetër."
    now = blackened(text, ["Një qendër ditore për ata që jetojnë vetëm dhe ndihmë në shtëpi."], [])
    assert len(now) == len(text)
    assert now.replace(BLACK, "x") == (
        f"1.1 xxx xxxxxx xxxxxx xxx xxx xx xxxxxxx xxxxx{header}xxx xxxxxx xx xxxxxxx\n1.2 Një qendër tjetër."
    )


def test_a_passage_is_quoted_without_the_running_header_in_its_midst_and_goes_as_a_whole(training: Site) -> None:
    header = "Faqe %s\n\fBashkia Shembull, kontrata sociale"
    text = TEXT.replace("\n   • për ata që jetojnë", f"\n\n{header % 1}\n\n   • për ata që jetojnë").replace(
        "rrugës në fshatin Kuq", f"rrugës nga sheshi deri\n\n{header % 2}\n\n   në fshatin Kuq"
    )
    there = begun(training, text=f"Bashkia Shembull, kontrata sociale\n\n{text}\nFaqe 3\n")
    settled(training, there)
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    with training.database.reading() as session:
        said = session.exec(select(CommitmentText).where(col(CommitmentText.text).contains("sheshi deri"))).one()
        assert said.text == "Ndriçimi i rrugës nga sheshi deri në fshatin Kuq."
        assert said.passage == "• Ndriçimi i rrugës nga sheshi deri … në fshatin Kuq."
        _, document = of_reading(session)
        for gone in (said.text, said.passage):
            now = blackened(document.text, [gone], [])
            assert "sheshi" not in now
            assert "fshatin Kuq" not in now
            assert now.count("kontrata sociale") == document.text.count("kontrata sociale") == 3


def test_parts_of_a_passage_are_black_wherever_they_stand() -> None:
    text = "Në shtëpi për ata që jetojnë vetëm\ndhe diçka tjetër, pastaj ata që dalin nga spitali."
    now = blackened(text, ["ata që jetojnë vetëm … ata që dalin nga spitali."], [])
    assert "jetojnë" not in now
    assert "spitali" not in now
    assert "dhe diçka tjetër" in now


def test_words_that_only_begin_alike_stay() -> None:
    text = "1.1 Ndriçimi i rrugës në Kuq.\n1.2 Ndriçimi i rrugës në Lis.\n1.3 Një shkollë\n në Pyll."
    assert blackened(text, ["Ndriçimi i rrugës në Pyll."], []) == text
