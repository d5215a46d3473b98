"""How the tests of this room act: they open forms as a browser does, record findings, and read what became of it."""

from typing import Any

import html5lib
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.plans.findings.findings import Finding, FindingState
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.standing import plan_by_slug
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site

LEAF = "/puna/gjetjet/shembull-2023/shembull-2024/2.4"
MISSING = {"verdict": "not_in_plan", "reason": "Kërkova te të gjitha masat.", "source": "plani, faqet 1-40"}


def plan(site: Site, slug: str = "shembull-2024") -> Plan:
    with site.database.reading() as session:
        found = plan_by_slug(session, slug)
        assert found is not None
        return found


def verified(site: Site) -> str:
    """The last verb, after the whole record verified."""
    with site.database.reading() as session:
        assert list(verification.verify(session)) == []
        return history.entries(session, limit=1)[0].row.verb


def fields_of(
    site: Site,
    path: str = "/puna/planet/shembull-2024/te-dhenat",
    person: str = EDITOR,
    action: str = "",
) -> dict[str, Any]:
    """The form's fields as a browser would send them back untouched; a list for several boxes ticked, and for rows that
    are filled in, as those of sources."""
    document = html5lib.parse(site.client(person).get(path).text, namespaceHTMLElements=False)
    form = next(f for f in document.iter("form") if f.get("action", "").endswith(action or path))
    found: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or name == "_csrf_token":
            continue
        if field.tag == "textarea":
            texts.setdefault(name, []).append((field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            found[name] = next((o.get("value", "") for o in field.iter("option") if "selected" in o.attrib), "")
        elif field.get("type") == "checkbox":
            found.setdefault(name, [])
            found[name] += [field.get("value")] if "checked" in field.attrib else []
        elif field.get("type") == "text":
            texts.setdefault(name, []).append(field.get("value", ""))
        elif field.get("type") != "radio" or "checked" in field.attrib:
            found[name] = field.get("value", "")
    for name, typed in texts.items():
        while len(typed) > 1 and not typed[-1]:
            typed.pop()
        found[name] = typed if len(typed) > 1 else typed[0]
    return found


def entries(site: Site) -> int:
    with site.database.reading() as session:
        return history.head(session).number


def removal(site: Site, path: str, person: str = OTHER_EDITOR) -> dict[str, str]:
    """What the form of the page that asks first carries."""
    sent = fields_of(site, f"{path}/heqja", person)
    return {name: sent[name] for name in ("version", "nonce")}


def unit_slugs(site: Site) -> list[str]:
    """Of Bashkia Provë, as its form offers them."""
    page = site.client(OTHER_EDITOR).get("/puna/planet/prove-2025/zerat/i-ri").text
    document = html5lib.parse(page, namespaceHTMLElements=False)
    return [str(box.get("value")) for box in document.iter("input") if box.get("name") == "units"]


def recorded(site: Site, path: str = LEAF, **fields: Any) -> Finding:
    answer = site.form(site.client(EDITOR), path, **{**MISSING, **fields})
    assert answer.status_code == 303, answer.text
    return still_open(site)


def still_open(site: Site) -> Finding:
    with site.database.reading() as session:
        return session.exec(select(Finding).where(Finding.state != FindingState.PUBLISHED)).one()


def post(site: Site, who: str, path: str, **fields: Any) -> Any:
    return site.form(site.client(who), "/puna", post_to=path, **fields)


def confirm(site: Site, who: str, finding: Finding) -> Any:
    """As from the page that shows it now."""
    with site.database.reading() as session:
        version = session.get_one(Finding, finding.id).version
    return post(site, who, f"/puna/gjetjet/{finding.id}/konfirmimi", version=version)


def item_id(site: Site, number: str, plan: str = "shembull-2024") -> str:
    with site.database.reading() as session:
        held = plan_by_slug(session, plan)
        assert held is not None
        return str(
            session.exec(select(PlanItem.id).where(PlanItem.plan_id == held.id, PlanItem.number == number)).one()
        )
