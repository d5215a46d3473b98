"""How often the reader of names is right: by invented sentences, and by all public words of the seeds."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from time import process_time

import pytest

from pop_tracker.web.albanian import fold
from pop_tracker.web.given_names import given_names
from pop_tracker.web.private_names import names_in
from pop_tracker.web.public_names import PublicNames
from pop_tracker.web.shipped import PACKAGE, shipped

SENTENCES = Path(__file__).parent / "private_names.txt"
LEAST_RECALL, LEAST_PRECISION = 0.94, 0.97
"""Of the names in the sentences that are found, and of what is found that is a name. Measured: 95 and 99 of a hundred;
of forty sentences that were written afterwards and not looked at before, 80 and 100."""
NAMES_OF_PEOPLE = {"name", "slug", "email", "person", "signer"}
"""Columns of the seeds that hold a name."""
KNOWN = PublicNames(people=["Artan Shkëmbi", "Hana Bjeshka"], places=["Shembull", "Njësia Veriore"])


def _sentences() -> Iterator[tuple[list[str], str]]:
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            names, _, sentence = line.partition("=")
            yield [name.strip() for name in names.split("|") if name.strip()], sentence.strip()


def _is_found(name: str, found: list[str]) -> bool:
    """By the beginning of one of its words: in the sentence it stands in some case."""
    return any(fold(one)[:4] == fold(word)[:4] for each in found for one in each.split() for word in name.split())


def test_names_are_found_and_words_are_not() -> None:
    right = missed = wrong = 0
    for names, sentence in _sentences():
        found = names_in(sentence)
        hits = sum(_is_found(name, found) for name in names)
        right, missed = right + hits, missed + len(names) - hits
        wrong += len(found) if not names else 0
    assert right + missed > 100
    assert right / (right + missed) >= LEAST_RECALL
    assert right / (right + wrong) >= LEAST_PRECISION


def test_there_are_sentences_enough_of_both_kinds() -> None:
    sentences = list(_sentences())
    assert len(sentences) >= 200
    assert len({sentence for _, sentence in sentences}) == len(sentences)
    assert sum(not names for names, _ in sentences) >= 100


def _rows(file: Path) -> Iterable[dict[str, str]]:
    return csv.DictReader(file.read_text("utf-8").splitlines(keepends=True))


def _words_of_seeds() -> Iterator[str]:
    for file in shipped("seeds").rglob("*.csv"):
        for row in _rows(file):
            yield from (value for column, value in row.items() if value and column not in NAMES_OF_PEOPLE)


def _named_in_seeds(column: str, *files: str) -> set[str]:
    found = chain.from_iterable(shipped("seeds").rglob(file) for file in files)
    return {row[column] for file in found for row in _rows(file)}


def test_public_words_of_the_seeds_raise_next_to_nothing() -> None:
    """All contracts, plans, consultations, reasons and sources. What is asked about are candidates whose name the
    sources spell in two ways."""
    known = PublicNames(
        people=_named_in_seeds("name", "candidates.csv", "offices.csv"),
        places=_named_in_seeds("name", "municipalities.csv", "administrative_units.csv", "organisations.csv"),
    )
    asked = [found for words in _words_of_seeds() if (found := names_in(words, known))]
    assert sum(1 for _ in _words_of_seeds()) > 3000
    assert len(asked) <= 5, asked


@pytest.mark.parametrize(
    "text",
    ["Kryetari Artan Shkëmbi", "Sipas Artan Shkëmbit", "Artan Shkëmbi", "A. Shkëmbi", "Shkëmbi tha",
     "E tha Hana Bjeshka"],
)  # fmt: skip
def test_who_is_public_in_the_record_is_not_asked_about(text: str) -> None:
    assert names_in(text, KNOWN) == []


def test_a_namesake_by_the_given_name_alone_is() -> None:
    assert names_in("Artani tha se nuk ka ujë", KNOWN) == ["Artani"]
    assert names_in("Artan Kuqalashi tha se nuk ka ujë", KNOWN) == ["Artan Kuqalashi"]


@pytest.mark.parametrize(
    "text",
    ["Zenepe Kuqalashi", "ZENEPE KUQALASHI", "zenepe kuqalashi", "Zenepes Kuqalashi", "te Zenepe Kuqalashit",
     "Zënëpe Kuqalashi", "Zenepe\u00a0Kuqalashi", "(Zenepe Kuqalashi)", "“Zenepe Kuqalashi”", "Zenepe K. Kuqalashi"],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert len(names_in(text)) == 1


def test_what_is_found_is_told_as_it_is_written_and_once() -> None:
    assert names_in("Zenepe Kuqalashi foli. E pyetëm Zenepe Kuqalashin dhe Zenepe Kuqalashi.") == [
        "Zenepe Kuqalashi",
        "Zenepe Kuqalashin",
    ]


@pytest.mark.parametrize("text", ["", " ", "…", "1.490", "Z.", "A. B", "-", "“”", "Sh. A. dhe Sh.A."])
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert names_in(text) == []


def test_a_long_text_is_read_in_time() -> None:
    """Also one that holds nothing but names, as long as any field takes."""
    begun = process_time()
    assert names_in("Zenepe Kuqalashi tha. " * 1_500) == ["Zenepe Kuqalashi"]
    assert len(names_in("Artan " * 5_000)) == 1
    assert process_time() - begun < 3


def test_the_list_of_given_names_is_one_a_line_without_doubles() -> None:
    lines = (PACKAGE / "web/given_names.txt").read_text("utf-8").splitlines()
    names = [line.rstrip("*") for line in lines if line and not line.startswith("#")]
    assert len(names) >= 1500
    assert len({fold(name) for name in names}) == len(names)
    assert all(name[0].isupper() and name.isalpha() for name in names)
    assert given_names()["zenepes"] is False
    assert given_names()["drites"] is True
