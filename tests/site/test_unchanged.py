"""Every edit form, sent back exactly as it was handed out: nothing is written, so that the public record does not grow
by what says nothing.

An edit form carries a `version`, by which its door knows what stood there. Forms for something new carry one too, and
removals: their doors enter (`desk.enter`) and are left out, but for `ENTERS_AN_EDIT`. Which doors must be met is read
from their code: all that mend (`desk.mend`). One that no form leads to fails the test; the page of its form wants a
line in `EXAMPLES`.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import html5lib
import pytest
from litestar.testing import TestClient

from pop_tracker import history
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from tests.conftest import Site
from tests.monitoring import hearing
from tests.site.doors import by_address, name_of
from tests.site.staff import EXAMPLES, put_in, work_in_hand

SOURCE = Path(__file__).parents[2] / "src"
READ = "it says what its sender read, and does something about it"
NO_EDITS = {
    "/puna/gjetjet/{finding_id}/konfirmimi": READ,
    "/puna/kontratat/leximet/{reading_id}/drafti": READ,
    "/puna/kontratat/leximet/{reading_id}/hedhja": READ,
    "/puna/kontratat/leximet/{reading_id}/pjesa/{row_id}": "each of its buttons does something with the row",
    "/puna/kontratat/leximet/{reading_id}/vendet": READ,
    "/puna/kontratat/{slug}/botimi/{number}/dokumenti/deklarimi/konfirmimi": READ,
    "/puna/kontratat/{slug}/drafti/dergimi": READ,
    "/puna/kontratat/{slug}/botim": READ,
    "/puna/kontratat/{slug}/drafti/hedhja": READ,
    "/puna/kontratat/{slug}/drafti/prioritete/{number}/heqja": READ,
    "/puna/kontratat/{slug}/drafti/renditja": READ,
    "/puna/kontratat/{slug}/drafti/tabela/{import_id}/konfirmimi": READ,
    "/puna/kontratat/{slug}/drafti/zotime/{ref}/heqja": READ,
    "/puna/kontratat/{slug}/drafti/zotime/{ref}/terheqja": READ,
    "/puna/kontratat/{slug}/ndryshimi/konfirmimi": READ,
    "/puna/nenshkrimet/{slug}/{signature_id}/konfirmimi": READ,
    "/puna/planet/{slug}/importi/{import_id}/konfirmimi": READ,
    "/puna/planet/{slug}/terheqja/vendimi": READ,
    "/puna/rishikimi/raundi/{round_id}": READ,
    "/puna/rishikimi/{assessment_id}/kthim": READ,
    "/puna/rishikimi/{assessment_id}/miratim": READ,
    "/puna/vleresimet/{assessment_id}/heqje": READ,
    "/puna/zerat/{change_id}/konfirmimi": READ,
    "/puna/ndreqjet/{assessment_id}": "begins a draft of its own, which is saved while it is written",
    "/puna/raundet/{round_id}/vleresimi-im/{ref}": "a draft that is saved while it is written",
}
ENTERS_AN_EDIT = {"/pergjigje/{token}/zotimi/{place}"}
"""What the municipality says may be changed until the round is published; after that, words are added."""


class Sheet(NamedTuple):
    """A form as a browser sends it back untouched, by its first button."""

    path: str
    fields: dict[str, list[str]]


def test_what_comes_back_unchanged_writes_nothing(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    met: set[str] = set()
    mend = Desk.mend

    def noted(desk: Desk, *given: Any, **named: Any) -> Any:
        met.add(name_of(desk.request.route_handler))
        return mend(desk, *given, **named)

    monkeypatch.setattr(Desk, "mend", noted)
    faults: list[str] = []
    sent: set[str] = set()
    for who, paths in training.after(pages_of_all).items():
        with (
            training.client(who)
            if who
            else hearing.at_the_municipality(training, paths[0].partition("/zotimi")[0]) as client
        ):
            for route, sheet in edit_forms(training, client, paths):
                sent.add(route)
                faults += [f"POST {route}: {what}" for what in written(training, client, sheet)]
    assert not faults, "\n".join(faults)
    must = doors_that("mend")
    assert met == must, f"no form led to {sorted(must - met)}"
    assert sent >= ENTERS_AN_EDIT


def pages_of_all(site: Site) -> dict[str, list[str]]:
    """By whose they are; those that a personal link opens are nobody's."""
    in_hand = work_in_hand(site)
    assert hearing.send(site, in_hand["ROUND"]).status_code == 303
    link = hearing.link_in_letter(site)
    assert hearing.say(site, link).status_code == 303
    found = {"": [f"{link}/zotimi/1.2"]}
    for who, paths in EXAMPLES.values():
        found.setdefault(who, []).extend(put_in(path, in_hand) for path in paths)
    return found


def edit_forms(site: Site, client: TestClient[Any], paths: list[str]) -> Iterator[tuple[str, Sheet]]:
    """With the route that each is sent to; each once."""
    door, mending, others = by_address(site), doors_that("mend"), doors_that("enter")
    seen: set[str] = set()
    for path in paths:
        for sheet in sheets(client, path):
            route, handler = door(sheet.path)
            is_edit = handler in mending or (
                "version" in sheet.fields and (handler not in others or route in ENTERS_AN_EDIT)
            )
            if is_edit and route not in NO_EDITS and sheet.path not in seen:
                seen.add(sheet.path)
                yield route, sheet


def sheets(client: TestClient[Any], path: str) -> Iterator[Sheet]:
    page = client.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    if 'method="post"' not in page.text:
        return
    declared = declarations()
    for form in html5lib.parse(page.text, namespaceHTMLElements=False).iter("form"):
        if form.get("method") != "post":
            continue
        fields: dict[str, list[str]] = {}
        buttons = []
        for field in form.iter():
            name, kind = field.get("name"), field.get("type")
            if field.tag == "button":
                buttons.append(field)
            elif not name or kind == "file":
                continue
            elif field.tag == "textarea":
                fields.setdefault(name, []).append("".join(field.itertext()).removeprefix("\n"))
            elif field.tag == "select":
                options = list(field.iter("option"))
                chosen = [one for one in options if "selected" in one.attrib] or options[:1]
                fields.setdefault(name, []).extend(one.get("value", "") for one in chosen)
            elif kind not in ("checkbox", "radio") or "checked" in field.attrib or name in declared:
                fields.setdefault(name, []).append(field.get("value", "on"))
        if buttons and buttons[0].get("name"):
            fields[buttons[0].get("name", "")] = [buttons[0].get("value", "")]
        yield Sheet(urljoin(path, form.get("action")), fields)


def declarations() -> set[str]:
    """The boxes that are to be ticked each time."""
    kinds, found = [EditForm], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= {name for name, of in vars(kind).items() if getattr(of, "field_class", None) is DeclarationField}
    return found


def written(site: Site, client: TestClient[Any], sheet: Sheet) -> Iterator[str]:
    """What sending it did, where it should have done nothing."""
    before = head(site)
    with site.count_queries() as statements:
        answer = client.post(sheet.path, data=sheet.fields)
    if answer.status_code != 303:
        yield f"{answer.status_code}"
    if head(site) != before:
        yield "the record has grown"
    yield from (
        one for one in statements if re.match(r"(INSERT INTO|UPDATE|DELETE FROM) (?!(attempt|sent_form)\b)", one)
    )


def head(site: Site) -> int:
    with site.database.reading() as session:
        return history.head(session).number


@cache
def doors_that(way: str) -> set[str]:
    """By name: POST handlers that say `.mend`, or `.enter`, or call a function of any `pages/` that does."""
    calls: dict[str, set[str]] = {}
    posts: set[str] = set()
    for file in SOURCE.glob("pop_tracker/*/pages/*.py"):
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        known = {one.name: f"{module}.{one.name}" for one in functions} | {
            name.asname or name.name: f"{node.module}.{name.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        for function in functions:
            name = f"{module}.{function.name}"
            calls[name] = set(called(function, known))
            if any("post" in called(one, {}) for one in function.decorator_list):
                posts.add(name)
    found = {way}
    while more := {name for name, words in calls.items() if words & found} - found:
        found |= more
    return found & posts


def called(node: ast.AST, known: dict[str, str]) -> Iterator[str]:
    """Names in it, as the module knows them; of `thing.word` also the word, which may be a method."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield known.get(one.id, one.id)
        elif isinstance(one, ast.Attribute):
            yield one.attr
            if isinstance(one.value, ast.Name) and one.value.id in known:
                yield f"{known[one.value.id]}.{one.attr}"
