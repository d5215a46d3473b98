"""A Word document without what it says of people: as Word shows it with all changes accepted and comments deleted.

What was struck out is gone, what was put in stands; `moved from` is struck out, `moved to` put in (ECMA-376, part 1,
17.13.5).
"""

from collections.abc import Iterator, Set

from lxml import etree

from pop_tracker.web.documents.package import Package, local, parsed, take_out
from pop_tracker.web.documents.traces import Found, What

COMMENTS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"}
PUT_IN = {"ins", "moveTo"}
STRUCK = {"del", "moveFrom", "cellDel"}
FORMER = {
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("tblGridChange", "numberingChange", "cellIns", "cellMerge"),
}
"""How something looked before."""
SIGNS = {
    *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
    *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart"),
    *("customXmlMoveToRangeEnd", "dataBinding", "docVars"),
}
"""Where a comment or a change begins or ends, and ties to data that go."""


def bare(package: Package) -> bool:
    """Takes it all out of the package, notes what was found, and says that all could be taken."""
    _comments(package)
    for part in package.reached:
        if package.parts[part].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            package.change(part, lambda root: _accept(root, package.found))
    for part in package.reached:
        for kind, target, relation in list(package.relations(part)):
            if kind == "attachedTemplate" and not target:
                package.found.name(What.FOLDER, relation.get("Target"))
        if package.cut(part, lambda kind, target: kind == "attachedTemplate" and not target):
            package.change(part, lambda root: _drop(root, {"attachedTemplate"}))
    return True


def _comments(package: Package) -> None:
    for part in package.reached:
        for kind, target, _ in list(package.relations(part)):
            if kind == "comments" and target:
                comments = list(parsed(package.parts[target]).iter("{*}comment"))
                package.found.count(What.COMMENTS, len(comments), (_value(one, "author") for one in comments))
        package.cut(part, lambda kind, _: kind in COMMENTS)


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _accept(root: etree._Element, found: Found) -> None:
    changes = list(_called(root, PUT_IN | STRUCK | FORMER))
    found.count(What.CHANGES, len(changes), (_value(one, "author") for one in changes))
    found.count(What.HIDDEN_TEXT, sum(1 for one in _called(root, {"vanish"}) if _hides_words(one)))
    _drop(root, FORMER | SIGNS)
    for one in list(_called(root, STRUCK)):
        _strike(one)
    for one in list(_called(root, PUT_IN)):
        _unwrap(one)


def _called(root: etree._Element, names: Set[str]) -> Iterator[etree._Element]:
    """Of Word's own elements."""
    return (one for one in root.iter("{*}*") if local(one) in names and "word" in str(one.tag))


def _hides_words(vanish: etree._Element) -> bool:
    """Entries of an index are hidden too, but are no words."""
    run = above.getparent() if (above := vanish.getparent()) is not None else None
    is_on = _value(vanish, "val") not in ("0", "false", "off")
    return is_on and run is not None and local(run) == "r" and any(one.text for one in run.iter("{*}t"))


def _drop(root: etree._Element, names: Set[str]) -> None:
    for one in list(_called(root, names)):
        take_out(one)


def _strike(change: etree._Element) -> None:
    """What stands in it goes. Of a row, a cell or the end of a paragraph it is a sign among the properties."""
    above = change.getparent()
    take_out(change)
    owner = above.getparent() if above is not None else None
    if above is None or owner is None:
        return
    if local(above) in ("trPr", "tcPr"):
        _take_out_with_empty(owner)
    elif local(above) == "rPr" and local(owner) == "pPr":
        _join(owner.getparent())


def _take_out_with_empty(one: etree._Element) -> None:
    """A row, and the table where none is left; a cell, and its row."""
    above = one.getparent()
    take_out(one)
    if above is not None and local(above) in ("tbl", "tr") and not any(local(other) == local(one) for other in above):
        _take_out_with_empty(above)


def _join(paragraph: etree._Element | None) -> None:
    """The end of a paragraph was struck out: its words stand in the one that follows, and look as that does."""
    following = paragraph.getnext() if paragraph is not None else None
    if paragraph is None or following is None or local(following) != "p":
        return
    at = 1 if len(following) and local(following[0]) == "pPr" else 0
    for number, one in enumerate([one for one in paragraph if local(one) != "pPr"]):
        following.insert(at + number, one)
    take_out(paragraph)


def _unwrap(change: etree._Element) -> None:
    above = change.getparent()
    if above is None:
        return
    at = above.index(change)
    for number, one in enumerate(list(change)):
        above.insert(at + number, one)
    take_out(change)
