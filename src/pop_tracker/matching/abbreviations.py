"""Abbreviations that offices use, with their words, so that "OJF" answers "organizata jofitimprurëse".

A line is an abbreviation as written (capitals count: PAK is people, "pak" few), its words, and after the bar where the
matter stands, when somebody has looked: a law, a document in the seeds, the project's glossary. A line without a bar is
how offices write, and no more. To teach one, add a line; name a source only when you have read it.
"""

import re

ABBREVIATIONS = """
PAK: persona me aftësi të kufizuara | ligji 93/2014
OJF: organizata jofitimprurëse | ligji 8788/2001
OJQ: organizata joqeveritare, jofitimprurëse
OSHC: organizata të shoqërisë civile
NJA: njësi administrative | ligji 115/2014
NjA: njësi administrative | ligji 115/2014
NJQV: njësi e qeverisjes vendore
NJVV: njësi e vetëqeverisjes vendore | ligji 139/2015
NJVNR: njësia e vlerësimit të nevojave dhe referimit, shërbime sociale | seeds/plans/plans.csv, durres-2025
NJMF: njësia për mbrojtjen e fëmijës | ligji 18/2017
MKR: mekanizmi i koordinuar i referimit, dhuna në familje
DHBGJ: dhuna me bazë gjinore
DHF: dhuna në familje | ligji 9669/2006
NE: ndihmë ekonomike | ligji 57/2019
SHSSH: shërbimi social shtetëror
ISSH: instituti i sigurimeve shoqërore, pensione | ligji 7703/1993
KMCAP: komisioni mjekësor i caktimit të aftësisë për punë
KVR: këshilli vendor i rinisë | ligji 75/2019
PBA: programi buxhetor afatmesëm | ligji 68/2017
PIK: plani i investimeve kapitale
BPGJ: buxhetim i përgjigjshëm gjinor
VKB: vendim i këshillit bashkiak | docs/glossary.md
RENJK: regjistri elektronik për njoftimin dhe konsultimin publik | ligji 146/2014
ADISA: agjencia e ofrimit të shërbimeve publike të integruara, sportele | ligji 13/2016
PPV: plani i përgjithshëm vendor, territor | ligji 107/2014
PDV: plani i detajuar vendor, territor | ligji 107/2014
IMTV: inspektorati i mbrojtjes së territorit, ndërtime pa leje | ligji 9780/2007
FSHZH: fondi shqiptar i zhvillimit
QSH: qendra shëndetësore
NJVKSH: njësia vendore e kujdesit shëndetësor | procesverbali i Përmetit, 25.07.2023
OSHKSH: operatori i shërbimeve të kujdesit shëndetësor
FSDKSH: fondi i sigurimit të detyrueshëm të kujdesit shëndetësor | ligji 10383/2011
ZVAP: zyra vendore e arsimit parauniversitar
DRAP: drejtoria rajonale e arsimit parauniversitar
AFP: arsimi dhe formimi profesional | ligji 15/2017
QFP: qendra e formimit profesional
AKPA: agjencia kombëtare e punësimit dhe aftësive, zyra e punës
NVM: ndërmarrje të vogla dhe të mesme, biznes
AZHBR: agjencia për zhvillimin bujqësor dhe rural
IPARD: zhvillim rural, grante për bujqësinë
AKU: autoriteti kombëtar i ushqimit
ARRSH: autoriteti rrugor shqiptar
UK: ujësjellës kanalizime
OSHEE: operatori i shpërndarjes së energjisë elektrike
MZSH: mbrojtja nga zjarri dhe shpëtimi, zjarrfikës
AKMC: agjencia kombëtare e mbrojtjes civile, emergjenca
ARM: agjencia rajonale e mjedisit
TIK: teknologji informacioni dhe komunikimi
"""

_LINES = [line.partition(": ") for line in ABBREVIATIONS.strip().splitlines()]
_WORDS = {short: re.findall(r"\w+", said.partition(" | ")[0]) for short, _, said in _LINES}
_ENDED = re.compile("(të|ve|së|ja|në|it|in|i|a|t|e)$")
"""An ending may stand with or without its hyphen: "OJF-të", "OJFve"."""


def words_of(token: str) -> list[str]:
    """What an abbreviation stands for, word by word; nothing for any other word."""
    return _WORDS.get(token) or _WORDS.get(_ENDED.sub("", token), [])
