"""The doors by which a municipality says that nothing more comes: what closes is shown first."""

from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring.draft_reading import read_draft
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pages.opened_rounds import UNLISTED, frame, is_proven, may_write, opened, round_page
from pop_tracker.monitoring.replies import proof, receipts, replies
from pop_tracker.monitoring.replies.links import waits_until
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_, today

COMPLETE = "e-plote"


@get("/pergjigje/{token:str}/e-plote", opt=guards.BY_LINK)
def completion_page(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """Says what closes, and that the term still runs, and asks."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    held = desk.session.get_one(Round, link.round_id)
    draft = read_draft(desk.session, held, link)
    if held.state is RoundState.PUBLISHED or not may_write(desk, held, link) or not draft.replies:
        return desk.go(f"/pergjigje/{token}")
    if not is_proven(desk, link):
        return desk.go(f"/pergjigje/{token}/kodi?vendi={COMPLETE}")
    context = {
        **frame(token, held, link),
        "draft": draft,
        "is_running": (held.reply_until or today()) >= today(),
        "publishable_from": waits_until(held, {link.round_id: datetime.now(UTC)}) + timedelta(days=1),
    }
    return desk.page("monitoring/replies/completion.html", context, headers=UNLISTED)


@post("/pergjigje/{token:str}/e-plote", done=N_("Përgjigjja juaj u shënua si e plotë."), opt=guards.OPEN)
def complete_reply(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    link = opened(desk, token)
    if isinstance(link, Response):
        return link

    if not desk.viewer.is_signed_in and not is_proven(desk, link):
        proof.note_attempt(desk.session, link)
        return desk.elsewhere(f"/pergjigje/{token}/kodi?vendi={COMPLETE}")

    def complete() -> str:
        if replies.complete(desk.session, desk.viewer, link):
            receipts.send_completion(desk.session, desk.settings, link, desk.words.language)
        return f"/pergjigje/{token}"

    return desk.press(complete, lambda refusal: round_page(desk, token, link, desk.told(refusal), refusal.status))


HANDLERS: list[Any] = [completion_page, complete_reply]
