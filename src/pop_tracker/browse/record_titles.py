"""What an entry of the record is about, in the reader's language.

An entry keeps its title as it was written, in Albanian. Where kind, verdict or date are part of it, readers get
them in their own words, whatever the entry's age.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import ELECTION_KIND_WORDS
from pop_tracker.elections.offices import CAPACITY_WORDS, OfficeCapacity
from pop_tracker.history import Entry
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS, ConsultationKind
from pop_tracker.plans.findings.findings import VERDICT_WORDS, FindingVerdict
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.levels import definite
from pop_tracker.plans.models import Plan
from pop_tracker.web.i18n import N_, Words

_THREAD = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) → ([^/]+)/(.+)", re.DOTALL)
"""14.02.2024 → durres-2025/2.3, or → korce-2023/1.5"""
_ROUND = N_("Raundi %(number)s i monitorimit: %(contract)s")
_MESSAGES = {
    "assessment": N_("Ndreqje e vlerësimit të zotimit %(ref)s, raundi %(number)s: %(contract)s"),
    "edition": N_("%(contract)s, botimi %(number)s"),
    "municipality": N_("Bashkia %(name)s"),
    "reply": _ROUND,
    "report": _ROUND,
    "round": _ROUND,
}
"""Titles in which only the words around a name are ours."""
_PATTERNS = {
    kind: re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(message)), re.DOTALL)
    for kind, message in _MESSAGES.items()
}


def entries(session: Session, said: Words, **asked: Any) -> list[Entry]:
    """`history.entries`, each called so in the reader's language. A query more for each kind that threads lead to."""
    found = history.entries(session, **asked)
    ends = _ends(session, found)
    return [
        replace(entry, content={**entry.content, "title": _title(entry, entry.content, said, ends)})
        if entry.content
        else entry
        for entry in found
    ]


def _title(entry: Entry, content: dict[str, Any], said: Words, ends: dict[tuple[str, str], str]) -> str:
    title, state = str(content["title"]), content["state"]
    if entry.row.kind == "consultation":
        kind = said.gettext(CONSULTATION_KIND_WORDS[ConsultationKind(state["consultation_kind"])])
        return f"{kind}, {said.date(date.fromisoformat(state['held_on']))}: {state['topic']}"
    if entry.row.kind == "finding":
        # An entry keeps the words of its day; readers get those of today before whatever follows them.
        return said.gettext(VERDICT_WORDS[FindingVerdict(state["verdict"])]) + title[title.index(":") :]
    if entry.row.kind == "thread" and (parts := _THREAD.fullmatch(title)):
        day, month, year, slug, number = parts.groups()
        where = (
            said.gettext(N_("zotimi %(ref)s"), ref=number)
            if state["commitment"]
            else ends.get((slug, number), said.gettext(N_("zëri %(number)s"), number=number))
        )
        whole = ends.get(("commitment" if state["commitment"] else "item", slug), slug)
        return f"{said.date(date(int(year), int(month), int(day)))} → {where}, {whole}"
    if entry.row.kind in ("election", "candidate"):
        for words in ELECTION_KIND_WORDS.values():
            title = said.gettext(words).join(title.rsplit(words, 1))
        return title
    if entry.row.kind == "office":
        words = CAPACITY_WORDS[OfficeCapacity(state["capacity"])]
        return f", {said.gettext(words).lower()}, ".join(title.rsplit(f", {words.lower()}, ", 1))
    if entry.row.kind == "link_check":
        checked = said.date(datetime.fromisoformat(state["entered_at"]))
        return said.gettext(N_("Lidhjet e provave, %(date)s"), date=checked)
    if entry.row.kind == "published_figure" and said.language == "en":
        value = state["value"] + ("%" if state["unit"] == "percent" else "")
        return f"{state['label_en']}: {value} ({state['scope_en'] or state['scope_sq']}, {state['period']})"
    if entry.row.kind in _PATTERNS and (parts := _PATTERNS[entry.row.kind].fullmatch(title)):
        return said.gettext(_MESSAGES[entry.row.kind], **parts.groupdict())
    return title


def _ends(session: Session, found: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """What the ends of the threads are called: items by (plan, number), and what holds the end by (its kind, slug),
    because a plan may have the slug of a contract."""
    titles = [str(entry.title) for entry in found if entry.row.kind == "thread" and entry.content]
    slugs = {parts[4] for title in titles if (parts := _THREAD.fullmatch(title))}
    if not slugs:
        return {}
    ends = {
        (slug, number): f"{definite(level)} {number}"
        for slug, number, level in session.exec(
            select(Plan.slug, PlanItem.number, PlanItem.level)
            .join(Plan, col(Plan.id) == PlanItem.plan_id)
            .where(col(Plan.slug).in_(slugs), col(PlanItem.number).in_({title.rpartition("/")[2] for title in titles}))
        )
    }
    for kind, titled in (
        ("item", select(Plan.slug, Plan.title).where(col(Plan.slug).in_(slugs))),
        ("commitment", select(Contract.slug, Contract.title).where(col(Contract.slug).in_(slugs))),
    ):
        ends |= {(kind, slug): title for slug, title in session.exec(titled)}
    return ends
