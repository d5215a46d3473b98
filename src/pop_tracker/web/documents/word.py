"""A Word document without what it says of people: as Word shows it with all changes accepted and comments deleted.

What was struck out is gone, what was put in stands; `moved from` is struck out, `moved to` put in (ECMA-376, part 1,
17.13.5).
"""

import posixpath
from collections.abc import Iterator, Set

from lxml import etree

from pop_tracker.web.documents.package import Package, local, local_name, parsed, take_out
from pop_tracker.web.documents.traces import Found, Hindrance, What

COMMENTS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "documenttasks"}
LETTERS = {"mailMergeSource", "mailMergeHeaderSource", "recipientData"}
"""Where a letter to many took their names from, and which of them it went to."""
PUT_IN = {"ins", "moveTo", "conflictIns"}
STRUCK = {"del", "moveFrom", "cellDel", "conflictDel"}
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
    *("customXmlMoveToRangeEnd", "dataBinding", "docVars", "mailMerge", "rsids"),
}
"""Where a comment or a change begins or ends, ties to data that go, and numbers of the times it was worked on."""


def bare(package: Package) -> Hindrance:
    """Takes it all out of the package, notes what was found, and says what hinders that all be taken."""
    inserted = [target for part in package.reached for kind, target, _ in package.relations(part)
                if kind == "aFChunk" and target]  # fmt: skip
    if inserted:
        package.found.count(What.ATTACHMENTS, len(inserted), (posixpath.basename(one) for one in inserted))
        return Hindrance.INSERTED
    _comments(package)
    hiding = _hiding_styles(package)
    for part in package.reached:
        if package.is_xml(part):
            package.change(part, lambda root: _accept(root, package.found, hiding))
    for part in package.reached:
        for kind, target, relation in list(package.relations(part)):
            if kind == "attachedTemplate" and not target:
                package.found.name(What.FOLDER, relation.get("Target"))
            elif kind in LETTERS:
                package.found.count(What.SOURCES, 1, [posixpath.basename(relation.get("Target", ""))])
        package.cut(part, lambda kind, _: kind in LETTERS)
        if package.cut(part, lambda kind, target: kind == "attachedTemplate" and not target):
            package.change(part, lambda root: _drop(root, {"attachedTemplate"}))
    return Hindrance.NONE


def _comments(package: Package) -> None:
    found = package.found
    for part in package.reached:
        for kind, target, _ in list(package.relations(part)):
            if kind == "comments" and target:
                comments = list(parsed(package.parts[target]).iter("{*}comment"))
                found.count(What.COMMENTS, len(comments), (_value(one, "author") for one in comments))
    for part in package.reached:
        for kind, target, _ in list(package.relations(part)):
            if kind in ("people", "documenttasks") and target:  # it outlives the comments
                people = [_value(one, "author") or _value(one, "userName")
                          for one in parsed(package.parts[target]).iter("{*}person", "{*}Attribution")]  # fmt: skip
                found.name(What.AUTHOR, *(one for one in people if one not in found.names.get(What.COMMENTS, {})))
        package.cut(part, lambda kind, _: kind in COMMENTS)


def _hiding_styles(package: Package) -> set[str]:
    styles = [target for part in package.reached for kind, target, _ in package.relations(part)
              if kind == "styles" and target]  # fmt: skip
    return {_value(style, "styleId") for part in styles for style in parsed(package.parts[part]).iter("{*}style")
            if any(_is_on(one) for one in style.iter("{*}vanish"))}  # fmt: skip


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local_name(key) == name), "")


def _accept(root: etree._Element, found: Found, hiding: Set[str]) -> None:
    changes = list(_called(root, PUT_IN | STRUCK | FORMER))
    found.count(What.CHANGES, len(changes), (_value(one, "author") for one in changes))
    found.name(What.PROPERTIES, *(_value(one, "val") for one in _called(root, {"docVar"})))
    unnamed = (one for one in _called(root, {"mailMerge"}) if next(_called(one, {"dataSource"}), None) is None)
    found.count(What.SOURCES, sum(1 for _ in unnamed))
    hidden = sum(1 for one in _called(root, {"vanish"}) if _hides_words(one))
    styled = (one for one in _called(root, {"rStyle", "pStyle"}) if _value(one, "val") in hiding)
    found.count(What.HIDDEN_TEXT, hidden + sum(1 for one in styled if _has_words(one)))
    _drop(root, FORMER | SIGNS)
    for one in list(_called(root, STRUCK)):
        _strike(one)
    for one in list(_called(root, PUT_IN)):
        _unwrap(one)
    for one in _called(root, {"p", "r", "tr", "sectPr", "permStart"}):
        for key in one.keys():  # noqa: SIM118
            if local_name(key).startswith("rsid"):
                del one.attrib[key]
            elif local_name(key) == "ed":  # whoever may write there
                found.name(What.AUTHOR, one.get(key))
                del one.attrib[key]


def _called(root: etree._Element, names: Set[str]) -> Iterator[etree._Element]:
    """Of Word's own elements."""
    return (one for one in root.iter(*(f"{{*}}{name}" for name in names)) if "word" in str(one.tag))


def _hides_words(vanish: etree._Element) -> bool:
    """Entries of an index are hidden too, but are no words."""
    run = above.getparent() if (above := vanish.getparent()) is not None else None
    return _is_on(vanish) and run is not None and local(run) == "r" and _has_words(vanish)


def _is_on(one: etree._Element) -> bool:
    return _value(one, "val") not in ("0", "false", "off")


def _has_words(named: etree._Element) -> bool:
    """Of a run or a paragraph, by one of its properties."""
    owner = above.getparent() if (above := named.getparent()) is not None else None
    return owner is not None and any(one.text for one in owner.iter("{*}t"))


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
