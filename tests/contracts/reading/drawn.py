"""Contracts that hypothesis draws, and how people write them down."""

import io
import re
import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import Any

import docx
import openpyxl
from hypothesis import assume
from hypothesis import strategies as st

from pop_tracker.contracts.reading.result import ReadContract

_WORDS = """
ujë të pijshëm|rrugë|shkollë|ndërtimi|përmirësimi|fshatrave|të rinjtë|çerdhe|çdo ditë|për qytetarët|dhe banorët|njerëz
ish-fabrika|9-vjeçare|ndriçim|kanalizime|“Drita”|(pa pagesë)|zërit|së brendshme|gjithëpërfshirës|më shumë|mungojnë
qendër ditore|24 orë|shërbimeve|bibliotekë|kujdes|mjek|ngrohje|autobus|trotuare|parqe|mbetje|nxënësit|gra, vajza
tregut|hapësira|ndërgjegjësimi|bashkëpunim|e re|në një vit, pastaj|drejtësi sociale;|transparencë|buxhet
"""
_FIRST = """
Ndërtimi|Përmirësimi|Çerdhe|Shtimi|Hapja|Botimi|Ëndrra|Ngritja|Zgjerimi|Kërkohet|Sigurimi|Mbjellja
"""
_DISTINCT = 40
"""Letters by which no two texts are the same: lines that are look like a running header."""
STATUSES = {
    None: "",
    "fully_addressed": "Adresuar plotësisht",
    "partially_addressed": "Adresuar Pjesërisht",
    "not_addressed": "NUK ESHTE ADRESUAR",
}
GROUPS = ("PRIORITETET KRYESORE", "PRIORITETE TË TJERA")
TITLE = "KONTRATA SOCIALE 2023 – 2027"
PLACE = "BASHKIA SHEMBULL"
FRONT = (
    "Kontrata sociale hartohet në çdo fushatë zgjedhore bashkë me qytetarët, në takime në qytet dhe në fshatra, dhe u "
    "prezantohet të gjithë kandidatëve për kryetar bashkie, që secili të thotë publikisht nëse e pranon apo jo."
)
TAIL = "Rrjeti i organizatave të shoqërisë civile është një nismë e qytetarëve. Anëtarët e rrjetit janë:"
MEMBERS = ("Organizata A, Shembull;", "Organizata B, Provë")


@dataclass(frozen=True)
class Leaf:
    text: str
    status: str | None = None
    sub: tuple["Leaf", ...] = ()


@dataclass(frozen=True)
class Drawn:
    title: str
    points: tuple[Leaf, ...]
    status: str | None = None
    """Of a flat one."""


@dataclass(frozen=True)
class Contract:
    priorities: tuple[Drawn, ...]
    others: int = 0
    """How many of the last are in the second group; 0: no groups."""

    def group(self, at: int) -> str | None:
        return GROUPS[at >= len(self.priorities) - self.others] if self.others else None


@dataclass(frozen=True)
class Hand:
    """How somebody writes."""

    heading: str = "Prioriteti {number}. {title}"
    point: str = "•"
    sub: str = "–"
    width: int = 0
    spaced: bool = True
    status: str = " ({})"
    romans: tuple[str, ...] = field(default=("", "I", "II", "III", "IV", "V", "VI"), repr=False)

    def head(self, number: int, title: str) -> str:
        return self.heading.format(number=number, roman=self.romans[number], title=title)


def mark(shape: str, nth: int, number: int) -> str:
    """The nth bullet of that shape."""
    return shape.format(
        n=number, i=nth, a="abcdefghijklmnopqrstuvwxyz"[nth - 1], r=("", "i", "ii", "iii", "iv")[min(nth, 4)]
    )


def _phrases(lines: str) -> list[str]:
    return re.split(r"[|\n]", lines.strip())


@st.composite
def _sentence(draw: st.DrawFn, end: str = "", longest: int = 40) -> str:
    words = [
        draw(st.sampled_from(_phrases(_FIRST))),
        *draw(st.lists(st.sampled_from(_phrases(_WORDS)), min_size=1, max_size=longest)),
    ]
    return " ".join(words).rstrip(",;") + end


@st.composite
def _leaf(draw: st.DrawFn) -> Leaf:
    if draw(st.integers(0, 4)) == 0:
        subs = draw(st.lists(_sentence(".", 15), min_size=1, max_size=4))
        return Leaf(draw(_sentence(":", 8)), None, tuple(Leaf(text, draw(_status())) for text in subs))
    return Leaf(draw(_sentence(draw(st.sampled_from(("", ".", ";"))))), draw(_status()))


def _status() -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.none(), st.sampled_from([*STATUSES]))


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    priorities = []
    for _ in range(draw(st.integers(2, 6))):
        points = draw(st.one_of(st.just([]), *3 * [st.lists(_leaf(), min_size=1, max_size=5)]))
        title = draw(_sentence("", 8 if points else 25))
        priorities.append(Drawn(title, tuple(points), None if points else draw(_status())))
    texts = [text for _, _, text, _ in told(Contract(tuple(priorities)))]
    assume(len({str(text)[:_DISTINCT] for text in texts}) == len(texts))
    others = draw(st.integers(0, len(priorities) - 1))
    return Contract(tuple(priorities), others)


HANDS = st.builds(
    Hand,
    st.sampled_from(
        ["Prioriteti {number}. {title}", "Prioriteti {number}: {title}", "PRIORITETI {roman} - {title}",
         "Priotitet {number} – {title}", "P{number}. {title}"]
    ),
    st.sampled_from(["•", "-", "▪", "\uf0b7", "*", "{i}.", "{n}.{i}", "{n}.{i}.", "{a})", "({i})"]),
    st.sampled_from(["◦", "–", "➢", "{r})", "o"]),
    st.sampled_from([0, 62, 80, 100]),
    st.booleans(),
    st.sampled_from([" ({})", " – {}", " [{}]"]),
)  # fmt: skip


def _said(leaf: Leaf, hand: Hand) -> str:
    return leaf.text + (hand.status.format(STATUSES[leaf.status]) if leaf.status else "")


def txt(contract: Contract, hand: Hand) -> str:
    lines = [TITLE, PLACE, ""]

    def write(text: str, indent: int = 0, sign: str = "") -> None:
        start = " " * indent + (f"{sign} " if sign else "")
        hang = " " * len(start)
        lines.extend(
            textwrap.wrap(text, hand.width, initial_indent=start, subsequent_indent=hang, break_on_hyphens=False)
            if hand.width
            else [start + text]
        )
        lines.extend([""] if hand.spaced else [])

    write(FRONT)
    for at, priority in enumerate(contract.priorities):
        if contract.group(at) and (at == 0 or contract.group(at) != contract.group(at - 1)):
            write(contract.group(at) or "")
        write(hand.head(at + 1, _said(Leaf(priority.title, priority.status), hand)))
        # A dash right below a full line would be one within its sentence.
        lines.extend([] if hand.spaced else [""])
        for nth, point in enumerate(priority.points, 1):
            write(_said(point, hand), 0, mark(hand.point, nth, at + 1))
            for sub_nth, sub in enumerate(point.sub, 1):
                write(_said(sub, hand), 4, mark(hand.sub, sub_nth, at + 1))
    lines.append("")
    write(TAIL)
    for member in MEMBERS:
        write(member, 0, "•")
    return "\n".join(lines) + "\n"


def html(contract: Contract, hand: Hand) -> str:
    made = [f"<h1>{TITLE}<br>{PLACE}</h1><p>{FRONT}</p>"]
    for at, priority in enumerate(contract.priorities):
        if contract.group(at) and (at == 0 or contract.group(at) != contract.group(at - 1)):
            made.append(f"<h2>{contract.group(at)}</h2>")
        made.append(f"<h3>{escape(hand.head(at + 1, _said(Leaf(priority.title, priority.status), hand)))}</h3>")
        items = ""
        for point in priority.points:
            subs = "".join(f"<li>{escape(_said(sub, hand))}</li>" for sub in point.sub)
            items += f"<li>{escape(_said(point, hand))}{f'<ul>{subs}</ul>' if subs else ''}</li>"
        made.append(f"<ol>{items}</ol>" if hand.spaced and items else f"<ul>{items}</ul>" if items else "")
    made.append(f"<p>{TAIL}</p><ul>{''.join(f'<li>{member}</li>' for member in MEMBERS)}</ul>")
    return f"<!DOCTYPE html><html lang=sq><meta charset=utf-8><title>Faqe</title><body>{''.join(made)}</body></html>"


def word(contract: Contract, hand: Hand) -> bytes:
    made = docx.Document()
    made.add_paragraph(TITLE, style="Title")
    made.add_paragraph(PLACE, style="Title")
    made.add_paragraph(FRONT)
    for at, priority in enumerate(contract.priorities):
        if contract.group(at) and (at == 0 or contract.group(at) != contract.group(at - 1)):
            made.add_paragraph(contract.group(at) or "", style="Heading 1")
        made.add_paragraph(hand.head(at + 1, _said(Leaf(priority.title, priority.status), hand)), style="Heading 2")
        for point in priority.points:
            made.add_paragraph(_said(point, hand), style="List Number" if hand.spaced else "List Bullet")
            for sub in point.sub:
                made.add_paragraph(_said(sub, hand), style="List Bullet 2")
    made.add_paragraph(TAIL)
    for member in MEMBERS:
        made.add_paragraph(member, style="List Bullet")
    return _saved(made)


def sheet(contract: Contract) -> bytes:
    made = openpyxl.Workbook()
    page: Any = made.active
    page.append([f"{TITLE}, {PLACE}"])
    page.append(["Grupi", "Prioriteti", "Pika", "Nënpika", "Statusi"])
    for at, priority in enumerate(contract.priorities):
        heading = [contract.group(at) or "", f"Prioriteti {at + 1}. {priority.title}"]
        if not priority.points:
            page.append([*heading, "", "", STATUSES[priority.status]])
        for point in priority.points:
            page.append([*heading, point.text, "", STATUSES[point.status]])
            for sub in point.sub:
                page.append([*heading, point.text, sub.text, STATUSES[sub.status]])
    return _saved(made)


def _saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def told(contract: Contract) -> list[tuple[str | None, ...]]:
    """Group, reference, text and status of all that it holds."""
    lines: list[tuple[str | None, ...]] = []
    for at, priority in enumerate(contract.priorities):
        number = str(at + 1)
        lines.append((contract.group(at), number, priority.title, priority.status))
        for nth, point in enumerate(priority.points, 1):
            lines.append((None, f"{number}.{nth}", point.text, point.status))
            lines += [
                (None, f"{number}.{nth}.{letter}", sub.text, sub.status)
                for letter, sub in zip("abcdefgh", point.sub, strict=False)
            ]
    return lines


def told_of(contract: ReadContract) -> list[tuple[str | None, ...]]:
    lines: list[tuple[str | None, ...]] = []
    for priority in contract.priorities:
        lines.append((priority.group, priority.ref, priority.title, priority.status))
        for point in priority.points:
            lines += [(None, one.ref, one.text, one.status) for one in (point, *point.sub)]
    return lines
