"""Which stored files some row still needs: what no row names is swept away, and no backup takes what was removed.

A copy of a link counts as named while evidence names the link; besides, every column whose name ends in sha256 names
files, in every table that the database has. Not so what a redaction removed: rows may keep its digest, as a report's
version does, but the content goes.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts import redactions
from pop_tracker.monitoring import copies
from pop_tracker.monitoring.copies import Copy
from pop_tracker.pieces import is_file_field
from pop_tracker.sealed import DIGEST_STAYS, RemovedFile

KEEP_DIGESTS = DIGEST_STAYS | {"report_file", "contract_document"}
"""Tables that keep the digest of a file that was removed."""
NAMES_NONE = {("capture", "warc_sha256"), ("removed_file", "sha256")}
"""Columns that name files in their own way."""


def named(session: Session, *, for_backup: bool = False) -> set[str]:
    """The digests of the files that some row still needs. A backup needs none that was removed, though that can still
    be called off."""
    let_go = _let_go(for_backup=for_backup)
    found = set(session.exec(select(Copy.warc_sha256).where(col(Copy.url).in_(copies.named()))))
    found.update(session.exec(select(RemovedFile.sha256).where(~let_go)))
    removed = select(RemovedFile.sha256).where(let_go)
    tables = sa.MetaData()
    tables.reflect(session.connection())
    for table in tables.sorted_tables:
        for column in table.columns:
            if is_file_field(column.name) and (table.name, column.name) not in NAMES_NONE:
                query = sa.select(column).distinct()
                query = query.where(column.not_in(removed)) if table.name in KEEP_DIGESTS else query
                found.update(session.scalars(query))
    return found


def to_be_backed_up(session: Session, names: Iterable[str]) -> list[str]:
    """Of these files, those that a backup takes."""
    gone = set(session.exec(select(RemovedFile.sha256).where(_let_go(for_backup=True))))
    gone -= named(session, for_backup=True) if gone else set()
    return [name for name in names if name not in gone]


def _let_go(*, for_backup: bool) -> sa.ColumnElement[bool]:
    destroyed = col(RemovedFile.destroyed_at).is_not(None)
    return destroyed | col(RemovedFile.request).in_(redactions.confirmed()) if for_backup else destroyed
