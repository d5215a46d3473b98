"""What files do to words, and what is made of them again."""

import textwrap

import pytest

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
        ("\uf0b7 Pika", "• Pika"), ("“Qytete të sigurta” – ‘po’", "“Qytete të sigurta” – ‘po’"),
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


def test_where_every_line_is_followed_by_an_empty_one() -> None:
    assert texts(of_text(making.txt(60, between="\n").replace("\n", "\n\n"))) == TEXTS


@pytest.mark.parametrize("bullet", ["-", "–", "*", "▪", "o", "➢", "\uf0b7"])
def test_bullets_of_any_sign(bullet: str) -> None:
    document = of_text(making.txt(bullet=bullet))
    assert texts(document) == TEXTS
    assert {block.marker for block in document.blocks} == {"", plain(bullet)}


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
    ],
)
def test_hyphens_of_wrapping_go_and_real_ones_stay(lines: str, whole: str) -> None:
    assert texts(of_text(lines)) == [whole]


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
    ],
)  # fmt: skip
def test_a_pdf_however_it_is_set(css: str) -> None:
    document = opened(making.pdf(css))
    assert texts(document) == TEXTS
    require_whole(document)
