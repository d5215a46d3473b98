"""The guide for editors names the buttons as they are called on the pages."""

import gzip
import json
import re
from pathlib import Path

from pop_tracker.web.templates import bare_pages
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import main_of, words
from tests.site.messages import messages

TEMPLATES = Path(__file__).parents[2] / "templates"
PICTURES = TEMPLATES.parent / "assets/guide"
GUIDE = (TEMPLATES / "browse/guide.html").read_text(encoding="utf-8")


def test_each_button_it_names_is_called_so_on_some_page(training: Site) -> None:
    named = set(re.findall(r'press\(_\("([^"]+)"', GUIDE))
    pages = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html") if file.name != "guide.html")
    assert len(named) >= 12
    assert {name for name in named if f'_("{name}")' not in pages} == set()
    said = words(main_of(training.client(EDITOR).get("/puna/udhezues").text))
    assert {name for name in named if name not in said} == set()


def test_its_pictures_show_what_pages_say_today() -> None:
    """Who changes a button, a label or a heading that is seen on one takes them anew: `bench/guide_pictures.py`."""
    seen = json.loads((PICTURES / "seen.json").read_text(encoding="utf-8"))
    said = messages()
    assert [(name, one) for name, of in seen.items() for one in of if one not in said] == []
    assert all(seen.values())
    assert set(seen) == set(re.findall(r'picture\("(\w+)"', GUIDE))


def test_with_all_its_pictures_it_is_as_light_as_any_page(training: Site) -> None:
    client = training.client(EDITOR)
    page = client.get("/puna/udhezues").text
    sources = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    small = {one for one in sources if "-small." in one}
    large = {one for one in sources if one.endswith(".webp")} - small
    assert len(small) == len(large) == 6
    fonts = {f"/static/{name}" for name in bare_pages().assets.values() if name.endswith(".woff2")}
    weights = {one: int(client.get(one).headers["content-length"]) for one in (sources | fonts) - large}
    assert sum(weights.values()) + len(gzip.compress(page.encode())) < 100_000, weights
    for one in large:
        answer = client.get(one)
        assert answer.headers["content-type"] == "image/webp"
        assert len(answer.content) < 30_000


def test_it_is_for_who_works_here(training: Site) -> None:
    assert "Udhëzues për redaktorët" in training.client(EDITOR).get("/puna").text
    assert training.client().get("/puna/udhezues").status_code in (302, 303, 401)
