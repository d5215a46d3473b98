"""What stands around the priorities of a contract: who made it and how, who the network is, who signs, how to share it.

The words are those of pages and files of the network and of pages on the web at large. They decide only where a piece
does not belong to the contract by its shape: nothing under a heading of a priority is left out because of a word in it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from pop_tracker.contracts.reading.marks import priority_mark
from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import N_


class Out(StrEnum):
    """Why a piece is no part of the contract; message ids."""

    BEFORE = N_("para prioriteteve")
    AFTER = N_("pas prioriteteve")
    BETWEEN = N_("mes prioriteteve")
    SHARING = N_("lidhje, butona ose kontakte")
    SIGNING = N_("vendi i nënshkrimeve")
    NUMBER = N_("numër pa fjalë")
    REPEATED = N_("rresht që përsëritet")
    CONTENTS = N_("përmbajtja")
    HEADING = N_("titull i listës")
    COLUMN = N_("kolonë tjetër e tabelës")


_TITLE = re.compile(r"\bkontrat\w*(?:\s+\w+){0,2}?\s+(?:social\w*|me\s+qytetar\w*|e?\s*qytetar\w*)")
_SENTENCE = re.compile(
    r"\b(?:eshte|jane|hartohet|bazohet|prezantohet|synon|u\s+hartua|perfshin|permban|kane|ka|u\s+\w+|"
    r"nenshkru(?:an|het|ajne|hen)|firmos\w*|prezantoi\w*|mirepre\w+|angazhohe\w+)\b"
)
_PARTS = re.compile(r":\s|\s[–—-]\s(?!\d)")
"""After a title may stand what became of the contract: "...: çfarë u bë në vitin e parë"."""
_LONGEST_TITLE = 200
_LONGEST_LINE_TO_SIGN = 120
_OTHER_KIND = re.compile(
    r"(?:projekt)?\s*(?:relacion|proces\s*-?\s*verbal|procesverbal|raport|vendim|fature|fatur[ae]|curriculum|"
    r"cv\b|jeteshkrim|plan(?:i)?\s+(?:social|vendor|veprimi|strategjik|operacional|zhvillimi|i\s)|strategji|njoftim|"
    r"ftese|urdher|rregullor|ligj|udhezues|programi?\s+(?:buxhetor|elektoral)|kontrate?\s+"
    r"(?:pune|sherbimi|qiraje|shitje|furnizimi|individuale)|tender|minute\b|agjenda\b|axhenda\b)"
)
_SHARING = re.compile(
    r"\b(?:shperndaje?(?:ni)?|shpernda|ndaje(?:ni)?\s+(?:ne|me|kete)|share|tweet|facebook|twitter|whatsapp|instagram|linkedin|youtube|telegram|viber|"
    r"messenger|pinterest|print(?:o|oni|im)?|shkarko(?:ni)?|lexo(?:ni)?\s+(?:edhe|me\s+shume|me\s+teper|raportin|te\s+gjithe)|"
    r"koment(?:e|o|oni)?|etiket\w*|tags?|kategori\w*|postuar|publikuar|abonohu\w*|newsletter|cookies?|"
    r"artikull\w*\s+(?:i|e)\s+(?:meparshem|tjeter|rradhes)|kreu|menu|kerko|hyr|kthehu|te\s+ngjashme)\b"
)
_CONTACT = re.compile(
    r"https?://|\bwww\.|\b[\w.-]+@[\w-]+\.\w+|\b(?:tel|cel|telefon|email|e-mail|adresa|kontakt\w*)\s*[.:]|\+355|\b0\d{2}\s?\d{3}|"
    r"©|\b(?:facebook|instagram|twitter|whatsapp|linkedin|youtube|newsletter)\b|^(?:na\s+)?(?:ndiqni|vizitoni|kontaktoni)\b|"
    r"\bte\s+drejtat\s+e\s+rezervuara\b"
)
_TAGS = re.compile(r"(?:#\w+[\s,]*)+")
_SIGNING = re.compile(
    r"_{3,}|\.{6,}|…{2,}|\b(?:nenshkr\w+|firmos\w*|firma|vula|nen\s*shkrim\w*)\b|"
    r"\bkandidat\w*\s+per\s+kryetar\w*|\bune\s*,|\bper\s+(?:bashkine|organizaten|rrjetin)\s*:|"
    r"\b(?:emri|mbiemri|data|vendi)\b\s*(?:dhe\s+\w+\s*)?:|\bkryetari\s+i\s+bashkise\s*$"
)
_PEOPLE = re.compile(
    r"(?:emr[ia]\b|mbiemr|organizat|nenshkr|firma\b|funksion|detyra\b|telefon|tel\b|e-?mail|kontakt|kandidat)"
)
_NETWORK = re.compile(
    r"\brrjet\w*\b.*\b(?:pop|organizat\w*|shoqeris\w*\s+civile|anetar\w*)\b|\bperballj\w+\s+e\s+ofertave|"
    r"\banetar\w+\s+e\s+rrjet|\b(?:mbeshtet\w*|financ\w+|hartuar|pergatitur)\s+(?:financiarisht\s+)?(?:nga|prej|me)\b|"
    r"\bne\s+kuader\s+te|\bjo\s*-?\s*fitimprures|\bdonator|\bolof\s+palme|\bnational\s+endowment|"
    r"\b(?:ky|ketij)\s+(?:dokument|botim|projekt|publikim|material)|\bdokument\w+\s+(?:u|eshte|do)\b|\bkjo\s+(?:kontrat|nism)|"
    r"\bkontrat\w+\s+(?:social|u\b|eshte\b|do\b|ka\b|synon|hart|bazo|prezant|nenshkr|miratu|monitor|mbeshtet)|"
    r"\borganizat\w*\s+(?:anetare|partnere|nenshkruese|te\s+shoqerise)|\bmetodologji|\bfokus\s*-?\s*grup|"
    r"\btakime\s+(?:me|konsultuese)|\bkonsultim|\bpyetesor|\banketua|\bpergjegjes\w*\s+per\s+permbajtjen|"
    r"\bper\s+me\s+shume\s+informacion|^(?:shenim\w*|burim\w*|miratuar|hartuar|pergatit\w*|perktheu|fotot?)\b"
)
_OTHER_MATTER = re.compile(
    r"(?:\d{1,2}\s*[.)]|[ivx]{1,5}\s*[.)]|[a-h]\s*[.)])?\s*(?:"
    r"rreth\s+(?:nesh|kontrat|rrjet|projekt|pop\b|nism|dokument|organizat)|"
    r"per\s+(?:rrjetin|organizaten|nismen|pop|projektin|kontraten|kete|ne$)|hyrje\b|parathenie|metodologji|"
    r"si\s+(?:u\s+(?:hartua|pergatit)|lexohet|monitorohet|funksionon|zbatohet)|permbajtj[ae]\b|permbledhj|fjalor|"
    r"perballj\w+\s+e\s+ofertave|rrjeti\s+(?:pop\b|i\s+organizat|yne\b|“)|kush\s+(?:jemi|eshte|jane)|(?:anetaret|organizatat|partneret|nenshkruesit|donatoret|mbeshtetesit)\b|lista\s+e|"
    r"nenshkrim|nenshkruar|firm(?:at|osur)|kontakt|falenderim|falenderojme|shenime?\b|burim(?:i|et)?\s*:|bibliografi|"
    r"(?:pjesemarres|te\s+pranishem)|dakordesi|marreveshj|angazhimi(?:\s+(?:i|yne|im)\b|$)|deklarat|"
    r"monitorimi(?:\s+i\s+(?:kontrat|zbatim)|\s+dhe\b|$)|zbatimi(?:\s+(?:i\s+kontrat|dhe\s+monitor)|$)|"
    r"(?:historiku|konteksti|qellimi|qellimet|objektivat|vizioni|misioni|parimet)(?:\s+(?:i|e|tona|yne)\b.*)?$|"
    r"aneks|shtojc|perfundim(?:e|i)?$|mbyllj[ae]$|konsultim\w*\s+me\s+qytetar|procesi\s+i\s+(?:hartim|konsultim)|"
    r"pse\s+(?:nje|kjo|kontrat)|cfare\s+eshte|mbeshtetur\s+nga|financuar\s+nga|te\s+(?:gjitha\s+te\s+)?drejtat\s+e\s+rez|"
    r"na\s+(?:ndiqni|kontaktoni)|ndiqni\b|shpernda|lexo(?:ni)?\b|lajme\b|(?:artikuj|lajme|postime)\s+te|koment|kreu$|menu$)"
)


def is_title(text: str) -> bool:
    """Whether the line is the title of a social contract, not a sentence about one."""
    folded = fold(text)
    said = next((part for part in _PARTS.split(folded)[:1] if _TITLE.search(part)), folded)
    return (
        len(text) <= _LONGEST_TITLE
        and bool(_TITLE.search(folded))
        and not text.rstrip().endswith(".")
        and not _SENTENCE.search(said)
        and priority_mark(text) is None
        and (text[:1].isupper() or not text[:1].isalpha())
    )


def is_other_kind(text: str) -> bool:
    """Whether the line is the title of something else: a report, minutes, a plan, a contract of employment."""
    return bool(_OTHER_KIND.match(fold(text).strip(' “"„*-–—')))


def is_other_matter(heading: str) -> bool:
    """Whether what stands under the heading is about the contract, and not in it."""
    return bool(_OTHER_MATTER.match(fold(heading).strip(' “"„*-–—')))


def is_of_people(headings: Iterable[str]) -> bool:
    """Whether a table's columns tell of people or organisations: it is one to sign, or a list of members."""
    return any(_PEOPLE.match(fold(heading).strip()) for heading in headings)


def outside(text: str) -> Out | None:
    """What a paragraph is that no contract holds as a point: a link, a button, a line to sign, a number."""
    folded = fold(text)
    if not any(sign.isalpha() for sign in text):
        return Out.SIGNING if _SIGNING.search(folded) else Out.NUMBER
    if re.fullmatch(r"(?:faqe|faqja|page|f\.)\s*\d+(?:\s*(?:/|nga|of)\s*\d+)?", folded.strip(" -–—|")):
        return Out.NUMBER
    if _CONTACT.search(folded) or _TAGS.fullmatch(folded):
        return Out.SHARING
    if len(text) <= 90 and not text.endswith(".") and len(_SHARING.findall(folded)) * 4 >= len(text.split()):
        return Out.SHARING
    is_line = len(text) <= _LONGEST_LINE_TO_SIGN or "__" in text
    return Out.SIGNING if is_line and _SIGNING.search(folded) else None


def is_about_the_making(text: str) -> bool:
    """Whether the paragraph tells of the network, of who paid, of how the contract came about."""
    return bool(_NETWORK.search(fold(text)))
