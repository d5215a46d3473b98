"""Someone at a browser.

What they press, fill and read is named by the Albanian message id, as it stands in templates and forms; the
person sees it in their own language.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Locator, Response, ViewportSize, expect

from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.i18n import localized, words
from tests import every_door
from tests.conftest import Site, axe_violations
from tests.site.checks import check_page
from tests.web.post_office import Office

expect.set_options(timeout=15_000)
DESK: ViewportSize = {"width": 1280, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCREENSHOTS = os.environ.get("POP_SCREENSHOTS")
"""A folder for pictures of every kind of page walked through, at both widths; none are taken without."""


@dataclass(frozen=True)
class Way:
    """How a journey is walked."""

    backend: str
    language: str
    scripts: bool

    def __str__(self) -> str:
        return f"{self.backend}-{self.language}-{'scripts' if self.scripts else 'plain'}"

    @property
    def is_looked_at(self) -> bool:
        """Pages are the same in every way; one look at each is enough."""
        return self.backend == "sqlite" and self.language == "sq" and self.scripts


class Person:
    def __init__(
        self, browser: Browser, site: Site, office: Office, way: Way, axe: str, name: str,
        window: ViewportSize = DESK,
    ) -> None:  # fmt: skip
        self.site, self.office, self.way, self.axe, self.name, self.window = site, office, way, axe, name, window
        self.words = words(way.language)
        self.context = browser.new_context(viewport=window, java_script_enabled=way.scripts, accept_downloads=True)
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.looked_at: set[str] = set()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._hears(message.text))
        if way.backend == "postgresql":
            self.page.on("response", self._came_through)

    def _hears(self, text: str) -> None:
        # A refusal is an answer with its own page; only the browser calls it a failure.
        if not re.search(r"status of 4\d\d", text):
            self.complaints.append(f"{self.path}: {text}")

    def _came_through(self, answer: Response) -> None:
        location = answer.headers.get("location", "")
        every_door.note(answer.request.method, urlsplit(answer.url).path, answer.status, location)

    # --- where they are

    @property
    def path(self) -> str:
        """Without address, language and query."""
        path = self.page.url.removeprefix(self.site.address).partition("?")[0].partition("#")[0]
        return path.removeprefix("/en") or "/"

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def said(self, message: str, **values: object) -> str:
        return self.words.gettext(message, **values)

    def counted(self, one: str, many: str, count: int, **values: object) -> str:
        return self.words.ngettext(one, many, count, **values)

    # --- what they do

    def sign_in(self, address: str) -> "Person":
        """Without the mail; the sign-in journey takes the long way."""
        secret = self.site.session_secret(address)
        self.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": self.site.address}])
        return self

    def go(self, path: str, status: int = 200) -> None:
        """Types an address; a whole one, from a letter, as it stands."""
        address = path if path.startswith("http") else self.site.address + localized(path, self.way.language)
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self._look(answer)

    def follow(self, message: str, **values: object) -> None:
        with self._arriving():
            self.page.get_by_role("link", name=self.said(message, **values), exact=True).first.click()

    def press(self, message: str, **values: object) -> None:
        with self._arriving():
            self.main.get_by_role("button", name=self.said(message, **values), exact=True).click()

    def press_one_of(self, *messages: str) -> None:
        """The same act, named by where it leads on to."""
        buttons = [self.main.get_by_role("button", name=self.said(message), exact=True) for message in messages]
        with self._arriving():
            next(button for button in buttons if button.count()).click()

    def approve(self) -> None:
        self.press_one_of("Miratojeni dhe hapni tjetrin", "Miratojeni")

    def send_on(self) -> None:
        """An assessment, to whoever reviews it."""
        self.press_one_of("Dërgoni dhe hapni tjetrin", "Dërgoni për rishikim")

    def unfold(self, message: str, within: Locator | None = None) -> None:
        """What stands in a fold, unless it stands open."""
        fold = (within or self.main).locator("details", has=self.page.locator("summary", has_text=self.said(message)))
        if fold.first.get_attribute("open") is None:
            fold.first.locator("summary").first.click()

    def follow_to(self, ending: str) -> None:
        """The first link whose address ends so, where words alone would not tell it from others."""
        with self._arriving():
            self.main.locator(f'a[href$="{ending}"]').first.click()

    def open(self, link: Locator) -> None:
        with self._arriving():
            link.click()

    def field(self, label: str, within: Locator | None = None) -> Locator:
        optional = re.escape(self.said("(mund të mbetet bosh)"))
        name = re.compile(rf"^\s*{re.escape(self.said(label))}(\s+{optional})?\s*$")
        return (within or self.main).get_by_label(name).first

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def tick(self, choice: str, within: str = "") -> None:
        """A radio or a checkbox; `within` is the question, where several have that answer."""
        place = self.main.get_by_role("group", name=self.said(within), exact=True) if within else self.main
        name = self.said(choice)
        radio = place.get_by_role("radio", name=name, exact=True)
        radio.or_(place.get_by_role("checkbox", name=name, exact=True)).check()

    def select(self, label: str, option: str) -> None:
        """An option by its value or its words."""
        self.field(label).select_option(option)

    # --- by keyboard alone

    def tab_to(self, target: Locator) -> None:
        """Presses Tab until the target has the focus; fails if that never happens."""
        for _ in range(100):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{self.path}: the keyboard does not reach {target}")

    def type_into(self, label: str, text: str) -> None:
        self.tab_to(self.field(label))
        self.page.keyboard.type(text)

    def press_by_key(self, message: str, **values: object) -> None:
        button = self.main.get_by_role("button", name=self.said(message, **values), exact=True)
        self.tab_to(button)
        with self._arriving():
            self.page.keyboard.press("Enter")

    # --- what they find

    def reads(self, message: str, **values: object) -> None:
        """Somewhere on the page; what lies in a closed fold counts too."""
        expect(self.main).to_contain_text(self.said(message, **values))

    def reads_not(self, message: str, **values: object) -> None:
        expect(self.main).not_to_contain_text(self.said(message, **values))

    def is_refused(self) -> None:
        """The form came back with a summary of what is wrong, and that is where the focus goes."""
        expect(self.main.locator(".govuk-error-summary")).to_be_visible()

    def stands_at(self, path: str) -> None:
        assert self.path == path, self.path

    def finds_title(self, message: str, **values: object) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.said(message, **values))

    def status_of(self, path: str) -> int:
        """What this address answers them, without going there."""
        return self._ask("GET", path)

    def status_of_sending(self, path: str, **fields: str) -> int:
        """What they get for sending a form there by hand, with a token of their own."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        return self._ask("POST", path, {"_csrf_token": cookies.get("pop_csrf", ""), **fields})

    def _ask(self, method: str, path: str, fields: dict[str, str | float | bool] | None = None) -> int:
        address = self.site.address + localized(path, self.way.language)
        answer = self.context.request.fetch(address, method=method, form=fields, max_redirects=0)
        return answer.status

    def code(self, to: str, *, after: int = 0) -> str:
        """The six digits that came to this address, after so many codes that came before."""
        found = re.search(r"\b\d{6}\b", self.letter(to, after=after, subject="Kodi juaj|Your code"))
        assert found
        return found[0]

    def letter(self, to: str, *, after: int = 0, subject: str = "") -> str:
        """The text of the newest letter that arrived for this address, see `mail`."""
        body = self.mail(to, after=after, subject=subject).get_body(("plain",))
        assert body
        return str(body.get_content())

    def mail(self, to: str, *, after: int = 0, subject: str = "") -> EmailMessage:
        """The newest that the mail server took for this address, of those whose subject begins so; `after` so many
        that came before."""
        for _ in range(150):
            mine = [one for one in list(self.office.mails) if one["To"] == to and re.match(subject, one["Subject"])]
            if len(mine) > after:
                return mine[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter to {to}")

    # --- looking closely, once at each kind of page

    @contextmanager
    def _arriving(self) -> Iterator[None]:
        with self.page.expect_navigation() as arrival:
            yield
        if arrival.value is not None:  # None: moved within the page, or by htmx
            assert arrival.value.status < 500, f"{self.path}: {arrival.value.status}"
            self._look(arrival.value)

    def _look(self, answer: Response) -> None:
        if not (self.way.is_looked_at or SCREENSHOTS) or "text/html" not in answer.headers.get("content-type", ""):
            return
        title = self.page.get_by_role("heading", level=1).inner_text()
        kind = re.sub(r"[\w-]{30,}|\d+(\.\d+)*(\.[a-z])?", "x", f"{self.path.strip('/')} {title}")
        kind += "" if answer.status == 200 else f" {answer.status}"
        if kind in self.looked_at:
            return
        self.looked_at.add(kind)
        check_page(
            httpx.Response(
                answer.status,
                headers={k: v for k, v in answer.headers.items() if k != "content-encoding"},
                text=answer.text(),
                request=httpx.Request(answer.request.method, answer.url),
            )
        )
        for size in sorted((PHONE, DESK), key=lambda size: size == self.window):  # their own stays
            self.page.set_viewport_size(size)
            if self.way.is_looked_at:
                # In both windows the tests of all pages let axe look; here it is about what people did to them.
                faults = axe_violations(self.page, self.axe) if size == self.window else []
                assert not faults, f"{self.path} at {size['width']} px: {faults}"
                wide = self.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], f"{self.path} is {wide} px wide in a window of {size['width']}"
            if SCREENSHOTS:
                picture = f"{self.way}/{kind.replace('/', '_')}-{size['width']}.png"
                self.page.screenshot(path=Path(SCREENSHOTS) / picture, full_page=True)
