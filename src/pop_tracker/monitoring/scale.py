"""What may be said of a commitment: POP's three verdicts, and the fourth thing, which is none."""

from enum import StrEnum

from pop_tracker.web.i18n import N_


class Status(StrEnum):
    """POP's three verdicts, and the fourth thing that never counts as one of them."""

    FULLY_ADDRESSED = "fully_addressed"
    """Adresuar plotësisht."""
    PARTIALLY_ADDRESSED = "partially_addressed"
    """Adresuar pjesërisht."""
    NOT_ADDRESSED = "not_addressed"
    """Nuk është adresuar."""
    NOT_ASSESSED = "not_assessed"
    """I pavlerësuar: nobody has said yet. Not "not addressed"."""


VERDICTS = (Status.FULLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.NOT_ADDRESSED)
STATUS_WORDS: dict[Status, str] = {
    Status.FULLY_ADDRESSED: N_("adresuar plotësisht"),
    Status.PARTIALLY_ADDRESSED: N_("adresuar pjesërisht"),
    Status.NOT_ADDRESSED: N_("nuk është adresuar"),
    Status.NOT_ASSESSED: N_("i pavlerësuar"),
}
NO_VERDICT = N_("Zgjidhni një vlerësim.")
