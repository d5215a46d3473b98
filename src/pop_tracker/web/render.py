"""From a template and plain rows to an answer, in the reader's language.

Rendering happens in the handler's thread while its session is open, not on the event loop. A page and its
part come from the same handler and template: with `part`, htmx gets that template alone.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_environment
from jinja2.filters import do_truncate
from litestar import Request, Response
from litestar.response.redirect import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from pop_tracker.web.govuk import govuk
from pop_tracker.web.i18n import LANGUAGES, Words, today, words
from pop_tracker.web.shipped import PACKAGE, shipped

STATIC = PACKAGE / "static"
COME_AGAIN = {"Retry-After": "5"}
"""What goes with every 503: the seconds after which it is worth while to ask again."""


@dataclass
class Pages:
    """What every page needs, handed over by `app`: who nobody is, and how the page's frame looks."""

    nobody: Any
    is_training: bool
    contact_email: str
    _still: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def assets(self) -> dict[str, str]:
        manifest = STATIC / "manifest.json"
        return dict(json.loads(manifest.read_text())) if manifest.exists() else {}

    @cached_property
    def environments(self) -> dict[str, Environment]:
        return {language: self._environment(words(language)) for language in LANGUAGES}

    def _environment(self, said: Words) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(shipped("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            auto_reload=False,
            cache_size=-1,
        )
        environment.install_gettext_translations(said.translations, newstyle=True)  # type: ignore[attr-defined]
        environment.filters.update(
            date=said.date,
            datetime=said.datetime,
            amount=said.amount,
            lek=said.lek,
            month=said.month,
            number=said.number,
            percent=said.percent,
            short_hash=lambda value: value[:12],
            t=said.gettext,
            truncate=_shortened,
            whole_dates=_whole_dates,
        )
        environment.globals.update(
            asset=self.asset,
            govuk=govuk,
            is_training=self.is_training,
            contact_email=self.contact_email,
            language=said.language,
            lang_sq=Markup("") if said.language == "sq" else Markup(' lang="sq"'),  # for what is quoted as recorded
            url=lambda path: localized(path, said.language),
        )
        return environment

    def asset(self, name: str) -> str:
        return f"/static/{self.assets[name]}"

    def render(self, language: str, template: str, context: dict[str, Any]) -> str:
        return self.environments[language].get_template(template).render(context)

    def still(self, language: str, template: str, context: dict[str, Any]) -> str:
        """A page that says the same to everybody, made once: `context` is read the first time only."""
        key = (language, template)
        if key not in self._still:
            frame = {"viewer": self.nobody, "head": None, "here": "/", "today": today(), "csrf_input": Markup("")}
            frame["other_language_url"] = localized("/", "en" if language == "sq" else "sq")
            self._still[key] = self.render(language, template, {**frame, **context})
        return self._still[key]


def localized(path: str, language: str) -> str:
    """The same page in the language: English pages lie under /en."""
    if language == "sq":
        return path
    return "/en" if path == "/" else f"/en{path}"


def language_of(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("language", "sq"))


def words_of(request: Request[Any, Any, Any]) -> Words:
    return words(language_of(request))


def url_for(request: Request[Any, Any, Any], path: str) -> str:
    return localized(path, language_of(request))


def page(
    request: Request[Any, Any, Any],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    """The page, or for htmx its `part`. Public pages (see accounts.guards) come out cacheable, others never."""
    pages: Pages = request.app.state.pages
    language = language_of(request)
    is_part = part is not None and wants_part(request)
    viewer = request.scope.get("user") or pages.nobody
    is_public = is_public_page(request) and status == 200 and viewer == pages.nobody
    frame = {
        "viewer": viewer,
        "head": request.scope.get("head"),
        "here": quote(request.url.path),
        "other_language_url": other_language_url(request),
        "today": today(),
        "csrf_input": Markup("") if is_public_page(request) else _csrf_input(request),
        **(context or {}),
    }
    html = pages.render(language, part if is_part and part else template, frame)
    answer = {"Vary": "HX-Request", "Content-Language": language, **(headers or {})}
    answer["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    if status == 503:
        answer |= COME_AGAIN
    return Response(html, status_code=status, media_type="text/html", headers=answer)


def is_public_page(request: Request[Any, Any, Any]) -> bool:
    handler = request.scope.get("route_handler")
    return bool(handler and handler.opt.get("cacheable"))


def wants_part(request: Request[Any, Any, Any]) -> bool:
    """True for htmx asking for a part: not a boosted link, not the history being restored."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-boosted") != "true"
        and headers.get("hx-history-restore-request") != "true"
    )


def other_language_url(request: Request[Any, Any, Any]) -> str:
    other = "en" if language_of(request) == "sq" else "sq"
    query = urlencode(list(request.query_params.multi_items()))
    return localized(quote(request.url.path), other) + (f"?{query}" if query else "")


def see_other(request: Request[Any, Any, Any], path: str) -> Redirect:
    """After a POST: 303 to our own page, in the reader's language."""
    return Redirect(url_for(request, path), status_code=303)


def _whole_dates(text: Markup) -> Markup:
    """A heading breaks around a date and not in it."""
    return Markup(re.sub(r"\b(\d{1,2}) (\w+) (\d{4})\b", "\\1\u00a0\\2\u00a0\\3", text))


@pass_environment
def _shortened(environment: Environment, text: str, length: int) -> str:
    """Jinja's `truncate`, with the one sign that books have for what is left out."""
    return do_truncate(environment, text, length, end="…")


def _csrf_input(request: Request[Any, Any, Any]) -> Markup:
    token = ScopeState.from_scope(request.scope).csrf_token  # set by Litestar's middleware, except on 404s
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(token) if token else Markup("")
