"""Fields of a Word document: what a reader sees is their result, never the instruction (ECMA-376 part 1, 17.16)."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.word_xml import W, has, number, value

COMPUTED = Fault(N_("Këtu Word e llogarit vetë atë që shfaq. Shkruajeni si tekst të zakonshëm."))
_SILENT = {"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "BOOKMARK", "ADVANCE", "NEXT", "NEXTIF", "SKIPIF", "TOC"}
"""They show nothing of their own."""
_OF_TODAY = {"DATE", "TIME", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "FILENAME", "FILESIZE"}
"""Word writes them anew whenever it opens the file: what it wrote last is not what a reader sees."""


@dataclass
class Field:
    """From its beginning to its end; the words between `separate` and the end are its result."""

    data: Element | None = None
    instruction: list[str] = field(default_factory=list)
    has_result: bool = False

    def shown(self) -> str | Fault:
        """Beside its result: what a control of a form shows, or a Fault for what only Word knows."""
        if (control := _control(self.data)) is not None:
            return control
        return of_instruction("".join(self.instruction)[:200], self.has_result)


def of_instruction(text: str, has_result: bool) -> str | Fault:
    word = text.strip().partition(" ")[0].upper()
    if word in _OF_TODAY:
        return COMPUTED
    return "" if has_result or not word or word in _SILENT else COMPUTED


def _control(data: Element | None) -> str | None:
    if data is None:
        return None
    if (box := data.find(f"{W}checkBox")) is not None:
        checked = box.find(f"{W}checked")
        is_checked = has(box, "checked") if checked is not None else has(box, "default")
        return "☒" if is_checked else "☐"
    if (choices := data.find(f"{W}ddList")) is not None:
        said = choices.findall(f"{W}listEntry")
        place = number(choices.find(f"{W}result"), otherwise=number(choices.find(f"{W}default")))
        return (value(said[place]) or "") if 0 <= place < len(said) else ""
    return None
