"""POP's headline figures in words, the same sentence on pages, in reports and for the network."""

from enum import StrEnum

from pop_tracker.monitoring.scale import VERDICTS
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
    while nothing was. Few are no percentage (`Counts.bear_a_percentage`): then it says counts alone. Each part agrees
    with its own number: "1 nga 3 prioritete është", "2 nuk janë"."""
    shares = counts.percentages
    if shares is None:
        return ""
    if level is Level.PRIORITIES:
        of = said.ngettext("%(num)s prioritet", "%(num)s prioritete", counts.assessed)
    else:
        of = said.ngettext("%(num)s zotim", "%(num)s zotime", counts.assessed)
    if not counts.bear_a_percentage:
        return said.gettext(
            "%(fully)s, %(partly)s pjesërisht dhe %(nots)s.",
            fully=said.ngettext(
                "%(num)s nga %(of)s është adresuar plotësisht",
                "%(num)s nga %(of)s janë adresuar plotësisht",
                counts.fully,
                of=of,
            ),
            partly=counts.partially,
            nots=said.ngettext("%(num)s nuk është adresuar", "%(num)s nuk janë adresuar", counts.not_addressed),
        )
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
