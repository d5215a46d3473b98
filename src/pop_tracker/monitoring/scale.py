"""What may be said of a commitment: POP's three verdicts, and the two things that are none."""

from enum import StrEnum

from pop_tracker.web.i18n import N_


class Status(StrEnum):
    """POP's three verdicts; then what never counts as one of them, in the order in which they are listed."""

    FULLY_ADDRESSED = "fully_addressed"
    """Adresuar plotësisht."""
    PARTIALLY_ADDRESSED = "partially_addressed"
    """Adresuar pjesërisht."""
    NOT_ADDRESSED = "not_addressed"
    """Nuk është adresuar."""
    NOT_ASSESSED = "not_assessed"
    """I pavlerësuar: nobody has said yet. Not "not addressed"."""
    NOT_ASSESSABLE = "not_assessable"
    """Nuk mund të vlerësohet: looked at, and no verdict is possible, on a `Ground`. Outside every sum and percentage,
    and named beside them."""


class Ground(StrEnum):
    """Why no verdict is possible; the reason says it in words."""

    UNCLEAR_WORDS = "unclear_words"
    """The words do not say what would show it done: they state a fact, or ask for nothing that can be seen."""
    NOT_COMPETENCE = "not_competence"
    """It is not the municipality's to do."""


VERDICTS = (Status.FULLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.NOT_ADDRESSED)
STATUS_WORDS: dict[Status, str] = {
    Status.FULLY_ADDRESSED: N_("adresuar plotësisht"),
    Status.PARTIALLY_ADDRESSED: N_("adresuar pjesërisht"),
    Status.NOT_ADDRESSED: N_("nuk është adresuar"),
    Status.NOT_ASSESSED: N_("i pavlerësuar"),
    Status.NOT_ASSESSABLE: N_("nuk mund të vlerësohet"),
}
GROUND_WORDS: dict[Ground, str] = {
    Ground.UNCLEAR_WORDS: N_("fjalët e zotimit janë të paqarta"),
    Ground.NOT_COMPETENCE: N_("nuk është kompetencë e bashkisë"),
}
GROUND_OF = f"ground IS NULL OR status = '{Status.NOT_ASSESSABLE}'"
"""As the tables hold it: nothing else has a ground."""
NO_VERDICT = N_("Zgjidhni një vlerësim.")
NO_GROUND = N_("Zgjidhni pse nuk mund të vlerësohet.")
