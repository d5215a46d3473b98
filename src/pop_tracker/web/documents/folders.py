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
_PARTED = re.compile(r"(?:[\\/]|%5C)+", re.IGNORECASE)


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
