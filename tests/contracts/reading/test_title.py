"""What a document says of itself: the years, and whose contract it is."""

from dataclasses import replace

import pytest

from pop_tracker.contracts.reading.blocks import At, LeftOut
from pop_tracker.contracts.reading.furniture import is_title
from pop_tracker.contracts.reading.outline import outline
from tests.contracts.reading.making import TERRITORIES, document

POINTS = "\nPrioriteti 1. Arsimi\n• Shkolla.\nPrioriteti 2. Uji\n• Pusi.\n"


@pytest.mark.parametrize(
    "said",
    [
        "2023 - 2027", "2023–2027", "2023/2027", "2023-27", "mandati 2023/2027", "për vitet 2023 deri 2027",
        "nga viti 2023 deri në vitin 2027", "viti 2023 - viti 2027", "(2023 – 2027)", "Bashkia Shembull • 2023 – 2027",
    ],
)  # fmt: skip
def test_a_term_however_it_is_written(said: str) -> None:
    read = outline(document(f"KONTRATA SOCIALE\n{said}{POINTS}"), TERRITORIES)
    assert (read.term_from, read.term_until) == (2023, 2027)


def test_pictures_around_it_are_no_words_of_it() -> None:
    read = outline(document(f"📢 KONTRATA SOCIALE 2023-2027 📢\n{POINTS}"), TERRITORIES)
    assert read.title == "KONTRATA SOCIALE 2023-2027"


def test_years_in_a_point_are_no_term() -> None:
    read = outline(document(f"KONTRATA SOCIALE{POINTS}• Plani 2024-2026 i shkollës."), TERRITORIES)
    assert read.term_from is None


def test_a_municipality_that_stands_beside_the_logo_alone() -> None:
    plain = document(f"KONTRATA SOCIALE\n2023-2027{POINTS}")
    assert outline(plain, TERRITORIES).municipality is None
    said = "Bashkia Shembull | Rrjeti POP"
    with_logo = replace(plain, left_out=(LeftOut("kreu i faqes", said, At(0, 0)),))
    assert outline(with_logo, TERRITORIES).municipality == "shembull"
    long = replace(plain, left_out=(LeftOut("pjesë e faqes", f"{'Lajme të tjera. ' * 8}{said}", At(0, 0)),))
    assert outline(long, TERRITORIES).municipality is None


def test_a_title_that_stands_above_each_table_is_the_title_once() -> None:
    title = "Kontrata Sociale 2023-2027, Bashkia Shembull"
    lines = ("# Prioritetet kryesore", title, POINTS, "# Prioritete të tjera", title, "Prioriteti 3. Rrugët", "• Ura.")
    read = outline(document("\n".join(lines)), TERRITORIES)
    assert (read.title, read.municipality, read.term_from) == (title, "shembull", 2023)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Kontrata Sociale Shembull 2019-2023", True),
        ("Kontrata Sociale Shembull 2019-2023: çfarë u bë në vitin e parë", True),
        ("KONTRATA SOCIALE SHEMBULL – çfarë u bë në vitin e parë", True),
        ("Kontrata sociale u hartua me qytetarët", False),
        ("Kandidatët nënshkruan Kontratën Sociale: shtatë prioritete", False),
        ("Kontrata sociale: u hartua me qytetarët.", False),
    ],
)
def test_a_title_may_go_on_and_tell_what_became_of_it(line: str, is_one: bool) -> None:
    assert is_title(line) is is_one
