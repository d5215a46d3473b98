"""Where something lay on somebody's computer: mostly below their name. What remains of it is the name of the file."""

import re

_FOLDER = re.compile(
    r"""(?: file:/{2,5}(?:[A-Za-z]:(?:[\\/]|%5C)+)?
          | (?<![A-Za-z/])[A-Za-z]:(?:[\\/]|%5C)+ (?=[^\\/])
          | (?<![\\:])\\\\+(?=[^\\\s*])
          | (?<![\w.:/%~-])/(?:home|Users|Volumes|media|mnt)/ )
        (?:[^\\/"'<>|*?\r\n%]|%(?!5C)){0,250}
        (?:(?:[\\/]|%5C)+(?:[^\\/"'<>|*?\r\n%]|%(?!5C)){0,250}){0,40}
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""As an address, below a drive, on another computer, or where other systems keep what is somebody's."""
_SIGNS = (b":\\", b":/", b":%5c", b"\\\\", b"/home/", b"/users/", b"/volumes/", b"/media/", b"/mnt/")
_PARTED = re.compile(r"(?:[\\/]|%5C)+", re.IGNORECASE)


def may_hold(contents: bytes) -> bool:
    """Whether it is worth looking: in a large file it takes long. What is not written a byte a sign, is."""
    lowered = contents.lower()
    if b"\0" in contents or b"file:/" in lowered:
        return True
    without_addresses = lowered.replace(b"://", b"")
    return any(sign in without_addresses for sign in _SIGNS)


def without_folders(words: str) -> tuple[str, list[str]]:
    """The words with the last part of each path in place of the whole, and the folders that went."""
    gone: list[str] = []

    def last(found: re.Match[str]) -> str:
        parts = _PARTED.split(found[0].rstrip())
        gone.append("/".join(parts[:-1]).removeprefix("file:").strip("/"))
        return parts[-1]

    if "\\" in words or "/" in words or "%5C" in words:
        words = _FOLDER.sub(last, words)
    return words, gone
