"""The templates in both languages, with what every one of them may use."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_environment
from jinja2.filters import do_truncate
from markupsafe import Markup, escape

from pop_tracker.web import files
from pop_tracker.web.addresses import shown, tracking
from pop_tracker.web.govuk import govuk
from pop_tracker.web.i18n import LANGUAGES, Words, localized, today, words
from pop_tracker.web.shipped import PACKAGE, shipped
from pop_tracker.web.sources import Sources, address_in
from pop_tracker.web.working_days import reservation

STATIC = PACKAGE / "static"


@dataclass
class Pages:
    """What every page needs, handed over by `app`: who nobody is, and how the page's frame looks."""

    nobody: Any
    is_training: bool
    contact_email: str
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    """Dictionaries of the rooms that pieces used on many pages read, by the name that templates call them by."""
    ways: Callable[[Any], Sequence[Any]] = lambda _viewer: ()
    """The staff pages that a viewer may open, for the bar on all of them: with path, title and further addresses."""
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
            address=shown,
            tracking=tracking,
            amount=said.amount,
            lek=said.lek,
            linked=_linked,
            month=said.month,
            number=said.number,
            quoting=_quoting_in(said.language),
            percent=said.percent,
            period=said.period,
            period_end=said.period_end,
            said=_said_in(said),
            sources=_sources,
            short_hash=lambda value: value[:12],
            t=said.gettext,
            told=lambda thing: thing.told(said),
            truncate=_shortened,
            whole_dates=_whole_dates,
        )
        environment.globals.update(self.words)
        environment.globals.update(
            asset=self.asset,
            govuk=govuk,
            is_training=self.is_training,
            largest_megabytes=files.MEGABYTES,
            largest_together=files.LARGEST_TOGETHER // (1024 * 1024),
            contact_email=self.contact_email,
            language=said.language,
            lang_sq=Markup("") if said.language == "sq" else Markup(' lang="sq"'),  # for what is quoted as recorded
            reservation=partial(reservation, said),
            url=lambda path: localized(path, said.language),
            ways=self.ways,
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
            frame["address"] = ""
            self._still[key] = self.render(language, template, {**frame, **context})
        return self._still[key]


@cache
def bare_pages(is_training: bool = False) -> Pages:
    """The templates, for what is no page of the site: papers, pictures. Of the training site they say so."""
    return Pages(nobody=None, is_training=is_training, contact_email="")


def _whole_dates(text: str) -> Markup:
    """A heading breaks around a date or a term and not in it."""
    dated = re.sub(r"\b(\d{1,2}) (\w+) (\d{4})\b", "\\1\u00a0\\2\u00a0\\3", escape(text))
    return Markup(re.sub(r"\b\d{4}[–-]\d{4}\b(?![^<]*>)", r'<span class="years">\g<0></span>', dated))


def _said_in(said: Words) -> Callable[..., str]:
    """A value of the record in our own words: on an English page in English, where it is not marked as Albanian."""

    def filtered(value: str, links: bool = False) -> str:
        if said.language == "sq" and not links:
            return value
        shown = ((_linked(part) if links else escape(part), is_ours) for part, is_ours in said.pieces(value) if part)
        return Markup("").join(
            part if is_ours else Markup('<span lang="sq">{}</span>').format(part) for part, is_ours in shown
        )

    return filtered


def _linked(text: str) -> Markup:
    """Addresses in it are links; a sign behind one does not belong to it."""
    found, shown_ = text, Markup("")
    while found:
        before, address, found = address_in(found)
        shown_ += escape(before)
        if address:
            shown_ += Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(address)
    return shown_


def _quoting_in(language: str) -> Callable[[str, Iterable[str]], str]:
    """Words of the record within words of this site are marked as Albanian where the page is not."""

    def quoting(text: str, quoted: Iterable[str]) -> str:
        parts = sorted({part for part in quoted if part.strip()}, key=len, reverse=True)
        if language == "sq" or not parts:
            return text
        pieces = re.split("(" + "|".join(map(re.escape, parts)) + ")", text)
        marked = (Markup('<span lang="sq">{}</span>').format(one) if n % 2 else one for n, one in enumerate(pieces))
        return Markup("").join(marked)

    return quoting


@dataclass(frozen=True)
class ShownSource:
    words: str
    address: str
    host: str
    """What the link is called: a reader is told where it leads, whatever the words say, or stands before an @ in it."""
    place: str


def _sources(text: str) -> list[ShownSource]:
    """Each source of a list as readers see it. The address itself is in the link, and on paper beside it; where several
    lead to one host, they are numbered."""
    listed = Sources.of(text).each
    hosts = [_host(one.address) for one in listed]
    return [
        ShownSource(
            one.words,
            one.address if host else "",
            f"{host} ({hosts[: at + 1].count(host)})" if hosts.count(host) > 1 else host,
            one.place,
        )
        for at, (one, host) in enumerate(zip(listed, hosts, strict=True))
    ]


def _host(address: str) -> str:
    """The name of a site, in a form that looks like no other; "" where there is none."""
    host = re.match(r"https?://(?:[^\s/?#\\]*@)?([^\s/?#\\]+)", address, re.IGNORECASE)
    return shown("https://" + host[1].lower()).partition("://")[2].removeprefix("www.") if host else ""


@pass_environment
def _shortened(environment: Environment, text: str, length: int) -> str:
    """Jinja's `truncate`, with the one sign that books have for what is left out."""
    return do_truncate(environment, text, length, end="…")
