"""The words of a Word document as it shows them with mark-up off, and apart from them those that it does not show."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.word_drawings import drawn
from pop_tracker.web.tables.word_fields import COMPUTED, Field, of_instruction
from pop_tracker.web.tables.word_numbers import UNKNOWN, Numbers
from pop_tracker.web.tables.word_said import Said
from pop_tracker.web.tables.word_signs import FONTS_OF_SIGNS, raised, sign
from pop_tracker.web.tables.word_styles import Styles, is_deleted
from pop_tracker.web.tables.word_xml import (
    DRAWING,
    MATH,
    SPACE,
    VML,
    W,
    has,
    has_words,
    is_waiting,
    number,
    shown,
    value,
)

FORMULA = Fault(N_("Formula matematikore nuk lexohet si tekst. Shkruajeni me shkronja e shifra të zakonshme."))
TURNED = Fault(N_("Teksti këtu shfaqet nga e djathta në të majtë. Shkruajeni si tekst të zakonshëm."))
HALF_A_FIELD = Fault(N_("Në këtë qelizë ka një fushë të Word-it që nuk mbyllet. Shkruajeni si tekst të zakonshëm."))
NESTED = N_("Tabela brenda një qelize: fjalët e tyre u lexuan si tekst i qelizës")
PICTURES = N_("Fotografi, grafikë e objekte")
NOTES = N_("Shënime në fund të faqes ose të dokumentit")
COMMENTS = N_("Komente")
WAITING = N_("Fusha të paplotësuara")
EMBEDDED = N_("Pjesë të futura nga një skedar tjetër")
UNREAD = N_("Tekste që nuk u lexuan")
_NOTES = {f"{W}footnoteReference": NOTES, f"{W}endnoteReference": NOTES, f"{W}commentReference": COMMENTS}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OF_FONTS = re.compile("[\uf000-\uf0ff]")
_OF_WORD = {"pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"}


class Story:
    """Reads the document once, from its first word to its last, because its numbers count so."""

    def __init__(
        self, styles: Styles, numbers: Numbers, prefixes: Mapping[str, str], keeps_spaces: bool,
        on_table: Callable[[Element, Said], None],
    ) -> None:  # fmt: skip
        self.styles = styles
        self._numbers = numbers
        self.prefixes = prefixes
        self._keeps_spaces = keeps_spaces
        self._on_table = on_table
        self._fields: list[Field] = []
        self._in_box = 0
        self.last_style = ""

    def cell(self, cell: Element, table_style: str) -> Said:
        said, around = Said(), self._fields
        self._fields = []
        self.blocks(cell, said, table_style, in_cell=True)
        said.end_box()
        if self._fields:
            said.faults.append(HALF_A_FIELD)
        self._fields = around
        return said

    def blocks(self, of: Iterable[Element], said: Said, table_style: str, *, in_cell: bool) -> None:
        for block in shown(of, self.prefixes):
            if block.tag == f"{W}p":
                self._paragraph(block, said, table_style, in_cell)
            elif block.tag == f"{W}tbl" and in_cell:
                said.others[NESTED] += 1
                self._nested(block, said)
            elif block.tag == f"{W}tbl":
                self._on_table(block, said)
            elif block.tag == f"{W}altChunk":
                said.others[EMBEDDED] += 1
            elif not block.tag.endswith("Pr"):
                self._rest(block, said)

    def rows(self, table: Element) -> Iterator[tuple[Element, bool]]:
        """Those that are shown, and whether it is a hidden one. Deleted ones are gone."""
        for row in shown(table, self.prefixes):
            properties = row.find(f"{W}trPr")
            if row.tag == f"{W}tr" and not is_deleted(properties):
                yield row, is_hidden_row(properties)

    def cells(self, row: Element) -> Iterator[tuple[Element, bool]]:
        """And whether it only waits to be filled in."""
        for cell in shown(row, self.prefixes):
            if is_waiting(cell):
                yield from ((inner, True) for inner in cell.iter(f"{W}tc"))
            elif cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None:
                yield cell, False

    def unseen(self, row: Element, table_style: str) -> str:
        """The words of a hidden row. Its numbers count nowhere."""
        self._in_box += 1
        read = [self.cell(cell, table_style) for cell, _ in self.cells(row)]
        self._in_box -= 1
        return " ".join(words for said in read for words in (said.text, *said.hidden, *said.struck) if words)

    def _nested(self, table: Element, said: Said) -> None:
        said.end_box()
        style = self.styles.of("table", value(table.find(f"{W}tblPr/{W}tblStyle")))
        for row, is_hidden in self.rows(table):
            if is_hidden:
                said.hidden.append(self.unseen(row, style))
                continue
            line: list[str] = []
            for cell, is_waiting_ in self.cells(row):
                of = Said() if is_waiting_ else self.cell(cell, style)
                line.append(of.text)
                said.others[WAITING] += is_waiting_
                said.hidden += of.hidden
                said.struck += of.struck
                said.faults += of.faults
                said.others += of.others
            said.lines.append("\t".join(line))

    def _paragraph(self, paragraph: Element, said: Said, table_style: str, in_cell: bool) -> None:
        """Where its mark was deleted or is hidden, it runs on into the next one, whose number stands before both."""
        properties = paragraph.find(f"{W}pPr")
        mark = None if properties is None else properties.find(f"{W}rPr")
        named = None if properties is None else value(properties.find(f"{W}pStyle"))
        style = self.last_style = self.styles.of("paragraph", named)
        runs_on = is_deleted(mark) or self.styles.is_hidden(mark, style, table_style)
        if not runs_on:
            counted = self._of_box(properties, style) if self._in_box else self._numbers.next(properties, style)
            if isinstance(counted, str) and self.styles.is_struck(mark, style, table_style):
                self._say(said, [counted], said.struck)
            elif not self._is_unseen():
                said.numbered(counted)
        self._inline(paragraph, said, style, table_style, in_cell)
        if not runs_on:
            said.end_line(properties, style)

    def _of_box(self, properties: Element | None, style: str) -> str | Fault:
        """How Word counts on inside a text box is not known here, and in a hidden row it does not."""
        return UNKNOWN if self._numbers.has_number(properties, style) else ""

    def _inline(self, of: Iterable[Element], said: Said, style: str, table_style: str, in_cell: bool) -> None:
        for piece in shown(of, self.prefixes):
            if piece.tag == f"{W}r":
                self._run(piece, said, style, table_style, in_cell)
            elif piece.tag == f"{W}fldSimple":
                shows = of_instruction(value(piece, "instr") or "", has_words(piece))
                if isinstance(shows, Fault) and not self._is_unseen():
                    said.faults.append(shows)
                self._inline(piece, said, style, table_style, in_cell)
            elif piece.tag == f"{W}bdo":
                if value(piece) == "rtl" and has_words(piece):
                    said.faults.append(TURNED)
                self._inline(piece, said, style, table_style, in_cell)
            elif piece.tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                self._formula(piece, said)
            elif not piece.tag.endswith("Pr"):
                self._rest(piece, said)

    def _run(self, run: Element, said: Said, style: str, table_style: str, in_cell: bool) -> None:
        properties = run.find(f"{W}rPr")
        of: list[str] | None = None
        if self.styles.is_hidden(properties, style, table_style):
            of = said.hidden
        elif self.styles.is_struck(properties, style, table_style):
            of = said.struck
        height = None if properties is None else value(properties.find(f"{W}vertAlign"))
        fonts = None if properties is None else properties.find(f"{W}rFonts")
        font = value(fonts, "ascii") or ""
        is_emphasised = self.styles.is_emphasised(properties, style, table_style)
        for piece in shown(run, self.prefixes):
            name = piece.tag.removeprefix(W)
            if name == "fldChar":
                self._field(piece, said, of)
            elif name == "instrText":
                if self._fields and not self._fields[-1].has_result:
                    self._fields[-1].instruction.append(piece.text or "")
            elif name in ("drawing", "pict", "object"):
                self._drawn(piece, said, of, in_cell)
            elif self._is_unseen():
                continue
            elif name == "t":
                words = self._typed(piece)
                is_of_signs = font.lower() in FONTS_OF_SIGNS or _OF_FONTS.search(words)
                signs = [sign(letter, font) for letter in words] if is_of_signs else [words]
                words = raised("".join(s for s in signs if isinstance(s, str)), height)
                self._say(said, [words], of, is_emphasised)
                self._say(said, [s for s in signs if isinstance(s, Fault)], of)
            elif name in _SIGNS:
                self._say(said, [_SIGNS[name]], of)
            elif name == "sym":
                self._say(said, [sign(_letter(value(piece, "char")), value(piece, "font") or "")], of)
            elif name == "ruby":
                self._inline(piece.find(f"{W}rubyBase") or (), said, style, table_style, in_cell)
                above = Said()
                self._inline(piece.find(f"{W}rt") or (), above, style, table_style, in_cell)
                above.end_line()
                self._say(said, [f"({above.text})" if above.text else ""], of)
            elif piece.tag in _NOTES:
                said.others[_NOTES[piece.tag]] += of is None
            elif name in _OF_WORD:
                self._say(said, [COMPUTED], of)
            elif name not in ("rPr", "delText", "delInstrText"):
                self._rest(piece, said)

    def _say(self, said: Said, words: Iterable[str | Fault], of: list[str] | None, is_emphasised: bool = False) -> None:
        for word in words:
            if isinstance(word, Fault):
                if of is None:
                    said.faults.append(word)
            elif word:
                said.add(word, of, is_emphasised)

    def _typed(self, text: Element) -> str:
        """Without `preserve`, spaces at its ends are the writing program's own."""
        words = (text.text or "").replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
        return words if self._keeps_spaces or text.get(SPACE) == "preserve" else words.strip(" ")

    def _field(self, sign_: Element, said: Said, of: list[str] | None) -> None:
        kind = value(sign_, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(sign_.find(f"{W}ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not self._is_unseen():
                self._say(said, [ended.shown()], of)

    def _is_unseen(self) -> bool:
        """Among the words of a field's instruction."""
        return any(not field.has_result for field in self._fields)

    def _formula(self, formula: Element, said: Said) -> None:
        if self._is_unseen():
            return
        if any(part.tag.startswith(MATH) and part.tag[len(MATH) :] not in _PLAIN_MATH for part in formula.iter()):
            said.faults.append(FORMULA)
        for part in formula.iter(f"{MATH}t"):
            said.add(part.text or "")

    def _drawn(self, drawing: Element, said: Said, of: list[str] | None, in_cell: bool) -> None:
        """Its words are shown where it stands; so they are the cell's. What else it shows nobody reads."""
        for part, is_hidden in drawn(drawing, self.prefixes):
            if part.tag == f"{W}txbxContent":
                unseen, self._in_box = self._fields, self._in_box + 1
                self._fields = []
                words = Said() if is_hidden or of is said.hidden else said
                words.end_box()
                self.blocks(part, words, "", in_cell=in_cell)
                words.end_box()
                if words is not said:
                    said.stay_out(words)
                self._fields, self._in_box = unseen, self._in_box - 1
            elif part.tag in (f"{DRAWING}t", f"{VML}textpath"):
                painted = part.get("string", "") if part.tag.startswith(VML) else part.text or ""
                said.add(f" {painted}", said.hidden if is_hidden or of is said.hidden else None)
            else:
                said.others[PICTURES] += 1

    def _rest(self, unknown: Element, said: Said) -> None:
        if is_waiting(unknown):
            said.others[WAITING] += 1
        elif unknown.tag == f"{W}subDoc":
            said.others[EMBEDDED] += 1
        elif has_words(unknown):
            said.others[UNREAD] += 1


_PLAIN_MATH = {"oMath", "oMathPara", "oMathParaPr", "r", "t", "rPr", "sty", "nor", "jc", "ctrlPr", "scr", "lit", "aln"}


def is_hidden_row(properties: Element | None) -> bool:
    """Said so, or too low to be seen: a point has twenty of these."""
    if properties is None:
        return False
    height = properties.find(f"{W}trHeight")
    return has(properties, "hidden") or (value(height, "hRule") == "exact" and 0 < number(height) <= 20)


def _letter(code: str | None) -> str:
    try:
        return chr(int(code or "", 16)) if len(code or "") <= 6 else ""
    except ValueError:
        return ""
