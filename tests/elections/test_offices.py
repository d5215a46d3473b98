"""A mayor leaves, another comes; two never hold one office at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from pop_tracker import history, verification
from pop_tracker.elections.offices import Office, OfficeCapacity, holders
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import words
from tests.plans.play import fields_of

NEXT = {"capacity": "mayor", "name": "Zana Pasardhësja", "from_on": "1.2.2025", "source": "e shpikur për ushtrim"}


def mayor(session: Session, slug: str = "shembull") -> Office:
    place = session.exec(select(Municipality.id).where(Municipality.slug == slug)).one()
    return holders(session, OfficeCapacity.MAYOR, today())[place or 0]


def leaving(site: Site) -> str:
    with site.database.reading() as session:
        return f"/puna/detyrat/shembull/{mayor(session).id}/largim"


def test_a_mayor_leaves_and_another_comes(training: Site) -> None:
    client = training.client(COORDINATOR)
    left = training.form(client, leaving(training), until_on="30.01.2025", source="dorëheqje, e shpikur")
    assert left.status_code == 303
    came = training.form(client, "/puna/detyrat/shembull/shtim", **NEXT)
    assert came.status_code == 303
    with training.database.reading() as session:
        assert mayor(session).name == NEXT["name"]
        came_entry, left_entry = history.entries(session, limit=2)
        assert (left_entry.row.verb, came_entry.row.verb) == ("office.end", "office.record")
        assert left_entry.source == "dorëheqje, e shpikur"
        assert left_entry.content
        state = left_entry.content["state"]
        assert [one["words"] for one in state["end_source"]] == ["dorëheqje, e shpikur"]
        assert [one["words"] for one in state["source"]] == ["e shpikur për ushtrim"], "that they came"
        assert came_entry.row.municipality == "shembull"
        assert not list(verification.verify(session))
    assert NEXT["name"] in client.get("/puna/detyrat").text
    assert NEXT["name"] in client.get("/puna/detyrat/shembull").text
    assert "Largimi: dorëheqje, e shpikur" in words(training.client().get("/bashkite/shembull").text)
    entry = words(training.client().get(f"/ndryshimet/{left_entry.row.number}").text)
    assert "Kush koordinatori i rrjetit Miratoi askush tjetër: u shënua nga një person" in entry
    assert "të dhënat fillestare" not in entry
    assert "Burimi i largimit Para" in entry
    assert "Pas dorëheqje, e shpikur" in entry


def test_the_source_of_an_end_is_mended_apart_from_that_of_the_arrival(training: Site) -> None:
    client = training.client(COORDINATOR)
    leave = leaving(training)
    training.form(client, leave, until_on="30.01.2025", source="dorëheqje, e shpikur")
    where = leave.removesuffix("/largim")
    said = fields_of(training, where, COORDINATOR)
    assert said["end_source"] == "dorëheqje, e shpikur"
    assert training.form(client, where, **{**said, "end_source": "vendim, i shpikur"}).status_code == 303
    page = words(training.client().get("/bashkite/shembull").text)
    assert "Burimi: e shpikur për ushtrim · Largimi: vendim, i shpikur" in page
    said = fields_of(training, where, COORDINATOR)
    without_a_day = {**said, "until_on": "", "until_on_year": ""}
    refused = training.form(client, where, **without_a_day)
    assert refused.status_code == 422
    assert 'id="end_source-error"' in refused.text
    with training.database.reading() as session:
        assert not list(verification.verify(session))


@pytest.mark.both
def test_an_end_of_before_it_had_a_field_is_told_by_its_entry(training: Site) -> None:
    """So it was kept: nothing in the row, nothing in the state, the source in the entry alone."""
    client = training.client(COORDINATOR)
    with training.database.writing() as session:
        office = mayor(session)
        office.until_on = date(2025, 1, 30)
        history.append(session, "end", office, history.SEEDS, source="dorëheqje e moçme")
    assert "Largimi: dorëheqje e moçme" in words(client.get("/bashkite/shembull").text)


def test_a_redaction_takes_the_source_of_the_end_too(training: Site) -> None:
    client = training.client(COORDINATOR)
    with training.database.reading() as session:
        number = mayor(session).id
    training.form(client, leaving(training), until_on="30.01.2025", source="letra e Filanit")
    with training.database.writing() as session:
        office = session.get_one(Office, number)
        redacting = redacted(session, office, history.Actor(1), history.Actor(2), reason="emër i një personi privat")
        number = redacting.number
    for path in ("/bashkite/shembull", f"/ndryshimet/{number}", f"/ndryshimet/{number - 1}"):
        assert "Filanit" not in client.get(path).text, path


def test_a_second_mayor_is_refused_and_told_who_is_in_office(training: Site) -> None:
    client = training.client(COORDINATOR)
    refused = training.form(client, "/puna/detyrat/shembull/shtim", **NEXT)
    assert refused.status_code == 422
    assert 'id="from_on-error"' in refused.text
    assert "Agim Kandidati" in refused.text
    assert NEXT["name"] in refused.text


@pytest.mark.parametrize(
    ("from_on", "until_on", "fits"),
    [
        ("2015-06-30", "2019-06-30", True),  # leaves on the day the next one comes
        ("2015-06-30", "2019-07-01", False),
        ("2020-01-01", "2021-01-01", False),  # inside another's
        ("2019-06-30", "2019-06-30", False),  # the same beginning
        ("2018-01-01", None, False),
        ("2023-05-14", None, False),
    ],
)
def test_terms_do_not_overlap(training: Site, from_on: str, until_on: str | None, fits: bool) -> None:
    with training.database.writing() as session:
        office = Office(
            municipality_id=mayor(session).municipality_id,
            capacity=OfficeCapacity.MAYOR,
            name="X",
            from_on=date.fromisoformat(from_on),
            until_on=date.fromisoformat(until_on) if until_on else None,
            source="e shpikur",
        )
        if fits:
            office.record(session, history.SEEDS)
        else:
            with pytest.raises(Refusal):
                office.record(session, history.SEEDS)
            session.rollback()


@pytest.mark.both
def test_another_office_may_be_held_at_the_same_time(training: Site) -> None:
    fields = {**NEXT, "capacity": "council_chair"}
    client = training.client(COORDINATOR)
    assert training.form(client, "/puna/detyrat/shembull/shtim", **fields).status_code == 303


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": ""}, "name"),
        ({"source": ""}, "source"),
        ({"capacity": "mbret"}, "capacity"),
        ({"from_on": "31.02.2025"}, "from_on"),
        ({"from_on": ""}, "from_on"),
        ({"from_on": "nesër"}, "from_on"),
        ({"from_on": f"{today() + timedelta(days=2):%d.%m.%Y}"}, "from_on"),
        ({"from_on": "1.1.2010", "until_on": "31.12.2009"}, "until_on"),
        ({"from_on": "1.1.2024", "until_on": f"{today() + timedelta(days=2):%d.%m.%Y}"}, "until_on"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    client = training.client(COORDINATOR)
    answer = training.form(client, "/puna/detyrat/shembull/shtim", **{**NEXT, **fields})
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    with training.database.reading() as session:
        assert mayor(session).name == "Agim Kandidati"


@pytest.mark.both
def test_leaving_twice_is_taken_once(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = leaving(training)
    fields = {"until_on": "30.01.2025", "source": "dorëheqje"}
    assert training.form(client, where, **fields).status_code == 303
    with training.database.reading() as session:
        before = history.head(session)
    assert training.form(client, where, **fields).status_code == 303
    other_day = training.form(client, where, until_on="31.01.2025", source="dorëheqje")
    assert other_day.status_code == 422
    with training.database.reading() as session:
        assert history.head(session) == before


def test_nobody_leaves_before_they_came(training: Site) -> None:
    client = training.client(COORDINATOR)
    answer = training.form(client, leaving(training), until_on="13.05.2023", source="s")
    assert answer.status_code == 422
    assert 'id="until_on-error"' in answer.text


@pytest.mark.both
def test_a_recorded_office_can_be_mended(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = leaving(training).removesuffix("/largim")
    version = client.get(where).text.split('name="version" value="')[1].split('"')[0]
    fields = {"name": "Agim Kandidati", "list_name": "Lista tjetër", "from_on": "15.05.2023", "source": "mandati"}
    assert training.form(client, where, version=version, **fields).status_code == 303
    with training.database.reading() as session:
        assert mayor(session).from_on == date(2023, 5, 15)
        assert history.entries(session, limit=1)[0].row.verb == "office.revise"
    stale = training.form(client, where, version=version, **{**fields, "list_name": "Lista e tretë"})
    assert stale.status_code == 409
    assert "Lista tjetër" in stale.text
    assert "Lista e tretë" in stale.text


@pytest.mark.both
def test_two_mayors_recorded_at_once_leave_one(training: Site) -> None:
    with training.database.writing() as session:
        office = mayor(session)
        place = office.municipality_id
        office.end(session, history.SEEDS, until_on=date(2025, 1, 30), source="s")

    def record(name: str) -> bool:
        try:
            with training.database.writing() as session:
                Office(
                    municipality_id=place, capacity=OfficeCapacity.MAYOR, name=name, from_on=date(2025, 2, len(name)),
                    source="s",
                ).record(session, history.SEEDS)  # fmt: skip
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(record, ["A", "BB", "CCC", "DDDD"])) == 1


def test_only_the_coordinator_enters(training: Site) -> None:
    client = training.client(EDITOR)
    for path in ("/puna/detyrat", "/puna/detyrat/shembull", "/puna/detyrat/shembull/shtim", leaving(training)):
        assert client.get(path).status_code == 403
    coordinator = training.client(COORDINATOR)
    assert coordinator.get("/puna/detyrat/nuk-ka").status_code == 404
    assert coordinator.get(leaving(training).replace("shembull", "prove")).status_code == 404


def test_a_holder_whose_name_is_spelled_otherwise_is_asked_about(training: Site) -> None:
    client, new = training.client(COORDINATOR), "/puna/detyrat/shembull/shtim"
    assert training.form(client, leaving(training), until_on="30.01.2025", source="e shpikur").status_code == 303
    with training.database.reading() as session:
        name = max(mayor.name for mayor in session.exec(select(Office)) if mayor.municipality_slug == "shembull")
    asked = training.form(client, new, **{**NEXT, "name": name.upper()})
    assert asked.status_code == 422
    assert f"“{name}”" in words(asked.text)
    assert training.form(client, new, **{**NEXT, "name": name}).status_code == 303, "who comes back is the same"
