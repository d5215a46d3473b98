"""A private name put into every place that takes words or a file, taken out again, and looked for everywhere.

The places are those that the tables have, so that a column or a kind of file that a later version adds is among them.
"""

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import sqlalchemy as sa
from docx import Document
from sqlmodel import Session, SQLModel, col, select

from pop_tracker import history, jobs, removals, verification
from pop_tracker.accounts.redactions import (
    MOST_PIECES,
    SEALED_FOR,
    WITHOUT_PRIVATE_WORDS,
    Chosen,
    RedactionRequest,
    ask_redaction,
)
from pop_tracker.cli.backup import Contents, read, write
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.elections.models import Candidate
from pop_tracker.history import KINDS, OF_REDACTIONS, VERBS, Recorded
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.monitoring.report.versions import ReportFile
from pop_tracker.monitoring.returned import ReturnedText
from pop_tracker.pieces import file_columns, pieces_of, word_columns
from pop_tracker.sealed import ROWS_OF_FILES, RemovedFile
from pop_tracker.web import files
from pop_tracker.web.sources import Source, Sources
from tests import cast
from tests.conftest import Site

pytestmark = pytest.mark.both

NAME = "Zenepe Kuqalashi"
REASON = "emër i një personi privat, ligji 124/2024"
SAY_THAT_IT_IS_OVER = {"withdrawal", "called_off", "annulment"}
"""Columns that say something by not being empty: a contract that is withdrawn is on no page."""
PATHS = ("/", "/kontratat/shembull-2023", "/kontratat/shembull-2023/1.1", "/kontratat/shembull-2023/botimi/1",
         "/ndreqjet",
         "/raportet/shembull-2023/1", "/konsultimet", "/planet/shembull-2024", "/planet/shembull-2024/nevojat",
         "/kandidatet", "/organizatat", "/bashkite/shembull", "/ndryshimet", "/ndryshimet.atom", "/pergjigjet.csv",
         "/zotimet?q=zenepe", "/zotimet.csv", "/planet/shembull-2024/tabela.csv", "/api/v1/changes",
         "/api/v1/contracts/shembull-2023", "/api/v1/plans/shembull-2024")  # fmt: skip


def said(table: type[SQLModel], name: str) -> Any:
    """The name as a column takes it."""
    column = sa.inspect(table).column_attrs[name].columns[0]
    text = f"{NAME}, {table.__name__} {name}"
    if type(column.type).__name__ == "SourceList":
        return Sources([Source(text, "", f"faqe e {NAME}")])
    if isinstance(column.type, sa.JSON):
        return [text]
    longest = getattr(column.type, "length", None)
    return text[:longest] if longest and longest > len(NAME) else text if not longest else None


def document(of: str) -> bytes:
    made = io.BytesIO()
    written = Document()
    written.add_paragraph(f"{NAME}: {of}")
    written.save(made)
    return made.getvalue()


def fill(session: Session, site: Site, thing: Recorded) -> None:
    """Writes the name into every column of words and every file of a thing, and enters it as any change of it."""
    for row in thing.rows(session):
        table = type(row)
        for name in word_columns(table):
            is_list_of_things = isinstance(getattr(row, name), list | dict) and any(
                not isinstance(one, str) for one in getattr(row, name)
            )
            value = None if is_list_of_things or isinstance(getattr(row, name), dict) else said(table, name)
            is_said = bool(getattr(row, name)) or name not in SAY_THAT_IT_IS_OVER
            is_free = not (name == "name" and table is Candidate)  # no two in a race have one name
            if value is not None and is_said and is_free:
                setattr(row, name, value)
        if isinstance(row, Candidate):
            row.name = f"{NAME} {row.id}"
        for name in file_columns(table):
            kept = document(f"{table.__name__} {name} {sa.inspect(row).identity}")
            if getattr(row, name) or table.__tablename__ not in ROWS_OF_FILES:
                setattr(row, name, files.put(site.settings.files, kept))
        session.add(row)
    verb = next(one for one in VERBS if one.startswith(f"{thing.kind}.") and one.partition(".")[2] not in OF_REDACTIONS)
    # As whoever wrote it: whose hands were in a thing stands in its last entry, too.
    hands = thing.hands(session) if isinstance(thing, history.InHands) else {}
    by = history.Actor(hands.get("author"), "organizata-a")
    approver = history.Actor(hands.get("approver")) if hands.get("approver") else None
    history.append(
        session, verb.partition(".")[2], thing, by, source=f"{NAME}, burimi", reason=f"{NAME}, arsyeja",
        approved_by=approver,
    )  # fmt: skip


def things(session: Session) -> Iterator[Recorded]:
    for kind, cls in KINDS.items():
        if kind in WITHOUT_PRIVATE_WORDS:
            continue
        for thing in list(cls.public_rows(session)):
            if list(thing.rows(session)):
                yield thing


def add_documents(session: Session, site: Site) -> None:
    """One that an edition was read from, and one that is still checked."""
    edition = session.exec(select(Edition).where(Edition.state == EditionState.PUBLISHED)).first()
    assert edition is not None
    for of in ("edition", "reading"):
        # `fill` gives that of the edition its file.
        kept = files.put(site.settings.files, document("ContractDocument")) if of == "reading" else ""
        read = ContractDocument(name=f"{NAME}.docx", media_type="x", size=1, original_sha256="0" * 64, sha256=kept,
                                text=f"{NAME}, nënshkrimi", pages=[0])  # fmt: skip
        session.add(read)
        session.flush()
        if of == "edition":
            edition.document_id = read.id
        else:
            rows = Rows((Row(1, Rank.PRIORITY, f"{NAME}, prioriteti"),), 2)
            session.add(ContractReading(document_id=read.id or 0, title=f"{NAME}, titulli", source=f"{NAME}, burimi",
                                        checked=rows.as_json(), opened_at=datetime.now(UTC)))  # fmt: skip
    session.add(edition)


def put_everywhere(site: Site) -> int:
    with site.database.writing() as session:
        add_documents(session, site)
        found = list(things(session))
        for thing in found:
            fill(session, site, thing)
        held = session.exec(select(Round).where(Round.state == RoundState.PUBLISHED)).first()
        verdict = session.exec(select(Assessment).where(col(Assessment.is_public))).first()
        assert held is not None
        assert verdict is not None
        # What was copied into a draft before: nobody reads it, and it would come back with the next version.
        draft = Edition(
            contract_id=held.contract_id, number=99, state=EditionState.DRAFT, reason=f"{NAME}, arsyeja",
            source=f"{NAME}, burimi",
        )  # fmt: skip
        session.add(draft)
        session.add(ReturnedText(assessment_id=verdict.id or 0, said={"reason": f"{NAME}, Assessment reason"}))
        session.add(
            Assessment(
                round_id=held.id or 0, commitment_id=verdict.commitment_id, status=verdict.status,
                reason=f"{NAME}, Assessment reason", state=AssessmentState.DRAFT, corrects_id=verdict.id,
            )
        )  # fmt: skip
    freeze_due(site.database, site.settings)
    return len(found)


def remove_everywhere(site: Site) -> None:
    """Things one after the other, as people would: the name out of its sentences, files as a whole."""
    with site.database.writing() as session:
        asker, decider = (site.viewer(session, who) for who in (cast.EDITOR, cast.OTHER_REVIEWER))
        for thing in list(things(session)):
            pieces = [
                one
                for one in pieces_of(session, thing.kind, thing.key)
                if one.is_file or NAME.casefold() in one.words.casefold()
            ]
            for start in range(0, len(pieces), MOST_PIECES):
                chosen = [Chosen(one, () if one.is_file else (NAME,)) for one in pieces[start : start + MOST_PIECES]]
                request = ask_redaction(session, asker, chosen, REASON)
                request.confirm(session, decider)


def inside(contents: bytes) -> Iterator[bytes]:
    """What a file says: also within archives, and the text of a PDF."""
    yield contents
    if contents.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    if contents.startswith(b"%PDF"):
        for page in pypdf.PdfReader(io.BytesIO(contents)).pages:
            yield page.extract_text().encode()
    if contents.startswith(b"\x1f\x8b"):
        with tarfile.open(fileobj=io.BytesIO(contents)) as archive:
            for member in archive.getmembers():
                file = archive.extractfile(member)
                if file is not None:
                    yield from inside(file.read())


def holding(folder: Path) -> list[str]:
    """The files in which the name stands."""
    name = re.compile(rb"kuqalash", re.IGNORECASE)
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(name.search(part) for part in inside(path.read_bytes()))
    )


def written(site: Site, where: Path) -> list[str]:
    """Where the name stands in a backup that is made now."""
    where.mkdir()
    write(site.database, site.settings.files, where / "site.tar.gz")
    with tarfile.open(where / "site.tar.gz") as archive:
        archive.extractall(where / "out", filter="data")
    (where / "site.tar.gz").unlink()
    return holding(where / "out")


def test_of_a_name_that_was_removed_nothing_is_left_anywhere(
    training: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tmp_path = tmp_path_factory.mktemp("backups")  # not where the site keeps its files
    assert put_everywhere(training) > 20
    var = training.settings.var
    before = written(training, tmp_path / "before")
    assert any(one.startswith("files/") for one in before)
    assert holding(Path(training.settings.files))
    old = tmp_path / "old.tar.gz"
    write(training.database, training.settings.files, old)
    remove_everywhere(training)
    client = training.client()
    for path in PATHS:
        for address in (path, f"/en{path}" if not path.startswith("/api") else path):
            assert "kuqalash" not in client.get(address).text.casefold(), address
    # From here on no backup takes it, though it can still be called off.
    assert written(training, tmp_path / "sealed") == []
    with training.database.writing() as session:
        for request in session.exec(select(RedactionRequest)):
            request.answered_at = datetime.now(UTC) - SEALED_FOR - timedelta(minutes=1)
            session.add(request)
    freeze_due(training.database, training.settings)
    jobs.destroy_removed(training.settings, training.database)
    jobs.sweep_files(training.settings, training.database)
    assert holding(Path(training.settings.files)) == []
    assert written(training, tmp_path / "after") == []
    if training.database.is_sqlite:
        training.database.dispose()
        assert holding(var) == [], "the database, its log, the caches"
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        cited = session.exec(select(RemovedFile)).all()
        assert cited
        report = session.exec(
            select(ReportFile).where(col(ReportFile.sha256).in_([one.sha256 for one in cited]))
        ).first()
        assert report is not None, "the list of versions keeps its rows"
    gone = client.get(f"/provat/{cited[0].sha256}")
    assert gone.status_code == 410
    assert cited[0].sha256 in gone.text
    assert (var / removals.FILE).exists()
    restored = _restored(training, old)
    assert restored.removed_again
    assert holding(Path(training.settings.files)) == []
    assert written(training, tmp_path / "restored") == []


def test_what_waited_in_an_older_backup_and_was_removed_since_does_not_come_back(
    training: Site, tmp_path: Path
) -> None:
    """The backup has the words sealed, where a call-off or a refusal would show them again."""
    with training.database.writing() as session:
        asker, decider = (training.viewer(session, who) for who in (cast.EDITOR, cast.OTHER_REVIEWER))
        thing = next(iter(KINDS["consultation"].public_rows(session)))
        fill(session, training, thing)
        pieces = [one for one in pieces_of(session, "consultation", thing.key) if one.is_file or NAME in one.words]
        chosen = [Chosen(one, (NAME,) if at and not one.is_file else ()) for at, one in enumerate(pieces)]
        number = ask_redaction(session, asker, chosen, REASON).id
    old = tmp_path / "old.tar.gz"
    write(training.database, training.settings.files, old)
    with training.database.writing() as session:
        session.get_one(RedactionRequest, number).confirm(session, decider)
    jobs.destroy_removed(training.settings, training.database)
    assert _restored(training, old).removed_again
    assert not any("kuqalash" in one.casefold() for one in _said_in(training))
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        assert not session.get_one(RedactionRequest, number).is_open


def _said_in(site: Site) -> Iterator[str]:
    """All rows of the database."""
    tables = sa.MetaData()
    with site.database.reading() as session:
        tables.reflect(session.connection())
        for table in tables.sorted_tables:
            yield from (str(row) for row in session.execute(sa.select(table)))


def _restored(site: Site, old: Path) -> Contents:
    listed = removals.read(site.settings.var / removals.FILE)
    return read(site.database, site.settings.files, old, force=True, removed=listed)
