"""The guide for editors names the buttons as they are called on the pages."""

import re
from pathlib import Path

from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import main_of, words

TEMPLATES = Path(__file__).parents[2] / "templates"
GUIDE = (TEMPLATES / "browse/guide.html").read_text(encoding="utf-8")


def test_each_button_it_names_is_called_so_on_some_page(training: Site) -> None:
    named = set(re.findall(r'press\(_\("([^"]+)"', GUIDE)) | set(re.findall(r'submit\(_\("([^"]+)"', GUIDE))
    pages = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html") if file.name != "guide.html")
    assert len(named) >= 12
    assert {name for name in named if f'_("{name}")' not in pages} == set()
    said = words(main_of(training.client(EDITOR).get("/puna/udhezues").text))
    assert {name for name in named if name not in said} == set()


def test_it_is_for_who_works_here(training: Site) -> None:
    assert "Udhëzues për redaktorët" in training.client(EDITOR).get("/puna").text
    assert training.client().get("/puna/udhezues").status_code in (302, 303, 401)
