"""Documents that come with a form, through every door that takes them."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient
from sqlmodel import select

from pop_tracker.monitoring.replies.replies import Reply
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.monitoring.hearing import at_the_municipality, days_pass, link_in_letter, send
from tests.monitoring.play import approved, open_round, publish, write
from tests.monitoring.tables import IMPORT, ROUND, TABLE
from tests.plans.consultations import MINUTES
from tests.plans.tables import csv_text
from tests.pledges.play import ON_PAPER, PAPER
from tests.web.documents import told_docx, told_pdf, told_xlsx

DOCX, PDF, XLSX = ("relacion.docx", told_docx(), ""), ("shkresa.pdf", told_pdf(), ""), ("lista.xlsx", told_xlsx(), "")
Sent = tuple[TestClient[Any], Any]
"""Who sent it, and what was answered."""


def evidence(site: Site, file: Any, **fields: str) -> Sent:
    client, path = site.client(EDITOR), f"/puna/raundet/{open_round(site)}/vleresimet/1.2"
    fields = {f"evidence-0-{name}": value for name, value in fields.items()}
    return client, write(site, client, path, "ruaj", {"evidence-0-files": file}, **fields)


def minutes(site: Site, file: Any, **fields: str) -> Sent:
    client = site.client(EDITOR)
    return client, site.form(client, MINUTES, files={"file": file}, **fields)


def paper(site: Site, file: Any, **fields: str) -> Sent:
    client = site.client(EDITOR)
    return client, site.form(client, PAPER, files={"scan": file}, **ON_PAPER, **fields)


def document(site: Site, file: Any, **fields: str) -> Sent:
    client, table = site.client(EDITOR), ("raundi.csv", csv_text(TABLE).encode(), "text/csv")
    sent = {"file": table, "elsewhere_file": file}
    return client, site.form(client, IMPORT, files=sent, **{**ROUND, "elsewhere_url": "", **fields})


def opened_link(site: Site) -> str:
    assert send(site, approved(site)).status_code == 303
    return link_in_letter(site)


def reply(site: Site, file: Any, **fields: str) -> Sent:
    link = opened_link(site)
    client, path = at_the_municipality(site, link), f"{link}/zotimi/1.2"
    page = client.get(path)
    carried = {name: hidden(page, name) for name in ("version", "nonce")}
    return client, site.form(client, path, files={"files": file}, **{**carried, "text": "Po.", **fields})


def letter(site: Site, file: Any, **fields: str) -> Sent:
    link, client = opened_link(site), site.client(EDITOR)
    at = at_the_municipality(site, link)
    page = at.get(f"{link}/zotimi/1.2")
    carried = {name: hidden(page, name) for name in ("version", "nonce")}
    assert site.form(at, f"{link}/zotimi/1.2", **carried, text="Po.").status_code == 303
    with site.database.reading() as session:
        said = session.exec(select(Reply)).one()
    days_pass(site, said.round_id)
    assert publish(site, said.round_id).status_code == 303
    path = f"/puna/pergjigjet/{said.id}/mohimi"
    return client, site.form(client, path, files={"file": file}, source="shkresë e shpikur për ushtrim", **fields)


DOORS: dict[Callable[..., Sent], str] = {
    evidence: "files_as_is",
    minutes: "file_as_is",
    paper: "scan_as_is",
    document: "elsewhere_file_as_is",
    reply: "files_as_is",
    letter: "file_as_is",
}
