"""By what signs a line begins something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.contracts.reading.marks import (
    Sign,
    begins_something,
    distinguishes,
    group_heading,
    mark_of,
    mark_of_marker,
    priority_mark,
)


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("Prioriteti 1. Forcimi i demokracisë", 1, "Forcimi i demokracisë"),
        ("Prioritet 1: Transparencë", 1, "Transparencë"),
        ("PRIORITETI II - Uji", 2, "Uji"),
        ("PRIORITETI I - Uji", 1, "Uji"),
        ("PRIORITETI I PARË: Uji", 1, "Uji"),
        ("Prioriteti i parë: Uji", 1, "Uji"),
        ("Prioriteti i dymbëdhjetë – Uji", 12, "Uji"),
        ("Priotitet 3: Rrugët", 3, "Rrugët"),
        ("Proriteti 4 Rrugët", 4, "Rrugët"),
        ("Prioritei 4. Rrugët", 4, "Rrugët"),
        ("PRIORTETI 4. Rrugët", 4, "Rrugët"),
        ("Prioriteti nr. 3 - Shkolla", 3, "Shkolla"),
        ("Prioriteti (1) Uji", 1, "Uji"),
        ("Prioriteti nr. 2 (dy): Uji", 2, "Uji"),
        ("1. Prioriteti: Uji", 1, "Uji"),
        ("Prioriteti: Uji", None, "Uji"),
        ("PRIORITETI Uji dhe rrugët", None, "Uji dhe rrugët"),
        ("Prioriteti Uji dhe rrugët", None, "Uji dhe rrugët"),
        ("Prioriteti 4", 4, ""),
        ("P1: Uji", 1, "Uji"),
        ("P 2 – Uji", 2, "Uji"),
        ("P3 Uji", 3, "Uji"),
    ],
)
def test_headings_of_priorities(line: str, number: int | None, title: str) -> None:
    mark = priority_mark(line)
    assert mark is not None
    assert (mark.number, line[mark.end :]) == (number, title)
    assert begins_something(line)


@pytest.mark.parametrize(
    "line",
    [
        "Prioriteti i bashkisë është uji",
        "Prioriteti 1 i kontratës flet për ujin",
        "PRIORITETET KRYESORE",
        "PRIORITETI KRYESOR",
        "Prioriteti Uji u votua nga qytetarët.",
        "prioritete për të rinjtë",
        "Tre prioritetet kryesore të Planit janë: forcimi",
        "Pa ujë nuk ka jetë",
        "Projekti 1. Uji",
    ],
)
def test_what_is_no_heading_of_a_priority(line: str) -> None:
    assert priority_mark(line) is None


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("PRIORITETET KRYESORE", "PRIORITETET KRYESORE"),
        ("PRIORITETE TË TJERA", "PRIORITETE TË TJERA"),
        ("PRIORITETE TE TJERA", "PRIORITETE TE TJERA"),
        ("Prioritetet e tjera:", "Prioritetet e tjera"),
        ("A. Prioritetet kryesore", "Prioritetet kryesore"),
        ("PRIOTITETET KRYESORE", "PRIOTITETET KRYESORE"),
        ("PRIORITETET", "PRIORITETET"),
    ],
)
def test_headings_of_groups(line: str, title: str) -> None:
    assert group_heading(line) == title
    assert distinguishes(title) == (title != "PRIORITETET")


@pytest.mark.parametrize(
    "line",
    ["Prioritetet janë hartuar me qytetarët", "Prioritetet kryesore të planit janë tri.", "Prioriteti 1. Uji",
     "Prioritetet kryesore: uji, rrugët dhe shkollat"],
)  # fmt: skip
def test_what_is_no_heading_of_a_group(line: str) -> None:
    assert group_heading(line) is None


@pytest.mark.parametrize(
    ("line", "sign", "numbers", "rest"),
    [
        ("• Krijimi", Sign.BULLET, (), "Krijimi"),
        ("•Krijimi", Sign.BULLET, (), "Krijimi"),
        ("- Krijimi", Sign.BULLET, (), "Krijimi"),
        ("-Krijimi", Sign.BULLET, (), "Krijimi"),
        ("– krijimi", Sign.BULLET, (), "krijimi"),
        ("\uf0b7 Krijimi", Sign.BULLET, (), "Krijimi"),
        ("➢ Krijimi", Sign.BULLET, (), "Krijimi"),
        ("o Krijimi", Sign.BULLET, (), "Krijimi"),
        ("1. Krijimi", Sign.NUMBER, (1,), "Krijimi"),
        ("1.1 Krijimi", Sign.NUMBER, (1, 1), "Krijimi"),
        ("1.1. Krijimi", Sign.NUMBER, (1, 1), "Krijimi"),
        ("1.4.a Krijimi", Sign.NUMBER, (1, 4, 1), "Krijimi"),
        ("2.3c) krijimi", Sign.NUMBER, (2, 3, 3), "krijimi"),
        ("✅ Krijimi", Sign.BULLET, (), "Krijimi"),
        ("➡️ krijimi", Sign.BULLET, (), "krijimi"),
        ("12.10.Krijimi", Sign.NUMBER, (12, 10), "Krijimi"),
        ("2) krijimi", Sign.NUMBER, (2,), "krijimi"),
        ("(2) krijimi", Sign.NUMBER, (2,), "krijimi"),
        ("a) krijimi", Sign.LETTER, (1,), "krijimi"),
        ("b. Krijimi", Sign.LETTER, (2,), "Krijimi"),
        ("iii. Krijimi", Sign.ROMAN, (3,), "Krijimi"),
        ("IV. Krijimi", Sign.ROMAN, (4,), "Krijimi"),
        ("ix) krijimi", Sign.ROMAN, (9,), "krijimi"),
    ],
)
def test_bullets_and_numbers(line: str, sign: Sign, numbers: tuple[int, ...], rest: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.sign, mark.numbers, line[mark.end :]) == (sign, numbers, rest)


@pytest.mark.parametrize(
    "line",
    ["24 orë në ditë", "2023. Më pas", "3 shkolla", "i përkohshëm.", "o njerëz", "9-vjeçare", "5-10 vjet", "– 2027",
     "12/5", "", "•", "e cila ka", "ish-fabrika"],
)  # fmt: skip
def test_what_begins_nothing(line: str) -> None:
    assert mark_of(line) is None
    assert not begins_something(line)


@pytest.mark.parametrize(
    ("marker", "sign", "numbers"),
    [("•", Sign.BULLET, ()), ("1.1", Sign.NUMBER, (1, 1)), ("3", Sign.NUMBER, (3,)), ("a)", Sign.LETTER, (1,)),
     ("?", Sign.BULLET, ())],
)  # fmt: skip
def test_markers_that_stand_apart(marker: str, sign: Sign, numbers: tuple[int, ...]) -> None:
    mark = mark_of_marker(marker)
    assert mark is not None
    assert (mark.sign, mark.numbers) == (sign, numbers)


def test_no_marker_is_no_mark() -> None:
    assert mark_of_marker(" ") is None


@given(st.text())
def test_any_line_can_be_asked(line: str) -> None:
    begins_something(line)
    mark_of_marker(line)
