"""What files do to words, and what is made of them again."""

import io
import textwrap

import pikepdf
import pytest
import weasyprint  # type: ignore[import-untyped]

from pop_tracker.contracts.reading.formats.opening import opened
from pop_tracker.contracts.reading.formats.text import of_text
from pop_tracker.contracts.reading.healing import healed, plain
from tests.contracts.reading.files import making
from tests.contracts.reading.files.making import TEXTS, require_whole, texts


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fe\u0308mije\u0308t", "fëmijët"), ("nё punёn me tё", "në punën me të"), ("aftёsi", "aftësi"),
        ("Ко\u0301shi", "Kóshi"), ("СОТ", "COT"), ("Москва", "Москва"),
        ("uji  i\u00a0pijshëm \u2009 sot", "uji i pijshëm sot"), ("infor\u00admimi", "informimi"),
        ("\ufeffrruga\u200b e re", "rruga e re"), ("ﬁnancimi i ﬂamurit", "financimi i flamurit"),
        ("\uf0b7 Pika", "• Pika"), ("3️⃣ Uji", "3. Uji"),
        ("ish\u2010kinema, shek.\u00a0XX\u2011të", "ish-kinema, shek. XX-të"),
        ("“Qytete të sigurta” – ‘po’", "“Qytete të sigurta” – ‘po’"),
    ],
)  # fmt: skip
def test_words_are_healed_and_nothing_else(written: str, meant: str) -> None:
    assert plain(written) == meant


def test_emphasis_stays_where_it_was() -> None:
    assert healed([("  Ujë ", False), ("\u00a0(Adresuar ", True), ("pjesë\u00adrisht) ", True), (" ", True)]) == (
        "Ujë (Adresuar pjesërisht)",
        ((4, 25),),
    )


@pytest.mark.parametrize("width", [40, 55, 70, 100, 140])
def test_wrapped_lines_are_one_again(width: int) -> None:
    document = of_text(making.txt(width))
    assert texts(document) == TEXTS
    require_whole(document)


@pytest.mark.parametrize("between", ["\n", "\n\n\n"])
def test_however_far_apart_they_stand(between: str) -> None:
    assert texts(of_text(making.txt(between=between))) == TEXTS


@pytest.mark.parametrize("width", range(48, 90, 3))
def test_where_every_line_is_followed_by_an_empty_one(width: int) -> None:
    assert texts(of_text(making.txt(width, between="\n").replace("\n", "\n\n"))) == TEXTS


@pytest.mark.parametrize("bullet", ["-", "–", "*", "▪", "o", "➢", "\uf0b7"])
def test_bullets_of_any_sign(bullet: str) -> None:
    document = of_text(making.txt(bullet=bullet))
    assert texts(document) == TEXTS
    assert {block.marker for block in document.blocks} == {"", plain(bullet)}


def test_the_letter_o_is_a_bullet_where_it_stands_apart() -> None:
    items = ["rruga e varrezave", "o njerëz të mirë"]
    text = of_text(f"• Mirëmbajtja e rrugëve:\n      o   {items[0]}\n      o   {items[1]}\n")
    style = "<style>li li{list-style:none}li li::before{content:'o';position:absolute;margin-left:-20pt}</style>"
    drawn = opened(_pdf(f"{style}<ul><li>Mirëmbajtja e rrugëve:<ul><li>{items[0]}<li>{items[1]}</ul></ul>"))
    for document in (text, drawn):
        assert texts(document) == ["Mirëmbajtja e rrugëve:", *items]
        assert [block.marker for block in document.blocks] == ["•", "◦", "◦"]


def test_a_letter_that_was_passed_on_is_read_without_the_signs_before_its_lines() -> None:
    assert texts(of_text("\n".join(f"> {line}".rstrip() for line in making.txt(60).split("\n")))) == TEXTS
    assert texts(of_text("> Shkolla e re.\n> Kopshti i ri.\n")) == ["Shkolla e re.", "Kopshti i ri."]


def test_a_bullet_on_a_line_of_its_own() -> None:
    document = of_text("Hyrje\n\n•\nPika e parë\n\n1.\nPika dy\n\n****\n")
    assert [(block.marker, block.text) for block in document.blocks] == [
        ("", "Hyrje"),
        ("•", "Pika e parë"),
        ("1.", "Pika dy"),
    ]
    assert [left.text for left in document.left_out] == ["****"]
    require_whole(document)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("Ndërtimi i rru-\ngës së re", "Ndërtimi i rrugës së re"),
        ("Kthimi i ish-\nfabrikës në park", "Kthimi i ish-fabrikës në park"),
        ("Shkolla 9-\nvjeçare e lagjes", "Shkolla 9-vjeçare e lagjes"),
        ("Shërbime psiko-\nsociale për gratë", "Shërbime psiko-sociale për gratë"),
        ("Programi i BE-\nsë për rininë", "Programi i BE-së për rininë"),
        ("Rruga Elbasan-\nKorçë dhe Korçë-\nErsekë", "Rruga Elbasan-Korçë dhe Korçë-Ersekë"),
        ("Mikro-kredi. Edhe mikro-\nkredi", "Mikro-kredi. Edhe mikro-kredi"),
        ("Punë\u00ad\nsimi i të rinjve", "Punësimi i të rinjve"),
        ("Kurse për të rinjtë 15-\n29 vjeç", "Kurse për të rinjtë 15-29 vjeç"),
        ("Plani i viteve 2024–\n2026 për shkollat", "Plani i viteve 2024–2026 për shkollat"),
        ("Shpejtësi deri 30 km/\norë pranë shkollës", "Shpejtësi deri 30 km/orë pranë shkollës"),
        ("Linja qendër–\nspital–stacion me orare", "Linja qendër–spital–stacion me orare"),
        ("Ngrohje në kopshtin nr.\n2.", "Ngrohje në kopshtin nr. 2."),
        ("Takimi i viteve 2024 –\n2026 në fshat", "Takimi i viteve 2024 – 2026 në fshat"),
    ],
)
def test_hyphens_of_wrapping_go_and_real_ones_stay(lines: str, whole: str) -> None:
    assert texts(of_text(lines)) == [whole]


def test_a_prefix_is_written_together_where_words_are_broken_at_any_syllable() -> None:
    """A hyphen after it tells nothing there; elsewhere the line was wrapped at one that stands in the word."""
    broken = (
        "Ndërtimi i rru-\ngës së re dhe i pusit të ri në fsha-\ntin më të lartë, me fushata ndër-\ngjegjësimi në ish-\n"
        "kinemanë"
    )
    assert texts(of_text(broken)) == [
        "Ndërtimi i rrugës së re dhe i pusit të ri në fshatin më të lartë, me fushata ndërgjegjësimi në ish-kinemanë"
    ]
    assert texts(of_text("Një bashkëpunim ndër-\ninstitucional")) == ["Një bashkëpunim ndër-institucional"]


def test_a_number_on_a_line_of_its_own_before_an_item_ends_the_item_above() -> None:
    lines = "• Kabineti dentar i shkollës pa pagesë për nxënësit deri në klasën\nIX.\n• Barna.\n"
    assert texts(of_text(lines)) == [
        "Kabineti dentar i shkollës pa pagesë për nxënësit deri në klasën IX.",
        "Barna.",
    ]


def test_one_sentence_that_was_wrapped_among_short_ones_is_one() -> None:
    """Though nothing else tells where lines end; an unmarked line after a whole list is its own."""
    short = "".join(f"•\nPika {n} e shkurtër.\n" for n in range(1, 6))
    said = "Ndërtimi i ujësjellësit rajonal që furnizon gjashtë fshatra të Njësisë"
    assert texts(of_text(f"•\n{said}\nVeriore.\n{short}"))[0] == f"{said} Veriore."
    assert texts(of_text(f"{short}• Pika e fundit\nRrjeti i organizatave vepron në të gjitha bashkitë.\n"))[-2:] == [
        "Pika e fundit", "Rrjeti i organizatave vepron në të gjitha bashkitë.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "whole",
    [
        "Zbatimi i ligjit nr. 57. Mbrojtja sociale sot",
        "Rruga tek ish fabrika e qelqit, në pjesën e lartë (Lgj 3) ku uji mungon",
        "Rrjeti i qytetarëve të lagjes së re – ai që u krijua në korrik – vepron në të gjitha fshatrat",
    ],
)
def test_what_only_looks_like_a_beginning_goes_on(whole: str) -> None:
    """Wherever the lines around it are wrapped."""
    for width in range(30, len(whole)):
        lines = "\n".join(f"• {textwrap.fill(text, width)}" for text in (whole, TEXTS[4], TEXTS[8]))
        assert texts(of_text(lines)) == [whole, TEXTS[4], TEXTS[8]], width


@pytest.mark.parametrize("space", ["", "\n"])
def test_headers_and_footers_inside_a_point_are_left_out_of_a_text(space: str) -> None:
    lines = making.txt(60).split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("brenda") or "ngrohje" in line) + 1
    second = next(number for number, line in enumerate(lines) if "24 orë" in line) + 1
    for number, at in ((2, second), (1, place)):
        lines[at:at] = f"{space}{number}\n{space}Kontrata sociale, Bashkia Shembull, faqe {number}{space}".split("\n")
    document = of_text("\n".join(lines))
    assert texts(document) == TEXTS
    assert len(document.left_out) == 4
    require_whole(document)


def test_the_years_of_a_term_are_no_number_of_a_page() -> None:
    document = of_text("Kontrata sociale për Bashkinë Shembull\n\n2027-2031\n\n• Ndërtimi i rrugës\n\n12\n")
    assert "2027-2031" in " ".join(texts(document))
    assert [one.text for one in document.left_out] == ["12"]


def test_what_is_repeated_between_sentences_stays() -> None:
    said = "Prioritet 1: Uji.\n(Nuk është adresuar)\nPrioritet 2: Rruga.\n(Nuk është adresuar)\nPrioritet 3: Shkolla.\n"
    assert texts(of_text(said + "(Nuk është adresuar)")).count("(Nuk është adresuar)") == 3


def test_lines_that_say_the_same_in_two_points_stay() -> None:
    heading = "Prioriteti {}. Përmirësimi i shërbimeve që bashkia u ofron\nqytetarëve të saj {}\n"
    point = "• Kërkohet {} në të gjitha fshatrat (Adresuar\nplotësisht)\n"
    said = "".join(heading.format(n, word) + point.format(word) for n, word in enumerate(("rinj", "gra", "burra"), 1))
    document = of_text(said)
    assert len(document.blocks) == 6
    assert not document.left_out
    same = "• Mbledhjet e hapura të\nKëshillit Bashkiak dhe të bashkisë me\nqytetarët {}.\n"
    assert not of_text("".join(same.format(word) for word in ("e rinj", "e moshuar"))).left_out


def test_a_point_goes_on_after_a_page() -> None:
    document = of_text("• Ndërtimi i rrugës\n\n\f\n\nsë re të lagjes.\n\f• Pika tjetër")
    assert texts(document) == ["Ndërtimi i rrugës së re të lagjes.", "Pika tjetër"]
    assert [block.at.page for block in document.blocks] == [1, 3]
    require_whole(document)


def test_lines_that_were_never_wrapped_stay_apart() -> None:
    said = ["Ndërtimi i rrugës së lagjes", "Shtimi i një çerdheje në qytet", "Hapja e një qendre për gratë",
            "Rritja e ndriçimit të rrugëve"]  # fmt: skip
    assert texts(of_text("\n".join(said))) == said


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250"])
def test_writings_that_albanian_texts_are_found_in(coding: str) -> None:
    said = "Çerdhja e fëmijëve – “Qyteti” në Shëngjin, Ëndrra"
    assert texts(opened(said.encode(coding))) == [said]


def test_the_two_writings_of_windows_are_told_apart() -> None:
    assert texts(opened("Rruga “Đoković” e fëmijëve në Čair".encode("cp1250"))) == [
        "Rruga “Đoković” e fëmijëve në Čair"
    ]
    assert texts(opened("Rruga e fëmijëve “São Paulo”".encode("cp1252"))) == ["Rruga e fëmijëve “São Paulo”"]


def test_text_that_a_program_misread_is_mended() -> None:
    said = "Përballja e ofertave në Korçë"
    assert texts(opened(said.encode().decode("cp1252").encode())) == [said]


@pytest.mark.parametrize(
    "css",
    [
        "@page{size:A5;@top-center{content:'Kontrata e Shembullit'}@bottom-right{content:'Faqe ' counter(page) ' nga ' "
        "counter(pages)}}",
        "@page{size:A5;margin:1.5cm}body{columns:2;column-gap:1em}",
        "@page{size:A5;margin:2cm 1cm;@top-left{content:'Kontrata ' counter(page)}}body{columns:2;hyphens:auto}",
        "body{line-height:1.9}", "body{font-size:8pt}li{margin-bottom:8pt}", "li{list-style-type:square}",
        "@page{size:A5 landscape;@bottom-center{content:counter(page)}}",
        "@page{size:A4 landscape}body{columns:3;column-gap:1cm;font-size:15pt}",
    ],
)  # fmt: skip
def test_a_pdf_however_it_is_set(css: str) -> None:
    document = opened(making.pdf(css))
    assert texts(document) == TEXTS
    require_whole(document)


def test_a_point_that_stands_last_on_each_page_is_no_footer() -> None:
    point = "<p style='position:absolute;bottom:0;margin:0'>• Ndriçim në të gjitha rrugët.</p>"
    page = "<div><h3>Prioriteti {}. Rrugët</h3><p>• Asfaltim i rrugës së fshatit.</p>{}</div>"
    html = (
        "<style>@page{size:A6;margin:1cm;@bottom-right{content:'Faqe ' counter(page)}}"
        "div{height:123mm;position:relative}</style>"
    )
    pages = "".join(page.format(n, point) for n in (1, 2))
    document = opened(_pdf(html + pages))
    assert len(document.pages) == 2
    assert [text for text in texts(document) if text.startswith("Ndriçim")] == ["Ndriçim në të gjitha rrugët."] * 2
    assert [left.text for left in document.left_out] == ["Faqe 1", "Faqe 2"]


def test_bullets_that_are_drawn_are_bullets() -> None:
    """As browsers print them: no letter stands there."""
    drawn = (
        "li{list-style:none;position:relative}li::before{content:'';position:absolute;left:-1em;top:.4em;width:.3em;"
        "height:.3em;border-radius:50%;background:#000}"
    )
    document = opened(making.pdf(drawn))
    assert texts(document) == TEXTS
    assert [block.marker for block in document.blocks if block.marker] == ["•"] * 7


def test_a_list_that_goes_on_in_the_next_column_is_no_deeper() -> None:
    """Nothing there shows where its margin is."""
    heading = "<h2>Prioriteti 1. Uji</h2>"
    points = "".join(f"<li>Pika {n} me fjalë që mbushin disa rreshta të kolonës, siç shkruhen në kontratë</li>" for n in
                     range(1, 40))  # fmt: skip
    page = f"<style>@page{{size:A5;@bottom-right{{content:counter(page) ' / 9'}}}}body{{columns:2}}</style>{heading}"
    document = opened(_pdf(f"{page}<ul>{points}</ul>"))
    assert {block.level for block in document.blocks} == {0}
    assert len(document.blocks) == 40


def test_columns_that_stand_close_beside_a_heading_in_larger_letters() -> None:
    heading = "<h2 style='font-size:18pt;margin:6pt 0'>Prioriteti {}. Shërbimet e afërta</h2>"
    parts = [f"Pika {n} me fjalë që mbushin disa rreshta të kolonës, siç shkruhen në kontratë" for n in range(1, 25)]
    points = "".join(heading.format(n // 3) * (n % 3 == 0) + f"<p style='margin:4pt 0'>{n + 1}.{said}</p>"
                     for n, said in enumerate(parts))  # fmt: skip
    page = f"<style>@page{{size:A5}}body{{columns:2;column-gap:11pt;font-size:11pt;text-align:justify}}</style>{points}"
    assert [text for text in texts(opened(_pdf(page))) if text.startswith("Pika")] == parts


@pytest.mark.parametrize(
    ("width", "columns"), [(73, 1), (82, 1), (88, 1), (94, 1), (112, 2), (118, 2), (124, 2), (133, 2), (142, 2)]
)
def test_what_is_white_by_chance_in_justified_lines_is_no_gutter(width: int, columns: int) -> None:
    """Nor does a heading hide one whose words are drawn as far apart."""
    css = f"@page{{size:{width}mm 220mm;margin:1cm}}body{{font-size:11pt;text-align:justify;columns:{columns}}}"
    assert texts(opened(making.pdf(css))) == TEXTS


def test_a_justified_cell_has_no_columns() -> None:
    """However far its words are drawn apart."""
    said = "Libra falas për familjet me tre e më shumë fëmijë që shkojnë në shkollë"
    for width in range(90, 200, 6):
        table = f"{STYLE}<style>td{{text-align:justify;font-size:11pt;width:{width}pt}}</style>"
        row = f"<tr><td>{said}</td><td>Shkolla</td></tr>"
        cells = opened(_pdf(f"{table}<table>{row}{row}</table>")).blocks[0].cells
        assert cells[0].text == said, width


def test_a_dash_that_wrapping_brought_under_a_bullet_goes_on() -> None:
    """In a PDF the words of an item hang, and its first line begins at the bullet."""
    said = "Kredi të buta për gratë sipërmarrëse – deri në gjysmë milioni lekë – në të gjitha fshatrat e bashkisë"
    for width in range(96, 130, 2):
        points = "".join(f"<li>{text}</li>" for text in (said, TEXTS[4], TEXTS[8]))
        page = f"<style>@page{{size:{width}mm 200mm;margin:1cm}}</style><ul>{points}</ul>"
        assert texts(opened(_pdf(page))) == [said, TEXTS[4], TEXTS[8]], width


STYLE = "<style>@page{size:A6}tr{break-inside:avoid}td,th{border:1px solid}table{border-collapse:collapse}</style>"


def test_a_table_with_cells_over_several_rows_that_are_drawn_one_by_one() -> None:
    row = "<tr><td rowspan=3>{0}</td><td rowspan=3>Shërbimet sociale {0}</td><td>Zotimi {0}.1 me disa fjalë</td></tr>" \
          "<tr><td>Zotimi {0}.2 me disa fjalë</td></tr><tr><td>Zotimi {0}.3 me disa fjalë</td></tr>"  # fmt: skip
    rows = [block.cells for block in opened(_pdf(f"{STYLE}<table>{row.format(1)}{row.format(2)}</table>")).blocks]
    assert [[cell.text for cell in cells] for cells in rows] == [
        [str(n), f"Shërbimet sociale {n}", f"Zotimi {n}.{m} me disa fjalë"] for n in (1, 2) for m in (1, 2, 3)
    ]


def test_a_table_goes_on_over_a_page_under_the_same_headings() -> None:
    head = "<thead><tr><th>Nr</th><th>Zotimi</th></tr></thead>"
    body = "".join(f"<tr><td>{n}</td><td>Zotimi {n} me disa fjalë më shumë</td></tr>" for n in range(1, 30))
    document = opened(_pdf(f"{STYLE}<table>{head}{body}</table>"))
    assert len(document.pages) > 1
    assert len(document.blocks) == 30
    assert {tuple(cell.heading for cell in block.cells) for block in document.blocks[1:]} == {("Nr", "Zotimi")}
    assert len(document.left_out) == len(document.pages) - 1
    require_whole(document)


def test_a_footer_beside_a_table_that_fills_its_page_is_one() -> None:
    style = "<style>@page{size:A6;margin:1cm 1cm 2cm;@bottom-left{content:'Organizata | faqja ' counter(page)}}"
    body = "".join(f"<tr><td>{n}</td><td>Zotimi {n} me disa fjalë më shumë</td></tr>" for n in range(1, 30))
    style += "td{border:1px solid}table{border-collapse:collapse}</style>"
    document = opened(_pdf(f"{style}<table>{body}</table>"))
    pages = len(document.pages)
    assert pages > 1
    assert [left.text for left in document.left_out] == [f"Organizata | faqja {page}" for page in range(1, pages + 1)]


def test_pages_whose_size_is_that_of_all_of_them_have_their_edges() -> None:
    css = "@page{size:A6;margin:15mm 1cm 1cm;@top-right{content:'Organizata Shembullore'}}"
    with pikepdf.open(io.BytesIO(making.pdf(css))) as pdf:
        box = pdf.pages[0].mediabox
        for page in pdf.pages:
            del page.obj[pikepdf.Name.MediaBox]
        pdf.Root.Pages.MediaBox = box
        kept = io.BytesIO()
        pdf.save(kept)
    document = opened(kept.getvalue())
    assert texts(document) == TEXTS
    assert {left.text for left in document.left_out} == {"Organizata Shembullore"}


def _pdf(html: str) -> bytes:
    made: bytes = weasyprint.HTML(string=html).write_pdf()
    return made
