"""Albanian to sort and to search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.web.albanian import fold, lemma, roots, sort_key


def test_names_stand_in_the_order_of_the_alphabet() -> None:
    in_order = ["Cërrik", "Çerrik", "Delvinë", "Dibër", "Dhërmi", "Elbasan", "Ersekë", "Ëndërr", "Fier",
                "Gramsh", "Gjirokastër", "Has", "Lezhë", "Lushnjë", "Llixhë", "Mat", "Njegus", "Pukë", "Qelëz",
                "Roskovec", "Rrogozhinë", "Selenicë", "Shkodër", "Tiranë", "Thatë", "Vlorë", "Xarrë", "Xhafzotaj",
                "Ypi", "Zall", "Zharrëz"]  # fmt: skip
    assert sorted(reversed(in_order), key=sort_key) == in_order


@pytest.mark.parametrize(
    ("one", "other"), [("Korçë", "KORÇË"), ("Korc\u0327e\u0308", "Korçë"), ("Shkodër", "shkode\u0308r")]
)
def test_case_and_way_of_writing_do_not_matter(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)
    assert fold(one) == fold(other)


def test_folding_takes_the_dots_and_tails_off() -> None:
    assert fold("Ujësjellësi i Korçës") == "ujesjellesi i korces"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("shkolle", "Rikonstruksioni i shkollat e mesme"),
        ("shkollë", "hapja e shkollës"),
        ("shkollat", "një shkollë e re"),
        ("rruga", "asfaltimi i rrugëve"),
        ("rruge", "në rrugën kryesore"),
        ("ujesjelles", "ndërtimi i ujësjellësit"),
        ("UJËSJELLËS", "ujesjellesi"),
        ("bashki", "bashkia e Korçës"),
        ("ndricim", "ndriçimi publik"),
        ("kopsht", "kopshtet e fëmijëve"),
        ("grate", "shërbime për gratë"),
        ("qender", "qendra shëndetësore"),
    ],
)
def test_a_word_is_found_in_its_other_forms(asked: str, written: str) -> None:
    assert roots(asked) & roots(written)


@pytest.mark.parametrize(("asked", "written"), [("shkolle", "rruga"), ("uji", "ura"), ("pazar", "park")])
def test_other_words_are_not_found(asked: str, written: str) -> None:
    assert not roots(asked) & roots(written)


@pytest.mark.parametrize(
    ("form", "dictionary"),
    [("shkollat", "shkollë"), ("grave", "grua"), ("buxhetit", "buxhet"), ("propozimet", "propozim"),
     ("lagështirës", "lagështirë"), ("ngrohje", "ngrohje"), ("çerdheve", "çerdhe"), ("kontratat", "kontratë"),
     ("sigurisë", "siguri"), ("qwerty", "qwerty")],
)  # fmt: skip
def test_the_dictionary_form_of_a_word(form: str, dictionary: str) -> None:
    assert lemma(form) == dictionary


def test_no_words_have_no_roots() -> None:
    assert roots("") == roots(" — … !") == set()


@given(st.text())
def test_any_text_can_be_sorted_and_searched(text: str) -> None:
    assert isinstance(sort_key(text), str)
    assert roots(text) == roots(text)
