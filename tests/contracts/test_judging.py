"""What a commitment says so that it can be judged: from the form into the edition, digest, pages, API and tables."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from pop_tracker import verification
from pop_tracker.contracts import points
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.judging import (
    TARGET_GROUPS,
    THEMES,
    Theme,
    due_in_words,
    groups_apart,
    groups_together,
    read_due,
    write_due,
)
from pop_tracker.contracts.points import Wording
from pop_tracker.web.i18n import words as said
from tests import cast
from tests.conftest import Site
from tests.contracts.play import CONTRACT, DRAFT, contract, hidden, newest, open_draft, publish, submit, text
from tests.pages import words

PATH = f"{DRAFT}/zotime/1.2"
PAGE = f"/kontratat/{CONTRACT}/1.2"
SAID: dict[str, Any] = {
    "text": "Hapja e një kopshti në lagjen e re.", "scope": "municipality", "source": "takimi",
    "groups": ["fëmijë", "gra"], "target_groups": "banorë të lagjes", "shows_done": "Kopshti pret fëmijë.",
    "due": "tremujori 2, 2026", "competence": "municipality", "law": "Ligji i ushtrimit", "law_address": "https://ligji.example/1",
    "law_place": "neni 3", "theme": "2023-social",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept", "written", "spoken"),
    [
        ("2027", "2027", "2027", "2027"),
        ("tremujori 2, 2026", "2026-Q2", "tremujori 2, 2026", "Q2 2026"),
        ("T4 2026", "2026-Q4", "tremujori 4, 2026", "Q4 2026"),
        ("Q1/2026", "2026-Q1", "tremujori 1, 2026", "Q1 2026"),
        ("2026-Q3", "2026-Q3", "tremujori 3, 2026", "Q3 2026"),
        ("31.12.2026", "2026-12-31", "31.12.2026", "31 December 2026"),
    ],
)
def test_by_when_is_a_day_a_quarter_or_a_year(typed: str, kept: str, written: str, spoken: str) -> None:
    assert (read_due(typed), write_due(kept), due_in_words(kept, said("en"))) == (kept, written, spoken)
    assert read_due(written) == kept


@pytest.mark.parametrize(
    "typed", ["së shpejti", "tremujori 5, 2026", "32.12.2026", "26", "2026-13-01", "Q0 2026", "3026"]
)
def test_by_when_is_nothing_else(typed: str) -> None:
    with pytest.raises(ValueError, match=r"not a day|no such|month|day"):
        read_due(typed)


def test_groups_of_the_list_are_the_words_that_stood_there_before_there_was_one() -> None:
    assert groups_apart("gra; vajza; vizitorë vendas; të rinj") == (["të rinj", "gra", "vajza"], "vizitorë vendas")
    assert groups_apart("") == ([], "")
    assert groups_together(["gra", "të rinj", "nuk-ka"], "vizitorë vendas") == "të rinj; gra; vizitorë vendas"
    assert all(groups_apart(one) == ([one], "") for one in TARGET_GROUPS)


def test_every_theme_is_of_one_version_with_its_source_and_what_it_was_before() -> None:
    of_versions = [theme for version in THEMES for theme in version.themes]
    assert sorted(of_versions) == sorted(set(Theme) - {Theme.NONE})
    for version in THEMES:
        assert version.source.startswith("https://")
        assert version.earlier_source.startswith("https://")
        assert version.earlier.keys() == set(version.themes)
        assert all(theme.startswith(f"{version.year}-") for theme in version.themes)


def write(site: Site, client: Any, **fields: Any) -> Any:
    page = client.get(PATH)
    return site.form(client, PATH, **SAID | {"version": hidden(page, "version"), "of": hidden(page, "of")} | fields)


@pytest.fixture
def drafted(training: Site) -> Site:
    with training.database.writing() as session:
        open_draft(session, training)
    return training


@pytest.mark.both
def test_from_the_form_to_readers(drafted: Site) -> None:
    editor, reader = drafted.client(cast.EDITOR), drafted.client()
    assert write(drafted, editor).status_code == 303
    with drafted.database.reading() as session:
        one = newest(session)
        before = one.canonical_text
        assert digest_of(before) == one.digest
        assert not any(label in before for label in ("Afati:", "Tema:", "Kompetenca:", "Tregon se u bë:"))
    with drafted.database.writing() as session:
        submit(session, drafted)
        two = publish(session, drafted)
        assert "  Grupet: fëmijë; gra; banorë të lagjes\n" in two.canonical_text
        assert (
            "  Tregon se u bë: Kopshti pret fëmijë.\n  Afati: tremujori 2, 2026\n  Kompetenca: bashkia\n"
            "  Ligji: Ligji i ushtrimit, https://ligji.example/1 (neni 3)\n"
            "  Tema: Dimensioni Social në Nivel Vendor\n"
        ) in two.canonical_text
        assert two.digest == digest_of(two.canonical_text)
        assert list(verification.verify(session)) == []
        three = open_draft(session, drafted)
        assert text(session, three, "1.2").theme is Theme.SOCIAL
        assert three.text_now(session).split("\n")[2:] == two.canonical_text.split("\n")[2:]
    page = reader.get(PAGE)
    shown = words(page.text)
    for told in ("Kopshti pret fëmijë.", "tremujori 2, 2026", "Ligji i ushtrimit", "Dimensioni Social në Nivel Vendor"):
        assert told in shown
    assert 'href="/zotimet?tema=2023-social"' in page.text
    assert "Q2 2026" in words(reader.get(f"/en{PAGE}").text)
    assert "Social Dimension at Local Level" in words(
        reader.get(f"/kontratat/{CONTRACT}/botimi/2/ndryshimet".replace("/k", "/en/k", 1)).text
    )
    other = words(reader.get(f"/kontratat/{CONTRACT}/1.1").text)
    assert "Kush e ka në dorë" not in other
    (found,) = reader.get("/api/v1/commitments?tema=2023-social").json()["items"]
    judged = {name: found[name] for name in ("ref", "shows_done", "due", "competence", "theme", "target_groups")}
    assert judged == {
        "ref": "1.2", "shows_done": "Kopshti pret fëmijë.", "due": "2026-Q2", "competence": "municipality",
        "theme": "2023-social", "target_groups": ["fëmijë", "gra", "banorë të lagjes"],
    }  # fmt: skip
    explorer = reader.get("/zotimet?tema=2023-social")
    assert "1 zotim" in words(explorer.text)
    assert "Hapja e një kopshti" in words(explorer.text)
    assert reader.get("/zotimet?tema=2023-nuk-ka").status_code == 422
    assert "Hapja e një kopshti" not in words(reader.get("/zotimet?tema=2023-economy").text)
    table = reader.get("/zotimet.csv?tema=2023-social").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 1
    assert (rows[0]["tema"], rows[0]["kodi i temës"], rows[0]["afati"]) == (
        "Dimensioni Social në Nivel Vendor", "2023-social", "2026-Q2",
    )  # fmt: skip
    assert "Dimensioni social" in words(reader.get("/metodologjia").text)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due": "së shpejti"}, "due"), ({"competence": "kushdo"}, "competence"), ({"theme": "2019-x"}, "theme"),
        ({"groups": ["marsianë"]}, "groups"), ({"shows_done": "a" * 1001}, "shows_done"),
    ],
)  # fmt: skip
def test_what_is_none_is_told_at_its_field(drafted: Site, fields: dict[str, Any], field: str) -> None:
    answer = write(drafted, drafted.client(cast.EDITOR), **fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_all_of_it_may_be_left_empty_and_taken_away_again(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    assert write(drafted, editor).status_code == 303
    empty = {
        name: ""
        for name in ("shows_done", "due", "competence", "law", "law_address", "law_place", "theme", "target_groups")
    }
    assert write(drafted, editor, **empty, groups=[]).status_code == 303
    with drafted.database.writing() as session:
        draft = open_draft(session, drafted)
        one = text(session, draft, "1.2")
        assert (one.shows_done, one.due, str(one.law), one.theme, one.competence, one.target_groups) == (
            "",
            "",
            "",
            "",
            "",
            "",
        )


def test_groups_keep_the_order_in_which_the_contract_names_them(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    with drafted.database.writing() as session:
        of, viewer = contract(session), drafted.viewer(session, cast.EDITOR)
        wording = Wording.of(text(session, open_draft(session, drafted), "1.2"))
        points.revise(session, viewer, of, "1.2", replace(wording, target_groups="gra; banorë; të rinj"))
    assert write(drafted, editor, groups=["të rinj", "gra"], target_groups="banorë").status_code == 303
    with drafted.database.writing() as session:
        assert text(session, open_draft(session, drafted), "1.2").target_groups == "gra; banorë; të rinj"


def test_hints_stand_beside_the_words_and_never_in_the_way(drafted: Site) -> None:
    editor = drafted.client(cast.EDITOR)
    assert write(drafted, editor, text="Rruga është e prishur.").status_code == 303
    for page in (editor.get(PATH), editor.get(DRAFT)):
        assert "Teksti duket se tregon një gjendje. A thotë çfarë kërkohet?" in words(page.text)
    assert "The text seems to describe a situation." in words(editor.get(f"/en{PATH}").text)
    refused = write(drafted, editor, text="Ndërtimi i parkut dhe hapja e rrugës.", due="x")
    assert "Teksti duket se kërkon disa gjëra." in words(refused.text)
    with drafted.database.reading() as session:
        assert contract(session).slug == CONTRACT
    assert "Teksti duket se tregon" not in words(drafted.client().get(f"/kontratat/{CONTRACT}").text)
