"""What the metadata of a PDF, of its pages and its pictures (XMP, ISO 16684) says beside what programs write of
themselves."""

from collections.abc import Iterator

from lxml import etree

from pop_tracker.web.documents.folders import without_folders
from pop_tracker.web.documents.package import local, local_name, parsed
from pop_tracker.web.documents.traces import What

_PEOPLE = {
    *("creator", "contributor", "author", "authors", "artist", "ownername", "cameraownername", "authorsposition"),
    *("captionwriter", "by-line", "owner", "creatorcontactinfo"),
}
_OFFICES = {"company", "manager", "sourcemodified", "publisher"}
_SAID = {"keywords", "subject", "description", "rights", "usageterms", "instructions", "source", "comments", "category"}
_INNER = {"Seq", "Bag", "Alt", "li", "Description", "RDF", "xmpmeta", ""}


def said_in(metadata: bytes) -> Iterator[tuple[What, str]]:
    """Nothing of what cannot be read: it goes unread."""
    try:
        root = parsed(metadata.strip(b"\0 \r\n"), mends=True)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for one in root.iter("{*}*"):
        named = [local(above) for above in [one, *one.iterancestors()]]
        yield from _told(named, one.text or "")
        for key, value in one.attrib.items():
            yield from _told([local_name(key), *named], str(value))


def _told(named: list[str], words: str) -> Iterator[tuple[What, str]]:
    """By the property that it is part of."""
    of = next((name.lower() for name in named if name not in _INNER), "")
    if not words.strip() or "schemas" in named:  # of PDF/A: how properties are named
        return
    if gone := without_folders(words)[1]:
        yield from ((What.FOLDER, folder) for folder in gone)
    elif of in _PEOPLE:
        yield What.AUTHOR, words
    elif of in _OFFICES:
        yield What.COMPANY, words
    elif of in _SAID:
        yield What.PROPERTIES, words
