"""What the seeds say in our own words has English, and what has English is said by a seed.

A new party, role or note gets its English in `locale/en/LC_MESSAGES/seeds.po`. What a seed quotes (a contract, a plan,
minutes, the title of a document) has none, and is marked as Albanian where an English page shows it.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache

from pop_tracker.browse.record.words import IN_OUR_WORDS
from pop_tracker.web.i18n import words
from pop_tracker.web.shipped import shipped
from tests.site import page_words

OURS = {
    "elections/candidates": ("list_name", "votes", "confidence", "note", "source"),
    "elections/elections": ("source",),
    "contracts/continuations": ("reason",),
    "elections/offices": ("list_name", "confidence", "source"),
    "monitoring/assessments": ("reason", "source"),
    "monitoring/evidence": ("place", "description", "source"),
    "monitoring/rounds": ("method", "evidence_note", "source"),
    "network/organisations": ("name", "source"),
    "plans/consultations": ("place", "convened_by", "roles_present", "next_meeting"),
    "plans/findings": ("reason", "source"),
    "plans/plans": ("stage_note", "structures", "support", "predecessors"),
    "plans/progress": ("note", "source"),
    "plans/stages": ("note",),
    "pledges/signatures": ("on_behalf_of", "place", "note", "source"),
    "territory/administrative_units": ("source",),
    "territory/municipalities": ("source",),
}
"""Columns whose words we chose. Sources not named here are titles of documents."""

QUOTED = re.compile("“([^”]*)”")


def rows(table: str) -> Iterator[dict[str, str]]:
    for path in (shipped("seeds") / f"{table}.csv", shipped("seeds") / f"training/{table}.csv"):
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)


@cache
def values() -> frozenset[str]:
    """Each part of a list by itself."""
    return frozenset(
        part
        for table, columns in OURS.items()
        for row in rows(table)
        for column in columns
        for part in row[column].split("|")
        if part
    )


def test_what_we_wrote_has_english() -> None:
    english = words("en")
    quoted = {part for said in english.values.values() for part in QUOTED.findall(said)}
    left = {
        f"{piece} (in: {value})"
        for value in values()
        for piece, is_ours in english.pieces(value)
        if not is_ours and piece not in quoted
    }
    assert not left, "without English in seeds.po:\n" + "\n".join(sorted(left))


def test_nothing_has_english_that_no_seed_says() -> None:
    """What is left over of an earlier wording looks as if it were shown somewhere."""
    said = {
        part.strip()
        for value in values()
        for piece in (value, *value.split("; "))
        for part in (piece, *re.split(r"https?://\S+", piece))
    }
    assert not words("en").values.keys() - said


def test_english_is_english_but_for_names_and_quotations() -> None:
    left = {
        said
        for said in words("en").values.values()
        for found in page_words.ALBANIAN.findall(QUOTED.sub("", said))
        if not found[0].isupper()
    }
    assert not left, left


def test_what_is_quoted_stands_so_in_the_seed() -> None:
    """Else it would be shown as if it were Albanian of the document, or Albanian as if it were English."""
    left = {
        part
        for value, said in words("en").values.items()
        for part in QUOTED.findall(said)
        if page_words.ALBANIAN.search(part) and part not in value
    }
    assert not left, left


def test_an_organisation_is_called_as_its_own_column_says() -> None:
    for row in rows("network/organisations"):
        assert words("en").said(row["name"]) == row["name_en"]


def test_the_record_is_told_in_the_same_words() -> None:
    """But for a name: other things' names are quoted, too; and for sources, which are told part by part."""
    ours = {column for columns in OURS.values() for column in columns}
    assert ours - {"name", "source"} == IN_OUR_WORDS
