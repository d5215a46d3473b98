"""POP's headline figures in words, the same sentence on pages, in reports and for the network."""

from enum import StrEnum

from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.web.i18n import Words


class Level(StrEnum):
    """What a figure counts; every figure says it."""

    PRIORITIES = "priorities"
    """As POP publishes its figures: a priority's status rolls up from its commitments."""
    COMMITMENTS = "commitments"
    """What was assessed itself."""


def sentence(said: Words, counts: Counts, level: Level) -> str:
    """POP's headline: "17 nga 101 prioritete (17%) janë adresuar plotësisht ...", out of what was assessed; empty
    while nothing was. Few are no percentage (`Counts.bear_a_percentage`): then it leads with how many of all were
    assessed, and says counts alone. Each part agrees with its own number: "1 nga 3 prioritete është", "2 nuk janë".
    What cannot be assessed is named last, apart."""
    return f"{_of_assessed(said, counts, level)} {apart(said, counts)}".strip()


def apart(said: Words, counts: Counts) -> str:
    """How many cannot be assessed, which no number before it counts; empty where there are none."""
    if not counts.not_assessable:
        return ""
    if not counts.total:
        return said.ngettext(
            "%(num)s nuk mund të vlerësohet.", "%(num)s nuk mund të vlerësohen.", counts.not_assessable
        )
    return said.ngettext(
        "Përveç këtyre, %(num)s nuk mund të vlerësohet.",
        "Përveç këtyre, %(num)s nuk mund të vlerësohen.",
        counts.not_assessable,
    )


def _of_assessed(said: Words, counts: Counts, level: Level) -> str:
    shares = counts.percentages
    if shares is None:
        return ""
    of_what = counts.assessed if counts.bear_a_percentage else counts.total
    if level is Level.PRIORITIES:
        of = said.ngettext("%(num)s prioritet", "%(num)s prioritete", of_what)
    else:
        of = said.ngettext("%(num)s zotim", "%(num)s zotime", of_what)
    if not counts.bear_a_percentage:
        return said.gettext(
            "%(assessed)s: %(fully)s plotësisht, %(partly)s pjesërisht, %(nots)s.",
            assessed=said.ngettext(
                "%(num)s nga %(of)s u vlerësua", "%(num)s nga %(of)s u vlerësuan", counts.assessed, of=of
            ),
            fully=counts.fully,
            partly=counts.partially,
            nots=said.ngettext("%(num)s nuk është adresuar", "%(num)s nuk janë adresuar", counts.not_addressed),
        )
    return f"{_with_shares(said, counts, shares, of)} {adding_up(said, counts)}".rstrip()


def adding_up(said: Words, counts: Counts) -> str:
    """Why the three percentages that were just read do not make 100; empty where they do."""
    if counts.percentages_make in (None, 100):
        return ""
    return said.gettext(
        "Të rrumbullakosura, përqindjet bëjnë bashkë %(sum)s.", sum=said.percent(counts.percentages_make or 0)
    )


def _with_shares(said: Words, counts: Counts, shares: dict[Status, int], of: str) -> str:
    fully, partly, nots = (said.percent(shares[status]) for status in VERDICTS)
    return said.gettext(
        "%(fully)s, %(partly)s (%(share)s) pjesërisht dhe %(nots)s.",
        fully=said.ngettext(
            "%(num)s nga %(of)s (%(share)s) është adresuar plotësisht",
            "%(num)s nga %(of)s (%(share)s) janë adresuar plotësisht",
            counts.fully,
            of=of,
            share=fully,
        ),
        partly=counts.partially,
        share=partly,
        nots=said.ngettext(
            "%(num)s (%(share)s) nuk është adresuar",
            "%(num)s (%(share)s) nuk janë adresuar",
            counts.not_addressed,
            share=nots,
        ),
    )
