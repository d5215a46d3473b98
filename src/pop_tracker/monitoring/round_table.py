"""The table of an earlier round: its columns, and what it says of each leaf, set beside the contract."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlmodel import Session

from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.table.comparison import of_another
from pop_tracker.contracts.table.placing import plain_ref
from pop_tracker.contracts.texts import Text, Unit, texts_of_edition
from pop_tracker.monitoring.scale import GROUND_WORDS, STATUS_WORDS, VERDICTS, Ground, Status
from pop_tracker.monitoring.statuses import Counts, roll_up
from pop_tracker.places.gazetteer import Gazetteer
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import LANGUAGES, N_, words
from pop_tracker.web.tables.columns import Cited, Column, Columns, Line, Reference, plain_heading
from pop_tracker.web.tables.reading import ReadRow, RowFault, in_order

NOTHING = N_("Në skedar nuk gjendet tabelë vlerësimesh: duhet një rresht me titujt %(lacking)s.")
SILENT = N_("Burimi nuk e thotë.")
"""The reason of what the table leaves out."""
WITHOUT_REASON = N_("Burimi nuk jep arsye.")
"""Of a verdict that was published without one."""
Word = TypeVar("Word", bound=StrEnum)

_ALSO: dict[Status, tuple[str, ...]] = {
    Status.FULLY_ADDRESSED: (
        "plotësisht",
        "e adresuar plotësisht",
        "i adresuar plotësisht",
        "addressed fully",
        "fully",
    ),
    Status.PARTIALLY_ADDRESSED: (
        *("pjesërisht", "e adresuar pjesërisht", "i adresuar pjesërisht", "partially", "partly"),
        "partly addressed",
    ),
    Status.NOT_ADDRESSED: ("i paadresuar", "e paadresuar", "paadresuar", "pa adresuar", "nuk u adresua"),
    Status.NOT_ASSESSED: ("e pavlerësuar", "pavlerësuar", "pa vlerësuar", "nuk është vlerësuar"),
    Status.NOT_ASSESSABLE: (
        *("nuk mund të vlerësohej", "s’mund të vlerësohet", "e pavlerësueshme", "i pavlerësueshëm"),
        "not assessable",
    ),
}
_ALSO_GROUNDS: dict[Ground, tuple[str, ...]] = {
    Ground.UNCLEAR_WORDS: ("fjalë të paqarta", "tekst i paqartë", "i paqartë", "e paqartë", "unclear"),
    Ground.NOT_COMPETENCE: (
        *("jo kompetencë e bashkisë", "jashtë kompetencave të bashkisë", "jo në kompetencën e bashkisë"),
        "not the municipality’s competence",
    ),
}


@dataclass(frozen=True)
class OneOf(Line):
    """Words of a list in either language, as people write them."""

    by_words: Mapping[str, Any] = field(default_factory=dict, compare=False)
    none_of_them: str = ""
    """What is said of other words."""

    def _read(self, cell: str | Decimal | date) -> StrEnum | str:
        text = str(super()._read(cell))
        if not text:
            return ""
        found: StrEnum | None = self.by_words.get(plain_heading(text.replace("_", " ")))
        if found is None:
            raise Refusal(self.none_of_them, said=text[:40])
        return found


def _by_words(own: Mapping[Word, str], also: Mapping[Word, tuple[str, ...]]) -> dict[str, Word]:
    return {
        plain_heading(text): one
        for one, said in own.items()
        for text in (*(words(language).gettext(said) for language in LANGUAGES), one.replace("_", " "), *also[one])
    }


COLUMNS = Columns(
    (
        Reference("ref", N_("referenca"), N_("Si në kontratë: 1.5, 1.4.a, 3."), 20, ("ref", "nr", "numri"),
                  also_alone=("zotimi",), must_stand=True, must_say=True),
        Column("text", N_("teksti i zotimit"), N_("Që të shihet çfarë vlerësohet; nuk importohet."), 2000),
        Line("unit", N_("njësia"), N_("Vetëm kur zotimi u vlerësua njësi për njësi: një rresht për çdo njësi."), 120,
             ("njësia administrative",)),
        OneOf("status", N_("vlerësimi"), N_("Adresuar plotësisht, adresuar pjesërisht, nuk është adresuar, i "
              "pavlerësuar ose nuk mund të vlerësohet."), 40, ("statusi", "status"), must_stand=True, must_say=True,
              by_words=_by_words(STATUS_WORDS, _ALSO),
              none_of_them=N_("“%(said)s” nuk është vlerësim. Shkruani: adresuar plotësisht, adresuar pjesërisht, nuk "
                              "është adresuar, i pavlerësuar ose nuk mund të vlerësohet.")),
        Column("reason", N_("arsyeja"), N_("Pse, me fjalët e raportit. Bosh kur raporti nuk jep arsye: thuhet kështu."),
               4000, ("arsyetimi",)),
        Cited("source", N_("burimi"), N_("Dokumenti dhe faqja, ose lidhja ku u botua ky vlerësim."), LONGEST_SOURCE,
               must_stand=True, must_say=True),
        OneOf("ground", N_("pse nuk mund të vlerësohet"), N_("Vetëm te “nuk mund të vlerësohet”: fjalët e zotimit "
              "janë të paqarta, ose nuk është kompetencë e bashkisë. Bosh kur raporti nuk e thotë."), 40,
              by_words=_by_words(GROUND_WORDS, _ALSO_GROUNDS),
              none_of_them=N_("“%(said)s” nuk thotë pse nuk mund të vlerësohet. Shkruani: fjalët e zotimit janë të "
                              "paqarta, ose nuk është kompetencë e bashkisë.")),
        Line("contract", N_("kontrata"), N_("E cilës kontratë është rreshti, siç e shkruan tabela që shkarkohet; bosh "
             "kur nuk thuhet."), 200),
    )
)  # fmt: skip


def filled_in(rows: Iterable[ReadRow]) -> list[ReadRow]:
    """Without those of a template that nobody filled in: the table does not speak of these commitments. Raises Refusal
    where it speaks of none."""
    says = ("status", "reason", "source", "ground")
    found = [row for row in rows if row.unread or any(row.said.get(name) for name in says)]
    if not found:
        raise Refusal(N_("Tabela nuk ka asnjë vlerësim: plotësojeni dhe ngarkojeni përsëri."), field="file")
    return found


def kept_rows(session: Session, contract: Contract, edition_id: int) -> list[ReadRow]:
    """What came with the contract and was kept beside it until now (`contracts.first_year`), as rows. Raises Refusal
    where nothing did."""
    kept = first_year(session, contract.id)
    texts = [one for one in texts_of_edition(session, edition_id) if one.can_be_assessed and one.commitment_id in kept]
    if not texts:
        raise Refusal(N_("Pranë kësaj kontrate nuk ruhet asnjë vlerësim."), field="kept")
    return [
        ReadRow(line, {"ref": text.ref, "status": Status(one.status), "reason": one.status_reason,
                       "source": one.status_source, "ground": Ground(one.status_ground) if one.status_ground else ""})
        for line, text in enumerate(texts, start=1)
        for one in (kept[text.commitment_id],)
    ]  # fmt: skip


def template(contract: Contract, texts: Iterable[Text]) -> Iterator[list[str]]:
    """The rows of a table to fill in: a contract's leaves, each with the units that it names where they are several."""
    for text in texts:
        if text.can_be_assessed:
            for unit in [unit.name for unit in text.units] if len(text.units) > 1 else [""]:
                yield [text.ref, text.text, unit, *[""] * (len(list(COLUMNS)) - 4), contract.slug]


def example() -> list[list[str]]:
    """Of an invented contract: a table that is filled in. A commitment that was assessed unit by unit has a row for
    each; the last row was left as the template has it."""
    report = "raporti i vitit të parë, faqja %d"
    fully, partly, none = (STATUS_WORDS[status] for status in VERDICTS)
    return [
        ["1.1", "Një çerdhe e re në qytetin Shembull.", "", partly, "Ndërtimi nuk ka nisur.", report % 4, "", ""],
        ["1.2", "Rrugë pa pluhur në dy njësi.", "Shembull", fully, "U asfaltuan të gjitha.", report % 5, "", ""],
        ["1.2", "Rrugë pa pluhur në dy njësi.", "Njësia Lindore", none, "", report % 5, "", ""],
        [
            "1.3",
            "Ura të reja mbi lumë.",
            "",
            STATUS_WORDS[Status.NOT_ASSESSABLE],
            "Urat i ndërton ministria.",
            report % 5,
            GROUND_WORDS[Ground.NOT_COMPETENCE],
            "",
        ],
        ["2", "Ndriçimi i rrugëve në të gjitha njësitë administrative.", "", "", "", "", "", ""],
    ]


@dataclass(frozen=True)
class Given:
    """What the table, or its silence, says of a leaf or of one of its units. `line` is None for silence."""

    line: int | None
    unit: Unit | None
    status: Status
    reason: str
    source: str
    ground: Ground | None = None


@dataclass(frozen=True)
class Leaf:
    text: Text
    given: tuple[Given, ...]

    @property
    def status(self) -> Status:
        return roll_up(one.status for one in self.given)


@dataclass
class Reading:
    """The table beside the contract: every leaf of its text, in order."""

    leaves: list[Leaf] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts.of(leaf.status for leaf in self.leaves)

    @property
    def silent(self) -> int:
        return sum(one.line is None for leaf in self.leaves for one in leaf.given)

    @property
    def told(self) -> int:
        return sum(one.line is not None for leaf in self.leaves for one in leaf.given)


def read_round(session: Session, contract: Contract, edition_id: int, rows: Iterable[ReadRow]) -> Reading:
    """Sets the rows beside the edition's leaves; all that is wrong in them, at once."""
    texts = {text.ref: text for text in texts_of_edition(session, edition_id)}
    gazetteer = Gazetteer(session, contract.municipality_id)
    found = Reading()
    given: dict[str, dict[int | None, Given]] = {}
    rows = list(rows)
    for row in rows:
        line, said, where = row.line, row.said, row.where
        faults = [*_cell_faults(row), *of_another(row, contract)]
        text = None
        ref = plain_ref(said.get("ref", ""))
        unit: Unit | None = None
        try:
            text = _leaf(texts, ref) if ref else None
        except Refusal as refusal:
            faults.append(RowFault(line, "ref", refusal.message, refusal.values, where))
        try:
            unit = _unit(gazetteer, text, said.get("unit", "")) if text else None
        except Refusal as refusal:
            faults.append(RowFault(line, "unit", refusal.message, refusal.values, where))
            text = None
        if text is not None:
            at = given.setdefault(ref, {})
            key = unit.id if unit else None
            if key in at:
                faults.append(RowFault(line, "ref", N_("%(ref)s është edhe në rreshtin %(line)s."),
                                       {"ref": ref, "line": at[key].line}, where))  # fmt: skip
            elif at and (key is None) != (None in at):
                faults.append(
                    RowFault(line, "unit", N_("%(ref)s vlerësohet ose i tërë, ose njësi për njësi: shihni edhe "
                             "rreshtin %(line)s."), {"ref": ref, "line": next(iter(at.values())).line}, where)
                )  # fmt: skip
            elif isinstance(status := said.get("status"), Status):
                ground = said.get("ground") or None
                if ground and status is not Status.NOT_ASSESSABLE:
                    faults.append(RowFault(line, "ground", N_("Plotësohet vetëm te “nuk mund të vlerësohet”."),
                                           {}, where))  # fmt: skip
                at[key] = Given(line, unit, status, said.get("reason", "") or WITHOUT_REASON, said.get("source", ""),
                                ground)  # fmt: skip
        found.faults += faults
    found.leaves = [
        Leaf(text, _complete(text, given.get(text.ref, {}))) for text in texts.values() if text.can_be_assessed
    ]
    found.faults = in_order(found.faults, rows)
    return found


def _cell_faults(row: ReadRow) -> Iterable[RowFault]:
    for column in COLUMNS:
        if column.name in row.said:
            try:
                column.check(row.said[column.name])
            except Refusal as refusal:
                yield RowFault(row.line, column.name, refusal.message, refusal.values, row.where)


def _leaf(texts: Mapping[str, Text], ref: str) -> Text:
    text = texts.get(ref)
    if text is None:
        raise Refusal(N_("Kontrata nuk ka zotim me referencën %(ref)s."), ref=ref[:20])
    if text.is_retracted:
        raise Refusal(N_("Zotimi %(ref)s është tërhequr nga kontrata."), ref=ref)
    if not text.is_leaf:
        below = ", ".join(one.ref for one in texts.values() if one.parent_ref == ref)
        raise Refusal(N_("%(ref)s nuk vlerësohet vetë; vlerësohen nënpikat e tij: %(below)s."), ref=ref, below=below)
    return text


def _unit(gazetteer: Gazetteer, text: Text, name: str) -> Unit | None:
    """The unit of a leaf that names several; where it names one, that one is the whole of it."""
    if not name:
        return None
    (own,) = gazetteer.named([name])
    unit = next((one for one in text.units if one.id == gazetteer.ids[own]), None)
    if unit is None:
        raise Refusal(N_("Zotimi %(ref)s nuk e përmend njësinë “%(name)s”."), ref=text.ref, name=own)
    return unit if len(text.units) > 1 else None


def _complete(text: Text, given: Mapping[int | None, Given]) -> tuple[Given, ...]:
    """What the table says of a leaf and, where it is silent, that the source does not say."""
    if not given or None in given:
        return (given.get(None) or Given(None, None, Status.NOT_ASSESSED, SILENT, ""),)
    return tuple(given.get(unit.id) or Given(None, unit, Status.NOT_ASSESSED, SILENT, "") for unit in text.units)
