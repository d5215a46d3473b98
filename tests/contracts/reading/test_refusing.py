"""What is no social contract is refused, and the refusal says what is missing."""

from dataclasses import replace

import pytest

from pop_tracker.contracts.reading import outline as outlines
from pop_tracker.contracts.reading.blocks import At, LeftOut
from pop_tracker.contracts.reading.refusing import (
    LONGEST,
    MOST_PIECES,
    NO_POINTS,
    NO_SIGNS,
    NO_WORDS,
    NOTHING,
    OF_A_PLAN,
    OTHER_KIND,
    TOO_LONG,
    TOO_MANY,
)
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import words
from tests.contracts.reading.making import TITLE, document, read, told

OTHERS = {
    "a report on a social plan": (
        OTHER_KIND,
        """
RELACION
Për miratimin e Planit Social të Bashkisë Shembull 2025-2030
Mbështetur në ligjin nr. 139/2015 “Për vetëqeverisjen vendore”, drejtoria ka hartuar planin.
Tre prioritetet kryesore të planit janë: forcimi i shërbimeve, zgjerimi i tyre dhe ndërgjegjësimi.
""",
    ),
    "a report with letters": (
        OTHER_KIND,
        """
Relacion për miratimin e planit social
Metodologjia synon:
a) Të dhëna demografike bazë;
b) Profili i përdoruesve të shërbimit;
c) Financimi i shërbimeve aktuale.
""",
    ),
    "minutes of a hearing": (
        OTHER_KIND,
        """
REPUBLIKA E SHQIPËRISË
BASHKIA SHEMBULL
PROCESVERBAL
DËGJESË PUBLIKE PËR HARTIMIN E PLANIT SOCIAL
Të pranishëm në takim ishin:
• Nënkryetarja e bashkisë;
• Banorë të zonës.
Plani është ndërtuar mbi dy shtylla:
• Fuqizimi i strukturave.
• Zgjerimi i shërbimeve.
""",
    ),
    "minutes with bullets, and priorities among them": (
        OTHER_KIND,
        """
BASHKIA SHEMBULL
PROCES VERBAL
Konsultimi për planin social
Prioritetet kryesore
-Buxheti i ulët.
-Mungesë stafi.
""",
    ),
    "an invoice": (
        OTHER_KIND,
        """
FATURË TATIMORE
Nr. | Përshkrimi | Sasia | Çmimi | Vlera
1 | Letër A4 | 10 | 500 | 5000
2 | Bojë | 2 | 2000 | 4000
""",
    ),
    "a table of a plan": (
        OF_A_PLAN,
        """
Bashkia Shembull
Prioriteti | Objektivi | Masa | Treguesi | Kosto | Afati
Arsimi | Shkolla për të gjithë | Ndërtimi i shkollës | 1 shkollë | 100 | 2025
Uji | Ujë për të gjithë | Ndërtimi i pusit | 1 pus | 10 | 2026
""",
    ),
    "a social plan with numbered priorities": (
        OTHER_KIND,
        """
PLANI SOCIAL 2025-2028
Prioriteti 1: Forcimi i shërbimeve
• Trajnimi i stafit.
Prioriteti 2: Zgjerimi i shërbimeve
• Qendra ditore.
""",
    ),
    "a news article": (
        NO_SIGNS,
        """
Nënshkruhet kontrata sociale në Shembull
Kandidatët nënshkruan kontratën sociale të hartuar nga organizatat.
Ata u zotuan për:
• ujin
• rrugët
""",
    ),
    "a headline that begins as a title does": (
        NO_SIGNS,
        """
Kontrata sociale, tre kandidatë zotohen në Shembull
Prioritet është:
• uji i pijshëm
• rrugët
""",
    ),
    "a curriculum vitae": (
        OTHER_KIND,
        """
CURRICULUM VITAE
Arsimi
• Universiteti
Përvoja
• Mësues
""",
    ),
    "a contract of employment": (
        OTHER_KIND,
        """
KONTRATË PUNE
Neni 1
1. Punëdhënësi paguan rrogën.
2. Punëmarrësi punon.
""",
    ),
    "a list of things to buy": (
        NO_SIGNS,
        """
Për të blerë
• bukë
• djathë
""",
    ),
    "an empty list": (
        NOTHING,
        """
1.
2.
3.
""",
    ),
    "a form that nobody filled in": (
        NO_WORDS,
        TITLE
        + """
Prioriteti 1.
Prioriteti 2.
Nënshkrimi ____
""",
    ),
    "a form with lines to write on": (
        NO_WORDS,
        TITLE
        + """
PRIORITETET KRYESORE
Prioriteti 1. ____________________
• ____________________
Prioriteti 2. ....................
• ....................
""",
    ),
    "a title without anything under it": (
        NO_POINTS,
        TITLE
        + """
Kontrata sociale hartohet nga qytetarët në çdo fushatë.
""",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_document_is_refused(kind: str) -> None:
    why, lines = OTHERS[kind]
    with pytest.raises(Refusal) as refused:
        read(lines)
    assert refused.value.message == why
    assert refused.value.field == "file"
    assert why.startswith("Kjo nuk duket kontratë")


LINE = "• Një pikë.\n"


@pytest.mark.parametrize(
    ("lines", "hidden", "why"),
    [
        (LINE * MOST_PIECES, 0, TOO_MANY),
        (f"• {'a' * 99}\n" * (LONGEST // 100), 0, TOO_LONG),
        (LINE, MOST_PIECES + 1, TOO_MANY),
    ],
    ids=["pieces", "signs", "pieces that are not shown"],
)
def test_what_is_more_than_a_contract_is_refused_before_anything_is_made_of_it(
    lines: str, hidden: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = replace(
        document(f"{TITLE}Prioriteti 1. Arsimi\n{lines}"), left_out=(LeftOut("fshehur", "x", At(0, 0)),) * hidden
    )
    monkeypatch.setattr(outlines, "headings", lambda _: pytest.fail("something was made of it"))
    with pytest.raises(Refusal) as refused:
        outlines.outline(long)
    assert (refused.value.message, refused.value.field) == (why, "file")
    assert f"{refused.value.values['most']:,}".replace(",", ".") in words("sq").gettext(why, **refused.value.values)


def test_as_much_as_a_contract_may_have_is_read() -> None:
    contract = read(f"{TITLE}Prioriteti 1. Arsimi\n{LINE * 300}")
    assert len(contract.priorities[0].points) == 300


def test_what_nearly_looks_like_one_is_read_and_unsure() -> None:
    contract = read("Prioriteti 1. Arsimi\n• Shkolla.\nPrioriteti 2. Uji\n• Pusi.")
    assert told(contract) == ["# 1 Arsimi", "1.1 Shkolla.", "# 2 Uji", "2.1 Pusi."]
    assert [(one.ref, one.why) for one in contract.unsure] == [
        ("", "Titulli i kontratës nuk u gjet."),
        ("", "Nuk u gjet e cilës bashki është kontrata."),
        ("", "Nuk u gjet mandati i kontratës."),
    ]
