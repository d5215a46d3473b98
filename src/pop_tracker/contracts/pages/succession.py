"""Doors at which a published commitment is split into several, or others are merged into it."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import succession
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import short
from pop_tracker.contracts.pages.succession_forms import MergeForm, SplitForm, SuccessionForm
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/ndarja", guards=[guards.editor])
def split_page(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    one = _standing(desk, draft, ref)
    return _split_page(desk, contract, one, _split_form(desk, draft, ref, part_1=one.text))


@post(
    "/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/ndarja",
    done=N_("Pika %(ref)s u nda në këtë draft."),
    guards=[guards.editor],
)
def split(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    one, form = _text(desk, draft, ref), _split_form(desk, draft, ref, desk.sent)

    def divide() -> str:
        succession.split(
            desk.session, desk.viewer, contract, ref,
            parts=form.parts, also=form.also.data or (), reason=form.reason.data,
        )  # fmt: skip
        return f"/puna/kontratat/{slug}/drafti#p{ref}"

    return desk.enter(
        form,
        lambda status: _split_page(desk, contract, one, form, status),
        divide,
        lambda: form.is_of([ref, *(form.also.data or ())]),
    )


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/bashkimi", guards=[guards.editor])
def merge_page(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    one = _standing(desk, draft, ref)
    return _merge_page(desk, contract, one, _merge_form(desk, draft, ref, text=one.text))


@post(
    "/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/bashkimi",
    done=N_("U bashkuan me pikën %(ref)s në këtë draft."),
    guards=[guards.editor],
)
def merge(desk: NamedDependency[Desk], slug: FromPath[str], ref: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    one, form = _text(desk, draft, ref), _merge_form(desk, draft, ref, desk.sent)

    def join() -> str:
        succession.merge(
            desk.session, desk.viewer, contract, ref,
            merged=form.merged.data or (), text=form.text.data, reason=form.reason.data,
        )  # fmt: skip
        return f"/puna/kontratat/{slug}/drafti#p{ref}"

    return desk.enter(
        form,
        lambda status: _merge_page(desk, contract, one, form, status),
        join,
        lambda: form.is_of([ref, *(form.merged.data or ())]),
    )


def _text(desk: Desk, draft: Edition, ref: str) -> Text:
    text = next((one for one in texts_of_edition(desk.session, draft.id or 0) if one.ref == ref), None)
    if text is None:
        raise Missing
    return text


def _standing(desk: Desk, draft: Edition, ref: str) -> Text:
    """What has sub-points, or is retracted already, has no such page."""
    text = _text(desk, draft, ref)
    if not text.can_be_assessed:
        raise Missing
    return text


def _split_form(desk: Desk, draft: Edition, ref: str, data: FormData | None = None, **fields: Any) -> SplitForm:
    form = SplitForm(desk.words, texts_of_edition(desk.session, draft.id or 0), data, **fields)
    form.also.choices = _choices(succession.takers(desk.session, draft, ref))
    return form


def _merge_form(desk: Desk, draft: Edition, ref: str, data: FormData | None = None, **fields: Any) -> MergeForm:
    form = MergeForm(desk.words, texts_of_edition(desk.session, draft.id or 0), data, **fields)
    form.merged.choices = _choices(succession.mergeable(desk.session, draft, ref))
    return form


def _choices(texts: list[Text]) -> list[tuple[str, str]]:
    return [(one.ref, f"{one.ref} – {short(one.text)}") for one in texts]


def _split_page(desk: Desk, contract: Contract, one: Text, form: SplitForm, status: int = 200) -> Response[str]:
    return _page(desk, "contracts/split.html", contract, one, form, status)


def _merge_page(desk: Desk, contract: Contract, one: Text, form: MergeForm, status: int = 200) -> Response[str]:
    return _page(desk, "contracts/merge.html", contract, one, form, status)


def _page(desk: Desk, template: str, contract: Contract, one: Text, form: SuccessionForm, status: int) -> Response[str]:
    return desk.page(template, {"form": form, "contract": contract, "text": one}, status)


HANDLERS: list[Any] = [split_page, split, merge_page, merge]
