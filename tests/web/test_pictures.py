"""Pictures as offices and phones send them: what is on them stays, whatever the shape of the file."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pop_tracker.web import files, pictures
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload

PHONE = (Path(__file__).parent / "files" / "phone.heic").read_bytes()
"""Blue above, red below, 64 x 96; the file holds it lying, with a turn, a position and the maker of the phone."""


def saved(image: Image.Image, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    image.save(made, kind)
    return made.getvalue()


def opened(contents: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(contents))
    image.load()
    return image


def bare(contents: bytes, kind: str = "image/png") -> Image.Image:
    return opened(pictures.painted(contents, kind=kind))


def sixteen_bits(colour: int, *values: int) -> bytes:
    """A PNG of one pixel with samples of sixteen bits, which Pillow does not write in colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 16, colour, 0, 0, 0)
    row = zlib.compress(b"\0" + struct.pack(f">{len(values)}H", *values))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("contents", "kind", "seen"),
    [
        (sixteen_bits(0, 0x9C40), "image/png", (0x9C, 0x9C, 0x9C, 255)),
        (sixteen_bits(2, 0x9C40, 0x2020, 0xFFFF), "image/png", (0x9C, 0x20, 0xFF, 255)),
        (sixteen_bits(4, 0x9C40, 0x8080), "image/png", (0x9C, 0x9C, 0x9C, 0x80)),
        (sixteen_bits(6, 0x9C40, 0x2020, 0xFFFF, 0x8080), "image/png", (0x9C, 0x20, 0xFF, 0x80)),
        (saved(Image.new("1", (4, 4), 1)), "image/png", (255, 255, 255, 255)),
        (saved(Image.new("L", (4, 4), 90)), "image/png", (90, 90, 90, 255)),
        (saved(Image.new("LA", (4, 4), (90, 40))), "image/png", (90, 90, 90, 40)),
        (saved(Image.new("RGB", (4, 4), "red").convert("P")), "image/png", (255, 0, 0, 255)),
        (saved(Image.new("RGBA", (4, 4), (1, 2, 3, 4))), "image/png", (1, 2, 3, 4)),
        (saved(Image.new("L", (8, 8), 90), "JPEG"), "image/jpeg", (90, 90, 90, 255)),
        (saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), "image/jpeg", (254, 0, 0, 255)),
    ],
    ids=["16-grey", "16-rgb", "16-la", "16-rgba", "1-bit", "grey", "la", "palette", "rgba", "jpeg-grey", "cmyk"],
)
def test_what_is_seen_stays_as_it_was(contents: bytes, kind: str, seen: tuple[int, ...]) -> None:
    got = bare(contents, kind).convert("RGBA").getpixel((0, 0))
    assert isinstance(got, tuple)
    assert all(abs(a - b) <= 1 for a, b in zip(got, seen, strict=True)), got


def test_all_greys_of_a_scan_with_sixteen_bits_stay_apart() -> None:
    scan = Image.new("I;16", (256, 1))
    scan.putdata([level * 257 for level in range(256)])
    assert bare(saved(scan.resize((256, 8), Image.Resampling.NEAREST))).crop((0, 0, 256, 1)).tobytes() == bytes(
        range(256)
    )


def test_a_long_screenshot_stays_as_it_is() -> None:
    long = Image.new("RGB", (108, 2_000), "white")
    ImageDraw.Draw(long).text((2, 1_950), "Rruga u asfaltua", fill="black")
    held = bare(saved(long))
    assert (held.size, held.tobytes()) == (long.size, long.tobytes())
    assert pictures.AREA >= 1080 * 20_000


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_is_made_smaller_says_so_itself(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "AREA", 5_000)
    held = files.keep(tmp_path, Upload("foto", "", saved(Image.new("RGB", (400, 50), "navy"), kind)))
    with Image.open(tmp_path / held.sha256) as image:
        assert image.size == (200, 25)
    assert held.reduced_from == "400x50"
    again = files.kept(tmp_path, held.named, held.name)
    assert again == held


def test_only_our_own_note_says_that_a_picture_was_made_smaller(tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", comment="Madhësia para zvogëlimit: 9999x9999 px".encode())
    held = files.keep(tmp_path, Upload("foto", "", made.getvalue()))
    assert held.reduced_from == ""


def test_a_turned_photo_that_is_made_smaller_stands_upright() -> None:
    image = Image.new("RGB", (80, 40), "green")
    exif = Image.Exif()
    exif[274] = 6
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif)
    held = pictures.painted(made.getvalue(), kind="image/jpeg", area=800)
    assert (opened(held).size, pictures.reduced_from(held)) == ((20, 40), "40x80")


@pytest.mark.parametrize("size", [(1, 5_000), (30_000, 20)])
def test_a_line_is_no_picture(size: tuple[int, int]) -> None:
    with pytest.raises(Refusal, match="tepër e ngushtë"):
        pictures.painted(saved(Image.new("L", size)), kind="image/png")


@pytest.mark.parametrize("keeps_position", [False, True])
def test_a_phones_own_format_is_kept_as_one_that_browsers_show(tmp_path: Path, keeps_position: bool) -> None:
    held = files.keep(tmp_path, Upload("IMG_0001.HEIC", "image/heic", PHONE), keeps_position=keeps_position)
    assert (held.name, held.type) == ("IMG_0001.jpg", "image/jpeg")
    contents = files.get(tmp_path, held.sha256) or b""
    assert b"Aparati" not in contents
    image = opened(contents)
    assert image.size == (64, 96)
    above, below = image.getpixel((32, 8)), image.getpixel((32, 88))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[2] > 150 > above[0], "blue"
    assert below[0] > 150 > below[2], "red"
    assert bool(image.getexif().get_ifd(0x8825)) is keeps_position


@pytest.mark.parametrize("contents", [PHONE[:300], PHONE[:40] + b"\0" * 600, PHONE[:-40]])
def test_a_broken_photo_of_a_phone_is_refused(tmp_path: Path, contents: bytes) -> None:
    with pytest.raises(Refusal, match="nuk mund të hapet"):
        files.keep(tmp_path, Upload("foto.heic", "", contents))


@pytest.mark.parametrize("image", [
    Image.effect_noise((1600, 1200), 120), Image.new("RGBA", (300, 9_000), (0, 0, 0, 0)), Image.new("L", (3, 3)),
])  # fmt: skip
def test_a_small_picture_is_small(image: Image.Image) -> None:
    made = pictures.small(pictures.painted(saved(image), kind="image/png"))
    wide, high = opened(made).size
    assert (wide <= pictures.SMALL[0], high <= pictures.SMALL[1]) == (True, True)
    assert wide * 2 >= high
    assert len(made) <= pictures.SMALL_BYTES
