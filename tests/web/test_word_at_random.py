"""Of documents at random: a word that is shown is in the grid, one that is not is named, and a deleted one is gone."""

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pop_tracker.web.tables.word import book
from tests.web.office import cell, document, paragraph, row, run, table

FATES = {
    "shown": ["", "<w:b/>", '<w:vanish w:val="0"/>', "<w:caps/>"],
    "named": ["<w:vanish/>", "<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="F"/>', '<w:rStyle w:val="V"/>'],
}
STYLES = (
    '<w:style w:type="character" w:styleId="F"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="V"><w:rPr><w:strike/></w:rPr></w:style>'
)
AROUND_RUNS = [
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:customXml>{}</w:customXml>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback/></mc:AlternateContent>',
    '<mc:AlternateContent><mc:Choice Requires="other"/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>',
]
AROUND_BLOCKS = ["<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:customXml>{}</w:customXml>"]
GONE = ["<w:del>{}</w:del>", "<w:moveFrom>{}</w:moveFrom>"]

leaves = st.sampled_from([(fate, looks) for fate, all_looks in FATES.items() for looks in all_looks])
pieces: Any = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from([*AROUND_RUNS, *GONE]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=5,
)
paragraphs = st.tuples(st.sampled_from(["", "<w:rPr><w:del/></w:rPr>"]), st.lists(pieces, max_size=3))
cells = st.tuples(
    st.lists(paragraphs, min_size=1, max_size=2),
    st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:cellDel/>"]),
    st.sampled_from(["{}", *AROUND_BLOCKS]),
)
rows = st.tuples(
    st.lists(cells, min_size=1, max_size=3),
    st.sampled_from(["", "", "", "<w:ins/>", "<w:del/>", "<w:hidden/>"]),
    st.sampled_from(["{}", *AROUND_BLOCKS]),
)
tables = st.tuples(st.lists(rows, min_size=1, max_size=3), st.sampled_from(["{}", *AROUND_BLOCKS]))


class Writing:
    """Writes the document, and down in which way each word of it ends."""

    def __init__(self) -> None:
        self.fates: dict[str, str] = {}
        self._words = (f"fjala{number}e" for number in itertools.count())

    def piece(self, piece: Any, fate: str) -> str:
        kind, inside = piece
        if isinstance(inside, list):
            within = "gone" if kind in GONE or fate == "gone" else fate
            return str(kind.format("".join(self.piece(one, within) for one in inside)))
        word = next(self._words)
        self.fates[word] = kind if fate == "shown" else fate
        return run(f"{word} ", inside)

    def row(self, row_: Any) -> str:
        held, state, around = row_
        fate = {"<w:del/>": "gone", "<w:hidden/>": "named"}.get(state, "shown")
        written = []
        for paragraphs_, properties, around_cell in held:
            within = "gone" if properties == "<w:cellDel/>" else fate
            inside = "".join(
                paragraph(*(self.piece(piece, within) for piece in pieces_), properties=mark)
                for mark, pieces_ in paragraphs_
            )
            written.append(around_cell.format(cell(inside, properties=properties)))
        return str(around.format(row(*written, properties=state)))

    def table(self, table_: Any) -> str:
        held, around = table_
        return str(around.format(table(*(self.row(one) for one in held))))


@settings(max_examples=60, deadline=None)
@given(st.lists(tables, min_size=1, max_size=2))
def test_each_word_is_in_the_grid_or_named_or_gone(drawn: list[Any]) -> None:
    writing = Writing()
    read = book(document("".join(map(writing.table, drawn)), styles=STYLES))
    shown = " ".join(str(cell_) for grid in read.grids for row_ in grid.rows for cell_ in row_.cells)
    named = " ".join(str(one.values.get("words")) for one in read.left_out)
    counted = sum(one.count for one in read.left_out if "words" not in one.values)
    cut = "…" in named or counted
    for word, fate in writing.fates.items():
        assert (word in shown) == (fate == "shown"), (word, fate)
        if not cut:
            assert (word in named) == (fate == "named"), (word, fate)
