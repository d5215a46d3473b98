"""Documents for tests, as a reader of files would hand them over.

A line is a block. "# " begins a heading of level 1 ("## " of level 2), two spaces before a bullet or number a level,
"**" around words bold; "a | b" is a row of a table, in which "^" is merged with the cell above, "<" with the one at
its left. A line "---" turns the page.
"""

import re

from pop_tracker.contracts.reading.blocks import At, Block, Cell, Document, Kind, Merged
from pop_tracker.contracts.reading.marks import mark_of
from pop_tracker.contracts.reading.outline import outline
from pop_tracker.contracts.reading.places import Territory, Unit
from pop_tracker.contracts.reading.result import ReadContract

SHEMBULL = Territory(
    "shembull",
    ("Shembull", "Shembulli"),
    (
        Unit("shembull", ("Shembull",)),
        Unit("njesia-lindore", ("Njësia Lindore", "Lindorja")),
        Unit("njesia-veriore", ("Njësia Veriore",)),
        Unit("fushe-shembull", ("Fushë-Shembull", "Fushë Shembull")),
        Unit("qender-kodra", ("Qendër Kodra",)),
        Unit("drenas", ("Drenas",)),
    ),
)
PROVE = Territory("prove", ("Provë", "Prova"), (Unit("prove", ("Provë",)), Unit("kodra-e-proves", ("Kodra e Provës",))))
TERRITORIES = (SHEMBULL, PROVE)
TITLE = "KONTRATA SOCIALE 2023 – 2027\nBASHKIA SHEMBULL\n"
_HEADING = re.compile(r"(#+) (.*)")
_BOLD = re.compile(r"\*\*(.*?)\*\*")


def document(lines: str) -> Document:
    text = ""
    pages = [0]
    blocks: list[Block] = []
    for line in lines.strip("\n").split("\n"):
        if line.strip() == "---":
            pages.append(len(text))
        elif line.strip():
            block, shown = _block(line, len(text), len(pages), blocks)
            blocks.append(block)
            text += shown + "\n"
    return Document(text, tuple(pages), tuple(blocks))


def read(lines: str) -> ReadContract:
    return outline(document(lines), TERRITORIES)


def told(contract: ReadContract) -> list[str]:
    """Its priorities and points, a line each: "= 3" is a flat one, "[...]" a group, "{...}" a status."""
    lines: list[str] = []
    group: str | None = None
    for priority in contract.priorities:
        if priority.group != group:
            group = priority.group
            lines.append(f"[{group}]")
        status = f" {{{priority.status}}}" if priority.status else ""
        lines.append(f"{'=' if priority.flat else '#'} {priority.number} {priority.title}{status}".rstrip())
        lines += [f"> {priority.text}"] if priority.text and not priority.flat else []
        for point in priority.points:
            for one in (point, *point.sub):
                lines.append(f"{one.ref} {one.text}" + (f" {{{one.status}}}" if one.status else ""))
    return lines


def _block(line: str, start: int, page: int, blocks: list[Block]) -> tuple[Block, str]:
    level = (len(line) - len(line.lstrip())) // 2
    said = line.strip()
    if " | " in said:
        return _row(said, start, page, blocks)
    heading = _HEADING.fullmatch(said)
    if heading:
        said = heading[2]
    plain = _BOLD.sub(r"\1", said)
    at = At(start, start + len(plain), page)
    if heading:
        return Block(Kind.HEADING, plain, at, heading_level=len(heading[1])), plain
    mark = mark_of(plain)
    gone = mark.end if mark else 0
    emphasis = tuple(
        (max(match.start() - 4 * nth - gone, 0), match.end() - 4 * (nth + 1) - gone)
        for nth, match in enumerate(_BOLD.finditer(said))
    )
    kind = Kind.ITEM if mark else Kind.PARAGRAPH
    return Block(kind, plain[gone:], at, mark.written if mark else "", level, None, emphasis), plain


def _row(line: str, start: int, page: int, blocks: list[Block]) -> tuple[Block, str]:
    cells: list[Cell] = []
    shown = ""
    for nth, said in enumerate(cell.strip() for cell in line.strip("|").split(" | ")):
        if said == "^":
            above = blocks[-1].cells[nth]
            cells.append(Cell(above.text, above.at, Merged.ABOVE))
        elif said == "<":
            cells.append(Cell(cells[-1].text, cells[-1].at, Merged.LEFT))
        else:
            shown += "\t" if shown else ""
            cells.append(Cell(said, At(start + len(shown), start + len(shown) + len(said), page)))
            shown += said
    return Block(Kind.ROW, shown, At(start, start + len(shown), page), cells=tuple(cells)), shown
