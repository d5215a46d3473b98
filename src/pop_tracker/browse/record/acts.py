"""What of the record is someone's act, what the site does by itself, and what was loaded with the first tables, by
nobody: one rule, for the list of changes and for every list of news.

An answer that was loaded is no act of the day on which it was loaded: it was given years before. Who answers
through a personal link is recorded with whoever sent the link.
"""

from collections.abc import Mapping
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col

from pop_tracker import history
from pop_tracker.history import HistoryEntry, is_through_a_link
from pop_tracker.web.i18n import N_, Words

MADE_BY_THE_SITE = ("report.freeze", "link_check.enter", "signature.tie")
"""Verbs that background work and the command on the server do, for nobody in particular."""
COORDINATOR = N_("koordinatori i rrjetit")
"""Whoever works here and for no organisation."""
ANOTHER_COORDINATOR = N_("një koordinator tjetër i rrjetit")


class Doer(StrEnum):
    """Whose act an entry is."""

    FIRST_TABLES = "first_tables"
    SITE = "site"
    BY_LINK = "by_link"
    """Of who said it through a personal link, which the author of the entry only sent."""
    COORDINATOR = "coordinator"
    ORGANISATION = "organisation"


def doer(row: HistoryEntry) -> Doer:
    if row.verb in MADE_BY_THE_SITE:
        return Doer.SITE
    if not is_act(row):
        return Doer.FIRST_TABLES
    if is_through_a_link(row):
        return Doer.BY_LINK
    return Doer.ORGANISATION if row.organisation else Doer.COORDINATOR


def done_by(row: HistoryEntry, names: Mapping[str, str], said: Words) -> str:
    """In words; `names`: of organisations, by slug."""
    name = _named(row.organisation, names, said)
    match doer(row):
        case Doer.FIRST_TABLES:
            return said.gettext("askush: erdhi me të dhënat fillestare")
        case Doer.SITE:
            return said.gettext("vetë pop-tracker, jo një person")
        case Doer.BY_LINK if row.kind == "signature":
            return said.gettext("vetë personi i ftuar, me lidhjen e tij personale (e ftoi: %(name)s)", name=name)
        case Doer.BY_LINK:
            return said.gettext("vetë bashkia, me lidhjen e saj personale (ia dërgoi: %(name)s)", name=name)
    return name


def approved_by(row: HistoryEntry, names: Mapping[str, str], said: Words) -> str:
    if has_second(row):
        if doer(row) is Doer.COORDINATOR and not row.approver_organisation:
            return said.gettext(ANOTHER_COORDINATOR)
        return _named(row.approver_organisation, names, said)
    match doer(row):
        case Doer.FIRST_TABLES | Doer.SITE:
            return said.gettext("askush")
        case Doer.BY_LINK:
            return said.gettext("nuk duhet: është fjala e vetë atij që e tha")
    return said.gettext("askush tjetër: u shënua nga një person")


def _named(slug: str | None, names: Mapping[str, str], said: Words) -> str:
    return said.said(names.get(slug, slug)) if slug else said.gettext(COORDINATOR)


def has_second(row: HistoryEntry) -> bool:
    """Whether a second person decided."""
    return row.approver is not None or bool(row.approver_organisation)


def is_act(row: HistoryEntry) -> bool:
    return row.author is not None or row.organisation is not None


def acts() -> sa.ColumnElement[bool]:
    """`is_act`, asked of the database."""
    return sa.or_(col(HistoryEntry.author).is_not(None), col(HistoryEntry.organisation).is_not(None))


def loaded() -> sa.ColumnElement[bool]:
    """Whether it came with the first tables, asked of the database."""
    return sa.not_(acts()) & col(HistoryEntry.verb).not_in(MADE_BY_THE_SITE)


def acts_of(person: int) -> sa.ColumnElement[bool]:
    """Which entries someone made, as author or as second person; not what others said through a personal link that
    they sent, where they stand as author alone."""
    own = (col(HistoryEntry.author) == person) & sa.not_(history.through_a_link())
    return sa.or_(own, col(HistoryEntry.approver) == person)
