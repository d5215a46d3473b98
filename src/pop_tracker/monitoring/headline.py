"""POP's headline figures in words, the same sentence on pages, in reports and for the network."""

from datetime import date
from enum import StrEnum

from pop_tracker.monitoring.models import VERDICTS
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
    while nothing was."""
    shares = counts.percentages
    if shares is None:
        return ""
    fully, partly, nots = (said.percent(shares[status]) for status in VERDICTS)
    values = {
        "fully": counts.fully, "partly": counts.partially, "nots": counts.not_addressed,
        "fully_share": fully, "partly_share": partly, "nots_share": nots,
    }  # fmt: skip
    if level is Level.PRIORITIES:
        return said.ngettext(
            "%(fully)s nga %(num)s prioritet (%(fully_share)s) është adresuar plotësisht, %(partly)s "
            "(%(partly_share)s) pjesërisht dhe %(nots)s (%(nots_share)s) nuk është adresuar.",
            "%(fully)s nga %(num)s prioritete (%(fully_share)s) janë adresuar plotësisht, %(partly)s "
            "(%(partly_share)s) pjesërisht dhe %(nots)s (%(nots_share)s) nuk janë adresuar.",
            counts.assessed,
            **values,
        )
    return said.ngettext(
        "%(fully)s nga %(num)s zotim (%(fully_share)s) është adresuar plotësisht, %(partly)s "
        "(%(partly_share)s) pjesërisht dhe %(nots)s (%(nots_share)s) nuk është adresuar.",
        "%(fully)s nga %(num)s zotime (%(fully_share)s) janë adresuar plotësisht, %(partly)s "
        "(%(partly_share)s) pjesërisht dhe %(nots)s (%(nots_share)s) nuk janë adresuar.",
        counts.assessed,
        **values,
    )


def reply_term(said: Words, day: date | None) -> str:
    """What stands where the municipality did not reply: until when it could, or that no source says."""
    if day is None:
        return said.gettext("Nuk thuhet nëse bashkisë iu kërkua përgjigje.")
    return said.gettext("Pa përgjigje deri më %(day)s.", day=said.date(day))
