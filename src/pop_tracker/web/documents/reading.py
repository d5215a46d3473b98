"""A document looked at, in a process of bounded time and memory: what it says of people, and the same without."""

import json
from dataclasses import dataclass

import pikepdf

from pop_tracker.web import limited, office_file
from pop_tracker.web.archive import unpackable
from pop_tracker.web.documents import excel, pdf, word
from pop_tracker.web.documents.package import Package
from pop_tracker.web.documents.traces import STAYING, Found, Hindrance, Trace
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

PDF = "application/pdf"
UNREADABLE = N_(
    "Skedari është i dëmtuar ose i mbrojtur me fjalëkalim dhe nuk lexohet, prandaj nuk dihet çfarë thotë për persona. "
    "Nëse duhet të mbetet siç është, shënoni kutinë dhe zgjidheni përsëri."
)
KINDS = (PDF, office_file.DOCX, office_file.XLSX)


@dataclass(frozen=True)
class Read:
    """`bare` is the document without its traces; empty where it has none that go, or a hindrance."""

    traces: tuple[Trace, ...] = ()
    bare: bytes = b""
    hindrance: Hindrance = Hindrance.NONE

    @property
    def going(self) -> list[Trace]:
        return [one for one in self.traces if one.what not in STAYING]

    @property
    def staying(self) -> list[Trace]:
        return [one for one in self.traces if one.what in STAYING]


def read(contents: bytes, kind: str) -> Read:
    """Raises Refusal for what does not open, and Busy."""
    imports = [f"{pdf.__package__}.locked"] if kind == PDF else []
    answer: bytes = limited.run(f"{__name__}:looked_at", contents, imports=imports, broken=UNREADABLE, kind=kind)
    said, _, bare = answer.partition(b"\n")
    told = json.loads(said)
    return Read(tuple(Trace.unpacked(one) for one in told["traces"]), bare, Hindrance(told["hindrance"]))


def looked_at(contents: bytes, *, kind: str) -> bytes:
    """In that process."""
    found = Found()
    bare, hindrance = _pdf(contents, found) if kind == PDF else _office(contents, kind, found)
    traces = found.traces
    if hindrance or all(one.what in STAYING for one in traces):
        bare = b""
    said = {"traces": [one.packed for one in traces], "hindrance": hindrance}
    return json.dumps(said).encode() + b"\n" + bare


def _pdf(contents: bytes, found: Found) -> tuple[bytes, Hindrance]:
    try:
        return pdf.bare(contents, found)
    except pikepdf.PdfError:  # PasswordError among them
        raise Refusal(UNREADABLE, field="file") from None


def _office(contents: bytes, kind: str, found: Found) -> tuple[bytes, Hindrance]:
    try:
        package = Package(unpackable(contents), found)
        is_signed = package.is_signed
        package.tell_unreached()
        package.drop_properties()
        hindrance = (word if kind == office_file.DOCX else excel).bare(package)
        if hindrance is Hindrance.INSERTED:
            return b"", hindrance
        package.drop_custom_xml()
        package.drop_embedded()
        package.bare_pictures()
        package.forget_folders()
        bare = package.written()
    except (Refusal, MemoryError, RecursionError):
        raise
    except Exception:  # whatever is wrong with an archive, its parts or their XML
        raise Refusal(UNREADABLE, field="file") from None
    return bare, Hindrance.SIGNED if is_signed else hindrance
