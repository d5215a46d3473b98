"""What the documents name is there: files, addresses, commands, make targets, settings and identifiers."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from pop_tracker.cli import commands
from pop_tracker.settings import PREFIX, Settings
from tests.site.doors import listed

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pop_tracker"
FOREIGN = ("journalctl ", "systemctl ", "du ", "sha256sum")
"""Commands of the machine, not of the house."""
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
FILES = ["CONTRIBUTING.md", "SECURITY.md", *sorted(str(f.relative_to(ROOT)) for f in (ROOT / "docs").rglob("*.md"))]


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_what_a_document_names_is_there(file: str) -> None:
    missing = [name for name in named(text(file)) if not is_there(name)]
    assert not missing, f"{file} names what is not there: {missing}"


@pytest.mark.parametrize("file", [*FILES, "README.md", "CHANGELOG.md"])
def test_its_links_lead_somewhere(file: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(file)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, heading = target.partition("#")
        led_to = (ROOT / file).parent / path if path else ROOT / file
        assert led_to.exists(), f"{file}: {target}"
        assert not heading or heading in anchors(led_to.read_text(encoding="utf-8")), f"{file}: {target}"


@pytest.mark.parametrize("file", [*FILES, "README.md"])
def test_its_commands_are_the_program_s(file: str) -> None:
    for line in "\n".join(FENCE.findall(text(file))).splitlines():
        for said in re.findall(r"(?:^|/|&& |then )(?:pop-tracker|make) .*?(?=$| &&| \||;)", line):
            assert is_there(said.removeprefix("&& ").removeprefix("then ").lstrip("/")), f"{file}: {said}"


@pytest.mark.parametrize("file", FILES)
def test_a_name_said_to_be_in_a_file_is_there(file: str) -> None:
    for names, path in re.findall(r"((?:`\w+`(?:, | and )?)+) in\s+`([\w/]+\.(?:py|toml))`", text(file)):
        held = next(base / path for base in (SOURCE, ROOT) if (base / path).exists()).read_text(encoding="utf-8")
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"\b{name}\b", held), f"{file}: {name} is not in {path}"


def named(markdown: str) -> Iterator[str]:
    """All that stands between backticks in running text."""
    for name in re.findall(r"`([^`]+)`", FENCE.sub("", markdown)):
        yield " ".join(name.split())


def is_there(name: str) -> bool:
    if name.startswith(FOREIGN):
        return True
    if name.startswith("make "):
        return bool(re.search(rf"^{name.split()[1]}:", text("Makefile"), re.MULTILINE))
    if re.match(r"(\.venv/bin/)?pop-tracker ", name):
        return is_command(name.split("pop-tracker ", 1)[1].split())
    if module := re.match(r"\.venv/bin/python -m ([\w.]+)", name):
        path = module[1].replace(".", "/")
        places = (ROOT / path, ROOT / "src" / path)
        return module[1] in ("cProfile", "pytest") or any(
            place.with_suffix(".py").exists() or (place / "__main__.py").exists() for place in places
        )
    if tool := re.match(r"\.venv/bin/(\w+)(?: .*?)?(tests/\S+)?$", name):
        return tool[1] in text("Makefile") and (not tool[2] or (ROOT / tool[2]).exists())
    if name.startswith(PREFIX):
        return name.split("=")[0].removeprefix(PREFIX).lower() in Settings.__dataclass_fields__
    if name.startswith("VAR/"):
        return name.removeprefix("VAR/") in tree()
    if re.match(r"((GET|POST) )?/", name):
        return is_address(name)
    if re.fullmatch(r"[\w.-]*(/[\w.*<>-]*)+|[\w-]+\.(py|md|html|json|toml|txt|lock|po|csv|mako|sha256)", name):
        return is_path(name)
    if re.fullmatch(r"[.@]?[A-Za-z_]\w*(\.\w+)*(\(.*\)|=\S*)?", name):
        return all(re.search(rf"\b{part}\b", tree()) for part in re.split(r"[(=]", name)[0].strip(".@").split("."))
    return name in tree()


def is_command(words: list[str]) -> bool:
    command = commands.commands.get(words[0])
    if command is None:
        return words[0] in ("--help", "--version")
    options = {one for param in command.params if isinstance(param, click.Option) for one in param.opts}
    return {word.strip("[]") for word in words if word.strip("[").startswith("--")} <= options | {"--help"}


def is_address(name: str) -> bool:
    """One of the routes, filled in; with dots at its end, the beginning of some."""
    method, path = name.split() if " " in name else ("GET", name)
    path = path.split("?")[0].split("#")[0].removeprefix("/en") or "/"
    routes = [line.split() for line in listed("routes.txt")]
    if path.endswith("..."):
        return any(route.startswith(path.removesuffix("...")) for _, route in routes)
    return any(
        (verb, len(route.split("/"))) == (method, len(path.split("/"))) and re.fullmatch(_filled_in(route), path)
        for verb, route in routes
    )


def _filled_in(route: str) -> str:
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", route))


def is_path(name: str) -> bool:
    """From the root of the house, or anywhere in one of these; `<room>` stands for all of them."""
    pattern = re.sub(r"<\w+>", "*", name.rstrip("/"))
    inside = [(base, f"**/{pattern}") for base in (SOURCE, ROOT / "templates", ROOT / "tests")]
    return any(next(base.glob(way), None) for base, way in [(ROOT, pattern), *inside])


@cache
def tree() -> str:
    """All that people wrote but the documents."""
    files = [ROOT / name for name in ("Makefile", "pyproject.toml", ".editorconfig")]
    for folder, pattern in (("src", "*.py"), ("templates", "*.html"), ("tests", "*.py"), ("bench", "*.py"),
                            ("assets", "*.js"), ("assets", "*.scss")):  # fmt: skip
        files += (ROOT / folder).rglob(pattern)
    return "\n".join(file.read_text(encoding="utf-8") for file in files if "node_modules" not in file.parts)


def anchors(markdown: str) -> set[str]:
    """As code hosts make them of headings."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", markdown), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_identifier_of_the_glossary_is_in_the_source() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    rows = re.findall(r"^\|[^|]+\|[^|]+\| `(\w+)` \|", text("docs/glossary.md"), re.MULTILINE)
    assert len(rows) > 50
    assert [name for name in rows if not re.search(rf"\b{name}\b", source)] == []


def test_the_design_s_layers_are_those_that_hold() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    told = re.search(r"^ {4}(cli / .*(?:\n {4}.*)*)", text("docs/design.md"), re.MULTILINE)
    assert told
    assert " ".join(told[1].split()) == " / ".join(layers)


def test_every_decision_is_in_their_list_and_has_its_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    listed_there = re.findall(r"^- \[(\d{4}) (.+)\]\((\d{4}-[a-z0-9-]+\.md)\)$", text("docs/decisions/README.md"), re.M)
    pages = sorted(file for file in folder.glob("*.md") if file.name != "README.md")
    assert [name for _, _, name in listed_there] == [page.name for page in pages]
    for number, title, name in listed_there:
        page = (folder / name).read_text(encoding="utf-8")
        assert name.startswith(number)
        assert page.startswith(f"# {number} {title}\n\n20"), name
        for part in ("**Context.**", "**Choice.**", "**Consequence.**"):
            assert page.count(part) == 1, f"{name}: {part}"
        assert len(page.splitlines()) < 45, f"{name} is more than a page"


def test_the_newest_section_of_the_changes_is_the_version() -> None:
    """What is not released yet may stand above it."""
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    sections = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE)
    newest = next(section for section in sections if section != "Unreleased")
    assert re.fullmatch(rf"{re.escape(version)}, \d{{4}}-\d\d-\d\d", newest)
    assert sections.index(newest) < 2
