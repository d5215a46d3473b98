"""Doors for a draft's commitments: added, revised, retracted and restored, withdrawn."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.hints import HINT_WORDS, Hint, hints
from pop_tracker.contracts.judging import write_due
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import outline_of
from pop_tracker.contracts.pages.forms import CommitmentForm, NewCommitmentForm, RemovalForm, RetractionForm
from pop_tracker.contracts.texts import Scope, Text, headings_of_edition, place_in_words, texts_of_edition
from pop_tracker.places.models import units_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

ADDED = N_("U ruajt: pika %(ref)s.")
WITHOUT_PLACE = N_(
    "U ruajt: pika %(ref)s. Burimi është tjetër tani, prandaj vendi në burimin e mëparshëm u hoq: shkruani ku është në "
    "të riun."
)


@get("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor])
def new_commitment_page(
    desk: NamedDependency[Desk], slug: FromPath[str], nen: FromQuery[str] = "", para: FromQuery[str] = ""
) -> Response[str]:
    """`nen`: under which priority or point, at its end; `para`: before which commitment that was never published."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    outline = outline_of(desk.session, draft)
    before = outline.called(para)
    under = before.above.ref if before and before.above else nen
    source = points.source_before(desk.session, contract, draft, under)
    key = before.key if before and not before.is_fixed else ""
    form = NewCommitmentForm(desk.words, _units(desk.session, contract), under=under, before=key, source=source)
    form.offer(outline)
    return _page(desk, contract, draft, None, form)


@post("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor])
def new_commitment(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = NewCommitmentForm(desk.words, _units(desk.session, contract), desk.sent)
    outline = outline_of(desk.session, draft)
    form.offer(outline)

    def add() -> str:
        under, before = form.under.data, outline.keyed(form.before.data or "")
        ref = points.add_commitment(
            desk.session, desk.viewer, contract, under, form.wording, before=before.ref if before else ""
        )
        desk.say(ADDED, ref=ref)
        if desk.goes_on:
            return f"/puna/kontratat/{slug}/drafti/zotime/i-ri?nen={under}"
        return f"/puna/kontratat/{slug}/drafti#p{ref}"

    return desk.enter(form, lambda status: _page(desk, contract, draft, None, form, status), add)


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor])
def commitment_page(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    return _page(desk, contract, draft, ref, _standing(desk, contract, _text_called(desk.session, draft, ref)))


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor])
def revise(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = CommitmentForm(desk.words, _units(desk.session, contract), desk.sent)
    text = _text_of(desk.session, draft, form.of.data or "", ref)
    now = text.ref if text else ref

    def again(status: int) -> Response[str]:
        return _page(desk, contract, draft, now, form, status)

    def there() -> str:
        desk.say(WITHOUT_PLACE if form.lost_its_place else ADDED, ref=now)
        return f"/puna/kontratat/{slug}/drafti#p{now}"

    def reword() -> str:
        points.revise(desk.session, desk.viewer, contract, text.ref if text else "", form.wording)
        return there()

    if text is None:
        return desk.take(form, again, reword)  # someone took it out meanwhile: the rule says so beside what was typed
    return desk.mend(form, _standing(desk, contract, text), again, reword, then=there)


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja", guards=[guards.editor])
def retraction_page(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    text = _text_called(desk.session, draft, ref)
    read = retraction.going_with(desk.session, draft, ref).version
    form = RetractionForm(desk.words, reason=text.retraction_reason, version=read)
    return _retraction_page(desk, contract, text, form)


@post(
    "/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja",
    done=N_("Pika %(ref)s u shënua si e tërhequr në këtë draft."),
    guards=[guards.editor],
)
def retract(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    text = _text_called(desk.session, draft, ref)
    form = RetractionForm(desk.words, desk.sent)

    def take_out() -> str:
        retraction.retract(desk.session, desk.viewer, contract, ref, form.reason.data, form.version.data or "")
        return f"/puna/kontratat/{slug}/drafti#p{ref}"

    def again(status: int) -> Response[str]:
        form.version.data = retraction.going_with(desk.session, draft, ref).version
        return _retraction_page(desk, contract, text, form, status)

    return desk.take(form, again, take_out)


@post(
    "/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/kthimi",
    done=N_("Pika %(ref)s u kthye në draft."),
    guards=[guards.editor],
)
def restore(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Redirect:
    contract, _ = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    retraction.restore(desk.session, desk.viewer, contract, ref)
    return desk.go(f"/puna/kontratat/{slug}/drafti#p{ref}")


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/heqja", guards=[guards.editor])
def removal_page(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Response[str]:
    """Says what goes along, and asks. What was published is never removed, and has no such page."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    _text_called(desk.session, draft, ref)
    if _published(desk.session, contract, ref) is not None:
        raise Missing
    return _removal_page(desk, contract, draft, ref, RemovalForm(desk.words))


@post(
    "/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/heqja",
    done=N_("Pika %(ref)s u hoq nga drafti."),
    guards=[guards.editor],
)
def withdraw(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Answer:
    form = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)

    def take_out() -> str:
        retraction.withdraw(desk.session, desk.viewer, contract, ref, form.version.data or "")
        return f"/puna/kontratat/{slug}/drafti"

    return desk.enter(form, lambda status: _removal_page(desk, contract, draft, ref, form, status), take_out)


def _units(session: Session, contract: Contract) -> list[tuple[str, str]]:
    return [(unit.slug, unit.name) for unit in units_of(session, contract.municipality_id)]


def _text(session: Session, draft: Edition, ref: str) -> Text | None:
    return next((text for text in texts_of_edition(session, draft.id or 0) if text.ref == ref), None)


def _text_of(session: Session, draft: Edition, key: str, ref: str) -> Text | None:
    """What the form is of, wherever it stands by now; one that does not say so is of the reference in its address."""
    texts = texts_of_edition(session, draft.id or 0)
    return next((text for text in texts if (f"z{text.commitment_id}" == key if key else text.ref == ref)), None)


def _published(session: Session, contract: Contract, ref: str) -> Text | None:
    """As it stands in the newest edition; a draft begins as its copy, so None is what only the draft has."""
    newest = newest_edition(session, contract.id or 0)
    return _text(session, newest, ref) if newest is not None else None


def _text_called(session: Session, draft: Edition, ref: str) -> Text:
    text = _text(session, draft, ref)
    if text is None:
        raise Missing
    return text


def _standing(desk: Desk, contract: Contract, text: Text) -> CommitmentForm:
    return CommitmentForm(
        desk.words,
        _units(desk.session, contract),
        of=f"z{text.commitment_id}",
        text=text.text,
        scope=text.scope.value,
        units=[unit.slug for unit in text.units],
        place=text.place,
        target_groups=text.target_groups,
        shows_done=text.shows_done,
        due=write_due(text.due),
        competence=text.competence.value,
        law=text.law,
        theme=text.theme.value,
        source=text.source,
        source_was=text.source,
    )


def _page(
    desk: Desk, contract: Contract, draft: Edition, ref: str | None, form: CommitmentForm, status: int = 200
) -> Response[str]:
    """With what stands beside it: how the newest edition has it, and the priority that it belongs to."""
    under = ref or (form.under.data if isinstance(form, NewCommitmentForm) else "") or ""
    texts = texts_of_edition(desk.session, draft.id or 0)
    headings = headings_of_edition(desk.session, draft.id or 0)
    heading = next((one for one in headings if str(one.number) == under.partition(".")[0]), None)
    published = _published(desk.session, contract, ref) if ref else None
    outline = outline_of(desk.session, draft)
    branch = outline.called(ref) if ref else None
    context = {
        "form": form,
        "contract": contract,
        "ref": ref,
        "text": next((text for text in texts if text.ref == ref), None),
        "published": published,
        "published_place": _place(desk, published) if published else "",
        "hints": _hints(form),
        "hint_words": HINT_WORDS,
        "may_merge": draft.number > 1,
        "may_split": bool(branch and branch.is_point and branch.takes),
        "before": outline.keyed(form.before.data or "") if isinstance(form, NewCommitmentForm) else None,
        "heading": heading,
        "beside": [text for text in texts if heading and text.priority_number == heading.number],
        "headings": headings,
    }
    return desk.page("contracts/commitment.html", context, status)


def _hints(form: CommitmentForm) -> list[Hint]:
    """Of the words as they stand in the form."""
    scope = Scope(form.scope.data) if form.scope.data in set(Scope) else Scope.MUNICIPALITY
    return hints(form.text.data or "", scope, form.place.data or "")


def _place(desk: Desk, text: Text) -> str:
    said = desk.words
    return place_in_words(text, said.gettext("E gjithë bashkia"), said.gettext("njësia e pakonfirmuar"))


def _retraction_page(
    desk: Desk, contract: Contract, text: Text, form: RetractionForm, status: int = 200
) -> Response[str]:
    return desk.page("contracts/retraction.html", {"form": form, "contract": contract, "text": text}, status)


def _removal_page(
    desk: Desk, contract: Contract, draft: Edition, ref: str, form: RemovalForm, status: int = 200
) -> Response[str]:
    going = retraction.going_with(desk.session, draft, ref)
    form.version.data = going.version
    context = {"form": form, "contract": contract, "texts": going.texts, "ref": ref, "number": None, "title": ""}
    return desk.page("contracts/removal.html", context, status)


HANDLERS: list[Any] = [
    new_commitment_page, new_commitment, commitment_page, revise, retraction_page, retract, restore, removal_page,
    withdraw,
]  # fmt: skip
