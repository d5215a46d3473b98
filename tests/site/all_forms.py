"""Every form of the staff as a browser sends it: read from the pages, with the names of its own fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import html5lib
from litestar.testing import TestClient

from tests.conftest import Site
from tests.site.staff import EXAMPLES, put_in, work_in_hand

_HTML = "{http://www.w3.org/1999/xhtml}"
SECRET = {"code", "answer"}
"""Names of fields that are never given back."""


@dataclass
class SentForm:
    who: str
    page: str
    action: str
    hidden: dict[str, list[str]] = field(default_factory=dict)
    """Several of one name where the form holds several parts."""
    texts: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    """The first that says something, by name."""
    files: list[str] = field(default_factory=list)

    @property
    def typed(self) -> dict[str, str]:
        """Other words in each of its text fields."""
        return {name: f"Fjalë e shkruar {place}" for place, name in enumerate(self.texts, start=1)}


def every_form(site: Site) -> list[SentForm]:
    """Of the pages that `staff.EXAMPLES` names, with work of every kind in hand; each door once."""
    in_hand = site.after(work_in_hand)
    clients: dict[str, TestClient[Any]] = {}
    found: dict[str, SentForm] = {}
    for who, paths in EXAMPLES.values():
        client = clients.setdefault(who, site.client(who))
        for path in paths:
            page = put_in(path, in_hand)
            for one in _forms(client.get(page).text, who, page):
                if one.texts:
                    found.setdefault(one.action, one)
    return list(found.values())


def faults(html: str) -> dict[str, str]:
    """What a page that came back says of its fields, by where its summary leads."""
    summary = next(
        (one for one in html5lib.parse(html).iter(f"{_HTML}div") if "govuk-error-summary" in one.get("class", "")), None
    )
    links = summary.iter(f"{_HTML}a") if summary is not None else ()
    return {one.get("href", "").lstrip("#"): "".join(one.itertext()).strip() for one in links}


def given_back(html: str) -> set[str]:
    """The values of all fields in a page."""
    tree = html5lib.parse(html)
    said = {one.get("value", "") for one in tree.iter(f"{_HTML}input")}
    return said | {"".join(one.itertext()).strip() for one in tree.iter(f"{_HTML}textarea")}


def _forms(html: str, who: str, page: str) -> Iterator[SentForm]:
    for form in html5lib.parse(html).iter(f"{_HTML}form"):
        if form.get("method", "").lower() == "post":
            found = SentForm(who, page, urlsplit(form.get("action", "")).path)
            for one in form.iter():
                _note(found, one.tag.removeprefix(_HTML), one)
            yield found


def _note(found: SentForm, tag: str, one: Any) -> None:
    name, kind = one.get("name", ""), one.get("type", "text")
    if not name or name in SECRET:
        return
    if tag == "textarea":
        found.texts.append(name)
    elif tag == "select":
        values = [option.get("value", "") for option in one.iter(f"{_HTML}option")]
        found.choices.setdefault(name, next((value for value in values if value), ""))
    elif tag == "input" and kind == "hidden":
        found.hidden.setdefault(name, []).append(one.get("value", ""))
    elif tag == "input" and kind in ("radio", "checkbox"):
        found.choices.setdefault(name, one.get("value", ""))
    elif tag == "input" and kind == "file":
        found.files.append(name)
    elif tag == "input" and kind not in ("submit", "button"):
        found.texts.append(name)
