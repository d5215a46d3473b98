"""Files: kept under the SHA-256 of their content, known by their content, never by their name.

They lie in a folder or in a bucket (`settings.files` says where) and are never written over. All but pictures are
handed out as downloads only (`web/handing_out.py`), so that nothing in them can act on the site's own pages.
"""

import hashlib
import hmac
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import quote
from weakref import WeakKeyDictionary

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from pop_tracker.web import office_file, pictures
from pop_tracker.web.documents import reading
from pop_tracker.web.documents.cleared import Cleared
from pop_tracker.web.documents.traces import Hindrance
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

MEGABYTES = 10
"""Of one file, at most. Hints and messages say this number and none of their own."""
LARGEST = MEGABYTES * 1024 * 1024
TOO_LARGE = N_("Skedari është më i madh se %(megabytes)d MB.")
LARGEST_TOGETHER = 32 * 1024 * 1024
"""Of a form that takes several: three of the largest at once; more are added one after the other."""
ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    office_file.DOCX: ".docx",
    office_file.XLSX: ".xlsx",
}
ACCEPTED = ",".join([*ENDINGS.values(), ".jpeg", ".heic", ".heif"])
PICTURES_ACCEPTED = ".jpg,.jpeg,.png,.heic,.heif"
HEADER_WITHIN = 1024
"""Bytes within which a PDF begins: readers of the format have always taken what stands before (ISO 32000, annex on
Acrobat's limits), a byte order mark or a mail gateway's line."""
log = logging.getLogger("pop_tracker.files")


class Upload:
    """A file as it came: its name and type are the sender's words, not facts."""

    def __init__(self, filename: str, content_type: str, contents: bytes) -> None:
        self.filename = filename
        self.content_type = content_type
        self.contents = contents


@dataclass(frozen=True)
class KeptFile:
    sha256: str
    name: str
    type: str
    size: int
    reduced_from: str = ""
    """The size that a picture came in, where it was made smaller."""
    original_sha256: str = ""
    """Of what was sent, where what is kept says less of people: whoever has it can compare. It names no file here."""

    @property
    def is_picture(self) -> bool:
        return self.type in pictures.FORMATS

    @property
    def named(self) -> str:
        """How a form carries it, sealed as a whole."""
        return named(self.sha256, self.original_sha256)


def named(sha256: str, original_sha256: str) -> str:
    return f"{sha256}.{original_sha256}" if original_sha256 else sha256


def sniff(contents: bytes) -> str | None:
    """The type that the content has; None for one that is not taken."""
    if contents.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if contents.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if contents[4:8] == b"ftyp":
        return "image/heic" if _HEVC & _brands(contents) else None
    if contents.startswith(b"PK\x03\x04"):
        return office_file.kind(contents)  # nothing is unpacked but what it says of itself; none with macros
    if b"%PDF-" in contents[:HEADER_WITHIN] and not contents.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "application/pdf"
    return None


_HEVC = {b"heic", b"heix", b"heim", b"heis"}
"""Still pictures that are packed as HEVC (ISO/IEC 23008-12, annex B)."""


def _brands(contents: bytes) -> set[bytes]:
    """What the first box of the file says that it can be read as: its own brand, then those it goes with."""
    length = min(int.from_bytes(contents[:4], "big"), 512)
    return {contents[8:12], *(contents[at : at + 4] for at in range(16, length, 4))}


_ahead: WeakKeyDictionary[Upload, tuple[bool, pictures.Bare | Refusal]] = WeakKeyDictionary()
_read: WeakKeyDictionary[Upload, reading.Read | Refusal] = WeakKeyDictionary()
_cleared: WeakKeyDictionary[Upload, Cleared] = WeakKeyDictionary()
"""What was told of a document while it was kept."""


def open_ahead(upload: Upload, *, keeps_position: bool = False, reads_documents: bool = True) -> None:
    """Opens a picture or a document now; what came of it, be it a Refusal, is there when `keep` asks. Raises Busy."""
    kind = sniff(upload.contents) if len(upload.contents) <= LARGEST else None
    if kind in pictures.TAKEN:
        try:
            _ahead[upload] = keeps_position, pictures.bare(upload.contents, kind, keeps_position=keeps_position)
        except Refusal as refusal:
            _ahead[upload] = keeps_position, refusal
    elif kind in reading.KINDS and reads_documents:
        _looked_into(upload, kind)


def reduced_from(upload: Upload) -> str:
    """The size that a picture came in which was opened ahead and is kept smaller; empty for any other."""
    _, made = _ahead.get(upload, (None, None))
    return made.reduced_from if isinstance(made, pictures.Bare) else ""


def cleared(upload: Upload) -> Cleared | None:
    """Of a document that was kept: what it said of people, where it said something."""
    return _cleared.get(upload)


def _opened(upload: Upload, kind: str, keeps_position: bool) -> pictures.Bare:
    said, made = _ahead.get(upload, (None, None))
    if made is None or said != keeps_position:
        return pictures.bare(upload.contents, kind, keeps_position=keeps_position)
    if isinstance(made, Refusal):
        raise made
    return made


def _looked_into(upload: Upload, kind: str) -> reading.Read | Refusal:
    found = _read.get(upload)
    if found is None:
        try:
            found = reading.read(upload.contents, kind)
        except Refusal as refusal:
            found = refusal
        _read[upload] = found
    return found


def _bare(upload: Upload, kind: str, name: str, as_is: bool) -> bytes:
    """A document without what it says of people, or as it came where its sender wants it so. Raises Refusal where it
    cannot be had without."""
    found = _looked_into(upload, kind)
    if isinstance(found, Refusal):
        if not as_is:
            raise found
        return upload.contents
    if found.hindrance and found.going and not as_is:
        names = ", ".join(dict.fromkeys(name for trace in found.going for name in trace.names)) or "–"
        raise Refusal(_HINDERED[found.hindrance], field="file", file=name, names=names)
    gone, left = ([], found.traces) if as_is else (found.going, found.staying)
    if gone or left:
        _cleared[upload] = Cleared(name, tuple(gone), tuple(left))
    return found.bare if gone else upload.contents


_HINDERED = {
    Hindrance.SIGNED: N_(
        "“%(file)s” është nënshkruar elektronikisht dhe mban brenda të dhëna për persona (%(names)s). Po t’i hiqnim, "
        "nënshkrimi nuk do të vlente më. Nëse duhet të mbetet siç është, shënoni kutinë dhe zgjidheni përsëri."
    ),
    Hindrance.HIDDEN: N_(
        "“%(file)s” ka fletë të fshehura që kopjohen edhe gjetkë në skedar (%(names)s) dhe nuk mund të hiqen këtu. "
        "Hiqini vetë, ose shënoni kutinë që skedari të mbetet siç është, dhe zgjidheni përsëri."
    ),
    Hindrance.INSERTED: N_(
        "“%(file)s” fut brenda vetes një dokument tjetër (%(names)s), që lexohet vetëm kur hapet. Hapeni në Word, "
        "ruajeni sërish dhe zgjidheni përsëri, ose shënoni kutinë që skedari të mbetet siç është."
    ),
    Hindrance.FORM: N_(
        "“%(file)s” është formular (%(names)s) që faqet i ndërton vetëm kur hapet, prandaj të dhënat për persona nuk "
        "mund të hiqen. Printojeni si PDF dhe zgjidheni përsëri, ose shënoni kutinë që skedari të mbetet siç është."
    ),
}


_LOCKED_OR_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins (MS-CFB): what Office wrote before 2007, and what it locks today."""


def keep(where: Path | str, upload: Upload, *, keeps_position: bool = False, as_is: bool = False) -> KeptFile:
    """Stores the upload, once whatever its name; a picture painted anew (`pictures.bare`), a document without what it
    says of people unless it is wanted `as_is`. Raises Refusal for what is not taken."""
    if not upload.contents:
        raise Refusal(N_("Skedari është bosh."), field="file")
    if len(upload.contents) > LARGEST:
        raise Refusal(TOO_LARGE, field="file", megabytes=MEGABYTES)
    kind = sniff(upload.contents)
    if kind is None and upload.contents.startswith(_LOCKED_OR_OLD):
        raise Refusal(
            N_(
                "Skedari është i mbrojtur me fjalëkalim ose në një format të vjetër të Office. Ruajeni pa fjalëkalim "
                "si DOCX ose XLSX dhe zgjidheni përsëri."
            ),
            field="file",
        )
    if kind is None:
        raise Refusal(N_("Pranohen vetëm PDF, PNG, JPEG, HEIC, DOCX dhe XLSX (pa makro)."), field="file")
    contents, reduced_from = upload.contents, ""
    if kind in pictures.TAKEN:
        picture = _opened(upload, kind, keeps_position)
        contents, kind, reduced_from = picture.contents, picture.kind, picture.reduced_from
    name = plain_name(upload.filename, ENDINGS[kind])
    if kind in reading.KINDS:
        contents = _bare(upload, kind, name, as_is)
    original = "" if contents == upload.contents else hashlib.sha256(upload.contents).hexdigest()
    return KeptFile(put(where, contents), name, kind, len(contents), reduced_from, original)


def kept(where: Path | str, named: str, name: str) -> KeptFile | None:
    """A file stored before, as `KeptFile.named` says; its type and size are read from it again."""
    sha256, _, original = named.partition(".")
    contents = get(where, sha256)
    kind = sniff(contents) if contents else None
    if contents is None or kind not in ENDINGS:
        return None
    reduced_from = pictures.reduced_from(contents) if kind in pictures.FORMATS else ""
    return KeptFile(sha256, plain_name(name, ENDINGS[kind]), kind, len(contents), reduced_from, original)


def without_position(where: Path | str, held: KeptFile) -> KeptFile:
    """A kept picture without the place and time that it was kept with; any other file as it is."""
    contents = get(where, held.sha256) if held.is_picture else None
    if contents is None or not pictures.holds_position(contents):
        return held
    bare = pictures.bare(contents, held.type)
    return replace(held, sha256=put(where, bare.contents), size=len(bare.contents))


class Unavailable(Refusal):
    """The place where files lie is full or does not answer."""

    status = 503


@cache
def _store(where: Path | str) -> LocalStore | S3Store:
    """A folder, or s3://bucket/prefix with its keys and endpoint in the usual AWS_* variables."""
    if str(where).startswith("s3://"):
        is_plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        return S3Store.from_url(str(where), client_options={"allow_http": True} if is_plain else {})
    return LocalStore(where, mkdir=True)


def put(where: Path | str, contents: bytes) -> str:
    """Stores the bytes whole or not at all, and returns their SHA-256. Raises Unavailable."""
    sha256 = hashlib.sha256(contents).hexdigest()
    try:
        store = _store(where)
        try:
            obstore.put(store, sha256, contents, mode="create", use_multipart=False)
        except AlreadyExistsError:
            # The same bytes again, for their day: whoever takes away what nothing names leaves it for now.
            obstore.put(store, sha256, contents, use_multipart=False)
        if isinstance(store, LocalStore):
            # The row that names the file is committed after this: it must not outlive the file in a power cut.
            with open(Path(where) / sha256, "rb") as file:
                os.fsync(file.fileno())
    except (BaseError, OSError) as error:
        log.error("a file cannot be stored in %s: %s", where, str(error).partition("\n")[0])
        raise Unavailable(
            N_("Skedari nuk u ruajt: vendi i skedarëve është plot ose nuk përgjigjet. Provoni përsëri më vonë."),
            field="file",
        ) from error
    return sha256


def get(where: Path | str, sha256: str) -> bytes | None:
    """The content; None for what is not there. Raises Unavailable."""
    if not is_digest(sha256):
        return None
    try:
        return bytes(obstore.get(_store(where), sha256).bytes())
    except FileNotFoundError:
        return None
    except (BaseError, OSError) as error:
        log.error("a file cannot be read from %s: %s", where, str(error).partition("\n")[0])
        raise Unavailable(N_("Skedari nuk hapet tani. Provoni përsëri më vonë.")) from error


def names(where: Path | str) -> Iterator[tuple[str, datetime]]:
    """Every file's SHA-256, and when it was stored."""
    for some in obstore.list(_store(where)):
        yield from ((one["path"], one["last_modified"]) for one in some if is_digest(one["path"]))


def stored_at(where: Path | str, sha256: str) -> datetime:
    """When it was stored last."""
    return obstore.head(_store(where), sha256)["last_modified"]


def drop(where: Path | str, sha256: str) -> None:
    obstore.delete(_store(where), sha256)


def is_digest(sha256: str) -> bool:
    return len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")


def plain_name(name: str, ending: str) -> str:
    """The sender's name for it without folders and unreadable signs, with the ending that its content has."""
    stem = PurePosixPath(PureWindowsPath(name).name).stem
    stem = "".join(sign for sign in stem if sign.isprintable() and sign not in '"\\/:*?<>|').strip(". ")
    return f"{stem[:150] or 'prove'}{ending}"


def seal(key: str, whose: int | str | None, sha256: str) -> str:
    """What a form carries beside the hash of a file that its sender uploaded or may see: a hash alone would let anyone
    who learned it attach, and so open, a file that is not theirs. `whose`: the person by number, or a personal link."""
    return hmac.new(key.encode(), f"evidence-file|{whose}|{sha256}".encode(), hashlib.sha256).hexdigest()


def disposition(name: str) -> str:
    """Content-Disposition that saves the file under its name (RFC 6266, 5987), and never shows it."""
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
