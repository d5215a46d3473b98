"""Every form of the staff as a browser sends it: read from the pages, with the names of its own fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

from litestar.testing import TestClient

from tests.conftest import Site
from tests.site.staff import EXAMPLES, put_in, work_in_hand

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
"""Elements that are never closed."""
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


class _Tree(HTMLParser):
    """Pages that close what they open need no parser that knows what browsers mend, which takes ten times as long."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in EMPTY:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self.builder.end(tag).tag == tag, f"another element than {tag} is open"

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parsed(html: str) -> Element:
    return _Tree(html).builder.close()


def every_form(site: Site) -> list[SentForm]:
    """Of the pages that `staff.EXAMPLES` names, with work of every kind in hand; each door once."""
    return site.after(_read)


def _read(site: Site) -> list[SentForm]:
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


def faults(page: Element) -> dict[str, str]:
    """What a page that came back says of its fields, by where its summary leads."""
    summary = next((one for one in page.iter("div") if "govuk-error-summary" in one.get("class", "")), None)
    links = summary.iter("a") if summary is not None else ()
    return {one.get("href", "").lstrip("#"): "".join(one.itertext()).strip() for one in links}


def given_back(page: Element) -> set[str]:
    """The values of all fields in a page."""
    said = {one.get("value", "") for one in page.iter("input")}
    return said | {"".join(one.itertext()).strip() for one in page.iter("textarea")}


def _forms(html: str, who: str, page: str) -> Iterator[SentForm]:
    for form in parsed(html).iter("form"):
        if form.get("method", "").lower() == "post":
            found = SentForm(who, page, urlsplit(form.get("action", "")).path)
            for one in form.iter():
                _note(found, one)
            yield found


def _note(found: SentForm, one: Element) -> None:
    tag, name, kind = one.tag, one.get("name", ""), one.get("type", "text")
    if not name or name in SECRET:
        return
    if tag == "textarea":
        found.texts.append(name)
    elif tag == "select":
        values = [option.get("value", "") for option in one.iter("option")]
        found.choices.setdefault(name, next((value for value in values if value), ""))
    elif tag == "input" and kind == "hidden":
        found.hidden.setdefault(name, []).append(one.get("value", ""))
    elif tag == "input" and kind in ("radio", "checkbox"):
        found.choices.setdefault(name, one.get("value", ""))
    elif tag == "input" and kind == "file":
        found.files.append(name)
    elif tag == "input" and kind not in ("submit", "button"):
        found.texts.append(name)
