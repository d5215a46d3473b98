"""What offices send where a contract is asked for, each as the program writes it that made it: locked, with macros,
packed without end."""

import io
import struct
import zipfile
import zlib
from typing import Literal

import pikepdf
from pikepdf import Pdf

from pop_tracker.web.archive import LARGEST_UNPACKED
from tests.contracts.reading.files import hostile, making
from tests.web.other_kinds import OLE

OF_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WITH_MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
How = Literal[2, 3, 4, 6]
NOTHING = bytes(40_000_000)


def locked(how: How, user: str = "") -> bytes:
    """A PDF as it is protected since Acrobat 2 (2), 3 (3), 7 (4) and X (6); without a user's password anyone reads it
    and nobody is to change it."""
    kept = io.BytesIO()
    with Pdf.open(io.BytesIO(making.pdf())) as pdf:
        is_new = how > 3
        pdf.save(kept, encryption=pikepdf.Encryption(
            owner="a", user=user, R=how, aes=is_new, metadata=is_new, allow=pikepdf.Permissions(extract=False),
        ))  # fmt: skip
    return kept.getvalue()


def old_word() -> bytes:
    return OLE + "WordDocument".encode("utf-16-le") + bytes(2000)


def with_macros(*, tells: bool) -> bytes:
    """A program lies in the file, whether the file says so or not."""
    contents = hostile.archive(making.word(), **{"word/vbaProject.bin": OLE + "VBA".encode("utf-16-le")})
    return _with(contents, "[Content_Types].xml", OF_WORD, WITH_MACROS) if tells else contents


def flat_bomb() -> bytes:
    """A Word file whose text is forty megabytes of spaces."""
    opened = b"<w:body>"
    return _with(making.word(), "word/document.xml", opened, opened + b" " * LARGEST_UNPACKED)


def nested_bomb(deep: int = 5) -> bytes:
    """An archive of archives of archives."""
    held = _archive({"0": NOTHING})
    for _ in range(deep):
        held = _archive({f"lib {number}.zip": held for number in range(16)})
    return held


def overlapping_bomb(count: int = 2000) -> bytes:
    """As D. Fifield's (2019): all entries of the list lead to the same packed bytes."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data, crc = packing.compress(NOTHING) + packing.flush(), zlib.crc32(NOTHING)
    of_all = struct.pack("<HHHIII", 8, 0, 0, crc, len(data), len(NOTHING))
    name = b"[Content_Types].xml"
    body = b"PK\3\4" + struct.pack("<HH", 20, 0) + of_all + struct.pack("<HH", len(name), 0) + name + data
    names = [name, *(b"word/%d.xml" % number for number in range(count))]
    listed = b"".join(
        b"PK\1\2" + struct.pack("<HHH", 20, 20, 0) + of_all + struct.pack("<HHHHHII", len(one), 0, 0, 0, 0, 0, 0) + one
        for one in names
    )
    return body + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(listed), len(body), 0)


def page_that_calls() -> bytes:
    """A page of the internet, with all that it fetches from elsewhere as it is opened."""
    elsewhere = "http://127.0.0.1:9"
    return making.html(
        around=f'<script src="{elsewhere}/x.js"></script><script>fetch("{elsewhere}")</script>'
        f'<link rel="stylesheet" href="{elsewhere}/x.css"><iframe src="{elsewhere}"></iframe>'
        f'<img src="{elsewhere}/x.png" onerror="alert(1)"><meta http-equiv="refresh" content="0;url={elsewhere}">{{}}'
    ).encode()


def _archive(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, said in parts.items():
            made.writestr(name, said)
    return kept.getvalue()


def _with(contents: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _archive({**parts, part: parts[part].replace(old, new)})
