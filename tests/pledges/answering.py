"""How the tests of this room answer: step by step, with the code that came."""

import html
import re
from typing import Any

import httpx
from litestar.testing import TestClient
from sqlmodel import col, select

from pop_tracker.accounts.receipts import Receipt
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from tests.accounts.play import code_in, queued
from tests.conftest import Site
from tests.pledges.play import ADDRESS


def step(client: TestClient[Any], path: str, **fields: Any) -> httpx.Response:
    """One step, with the token that the page gave."""
    if "pop_csrf" not in client.cookies:
        client.get(path.rpartition("/kodi")[0] or path)
    return client.post(path, data={"_csrf_token": client.cookies.get("pop_csrf", ""), **fields})


def carried(page: httpx.Response, action: str) -> dict[str, Any]:
    """What the form that goes there carries in hidden fields, but for the browser's token."""
    (form,) = re.findall(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        if name != "_csrf_token":
            found.setdefault(name, []).append(html.unescape(value))
    return found


def stated(site: Site, link: str, client: TestClient[Any] | None = None, **fields: Any) -> httpx.Response:
    """Says it and comes to the page that asks for the code; what a step refuses is what comes back."""
    client = client or site.client()
    form = client.get(f"{link}/pergjigjja")
    newest = re.search(r'name="newest" value="(\d+)"', form.text)
    said = {"newest": newest[1] if newest else "1", **fields}
    checked = step(client, f"{link}/pergjigjja", **said)
    if checked.status_code != 200 or f'action="{link}/kodi"' not in checked.text:
        return checked
    return step(client, f"{link}/kodi", **carried(checked, f"{link}/kodi"))


def codes(site: Site, to: str = ADDRESS) -> list[str]:
    """The letters with codes, the oldest first."""
    return [text for letter, text in queued(site, to) if letter.about == "Kod për një përgjigje"]


def code_sent(site: Site, to: str = ADDRESS) -> str:
    return code_in(codes(site, to)[-1])


def answered(site: Site, link: str, client: TestClient[Any] | None = None, **fields: Any) -> httpx.Response:
    """Answers with the code that came; what a step refuses is what comes back."""
    client = client or site.client()
    asked = stated(site, link, client, **fields)
    if asked.status_code != 200 or 'name="code"' not in asked.text:
        return asked
    return step(client, link, **carried(asked, link), code=code_sent(site))


def reservation(site: Site, **words: str) -> dict[str, Any]:
    """The fields of a reservation to commitments: r2_3="..." is to 2.3."""
    refs = {name[1:].replace("_", "."): said for name, said in words.items()}
    with site.database.reading() as session:
        of_contract = select(Commitment.ref, Commitment.id).join(Contract).where(Contract.slug == "shembull-2023")
        ids = {ref: str(id) for ref, id in session.exec(of_contract)}
    fields: dict[str, Any] = {f"words_{ids[ref]}": said for ref, said in refs.items()}
    return {"answer": "signed_with_reservation", "commitments": [ids[ref] for ref in refs], **fields}


def newest_receipt(site: Site) -> Receipt:
    with site.database.reading() as session:
        return session.exec(select(Receipt).order_by(col(Receipt.id).desc())).all()[0]
