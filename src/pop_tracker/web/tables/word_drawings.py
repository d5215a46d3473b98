"""What a drawing in a Word document shows: words in boxes, painted words, and pictures."""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from pop_tracker.web.tables.word_xml import DRAWING, MC, VML, W, chosen

_PICTURES = {"pic", "imagedata", "chart", "relIds", "OLEObject", "model3d", "graphicFrame", "contentPart"}


def drawn(
    of: Iterable[Element], prefixes: Mapping[str, str], is_hidden: bool = False
) -> Iterator[tuple[Element, bool]]:
    """Each box, painted word and picture in it, and whether it is a hidden one."""
    for part in of:
        name = part.tag.rpartition("}")[2]
        hides = is_hidden or "visibility:hidden" in part.get("style", "").replace(" ", "")
        if name in ("inline", "anchor"):
            hides = hides or any(one.get("hidden") in ("1", "true", "on") for one in part)
        if part.tag == f"{MC}AlternateContent":
            yield from drawn(chosen(part, prefixes), prefixes, hides)
        elif part.tag in (f"{W}txbxContent", f"{DRAWING}t", f"{VML}textpath") or name in _PICTURES:
            yield part, hides
        else:
            yield from drawn(part, prefixes, hides)
