"""`pop-tracker report`: a round's report as a file, made from the record as it stands."""

from pathlib import Path

from pop_tracker.database import Database
from pop_tracker.monitoring.frozen import ReportFormat
from pop_tracker.monitoring.report import report_of
from pop_tracker.monitoring.report_files import made
from pop_tracker.settings import Settings


class NoSuchReport(Exception):
    """No published round goes by that contract and number."""


def write_report(
    database: Database, settings: Settings, contract: str, number: int, format: ReportFormat, language: str, file: Path
) -> int:
    """How many bytes were written; the file is whole or not there. Raises NoSuchReport, CannotMakePDF, OSError."""
    with database.reading() as session:
        report = report_of(session, contract, number)
    if report is None:
        raise NoSuchReport(f"no published round {number} of a contract {contract!r}")
    contents = made(report, language, format, settings.base_url)
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_bytes(contents)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return len(contents)
