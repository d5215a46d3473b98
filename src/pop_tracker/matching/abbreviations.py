"""Abbreviations that offices use, with their words, so that "OJF" answers "organizata jofitimprurëse".

A line is an abbreviation as written (capitals count: PAK is people, "pak" few), its words, and after the bar where
both stand together: a law or by-law, a public list of abbreviations, the project's glossary. To teach one, add a line
with its source.
"""

import re

ABBREVIATIONS = """
PAK: persona me aftësi të kufizuara | ligji 93/2014
OJF: organizata jofitimprurëse | ligji 8788/2001
OJQ: organizata joqeveritare, jofitimprurëse | ligji 8788/2001
OSHC: organizata të shoqërisë civile | ligji 119/2015
NJA: njësi administrative | ligji 115/2014
NjA: njësi administrative | ligji 115/2014
NJQV: njësi e qeverisjes vendore | Plani i Investimeve Kapitale, Bashkia Lushnje
NJVV: njësi e vetëqeverisjes vendore | ligji 139/2015
NJVNR: njësia e vlerësimit të nevojave dhe referimit, shërbime sociale | ligji 121/2016
NJMF: njësia për mbrojtjen e fëmijës | ligji 18/2017
MKR: mekanizmi i koordinuar i referimit, dhuna në familje | ligji 9669/2006, VKM 327/2021
DHBGJ: dhuna me bazë gjinore | VKM 327/2021
DHF: dhuna në familje | ligji 9669/2006
NE: ndihmë ekonomike | ligji 57/2019
SHSSH: shërbimi social shtetëror | ligji 121/2016
ISSH: instituti i sigurimeve shoqërore, pensione | ligji 7703/1993
KMCAP: komisioni mjekësor i caktimit të aftësisë për punë | ligji 7703/1993
KVR: këshilli vendor i rinisë | ligji 75/2019
PBA: programi buxhetor afatmesëm | ligji 68/2017
PIK: plani i investimeve kapitale | Plani i Investimeve Kapitale, Bashkia Lushnje
BPGJ: buxhetim i përgjigjshëm gjinor | ligji 68/2017
VKB: vendim i këshillit bashkiak | relacionet e planeve sociale, seeds/plans
RENJK: regjistri elektronik për njoftimin dhe konsultimin publik | ligji 146/2014
ADISA: agjencia e ofrimit të shërbimeve publike të integruara, sportele | ligji 13/2016
PPV: plani i përgjithshëm vendor, territor | ligji 107/2014
PDV: plani i detajuar vendor, territor | ligji 107/2014
IMTV: inspektorati i mbrojtjes së territorit, ndërtime pa leje | ligji 9780/2007
FSHZH: fondi shqiptar i zhvillimit | ligji 10130/2009
QSH: qendra shëndetësore | ligji 10107/2009
NJVKSH: njësia vendore e kujdesit shëndetësor | procesverbali i Përmetit, 25.07.2023
OSHKSH: operatori i shërbimeve të kujdesit shëndetësor | VKM 419/2018
FSDKSH: fondi i sigurimit të detyrueshëm të kujdesit shëndetësor | ligji 10383/2011
ZVAP: zyra vendore e arsimit parauniversitar | VKM 99/2019
DRAP: drejtoria rajonale e arsimit parauniversitar | VKM 99/2019
AFP: arsimi dhe formimi profesional | ligji 15/2017
QFP: qendra e formimit profesional | ligji 15/2017
AKPA: agjencia kombëtare e punësimit dhe aftësive, zyra e punës | ligji 15/2019
NVM: ndërmarrje të vogla dhe të mesme, biznes | ligji 43/2022
AZHBR: agjencia për zhvillimin bujqësor dhe rural | ligji 9817/2007
IPARD: zhvillim rural, grante për bujqësinë | ligji 9817/2007
AKU: autoriteti kombëtar i ushqimit | ligji 9863/2008
ARRSH: autoriteti rrugor shqiptar | ligji 10164/2009
UK: ujësjellës kanalizime | ligji 8102/1996
OSHEE: operatori i shpërndarjes së energjisë elektrike | ligji 43/2015
MZSH: mbrojtja nga zjarri dhe shpëtimi, zjarrfikës | ligji 152/2015
AKMC: agjencia kombëtare e mbrojtjes civile, emergjenca | ligji 45/2019
ARM: agjencia rajonale e mjedisit | ligji 10431/2011
TIK: teknologji informacioni dhe komunikimi | ligji 9918/2008
"""

_LINES = [line.partition(": ") for line in ABBREVIATIONS.strip().splitlines()]
_WORDS = {short: re.findall(r"\w+", said.partition(" | ")[0]) for short, _, said in _LINES}
_ENDED = re.compile("(të|ve|së|ja|në|it|in|i|a|t|e)$")
"""An ending may stand with or without its hyphen: "OJF-të", "OJFve"."""


def words_of(token: str) -> list[str]:
    """What an abbreviation stands for, word by word; nothing for any other word."""
    return _WORDS.get(token) or _WORDS.get(_ENDED.sub("", token), [])
