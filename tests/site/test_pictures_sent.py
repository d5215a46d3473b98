"""While a picture that came is opened, which takes seconds where it is large, whoever else writes goes on."""

import sqlite3
from typing import Any

import pytest

from pop_tracker.web import pictures
from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import open_round, write
from tests.plans.consultations import MINUTES, PHOTO, SAID, picture
from tests.pledges.play import ON_PAPER, PAPER

FILE = ("foto.jpg", picture(size=(60, 40)), "image/jpeg")


def evidence(site: Site) -> Any:
    path = f"/puna/raundet/{open_round(site)}/vleresimet/1.2"
    return write(
        site, site.client(EDITOR), path, "ruaj", {"evidence-0-files": FILE}, **{"evidence-0-keeps_position": "y"}
    )


def photo(site: Site) -> Any:
    return site.form(site.client(EDITOR), PHOTO, files={"file": FILE}, **SAID)


def minutes(site: Site) -> Any:
    return site.form(site.client(EDITOR), MINUTES, files={"file": FILE})


def paper(site: Site) -> Any:
    return site.form(site.client(EDITOR), PAPER, files={"scan": FILE}, **ON_PAPER)


@pytest.mark.parametrize("sends", [evidence, photo, minutes, paper])
def test_nothing_is_held_while_a_picture_is_opened(training: Site, monkeypatch: pytest.MonkeyPatch, sends: Any) -> None:
    bare, opened = pictures.bare, []

    def as_another_writes(*given: Any, **more: Any) -> pictures.Bare:
        with sqlite3.connect(training.settings.database_url.removeprefix("sqlite:///"), timeout=0) as another:
            another.execute("BEGIN IMMEDIATE")
        opened.append(given)
        return bare(*given, **more)

    monkeypatch.setattr(pictures, "bare", as_another_writes)
    assert sends(training).status_code == 303
    assert len(opened) == 1
