"""What a municipality's personal link opens: the round, a place in it to write on, and the page of both."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from sqlmodel import Session

from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.accounts.pages.missed_links import missed
from pop_tracker.monitoring.draft_reading import ReadLeaf, read_draft
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.replies import proof, replies
from pop_tracker.monitoring.replies.link_letters import whom_to_tell
from pop_tracker.monitoring.replies.links import Over, ReplyLink, link_by_secret, why_over
from pop_tracker.monitoring.replies.replies import Reply, ReplyFile
from pop_tracker.web.errors import Missing

GENERAL = "ne-pergjithesi"
UNLISTED = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""The secret stands in the address: no search engine keeps it, and no page that a link leads to learns it."""


@dataclass(frozen=True)
class Place:
    """What the municipality writes on: a commitment of the round that its link opens; leaf None: the whole round."""

    token: str
    link: ReplyLink
    held: Round
    leaf: ReadLeaf | None

    @property
    def name(self) -> str:
        """In the address."""
        return self.leaf.text.ref if self.leaf else GENERAL

    @property
    def anchor(self) -> str:
        """On the round's page."""
        return f"zotimi-{self.name}" if self.leaf else GENERAL

    @property
    def commitment_id(self) -> int | None:
        return self.leaf.text.commitment_id if self.leaf else None

    @property
    def is_published(self) -> bool:
        return self.held.state is RoundState.PUBLISHED

    def so_far(self, session: Session) -> tuple[Reply | None, list[ReplyFile]]:
        """What stands there and may still be changed; nothing once the round is published."""
        if self.is_published:
            return None, []
        row = replies.reply_at(session, self.link, self.commitment_id)
        return row, replies.files_of(session, row)


def opened(desk: Desk, token: str) -> ReplyLink | Response[str]:
    """The link that opens the round; else the answer to whoever holds one that does not."""
    link = link_by_secret(desk.session, token)
    if link is None:
        return missed(desk, "reply links", "monitoring/replies/unknown.html", UNLISTED)
    held = desk.session.get_one(Round, link.round_id)
    over = why_over(desk.session, link)
    if over or held.state not in (RoundState.REPLY, RoundState.PUBLISHED):
        if over is Over.STAFFS and desk.request.method == "POST":
            proof.note_attempt(desk.session, link, "reply_of_staff")
        whom, _ = whom_to_tell(desk.session, link)
        context = {"over": over, "whom": whom}
        return desk.page("monitoring/replies/closed.html", context, 410, UNLISTED)
    return link


def place_called(desk: Desk, token: str, name: str) -> Place | Response[str]:
    """The place of that name, its round locked for who writes; or the answer of `opened`. Raises Missing."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    writes = desk.request.method == "POST"
    held = locked(desk.session, link.round_id) if writes else desk.session.get_one(Round, link.round_id)
    if name == GENERAL:
        return Place(token, link, held, None)
    leaf = read_draft(desk.session, held, link).leaf(name)
    if leaf is None:
        raise Missing
    return Place(token, link, held, leaf)


def is_proven(desk: Desk, link: ReplyLink) -> bool:
    return proof.is_proven(desk.settings, link, desk.request.cookies.get(proof.cookie_of(desk.settings, link), ""))


def may_write(desk: Desk, held: Round, link: ReplyLink) -> bool:
    takes_words = held.state is RoundState.PUBLISHED or link.completed_at is None
    return takes_words and not desk.viewer.is_signed_in


def frame(token: str, held: Round, link: ReplyLink) -> dict[str, Any]:
    return {
        "token": token,
        "round": held,
        "contract": held.contract,
        "link": link,
        "is_published": held.state is RoundState.PUBLISHED,
        "general_place": GENERAL,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
    }


def round_page(desk: Desk, token: str, link: ReplyLink, refusal: str = "", status: int = 200) -> Response[str]:
    held = desk.session.get_one(Round, link.round_id)
    draft = read_draft(desk.session, held, link)
    context = {
        **frame(token, held, link),
        "draft": draft,
        "may_write": may_write(desk, held, link),
        "is_signed_in": desk.viewer.is_signed_in,
        "said_something": bool(draft.replies),
        "refusal": refusal,
    }
    return desk.page("monitoring/replies/round.html", context, status, UNLISTED)
