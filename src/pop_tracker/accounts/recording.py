"""Who records for a municipality: editors of the organisation that covers it, the coordinator where none does."""

from pop_tracker.accounts.models import Viewer
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import N_


def require_recorder(viewer: Viewer, municipality_id: int, field: str | None = None) -> None:
    """Raises Forbidden, with what is missing: the role, or that one's organisation covers the municipality."""
    if not viewer.may_edit(municipality_id):
        raise Forbidden(_why_not(viewer), field=field)


def _why_not(viewer: Viewer) -> str:
    if viewer.is_editor:
        return N_("Organizata juaj nuk e mbulon këtë bashki.")
    if viewer.is_coordinator:
        return N_("Këtë bashki e mbulon një organizatë: për të regjistrojnë redaktorët e saj.")
    return N_("Këtë e bën një redaktor i organizatës që mbulon bashkinë: llogaria juaj nuk e ka këtë rol.")
