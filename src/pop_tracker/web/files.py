"""Files of evidence: kept under the SHA-256 of their content, known by their content, never by their name.

They are handed out as downloads only, so that nothing in them can act on the site's own pages.
"""

import hashlib
import hmac
import io
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import quote

from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms import Upload
from pop_tracker.web.i18n import N_

LARGEST = 10 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    _OFFICE + "wordprocessingml.document": ".docx",
    _OFFICE + "spreadsheetml.sheet": ".xlsx",
}
ACCEPTED = ",".join([*ENDINGS.values(), ".jpeg"])


@dataclass(frozen=True)
class KeptFile:
    sha256: str
    name: str
    type: str
    size: int


def sniff(contents: bytes) -> str | None:
    """The type that the content has; None for one that is not taken."""
    if contents.startswith(b"%PDF-"):
        return "application/pdf"
    if contents.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if contents.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if contents.startswith(b"PK\x03\x04"):
        return _sniff_office(contents)
    return None


def _sniff_office(contents: bytes) -> str | None:
    """Reads the list of names only: nothing is unpacked. Documents with macros are not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return _OFFICE + "wordprocessingml.document"
    return _OFFICE + "spreadsheetml.sheet" if "xl/workbook.xml" in names else None


def keep(folder: Path, upload: Upload) -> KeptFile:
    """Stores the upload, once whatever its name. Raises Refusal for what is not taken."""
    if not upload.contents:
        raise Refusal(N_("Skedari është bosh."), field="file")
    if len(upload.contents) > LARGEST:
        raise Refusal(N_("Skedari është më i madh se 10 MB."), field="file")
    kind = sniff(upload.contents)
    if kind is None:
        raise Refusal(N_("Merren vetëm PDF, PNG, JPEG, DOCX dhe XLSX (pa makro)."), field="file")
    sha256 = hashlib.sha256(upload.contents).hexdigest()
    path = folder / sha256
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside and moved, so that a file under its hash is whole or not there.
        descriptor, aside = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(upload.contents)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    return KeptFile(sha256, plain_name(upload.filename, ENDINGS[kind]), kind, len(upload.contents))


def kept(folder: Path, sha256: str, name: str) -> KeptFile | None:
    """A file stored before, by its hash; its type and size are read from it again."""
    path = folder / sha256
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef") or not path.is_file():
        return None
    contents = path.read_bytes()
    kind = sniff(contents)
    return KeptFile(sha256, plain_name(name, ENDINGS[kind]), kind, len(contents)) if kind else None


def plain_name(name: str, ending: str) -> str:
    """The sender's name for it without folders and unreadable signs, with the ending that its content has."""
    stem = PurePosixPath(PureWindowsPath(name).name).stem
    stem = "".join(sign for sign in stem if sign.isprintable() and sign not in '"\\/:*?<>|').strip(". ")
    return f"{stem[:150] or 'prove'}{ending}"


def seal(key: str, person_id: int | None, sha256: str) -> str:
    """What a form carries beside the hash of a file that this person uploaded or may see: a hash alone would let
    anyone who learned it attach, and so open, a file that is not theirs."""
    return hmac.new(key.encode(), f"evidence-file|{person_id}|{sha256}".encode(), hashlib.sha256).hexdigest()


def disposition(name: str) -> str:
    """Content-Disposition that saves the file under its name (RFC 6266, 5987), and never shows it."""
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
