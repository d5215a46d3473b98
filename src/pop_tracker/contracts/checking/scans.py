"""Documents whose pages are pictures: read by background work, page by page, while their sender sees how far it is.

Nobody's connection has to last that long. Killed in the middle, the document is read anew by the next process.
"""

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person, viewer_for
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.reading import territories
from pop_tracker.contracts.reading.reader import read
from pop_tracker.database import Database
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.i18n import N_

GONE = N_("Skedari nuk gjendet më. Dërgojeni përsëri.")


class Scanned(Exception):
    """Raised to whoever would have to wait: so many pages are pictures."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


def not_now(done: int, pages: int) -> None:
    """Told before the first page is read."""
    raise Scanned(pages)


def due(session: Session) -> list[int]:
    waits = col(ContractReading.is_read).is_(False)
    found = session.exec(select(ContractReading).where(waits).order_by(col(ContractReading.id)))
    return [one.id or 0 for one in found if not one.problem]


def read_due(settings: Settings, database: Database) -> None:
    with database.reading() as session:
        waiting = due(session)
    for reading_id in waiting:
        _read(settings, database, reading_id)


def _read(settings: Settings, database: Database, reading_id: int) -> None:
    with database.reading() as session:
        reading = session.get(ContractReading, reading_id)
        if reading is None:  # its sender threw it away meanwhile
            return
        name, sha256 = reading.document.name, reading.document.sha256
        places = territories.in_record(session)

    def on_page(done: int, pages: int) -> None:
        with database.writing() as session:
            if reading := session.get(ContractReading, reading_id):
                reading.pages_read, reading.pages_found = done, pages

    contents = files.get(settings.files, sha256)
    problem = Refusal(GONE)
    if contents is not None:
        try:
            document, found = read(contents, places, name=name, on_page=on_page)
        except Busy:
            return  # at the next look
        except Refusal as refusal:
            problem = refusal
        else:
            with database.writing() as session:
                if reading := session.get(ContractReading, reading_id):
                    reading.document.hear(document)
                    sender = session.get(Person, reading.opened_by)
                    assert sender is not None  # nobody's row goes
                    viewer = viewer_for(session, sender)
                    reading.hear(session, viewer, found, municipality_by_slug(session, found.municipality or ""))
                    reading.version += 1  # whoever is about to throw it away sees first what it is
            return
    with database.writing() as session:
        if reading := session.get(ContractReading, reading_id):
            reading.problem = [problem.message, problem.values]
