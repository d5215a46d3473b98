"""Every act is credited to who did it, on its page, in the list, the feed and the API: the verb of every kind, with and
without an organisation, with and without a second person; and as people, links, jobs and the command make them."""

from typing import Any

import pytest
from sqlmodel import col, select, update

from pop_tracker import history
from pop_tracker.browse.record.acts import Doer, approved_by, doer, done_by
from pop_tracker.cli.site import mend
from pop_tracker.elections.models import Candidate
from pop_tracker.history import KINDS, OF_REDACTIONS, SAID_BY_OTHERS, VERBS, HistoryEntry
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.pledges.models import Signature
from pop_tracker.web.i18n import words
from tests.browse.play import a_candidate, a_consultation
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.history.redacting import hidden, redacted
from tests.monitoring.hearing import days_pass, link_in_letter, say, send
from tests.monitoring.play import approved, corrected, publish
from tests.pages import words as plain
from tests.pledges.answering import answered
from tests.pledges.play import invited

NAMES = {"osh": "Organizata Shembullore", "prove": "Shoqata Provë"}
BY_LINK = {
    "signature.record", "signature.state", "signature.withdraw", "signature.annul", "reply.add", "disavowal.disown",
}  # fmt: skip
"""What is said by who got a link, where no second person of the network stands in it; who annuls stands there with
one."""
BY_THE_SITE = {"report.freeze", "link_check.enter", "signature.tie"}
FIRST = "askush: erdhi me të dhënat fillestare"
ALONE = "askush tjetër: u shënua nga një person"
COORDINATOR_SAID = "koordinatori i rrjetit"


def row(verb: str, author: int | None, organisation: str | None, second: str | None) -> HistoryEntry:
    """`second`: None for nobody, "" for somebody without an organisation."""
    return HistoryEntry(
        number=1, at=None, verb=verb, kind=verb.partition(".")[0], key="", path="", payload_digest="",  # type: ignore[arg-type]
        previous_hash="", hash="", author=author, organisation=organisation,
        approver=None if second is None else 2, approver_organisation=second or None,
    )  # fmt: skip


def credited(verb: str, author: int | None, organisation: str | None, second: str | None) -> tuple[str, str]:
    entry = row(verb, author, organisation, second)
    return done_by(entry, NAMES, words("sq")), approved_by(entry, NAMES, words("sq"))


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_credited_to_who_did_it(verb: str) -> None:
    if verb in BY_THE_SITE:
        assert credited(verb, None, None, None) == ("vetë pop-tracker, jo një person", "askush")
        return
    assert credited(verb, None, None, None) == (FIRST, "askush")
    another = "një koordinator tjetër i rrjetit"
    assert credited(verb, 1, "osh", "prove") == ("Organizata Shembullore", "Shoqata Provë")
    assert credited(verb, 1, "osh", "") == ("Organizata Shembullore", COORDINATOR_SAID)
    assert credited(verb, 1, None, "prove") == (COORDINATOR_SAID, "Shoqata Provë")
    assert credited(verb, 1, None, "") == (COORDINATOR_SAID, another), "two people, not one"
    for organisation, name in (("osh", "Organizata Shembullore"), (None, COORDINATOR_SAID)):
        who, second = credited(verb, 1, organisation, None)
        if verb in BY_LINK:
            assert who.startswith("vetë "), "not of whoever sent the link"
            assert name in who
            assert second == "nuk duhet: është fjala e vetë atij që e tha"
        else:
            assert (who, second) == (name, ALONE)


def test_each_kind_that_others_say_is_known_here() -> None:
    """Who declares a verb of theirs says above whose act it is."""
    said = {verb for verb in VERBS if verb.partition(".")[0] in SAID_BY_OTHERS}
    with_words = {f"{kind}.{verb}" for kind in SAID_BY_OTHERS for verb in OF_REDACTIONS}
    assert said == BY_LINK | with_words | {"signature.tie"}
    assert {verb.partition(".")[0] for verb in VERBS} == KINDS.keys()


def coordinator(site: Site) -> None:
    a_candidate(site)


def organisation(site: Site) -> None:
    a_consultation(site)


def two_people(site: Site) -> None:
    corrected(site)


def coordinator_and_a_reviewer(site: Site) -> None:
    with site.database.writing() as session:
        thing = session.exec(select(Candidate)).first()
        assert thing is not None
        by, second = (site.viewer(session, one).actor for one in (COORDINATOR, REVIEWER))
        redacted(session, thing, by, second, reason="emër i një personi privat")


def who_hides_a_signature(site: Site) -> None:
    """Somebody here, and not who signed."""
    with site.database.writing() as session:
        thing = session.exec(select(Signature)).first()
        assert thing is not None
        hidden(session, thing, site.viewer(session, EDITOR).actor, reason="emër i një personi privat")


def signer(site: Site) -> None:
    assert answered(site, f"/nenshkrim/{invited(site)}", answer="signed", name="Blerta Garuese").status_code == 303


def municipality(site: Site) -> None:
    round_id = approved(site)
    send(site, round_id)
    link = link_in_letter(site)
    days_pass(site, round_id)
    publish(site, round_id)
    assert say(site, link).status_code == 303


def a_job(site: Site) -> None:
    assert freeze_due(site.database, site.settings) == 2


def the_command(site: Site) -> None:
    """What it mends after an upgrade."""
    with site.database.writing() as session:
        session.exec(update(Signature).where(col(Signature.office_id).is_not(None)).values(office_id=None))
        session.exec(update(Signature).where(col(Signature.candidate_id).is_not(None)).values(candidate_id=None))
    mend(site.database)


def nobody(site: Site) -> None:
    """All that stands there was loaded."""


ORGANISATION = "Organizata Shembullore"
ACTS = [
    (coordinator, Doer.COORDINATOR, COORDINATOR_SAID, ALONE),
    (organisation, Doer.ORGANISATION, ORGANISATION, ALONE),
    (two_people, Doer.ORGANISATION, ORGANISATION, ORGANISATION),
    (coordinator_and_a_reviewer, Doer.COORDINATOR, COORDINATOR_SAID, ORGANISATION),
    (who_hides_a_signature, Doer.ORGANISATION, ORGANISATION, ALONE),
    (signer, Doer.BY_LINK, f"vetë personi i ftuar, me lidhjen e tij personale (e ftoi: {ORGANISATION})", "nuk duhet:"),
    (municipality, Doer.BY_LINK, f"vetë bashkia, me lidhjen e saj personale (ia dërgoi: {ORGANISATION})", "nuk duhet:"),
    (a_job, Doer.SITE, "vetë pop-tracker, jo një person", "askush"),
    (the_command, Doer.SITE, "vetë pop-tracker, jo një person", "askush"),
    (nobody, Doer.FIRST_TABLES, FIRST, "askush"),
]  # fmt: skip


@pytest.mark.parametrize(("happens", "who", "by", "second"), ACTS)
def test_what_people_links_and_jobs_do_is_credited_to_them(
    training: Site, monkeypatch: pytest.MonkeyPatch, happens: Any, who: Doer, by: str, second: str
) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())
    happens(training)
    with training.database.reading() as session:
        last = history.head(session).number
        assert doer(session.get_one(HistoryEntry, last)) is who
    client = training.client()
    entry = plain(client.get(f"/ndryshimet/{last}").text)
    assert f"Kush {by} Miratoi {second}" in entry
    (told,) = client.get("/api/v1/changes?limit=1").json()["items"]
    assert (told["number"], told["by"]) == (last, who.value)
    listed = plain(client.get("/ndryshimet").text)
    of_it = listed.partition(f" · #{last}")[0][-300:]
    assert (by in of_it) == (who is not Doer.FIRST_TABLES)
    author = client.get("/ndryshimet.atom").text.partition("<author>")[2].partition("<entry>")[2]
    nobodys = who in (Doer.FIRST_TABLES, Doer.SITE)
    assert f"<name>{'pop-tracker' if nobodys else by}</name>" in author.partition("</entry>")[0]


def test_the_sites_own_work_is_not_told_as_loaded(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())
    with training.database.reading() as session:
        loaded = len(session.exec(select(HistoryEntry.number)).all())
    a_job(training)
    home = plain(training.client().get("/").text)
    assert f"U ngarkuan {loaded} të dhëna." in home
    assert f"U ngarkuan {loaded + 1} të dhëna." not in home


def test_a_second_person_without_an_organisation_is_told_in_the_list(training: Site) -> None:
    with training.database.writing() as session:
        from pop_tracker.accounts.models import Organisation

        thing = session.exec(select(Organisation)).first()
        assert thing is not None
        history.append(session, "revise", thing, history.Actor(1), source="provë", approved_by=history.Actor(2))
    listed = plain(training.client().get("/ndryshimet").text)
    assert "koordinatori i rrjetit; miratuar nga një koordinator tjetër i rrjetit" in listed
