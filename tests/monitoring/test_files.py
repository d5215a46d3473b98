"""Files of evidence: what is taken, how it is kept, who gets it and how."""

import errno
import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import httpx
import obstore
import pytest
import sqlalchemy as sa
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.evidence import Evidence, evidence_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round
from pop_tracker.web import files
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.office_file import XLSX
from tests.cast import EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import (
    HTML,
    NEW,
    PDF,
    PNG,
    assessment,
    decide,
    finish,
    open_round,
    picture,
    publish,
    sent,
    write,
)
from tests.web.documents import pdf
from tests.web.office import office_file


def with_file(site: Site, round_id: int, contents: bytes, name: str, kind: str, action: str = "ruaj") -> httpx.Response:
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    return write(site, site.client(EDITOR), path, action, {"evidence-0-files": (name, contents, kind)})


def test_a_file_under_the_name_of_a_text_field_is_as_if_nothing_came(training: Site) -> None:
    """A draft without a verdict and without evidence, which nobody sent on."""
    round_id, paper = open_round(training), ("letër.pdf", PDF, "application/pdf")
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    files = dict.fromkeys(("evidence", "version", "status", "veprimi", "evidence-0-source"), paper)
    answer = training.form(training.client(EDITOR), path, files=files, reason="Punimet përfunduan.")
    assert answer.status_code == 303
    row = assessment(training, round_id, "1.2")
    assert (row.state, row.status, row.reason) == (AssessmentState.DRAFT, None, "Punimet përfunduan.")
    with training.database.reading() as session:
        assert evidence_of(session, [row.id]) == {}


@pytest.mark.parametrize(
    ("contents", "ending"),
    [
        (PNG, ".png"),
        (PDF, ".pdf"),
        (picture("JPEG"), ".jpg"),
        (b"\xef\xbb\xbf" + PDF, ".pdf"),
        (b"\r\n" * 500 + PDF, ".pdf"),
        (office_file("word/document2.xml"), ".docx"),
        (office_file("xl/workbook.xml", type_=f"{XLSX}.main+xml"), ".xlsx"),
    ],
)
def test_it_is_known_by_its_content(tmp_path: Path, contents: bytes, ending: str) -> None:
    held = files.keep(tmp_path, Upload("../../rreshtimi.html", "text/html", contents))
    assert held.name == f"rreshtimi{ending}"
    if ending != ".jpg":  # painted anew, a JPEG differs in its bytes
        assert held.sha256 == hashlib.sha256(contents).hexdigest()
        assert (tmp_path / held.sha256).read_bytes() == contents
    assert files.keep(tmp_path, Upload("tjetër.txt", "", contents)).sha256 == held.sha256
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"", "bosh"),
        (HTML, "Pranohen vetëm"),
        (b"GIF89a" + b"0" * 20, "Pranohen vetëm"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Pranohen vetëm"),
        (b"PK\x03\x04 e prishur", "Pranohen vetëm"),
        (office_file(others={"word/vbaProject.bin": ""}), "Pranohen vetëm"),
        (office_file(target="diçka.txt"), "Pranohen vetëm"),
        (b"\n" * 1024 + PDF, "Pranohen vetëm"),
        (b"<html>" + PDF, "Pranohen vetëm"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", "Pranohen vetëm"),
        (PNG + b"0" * files.LARGEST, "më i madh se"),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(tmp_path: Path, contents: bytes, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        files.keep(tmp_path, Upload("foto.png", "image/png", contents))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.both
def test_it_is_handed_out_as_a_download_to_who_may_see_it(training: Site) -> None:
    round_id = open_round(training)
    assert with_file(training, round_id, PDF, "vendimi i këshillit.pdf", "application/pdf", "dergo").status_code == 303
    path = f"/provat/{hashlib.sha256(PDF).hexdigest()}"
    answer = training.client(EDITOR).get(path)
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "vendimi%20i%20k%C3%ABshillit.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/pdf"
    assert training.client(OTHER_REVIEWER).get(path).status_code == 200  # it waits for review
    for client in (training.client(OTHER_EDITOR), training.client()):
        assert client.get(path).status_code == 404
    decide(training, assessment(training, round_id, "1.2").id or 0)
    assert training.client(OTHER_REVIEWER).get(path).status_code == 404
    finish(training, round_id)
    publish(training, round_id)
    assert training.client().get(path).content == PDF


@pytest.mark.both
def test_a_photo_is_shown_to_whoever_may_see_it(training: Site) -> None:
    round_id = open_round(training)
    assert with_file(training, round_id, PNG, "foto.png", "image/png", "dergo").status_code == 303
    sha256 = hashlib.sha256(PNG).hexdigest()
    large, small = f"/provat/{sha256}", f"/provat/{sha256}/e-vogel"
    review = training.client(REVIEWER).get(f"/puna/rishikimi/{assessment(training, round_id, '1.2').id}").text
    assert f'<a class="picture" href="{large}"><img src="{small}" alt="U pa në vend." width="320"' in review
    for path, kind in ((large, "image/png"), (small, "image/jpeg")):
        answer = training.client(REVIEWER).get(path)
        assert answer.headers["content-type"] == kind
        assert "content-disposition" not in answer.headers
        assert answer.headers["content-security-policy"] == "sandbox"
        for client in (training.client(OTHER_EDITOR), training.client()):
            assert client.get(path).status_code == 404
    with_file(training, round_id, PDF, "vendimi.pdf", "application/pdf")
    assert training.client(EDITOR).get(f"/provat/{hashlib.sha256(PDF).hexdigest()}/e-vogel").status_code == 404
    decide(training, assessment(training, round_id, "1.2").id or 0)
    finish(training, round_id)
    publish(training, round_id)
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert f'src="{small}"' in page
    assert training.client().get(small).status_code == 200


def test_unknown_files_are_not_found(training: Site) -> None:
    client = training.client(EDITOR)
    for sha in ("0" * 64, "..%2f..%2fsecret-key", "abc"):
        assert client.get(f"/provat/{sha}").status_code == 404


def test_a_wrong_file_is_told_at_its_field(training: Site) -> None:
    answer = with_file(training, open_round(training), HTML, "foto.png", "image/png")
    assert answer.status_code == 422
    assert "Pranohen vetëm PDF" in answer.text
    assert 'href="#evidence-0-files"' in answer.text
    assert "U pa në vend." in answer.text


def hidden(html: str) -> dict[str, str]:
    """What carries the first file of the first piece."""
    names = ("file", "file-0-named", "file-0-name", "file-0-seal")
    found = {name: re.search(rf'name="evidence-0-{name}" value="([^"]*)"', html) for name in names}
    return {f"evidence-0-{name}": match[1] for name, match in found.items() if match}


def test_a_file_is_kept_when_something_else_was_wrong(training: Site) -> None:
    round_id = open_round(training)
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    client = training.client(EDITOR)
    answer = write(training, client, path, "dergo", {"evidence-0-files": ("foto.png", PNG, "image/png")}, reason="")
    assert answer.status_code == 422
    carried = hidden(answer.text)
    assert carried["evidence-0-file-0-named"] == hashlib.sha256(PNG).hexdigest()
    assert write(training, client, path, **carried).status_code == 303
    assert "foto.png" in client.get(f"/puna/rishikimi/{assessment(training, round_id, '1.2').id}").text


def test_a_carried_file_that_is_gone_is_told_and_chosen_anew(training: Site) -> None:
    """The evidence is not saved without it unasked."""
    round_id = open_round(training)
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    client = training.client(EDITOR)
    picture = {"evidence-0-files": ("foto.png", PNG, "image/png")}
    carried = hidden(write(training, client, path, "dergo", picture, reason="").text)
    files.drop(training.settings.files, carried["evidence-0-file-0-named"])
    answer = write(training, client, path, **carried)
    assert answer.status_code == 422
    assert "Skedari që ngarkuat më parë nuk ruhet më." in answer.text
    assert 'href="#evidence-0-files"' in answer.text
    assert hidden(answer.text) == {}
    assert write(training, client, path, "dergo", picture).status_code == 303
    assert "foto.png" in client.get(f"/puna/rishikimi/{assessment(training, round_id, '1.2').id}").text


def test_it_is_taken_off_again(training: Site) -> None:
    round_id = open_round(training)
    with_file(training, round_id, PNG, "foto.png", "image/png")
    client, path = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    carried = hidden(client.get(path).text)
    off = {**carried, "evidence-0-file-0-remove": "y", "version": "1"}
    assert write(training, client, path, "ruaj", **off).status_code == 303
    assert hidden(client.get(path).text) == {}
    assert client.get(f"/provat/{hashlib.sha256(PNG).hexdigest()}").status_code == 404


def test_the_hash_of_a_file_alone_does_not_open_it(training: Site) -> None:
    """Hana learned the hash of a draft's file of another organisation, even its seal: it is not hers. She is told
    that it does not come along: it may be her own form, given back after somebody else signed in."""
    theirs = open_round(training)
    with_file(training, theirs, PNG, "foto.png", "image/png")
    round_path = training.client(EDITOR).get(f"/puna/raundet/{theirs}/vleresimet/1.2").text
    opened = training.form(training.client(OTHER_BOTH), "/puna/raundet/i-ri", **{**NEW, "contract": "prove-2023"})
    hers = int(opened.headers["location"].rsplit("/", 1)[1])
    client, path = training.client(OTHER_BOTH), f"/puna/raundet/{hers}/vleresimet/1.1"
    answer = write(training, client, path, **hidden(round_path))
    assert (answer.status_code, "foto.png" in answer.text) == (422, False)
    assert "Skedari që ngarkuat më parë nuk ruhet më. Zgjidheni përsëri." in answer.text
    sent(training, hers, "1.1", who=OTHER_BOTH)
    assert "foto.png" not in client.get(f"/puna/rishikimi/{assessment(training, hers, '1.1').id}").text
    assert client.get(f"/provat/{hashlib.sha256(PNG).hexdigest()}").status_code == 404


@contextmanager
def full(site: Site, how: str) -> Iterator[None]:
    """The place of the site's files has no room left: as the store tells it, or truly."""
    if how == "told":
        with patch.object(obstore, "put", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            yield
        return
    folder = Path(site.settings.files)
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root mounts a small disk, and not everywhere")
    try:
        yield
        assert list(folder.iterdir()) == []  # not even half of it
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("how", ["told", "true"])
@pytest.mark.parametrize("action", ["ruaj", "dergo"])
def test_a_form_against_a_full_disk_is_given_back_whole_and_changes_nothing(
    training: Site, how: str, action: str
) -> None:
    round_id = open_round(training)
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    client = training.client(EDITOR)
    write(training, client, path, "ruaj", reason="Si ishte më parë.")
    before = state(training, round_id)
    typed = {"reason": "Fjali e shkruar me mund.", "evidence-0-place": "Lagjja e re", "version": "1"}
    paper = {"evidence-0-files": ("vendimi.pdf", pdf(os.urandom(100_000).hex()), "application/pdf")}
    with full(training, how):
        for language, message in (("", "Skedari nuk u ruajt: vendi i skedarëve është plot"),
                                  ("/en", "The file was not saved: file storage is full")):  # fmt: skip
            answer = write(training, client, language + path, action, paper, **typed)
            assert answer.status_code == 503
            assert message in answer.text
            assert 'href="#evidence-0-files"' in answer.text
            for words in ("Fjali e shkruar me mund.", "Lagjja e re", "U pa në vend."):
                assert words in answer.text
            assert state(training, round_id) == before
    assert write(training, client, path, action, paper, **typed).status_code == 303
    assert assessment(training, round_id, "1.2").reason == "Fjali e shkruar me mund."


def test_a_file_that_cannot_be_read_just_now_stays_in_the_form(training: Site) -> None:
    round_id = open_round(training)
    with_file(training, round_id, PNG, "foto.png", "image/png")
    client, path = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    carried = hidden(client.get(path).text)
    with patch.object(obstore, "get", side_effect=OSError(errno.EIO, os.strerror(errno.EIO))):
        answer = write(training, client, path, reason="Tjetër arsye.", version="1", **carried)
    assert answer.status_code == 503
    assert "Skedari nuk hapet tani." in answer.text
    assert "Tjetër arsye." in answer.text
    assert hidden(answer.text) == carried
    assert write(training, client, path, reason="Tjetër arsye.", version="1", **hidden(answer.text)).status_code == 303


def state(site: Site, round_id: int) -> object:
    """All that a form could have changed, and the chain, which verifies."""
    with site.database.reading() as session:
        assert list(verification.verify(session)) == []
        rows = [
            session.exec(select(table).order_by(*sa.inspect(table).primary_key)).all()
            for table in (Assessment, AssessmentContributor, Evidence)
        ]
        return history.head(session), session.get_one(Round, round_id).model_dump(), [
            [row.model_dump() for row in of] for of in rows
        ]  # fmt: skip
