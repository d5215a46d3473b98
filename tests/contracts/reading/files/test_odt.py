"""An OpenDocument text as LibreOffice shows it."""

import pytest

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.opening import opened
from pop_tracker.web.errors import Refusal
from tests.contracts.reading.files.making import LISTS, odt, require_whole, texts


def read(body: str, **parts: str) -> Document:
    found = opened(odt(body, **parts))
    require_whole(found)
    return found


def style(name: str, text: str = "", paragraph: str = "", family: str = "text", **more: str) -> str:
    said = " ".join(f'style:{key.replace("_", "-")}="{value}"' for key, value in more.items())
    return (f'<style:style style:name="{name}" style:family="{family}" {said}><style:text-properties {text}/>'
            f"<style:paragraph-properties {paragraph}/></style:style>")  # fmt: skip


def item(*parts: str) -> str:
    return f"<text:list-item>{''.join(parts)}</text:list-item>"


def test_numbers_are_counted_as_their_style_says() -> None:
    inner = f"<text:list>{item('<text:p>a</text:p>')}{item('<text:p>b</text:p>')}</text:list>"
    first = item("<text:p>Një</text:p>", inner)
    found = read(
        f'<text:list text:style-name="N1">{first}{item("<text:p>Dy</text:p>")}</text:list>'
        f'<text:list text:style-name="N1" text:continue-numbering="true">{item("<text:p>Tri</text:p>")}</text:list>'
        f'<text:list text:style-name="N1">{item("<text:p>Prapë</text:p>")}</text:list>'
    )
    assert [(one.marker, one.level, one.text) for one in found.blocks] == [
        ("1.", 0, "Një"), ("a)", 1, "a"), ("b)", 1, "b"), ("2.", 0, "Dy"), ("3.", 0, "Tri"), ("1.", 0, "Prapë"),
    ]  # fmt: skip


def test_words_by_their_look() -> None:
    styles = LISTS + "".join(
        style(name, text)
        for name, text in (
            ("B", 'fo:font-weight="bold"'), ("H", 'text:display="none"'), ("S", 'style:text-line-through-style="solid"')
        )
    )  # fmt: skip
    span = '<text:span text:style-name="{}">{}</text:span>'.format
    found = read(f"<text:p>Uji {span('B', '(adresuar)')}{span('H', 'fshehur')}{span('S', 'hequr')}</text:p>",
                 styles=styles)  # fmt: skip
    assert (texts(found), found.blocks[0].emphasis) == (["Uji (adresuar)"], ((4, 14),))
    assert [(one.where, one.text) for one in found.left_out] == [
        ("tekst i fshehur", "fshehur"), ("fjalë të hequra me vijë", "hequr"),
    ]  # fmt: skip


def test_spaces_tabs_and_lines_broken_by_hand() -> None:
    found = read("<text:p>Uji<text:s text:c='3'/>i<text:tab/>ri<text:line-break/>• Pika\n  e parë</text:p>")
    assert texts(found) == ["Uji i ri", "Pika e parë"]


def test_what_is_noted_or_was_deleted_is_named_and_not_read() -> None:
    found = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>u fshi</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Uji<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>shënim</text:p></text:note-body></text:note> i ri"
        "<office:annotation><text:p>koment</text:p></office:annotation></text:p>",
        master="<style:master-page><style:header><text:p>Kreu</text:p></style:header></style:master-page>",
    )
    assert texts(found) == ["Uji i ri"]
    assert [(one.where, one.text) for one in found.left_out] == [
        ("shënim në fund të faqes", "shënim"), ("koment", "koment"), ("fjalë të fshira nga autori", "u fshi"),
        ("kreu i faqes", "Kreu"),
    ]  # fmt: skip


def test_sections_and_boxes_are_read_and_hidden_ones_named() -> None:
    found = read(
        "<text:section><text:p>Brenda</text:p></text:section>"
        '<text:section text:display="none"><text:p>Fshehur</text:p></text:section>'
        "<text:p><draw:frame><draw:text-box><text:p>Në kuti</text:p></draw:text-box></draw:frame>Para kutisë</text:p>"
    )
    assert texts(found) == ["Brenda", "Para kutisë", "Në kuti"]
    assert [one.text for one in found.left_out] == ["Fshehur"]


def test_a_table_with_merged_cells() -> None:
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>".format
    covered = "<table:covered-table-cell/>"
    found = read(
        "<table:table><table:table-header-rows><table:table-row>" + cell("", "Prioriteti") + cell("", "Zotimi")
        + cell("", "Vendi") + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell('table:number-rows-spanned="2"', "Uji") + cell("", "Rrjeti i ri i ujit") + cell("", "Njësia Lindore")
        + "</table:table-row><table:table-row>" + covered + cell('table:number-columns-spanned="2"', "Pompa") + covered
        + "</table:table-row></table:table>"
    )  # fmt: skip
    assert [[(one.text, one.merged) for one in block.cells] for block in found.blocks][2] == [
        ("Uji", Merged.ABOVE), ("Pompa", Merged.NOT), ("Pompa", Merged.LEFT),
    ]  # fmt: skip
    assert [one.heading for one in found.blocks[1].cells] == ["Prioriteti", "Zotimi", "Vendi"]


def test_a_heading_is_one_by_its_level_or_its_style() -> None:
    styles = LISTS + style("P1", family="paragraph", parent_style_name="Title") + style("Title", family="paragraph")
    found = read('<text:p text:style-name="P1">Titulli</text:p><text:h text:outline-level="2">Kreu</text:h>',
                 styles=styles)  # fmt: skip
    assert [(one.kind, one.heading_level) for one in found.blocks] == [(Kind.HEADING, 1), (Kind.HEADING, 2)]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"Basic/Standard/Module1.xml": "<a/>"}, "ka makro"),
        ({"META-INF/manifest.xml": "<manifest:encryption-data/>"}, "fjalëkalim"),
        ({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "i dëmtuar"),
        ({"content.xml": "<a"}, "i dëmtuar"),
    ],
)
def test_what_is_not_opened(parts: dict[str, str], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        opened(odt("<text:p>a</text:p>", **parts))
