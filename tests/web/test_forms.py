"""What a browser may send: each mistake at its field, in the reader's language, and what was typed stays."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select
from wtforms import SelectField, SelectMultipleField

from pop_tracker.accounts.models import Person
from pop_tracker.web.dates import FIRST_YEAR, LAST_YEAR, DatePrecision, parse_day, parse_month
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField, UploadField
from pop_tracker.web.i18n import words
from pop_tracker.web.texts import tidy
from tests.cast import EDITOR
from tests.conftest import Site


class SomeForm(BaseForm):
    name = LineField("Emri", [Required(), Max(10)])
    text = TextField("Teksti", [Optional(), Max(20)])
    day = DateField("Data", [Optional()])
    unit = SelectField("Njësia", [Required(), ChoiceCheck()], validate_choice=False)
    groups = SelectMultipleField("Grupet", [ChoiceCheck()], validate_choice=False)


def opened(language: str, data: FormData | None, **fields: Any) -> SomeForm:
    """With the choices that a page would give it."""
    made = SomeForm(words(language), data, **fields)
    made.unit.choices = [("1", "Një"), ("2", "Dy")]
    made.groups.choices = [("a", "A"), ("b", "B")]
    return made


def form(language: str = "sq", **sent: Any) -> SomeForm:
    items = {"name": "Emri", "unit": "1", **sent}
    pairs = [(name, v) for name, value in items.items() for v in (value if isinstance(value, list) else [value])]
    return opened(language, FormData(pairs))


def errors(language: str = "sq", **sent: Any) -> dict[str, list[str]]:
    made = form(language, **sent)
    made.validate()
    return {name: list(said) for name, said in made.errors.items() if name}


def test_what_is_right_is_taken() -> None:
    made = form(name="  Korçë ", text="një\r\ndy", day="14.05.2023", unit="2", groups=["a", "b"])
    assert made.validate(), made.errors
    assert (made.name.data, made.text.data, made.unit.data) == ("Korçë", "një\ndy", "2")
    assert made.day.day == date(2023, 5, 14)
    assert made.groups.data == ["a", "b"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 11}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "kor\ufffd"}, "name"),
        ({"text": "x" * 21}, "text"),
        ({"day": "31.02.2023"}, "day"),
        ({"day": "dje"}, "day"),
        ({"day": "14.05.23"}, "day"),
        ({"unit": "3"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"groups": ["a", "z"]}, "groups"),
    ],
)
def test_a_mistake_stands_at_its_field_in_both_languages(sent: dict[str, Any], field: str) -> None:
    albanian, english = errors("sq", **sent), errors("en", **sent)
    assert list(albanian) == list(english) == [field]
    assert len(albanian[field]) == 1
    assert albanian[field] != english[field]


def test_what_was_typed_stays() -> None:
    made = form(name="x" * 11, day="nesër")
    assert not made.validate()
    assert (made.name.data, made.day.data) == ("x" * 11, "nesër")


def test_a_form_that_was_only_opened_shows_what_stands() -> None:
    made = opened("sq", None, name="Korçë", day=date(2023, 5, 14))
    assert (made.name.data, made.day.data) == ("Korçë", "14.05.2023")


class FormWithFile(BaseForm):
    name = LineField("Emri", [Optional()])
    file = UploadField("Skedari", [Optional()])


def test_a_file_is_taken_in_a_field_for_files_and_nowhere_else() -> None:
    paper = Upload("letër.txt", "text/plain", b"x")
    made = FormWithFile(words("sq"), FormData([("name", paper), ("name", "Emri"), ("file", paper)]))
    assert made.validate()
    assert (made.name.data, made.file.data) == ("Emri", paper)
    made = FormWithFile(words("sq"), FormData([("name", paper), ("file", "tekst")]))
    assert made.validate()
    assert (made.data["name"], made.data["file"]) == (None, None)


def test_files_sent_for_every_field_are_told_as_fields_left_empty(training: Site) -> None:
    client = training.client(EDITOR)
    for path, names, empty in (
        ("/puna/raundet/i-ri", ("contract", "period_from", "method", "source", "nonce"), "method"),
        ("/puna/konsultimet/i-ri", ("topic", "held_on", "source", "nonce"), "topic"),
    ):
        files = [(name, ("letër.txt", b"x", "text/plain")) for name in names]
        answer = training.form(client, path, files=files)
        assert answer.status_code == 422
        assert f'id="{empty}-error"' in answer.text


def test_a_form_sent_without_a_single_field_is_not_one_that_was_opened() -> None:
    made = opened("sq", FormData([]))
    assert not made.validate()


def test_labels_are_in_the_readers_language() -> None:
    assert form("sq").name.label.text == "Emri"


def test_a_refusal_stands_at_its_field_or_in_the_summary() -> None:
    made = form()
    made.validate()
    made.refuse(Refusal("Më së shumti %(most)d.", field="name", most=3))
    made.refuse(Refusal("Jo sot."))
    made.refuse(Refusal("As nesër.", field="nowhere"))
    assert made.name.errors[-1] == "Më së shumti 3."
    assert made.form_errors == ["Jo sot.", "As nesër."]


def _begin_and_refuse(session: Session) -> None:
    session.add(Person(email="dikush@shembull.example", name="Dikush"))
    session.flush()
    raise Forbidden("Jo ju.")


def test_what_a_rule_refuses_is_undone_whole_and_shown(training: Site) -> None:
    made = form()
    with training.database.writing() as session:
        before = session.exec(select(func.count()).select_from(Person)).one()
        with made.attempt(session):
            _begin_and_refuse(session)
        assert (made.refused, made.form_errors) == (403, ["Jo ju."])
        assert session.exec(select(func.count()).select_from(Person)).one() == before
    with training.database.writing() as session, form().attempt(session):
        pass
    assert form().refused == 0


DAYS = ("14.05.2023", "14/5/2023", "14-05-2023", "14 5 2023", "2023-05-14", "14. 5. 2023", "14 maj 2023", "14 Maj 2023")


@pytest.mark.parametrize("text", [*DAYS, "14 May 2023", "14 MAJ\u00a02023", "14 maj, 2023"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert parse_day(text) == date(2023, 5, 14)


NO_DAYS = ("", "14.05", "05.14.2023", "14.05.1899", "14.05.3023", "14.05.2023.", "１４.05.2023x", "maj 2023")


@pytest.mark.parametrize("text", [*NO_DAYS, "14 vjeshtë 2023", "31 qershor 2023"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_day(text)


@pytest.mark.parametrize(
    "text", ["09.2023", "9/2023", "2023-09", "shtator 2023", "Shtator 2023", "September 2023", "sep 2023"]
)
def test_months_are_read_as_people_write_them(text: str) -> None:
    assert parse_month(text) == date(2023, 9, 1)


@pytest.mark.parametrize("language", ["sq", "en"])
@given(day=st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_what_the_site_writes_of_a_day_and_a_month_it_reads(language: str, day: date) -> None:
    said = words(language)
    assert parse_day(said.date(day)) == parse_day(said.date(day).replace(" ", "\u00a0")) == day
    assert parse_month(said.month(day)) == day.replace(day=1)


class DayAndHowExact(BaseForm):
    day = DateField("Data", [Required()], precision="precision")
    precision = SelectField("Saktësia", validate_choice=False)


@pytest.mark.parametrize(
    ("typed", "precision", "read"),
    [
        ("shtator 2026", DatePrecision.MONTH, date(2026, 9, 1)),
        ("9 shtator 2026", DatePrecision.MONTH, date(2026, 9, 9)),
        ("shtator 2026", DatePrecision.DAY, None),
    ],
)
def test_a_month_is_enough_where_only_the_month_is_known(typed: str, precision: str, read: date | None) -> None:
    made = DayAndHowExact(words("sq"), FormData([("day", typed), ("precision", precision)]))
    assert made.validate() is (read is not None)
    assert made.day.day == read
    if read is None:
        assert "zgjidheni" in made.day.errors[0]


class OnceForm(BaseForm):
    nonce = NonceField()


def test_no_two_forms_have_the_same_nonce() -> None:
    first, second = (OnceForm(words("sq")).nonce.data for _ in range(2))
    assert first
    assert first != second


def test_a_form_that_comes_back_has_the_nonce_that_it_went_out_with() -> None:
    assert OnceForm(words("sq"), FormData([("nonce", "e-njejta")])).nonce.data == "e-njejta"


def test_signs_that_turn_the_writing_go() -> None:
    assert tidy(" masa \u202e1.2\u2069\u200f ") == "masa 1.2"
