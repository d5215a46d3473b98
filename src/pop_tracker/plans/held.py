"""What somebody holds of plans: findings, changes of items and withdrawals that wait for a second person, or came
back; and tables that they sent and have not confirmed."""

from sqlmodel import Session, col, select

from pop_tracker.accounts.carried import hand_on, hand_tables_on, with_person
from pop_tracker.accounts.held import Held, Kind, declare
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.plans.findings.findings import Finding, FindingState
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.table.imports import PlanImport
from pop_tracker.plans.withdrawals import PlanWithdrawal
from pop_tracker.web.i18n import N_

RETURNED = N_("Vendoset për to edhe pa të. Po u kthyen me një shënim, një redaktor i heq dhe i nis nga fillimi.")
STILL = col(Finding.state) != FindingState.PUBLISHED


def _findings(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(Finding, Commitment, Contract, Plan)
        .join(Commitment, col(Commitment.id) == Finding.commitment_id)
        .join(Contract, col(Contract.id) == Commitment.contract_id)
        .join(Plan, col(Plan.id) == Finding.plan_id)
        .where(STILL, with_person(Finding, viewer.same_as))
        .order_by(col(Finding.id))
    )
    return [
        Held(Waiting(f"{contract.title}, {commitment.ref}: {plan.title}", f"/puna/gjetjet/{finding.id}"),
             contract.municipality_id)
        for finding, commitment, contract, plan in rows
    ]  # fmt: skip


def _item_changes(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(ItemChange, Plan, PlanItem)
        .join(Plan, col(Plan.id) == ItemChange.plan_id)
        .join(PlanItem, col(PlanItem.id) == ItemChange.item_id)
        .where(with_person(ItemChange, viewer.same_as))
        .order_by(col(ItemChange.id))
    )
    return [
        Held(Waiting(f"{plan.title}, {item.number}", f"/puna/zerat/{change.id}"), plan.municipality_id)
        for change, plan, item in rows
    ]


def _withdrawals(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(PlanWithdrawal, Plan)
        .join(Plan, col(Plan.id) == PlanWithdrawal.plan_id)
        .where(with_person(PlanWithdrawal, viewer.same_as))
        .order_by(col(PlanWithdrawal.recorded_at))
    )
    return [
        Held(Waiting(plan.title, f"/puna/planet/{plan.slug}/terheqja/vendimi"), plan.municipality_id)
        for _, plan in rows
    ]


def _tables(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(PlanImport, Plan)
        .join(Plan, col(Plan.id) == PlanImport.plan_id)
        .where(col(PlanImport.person_id).in_(viewer.same_as))
        .order_by(col(PlanImport.id))
    )
    return [
        Held(Waiting(f"{plan.title}: {one.file_name}", f"/puna/planet/{plan.slug}"), plan.municipality_id)
        for one, plan in rows
    ]


declare(
    Kind(
        "findings",
        N_("Gjetje në plan"),
        RETURNED,
        _findings,
        lambda session, viewer, to: hand_on(session, Finding, viewer, to, STILL),
    ),
    Kind(
        "item_changes",
        N_("Ndryshime zërash"),
        RETURNED,
        _item_changes,
        lambda session, viewer, to: hand_on(session, ItemChange, viewer, to),
    ),
    Kind(
        "plan_withdrawals",
        N_("Tërheqje planesh"),
        N_("Vendoset për to edhe pa të, ose i heq një redaktor tjetër i bashkisë."),
        _withdrawals,
        lambda session, viewer, to: hand_on(session, PlanWithdrawal, viewer, to),
    ),
    Kind(
        "plan_tables",
        N_("Tabela planesh të dërguara dhe të pakonfirmuara"),
        N_("Nëse nuk ia kaloni askujt, nuk i sheh më askush: një redaktor tjetër e dërgon tabelën përsëri."),
        _tables,
        lambda session, viewer, to: hand_tables_on(session, PlanImport, viewer, to),
    ),
)
