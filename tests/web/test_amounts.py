"""Amounts of money with words beside their digits."""

from decimal import Decimal

import pytest

from pop_tracker.web.amounts import EURO, LEK, Beside, beside, read_amount, read_lek
from pop_tracker.web.numbers import NotSure


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 milionë", "12000000"),
        ("1,5 mln lekë", "1500000"),
        ("350 mijë", "350000"),
        ("1.500.000 mijë", "1500000000"),
        ("2 miliardë lekë", "2000000000"),
        ("1,25 Milion ALL", "1250000"),
        ("1200000 lekë", "1200000"),
        ("ALL 1.200.000,50", "1200000.50"),
        ("1\u00a0200\u00a0000 lekë", "1200000"),
        ("0,0005 mln.", "500"),
        ("1200L", "1200"),
        ("1.200.000,50", "1200000.50"),
    ],
)
def test_what_can_only_be_one_amount_is_read(typed: str, meant: str) -> None:
    assert read_amount(typed)[0] == read_lek(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.500 mijë", ["1500000", "1500"]),
        ("1,500 mln lekë", ["1500000000", "1500000"]),
        ("1.2 mln", ["1200000"]),
        ("1,490 lekë", ["1.490", "1490"]),
    ],
)
def test_what_two_countries_read_differently_is_asked(typed: str, readings: list[str]) -> None:
    with pytest.raises(NotSure) as asked:
        read_amount(typed)
    assert asked.value.readings == tuple(map(Decimal, readings))
    assert asked.value.text == typed or asked.value.text == typed.split()[0]


def test_how_it_is_written_answers_that() -> None:
    assert read_amount("1.500 mijë", "sq")[0] == 1_500_000
    assert read_amount("1.500 mijë", "en")[0] == 1_500
    assert read_amount("1,490 lekë", "en")[0] == 1_490


@pytest.mark.parametrize("typed", [
    "~500.000", "500.000-600.000", "1’200’000", "nuk ka kosto", "12 mil", "12 milionë çdo vit", "1200 lekë/muaj",
    "12 mijë milionë", "5 lekë lekë", "mijë", "(1.200)", "12 bilionë", "", "1e5", "٣ mijë", "1" * 500, "mijë" * 500,
])  # fmt: skip
def test_anything_else_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match=r"number|amount"):
        read_amount(typed)


def test_other_money_is_said_and_no_lek() -> None:
    assert read_amount("1.200 euro") == (Decimal(1200), Beside(None, EURO))
    assert read_amount("€ 3 mln") == (Decimal(3_000_000), Beside(1_000_000, EURO))
    with pytest.raises(ValueError, match="no lek"):
        read_lek("1.200 €")


def test_the_words_of_a_format() -> None:
    assert beside("mijë lekë") == Beside(1000, LEK)
    assert beside("") == Beside()
    for words in ("%", "km", "lekë €", "$"):
        with pytest.raises(ValueError, match="no words of an amount"):
            beside(words)
