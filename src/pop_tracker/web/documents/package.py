"""The parts of an office file (ECMA-376, Open Packaging Conventions), taken out and written anew.

Only what the file itself leads to is written again: what lies in the archive and nothing leads to says nothing to a
reader, and may say much to whoever unpacks it.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from lxml import etree

from pop_tracker.web.documents.folders import may_hold, without_folders
from pop_tracker.web.documents.photographs import without_words
from pop_tracker.web.documents.traces import Found, What
from pop_tracker.web.office_file import opened

TYPES = "[Content_Types].xml"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say; when a part was written says when somebody worked."""
PROPERTIES = {"core-properties", "extended-properties", "custom-properties"}
SIGNED = {"origin", "signature"}
"""What a digital signature hangs on (part 2, 13)."""
EMBEDDED = {"oleObject", "package", "attachedToolbars", "glossaryDocument"}
"""Files within, and stored pieces of text."""
PATHS_WITHIN = {"instrText", "definedName"}
"""Elements whose words are no words of the page."""
NO_PATHS = {"formatCode", "xpath"}
"""What is written like one."""


def local(element: etree._Element) -> str:
    """Its name alone: the two dialects of the format differ in their namespaces only."""
    return local_name(element.tag) if isinstance(element.tag, str) else ""


def local_name(name: str | bytes) -> str:
    """Of an element or an attribute."""
    return str(name).rpartition("}")[2]


def parsed(contents: bytes, *, mends: bool = False) -> etree._Element:
    """Raises etree.XMLSyntaxError, and ValueError for what declares an entity, in whatever coding it is written;
    `mends` what browsers mend."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=mends)
    root = etree.fromstring(contents, reader)
    declared = root.getroottree().docinfo.internalDTD if root is not None else None
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise ValueError("it declares something of its own")
    return root


_ENDS, _END_LENGTH = b"PK\x05\x06", 22


class Package:
    """Its parts by name; relationships are elements of parts of their own."""

    def __init__(self, contents: bytes, found: Found) -> None:
        self.found = found
        self.goes_on = bool(contents[contents.rfind(_ENDS) + _END_LENGTH :].strip(b"\0"))
        """Behind the end of the archive, or as a remark on it."""
        with opened(contents) as archive:
            self.parts = {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
        self.named = {name.replace("\\", "/").lstrip("/").lower(): name for name in self.parts}
        self.main = next((target for kind, target, _ in self.relations("") if kind == "officeDocument"), "")

    def _rels(self, part: str) -> str | None:
        folder, name = posixpath.split(part)
        return self.named.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())

    def relations(self, part: str) -> Iterator[tuple[str, str, etree._Element]]:
        """Of what kind it is, the part that it leads to ("" for outside or nowhere), and the element."""
        if listed := self._rels(part):
            for one in parsed(self.parts[listed]).iter("{*}Relationship"):
                yield one.get("Type", "").rpartition("/")[2], self._target(part, one), one

    def _target(self, part: str, relation: etree._Element) -> str:
        if relation.get("TargetMode") == "External":
            return ""
        said = unquote(relation.get("Target", "")).replace("\\", "/")
        at = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), said))
        return self.named.get(at.lstrip("/").lower(), "")

    def cut(self, part: str, is_away: Callable[[str, str], bool]) -> set[str]:
        """Takes relations of a part away by kind and target, and says which ids they had."""
        listed = self._rels(part)
        if listed is None:
            return set()
        root = parsed(self.parts[listed])
        away = [one for one in root.iter("{*}Relationship")
                if is_away(one.get("Type", "").rpartition("/")[2], self._target(part, one))]  # fmt: skip
        for one in away:
            root.remove(one)
        if away:
            self.parts[listed] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return {one.get("Id", "") for one in away}

    def change(self, part: str, change: Callable[[etree._Element], object]) -> None:
        """Reads a part, has it changed in place and keeps it."""
        root = parsed(self.parts[part], mends=part.lower().endswith(".vml"))  # of Excel, with open <br>
        before = etree.tostring(root)
        change(root)
        if etree.tostring(root) != before:
            self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    @property
    def reached(self) -> list[str]:
        """The parts that the file leads to, each once."""
        found, ahead = dict.fromkeys([""]), [""]
        while ahead:
            for _, target, _ in self.relations(ahead.pop()):
                if target and target not in found:
                    found[target] = None
                    ahead.append(target)
        return [part for part in found if part]

    def led_to(self, kind: str) -> list[str]:
        """The parts that are led to as this kind."""
        return [to for part in ["", *self.reached] for is_, to, _ in self.relations(part) if is_ == kind and to]

    @property
    def is_signed(self) -> bool:
        return any(kind in SIGNED and "digital-signature" in one.get("Type", "") for kind, _, one in self.relations(""))

    def drop_properties(self) -> None:
        """What stands of the document as a whole, and the small picture of its first page."""
        for kind, part, _ in list(self.relations("")):
            if kind not in PROPERTIES or not part or not part.endswith(".xml"):
                continue
            root = parsed(self.parts[part])
            for one in root.iter():
                if told := _PROPERTIES.get(local(one)):
                    self.found.name(told, one.text)
                elif gone := without_folders(one.text or "")[1]:
                    self.found.name(What.FOLDER, *gone)
                elif local(one) == "property":
                    self.found.name(What.PROPERTIES, " ".join(one.itertext()))
        for kind, part, _ in list(self.relations("")):
            if kind == "thumbnail":
                self.found.count(What.PREVIEWS)
            elif kind not in PROPERTIES | SIGNED | {"officeDocument", "customXml"} and part:
                self.found.name(What.PROPERTIES, posixpath.basename(part))  # an office's label, a program's own
        self.cut("", lambda kind, _: kind not in ("officeDocument", "customXml"))

    def drop_custom_xml(self) -> None:
        """Forms of an office, sources of a bibliography: data of a program, of which the pages show their own copy."""
        for part in ["", *self.reached]:
            for kind, target, _ in list(self.relations(part)):
                if kind == "customXml" and target and (words := "".join(parsed(self.parts[target]).itertext()).strip()):
                    self.found.name(What.PROPERTIES, words)
            self.cut(part, lambda kind, _: kind in ("customXml", "customXmlProps"))

    def drop_embedded(self) -> None:
        """Files within the file, also the whole workbook behind a chart; what pages show of them stays."""
        for part in self.reached:
            inside = [target for kind, target, _ in self.relations(part) if kind in EMBEDDED and target]
            self.found.count(What.ATTACHMENTS, len(inside), (posixpath.basename(one) for one in inside))
            ids = self.cut(part, lambda kind, target: kind in EMBEDDED and bool(target))
            if ids:
                self.change(part, lambda root, ids=ids: _without_embedded(root, ids))  # type: ignore[misc]

    def bare_pictures(self) -> None:
        for part in self.reached:
            picture = self.parts[part]
            self.parts[part], told = without_words(picture)
            self.found.count(What.POSITIONS if told else What.PICTURES, int(told or self.parts[part] != picture))

    def forget_folders(self) -> None:
        """Also of pictures and files outside, of what a field reads, and of what describes a picture."""
        lists = [listed for part in ["", *self.reached] if (listed := self._rels(part))]
        for part in [*lists, *self.reached]:
            if self.is_xml(part) and may_hold(self.parts[part]):
                self.change(part, self._forget_folders)

    def _forget_folders(self, root: etree._Element) -> None:
        for one in root.iter("{*}*"):
            is_inside = local(one) == "Relationship" and one.get("TargetMode") != "External"
            for key, value in () if is_inside else one.attrib.items():
                kept, gone = without_folders(str(value))
                if gone and key not in NO_PATHS:
                    one.set(key, kept)
                    self.found.name(What.FOLDER, *gone)
            if local(one) in PATHS_WITHIN and one.text:
                one.text, gone = without_folders(one.text)
                self.found.name(What.FOLDER, *gone)

    def is_xml(self, part: str) -> bool:
        return self.parts[part].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff"))

    def tell_unreached(self) -> None:
        """What lies in the archive and nothing led to, from the beginning: it is not written again."""
        known = set(self.reached)
        kept = {listed for part in ["", *known] if (listed := self._rels(part))} | known
        left = [name for name in self.parts if name not in kept and name.lower() != TYPES.lower()]
        self.found.count(What.ATTACHMENTS, len(left), (posixpath.basename(name) for name in left))
        self.found.count(What.ATTACHMENTS, int(self.goes_on))

    def written(self) -> bytes:
        """The parts that are still led to, in their order; alike for the same parts."""
        reached = set(self.reached)
        kept = {"", *reached}
        rels = {listed for part in kept if (listed := self._rels(part))}
        types = self.named[TYPES.lower()]
        names = {name.lower() for name in reached | rels}

        def without_gone(root: etree._Element) -> None:
            for one in root.findall("{*}Override"):
                if unquote(one.get("PartName", "")).lstrip("/").lower() not in names:
                    root.remove(one)

        self.change(types, without_gone)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, contents in self.parts.items():
                if name in reached or name in rels or name == types:
                    how = zipfile.ZIP_STORED if contents.startswith(_PACKED) else zipfile.ZIP_DEFLATED
                    archive.writestr(zipfile.ZipInfo(name, LONG_AGO), contents, how)
        return made.getvalue()


_PACKED = (b"\xff\xd8\xff", b"\x89PNG")
_PROPERTIES = {
    "creator": What.AUTHOR,
    "lastModifiedBy": What.LAST_EDITOR,
    "Company": What.COMPANY,
    "subject": What.PROPERTIES,
    "Manager": What.COMPANY,
    "keywords": What.PROPERTIES,
    "category": What.PROPERTIES,
    "contentStatus": What.PROPERTIES,
    "description": What.PROPERTIES,
    "HyperlinkBase": What.FOLDER,
}


def _without_embedded(root: etree._Element, ids: set[str]) -> None:
    for one in list(root.iter()):
        if local(one) in ("OLEObject", "externalData", "oleObject") and ids & set(one.attrib.values()):
            take_out(outermost(one, "oleObjects") if local(one) == "oleObject" else one)


def outermost(one: etree._Element, several: str = "") -> etree._Element:
    """The choice between programs that it stands in, and the list of that name where it is the only one."""
    while (above := one.getparent()) is not None:
        is_alone = local(above) == several and len(above) == 1
        if local(above) not in ("Choice", "Fallback", "AlternateContent") and not is_alone:
            break
        one = above
    return one


def take_out(one: etree._Element) -> None:
    """The element alone; the words that follow it stay."""
    above, before, tail = one.getparent(), one.getprevious(), one.tail or ""
    if above is None:
        return
    above.remove(one)
    if tail.strip() and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail.strip():
        above.text = (above.text or "") + tail
