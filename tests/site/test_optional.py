"""No field may be left empty and is asked for on one screen."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from pathlib import Path

from wtforms.fields.core import UnboundField

import pop_tracker
from pop_tracker.web.forms.base import BaseForm

SOURCE = Path(pop_tracker.__file__).parent
ASKS = re.compile(r"(Shkruani|Zgjidhni|Ngarkoni|Plotësoni)\b")
NOT_ASKED = {"hour", "hour_until", "legal_basis", "predecessor", "unit", "note"}
"""How it is written is said, not that it must be; a note is asked for where another form has one by that name."""


def asked_by_the_rules() -> dict[str, set[str]]:
    """The fields that some rule of a room asks for, by room."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args):
                continue
            words = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            field = next((one.value for one in node.keywords if one.arg == "field"), None)
            if words and ASKS.match(str(words[0])) and isinstance(field, ast.Constant):
                found[room].add(str(field.value))
    return found


def forms() -> dict[str, list[type[BaseForm]]]:
    for module in pkgutil.walk_packages(pop_tracker.__path__, "pop_tracker."):
        if ".pages" in module.name:
            importlib.import_module(module.name)
    found: dict[str, list[type[BaseForm]]] = defaultdict(list)
    waiting = [BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("pop_tracker."):
                found[form.__module__.split(".")[1]].append(form)
    return found


def test_what_a_rule_asks_for_is_nowhere_said_to_be_free_to_leave_empty() -> None:
    asked = asked_by_the_rules()
    assert {"place", "statement"} <= asked["contracts"] | asked["pledges"]
    wrong = []
    for room, kinds in forms().items():
        for form in kinds:
            for name in asked[room] - NOT_ASKED:
                field = getattr(form, name, None)
                if isinstance(field, UnboundField):
                    checks = [*field.args, *field.kwargs.get("validators", [])]
                    flat = [one for check in checks for one in (check if isinstance(check, list) else [check])]
                    if any(getattr(one, "field_flags", {}).get("optional") for one in flat):
                        wrong.append(f"{form.__module__}.{form.__name__}.{name}")
    assert not wrong, wrong
