"""The signs by which a line begins something: bullets and numbers of lists, headings of priorities and of groups.

The readers of files need them to know where a wrapped line ends, the outline to know what stands under what. Words are
compared without case and diacritics, and a letter too many, too few or in the wrong place ("Priotitet") does no harm.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pop_tracker.web.albanian import fold


class Sign(StrEnum):
    BULLET = "bullet"
    NUMBER = "number"
    """1. 1) (1) 1.1 1.1.1"""
    LETTER = "letter"
    """a) a. (a)"""
    ROMAN = "roman"
    """i. ii) IV."""


@dataclass(frozen=True)
class Mark:
    sign: Sign
    written: str
    end: int
    """Where the words after it begin."""
    numbers: tuple[int, ...] = ()
    """1.4 is (1, 4), b) is (2,), iii. is (3,)."""


@dataclass(frozen=True)
class PriorityMark:
    number: int | None
    """None where it says only that it is one ("Prioriteti: ...")."""
    end: int
    """Where its title begins; the end of the line where the title stands in the next."""


PICTURES = "✅❎➡✍⭐⚫⚪⬛⬜🌟👉🔹🔸🔷🔶🔴🔵🟠🟡🟢🟣📌📍🎯💠🔘🔺🔻"
"""Bullets of telephones."""
_BULLETS = f">•·∙●○◦‣⁃■□▪▫◼◻◾◽▶►▸➢➤➔➜→⇒✓✔✗✘☐☑☒❖❑❒◆◇♦◊★☆✦✱*+»›¤°¢§\uf000-\uf0ff\ufffd{PICTURES}"
_BULLET = re.compile(rf"\s*([{_BULLETS}][{_BULLETS}\ufe0e\ufe0f]*)\s*(?=\S)")
_DASH = re.compile(r"\s*([-–—−‒―]+)(?:\s+(?!\d{4}\b)(?=\S)|(?=[^\W\d_]|[“\"„«(]))")
"""But "– 2027" is the end of years that began in the line before."""
_LOST_BULLET = re.compile(r"\s*(\?)\s+(?=[^\W\d_])")
"""What a bullet becomes in a writing that has none."""
_WORD_BULLET = re.compile(r"\s*(o)(?:\t\s*|\s{1,8})(?=[A-ZÇË“\"„«(])")
"""Word draws its second bullet with the letter o of Courier New."""
_LIST_NUMBER = re.compile(
    r"\s*(\(?(?:nr\.?\s?)?((?:[1-9]\d?)(?:\s?\.\s?[1-9]\d?){0,3})\s?(?:[.)\]:]+|[-–—](?=\s))+)\s*(?=[^\W\d_]|[“\"„«(‘'-]|$)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\s*((?:pika|nënpika|nenpika|kërkesa|kerkesa|zotimi|angazhimi|fusha|tema|shtylla|çështja|ceshtja|objektivi|drejtimi|"
    r"sektori)\s+(?:nr\.?\s*)?(?:[1-9]\d?(?:\.[1-9]\d?){0,2})\s?(?:[.):–—-]+))\s*(?=\S)",
    re.IGNORECASE,
)
"""A number with the word for what it counts."""
_DEEP_NUMBER = re.compile(r"\s*((?:[1-9]\d?)(?:\.[1-9]\d?){1,3})\s+(?=[^\W\d_]|[“\"„«(‘'])")
"""1.1 needs no dot after it; 1 does, or "3 shkolla" would be one."""
_LETTERED_NUMBER = re.compile(r"\s*((?:[1-9]\d?)(?:\.[1-9]\d?){1,2}(?:\.[a-h][.)]?|[a-h]\)))\s+(?=\S)")
"""1.4.a is the first under 1.4."""
_LETTER = re.compile(
    r"\s*(\(?([a-zçë]|[A-ZÇË])\s?[)\]]|\(?([A-Z])\.(?=\s+[A-ZÇË“\"„«(])|\(?([a-z])\.(?=\s+[^\W\d_]))\s*(?=\S)"
)
_ROMAN_NUMBER = "(?=[ivxIVX])(x{0,2}(?:ix|iv|v?i{0,3})|X{0,2}(?:IX|IV|V?I{0,3}))"
_ROMAN = re.compile(rf"\s*(\(?{_ROMAN_NUMBER}\s?(?:[)\]]|\.(?=\s)|[-–—:](?=\s)))\s*(?=\S)")
_COUNTED = re.compile(r"\d+|(?<=[\d.])[a-z](?=[.)]?$)")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "pare para", "dyte", "trete", "katert", "peste", "gjashte", "shtate", "tete", "nente", "dhjete",
            "njembedhjete", "dymbedhjete", "trembedhjete", "katermbedhjete", "pesembedhjete", "gjashtembedhjete",
            "shtatembedhjete", "tetembedhjete", "nentembedhjete", "njezete",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_SINGULAR = ("prioritet", "prioriteti", "priority")
_PLURAL = ("prioritete", "prioritetet", "priorities")
_GROUP_WORDS = frozenset(
    {"kryesore", "kryesor", "tjera", "tjere", "dytesore", "dytesor", "para", "pare", "dyte", "trete", "larta", "larte",
     "mesme", "ulta", "uleta", "parësore", "paresore", "madhore", "themelore", "vendore", "lokale", "rurale", "urbane",
     "pergjithshme", "vecanta", "sektoriale", "plotesuese", "shtese", "emergjente", "afatshkurtra", "afatgjata",
     "afatmesme", "strategjike", "specifike", "qytetit", "fshatit", "main", "other"}
)  # fmt: skip
"""What tells one lot of priorities from another."""
_AFTER_THE_WORD = _GROUP_WORDS | {"te", "yne", "jone", "tone", "im", "kryesori", "absolut"}
"""What is said of priorities in capitals: "PRIORITETI KRYESOR", "PRIORITETI YNË"."""
_VERBS = frozenset({"jane", "eshte", "kane", "ka", "u", "do", "duhet", "perfshijne"})
_LONGEST_GROUP = 90
_FIRST = re.compile(r"\s*(?:[-–—•*#]+\s*)?(?:(?P<before>\d{1,2}|[IVX]{1,5}|[A-Z])\s*[.):-]\s*)?(?P<word>[^\W\d_]{4,})")
_SHORT = re.compile(r"\s*P\s?[.-]?\s?(?P<number>[1-9]\d?)\s*(?P<after>[.:)–—-]+)?\s*")
_ORDINAL = re.compile(r"\s+(?:(?:i|e|të|te)\s+)?(?P<word>[^\W\d_]+)", re.IGNORECASE)
_COUNTED_ORDINAL = re.compile(
    rf"\s+(?:i|e|të|te)\s+(?:(?P<digits>\d{{1,2}})|(?P<roman>{_ROMAN_NUMBER}))\s?[-–]?\s?(?:rë|të|re|te|RË|TË)\b",
    re.IGNORECASE,
)
"""i 2-të, i III-të"""
_COUNT = re.compile(
    rf"\s*(?:(?:[Nn][Rr]|[Nn]um[eë]ri?)\b\.?|[#№])?\s*[-–—(]?\s*"
    rf"(?:(?P<digits>\d{{1,2}})(?![\d%])|(?P<roman>{_ROMAN_NUMBER})(?=[\s.:)–—-]|$)|(?P<letter>[A-H])(?=\s*[.:)–—-]))"
)
_IN_WORDS = re.compile(r"\s*\((?:[^\W\d_]{2,16}|\d{1,2})\)(?=\s*[.:–—-])")
"""Once more, after the number: "nr. 1 (një):"."""
_SEPARATOR = re.compile(r"\s*[.:)\]–—―−-]+\s*")


_MARKS = (
    (Sign.BULLET, _BULLET), (Sign.BULLET, _DASH), (Sign.BULLET, _LOST_BULLET), (Sign.BULLET, _WORD_BULLET),
    (Sign.NUMBER, _LABELLED), (Sign.NUMBER, _LETTERED_NUMBER), (Sign.NUMBER, _LIST_NUMBER),
    (Sign.NUMBER, _DEEP_NUMBER), (Sign.ROMAN, _ROMAN), (Sign.LETTER, _LETTER),
)  # fmt: skip


def mark_of(line: str) -> Mark | None:
    """The bullet or number that the line begins with, if words follow it."""
    for sign, pattern in _MARKS:
        found = pattern.match(line)
        if found and found.group(1) and found.end() < len(line):
            return Mark(sign, found.group(1).strip(), found.end(), _numbers(sign, found))
    return None


def mark_of_marker(marker: str) -> Mark | None:
    """The same of a marker that stands apart from its words, as Word counts them."""
    if not marker.strip():
        return None
    found = mark_of(f"{marker.rstrip()} X") or mark_of(f"{marker.strip()}. X")
    return found or Mark(Sign.BULLET, marker.strip(), len(marker))


def _numbers(sign: Sign, found: re.Match[str]) -> tuple[int, ...]:
    if sign is Sign.BULLET:
        return ()
    if sign is Sign.NUMBER:
        return tuple(_counted(said) for said in _COUNTED.findall(found.group(1)))
    if sign is Sign.ROMAN:
        return (_roman(found.group(2)),)
    return (_counted(fold(found.group(2) or found.group(3) or found.group(4))),)


def _counted(said: str) -> int:
    return int(said) if said.isdecimal() else _ALPHABET.index(said) + 1


def priority_mark(line: str) -> PriorityMark | None:
    """ "Prioriteti 1. ", "PRIORITETI II - ", "Priotitet 3:", "Prioriteti i parë: ", "P1 ", "3. Prioriteti: "."""
    first = _FIRST.match(line)
    if first and _is_nearly(first["word"], _SINGULAR) and not _is_nearly(first["word"], _PLURAL, exactly=True):
        return _numbered(line, first)
    short = _SHORT.match(line)
    if short and (short["after"] or line[short.end() : short.end() + 1].isupper() or short.end() == len(line)):
        return PriorityMark(int(short["number"]), short.end())
    return None


def _numbered(line: str, first: re.Match[str]) -> PriorityMark | None:
    number, end = _said_number(line, first.end())
    if in_words := _IN_WORDS.match(line, end):
        end = in_words.end()
    if number is None:
        number = _number_before(first["before"])
    separator = _SEPARATOR.match(line, end)
    if separator:
        return PriorityMark(number, separator.end())
    rest = line[end:].lstrip()
    if (number is None and not _is_a_title(rest)) or (rest and not (rest[0].isupper() or rest[0] in '“"„«(')):
        return None  # "Prioriteti i bashkisë është ...", "Prioriteti 1 i kontratës flet ..."
    return PriorityMark(number, len(line) - len(rest))


def _is_a_title(rest: str) -> bool:
    """Of a priority that has lost its number: "PRIORITETI Arsimi dhe kultura"."""
    first = re.match(r"[^\W\d_]{2,}", rest)
    is_line = len(rest) <= _LONGEST_GROUP and not rest.rstrip().endswith((".", ";", ","))
    return first is not None and is_line and rest[0].isupper() and fold(first[0]) not in _AFTER_THE_WORD


def _said_number(line: str, end: int) -> tuple[int | None, int]:
    """The number after the word, and where it ends."""
    ordinal = _ORDINAL.match(line, end)
    if ordinal and (number := _ORDINALS.get(fold(ordinal["word"]))):
        return number, ordinal.end()
    if counted := _COUNTED_ORDINAL.match(line, end):
        return int(counted["digits"]) if counted["digits"] else _roman(counted["roman"]), counted.end()
    count = _COUNT.match(line, end)
    if count and count["digits"]:
        return int(count["digits"]), count.end()
    if count and count["letter"]:
        return _ALPHABET.index(count["letter"].lower()) + 1, count.end()
    if count and count["roman"].isupper():
        return _roman(count["roman"]), count.end()
    return None, end


def _number_before(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    return _roman(written) if set(written) <= set("IVX") else None


def group_heading(line: str) -> str | None:
    """The title of a group of priorities, where the line is one: "PRIORITETET KRYESORE", "B. Prioritete të tjera:"."""
    text = line.strip()
    if len(text) > _LONGEST_GROUP or text.endswith((".", ";", ",")):
        return None
    first = _FIRST.match(text)
    if first is None or not _is_nearly(first["word"], _PLURAL) or _is_nearly(first["word"], _SINGULAR, exactly=True):
        return None
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", text[first.end() :])]
    if len(words) > 5 or (":" in text[:-1]):
        return None
    is_of_something = bool(words) and words[0] in ("e", "te", "tona") and not _VERBS & set(words)
    tells = is_of_something or any(_is_nearly(word, tuple(_GROUP_WORDS)) for word in words)
    written = text[first.start("word") :].rstrip(" :–—-")
    return written if tells or written.isupper() or not words else None


def distinguishes(group: str) -> bool:
    """Whether the title tells its priorities from others, as "PRIORITETET" alone does not."""
    return any(_is_nearly(fold(word), tuple(_GROUP_WORDS)) for word in re.findall(r"[^\W\d_]+", group))


def begins_something(line: str) -> bool:
    """Whether the line begins a block of its own, so that it is not the wrapped end of the line before."""
    return bool(mark_of(line) or priority_mark(line) or group_heading(line))


@lru_cache(maxsize=4096)
def _is_nearly(word: str, words: tuple[str, ...], exactly: bool = False) -> bool:
    folded = fold(word)
    if exactly or folded in words:
        return folded in words
    return any(len(one) > 6 and _distance(folded, one) <= (2 if len(one) > 8 else 1) for one in words)


def _distance(one: str, other: str) -> int:
    """Letters to put in, take out, replace or swap with their neighbour, to make one word of the other."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before = before, row
        row = [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if older and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return row[-1]


def _roman(written: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in written.lower()]
    return sum(-value if any(value < later for later in values[at + 1 :]) else value for at, value in enumerate(values))
