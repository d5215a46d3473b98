"""/ndryshimet: what was entered in the record, and each entry for good."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation, Viewer
from pop_tracker.browse.record.acts import acts, approved_by, done_by, is_act
from pop_tracker.browse.record.changes import changes_of
from pop_tracker.browse.record.news import news
from pop_tracker.browse.record.titles import entries as titled
from pop_tracker.browse.record.words import MOST_THINGS, changed, lines, unnamed
from pop_tracker.history import HistoryEntry
from pop_tracker.monitoring.copies import LinkCheck
from pop_tracker.pledges.models import Signature
from pop_tracker.web.i18n import Words, words
from tests import cast
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import words as text


def revise(organisation: Organisation, session: Session, viewer: Viewer, short_name: str) -> None:
    organisation.revise(
        session, viewer, name=organisation.name, short_name=short_name, name_en="", source="provë", municipality_ids=[]
    )


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<span class="meta">#(\d+)</span>', html)]


def test_the_newest_comes_first_and_older_pages_follow(training: Site) -> None:
    with training.database.writing() as session:
        viewer = training.viewer(session, cast.COORDINATOR)
        for number in range(60):
            Organisation.add(
                session, viewer, name=f"Prova {number}", short_name="", name_en="", source="provë", municipality_ids=[]
            )
        newest = history.head(session).number
    client = training.client()
    first = client.get("/ndryshimet").text
    assert numbers(first) == list(range(newest, newest - 50, -1))
    assert f'rel="next" href="/ndryshimet?para={newest - 49}">Ndryshimet para nr. {newest - 49}</a>' in first
    second = client.get(f"/ndryshimet?para={newest - 49}").text
    assert numbers(second)[0] == newest - 50
    assert 'rel="prev" href="/ndryshimet">Ndryshimet më të reja</a>' in second
    entry = client.get("/en/ndryshimet/60").text
    assert 'rel="prev" href="/en/ndryshimet/59">Change no. 59</a>' in entry
    assert 'rel="next" href="/en/ndryshimet/61">Change no. 61</a>' in entry


def test_one_municipality_can_be_followed(training: Site) -> None:
    html = training.client().get("/ndryshimet?bashkia=prove").text
    assert "Plani Social i Bashkisë Provë" in html
    assert "Bashkia Shembull" not in html


NOT_THERE = [
    "/ndryshimet?bashkia=askund",
    "/ndryshimet?para=kot",
    "/ndryshimet?para=99999999999999999999",
    "/ndryshimet/0",
    "/ndryshimet/kot",
    "/ndryshimet/99999",
    "/ndryshimet/99999999999999999999",
    "/ndryshimet.atom?bashkia=askund",
]


def test_what_is_not_there_is_a_helpful_404(training: Site) -> None:
    for path in NOT_THERE:
        assert training.client().get(path).status_code == 404, path


def entry_of(site: Site, verb: str) -> history.Entry:
    with site.database.reading() as session:
        return next(entry for entry in history.entries(session, limit=1000) if entry.row.verb == verb)


def test_an_entry_says_who_what_when_from_what_source_and_how_to_check_it(training: Site) -> None:
    entry = entry_of(training, "edition.publish")
    html = training.client().get(f"/ndryshimet/{entry.row.number}").text
    for said in ("Botim i kontratës", "e shpikur për ushtrim", entry.row.hash, entry.row.previous_hash,
                 entry.row.payload_digest, f"verify-history --expect {entry.row.number}:{entry.row.hash}",
                 f"http://testserver.local/ndryshimet/{entry.row.number}"):  # fmt: skip
        assert said in html
    english = training.client().get(f"/en/ndryshimet/{entry.row.number}").text
    assert "How to check" in english
    assert f"http://testserver.local/en/ndryshimet/{entry.row.number}" in english


def test_what_nobody_in_particular_did_is_laid_to_nobody(training: Site) -> None:
    """What came with the first data, and what the site does by itself, are two things."""
    for verb, who in (
        ("edition.publish", "askush: erdhi me të dhënat fillestare"),
        ("report.freeze", "vetë pop-tracker, jo një person"),
    ):
        row: Any = SimpleNamespace(
            kind="", verb=verb, author=None, organisation=None, approver=None, approver_organisation=None
        )
        assert done_by(row, {}, words("sq")) == who
        assert approved_by(row, {}, words("sq")) == "askush"


def test_no_page_names_a_person_of_the_staff(training: Site) -> None:
    with training.database.writing() as session:
        organisation = session.exec(select(Organisation)).first()
        assert organisation is not None
        revise(organisation, session, training.viewer(session, cast.COORDINATOR), "e re")
        number = history.head(session).number
        name = training.viewer(session, cast.COORDINATOR).name
    for path in (f"/ndryshimet/{number}", "/ndryshimet", "/ndryshimet.atom", "/api/v1/changes"):
        assert name not in training.client().get(path).text


def test_every_field_of_a_state_has_words(training: Site, real: Site) -> None:
    for site in (training, real):
        with site.database.reading() as session:
            for entry in history.entries(session, limit=10_000):
                assert entry.content
                assert unnamed(entry.row.kind, entry.content["state"]) == set(), entry.row.kind


def test_every_entry_can_be_read_in_both_languages(training: Site) -> None:
    client = training.client()
    with training.database.reading() as session:
        newest = history.head(session).number
    for number in range(1, newest + 1):
        for prefix in ("", "/en"):
            assert client.get(f"{prefix}/ndryshimet/{number}").status_code == 200


@pytest.mark.both
def test_a_long_list_is_counted_and_can_be_had_as_a_file(training: Site) -> None:
    """Shembull's plan has sixty items; the page of its entry does not send them all."""
    client = training.client()
    with training.database.reading() as session:
        entry = next(
            one for one in history.entries(session, limit=1000) if one.row.path == "/planet/shembull-2024"
            and one.row.kind == "plan"
        )  # fmt: skip
    assert entry.content
    number, items = entry.row.number, entry.content["state"]["items"]
    html = client.get(f"/ndryshimet/{number}").text
    assert f"{len(items)} rreshta (JSON)" in html
    assert items[-1]["text"] not in unescape(html)
    assert f"/en/ndryshimet/{number}/permbajtja.json" in client.get(f"/en/ndryshimet/{number}").text
    answer = client.get(f"/ndryshimet/{number}/permbajtja.json")
    assert answer.json() == entry.content
    assert f'filename="te-shpikura-hyrja-{number}.json"' in answer.headers["content-disposition"]
    assert client.get("/ndryshimet/999999/permbajtja.json").status_code == 404
    assert client.get("/ndryshimet/x/permbajtja.json").status_code == 404


def test_what_an_entry_is_about_is_said_in_the_readers_language(training: Site) -> None:
    """Entries keep their titles in Albanian, with a verdict, a kind and a date in them."""
    client = training.client()
    for verb, albanian in (
        ("finding.confirm", ("në plan:",)),
        ("round.publish", ("Raundi 1 i monitorimit: ",)),
        ("edition.publish", (", botimi 1",)),
        ("consultation.record", ("publik", "Forum,", "Fokus")),
    ):
        entry = entry_of(training, verb)
        assert entry.title
        assert any(words in entry.title for words in albanian)
        for path in (f"/en/ndryshimet/{entry.row.number}", f"/en/ndryshimet?para={entry.row.number + 1}"):
            assert entry.title not in unescape(client.get(path).text), path
        assert entry.title not in unescape(client.get("/en/ndryshimet.atom").text)


def test_what_is_ours_in_a_title_is_said_in_english(training: Site) -> None:
    checked = datetime(2025, 3, 8, 9, 5, tzinfo=UTC)
    with training.database.writing() as session:
        check = LinkCheck(entered_at=checked, source="kontroll")
        session.add(check)
        session.flush()
        history.append(session, "enter", check, history.SEEDS, source="kontroll")
    with training.database.reading() as session:
        entries, english = (
            {one.row.number: one for one in titled(session, words(language), limit=1000)} for language in ("sq", "en")
        )
    seen = set()
    for number, entry in entries.items():
        ours, theirs = str(entry.title), str(english[number].title)
        for albanian, said in (
            ("Zgjedhje vendore 2023", "Local elections 2023"),
            (", kryetar bashkie, ", ", mayor, "),
            ("Lidhjet e provave, 8 mars 2025", "Links of evidence, 8 March 2025"),
        ):
            if albanian in ours:
                assert theirs == ours.replace(albanian, said)
                seen.add(entry.row.kind)
    assert seen == {"election", "candidate", "office", "link_check"}


def test_a_published_figure_is_called_in_english_as_it_was_entered(real: Site) -> None:
    with real.database.reading() as session:
        entries = [one for one in titled(session, words("en"), limit=5000) if one.row.kind == "published_figure"]
    assert entries
    for entry in entries:
        state = entry.content["state"] if entry.content else {}
        assert str(entry.title).startswith(f"{state['label_en']}: {state['value']}")
        assert state["scope_en"] in str(entry.title)


def test_a_verdict_is_said_in_todays_words_whatever_the_entrys_age(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = entry_of(training, "finding.confirm")
    assert entry.content
    ours, after = str(entry.title).split(":", 1)
    old = replace(entry, content={**entry.content, "title": f"Siç thuhej dikur:{after}"})
    monkeypatch.setattr(history, "entries", lambda *_, **__: [old])
    with training.database.reading() as session:
        assert [one.title for one in titled(session, words("sq"))] == [f"{ours}:{after}"]


def test_a_redacted_entry_says_so_and_by_which_entry(training: Site) -> None:
    entry = entry_of(training, "signature.record")
    with training.database.writing() as session:
        signature = next(row for row in Signature.public_rows(session) if row.key == entry.row.key)
        redaction = redacted(
            session,
            signature,
            training.viewer(session, cast.COORDINATOR).actor,
            training.viewer(session, cast.REVIEWER).actor,
            reason="emër i një personi privat",
        )
        redacting = redaction.number
    client = training.client()
    html = client.get(f"/ndryshimet/{entry.row.number}").text
    assert "Nga ky ndryshim u hoq një pjesë" in html
    assert "emër i një personi privat" in html
    assert f'href="/ndryshimet/{redacting}"' in html
    assert entry.title
    assert entry.title not in html
    name = entry.title.partition(":")[0]
    left = client.get(f"/ndryshimet/{entry.row.number}/permbajtja.json").text
    assert history.REMOVED in left
    assert name not in left
    assert f'href="/ndryshimet/{entry.row.number}"' in client.get(f"/ndryshimet/{redacting}").text
    listed = client.get(f"/ndryshimet?para={entry.row.number + 1}").text
    assert history.REMOVED in listed
    assert entry.title not in listed


def test_an_entry_shows_before_and_after_of_only_what_changed(training: Site) -> None:
    with training.database.writing() as session:
        organisation = session.exec(select(Organisation)).first()
        assert organisation is not None
        name = organisation.name
        revise(organisation, session, training.viewer(session, cast.COORDINATOR), "Shkurt i ri")
        number = history.head(session).number
    page = training.client().get(f"/ndryshimet/{number}").text
    said = text(page)
    changes, _, rest = said.partition("Kur ")
    assert "Çfarë ndryshoi" in changes
    assert re.search(r"Shkurtimi.* Para .* Pas Shkurt i ri", changes), changes
    assert name not in changes.partition("Çfarë ndryshoi")[2], "it did not change"
    assert name in rest.partition("Gjendja e plotë pas këtij ndryshimi")[2]


def test_what_was_loaded_is_one_row_that_opens_and_acts_stand_under_their_day(real: Site) -> None:
    html = real.client().get("/ndryshimet").text
    assert re.search(r"\d+ \w+ \d{4} U ngarkuan \d+ të dhëna", text(html))
    folds = re.findall(r"<details class=\"more\".*?</details>", html, re.DOTALL)
    loaded_answer = "Përgjigje për kontratën: Sotiraq Filo: Kontrata Sociale 2023–2027, Bashkia Korçë"
    assert loaded_answer in text(html)
    assert any(loaded_answer in text(fold) for fold in folds), "he answered in 2023, not when it was loaded"


def test_the_list_of_changes_and_the_news_count_the_same_as_loaded(training: Site) -> None:
    with training.database.writing() as session:
        organisation = session.exec(select(Organisation)).first()
        assert organisation is not None
        revise(organisation, session, training.viewer(session, cast.COORDINATOR), "Shkurt i ri")
    with training.database.reading() as session:
        rows = session.exec(select(HistoryEntry)).all()
        done = set(session.exec(select(HistoryEntry.number).where(acts())))
        assert done == {row.number for row in rows if is_act(row)}
        loaded = len(rows) - len(done)
        assert [one.loaded for one in news(session, words("sq")) if one.loaded] == [loaded]
        shown = changes_of(session, words("sq"), limit=len(rows))
    assert 0 < sum(change.is_loaded for change in shown) == loaded < len(rows)


@pytest.mark.both
def test_what_was_loaded_is_counted_by_the_day_in_tirana(training: Site) -> None:
    # After all that the record holds, whenever this is read.
    moments = [datetime(2099, 1, *when, tzinfo=UTC) for when in ((14, 12, 30), (14, 23, 30), (15, 22, 30))]
    with training.database.writing() as session:
        last = history.head(session).number
        for number, at in enumerate(moments, last + 1):
            row = HistoryEntry(
                number=number, at=at, verb="organisation.revise", kind="organisation", key="x", path="/organizatat",
                payload_digest="", previous_hash=f"before {number}", hash=str(number),
            )  # fmt: skip
            session.add(row)
    with training.database.reading() as session:
        found = news(session, words("sq"))
    days = [(words("sq").date(one.at), one.loaded) for one in found]
    assert days[:2] == [("15 janar 2099", 2), ("14 janar 2099", 1)]
    assert found[0].at == moments[-1]


def test_of_lists_only_what_one_has_and_the_other_lacks_is_compared() -> None:
    (one,) = changed("consultation", {"attendees": ["a", "b"]}, {"attendees": ["b", "c"]}, words("sq"))
    assert (one.before.several, one.after.several) == (("a",), ("c",))


def test_of_things_too_and_what_one_of_them_lacks_is_unsaid_there() -> None:
    points = [{"text": one} for one in "abc"]
    (one,) = changed("consultation", {"points": points[:2]}, {"points": points[1:]}, words("sq"))
    of_each = [[line.words for thing in side.things for line in thing] for side in (one.before, one.after)]
    assert of_each == [["a"], ["c"]]
    many = [{"text": str(number)} for number in range(MOST_THINGS + 1)]
    (one,) = changed("consultation", {"points": many}, {"points": [*many[1:], {"text": "e re"}]}, words("sq"))
    of_each = [[line.words for thing in side.things for line in thing] for side in (one.before, one.after)]
    assert of_each == [["0"], ["e re"]]
    gone, came = changed("organisation", {"name": "x", "short_name": "y"}, {"name": "x", "name_en": "z"}, words("sq"))
    assert (gone.before.words, gone.after.is_said) == ("y", False)
    assert (came.before.is_said, came.after.words) == (False, "z")


@pytest.mark.both
def test_it_asks_the_database_a_fixed_number_of_times(training: Site) -> None:
    for path, most in (("/ndryshimet", 6), ("/ndryshimet/2", 3), ("/ndryshimet.atom", 6)):
        with training.count_queries() as seen:
            training.client().get(path)
        assert len(seen) <= most, seen


def test_an_entry_that_lost_pieces_asks_as_often_however_many_took_them(training: Site) -> None:
    entry = entry_of(training, "signature.record")
    with training.database.reading() as session:
        by, other = (training.viewer(session, who).actor for who in (cast.COORDINATOR, cast.REVIEWER))

    def questions_without(field: str, request: int) -> int:
        with training.database.writing() as session:
            one = next(row for row in Signature.public_rows(session) if row.key == entry.row.key)
            redacted(session, one, by, other, reason="prova", which=lambda it: it.field == field, request=request)
        with training.count_queries() as seen:
            html = training.client().get(f"/ndryshimet/{entry.row.number}").text
        assert html.count(", që e hoqi") == request
        return len(seen)

    assert questions_without("name", 1) == questions_without("source", 2) <= 7


def test_a_number_is_written_as_its_reader_writes_it() -> None:
    for language, kappa in (("sq", "0,44"), ("en", "0.44")):
        (line,) = lines("round", {"kappa": "0.44"}, Words(language))
        assert line.words == kappa


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("office", "capacity", "mayor", "Kryetar bashkie"),
        ("office", "capacity", "council_secretary", "Sekretar i këshillit bashkiak"),
        ("signature", "capacity", "mayor", "Si kryetar bashkie"),
        ("link_check", "outcome", "dead", "lidhja nuk hapet më"),
        ("consultation", "outcome", "dead", "dead"),
        ("round", "before_reply", "not_addressed", "nuk është adresuar"),
    ],
)
def test_a_value_is_said_in_the_words_of_its_own_room(kind: str, field: str, value: str, said: str) -> None:
    (line,) = lines(kind, {field: value}, words("sq"))
    assert line.words == said
