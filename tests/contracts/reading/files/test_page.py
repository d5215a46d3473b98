"""A web page: its text, without what leads elsewhere."""

import pytest

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.opening import opened
from tests.contracts.reading.files import making
from tests.contracts.reading.files.making import TEXTS, require_whole, texts

AROUND = (
    '<header><nav><a href="/">Ballina</a> <a href="/k">Kontakt</a></nav></header>'
    '<div id="cookie-notice">Kjo faqe përdor cookies.</div><div class="elementor-widget-container"><article>{}'
    '<div class="sharedaddy">Shpërndaje në Facebook</div></article></div><aside>Lajme të tjera</aside>'
    '<div class="site-footer"><p>© Rrjeti</p></div><script>var a = "program";</script>'
    '<noscript>Pa skript</noscript><p style="display: none">fshehur</p><p hidden>edhe kjo</p>'
)


def read(body: str) -> Document:
    found = opened(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())
    require_whole(found)
    return found


def test_what_stands_around_the_text_is_left_out_and_listed() -> None:
    document = opened(making.html(around=AROUND).encode(), "kontrata.html")
    assert texts(document) == TEXTS
    left = [one.text for one in document.left_out]
    for words in ("Ballina Kontakt", "Kjo faqe përdor cookies.", "Shpërndaje në Facebook", "Lajme të tjera", "© Rrjeti",
                  "fshehur", "edhe kjo"):  # fmt: skip
        assert words in left
    assert not any("program" in words for words in (*left, document.text))


def test_a_name_that_site_builders_give_hides_no_text() -> None:
    """Most of the page stands in what is called a form or a menu: then it is none."""
    assert texts(opened(making.html(around='<form class="menu">{}</form>').encode())) == TEXTS


def test_lines_broken_by_hand_are_paragraphs_and_items() -> None:
    found = read("<p>Prioriteti 1. Uji<br>• Rrjeti i ri<br/>• Pompa e<br>lagjes<br>Fundi.</p>")
    assert texts(found) == ["Prioriteti 1. Uji", "Rrjeti i ri", "Pompa e lagjes", "Fundi."]


def test_lists_within_lists_and_paragraphs_within_items() -> None:
    found = read(
        "<ol start=3><li><p>Tri</p><p>më tej</p><ul><li>e para<li>e dyta</ul><li>Katër</ol>"
        "<ol type=a><li>Shkronjë</ol><ol><li value=7>Shtatë</ol>"
    )
    assert [(one.marker, one.level, one.text) for one in found.blocks] == [
        ("3.", 0, "Tri"), ("", 0, "më tej"), ("•", 1, "e para"), ("•", 1, "e dyta"), ("4.", 0, "Katër"),
        ("a.", 0, "Shkronjë"), ("7.", 0, "Shtatë"),
    ]  # fmt: skip


def test_lists_of_google_docs_stand_beside_each_other() -> None:
    found = read('<ul class="lst-kix_a1-0"><li>Pika</ul><ul class="lst-kix_a1-1"><li>Nënpika</ul>'
                 '<ul class="lst-kix_a1-0"><li>Tjetra</ul>')  # fmt: skip
    assert [one.level for one in found.blocks] == [0, 1, 0]


def test_lists_that_word_saves_are_paragraphs() -> None:
    found = read(
        '<p class=MsoListParagraph style="margin-left:.5in"><span style="font-family:Symbol">·<span>  &nbsp; </span>'
        '</span>Pika</p><p style="margin-left:1.0in">o&nbsp; Nënpika</p><p style="margin-left:.5in">· Tjetra</p>'
    )
    assert [(one.kind, one.marker, one.level) for one in found.blocks] == [
        (Kind.ITEM, "·", 0), (Kind.ITEM, "o", 1), (Kind.ITEM, "·", 0),
    ]  # fmt: skip


def test_what_word_draws_before_an_item_is_no_word_of_it() -> None:
    drawn = '<![if !supportLists]><span style="mso-list:Ignore">{}<span> &nbsp; </span></span><![endif]>'
    found = read(
        f'<p style="margin-left:.5in">{drawn.format("·")}Pika:</p>'
        f'<p style="margin-left:1.0in">{drawn.format("o")}te lagjja nr. 2</p>'
    )
    assert [(one.kind, one.marker, one.text) for one in found.blocks] == [
        (Kind.ITEM, "·", "Pika:"), (Kind.ITEM, "o", "te lagjja nr. 2"),
    ]  # fmt: skip


def test_bold_words_are_known_by_tag_and_by_style() -> None:
    found = read('<p>Uji <b>(adresuar)</b></p><p>Uji <span style="font-weight: bold">(adresuar)</span></p>')
    assert [one.emphasis for one in found.blocks] == [((4, 14),), ((4, 14),)]


def test_a_table_with_cells_over_several_rows_and_columns() -> None:
    found = read(
        "<table><thead><tr><th>Prioriteti<th>Zotimi<th>Vendi</thead>"
        "<tr><td rowspan=2>Uji<td>Rrjeti i ri i ujit<td>Njësia Lindore<tr><td colspan=2>Pompa e lagjes"
        "<tr><td colspan=3>Prioritete të tjera</table>"
    )
    rows = [[(one.text, one.merged) for one in block.cells] for block in found.blocks]
    assert rows[2] == [("Uji", Merged.ABOVE), ("Pompa e lagjes", Merged.NOT), ("Pompa e lagjes", Merged.LEFT)]
    assert rows[3][0] == ("Prioritete të tjera", Merged.NOT)
    assert [one.heading for one in found.blocks[1].cells] == ["Prioriteti", "Zotimi", "Vendi"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "windows-1252"])
def test_in_whatever_writing(coding: str) -> None:
    page = making.html().replace("charset=utf-8", f"charset={coding}")
    assert texts(opened(page.encode(coding))) == TEXTS


def test_a_page_saved_with_its_parts() -> None:
    head = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
    part = "--X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert texts(opened(f"{head}{part}{making.html()}\r\n--X--\r\n".encode(), "faqja.mhtml")) == TEXTS


def test_struck_words_stay_out() -> None:
    found = read("<p>Uji <del>i vjetër</del> i ri</p>")
    assert (texts(found), [one.text for one in found.left_out]) == (["Uji i ri"], ["i vjetër"])
