"""On an English page the words of the record are Albanian, and say so to whoever has them read aloud."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from sqlmodel import select

from pop_tracker.pledges.models import Signature
from pop_tracker.web.shipped import shipped
from tests.conftest import Site

QUOTED = {"words", "leaf__words", "source-link"}
"""Classes of what is told as it was written."""
OURS = "invented for training"
"""A source that is said in the reader's language."""
PAGES = {
    "/kontratat/shembull-2023": {"words", "leaf__words", "source-link"},
    "/kontratat/shembull-2023/1.1": {"words", "source-link"},
    "/raportet/shembull-2023/1": {"leaf__words", "source-link"},
    "/bashkite/shembull": {"leaf__words"},
    "/zotimet": {"leaf__words"},
    "/konsultimet/shembull-2024-02-14": {"words"},
}


@pytest.mark.parametrize("path", PAGES)
def test_words_of_the_record_are_albanian_on_an_english_page(training: Site, path: str) -> None:
    with training.database.writing() as session:
        answer = session.exec(select(Signature).where(Signature.name == "Blerta Garuese")).one()
        answer.reservation, answer.source = "Vetëm për shkollat.", "procesverbali i nënshkrimit"
        session.add(answer)
    page = html5lib.parse(training.client().get(f"/en{path}").text, namespaceHTMLElements=False)
    met, faults = set(), []
    for kind, language, said in quoted(page, "en"):
        met.add(kind)
        if language != "sq" and said != OURS:
            faults.append(f"{kind}: {said[:60]}")
    assert not faults, "\n".join(faults)
    assert met >= PAGES[path], met


def test_the_name_of_a_plan_in_a_list_is_albanian_too(training: Site) -> None:
    page = html5lib.parse(training.client().get("/en/zotimet").text, namespaceHTMLElements=False)
    plans = [link for link in page.iter("a") if "/planet/" in link.get("href", "")]
    assert plans
    assert {link.get("lang") for link in plans} == {"sq"}


def quoted(element: Any, language: str) -> Iterator[tuple[str, str, str]]:
    """The class, the language and the words of each. A source has words of ours before it, and names of hosts in it."""
    own = element.get("lang", language)
    kinds = QUOTED & set(element.get("class", "").split())
    for kind in kinds:
        if kind != "source-link":
            inside = [one.get("lang", own) for one in element if "".join(one.itertext()).strip()]
            text = (element.text or "").strip()
            is_theirs = not text and set(inside) == {"sq"}
            yield kind, "sq" if is_theirs else own, "".join(element.itertext())
        else:
            for part in element.iter("span"):
                if part is not element and part.find("span") is None:
                    yield kind, part.get("lang", own), "".join(part.itertext())
    for child in element:
        if isinstance(child.tag, str):
            yield from quoted(child, own)


def test_what_a_contract_or_a_plan_is_called_is_marked_above_every_heading() -> None:
    """Staff pages and those behind a personal link, too; its name has often no letter that tells the language."""
    unmarked = re.compile(r'class="kicker">\{\{ [\w.]*\b(contract|plan)\.title')
    templates = shipped("templates")
    left = [
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if unmarked.search(path.read_text("utf-8"))
    ]
    assert not left
