"""The desk that every door works at: who stands there, with what they bring, and the ways in which work is taken.

A handler loads what the viewer may see, names the verb, and says how its page looks once more. In what order a form is
known as sent twice, valid, stale, unchanged, attempted, remembered and answered stands here and nowhere else: copies of
that order drifted apart, and one that forgot a step wrote into the public record for nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.sent_forms import location_of_sent, remember_sent
from pop_tracker.settings import Settings
from pop_tracker.web.documents.cleared import Cleared
from pop_tracker.web.done import SAVED, Done, leave, left
from pop_tracker.web.drafts import sent_with
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.files import cleared, reduced_from
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.inside import Held, inside
from pop_tracker.web.public_names import public_names
from pop_tracker.web.render import page, see_other

Answer = Response[str] | Redirect
Again = Callable[[int], Response[str]]
"""The page with the form as it was sent, for a status: 422, 409, or that of the rule which said no."""

log.declare({"name_kept": N_("Fjalë që duken si emër, të lëna si jo të një personi privat")})


@dataclass(frozen=True)
class Desk:
    request: Request[Any, Any, Any]
    session: Session
    viewer: Viewer
    words: Words
    sent: FormData
    """The body of a POST; of a GET, nothing."""
    _said: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def goes_on(self) -> bool:
        """Whether the button was pressed that opens an empty form of the same kind once this one is taken
        (`submit_and_another` in components/forms.html)."""
        return self.sent.get("veprimi") == "tjeter"

    def page(
        self, template: str, context: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
    ) -> Response[str]:
        return page(self.request, template, context, status=status, headers=headers)

    def say(self, message: str, **values: object) -> None:
        """What was done, in more words than the door has (`web/doors.py`): the page that it leads to says it once. An
        empty one says nothing, as where nothing was done."""
        self._said[:] = [(message, values)]

    def go(self, path: str) -> Redirect:
        """After a POST the form was taken: the page there says what was done, and copies of it on the device go."""
        answer = see_other(self.request, path)
        if self.request.method == "POST":
            by_door = (self.request.scope["route_handler"].opt.get("done", SAVED), self.request.path_params)
            message, values = self._said[-1] if self._said else by_door
            reduced = [size for upload in self.sent.all_uploads if (size := reduced_from(upload))]
            said = Done(
                message, {name: str(value) for name, value in values.items()}, sent_with(self.request), reduced=reduced,
                cleared=self.cleared,
            )  # fmt: skip
            if said:
                leave(self.request, answer, path, said)
        elif said_there := left(self.request):  # by a page that leads on to another
            leave(self.request, answer, path, said_there)
        return answer

    @property
    def cleared(self) -> list[Cleared]:
        """What became of the documents that came with the form and were kept."""
        return [one for upload in self.sent.all_uploads if (one := cleared(upload))]

    def inside(self, held: Iterable[Held]) -> list[str]:
        """What kept files still say of people, for whoever decides about them."""
        return inside(self.settings.files, held, self.words)

    def elsewhere(self, path: str) -> Redirect:
        """Where to go before anything can be done: nothing was taken."""
        return see_other(self.request, path)

    def enter(
        self,
        form: BaseForm,
        again: Again,
        verb: Callable[[], str],
        current: Callable[[], bool] = lambda: True,
    ) -> Answer:
        """Something new, or something that is gone afterwards: sent twice it is answered twice and done once. `form`
        has a `nonce`; the rest is as in `take`."""

        def done_and_remembered() -> str:
            path = verb()
            remember_sent(self.session, self._known_by(form), self.viewer, path)
            return path

        return self.entered(form) or self.take(form, again, done_and_remembered, current)

    def show(
        self, form: BaseForm, again: Again, rules: Callable[[], None], asks: Callable[[], Response[str]]
    ) -> Answer:
        """What is typed and cannot be undone once it is done: shown to its sender first. `rules` asks what `enter`
        would be told, and does nothing; `asks` is the page whose button is sent to the door that enters it."""
        if taken := self.entered(form):
            return taken
        if not form.validate():
            form.hear(self.session, rules)
            return again(422)
        with form.attempt(self.session):
            rules()
        return again(form.refused) if form.refused else asks()

    def entered(self, form: BaseForm) -> Redirect | None:
        """Where this very form led when it was first taken. `enter` asks it; a door asks it before where what it needs
        is gone by then."""
        path = location_of_sent(self.session, self._known_by(form))
        return self.go(path) if path else None

    def _known_by(self, form: BaseForm) -> str:
        nonce = str(form["nonce"].data or "")
        if not (nonce and form.has_steps):
            return nonce
        return history.digest([self.request.url.path, [[name, self.sent.getlist(name)] for name in self.sent]])

    def mend(
        self, form: EditForm, now: EditForm, again: Again, verb: Callable[[], object], then: Callable[[], str]
    ) -> Answer:
        """Something that stands already, as `now` says. Where someone else changed it meanwhile, both are shown; sent
        back unchanged, nothing is written."""

        def changed() -> str:
            if form.digest() != now.digest():
                verb()
            else:
                self.say(N_("Nuk ndryshuat asgjë: kështu ishte ruajtur."))
            return then()

        return self.take(form, again, changed, lambda: not form.is_stale(now))

    def take(
        self,
        form: BaseForm,
        again: Again,
        verb: Callable[[], str],
        current: Callable[[], bool] = lambda: True,
    ) -> Answer:
        """Work that a rule itself knows as done when it comes twice. `verb` happens whole or not at all and says where
        to go on; `current` says no, and has told the form why, where what was looked at is not what stands there."""
        if not form.validate():
            form.hear(self.session, verb)
            return again(422)
        if not current():
            return again(409)
        path = ""
        with form.attempt(self.session):
            path = verb()
            if form.keeps_names:
                self.note_kept_names()
        if form.refused:
            return again(form.refused)
        return self.go(path)

    def note_kept_names(self) -> None:
        """In the account log, once a form was taken: who let something stand that looks like a name, and where; never
        the words. Of whoever came by a personal link, only at which door."""
        pattern = sorted(self.request.scope["route_handler"].paths)[0]
        by = self.viewer.person_id
        thing = self.request.url.path[:120] if by is not None else ""
        log.note(self.session, "name_kept", by=by, thing=thing, door=f"POST {pattern}")

    def press(self, verb: Callable[[], str], again: Callable[[Refusal], Response[str]]) -> Answer:
        """A button with nothing to fill in. A rule's no is told on its page once more; what is not for this person at
        all goes to the page of errors."""
        try:
            path = verb()
        except Forbidden:
            raise
        except Refusal as refusal:
            self.session.rollback()
            return again(refusal)
        return self.go(path)

    def told(self, refusal: Refusal) -> str:
        return " ".join(self.words.gettext(one.message, **one.values) for one in refusal.several)


def provide_desk(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Desk:
    form_data.public_names = cache(partial(public_names, session))
    return Desk(request, session, viewer, said, form_data)
