"""The site that a command works on: its database, its seeds, and what is mended after an upgrade."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pop_tracker.settings import PREFIX, SettingError, Settings

if TYPE_CHECKING:
    from pop_tracker.database import Database, Patience


def open_database(settings: Settings, patience: "Patience | None" = None) -> "Database":
    from sqlalchemy.exc import ArgumentError

    from pop_tracker.database import Database

    try:
        database = Database(settings.url, patience=patience)
    except (ArgumentError, ImportError) as error:
        raise SettingError(f"{PREFIX}DATABASE_URL: {error}") from None
    click.get_current_context().call_on_close(database.dispose)
    return database


def current_database(settings: Settings) -> "Database":
    from pop_tracker.cli import schema

    database = open_database(settings)
    schema.require_current(database)
    return database


def seeds_of(settings: Settings) -> Path:
    from pop_tracker.web.shipped import shipped

    return shipped("seeds") / "training" if settings.training else shipped("seeds")


def seed_once(settings: Settings, database: "Database") -> None:
    from pop_tracker import history
    from pop_tracker.tables import load_seeds

    with database.reading() as session:
        if history.head(session).number:
            return
    click.echo("Loading the seeds into a new database; this happens once.")
    with database.writing() as session:
        load_seeds(session, seeds_of(settings))


def mend(database: "Database") -> None:
    """What an earlier version recorded without saying whose it is, or so that the search does not find it."""
    from pop_tracker.contracts.search_index import mend_index
    from pop_tracker.history import SEEDS
    from pop_tracker.pledges.ties import tie_answers

    with database.writing() as session:
        tied = tie_answers(session, SEEDS)
        mend_index(session)
    if tied:
        click.echo(f"{tied} answers tied to whoever gave them")
