"""The doors of a round at work: its work list, its publication, and what may be corrected after."""

from collections.abc import Iterable, Iterator
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.corrections import standing_verdicts
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, evidence_of
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.parts import Item, Part, undone
from pop_tracker.monitoring.raters import changes_of, set_aside
from pop_tracker.monitoring.ratings import agreement, raters
from pop_tracker.monitoring.replies.reading import GivenReply, panel
from pop_tracker.monitoring.report.versions import reports_of
from pop_tracker.monitoring.statuses import Counts, round_statuses
from pop_tracker.monitoring.verdicts import past_verdicts
from pop_tracker.monitoring.work_list import SHOW_WORDS, TURN_WORDS, Show, WorkList, work_list
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_
from pop_tracker.web.inside import Held
from pop_tracker.web.render import url_for


@get("/puna/raundet/{round_id:int}")
def round_at_work(desk: NamedDependency[Desk], round_id: FromPath[int], shfaq: FromQuery[str] = "") -> Response[str]:
    held = rounds.round_for(desk.session, desk.viewer, round_id)
    return _page(desk, held, show=Show(shfaq) if shfaq in list(Show) else Show.ALL)


@get("/puna/raundet/{round_id:int}/botim", guards=[guards.lately_proven])
def publication_page(desk: NamedDependency[Desk], round_id: FromPath[int], version: FromQuery[str] = "") -> Answer:
    """Says what becomes public, and asks. Of a round that this person does not publish now nothing is asked: its own
    page says what is still to be done. `version` is of the round that was read: another one is shown first."""
    held = rounds.round_for(desk.session, desk.viewer, round_id)
    work = work_list(desk.session, desk.viewer, held, with_plans=False)
    if held.state is RoundState.PUBLISHED or not _what_may_be_done(desk, work, undone(work.items))["may_publish"]:
        return desk.go(f"/puna/raundet/{round_id}")
    if version != rounds.version_of(desk.session, held):
        return _page(desk, held, refusal=desk.words.gettext(rounds.CHANGED_MEANWHILE), status=409)
    replies = panel(desk.session, desk.viewer, held).replies
    context = {
        "round": held,
        "contract": held.contract,
        "version": version,
        "counts": Counts.of(item.status for item in work.items),
        "replies": len(replies),
        "inside": desk.inside(_files(desk, held, work.items, replies)),
    }
    return desk.page("monitoring/publication.html", context)


def _files(desk: Desk, held: Round, items: Iterable[Item], replies: Iterable[GivenReply]) -> Iterator[Held]:
    """All that becomes public with the round."""
    named = files.named(held.elsewhere_file_sha256, held.elsewhere_file_original_sha256)
    if elsewhere := files.kept(desk.settings.files, named, held.elsewhere_file_name):
        yield elsewhere
    pieces = evidence_of(desk.session, [part.assessment_id for item in items for part in item.parts])
    yield from (file for found in pieces.values() for piece in found for file in piece.files)
    yield from (file for reply in replies for file in reply.files)


@post("/puna/raundet/{round_id:int}/botim", done=N_("Raundi u botua."), guards=[guards.lately_proven])
def publish_round(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    def publish() -> str:
        rounds.publish(desk.session, desk.viewer, round_id, desk.sent.get("version"))
        return f"/puna/raundet/{round_id}"

    return desk.press(
        publish,
        lambda refusal: _page(
            desk,
            rounds.round_for(desk.session, desk.viewer, round_id),
            refusal=desk.told(refusal),
            status=refusal.status,
        ),
    )


def _page(desk: Desk, held: Round, show: Show = Show.ALL, refusal: str = "", status: int = 200) -> Response[str]:
    if held.state is RoundState.PUBLISHED:
        return _published_page(desk, held, refusal, status)
    return _work_list_page(desk, held, show, refusal, status)


def _published_page(desk: Desk, held: Round, refusal: str, status: int) -> Response[str]:
    verdicts = standing_verdicts(desk.session, held)
    leaves = round_statuses(desk.session, held.id or 0)
    refs = {one.text.commitment_id: one.text.ref for one in verdicts}
    order = list(refs)
    past = past_verdicts(desk.session, Assessment.round_id == held.id)
    context = {
        **_of_any_state(desk, held, refusal),
        "undone": [],
        "verdicts": verdicts,
        "past": sorted(past, key=lambda one: order.index(one.commitment_id)),
        "refs": refs,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "counts": Counts.of(leaf.status for leaf in leaves.values()),
        "may_correct": desk.viewer.may_edit(held.contract.municipality_id),
        "is_frozen": bool(reports_of(desk.session, held.id or 0)),
    }
    return desk.page("monitoring/published_round.html", context, status)


def _work_list_page(desk: Desk, held: Round, show: Show, refusal: str, status: int) -> Response[str]:
    work = work_list(desk.session, desk.viewer, held)
    missing = undone(work.items)
    may = _what_may_be_done(desk, work, missing)
    priorities: dict[tuple[int, str], list[tuple[Item, list[Part]]]] = {}
    for item, parts in work.shown(show):
        priorities.setdefault((item.text.priority_number, item.text.priority_title), []).append((item, parts))
    context = {
        **_of_any_state(desk, held, refusal),
        **may,
        "version": rounds.version_of(desk.session, held) if may["may_publish"] else "",
        "work": work,
        "priorities": priorities,
        "total": sum(len(item.parts) for item in work.items),
        "counts": Counts.of(item.status for item in work.items),
        "undone": missing,
        "show": show,
        "shows": _tabs(desk, work, show),
        "turn_words": TURN_WORDS,
        "verdict_words": VERDICT_WORDS,
        "is_rater": desk.viewer.person_id in raters(held),
        "rater_changes": changes_of(desk.session, held),
        "next": work.next_after(""),
    }
    return desk.page("monitoring/round.html", context, status)


def _of_any_state(desk: Desk, held: Round, refusal: str) -> dict[str, Any]:
    return {
        "round": held,
        "contract": held.contract,
        "agreement": agreement(desk.session, held.id or 0) if held.is_double_rated else None,
        "set_aside": set_aside(desk.session, held),
        "reply_panel": panel(desk.session, desk.viewer, held),
        "refusal": refusal,
    }


def _what_may_be_done(desk: Desk, work: WorkList, missing: list[Part]) -> dict[str, bool]:
    """By this viewer, now."""
    held, viewer = work.held, desk.viewer
    may_edit = viewer.may_edit(held.contract.municipality_id)
    return {
        "may_write": may_edit and not viewer.is_among(raters(held)) and work.is_rated,
        "may_revise": may_edit,
        "may_publish": not missing and work.is_over and rounds.may_publish(desk.session, viewer, held),
        "may_withdraw": rounds.may_withdraw(desk.session, viewer, held),
        "may_withdraw_earlier": rounds.may_withdraw_earlier(viewer, held),
        "may_name_raters": viewer.is_coordinator and held.state is RoundState.OPEN,
    }


def _tabs(desk: Desk, work: WorkList, current: Show) -> list[tuple[str, str, bool]]:
    """The filters, each with how many there are: words, address, whether it is the one shown."""
    address = url_for(desk.request, f"/puna/raundet/{work.held.id}")
    return [
        (
            f"{desk.words.gettext(words)} ({sum(len(parts) for _, parts in work.shown(show))})",
            address + (f"?shfaq={show.value}" if show.value else "") + "#lista",
            show is current,
        )
        for show, words in SHOW_WORDS.items()
    ]


HANDLERS: list[Any] = [round_at_work, publication_page, publish_round]
