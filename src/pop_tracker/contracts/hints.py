"""What the site asks about a commitment's words while they are drafted. It never rewords.

Rules of Albanian as contracts are written: what is asked for is an action as a noun ("Ndërtimi i …"), a verb of asking,
or a thing by itself; what is told is a verb in the indicative. They see signs, not sense, so each hint is a question.
"""

import re
from enum import StrEnum

from pop_tracker.contracts.texts import Scope
from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import N_


class Hint(StrEnum):
    STATES_A_FACT = "fact"
    SEVERAL_DEMANDS = "several"
    NO_PLACE = "place"


HINT_WORDS: dict[Hint, str] = {
    Hint.STATES_A_FACT: N_("Teksti duket se tregon një gjendje. A thotë çfarë kërkohet?"),
    Hint.SEVERAL_DEMANDS: N_("Teksti duket se kërkon disa gjëra. A duhen vlerësuar veç e veç?"),
    Hint.NO_PLACE: N_("Teksti nuk thotë se ku. A është për gjithë bashkinë?"),
}

# All on folded words (without ë and ç), as they are typed so or so.
_ASKS = re.compile(
    r"\b(?:kerko(?:het|hen|jne|jme|n)|nevojite[tn]|nevojiten|duhe[tn]|duhen|lypse[tn]|te (?:mundeso|ndert|siguro|krijo|"
    r"hap|shto|vendos|rrit|permires|rregullo|pajis|organizo|forco|garanto|zgjidh|ulet|behet|behen|kete|kene)\w*)\b"
)
_TELLS = re.compile(
    r"\b(?:eshte|jane|ishte|ishin|ka|kane|kishte|mungon|mungojne|nuk (?:ka|kane|eshte|jane|funksionon)|"
    r"ekziston|ekzistojne|vuan|vuajne|ndodhet|ndodhen|mbetet|mbeten)\b"
)
_ASIDE = re.compile(r"\b(?:qe|i cili|e cila|te cilet|te cilat|se cilit|se ciles|pasi|sepse|meqe|ku|kur)\b[^.;:!?]*")
_IN_BRACKETS = re.compile(r"\([^)]*\)|“[^”]*”|\"[^\"]*\"")
_ACTION = re.compile(r"(?:imi|tja|rja|sja|pja|hja|lja|zja|gja|kja|enia|inia|ajtja)$")
_NO_ACTION = frozenset(
    {
        "cerdhja", "dosja", "familja", "faqja", "gjendja", "lenia", "marredhenia", "mesimi", "ndermarrja", "ndikimi",
        "qellimi", "sherbimi", "siperfaqja", "studimi", "ushqimi", "vendimi",
    }
)  # fmt: skip
"""Words with such an ending that name a thing."""
_JOIN = re.compile(r",\s*(?:si dhe|dhe|e)?\s*|\s+(?:dhe|si dhe|e)\s+|;\s*")
_SENTENCE = re.compile(r"[.;!?]\s+(?=\w)")
_FEWEST_WORDS = 3
_STANDS_SOMEWHERE = re.compile(
    r"\b(?:rrug|trotuar|ndricim|shkoll|kopsht|cerdh|uje?s?jelles|uj(?:it|in|i)\b|kanalizim|park|shesh|terren|fush|qender|"
    r"qendr|ure?[ns]?\b|palest|stadium|bibliotek|teat|ndert|rikonstruk|asfalt|varrez|konteje?ner|ambulanc|spital)"
)
_PLACE = re.compile(r"\b(?:fshat|lagj|zon|qytet|njesi|rajon|bllok|bashkis[ee]|territor|te gjith[ea]|cdo\b)")
_NAME = re.compile(r"(?<![.!?:;“\"] )(?<!për )(?<!^)(?<![“\"])\b[A-ZÇË][\wëç]+")


def hints(text: str, scope: Scope, place: str) -> list[Hint]:
    """In the order in which they are shown."""
    plain = fold(_IN_BRACKETS.sub(" ", text))
    main = _ASIDE.sub(" ", plain)
    found = []
    asks = bool(_ASKS.search(main)) or _begins_with_an_action(main)
    if not asks and _TELLS.search(main):
        found.append(Hint.STATES_A_FACT)
    elif _demands(main) > 1:
        found.append(Hint.SEVERAL_DEMANDS)
    if (
        scope is Scope.MUNICIPALITY
        and not place
        and _STANDS_SOMEWHERE.search(plain)
        and not _names_a_place(text, plain)
    ):
        found.append(Hint.NO_PLACE)
    return found


def _begins_with_an_action(main: str) -> bool:
    return any(_is_action(sentence) for sentence in _SENTENCE.split(main.strip()))


def _is_action(words: str) -> bool:
    first = words.split(maxsplit=1)[0].strip(".,:;“”") if words.split() else ""
    return bool(_ACTION.search(first)) and first not in _NO_ACTION


def _demands(main: str) -> int:
    """Sentences of several words, and within each every action that is named beside the first thing asked for."""
    sentences = [one.rpartition(":")[2] or one for one in _SENTENCE.split(main) if len(one.split()) >= _FEWEST_WORDS]
    return sum(1 + sum(map(_is_action, _JOIN.split(one)[1:])) for one in sentences)


def _names_a_place(text: str, plain: str) -> bool:
    return bool(_PLACE.search(plain)) or bool(_NAME.search(text))
