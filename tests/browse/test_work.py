"""/puna: what waits for me, and the doors that I may open."""

import pytest

from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site


def test_nobody_without_signing_in(training: Site) -> None:
    answer = training.client().get("/puna")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/hyrje")


def test_an_editor_finds_the_rooms_and_not_the_coordinators(training: Site) -> None:
    html = training.client(EDITOR).get("/puna").text
    assert 'href="/puna/kontratat"' in html
    assert 'href="/puna/raundet"' in html
    assert 'href="/puna/njerezit"' not in html


def test_the_coordinator_finds_people_and_elections(training: Site) -> None:
    html = training.client(COORDINATOR).get("/puna").text
    assert 'href="/puna/njerezit"' in html
    assert 'href="/puna/zgjedhjet"' in html


@pytest.mark.parametrize("email", [EDITOR, REVIEWER, COORDINATOR])
def test_every_door_opens(training: Site, email: str) -> None:
    client = training.client(email)
    html = client.get("/puna").text
    for part in html.split('class="card__link" href="')[1:]:
        path = part.split('"')[0]
        assert client.get(path).status_code == 200, path


def test_it_is_never_kept(training: Site) -> None:
    assert "no-store" in training.client(EDITOR).get("/puna").headers["cache-control"]
