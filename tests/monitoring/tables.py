"""A round's table of verdicts as people send it, and the import that enters it."""

from typing import Any

import httpx
from litestar.testing import TestClient

from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import csv_text

IMPORT = "/puna/raundet/importi"
ROUND = {
    "contract": "shembull-2023",
    "number": "",
    "period_from": "09.2024",
    "period_until": "09.2025",
    "method": "",
    "published_elsewhere": "Raporti vjetor i shpikur, 12.10.2025",
    "elsewhere_url": "https://shembull.example/raporti.pdf",
    "source": "raporti i shpikur, faqet 3–9",
    "evidence_note": "publikuar nga POP; provat nuk mbahen këtu",
}
HEADINGS = ("Referenca", "Njësia", "Vlerësimi", "Arsyeja", "Burimi")
ROWS: list[tuple[Any, ...]] = [
    ("1.1", "Njësia Lindore", "Adresuar plotësisht", "U hap.", "faqja 3"),
    ("1.2", "", "ADRESUAR PJESERISHT", "Vetëm kopshti.", "faqja 3"),
    ("1.3.A", "", "fully addressed", "U mblodh.", "faqja 4"),
    ("1.4", "", "Nuk eshte adresuar", "Asnjë linjë.", "faqja 5"),
    ("2.2", "", "i pavlerësuar", "Pa të dhëna.", "faqja 6"),
    ("2.3", "fushe shembull", "adresuar plotësisht", "Përfundoi.", "faqja 6"),
]
TABLE = [HEADINGS, *ROWS]


def send(site: Site, client: TestClient[Any], rows: Any = TABLE, name: str = "raundi.csv", contents: bytes = b"",
         path: str = IMPORT, **fields: Any) -> httpx.Response:  # fmt: skip
    contents = contents or csv_text(rows).encode()
    return site.form(client, path, files={"file": (name, contents, "text/csv")}, **{**ROUND, **fields})


def confirm(client: TestClient[Any], preview: str) -> httpx.Response:
    nonce = client.get(preview).text.split('name="nonce" value="')[1].split('"')[0]
    fields = {"_csrf_token": client.cookies.get("pop_csrf", ""), "nonce": nonce}
    return client.post(f"{preview}/konfirmimi", data=fields)


def entered(site: Site, rows: Any = TABLE, **fields: Any) -> int:
    client = site.client(EDITOR)
    sent = send(site, client, rows, **fields)
    assert sent.status_code == 303, sent.text
    answer = confirm(client, sent.headers["location"])
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])
