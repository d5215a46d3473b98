"""What was read of a part of a Word document, and apart from it what its author hid or struck out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pop_tracker.web.tables.columns import Fault


@dataclass(frozen=True)
class Paragraph:
    """A line once more, with what Word knows of it: the number that it counted before it, whether its words are bold or
    italic, its own properties and its style."""

    number: str
    spans: Sequence[tuple[str, bool]]
    properties: Element | None
    style: str


class Said:
    """What was read of a cell, or of the text between tables: `hidden` and `struck` are words that stay out."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.faults: list[Fault] = []
        self.others: Counter[str] = Counter()
        self.paragraphs: list[Paragraph] = []
        self._line: list[tuple[str, bool]] = []
        self._number = ""
        self._last: list[str] | None = None
        self._misses_words = False

    def add(self, words: str, of: list[str] | None = None, is_emphasised: bool = False) -> None:
        """To the line, or to the words that stay out; what follows on each other is one."""
        if of is None:
            self._line.append((words, is_emphasised))
        elif self._last is of:
            of[-1] += words
            self._misses_words = True
        else:
            of.append(words)
            self._misses_words = True
        self._last = of

    def numbered(self, number: str | Fault) -> None:
        if isinstance(number, Fault):
            self.faults.append(number)
        else:
            self._number = number

    def end_line(self, properties: Element | None = None, style: str = "") -> None:
        line = (self._number + "".join(words for words, _ in self._line)).strip()
        if line or not self._misses_words:
            self.lines.append(line)
            self.paragraphs.append(Paragraph(self._number.strip(), self._line, properties, style))
        self._line, self._number, self._last, self._misses_words = [], "", None, False

    def end_box(self) -> None:
        if self._line:
            self.end_line()

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def stay_out(self, of: "Said") -> None:
        """All that another said stays out as hidden."""
        self.hidden += [*([of.text] if of.text else []), *of.hidden]
        self.struck += of.struck
        self.others += of.others
