"""The table of an earlier round: its columns, and what it says of each leaf, set beside the contract."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Text, Unit, texts_of_edition
from pop_tracker.monitoring.scale import STATUS_WORDS, Status
from pop_tracker.monitoring.statuses import Counts, roll_up
from pop_tracker.plans.table.comparison import Gazetteer
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
}


class Verdict(Line):
    """POP's words for a verdict in either language, as people write them."""

    def _read(self, cell: str | Decimal | date) -> Status | str:
        text = str(super()._read(cell))
        if not text:
            return ""
        found = _BY_WORDS.get(plain_heading(text.replace("_", " ")))
        if found is None:
            raise Refusal(
                N_("“%(said)s” nuk është vlerësim. Shkruani: adresuar plotësisht, adresuar pjesërisht, nuk është "
                   "adresuar ose i pavlerësuar."),
                said=text[:40],
            )  # fmt: skip
        return found


_BY_WORDS = {
    plain_heading(text): status
    for status, own in STATUS_WORDS.items()
    for text in (*(words(language).gettext(own) for language in LANGUAGES), status.value.replace("_", " "),
                 *_ALSO[status])
}  # fmt: skip

COLUMNS = Columns(
    (
        Reference("ref", N_("referenca"), N_("Si në kontratë: 1.5, 1.4.a, 3."), 20, ("ref", "nr", "numri"),
                  also_alone=("zotimi",), must_stand=True, must_say=True),
        Column("text", N_("teksti i zotimit"), N_("Që të shihet çfarë vlerësohet; nuk importohet."), 2000),
        Line("unit", N_("njësia"), N_("Vetëm kur zotimi u vlerësua njësi për njësi: një rresht për çdo njësi."), 120,
             ("njësia administrative",)),
        Verdict("status", N_("vlerësimi"), N_("Adresuar plotësisht, adresuar pjesërisht, nuk është adresuar ose i "
                "pavlerësuar."), 40, ("statusi", "status"), must_stand=True, must_say=True),
        Column("reason", N_("arsyeja"), N_("Pse, me fjalët e raportit. Bosh kur raporti nuk jep arsye: thuhet kështu."),
               4000, ("arsyetimi",)),
        Cited("source", N_("burimi"), N_("Dokumenti dhe faqja, ose lidhja ku u botua ky vlerësim."), LONGEST_SOURCE,
               must_stand=True, must_say=True),
    )
)  # fmt: skip


def filled_in(rows: Iterable[ReadRow]) -> list[ReadRow]:
    """Without those of a template that nobody filled in: the table does not speak of these commitments. Raises Refusal
    where it speaks of none."""
    found = [row for row in rows if row.unread or any(row.said.get(name) for name in ("status", "reason", "source"))]
    if not found:
        raise Refusal(N_("Tabela nuk ka asnjë vlerësim: plotësojeni dhe ngarkojeni përsëri."), field="file")
    return found


def template(texts: Iterable[Text]) -> Iterator[list[str]]:
    """The rows of a table to fill in: a contract's leaves, each with the units that it names where they are several."""
    for text in texts:
        if text.can_be_assessed:
            for unit in [unit.name for unit in text.units] if len(text.units) > 1 else [""]:
                yield [text.ref, text.text, unit, *[""] * (len(list(COLUMNS)) - 3)]


@dataclass(frozen=True)
class Given:
    """What the table, or its silence, says of a leaf or of one of its units. `line` is None for silence."""

    line: int | None
    unit: Unit | None
    status: Status
    reason: str
    source: str


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
        faults = [*_cell_faults(row)]
        text = None
        ref = _plain_ref(said.get("ref", ""))
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
                at[key] = Given(line, unit, status, said.get("reason", "") or WITHOUT_REASON, said.get("source", ""))
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


def _plain_ref(ref: str) -> str:
    return "".join(ref.split()).rstrip(".").lower()


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
