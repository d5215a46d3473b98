"""Albanian as a language to sort and search: the alphabet's order, and words known by their root.

Search is blind to ë/e and ç/c and to word endings. A word is kept as its *roots*: the dictionary form that
simplemma knows for it, and what is left when common endings are taken off, both without diacritics. Two words
match when they share a root, so a form that the dictionary lacks is still found.
"""

import re
from functools import lru_cache

from pop_tracker.web.texts import bare, without_marks

_ALPHABET = (
    "a", "b", "c", "ç", "d", "dh", "e", "ë", "f", "g", "gj", "h", "i", "j", "k", "l", "ll", "m", "n", "nj", "o", "p",
    "q", "r", "rr", "s", "sh", "t", "th", "u", "v", "x", "xh", "y", "z", "zh",
)  # fmt: skip
_ORDER = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET)}
_LETTER = re.compile("dh|gj|ll|nj|rr|sh|th|xh|zh|.", re.DOTALL)
_WORD = re.compile(r"\w+")
# Longest first. Case, definite and plural endings of nouns and adjectives, and those of participles, folded.
_ENDINGS = (
    "imeve", "imesh", "eshave", "ishtes", "ojne", "imet", "imit", "seve", "tare", "tave", "ueve", "avet", "esine",
    "ave", "eve", "ine", "ise", "jen", "jes", "jet", "ojme", "ohet", "ohen", "uar", "uara", "ura", "ash", "esh",
    "en", "es", "et", "at", "in", "it", "ut", "un", "se", "ne", "te", "ve", "ja", "je", "ia", "ra", "ri", "sh",
    "a", "e", "i", "u", "n", "t", "s",
)  # fmt: skip
_SHORTEST_ROOT = 4
_LONGEST_WORD = 60
SHORTEST_BEGINNING = 3
"""Letters from which a word that is asked for also finds those that only begin with it."""
# Of words that simplemma does not know: case and plural endings, and the ending of the dictionary form. Longest first.
_BASES = (
    ("imeve", "im"), ("imesh", "im"), ("imet", "im"), ("imit", "im"), ("imin", "im"), ("imi", "im"), ("jeve", "je"),
    ("orëve", "or"), ("jet", "je"), ("jes", "je"), ("isë", "i"), ("ëve", ""), ("eve", ""), ("ave", "ë"), ("ës", "ë"),
    ("ën", "ë"), ("at", "ë"), ("ët", ""), ("et", ""), ("it", ""), ("in", ""),
)  # fmt: skip
# Forms that simplemma takes for other words, or does not know, folded.
IRREGULAR = {
    form: word
    for word, forms in {
        "grua": "gra grate grave grash",
        "njeri": "njerezve njerezish",
        "rom": "rome romet romeve",
        "plak": "pleqve pleqsh",
        "djalë": "djemve djemsh djemte",
        "autobus": "autobuze autobuzet autobuzeve",
        "kazan": "kazane kazanet kazaneve",
        "kosh": "kosha koshat koshave",
        "fermer": "fermere fermeret fermereve",
        "çati": "catia catine catise cative catite",
        "mbetje": "mbetjet mbetjeve",
        "pleh": "plehra plehrat plehrave",
        "udhë": "udhe udhet udheve",
        "çerdhe": "cerdheje cerdhes cerdhen cerdhet cerdheve cerdhja",
    }.items()
    for form in forms.split()
}


def sort_key(text: str) -> str:
    """Sorts names in Albanian order (… c ç d dh e ë …) by plain comparison, the same in both databases."""
    composed = bare(text).casefold()
    return "".join(_ORDER.get(letter, "zz" + letter) for letter in _LETTER.findall(composed))


def fold(text: str) -> str:
    """Lower case without diacritics and invisible signs: ë is e, ç is c."""
    return without_marks(text.replace("\u0345", "").casefold())  # a mark that is a letter in lower case


def same_name(name: str) -> str:
    """How a name compares: without regard to case, spaces, ë/e and ç/c."""
    return " ".join(fold(name).split())


def slug(text: str) -> str:
    """A name as it stands in an address: "Pukë" is puke, "Vau i Dejës" vau-i-dejes. Empty when no letter is left."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:80].strip("-")


def roots(text: str) -> set[str]:
    """The roots of all words in a text."""
    found: set[str] = set()
    for word in _WORD.findall(bare(text).lower()):
        found |= word_roots(word)
    return found


@lru_cache(maxsize=50_000)
def word_roots(word: str) -> frozenset[str]:
    """ "shkollat", "shkollë" and "shkolle" share "shkolle" or "shkoll". What is longer than any word has its beginning
    for a root: a dictionary would look at it for long."""
    if len(word) > _LONGEST_WORD:
        return frozenset({fold(word[:_LONGEST_WORD])})
    folded = fold(word)
    known = fold(lemma(word))
    stems = {stem(folded), stem(known)}
    # Once more, because endings lie on each other: "çerdheje" and "çerdheve" meet only in "cerdh".
    return frozenset({folded, known, *stems, *map(stem, stems)})


def meets(word: str, asked: str) -> bool:
    """Whether the search finds `word`, of a text, when `asked` is asked for; both in lower case."""
    of_word = word_roots(word)
    if of_word & word_roots(asked):
        return True
    beginning = fold(asked)
    return len(asked) >= SHORTEST_BEGINNING and any(root.startswith(beginning) for root in of_word)


def hits(text: str, asked: str) -> list[tuple[str, bool]]:
    """The text, but for what nobody sees, in pieces, in order and complete; true are the words that the search found
    it by."""
    text = bare(text)
    wanted = _WORD.findall(bare(asked).lower())
    pieces: list[tuple[str, bool]] = []
    end = 0
    for word in _WORD.finditer(text) if wanted else ():
        if any(meets(word.group().lower(), one) for one in wanted):
            pieces += [(text[end : word.start()], False), (word.group(), True)]
            end = word.end()
    return [(piece, is_hit) for piece, is_hit in (*pieces, (text[end:], False)) if piece]


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a word in lower case: "grave" is grua, "buxhetit" buxhet."""
    if irregular := IRREGULAR.get(fold(word)):
        return irregular
    from simplemma import is_known, lemmatize  # a third of the start of whatever looks no word up

    known = str(lemmatize(word, lang="sq"))
    if word.endswith("je") and known == word[:-2]:
        return word  # "ngrohje", heating, is a noun of its own; simplemma gives the verb.
    if known != word or is_known(word, lang="sq"):
        return known
    for ending, base in _BASES:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            return word[: -len(ending)] + base
    return word


def stem(folded: str) -> str:
    """What is left of a folded word without its ending."""
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_ROOT:
            return folded[: -len(ending)]
    return folded
