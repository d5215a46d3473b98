"""sources are lists: of each its words, its address and the place in it

What is read of a text here is read of the older entries of the record, too (web/sources.py), so neither changes.
"""

import json
import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = (
    "address_claim", "administrative_unit", "assessment", "candidate", "commitment_text", "consultation",
    "consultation_photo", "consultation_point", "consultation_thread", "contract", "contract_change", "disavowal",
    "edition", "election", "evidence", "finding", "institution_domain", "link_check", "municipality",
    "needs_assessment", "needs_figure", "office", "organisation", "plan", "plan_import", "plan_item", "plan_stage",
    "priority_text", "progress", "published_figure", "round", "round_import", "signature",
)  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    for name in TABLES:
        keys = sa.inspect(connection).get_pk_constraint(name)["constrained_columns"]
        table = sa.table(name, sa.column("source"), *map(sa.column, keys))
        rows = connection.execute(sa.select(table)).mappings().all()
        if rows:
            connection.execute(
                sa.update(table)
                .where(*(table.c[key] == sa.bindparam(f"its_{key}") for key in keys))
                .values(source=sa.bindparam("listed")),
                [{"listed": as_list(row["source"]), **{f"its_{key}": row[key] for key in keys}} for row in rows],
            )
    # What a change was written beside was counted with its sources as a text; what stands is another by no more than
    # that, since it changes with a second person alone.
    for name in ("contract_change", "plan_item_change"):
        connection.execute(sa.update(sa.table(name, sa.column("of_version"))).values(of_version=""))


def as_list(text: str) -> str:
    return json.dumps(list(_read(text)), ensure_ascii=False, sort_keys=True)


ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”‘’'.,;:!?…)\]]", re.IGNORECASE)
"""Without the punctuation after it, and without a bracket that closes what was opened before it."""
_APART = re.compile(r"(;)(?=[\s;]|$|https?://)", re.IGNORECASE)
_PLACE = re.compile(
    r"(faqe|faqja|faqet|fq|f|kreu|kapitulli|seksioni|pjesa|neni|nenet|pika|pikat|paragrafi|tabela|tabelat|grafiku|figura"
    r"|shtojca|aneksi|rreshti|page|pages|p|pp|chapter|section|article|point|paragraph|table|figure|annex)\b\.?",
    re.IGNORECASE,
)
"""How a place in a document begins; other words in brackets say what the document is."""


def source(words: str, address: str, place: str) -> dict[str, str]:
    return {"words": words, "address": address, "place": place}


def has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _read(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        for part in _parts(line):
            yield from _sources_in(part)


def _parts(text: str) -> Iterator[str]:
    """What stands between semicolons, but for those within brackets."""
    part = ""
    for piece in _APART.split(text):
        if piece == ";" and part.count("(") <= part.count(")"):
            yield part
            part = ""
        else:
            part += piece
    yield part


def _sources_in(part: str) -> Iterator[dict[str, str]]:
    """One for each address in it, and one for words without any."""
    rest = part.strip()
    while rest:
        words, address, after = address_in(rest)
        if not address:
            yield _without_address(rest)
            return
        if words.count("(") > words.count(")") and after.count(")") > after.count("("):  # it stands in brackets
            opened, closed = words.rindex("("), after.index(")")
            words, after = words[:opened] + words[opened + 1 :], after[:closed] + after[closed + 1 :]
        place, rest = _place_after(after)
        yield source(words.rstrip(_BEFORE) if has_words(words) else "", address, place)


def address_in(text: str) -> tuple[str, str, str]:
    """What stands before the first address in it, the address, what stands behind; without one, all stands before."""
    found = ADDRESS.search(text)
    if found is None:
        return text, "", ""
    address, after = found[0], text[found.end() :]
    if after.startswith(")") and address.count("(") > address.count(")"):  # it closes what is open within
        address, after = f"{address})", after[1:]
    return text[: found.start()], address, after


_BEFORE, _AFTER = " ,;:<“„", " ,;:>”"
"""Between words and an address; they belong to neither."""


def _place_after(text: str) -> tuple[str, str]:
    """The place that is named behind an address, and what follows it."""
    text = text.lstrip(_AFTER)
    if text.startswith("("):
        depth = 0
        for at, sign in enumerate(text):
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return text[1:at].strip(), text[at + 1 :].lstrip(_AFTER + ".")
    if ADDRESS.search(text):
        return "", text
    return (text, "") if has_words(text) else ("", "")


def _without_address(text: str) -> dict[str, str]:
    """A place in brackets at its end is one where it begins as places do."""
    found = re.fullmatch(r"(.*\S)\s+\(([^()]+)\)", text)
    if found and _PLACE.match(found[2]):
        return source(found[1], "", found[2])
    return source(text, "", "")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
