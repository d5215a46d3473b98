"""Scans and photos: read where Tesseract is installed with Albanian, and told about where it is not."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import scan
from pop_tracker.contracts.reading.formats.opening import opened
from pop_tracker.web.errors import Busy, Refusal
from tests.contracts.reading.files import making
from tests.contracts.reading.files.making import TEXTS, require_whole, texts
from tests.contracts.reading.files.tesseract import needs_tesseract

CSS = "@page{size:A5;margin:1.5cm;@bottom-right{content:'Faqe ' counter(page)}}"


def _alike(document: Document) -> list[str]:
    """Dashes and the like are taken for each other."""
    return [text.replace("—", "–").replace("-", "–") for text in texts(document)]


@needs_tesseract
def test_a_scan_is_read_page_by_page_and_tells_which_pages_were_pictures() -> None:
    told: list[tuple[int, int]] = []
    document = opened(making.scanned(making.pdf(CSS)), "skanim.pdf", lambda done, of: told.append((done, of)))
    assert _alike(document) == [text.replace("-", "–") for text in TEXTS]
    assert document.from_pictures == (1, 2)
    assert told == [(0, 2), (1, 2)]
    assert [block.marker for block in document.blocks if block.marker] == ["•"] * 7
    assert [left.text for left in document.left_out] == ["Faqe 1", "Faqe 2"]
    require_whole(document)


@needs_tesseract
def test_a_dash_is_told_from_a_hyphen_by_its_width() -> None:
    said = "Shërbime psiko-sociale – pa pagesë – për vitet 2023-2027"
    read = texts(opened(making.scanned(making.pdf("@page{size:A5 landscape}", f"<p>{said}</p>")), "skanim.pdf"))
    assert said in read


@needs_tesseract
def test_signs_that_its_albanian_has_not_learnt_are_read() -> None:
    said = ["Strehim 24 orë sipas Ligjit nr. 47/2018, me 5% të buxhetit", "Fushë-Shembulli në www.shembull.example"]
    html = "".join(f"<p>{line}</p>" for line in said)
    assert texts(opened(making.scanned(making.pdf("@page{size:A5 landscape}", html)), "skanim.pdf")) == said


@needs_tesseract
def test_what_a_typewriter_wrote_is_in_one_column() -> None:
    css = "@page{size:A4;margin:2cm}body{font:12pt 'DejaVu Sans Mono'}"
    read = texts(opened(making.scanned(making.pdf(css)), "skanim.pdf"))
    assert [text.split()[0] for text in read] == [text.split()[0] for text in TEXTS]
    assert all(abs(len(one) - len(other)) < 3 for one, other in zip(read, TEXTS, strict=True))


@needs_tesseract
def test_a_ring_before_a_small_letter_is_a_bullet() -> None:
    items = ["rruga e varrezave publike", "lagjja e re pas tregut", "ura e vjetër"]
    html = f"<ul><li>Mirëmbajtja e rrugëve:<ul>{''.join(f'<li>{item}' for item in items)}</ul></ul>"
    read = opened(making.scanned(making.pdf("@page{size:A5 landscape}", html)), "skanim.pdf")
    assert texts(read) == ["Mirëmbajtja e rrugëve:", *items]
    assert [block.level for block in read.blocks] == [0, 1, 1, 1]


@needs_tesseract
def test_a_photo_turned_and_crooked_is_a_page() -> None:
    page = making.pages_as_pictures(making.pdf("@page{size:A4;margin:2cm}"))[0].rotate(0.7, fillcolor=235)
    kept = io.BytesIO()
    page.rotate(90, expand=True).convert("RGB").save(kept, "JPEG", exif=_upright_by_turning())
    document = opened(kept.getvalue(), "IMG_1.JPG")
    assert sum(text in TEXTS for text in texts(document)) >= len(TEXTS) - 2
    require_whole(document)


def _upright_by_turning() -> Image.Exif:
    """What a phone notes that was held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@needs_tesseract
def test_pages_with_text_and_pages_that_are_pictures_are_one_document() -> None:
    with (
        pikepdf.open(io.BytesIO(making.pdf(CSS))) as text,
        pikepdf.open(io.BytesIO(making.scanned(making.pdf(CSS)))) as seen,
    ):
        text.pages[1] = seen.pages[1]
        kept = io.BytesIO()
        text.save(kept)
    document = opened(kept.getvalue())
    assert _alike(document) == [text_.replace("-", "–") for text_ in TEXTS]
    assert document.from_pictures == (2,)


def _picture(size: tuple[int, int] = (1200, 1600)) -> bytes:
    kept = io.BytesIO()
    Image.new("L", size, 255).save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("contents", [_picture(), making.scanned(making.pdf(CSS))], ids=["photo", "scan"])
def test_without_tesseract_the_sender_is_told(contents: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="nuk është instaluar Tesseract") as refused:
        opened(contents)
    assert refused.value.message == scan.MISSING


def test_without_albanian_neither(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """English alone would read ë as something else."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of languages:'\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(Refusal, match="nuk është instaluar Tesseract"):
        opened(_picture())


@needs_tesseract
def test_an_empty_picture_is_told_to_be_one() -> None:
    with pytest.raises(Refusal, match="nuk u gjet tekst"):
        opened(_picture())


def _pretend(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && echo sqi && exit\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")


def test_words_that_it_was_not_sure_of_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = [("Shpejtësia", 96), ("30", 95), ("kmlorë", 51), ("-", 20), ("kmlorës", 96)]
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    words = (f"5 1 1 1 1 {nth} {100 + 250 * nth} 200 200 40 {sure} {word}" for nth, (word, sure) in enumerate(said))
    table = "\n".join([head, *words]).replace(" ", "\t")
    _pretend(f"/bin/cat > /dev/null; /bin/cat <<'END'\n{table}\nEND", tmp_path, monkeypatch)
    document = opened(_picture())
    assert [document.text[at.start : at.end] for at in document.doubtful] == ["kmlorë"]
    assert document.doubtful[0].page == 1


def test_a_reader_of_pictures_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "SECONDS", 1)
    _pretend("while :; do :; done", tmp_path, monkeypatch)
    with pytest.raises(Refusal, match="zgjati tepër"):
        opened(_picture())


def test_it_is_given_a_picture_of_ours_and_nothing_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POP_TRACKER_SECRET", "fshehtë")
    _pretend(f"env > {tmp_path}/env; /bin/cat > {tmp_path}/given; exit 1", tmp_path, monkeypatch)
    monkeypatch.setattr(scan, "_limit", lambda process: None)  # or it could write nothing
    with pytest.raises(Refusal):
        opened(_picture())
    assert "fshehtë" not in (tmp_path / "env").read_text()
    assert (tmp_path / "given").read_bytes().startswith(b"\x89PNG")


def test_it_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(f"exec /bin/cat > {tmp_path}/given", tmp_path, monkeypatch)
    with pytest.raises(Refusal):
        opened(_picture())
    assert not (tmp_path / "given").exists() or not (tmp_path / "given").stat().st_size


def test_more_scanned_pages_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scan, "MOST_PAGES", 1)
    _pretend("exit 1", tmp_path, monkeypatch)
    with pytest.raises(Refusal) as refused:
        opened(making.scanned(making.pdf(CSS), 72))
    assert (refused.value.message, refused.value.values) == (scan.TOO_MANY, {"most": 1})


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scan, "PATIENCE", 0.01)
    _pretend("exit 1", tmp_path, monkeypatch)
    with scan._one_at_a_time, pytest.raises(Busy):
        opened(_picture())


def test_a_scan_that_was_read_by_the_scanner_needs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words lie unseen under the picture."""
    monkeypatch.setattr(subprocess, "Popen", _refuse)
    with pikepdf.open(io.BytesIO(making.pdf())) as pdf:
        picture = pdf.make_stream(b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
                                  ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
        for page in pdf.pages:
            page.contents_coalesce()
            page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Im0)
            written = page.Contents.read_bytes().replace(b"BT", b"BT 3 Tr")
            page.Contents = pdf.make_stream(b"q 500 0 0 800 0 0 cm /Im0 Do Q " + written)
        kept = io.BytesIO()
        pdf.save(kept)
    document = opened(kept.getvalue())
    assert texts(document) == TEXTS
    assert document.from_pictures == (1,)


def _refuse(*_: Any, **__: Any) -> None:
    raise AssertionError
