"""Member organisations and the municipalities they cover: public, so every change is an entry."""

from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Organisation, coverage, organisation_by_slug
from pop_tracker.places.models import Municipality
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site

NEW = {
    "name": "Shoqata Çelësi i Ri",
    "short_name": "SHÇR",
    "name_en": "New Key Association",
    "source": "mbledhja e rrjetit",
}


def place_id(site: Site, slug: str) -> str:
    with site.database.reading() as session:
        return str(session.exec(select(Municipality.id).where(Municipality.slug == slug)).one())


def test_a_new_organisation_stands_in_the_record(training: Site) -> None:
    client = training.client(COORDINATOR)
    added = training.form(client, "/puna/organizatat/shtim", municipalities=[place_id(training, "prove")], **NEW)
    assert added.status_code == 303
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.row.verb == "organisation.record"
        assert entry.row.key == "shoqata-celesi-i-ri"
        assert entry.content is not None
        assert entry.content["state"]["municipalities"] == ["prove"]
        assert entry.source == NEW["source"]
        assert not list(verification.verify(session))


@pytest.mark.both
def test_what_it_covers_may_change_and_the_address_stays(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = "/puna/organizatat/organizata-b"
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    fields: dict[str, Any] = {**NEW, "municipalities": [place_id(training, "prove"), place_id(training, "ushtrim")]}
    assert training.form(client, where, version=version, **fields).status_code == 303
    with training.database.reading() as session:
        organisation = organisation_by_slug(session, "organizata-b")
        assert organisation is not None
        assert organisation.name == NEW["name"]
        assert len(coverage(session)[organisation.id or 0]) == 2
        (entry,) = history.entries(session, limit=1)
        assert entry.row.verb == "organisation.revise"
        assert not list(verification.verify(session))
        before = history.head(session)
    assert training.form(client, where, version=version, **fields).status_code == 303  # the same once more
    with training.database.reading() as session:
        assert history.head(session) == before


def test_the_editors_of_an_organisation_edit_what_it_covers(training: Site) -> None:
    with training.database.reading() as session:
        prove = int(place_id(training, "prove"))
        assert not training.viewer(session, EDITOR).may_edit(prove)
    with training.database.writing() as session:
        organisation = organisation_by_slug(session, "organizata-a")
        assert organisation is not None
        organisation.revise(
            session, training.viewer(session, COORDINATOR), name=organisation.name, short_name="", name_en="",
            source="s", municipality_ids=[prove],
        )  # fmt: skip
    with training.database.reading() as session:
        editor = training.viewer(session, EDITOR)
        assert editor.may_edit(prove)
        assert not editor.may_edit(int(place_id(training, "shembull")))
        assert training.viewer(session, COORDINATOR).may_edit(int(place_id(training, "shembull")))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "…"}, "name"),
        ({"name": "Organizata Shembullore"}, "name"),
        ({"name": "ORGANIZATA  SHEMBULLORE"}, "another"),
        ({"source": " "}, "source"),
        ({"municipalities": "99999"}, "municipalities"),
        ({"short_name": "\x07"}, "short_name"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    client = training.client(COORDINATOR)
    answer = training.form(client, "/puna/organizatat/shtim", **{**NEW, **fields})
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    assert "New Key Association" in answer.text
    with training.database.reading() as session:
        assert len(session.exec(select(Organisation)).all()) == 2


@pytest.mark.both
def test_a_form_sent_twice_adds_once(training: Site) -> None:
    client = training.client(COORDINATOR)
    for _ in range(2):
        assert training.form(client, "/puna/organizatat/shtim", nonce="same", **NEW).status_code == 303
    with training.database.reading() as session:
        assert len(session.exec(select(Organisation)).all()) == 3


@pytest.mark.both
def test_a_stale_form_shows_both(training: Site) -> None:
    client = training.client(COORDINATOR)
    fields: dict[str, Any] = {**NEW, "municipalities": [place_id(training, "prove")]}
    stale = training.form(client, "/puna/organizatat/organizata-b", version="older", **fields)
    assert stale.status_code == 409
    assert "Shoqata Provë" in stale.text
    assert NEW["name"] in stale.text


def test_only_the_coordinator_enters(training: Site) -> None:
    client = training.client(EDITOR)
    for path in ("/puna/organizatat", "/puna/organizatat/shtim", "/puna/organizatat/organizata-a"):
        assert client.get(path).status_code == 403
    assert training.client(COORDINATOR).get("/puna/organizatat/nuk-ka").status_code == 404


def test_a_name_of_the_same_letters_is_asked_about_once(training: Site) -> None:
    client, new = training.client(COORDINATOR), "/puna/organizatat/shtim"
    assert training.form(client, new, **NEW).status_code == 303
    again = {**NEW, "name": "Shoqata Celesi i Ri"}
    asked = training.form(client, new, **again)
    assert asked.status_code == 422
    assert "Është regjistruar tashmë “Shoqata Çelësi i Ri”." in asked.text
    assert training.form(client, new, **again, another="y").status_code == 303
    with training.database.reading() as session:
        assert organisation_by_slug(session, "shoqata-celesi-i-ri-2") is not None
    same = training.form(client, new, **NEW, another="y")
    assert "Një organizatë me këtë emër është regjistruar tashmë." in same.text


def test_one_more_opens_where_the_button_asks_for_it(training: Site) -> None:
    client, new = training.client(COORDINATOR), "/puna/organizatat/shtim"
    assert training.form(client, new, **NEW, veprimi="tjeter").headers["location"] == new
    assert "Organizata u shtua." in client.get(new).text
