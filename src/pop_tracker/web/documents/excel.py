"""A workbook without what it says of people. Its cells stay as they are.

Rows and columns that are hidden count in its sums; they are told and left.
"""

from lxml import etree

from pop_tracker.web.documents import hidden_sheets
from pop_tracker.web.documents.package import Package, local, outermost, parsed, take_out
from pop_tracker.web.documents.traces import Found, What

COMMENTS = {"comments", "threadedComment", "person"}
CHANGES = {"revisionHeaders", "usernames", "revisionLog"}


def bare(package: Package) -> bool:
    """Takes it all out of the package, notes what was found, and says whether all could be taken."""
    found = package.found
    people = [one.get("displayName") for target in _led_to(package, "person")
              for one in parsed(package.parts[target]).iter("{*}person")]  # fmt: skip
    for target in _led_to(package, "comments"):
        root = parsed(package.parts[target])
        # Beside a thread Excel names the thread instead of a person.
        authors = [one.text for one in root.iter("{*}author") if not (one.text or "").startswith("tc={")]
        found.count(What.COMMENTS, sum(1 for _ in root.iter("{*}comment")), [*authors, *people])
    for target in _led_to(package, "revisionHeaders"):
        headers = list(parsed(package.parts[target]).iter("{*}header"))
        found.count(What.CHANGES, len(headers), (one.get("userName") for one in headers))
    for part in package.reached:
        package.cut(part, lambda kind, _: kind in COMMENTS | CHANGES)
        if part.lower().endswith(".vml"):
            package.change(part, _without_notes)
    package.change(package.main, lambda root: _workbook(root, found))
    all_emptied = hidden_sheets.empty(package)
    for target in _led_to(package, "worksheet"):
        lines = parsed(package.parts[target]).iter("{*}row", "{*}col")
        found.count(What.HIDDEN_LINES, sum(1 for one in lines if one.get("hidden") in ("1", "true")))
    return all_emptied


def _led_to(package: Package, kind: str) -> list[str]:
    return [to for part in package.reached for is_, to, _ in package.relations(part) if is_ == kind and to]


def _without_notes(root: etree._Element) -> None:
    """The boxes of comments; buttons and pictures that are drawn the same way stay."""
    for shape in list(root.iter("{*}shape")):
        if any(data.get("ObjectType") == "Note" for data in shape.iter("{*}ClientData")):
            take_out(shape)


def _workbook(root: etree._Element, found: Found) -> None:
    for one in list(root.iter("{*}absPath", "{*}fileSharing")):
        if local(one) == "absPath":
            found.name(What.FOLDER, one.get("url"))
            take_out(outermost(one))
        else:
            found.name(What.LAST_EDITOR, one.get("userName"))
            take_out(one)
