"""What templates make of words of the record: links that say where they lead, quotations marked as Albanian."""

import pytest

from pop_tracker.web.i18n import words
from pop_tracker.web.sources import Source, Sources
from pop_tracker.web.templates import _quoting_in, _said_in, _sources


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Fletorja, 12 maj 2027", [("Fletorja, 12 maj 2027", "", "", "")]),
        ("https://www.a.al/x.", [("", "https://www.a.al/x", "a.al", "")]),
        ("“https://a.al/x”, faqja 3", [("", "https://a.al/x", "a.al", "faqja 3")]),
        (
            "https://a.al/x; https://a.al/y",
            [("", "https://a.al/x", "a.al (1)", ""), ("", "https://a.al/y", "a.al (2)", "")],
        ),
        ("(shih https://a.al/x)", [("shih", "https://a.al/x", "a.al", "")]),
        ("https://sq.wikipedia.org/wiki/X_(Y)", [("", "https://sq.wikipedia.org/wiki/X_(Y)", "sq.wikipedia.org", "")]),
        ("HTTPS://A.AL/x", [("", "HTTPS://A.AL/x", "a.al", "")]),
        ("https://a.al@b.example/x", [("", "https://a.al@b.example/x", "b.example", "")]),
        ("https://b.example?@a.al/x", [("", "https://b.example?@a.al/x", "b.example", "")]),
        ("https://b.example\\@a.al/x", [("", "https://b.example\\@a.al/x", "b.example", "")]),
        ("javascript:alert(1)", [("javascript:alert(1)", "", "", "")]),
        ('https://a.al/x"onload=', [("", "https://a.al/x", "a.al", '"onload=')]),
    ],
)
def test_a_link_says_where_it_leads(source: str, shown: list[tuple[str, str, str, str]]) -> None:
    assert [(one.words, one.address, one.host, one.place) for one in _sources(source)] == shown


def test_what_is_no_web_address_is_no_link() -> None:
    (shown,) = _sources(Sources([Source("Fletorja", "javascript:alert(1)")]))
    assert (shown.words, shown.address, shown.host) == ("Fletorja", "", "")


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
    assert _said_in(words("sq"))(text, links=True) == f"{link} (KQZ, 11 bashki); faqe tjetër www.b.al"
    assert _said_in(words("en"))(text, links=True) == (
        f'{link} (Central Election Commission, 11 municipalities); <span lang="sq">faqe tjetër www.b.al</span>'
    )
