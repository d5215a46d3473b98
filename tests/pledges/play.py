"""How the tests of this room act: they invite someone to sign, and say what an answer on paper says."""

import re
from datetime import timedelta
from typing import Any

from httpx import Response
from sqlmodel import Session, col, select

from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.contracts.models import contract_called
from pop_tracker.elections.models import Candidate
from pop_tracker.pledges.asking import Entered, enter_address, invite
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import today
from tests.accounts.play import queued
from tests.cast import COORDINATOR, EDITOR, OTHER_REVIEWER
from tests.conftest import Site, played_once
from tests.web.documents import pdf

INVITATIONS = "/puna/ftesat/shembull-2023"
PAPER = "/puna/nenshkrimet/shembull-2023"
ON_PAPER = {
    "who": "organisation",
    "name": "Ilire Sekretarja",
    "on_behalf_of": "Shoqata e Ushtrimit",
    "answer": "signed",
    "signed_on": "11.11.2023",
    "date_precision": "day",
    "place": "salla e këshillit",
    "source": "procesverbali i ushtrimit, faqja 2",
    "edition": "",
}
SCAN = {"scan": ("fleta.pdf", pdf("fleta e nenshkruar"), "application/pdf")}


def in_days(days: int) -> str:
    return f"{today() + timedelta(days=days):%d.%m.%Y}"


def candidate(site: Site, name: str = "Blerta Garuese") -> str:
    with site.database.reading() as session:
        return f"candidate-{session.exec(select(Candidate.id).where(Candidate.name == name)).one()}"


ADDRESS = "e.ftuar@lista.example"
PHONE = "+355 69 000 0000"


def entered(site: Site, addresses: dict[str, str], page: str = INVITATIONS, by: str = EDITOR, **more: str) -> Response:
    """Sends the page of addresses: private ones, from one source."""
    fields = {f"email_{choice}": address for choice, address in addresses.items()}
    fields |= {f"kind_{choice}": "private" for choice in addresses}
    return site.form(
        site.client(by), f"{page}/adresat", **{**fields, "source": "faqja e listës, e shpikur për ushtrim", **more}
    )


def claims(site: Site) -> list[AddressClaim]:
    with site.database.reading() as session:
        return list(session.exec(select(AddressClaim).order_by(col(AddressClaim.id))))


def confirmed(site: Site, page: str = INVITATIONS, by: str = OTHER_REVIEWER) -> Response:
    """Ticks all that wait for this reviewer."""
    waiting = [str(one.id) for one in claims(site) if one.confirmed_at is None and one.ended_at is None]
    client = site.client(by)
    return site.form(client, page, post_to=f"{page}/adresat/konfirmimi", addresses=waiting)


def sent(site: Site, *who: str, page: str = INVITATIONS, by: str = EDITOR, **more: Any) -> Response:
    fields: dict[str, Any] = {"who": list(who), "last_day": in_days(30), "phone": PHONE, **more}
    return site.form(site.client(by), f"{page}/dergimi", **fields)


def invite_within(
    session: Session, site: Site, choice: str, slug: str = "shembull-2023", address: str = ADDRESS, by: str = EDITOR
) -> Invitation:
    """The same without pages, in the caller's transaction."""
    contract = contract_called(session, slug)
    viewer = site.viewer(session, by)
    found = enter_address(session, viewer, contract, Entered(choice, address, AddressKind.PRIVATE, "e shpikur"))
    found.confirm(session, site.viewer(session, OTHER_REVIEWER))
    until = today() + timedelta(days=9)
    return invite(session, viewer, site.settings, contract, {choice: "sq"}, until, PHONE)[0]


@played_once
def invited(site: Site, who: str | None = None, address: str = ADDRESS) -> str:
    """Enters an address, has it confirmed, invites, and returns the secret of the link, as it is in the letter."""
    choice = who or candidate(site)
    for answer in (entered(site, {choice: address}), confirmed(site), sent(site, choice)):
        assert answer.status_code == 303, answer.text
    return secret_in(queued(site, address)[-1][1])


def invited_again(site: Site) -> str:
    """Another link to the same mailbox, after the first was answered: the page offers none, the verb allows it."""
    with site.database.writing() as session:
        viewer, of, until = site.viewer(session, EDITOR), contract_called(session, "shembull-2023"), today()
        invite(session, viewer, site.settings, of, {candidate(site): "sq"}, until + timedelta(days=9), PHONE)
    return secret_in(queued(site, ADDRESS)[-1][1])


def given(site: Site, who: str | None = None) -> None:
    """Somebody without mail is asked on paper."""
    fields = {"who": who or candidate(site), "asked_on": in_days(0), "last_day": in_days(9), "source": "fletë pranimi"}
    assert site.form(site.client(EDITOR), f"{INVITATIONS}/ne-leter", **fields).status_code == 303


def asked_erasure(site: Site, whose: str | None = None) -> Response:
    page = f"/puna/kontaktet/{whose or candidate(site)}"
    return site.form(site.client(COORDINATOR), page, post_to=f"{page}/fshirja", reason="Kërkesa e personit.")


def secret_in(text: str) -> str:
    found = re.search(r"/nenshkrim/([\w-]+)", text)
    assert found, text
    return found[1]


def rows(site: Site) -> list[Invitation]:
    with site.database.reading() as session:
        return list(session.exec(select(Invitation)))
