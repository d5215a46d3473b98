"""Where an edition lost a piece of its text, its digest stays that of the text as it was published, and everywhere it
stands says so."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session

from pop_tracker import redaction, removals
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.digests import text_digest
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.history import Actor
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.pieces import Piece, pieces_of
from pop_tracker.pledges import receipts
from pop_tracker.sealed import names_in
from tests.cast import EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.contracts.play import contract
from tests.history.redacting import REQUEST, hidden, redacted
from tests.pages import main_of, words
from tests.pledges.answering import answered, newest_receipt
from tests.pledges.play import invited

REASON = "emër i një personi privat, ligji 124/2024"
EDITION = "/kontratat/shembull-2023/botimi/1"
WHOLE = "Kush ka të njëjtin tekst, nxjerr të njëjtin kod."


def edition_of(session: Session) -> Edition:
    edition = newest_edition(session, contract(session).id or 0)
    assert edition is not None
    return edition


def lose(site: Site, take: Callable[..., object] = redacted, field: str = "text") -> tuple[int, str, str]:
    """The number of the entry that says so, the digest as it was published and that of what is left."""
    with site.database.writing() as session:
        edition, by = edition_of(session), site.viewer(session, EDITOR).actor
        seen: list[Piece] = []

        def first(piece: Piece) -> bool:
            if piece.stands and piece.field == field and not seen:
                seen.append(piece)
            return piece in seen

        decided = {"approved_by": site.viewer(session, OTHER_REVIEWER).actor} if take is redacted else {}
        take(session, edition, by, reason=REASON, which=first, **decided)
        (*_, entry) = [one.number for one in removals.removals(session)] or [0]
        return entry, edition.digest, digest_of(edition.canonical_text)


def read(site: Site, path: str) -> str:
    return re.sub(r" (?=[).,:])", "", words(main_of(site.client().get(path).text)))


@pytest.mark.both
def test_everywhere_that_the_digest_stands_it_says_what_it_is_of(training: Site) -> None:
    link = f"/nenshkrim/{invited(training)}"
    assert "Ky kod është" not in read(training, EDITION) + read(training, link)
    number, published, now = lose(training)
    assert published != now
    said = f"para se t’i hiqej një pjesë (ndryshimi nr. {number})"
    edition = read(training, EDITION)
    for page in (edition, read(training, "/kontratat/shembull-2023"), read(training, link)):
        assert said in page
        assert page.index(published) < page.index(said) < page.index(now)
    assert f"before a piece of it was removed (change no. {number})" in read(training, f"/en{EDITION}")
    answered(training, link, answer="signed", name="Blerta Garuese")
    receipt = newest_receipt(training)
    page = read(training, f"/vertetim/{receipt.code}")
    assert page.index(published) < page.index(said) < page.index(now)
    with training.database.reading() as session:
        shown = receipts.shown(session, receipt)
        report = report_of(session, "shembull-2023", 1)
        assert shown is not None
        assert report is not None
        assert shown.text_digest == report.digest == text_digest(session, edition_of(session))
        paper = made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode()
    assert said in words(paper)
    assert now in paper


@pytest.mark.both
def test_programs_are_told_which_entries_took_words(training: Site) -> None:
    client = training.client()
    before = client.get("/api/v1/contracts/shembull-2023").json()
    assert (before["digest"], before["taken_by"]) == (before["digest_now"], [])
    number, published, now = lose(training)
    one = client.get("/api/v1/contracts/shembull-2023").json()
    assert (one["digest"], one["digest_now"], one["taken_by"]) == (published, now, [number])
    listed = {of["slug"]: of for of in client.get("/api/v1/contracts").json()["items"]}
    assert listed["shembull-2023"]["taken_by"] == [number]
    assert listed["prove-2023"]["taken_by"] == []


def test_what_waits_is_told_as_hidden_and_what_is_shown_again_not_at_all(training: Site) -> None:
    _, published, now = lose(training, hidden)
    page = read(training, EDITION)
    assert "që po shqyrtohet (ndryshimi nr." in page
    assert page.index(published) < page.index(now)
    with training.database.writing() as session:
        by = training.viewer(session, EDITOR).actor
        redaction.reveal(session, REQUEST, edition_of(session), by, Actor(), reason="nuk është emër")
    page = read(training, EDITION)
    assert "Ky kod është" not in page
    assert WHOLE in page


def test_a_source_that_was_removed_is_no_matter_of_the_text(training: Site) -> None:
    _, published, now = lose(training, field="source")
    assert published == now
    assert "Ky kod është" not in read(training, EDITION)
    later, *_ = lose(training)
    assert training.client().get("/api/v1/contracts/shembull-2023").json()["taken_by"] == [later]


def test_nothing_is_asked_where_no_words_are_missing(training: Site) -> None:
    training.client()  # the app, whose engine counts
    with training.app.app.app.state.database.reading() as session:
        edition = edition_of(session)
        with training.count_queries() as seen:
            assert text_digest(session, edition).is_whole
        assert seen == []
    lose(training)
    with training.app.app.app.state.database.reading() as session:
        edition = edition_of(session)
        _ = edition.contract
        with training.count_queries() as seen:
            assert not text_digest(session, edition).is_whole
        assert len(seen) == 1


def test_an_entry_tells_hidden_from_removed_and_cuts_a_long_text_to_where_the_name_stood(training: Site) -> None:
    name = "shkollave"
    with training.database.writing() as session:
        edition = edition_of(session)
        by, other = (training.viewer(session, one).actor for one in (EDITOR, OTHER_REVIEWER))
        found = [one for one in pieces_of(session, edition.kind, edition.key) if name in one.words]
        assert {one.field for one in found} >= {"canonical_text", "text"}
        taken = [names_in(one, [name]) for one in found]
        hide = redaction.hide(session, REQUEST, edition, taken, by, reason=REASON)
        published = found[0].entry
    page = read(training, f"/ndryshimet/{published}")
    assert "Një pjesë e këtij ndryshimi është fshehur" in page
    assert f"Ndryshimi nr. {hide.number}, që e fshehu" in page
    with training.database.writing() as session:
        redaction.take(session, REQUEST, edition_of(session), taken, by, other, reason=REASON)
    assert "Nga ky ndryshim u hoq një pjesë" in read(training, f"/ndryshimet/{published}")
    said = read(training, f"/ndryshimet/{hide.number + 1}").partition("Gjendja publike")[0]
    assert "Teksti i plotë: … " in said
    assert "Rikonstruksioni i [emër i hequr] 9-vjeçare" in said
    assert len(said) < 1200
