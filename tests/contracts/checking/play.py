"""What the tests of checking do again and again: send a document, look at its rows, do something with one of them."""

from typing import Any

from sqlmodel import select

from pop_tracker.contracts.checking.readings import ContractReading
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.pages import words

TEXT = """KONTRATA SOCIALE 2027–2031
BASHKIA SHEMBULL

Kontrata hartohet me banorët, nga rrjeti i organizatave.

PRIORITETET KRYESORE
Prioriteti 1. Shërbimet për të moshuarit
• Një qendër ditore në Njësinë Administrative Lindore.
• Ndihma në shtëpi:
   • për ata që jetojnë vetëm;
   • për ata që dalin nga spitali.

PRIORITETE TË TJERA
Prioriteti 2. Rruga
• Ndriçimi i rrugës në fshatin Kuq.

Organizatat e rrjetit:
• Organizata Shembullore
"""
FROM = "/puna/kontratat/nga-skedari"


def sent(site: Site, who: str = EDITOR, text: str = TEXT) -> Any:
    return site.form(site.client(who), FROM, files={"file": ("kontrata.txt", text.encode(), "text/plain")})


def begun(site: Site, who: str = EDITOR, text: str = TEXT) -> str:
    answer = sent(site, who, text)
    assert answer.status_code == 303, words(answer.text)[:600]
    return str(answer.headers["location"])


def rows(site: Site) -> list[Any]:
    with site.database.reading() as session:
        return list(session.exec(select(ContractReading)).one().rows.rows)


def row(site: Site, text: str) -> int:
    (found,) = (one for one in rows(site) if one.text.startswith(text))
    return int(found.id)


def do(site: Site, there: str, row_id: int, action: str, who: str = EDITOR, **fields: Any) -> Any:
    client = site.client(who)
    page = client.get(f"{there}?pjesa={row_id}")
    said = {"text": next(one.text for one in rows(site) if one.id == row_id), **fields}
    return client.post(
        f"{there}/pjesa/{row_id}",
        data={"_csrf_token": client.cookies["pop_csrf"], "version": hidden(page, "version"), "veprimi": action, **said},
    )


def pressed(site: Site, there: str, door: str, who: str = EDITOR, **fields: Any) -> Any:
    client = site.client(who)
    page = client.get(there)
    sent = {"_csrf_token": client.cookies["pop_csrf"], "version": hidden(page, "version"), **fields}
    return client.post(f"{there}/{door}", data=sent)


def settled(site: Site, there: str, who: str = EDITOR) -> None:
    """Everything that somebody should look at, looked at; and all places confirmed."""
    for one in rows(site):
        if one.is_unsure:
            place = {"scope": one.scope.value, "units": list(one.units), "place": one.place}
            assert do(site, there, one.id, "konfirmo", who, **place).status_code == 303
    assert pressed(site, there, "vendet", who).status_code == 303


def thrown_away(site: Site, there: str) -> Any:
    client, page = site.client(EDITOR), f"{there}/hedhja"
    return site.form(client, page, version=hidden(client.get(page), "version"))
