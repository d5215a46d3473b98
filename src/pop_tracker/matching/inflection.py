"""The form in which a reason shows a word: the dictionary's where it is known, else as the text has it.

For reading only. What words are compared by are their roots (web.albanian), which may be no words at all.
"""

from functools import lru_cache

from simplemma import is_known, lemmatize

from pop_tracker.web.albanian import IRREGULAR, fold

_SHORTEST_BASE = 3
# Endings of words that the dictionary lacks, and what its form would end in; longest first.
_FORMS = (
    ("ueshme", "ueshëm"), ("uarat", "uar"), ("ultet", "ultet"), ("sioni", "sion"), ("cioni", "cion"), ("itet", "itet"),
    ("eteve", "et"), ("imeve", "im"), ("imesh", "im"), ("orëve", "or"), ("etet", "et"),
    ("etit", "et"), ("etin", "et"), ("imet", "im"), ("imit", "im"), ("imin", "im"), ("jeve", "je"), ("ohet", "oj"),
    ("ohen", "oj"), ("ngun", "ng"), ("ojnë", "oj"), ("shme", "shëm"), ("uara", "uar"), ("uese", "ues"), ("entë", "ent"),
    ("istë", "ist"), ("alë", "al"), ("ale", "al"), ("are", "ar"), ("ave", "ë"), ("ete", "et"), ("eti", "et"),
    ("eve", ""), ("imi", "im"), ("isë", "i"), ("ive", "iv"), ("jen", "je"), ("jes", "je"), ("jet", "je"),
    ("ojë", "oj"), ("ore", "or"), ("orë", "or"), ("ura", "ur"), ("ëve", ""), ("at", "ë"), ("et", ""), ("in", ""),
    ("it", ""), ("ën", "ë"), ("ës", "ë"), ("ët", ""),
)  # fmt: skip
# Words that the dictionary takes for others, or whose ending looks like one that they do not have; forms folded.
_IRREGULAR = IRREGULAR | {
    form: word
    for word, forms in {
        "aparat": "aparat aparati aparatit aparatin",
        "avokat": "avokat avokati avokatit avokatin",
        "certifikatë": "certifikate certifikata certifikates certifikaten certifikatat certifikatave",
        "depo": "depo depoja depos depon depot depove",
        "internat": "internat internati internatit internatin",
        "internet": "internet interneti internetit internetin",
        "kabinet": "kabinet kabineti kabinete kabinetet",
        "mandat": "mandat mandati mandatit mandatin",
        "rezultat": "rezultat rezultati rezultate rezultatet rezultateve",
        "rinor": "rinor rinore rinorë",
        "rrjet": "rrjet rrjeti rrjete rrjetet",
        "mjet": "mjet mjete mjeti mjetit mjetin mjetet mjeteve",
        "buxhet": "buxhet buxheti buxhete buxhetet",
        "tualet": "tualet tualeti tualete tualetet",
        "kurs": "kurs kursi kursit kurse kurset kurseve",
        "sport": "sport sporti sportit sportin",
        "rrugë": "rruge rrugen rruges rruget rrugeve",
        "shkollë": "shkolle shkollen shkolles shkollat shkollave",
        "punë": "pune punen punes punet puneve",
        "qendër": "qender qendren qendres qendrat qendrave",
        "strehë": "strehe strehen strehes strehet streheve",
        "urdhër": "urdher urdhri urdhrit urdhrin urdhrat urdhrave",
        "teatër": "teater teatri teatrit teatrin teatro teatrot",
        "markë": "marke marka markes marken markat markave",
        "vadë": "vade vada vades vaden vadat vadave",
        "hapësirë": "hapesire hapesira hapesires hapesiren hapesirat hapesirave",
        "urban": "urban urbane urbanë",
        "tjetër": "tjeter tjetra tjeter tjere tjera tjeret tjerat tjereve tjerave",
        "përbashkët": "perbashket perbashketa",
    }.items()
    for form in forms.split()
}
_ABBREVIATIONS = frozenset({"LED", "NJMF", "OJF", "OJQ", "PAK"})


@lru_cache(maxsize=20_000)
def shown(word: str) -> str:
    """ "shkollave" is shkollë, "mjete" mjet, "kryesore" kryesor, PAK stays."""
    if word in _ABBREVIATIONS:
        return word
    small = word.lower()
    if irregular := _IRREGULAR.get(fold(small)):
        return irregular
    known = str(lemmatize(small, lang="sq")).lower()
    if small.endswith("je") and known in (small[:-2], small[:-2] + "em"):
        return small  # "ngrohje", heating, is a noun of its own; simplemma gives the verb.
    if known != small or is_known(small, lang="sq"):
        return known
    for ending, base in _FORMS:
        if small.endswith(ending) and len(small) - len(ending) >= _SHORTEST_BASE:
            return small[: -len(ending)] + base
    return small


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether the dictionary has it as a word of the language, which may also begin a name: "Fushë", "Lindore"."""
    small = word.lower()
    return fold(small) in _IRREGULAR or (is_known(small, lang="sq") and str(lemmatize(small, lang="sq")).islower())
