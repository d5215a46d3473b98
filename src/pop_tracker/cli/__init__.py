"""The command `pop-tracker`: thin commands over the rooms.

A mistake in the arguments or settings is one line and exit status 2, any other failure one line and 1.

Each command imports what it works with when it runs: all rooms together take seconds, which whoever asks for help, or
for a link to sign in, would wait for, and which every process that only keeps another one running would hold.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pop_tracker.cli import parameters, site
from pop_tracker.cli.parameters import HeadType, WordOf
from pop_tracker.cli.refusals import refusal
from pop_tracker.settings import SettingError, Settings

if TYPE_CHECKING:
    from pop_tracker import history


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="pop-tracker", message="%(prog)s %(version)s")
def commands() -> None:
    """POP Tracker: the public record of social contracts.

    Settings are variables POP_TRACKER_* of the environment; the README has them in a table.
    """


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--workers", type=click.IntRange(1, 256), help="Server processes; without it POP_TRACKER_WORKERS.")
@click.option(
    "--prepare",
    is_flag=True,
    help="First migrate, load the seeds into a new database, and show how to sign in.",
)
def serve(host: str, port: int, workers: int | None, prepare: bool) -> None:
    """Serve the site until Ctrl-C."""
    from pop_tracker.cli import schema, serving, working

    serving.default_base_url(host, port)
    settings = Settings.from_environment()
    database = site.open_database(settings)
    if prepare:
        settings.var.mkdir(parents=True, exist_ok=True)
        schema.migrate(database)
        site.seed_once(settings, database)
        site.mend(database)
    schema.require_current(database)
    greeting = serving.greeting(settings, database) if prepare else [f"POP Tracker: {settings.base_url}"]
    database.dispose()
    with working.beside(settings):
        serving.run(host, port, workers or settings.workers, "\n".join(greeting))


@commands.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Be the one that works, and end with standard input.")
def work(with_parent: bool) -> None:
    """Do the background work until Ctrl-C: send letters, copy links, freeze reports.

    `serve` does it by itself; where several machines serve, any number may run this, and one works at a time. It waits
    for a database that does not answer, and begins again after whatever interrupts it.
    """
    from pop_tracker.cli import working

    settings = Settings.from_environment()
    if with_parent:
        from pop_tracker.database import FOR_WORK

        working.run(settings, site.open_database(settings, FOR_WORK))
    elif status := working.alone():
        sys.exit(status)


@commands.command()
def migrate() -> None:
    """Bring the database up to date with this version."""
    from pop_tracker.cli import schema

    settings = Settings.from_environment()
    settings.var.mkdir(parents=True, exist_ok=True)
    database = site.open_database(settings)
    schema.migrate(database)
    site.mend(database)


@commands.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def seed(folder: Path | None) -> None:
    """Load the seeds that are not there yet: those of FOLDER, else those that come along.

    A row that cannot be taken stops it with file, line and reason, and nothing is loaded.
    """
    from pop_tracker.tables import load_seeds

    settings = Settings.from_environment()
    with site.current_database(settings).writing() as session:
        loaded = load_seeds(session, folder or site.seeds_of(settings))
    click.echo(f"{loaded} loaded" if loaded else "nothing new")


@commands.command("add-person")
@click.argument("email")
@click.option("--name", required=True, help="Name of the person.")
@click.option("--organisation", metavar="SLUG", help="The organisation; a coordinator needs none.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=WordOf(parameters.roles),
    help="What the person may do; may be given several times.",
)
def add_person_command(email: str, name: str, organisation: str | None, roles: tuple[str, ...]) -> None:
    """Give a person an account."""
    from pop_tracker.accounts.roles import Role
    from pop_tracker.cli.people import add_person

    settings = Settings.from_environment()
    with site.current_database(settings).writing() as session:
        add_person(session, settings, email, name, organisation, {Role(role) for role in roles})
    click.echo(f"added {email}; to sign in: pop-tracker sign-in-link {email}")


@commands.command("give-role")
@click.argument("email")
@click.option("--role", required=True, type=WordOf(parameters.roles), help="What the person may do from now on, too.")
def give_role_command(email: str, role: str) -> None:
    """Give a person who has an account one more role, at once.

    On the site two people give the roles of reviewer and coordinator. This names the second coordinator while there is
    only one; the account log says that it was the command.
    """
    from pop_tracker.accounts.roles import Role
    from pop_tracker.cli.people import give_role

    settings = Settings.from_environment()
    with site.current_database(settings).writing() as session:
        give_role(session, settings, email, Role(role))
    click.echo(f"{email} is {role} now, too")


@commands.command("reset-second-step")
@click.argument("email")
def reset_second_step_command(email: str) -> None:
    """Take away a person's passkeys, phone and printed codes, all of which they lost.

    Their sessions end; when they next sign in they set up a new second step. They and all coordinators are told, and
    the account log says that it was the command.
    """
    from pop_tracker.cli.people import reset_second_step

    settings = Settings.from_environment()
    with site.current_database(settings).writing() as session:
        reset_second_step(session, settings, email)
    click.echo(f"{email} has no second step now; to sign in: pop-tracker sign-in-link {email}")


@commands.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link that signs the person in, once."""
    from pop_tracker.cli.people import known_person, sign_in_address

    settings = Settings.from_environment()
    with site.current_database(settings).writing() as session:
        click.echo(sign_in_address(session, settings, known_person(session, email)))


@commands.command("verify-history")
@click.option(
    "--expect", type=HeadType(), help="A head noted earlier; without it a tail that was cut off is not found."
)
@click.option("--expect-log", type=HeadType(), help="The same for the account log.")
@click.option("--beside", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="An older backup: each of its entries is compared with what stands.")  # fmt: skip
def verify_history(expect: "history.Head | None", expect_log: "history.Head | None", beside: Path | None) -> None:
    """Recompute the chain of history and that of the account log, and compare every public row with its last entry, and
    the roles and organisations that people have with the log. Says what redactions took out of it, when and why."""
    import pop_tracker.tables  # noqa: F401  every room must be known, or its entries would lack their rows
    from pop_tracker import history, verification
    from pop_tracker.accounts import held_roles, log
    from pop_tracker.cli import keeping

    with site.current_database(Settings.from_environment()).reading() as session:
        faults = [*verification.verify(session, expect), *log.verify(session, expect_log), *held_roles.verify(session)]
        head, log_head = history.head(session), log.head(session)
        removed = [*keeping.removals_said(session)]
        compared = [*keeping.beside_said(session, beside)] if beside else []
    for fault in faults:
        click.echo(f"entry {fault.number}: {fault.what}" if fault.number is not None else fault.what)
    if faults:
        raise click.ClickException(f"the history does not verify: {len(faults)} found")
    for line in (*removed, *compared):
        click.echo(line)
    click.echo(f"the history verifies: {head.number}:{head.hash}")
    click.echo(f"the account log verifies: {log_head.number}:{log_head.hash}")


@commands.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and files into FILE (.tar.gz), whole and consistent while the site is in use.

    Sign-in links and sessions stay out. The file holds personal data: keep it as you keep the database.
    """
    from pop_tracker.cli.backup import write

    settings = Settings.from_environment()
    made = write(site.current_database(settings), settings.files, file)
    click.echo(f"{file}: {made.rows} rows, {made.files} files, head {made.head.number}:{made.head.hash}")


@commands.command()
@click.option("--destroyed", type=int, help="The number of a backup that is destroyed, with all its copies.")
def backups(destroyed: int | None) -> None:
    """List the backups that were made, and what each still holds that was removed from the record since."""
    from pop_tracker.cli.keeping import backups_said

    with site.current_database(Settings.from_environment()).writing() as session:
        for line in backups_said(session, destroyed):
            click.echo(line)


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite a database that holds something.")
@click.option("--removed", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The list of what was removed from the record, where it is not VAR/removed.json.")  # fmt: skip
def restore(file: Path, force: bool, removed: Path | None) -> None:
    """Bring database and files back from FILE, into SQLite or PostgreSQL, whichever it was written from.

    All or nothing: a database that does not verify afterwards is left as it was. Stop the server first. What was
    removed from the record after the backup was made, by the list that the site keeps in VAR/removed.json, is removed
    again.
    """
    from pop_tracker.cli.backup import read
    from pop_tracker.cli.keeping import listed_removals, restored_said

    settings = Settings.from_environment()
    settings.var.mkdir(parents=True, exist_ok=True)
    listed = listed_removals(settings, removed)
    made = read(site.open_database(settings), settings.files, file, force=force, removed=listed or ())
    for line in restored_said(settings, made, listed):
        click.echo(line)


@commands.command()
@click.argument("commitments", metavar="COMMITMENTS.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("items", metavar="ITEMS.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1), help="Suggestions for a commitment.")
def suggest(commitments: Path, items: Path, limit: int) -> None:
    """Rank plan items for commitments, as the site does, and print them as JSON.

    Both files are lists of objects with "id" and "text", perhaps "place", "programme" (a budget code) and "groups".
    Needs neither database nor settings.
    """
    from pop_tracker.cli.suggesting import suggestions

    click.echo(suggestions(commitments, items, limit))


@commands.command("read-plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", metavar="FILE", type=click.Path(path_type=Path), help="How to read its columns, as JSON.")
def read_plan(file: Path, mapping: Path | None) -> None:
    """Read the table of a plan (XLSX, DOCX or CSV) as the site's preview does, and print it as JSON.

    Printed are its items, faults, what was left out, and what only a person can say; answers to that go into a mapping,
    whose form docs/plan-tables.md tells. Needs neither database nor settings.
    """
    from pop_tracker.cli.reading_plans import plan_in

    click.echo(plan_in(file, mapping))


@commands.command("read-contract")
@click.argument("file", type=click.Path(path_type=Path))
def read_contract(file: Path) -> None:
    """Read a social contract (PDF, DOCX, ODT, HTML, TXT, XLSX, CSV, a scan or a photo), and print it as JSON.

    Printed are its title, municipality, term, groups, priorities and points with where each stood, what was left out,
    and what a person should look at. Needs neither database nor settings; scans and photos need Tesseract with
    Albanian. A file that is no contract is refused: one line says why, and the exit status is 1.
    """
    from pop_tracker.cli.reading_contracts import contract_in

    click.echo(contract_in(file))


@commands.command()
@click.argument("contract")
@click.argument("number", metavar="ROUND", type=click.IntRange(1, 9999))
@click.option("--format", "format_name", default="pdf", show_default=True,
              type=WordOf(parameters.formats), help="Kind of file.")  # fmt: skip
@click.option("--language", default="sq", show_default=True, type=WordOf(parameters.languages), help="Its language.")
@click.option("-o", "--output", "file", required=True, metavar="FILE", help="Where to write it.",
              type=click.Path(dir_okay=False, path_type=Path))  # fmt: skip
def report(contract: str, number: int, format_name: str, language: str, file: Path) -> None:
    """Write the report of a published ROUND of CONTRACT (its name in addresses, such as fier-2019).

    It is what the site freezes, made from the record as it stands now.
    """
    from pop_tracker.cli.reporting import write_report
    from pop_tracker.monitoring.report.formats import ReportFormat

    settings = Settings.from_environment()
    size = write_report(
        site.current_database(settings), settings, contract, number, ReportFormat(format_name), language, file
    )
    click.echo(f"{file}: {size} bytes")


def main(arguments: list[str] | None = None) -> None:
    sys.exit(_status(arguments))


def _status(arguments: list[str] | None) -> int:
    try:
        commands.main(arguments, prog_name="pop-tracker", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        return 2
    except SettingError as error:
        return _say(str(error), 2)
    except click.Abort:
        return 130
    except click.ClickException as error:  # also those of the modules beside this one
        return _say(error.format_message(), error.exit_code)
    except OSError as error:
        return _say(str(error), 1)
    except Exception as error:
        return _say(*refusal(error))
    return 0


def _say(message: str, status: int) -> int:
    click.echo(f"pop-tracker: {' '.join(message.split())}", err=True)
    return status
