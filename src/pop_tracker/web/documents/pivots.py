"""What a pivot table keeps behind what it shows: a copy of the rows that it was made of, as they once were.

Excel makes the copy anew from its sheet once the workbook is opened; what the table shows stays until then.
"""

from lxml import etree

from pop_tracker.web.documents.package import Package, local, local_name, parsed
from pop_tracker.web.documents.traces import What


def forget_rows(package: Package) -> None:
    shown = _shown(package)
    for part in dict.fromkeys(package.led_to("pivotCacheDefinition")):
        records = [to for kind, to, _ in package.relations(part) if kind == "pivotCacheRecords" and to]
        has_rows = any(next(parsed(package.parts[one]).iter("{*}r"), None) is not None for one in records)
        package.cut(part, lambda kind, _: kind == "pivotCacheRecords")
        package.found.name(What.LAST_EDITOR, parsed(package.parts[part]).get("refreshedBy"))
        package.change(part, lambda root: root.attrib.pop("refreshedBy", None))
        before = package.parts[part]
        package.change(part, lambda root, part=part: _forget(root, shown.get(part, {})))  # type: ignore[misc]
        if has_rows or package.parts[part] != before:
            package.found.count(What.COPIES)
            package.change(part, _read_anew)


def _shown(package: Package) -> dict[str, dict[int, set[int]]]:
    """By cache and number of its field, the numbers of the words that a table shows."""
    shown: dict[str, dict[int, set[int]]] = {}
    for table in package.led_to("pivotTable"):
        caches = [to for kind, to, _ in package.relations(table) if kind == "pivotCacheDefinition" and to]
        for number, field in enumerate(parsed(package.parts[table]).iter("{*}pivotField")):
            there = {int(one.get("x", "0")) for one in field.iter("{*}item")
                     if one.get("x") and one.get("m") not in ("1", "true")}  # fmt: skip
            for cache in caches:
                shown.setdefault(cache, {}).setdefault(number, set()).update(there)
    return shown


def _forget(root: etree._Element, shown: dict[int, set[int]]) -> None:
    for number, field in enumerate(root.iter("{*}cacheField")):
        items = field.find("{*}sharedItems")
        if items is None or field.find("{*}fieldGroup") is not None:
            continue
        if not shown.get(number):
            for one in list(items):
                items.remove(one)
                items.attrib.clear()
        for at, one in enumerate(items):
            if local(one) == "s" and at not in shown[number]:
                one.set("v", f"–{at}")


def _read_anew(root: etree._Element) -> None:
    for key in list(root.attrib):
        if local_name(key) in ("id", "recordCount"):
            del root.attrib[key]
    root.set("saveData", "0")
    root.set("refreshOnLoad", "1")
