"""Several files to one piece of evidence: in their order, each with its words, wherever evidence is shown."""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from PIL import Image

from pop_tracker import history, verification
from pop_tracker.monitoring import evidence
from pop_tracker.monitoring.evidence import Evidence, EvidenceFile, EvidenceKind, evidence_of
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.web import pictures
from pop_tracker.web.sources import Sources
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import (
    PDF,
    PIECE,
    assessment,
    correct,
    corrections,
    decide,
    finish,
    open_round,
    publish,
    write,
)
from tests.web.documents import pdf


def photo(colour: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(held, "PNG")
    return pictures.painted(held.getvalue(), kind="image/png")


RED, BLUE = photo("red"), photo("blue")
VISIT = [("pamja.png", RED, "image/png"), ("leja.pdf", PDF, "application/pdf"), ("rruga.png", BLUE, "image/png")]


def upload(*files: tuple[str, bytes, str]) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("evidence-0-files", one) for one in files]


def carried(html: str) -> dict[str, Any]:
    """What the form carries of the files of its first piece."""
    found = dict(re.findall(r'name="(evidence-0-file-\d+-(?:named|name|seal|caption))"[^>]* value="([^"]*)"', html))
    return {"evidence-0-file": re.findall(r'name="evidence-0-file" value="(\d+)"', html), **found}


def path_of(round_id: int) -> str:
    return f"/puna/raundet/{round_id}/vleresimet/1.2"


def held(site: Site, round_id: int) -> list[tuple[str, str]]:
    with site.database.reading() as session:
        row = assessment(site, round_id, "1.2")
        (piece,) = evidence_of(session, [row.id])[row.id or 0]
        return [(file.name, file.caption) for file in piece.files]


@pytest.mark.both
def test_they_come_in_one_form_and_are_read_wherever_evidence_is(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    assert write(training, client, path, "ruaj", upload(*VISIT)).status_code == 303
    assert held(training, round_id) == [("pamja.png", ""), ("leja.pdf", ""), ("rruga.png", "")]
    form = client.get(path).text
    assert form.count('<a class="picture" href="/provat/') == 2, "what is there already is seen"
    words = {"evidence-0-file-0-caption": "Fasada e re", "evidence-0-file-1-caption": "Leja e ndërtimit"}
    assert write(training, client, path, "dergo", None, **{**carried(form), **words, "version": "1"}).status_code == 303
    told = [("pamja.png", "Fasada e re"), ("leja.pdf", "Leja e ndërtimit"), ("rruga.png", "")]
    assert held(training, round_id) == told
    finish(training, round_id)
    assert publish(training, round_id).status_code == 303
    for html in (
        training.client().get("/kontratat/shembull-2023/1.2").text,
        training.client().get("/raportet/shembull-2023/2").text,
    ):
        places = [html.index(word) for word in ("pamja.png</a>", "Fasada e re", "Shkarkoni: leja.pdf", "rruga.png</a>")]
        assert html.index('alt="Fasada e re"') < min(places[0], places[2], places[3])
        assert 'alt="U pa në vend."' in html, "a photo without words of its own has its piece's"
    for _, contents, kind in VISIT:
        answer = training.client().get(f"/provat/{hashlib.sha256(contents).hexdigest()}")
        assert (answer.content, answer.headers["content-type"]) == (contents, kind)
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        report = report_of(session, "shembull-2023", 2)
    assert report is not None
    html = made(report, "sq", ReportFormat.HTML, "https://shembull.example", folder=training.settings.files).decode()
    assert html.count('<img src="data:image/jpeg;base64,') == 2
    assert all(f"Skedar: {name}, SHA-256" in html for name, _ in told)
    word = made(report, "sq", ReportFormat.DOCX, "https://shembull.example", folder=training.settings.files)
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == 2
        assert "Leja e ndërtimit" in archive.read("word/document.xml").decode()


def test_one_of_them_is_removed_and_others_follow_those_that_stay(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    write(training, client, path, "ruaj", upload(*VISIT))
    form = carried(client.get(path).text)
    green = ("fundi.png", photo("green"), "image/png")
    again = upload(green, VISIT[0])
    answer = write(training, client, path, "ruaj", again, **{**form, "evidence-0-file-1-remove": "y", "version": "1"})
    assert answer.status_code == 303
    assert [name for name, _ in held(training, round_id)] == ["pamja.png", "rruga.png", "fundi.png"]
    assert client.get(f"/provat/{hashlib.sha256(PDF).hexdigest()}").status_code == 404


def test_too_many_are_told_and_what_was_typed_stays(training: Site) -> None:
    round_id = open_round(training)
    many = [(f"{one}.pdf", pdf(str(one)), "application/pdf") for one in range(evidence.MOST_FILES)]
    client, path = training.client(EDITOR), path_of(round_id)
    assert write(training, client, path, "ruaj", upload(*many)).status_code == 303
    form = carried(client.get(path).text)
    answer = write(training, client, path, "ruaj", upload(VISIT[0]), **{**form, "reason": "Fjalë.", "version": "1"})
    assert answer.status_code == 422
    assert "Më së shumti 10 skedarë për një provë." in answer.text
    assert "Fjalë." in answer.text
    assert carried(answer.text) == form
    assert len(held(training, round_id)) == evidence.MOST_FILES


def test_one_that_is_carried_twice_is_one(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    write(training, client, path, "ruaj", upload(*VISIT))
    form = carried(client.get(path).text)
    again = {f"evidence-0-file-7-{part}": form[f"evidence-0-file-0-{part}"] for part in ("named", "name", "seal")}
    numbers = {"evidence-0-file": [*form["evidence-0-file"], "7"], "version": "1"}
    assert (
        write(training, client, path, "ruaj", None, **{**form, **again, **numbers, "reason": "Tjetër."}).status_code
        == 303
    )
    assert [name for name, _ in held(training, round_id)] == ["pamja.png", "leja.pdf", "rruga.png"]


def test_of_too_many_none_is_opened(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a second where it is large, and hundreds go into a form."""
    round_id = open_round(training)
    opened: list[bytes] = []
    monkeypatch.setattr(pictures, "bare", lambda contents, *_, **__: opened.append(contents))
    many = [VISIT[0]] * (evidence.MOST_FILES + 1)
    answer = write(training, training.client(EDITOR), path_of(round_id), "ruaj", upload(*many))
    assert (answer.status_code, opened) == (422, [])
    assert "Më së shumti 10 skedarë për një provë." in answer.text


def test_one_that_is_wrong_takes_none_of_the_others_along(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    answer = write(training, client, path, "dergo", upload(VISIT[0], ("faqja.html", b"<html>", "text/html"), VISIT[1]))
    assert answer.status_code == 422
    form = carried(answer.text)
    assert form["evidence-0-file"] == ["0", "1"]
    assert (form["evidence-0-file-0-name"], form["evidence-0-file-1-name"]) == ("pamja.png", "leja.pdf")
    assert write(training, client, path, "dergo", None, **form).status_code == 303
    assert [name for name, _ in held(training, round_id)] == ["pamja.png", "leja.pdf"]


def test_a_caption_too_long_is_told_at_its_file(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    write(training, client, path, "ruaj", upload(*VISIT))
    form = {**carried(client.get(path).text), "evidence-0-file-2-caption": "a" * 301, "version": "1"}
    answer = write(training, client, path, "ruaj", None, **form)
    assert answer.status_code == 422
    assert 'href="#evidence-0-file-2-caption"' in answer.text


def test_a_correction_takes_them_along(training: Site) -> None:
    round_id = open_round(training)
    write(training, training.client(EDITOR), path_of(round_id), "ruaj", upload(*VISIT))
    form = carried(training.client(EDITOR).get(path_of(round_id)).text)
    words = {"evidence-0-file-0-caption": "Fasada e re", "version": "1"}
    write(training, training.client(EDITOR), path_of(round_id), "dergo", None, **{**form, **words})
    finish(training, round_id)
    publish(training, round_id)
    public = assessment(training, round_id, "1.2").id
    begun = carried(training.client(EDITOR).get(f"/puna/ndreqjet/{public}").text)
    assert begun["evidence-0-file-0-caption"] == "Fasada e re"
    day = {"evidence-0-dated_on": PIECE["evidence-0-dated_on"]}
    assert correct(training, of=public, **{**begun, **day, "status": "partially_addressed"}).status_code == 303
    assert decide(training, corrections(training)[-1].id or 0).status_code == 303
    assert held(training, round_id) == [("pamja.png", "Fasada e re"), ("leja.pdf", ""), ("rruga.png", "")]
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_what_was_recorded_of_a_piece_with_one_file_says_the_same_today() -> None:
    """As entries from before there could be several have it."""
    file = EvidenceFile(position=0, sha256="a" * 64, name="f.png", type="image/png", size=7, reduced_from="90x60")
    piece = Evidence(
        assessment_id=1,
        evidence_kind=EvidenceKind.PRESS,
        description="d",
        source="s",
        files=[file],
        keeps_position=True,
    )
    before = {
        "evidence_kind": "press", "dated_on": None, "place": "", "description": "d", "source": "s", "url": "",
        "stance": "supports", "asked_on": None, "due_on": None, "answered_on": None, "women": None, "men": None,
        "file_sha256": "a" * 64, "file_name": "f.png", "file_type": "image/png", "file_size": 7,
        "file_reduced_from": "90x60", "keeps_position": True,
    }  # fmt: skip
    assert verification.said(piece.state) == verification.said(before)
    assert Evidence.from_state(before).state == piece.state
    piece.files.append(
        EvidenceFile(position=1, sha256="b" * 64, name="g.pdf", type="application/pdf", size=9, caption="c")
    )
    assert Evidence.from_state(piece.state).state == piece.state
    assert verification.said(piece.state) != verification.said(before)


@pytest.mark.parametrize("source", ["Raporti; https://shembull.example/r.", "A, https://shembull.example/a (faqe 3)"])
def test_what_was_recorded_of_a_piece_is_read_again_with_its_sources(source: str) -> None:
    piece = Evidence(assessment_id=1, evidence_kind=EvidenceKind.PRESS, description="d", source=Sources.of(source))
    again = Evidence.from_state(json.loads(history.canonical(piece.state)))
    assert again.state == piece.state
    assert Sources.of(again.source).each == Sources.of(source).each


def test_what_is_sent_twice_is_saved_once_however_its_source_is_spelled(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    for _ in range(2):
        answer = write(training, client, path, "ruaj", **{"evidence-0-source": "Raporti; https://shembull.example/r."})
        assert answer.status_code == 303
    assert assessment(training, round_id, "1.2").version == 1


def test_what_was_read_before_a_return_is_not_new(training: Site) -> None:
    round_id = open_round(training)
    client, path = training.client(EDITOR), path_of(round_id)
    write(training, client, path, "ruaj", upload(*VISIT))
    write(training, client, path, "dergo", None, **{**carried(client.get(path).text), "version": "1"})
    row = assessment(training, round_id, "1.2")
    decide(training, row.id or 0, decision="kthim", note="Shkruani çfarë tregon fotoja.")
    form = carried(client.get(path).text)
    unchanged = write(training, client, path, "dergo", None, **{**form, "reason": "Tjetër.", "version": "3"})
    assert unchanged.status_code == 303
    assert "e re ose e ndryshuar" not in training.client(REVIEWER).get(f"/puna/rishikimi/{row.id}").text
