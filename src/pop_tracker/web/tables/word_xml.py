"""The signs of WordprocessingML (ECMA-376 part 1, 17), as far as a table's reader needs them."""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML = "{urn:schemas-microsoft-com:vml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_UNDERSTOOD = "http://schemas.microsoft.com/office/"
"""Where the extensions live that Word reads: of a text box written twice it shows the one in their words."""
_GONE = {f"{W}del", f"{W}moveFrom"}
_WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir")
}
_WORDS = {f"{W}t", f"{W}sym", f"{MATH}t", f"{DRAWING}t"}


def value(element: Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(W + name)


def number(element: Element | None, name: str = "val", otherwise: int = 0) -> int:
    """Of what may be any text; nothing in a document is counted beyond a million."""
    try:
        return max(-1_000_000, min(int((value(element, name) or "x")[:12]), 1_000_000))
    except ValueError:
        return otherwise


def is_on(element: Element) -> bool:
    return element.get(f"{W}val", "1").lower() not in ("0", "false", "off")


def has(element: Element | None, name: str) -> bool:
    """A switch among its properties."""
    found = None if element is None else element.find(W + name)
    return found is not None and is_on(found)


def shown(children: Iterable[Element], prefixes: Mapping[str, str]) -> Iterator[Element]:
    """What stands there with mark-up off, out of all that may be wrapped around it: what was deleted or moved away is
    gone, and of what is written in several ways there is one."""
    for child in children:
        if child.tag in _WRAPPERS and not is_waiting(child):
            yield from shown(child, prefixes)
        elif child.tag == f"{MC}AlternateContent":
            yield from shown(chosen(child, prefixes), prefixes)
        elif child.tag not in _GONE:
            yield child


def is_waiting(control: Element) -> bool:
    """A field of a form that nobody filled in: its words tell what to write there."""
    return control.tag == f"{W}sdt" and has(control.find(f"{W}sdtPr"), "showingPlcHdr")


def chosen(alternatives: Element, prefixes: Mapping[str, str]) -> Element | tuple[()]:
    for choice in alternatives.findall(f"{MC}Choice"):
        needed = choice.get("Requires", "").split()
        if needed and all(prefixes.get(prefix, "").startswith(_UNDERSTOOD) for prefix in needed):
            return choice
    fallback = alternatives.find(f"{MC}Fallback")
    return () if fallback is None else fallback


def has_words(element: Element) -> bool:
    return any(part.tag in _WORDS for part in element.iter())
