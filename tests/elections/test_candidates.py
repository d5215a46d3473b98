"""Elections, who stands in them, and the result."""

from datetime import timedelta

import pytest
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.elections.models import Candidate, Election, ElectionKind, election_by_slug, election_slug
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.pages import words

NEW = {
    "election": "vendore-2023", "municipality": "ushtrim", "name": "Flamur Shtesa", "list_name": "Lista e Tretë",
    "elected": "no", "votes": "120", "source": "e shpikur për ushtrim", "note": "",
}  # fmt: skip


def candidate_path(site: Site, name: str) -> str:
    with site.database.reading() as session:
        return f"/puna/kandidatet/{session.exec(select(Candidate.id).where(Candidate.name == name)).one()}"


@pytest.mark.both
def test_a_candidate_is_recorded_and_the_result_added(training: Site) -> None:
    client = training.client(COORDINATOR)
    added = training.form(client, "/puna/kandidatet/shtim", **{**NEW, "elected": "", "votes": ""})
    assert added.status_code == 303
    assert NEW["name"] in client.get(added.headers["location"]).text
    where = candidate_path(training, NEW["name"])
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    assert training.form(client, where, version=version, **NEW).status_code == 303
    with training.database.reading() as session:
        revised, recorded = history.entries(session, limit=2)
        assert (recorded.row.verb, revised.row.verb) == ("candidate.record", "candidate.revise")
        assert NEW["name"] not in revised.row.key
        assert revised.content is not None
        assert revised.content["state"]["elected"] is False
        assert not list(verification.verify(session))
        before = history.head(session)
    assert training.form(client, where, version=version, **NEW).status_code == 303  # the same once more
    with training.database.reading() as session:
        assert history.head(session) == before


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"name": "Agim Kandidati", "municipality": "shembull"}, "name"),
        ({"municipality": "atlantide"}, "municipality"),
        ({"municipality": ""}, "municipality"),
        ({"election": "vendore-1900"}, "election"),
        ({"elected": "ndoshta"}, "elected"),
        ({"elected": "yes", "municipality": "shembull"}, "elected"),
        ({"source": ""}, "source"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    client = training.client(COORDINATOR)
    answer = training.form(client, "/puna/kandidatet/shtim", **{**NEW, **fields})
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    assert "Lista e Tretë" in answer.text


@pytest.mark.both
def test_a_form_sent_twice_adds_once(training: Site) -> None:
    client = training.client(COORDINATOR)
    for _ in range(2):
        assert training.form(client, "/puna/kandidatet/shtim", nonce="same", **NEW).status_code == 303


@pytest.mark.both
def test_a_stale_form_shows_both(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = candidate_path(training, "Blerta Garuese")
    stale = training.form(client, where, version="older", **{**NEW, "name": "Blerta Tjetra"})
    assert stale.status_code == 409
    assert "Blerta Garuese" in stale.text
    assert "Blerta Tjetra" in stale.text


@pytest.mark.both
def test_a_partial_election_is_held_in_one_municipality(training: Site) -> None:
    client = training.client(COORDINATOR)
    fields = {"election_kind": "partial", "municipality": "prove", "held_on": "9.11.2025", "source": "e shpikur"}
    assert training.form(client, "/puna/zgjedhjet/shtim", **fields).status_code == 303
    with training.database.reading() as session:
        election = election_by_slug(session, "pjesshme-prove-2025")
        assert election is not None
        assert election.title == "Zgjedhje të pjesshme 2025, Provë"
        assert not list(verification.verify(session))
    elsewhere = training.form(client, "/puna/kandidatet/shtim", **{**NEW, "election": "pjesshme-prove-2025"})
    assert elsewhere.status_code == 422
    assert 'id="municipality-error"' in elsewhere.text
    twice = training.form(client, "/puna/zgjedhjet/shtim", **fields)
    assert twice.status_code == 422
    assert "tashmë" in twice.text


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"municipality": ""}, "municipality"),
        ({"election_kind": "ordinary_local"}, "municipality"),
        ({"election_kind": ""}, "election_kind"),
        ({"held_on": "dje"}, "held_on"),
        ({"source": ""}, "source"),
    ],
)
def test_bad_elections_are_refused_at_the_field(training: Site, fields: dict[str, str], where: str) -> None:
    sent = {"election_kind": "partial", "municipality": "prove", "held_on": "9.11.2025", "source": "s", **fields}
    answer = training.form(training.client(COORDINATOR), "/puna/zgjedhjet/shtim", **sent)
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text


@pytest.mark.both
def test_the_day_may_be_mended_within_the_year(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = "/puna/zgjedhjet/vendore-2023"
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    assert training.form(client, where, version=version, held_on="15.5.2023", source="s").status_code == 303
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    other_year = training.form(client, where, version=version, held_on="15.5.2024", source="s")
    assert other_year.status_code == 422
    assert 'id="held_on-error"' in other_year.text


def test_there_is_no_result_before_the_day(training: Site) -> None:
    day = today() + timedelta(days=3)
    with training.database.writing() as session:
        slug = election_slug(ElectionKind.ORDINARY_LOCAL, day, None)
        Election(slug=slug, election_kind=ElectionKind.ORDINARY_LOCAL, held_on=day, source="s").record(
            session, history.SEEDS
        )
    client = training.client(COORDINATOR)
    answer = training.form(client, "/puna/kandidatet/shtim", **{**NEW, "election": slug})
    assert answer.status_code == 422
    assert 'id="elected-error"' in answer.text
    waiting = {**NEW, "election": slug, "elected": ""}
    assert training.form(client, "/puna/kandidatet/shtim", **waiting).status_code == 303


def test_only_the_coordinator_enters(training: Site) -> None:
    client = training.client(EDITOR)
    for path in ("/puna/zgjedhjet", "/puna/zgjedhjet/shtim", "/puna/zgjedhjet/vendore-2023", "/puna/kandidatet",
                 "/puna/kandidatet/shtim", candidate_path(training, "Blerta Garuese")):  # fmt: skip
        assert client.get(path).status_code == 403
    coordinator = training.client(COORDINATOR)
    assert coordinator.get("/puna/zgjedhjet/nuk-ka").status_code == 404
    assert coordinator.get("/puna/kandidatet/4711").status_code == 404


def test_an_election_is_called_in_the_readers_language(training: Site) -> None:
    client = training.client(COORDINATOR)
    for path in ("kandidatet", "kandidatet/shtim", "kandidatet/1", "zgjedhjet/vendore-2023"):
        html = client.get(f"/en/puna/{path}").text
        assert "Local elections 2023" in html, path
        assert "Zgjedhje vendore" not in html.split("<main")[1].split("</main>")[0], path


def test_a_name_that_is_spelled_otherwise_is_asked_about_once(training: Site) -> None:
    """Agim Kandidati stands in Shembull; his other spellings would stand beside him as other people."""
    client, shembull = training.client(COORDINATOR), {**NEW, "municipality": "shembull"}
    assert 'name="another"' not in client.get("/puna/kandidatet/shtim").text
    for name in ("AGIM KANDIDATI", "Agim Kandidatí", "Agim’ Kandi\u200bdati", "Ágim  Kandi-Dati"):
        asked = training.form(client, "/puna/kandidatet/shtim", **{**shembull, "name": name})
        assert asked.status_code == 422, name
        assert "Është regjistruar tashmë “Agim Kandidati”. A është tjetër?" in asked.text
        assert "Po, është person tjetër: " not in words(asked.text)
        assert 'name="another"' in asked.text
    elsewhere = {**NEW, "name": "AGIM KANDIDATI"}
    assert training.form(client, "/puna/kandidatet/shtim", **elsewhere).status_code == 303, "of another municipality"
    other = {**shembull, "name": "AGIM KANDIDATI", "another": "y"}
    assert training.form(client, "/puna/kandidatet/shtim", **other).status_code == 303
    where = candidate_path(training, "Agim Kandidati")
    opened = {"version": client.get(where).text.split('name="version" value="')[1].split('"')[0], "elected": "yes"}
    revised = training.form(client, where, **{**shembull, **opened, "name": "Agim Kandidatï"})
    assert revised.status_code == 422
    assert 'name="another"' in revised.text
    same = training.form(client, where, **{**shembull, **opened, "name": "Agim Kandidati"})
    assert 'name="another"' not in same.text
    english = training.form(client, "/en/puna/kandidatet/shtim", **{**shembull, "name": "agim kandidati"})
    assert "Is this another?" in english.text


def test_one_more_candidate_opens_for_the_same_race_with_its_source(training: Site) -> None:
    client = training.client(COORDINATOR)
    source = "vendimi i shpikur 12"
    taken = training.form(client, "/puna/kandidatet/shtim", **{**NEW, "source": source, "veprimi": "tjeter"})
    assert taken.headers["location"] == "/puna/kandidatet/shtim?zgjedhja=vendore-2023&bashkia=ushtrim"
    page = client.get(taken.headers["location"]).text
    assert "Kandidati u shtua." in page
    assert '<option value="ushtrim" selected>' in page
    assert source in page
    assert source not in client.get("/puna/kandidatet/shtim?zgjedhja=vendore-2023&bashkia=shembull").text
