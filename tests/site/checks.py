"""What must hold for every page that any test fetches."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib
import httpx

from pop_tracker.web.front import SECURITY

OF_THE_MOMENT = re.compile(
    r'(?<=name="_csrf_token" value=")[^"<>]*'
    r'|(?<=name="nonce" value=")[^"<>]*'
    r'|(?<=/ndryshimet">)#\d+ · <code>[0-9a-f]+(?=</code>)'
)
"""What differs between two answers that are one page: a form's token and nonce, the head of history in the foot."""
_WORDS = re.compile(r">(?<!<title>)(?<!<h1>)(?<!<dt>)(?<!<dd>)[^<>&]+(?=<)")
"""What stands in a page, but for what is compared below: its names and terms."""
_VALUES = re.compile(r' value="[^"<>]*|[/"=][\w-]{32,}')
"""A form's values, and secrets in links. Two answers that differ in these and in words alone are built alike."""


class FoundGood:
    """Digests of how the pages are built that were checked before: most tests fetch a page that others have. Processes
    that test beside each other tell each other by a `folder`, where each digest is the name of an empty file."""

    def __init__(self) -> None:
        self.digests: set[str] = set()
        self.folder: Path | None = None

    def __contains__(self, digest: str) -> bool:
        return digest in self.digests or (self.folder is not None and (self.folder / digest).exists())

    def add(self, digest: str) -> None:
        self.digests.add(digest)
        if self.folder is not None:
            (self.folder / digest).touch()


found_good = FoundGood()
NOT_ON_THE_DEVICE = {"/kontakt/te-dhena-personale", "/puna/heqjet/kerkese"}
"""Where it is said which name should go: a copy would keep it; and what is found to choose from changes with it."""


def check_page(response: httpx.Response) -> None:
    """HTML parses; one h1, which the title begins with; every form has an action; a fact says once what it is; the
    content policy is kept."""
    if not response.headers.get("content-type", "").startswith("text/html"):
        return
    response.read()
    where = f"{response.request.method} {response.request.url}"
    assert response.headers.get("content-security-policy") == dict(SECURITY)[b"content-security-policy"].decode(), where
    if not response.text:
        return
    if not response.text.lstrip().lower().startswith("<!doctype"):
        return  # a part
    is_public = "public" in response.headers.get("cache-control", "")
    built = _VALUES.sub("", _WORDS.sub(">", response.text))
    digest = sha256(f"{is_public} {built}".encode()).hexdigest()
    if digest in found_good:
        return
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(response.text)
    # MathML/SVG casing and duplicate attributes are errors too; only what browsers mend silently everywhere is let by.
    assert not parser.errors, f"{where}: {parser.errors[:3]}"
    headings = document.findall(".//h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = _words(document.find(".//title"))
    # A document's words may be the name of its page; a title holds the beginning of them.
    named = _words(headings[0])
    assert title[:30].startswith(named[:30].rstrip()), f"{where}: title {title!r}, h1 {named!r}"
    for form in document.findall(".//form"):
        assert form.get("action"), f"{where}: a form without action"
        if form.get("method", "get").lower() == "post":
            assert not is_public, f"{where}: a POST form on a public page"
            assert any(i.get("name") == "_csrf_token" for i in form.iter("input")), f"{where}: a form without token"
            if form.find(".//textarea") is not None:
                stays = form.get("action", "").removeprefix("/en") not in NOT_ON_THE_DEVICE
                assert bool(form.get("data-draft")) is stays, f"{where}: what is typed here does not stay on the device"
    for field in document.findall(".//input[@data-largest]"):
        told = {element.get("id"): _words(element) for element in document.iter() if element.get("id")}
        hint = " ".join(told.get(name, "") for name in (field.get("aria-describedby") or "").split())
        assert f"{int(field.get('data-largest')) >> 20} MB" in hint, f"{where}: how large a file may be is not said"
    identities = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(identities) == len(set(identities)), f"{where}: an id stands twice: {identities}"
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != "style", f"{where}: a style element"
        assert not (element.tag == "script" and not element.get("src") and element.get("type") != "application/json"), (
            f"{where}: an inline script"
        )
        for attribute in element.keys():  # noqa: SIM118 - an element is no mapping
            assert not re.match(r"(on\w+|style)$", str(attribute)), f"{where}: {element.tag} has {attribute}"
        _repeats_address(element, where)
    for row in document.findall(".//dl/div"):
        term, value = _words(row.find("dt")), _words(row.find("dd"))
        assert not term or not value.startswith(f"{term.rstrip(':')}:"), f"{where}: {term!r} is said twice: {value!r}"
    found_good.add(digest)


def _repeats_address(element: Any, where: str) -> None:
    """Without JavaScript the same thing happens: hx-get repeats href or action, hx-post the action."""
    if got := element.get("hx-get"):
        assert got == (element.get("href") or element.get("action")), f"{where}: hx-get {got}"
    if posted := element.get("hx-post"):
        assert posted == (element.get("action") or element.get("formaction")), f"{where}: hx-post {posted}"


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
