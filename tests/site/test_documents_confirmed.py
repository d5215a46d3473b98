"""Whoever decides about something that another put in is told what its files still say of people: wherever they come
from, and whoever ticked what."""

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import select

from pop_tracker.monitoring.models import Round
from pop_tracker.pledges.models import Signature
from pop_tracker.web import files, inside, limited
from pop_tracker.web.documents import reading
from pop_tracker.web.errors import Busy
from pop_tracker.web.files import KeptFile, Upload
from pop_tracker.web.i18n import words as words_in
from tests.cast import EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.monitoring.hearing import days_pass
from tests.monitoring.play import assessment, open_round, read, write
from tests.monitoring.tables import confirm
from tests.pages import words
from tests.pledges.play import ON_PAPER
from tests.site.documents_sent import PDF, document, letter, minutes, paper, reply
from tests.web.documents import ZENEPE, locked_pdf, told_pdf, told_xlsx

TOLD = f"“shkresa.pdf”, i mbajtur siç erdhi: autori: {ZENEPE}; të dhëna të tjera: ujë; 2 komente ({ZENEPE}); "


def sent_evidence(site: Site, file: Any, **fields: str) -> int:
    client, path = site.client(EDITOR), f"/puna/raundet/{(round_id := open_round(site))}/vleresimet/1.2"
    fields = {f"evidence-0-{name}": value for name, value in fields.items()}
    assert write(site, client, path, "dergo", {"evidence-0-files": file}, **fields).status_code == 303
    return assessment(site, round_id, "1.2").id or 0


def seen(site: Site, path: str, who: str = OTHER_REVIEWER) -> str:
    answer = site.client(who).get(path)
    assert answer.status_code == 200, path
    return words(answer.text)


def test_the_reviewer_of_a_verdict_is_told_what_was_kept_as_it_came(training: Site) -> None:
    path = f"/puna/rishikimi/{sent_evidence(training, PDF, files_as_is='y')}"
    assert TOLD in seen(training, path, REVIEWER)
    english = words(training.client(REVIEWER).get(f"/en{path}").text)
    assert f"“shkresa.pdf”, kept as it came: the author: {ZENEPE};" in english


def test_where_it_was_taken_out_nothing_is_told(training: Site) -> None:
    page = seen(training, f"/puna/rishikimi/{sent_evidence(training, PDF)}", REVIEWER)
    assert "nuk duken në faqe" not in page
    assert "pa të dhënat që mbante brenda" in page


def test_what_nobody_can_read_is_told_too(training: Site) -> None:
    sent = sent_evidence(training, ("kyçur.pdf", locked_pdf(), ""), files_as_is="y")
    page = seen(training, f"/puna/rishikimi/{sent}", REVIEWER)
    assert "“kyçur.pdf” nuk lexohet, prandaj nuk dihet çfarë thotë për persona." in page


def test_what_cannot_go_is_told_of_a_file_that_lost_the_rest(training: Site) -> None:
    sent = sent_evidence(training, ("lista.xlsx", told_xlsx(), ""))
    page = seen(training, f"/puna/rishikimi/{sent}", REVIEWER)
    assert "Në “lista.xlsx” mbetën: 1 rresht ose kolonë e fshehur." in page


def test_the_second_person_of_a_paper_is_told_where_they_read_and_where_they_confirm(training: Site) -> None:
    _, answer = paper(training, PDF, scan_as_is="y")
    path = answer.headers["location"]
    with training.database.reading() as session:
        version = session.exec(select(Signature).where(Signature.name == ON_PAPER["name"])).one().version
    for page in (path, f"{path}/konfirmimi?version={quote(version)}"):
        assert TOLD in seen(training, page)


def test_the_second_person_of_a_letter_is_told(training: Site) -> None:
    _, answer = letter(training, PDF, file_as_is="y")
    path = answer.headers["location"]
    for page in (path, f"{path}/konfirmimi"):
        assert TOLD in seen(training, page)


def test_whoever_publishes_a_round_is_told_of_the_replies_to_it(training: Site) -> None:
    reply(training, PDF, files_as_is="y")
    with training.database.reading() as session:
        round_id = max(one or 0 for one in session.exec(select(Round.id)))
    days_pass(training, round_id)
    assert TOLD in seen(training, f"/puna/raundet/{round_id}/botim?version={read(training, round_id)}", REVIEWER)


def test_whoever_publishes_a_round_from_elsewhere_is_told_of_its_document(training: Site) -> None:
    client, answer = document(training, PDF, elsewhere_file_as_is="y")
    round_id = int(confirm(client, answer.headers["location"]).headers["location"].rsplit("/", 1)[1])
    path = f"/puna/raundet/{round_id}/botim?version={read(training, round_id)}"
    assert TOLD in seen(training, path)


def test_colleagues_are_told_of_minutes_and_readers_are_not(training: Site) -> None:
    _, answer = minutes(training, PDF, file_as_is="y", is_public="y")
    slug = re.sub(r"[#?].*", "", answer.headers["location"])
    assert TOLD in seen(training, slug, EDITOR)
    assert ZENEPE not in training.client().get(slug.removeprefix("/puna")).text


def test_a_file_that_came_in_its_place_is_told_of_and_not_the_one_before(training: Site) -> None:
    """The tick of the first is not asked."""
    assert minutes(training, PDF, file_as_is="y")[1].status_code == 303
    before = hashlib.sha256(told_pdf()).hexdigest()
    _, answer = minutes(training, ("lista.xlsx", told_xlsx(), ""), before=before)
    page = seen(training, re.sub(r"[#?].*", "", answer.headers["location"]), EDITOR)
    assert "shkresa.pdf" not in page
    assert "Në “lista.xlsx” mbetën: 1 rresht" in page


def held(where: Path, name: str, contents: bytes) -> KeptFile:
    return files.keep(where, Upload(name, "", contents), as_is=True)


def test_files_that_take_long_leave_the_page_to_whoever_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = held(tmp_path, "a.pdf", told_pdf()), held(tmp_path, "b.pdf", told_pdf() + b"\n")
    monkeypatch.setattr(inside, "TOGETHER", -1.0)
    assert inside.inside(tmp_path, [one, other], words_in("sq")) == [
        "2 skedarë nuk u panë ende: hapeni përsëri këtë faqe."
    ]
    monkeypatch.setattr(inside, "TOGETHER", 10.0)
    assert len(inside.inside(tmp_path, [one, other, one], words_in("sq"))) == 2


def test_a_crowd_of_files_is_told_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, reads = held(tmp_path, "a.pdf", told_pdf()), []

    def busy(*_: Any, **__: Any) -> bytes:
        reads.append(1)
        raise Busy

    with monkeypatch.context() as patched:
        patched.setattr(limited, "run", busy)
        assert inside.inside(tmp_path, [one], words_in("sq")) == ["1 skedar nuk u pa ende: hapeni përsëri këtë faqe."]
    assert reads == [1]
    assert "i mbajtur siç erdhi" in inside.inside(tmp_path, [one], words_in("sq"))[0]


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = held(tmp_path, "a.pdf", told_pdf())
    first = inside.inside(tmp_path, [one], words_in("sq"))
    monkeypatch.setattr(reading, "read", None)
    assert inside.inside(tmp_path, [one], words_in("sq")) == first
