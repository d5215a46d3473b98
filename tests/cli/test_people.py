"""People from the command line, and links for them."""

import pytest

from pop_tracker.accounts.concerned import NOBODYS
from pop_tracker.accounts.models import Role
from pop_tracker.cli.people import first_coordinator
from tests import cast
from tests.cli.conftest import Command
from tests.conftest import Site
from tests.site.outages import cut_at_commit


def test_a_person_is_added_with_roles(training: Site, command: Command) -> None:
    ending = command(training, "add-person", "Re.Njeri@shembull.example", "--name", "Re Njeri",
                     "--organisation", "organizata-a", "--role", "editor", "--role", "reviewer")  # fmt: skip
    assert ending.status == 0
    with training.database.reading() as session:
        viewer = training.viewer(session, "re.njeri@shembull.example")
    assert viewer.roles == {Role.EDITOR, Role.REVIEWER}
    assert viewer.organisation == "organizata-a"


def test_what_cannot_be_added_is_one_line(training: Site, command: Command) -> None:
    for address, options, says in [
        (cast.EDITOR.upper(), ["--organisation", "organizata-a"], "Anila Editore"),
        ("x@y.example", ["--organisation", "askund"], "organizata-a"),
        ("x@y.example", [], ""),
        ("no address", ["--organisation", "organizata-a"], ""),
    ]:
        ending = command(training, "add-person", address, "--name", "X", "--role", "editor", *options)
        assert (ending.status, ending.err.count("\n")) == (2, 1)
        assert says in ending.err


def test_no_account_where_an_institution_is_asked(training: Site, command: Command) -> None:
    ending = command(training, "add-person", "x@bashkia-shembull.example", "--name", "X", "--role", "coordinator")
    assert (ending.status, "belongs to an institution" in ending.err) == (2, True)


@pytest.mark.both
def test_a_link_signs_in_once(training: Site, command: Command) -> None:
    address = command(training, "sign-in-link", cast.EDITOR).out.strip()
    assert address.startswith(f"{training.settings.base_url}/hyrje/")
    path = address.removeprefix(training.settings.base_url)
    client = training.client()
    assert training.form(client, path).status_code == 303
    assert client.get("/puna").status_code == 200
    another = training.client()
    assert another.get(path).status_code >= 400


def test_nobody_gets_no_link(training: Site, command: Command) -> None:
    ending = command(training, "sign-in-link", "askush@askund.example")
    assert ending.status == 2
    assert "askush@askund.example" in ending.err


@pytest.mark.both
@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_lost_while_saving_is_one_line(training: Site, command: Command) -> None:
    with cut_at_commit(training):
        ending = command(training, "sign-in-link", cast.EDITOR)
    assert ending.status == 1
    assert ending.err.startswith("pop-tracker: the connection broke while saving, so look whether it was saved: ")
    assert ending.err.count("\n") == 1


def test_a_site_that_nobody_works_at_yet_gets_its_first_account(empty: Site) -> None:
    with empty.database.writing() as session:
        made = first_coordinator(session, empty.settings)
        assert (made.email, first_coordinator(session, empty.settings).id) == (NOBODYS, made.id)
