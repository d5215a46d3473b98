"""A text file, in any of the writings that Albanian texts are found in, and text that was pasted."""

import codecs
import re
from contextlib import suppress

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import sheet
from pop_tracker.contracts.reading.formats.furniture import leave_out_of_text
from pop_tracker.contracts.reading.formats.lines import Line, give_room, usual, write
from pop_tracker.contracts.reading.formats.writing import LONG, LONGEST, Writing
from pop_tracker.contracts.reading.marks import begins_something
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

NO_TEXT = N_("Skedari nuk është tekst që lexohet. Ruajeni si tekst UTF-8, DOCX ose PDF.")
MOST_LINES = 12_000
_OURS = "ëËçÇ‘’‚“”„«»–—…•·°"
_WESTERN = "éèêëàâáîôöüäÖÜÄÉçÇËñíóúßøåœ€"
_EASTERN = "čćšžđČĆŠŽĐłńśźąęřůýěťď"
_MISREAD = re.compile("Ã[«§‹‡]|â€")
"""ë, ç, Ë, Ç and quotation marks of UTF-8 that some program took for Windows' writing."""
for _coding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250"):
    codecs.lookup(_coding)  # each is a module: a process that may open no file could not import it later
_WORD_BULLET = re.compile(r"^(\s*)o(?=\s{2,}\S)")
"""Apart from its words, the letter o is Word's second bullet, whatever they begin with."""
_QUOTED = re.compile("^> ?", re.MULTILINE)
_QUOTED_NOTHING = re.compile(r"^>[ \t\r]*$", re.MULTILINE)
"""A letter that was answered or passed on has the sign before empty lines, too; a list has none there."""
_NO_SIGNS = re.compile("[\0-\x08\x0e-\x1f]")


def document(contents: bytes) -> Document:
    """Raises Refusal."""
    text = decoded(contents)
    return (len(text) <= LONGEST and sheet.of_text(text)) or of_text(text)


def decoded(contents: bytes) -> str:
    """UTF-8, UTF-16 (also without its mark), or the one of Windows' two writings in which its letters are letters that
    Albanian texts have. Raises Refusal for what is no text."""
    text = _decoded(contents)
    if _MISREAD.search(text):
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    if len(_NO_SIGNS.findall(text)) > len(text) / 1000:
        raise Refusal(NO_TEXT, field="file")
    return text


def _decoded(contents: bytes) -> str:
    if coding := _wide(contents):
        return contents.decode(coding, "replace")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    found = [text for coding in ("cp1252", "cp1250") if (text := _of_windows(contents, coding)) is not None]
    if not found:
        raise Refusal(NO_TEXT, field="file")
    return max(found, key=_likeness)


def _wide(contents: bytes) -> str:
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = contents[:2000]
    if len(start) >= 8 and len(start) % 2 == 0 and start.count(0) > len(start) / 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return ""


def _of_windows(contents: bytes, coding: str) -> str | None:
    try:
        return contents.decode(coding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """How much of what is no ASCII is what Albanian texts have, in Tirana or in the West."""
    beyond = [sign for sign in text if ord(sign) > 127]
    return sum(2 if sign in _OURS else 1 if sign in _WESTERN + _EASTERN else -1 for sign in beyond)


def of_text(text: str) -> Document:
    """Raises Refusal for what is too long."""
    if len(text) > LONGEST:
        raise Refusal(LONG, field="file")
    lines = _lines(_QUOTED.sub("", text) if _QUOTED_NOTHING.search(text) else text)
    leave_out_of_text(lines)
    give_room([line for line in lines if not line.left_out])
    writing = Writing()
    write(lines, writing, has_pages="\f" in text.strip("\f\n "))
    return writing.document()


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    for number, page in enumerate(re.split("\f", text.replace("\r\n", "\n").replace("\r", "\n")), 1):
        blank, is_first = 0, True
        for printed in re.split("[\n\v\x85\u2028\u2029]", page):
            shown = _WORD_BULLET.sub(r"\1◦", printed.expandtabs(8).rstrip())
            if not shown.strip("\ufeff\u200b \u00a0\u00ad"):
                blank += 1
                continue
            left = len(shown) - len(shown.lstrip())
            line = Line([(shown, False)], left, len(shown), page=number, gap=blank)
            line.follows_a_cut = is_first and number > 1
            if not line.text:
                continue
            found.append(line)
            blank, is_first = 0, False
        if len(found) > MOST_LINES:
            raise Refusal(LONG, field="file")
    _forget_spacing(found)
    return found


def _forget_spacing(lines: list[Line]) -> None:
    """Where every line is followed by empty ones, those say nothing."""
    spacing = usual([line.gap for line in lines[1:]])
    small = sum(1 for line in lines if line.text[:1].islower() and not begins_something(line.text))
    if spacing and small * 5 > len(lines):
        for line in lines:
            line.gap = max(line.gap - spacing, 0)
