"""`pop-tracker report`: a round's report as a file, made from the record as it stands."""

from pathlib import Path

import click

from pop_tracker.database import Database
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.settings import Settings
from pop_tracker.web.paper import CannotMakePDF


class ReportError(click.ClickException):
    """The report cannot be written; the message says why."""


def write_report(
    database: Database, settings: Settings, contract: str, number: int, format: ReportFormat, language: str, file: Path
) -> int:
    """How many bytes were written; the file is whole or not there. Raises ReportError, OSError."""
    with database.reading() as session:
        report = report_of(session, contract, number)
    if report is None:
        raise ReportError(f"no published round {number} of a contract {contract!r}")
    try:
        contents = made(
            report, language, format, settings.base_url, folder=settings.files, is_training=settings.training
        )
    except CannotMakePDF as missing:
        raise ReportError(str(missing)) from None
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_bytes(contents)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return len(contents)
