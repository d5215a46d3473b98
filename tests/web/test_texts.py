"""Text as it is kept: what nobody sees goes, letters are composed, and it takes time by its length alone."""

import unicodedata
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pop_tracker.web.albanian import fold, hits, roots, word_roots
from pop_tracker.web.forms.base import BaseForm, Max, Optional, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import LineField, TextField
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.columns import Column, Columns, Line
from pop_tracker.web.texts import LONGEST, bare, has_words, is_far_too_long, one_line, tidy

INVISIBLE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u3164\ufe00\ufeff\U000e0041\U000e0100"
LETTERS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(f"aëç ☀\u0301\u0308\ufe0f\r\n{INVISIBLE}"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Uje\u0308\u200bsjelle\u0308si i fshatit", "Ujësjellësi i fshatit"),
        ("Rikonstruk\u00adsioni i kopsh\u00adtit", "Rikonstruksioni i kopshtit"),
        ("https://bashkia.example/vendim\u200b", "https://bashkia.example/vendim"),
        ("\ufeffana@b.example\u200b", "ana@b.example"),
        ("një\u2028dy\rtre\r\nkatër", "një\ndy\ntre\nkatër"),
        ("U+E0041 \U000e0041\U000e007f", "U+E0041"),
        ("a\ufe0f ❤\ufe0f", "a ❤\ufe0f"),
        ("a" + "\u0323" * 9, "\u1ea1" + "\u0323" * 3),
        ("\u00a0\u200b ", ""),
    ],
)
def test_what_nobody_sees_goes(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@settings(max_examples=300, deadline=None)
@given(LETTERS)
@example("a" + 4 * "\u0300" + "\u0345")
def test_tidied_once_is_tidied_for_good(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set(INVISIBLE)
    assert len(once) <= len(unicodedata.normalize("NFC", text))
    assert "\n" not in one_line(text)
    on_a_letter = 0
    for sign in once:
        on_a_letter = on_a_letter + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        assert on_a_letter <= 4
    assert fold(once).split() == fold(text).split()


@pytest.mark.parametrize(
    "one", ["\u0323\u0301", "e\u0301", "\u200b", "\u0344", "\u1100\u1161", "\U0001d165", "a\ufe0f"]
)
def test_it_takes_time_by_its_length_alone(one: str) -> None:
    began = process_time()
    tidy(one * (100_000 // len(one)))
    fold(one * (100_000 // len(one)))
    assert process_time() - began < 2, "100 kB of marks in no order took minutes"


def test_a_word_longer_than_any_is_looked_up_nowhere() -> None:
    began = process_time()
    assert word_roots("shkolla" * 20_000) == {("shkolla" * 20)[:60]}
    assert process_time() - began < 0.5


def test_words_are_found_whatever_nobody_sees_in_them() -> None:
    assert "ujesjellesi" in roots("Ujë\u200bsjellësi i fshatit") & roots("ujësjellësi")
    assert fold("Kopsh\u00adti") == "kopshti"
    assert hits("Uje\u0308\u200bsjelle\u0308si i ri", "ujesjellesi") == [("Ujësjellësi", True), (" i ri", False)]


class Said(BaseForm):
    name = LineField("Emri", [Required(), Max(10)])
    text = TextField("Teksti", [Optional(), Max(20)])
    free = LineField("Lirisht", [Optional()])


def faults(**sent: str) -> dict[str | None, list[str]]:
    form = Said(words("sq"), FormData(list({"name": "Emri", **sent}.items())))
    form.validate()
    return {name: list(said) for name, said in form.errors.items()}


def test_a_field_of_one_line_has_one_line() -> None:
    form = Said(words("sq"), FormData([("name", "Fëmijë\nnë"), ("text", "një\ndy")]))
    assert form.validate()
    assert (form.name.data, form.text.data) == ("Fëmijë në", "një\ndy")


def test_a_text_needs_a_letter_that_is_seen() -> None:
    assert faults(name="\u200b\u2060") == {"name": ["Plotësojeni këtë fushë."]}
    assert faults(text="\u200b\u00ad") == {}
    for nothing in ("—", "...", "\u2800", "\u0301"):
        assert not has_words(nothing)
        assert faults(text=nothing) == {"text": ["Shkruani të paktën një shkronjë ose një numër."]}


def test_the_limit_counts_what_is_kept_and_is_asked_first() -> None:
    assert faults(name="\u200b".join("shkurt")) == {}
    long = "e\u0323\u0301" * 100_000
    began = process_time()
    assert faults(name=long, text=long, free=long) == {
        "name": ["Teksti është tepër i gjatë: më së shumti 10 karaktere."],
        "text": ["Teksti është tepër i gjatë: më së shumti 20 karaktere."],
        "free": ["Teksti është tepër i gjatë: më së shumti 20.000 karaktere."],
    }
    assert process_time() - began < 0.5


def test_a_heading_or_a_cell_of_marks_is_no_heading_and_no_cell() -> None:
    columns = Columns([Column("text", "teksti", ""), Line("name", "emri", "", longest=200)])
    long = "e" + "\u0323\u0301" * 129_000
    began = process_time()
    assert columns.called(long) is None
    for column in columns:
        with pytest.raises(Exception, match="tepër i gjatë"):
            column.read(long)
    assert process_time() - began < 0.5
    assert columns.called("tek\u00adsti") is columns.by_name["text"]
    assert columns.by_name["name"].read("Fëmijë në\r\nçerdhe\u200b publike") == "Fëmijë në çerdhe publike"


def test_surrogates_and_what_no_document_holds_are_refused() -> None:
    for sign in ("\ud800", "\ufffe", "\x9d"):
        assert faults(text=f"a{sign}b") == {"text": ["Teksti ka karaktere që nuk lexohen. Shkruajeni përsëri."]}


def test_plain_text_is_left_as_it_is() -> None:
    for text in ("Ç’është “kjo”? – 5 € …", "1.200 m² \u00a0 në orën 11:00", "α β ж 中"):
        assert bare(text) == text


@pytest.mark.parametrize(("longest", "most"), [(100, 1_200), (None, 2 * LONGEST + 1_000)])
def test_what_no_tidying_makes_fit_is_known_by_its_length_alone(longest: int | None, most: int) -> None:
    assert not is_far_too_long("ë" * most, longest)
    assert is_far_too_long("ë" * (most + 1), longest)
