"""Files as offices have them, at the two doors that take one for a contract: what is not read is refused with words
that are true of it, at the field, in both languages, and leaves nothing behind."""

from collections.abc import Callable
from functools import partial
from typing import Any, get_args

import pytest
from sqlmodel import Session, SQLModel, func, select

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.web import files
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts import ugly_files as ugly
from tests.contracts.checking.play import FROM, TEXT
from tests.contracts.reading.files import hostile, making
from tests.contracts.table import play as table
from tests.pages import words
from tests.web.other_kinds import KINDS, stream

PROGRAM = dict((name, contents) for name, contents, _ in KINDS)["program"]
Make = Callable[[], bytes]
AT_BOTH: list[tuple[str, Make, str, str]] = [
    ("kontrata.docx", lambda: ugly.with_macros(tells=False), "ka makro", "has macros"),
    ("kontrata.docm", lambda: ugly.with_macros(tells=True), "ka makro", "has macros"),
    ("kontrata.docx", ugly.flat_bomb, "tepër i madh kur hapet", "too large when it is opened"),
    ("kontrata.docx", ugly.nested_bomb, "arkiv me skedarë", "archive"),
    ("kontrata.docx", ugly.overlapping_bomb, "i dëmtuar", "damaged"),
    ("kontrata.docx", ugly.old_word, "i vjetër i Word-it (DOC)", "old Word file (DOC)"),
    ("kontrata.docx", lambda: stream("EncryptedPackage"), "mbrojtur me fjalëkalim", "password"),
    ("program.docx", lambda: PROGRAM, "Ky është program", "This is a program"),
    ("kontrata.docx", lambda: bytes(range(256)) * 20, "tekst që lexohet", "text"),
    ("kontrata.docx", lambda: b"", "Skedari është bosh", "The file is empty"),
]
AS_A_DOCUMENT: list[tuple[str, Make, str, str]] = [
    *(("kontrata.pdf", partial(ugly.locked, how, "b"), "mbrojtur me fjalëkalim", "password")
      for how in get_args(ugly.How)),
    ("kontrata.pdf", lambda: hostile.png(10, 10), "mbaron me .pdf, por skedari është JPEG/PNG", "the file is JPEG/PNG"),
    ("kontrata.docx", TEXT.encode, "mbaron me .docx, por skedari është TXT", "the file is TXT"),
    ("../../etc/kontrata.txt", TEXT.encode, "shteg dosjesh", "path"),
]  # fmt: skip
DOORS = [(FROM, one) for one in (*AT_BOTH, *AS_A_DOCUMENT)] + [(table.page(), one) for one in AT_BOTH]


def sent(site: Site, page: str, name: str, contents: bytes) -> Any:
    source = {"source": table.SOURCE} if page.endswith("tabela") else {}
    return site.form(site.client(EDITOR), page, files={"file": (name, contents, "application/octet-stream")}, **source)


def left_by(site: Site) -> list[int]:
    def count(session: Session, kind: type[SQLModel]) -> int:
        return session.exec(select(func.count()).select_from(kind)).one()

    with site.database.reading() as session:
        rows = [count(session, kind) for kind in (ContractDocument, ContractReading, ContractImport)]
    return [*rows, len(list(files.names(site.settings.files)))]


@pytest.mark.parametrize(("door", "file"), DOORS, ids=[f"{door.rpartition('/')[2]}-{one[2]}" for door, one in DOORS])
def test_what_is_not_read_is_refused_in_true_words(training: Site, door: str, file: tuple[str, Make, str, str]) -> None:
    name, make, *said = file
    table.prepare(training)
    before, contents = left_by(training), make()
    for language, message in zip(("", "/en"), said, strict=True):
        answer = sent(training, language + door, name, contents)
        assert answer.status_code == 422
        assert message in words(answer.text.partition('id="file-error"')[2].partition("</p>")[0])
    assert left_by(training) == before


@pytest.mark.parametrize("how", [3, 4, 6])
def test_a_pdf_that_is_only_not_to_be_changed_is_read(training: Site, how: ugly.How) -> None:
    assert sent(training, FROM, "kontrata.pdf", ugly.locked(how)).status_code == 303


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "ë" * 300 + ".pdf", "kontrata\u202efdp.exe.pdf"])
def test_a_name_of_any_length_is_kept_as_far_as_it_is_read(training: Site, name: str) -> None:
    assert sent(training, FROM, name, making.pdf()).status_code == 303
    with training.database.reading() as session:
        kept = session.exec(select(ContractDocument)).one().name
    assert len(kept) <= 200
    assert kept.isprintable()
    assert kept.endswith(".pdf")


def test_nothing_of_a_page_is_shown_but_its_words(training: Site) -> None:
    answer = sent(training, FROM, "kontrata.html", ugly.page_that_calls())
    assert answer.status_code == 303
    page = training.client(EDITOR).get(answer.headers["location"]).text
    assert "Rikonstruksioni i shkollave" in page
    assert "127.0.0.1" not in page
    assert "alert(1)" not in page
    assert list(files.names(training.settings.files)) == []
