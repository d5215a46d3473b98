"""What the commands take that click does not know. Each asks its room only when a value comes, or help is asked for."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pop_tracker import history


class HeadType(click.ParamType["history.Head"]):
    """A head of history as it is printed: NUMBER:HASH."""

    name = "NUMBER:HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "history.Head":
        from pop_tracker import history

        number, _, digest = str(value).partition(":")
        if not number.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            self.fail(f"{value!r} is not a number, a colon and 64 hexadecimal digits", param, ctx)
        return history.Head(int(number), digest)


class WordOf(click.Choice[str]):
    """One of the words that a room has, which is asked for them when they are needed only."""

    def __init__(self, words: Callable[[], Iterable[str]]) -> None:
        self.case_sensitive = True
        self._words = words

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self._words())


def roles() -> Iterable[str]:
    from pop_tracker.accounts.roles import Role

    return [role.value for role in Role]


def formats() -> Iterable[str]:
    from pop_tracker.monitoring.report.formats import ReportFormat

    return [format.value for format in ReportFormat]


def languages() -> Iterable[str]:
    from pop_tracker.web.i18n import LANGUAGES

    return LANGUAGES
