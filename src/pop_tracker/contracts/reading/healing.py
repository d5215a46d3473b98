"""What files do to words, undone: the one place where the words of a document become those of the contract.

Only what nobody meant is changed: how letters are coded, spaces, and where a line was wrapped. Quotation marks, dashes
and spelling stay as printed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import dropwhile

from pop_tracker.web.texts import bare

Span = tuple[str, bool]
"""Words, and whether they are bold or italic."""
Ranges = tuple[tuple[int, int], ...]

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_ALIKE = str.maketrans(
    "аАеЕёЁоОрРсСуУхХіІјЈѕЅВМНТКҫҪԛԝһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aAeEëËoOpPcCyYxXiIjJsSBMHTKçÇqwhdABEZHIKMNOPTYXo"
)
"""Letters of Cyrillic and Greek that look like Latin ones: ё came into many Albanian texts for ë."""
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
"""A number as a picture of a key: 1️⃣"""
_FOREIGN = re.compile("[\u0370-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_TYPED_OTHERWISE = {0x2010: "-", 0x2011: "-"}
"""Hyphens that say how a line may be broken."""
_PRIVATE = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑", 0xF06E: "■", 0xF06F: "□", 0xF071: "❑",
    0xF076: "❖", 0xF0E0: "→", 0xF0E8: "➔", 0xF0A8: "◻", 0xF06C: "●", 0xF0F0: "⇨", 0xF02D: "–",
}  # fmt: skip
"""Bullets from fonts of signs, which have no code of their own."""
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "\u2010\u00ad-"
_BROKEN_AFTER_A_SIGN = re.compile(r"\d[-\u2010]\n\d|\w[–/]\n\w")
"""Where a line may be broken though no space stands there: "15-" and "29 vjeç", "qendër–" and "spital", "km/" and
"orë"."""
_NUMBER_OR_ABBREVIATION = re.compile(r"(?:.*\d|[A-ZÇË]{2,})", re.DOTALL)
_PREFIXES = (
    "ish jo non anti pro para pas post nën mbi ndër bashkë vetë e on off mini multi psiko socio social ekonomiko"
    " politiko kulturo juridiko administrativo agro eko euro shqiptaro turistiko arsimoro historiko"
)
_BEFORE_A_REAL_HYPHEN = frozenset(_PREFIXES.split())
_WRITTEN_TOGETHER = frozenset({"para", "pas", "nën", "mbi", "ndër", "bashkë", "vetë", "jo", "pro", "anti"})
"""Before most words: parashkollor, ndërgjegjësim, bashkëpunim."""
_BROKEN = re.compile(rf"([^\W\d_]{{2,}})[{_HYPHENS}]\s*$")
_FEWEST_BROKEN = 2
LONGEST_WORD = 60
_LAST_WORD = re.compile(rf"([^\s(“\"„«{_HYPHENS}]+)[{_HYPHENS}]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def healed(spans: Iterable[Span]) -> tuple[str, Ranges]:
    """One line: composed, with single spaces and nothing around it; and which ranges of it are emphasised."""
    written: list[str] = []
    emphasised: list[bool] = []
    for words, is_emphasised in spans:
        for sign in _signs(words):
            if not sign.isspace():
                written.append(sign)
            elif written and written[-1] != " ":
                written.append(" ")
            else:
                continue
            emphasised.append(is_emphasised)
    if written and written[-1] == " ":
        del written[-1], emphasised[-1]
    return "".join(written), _ranges(emphasised, written)


def plain(words: str) -> str:
    return healed([(words, False)])[0]


def _signs(words: str) -> str:
    words = bare(words)
    if words.isascii():
        return words
    words = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], words).translate(_PRIVATE | _TYPED_OTHERWISE)
    words = _KEYCAP.sub(r"\1.", words).replace("🔟", "10.")
    return bare(_WORD.sub(_as_it_looks, words)) if _FOREIGN.search(words) else words


def _as_it_looks(word: re.Match[str]) -> str:
    """A word with Cyrillic or Greek letters, if they all look like Latin ones."""
    seen = word[0].translate(_ALIKE)
    return word[0] if _FOREIGN.search(seen) else seen


def _ranges(emphasised: Sequence[bool], written: Sequence[str]) -> Ranges:
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for place, is_emphasised in enumerate([*emphasised, False]):
        if is_emphasised and begin is None:
            begin = place
        elif not is_emphasised and begin is not None:
            end = place
            while end > begin and written[end - 1] == " ":
                end -= 1
            if end > begin:
                found.append((begin, end))
            begin = None
    return tuple(found)


class Hyphens:
    """Which hyphens at the ends of lines are part of the word: "ish-fabrika" and "9-vjeçare" keep theirs, and whatever
    the same document writes with one elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._written: Counter[str] = Counter()
        broken = 0
        for line in lines:
            end = _BROKEN.search(line[-LONGEST_WORD:])
            broken += end is not None and end[1].lower() not in _BEFORE_A_REAL_HYPHEN
            self._written.update(word.lower() for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", line))
        kept = _WRITTEN_TOGETHER if broken >= _FEWEST_BROKEN else frozenset()
        self._kept = _BEFORE_A_REAL_HYPHEN - kept
        """Prefixes that have a hyphen of their own, unless the document's words are broken at any syllable."""

    def join(self, paragraph: list[Span], line: Sequence[Span]) -> None:
        """A further line of a paragraph, put to its end."""
        while len(paragraph) > 1 and not paragraph[-1][0].strip():
            paragraph.pop()
        line = list(dropwhile(lambda span: not span[0].strip(), line)) or [("", False)]
        (last, is_emphasised), (first, begins_emphasised) = paragraph[-1], line[0]
        last, first = last.rstrip(), first.lstrip()
        broken = _LAST_WORD.search(last[-LONGEST_WORD:])
        follows = _FIRST_WORD.match(first)
        if _BROKEN_AFTER_A_SIGN.fullmatch(f"{last[-2:]}\n{first[:1]}"):
            paragraph[-1] = last, is_emphasised
            paragraph += [(first, begins_emphasised), *line[1:]]
            return
        if not broken or not follows:
            paragraph += [(" ", is_emphasised and begins_emphasised), *line]
            return
        is_real = self._is_real(broken[1], last[-1], follows[0])
        paragraph[-1] = last if is_real else last[:-1], is_emphasised
        paragraph += [(first, begins_emphasised), *line[1:]]

    def _is_real(self, before: str, hyphen: str, after: str) -> bool:
        if hyphen == _SOFT_HYPHEN:
            return False
        whole, parted = (before + after).lower(), f"{before}-{after}".lower()
        if self._written[whole] != self._written[parted]:
            return self._written[parted] > self._written[whole]
        return after[0].isupper() or bool(_NUMBER_OR_ABBREVIATION.fullmatch(before)) or before.lower() in self._kept
