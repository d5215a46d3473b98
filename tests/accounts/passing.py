"""How work passes from one person to another, and where it is told then."""

import re
from typing import Any

from tests.accounts.play import person_id
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.pages import main_of, words


def page_of(site: Site, email: str, door: str = "largim") -> str:
    return f"/puna/njerezit/{person_id(site, email)}/{door}"


def passed_on(site: Site, to: str, door: str = "largim", of: str = EDITOR, **fields: str) -> Any:
    """All that can be passed on goes to one person."""
    client, path = site.client(COORDINATOR), page_of(site, of, door)
    choices = re.findall(r'<select[^>]* name="(kujt_\w+)"', client.get(path).text)
    return site.form(client, path, **{**dict.fromkeys(choices, str(person_id(site, to)) if to else ""), **fields})


def told(site: Site, who: str, path: str = "/puna") -> str:
    return words(main_of(site.client(who).get(path).text))
