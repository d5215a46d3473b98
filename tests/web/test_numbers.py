"""Numbers as people type them in Albanian."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.web.i18n import words
from pop_tracker.web.numbers import LONGEST, NotSure, number_in_words, read_number, write_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.200.000,50", "1200000.50"),
        ("1.200", "1200"),
        ("1 200 000", "1200000"),
        ("1\u00a0200,5", "1200.5"),
        ("1200", "1200"),
        ("0,25", "0.25"),
        ("0,125", "0.125"),
        ("1490,500", "1490.5"),
        ("1 490,500", "1490.5"),
        ("120.000.000", "120000000"),
        ("1,5", "1.5"),
        ("-3", "-3"),
    ],
)
def test_an_albanian_number_is_read(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["1,200,000.50", "1200.50", "1.20", "12.3456", "1,490", "", "lek", "1e5", "٣", "1,2,3", "1.2.3", "1.200.00", "NaN"],
)
def test_what_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"not an Albanian number: {typed!r}")):
        read_number(typed)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,490", ["1.490", "1490"]),
        ("-1,490", ["-1.490", "-1490"]),
        ("600,000", ["600", "600000"]),
        ("1,200,000", ["1200000"]),
        ("1,200,000.50", ["1200000.50"]),
        ("1,234.5", ["1234.5"]),
        ("12.5", ["12.5"]),
        ("12.50", ["12.50"]),
        ("0.125", ["0.125"]),
        ("1490.500", ["1490.500"]),
    ],
)
def test_what_two_countries_read_differently_is_asked(typed: str, readings: list[str]) -> None:
    with pytest.raises(NotSure) as asked:
        read_number(typed)
    assert asked.value.readings == tuple(map(Decimal, readings))


def test_what_is_longer_than_any_number_is_none() -> None:
    for sign in ("9", "1.", " ", "1,000"):
        with pytest.raises(ValueError, match="too long"):
            read_number(sign * LONGEST * 100_000)


@given(st.decimals(-(10**13), 10**13, places=4), st.sampled_from([0, 2]))
def test_whatever_is_written_is_read_back_without_a_question(value: Decimal, places: int) -> None:
    assert read_number(write_number(value, places)) == value


@pytest.mark.parametrize(
    ("value", "albanian", "english"),
    [
        ("1490", "1.490 (1 mijë e 490)", "1.490 (1 thousand and 490)"),
        ("1.49", "1,49 (1 presje 49)", "1,49 (1 point 49)"),
        ("120000000", "120.000.000 (120 milionë)", "120.000.000 (120 million)"),
        ("2001000000.5", "2.001.000.000,5 (2 miliardë e 1 milion presje 5)",
         "2.001.000.000,5 (2 billion and 1 million point 5)"),
        ("0", "0 (0)", "0 (0)"),
    ],
)  # fmt: skip
def test_a_number_is_said_so_that_its_size_is_seen(value: str, albanian: str, english: str) -> None:
    assert number_in_words(Decimal(value), words("sq")) == albanian
    assert number_in_words(Decimal(value), words("en")) == english


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1200000.50", "1.200.000,5"),
        ("999", "999"),
        ("1.125", "1,1250"),
        ("0.125", "0,125"),
        ("0", "0"),
        ("-1234.5600", "-1.234,56"),
        ("1000", "1.000"),
    ],
)
def test_what_is_written_is_read_back(value: str, written: str) -> None:
    assert write_number(Decimal(value)) == written
    assert read_number(written) == Decimal(value)


def test_money_is_written_with_both_digits_of_its_qindarka() -> None:
    assert write_number(Decimal("1200000.50"), 2) == "1.200.000,50"
    assert write_number(Decimal("1200000.00"), 2) == "1.200.000"


def test_nothing_is_written_as_nothing() -> None:
    assert write_number(None) == ""
