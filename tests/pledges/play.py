"""How the tests of this room act: they invite someone to sign, and say what an answer on paper says."""

import re
from datetime import timedelta
from email.message import EmailMessage

from sqlmodel import select

from pop_tracker.elections.models import Candidate
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import today
from tests.accounts.play import mails as letters
from tests.cast import EDITOR
from tests.conftest import Site

INVITATIONS = "/puna/ftesat/shembull-2023"
PAPER = "/puna/nenshkrimet/shembull-2023"
ON_PAPER = {
    "name": "Ilire Sekretarja",
    "capacity": "council",
    "on_behalf_of": "Këshilli Bashkiak Shembull",
    "answer": "signed",
    "signed_on": "11.11.2023",
    "date_precision": "day",
    "place": "salla e këshillit",
    "source": "procesverbali i ushtrimit, faqja 2",
    "edition": "",
}


def in_days(days: int) -> str:
    return f"{today() + timedelta(days=days):%d.%m.%Y}"


def candidate(site: Site, name: str = "Blerta Garuese") -> str:
    with site.database.reading() as session:
        return f"candidate-{session.exec(select(Candidate.id).where(Candidate.name == name)).one()}"


def invited(site: Site, who: str | None = None) -> str:
    """Invites and returns the secret of the link, as it stands in the letter."""
    answer = site.form(
        site.client(EDITOR), INVITATIONS,
        who=who or candidate(site), email="e.ftuar@shembull.example", last_day=in_days(30),
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    return secret_in(letters(site)[-1])


def secret_in(letter: EmailMessage) -> str:
    found = re.search(r"/nenshkrim/([\w-]+)", letter.get_content())
    assert found
    return found[1]


def rows(site: Site) -> list[Invitation]:
    with site.database.reading() as session:
        return list(session.exec(select(Invitation)))
