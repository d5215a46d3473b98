"""`pop-tracker read-contract`: what the site would read from a contract's file, without database or settings."""

import json
from pathlib import Path

import click

from pop_tracker.contracts.reading.reader import read
from pop_tracker.contracts.reading.territories import in_files
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.files import LARGEST
from pop_tracker.web.i18n import words
from pop_tracker.web.shipped import shipped


def contract_in(file: Path) -> str:
    """The contract as JSON, with the territory that comes along: the municipalities to practise with, too."""
    try:
        with file.open("rb") as opened:
            contents = opened.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from None
    seeds = shipped("seeds")
    try:
        _, contract = read(contents, (*in_files(seeds), *in_files(seeds / "training")), name=file.name)
    except Refusal as refusal:
        raise click.ClickException(f"{file}: {words('sq').gettext(refusal.message, **refusal.values)}") from None
    except Busy:
        raise click.ClickException(f"{file}: too many files are being read") from None
    return json.dumps(contract.as_json(), ensure_ascii=False, indent=2)
