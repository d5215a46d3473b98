"""Contracts in the shapes that people write them in, each with what is read of it."""

from dataclasses import replace

import pytest

from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.furniture import Out
from pop_tracker.contracts.reading.outline import HARD_TO_READ, outline
from tests.contracts.reading.making import TERRITORIES, TITLE, document, read, told
from tests.contracts.reading.whole import require_whole

SHAPES = {
    "headings that say so, with typos, ordinals, other bullets and statuses": (
        TITLE
        + """
Rrjeti i organizatave ka hartuar këtë kontratë.
PRIORITETET KRYESORE
Prioriteti 1. Arsimi
• Shkolla e re.
• Kopshti i ri.
Priotitet 2: Uji
- Ujësjellësi.
- Pusi.
PRIORITETE TË TJERA
Prioriteti i tretë: Rrugët
1. Rruga e re (Adresuar pjesërisht)
2. Trotuaret – NUK ESHTE ADRESUAR
Anëtarët e rrjetit:
• Organizata A, Shembull
""",
        """
[PRIORITETET KRYESORE]
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
[PRIORITETE TË TJERA]
# 3 Rrugët
3.1 Rruga e re {partially_addressed}
3.2 Trotuaret {not_addressed}
""",
    ),
    "headings by style": (
        TITLE
        + """
# Rreth kontratës
Kontrata u hartua me qytetarët.
# Arsimi
• Shkolla e re.
  • Me ngrohje.
  • Me tualete.
• Kopshti i ri.
# Uji
• Ujësjellësi.
# Nënshkrimet
Kandidati: ____
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.1.a Me ngrohje.
1.1.b Me tualete.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "groups by style": (
        TITLE
        + """
# Prioritetet kryesore
## Arsimi
• Shkolla e re.
## Uji
• Ujësjellësi.
# Prioritete të tjera
## Rrugët
• Rruga e re.
# Anëtarët e rrjetit
• Organizata A
""",
        """
[Prioritetet kryesore]
# 1 Arsimi
1.1 Shkolla e re.
# 2 Uji
2.1 Ujësjellësi.
[Prioritete të tjera]
# 3 Rrugët
3.1 Rruga e re.
""",
    ),
    "numbers and deeper numbers": (
        TITLE
        + """
PRIORITETET
1. Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
2. Uji
2.1 Ujësjellësi.
3. Rrugët
3.1 Rruga.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
# 3 Rrugët
3.1 Rruga.
""",
    ),
    "numbers above bullets": (
        TITLE
        + """
1. Arsimi
• Shkolla e re.
• Kopshti i ri.
2. Uji
• Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "numbers above letters": (
        TITLE
        + """
1. Arsimi
a) shkolla e re;
b) kopshti i ri.
2. Uji
a) ujësjellësi;
b) pusi.
""",
        """
# 1 Arsimi
1.1 shkolla e re;
1.2 kopshti i ri.
# 2 Uji
2.1 ujësjellësi;
2.2 pusi.
""",
    ),
    "one numbered list": (
        TITLE
        + """
Qytetarët kërkojnë:
1. Ndërtimi i shkollës së re.
2. Ndërtimi i ujësjellësit.
3. Ndërtimi i rrugës.
Organizata A, Shembull
""",
        """
= 1 Ndërtimi i shkollës së re.
= 2 Ndërtimi i ujësjellësit.
= 3 Ndërtimi i rrugës.
""",
    ),
    "one list of bullets": (
        TITLE
        + """
Qytetarët kërkojnë:
• Ndërtimi i shkollës së re.
• Ndërtimi i ujësjellësit.
""",
        """
= 1 Ndërtimi i shkollës së re.
= 2 Ndërtimi i ujësjellësit.
""",
    ),
    "lines above lists": (
        TITLE
        + """
Arsimi
• Shkolla e re.
• Kopshti.
Uji
• Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "bold lines above paragraphs": (
        TITLE
        + """
**Arsimi**
Shkolla e re duhet ndërtuar.
Kopshti duhet ndërtuar.
**Uji**
Ujësjellësi duhet ndërtuar.
""",
        """
# 1 Arsimi
1.1 Shkolla e re duhet ndërtuar.
1.2 Kopshti duhet ndërtuar.
# 2 Uji
2.1 Ujësjellësi duhet ndërtuar.
""",
    ),
    "bold lines above bullets": (
        TITLE
        + """
**Arsimi**
• Shkolla e re.
**Uji**
• Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "capitals above bullets": (
        TITLE
        + """
ARSIMI
• Shkolla e re.
UJI
• Ujësjellësi.
""",
        """
# 1 ARSIMI
1.1 Shkolla e re.
# 2 UJI
2.1 Ujësjellësi.
""",
    ),
    "points run on": (
        TITLE
        + """
Prioriteti 1. Arsimi 1.1 Shkolla e re. 1.2 Kopshti i ri.
Prioriteti 2. Uji
• Ujësjellësi. • Pusi. • Kanali.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
2.3 Kanali.
""",
    ),
    "all in one paragraph": (
        """
KONTRATA SOCIALE 2023–2027, Bashkia Shembull
Prioriteti 1. Arsimi • Shkolla e re. • Kopshti i ri. Prioriteti 2. Uji • Ujësjellësi. • Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
""",
    ),
    "headings over two lines": (
        TITLE
        + """
PRIORITETI I –
ARSIMI DHE
TË RINJTË
• Shkolla e re.
PRIORITETI II – UJI
• Ujësjellësi.
Prioriteti 3
Rrugët
• Rruga.
""",
        """
# 1 ARSIMI DHE TË RINJTË
1.1 Shkolla e re.
# 2 UJI
2.1 Ujësjellësi.
# 3 Rrugët
3.1 Rruga.
""",
    ),
    "a heading without its word, and a number twice": (
        TITLE
        + """
Prioriteti 1. Arsimi
• Shkolla e re.
Uji i pijshëm
• Ujësjellësi.
Prioriteti 3. Rrugët
• Rruga.
Prioriteti 3. Drita
• Drita.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
# 2 Uji i pijshëm
2.1 Ujësjellësi.
# 3 Rrugët
3.1 Rruga.
# 4 Drita
4.1 Drita.
""",
    ),
    "a table with merged priorities, places and statuses": (
        TITLE
        + """
Nr | Prioriteti | Kërkesa | Vendi | Statusi
1 | Arsimi | Shkolla e re. | Njësia Lindore | Adresuar plotësisht
^ | ^ | Kopshti i ri. | Drenas | Nuk është adresuar
2 | Uji | Ujësjellësi. | gjithë bashkia | Adresuar pjesërisht
""",
        """
# 1 Arsimi
1.1 Shkolla e re. {fully_addressed}
1.2 Kopshti i ri. {not_addressed}
# 2 Uji
2.1 Ujësjellësi. {partially_addressed}
""",
    ),
    "a table without headings of columns": (
        TITLE
        + """
Prioriteti 1: Arsimi | < | <
1.1 | Shkolla e re. | Drenas
1.2 | Kopshti i ri. | Njësia Veriore
Prioriteti 2: Uji | < | <
2.1 | Ujësjellësi. | Drenas
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "a table of points alone": (
        TITLE
        + """
Nr. | Kërkesat e qytetarëve | Statusi
1. | Shkolla e re. | Adresuar plotësisht
2. | Ujësjellësi i ri. | Nuk është adresuar
""",
        """
= 1 Shkolla e re. {fully_addressed}
= 2 Ujësjellësi i ri. {not_addressed}
""",
    ),
    "a table under each heading": (
        TITLE
        + """
Prioriteti 1. Arsimi
Nr. | Kërkesat e qytetarëve
1 | Shkolla e re.
2 | Kopshti i ri.
Prioriteti 2. Uji
Nr. | Kërkesat e qytetarëve
1 | Ujësjellësi i ri.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
# 2 Uji
2.1 Ujësjellësi i ri.
""",
    ),
    "nested after a colon": (
        TITLE
        + """
Prioriteti 1. Arsimi
Qytetarët kërkojnë:
• Shkolla e re.
• Për të rinjtë:
• këshill rinor;
• klub sportiv.
• Kopshti i ri.
Prioriteti 2. Uji
Për fshatrat:
• Ujësjellësi.
Për qytetin:
• Pusi.
""",
        """
# 1 Arsimi
> Qytetarët kërkojnë:
1.1 Shkolla e re.
1.2 Për të rinjtë:
1.2.a këshill rinor;
1.2.b klub sportiv.
1.3 Kopshti i ri.
# 2 Uji
2.1 Për fshatrat:
2.1.a Ujësjellësi.
2.2 Për qytetin:
2.2.a Pusi.
""",
    ),
    "paragraphs without bullets": (
        TITLE
        + """
Prioriteti 1. Arsimi
Ndërtimi i shkollës së re në Drenas.
Prioriteti 2. Uji
Uji mungon prej vitesh në fshatra.
• Ndërtimi i ujësjellësit.
Dhe një paragraf tjetër me kërkesë për pus.
• Kanali.
Prioriteti 3. Rrugët
• Rruga.
""",
        """
# 1 Arsimi
1.1 Ndërtimi i shkollës së re në Drenas.
# 2 Uji
> Uji mungon prej vitesh në fshatra.
2.1 Ndërtimi i ujësjellësit.
2.2 Dhe një paragraf tjetër me kërkesë për pus.
2.3 Kanali.
# 3 Rrugët
3.1 Rruga.
""",
    ),
    "statuses in lines of their own and in bold": (
        TITLE
        + """
Prioriteti 1: Ndërtimi i shkollës.
Adresuar pjesërisht
Prioriteti 2: Ndërtimi i urës. **Nuk është adresuar**
""",
        """
= 1 Ndërtimi i shkollës. {partially_addressed}
= 2 Ndërtimi i urës. {not_addressed}
""",
    ),
    "groups in capitals": (
        TITLE
        + """
INFRASTRUKTURA
Prioriteti 1. Rrugët
• Rruga.
Prioriteti 2. Uji
• Ujësjellësi.
SHËRBIMET
Prioriteti 3. Arsimi
• Shkolla.
""",
        """
[INFRASTRUKTURA]
# 1 Rrugët
1.1 Rruga.
# 2 Uji
2.1 Ujësjellësi.
[SHËRBIMET]
# 3 Arsimi
3.1 Shkolla.
""",
    ),
    "a table of contents": (
        TITLE
        + """
Përmbajtja
Prioriteti 1. Arsimi ..... 2
Prioriteti 2. Uji ..... 3
Prioriteti 1. Arsimi
• Shkolla.
Prioriteti 2. Uji
• Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "sub-points by a sign of their own": (
        TITLE
        + """
Prioriteti 1. Arsimi
• Shkolla e re
- me ngrohje
- me tualete
• Kopshti
Prioriteti 2. Uji
• Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re
1.1.a me ngrohje
1.1.b me tualete
1.2 Kopshti
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "numbers that begin anew in each group": (
        TITLE
        + """
PRIORITETET KRYESORE
1. Arsimi
• Shkolla.
2. Uji
• Pusi.
PRIORITETE TË TJERA
1. Rrugët
• Rruga.
""",
        """
[PRIORITETET KRYESORE]
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Pusi.
[PRIORITETE TË TJERA]
# 3 Rrugët
3.1 Rruga.
""",
    ),
    "lines above numbers that begin anew": (
        TITLE
        + """
Arsimi
1. Shkolla e re.
2. Kopshti.
Uji
1. Ujësjellësi.
2. Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
""",
    ),
    "P1, P2": (
        TITLE
        + """
P1 Arsimi
• Shkolla.
P2 Uji
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Pusi.
""",
    ),
    "no title": (
        """
Prioriteti 1. Arsimi
• Shkolla.
Prioriteti 2. Uji
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Pusi.
""",
    ),
    "a bold title and its text in one paragraph": (
        TITLE
        + """
**Prioriteti 1. Arsimi.** Ndërtimi i shkollës së re.
**Prioriteti 2. Uji.** Ndërtimi i pusit.
""",
        """
# 1 Arsimi
1.1 Ndërtimi i shkollës së re.
# 2 Uji
2.1 Ndërtimi i pusit.
""",
    ),
    "three numbers deep": (
        TITLE
        + """
Prioriteti 1. Arsimi
1.1 Shkolla e re.
1.2 Mekanizmat:
1.2.1 Këshilli i nxënësve.
1.2.2 Këshilli i prindërve.
1.3 Kopshti.
Prioriteti 2. Uji
2.1 Ujësjellësi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Mekanizmat:
1.2.a Këshilli i nxënësve.
1.2.b Këshilli i prindërve.
1.3 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "Roman numbers": (
        TITLE
        + """
I. ARSIMI
1. Shkolla e re.
2. Kopshti.
II. UJI
1. Ujësjellësi.
III. RRUGËT
1. Rruga.
""",
        """
# 1 ARSIMI
1.1 Shkolla e re.
1.2 Kopshti.
# 2 UJI
2.1 Ujësjellësi.
# 3 RRUGËT
3.1 Rruga.
""",
    ),
    "bullets of all kinds": (
        TITLE
        + """
Prioriteti 1. Arsimi
• Shkolla e re.
▪ Kopshti.
* Çerdhja.
Prioriteti 2. Uji
- Ujësjellësi.
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti.
1.3 Çerdhja.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
""",
    ),
    "bullets under numbers, and a number lost": (
        TITLE
        + """
Prioriteti 1. Arsimi
1. Shkolla e re:
• me ngrohje
• me tualete
2. Kopshti.
Prioriteti 2. Uji
1. Ujësjellësi.
• Pusi.
3. Kanali.
""",
        """
# 1 Arsimi
1.1 Shkolla e re:
1.1.a me ngrohje
1.1.b me tualete
1.2 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
2.2 Pusi.
2.3 Kanali.
""",
    ),
    "numbered lists before and after": (
        TITLE
        + """
Metodologjia
1. Takime me qytetarë.
2. Fokus grupe.
3. Pyetësor.
Prioritetet e qytetarëve
1. Ndërtimi i shkollës.
2. Ndërtimi i urës.
Nënshkrimet
1. Kandidati A
2. Kandidati B
""",
        """
= 1 Ndërtimi i shkollës.
= 2 Ndërtimi i urës.
""",
    ),
    "headings of other matters": (
        TITLE
        + """
# Kush jemi
Rrjeti POP.
• Organizata A
• Organizata B
# Si u hartua kontrata
• Takime në Drenas
• Takime në Kodra
# 1. Arsimi
• Shkolla.
# 2. Uji
• Ujësjellësi.
# Angazhimi
Unë, kandidati, angazhohem të zbatoj këtë kontratë.
Nënshkrimi ____
""",
        """
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "automatic numbers, and one without points": (
        TITLE
        + """
1. Arsimi
  a) Shkolla e re në Drenas.
  b) Kopshti.
2. Uji
  a) Ujësjellësi.
3. Ndërtimi i urës në Kodra.
""",
        """
# 1 Arsimi
1.1 Shkolla e re në Drenas.
1.2 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
= 3 Ndërtimi i urës në Kodra.
""",
    ),
    "headings inside a priority": (
        TITLE
        + """
# Prioriteti 1. Arsimi
## Shkollat
• Shkolla e re.
## Kopshtet
• Kopshti.
# Prioriteti 2. Uji
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkollat
1.1.a Shkolla e re.
1.2 Kopshtet
1.2.a Kopshti.
# 2 Uji
2.1 Pusi.
""",
    ),
    "numbers with another word": (
        TITLE
        + """
Fusha 1: Arsimi
• Shkolla.
Fusha 2: Uji
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla.
# 2 Uji
2.1 Pusi.
""",
    ),
    "groups with letters": (
        TITLE
        + """
A. PRIORITETET KRYESORE
Prioriteti 1: Arsimi
• Shkolla.
B. PRIORITETE TË TJERA
Prioriteti 2: Uji
• Pusi.
""",
        """
[PRIORITETET KRYESORE]
# 1 Arsimi
1.1 Shkolla.
[PRIORITETE TË TJERA]
# 2 Uji
2.1 Pusi.
""",
    ),
    "a page with buttons": (
        """
Kreu
Rreth nesh
Kontrata Sociale Shembull 2023-2027
Shpërndaje në Facebook
Postuar më 12 maj 2023
Prioriteti 1: Ndërtimi i shkollës në Drenas.
Prioriteti 2: Ndërtimi i urës.
Share this:
Facebook
Twitter
Lexo edhe
Takim me qytetarët në Shembull
Të gjitha të drejtat e rezervuara
""",
        """
= 1 Ndërtimi i shkollës në Drenas.
= 2 Ndërtimi i urës.
""",
    ),
    "a declaration with lines to sign": (
        """
KONTRATË SOCIALE
ndërmjet qytetarëve të Bashkisë Shembull dhe kandidatit për kryetar bashkie
Mandati 2023-2027
Unë, i nënshkruari, zotohem të zbatoj prioritetet e mëposhtme:
Prioriteti 1 - Arsimi
1. Shkolla e re në Drenas;
2. Kopshti.
Prioriteti 2 - Uji
1. Ujësjellësi.
Data: 3 maj 2023
Kandidati për kryetar bashkie                  Organizata
_______________              ____________
""",
        """
# 1 Arsimi
1.1 Shkolla e re në Drenas;
1.2 Kopshti.
# 2 Uji
2.1 Ujësjellësi.
""",
    ),
    "a wrapped line that stayed broken": (
        TITLE
        + """
Prioriteti 1. Arsimi
• Shkolla e re me
ngrohje dhe tualete.
• Kopshti.
Prioriteti 2. Uji
• Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re me ngrohje dhe tualete.
1.2 Kopshti.
# 2 Uji
2.1 Pusi.
""",
    ),
    "points whose priorities have no heading": (
        TITLE
        + """
1.1 Shkolla.
1.2 Kopshti.
2.1 Pusi.
""",
        """
# 1
1.1 Shkolla.
1.2 Kopshti.
# 2
2.1 Pusi.
""",
    ),
    "one bold line above a list": (
        TITLE
        + """
**Kërkesat e qytetarëve**
1. Ndërtimi i shkollës.
2. Ndërtimi i urës.
""",
        """
= 1 Ndërtimi i shkollës.
= 2 Ndërtimi i urës.
""",
    ),
    "a table with sub-points and places": (
        """
Kontrata Sociale 2023-2027 Bashkia Shembull
Prioriteti | Pika | Nënpika | Njësia administrative
1. Arsimi | 1.1 Shkolla: | a) me ngrohje | Drenas
^ | ^ | b) me tualete | Drenas
^ | 1.2 Kopshti |  | Njësia Veriore; Drenas
2. Uji | 2.1 Pusi |  |
""",
        """
# 1 Arsimi
1.1 Shkolla:
1.1.a me ngrohje
1.1.b me tualete
1.2 Kopshti
# 2 Uji
2.1 Pusi
""",
    ),
    "a table under its title, with a column for the numbers of points": (
        """
Kontrata Sociale Bashkia Shembull 2023-2027 |  |
Prioriteti | Pika | Kërkesa
1. Arsimi | 1.1 | Shkolla e re; me ngrohje.
^ | 1.2 | Kopshti i ri.
2. Uji | 2.1 | Pusi.
""",
        """
# 1 Arsimi
1.1 Shkolla e re; me ngrohje.
1.2 Kopshti i ri.
# 2 Uji
2.1 Pusi.
""",
    ),
    "a table in which a row is a priority or a point": (
        """
Kontrata Sociale |  |
Bashkia Shembull |  |
2023-2027 |  |
PRIORITETET KRYESORE |  |
Prioriteti 1 | Arsimi
1.1 | Shkolla e re.
1.2 | Kopshti i ri.
PRIORITETE TË TJERA |  |
Prioriteti 2 | Uji
2.1 | Pusi.
""",
        """
[PRIORITETET KRYESORE]
# 1 Arsimi
1.1 Shkolla e re.
1.2 Kopshti i ri.
[PRIORITETE TË TJERA]
# 2 Uji
2.1 Pusi.
""",
    ),
    "a form of which half is filled in": (
        TITLE
        + """
PRIORITETET KRYESORE
Prioriteti 1. Uji
• Pusi.
• ____________________
Prioriteti 2. ____________________
• ____________________
Prioriteti 3.
""",
        """
[PRIORITETET KRYESORE]
# 1 Uji
1.1 Pusi.
""",
    ),
    "a small table for each priority, with its status beside it": (
        TITLE
        + """
Prioriteti 1: Uji | < | Adresuar Pjesërisht
1.1 | Pusi. | Nuk është adresuar
1.2 | Ujësjellësi. | Adresuar Plotësisht
Prioriteti 2: Rrugët | < | Nuk është adresuar
2.1 | Ura e re. | Nuk është adresuar
""",
        """
# 1 Uji {partially_addressed}
1.1 Pusi. {not_addressed}
1.2 Ujësjellësi. {fully_addressed}
# 2 Rrugët {not_addressed}
2.1 Ura e re. {not_addressed}
""",
    ),
    "a first priority that is about the municipality": (
        """
KONTRATA SOCIALE E BASHKISË SHEMBULL 2023-2027
BASHKIA AFËR QYTETARIT
1) Sportel i ri.
2) Dëgjesa publike.
UJI
1) Pusi.
""",
        """
# 1 BASHKIA AFËR QYTETARIT
1.1 Sportel i ri.
1.2 Dëgjesa publike.
# 2 UJI
2.1 Pusi.
""",
    ),
    "flat right below its title": (
        """
Kontrata Sociale 2023-2027, Bashkia Shembull
1. Ndërtimi i urës së vjetër. (Adresuar pjesërisht)
2. Linja e autobusit deri te spitali.
""",
        """
= 1 Ndërtimi i urës së vjetër. {partially_addressed}
= 2 Linja e autobusit deri te spitali.
""",
    ),
    "a small table for each priority, of a column whose name may end a contract": (
        TITLE
        + """
Prioriteti 1: Arsimi
Nr | Angazhimi | Statusi
1.1 | Shkolla e re. | Adresuar pjesërisht
1.2 | Kopshti i ri. | Nuk është adresuar
Prioriteti 2: Uji
Nr | Angazhimi | Statusi
2.1 | Ujësjellësi i ri. | Adresuar plotësisht
2.2 | Pusi i vjetër. | Nuk është adresuar
""",
        """
# 1 Arsimi
1.1 Shkolla e re. {partially_addressed}
1.2 Kopshti i ri. {not_addressed}
# 2 Uji
2.1 Ujësjellësi i ri. {fully_addressed}
2.2 Pusi i vjetër. {not_addressed}
""",
    ),
    "letters run on behind a colon within a numbered point": (
        TITLE
        + """
Prioriteti I. Shërbimet
1) Thjeshtimi i punës në zyrën e taksave: a) formular i vetëm b) përgjigje brenda pesë ditëve c) këshillim në telefon
2) Zyrë e lëvizshme një herë në javë, sipas pikës a) të rregullores.
""",
        """
# 1 Shërbimet
1.1 Thjeshtimi i punës në zyrën e taksave:
1.1.a formular i vetëm
1.1.b përgjigje brenda pesë ditëve
1.1.c këshillim në telefon
1.2 Zyrë e lëvizshme një herë në javë, sipas pikës a) të rregullores.
""",
    ),
    "ordinals and dashes": (
        TITLE
        + """
PRIORITETI I PARË: ARSIMI
– shkolla e re
– kopshti
PRIORITETI I DYTË: UJI
– pusi
""",
        """
# 1 ARSIMI
1.1 shkolla e re
1.2 kopshti
# 2 UJI
2.1 pusi
""",
    ),
}


def test_a_word_that_was_hard_to_read_is_doubted_where_it_stands() -> None:
    made = document(f"{TITLE}Prioriteti 1. Rrugët\n• Vija të bardha.\n• Shpejtësia 30 kmlorë:\n  • te shkolla\n")
    begin = made.text.index("kmlorë")
    read_ = outline(replace(made, doubtful=(At(0, 8, 1), At(begin, begin + 6, 1))), TERRITORIES)
    assert [(one.ref, one.why, made.text[one.at.start : one.at.end]) for one in read_.unsure] == [
        ("1.2", HARD_TO_READ, "kmlorë")
    ]


def test_who_is_asked_to_sign_is_told_before_the_priorities_and_signs_behind_them() -> None:
    asked = "Kontrata sociale u prezantohet të gjithë kandidatëve për kryetar bashkie gjatë fushatës."
    contract = read(f"{TITLE}{asked}\nPrioriteti 1. Arsimi\n• Shkolla.\n• Kopshti.\nKandidati për kryetar: ______\n")
    assert [(one.where, one.text) for one in contract.left_out] == [
        (Out.BEFORE, asked), (Out.SIGNING, "Kandidati për kryetar: ______"),
    ]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_read(shape: str) -> None:
    lines, expected = SHAPES[shape]
    assert told(read(lines)) == expected.strip("\n").split("\n")
    require_whole(document(lines), read(lines))
