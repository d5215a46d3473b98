"""A contract in Word: what Word shows is read, whatever Word itself puts before it; what it does not show is named."""

import io

import docx
import pytest

from pop_tracker.contracts.reading.blocks import Document, Kind
from pop_tracker.contracts.reading.formats.opening import opened
from tests.contracts.reading.files.making import require_whole, texts
from tests.web.office import cell, document, paragraph, row, run, table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(*body: str, **parts: str) -> Document:
    found = opened(document("".join(body), **parts))
    require_whole(found)
    return found


def level(place: int, format_: str, text: str, indent: int) -> str:
    return (f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/><w:lvlText w:val="{text}"/>'
            f'<w:pPr><w:ind w:left="{indent}"/></w:pPr></w:lvl>')  # fmt: skip


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">' + level(0, "decimal", "Prioriteti %1.", 0) + level(1, "decimal", "%1.%2", 360)
    + level(2, "lowerLetter", "%3)", 720) + '</w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2">' + level(0, "bullet", "\uf0b7", 720) + level(1, "bullet", "o", 1440)
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)  # fmt: skip


def listed(text: str, num: int, place: int = 0) -> str:
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{num}"/></w:numPr>')


def test_numbers_that_word_counts_are_markers_and_words_that_it_counts_are_words() -> None:
    found = read(listed("Arsimi", 1), listed("Shkolla", 1, 1), listed("Ngrohja", 1, 2), listed("Tualetet", 1, 2),
                 listed("Kopshti", 1, 1), listed("Uji", 1), listed("Rrjeti", 1, 1), numbering=NUMBERING)  # fmt: skip
    assert [(one.marker, one.level, one.text) for one in found.blocks] == [
        ("", 0, "Prioriteti 1. Arsimi"), ("1.1", 0, "Shkolla"), ("a)", 1, "Ngrohja"), ("b)", 1, "Tualetet"),
        ("1.2", 0, "Kopshti"), ("", 0, "Prioriteti 2. Uji"), ("2.1", 0, "Rrjeti"),
    ]  # fmt: skip


def test_bullets_by_their_depth() -> None:
    found = read(listed("Pika", 2), listed("Nënpika", 2, 1), listed("Tjetra", 2), numbering=NUMBERING)
    assert [(one.kind, one.marker, one.level) for one in found.blocks] == [
        (Kind.ITEM, "•", 0), (Kind.ITEM, "•", 1), (Kind.ITEM, "•", 0),
    ]  # fmt: skip


def test_the_letter_o_before_a_tab_is_a_bullet_that_was_pasted() -> None:
    tab = "</w:t><w:tab/><w:t>"
    lines = (f"➢{tab}Këshillim për fermerët", f"o{tab}analizë falas", "o ju")
    found = read(*(paragraph(run(line)) for line in lines))
    assert [(one.kind, one.marker, one.text) for one in found.blocks] == [
        (Kind.ITEM, "➢", "Këshillim për fermerët"), (Kind.ITEM, "◦", "analizë falas"), (Kind.PARAGRAPH, "", "o ju"),
    ]  # fmt: skip


def test_bold_and_italic_words_are_known() -> None:
    bold = "<w:b/>"
    found = read(
        paragraph(run("Uji i pijshëm "), run("(nuk është", properties=bold), run(" adresuar)", properties=bold)),
        paragraph(run("E zakonshme")),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>',
    )
    assert found.blocks[0].text[slice(*found.blocks[0].emphasis[0])] == "(nuk është adresuar)"
    assert not found.blocks[1].emphasis


def test_headings_by_style_and_by_outline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="M"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>'
    )
    found = read(
        *(paragraph(run(name), properties=f'<w:pStyle w:val="{name}"/>') for name in "THM"),
        paragraph(run("direkt"), properties='<w:outlineLvl w:val="0"/>'), paragraph(run("tekst")), styles=styles,
    )  # fmt: skip
    assert [one.heading_level for one in found.blocks] == [1, 2, 2, 1, None]


def test_lines_broken_by_hand() -> None:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'
    found = read(
        paragraph(run(f"Kërkesat:{lines}• E para{lines}• E dyta që vazhdon{lines}në rreshtin tjetër")),
        listed(f"Një pikë e vetme.{lines}Me dy fjali.", 2), numbering=NUMBERING,
    )  # fmt: skip
    assert texts(found) == ["Kërkesat:", "E para", "E dyta që vazhdon në rreshtin tjetër",
                            "Një pikë e vetme. Me dy fjali."]  # fmt: skip
    assert [one.marker for one in found.blocks] == ["", "•", "•", "•"]


def test_what_word_does_not_show_is_named_and_read_nowhere() -> None:
    part = f'<w:{{0}} xmlns:w="{W}"><w:p><w:r><w:t>{{1}}</w:t></w:r></w:p></w:{{0}}>'
    relations = "".join(
        f'<Relationship Id="{name}" Type="{USUAL}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "header", "footer", "footnotes", "comments")
    )
    kept = {f"word/{name}.xml": part.format(tag, f"nga {name}") for name, tag in (
        ("header", "hdr"), ("footer", "ftr"), ("footnotes", "footnotes"), ("comments", "comments"))}  # fmt: skip
    found = opened(
        document(
            paragraph(run("Shihet "), run("fshihet", properties="<w:vanish/>"),
                      run("hiqet", properties="<w:strike/>"),
                      '<w:del><w:r><w:delText>u fshi</w:delText></w:r></w:del><w:ins><w:r><w:t>u shtua</w:t></w:r>'
                      "</w:ins>"),
            **kept,
            **{"word/_rels/document.xml.rels":
               '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
               f"{relations}</Relationships>"},
        )
    )  # fmt: skip
    assert texts(found) == ["Shihet u shtua"]
    assert [(one.where, one.text) for one in found.left_out] == [
        ("tekst i fshehur", "fshihet"), ("fjalë të hequra me vijë", "hiqet"), ("kreu i faqes", "nga header"),
        ("fundi i faqes", "nga footer"), ("shënim në fund të faqes", "nga footnotes"), ("koment", "nga comments"),
    ]  # fmt: skip
    require_whole(found)


def test_a_table_for_looks_is_read_as_text() -> None:
    inside = [paragraph(run("Prioriteti 1. Uji")), listed("Një pikë", 2), listed("Dy pika", 2)]
    found = read(table(row(cell(*inside))), numbering=NUMBERING)
    assert [(one.kind, one.text) for one in found.blocks] == [
        (Kind.PARAGRAPH, "Prioriteti 1. Uji"), (Kind.ITEM, "Një pikë"), (Kind.ITEM, "Dy pika"),
    ]  # fmt: skip


def test_columns_made_by_a_table_are_read_one_after_the_other() -> None:
    sides = [[listed(f"{side} {n}", 2) for n in range(1, 5)] for side in ("Majtas", "Djathtas")]
    found = read(table(row(*(cell(*side) for side in sides))), numbering=NUMBERING)
    assert texts(found) == [f"{side} {n}" for side in ("Majtas", "Djathtas") for n in range(1, 5)]


def test_lists_in_a_cell_keep_their_bullets() -> None:
    found = read(
        table(
            row(cell(paragraph(run("Prioriteti"))), cell(paragraph(run("Pikat")))),
            row(cell(paragraph(run("Uji"))), cell(listed("Rrjeti i ri i ujit", 2), listed("Pompa", 2))),
        ),
        numbering=NUMBERING,
    )
    assert [one.text for one in found.blocks[1].cells] == ["Uji", "• Rrjeti i ri i ujit\n• Pompa"]


def test_a_row_without_words_and_one_that_is_hidden() -> None:
    found = read(
        table(
            row(cell(paragraph(run("Nr"))), cell(paragraph(run("Zotimi")))),
            row(cell(paragraph()), cell(paragraph())),
            row(cell(paragraph(run("9"))), cell(paragraph(run("fshehur"))), properties="<w:hidden/>"),
            row(cell(paragraph(run("1"))), cell(paragraph(run("Zotimi i parë i bashkisë")))),
        )
    )
    assert [tuple(one.text for one in block.cells) for block in found.blocks] == [
        ("Nr", "Zotimi"), ("1", "Zotimi i parë i bashkisë"),
    ]  # fmt: skip
    assert [one.text for one in found.left_out] == ["9 fshehur"]


@pytest.mark.parametrize("style", ["List Bullet", "List Number", "List Paragraph"])
def test_lists_of_words_own_styles(style: str) -> None:
    made = docx.Document()
    made.add_paragraph("Zotimi i parë", style=style)
    made.add_paragraph("1.2 Zotimi i dytë")
    kept = io.BytesIO()
    made.save(kept)
    found = opened(kept.getvalue())
    assert [one.marker for one in found.blocks] == [{"List Bullet": "•", "List Number": "1."}.get(style, ""), "1.2"]
