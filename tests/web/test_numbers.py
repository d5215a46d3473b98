"""Numbers as people type them in Albanian."""

import re
from decimal import Decimal

import pytest

from pop_tracker.web.numbers import read_number, write_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.200.000,50", "1200000.50"),
        ("1.200", "1200"),
        ("1 200 000", "1200000"),
        ("1\u00a0200,5", "1200.5"),
        ("1200", "1200"),
        ("0,25", "0.25"),
        ("-3", "-3"),
    ],
)
def test_an_albanian_number_is_read(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["1,200,000.50", "1200.50", "1.20", "12.3456", "", "lek", "1e5", "٣", "1,2,3", "NaN"])
def test_what_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"not an Albanian number: {typed!r}")):
        read_number(typed)


@pytest.mark.parametrize(
    ("value", "written"),
    [("1200000.50", "1.200.000,5"), ("999", "999"), ("0", "0"), ("-1234.5600", "-1.234,56"), ("1000", "1.000")],
)
def test_what_is_written_is_read_back(value: str, written: str) -> None:
    assert write_number(Decimal(value)) == written
    assert read_number(written) == Decimal(value)


def test_money_is_written_with_both_digits_of_its_qindarka() -> None:
    assert write_number(Decimal("1200000.50"), 2) == "1.200.000,50"
    assert write_number(Decimal("1200000.00"), 2) == "1.200.000"


def test_nothing_is_written_as_nothing() -> None:
    assert write_number(None) == ""
