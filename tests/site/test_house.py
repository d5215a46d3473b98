"""The house as designed: rooms, import order, and what is shipped."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import meta, nodes

from pop_tracker.accounts.models import ANYONE
from pop_tracker.web.shipped import shipped
from pop_tracker.web.templates import STATIC, Pages

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/pop_tracker"


def test_imports_go_down_only_and_rules_do_not_know_the_web() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    ran = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_every_room_is_held_to_know_no_web_framework() -> None:
    """A new room stands in the layers, or lint-imports fails; it must stand among those without the web, too."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers, rules = (next(one for one in contracts if one["type"] == kind) for kind in ("layers", "forbidden"))
    rooms = {f"pop_tracker.{room.strip()}" for layer in layers["layers"] for room in layer.split("|")}
    assert rooms - set(rules["source_modules"]) == {f"pop_tracker.{one}" for one in ("app", "browse", "cli", "web")}


def test_no_test_module_leans_on_another() -> None:
    """What tests share stands in the room's `play.py` or a file named after it: a test may be renamed at any time."""
    borrowed = re.compile(r"(?:from|import) +tests[\w.]*\.test_\w+|from +[\w.]+ +import +test_\w+")
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 100
    lines = [(file.relative_to(ROOT), line) for file in files for line in borrowed.findall(file.read_text("utf-8"))]
    assert not lines, lines


def test_browsers_are_opened_by_the_fixtures_only() -> None:
    """By which it is seen that a test plays in one; another would slip into `make check`."""
    own = re.compile(r"\b(a?sync)_playwright\b")
    assert [path.name for path in (ROOT / "tests").rglob("*.py") if own.search(path.read_text(encoding="utf-8"))
            and path.name != "test_house.py"] == []  # fmt: skip


def test_how_large_a_file_may_be_is_said_by_its_limit() -> None:
    """A number in words stays when the limit changes (`web/files.py`)."""
    files = [*shipped("templates").rglob("*.html"), *SOURCE.rglob("*.py"), *SOURCE.rglob("*.po")]
    assert len(files) > 300
    own = re.compile(r"(?<![%\w])\d+ ?MB\b")
    assert not [(str(path), found) for path in files for found in own.findall(path.read_text("utf-8"))]


@cache
def trees() -> dict[str, tuple[str, nodes.Template]]:
    """By name, each template's words and what they parse to; both languages compile the same."""
    folder = shipped("templates")
    environment = Pages(nobody=ANYONE, is_training=False, contact_email="").environments["sq"]
    found = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}
    return {name: (text, environment.parse(text)) for name, text in found.items()}


def test_every_template_compiles_and_asks_nobody_for_leave() -> None:
    environment = Pages(nobody=ANYONE, is_training=False, contact_email="").environments["sq"]
    assert len(trees()) > 30
    for name, (_, tree) in trees().items():
        environment.compile(tree, name)
        of_viewer = [node.attr for node in tree.find_all(nodes.Getattr) if _is_viewer(node.node)]
        assert set(of_viewer) <= {"is_signed_in", "name", "organisation_name"}, name


def test_a_template_imports_the_macros_that_it_calls() -> None:
    """Without its import a call is a crash, and only on the way of the page that comes to it."""
    said = {name: text for name, (text, _) in trees().items()}
    macros = set(re.findall(r"macro (\w+)\(", "".join(said.values())))
    own = {
        name: {word for names in re.findall(r"import ([\w,\s]+?)-?%}", text) for word in re.findall(r"\w+", names)}
        | set(re.findall(r"(?:macro|set) (\w+)", text))
        for name, text in said.items()
    }

    def known(name: str) -> set[str]:
        return own[name].union(*(known(base) for base in re.findall(r'{% extends .*?"([^"]+)" %}', said[name])))

    for name, text in said.items():
        called = macros & set(re.findall(r"(?<![\w.])(\w+)\(", text))
        if not (missing := called - known(name)):
            continue
        missing &= meta.find_undeclared_variables(trees()[name][1])
        around = [other for other, its_text in said.items() if f'include "{name}"' in its_text]
        missing -= {macro for macro in missing if around and all(macro in known(other) for other in around)}
        assert not missing, f"{name} calls what it does not import: {missing}"


def _is_viewer(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "viewer"


NO_FORM_PAGES = {
    "components/typed.html": "what was typed, on the page that says to come again",
    "monitoring/_verdict_fields.html": "a part of form pages",
    "plans/findings/_suggestions.html": "a part of form pages",
}


def test_what_is_sent_is_sent_from_the_layout_for_forms() -> None:
    """It has the way back, the summary of errors, the script and the token; a page that writes them out itself
    forgets one."""
    folder = shipped("templates")
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}

    def layouts(name: str) -> Iterator[str]:
        while found := re.search(r'{% extends (?:.* else )?"(.+?)" %}', texts[name]):
            yield (name := found[1])

    sending = {
        name
        for name, text in texts.items()
        if re.search(r'method="post"|call form_to\(', text) or "confirm_page.html" in layouts(name)
    }
    assert len(sending) > 60
    own_way = {name for name in sending if "form_page.html" not in layouts(name)} - {"form_page.html"}
    assert own_way == NO_FORM_PAGES.keys()
    # Who replies for a municipality, or has no account, has no work of their own to go back to.
    own_trail = {name for name in sending - own_way if "block breadcrumbs" in texts[name]} - {"form_page.html"}
    assert own_trail == {
        "accounts/removal_ask_new.html",
        *(f"monitoring/replies/{name}.html" for name in ("form", "completion", "publication", "code", "own_disavowal")),
    }


def test_the_wheel_holds_all_that_runs(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"pop_tracker/static/{path.name}" for path in STATIC.iterdir() if path.is_file()}
    for folder in ("templates", "seeds"):
        wanted |= {f"pop_tracker/{p.relative_to(ROOT)}" for p in (ROOT / folder).rglob("*") if p.is_file()}
    package = ROOT / "src" / "pop_tracker"
    for pattern in ("locale/**/*.po", "migrations/**/*.py", "migrations/*.mako"):
        wanted |= {f"pop_tracker/{path.relative_to(package)}" for path in package.glob(pattern)}
    assert wanted <= held, sorted(wanted - held)[:10]


def test_the_project_names_no_other_host_in_its_lock_files() -> None:
    for name in ("requirements.lock", "package-lock.json"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert "resolved" not in line, line
            assert "index-url" not in line, line


def test_doors_have_our_decorators_and_letters_threads_of_their_own() -> None:
    """Litestar's own would leave a session open, and send letters in the threads of the pages."""
    allowed = {"web/doors.py", "web/crowd.py", "browse/health.py"}
    theirs = re.compile(r"from litestar import .*\b(get|post|put|patch|delete)\b|BackgroundTask")
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if theirs.search(path.read_text(encoding="utf-8"))
    }
    assert found <= allowed


def test_in_what_order_a_door_works_stands_in_the_desk_alone() -> None:
    """Sent twice, valid, stale, attempted, remembered: copies of that order drifted apart."""
    stays = {
        "accounts/pages/proving.py": {"form.validate(", "Request["},  # a wrong code is counted, and that stays
        "accounts/pages/removal_asks.py": {"form.validate("},  # what was taken alone is counted, and that stays
        "accounts/pages/redactions.py": {"form.validate("},  # the same form only looks, before it is sent
        "accounts/pages/signing_in.py": {"form.validate("},  # answered with a page, the same to everyone
        "contracts/pages/readings.py": {"form.validate("},  # a file is read before, while no table is held
        "monitoring/pages/ratings.py": {"form.validate("},  # said to `saving`
        "monitoring/pages/reviews.py": {"form.validate("},  # whoever may not decide any more gets the no alone
        "monitoring/pages/rounds.py": {"form.validate("},  # so does whoever may not take a round back
        "monitoring/pages/replies.py": {".is_stale("},  # said to the desk: who may not write is told so by the rule
        "monitoring/pages/reply_codes.py": {"form.validate("},  # a wrong code is answered, and the try kept
        "monitoring/pages/saving.py": {".attempt("},  # saved while it is written, and answered with a line
        # Asked before a code is sent; a wrong code is answered, and the try kept.
        "pledges/pages/answers.py": {"form.validate(", ".attempt("},
        "plans/pages/findings.py": {".is_stale("},  # said to the desk: of a finding that was published meanwhile
    }
    by_hand = re.compile(
        r"\b(?:location_of_sent|remember_sent)\b|\bRequest\[|\.(?:is_stale|attempt)\(|\bform\.validate\("
    )
    found = {
        str(path.relative_to(SOURCE)): words
        for path in SOURCE.glob("*/pages/*.py")
        if (words := set(by_hand.findall(path.read_text(encoding="utf-8"))))
    }
    assert len(found.pop("accounts/pages/desk.py")) == 6
    assert found == stays


def functions() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (f"{file.relative_to(SOURCE)}: {node.name}", node)
        for file in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def test_what_may_answers_and_what_is_required_raises() -> None:
    """`may_edit(viewer, plan)` on a line of its own reads as a question that nobody hears the answer of."""
    wrong, seen = [], set()
    for where, node in functions():
        said = ast.unparse(node.returns) if node.returns else ""
        raises = any(isinstance(one, ast.Raise) for one in ast.walk(node))
        calls = [ast.unparse(one.func).split(".")[-1] for one in ast.walk(node) if isinstance(one, ast.Call)]
        requires = raises or any(name.lstrip("_").startswith("require_") or name == "all_at_once" for name in calls)
        name = node.name.lstrip("_")
        if name.startswith("may_"):
            wrong += [where] if said != "bool" or raises else []
        elif name.startswith("require_"):
            wrong += [where] if said == "bool" or not requires else []
        elif name.startswith("confirm_"):
            wrong.append(where)  # `confirm` is a verb of the record
        seen.add(name.partition("_")[0])
    assert not wrong, wrong
    assert {"may", "require"} <= seen


WHEN_NEEDED = {
    "monitoring/report/files.py: made",
    "monitoring/replies/receipts.py: _pdf",
    "pledges/receipts.py: _pdf",
}
"""What is imported takes long, lies below, and most who come here do without: what makes Word files, and templates."""


def test_no_file_reaches_for_another_in_the_middle_of_a_function() -> None:
    """Except commands, which import only what they use: elsewhere it hides an arrow that goes up, as from a thing's
    `public_state` to the files that know more than it."""
    found = [
        where
        for where, node in functions()
        for one in ast.walk(node)
        if not where.startswith("cli/")
        and (
            (isinstance(one, ast.ImportFrom) and (one.level or str(one.module).startswith("pop_tracker")))
            or (isinstance(one, ast.Import) and any(name.name.startswith("pop_tracker") for name in one.names))
        )
    ]
    assert set(found) == WHEN_NEEDED, found


OTHER_QUESTIONS = {
    "accounts/second_person.py": "the one place",
    "contracts/waiting.py": "a draft waits for those who wrote in it until they submit it",
    "contracts/draft.py": "the form that this person sent once is answered as then",
    "monitoring/corrections.py": "the form that this person sent once is answered as then",
    "contracts/table/imports.py": "a table put aside is of who sent it",
    "monitoring/import_rounds.py": "a table put aside is of who sent it",
    "monitoring/pages/reviews.py": "what they decided just now they may read; and whose own work it is, is said",
    "monitoring/rounds.py": "the form that this person sent once is answered; who brought it takes it away",
    "monitoring/waiting.py": "in SQL: what the viewer sent is theirs to see",
    "monitoring/work_list.py": "in SQL: the viewer's own parts are told apart in the list",
    "plans/pages/confirmations.py": "the form that this person sent once is answered as then",
    "plans/table/imports.py": "a table put aside is of who sent it",
    "accounts/redactions.py": "in SQL: everyone sees what they asked themselves",
    "accounts/requests.py": "in SQL: what the viewer asked for is theirs to see",
    "monitoring/parts.py": "in SQL: what a reviewer may decide on, of all at once; a test holds it against the rule",
}
BY = re.compile(r"\b\w*(_by|author_id|opened_by|person_id|contributors|wrote)\b")


def test_who_wrote_it_is_asked_in_one_place() -> None:
    """Nobody decides on their own work: `accounts/second_person.py` holds the rule, and the things say whose it is."""
    found: dict[str, list[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Compare):
                sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
                of_viewer = [
                    side for side in sides if re.search(r"(viewer|reviewer)\.person_id$|^\(viewer.person_id", side)
                ]
                if of_viewer and any(BY.search(side) for side in sides if side not in of_viewer):
                    found.setdefault(str(file.relative_to(SOURCE)), []).append(ast.unparse(node))
    strays = {file: lines for file, lines in found.items() if file not in OTHER_QUESTIONS}
    assert not strays, strays


def test_each_explanation_is_given_somewhere() -> None:
    """Said in one way each (`explain.html`): one that no page calls would be lost to readers, and nobody would see."""
    words = (ROOT / "templates" / "components/explain.html").read_text("utf-8")
    said = set(re.findall(r"{% macro (\w+)\(", words))
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    given = set(re.findall(r"explain\.(\w+)\(", pages)) | set(re.findall(r"{{ (\w+)\(\)", words))
    assert said == given, said ^ given


def test_no_class_is_styled_that_nobody_uses() -> None:
    """Those of GOV.UK's markup come from its macros; `status--{{ value }}` may be any `status--`."""
    styles = "".join(re.sub(r"//.*", "", path.read_text("utf-8")) for path in (ROOT / "assets/scss").glob("*.scss"))
    places = [*(ROOT / "templates").rglob("*.html"), *SOURCE.rglob("*.py"), *(ROOT / "assets/js").glob("*.js")]
    said = "".join(path.read_text("utf-8") for path in places)
    words = set(re.findall(r"[\w-]+", said))
    unused = {
        name
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", styles)
        if not name.startswith("govuk-")
        and name not in words
        and not ("--" in name and name.partition("--")[0] + "--{{" in said)
    }
    assert not unused
