"""Work of every kind in hand in the training data, for tests that look at all of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from sqlmodel import Session, col, func, select

from pop_tracker import history
from pop_tracker.accounts import removal_asks, requests
from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.accounts.authenticator import new_recovery_codes
from pop_tracker.accounts.institutions import InstitutionDomain, InstitutionKind, record_domain
from pop_tracker.accounts.models import ANYONE, Role, person_by_email
from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.accounts.removal_asks import RemovalAsk
from pop_tracker.accounts.requests import AccountRequest
from pop_tracker.accounts.second_factor import Authenticator, Passkey
from pop_tracker.contracts import changes, first_year, handing_out, points, retraction
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.entered_tables import EnteredTable
from pop_tracker.contracts.handing_out import document_at_work
from pop_tracker.contracts.models import contract_by_slug, contract_called
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.contracts.texts import PriorityGroup
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.replies import disavowals, replies
from pop_tracker.monitoring.replies.disavowals import Disavowal
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.plans import withdrawals
from pop_tracker.plans.findings.findings import Finding
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.plans.table.entered import EnteredImport
from pop_tracker.plans.table.imports import PlanImport
from pop_tracker.pledges import contact_data
from pop_tracker.pledges.annulments import ask_annulment
from pop_tracker.pledges.asking import Entered, enter_address, invite
from pop_tracker.pledges.contact_data import ContactErasure
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.web import files
from pop_tracker.web.i18n import today
from pop_tracker.web.letters import Letter
from pop_tracker.web.seal import seal
from tests.accounts.play import ask_redaction
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.checking import play as checking
from tests.contracts.documents import kept_document
from tests.contracts.play import WORDING, open_draft
from tests.contracts.play import newest as newest_of
from tests.contracts.table import play as sheet
from tests.plans.consultations import MINUTES, PDF, PHOTO, SAID, picture
from tests.plans.play import MISSING, fields_of
from tests.plans.tables import HEADINGS, confirm, csv_text, send
from tests.pledges.play import ADDRESS, ON_PAPER, PAPER, PHONE, SCAN

OFFICE_TABLE = "Nr,Masat,Kosto në mijë lekë\n1,Çerdhe,5\n".encode()
"""Its headings are not ours."""
OFFICE_PLAN = "/puna/planet/shembull-pba-2025"
"""Whose office sends it."""
QUOTED = "/puna/planet/shembull-2024/zerat/9"
"""An item that a confirmed finding quotes."""
INVENTED = "e shpikur për ushtrim"
NEW_PRIORITY = sheet.row(level="prioritet", text="Një prioritet i ri")
ENTERED_PRIORITY = sheet.row(level="prioritet", text="Një prioritet nga një tabelë", scope="e gjithë bashkia")
MAYORS_ADDRESS = "kryetari@lista.example"


def begin_work(site: Site) -> dict[str, Any]:
    """What waits for a second person, and what its editor has not finished."""
    document_declared(site)
    with site.database.writing() as session:
        draft = open_draft(session, site)
        editor_at_work, of = site.viewer(session, EDITOR), draft.contract
        added = points.add_priority(
            session, editor_at_work, of, title="Kultura", group=PriorityGroup.OTHER, source="takimi", flat=False
        )
        ref = points.add_commitment(session, editor_at_work, of, str(added.number), WORDING)
        row = points.text_row(session, draft, ref)
        assert row is not None
        said = {"status": ReadStatus.NOT_ADDRESSED, "status_reason": "", "status_source": INVENTED}
        first_year.say(session, {row.commitment_id: said}, ())
        other, prove = site.viewer(session, OTHER_EDITOR), contract_by_slug(session, "prove-2023")
        assert prove is not None
        draft = drafts.open_draft(session, other, prove)
        points.add_commitment(session, other, prove, "1", WORDING)
        retraction.retract(session, other, prove, "1.1", "U bë.")
        drafts.submit(session, other, prove, reason="Banorët e kërkuan.", source="takimi", version=draft.version)
        ask(session, site)
    editor = site.client(EDITOR)
    sheet.bring(site, [*sheet.table(site, "shembull-2023"), ENTERED_PRIORITY], "shembull-2023")
    table = csv_text([HEADINGS, ("prioritet", "9", "", "Një prioritet i ri")]).encode()
    answers = [
        site.form(editor, PAPER, files=SCAN, **ON_PAPER),
        site.form(editor, "/puna/gjetjet/shembull-2023/shembull-2024/2.4", **MISSING),
        send(site, editor, "zyra.csv", OFFICE_TABLE, path=f"{OFFICE_PLAN}/importi"),
        send(site, editor, "masat.csv", table),
        checking.sent(site),
        send(site, editor, "kontrata.csv", sheet.file([NEW_PRIORITY]), path=sheet.page("shembull-2023")),
        site.form(editor, MINUTES, files={"file": ("Procesverbal.pdf", PDF, "")}),
        site.form(editor, QUOTED, **{**fields_of(site, QUOTED), "due": "2031"}),
        site.form(editor, PHOTO, files={"file": ("foto.jpg", picture(), "")}, **SAID),
    ]
    entered = send(site, editor, "zerat.csv", table, path="/puna/planet/shembull-plan-2016/importi")
    answers += [entered, confirm(site, editor, entered.headers["location"])]
    for answer in answers:
        assert answer.status_code == 303, answer.text
    ask_redaction(site)
    with site.database.writing() as session:
        other_editor = person_by_email(session, OTHER_EDITOR)
        assert other_editor is not None
        disowned(session, site)
        asked = removal_asks.Asked("/planet/shembull-2024", "Filan Fisteku", "Jam unë.", "lexues@posta.example")
        removal_asks.ask(session, site.settings, asked, "sq")
        requests.ask_role(session, site.settings, site.viewer(session, COORDINATOR), other_editor, Role.REVIEWER)
    ways_in(site)
    return {**newest(site), **as_read(site)}


def ask(session: Session, site: Site) -> None:
    """One is asked; the mayor's address is confirmed, so that he may be; a third waits for its second person. So do a
    domain, an erasure and an annulment."""
    editor, coordinator = site.viewer(session, EDITOR), site.viewer(session, COORDINATOR)
    of = contract_called(session, "shembull-2023")
    said = of.model_dump(include=set(changes.FIELDS)) | {"title": "Kontrata Sociale e Bashkisë Shembull"}
    changes.revise(session, editor, of, said, "Titulli u shkrua gabim.")
    mistaken = Plan(slug="shembull-plan-2016", municipality_id=of.municipality_id, plan_kind=PlanKind.OTHER,
                    title="Plan i shënuar gabim", source="e shpikur")  # fmt: skip
    mistaken.record(session, history.SEEDS)
    withdrawals.ask(session, editor, mistaken, "Nuk është plan.")
    asked, waits = (
        f"candidate-{session.exec(select(Candidate.id).where(Candidate.name == name)).one()}"
        for name in ("Blerta Garuese", "Agim Kandidati")
    )
    mayor = session.exec(select(Office.id).where(Office.name == "Agim Kandidati")).one()
    for choice, address in ((asked, ADDRESS), (f"office-{mayor}", MAYORS_ADDRESS)):
        claim = enter_address(session, editor, of, Entered(choice, address, AddressKind.PRIVATE, INVENTED))
        claim.confirm(session, site.viewer(session, OTHER_REVIEWER))
    invite(session, editor, site.settings, of, {asked: "sq"}, today() + timedelta(days=30), PHONE)
    enter_address(session, editor, of, Entered(waits, "agim@lista.example", AddressKind.PRIVATE, INVENTED))
    record_domain(
        session, coordinator, domain="bashkia-ushtrim.example", kind=InstitutionKind.MUNICIPALITY,
        name="Bashkia Ushtrim", municipality_id=3, source=INVENTED,
    )  # fmt: skip
    contact_data.ask_erasure(session, coordinator, asked, "Kërkesa e personit.")
    ask_annulment(session, editor, 1, "Tha se nuk e nënshkroi.")


def document_declared(site: Site) -> None:
    """The file behind a published edition, which readers had and may have again."""
    with site.database.writing() as session:
        editor, edition = site.viewer(session, EDITOR), newest_of(session)
        edition.document_id = kept_document(session, site.settings.files, is_free=True, contents=PDF).id
        session.add(edition)
        session.flush()
        at = document_at_work(session, editor, edition.contract.slug, edition.number)
        handing_out.withhold(session, editor, at, "Po lexohet përsëri.")
        handing_out.declare(session, editor, at)


def ways_in(site: Site) -> None:
    """A passkey and a phone of somebody."""
    now = datetime.now(UTC)
    with site.database.writing() as session:
        owner = site.viewer(session, SECOND_EDITOR).person_id or 0
        session.add(Authenticator(person_id=owner, sealed=seal(site.settings, "A" * 32), added_at=now))
        session.add(
            Passkey(
                person_id=owner, credential_id="YQ", public_key="YQ", sign_count=0, may_be_copied=True, is_copied=True,
                name="Telefoni im", added_at=now, used_at=now,
            )
        )  # fmt: skip
        new_recovery_codes(session, owner)


def disowned(session: Session, site: Site) -> None:
    """A late reply to the round of the training data, and the letter in which the municipality does not know it."""
    round_id = session.exec(select(Round.id).where(Round.state == RoundState.PUBLISHED)).first()
    link = ReplyLink(
        round_id=round_id or 0,
        office="Kabineti",
        email="kabineti@bashkia-shembull.example",
        token_hash="0" * 64,
        created_at=datetime.now(UTC),
    )
    session.add(link)
    session.flush()
    replies.give(session, ANYONE, link, None, "Faleminderit.", [])
    reply = session.exec(select(Reply)).one()
    letter = files.keep(site.settings.files, files.Upload("shkresa.pdf", "", PDF))
    disavowals.record(session, site.viewer(session, EDITOR), reply, "shkresa nr. 12", letter)


def newest(site: Site) -> dict[str, int]:
    things: dict[str, Any] = {
        "FINDING": Finding, "IMPORT": PlanImport, "INVITATION": Invitation, "REDACTION": RedactionRequest,
        "SIGNATURE": Signature, "CHANGE": ItemChange, "CLAIM": AddressClaim, "PASSKEY": Passkey,
        "ROLE": AccountRequest, "LETTER": Letter, "SHEET": ContractImport, "READING": ContractReading,
        "WRITTEN": EnteredTable,
        "DOMAIN": InstitutionDomain, "ERASURE": ContactErasure,
        "REPLY": Reply, "DISAVOWAL": Disavowal, "READERS": RemovalAsk,
    }  # fmt: skip
    with site.database.reading() as session:
        found = {word: session.exec(select(func.max(col(thing.id)))).one() or 0 for word, thing in things.items()}
        asking = session.exec(select(PlanImport.id).where(col(PlanImport.is_read).is_(False))).one()
        entered = session.exec(select(EnteredImport.entry)).one()
        return {**found, "ASKING": asking or 0, "ENTERED": entered}


def as_read(site: Site) -> dict[str, str]:
    """What a second person says they read: of the draft that waits, and of the answer on paper."""
    with site.database.reading() as session:
        submitted = session.exec(select(Edition).where(Edition.state == EditionState.SUBMITTED)).one()
        answer = session.exec(select(Signature).order_by(col(Signature.id).desc())).first()
        assert answer is not None
        return {"READ": submitted.as_read(session), "VERSION": quote(answer.version)}
