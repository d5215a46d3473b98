"""Which accounts are one person's. Whoever has two must not be their own second person.

An account that ever had a mailbox is the same person as every other that ever had it, tags and a provider's dots apart;
so is a third one that shares another mailbox with either. Nobody is refused an account for it: they may need two, and a
mailbox may have been handed on. They only count as one wherever it takes two.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.web.mailboxes import mailbox_of


class Mailbox(SQLModel, table=True):
    """A mailbox that an account has or had, as `mailbox_of` spells it."""

    __tablename__ = "person_mailbox"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    mailbox: str = Field(max_length=254, primary_key=True, index=True)


_MARKS: list[sa.Select[int, str]] = []


def gives_away(rows: sa.Select[int, str]) -> None:
    """Declares by what one person is known besides: rows of account and mark; accounts with one mark are one person's.
    No mark is one of another kind by chance. (A passkey is none: it belongs to one account only.)"""
    _MARKS.append(rows)


gives_away(sa.select(col(Mailbox.person_id), col(Mailbox.mailbox)))


def remember_mailbox(session: Session, person_id: int, email: str) -> None:
    """Of every address that an account gets; what it had stays remembered."""
    mailbox = mailbox_of(email)
    if session.get(Mailbox, (person_id, mailbox)) is None:
        session.add(Mailbox(person_id=person_id, mailbox=mailbox))
        session.flush()


def accounts_of(session: Session, person_id: int) -> frozenset[int]:
    """All accounts of the person who has this one, with it; one query."""
    return accounts_of_each(session, (person_id,))[person_id]


def accounts_of_each(session: Session, people: Collection[int]) -> dict[int, frozenset[int]]:
    """The same of several; one query for all, none of nobody."""
    if not people:
        return {}
    marks = sa.union_all(*_MARKS).cte("marks")
    theirs, others = marks.alias(), marks.alias()
    person, mark = (column.name for column in marks.c)
    each = sa.union_all(*(sa.select(sa.literal(one).label("of"), sa.literal(one).label("id")) for one in people))
    first = each.subquery()
    found = sa.select(first.c.of, first.c.id).cte("same_person", recursive=True)
    found = found.union(
        sa.select(found.c.of, others.c[person])
        .join(theirs, theirs.c[mark] == others.c[mark])
        .join(found, found.c.id == theirs.c[person])
    )
    accounts: dict[int, set[int]] = {one: set() for one in people}
    for of, account in session.execute(sa.select(found.c.of, found.c.id)):
        accounts[of].add(account)
    return {of: frozenset(one) for of, one in accounts.items()}


def with_several(session: Session) -> list[frozenset[int]]:
    """The accounts of each person who has more than one; one query."""
    marks = sa.union_all(*_MARKS).cte("marks")
    one, other = marks.alias(), marks.alias()
    person, mark = (column.name for column in marks.c)
    pairs = sa.select(one.c[person], other.c[person]).where(
        one.c[mark] == other.c[mark], one.c[person] < other.c[person]
    )
    found: list[frozenset[int]] = []
    for first, second in session.execute(pairs.distinct()):
        near = [accounts for accounts in found if not accounts.isdisjoint((first, second))]
        found = [accounts for accounts in found if accounts not in near]
        found.append(frozenset((first, second)).union(*near))
    return found


def with_mailbox(session: Session, email: str) -> frozenset[int]:
    """The accounts that have or had the mailbox of this address."""
    return frozenset(session.exec(select(Mailbox.person_id).where(Mailbox.mailbox == mailbox_of(email))))
