"""What a municipality says of a published round: shown to it as everybody will read it, then public at once."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring.pages.opened_rounds import UNLISTED, Place, frame, place_called
from pop_tracker.monitoring.pages.reply_forms import ReplyForm
from pop_tracker.monitoring.pages.reply_writing import (
    carriers,
    count_words,
    form_page,
    seal_of,
    unproven,
    uploads_of,
)
from pop_tracker.monitoring.replies import replies
from pop_tracker.monitoring.replies.reading import GivenReply
from pop_tracker.monitoring.replies.replies import MOST_FILES, ReplyFile
from pop_tracker.web import files
from pop_tracker.web.doors import post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_


@post("/pergjigje/{token:str}/zotimi/{place:str}/botim", done=N_("Përgjigjja juaj u botua."), opt=guards.OPEN)
def publish_reply(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    """Makes public what `shown_first` showed, as it was shown."""
    on = place_called(desk, token, place)
    if isinstance(on, Response):
        return on
    if not on.is_published:
        return desk.elsewhere(f"/pergjigje/{token}/zotimi/{on.name}")
    form = _late_form(desk, on)
    if refused := unproven(desk, on, form):
        return refused

    def give() -> str:
        count_words(desk, on)
        _require_carried(desk, form)
        replies.give(desk.session, desk.viewer, on.link, on.commitment_id, form.text.data or "", form.carried)
        return f"/pergjigje/{token}#{on.anchor}"

    return desk.enter(form, lambda status: form_page(desk, on, form, status), give)


def shown_first(desk: Desk, on: Place) -> Answer:
    """What is said of a published round is public at once and stays: its sender reads it as everybody will, and is
    asked. Nothing of it is kept but the files, which the page that asks carries on; whoever says no gets the form back
    with all that was typed."""
    form = _late_form(desk, on)
    if desk.sent.get("kthehuni"):
        return desk.entered(form) or form_page(desk, on, form)
    if refused := unproven(desk, on, form):
        return refused
    open_ahead(desk.session, form)

    def rules() -> None:
        held = replies.open_to(desk.session, desk.viewer, on.link)
        _require_carried(desk, form)
        form.carry(uploads_of(desk, on, form))
        replies.require_late(desk.session, held, form.text.data or "", len(form.carried))

    def asks() -> Response[str]:
        context = {
            **frame(on.token, on.held, on.link),
            "place": on.name,
            "leaf": on.leaf,
            "form": form,
            "carried": carriers(desk, on, form),
            "reply": _as_read(on, form),
            "told": [line for one in desk.cleared for line in one.told(desk.words)],
        }
        return desk.page("monitoring/replies/publication.html", context, headers=UNLISTED)

    return desk.show(form, lambda status: form_page(desk, on, form, status), rules, asks)


def _late_form(desk: Desk, on: Place) -> ReplyForm:
    """With the files that an earlier page of this link carried here, and no others."""
    found = []
    for carrier in desk.sent.getlist("carried")[: 2 * MOST_FILES]:  # too many are told as such
        named, _, rest = carrier.partition(":")
        seal, _, name = rest.partition(":")
        if seal == seal_of(desk, on, named) and (file := files.kept(desk.settings.files, named, name)):
            found.append(file)
    return ReplyForm(desk.words, [], desk.sent, carried=found)


def _require_carried(desk: Desk, form: ReplyForm) -> None:
    if len(form.carried) < len(desk.sent.getlist("carried")):
        raise Refusal(N_("Skedari që ngarkuat më parë nuk ruhet më. Zgjidheni përsëri."), field="file")


def _as_read(on: Place, form: ReplyForm) -> GivenReply:
    """As it will stand beside the assessment."""
    papers = [ReplyFile.of(file) for file in form.carried]
    ref = on.leaf.text.ref if on.leaf else None
    return GivenReply(0, on.held.id or 0, on.commitment_id, ref, on.link.office, form.text.data or "",
                      datetime.now(UTC), True, papers)  # fmt: skip


HANDLERS: list[Any] = [publish_reply]
