"""The sheets of a workbook that nobody sees, emptied.

The sheet itself stays under its name, so that nothing that refers to it is broken; what was calculated from it stays as
the value that everybody saw.
"""

import re
from collections.abc import Iterable

from lxml import etree

from pop_tracker.web.documents.package import Package, local, parsed, take_out
from pop_tracker.web.documents.traces import What


def empty(package: Package) -> bool:
    """Whether all of them could be: one of another kind stays, and one that a pivot table keeps a copy of."""
    root = parsed(package.parts[package.main])
    targets = {one.get("Id", ""): to for _, to, one in package.relations(package.main)}
    hidden: dict[str, str] = {}
    seen: list[str] = []
    for sheet in root.iter("{*}sheet"):
        ids = [str(value) for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"]
        part = next((targets[one] for one in ids if targets.get(one)), "")
        if sheet.get("state") in ("hidden", "veryHidden") and part and _says_something(package, part):
            hidden[sheet.get("name", "")] = part
        elif part:
            seen.append(part)
    if not hidden:
        return True
    package.found.count(What.HIDDEN_SHEETS, len(hidden), hidden)
    if _is_copied(package, hidden) or any(local(parsed(package.parts[one])) != "worksheet" for one in hidden.values()):
        return False
    for part in hidden.values():
        sheet = parsed(package.parts[part])
        for one in list(sheet):
            sheet.remove(one)
        etree.SubElement(sheet, sheet.tag.replace("worksheet", "sheetData"))
        package.parts[part] = etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.cut(part, lambda _, __: True)
    terms = _terms(root, hidden)
    used: set[str] = set()
    for part in seen:
        package.change(part, lambda sheet: freeze(sheet, terms))
        used |= {cell.findtext("{*}v", "") for cell in parsed(package.parts[part]).iter("{*}c") if cell.get("t") == "s"}
    _forget_words(package, used)
    package.cut(package.main, lambda kind, _: kind == "calcChain")  # it names cells that calculate nothing any more
    return True


def _says_something(package: Package, part: str) -> bool:
    return next(parsed(package.parts[part]).iter("{*}v", "{*}is", "{*}f", "{*}drawing"), None) is not None


def _is_copied(package: Package, hidden: Iterable[str]) -> bool:
    caches = {to for part in package.reached for kind, to, _ in package.relations(part)
              if kind == "pivotCacheDefinition" and to}  # fmt: skip
    sources = [one for part in caches for one in parsed(package.parts[part]).iter("{*}worksheetSource")]
    # One that is named otherwise (a table, a defined name) may lie on any sheet.
    return any(one.get("sheet") is None or one.get("sheet") in set(hidden) for one in sources)


def _terms(workbook: etree._Element, hidden: Iterable[str]) -> re.Pattern[str]:
    """How a formula leads to these sheets: by their names, or by a name that was given to cells of theirs."""
    sheets = [name.replace("'", "''") for name in hidden]
    named = [one.get("name", "") for one in workbook.iter("{*}definedName")
             if any(name in (one.text or "") for name in sheets)]  # fmt: skip
    return re.compile("|".join(re.escape(name) for name in [*sheets, *named] if name), re.IGNORECASE)


def freeze(sheet: etree._Element, terms: re.Pattern[str]) -> None:
    """Takes out the formulas that lead there; what they came to stays. One that several cells share stands in the first
    of them."""
    formulas = [(one, terms.search(one.text or "") is not None) for one in sheet.iter("{*}f")]
    shared = {one.get("si") for one, leads in formulas if leads and one.get("t") == "shared"}
    for one, leads in formulas:
        if leads or (one.get("t") == "shared" and one.get("si") in shared):
            take_out(one)


def _forget_words(package: Package, used: set[str]) -> None:
    """All words of a workbook lie in one list; those that only hidden sheets said become empty."""
    for kind, part, _ in list(package.relations(package.main)):
        if kind == "sharedStrings" and part:
            package.change(part, lambda root: _empty_unused(root, used))


def _empty_unused(root: etree._Element, used: set[str]) -> None:
    for number, one in enumerate(list(root.iter("{*}si"))):
        if str(number) not in used:
            for inner in list(one):
                one.remove(inner)
            etree.SubElement(one, one.tag.replace("}si", "}t"))
