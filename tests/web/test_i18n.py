"""Dates, numbers and plurals as each language writes them."""

import datetime as dt
from decimal import Decimal

import pytest

from pop_tracker.web.i18n import TIRANA, today, words

SQ, EN = words("sq"), words("en")
ELECTION_DAY = dt.date(2023, 5, 14)


def test_dates_are_as_people_read_them() -> None:
    assert SQ.date(ELECTION_DAY) == "14 maj 2023"
    assert EN.date(ELECTION_DAY) == "14 May 2023"
    assert SQ.month(dt.date(2019, 8, 1)) == "gusht 2019"
    assert EN.month(dt.date(2019, 8, 1)) == "August 2019"
    assert SQ.date(None) == SQ.month(None) == ""


def test_a_moment_is_told_in_tirana() -> None:
    late = dt.datetime(2023, 5, 13, 22, 30, tzinfo=dt.UTC)
    assert SQ.date(late) == "14 maj 2023"
    assert SQ.datetime(late) == "14 maj 2023, 00:30"
    assert EN.datetime(late) == "14 May 2023, 00:30"


def test_today_is_todays_date_in_tirana() -> None:
    assert today() == dt.datetime.now(TIRANA).date()


@pytest.mark.parametrize(
    ("value", "albanian", "english"),
    [(1234, "1.234", "1,234"), (12345.5, "12.345,5", "12,345.5"), (0, "0", "0"), (Decimal("74.5"), "74,5", "74.5")],
)
def test_numbers_have_each_languages_separators(value: Decimal, albanian: str, english: str) -> None:
    assert SQ.number(value) == albanian
    assert EN.number(value) == english


@pytest.mark.parametrize(
    ("value", "albanian", "english"),
    [
        (38_000_000, "38.000.000 lekë", "38,000,000 lek"),
        (Decimal("1200000.5"), "1.200.000,50 lekë", "1,200,000.50 lek"),
        (Decimal("1200.00"), "1.200 lekë", "1,200 lek"),
    ],
)
def test_money_has_both_digits_of_its_qindarka_or_none(value: Decimal, albanian: str, english: str) -> None:
    assert (SQ.lek(value), EN.lek(value)) == (albanian, english)
    assert SQ.amount(value) == albanian.removesuffix(" lekë")


def test_percentages_have_a_decimal_only_where_there_is_one() -> None:
    assert SQ.percent(Decimal("74.5")) == "74,5%"
    assert SQ.percent(58) == "58%"
    assert EN.percent(74.5) == "74.5%"


def test_one_and_many() -> None:
    assert SQ.ngettext("%(num)s zotim", "%(num)s zotime", 1) == "1 zotim"
    assert SQ.ngettext("%(num)s zotim", "%(num)s zotime", 23) == "23 zotime"


def test_an_unknown_message_is_its_own_words() -> None:
    assert SQ.gettext("Fjalë që nuk gjenden") == "Fjalë që nuk gjenden"
    assert EN.gettext("Më së shumti %(n)d zzz", n=3) == "Më së shumti 3 zzz"


def test_counts_and_amounts_in_a_message_are_written_as_each_language_does_and_years_are_not() -> None:
    message, values = "%(most)d në %(year)s: %(sum)s", {"most": 20_000, "year": 2026, "sum": Decimal("1800001.5")}
    assert SQ.gettext(message, **values) == "20.000 në 2026: 1.800.001,50"
    assert EN.gettext(message, **values) == "20,000 në 2026: 1,800,001.50"
    assert EN.ngettext("%(num)s nga %(most)d", "%(num)s nga %(most)d", 2, most=5_100) == "2 nga 5,100"


def test_a_percent_sign_needs_no_care_where_nothing_is_filled_in() -> None:
    assert SQ.gettext("100% e zotimeve") == "100% e zotimeve"


INVENTED = "e shpikur për ushtrim"


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        (INVENTED, [("invented for training", True)]),
        (f"  {INVENTED}\n", [("  ", True), ("invented for training", True), ("\n", True)]),
        ("Fletorja e re", [("Fletorja e re", False)]),
        ("Fletorja e re; libri", [("Fletorja e re; libri", False)]),
        (
            f"Fletorja; a.al 2023-05-21; {INVENTED}",
            [
                ("Fletorja", False), ("; ", True), ("a.al 2023-05-21", True), ("; ", True),
                ("invented for training", True),
            ],
        ),
        ("https://a.al/x", [("https://a.al/x", True)]),
        ("1.200 (3%)", [("1.200 (3%)", True)]),
        ("", [("", True)]),
        (
            "Siç e publikoi POP: “Nuk është adresuar”.",
            [
                ("As POP published it: ", True), ("“", True), ("Nuk është adresuar", False), ("”", True),
                (" (not addressed).", True),
            ],
        ),
    ],
)  # fmt: skip
def test_what_the_record_says_is_said_by_the_piece(value: str, pieces: list[tuple[str, bool]]) -> None:
    assert [one for one in EN.pieces(value) if one[0]] == [one for one in pieces if one[0]]
    assert EN.said(value) == "".join(text for text, _ in pieces)
    assert SQ.said(value) == value


def test_a_page_has_no_words_that_only_the_record_has() -> None:
    """A message of the site is never said as the record would be."""
    assert EN.gettext(INVENTED) == INVENTED
    assert EN.said("publikuar nga POP; provat nuk mbahen këtu") != "publikuar nga POP; provat nuk mbahen këtu"
