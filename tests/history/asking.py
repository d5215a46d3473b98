"""A request for redaction as somebody who works here sends it: found by the page, chosen, sent."""

import re

from sqlmodel import select

from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint
from tests.conftest import Site

HEARING = "/konsultimet/shembull-2024-02-14"
NEW = "/puna/heqjet/kerkese"
REASON = "emër i një personi privat, ligji 124/2024"


def ask_for(site: Site, email: str, page: str, word: str, *, how: str = "gjithe", **fields: str) -> str:
    """For each piece in which the word stands; where the request stands then."""
    client = site.client(email)
    found = client.get(f"{NEW}?faqja={page}").text
    rows = re.findall(r"<li>.*?</li>", found, re.DOTALL)
    chosen = {re.findall(r'name="(pjesa:[^"]+)"', row)[0]: how for row in rows if word in row and "pjesa:" in row}
    names = {"names": word} if how == "emri" else {}
    sent = site.form(client, NEW, page=page, reason=REASON, **names, **chosen, **fields)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def ask_for_point(site: Site, email: str) -> tuple[str, str]:
    """For the first point of the hearing; and its words."""
    with site.database.reading() as session:
        word = session.exec(
            select(ConsultationPoint.text)
            .join(Consultation, Consultation.id == ConsultationPoint.consultation_id)  # type: ignore[arg-type]
            .where(Consultation.slug == HEARING.rpartition("/")[2])
        ).first()
    assert word
    return ask_for(site, email, HEARING, word), word
