"""Saves that follow one another are one change that says what it was; the record keeps each."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.saves import Told
from pop_tracker.browse.record.words import summary
from pop_tracker.history import HistoryEntry
from pop_tracker.web.i18n import words
from tests.browse.play import ATOM
from tests.cast import COORDINATOR, EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import words as plain
from tests.plans.consultations import MINUTES, PDF, PHOTO, SAID, SLUG, WORK, opened_at, picture

PAGE = f"/konsultimet/{SLUG}"


def written_up(site: Site, who: str = EDITOR) -> list[int]:
    """How a meeting ended, its minutes and two photographs, saved one by one; their entries."""
    before = head(site)
    client = site.client(who)
    assert saved(site, who, outcome="ura mbyllet për kalimtarët.").status_code == 303
    site.form(client, WORK, post_to=MINUTES, files={"file": ("procesverbali.pdf", PDF, "application/pdf")})
    for at, size in enumerate(((2400, 1200), (1200, 1200))):
        site.form(client, PHOTO, files={"file": (f"foto-{at}.jpg", picture(size=size), "image/jpeg")}, **SAID)
    return list(range(before + 1, head(site) + 1))


def saved(site: Site, who: str, **fields: str) -> Any:
    form = f"{WORK}/te-dhenat"
    return site.form(site.client(who), form, **{**opened_at(site, form), **fields})


def head(site: Site) -> int:
    with site.database.reading() as session:
        return history.head(session).number


def told(site: Site, **asked: Any) -> list[Told]:
    with site.database.reading() as session:
        return saves.entries(session, words("sq"), **asked)


@pytest.mark.both
def test_four_saves_of_a_consultation_are_one_change_that_says_what_it_was(training: Site) -> None:
    numbers = written_up(training)
    assert len(numbers) == 4
    client = training.client()
    what = "Fotografitë: u shtuan 2; Procesverbali: u shtua; Përfundimi: u ndryshua."
    held = " , ".join(f"#{number}" for number in numbers)
    for path in ("/ndryshimet", "/ndryshimet?bashkia=shembull", PAGE, "/bashkite/shembull", "/"):
        page = plain(client.get(path).text)
        assert page.count("Konsultim i ndryshuar") == 1, path
        assert f"{what} 4 ruajtje njëra pas tjetrës: {held}" in page, path
    english = plain(client.get("/en/ndryshimet").text)
    assert "Photos: 2 added; Minutes: added; Outcome: changed. 4 saves in a row:" in english
    for number in numbers:
        assert client.get(f"/ndryshimet/{number}").status_code == 200
    assert [one["number"] for one in client.get("/api/v1/changes?limit=4").json()["items"]] == numbers[::-1]


def test_the_feed_has_one_item_that_keeps_its_name_while_saves_are_added(training: Site) -> None:
    numbers = written_up(training)

    def newest() -> tuple[str, str, str]:
        root = ElementTree.fromstring(training.client().get("/ndryshimet.atom").content)
        item = root.findall(f"{ATOM}entry")[0]
        return tuple(item.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "summary"))  # type: ignore[return-value]

    identity, title, said = newest()
    assert identity.endswith(f"/ndryshimet/{numbers[0]}")
    assert title.startswith("Konsultim i ndryshuar: ")
    assert "Fotografitë: u shtuan 2; Procesverbali: u shtua" in said
    assert saved(training, EDITOR, topic="Ura dhe rruga").status_code == 303
    assert newest()[0] == identity
    assert "Tema: u ndryshua" in newest()[2]


def test_another_persons_save_is_a_change_of_its_own(training: Site) -> None:
    numbers = written_up(training)
    last = numbers[-1]
    assert saved(training, SECOND_EDITOR, topic="Tjetër temë").status_code == 303
    assert saved(training, EDITOR, topic="Si më parë").status_code == 303
    assert [one.numbers for one in told(training, limit=3)] == [(last + 2,), (last + 1,), tuple(numbers)]


def revised(session: Session, site: Site, organisation: Organisation, short_name: str) -> None:
    viewer = site.viewer(session, COORDINATOR)
    organisation.revise(session, viewer, name=organisation.name, short_name=short_name, name_en="", source="provë",
                        municipality_ids=[])  # fmt: skip


@pytest.mark.both
def test_no_page_of_the_list_parts_them_or_loses_one(training: Site) -> None:
    """Of two things by turns, over a page's end."""
    before = head(training)
    with training.database.writing() as session:
        viewer = training.viewer(session, COORDINATOR)
        things = [
            Organisation.add(session, viewer, name=f"Prova {at}", short_name="", name_en="", source="provë",
                             municipality_ids=[]) for at in range(49)
        ]  # fmt: skip
        for round_ in range(4):
            for thing in things[:2]:
                revised(session, training, thing, f"OSH {round_}")
        for thing in things:
            revised(session, training, thing, "e fundit")
    pages, path = [], "/ndryshimet"
    client = training.client()
    while path:
        html = client.get(path).text
        pages.append([int(number) for number in re.findall(r'<span class="meta">#(\d+)</span>', html)])
        found = re.search(r'rel="next" href="([^"]+)"', html)
        path = found[1] if found else ""
    listed = [number for page in pages for number in page]
    assert listed == sorted(set(listed), reverse=True)
    assert [len(page) for page in pages[:-1]] == [50] * (len(pages) - 1)
    with training.database.reading() as session:
        runs = saves.entries(session, words("sq"), limit=1000)
    assert [one.row.number for one in runs] == listed
    assert sorted(number for one in runs for number in one.numbers) == list(range(1, head(training) + 1))
    assert [one.numbers[0] for one in runs if len(one.numbers) == 5] == [before + 51, before + 50]
    assert all("Shkurtimi: u shtua" in one.what for one in runs if one.is_together)


@pytest.mark.both
@pytest.mark.parametrize(
    ("more", "together"),
    [
        ({}, True),
        ({"at": 600}, True),
        ({"at": 601}, False),
        ({"author": 2}, False),
        ({"organisation": "tjeter"}, False),
        ({"approver": 3}, False),
        ({"verb": "organisation.record"}, False),
        ({"key": "tjeter"}, False),
        ({"author": None}, False),
    ],
)
def test_what_belongs_together(training: Site, more: dict[str, Any], together: bool) -> None:
    begins = datetime(2099, 1, 14, 12, 0, tzinfo=UTC)
    with training.database.writing() as session:
        last = history.head(session).number
        others: tuple[dict[str, Any], ...] = ({"at": 0}, {"at": 1, **more})
        for at, other in enumerate(others):
            fields: dict[str, Any] = {"verb": "organisation.revise", "key": "x", "author": 1}
            fields |= {**other, "at": begins + timedelta(seconds=other["at"])}
            session.add(
                HistoryEntry(
                    number=last + 1 + at, kind="organisation", path="/organizatat", payload_digest="",
                    previous_hash=f"before {at}", hash=f"of {at}", **fields,
                )
            )  # fmt: skip
    found = [one.numbers for one in told(training, limit=2)]
    assert found[0] == ((last + 1, last + 2) if together else (last + 2,))


def test_two_that_came_without_an_author_are_two(training: Site) -> None:
    """What was loaded is nobody's work of a minute."""
    with training.database.reading() as session:
        assert all(len(one.numbers) == 1 for one in saves.entries(session, words("sq"), limit=1000))


def test_reasons_of_all_saves_are_told(training: Site) -> None:
    with training.database.writing() as session:
        thing = Organisation.add(session, training.viewer(session, COORDINATOR), name="Prova", short_name="",
                                 name_en="", source="provë", municipality_ids=[])  # fmt: skip
        by = training.viewer(session, COORDINATOR).actor
        for reason in ("Gabim shtypi.", None, "Adresë e gabuar.", "Gabim shtypi."):
            history.append(session, "revise", thing, by, source="provë", reason=reason)
    assert told(training, limit=1)[0].reasons == ("Gabim shtypi.", "Adresë e gabuar.")
    assert "Gabim shtypi. · Adresë e gabuar." in plain(training.client().get("/ndryshimet").text)
    assert told(training, limit=1)[0].what == ()


def test_saves_whose_words_were_removed_are_told_without_them(training: Site) -> None:
    numbers = written_up(training)
    with training.database.writing() as session:
        from pop_tracker.plans.consultations.consultations import Consultation

        thing = next(one for one in Consultation.public_rows(session) if one.key == SLUG)
        redacted(session, thing, history.Actor(1), history.Actor(2), reason="emër i një personi privat")
    page = plain(training.client().get("/ndryshimet").text)
    assert "kalimtarët" not in page
    assert f"4 ruajtje njëra pas tjetrës: #{numbers[0]}" in page


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"topic": "a"}, {"topic": "b"}, ["Tema: u ndryshua"]),
        ({"topic": ""}, {"topic": "b"}, ["Tema: u shtua"]),
        ({"women": 3}, {"women": None}, ["Gra: u hoq"]),
        ({"minutes_public": False}, {"minutes_public": True}, ["Procesverbalin mund ta shkarkojë kushdo: po"]),
        ({"minutes_sha256": "", "minutes_size": None}, {"minutes_sha256": "aa", "minutes_size": 7},
         ["Procesverbali: u shtua"]),
        ({"points": [{"text": "a"}]}, {"points": [{"text": "b"}, {"text": "c"}]},
         ["Pikat: u shtua 1, u ndryshua 1"]),
        ({"points": [{"text": "a", "position": 1}, {"text": "b", "position": 2}]},
         {"points": [{"text": "b", "position": 1}]}, ["Pikat: u hoq 1"]),
        ({"points": [{"text": "a", "position": 1}, {"text": "b", "position": 2}]},
         {"points": [{"text": "b", "position": 1}, {"text": "a", "position": 2}]}, ["Pikat: u ndryshua radha"]),
        ({"roles_present": ["a"]}, {"roles_present": ["a", "b"]}, ["Të pranishëm: u ndryshua"]),
        ({"called_off": None}, {"topic": ""}, []),
    ],
)  # fmt: skip
def test_what_several_saves_were_is_said_in_words(before: Any, after: Any, said: list[str]) -> None:
    assert summary("consultation", before, after, words("sq")) == said


@pytest.mark.both
def test_however_many_saves_the_database_is_asked_as_often(training: Site) -> None:
    written_up(training)
    asked = []
    for _ in range(2):
        with training.count_queries() as seen:
            assert training.client().get("/ndryshimet").status_code == 200
        asked.append(len(seen))
        for topic in ("Uji", "Rrugët", "Uji dhe rrugët"):
            assert saved(training, SECOND_EDITOR, topic=topic).status_code == 303
    assert asked[0] == asked[1] <= 9
