"""How often a person wants emails about their work; and the link in each that ends them without signing in."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.mail_wishes import MailWish, Often, choose, often, stop, wish_by_secret
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import MailWishForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing

WHERE = "/puna/kujtesa"


@get(WHERE)
def mail_wish_page(desk: NamedDependency[Desk]) -> Response[str]:
    form = MailWishForm(desk.words, None, often=often(desk.session, desk.viewer).value)
    return _page(desk, form)


@post(WHERE)
def choose_mail_wish(desk: NamedDependency[Desk]) -> Answer:
    form = MailWishForm(desk.words, desk.sent)

    def keep() -> str:
        choose(desk.session, desk.viewer, Often(form.often.data))
        return WHERE

    return desk.take(form, lambda status: _page(desk, form, status=status), keep)


def _page(desk: Desk, form: MailWishForm, *, status: int = 200) -> Response[str]:
    return desk.page("accounts/mail_wish.html", {"form": form}, status)


@get("/kujtesa/{secret:str}", opt=guards.OPEN)
def stop_page(desk: NamedDependency[Desk], secret: FromPath[str]) -> Response[str]:
    """Asks, and changes nothing: mail scanners open links."""
    return _stop_page(desk, secret, _wish(desk, secret))


@post("/kujtesa/{secret:str}", opt={**guards.OPEN, "exclude_from_csrf": True})
def stop_mails(desk: NamedDependency[Desk], secret: FromPath[str]) -> Response[str]:
    """Sent by the page's button, or by a mail program in one click (RFC 8058), which has no token of a form. The secret
    is what counts; nobody gains by guessing one."""
    wish = _wish(desk, secret)
    stop(desk.session, wish)
    return _stop_page(desk, secret, wish)


def _wish(desk: Desk, secret: str) -> MailWish:
    wish = wish_by_secret(desk.session, secret[:64])
    if wish is None:
        raise Missing
    return wish


def _stop_page(desk: Desk, secret: str, wish: MailWish) -> Response[str]:
    """It names nobody: whoever has the link learns no more than that there are such emails."""
    return desk.page("accounts/mail_stop.html", {"secret": secret, "is_stopped": wish.often == Often.NEVER})


HANDLERS: list[Any] = [mail_wish_page, choose_mail_wish, stop_page, stop_mails]
