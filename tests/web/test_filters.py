"""What templates make of words of the record: links that say where they lead, quotations marked as Albanian."""

import pytest

from pop_tracker.web.i18n import words
from pop_tracker.web.templates import _addresses, _quoting_in, _said_in


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        ("Fletorja, 12 maj 2027", [("Fletorja, 12 maj 2027", "")]),
        ("https://www.a.al/x.", [("a.al", "https://www.a.al/x"), (".", "")]),
        ("“https://a.al/x”, faqja 3", [("“", ""), ("a.al", "https://a.al/x"), ("”, faqja 3", "")]),
        (
            "https://a.al/x; https://a.al/y",
            [("a.al (1)", "https://a.al/x"), ("; ", ""), ("a.al (2)", "https://a.al/y")],
        ),
        ("(shih https://a.al/x)", [("(shih ", ""), ("a.al", "https://a.al/x"), (")", "")]),
        ("https://sq.wikipedia.org/wiki/X_(Y)", [("sq.wikipedia.org", "https://sq.wikipedia.org/wiki/X_(Y)")]),
        ("HTTPS://A.AL/x", [("a.al", "HTTPS://A.AL/x")]),
        ("https://a.al@b.example/x", [("b.example", "https://a.al@b.example/x")]),
        ("https://b.example?@a.al/x", [("b.example", "https://b.example?@a.al/x")]),
        ("https://b.example\\@a.al/x", [("b.example", "https://b.example\\@a.al/x")]),
        ("javascript:alert(1)", [("javascript:alert(1)", "")]),
        ('https://a.al/x"onload=', [("a.al", "https://a.al/x"), ('"onload=', "")]),
    ],
)
def test_a_link_says_where_it_leads(source: str, pieces: list[tuple[str, str]]) -> None:
    assert _addresses(source) == pieces


@pytest.mark.parametrize(
    ("language", "text", "quoted", "said"),
    [
        ("en", "Plan of Korçë", ["Korçë"], 'Plan of <span lang="sq">Korçë</span>'),
        ("en", "<b> & x", ["x"], '&lt;b&gt; &amp; <span lang="sq">x</span>'),
        ("en", "a <i>.*</i>", ["<i>.*</i>", " "], 'a <span lang="sq">&lt;i&gt;.*&lt;/i&gt;</span>'),
        ("sq", "Plani i Korçës", ["Korçës"], "Plani i Korçës"),
    ],
)
def test_quoted_words_are_marked_without_trusting_them(language: str, text: str, quoted: list[str], said: str) -> None:
    assert _quoting_in(language)(text, quoted) == said


PARTY = "Partia Socialiste e Shqipërisë (PS)"


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", PARTY, "Socialist Party of Albania (PS)"),
        ("sq", PARTY, PARTY),
        ("en", "Partia e <Re>", '<span lang="sq">Partia e &lt;Re&gt;</span>'),
        ("sq", "Partia e Re", "Partia e Re"),
        ("en", "15.672", "15.672"),
        ("en", "", ""),
    ],
)
def test_our_words_are_said_in_english_and_others_marked(language: str, value: str, said: str) -> None:
    assert _said_in(words(language))(value) == said


def test_addresses_in_our_words_are_links() -> None:
    text = "https://a.al/x (KQZ, 11 bashki); faqe tjetër www.b.al"
    link = '<a href="https://a.al/x" rel="nofollow noopener">https://a.al/x</a>'
    other = '<a href="https://www.b.al" rel="nofollow noopener">www.b.al</a>'
    assert _said_in(words("sq"))(text, links=True) == f"{link} (KQZ, 11 bashki); faqe tjetër {other}"
    assert _said_in(words("en"))(text, links=True) == (
        f'{link} (Central Election Commission, 11 municipalities); <span lang="sq">faqe tjetër {other}</span>'
    )
