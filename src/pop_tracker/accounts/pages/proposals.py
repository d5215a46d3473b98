"""What every page has on which a second person decides (`templates/decision_page.html`)."""

from typing import Any

from sqlmodel import Session

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.accounts.proposals import Proposal
from pop_tracker.web.forms.base import BaseForm, Max, Required
from pop_tracker.web.forms.fields import TextField
from pop_tracker.web.i18n import N_


class ReturnForm(BaseForm):
    note = TextField(N_("Çfarë duhet ndryshuar"), [Required(), Max(2000)])


def name_of(session: Session, person_id: int | None) -> str:
    """Empty where nobody in particular did it."""
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def on_its_page(desk: Desk, proposal: Proposal, municipality_id: int, form: ReturnForm | None = None) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "form": form,
        "author": name_of(desk.session, proposal.recorded_by),
        "may_decide": proposal.may_be_decided(desk.viewer),
        "may_mend": proposal.may_be_mended(desk.viewer),
        "may_take_away": desk.viewer.may_edit(municipality_id),
    }
