"""What an entry is about, from its state: in both languages, whatever its age."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session, col, select, update

from pop_tracker import history
from pop_tracker.browse.record.titles import entries
from pop_tracker.browse.record.words import lines, unnamed
from pop_tracker.cli.schema import upgrade
from pop_tracker.database import Database
from pop_tracker.history import TELLINGS
from pop_tracker.plans.models import Plan
from pop_tracker.web.dates import parse_day
from pop_tracker.web.i18n import words
from tests.conftest import Site
from tests.site.releases import fill, kept

OTHERWISE = "si askund tjetër"

OTHER_WORDS = {"0002": {"thread", "finding"}, "0004": {"thread"}}
"""Whose titles were other words at that migration than readers are told today."""


def in_words(title: str) -> str:
    """As entries keep it, but for its days, which are written out for readers."""
    said = words("sq")
    return re.sub(r"\d\d\.\d\d\.\d{4}", lambda day: said.date(parse_day(day[0])), title)


def retold(session: Session, monkeypatch: pytest.MonkeyPatch, language: str) -> list[history.Entry]:
    """The entries as readers get them, had each been kept with a title that no state gives."""
    found = history.entries(session, limit=10_000)
    changed = [replace(one, content={**one.content, "title": OTHERWISE}) if one.content else one for one in found]
    with monkeypatch.context() as patch:
        patch.setattr(history, "entries", lambda *_, **__: changed)
        return entries(session, words(language))


@pytest.mark.both
def test_no_title_is_taken_from_the_words_that_an_entry_keeps(
    training: Site, real: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for site in (training, real):
        with site.database.reading() as session:
            stored = [one.title for one in history.entries(session, limit=10_000)]
            for language in ("sq", "en"):
                told = retold(session, monkeypatch, language)
                assert OTHERWISE not in {one.title for one in told}
                if language == "sq":
                    for before, one in zip(stored, told, strict=True):
                        assert one.row.kind in OTHER_WORDS["0004"] or one.title == in_words(str(before)), one.row


def test_a_thread_is_called_after_both_its_ends(training: Site) -> None:
    """Its entry kept them by their keys."""
    with training.database.reading() as session:
        told = {one.title for one in entries(session, words("sq"), limit=1000) if one.row.kind == "thread"}
    assert {
        "6 nëntor 2024 → zotimi 2.1, Kontrata Sociale 2023–2027, Bashkia Shembull",
        "6 nëntor 2024 → projekt 2.2, Programi Buxhetor Afatmesëm 2025-2027, Bashkia Shembull",
    } <= told


@pytest.mark.parametrize(("revision", "file"), [("0002", "release-0.1.json"), ("0004", "rows-at-0004.json")])
def test_the_entries_of_older_versions_are_told_like_those_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: str, file: str
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    fill(database, revision, kept(file))
    with database.engine.execution_options(write=True).begin() as connection:
        upgrade(connection, "head")
    with database.reading() as session:
        stored = [one.title for one in history.entries(session, limit=10_000)]
        for before, one in zip(stored, retold(session, monkeypatch, "sq"), strict=True):
            if before and one.row.kind not in OTHER_WORDS[revision]:
                assert one.title == in_words(before), one.row
        told = retold(session, monkeypatch, "en")
        assert {"contract", "edition", "office", "signature"} <= {one.row.kind for one in told}
        for one in told:
            if one.content is None:
                continue
            assert one.title != OTHERWISE, one.row
            assert unnamed(one.row.kind, one.content["state"]) == set()


def test_a_state_that_lacks_a_part_leaves_the_entry_its_own_title(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = []
    with training.database.reading() as session:
        for one in {one.row.kind: one for one in history.entries(session, limit=10_000) if one.content}.values():
            lacking.append(replace(one, content={**(one.content or {}), "state": {}}))
        named_wrongly = replace(
            lacking[0], content={**(lacking[0].content or {}), "state": {"contract": "askund-2023"}}
        )
        of_old = next(one for one in lacking if one.row.kind == "finding")
        out_of_use = replace(of_old, content={**(of_old.content or {}), "state": {"verdict": "dikur"}})
        shown = [*lacking, named_wrongly, out_of_use]
        monkeypatch.setattr(history, "entries", lambda *_, **__: shown)
        assert {one.row.kind for one in lacking} > {"finding", "thread", "round", "election"}
        for language in ("sq", "en"):
            assert [one.title for one in entries(session, words(language))] == [one.title for one in shown]
            assert all(lines(one.row.kind, {}, words(language)) == () for one in lacking)


def test_what_a_state_names_is_called_as_it_is_called_now(training: Site) -> None:
    with training.database.writing() as session:
        session.exec(update(Plan).where(col(Plan.slug) == "shembull-2024").values(title="Plani i ri"))
        findings = [one for one in entries(session, words("sq"), limit=1000) if one.row.kind == "finding"]
        of_plan = [one for one in findings if one.content and one.content["state"]["plan"] == "shembull-2024"]
        assert of_plan
        assert all(str(one.title).endswith("(Plani i ri)") for one in of_plan)
        told = entries(session, words("sq"), limit=1000)
        plan = next(one for one in told if (one.row.kind, one.row.key) == ("plan", "shembull-2024"))
        assert plan.title == "Plani Social i Bashkisë Shembull 2024-2027"
        assert session.exec(select(Plan.title).where(Plan.slug == "shembull-2024")).one() == "Plani i ri"


def test_every_kind_says_what_it_calls_its_fields() -> None:
    assert TELLINGS.keys() == history.KINDS.keys()
    for kind, telling in TELLINGS.items():
        assert telling.fields, kind
        assert telling.values.keys() | telling.numbers <= telling.fields.keys(), kind
