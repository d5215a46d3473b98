"""The door at which a person asks for reminders, or for no more of them."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer
from pop_tracker.monitoring import reminders
from pop_tracker.monitoring.pages.round_forms import RemindersForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@get("/puna/kujtesa")
def reminders_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    ruajtur: FromQuery[str] = "",
) -> Response[str]:
    form = RemindersForm(said, None, wanted=reminders.wishes(session, viewer))
    return page(request, "monitoring/reminders.html", {"form": form, "saved": bool(ruajtur)})


@post("/puna/kujtesa")
def ask_reminders(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Redirect:
    reminders.wish(session, viewer, bool(RemindersForm(said, form_data).wanted.data))
    return see_other(request, "/puna/kujtesa?ruajtur=1")


HANDLERS: list[Any] = [reminders_page, ask_reminders]
