"""What the public pages say of the record, whatever they look like: the test beside this holds that no fact is lost.

`facts.json.xz` holds what each page said on the day it was written, of the real seeds and of the training data, in both
languages. `python -m tests.site.facts` prints what the pages of today lack, all of it; `--write` writes the list anew:
needed when a seed was corrected, never because a page says less.

A fact is, in a page's `main`, folds included:
`text`    a cell of the seeds, two words or more, said as it stands there
`word`    a word that is in no message of the site, of either language: a name, a code
`number`  as 1200.5 or 60%, however it is written; also 1.4.a, 11:00
`date`    as 2023-05-14 or 2023-05, however it is written
`link`    an address, without the language; with its fragment only where that names a part of another page
What is said twice is one fact. Choices of a filter are none, but what only they still say is not lost.
"""

import csv
import html
import json
import lzma
import re
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from babel import Locale
from litestar.testing import TestClient

from pop_tracker.monitoring.import_rounds import EVIDENCE_NOTE
from pop_tracker.web.i18n import LANGUAGES, LOCALE_FOLDER, words
from pop_tracker.web.shipped import shipped
from tests.conftest import BASE_URL, Site, Stock, _fresh
from tests.site import public_pages
from tests.site.doors import HERE

BASELINE = HERE / "facts.json.xz"
Pages = dict[str, set[str]]
"""By address, the facts."""

_FILES = re.compile(
    r"/(api/v1|static|provat|kopjet|pergjigjet|dokumentet)/|[.](csv|xlsx|json|atom|ics|pdf|docx|png|svg)\b|/permbajtja"
)
_LETTER = r"[^\W\d_]"
_GONE = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.S)
_CHOICES = re.compile(r"<select\b.*?</select>", re.S)
_SAID_OF_A_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_INSIDE_A_WORD = re.compile(r"</?(?:mark|ins|del|b|em|strong|wbr)\b[^>]*>")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " ", "\u00ad": None})

_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d])\w{8,}")
_REF = re.compile(r"\b\d+(?:\.\d+)*\.[a-z]\b")
_HOUR = re.compile(r"\b\d{1,2}:\d\d\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s?%)?")
_WORD = re.compile(rf"{_LETTER}+(?:[-']{_LETTER}+)*")
_THOUSANDS = re.compile(r"(?<=\d)([.,])(?=\d{3}(?:\D|$))")


@cache
def _months() -> dict[str, int]:
    """Their names in both languages, whole, short and, in Albanian, as after "para"."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                names[name.lower().rstrip(".")] = number
    sq = Locale.parse("sq").months["format"]["wide"]
    names |= {f"{name}{ending}": number for number, name in sq.items() for ending in ("it", "ut")}
    return names | {"mar": 3, "pri": 4, "qer": 6, "korr": 7, "gush": 8, "sht": 9, "sep": 9, "tet": 10, "dhj": 12}


@cache
def _dates() -> list[re.Pattern[str]]:
    month = f"(?P<month>{'|'.join(sorted(_months(), key=len, reverse=True))})"
    year = r"(?P<year>(?:19|20)\d\d)\b"
    day = r"(?P<day>\d{1,2})"
    return [
        re.compile(rf"\b{year}-(?P<m>\d\d)-(?P<day>\d\d)"),
        re.compile(rf"\b{day}\.(?P<m>\d{{1,2}})\.{year}"),
        re.compile(rf"\b{day} {month}\.? {year}"),
        re.compile(rf"\b{month}\.? {year}"),
        re.compile(rf"\b(?P<m>\d\d)\.{year}"),
    ]


@cache
def own_words() -> frozenset[str]:
    """Every word of the site itself, in both languages, and the months."""
    said = [
        line.split('"', 1)[1]
        for path in LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po")
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"' in line and not line.startswith("#")
    ]
    return frozenset(_WORD.findall(_plain("\n".join(said)))) | _months().keys()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SAME).lower()


def _squeezed(text: str) -> str:
    """Without spaces, and with numbers as they are listed."""
    return "".join(_NUMBER.sub(lambda number: _number(number[0]), text).split())


def _main(page: str) -> str:
    main = page[page.find("<main") :].partition("</main>")[0] if "<main" in page else page
    return _GONE.sub(" ", main)


def _in_words(main: str) -> str:
    return _plain(html.unescape(_TAG.sub(" ", _SAID_OF_A_PICTURE.sub(r" \1 ", main))))


def english_of(fact: str, page: str) -> bool:
    """Whether the page says this text of the seeds in English, as `Words.said` does."""
    solid, text = _squeezed(_in_words(_main(page))), _squeezed(fact.removeprefix("text: "))
    return any(
        text in _squeezed(_plain(value)) and _squeezed(_plain(words("en").said(value))) in solid
        for value in (*words("en").values, EVIDENCE_NOTE)
    )


def facts(address: str, page: str, texts: Mapping[str, str]) -> set[str]:
    """All that a page says, choices left out; `texts` are those of the seeds, squeezed."""
    main = _CHOICES.sub(" ", _main(page))
    in_words = _in_words(main)
    solid = _squeezed(in_words)
    return (
        {f"text: {text}" for squeezed, text in texts.items() if squeezed in solid}
        | set(_of_words(in_words))
        | set(_links(address, main))
    )


def lost(before: Iterable[str], address: str, page: str) -> set[str]:
    """Which of these facts a page does not say."""
    main = _main(page)
    in_words = _in_words(main)
    solid = _squeezed(in_words)
    said = {*_of_words(in_words), *_links(address, main)}
    if (marked := _INSIDE_A_WORD.sub("", main)) != main:  # a word with a mark in it is one, and two
        said |= set(_of_words(_in_words(marked)))
    for fact in list(said):
        if fact.startswith("date: "):  # says its month and its year, too
            said |= {fact[:13], f"number: {fact[6:10]}"}
    own = own_words()
    missing = {
        fact
        for fact in set(before) - said
        if not (fact.startswith("text: ") and _squeezed(fact[6:]) in solid)
        and not (fact.startswith("word: ") and fact[6:] in own)
    }
    # Whose text is gone, its words are not told one by one.
    gone = "\n".join(fact[6:] for fact in missing if fact.startswith("text: "))
    inside = {f"word: {word}" for word in _WORD.findall(gone)}
    return {fact for fact in missing - inside if not (fact.startswith("text: ") and gone.count(fact[6:]) > 1)}


def _of_words(text: str) -> Iterator[str]:
    text = " ".join(_ADDRESS.sub(" ", text).split())
    for form in _dates():
        for found in form.finditer(text):
            said = found.groupdict()
            number = int(said["m"]) if said.get("m") else _months()[said["month"]]
            if 1 <= number <= 12:
                yield f"date: {said['year']}-{number:02}" + (f"-{int(said['day']):02}" if said.get("day") else "")
        text = form.sub(" ", text)
    for token in (_CODE, _REF, _HOUR):
        kind = "word" if token is _CODE else "number"
        yield from (f"{kind}: {found}" for found in token.findall(text))
        text = token.sub(" ", text)
    for number in _NUMBER.findall(text):
        yield f"number: {_number(number)}"
    own = own_words()
    yield from (f"word: {word}" for word in _WORD.findall(text) if len(word) > 1 and word not in own)


def _number(said: str) -> str:
    """1.200.000,5, 1,200,000.5 and 1200000.5 are one."""
    return re.sub(r"\s", "", _THOUSANDS.sub("", said)).replace(",", ".")


def _links(address: str, main: str) -> Iterator[str]:
    for link in _LINK.findall(main):
        to = urlsplit(urljoin(BASE_URL + address, html.unescape(link)))
        if to.scheme not in ("http", "https") or to.path.startswith("/static/"):
            continue
        path = to.path.rstrip(";,")
        if to.query:
            path += f"?{urlencode(sorted(parse_qsl(to.query, keep_blank_values=True)))}"
        if f"{to.scheme}://{to.netloc}" != BASE_URL:
            yield f"link: {to.scheme}://{to.netloc}{path}"
            continue
        path = re.sub(r"^/en(?=/|$|\?)", "", path) or "/"
        yield f"link: {path}"
        if to.fragment and to.path != urlsplit(address).path:
            yield f"link: {path}#{to.fragment}"


def texts_of_seeds() -> dict[str, str]:
    """The cells of two words or more, each part of a list by itself; by what they are without spaces."""
    texts: dict[str, str] = {}
    for path in sorted(shipped("seeds").glob("**/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    for part in re.split(r"[;|]", cell):
                        text = " ".join(_plain(part).split())
                        # A count of votes is numbers and a few words, said in another way than it is noted.
                        if " " in text and len(text) > 11 and not re.match(r"http|\d+ \(|[\d.]+%", text):
                            texts[_squeezed(text)] = text
    return texts


def pages_of(walked: Mapping[str, str]) -> dict[str, str]:
    """Of what a walk kept, the pages that are there to be read."""
    return {
        address: body
        for address, body in walked.items()
        if body.startswith("200 text/html") and not address.startswith("PART ")
    }


def walked_training(site: Site) -> dict[str, str]:
    """As `public_pages.answers`, of pages only."""
    with public_pages.standing_still(site.database), TestClient(site.app, base_url=BASE_URL) as client:
        return public_pages.walk(client, ["/"], leave_out=_FILES.search)


def of_training_seeds() -> dict[str, str]:
    """Outside of a test."""
    fresh = contextmanager(_fresh)
    with (
        tempfile.TemporaryDirectory() as stocked,
        tempfile.TemporaryDirectory() as folder,
        fresh(Stock(Path(stocked)), "sqlite", "training", Path(folder)) as site,
    ):
        return walked_training(site)


def read() -> dict[str, Pages]:
    """By kind of seeds, what its pages said."""
    kept = json.loads(lzma.decompress(BASELINE.read_bytes()))
    said: list[str] = kept["facts"]
    found: dict[str, Pages] = {}
    for seeds, pages in kept["pages"].items():
        found[seeds] = {}
        for address, steps in pages.items():
            at, facts_here = 0, set()
            for step in steps:
                at += step
                facts_here.add(said[at])
            found[seeds][address] = facts_here
    return found


def write(pages: Mapping[str, Pages]) -> None:
    """Each fact once, then for each page the steps from one of its facts to the next."""
    said = sorted({fact for of_seeds in pages.values() for facts_here in of_seeds.values() for fact in facts_here})
    places = {fact: place for place, fact in enumerate(said)}
    kept: dict[str, dict[str, list[int]]] = {}
    for seeds, of_seeds in pages.items():
        kept[seeds] = {}
        for address, facts_here in sorted(of_seeds.items()):
            inside = sorted(places[fact] for fact in facts_here)
            kept[seeds][address] = [place - before for before, place in pairwise([0, *inside])]
    content = json.dumps({"facts": said, "pages": kept}, ensure_ascii=False, separators=(",", ":"))
    BASELINE.write_bytes(lzma.compress(content.encode(), preset=9 | lzma.PRESET_EXTREME))


def compared(before: Pages, walked: Mapping[str, str]) -> Pages:
    """By page, the facts it lacks; a page that nothing leads to any more lacks itself. A page of another's choice
    (`?`) is none of its own: it may go."""
    now = pages_of(walked)
    missing: Pages = {}
    for address, facts_here in before.items():
        at = address
        if at not in now and (moved := re.match(r"30\d (\S+)", walked.get(at, ""))):
            at = moved[1].removeprefix(BASE_URL)
        if at in now:
            missing[address] = lost(facts_here, at, now[at])
        elif "?" not in address:
            missing[address] = {"page: vanished"}
    return {address: gone for address, gone in missing.items() if gone}


def as_message(missing: Pages, most: int = 60) -> str:
    """Pages that lack the same stand together."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for address, gone in missing.items():
        alike[tuple(sorted(gone))].append(address)
    lines = []
    for gone_here, addresses in sorted(alike.items(), key=lambda one: one[1][0]):
        more = f" and {len(addresses) - 6} more" if len(addresses) > 6 else ""
        lines.append(f"{' '.join(sorted(addresses)[:6])}{more}\n    " + "\n    ".join(gone_here[:most]))
        if len(gone_here) > most:
            lines.append(f"    and {len(gone_here) - most} more")
    return "\n".join(lines)


if __name__ == "__main__":
    walks = {"real": public_pages.of_real_seeds(), "training": of_training_seeds()}
    if "--write" in sys.argv:
        texts = texts_of_seeds()
        write(
            {
                kind: {address: facts(address, page, texts) for address, page in pages_of(walk).items()}
                for kind, walk in walks.items()
            }
        )
    else:
        from tests.site.told import untold

        for kind, pages in read().items():
            print(as_message(untold(pages, walks[kind])[0], most=10_000))
