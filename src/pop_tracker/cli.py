"""The command `pop-tracker`."""

from alembic import command
from alembic.config import Config

from pop_tracker.database import Database
from pop_tracker.web.render import PACKAGE


def migrate(database: Database) -> None:
    """Brings the schema up to date, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "migrations"))
    with database.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
