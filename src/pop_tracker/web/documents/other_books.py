"""What a workbook knows of other workbooks and servers.

It remembers whole columns of what it once read there, also what none of its cells shows. What its cells came to stays.
"""

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from pop_tracker.web.documents.folders import without_folders
from pop_tracker.web.documents.hidden_sheets import freeze
from pop_tracker.web.documents.package import Package, parsed, take_out
from pop_tracker.web.documents.traces import What

_OTHER_BOOK = r"(?<![\w\]])\[\d+\][^\[\]]*!"
"""How a formula leads there: by the number of the other workbook. A column of a table that is named so stands behind
its table."""


def forget(package: Package) -> None:
    _connections(package)
    links = package.led_to("externalLink")
    if not links:
        return
    for part in links:
        paths = [relation.get("Target", "") for kind, _, relation in package.relations(part) if "Path" in kind]
        package.found.count(What.SOURCES, 1, (posixpath.basename(unquote(path).replace("\\", "/")) for path in paths))
        package.found.name(What.FOLDER, *(gone for path in paths for gone in without_folders(path)[1]))
    named = [one.get("name", "") for one in parsed(package.parts[package.main]).iter("{*}definedName")
             if re.search(_OTHER_BOOK, one.text or "")]  # fmt: skip
    terms = re.compile("|".join([_OTHER_BOOK, *(rf"\b{re.escape(name)}\b" for name in named if name)]), re.IGNORECASE)
    for part in package.led_to("worksheet"):
        package.change(part, lambda sheet: freeze(sheet, terms))
    for part in package.led_to("chart"):
        package.change(part, lambda chart: _lead_nowhere(chart, terms))
    package.cut(package.main, lambda kind, _: kind in ("externalLink", "calcChain"))
    package.change(package.main, lambda book: _drop_references(book, named))


def _lead_nowhere(chart: etree._Element, terms: re.Pattern[str]) -> None:
    for one in chart.iter("{*}f"):
        if terms.search(one.text or ""):
            one.text = "#REF!"


def _drop_references(book: etree._Element, named: list[str]) -> None:
    for one in list(book.iter("{*}externalReferences", "{*}definedName")):
        if one.get("name", "") in named or one.tag.endswith("externalReferences"):
            above = one.getparent()
            take_out(one)
            if above is not None and not len(above):
                take_out(above)


def _connections(package: Package) -> None:
    """They stay, leading nowhere: tables and pivot tables are tied to them by number."""
    for part in package.led_to("connections"):
        listed = [one for one in parsed(package.parts[part]).iter("{*}connection") if _says_where(one)]
        package.found.count(What.SOURCES, len(listed), (one.get("name") for one in listed))
        package.change(part, _lead_no_more)


_WHERE = {"connection", "command", "serverCommand", "sourceFile", "odcFile", "url", "editPage", "description", "user"}


def _says_where(connection: etree._Element) -> bool:
    return any(one.get(name) for one in connection.iter("{*}*") for name in _WHERE)


def _lead_no_more(root: etree._Element) -> None:
    for one in root.iter("{*}*"):
        for name in _WHERE & set(one.attrib):
            one.set(name, "")
