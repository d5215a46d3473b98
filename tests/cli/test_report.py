"""`pop-tracker report`: the files are opened and read, as their readers do."""

import base64
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.web.i18n import words
from tests.cli.conftest import Command
from tests.conftest import Site

HEADLINE = "5 nga 5 prioritete u vlerësuan: 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar."
ANSWER = "5 nga 5 u vlerësuan (gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar."
IN_ENGLISH = "5 of 5 priorities were assessed: 0 fully, 3 partially, 2 have not been addressed."


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def written(real: Site, command: Command, tmp_path: Path) -> Any:
    def write(contract: str, number: int, kind: str, language: str = "sq") -> bytes:
        file = tmp_path / f"raporti.{kind}"
        ended = command(real, "report", contract, number, "--format", kind, "--language", language, "-o", file)
        assert (ended.status, ended.err) == (0, "")
        assert ended.out == f"{file}: {file.stat().st_size} bytes\n"
        return file.read_bytes()

    return write


def test_html_is_one_file_with_everything_in_it(written: Any) -> None:
    html = written("fier-2019", 1, "html").decode()
    said = one_line(re.sub(r"<[^>]+>", " ", html))
    assert HEADLINE in said
    assert ANSWER in said
    assert "publikuar nga POP; provat nuk mbahen këtu" in said
    assert "Burimi nuk thotë nëse bashkisë iu kërkua përgjigje." in said
    root = ElementTree.fromstring(html.partition("<!DOCTYPE html>")[2])
    assert root.get("lang") == "sq"
    assert len(root.findall(".//h1")) == 1
    sources = [image.get("src", "") for image in root.iter("img")] + re.findall(r'url\("([^"]+)"\)', html)
    assert sources
    assert all(source.startswith("data:") for source in sources)
    assert all(len(image.get("alt", "")) > 40 for image in root.iter("img"))
    drawn = base64.b64decode(next(s for s in sources if "svg" in s).partition(",")[2]).decode()
    assert "style=" not in drawn
    assert "<pattern" in drawn  # hatched: read without colour
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_the_command_writes_is_what_was_frozen(
    training: Site, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """From the same record; only the frozen one has a version, and the other is made from a later head."""
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())
    assert freeze_due(training.database, training.settings) == 2
    frozen = training.client().get(f"/raportet/shembull-2023/1/raporti-1.{language}.html").text
    file = tmp_path / "raporti.html"
    ended = command(training, "report", "shembull-2023", 1, "--format", "html", "--language", language, "-o", file)
    assert (ended.status, ended.err) == (0, "")
    ours, theirs = (text.splitlines() for text in (file.read_text(encoding="utf-8"), frozen))
    assert len(ours) == len(theirs) > 100
    version, head = [(a, b) for a, b in zip(theirs, ours, strict=True) if a != b]
    said = words(language)
    assert [one_line(re.sub(r"<[^>]+>", " ", one)) for one in version] == [
        f"{said.gettext('Versioni i raportit')} {this}" for this in ("1", said.gettext("ende pa version të përhershëm"))
    ]
    assert all(said.gettext("Gjendja e regjistrit") in one for one in head)


@pytest.mark.parametrize(("language", "tag", "sentence"), [("sq", "sq", HEADLINE), ("en", "en", IN_ENGLISH)])
def test_pdf_is_tagged_and_says_its_language(written: Any, language: str, tag: str, sentence: str) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(written("fier-2019", 1, "pdf", language)))
    root: Any = pdf.trailer["/Root"]
    assert 3 <= len(pdf.pages) <= 12
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert "Fier 2019–2023" in (pdf.metadata.title or "")
    text = one_line(" ".join(page.extract_text() for page in pdf.pages))
    assert sentence in text
    assert f"2 / {len(pdf.pages)}" in text
    assert all(float(page.mediabox.width) == pytest.approx(595.3, abs=0.5) for page in pdf.pages)
    found = list(structure(root["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert {"/H2", "/H3", "/Table", "/TH", "/TD"} <= set(kinds)
    assert any(kind == "/Figure" and len(str(alt)) > 40 for kind, alt in found)


def structure(element: Any) -> Any:
    """Every element of a PDF's structure: its kind and its alternative text."""
    element = element.get_object()
    if isinstance(element, list):
        for inside in element:
            yield from structure(inside)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element["/S"], element.get("/Alt")
        if "/K" in element:
            yield from structure(element["/K"])


def test_word_has_its_own_headings_tables_alt_texts_and_language(written: Any) -> None:
    word = Document(io.BytesIO(written("fier-2019", 1, "docx")))
    text = one_line(" ".join(paragraph.text for paragraph in word.paragraphs))
    assert HEADLINE in text
    headings = {p.style.name: p.text for p in word.paragraphs if p.style and p.style.name}
    assert headings["Title"] == "Raporti i monitorimit: Fier 2019–2023, raundi 1"
    assert {"Heading 1", "Heading 2", "Heading 3"} <= headings.keys()
    assert word.core_properties.language == "sq-AL"
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {"sq-AL"}
    pictures = [one._inline.docPr.get("descr") for one in word.inline_shapes]
    assert pictures
    assert all("0 plotësisht, 3 pjesërisht, 2 jo" in alt for alt in pictures)


def test_what_is_not_published_is_one_line(real: Site, command: Command, tmp_path: Path) -> None:
    ended = command(real, "report", "fier-2019", 7, "-o", tmp_path / "x.pdf")
    assert (ended.status, ended.err) == (1, "pop-tracker: no published round 7 of a contract 'fier-2019'\n")
    ended = command(real, "report", "fier-2019", 1, "--format", "html", "-o", tmp_path / "none" / "x.html")
    assert ended.status == 1
    assert ended.err.count("\n") == 1
    assert list(tmp_path.glob("**/*.part")) == []


def test_a_pdf_without_its_libraries_says_what_is_missing(
    real: Site, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(html: str) -> bytes:
        raise report_files.CannotMakePDF("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(report_files, "on_paper", missing)
    ended = command(real, "report", "fier-2019", 1, "-o", tmp_path / "x.pdf")
    assert ended.status == 1
    assert "libpango-1.0-0" in ended.err
    assert "apt-get install" in ended.err
    assert command(real, "report", "fier-2019", 1, "--format", "docx", "-o", tmp_path / "x.docx").status == 0
