"""Where files lie: a folder or a bucket, under their digest, never written over, and told when it is broken."""

import hashlib
import io
import os
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import obstore
import pytest
from obstore.exceptions import GenericError
from PIL import ExifTags, Image

from pop_tracker.monitoring.pages.evidence_forms import EvidenceForm
from pop_tracker.web import files, pictures
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import words


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    keys = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "provë",
        "AWS_SECRET_ACCESS_KEY": "provë",
        "AWS_REGION": "eu-central-1",
    }
    before = dict(os.environ)
    os.environ.update(keys)
    try:
        import boto3

        client = boto3.client("s3", endpoint_url=keys["AWS_ENDPOINT_URL"], region_name="eu-central-1")
        client.create_bucket(Bucket="pop", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        client.close()
        yield "s3://pop/skedaret"
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.stop()
        files._store.cache_clear()


@pytest.fixture(params=["folder", "bucket"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "e re") if request.param == "folder" else request.getfixturevalue("bucket")


def test_a_file_lies_under_its_digest_once(where: str) -> None:
    contents = os.urandom(6_000_000)
    sha256 = hashlib.sha256(contents).hexdigest()
    assert files.get(where, sha256) is None
    assert files.put(where, contents) == sha256
    stored = dict(files.names(where))
    assert files.put(where, contents) == sha256
    again = dict(files.names(where))
    assert set(again) == set(stored)
    assert again[sha256] == files.stored_at(where, sha256) >= stored[sha256]
    assert files.get(where, sha256) == contents
    files.drop(where, sha256)
    assert files.get(where, sha256) is None


def test_a_name_that_is_no_digest_opens_nothing(where: str) -> None:
    for name in ("", "../secret-key", "0" * 63, "A" * 64, "g" * 64, "/etc/passwd"):
        assert files.get(where, name) is None


def test_two_at_once_keep_one_whole_file(where: str) -> None:
    contents = b"vendim" * 100_000
    writers = [Thread(target=files.put, args=(where, contents)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert files.get(where, hashlib.sha256(contents).hexdigest()) == contents


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise GenericError("No space left on device (os error 28)")

    monkeypatch.setattr(obstore, "put", full)
    with pytest.raises(files.Unavailable, match="nuk u ruajt") as refused:
        files.put(tmp_path, b"x")
    assert refused.value.field == "file"


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a small disk")
def test_a_disk_that_is_really_full_keeps_no_half_of_a_file(tmp_path: Path) -> None:
    small = tmp_path / "vogël"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        first = files.put(small, os.urandom(100_000))
        with pytest.raises(files.Unavailable):
            files.put(small, os.urandom(400_000))
        assert [path.name for path in small.iterdir()] == [first]
        files.drop(small, first)
        files.put(small, os.urandom(100_000))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_store_that_does_not_answer_is_told(tmp_path: Path) -> None:
    (tmp_path / "skedar").write_bytes(b"x")
    with pytest.raises(files.Unavailable, match="nuk u ruajt"):
        files.put(tmp_path / "skedar" / "brenda", b"x")


# --- pictures


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    image = Image.new("RGB", size, "green")
    written = Image.Exif()
    written[ExifTags.Base.Make] = "Aparati"
    written[ExifTags.Base.Orientation] = 6
    written[ExifTags.IFD.Exif] = {
        ExifTags.Base.BodySerialNumber: "SN-12345",
        ExifTags.Base.DateTimeOriginal: "2025:03:12 10:20:30",
    }
    written[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (40.0, 37.0, 7.5),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (20.0, 46.0, 51.0),
    }
    made = io.BytesIO()
    image.save(made, kind, exif=written)
    return made.getvalue()


def exif_of(contents: bytes) -> Image.Exif:
    with Image.open(io.BytesIO(contents)) as image:
        return image.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_says_nothing_of_the_camera(tmp_path: Path, kind: str) -> None:
    held = files.keep(tmp_path, Upload("foto", "", photo(kind)))
    contents = files.get(tmp_path, held.sha256) or b""
    assert held.size == len(contents)
    assert len(exif_of(contents)) == 0
    for secret in (b"Aparati", b"SN-12345", b"2025:03:12", b"Exif", b"eXIf"):
        assert secret not in contents
    with Image.open(io.BytesIO(contents)) as image:
        assert image.size == (40, 60)  # upright without the note that said so


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_place_and_time_stay_when_they_are_kept_on_purpose(tmp_path: Path, kind: str) -> None:
    held = files.keep(tmp_path, Upload("foto", "", photo(kind)), keeps_position=True)
    contents = files.get(tmp_path, held.sha256) or b""
    exif = exif_of(contents)
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert position[ExifTags.GPS.GPSLatitudeRef] == "N"
    assert [float(part) for part in position[ExifTags.GPS.GPSLongitude]] == [20.0, 46.0, 51.0]
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2025:03:12 10:20:30"
    for secret in (b"Aparati", b"SN-12345"):
        assert secret not in contents


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_whoever_thinks_better_of_it_takes_place_and_time_out_again(tmp_path: Path, kind: str) -> None:
    held = files.keep(tmp_path, Upload("foto", "", photo(kind)), keeps_position=True)
    carried = {"named": held.named, "name": held.name, "seal": f"seal of {held.named}"}
    sent = {"file": "0", **{f"file-0-{name}": value for name, value in carried.items()}}
    form = EvidenceForm(words("sq"), 0, FormData([(f"evidence-0-{name}", value) for name, value in sent.items()]))
    form.check(tmp_path, lambda named: f"seal of {named}")
    kept, sha256 = form.held[0].kept, form.held[0].sha256
    assert kept
    contents = files.get(tmp_path, kept.sha256) or b""
    assert (len(exif_of(contents)), kept.size, sha256) == (0, len(contents), kept.sha256)
    assert files.without_position(tmp_path, kept) == kept


@pytest.mark.parametrize("number", [(0, 0), (40, 0)])
def test_a_position_that_is_no_number_is_no_position(tmp_path: Path, number: tuple[int, int]) -> None:
    made = photo()
    order = ">" if b"Exif\0\0MM" in made else "<"
    assert struct.pack(f"{order}II", 40, 1) in made
    made = made.replace(struct.pack(f"{order}II", 40, 1), struct.pack(f"{order}II", *number))
    held = files.keep(tmp_path, Upload("foto", "", made), keeps_position=True)
    exif = exif_of(files.get(tmp_path, held.sha256) or b"")
    assert exif.get_ifd(ExifTags.IFD.GPSInfo) == {}
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2025:03:12 10:20:30"


@pytest.mark.parametrize("trouble", [ValueError, OSError, struct.error, OverflowError])
def test_a_picture_that_cannot_be_saved_is_refused_at_its_field(trouble: type[Exception]) -> None:
    made = photo()
    with patch.object(Image.Image, "save", side_effect=trouble), pytest.raises(Refusal) as refused:
        pictures.painted(made, kind="image/jpeg", keeps_position=True)
    assert refused.value.field == "file"


SCRIPT = b"<script>alert(document.domain)</script>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_script_in_a_photo_does_not_come_along(tmp_path: Path, kind: str) -> None:
    image = Image.new("RGB", (30, 30))
    written = Image.Exif()
    written[ExifTags.Base.ImageDescription] = SCRIPT.decode()
    made = io.BytesIO()
    image.save(made, kind, exif=written)
    inside = made.getvalue() + SCRIPT + b"<svg onload=alert(1)>"
    if kind == "JPEG":
        inside = inside[:2] + b"\xff\xfe" + (len(SCRIPT) + 2).to_bytes(2, "big") + SCRIPT + inside[2:]
    for keeps_position in (False, True):
        held = files.keep(tmp_path, Upload("foto.svg", "image/svg+xml", inside), keeps_position=keeps_position)
        assert held.type == f"image/{kind.lower()}"
        assert held.name in ("foto.jpg", "foto.png")
        assert b"script" not in (files.get(tmp_path, held.sha256) or b"")


def test_the_position_of_a_photo_is_numbers_or_nothing() -> None:
    written = Image.Exif()
    written[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "<",
        ExifTags.GPS.GPSLatitude: (1.0, 2.0, 3.0),
        ExifTags.GPS.GPSProcessingMethod: SCRIPT,
    }
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", exif=written)
    assert len(exif_of(pictures.painted(made.getvalue(), kind="image/jpeg", keeps_position=True))) == 0


def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG", optimize=True)
    assert len(made.getvalue()) < files.LARGEST
    with pytest.raises(Refusal, match="shumë e madhe"):
        files.keep(tmp_path, Upload("bombë.png", "image/png", made.getvalue()))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("contents", [b"\xff\xd8\xff\xe0" + b"0" * 20, b"\x89PNG\r\n\x1a\n" + b"0" * 40])
def test_a_broken_picture_is_refused(tmp_path: Path, contents: bytes) -> None:
    with pytest.raises(Refusal, match="nuk mund të hapet"):
        files.keep(tmp_path, Upload("foto", "", contents))
