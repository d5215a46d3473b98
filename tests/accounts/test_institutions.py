"""Domains of institutions: recorded by a coordinator with a source, confirmed by a second person, ended at once."""

from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.institutions import (
    InstitutionDomain,
    InstitutionKind,
    counted_domains,
    record_domain,
    staff_domains,
)
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.web.errors import Forbidden, Refusal
from tests.accounts.play import DOMAIN, recorded_domain
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site

PAGE = "/puna/domenet"


def recorded(site: Site, **fields: str) -> int:
    answer = recorded_domain(site, **fields)
    assert answer.status_code == 303, answer.text
    with site.database.reading() as session:
        return max(one.id or 0 for one in session.exec(select(InstitutionDomain)))


def counts(site: Site) -> set[str]:
    with site.database.reading() as session:
        return set(counted_domains(session))


@pytest.mark.both
def test_one_counts_when_a_second_person_has_confirmed_it(training: Site) -> None:
    before = counts(training)
    door = f"{PAGE}/{recorded(training)}"
    assert counts(training) == before
    coordinator, reviewer = training.client(COORDINATOR), training.client(REVIEWER)
    assert coordinator.get(f"{door}/konfirmimi").status_code == 404
    assert training.form(coordinator, PAGE, post_to=f"{door}/konfirmimi").status_code == 403
    assert "Domen institucioni që pret konfirmimin tuaj" in reviewer.get("/puna").text
    assert "pret një person të dytë" in coordinator.get("/puna").text
    assert training.form(reviewer, f"{door}/konfirmimi").status_code == 303
    assert counts(training) == before | {"bashkia-ushtrim.example"}
    assert training.form(reviewer, "/puna", post_to=f"{door}/konfirmimi").status_code == 422
    assert training.form(coordinator, f"{door}/heqja").status_code == 303
    assert counts(training) == before
    assert coordinator.get(f"{door}/heqja").status_code == 404
    recorded(training)  # it may be entered again, and waits again
    assert counts(training) == before
    with training.database.reading() as session:
        events = list(session.exec(select(LogEntry.event).order_by(col(LogEntry.number))))
        assert [one for one in events if one.startswith("domain_")] == [
            "domain_recorded", "domain_confirmed", "domain_ended", "domain_recorded",
        ]  # fmt: skip
        assert list(log.verify(session)) == []


BAD = [
    ("domain", "gmail.com", "mund të hapë adresë kushdo"),
    ("domain", "Yahoo.com", "mund të hapë adresë kushdo"),
    ("domain", "shembull.example", "i një organizate të rrjetit"),
    ("domain", "posta.shembull.example", "i një organizate të rrjetit"),
    ("domain", "emri.fastmail.com", "mund të hapë adresë kushdo"),
    ("domain", "bashkia-shembull.example", "shënuar tashmë"),
    ("domain", "al", "Shkruani domenin si"),
    ("domain", "x@bashkia.example", "Shkruani domenin si"),
    ("domain", "http://bashkia.example", "Shkruani domenin si"),
    ("domain", "a" * 254, "tepër i gjatë"),
    ("municipality", "", "Zgjidhni bashkinë"),
    ("source", "", "Plotësojeni këtë fushë."),
    ("kind", "private", "Zgjidhni një nga mundësitë"),
]


def test_what_is_none_is_told_at_its_field(training: Site) -> None:
    before, client = counts(training), training.client(COORDINATOR)
    for field, value, told in BAD:
        answer = training.form(client, f"{PAGE}/i-ri", **{**DOMAIN, field: value})
        assert answer.status_code == 422, value
        assert told in answer.text, value
    with training.database.reading() as session:
        assert len(session.exec(select(InstitutionDomain)).all()) == len(before)


@pytest.mark.parametrize("who", [EDITOR, REVIEWER])
def test_nobody_else_records_or_ends_one(training: Site, who: str) -> None:
    client = training.client(who)
    client.get("/puna")
    token = {"_csrf_token": client.cookies.get("pop_csrf", "")}
    for path in (PAGE, f"{PAGE}/i-ri", f"{PAGE}/1/heqja"):
        assert client.get(path).status_code == 403
    for path in (f"{PAGE}/i-ri", f"{PAGE}/1/heqja"):
        assert client.post(path, data={**DOMAIN, **token}).status_code == 403


def test_the_verbs_themselves_ask_who_it_is_and_whether_it_still_is_an_institutions(training: Site) -> None:
    said: dict[str, Any] = {"kind": InstitutionKind.PARTY, "name": "Lista", "municipality_id": None, "source": "faqja"}
    with training.database.writing() as session:
        coordinator, reviewer = (training.viewer(session, who) for who in (COORDINATOR, REVIEWER))
        with pytest.raises(Forbidden):
            record_domain(session, reviewer, domain="lista-re.example", **said)
        one = record_domain(session, coordinator, domain="WWW.Lista-Re.example", **said)
        assert one.domain == "lista-re.example"
        with pytest.raises(Forbidden):
            one.end(session, reviewer)
        before = staff_domains(session)
        for email in ("drita@gmail.com", "drita@lista-re.example"):
            remember_mailbox(session, reviewer.person_id or 0, email)
        assert staff_domains(session) == before | {"lista-re.example"}
        with pytest.raises(Refusal):
            one.confirm(session, reviewer)
