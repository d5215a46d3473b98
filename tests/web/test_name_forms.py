"""A name is found however a text spells it, and nothing else is."""

import time

import pytest
import sqlalchemy as sa

from pop_tracker.web.name_forms import found_in, where_said, without_names
from tests.conftest import Site

NAME = "Zenepe Kuqalashi"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (NAME, "tha Zenepe Kuqalashi dje"),
        (NAME, "i takon Zenepes Kuqalashit"),
        (NAME, "ZENEPE KUQALASHI"),
        (NAME, "zenepë kuqalashi"),
        (NAME, "Zenepe\n   Kuqalashin"),
        (NAME, "Zenepe\u00a0Kuqalashi"),
        (NAME, "Ze\u00adnepe Kuqa\u200blashi"),
        (NAME, "Kuqalashi Zenepe"),
        (NAME, "Kuqalashi, Zenepe"),
        (NAME, "minutat_zenepe_kuqalashi.pdf"),
        (NAME, "ZenepeKuqalashi.docx"),
        (NAME, "https://shembull.example/banore/zenepe-kuqalashi-ankese"),
        (NAME, "https://shembull.example/?q=Zenepe%20Kuqalashi"),
        ("Ana Hoxha", "shtëpia e Anës Hoxhës"),
        ("Fatbardhë Çela", "Fatbardhes Celes"),
        ("Fatbardhë Çela", "https://shembull.example/fatbardh%C3%AB-%C3%A7ela"),
        ("Kuqalashi", "familja Kuqalashit"),
        ("Zenepe (mësuese)", "Zenepe, mësuese"),
    ],
)
def test_a_name_is_found_as_texts_spell_it(name: str, text: str) -> None:
    assert without_names(text, [name], "[x]") != text
    ((start, end),) = found_in(text, [name])
    assert without_names(text, [name], "[x]") == text[:start] + "[x]" + text[end:]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ana", "në anën tjetër të Anamoravës"[8:]),
        ("Linda", "spitali i lindjes"),
        (NAME, "Zenepe tha, dhe pas saj foli Agim Kuqalashi"),
        (".*", "çfarëdo"),
        ("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"),
        ("Era Bo", "opera botërore"),
    ],
)
def test_what_is_no_such_name_stays(name: str, text: str) -> None:
    assert without_names(text, [name], "[x]") == text


def test_looking_for_many_in_a_long_text_is_quick() -> None:
    names = [f"Zenepe{letter} Kuqalashi{letter}" for letter in "abcdefghijklmnopqrst"]
    begun = time.perf_counter()
    assert without_names("ze" * 5_000 + " kuqalash" * 5_000, names, "[x]")
    assert time.perf_counter() - begun < 2


@pytest.mark.both
def test_a_database_finds_all_that_may_say_it(training: Site) -> None:
    texts = ("i takon ZENEPËS KUQALASHIT", "Çela, Fatbardhë", "asnjë")
    said = sa.union_all(*(sa.select(sa.literal(one).label("text")) for one in texts)).subquery()
    with training.database.reading() as session:
        for name, expected in ((NAME, "i takon ZENEPËS KUQALASHIT"), ("Fatbardhë Çela", "Çela, Fatbardhë")):
            assert session.execute(sa.select(said.c.text).where(where_said(said.c.text, name))).scalars().all() == [
                expected
            ]
