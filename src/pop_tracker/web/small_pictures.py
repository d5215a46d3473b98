"""Small ones of kept pictures, as pages and reports show them."""

from functools import lru_cache
from pathlib import Path

from pop_tracker.web import files, limited, pictures


@lru_cache(maxsize=512)
def small(where: Path | str, sha256: str) -> bytes:
    """Made when somebody looks, and kept in memory alone: what is taken out of sight leaves nothing on a disk.

    Raises LookupError for what is no picture or not there, and Unavailable.
    """
    contents = files.get(where, sha256)
    kind = files.sniff(contents) if contents else None
    if contents is None or kind not in pictures.FORMATS:
        raise LookupError(sha256)
    if kind == "image/jpeg":  # read at a fraction of its size
        return pictures.small(contents)
    made: bytes = limited.run("pop_tracker.web.pictures:small", contents)
    return made
