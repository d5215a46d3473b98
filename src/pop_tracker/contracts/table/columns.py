"""The columns of a contract's table: one row a priority, a point or a sub-point, in the order of the contract.

What `points.Wording` says of a commitment is a column of the same name: a new field of it needs one line here.
"""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pop_tracker.contracts.first_year import GROUND_WORDS, ReadGround
from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS, read_due, write_due
from pop_tracker.contracts.points import LONGEST_LINE, LONGEST_REASON, LONGEST_TEXT, Wording
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import PriorityGroup, Scope, group_list, one_line
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cited, Column, Columns, Line, OneOf, Reference, Units


class Level(StrEnum):
    PRIORITY = "priority"
    POINT = "point"
    SUB_POINT = "sub_point"


LEVEL_WORDS: dict[Level, str] = {
    Level.PRIORITY: N_("prioritet"),
    Level.POINT: N_("pikë"),
    Level.SUB_POINT: N_("nënpikë"),
}
_GROUPS = {
    PriorityGroup.MAIN: (N_("prioritetet kryesore"), "kryesor", "kryesore", "main"),
    PriorityGroup.OTHER: (N_("prioritete të tjera"), "tjetër", "të tjera", "other"),
}
_SCOPES = {
    Scope.MUNICIPALITY: (N_("e gjithë bashkia"), "bashkia", "municipality"),
    Scope.UNITS: (N_("njësi"), "njësitë", "njësi administrative", "units"),
    Scope.WORDS: (N_("vend me fjalë"), "words"),
}
STATUSES = {
    ReadStatus.FULLY_ADDRESSED: (N_("adresuar plotësisht"), "plotësisht"),
    ReadStatus.PARTIALLY_ADDRESSED: (N_("adresuar pjesërisht"), "pjesërisht"),
    ReadStatus.NOT_ADDRESSED: (N_("nuk është adresuar"), "paadresuar", "i paadresuar"),
    ReadStatus.NOT_ASSESSED: (N_("i pavlerësuar"), "pavlerësuar"),
    ReadStatus.NOT_ASSESSABLE: (N_("nuk mund të vlerësohet"), "i pavlerësueshëm", "e pavlerësueshme"),
}
"""What the document, or an earlier round's table, may say of a leaf."""
_GROUNDS = {
    ReadGround.UNCLEAR_WORDS: (GROUND_WORDS[ReadGround.UNCLEAR_WORDS], "fjalë të paqarta", "tekst i paqartë"),
    ReadGround.NOT_COMPETENCE: (GROUND_WORDS[ReadGround.NOT_COMPETENCE], "jo kompetencë e bashkisë"),
}


class Said(Line):
    """Words as the record keeps them."""

    def tidy(self, text: str) -> str:
        return one_line(super().tidy(text))


class Due(Line):
    """By when, as the record keeps it; written as a form takes it."""

    def _read(self, cell: str | Decimal | date) -> str:
        text = str(super()._read(cell))
        try:
            return read_due(text) if text else ""
        except ValueError:
            raise Refusal(N_("“%(said)s” nuk lexohet si afat. Shkruani 2027, tremujori 2, 2027 ose 31.05.2027."),
                          said=text[:40]) from None  # fmt: skip

    def as_read(self, value: Any) -> Any:
        return value

    def say(self, value: Any) -> str:
        return write_due(value) if value else ""

    def write(self, value: Any) -> str | Decimal | int:
        return self.say(value)


class Groups(Line):
    """Target groups, with semicolons between."""

    def tidy(self, text: str) -> str:
        return group_list(super().tidy(text))


COLUMNS = Columns(
    (
        Reference("ref", N_("referenca"), N_("Nga ajo njihet rreshti: mos e ndryshoni. Bosh te rreshtat e rinj."), 20,
                  ("ref", "nr", "numri")),
        OneOf("level", N_("niveli"), N_("Prioritet, pikë ose nënpikë."), 40, words={
            Level.PRIORITY: (LEVEL_WORDS[Level.PRIORITY],),
            Level.POINT: (LEVEL_WORDS[Level.POINT], "pika", "zotim"),
            Level.SUB_POINT: (LEVEL_WORDS[Level.SUB_POINT], "nënpika", "nën-pikë"),
        }, must_stand=True, must_say=True),
        Line("priority", N_("prioriteti"), N_("Te pikat: numri ose titulli i prioritetit. Bosh: prioriteti sipër në "
             "tabelë."), LONGEST_TEXT),
        OneOf("group", N_("grupi"), N_("Vetëm te prioritetet: prioritetet kryesore ose prioritete të tjera; bosh kur "
              "kontrata nuk i ndan."), 60, words=_GROUPS),
        Said("text", N_("teksti"), N_("Fjalë për fjalë si në dokument."), LONGEST_TEXT, ("teksti i zotimit", "titulli"),
             also_alone=("zotimi",), must_stand=True, must_say=True),
        OneOf("scope", N_("shtrirja"), N_("E gjithë bashkia, njësi ose vend me fjalë. Te një prioritet: vetëm kur ai "
              "është vetë zotimi, pa pika."), 60, words=_SCOPES),
        Units("units", N_("njësitë administrative"), N_("Kur shtrirja është njësi; me pikëpresje mes tyre."), 1000,
              ("njësitë", "njësia")),
        Said("place", N_("vendi"), N_("Vendi me fjalët e dokumentit."), LONGEST_LINE),
        Groups("target_groups", N_("grupet e synuara"), N_("Me pikëpresje mes tyre."), LONGEST_LINE),
        Said("shows_done", N_("çfarë do ta tregonte të kryer"), N_("Me fjalë; bosh kur nuk thuhet."), 1000),
        Due("due", N_("deri kur"), N_("Një vit, një tremujor (tremujori 2, 2027) ose një datë."), 20, ("afati",)),
        OneOf("competence", N_("kompetenca"), N_("Kush mund ta bëjë: bashkia ose një institucion tjetër."), 80,
              words={one: (words,) for one, words in COMPETENCE_WORDS.items()}),
        Cited("law", N_("ligji i kompetencës"), N_("Ku thuhet, kur dihet."), LONGEST_SOURCE, ("ligji",)),
        OneOf("theme", N_("tema"), N_("Një nga temat e rrjetit."), 120,
              words={one: (words,) for one, words in THEME_WORDS.items()}),
        Cited("source", N_("burimi"), N_("Dokumenti dhe vendi në të. Bosh te një rresht i ri: burimi i tabelës."),
              LONGEST_SOURCE),
        Said("retraction_reason", N_("tërhequr, pse"), N_("Arsyeja, kur një zotim i botuar tërhiqet. Një rresht që "
             "mungon nuk tërhiqet."), LONGEST_REASON, ("arsyeja e tërheqjes",)),
        Line("contract", N_("kontrata"), N_("E cilës kontratë është rreshti, siç e shkruan tabela që shkarkohet. Bosh "
             "te rreshtat e rinj."), LONGEST_LINE),
        OneOf("status", N_("vlerësimi i vitit të parë"), N_("Adresuar plotësisht, adresuar pjesërisht, nuk është "
              "adresuar, i pavlerësuar ose nuk mund të vlerësohet; vetëm te zotimet që vlerësohen."), 40,
              ("statusi", "status", "vlerësimi"), words=STATUSES),
        OneOf("status_ground", N_("pse nuk mund të vlerësohet"), N_("Vetëm te “nuk mund të vlerësohet”: fjalët e "
              "zotimit janë të paqarta, ose nuk është kompetencë e bashkisë. Bosh kur raporti nuk e thotë."), 60,
              words=_GROUNDS),
        Column("status_reason", N_("arsyeja e vlerësimit"), N_("Pse, me fjalët e raportit."), 4000, ("arsyeja",)),
        Cited("status_source", N_("prova e vlerësimit"), N_("Dokumenti dhe faqja, ose lidhja ku u botua ky vlerësim. "
              "Bosh: burimi i tabelës."), LONGEST_SOURCE, ("prova",)),
    )
)  # fmt: skip
BY_NAME = COLUMNS.by_name
WORDED = tuple(one.name for one in fields(Wording))
"""What the columns say of a commitment's wording."""
OF_PRIORITY = ("text", "group", "source")
OF_STATUS = ("status", "status_ground", "status_reason", "status_source")
