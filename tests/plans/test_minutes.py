"""The files of a consultation: minutes that only staff open unless they name nobody, photos without traces."""

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from sqlmodel import col, select

from pop_tracker import history, redaction
from pop_tracker.pieces import Piece
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.photos import ConsultationPhoto
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.history.redacting import REQUEST, hidden, redacted
from tests.plans.consultations import MINUTES, PDF, PHOTO, SAID, SLUG, WORK, picture
from tests.plans.play import verified
from tests.web.documents import pdf

PUBLIC = f"/konsultimet/{SLUG}"


def attach(site: Site, contents: bytes = PDF, **fields: str) -> None:
    answer = site.form(site.client(EDITOR), MINUTES, files={"file": ("Procesverbal.pdf", contents, "")}, **fields)
    assert answer.status_code == 303, answer.text


def held(site: Site) -> Consultation:
    with site.database.reading() as session:
        return session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()


def photos(site: Site) -> list[ConsultationPhoto]:
    with site.database.reading() as session:
        return list(session.exec(select(ConsultationPhoto).order_by(col(ConsultationPhoto.position))))


def test_minutes_show_their_hash_and_only_staff_open_them(training: Site) -> None:
    attach(training)
    digest = hashlib.sha256(PDF).hexdigest()
    page = training.client().get(PUBLIC).text
    assert digest in page
    assert "lexuesit nuk mund ta shkarkojnë" in page
    assert training.client().get(f"{PUBLIC}/procesverbali").status_code == 404
    assert training.client(OTHER_EDITOR).get(f"{PUBLIC}/procesverbali").status_code == 404
    for who in (EDITOR, OTHER_REVIEWER):
        answer = training.client(who).get(f"{PUBLIC}/procesverbali")
        assert answer.content == PDF
        assert answer.headers["content-disposition"].startswith("attachment")
    assert verified(training) == "consultation.revise"


@pytest.mark.parametrize("public", [{}, {"is_public": "y"}])
def test_the_name_that_the_file_was_sent_under_is_for_staff_only(training: Site, public: dict[str, str]) -> None:
    sent = {"file": ("Procesverbal Filan Fisteku.pdf", PDF, "")}
    assert training.form(training.client(EDITOR), MINUTES, files=sent, **public).status_code == 303
    assert "Filan Fisteku" in training.client(EDITOR).get(WORK).text
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
    assert entry.row.verb == "consultation.revise"
    assert "Fisteku" not in history.canonical(entry.content)
    addresses = (PUBLIC, "/ndryshimet", f"/ndryshimet/{entry.row.number}", "/ndryshimet.atom", "/api/v1/consultations")
    for address in (*addresses, f"/en/ndryshimet/{entry.row.number}", "/api/v1/changes"):
        answer = training.client().get(address)
        assert answer.status_code == 200, address
        assert "Fisteku" not in answer.text, address
    assert "Fisteku" not in training.client().get(f"{PUBLIC}/procesverbali").headers.get("content-disposition", "")


@pytest.mark.both
def test_minutes_that_name_nobody_are_for_everyone(training: Site) -> None:
    attach(training, is_public="y")
    assert "Shkarkoni procesverbalin" in training.client().get(PUBLIC).text
    answer = training.client().get(f"{PUBLIC}/procesverbali")
    assert f'filename="te-shpikura-procesverbali-{SLUG}.pdf"' in answer.headers["content-disposition"]
    assert (answer.content, answer.headers["x-content-type-options"]) == (PDF, "nosniff")
    assert "public" not in answer.headers["cache-control"]


def test_who_may_open_them_changes_without_sending_the_file_again(training: Site) -> None:
    attach(training)
    sha256 = held(training).minutes_sha256
    assert training.form(training.client(EDITOR), MINUTES, before=sha256, is_public="y").status_code == 303
    assert (held(training).minutes_public, held(training).minutes_sha256) == (True, sha256)


@pytest.mark.both
def test_the_same_file_sent_twice_is_recorded_once(training: Site) -> None:
    attach(training)
    with training.database.reading() as session:
        before = history.head(session)
    attach(training)
    with training.database.reading() as session:
        assert history.head(session) == before


def test_another_file_attached_meanwhile_is_not_lost_from_sight(training: Site) -> None:
    attach(training)
    answer = training.form(training.client(EDITOR), MINUTES, files={"file": ("Tjetër.pdf", pdf("tjeter"), "")})
    assert answer.status_code == 409
    assert "Ndërkohë u bashkëngjit “Procesverbal.pdf”" in answer.text
    attach(training, pdf("tjetri"), before=held(training).minutes_sha256)


def test_other_minutes_that_came_meanwhile_are_not_opened_to_everyone_unread(training: Site) -> None:
    attach(training)
    read = held(training).minutes_sha256
    attach(training, pdf("me emra"), before=read)
    client = training.client(EDITOR)
    answer = training.form(client, MINUTES, is_public="y", before=read)
    assert answer.status_code == 409
    assert "Procesverbali u ndryshua ndërkohë: tani është “" in answer.text
    assert not held(training).minutes_public
    assert training.client().get(f"{PUBLIC}/procesverbali").status_code == 404
    now = held(training).minutes_sha256
    assert training.form(client, MINUTES, is_public="y", before=now).status_code == 303, "now that they know which"


@pytest.mark.both
def test_minutes_are_taken_away_and_the_record_keeps_their_hash(training: Site) -> None:
    attach(training, is_public="y")
    client = training.client(EDITOR)
    unread = training.form(client, MINUTES, post_to=f"{MINUTES}/heqje", before="0" * 64)
    assert unread.status_code == 409
    assert "Ndërkohë u bashkëngjit një skedar tjetër." in unread.text
    read = re.findall(r'name="before" value="(\w+)"', unread.text)[0]
    for _ in range(2):
        assert training.form(client, MINUTES, post_to=f"{MINUTES}/heqje", before=read).status_code == 303
    assert training.client().get(f"{PUBLIC}/procesverbali").status_code == 404
    assert verified(training) == "consultation.revise"


@pytest.mark.both
def test_the_address_of_minutes_that_a_redaction_took_says_so(training: Site) -> None:
    """And no other below the page, where nothing ever was."""
    attach(training, is_public="y")
    sha256, reader = held(training).minutes_sha256, training.client()
    with training.database.writing() as session:
        meeting = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        redacted(session, meeting, history.SEEDS, history.SEEDS, reason="prova")
        number = history.head(session).number
    gone = reader.get(f"{PUBLIC}/procesverbali")
    assert gone.status_code == 410
    assert "Ky skedar u hoq" in gone.text
    assert f'href="/ndryshimet/{number}"' in gone.text
    assert sha256 in gone.text
    assert reader.get(f"{PUBLIC}/tjeter").status_code == 404


def test_the_page_says_where_its_minutes_are(training: Site) -> None:
    """Beside how many pieces went, which may be others; and nothing where they were only taken away, or are new."""
    attach(training, is_public="y")
    way = f'<a href="{PUBLIC}/procesverbali">Procesverbali u'

    def is_minutes(piece: Piece) -> bool:
        return piece.field == "minutes_sha256"

    def minutes(take: Callable[..., object], *by: history.Actor, request: int = REQUEST) -> None:
        with training.database.writing() as session:
            meeting = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
            take(session, meeting, *by, reason="prova", request=request, which=is_minutes)

    minutes(hidden, history.SEEDS)
    assert f"{way} fsheh më" in training.client().get(PUBLIC).text
    assert "The minutes were hidden on" in training.client().get(f"/en{PUBLIC}").text
    with training.database.writing() as session:
        meeting = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
        redaction.reveal(session, REQUEST, meeting, history.SEEDS, None, reason="prova")
    assert "Shkarkoni procesverbalin" in training.client().get(PUBLIC).text
    minutes(redacted, history.SEEDS, history.SEEDS, request=REQUEST + 1)
    assert f"{way} hoq më" in training.client().get(PUBLIC).text
    attach(training, pdf("Të pranishëm: 12"), is_public="y")
    page = training.client().get(PUBLIC).text
    assert "Shkarkoni procesverbalin" in page
    assert way not in page


def test_minutes_of_another_shape_are_refused(training: Site) -> None:
    client = training.client(EDITOR)
    for files, told in (
        ({"file": ("p.pdf", b"MZ program", "application/pdf")}, "Pranohen vetëm PDF"),
        (None, "Zgjidhni një skedar."),
    ):
        answer = training.form(client, MINUTES, files=files)
        assert answer.status_code == 422
        assert told in answer.text
    assert held(training).minutes_sha256 == ""


@pytest.mark.both
def test_a_photo_keeps_nothing_but_the_picture(training: Site) -> None:
    client = training.client(EDITOR)
    for kind in ("JPEG", "PNG"):
        sent = {"file": ("Filan Fisteku.jpg", picture(kind), "image/jpeg")}
        assert training.form(client, PHOTO, files=sent, **SAID).status_code == 303
    shown = photos(training)
    assert {(photo.type, photo.name) for photo in shown} == {("image/jpeg", "foto.jpg"), ("image/png", "foto.png")}
    for photo in shown:
        answer = training.client().get(f"{PUBLIC}/fotografite/{photo.sha256}")
        assert answer.headers["content-type"] == photo.type
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert len(answer.content) == photo.size
        with Image.open(io.BytesIO(answer.content)) as image:
            assert image.size == (1200, 2400)  # turned upright
            assert not image.getexif()
            assert "comment" not in image.info
        assert b"Fisteku" not in answer.content
        assert b"Telefoni" not in answer.content
    page = training.client().get(PUBLIC).text
    for photo in shown:
        assert f'<img src="{PUBLIC}/fotografite/{photo.sha256}/e-vogel" alt="Salla e këshillit" width="320"' in page
        small = training.client().get(f"{PUBLIC}/fotografite/{photo.sha256}/e-vogel")
        assert (small.headers["content-type"], len(small.content) < 12_000) == ("image/jpeg", True)
    assert verified(training) == "consultation.revise"


@pytest.mark.both
def test_a_photo_taken_away_is_shown_no_more(training: Site) -> None:
    client = training.client(EDITOR)
    training.form(client, PHOTO, files={"file": ("f.jpg", picture(), "")}, **SAID)
    photo = photos(training)[0]
    asked = client.get(f"{WORK}/fotografite/{photo.sha256}/heqje").text
    assert "Salla e këshillit" in asked
    assert "Jo, kthehuni" in asked
    for _ in range(2):
        assert training.form(client, WORK, post_to=f"{WORK}/fotografite/{photo.sha256}/heqje").status_code == 303
    assert photos(training) == []
    for path in (f"{PUBLIC}/fotografite/{photo.sha256}", f"{PUBLIC}/fotografite/{photo.sha256}/e-vogel"):
        assert training.client().get(path).status_code == 404
    assert verified(training) == "consultation.revise"


@pytest.mark.both
def test_the_api_tells_of_the_photos_that_the_page_shows(training: Site) -> None:
    def told() -> list[dict[str, Any]]:
        listed = training.client().get("/api/v1/consultations").json()["items"]
        return next(one["photos"] for one in listed if one["slug"] == SLUG)

    client = training.client(EDITOR)
    assert told() == []
    assert training.form(client, PHOTO, files={"file": ("a.jpg", picture(), "")}, **SAID).status_code == 303
    (photo,), (kept,) = told(), photos(training)
    assert (photo["shows"], photo["media_type"], photo["sha256"]) == ("Salla e këshillit", "image/jpeg", kept.sha256)
    answer = training.client().get(photo["file"])
    assert hashlib.sha256(answer.content).hexdigest() == photo["sha256"]
    assert len(answer.content) == photo["size"]
    training.form(client, WORK, post_to=f"{WORK}/fotografite/{kept.sha256}/heqje")
    assert told() == []


def test_a_photo_of_one_consultation_is_not_found_at_another(training: Site) -> None:
    training.form(training.client(EDITOR), PHOTO, files={"file": ("f.jpg", picture(), "")}, **SAID)
    photo = photos(training)[0]
    assert training.client().get(f"/konsultimet/nuk-ka/fotografite/{photo.sha256}").status_code == 404
    assert training.client().get(f"{PUBLIC}/fotografite/{'0' * 64}").status_code == 404


def test_photos_that_are_refused(training: Site) -> None:
    client = training.client(EDITOR)
    good = {"file": ("f.jpg", picture(size=(40, 30)), "")}
    for fields, files, told in (
        ({**SAID, "nobody_known": ""}, good, "nuk dallohet asnjë person privat"),
        ({**SAID, "shows": ""}, good, "Plotësojeni këtë fushë."),
        ({**SAID, "source": ""}, good, "Plotësojeni këtë fushë."),
        (SAID, None, "Zgjidhni një skedar."),
        (SAID, {"file": ("f.png", PDF, "image/png")}, "Pranohen vetëm fotografi JPEG, PNG dhe HEIC."),
        (SAID, {"file": ("f.jpg", picture()[:400], "")}, "Fotografia nuk mund të hapet"),
        (SAID, {"file": ("f.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "")}, "Fotografia nuk mund të hapet"),
        (SAID, {"file": ("f.png", picture("PNG", (600, 5)), "")}, "tepër e ngushtë"),
    ):
        sent = {name: value for name, value in fields.items() if value}
        answer = training.form(client, PHOTO, files=files, **sent)
        assert answer.status_code == 422, told
        assert told in answer.text, told
    assert photos(training) == []


@pytest.mark.both
def test_a_photo_sent_twice_stands_once(training: Site) -> None:
    client = training.client(EDITOR)
    for _ in range(2):
        sent = {"file": ("f.jpg", picture(), "")}
        assert training.form(client, PHOTO, files=sent, nonce="e-njejta", **SAID).status_code == 303
    again = training.form(client, PHOTO, files={"file": ("f.jpg", picture(), "")}, **SAID)
    assert "është shtuar tashmë" in again.text
    assert len(photos(training)) == 1
