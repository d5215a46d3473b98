"""Whoever decides as a second person has lately proven that it is they.

Which doors lead to such a decision is read from the code: from a door's function through what it names, up to
`require_second_person`. A method is found by its name within its room, so that a door may be found that decides
nothing: it then stands below, with the reason.
"""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler

import pop_tracker
from pop_tracker.accounts.pages import guards
from tests.conftest import Site

SOURCE = Path(pop_tracker.__file__).parent
GOAL = ("pop_tracker.accounts.second_person", "require_second_person")
GIVES_NOTHING = "it sends back or says no: nothing is published, given or taken out by it"
NOT_ASKED = {
    "/hyrje/hapi-i-dyte": "here it is proven",
    "/puna/ftesat/{slug}/adresat/{claim_id}/kthimi": GIVES_NOTHING,
    "/puna/gjetjet/{finding_id}/kthimi": GIVES_NOTHING,
    "/puna/heqjet/kerkese": "it hides and asks: somebody else decides",
    "/puna/heqjet/{request_id}/refuzim": GIVES_NOTHING,
    "/puna/heqjet/nga-lexuesit/{ask_id}/refuzim": GIVES_NOTHING,
    "/puna/kerkesat/{request_id}/refuzim": GIVES_NOTHING,
    "/puna/kontaktet/fshirjet/{erasure_id}/refuzimi": GIVES_NOTHING,
    "/puna/kontratat/{slug}/kthim": GIVES_NOTHING,
    "/puna/kontratat/{slug}/ndryshimi/kthimi": GIVES_NOTHING,
    "/puna/mohimet/{disavowal_id}/heqja": "who wrote it takes it back before anybody confirmed it",
    "/puna/nenshkrimet/{slug}/{signature_id}": "who recorded it mends what waits for a second person",
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi/refuzimi": GIVES_NOTHING,
    "/puna/nenshkrimet/{slug}/{signature_id}/kthimi": GIVES_NOTHING,
    "/puna/nenshkrimet/{slug}/{signature_id}/kundershtimi": "it only asks for a confirmer of another organisation",
    "/puna/rishikimi/{assessment_id}/kthim": GIVES_NOTHING,
    "/puna/zerat/{change_id}/kthimi": GIVES_NOTHING,
}

Name = tuple[str, str]
"""A module and what is called so in it."""


class Code:
    def __init__(self) -> None:
        self.modules = {_module(path): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
        self.functions: dict[Name, ast.AST] = {}
        self.methods: dict[str, list[Name]] = {}
        self.extended_by: dict[Name, set[Name]] = {}
        for module, tree in self.modules.items():
            for one in tree.body:
                if isinstance(one, ast.FunctionDef):
                    self.functions[module, one.name] = one
                for base in one.bases if isinstance(one, ast.ClassDef) else ():
                    if isinstance(base, ast.Name):
                        above = self._imported(module).get(base.id, (module, base.id))
                        self.extended_by.setdefault(above, set()).add((module, one.name))  # type: ignore[attr-defined]
                for method in one.body if isinstance(one, ast.ClassDef) else ():
                    if isinstance(method, ast.FunctionDef):
                        name = (module, f"{one.name}.{method.name}")  # type: ignore[attr-defined]
                        self.functions[name] = method
                        self.methods.setdefault(method.name, []).append(name)

    def deciding(self) -> set[Name]:
        named = {name: set(self._named(name[0], code)) for name, code in self.functions.items()}
        found = {GOAL}
        while more := {name for name, names in named.items() if name not in found and names & found}:
            found |= more
        return found

    def _imported(self, module: str) -> dict[str, Name]:
        return {
            alias.asname or alias.name: (one.module or "", alias.name)
            for one in ast.walk(self.modules[module])
            if isinstance(one, ast.ImportFrom)
            for alias in one.names
        }

    def _rooms(self, of: Name) -> set[str]:
        """Where a class is met: in its own room, and in those of the classes that extend it."""
        return {_room(of[0])}.union(*(self._rooms(one) for one in self.extended_by.get(of, ())))

    def _named(self, module: str, code: ast.AST) -> Iterator[Name]:
        imported = self._imported(module)
        for one in ast.walk(code):
            if isinstance(one, ast.Name):
                yield imported.get(one.id, (module, one.id))
            elif isinstance(one, ast.Attribute):
                of = {".".join(imported.get(name.id, ())) for name in ast.walk(one.value) if isinstance(name, ast.Name)}
                if modules := of & self.modules.keys():
                    yield from ((module, one.attr) for module in modules)
                else:
                    for of_module, method in self.methods.get(one.attr, ()):
                        if _room(module) in self._rooms((of_module, method.partition(".")[0])):
                            yield of_module, method


def _module(path: Path) -> str:
    return ".".join(("pop_tracker", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


def _room(module: str) -> str:
    return (module + "..").split(".")[1]


@pytest.fixture(scope="module")
def deciding() -> set[Name]:
    return Code().deciding()


def test_every_decision_of_a_second_person_asks_for_a_late_proof(training: Site, deciding: set[Name]) -> None:
    asked: set[str] = set()
    not_asked: set[str] = set()
    for route in training.app.app.app.routes:
        for handler in route.route_handlers:
            if not isinstance(handler, HTTPRouteHandler) or handler.http_methods != {"POST"} or is_open(handler):
                continue
            plain = inspect.unwrap(getattr(handler.fn, "func", handler.fn))  # Litestar's, for a thread
            if (plain.__module__, plain.__qualname__) in deciding:
                (asked if guards.lately_proven in handler.resolve_guards() else not_asked).add(route.path_format)
    assert not_asked == set(NOT_ASKED)
    assert {
        "/puna/domenet/{domain_id}/konfirmimi",
        "/puna/ftesat/{slug}/adresat/konfirmimi",
        "/puna/gjetjet/{finding_id}/konfirmimi",
        "/puna/heqjet/{request_id}/konfirmim",
        "/puna/kerkesat/{request_id}/konfirmim",
        "/puna/kontaktet/fshirjet/{erasure_id}/konfirmimi",
        "/puna/kontratat/{slug}/botim",
        "/puna/kontratat/{slug}/ndryshimi/konfirmimi",
        "/puna/mohimet/{disavowal_id}/konfirmimi",
        "/puna/nenshkrimet/{slug}/{signature_id}/anulimi/vendimi",
        "/puna/nenshkrimet/{slug}/{signature_id}/konfirmimi",
        "/puna/planet/{slug}/terheqja/vendimi",
        "/puna/raundet/{round_id}/botim",
        "/puna/rishikimi/raundi/{round_id}",
        "/puna/rishikimi/{assessment_id}/miratim",
        "/puna/rishikimi/{assessment_id}/terheqje",
        "/puna/zerat/{change_id}/konfirmimi",
    } <= asked


def is_open(handler: HTTPRouteHandler) -> bool:
    return bool(handler.opt.get("public"))
