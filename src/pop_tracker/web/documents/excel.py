"""A workbook without what it says of people. Its cells stay as they are.

Rows and columns that are hidden count in its sums; they are told and left.
"""

from lxml import etree

from pop_tracker.web.documents import hidden_sheets, other_books, pivots
from pop_tracker.web.documents.package import Package, local, local_name, outermost, parsed, take_out
from pop_tracker.web.documents.traces import Found, Hindrance, What

COMMENTS = {"comments", "threadedComment", "person", "documentTask"}
CHANGES = {"revisionHeaders", "usernames", "revisionLog"}


NAMED_BY = {
    "fileSharing": "userName",
    "scenario": "user",
    "customWorkbookView": "name",
    "protectedRange": "securityDescriptor",
}
"""Elements, and which of their attributes names somebody."""


def bare(package: Package) -> Hindrance:
    """Takes it all out of the package, notes what was found, and says what hinders that all be taken."""
    found = package.found
    _comments(package)
    for target in package.led_to("revisionHeaders"):
        headers = list(parsed(package.parts[target]).iter("{*}header"))
        found.count(What.CHANGES, len(headers), (one.get("userName") for one in headers))
    for part in package.reached:
        package.cut(part, lambda kind, _: kind in COMMENTS | CHANGES)
        if part.lower().endswith(".vml"):
            package.change(part, _without_notes)
    for target in [package.main, *package.led_to("worksheet")]:
        package.change(target, lambda root: _names(root, found))
    _printers(package)
    other_books.forget(package)
    pivots.forget_rows(package)
    all_emptied = hidden_sheets.empty(package)
    models = [one for one in package.reached if "/model/" in f"/{one}"]
    found.count(What.COPIES, len(models))
    for target in package.led_to("worksheet"):
        lines = parsed(package.parts[target]).iter("{*}row", "{*}col")
        found.count(What.HIDDEN_LINES, sum(1 for one in lines if one.get("hidden") in ("1", "true")))
    return Hindrance.NONE if all_emptied and not models else Hindrance.HIDDEN


def _comments(package: Package) -> None:
    found = package.found
    people = [one.get("displayName") for target in package.led_to("person")
              for one in parsed(package.parts[target]).iter("{*}person")]  # fmt: skip
    legacy = [parsed(package.parts[target]) for target in package.led_to("comments")]
    threads = sum(1 for target in package.led_to("threadedComment")
                  for _ in parsed(package.parts[target]).iter("{*}threadedComment"))  # fmt: skip
    # Beside a thread Excel names the thread instead of a person.
    authors = [one.text for root in legacy for one in root.iter("{*}author")
               if not (one.text or "").startswith("tc={")]  # fmt: skip
    count = max(sum(1 for root in legacy for _ in root.iter("{*}comment")), threads)
    found.count(What.COMMENTS, count, [*authors, *people])
    if not count:  # who once wrote one
        found.name(What.AUTHOR, *authors, *people)


def _printers(package: Package) -> None:
    """How the sheet is printed stays with it; which printer, on whose desk, lies in a part of its own. Programs keep
    parts of their own for a sheet as well."""
    for part in package.led_to("worksheet"):
        for kind, target, _ in list(package.relations(part)):
            if kind == "printerSettings" and target:  # a DEVMODE of Windows begins with the printer's name
                name = package.parts[target][:64].decode("utf-16-le", "replace").partition("\0")[0]
                package.found.name(What.PROPERTIES, name if name.isprintable() else "", target.rpartition("/")[2])
            elif kind == "customProperty" and target:
                package.found.name(What.PROPERTIES, target.rpartition("/")[2])
        ids = package.cut(part, lambda kind, _: kind in ("printerSettings", "customProperty"))
        if ids:
            package.change(part, lambda root, ids=ids: _without(root, ids))  # type: ignore[misc]


def _without(sheet: etree._Element, ids: set[str]) -> None:
    for one in list(sheet.iter("{*}pageSetup", "{*}customProperties")):
        if local(one) == "customProperties":
            take_out(one)
        for key, value in one.attrib.items():
            if local_name(key) == "id" and value in ids:
                del one.attrib[key]


def _without_notes(root: etree._Element) -> None:
    """The boxes of comments; buttons and pictures that are drawn the same way stay."""
    for shape in list(root.iter("{*}shape")):
        if any(data.get("ObjectType") == "Note" for data in shape.iter("{*}ClientData")):
            take_out(shape)


def _names(root: etree._Element, found: Found) -> None:
    """Of the workbook, or of one of its sheets: who shared it, tried figures, has a view of it, may write."""
    for one in list(root.iter("{*}absPath", *(f"{{*}}{name}" for name in NAMED_BY), "{*}customSheetViews")):
        match local(one):
            case "absPath":
                found.name(What.FOLDER, one.get("url"))
                take_out(outermost(one))
            case "scenario" | "protectedRange":
                found.name(What.LAST_EDITOR, str(one.attrib.pop(NAMED_BY[local(one)], "")))
                one.attrib.pop("comment", None)
            case "customSheetViews":  # of the views that the workbook names
                take_out(one)
            case other:
                found.name(What.LAST_EDITOR, one.get(NAMED_BY[other]))
                take_out(outermost(one, "customWorkbookViews"))
