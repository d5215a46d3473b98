"""What lies in an archive, as office files are: known before anything in it is unpacked."""

import io
import zipfile

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

LARGEST_UNPACKED = 40 * 1024 * 1024


def unpackable(contents: bytes) -> bytes:
    """The file, once it is known that unpacking fills no memory and that its XML declares nothing of its own.

    An archive's list may lie about sizes, but what is unpacked is never more than the list says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            parts = archive.infolist()
            if len(parts) > 2_000 or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Refusal(N_("Skedari është tepër i madh kur hapet."), field="file")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise broken()
    except Refusal:
        raise
    except Exception:  # whatever is wrong with an archive, its parts or their compression
        raise broken() from None
    return contents


def broken() -> Refusal:
    return Refusal(N_("Skedari është i dëmtuar ose i mbrojtur me fjalëkalim; nuk hapet."), field="file")


_DECLARATIONS = tuple(
    f"<!{word}".encode(coding) for word in ("DOCTYPE", "ENTITY") for coding in ("ascii", "utf-16-le", "utf-16-be")
)


def _declares(xml: bytes) -> bool:
    """Office programs write neither document types nor entities; who does is up to something."""
    return any(declaration in xml for declaration in _DECLARATIONS)
