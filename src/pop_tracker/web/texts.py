"""Text as people send it: the one place that tidies it.

All that is done to a text takes time in proportion to its length, whatever stands in it: putting combining marks in
order takes the square of how many stand on one letter, so those are cut off before. What is slower than that
(reading words, comparing) is asked only once the length is known.
"""

import re
import unicodedata
from collections.abc import Iterable


def _one_of(signs: Iterable[str]) -> str:
    """A class of a regular expression, as the ranges that the signs make."""
    ranges: list[list[int]] = []
    for place in map(ord, signs):
        if ranges and place == ranges[-1][1] + 1:
            ranges[-1][1] = place
        else:
            ranges.append([place, place])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


BROKEN_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")
"""Control characters, what a broken encoding leaves behind, and what no document or database can hold."""
_TURNING_SIGNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""They turn the direction of writing: Albanian needs none, text pasted from a PDF brings some, and with them words can
be made to read otherwise than they are kept."""
_UNSEEN_SIGNS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0d\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode calls default ignorable: nobody sees them, and words that hold one are found by nobody."""
_PICTURES = (
    "©®‼⁉™ℹ\u2190-\u21ff\u231a-\u2328\u232b-\u23ff\u24c2\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
)
"""What \ufe0e and \ufe0f are for: they choose between a sign in ink and a coloured picture."""
_PLAIN = re.compile("[\x00-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")
"""Latin letters and what stands between them: composed as it is, and most texts are nothing else."""
_INVISIBLE = re.compile(f"[{_TURNING_SIGNS}{_UNSEEN_SIGNS}]+")
_MEANINGLESS_CHOICE = re.compile(f"[\ufe0e\ufe0f](?<![{_PICTURES}].)")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_marks = (
    sign
    for sign in map(chr, (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)))
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me")
)
_MARK = f"[{_one_of(_marks)}]"
_MOST_MARKS = 4
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{{_MOST_MARKS}}}){_MARK}+")
_MARKS = re.compile(f"{_MARK}+")
LONGEST = 20_000
"""Of a text that has no limit of its own."""


def bare(text: str) -> str:
    """Composed (NFC), without signs that nobody sees, at most four combining marks on a letter."""
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", _fewer_marks(text))
    seen = _INVISIBLE.sub("", _MEANINGLESS_CHOICE.sub("", composed))
    return _fewer_marks(unicodedata.normalize("NFC", seen))


def _fewer_marks(text: str) -> str:
    return _TOO_MANY_MARKS.sub(r"\1", text)


def tidy(text: str) -> str:
    """As text is kept: bare, with lines that end in one way, and nothing around it."""
    return bare(_LINE_ENDS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """The same in one line: where it was broken there is a space."""
    return re.sub(r"\s*\n\s*", " ", tidy(text))


def without_marks(text: str) -> str:
    """Its letters alone: ë is e. Marks go first, so that however many there are nothing is put in order."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", _MARKS.sub("", _INVISIBLE.sub("", text)))
    return _MARKS.sub("", parts)


def is_far_too_long(text: str, longest: int | None) -> bool:
    """Longer than any tidying could make fit, so that it is refused as it is: twice the limit and some more leaves
    room for invisible signs, letters in two parts, line ends and space around."""
    return len(text) > 2 * (longest or LONGEST) + 1_000


def has_words(text: str) -> bool:
    """Whether anything in it can be read: a dash or a dot says nothing."""
    return any(sign.isalnum() for sign in text)


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
