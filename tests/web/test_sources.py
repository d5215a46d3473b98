"""Sources are a list, in every shape in which people and files write them down."""

import csv
import pickle
import random
from importlib import import_module
from typing import Any

import pytest

from pop_tracker.web import sources
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import REQUIRED, WITHOUT_WORDS, Refusal
from pop_tracker.web.forms.base import BaseForm, Max, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import words
from pop_tracker.web.shipped import shipped
from pop_tracker.web.sources import MOST, Source, Sources

A, B = "https://a.al/x", "https://b.al/y?z=1"

READ = [
    ("", []),
    (" ;; ", []),
    ("Plani social 2024", [("Plani social 2024", "", "")]),
    ("Ligji nr. 115/2014; INSTAT", [("Ligji nr. 115/2014", "", ""), ("INSTAT", "", "")]),
    ("Vendimi nr. 3\nhttps://a.al/x", [("Vendimi nr. 3", "", ""), ("", A, "")]),
    (f"{A}; {B}", [("", A, ""), ("", B, "")]),
    (f"{A};{B};", [("", A, ""), ("", B, "")]),
    (f"{A}, {B}", [("", A, ""), ("", B, "")]),
    (f"{A} (KQZ, 11 bashki); INSTAT", [("", A, "KQZ, 11 bashki"), ("INSTAT", "", "")]),
    (f"Raporti vjetor, {A} (faqe 12, tabela 3)", [("Raporti vjetor", A, "faqe 12, tabela 3")]),
    (f"Raporti vjetor: {A}, faqe 12.", [("Raporti vjetor", A, "faqe 12.")]),
    (f"Raporti ({A}, faqe 12)", [("Raporti", A, "faqe 12")]),
    (f"Njoftimi ({A}).", [("Njoftimi", A, "")]),
    (f"“Titulli”, <{A}>!", [("“Titulli”", A, "")]),
    (f"Njoftimi {A} dhe {B}.", [("Njoftimi", A, ""), ("dhe", B, "")]),
    (f"{A} (KQZ) sipas gazetës", [("", A, "KQZ"), ("sipas gazetës", "", "")]),
    ("https://sq.wikipedia.org/wiki/Vlora_(qytet)", [("", "https://sq.wikipedia.org/wiki/Vlora_(qytet)", "")]),
    ("(https://sq.wikipedia.org/wiki/Vlora_(qytet))", [("", "https://sq.wikipedia.org/wiki/Vlora_(qytet)", "")]),
    ("Plani (faqe 3; faqe 7); INSTAT", [("Plani", "", "faqe 3; faqe 7"), ("INSTAT", "", "")]),
    ("INSTAT (Censusi 2011, kodet)", [("INSTAT (Censusi 2011, kodet)", "", "")]),
    ("Relacioni (shih; dhe më tej", [("Relacioni (shih; dhe më tej", "", "")]),
    ("gadc.org.al", [("gadc.org.al", "", "")]),
]


def parts(listed: Sources) -> list[tuple[str, str, str]]:
    return [(one.words, one.address, one.place) for one in listed.each]


@pytest.mark.parametrize(("text", "found"), READ)
def test_a_text_is_read_as_the_sources_that_it_names(text: str, found: list[tuple[str, str, str]]) -> None:
    assert parts(Sources.of(text)) == found


def seeds() -> set[str]:
    found = set()
    for path in shipped("seeds").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row["source"] for row in csv.DictReader(file) if row.get("source")}
    return found


def test_every_seed_says_as_a_list_what_it_says_as_a_text() -> None:
    texts = seeds()
    assert len(texts) > 80
    assert {text for text in texts if Sources.of(text) != text} == set()
    assert all(not one.address.endswith((".", ",", ";", ")")) for text in texts for one in Sources.of(text).each)


PIECES = [
    "Plani",
    "faqe 3",
    A,
    B,
    "(",
    ")",
    ";",
    "; ",
    ",",
    ": ",
    " ",
    "\n",
    ".",
    "“",
    "”",
    "KQZ",
    "http://",
    "(faqe 9)",
]


def at_random(number: int) -> str:
    chance = random.Random(number)
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))


def test_no_letter_of_a_text_is_lost_and_its_list_reads_the_same_again() -> None:
    for number in range(3_000):
        text = at_random(number)
        found = Sources.of(text)
        said, kept = ("".join(sign for sign in one if sign.isalnum()) for one in (text, str(found)))
        assert kept == said, text
        assert Sources.of(str.__str__(found)) is not found
        assert all(one.words or one.address for one in found.each), text


def test_what_migration_0025_reads_is_what_is_read_of_older_entries() -> None:
    """Else a database that was moved on would not say what its record says."""
    migration: Any = import_module("pop_tracker.migrations.versions.0025_sources")
    for name in ("ADDRESS", "_APART", "_PLACE"):
        assert getattr(migration, name) == getattr(sources, name)
    assert Sources.of("x").as_list == [{"words": "x", "address": "", "place": ""}]
    for text in (*seeds(), *(text for text, _ in READ), *map(at_random, range(3_000))):
        assert list(migration._read(text)) == Sources.of(text).as_list, text


def test_a_list_stays_what_it_is_wherever_it_goes() -> None:
    found = Sources([Source("Plani", "", "rubrika e fundit"), Source("", A, "faqe 2")])
    assert found == f"Plani (rubrika e fundit); {A} (faqe 2)"
    assert Sources.of(found) is found
    assert Sources.of_list(found.as_list).each == found.each
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.each) == (found, found.each)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://a@b.al/", "Lidhja ka emër"),
        ("; ".join([A] * (MOST + 1)), "Më së shumti"),
        ("https://" + "a" * 2_100 + ".al/", "tepër e gjatë"),
    ],
)
def test_a_list_that_readers_cannot_follow_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        Sources.of(text).check()


class Form(BaseForm):
    source = SourcesField("Burimi", [Required(), Max(LONGEST_SOURCE)])


def sent(*rows: tuple[str, str, str]) -> Form:
    names = ("source", "source_address", "source_place")
    data = FormData([(name, value) for row in rows for name, value in zip(names, row, strict=True)])
    return Form(words("sq"), data)


def test_rows_are_read_in_their_order_and_empty_ones_are_none() -> None:
    form = sent(("Plani ", "", "rubrika"), ("", "", ""), ("", f" {B}", "faqe 2"), ("", " ", ""))
    assert form.validate()
    assert parts(form.source.data) == [("Plani", "", "rubrika"), ("", B, "faqe 2")]
    assert len(form.source.rows) == 2
    assert len(form.source.more_rows) == 2


def test_who_writes_all_into_the_first_box_is_understood() -> None:
    form = sent((f"Raporti, {A} (faqe 3); INSTAT", "", ""), ("", "", ""))
    assert form.validate()
    assert parts(form.source.data) == [("Raporti", A, "faqe 3"), ("INSTAT", "", "")]


@pytest.mark.parametrize(
    ("row", "part", "message"),
    [
        (("", "", "faqe 3"), "words", "Shkruani edhe burimin"),
        (("Plani", "www.a.al/x", ""), "address", "A është https://www.a.al/x?"),
        (("Plani", "https://a.al/x y", ""), "address", "hapësirë"),
        (("Plani", f"{A};", ""), "address", "mbaron me “;”"),
        (("Plani", f"{A}.", ""), "address", "mbaron me “.”"),
        (("–", A, ""), "words", WITHOUT_WORDS),
        (("Plani", A, "f" * 301), "place", "më së shumti 300"),
        (("x" * 2_501, "", ""), "words", "më së shumti 2.500"),
        (("x" * 300_000, "", ""), "words", "më së shumti 2.500"),
        (("Plani", "", "\x07faqe"), "place", "nuk lexohen"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_stays_there(row: tuple[str, str, str], part: str, message: str) -> None:
    form = sent(("INSTAT", "", ""), row)
    assert not form.validate()
    first, second = form.source.rows
    assert first.errors == {}
    assert list(second.errors) == [part]
    assert message in second.errors[part]
    assert form.source.wrong_at == form.source.id_of(part, 1)
    assert form.source.errors == [second.errors[part]]
    assert second.words == row[0]


@pytest.mark.parametrize("rows", [[], [("", "", "")], [("\u200b", " ", "")]])
def test_none_is_none(rows: list[tuple[str, str, str]]) -> None:
    form = sent(*rows) if rows else Form(words("sq"), FormData([("other", "x")]))
    assert not form.validate()
    assert form.source.errors == [REQUIRED]


def test_there_may_be_so_many_and_no_more() -> None:
    form = sent(*[(f"Burimi {number}", "", "") for number in range(MOST + 1)])
    assert not form.validate()
    assert form.source.more_rows == []
    assert "Më së shumti 10 burime" in form.source.errors[0]
