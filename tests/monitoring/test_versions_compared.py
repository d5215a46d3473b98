"""What became otherwise between two versions of a report, read from the record."""

from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.browse import report_difference
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.as_recorded import (
    ChangedVerdict,
    Difference,
    RoundThen,
    VerdictThen,
    entries_of,
    round_at,
)
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.monitoring.report.history_of_versions import versions_of
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.i18n import today, words
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.history.redacting import hidden, redacted
from tests.monitoring.hearing import days_pass, link_in_letter, say, send
from tests.monitoring.play import approved, corrected, publish, published_round, retraction
from tests.pages import words as plain

PAGE = "/raportet/shembull-2023/1/ndryshimet"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())


def frozen(site: Site) -> None:
    freeze_due(site.database, site.settings)


def three_versions(site: Site) -> int:
    """Published; 1.2 corrected; the correction withdrawn. The correction's number."""
    frozen(site)
    row_id = corrected(site)
    frozen(site)
    site.form(site.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Ishte një çerdhe tjetër.")
    assert retraction(site, row_id, REVIEWER) == 303
    frozen(site)
    return row_id


@pytest.mark.both
def test_a_correction_is_read_before_and_after(training: Site) -> None:
    three_versions(training)
    client = training.client()
    page = plain(client.get(f"{PAGE}?nga=1&deri=2").text)
    assert "Çfarë ndryshoi nga versioni 1 te versioni 2" in page
    assert "Ndreqje për zotimin 1.2 : adresuar pjesërisht → adresuar plotësisht. Arsyeja: Na shpëtoi" in page
    before, _, verdicts = page.partition("Vlerësimet 1.2")
    assert "adresuar pjesërisht → adresuar plotësisht" in verdicts
    assert "gusht" in verdicts, "the reason, word by word"
    assert "u vlerësuan: 2 plotësisht" in before
    assert "u vlerësuan: 3 plotësisht" in before
    back = plain(client.get(f"{PAGE}?nga=2&deri=3").text)
    assert "adresuar plotësisht → adresuar pjesërisht" in back.partition("Vlerësimet 1.2")[2]


def test_what_was_taken_back_again_leaves_no_difference_but_its_reasons(training: Site) -> None:
    three_versions(training)
    page = plain(training.client().get(f"{PAGE}?nga=1&deri=3").text)
    assert "Ndreqje për zotimin 1.2" in page
    assert "Ndreqje e tërhequr për zotimin 1.2" in page
    assert "Shifrat nuk ndryshuan." in page
    assert "Asnjë vlerësim nuk ndryshoi." in page
    other_way = training.client().get(f"{PAGE}?nga=3&deri=1").text
    assert "nga versioni 1 te versioni 3" in other_way


def test_without_numbers_it_is_the_newest_and_the_one_before(training: Site) -> None:
    three_versions(training)
    client = training.client()
    assert "Çfarë ndryshoi nga versioni 2 te versioni 3" in client.get(PAGE).text
    assert "Çfarë ndryshoi nga versioni 1 te versioni 2" in client.get(f"{PAGE}?deri=2").text
    assert f'href="{PAGE}?nga=2&amp;deri=3"' in client.get("/raportet/shembull-2023/1").text
    assert f'href="/en{PAGE}?nga=1&amp;deri=2"' in client.get("/en/raportet").text
    assert "What changed from version 2 to version 3" in client.get(f"/en{PAGE}").text


@pytest.mark.parametrize("asked", ["?nga=1&deri=9", "?nga=2&deri=2", "?nga=x", "?nga=1&deri=1.2", "?deri=1", "?nga=0"])
def test_versions_that_are_not_there_are_not_found(training: Site, asked: str) -> None:
    three_versions(training)
    assert training.client().get(PAGE + asked).status_code == 404


def test_a_thousand_changes_are_read_some_at_a_time(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With long reasons, which are compared word by word, and as many entries that they came from."""
    three_versions(training)
    long = "Fjalë për arsyen e vlerësimit të zotimit nga qytetarët e bashkisë. " * 5
    changed = [
        ChangedVerdict(
            f"9.{number}", None, VerdictThen(Status.NOT_ADDRESSED, None, long, 2),
            VerdictThen(Status.FULLY_ADDRESSED, None, long.replace("qytetarët", "banorët"), 2),
        )
        for number in range(1000)
    ]  # fmt: skip

    def thousand(older: RoundThen, newer: RoundThen, texts: object) -> Difference:
        return Difference(changed, [], older, newer)

    def versions(*asked: Any) -> Any:
        found = versions_of(*asked)
        for several in found.values():
            for one in several:
                one.causes[:] = one.causes * 1000
        return found

    monkeypatch.setattr(report_difference, "difference", thousand)
    monkeypatch.setattr(report_difference, "versions_of", versions)
    client = training.client()
    first = client.get(f"{PAGE}?nga=1&deri=2")
    assert len(first.content) < 100_000
    assert "dhe 980 të tjera" in plain(first.text)
    assert 'id="zotimi-9.9"' in first.text
    assert 'id="zotimi-9.10"' not in first.text
    assert f'href="{PAGE}?nga=1&amp;deri=2&amp;faqja=2#vleresimet"' in first.text
    last = client.get(f"{PAGE}?nga=2&deri=1&faqja=100")
    assert 'id="zotimi-9.999"' in last.text
    for none in ("101", "0", "abc", "-1"):
        assert client.get(f"{PAGE}?nga=1&deri=2&faqja={none}").status_code == 404


def test_one_version_is_compared_with_none(training: Site) -> None:
    assert training.client().get(PAGE).status_code == 404
    frozen(training)
    assert training.client().get(PAGE).status_code == 404
    assert training.client().get(PAGE.replace("/1/", "/9/")).status_code == 404
    assert "/ndryshimet?nga" not in training.client().get("/raportet/shembull-2023/1").text


def test_a_later_reply_is_read_with_its_commitment(training: Site) -> None:
    round_id = approved(training)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    frozen(training)
    assert say(training, link, "Punimet mbaruan në mars.").status_code == 303
    frozen(training)
    page = plain(training.client().get(PAGE.replace("/1/", "/2/")).text)
    assert "Përgjigje që u shtuan Punimet mbaruan në mars." in page
    assert "Asnjë vlerësim nuk ndryshoi." in page
    assert "Përgjigje e mëvonshme e bashkisë" in plain(training.client().get("/raportet/shembull-2023/2").text)


def test_what_was_redacted_is_read_on_neither_side_and_the_verdicts_stay(training: Site) -> None:
    """Also where the removed words are those of the older version, or of both."""
    row_id = three_versions(training)
    with training.database.writing() as session:
        first = session.exec(select(Assessment.reason).where(Assessment.round_id == published_round(training))).first()
        for thing in (session.get_one(Assessment, row_id), session.get_one(Round, published_round(training))):
            redacted(session, thing, history.SEEDS, history.SEEDS, reason="emër i një personi privat")
    frozen(training)
    client = training.client()
    for asked in ("?nga=1&deri=2", "?nga=2&deri=3", "?nga=3&deri=4", "?nga=1&deri=4"):
        page = plain(client.get(PAGE + asked).text)
        assert "Çerdhja u hap në gusht." not in page
        assert "Ishte një çerdhe tjetër." not in page
        assert str(first) not in page
        assert "emër i një personi privat" in page
    older = plain(client.get(f"{PAGE}?nga=1&deri=2").text)
    assert "adresuar pjesërisht → adresuar plotësisht" in older
    assert "Asnjë vlerësim nuk ndryshoi." in plain(client.get(f"{PAGE}?nga=3&deri=4").text)
    assert "Pas këtyre versioneve u hoqën të dhëna personale" in older
    rows = plain(client.get("/raportet/shembull-2023/1").text)
    assert rows.count("hequr më") == 3
    assert "Ndreqje për zotimin 1.2 : adresuar pjesërisht → adresuar plotësisht. Arsyeja: (hequr) #" in rows


def test_a_removed_reason_is_told_where_the_one_after_it_stands(training: Site) -> None:
    three_versions(training)
    with training.database.writing() as session:
        held = session.get_one(Round, published_round(training))
        redacted(session, held, history.SEEDS, history.SEEDS, reason="emër i një personi privat")
    page = plain(training.client().get(f"{PAGE}?nga=1&deri=2").text)
    assert "Arsyeja [hequr: (hequr) ] [shtuar: Çerdhja u hap në gusht. ]" in page


def test_a_version_that_is_hidden_says_so_until_it_is_decided(training: Site) -> None:
    frozen(training)
    with training.database.writing() as session:
        held = session.get_one(Round, published_round(training))
        hidden(session, held, history.SEEDS, reason="emër i një personi privat")
        number = history.head(session).number
    client = training.client()
    day = words("sq").date(today())
    for path in ("/raportet", "/raportet/shembull-2023/1"):
        said = f"Versioni 1, {day}, i fshehur që nga {day}, derisa të shqyrtohet ( ndryshimi nr. {number} )"
        assert said in plain(client.get(path).text)
    gone = client.get("/raportet/shembull-2023/1/raporti-1.sq.pdf")
    assert gone.status_code == 410
    assert "Ky version i raportit është fshehur" in plain(gone.text)


def test_the_figures_of_a_version_are_those_of_its_report(training: Site) -> None:
    three_versions(training)
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
        assert report is not None
        entries, texts = entries_of(session, report.held), texts_of_edition(session, report.held.edition_id)
        then = {
            one.number: round_at(entries, one.report.head_number)
            for one in versions_of(session, [report.held.id or 0])[report.held.id or 0]
        }
    assert then[3].counts(texts) == then[1].counts(texts) == report.counts != then[2].counts(texts)
    assert then[3].by_priority(texts) == report.by_priority


@pytest.mark.both
def test_however_many_versions_the_database_is_asked_as_often(training: Site) -> None:
    frozen(training)
    paths = ("/raportet", "/raportet/shembull-2023/1")
    asked = {}
    for path in paths:
        with training.count_queries() as seen:
            training.client().get(path)
        asked[path] = len(seen)
    three_versions(training)
    for path in paths:
        with training.count_queries() as seen:
            training.client().get(path)
        assert len(seen) == asked[path], (path, seen)
    for path in (f"{PAGE}?nga=1&deri=2", f"{PAGE}?nga=1&deri=3"):
        with training.count_queries() as seen:
            training.client().get(path)
        assert len(seen) <= 14, seen
