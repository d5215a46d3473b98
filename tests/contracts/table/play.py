"""What these tests do again and again: write a contract as a table, change its rows, send it, read the preview."""

import csv
import io
import re
from typing import Any

import httpx
from sqlmodel import Session

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import csv_rows
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.places.models import municipality_by_slug
from tests import cast
from tests.conftest import Site
from tests.contracts import play
from tests.plans.tables import confirm, csv_text, send

NEW = "shembull-2031"
"""Prepared by these tests, with an empty draft."""
KNOWN = play.CONTRACT
SOURCE = "takimi i 3 marsit 2031"
HEADINGS = [column.heading for column in COLUMNS]

Rows = list[dict[str, str]]


def page(slug: str = NEW) -> str:
    return f"/puna/kontratat/{slug}/drafti/tabela"


def prepare(site: Site) -> None:
    with site.database.writing() as session:
        viewer = site.viewer(session, cast.EDITOR)
        place = municipality_by_slug(session, "shembull")
        assert place is not None
        made = drafts.new_contract(session, viewer, place, title="Kontrata e provës", term=(2031, 2035), source=SOURCE)
        drafts.open_draft(session, viewer, made)


def open_known(site: Site) -> None:
    """A draft of the next edition of the contract that is published."""
    with site.database.writing() as session:
        play.open_draft(session, site)


def standing_rows(site: Site, slug: str = NEW) -> dict[str, dict[str, Any]]:
    with site.database.reading() as session:
        contract, draft = drafts.draft_at_work(session, site.viewer(session, cast.EDITOR), slug)
        return standing(session, draft, first_year(session, contract.id))


def table(site: Site, slug: str = NEW) -> Rows:
    """The draft's rows as its file has them."""
    rows = csv_rows(standing_rows(site, slug).values())
    return [dict(zip(HEADINGS, cells, strict=True)) for cells in rows]


def row(**said: str) -> dict[str, str]:
    """By the names of the columns; the rest is empty."""
    return dict.fromkeys(HEADINGS, "") | {COLUMNS.by_name[name].heading: cell for name, cell in said.items()}


def file(rows: Rows) -> bytes:
    return csv_text([HEADINGS, *([one[name] for name in HEADINGS] for one in rows)]).encode()


def read(contents: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(contents.decode("utf-8-sig"))))


def words(answer: httpx.Response) -> str:
    """What a page says in the middle, for a test that fails."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.split("<main")[-1].split("</main")[0]))


def bring(site: Site, rows: Rows, slug: str = NEW) -> str:
    """Sends the rows and says yes to all; returns the preview."""
    client = site.client(cast.EDITOR)
    sent = send(site, client, "kontrata.csv", file(rows), SOURCE, page(slug))
    assert sent.status_code == 303, words(sent)
    path = sent.headers["location"]
    preview: str = client.get(path).text
    answer = confirm(site, client, path)
    assert answer.status_code == 303, words(answer)
    return preview


POINT = {"level": "pikë", "scope": "e gjithë bashkia"}
START = [
    row(level="prioritet", text="Të rinjtë", group="prioritetet kryesore"),
    row(text="Një qendër rinore.", target_groups="të rinj;  gra", **POINT),
    row(level="pikë", text="Rrugë të reja:", scope="njësi", units="njesia lindore; Fushë Shembull"),
    row(level="nënpikë", text="te shkolla;", scope="vend me fjalë", place="te shkolla e vjetër"),
    row(level="nënpikë", text="te tregu.", scope="e gjithë bashkia", source="faqja 7"),
    row(level="prioritet", text="Ndriçimi i rrugëve.", scope="e gjithë bashkia"),
]


def holds_together(session: Session, draft: Edition, rows: list[dict[str, Any]]) -> None:
    """References without holes, and what has sub-points is not assessed itself."""
    texts = texts_of_edition(session, draft.id or 0)
    above = {text.parent_ref for text in texts}
    assert all(text.is_leaf is (text.ref not in above) for text in texts)
    refs = [one["ref"] for one in rows]
    assert len(set(refs)) == len(refs)
    for ref in refs:
        before, _, last = ref.rpartition(".")
        if last.isdigit() and int(last) > 1:
            assert f"{before}.{int(last) - 1}".lstrip(".") in refs
        elif not last.isdigit() and last != "a":
            assert f"{before}.{chr(ord(last) - 1)}" in refs
