"""What cannot be undone asks first, on a page of its own: it says what will happen, a red button does it, a link leads
back. Nothing does it on the way there, and nothing does it without that page.

A new door whose address ends like one of `ENDINGS` is held here until it has a line in one of the tables.
"""

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import html5lib
import pytest
from litestar.testing import TestClient

from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.site.doors import listed
from tests.site.staff import EXAMPLES, put_in, work_in_hand


class Asked(NamedTuple):
    who: str
    leads: str
    """The page that leads there, with words in capitals as in `staff.EXAMPLES`."""


DRAFT = "/puna/kontratat/{slug}/drafti"
OURS = "/puna/kontratat/shembull-2023/drafti"
HEARING, PLAN = "/puna/konsultimet/{slug}", "/puna/planet/{slug}"
ASKS: dict[str, Asked] = {
    "/puna/domenet/{domain_id}/heqja": Asked(COORDINATOR, "/puna/domenet"),
    "/puna/ftesat/{slug}/{invitation_id}/terheqja": Asked(EDITOR, "/puna/ftesat/shembull-2023"),
    "/puna/ftesat/{slug}/adresat/{claim_id}/terheqja": Asked(EDITOR, "/puna/ftesat/shembull-2023"),
    "/puna/heqjet/{request_id}/konfirmim": Asked(OTHER_REVIEWER, "/puna/heqjet/REDACTION"),
    "/puna/kerkesat/{request_id}/konfirmim": Asked(REVIEWER, "/puna/kerkesat/ROLE"),
    "/puna/gjetjet/{finding_id}/heqja": Asked(EDITOR, "/puna/gjetjet/FINDING"),
    "/puna/kontaktet/fshirjet/{erasure_id}/konfirmimi": Asked(REVIEWER, "/puna/kontaktet/fshirjet/ERASURE"),
    f"{HEARING}/anulimi": Asked(EDITOR, "/puna/konsultimet/shembull-2027-11-10"),
    f"{HEARING}/fijet/{{thread_id}}/heqje": Asked(EDITOR, "/puna/konsultimet/shembull-2023-03-15"),
    f"{HEARING}/fotografite/{{sha256}}/heqje": Asked(EDITOR, "/puna/konsultimet/shembull-2024-02-14"),
    f"{HEARING}/procesverbali/heqje": Asked(EDITOR, "/puna/konsultimet/shembull-2024-02-14/procesverbali"),
    f"{PLAN}/fazat/{{stage_id}}/heqja": Asked(EDITOR, "/puna/planet/shembull-2020/fazat/1"),
    f"{PLAN}/nevojat/shifrat/{{figure_id}}/heqja": Asked(EDITOR, "/puna/planet/shembull-2024/nevojat/shifrat/1"),
    f"{PLAN}/zerat/{{item_id}}/heqja": Asked(EDITOR, "/puna/planet/shembull-2020/zerat/2"),
    f"{PLAN}/importet/{{entry}}/marrja": Asked(EDITOR, "/puna/planet/shembull-plan-2016"),
    f"{PLAN}/terheqja": Asked(OTHER_EDITOR, "/puna/planet/prove-2025"),  # nothing rests on it
    "/puna/kontratat/{slug}/botim": Asked(REVIEWER, "/puna/kontratat/prove-2023/rishikimi"),
    "/puna/kontratat/{slug}/ndryshimi/heqja": Asked(EDITOR, "/puna/kontratat/shembull-2023/ndryshimi"),
    "/puna/kontratat/{slug}/terheqja": Asked(EDITOR, "/puna/kontratat/ushtrim-2027/te-dhenat"),
    "/puna/kontratat/{slug}/vazhdimet/{continuation_id}/heqje": Asked(
        OTHER_EDITOR, "/puna/kontratat/prove-2023/vazhdimet"
    ),
    "/puna/kontratat/leximet/{reading_id}/hedhja": Asked(EDITOR, "/puna/kontratat/leximet/READING"),
    f"{DRAFT}/hedhja": Asked(EDITOR, OURS),
    f"{DRAFT}/tabelat/{{entered_id}}/marrja": Asked(EDITOR, OURS),
    f"{DRAFT}/prioritete/{{number}}/heqja": Asked(EDITOR, f"{OURS}/prioritete/4"),
    f"{DRAFT}/zotime/{{ref}}/heqja": Asked(EDITOR, f"{OURS}/zotime/4.1"),
    f"{DRAFT}/zotime/{{ref}}/terheqja": Asked(EDITOR, f"{OURS}/zotime/2.2"),
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi/vendimi": Asked(
        OTHER_REVIEWER, "/puna/nenshkrimet/shembull-2023/1"
    ),
    "/puna/nenshkrimet/{slug}/{signature_id}/heqja": Asked(EDITOR, "/puna/nenshkrimet/shembull-2023/SIGNATURE"),
    "/puna/nenshkrimet/{slug}/{signature_id}/konfirmimi": Asked(REVIEWER, "/puna/nenshkrimet/shembull-2023/SIGNATURE"),
    "/puna/llogaria/hyrja/celes/{passkey_id}/heqja": Asked(SECOND_EDITOR, "/puna/llogaria/hyrja"),
    "/puna/llogaria/hyrja/telefoni/heqja": Asked(SECOND_EDITOR, "/puna/llogaria/hyrja"),
    "/puna/njerezit/{person_id}/largim": Asked(COORDINATOR, "/puna/njerezit/1"),
    "/puna/ndreqjet/{assessment_id}/terheqje": Asked(EDITOR, "/puna/raundet/1"),
    "/puna/mohimet/{disavowal_id}/konfirmimi": Asked(OTHER_REVIEWER, "/puna/mohimet/DISAVOWAL"),
    "/puna/mohimet/{disavowal_id}/heqja": Asked(EDITOR, "/puna/mohimet/DISAVOWAL"),
    "/puna/zerat/{change_id}/heqja": Asked(EDITOR, "/puna/zerat/CHANGE"),
    "/puna/raundet/{round_id}/heqje": Asked(EDITOR, "/puna/raundet/BROUGHT"),
    "/puna/vleresimet/{assessment_id}/heqje": Asked(EDITOR, "/puna/raundet/BROUGHT/vleresimet/1.4"),
}
ASKS_WHEN_READY = {
    "/puna/ftesat/{slug}/{invitation_id}/kthimi",
    "/puna/raundet/{round_id}/botim",
    "/puna/rishikimi/{assessment_id}/terheqje",
}
"""Asked only when all before it is done: tests/monitoring/test_asked_first.py and tests/pledges/test_invite.py lead
there."""
ASKS_WITH_WORDS = {"/pergjigje/{token}/zotimi/{place}/botim"}
"""What is typed is shown by its form's own door, and sent on from there: tests/monitoring/test_reply.py leads there."""
CAN_BE_UNDONE = {
    f"{DRAFT}/marrja": "the draft is sent again",
    f"{DRAFT}/tabela/{{import_id}}/konfirmimi": "its preview asks, and the draft is changed again, or thrown away",
    f"{DRAFT}/zotime/{{ref}}/kthimi": "the commitment is withdrawn again, with its reason",
    "/puna/detyrat/{slug}/{office_id}/largim": "the day is changed, or left empty, in the office's own form",
    "/puna/domenet/{domain_id}/konfirmimi": "a coordinator removes the domain",
    "/puna/kontaktet/fshirjet/{erasure_id}/refuzimi": "it is asked for again",
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi/refuzimi": "it is asked for again",
    "/puna/ftesat/{slug}/adresat/konfirmimi": "the address is withdrawn",
    "/puna/ftesat/{slug}/adresat/{claim_id}/kthimi": "with a note, to whoever entered it, who enters another",
    "/puna/gjetjet/{finding_id}/konfirmimi": "a newer finding takes its place",
    "/puna/gjetjet/{finding_id}/kthimi": "with a note, to whoever recorded it, who sends it again",
    f"{HEARING}/anulimi/heqje": "the consultation is cancelled again",
    f"{PLAN}/nevojat/tabela/konfirmimi": "its preview asks, and each figure is changed or removed by itself",
    f"{PLAN}/importi/{{import_id}}/konfirmimi": "its preview asks, and it is taken back, or each item changed again",
    "/puna/heqjet/{request_id}/refuzim": "it is asked for again",
    "/puna/heqjet/nga-lexuesit/{ask_id}/refuzim": "it is asked for again",
    "/puna/kerkesat/{request_id}/refuzim": "it is asked for again",
    "/puna/kerkesat/{request_id}/terheqje": "it is asked for again",
    f"{PLAN}/terheqja/refuzimi": "it is asked for again",
    f"{PLAN}/terheqja/vendimi": "its page asks; the plan is entered anew",
    "/puna/kontratat/{slug}/botimi/{number}/dokumenti/deklarimi/heqja": "it is declared again",
    "/puna/kontratat/{slug}/botimi/{number}/dokumenti/deklarimi/konfirmimi": "an editor takes it back",
    "/puna/kontratat/{slug}/ndryshimi/konfirmimi": "details are changed again; a withdrawn contract is entered anew",
    "/puna/kontratat/{slug}/ndryshimi/kthimi": "with a note, to whoever wrote it, who sends it again",
    "/puna/kontratat/{slug}/kthim": "with a note, to those who wrote it: they send it again",
    "/puna/nenshkrimet/{slug}/{signature_id}/anulimi": "asks alone: somebody of another organisation decides",
    "/puna/nenshkrimet/{slug}/{signature_id}/kthimi": "with a note, to whoever recorded it, who sends it again",
    "/puna/njerezit/{person_id}/kthim": "the account is closed again",
    "/puna/posta/{letter_id}/kthimi": "whoever marked the wrong email says that it did not come back",
    "/puna/raundet/importi/{import_id}/konfirmimi": "the round is taken back until it is published",
    "/puna/zerat/{change_id}/konfirmimi": "the item is changed again, with a second person",
    "/puna/zerat/{change_id}/kthimi": "with a note, to whoever entered it, who sends it again",
    "/puna/rishikimi/{assessment_id}/kthim": "with a note, to those who wrote it: they send it again",
}
ENDINGS = re.compile(
    r"/(heqj[ae]|hedhja|terheqj[ae]|largim|marrja|kthim|kthimi|botim|konfirmimi?|refuzimi?|anulimi|vendimi)$"
)


def test_every_door_that_ends_something_is_in_a_table() -> None:
    doors = [line.removeprefix("POST ") for line in listed("routes.txt") if line.startswith("POST ")]
    ends = {door for door in doors if ENDINGS.search(door)}
    assert ends == ASKS.keys() | ASKS_WHEN_READY | ASKS_WITH_WORDS | CAN_BE_UNDONE.keys()
    assert {f"GET {door}" for door in ASKS.keys() | ASKS_WHEN_READY} <= set(listed("routes.txt"))


@pytest.fixture
def in_hand(training: Site) -> dict[str, Any]:
    """And a contract on which nothing rests, entered by mistake."""
    found = training.after(work_in_hand)
    fields = {"municipality": "ushtrim", "title": "Kontrata e gabuar", "term_from": "2027", "term_until": "2031",
              "source": "e shpikur për ushtrim"}  # fmt: skip
    editor = training.client(EDITOR)
    assert training.form(editor, "/puna/kontratat/e-re", **fields).status_code == 303
    away = "/puna/kontratat/ushtrim-2027/drafti/hedhja"
    assert training.form(editor, away, version=hidden(editor.get(away), "version")).status_code == 303
    return found


def test_each_asks_first(training: Site, in_hand: dict[str, Any]) -> None:
    faults = []
    for door, (who, leads) in ASKS.items():
        with training.client(who) as client:
            for language in ("", "/en"):
                faults += [
                    f"{language}{door}: {what}" for what in wrong(client, door, language + put_in(leads, in_hand))
                ]
    assert not faults, "\n".join(faults)


def test_an_editor_of_another_organisation_is_not_asked(training: Site, in_hand: dict[str, Any]) -> None:
    """The page that asks shows what the door behind it is about: it is closed to whom that door is closed to."""
    of_editors = {door for door, asked in ASKS.items() if asked.who == EDITOR}
    with training.client(OTHER_EDITOR) as client:
        for door in sorted(of_editors & EXAMPLES.keys()):
            (address,) = EXAMPLES[door][1]
            assert client.get(put_in(address, in_hand)).status_code in (403, 404), address


def wrong(client: TestClient[Any], door: str, leads: str) -> list[str]:
    """What is wrong with the way there, and with the page that asks."""
    pattern = re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(door)))

    def ways(page: Any, tag: str, attribute: str) -> list[Any]:
        found = [(one, urlsplit(one.get(attribute, "")).path.removeprefix("/en")) for one in page.iter(tag)]
        return [one for one, path in found if pattern.fullmatch(path)]

    page = main_of(client, leads)
    if ways(page, "form", "action"):
        return [f"{leads} does it at once"]
    links = ways(page, "a", "href")
    if len({one.get("href") for one in links}) != len(links) or not links:
        return [f"{leads} has {len(links)} links to it"]
    asks = main_of(client, links[0].get("href"))
    (form,) = ways(asks, "form", "action")
    (button,) = [one for one in form.iter("button") if one.get("type") != "button"]  # which sends nothing
    (back,) = [link for one in form.iter("div") if one.get("class") == "actions" for link in one.iter("a")]
    said = " ".join(" ".join(one.itertext()) for one in asks.iter("p"))
    found = []
    if "govuk-button--warning" not in button.get("class", ""):
        found.append("its button is not red")
    if "".join(back.itertext()).strip() not in ("Jo, kthehuni", "No, go back"):
        found.append("no way back")
    if client.get(back.get("href", "")).status_code != 200:
        found.append("its way back leads nowhere")
    if len(said.split()) < 8:
        found.append(f"it does not say what happens: {said}")
    return found


def main_of(client: TestClient[Any], path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    (main,) = html5lib.parse(answer.text, namespaceHTMLElements=False).iter("main")
    return main
