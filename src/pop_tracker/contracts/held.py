"""What somebody holds of contracts: drafts that nobody else writes in, documents on their way to one, and changes of
known contracts."""

from sqlmodel import Session, col, select

from pop_tracker.accounts.carried import hand_on, hand_tables_on, with_person
from pop_tracker.accounts.held import Held, Kind, declare
from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.contracts.changes import ContractChange
from pop_tracker.contracts.checking import readings
from pop_tracker.contracts.documents import DocumentDeclaration
from pop_tracker.contracts.editions import Contributor, Edition, EditionState
from pop_tracker.contracts.handing_out import declared, page_of
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.web.i18n import N_


def _own_drafts(session: Session, viewer: Viewer) -> list[tuple[Edition, Contract]]:
    """Open ones, also those that wait for a second person; where a colleague writes too, they go on with it."""
    theirs = select(Contributor.edition_id).where(col(Contributor.person_id).in_(viewer.same_as))
    others = (
        select(Contributor.edition_id)
        .join(Person, col(Person.id) == Contributor.person_id)
        .where(col(Contributor.person_id).not_in(viewer.same_as), col(Person.left_on).is_(None))
    )
    return list(
        session.exec(
            select(Edition, Contract)
            .join(Contract, col(Contract.id) == Edition.contract_id)
            .where(Edition.state != EditionState.PUBLISHED, col(Edition.id).in_(theirs), col(Edition.id).not_in(others))
            .order_by(col(Contract.title))
        )
    )


def _drafts(session: Session, viewer: Viewer) -> list[Held]:
    notes = {EditionState.SUBMITTED: N_("Draft që pret rishikimin e një personi të dytë")}
    return [
        Held(
            Waiting(
                contract.title,
                f"/puna/kontratat/{contract.slug}/drafti",
                notes.get(draft.state, N_("Draft i hapur")),
            ),
            contract.municipality_id,
        )
        for draft, contract in _own_drafts(session, viewer)
    ]


def _give_drafts(session: Session, viewer: Viewer, to: int) -> None:
    """Whoever goes on with a draft is one of its authors: never its second person."""
    for draft, _ in _own_drafts(session, viewer):
        if session.get(Contributor, (draft.id, to)) is None:
            session.add(Contributor(edition_id=draft.id or 0, person_id=to))
    session.flush()


def _changes(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(ContractChange, Contract)
        .join(Contract, col(Contract.id) == ContractChange.contract_id)
        .where(with_person(ContractChange, viewer.same_as))
        .order_by(col(ContractChange.recorded_at))
    )
    return [
        Held(Waiting(contract.title, f"/puna/kontratat/{contract.slug}/ndryshimi"), contract.municipality_id)
        for _, contract in rows
    ]


def _declarations(session: Session, viewer: Viewer) -> list[Held]:
    return [
        Held(Waiting(contract.title, page_of(edition, contract)), contract.municipality_id)
        for _, edition, contract in declared(session, with_person(DocumentDeclaration, viewer.same_as))
    ]


def _tables(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(ContractImport, Contract)
        .join(Contract, col(Contract.id) == ContractImport.contract_id)
        .where(col(ContractImport.person_id).in_(viewer.same_as))
        .order_by(col(ContractImport.id))
    )
    return [
        Held(
            Waiting(f"{contract.title}: {one.file_name}", f"/puna/kontratat/{contract.slug}/drafti"),
            contract.municipality_id,
        )
        for one, contract in rows
    ]


def _readings(session: Session, viewer: Viewer) -> list[Held]:
    found = readings.held_readings(session, viewer)
    return [Held(readings.as_waiting(one), one.municipality_id) for one in found]


declare(
    Kind(
        "contract_drafts",
        N_("Drafte kontratash"),
        N_("Mbeten te kontrata: i vazhdon çdo redaktor i bashkisë që i hap atje."),
        _drafts,
        _give_drafts,
    ),
    Kind(
        "contract_readings",
        N_("Dokumente kontratash që po kontrollohen"),
        N_("I vazhdon çdo redaktor i bashkisë; ai për të cilin bashkia nuk është thënë ende, dërgohet përsëri."),
        _readings,
        readings.hand_on,
    ),
    Kind(
        "contract_changes",
        N_("Ndryshime kontratash"),
        N_("Vendoset për to edhe pa të. Po u kthyen me një shënim, një redaktor i heq dhe i nis nga fillimi."),
        _changes,
        lambda session, viewer, to: hand_on(session, ContractChange, viewer, to),
    ),
    Kind(
        "document_declarations",
        N_("Skedarë kontratash për lexuesit"),
        N_("Vendoset për to edhe pa të."),
        _declarations,
        lambda session, viewer, to: hand_on(session, DocumentDeclaration, viewer, to),
    ),
    Kind(
        "contract_tables",
        N_("Tabela kontratash të dërguara dhe të pakonfirmuara"),
        N_("Nëse nuk ia kaloni askujt, nuk i sheh më askush: një redaktor tjetër e dërgon tabelën përsëri."),
        _tables,
        lambda session, viewer, to: hand_tables_on(session, ContractImport, viewer, to),
    ),
)
