"""Pictures that come with a form: while one is opened, whoever else writes goes on, for it takes seconds where it is
large; and who sent one hears that it was made smaller."""

import sqlite3
from typing import Any

import pytest
from litestar.testing import TestClient

from pop_tracker.web import pictures
from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import open_round, write
from tests.plans.consultations import MINUTES, PHOTO, SAID, picture
from tests.pledges.play import ON_PAPER, PAPER

FILE = ("foto.jpg", picture(size=(60, 40)), "image/jpeg")


def evidence(site: Site, client: TestClient[Any]) -> Any:
    path = f"/puna/raundet/{open_round(site)}/vleresimet/1.2"
    return write(site, client, path, "ruaj", {"evidence-0-files": FILE}, **{"evidence-0-keeps_position": "y"})


def photo(site: Site, client: TestClient[Any]) -> Any:
    return site.form(client, PHOTO, files={"file": FILE}, **SAID)


def minutes(site: Site, client: TestClient[Any]) -> Any:
    return site.form(client, MINUTES, files={"file": FILE})


def paper(site: Site, client: TestClient[Any]) -> Any:
    return site.form(client, PAPER, files={"scan": FILE}, **ON_PAPER)


@pytest.mark.parametrize("sends", [evidence, photo, minutes, paper])
def test_nothing_is_held_while_a_picture_is_opened(training: Site, monkeypatch: pytest.MonkeyPatch, sends: Any) -> None:
    bare, opened = pictures.bare, []

    def as_another_writes(*given: Any, **more: Any) -> pictures.Bare:
        with sqlite3.connect(training.settings.database_url.removeprefix("sqlite:///"), timeout=0) as another:
            another.execute("BEGIN IMMEDIATE")
        opened.append(given)
        return bare(*given, **more)

    monkeypatch.setattr(pictures, "bare", as_another_writes)
    assert sends(training, training.client(EDITOR)).status_code == 303
    assert len(opened) == 1


@pytest.mark.parametrize("sends", [evidence, photo, minutes, paper])
def test_whoever_sent_it_hears_that_it_was_made_smaller(
    training: Site, monkeypatch: pytest.MonkeyPatch, sends: Any
) -> None:
    monkeypatch.setattr(pictures, "AREA", 600)
    client, told = training.client(EDITOR), "Një foto u zvogëlua: kishte 40 × 60 pikselë."
    path = sends(training, client).headers["location"].partition("#")[0]
    assert told in client.get(path).text
    assert told not in client.get(path).text


def test_of_one_that_came_small_enough_nothing_is_said(training: Site) -> None:
    client = training.client(EDITOR)
    path = photo(training, client).headers["location"].partition("#")[0]
    page = client.get(path).text
    assert "Fotografia u shtua." in page
    assert "foto u zvogëlua" not in page
