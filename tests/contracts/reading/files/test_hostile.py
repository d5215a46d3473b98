"""What was made to do harm is refused in time, with words that say what to do; what only says that it is something else
is, too."""

import time
from collections.abc import Callable

import pytest

from pop_tracker.contracts.reading.formats import opening
from pop_tracker.contracts.reading.formats.kinds import ACCEPTED, Kind, kind_of
from pop_tracker.contracts.reading.formats.opening import opened
from pop_tracker.contracts.reading.formats.writing import LONG
from pop_tracker.contracts.reading.reader import read
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import LARGEST
from pop_tracker.web.i18n import words
from tests.contracts.reading.files import hostile, making
from tests.web.office import document, office_file
from tests.web.other_kinds import KINDS


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_was_made_to_be_slow_is_refused_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = hostile.REFUSED[name]()
    monkeypatch.setattr(opening, "SECONDS", 1.0)
    opened(b"Leximi ka filluar")  # the parent of the readers is there
    began = time.monotonic()
    with pytest.raises(Refusal) as refused:
        read(contents)
    assert time.monotonic() - began < 5
    english = words("en").gettext(refused.value.message, **refused.value.values)
    assert english != words("sq").gettext(refused.value.message, **refused.value.values)


def test_paragraphs_that_say_nothing_are_counted_too() -> None:
    with pytest.raises(Refusal) as refused:
        opened(document("<w:p/>" * 30_000))
    assert refused.value.message == LONG


@pytest.mark.parametrize("where", ["when opened", "of a page", "by name", "at a link", "a program outside"])
def test_a_pdf_with_a_program_is_refused(where: str) -> None:
    with pytest.raises(Refusal, match=r"ka brenda një program \(JavaScript\)"):
        opened(hostile.with_program(where))


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(Refusal, match="i mbrojtur me fjalëkalim"):
        opened(hostile.locked())


def test_nothing_larger_than_a_form_takes_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    with pytest.raises(Refusal, match="më i madh se") as refused:
        opened(bytes(LARGEST + 1))
    assert refused.value.values == {"megabytes": 10}
    assert time.monotonic() - began < 0.1


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("kontrata.pdf", making.word, "mbaron me .pdf, por skedari është DOCX"),
        ("kontrata.docx", making.pdf, "mbaron me .docx, por skedari është PDF"),
        ("kontrata.odt", making.xlsx, "mbaron me .odt, por skedari është XLSX"),
        ("kontrata.jpg", lambda: making.html().encode(), "mbaron me .jpg, por skedari është HTML"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name: str, make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(Refusal) as refused:
        kind_of(make(), name)
    assert says in words("sq").gettext(refused.value.message, **refused.value.values)


@pytest.mark.parametrize("name", ["../../etc/kontrata.pdf", "C:\\fakepath\\kontrata.pdf", "a\0.pdf"])
def test_a_path_in_the_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="shteg dosjesh"):
        kind_of(making.pdf(), name)


@pytest.mark.parametrize("name", ["", "kontrata", "Kontrata e fundit.v2", "KONTRATA.PDF"])
def test_any_other_name_is_no_matter(name: str) -> None:
    assert kind_of(making.pdf(), name) is Kind.PDF
    assert ".odt" in ACCEPTED


def test_text_may_be_called_as_a_page_and_the_other_way_round() -> None:
    assert kind_of(b"Kontrata", "faqja.html") is Kind.TEXT
    assert kind_of(making.html().encode(), "faqja.txt") is Kind.PAGE


@pytest.mark.parametrize(
    "contents", [row[1] for row in KINDS if row[0] not in ("odt", "html", "mhtml", "png", "pdf")],
    ids=[row[0] for row in KINDS if row[0] not in ("odt", "html", "mhtml", "png", "pdf")],
)  # fmt: skip
def test_a_file_of_another_kind_is_named(contents: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        opened(contents)
    assert refused.value.message.endswith((".", "!"))


def test_macros_are_refused() -> None:
    with pytest.raises(Refusal, match="ka makro"):
        opened(office_file(type_="application/vnd.ms-word.document.macroEnabled.main+xml"))


def test_a_pdf_whose_letters_mean_nothing_is_refused_not_guessed() -> None:
    """Its font keeps the shapes of letters, and nowhere which they are."""
    with pytest.raises(Refusal, match="nuk lexohen: skedari nuk thotë cilat janë"):
        opened(hostile.without_meaning())


@pytest.mark.parametrize("contents", [b"\0\1\2\3" * 200, b"\x81\x8d\x8f" * 50])
def test_bytes_that_are_no_text_are_refused(contents: bytes) -> None:
    with pytest.raises(Refusal, match="nuk është tekst që lexohet"):
        opened(contents)


def test_a_file_without_words_is_told_to_be_one() -> None:
    for contents in (b" \n\n", hostile.drawn(b"0 0 m 10 10 l S"), b"<html><body><img src=a></body></html>"):
        with pytest.raises(Refusal, match="nuk ka tekst"):
            opened(contents)
