"""How the municipality is heard: it is sent a draft round by letter, and replies by the link there."""

import re
from datetime import timedelta
from typing import Any

import html5lib
import httpx
from litestar.testing import TestClient

from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies import proof
from pop_tracker.monitoring.replies.links import link_by_secret
from tests.accounts.play import mails as letters
from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.addresses import vouched
from tests.monitoring.play import PDF

TO = {"office": "Kabineti i kryetarit", "days": "10", "phone": "+355 69 123 4567"}
SAID = "Punimet nuk kanë mbaruar ende.\n\nMbarojnë në pranverë."
PAPER = ("files", ("akti.pdf", PDF, "application/pdf"))


def at_the_municipality(site: Site, link: str) -> TestClient[Any]:
    """A browser there, in which the digits from the mailbox were typed."""
    client = site.client()
    with site.database.reading() as session:
        held = link_by_secret(session, link.rpartition("/")[2])
        assert held is not None
        client.cookies.set(proof.cookie_of(site.settings, held), proof.proof(site.settings, held))
    return client


def complete(site: Site, link: str) -> httpx.Response:
    return site.form(at_the_municipality(site, link), link, post_to=f"{link}/e-plote")


def send(site: Site, round_id: int, who: str = EDITOR, **fields: Any) -> httpx.Response:
    vouched(site, round_id, who)
    path = f"/puna/raundet/{round_id}/pergjigjja"
    return site.form(site.client(who), "/puna", post_to=path, **{**TO, **fields})


def link_in_letter(site: Site) -> str:
    found = re.search(r"(/pergjigje/[\w-]+)", letters(site)[-1].get_content())
    assert found
    return found[1]


def say(site: Site, link: str, text: str = SAID, place: str = "1.2", files: Any = None, **fields: Any
        ) -> httpx.Response:  # fmt: skip
    """As someone at the municipality does: opens the form, and sends it with what stood in it; of a published round
    also what the page that asks shows then."""
    client, path = at_the_municipality(site, link), f"{link}/zotimi/{place}"
    found = dict(re.findall(r'name="(version|nonce)" value="([^"]*)"', client.get(path).text))
    answer = site.form(client, path, files=files, **{**found, "text": text, **fields})
    return answer if answer.status_code != 200 else site.form(client, path, post_to=f"{path}/botim", **shown(answer))


def shown(answer: httpx.Response) -> dict[str, Any]:
    """What the page that asks carries on."""
    (main,) = html5lib.parse(answer.text, namespaceHTMLElements=False).iter("main")
    (form,) = main.iter("form")
    fields = [(one.get("name", ""), one.get("value", "")) for one in form.iter("input")]
    carried = [value for name, value in fields if name == "carried"]
    return {**dict(fields), "carried": carried}


def days_pass(site: Site, round_id: int, days: int = 40) -> None:
    """As if the letter had gone out so many days earlier."""
    earlier = timedelta(days=days)
    with site.database.writing() as session:
        found = session.get_one(Round, round_id)
        assert found.reply_from
        assert found.reply_until
        found.reply_from, found.reply_until = found.reply_from - earlier, found.reply_until - earlier
        session.add(found)
