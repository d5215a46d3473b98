"""What a report holds, when it is frozen, and the network's sentence."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Coverage
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, Priority, PriorityText
from pop_tracker.monitoring.evidence import Evidence, EvidenceFile
from pop_tracker.monitoring.headline import Level, sentence
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import freeze_due, made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.report.versions import Report, ReportFile, due, freeze, put_nothing_off, reports_of
from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.monitoring.statuses import Counts, current_statuses
from pop_tracker.places.models import Municipality
from pop_tracker.web.files import Upload, drop, keep
from pop_tracker.web.i18n import today, words
from pop_tracker.web.small_pictures import small
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.contracts.play import publish, revise, submit
from tests.history.redacting import redacted
from tests.monitoring import play
from tests.monitoring.hearing import days_pass, link_in_letter, say, send
from tests.monitoring.play import approved, corrected, retraction
from tests.monitoring.play import publish as publish_round
from tests.pages import words as plain
from tests.plans.play import confirm, recorded


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())


def test_a_headline_that_does_not_make_a_hundred_says_why() -> None:
    said = sentence(words("sq"), Counts(7, 7, 7), Level.PRIORITIES)
    assert said == (
        "7 nga 21 prioritete (33%) janë adresuar plotësisht, 7 (33%) pjesërisht dhe 7 (33%) nuk janë adresuar. "
        "Të rrumbullakosura, përqindjet bëjnë bashkë 99%."
    )
    assert sentence(words("en"), Counts(14, 0, 7), Level.COMMITMENTS) == (
        "14 of 21 commitments (67%) have been fully addressed, 0 (0%) partially and 7 (33%) have not been addressed."
    )


def test_few_are_no_percentage() -> None:
    """Nor is less than half of all."""
    assert sentence(words("sq"), Counts(1, 1, 1), Level.PRIORITIES) == (
        "3 nga 3 prioritete u vlerësuan: 1 plotësisht, 1 pjesërisht, 1 nuk është adresuar."
    )
    assert sentence(words("en"), Counts(2, 0, 1), Level.COMMITMENTS) == (
        "3 of 3 commitments were assessed: 2 fully, 0 partially, 1 has not been addressed."
    )
    assert "%" not in sentence(words("sq"), Counts(7, 7, 7, 60), Level.PRIORITIES)
    assert sentence(words("sq"), Counts(1, 0, 0, 2), Level.PRIORITIES) == (
        "1 nga 3 prioritete u vlerësua: 1 plotësisht, 0 pjesërisht, 0 nuk janë adresuar."
    )


def test_nothing_assessed_says_nothing() -> None:
    assert sentence(words("sq"), Counts(not_assessed=4), Level.COMMITMENTS) == ""


def network(session: Session) -> None:
    """101 priorities of nine invented municipalities: 17 fully, 59 partly, 25 not."""
    verdicts = [Status.FULLY_ADDRESSED] * 17 + [Status.PARTIALLY_ADDRESSED] * 59 + [Status.NOT_ADDRESSED] * 25
    now = datetime.now(UTC)
    covering = session.exec(select(Coverage)).first()
    for number in range(9):
        slug = f"e-shpikur-{number}"
        place = Municipality(slug=slug, name=slug, name_definite=slug, county="Shembull", sort_key=slug, source="x")
        session.add(place)
        session.flush()
        if covering is not None:
            session.add(Coverage(municipality_id=place.id or 0, organisation_id=covering.organisation_id))
        contract = Contract(slug=slug, municipality_id=place.id or 0, title=slug, term_from=2019, term_until=2023,
                            source="e shpikur")  # fmt: skip
        session.add(contract)
        session.flush()
        edition = Edition(contract_id=contract.id or 0, number=1, state=EditionState.PUBLISHED, published_at=now)
        session.add(edition)
        session.flush()
        held = Round(contract_id=contract.id or 0, edition_id=edition.id or 0, number=1, state=RoundState.PUBLISHED,
                     opened_at=now, published_at=now, period_from=date(2019, 9, 1),
                     period_until=date(2020, 9, 1))  # fmt: skip
        session.add(held)
        session.flush()
        for place_of, status in enumerate(verdicts[number::9], start=1):
            priority = Priority(contract_id=contract.id or 0, number=place_of)
            session.add(priority)
            session.flush()
            asked = Commitment(contract_id=contract.id or 0, priority_id=priority.id or 0, ref=str(place_of),
                               position=place_of * 100_000)  # fmt: skip
            session.add(asked)
            session.flush()
            session.add_all([
                PriorityText(edition_id=edition.id or 0, priority_id=priority.id or 0, title="e shpikur"),
                CommitmentText(edition_id=edition.id or 0, commitment_id=asked.id or 0, text="e shpikur", source="x"),
                Assessment(round_id=held.id or 0, commitment_id=asked.id or 0, status=status, is_public=True,
                           state=AssessmentState.APPROVED),
            ])  # fmt: skip


def test_the_network_sentence_at_priority_level(empty: Site) -> None:
    with empty.database.writing() as session:
        network(session)
    said = plain(empty.client().get("/").text)
    assert (
        "101 nga 101 u vlerësuan: 17 plotësisht, 59 pjesërisht, 25 nuk janë adresuar. "
        "Nga të vlerësuarat: 17% plotësisht, 58% pjesërisht." in said
    )
    assert "Në nivel prioriteti, siç i boton POP, numrat janë të njëjtë." in said
    english = plain(empty.client().get("/en").text)
    assert "101 of 101 were assessed: 17 fully, 59 partially, 25 not addressed." in english
    assert "Of those assessed: 17% fully, 58% partially." in english


def test_it_holds_every_verdict_with_its_evidence(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
        assert report is not None
        assert report_of(session, "shembull-2023", 9) is None
    assert report.counts.total == len(report.leaves)
    assert report.by_priority.total == len(report.priorities)
    assert all(part.verdicts for part in report.leaves if part.status in VERDICTS)
    assert report.previous_number is None
    assert report.changes == []


def test_photographs_of_evidence_are_shown_in_its_files(training: Site, tmp_path: Path) -> None:
    photo = keep(tmp_path, Upload("foto.png", "", play.PNG))
    with training.database.writing() as session:
        piece = session.exec(select(Evidence).order_by(col(Evidence.id))).first()
        assert piece is not None
        piece.files = [EvidenceFile.of(0, photo, "")]
        session.add(piece)
        session.flush()
        report = report_of(session, "shembull-2023", 1)
        told = piece.description
    assert report is not None
    html = made(report, "sq", ReportFormat.HTML, "https://shembull.example", folder=tmp_path).decode()
    assert f'alt="{told}"' in html
    assert html.count('<img src="data:image/jpeg;base64,') == 1
    word = made(report, "sq", ReportFormat.DOCX, "https://shembull.example", folder=tmp_path)
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert [name for name in archive.namelist() if name.endswith(".jpg")] != []
    drop(tmp_path, photo.sha256)
    small.cache_clear()
    gone = made(report, "sq", ReportFormat.HTML, "https://shembull.example", folder=tmp_path).decode()
    assert "data:image/jpeg" not in gone
    assert "Skedar: foto.png" in gone


def test_a_commitment_by_units_says_how_many(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    counted = [part for part in report.parts if part.by_unit]
    assert {part.text.ref for part in counted} == {"1.1", "2.1"}
    page = plain(training.client().get(report.path).text)
    html = made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode()
    for part in counted:
        found = [verdict.status for verdict in part.verdicts if verdict.in_force]
        addressed = len(found) - found.count(Status.NOT_ADDRESSED)
        units = len(part.text.units)
        said = f"Të vlerësuara {len(found)} nga {units} njësi, të adresuara {addressed} nga {units}."
        assert said in page
        assert said in html


def test_page_and_file_say_the_deadline_that_the_municipality_was_given(training: Site) -> None:
    """Also where it said that its reply is complete, and the round was published sooner."""
    round_id = play.open_round(training)
    play.finish(training, round_id)
    publish_round(training, round_id)
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 2)
    assert report is not None
    assert report.held.reply_until is not None
    assert report.held.reply_complete_on is not None
    assert report.held.reply_complete_on < report.held.reply_until
    said, deadline = (words("sq").date(day) for day in (report.held.reply_complete_on, report.held.reply_until))
    for text in (
        plain(training.client().get(report.path).text),
        made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode(),
    ):
        assert f"Kishte kohë deri më {deadline}; përgjigjen e tha të plotë më {said}." in text
        assert "Bashkia nuk u përgjigj." in text


def test_who_replied_in_general_is_not_said_to_be_silent(training: Site) -> None:
    round_id = play.open_round(training)
    play.finish(training, round_id)
    with training.database.writing() as session:
        link = session.exec(select(ReplyLink).where(ReplyLink.round_id == round_id)).one()
        session.add(
            Reply(
                round_id=round_id, link_id=link.id or 0, text="Faleminderit.\nShihni planin.", given_at=link.created_at
            )
        )
    publish_round(training, round_id)
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 2)
    assert report is not None
    html = made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode()
    for text in (plain(training.client().get(report.path).text), html):
        assert "Bashkia nuk u përgjigj për këtë zotim." in text
        assert "Bashkia nuk u përgjigj." not in text
    assert "<p>Faleminderit.</p><p>Shihni planin.</p>" in html


def test_a_round_in_the_making_has_no_report(training: Site) -> None:
    play.open_round(training)
    with training.database.reading() as session:
        assert report_of(session, "shembull-2023", 2) is None
        assert ("shembull-2023", 2) not in due(session)


def test_a_redaction_of_the_round_makes_version_2_in_place_of_the_first(training: Site) -> None:
    """Version 1 still holds the words that were removed, so it is handed out no more."""
    freeze_due(training.database, training.settings)
    with training.database.writing() as session:
        held = session.exec(select(Round).where(Round.id == play.published_round(training))).one()
        redacted(session, held, history.SEEDS, history.SEEDS, reason="prova")
    with training.database.reading() as session:
        assert due(session) == [("shembull-2023", 1)]
    assert freeze_due(training.database, training.settings) == 1
    with training.database.reading() as session:
        versions = reports_of(session, held.id or 0)
        assert [(one.report.version, len(one.files)) for one in versions] == [(2, 6)]
        assert list(verification.verify(session)) == []
    client = training.client()
    assert client.get("/raportet/shembull-2023/1/raporti-2.sq.docx").status_code == 200
    with training.database.reading() as session:
        redaction = next(one for one in history.entries(session) if one.row.verb == "round.redact").row.number
        digest = session.exec(select(ReportFile.sha256).where(ReportFile.format == ReportFormat.DOCX)).first()
    for path in ("/raportet/shembull-2023/1/raporti-1.sq.docx", "/en/raportet/shembull-2023/1/raporti-1.en.pdf"):
        gone = client.get(path)
        assert gone.status_code == 410
        assert f'/ndryshimet/{redaction}"' in gone.text
        assert str(digest) in gone.text
    page = plain(client.get("/raportet/shembull-2023/1").text)
    day = words("sq").date(today())
    assert f"Versioni 1, {day}, hequr më {day} ( ndryshimi nr. {redaction} )" in page
    assert f"Të dhëna personale të hequra. Arsyeja: prova #{redaction}" in page
    assert str(digest) in page, "the row keeps the digests of its files"
    assert client.get("/raportet/shembull-2023/1/raporti-9.sq.docx").status_code == 404


def test_a_redaction_of_the_edition_takes_the_old_version_away(training: Site) -> None:
    """Its words stand in every file that was made from it."""
    freeze_due(training.database, training.settings)
    address = "/raportet/shembull-2023/1/raporti-1.sq.docx"
    client = training.client()
    assert client.get(address).status_code == 200
    with training.database.writing() as session:
        held = session.exec(select(Round).where(Round.id == play.published_round(training))).one()
        one = session.get_one(Edition, held.edition_id)
        revise(session, training)
        submit(session, training)
        publish(session, training)
        assert due(session) == []  # another edition is no matter of this round's
        redacted(session, one, history.SEEDS, history.SEEDS, reason="prova")
    assert client.get(address).status_code == 410
    with training.database.reading() as session:
        assert reports_of(session, held.id or 0) == []
        assert due(session) == [("shembull-2023", 1)]
    assert freeze_due(training.database, training.settings) == 1
    assert client.get(address.replace("raporti-1", "raporti-2")).status_code == 200


def test_an_edition_redacted_while_it_was_made_is_not_frozen(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    with training.database.writing() as session:
        revise(session, training)
        submit(session, training)
        publish(session, training)
        redacted(session, session.get_one(Edition, report.edition.id), history.SEEDS, history.SEEDS, reason="x")
    with training.database.writing() as session:
        assert freeze(session, report, 1, [], training.settings.files) is None


def test_a_round_whose_report_cannot_be_made_keeps_no_other_waiting(
    training: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with training.database.reading() as session:
        rounds = due(session)
    monkeypatch.setattr("pop_tracker.monitoring.report.versions.due", lambda session: [("shembull-2023", 1), *rounds])
    whole, broken = report_files.made, iter([True])

    def breaks_once(*of: Any, **how: Any) -> bytes:
        if next(broken, False):
            raise MemoryError
        return whole(*of, **how)

    monkeypatch.setattr(report_files, "made", breaks_once)
    assert freeze_due(training.database, training.settings) == len(rounds)
    assert "the report of shembull-2023/1 cannot be frozen" in caplog.text


def round_of(training: Site) -> Round:
    with training.database.reading() as session:
        return session.exec(select(Round).where(Round.id == play.published_round(training))).one()


def brought_forward(training: Site) -> timedelta:
    """How long the report was put off for; now it is due."""
    with training.database.writing() as session:
        held = session.exec(select(Round).where(Round.id == play.published_round(training))).one()
        assert held.report_next_try_at is not None
        pause = held.report_next_try_at - datetime.now(UTC)
        held.report_next_try_at = datetime.now(UTC)
        session.add(held)
    return pause


def test_a_report_that_cannot_be_made_is_put_off_each_time_for_longer(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever waits for the file reads when it is tried again."""
    whole, tried = report_files.made, []

    def fails(*of: Any, **how: Any) -> bytes:
        tried.append(of)
        raise MemoryError

    monkeypatch.setattr(report_files, "made", fails)
    pauses = []
    for _ in range(6):
        for _ in range(2):
            assert freeze_due(training.database, training.settings) == 0
        work = f"/puna/raundet/{round_of(training).id}"
        for address, said in ((work, "Provohet përsëri më"), (f"/en{work}", "They will be tried again on")):
            assert said in training.client(REVIEWER).get(address).text
        pauses.append(brought_forward(training))
    assert len([one for one in tried if one[0].path == "/raportet/shembull-2023/1"]) == 6
    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [10, 60, 360, 1440, 1440, 1440]

    monkeypatch.setattr(report_files, "made", whole)
    assert freeze_due(training.database, training.settings) == 1
    assert (round_of(training).report_attempts, round_of(training).report_next_try_at) == (0, None)
    page = training.client(REVIEWER).get(work).text
    assert "Provohet përsëri" not in page
    assert "po përgatiten" not in page


def test_another_process_tries_at_once(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be the mended program."""
    monkeypatch.setattr(report_files, "made", lambda *of: 1 / 0)
    freeze_due(training.database, training.settings)
    with training.database.writing() as session:
        assert due(session) == []
        put_nothing_off(session)
        assert due(session) == [("shembull-2023", 1), ("prove-2019", 1)]


def test_a_pdf_that_cannot_be_made_is_put_off_too(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, tried = report_files.on_paper, []

    def lacks(html: str) -> bytes:
        raise report_files.CannotMakePDF("libpango")

    def breaks(html: str) -> bytes:
        tried.append(html)
        if 'lang="sq"' in html[:200]:
            raise MemoryError
        return quick(html)

    monkeypatch.setattr(report_files, "on_paper", lacks)
    assert freeze_due(training.database, training.settings) == 2
    monkeypatch.setattr(report_files, "on_paper", breaks)
    for _ in range(3):
        freeze_due(training.database, training.settings)
    assert len(tried) == 4  # each of two rounds, in both languages
    page = training.client(REVIEWER).get(f"/puna/raundet/{round_of(training).id}").text
    assert "Disa skedarë të raportit nuk u bënë" in page
    brought_forward(training)
    monkeypatch.setattr(report_files, "on_paper", quick)
    freeze_due(training.database, training.settings)
    with training.database.reading() as session:
        (one,) = reports_of(session, round_of(training).id or 0)
    assert len(one.files) == 6
    assert round_of(training).report_next_try_at is None


def test_a_version_without_its_pdf_gets_it_from_its_own_html(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(html: str) -> bytes:
        raise report_files.CannotMakePDF("libpango")

    quick = report_files.on_paper
    monkeypatch.setattr(report_files, "on_paper", fails)
    assert freeze_due(training.database, training.settings) == 2
    seen = []
    for on_paper in (fails, quick, quick):
        monkeypatch.setattr(report_files, "on_paper", on_paper)
        assert freeze_due(training.database, training.settings) == 0
        with training.database.reading() as session:
            (one,) = reports_of(session, play.published_round(training))
            seen.append({(file.language, file.format): file.sha256 for file in one.files})
            assert list(verification.verify(session)) == []
    before, after, again = seen
    assert len(before) == 4
    assert before.items() <= after.items()
    assert after == again
    for language in ("sq", "en"):
        assert after[language, ReportFormat.PDF] == before[language, ReportFormat.HTML]
    assert training.client().get("/raportet/shembull-2023/1/raporti-1.sq.pdf").status_code == 200


@pytest.mark.both
def test_two_at_once_freeze_it_once(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    for expected in (True, False):
        with training.database.writing() as session:
            version = freeze(session, report, 1, [], training.settings.files)
            assert (version is not None) is expected
    with training.database.reading() as session:
        assert len(session.exec(select(Report)).all()) == 1


def test_what_changed_while_it_was_made_is_not_frozen(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    with training.database.writing() as session:
        held = session.exec(select(Round).where(Round.id == report.held.id)).one()
        redacted(session, held, history.SEEDS, history.SEEDS, reason="prova")
    with training.database.writing() as session:
        assert freeze(session, report, 1, [], training.settings.files) is None


# --- what stands in page, file and record


def in_file(site: Site, number: int = 1) -> str:
    with site.database.reading() as session:
        report = report_of(session, "shembull-2023", number)
    assert report is not None
    return plain(made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode())


def section(text: str, first: str, last: str) -> str:
    return text.split(first, 1)[1].split(last, 1)[0]


def test_what_changed_since_the_round_before_is_said_with_both_statuses(training: Site) -> None:
    round_id = play.open_round(training)
    play.sent(training, round_id, "1.2", status="not_addressed")
    play.finish(training, round_id)
    answer = publish_round(training, round_id)
    assert answer.status_code == 303, answer.text
    fully, partly, none = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
    changes = {"1.1": (partly, fully), "1.2": (partly, none), "1.3.b": (none, fully), "1.4": (partly, fully),
               "2.1": (partly, fully), "2.2": (partly, fully), "2.4": (partly, fully), "3": (none, fully)}  # fmt: skip
    counted = "8 nga 10 zotimet e vlerësuara në të dy raundet kanë status tjetër."
    html = training.client().get("/raportet/shembull-2023/2").text
    counted += " 7 më mirë, 1 më keq, 2 njësoj."
    assert f"Raundi i mëparshëm Raundi 1 : {counted}" in plain(html)
    said = section(plain(html), "Çfarë ndryshoi nga raundi i mëparshëm", "Vlerësimet")
    lines = " ".join(f"{ref} {before} {now}" for ref, (before, now) in changes.items())
    assert said.partition("Tani ")[2].startswith(lines)
    assert 'href="/raportet/shembull-2023/1"' in html
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 2)
    assert report is not None
    texts = {text.ref: text.text for text in report.texts}
    rows = " ".join(f"{ref} {texts[ref]} {before} {now}" for ref, (before, now) in changes.items())
    said = section(in_file(training, 2), "Çfarë ndryshoi nga raundi i mëparshëm", "Ndreqjet")
    assert said.strip() == f"{counted} Zotimet me status tjetër se në raundin 1 Zotimi Më parë Tani {rows}"


def test_page_file_and_record_name_the_head_and_the_edition_that_it_was_made_from(training: Site) -> None:
    with training.database.reading() as session:
        head = history.head(session)
        edition = session.get_one(Edition, round_of(training).edition_id)
        assert (len(head.hash), len(edition.digest)) == (64, 64)
    assert freeze_due(training.database, training.settings) == 2
    client = training.client()
    html = client.get("/raportet/shembull-2023/1").text
    assert f'<a href="/ndryshimet/{head.number}">#{head.number}</a>' in html
    assert head.hash in client.get(f"/ndryshimet/{head.number}").text
    checked = section(html, "Versionet, skedarët dhe grafikët", "Citojeni")
    assert f'href="/kontratat/shembull-2023/botimi/{edition.number}"' in checked
    assert edition.digest[:12] in checked
    file = plain(client.get("/raportet/shembull-2023/1/raporti-1.sq.html").text)
    assert f"Gjendja e regjistrit #{head.number} · {head.hash}" in file
    words_of = f"vlerëson botimin {edition.number} të kontratës. Kodi i kontrollit të tekstit (SHA-256):"
    assert f"{words_of} {edition.digest}" in file
    assert words_of in plain(checked)
    with training.database.reading() as session:
        (entry,) = [one for one in history.entries(session, limit=2) if one.row.key == "shembull-2023/1/1"]
        assert entry.row.verb == "report.freeze"
        assert entry.content
        state = entry.content["state"]
        assert (state["head_number"], state["head_hash"]) == (head.number, head.hash)
        assert session.get_one(history.HistoryEntry, head.number).hash == head.hash
        assert (state["contract"], state["edition_number"]) == ("shembull-2023", edition.number)
        key = f"shembull-2023/{edition.number}"
        of_edition = [one for one in history.entries(session, limit=1000)
                      if (one.row.kind, one.row.key) == ("edition", key)]  # fmt: skip
        assert [one.content["state"]["digest"] for one in of_edition if one.content] == [edition.digest]
        assert [len(one["sha256"]) for one in state["files"]] == [64] * 6
        assert list(verification.verify(session)) == []


def test_what_a_plan_says_stands_beside_a_verdict_and_counts_for_nothing(training: Site) -> None:
    """A finding that is changed, and one that is added, move no status and no figure."""

    def page() -> str:
        return plain(training.client().get("/raportet/shembull-2023/1").text)

    def figures() -> Any:
        with training.database.reading() as session:
            report = report_of(session, "shembull-2023", 1)
            assert report is not None
            current = current_statuses(session)
        return (
            report.counts, report.by_priority, [(unit.name, unit.counts) for unit in report.units],
            {part.text.ref: part.status for part in report.parts},
            {part.text.ref: current[part.text.commitment_id].status for part in report.leaves},
            section(page(), "Raundi 1", "Vlerësimet"),
        )  # fmt: skip

    def beside(text: str, ref: str, following: str) -> str:
        """What is said of one commitment, in the page and in the file."""
        with training.database.reading() as session:
            report = report_of(session, "shembull-2023", 1)
        assert report is not None
        words = {part.text.ref: part.text.text for part in report.parts}
        return section(text.rsplit("Vlerësimet", 1)[-1], words[ref], words[following])

    before = figures()
    for text in (page(), in_file(training)):
        assert "Në kontekst, nga planet:" in beside(text, "1.2", "1.3")
        assert "jesërisht në plan" in beside(text, "1.2", "1.3")
        assert "Nuk është në plan" not in beside(text, "1.2", "1.3")
        assert "Në kontekst" not in beside(text, "2.4", "3")
    for ref in ("1.2", "2.4"):
        finding = recorded(training, f"/puna/gjetjet/shembull-2023/shembull-2024/{ref}")
        assert confirm(training, REVIEWER, finding).status_code == 303
    for text, said in ((page(), "nuk është në plan ("), (in_file(training), "Nuk është në plan: ")):
        for ref, following in (("1.2", "1.3"), ("2.4", "3")):
            assert "Në kontekst, nga planet:" in beside(text, ref, following)
            assert said in beside(text, ref, following)
    assert figures() == before


def test_a_correction_and_its_retraction_each_make_a_new_version(training: Site) -> None:
    """The versions before stay beside it, word for word."""
    assert freeze_due(training.database, training.settings) == 2
    row_id = corrected(training)
    assert freeze_due(training.database, training.settings) == 1
    reason = "Prova ishte e një çerdheje tjetër."
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason=reason)
    assert freeze_due(training.database, training.settings) == 0  # asked for, and not decided
    assert retraction(training, row_id, REVIEWER) == 303
    assert freeze_due(training.database, training.settings) == 1
    assert freeze_due(training.database, training.settings) == 0
    assert versions(training, 1) == [(3, 6), (2, 6), (1, 6)]
    first, second, third = (frozen(training, 1, version) for version in (1, 2, 3))
    assert "Çerdhja u hap në gusht." not in first
    assert "Çerdhja u hap në gusht." in second
    assert "ndreqje e tërhequr" not in second
    assert reason in third
    with training.database.reading() as session:
        acts = {one.row.verb: one.row.number for one in history.entries(session, limit=1000)}
    for said in (
        "Ndreqje për zotimin 1.2 : adresuar pjesërisht → adresuar plotësisht. "
        f"Arsyeja: Na shpëtoi çerdhja e re. #{acts['assessment.correct']}",
        "Ndreqje e tërhequr për zotimin 1.2 : adresuar plotësisht → adresuar pjesërisht. "
        f"Arsyeja: {reason} #{acts['assessment.retract']}",
        f"Raund monitorimi i botuar #{acts['round.publish']}",
    ):
        for path in ("/raportet/shembull-2023/1", "/raportet"):
            assert said in plain(training.client().get(path).text)


def test_a_late_reply_makes_a_new_version(training: Site) -> None:
    round_id = approved(training)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    days_pass(training, round_id)
    assert publish_round(training, round_id).status_code == 303
    freeze_due(training.database, training.settings)
    assert versions(training, 2) == [(1, 6)]
    assert say(training, link, "Punimet mbaruan në mars.").status_code == 303
    assert freeze_due(training.database, training.settings) == 1
    assert freeze_due(training.database, training.settings) == 0
    assert versions(training, 2) == [(2, 6), (1, 6)]
    assert "Punimet mbaruan në mars." not in frozen(training, 2, 1)
    assert "Punimet mbaruan në mars." in frozen(training, 2, 2)


def versions(site: Site, number: int) -> list[tuple[int, int]]:
    """Of a round's report, with how many files each holds; as readers are given them, the newest first."""
    with site.database.reading() as session:
        held = session.exec(
            select(Round).join(Contract).where(Contract.slug == "shembull-2023", Round.number == number)
        ).one()
        assert held.state is RoundState.PUBLISHED
        assert list(verification.verify(session)) == []
        return [(one.report.version, len(one.files)) for one in reports_of(session, held.id or 0)]


def frozen(site: Site, number: int, version: int) -> str:
    return plain(site.client().get(f"/raportet/shembull-2023/{number}/raporti-{version}.sq.html").text)
