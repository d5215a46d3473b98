"""Documents that come with a form: at every door what they say of people is taken out and told, unless it is wanted."""

import hashlib
import sqlite3
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import verification
from pop_tracker.jobs import UNNAMED_FOR, sweep_files
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies.disavowals import Disavowal
from pop_tracker.monitoring.replies.replies import ReplyFile
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.pledges.models import Signature
from pop_tracker.web import files
from pop_tracker.web.documents import reading
from tests.cast import EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.history.redacting import redacted
from tests.monitoring.hearing import at_the_municipality, days_pass, shown
from tests.monitoring.play import assessment, decide, finish, open_round, publish, write
from tests.monitoring.tables import confirm
from tests.pages import words
from tests.plans.consultations import MINUTES, SLUG
from tests.pledges.play import ON_PAPER
from tests.site.documents_sent import (
    DOCX,
    DOORS,
    PDF,
    XLSX,
    document,
    evidence,
    letter,
    minutes,
    opened_link,
    paper,
)
from tests.web.documents import ZENEPE, everything_in, locked_pdf, signed_pdf, told_docx, told_pdf, told_xlsx


def stored(site: Site) -> bytes:
    names = [name for name, _ in files.names(site.settings.files)]
    return b"".join(everything_in(files.get(site.settings.files, name) or b"") for name in names)


@pytest.mark.parametrize("door", DOORS)
def test_what_it_says_is_taken_out_and_told(training: Site, door: Any) -> None:
    client, answer = door(training, PDF)
    assert answer.status_code == 303, answer.text
    assert ZENEPE.encode() not in stored(training)
    page = words(client.get(answer.headers["location"].partition("#")[0]).text)
    assert f"Nga “shkresa.pdf” u hoqën: autori: {ZENEPE}; të dhëna të tjera: ujë; 2 komente ({ZENEPE}); " in page
    assert "1 skedar brenda tij (emrat.txt); vendi ku u bë 1 fotografi." in page


@pytest.mark.parametrize("door", DOORS)
def test_it_stays_on_purpose_and_what_it_says_is_told(training: Site, door: Any) -> None:
    client, answer = door(training, PDF, **{DOORS[door]: "y"})
    assert answer.status_code == 303, answer.text
    assert files.get(training.settings.files, hashlib.sha256(told_pdf()).hexdigest()) == told_pdf()
    page = words(client.get(answer.headers["location"].partition("#")[0]).text)
    assert f"Në “shkresa.pdf” mbetën: autori: {ZENEPE};" in page
    assert "u hoqën" not in page


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("make", "message"), [(signed_pdf, "nënshkruar elektronikisht"), (locked_pdf, "prandaj nuk dihet çfarë thotë")]
)
def test_what_cannot_be_had_without_is_told_at_its_field(training: Site, door: Any, make: Any, message: str) -> None:
    _, answer = door(training, ("shkresa.pdf", make(), ""))
    assert answer.status_code == 422
    assert message in answer.text
    assert list(files.names(training.settings.files)) == []


@pytest.mark.parametrize("door", DOORS)
def test_nothing_is_held_while_it_is_read(training: Site, monkeypatch: pytest.MonkeyPatch, door: Any) -> None:
    read, looked = reading.read, []

    def as_another_writes(contents: bytes, kind: str) -> reading.Read:
        with sqlite3.connect(training.settings.database_url.removeprefix("sqlite:///"), timeout=0) as another:
            another.execute("BEGIN IMMEDIATE")
        looked.append(kind)
        return read(contents, kind)

    monkeypatch.setattr(reading, "read", as_another_writes)
    assert door(training, PDF)[1].status_code == 303
    assert looked == ["application/pdf"]


def test_where_there_was_nothing_nothing_is_said(training: Site) -> None:
    client, answer = minutes(training, ("pa emra.pdf", told_pdf_without(), ""))
    page = words(client.get(answer.headers["location"].partition("#")[0]).text)
    assert "Procesverbali u ruajt." in page
    assert "u hoqën" not in page
    assert "Siç u dërgua" not in page


def told_pdf_without() -> bytes:
    return reading.read(told_pdf(), "application/pdf").bare


@pytest.mark.both
def test_readers_of_minutes_can_compare_what_was_sent_with_what_is_kept(training: Site) -> None:
    minutes(training, DOCX, is_public="y")
    sent = hashlib.sha256(told_docx()).hexdigest()
    with training.database.reading() as session:
        held = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        assert held.minutes_original_sha256 == sent != held.minutes_sha256
        assert held.public_state(session)["minutes_original_sha256"] == sent
        assert list(verification.verify(session)) == []
    page = words(training.client().get(f"/konsultimet/{SLUG}").text)
    assert f"SHA-256 {held.minutes_sha256}" in page
    assert f"Siç u dërgua, para se t’i hiqeshin të dhënat që mbante brenda: SHA-256 {sent}" in page
    kept = training.client().get(f"/konsultimet/{SLUG}/procesverbali").content
    assert hashlib.sha256(kept).hexdigest() == held.minutes_sha256
    assert ZENEPE.encode() not in everything_in(kept)
    listed = training.client().get("/api/v1/consultations").json()["items"]
    assert sent in [one["minutes_original_sha256"] for one in listed]
    # Who may open them is chosen anew: the file is the same one.
    assert training.form(training.client(EDITOR), MINUTES, before=held.minutes_sha256).status_code == 303
    with training.database.reading() as session:
        held = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        assert (held.minutes_public, held.minutes_original_sha256) == (False, sent)


def test_a_draft_that_is_refused_tells_it_and_carries_the_file_on(training: Site) -> None:
    _, answer = evidence(training, DOCX, url="asgjë")
    assert answer.status_code == 422
    assert f"Nga “relacion.docx” u hoqën: autori: {ZENEPE}" in words(answer.text)
    assert "relacion.docx, pa të dhënat që mbante brenda" in words(answer.text)
    assert ZENEPE.encode() not in stored(training)


@pytest.mark.both
def test_evidence_says_its_original_in_the_record_and_in_the_report(training: Site) -> None:
    client, path = training.client(EDITOR), f"/puna/raundet/{(round_id := open_round(training))}/vleresimet/1.2"
    answer = write(training, client, path, "dergo", {"evidence-0-files": XLSX})
    page = words(client.get(answer.headers["location"].partition("#")[0]).text)
    assert "1 fletë e fshehur (Emrat)" in page
    assert "Në “lista.xlsx” mbetën: 1 rresht ose kolonë e fshehur." in page
    decide(training, assessment(training, round_id, "1.2").id or 0)
    finish(training, round_id)
    publish(training, round_id)
    sent = hashlib.sha256(told_xlsx()).hexdigest()
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        pieces = [piece for one in held.public_state(session)["assessments"] for piece in one["evidence"]]
        assert sent in [piece["file_original_sha256"] for piece in pieces]
        assert list(verification.verify(session)) == []
    assert "pa të dhënat që mbante brenda" in training.client().get("/kontratat/shembull-2023/1.2").text


@pytest.mark.both
def test_a_municipality_is_told_in_its_language_and_its_receipt_names_both(training: Site) -> None:
    link = opened_link(training)
    client, path = at_the_municipality(training, link), f"/en{link}/zotimi/1.2"
    page = client.get(path)
    assert "Keep the document as it is" in page.text
    carried = {name: hidden(page, name) for name in ("version", "nonce")}
    answer = training.form(client, path, files={"files": DOCX}, **carried, text="Po.")
    told = words(client.get(answer.headers["location"].partition("#")[0]).text)
    assert f"Removed from “relacion.docx”: the author: {ZENEPE}; who changed it last: {ZENEPE};" in told
    assert (
        f"4 tracked changes ({ZENEPE}); 2 files within it (harruar.xml, emrat.xlsx); where 1 photo was taken; " in told
    )
    with training.database.reading() as session:
        file = session.exec(select(ReplyFile)).one()
    assert file.original_sha256 == hashlib.sha256(told_docx()).hexdigest() != file.sha256


def test_a_late_reply_tells_it_before_it_is_public_and_carries_it_on(training: Site) -> None:
    link = opened_link(training)
    with training.database.reading() as session:
        round_id = max(one or 0 for one in session.exec(select(Round.id)))
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    client, path = at_the_municipality(training, link), f"{link}/zotimi/1.2"
    asked = training.form(client, path, files={"files": DOCX}, text="Fjalë.", nonce=hidden(client.get(path), "nonce"))
    assert f"Nga “relacion.docx” u hoqën: autori: {ZENEPE}" in words(asked.text)
    assert training.form(client, path, post_to=f"{path}/botim", **shown(asked)).status_code == 303
    with training.database.reading() as session:
        file = session.exec(select(ReplyFile)).one()
        assert list(verification.verify(session)) == []
    assert file.original_sha256 == hashlib.sha256(told_docx()).hexdigest()
    (given,) = training.client().get("/api/v1/replies").json()["items"]
    assert given["files"][0]["original_sha256"] == file.original_sha256
    # A digest of its own choosing is not sealed.
    carried = shown(asked)
    named, seal, name = carried["carried"][0].split(":")
    other = f"{named.partition('.')[0]}.{'0' * 64}:{seal}:{name}"
    sent = {**carried, "carried": [other], "nonce": hidden(client.get(path), "nonce")}
    assert training.form(client, path, post_to=f"{path}/botim", **sent).status_code == 422


def test_the_second_person_sees_both_digests_of_a_scan(training: Site) -> None:
    _, answer = paper(training, PDF)
    with training.database.reading() as session:
        one = session.exec(select(Signature).where(Signature.name == ON_PAPER["name"])).one()
    assert one.scan_original_sha256 == hashlib.sha256(told_pdf()).hexdigest()
    page = words(training.client(OTHER_REVIEWER).get(answer.headers["location"]).text)
    assert one.scan_sha256 in page
    assert f"t’i hiqeshin të dhënat që mbante brenda: SHA-256 {one.scan_original_sha256}" in page


def test_the_record_keeps_the_original_of_a_letter_and_of_a_document(training: Site) -> None:
    letter(training, PDF)
    sent = hashlib.sha256(told_pdf()).hexdigest()
    with training.database.reading() as session:
        found = session.exec(select(Disavowal)).one()
        assert (found.file_original_sha256, found.public_state(session)["file_original_sha256"]) == (sent, sent)


def test_an_imported_round_keeps_the_original_of_its_document(training: Site) -> None:
    client, answer = document(training, PDF)
    round_id = int(confirm(client, answer.headers["location"]).headers["location"].rsplit("/", 1)[1])
    sent = hashlib.sha256(told_pdf()).hexdigest()
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert (held.elsewhere_file_original_sha256, sent) == (sent, held.public_state(session)[
            "elsewhere_file_original_sha256"])  # fmt: skip


def test_what_was_sent_lies_nowhere_because_its_digest_stands_somewhere(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept as it was at first, and then without."""
    minutes(training, PDF, file_as_is="y")
    sent = hashlib.sha256(told_pdf()).hexdigest()
    before = {"before": sent}
    assert minutes(training, PDF, **before)[1].status_code == 303
    monkeypatch.setattr("pop_tracker.jobs.UNNAMED_FOR", -UNNAMED_FOR)
    sweep_files(training.settings, training.database)
    assert files.get(training.settings.files, sent) is None
    assert training.client(EDITOR).get(f"/konsultimet/{SLUG}/procesverbali").status_code == 200


def test_minutes_that_a_redaction_takes_leave_neither_file_nor_name_of_the_original(training: Site) -> None:
    """The digests stay in the entry, as they are no words of anybody."""
    minutes(training, DOCX, is_public="y")
    with training.database.writing() as session:
        held = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        kept = held.minutes_sha256
        asks, confirms = (training.viewer(session, email).actor for email in (EDITOR, OTHER_REVIEWER))
        redacted(session, held, asks, confirms, reason="arsye", which=lambda piece: piece.is_file)
    with training.database.reading() as session:
        held = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        assert (held.minutes_sha256, held.minutes_original_sha256) == ("", "")
        assert list(verification.verify(session)) == []
    assert kept not in training.client().get(f"/konsultimet/{SLUG}").text
