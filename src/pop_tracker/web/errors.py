"""What can be refused, and how it is told.

A rule that says no raises `Refusal` with a message id and, where there is one, the field it belongs to. The
page that called the rule shows it at the field; `app` shows what nobody caught as an error page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pop_tracker.web.i18n import N_

REQUIRED = N_("Plotësojeni këtë fushë.")
TOO_LONG = N_("Teksti është tepër i gjatë: më së shumti %(max)d karaktere.")
UNREADABLE = N_("Teksti ka karaktere që nuk lexohen. Shkruajeni përsëri.")
WITHOUT_WORDS = N_("Shkruani të paktën një shkronjë ose një numër.")
STALE = N_("Kjo u ndryshua ndërkohë. Krahasoni të dy tekstet; nëse ruani përsëri, mbetet teksti juaj.")


class Refusal(Exception):
    """A rule says no. `message` is a message id, `values` its parameters, `field` the form's field it is about;
    `leads_to` the page where it is mended, where that is another one."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None, leads_to: object = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.leads_to = str(leads_to)
        self.values = values
        self.several: tuple[Refusal, ...] = (self,)


class Refusals(Refusal):
    """Several rules say no to one thing, and each is shown at its field: nobody mends the one to be told the next."""

    def __init__(self, *several: Refusal) -> None:
        first = several[0]
        super().__init__(first.message, field=first.field, leads_to=first.leads_to, **first.values)
        self.several = several


class Noes:
    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def __call__(self, refusal: Refusal) -> None:
        self.found.append(refusal)

    def ask(self, rule: Callable[[], object]) -> None:
        """A rule that raises its own."""
        try:
            rule()
        except Refusal as refusal:
            self.found += refusal.several


@contextmanager
def all_at_once() -> Iterator[Noes]:
    """It is called with each rule's no; at the end they are raised together."""
    no = Noes()
    yield no
    if len(no.found) > 1:
        raise Refusals(*no.found)
    if no.found:
        raise no.found[0]


class Forbidden(Refusal):
    """Not by this person: 403. It stands in the account log that they tried (`accounts/refusals.py`)."""

    status = 403


class Stale(Refusal):
    """Someone else changed the thing meanwhile: 409. `current` is what stands there now, by field."""

    status = 409

    def __init__(self, message: str, current: dict[str, str], **values: object) -> None:
        super().__init__(message)
        self.current = current
        self.values = values


class Missing(Exception):
    """Nothing here that this viewer may see: 404."""


class Busy(Exception):
    """Too many ask at once: 503, come again."""
