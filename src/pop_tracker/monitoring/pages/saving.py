"""A draft, saved as it is typed or by its button, and what the browser is told of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from litestar import Response

from pop_tracker.accounts.pages.desk import Again, Answer, Desk
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.pages.forms import VerdictForm
from pop_tracker.monitoring.ratings import Rating
from pop_tracker.web.forms.private_names import SENDS_ON
from pop_tracker.web.i18n import TIRANA
from pop_tracker.web.render import wants_part

Draft = TypeVar("Draft", Assessment, Rating)


def sends_on(desk: Desk) -> bool:
    """Whether the button was pressed that hands the draft to a second person."""
    return desk.sent.get("veprimi") == SENDS_ON


def keep_draft(
    desk: Desk,
    form: VerdictForm,
    again: Again,
    save: Callable[[], Draft],
    then: Callable[[Draft], str],
    version_now: Callable[[], int],
    is_valid: bool,
) -> Answer:
    """None of the desk's own ways: what is saved as it is typed is answered with a line, not a page, and a draft's
    version is its row's, which `save` compares. `then` says where its button leads; its no undoes the saving too.
    `version_now` is what stands there when someone else wrote meanwhile, so that saving once more overwrites it
    knowingly. A day that cannot be read keeps nothing else from being saved as it is typed; the button says it."""
    is_typed = wants_part(desk.request) and not sends_on(desk)
    if is_valid or (is_typed and form.only_days_wrong):
        with form.attempt(desk.session):
            row = save()
            if is_typed:
                return _saved(desk, form, row.version)
            path = then(row)
            if form.keeps_names:
                desk.note_kept_names()
            return desk.go(path)
    elif sends_on(desk):
        form.hear(desk.session, lambda: then(save()))
    if wants_part(desk.request):
        return _not_saved(desk, form)
    if form.stands:
        form.version.data = str(version_now())
    return again(form.refused or 422)


def _saved(desk: Desk, form: VerdictForm, version: int) -> Response[str]:
    """When, and the version that now stands there; without what could not be read, which stays on the device."""
    problems = _problems(form)
    context = {"version": version, "saved_at": f"{datetime.now(TIRANA):%H:%M}", "problems": problems, "stands": []}
    return desk.page("monitoring/_saved.html", context, 422 if problems else 200)


def _not_saved(desk: Desk, form: VerdictForm) -> Response[str]:
    """What still keeps it from being saved; the version stays as sent, so that nobody is overwritten unasked."""
    context = {"version": form.version.data, "saved_at": None, "problems": _problems(form), "stands": form.stands}
    return desk.page("monitoring/_saved.html", context, form.refused or 422)


def _problems(form: VerdictForm) -> list[str]:
    return [*form.form_errors, *(f"{field.label.text}: {field.errors[0]}" for field in form if field.errors)]
