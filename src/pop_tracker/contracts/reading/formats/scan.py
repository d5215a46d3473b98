"""Pictures of pages, read by Tesseract in Albanian, where it is installed.

Tesseract is given nothing but a picture that we painted ourselves, in grey, and gives back words with their places. It
runs one at a time, with bounded time and memory; where it is missing, whoever sent the picture is told.
"""

import csv
import io
import os
import resource
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from statistics import median
from threading import BoundedSemaphore

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats.pages import Page, written
from pop_tracker.contracts.reading.formats.printed import Sign
from pop_tracker.web import limited
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.files import sniff
from pop_tracker.web.i18n import N_

LANGUAGE = "sqi"
ITS_SIGNS = "eng"
"""Tesseract's Albanian has learnt no "%", "/" or "w", and few semicolons; English has, and comes with the program."""
DOTS = 300
"""An inch, of a page that is painted for reading."""
MOST_PAGES = 20
SECONDS = 60
"""Of the processor, for a page."""
MEGABYTES = 800
MOST_WORDS = 5_000
"""On a page."""
PATIENCE = 30.0
"""Seconds that a picture waits for the one before it."""
PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
"""Points: a photograph is taken for one of a page of A4."""
MISSING = N_(
    "Skanimet dhe fotot nuk lexohen këtu, sepse në server nuk është instaluar Tesseract me shqipen (tesseract-ocr dhe "
    "tesseract-ocr-sqi). Dërgoni skedarin nga i cili u bë, ose ngjitni tekstin."
)
TOO_MANY = N_("Lexohen më së shumti %(most)d faqe të skanuara. Ndajeni skedarin.")
UNREADABLE = N_("Në foto nuk u gjet tekst që lexohet. Provoni me një skanim më të qartë.")
SLOW = N_("Leximi i fotos zgjati tepër dhe u ndërpre. Provoni me një skanim më të qartë ose më të vogël.")
SURE = 80.0
"""Of a hundred: how sure Tesseract is of words that it reads well."""
SMALL = 0.55
"""Of the height of most lines: no letter is as small as a bullet."""
SPACE = 0.45
"""Between words."""
DUST = 0.25
FAR = 0.55
"""Between a bullet and its words, where these do not begin with a capital."""
DASH = 0.48
_REACHING_BELOW = set("gjpqyçÇQJ,;()[]{}/|„_-–—•\"'“”’‘*«»°")
"""Letters and other signs that do not stand on the line."""
_ALBANIAN = str.maketrans("éÉèÈ—", "ëËëË–")
"""What English takes ë for, and a dash."""
_one_at_a_time = BoundedSemaphore(1)


def is_installed() -> bool:
    """Tesseract, with Albanian."""
    return LANGUAGE in _languages()


def _languages() -> list[str]:
    """Those of ours that it has."""
    program = shutil.which("tesseract")
    if not program:
        return []
    said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    return [language for language in (LANGUAGE, ITS_SIGNS) if language in said.stdout.split()]


def of_picture(contents: bytes, on_page: Callable[[int, int], None] | None = None) -> list[Sign]:
    """The words of a photograph or a scan of one page. Raises Refusal and Busy."""
    _require_installed()
    if on_page:
        on_page(0, 1)
    kind = sniff(contents)
    picture = limited.run(
        "pop_tracker.contracts.reading.formats.painting:grey", contents,
        imports=["pop_tracker.contracts.reading.formats.painting"], starts_threads=kind == "image/heic", kind=kind,
    )  # fmt: skip
    signs = words_in(picture)
    if not signs:
        raise Refusal(UNREADABLE, field="file")
    return signs


def document(_: bytes, pages: Mapping[int, Sequence[Sign]]) -> Document:
    """Of words that were read from a picture."""
    return written([Page(page, PAGE_HEIGHT, PAGE_WIDTH, list(signs), is_picture=True) for page, signs in pages.items()])


def of_pages(
    contents: bytes, scans: Sequence[tuple[int, float]], on_page: Callable[[int, int], None] | None
) -> dict[int, list[Sign]]:
    """Of a PDF, the words of the pages that are pictures; `scans` are they and how wide they are. Raises Refusal and
    Busy."""
    _require_installed()
    if len(scans) > MOST_PAGES:
        raise Refusal(TOO_MANY, field="file", most=MOST_PAGES)
    found: dict[int, list[Sign]] = {}
    for done, (page, width) in enumerate(scans):
        if on_page:
            on_page(done, len(scans))
        picture = limited.run(
            "pop_tracker.contracts.reading.formats.pdf:painted", contents,
            imports=["pop_tracker.contracts.reading.formats.pdf"], page=page, dots=DOTS,
        )  # fmt: skip
        found[page] = words_in(picture, width)
    return found


def words_in(picture: bytes, width: float = PAGE_WIDTH) -> list[Sign]:
    """Of a PNG that we painted of a page that is so wide, in points. Raises Refusal and Busy."""
    scale = width / int.from_bytes(picture[16:20], "big")
    lines: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(_read(picture)), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            lines[row["page_num"], row["block_num"], row["par_num"], row["line_num"]].append(row)
    if sum(map(len, lines.values())) > MOST_WORDS:
        raise Refusal(UNREADABLE, field="file")
    heights = {place: median(_height(word) for word in line) for place, line in lines.items()}
    usual = median(heights.values()) if heights else 1.0
    spare = _spare(lines.values(), usual)
    found: list[Sign] = []
    for place, line in lines.items():
        larger = heights[place] / usual
        size = usual * (1.0 if 0.8 < larger < 1.2 else round(larger * 4) / 4 or 0.25)
        base = _base(line, usual)
        for word in line[1:]:
            word["text"] = _dash(word, size)
        words = [_sign(word, base, size, scale, spare) for word in line]
        if _is_bullet(line, usual):
            words[0].text = "• "
        found += words
    return found


def _height(word: dict[str, str]) -> float:
    """As if it were a capital's."""
    text = word["text"]
    is_tall = any(letter.isupper() or letter.isdigit() or letter in "bdfhkltijëêâ" for letter in text)
    reaches_below = any(letter in "gjpqyç,;" for letter in text)
    return int(word["height"]) * {(True, False): 1.0, (True, True): 0.8, (False, False): 1.35}.get(
        (is_tall, reaches_below), 1.0
    )


def _base(line: Sequence[dict[str, str]], usual: float) -> float:
    """What its letters stand on: some of them, as g and ç, reach below."""
    bottoms = [(int(word["top"]) + int(word["height"]), bool(set(word["text"]) & _REACHING_BELOW)) for word in line]
    standing = [bottom for bottom, reaches_below in bottoms if not reaches_below]
    return median(standing) if standing else median(bottom for bottom, _ in bottoms) - 0.22 * usual


def _spare(lines: Iterable[Sequence[dict[str, str]]], usual: float) -> float:
    """How much further apart words stand than print sets them: a typewriter gives a space as much room as a letter."""
    gaps = [_gap(one, other) for line in lines for one, other in pairwise(line)]
    return max(median(gaps) - SPACE * usual, 0.0) if gaps else 0.0


def _gap(word: dict[str, str], following: dict[str, str]) -> int:
    return int(following["left"]) - int(word["left"]) - int(word["width"])


def _sign(word: dict[str, str], base: float, size: float, scale: float, spare: float) -> Sign:
    """With the part of the space after it that print would not have."""
    left = int(word["left"])
    right = left + int(word["width"]) + spare
    text = word["text"].strip().translate(_ALBANIAN)
    is_doubtful = float(word["conf"]) < SURE and sum(map(str.isalnum, text)) > 1
    return Sign(f"{text} ", left * scale, right * scale, base * scale, size * scale, is_doubtful=is_doubtful)


def _dash(word: dict[str, str], capital: float) -> str:
    """Tesseract's Albanian has no dash, and reads each as a hyphen: that one is never half as wide as a capital is
    high."""
    is_dash = word["text"].strip() == "-" and int(word["width"]) > DASH * capital
    return "–" if is_dash else word["text"]


def _is_bullet(line: Sequence[dict[str, str]], usual: float) -> bool:
    """A small sign apart from the words, before a capital or further than a space away, is one, whichever letter it was
    taken for; dust is smaller."""
    if len(line) < 2 or len(line[0]["text"].strip()) > 2:
        return False
    first, second = line[0], line[1]["text"].strip()
    gap = _gap(first, line[1])
    size = max(int(first["width"]), int(first["height"]))
    is_before_a_capital = second[0].isupper() or second[0] in '“"„«('
    return size <= SMALL * usual and (
        (gap > 0.3 * usual and is_before_a_capital) or (gap > FAR * usual and size > DUST * usual)
    )


def _read(picture: bytes) -> str:
    """What Tesseract says of it, as a table."""
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        program = subprocess.Popen(
            [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", "+".join(_languages()),
             "--dpi", str(DOTS), "tsv"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", process_group=0,
            env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8",
                 **{name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}},
        )  # fmt: skip
        with program:
            _limit(program.pid)
            try:
                said, _ = program.communicate(picture, timeout=2 * SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
                raise Refusal(SLOW, field="file") from None
    finally:
        _one_at_a_time.release()
    if program.returncode:
        raise Refusal(SLOW if program.returncode < 0 else UNREADABLE, field="file")
    return said.decode("utf-8", "replace")


def _limit(process: int) -> None:
    """Before it is given anything to read."""
    if not hasattr(resource, "prlimit"):
        return
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEGABYTES * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.prlimit(process, what, (most, most))
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, 10)  # whoever reads the site goes first


def _require_installed() -> None:
    if not is_installed():
        raise Refusal(MISSING, field="file")
