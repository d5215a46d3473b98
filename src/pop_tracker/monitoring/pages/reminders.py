"""The door at which a person asks for reminders, or for no more of them."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery

from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring import reminders
from pop_tracker.monitoring.pages.round_forms import RemindersForm
from pop_tracker.web.doors import get, post


@get("/puna/kujtesa")
def reminders_page(desk: NamedDependency[Desk], ruajtur: FromQuery[str] = "") -> Response[str]:
    form = RemindersForm(desk.words, None, wanted=reminders.wishes(desk.session, desk.viewer))
    return _page(desk, form, saved=bool(ruajtur))


@post("/puna/kujtesa")
def ask_reminders(desk: NamedDependency[Desk]) -> Answer:
    form = RemindersForm(desk.words, desk.sent)

    def ask() -> str:
        reminders.wish(desk.session, desk.viewer, bool(form.wanted.data))
        return "/puna/kujtesa?ruajtur=1"

    return desk.take(form, lambda status: _page(desk, form, status=status), ask)


def _page(desk: Desk, form: RemindersForm, *, saved: bool = False, status: int = 200) -> Response[str]:
    return desk.page("monitoring/reminders.html", {"form": form, "saved": saved}, status)


HANDLERS: list[Any] = [reminders_page, ask_reminders]
