"""Web addresses as people paste them: long ones, followed ones, broken ones, and those that look like others."""

import pytest
from wtforms import BooleanField

from pop_tracker.web.addresses import MOST_SIGNS, fault, shown, tracking, without_tracking
from pop_tracker.web.forms.addresses import WITHOUT_TRACKING, AddressField, WebAddress
from pop_tracker.web.forms.base import BaseForm, Optional
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import words

POST = "https://www.facebook.com/permalink.php?story_fbid=pfbid02a&id=1000"
FACEBOOK = f"{POST}&__cft__[0]=AZ{'X' * 500}&__tn__=%2CO%2CP-R"


class Form(BaseForm):
    link = AddressField("", [Optional(), WebAddress()])
    link_bare = BooleanField(WITHOUT_TRACKING)


def sent(language: str = "sq", **fields: str) -> Form:
    form = Form(words(language), FormData(list(fields.items())))
    form.validate()
    return form


def test_a_long_address_is_taken_as_it_is() -> None:
    assert len(FACEBOOK) > 500
    assert (sent(link=FACEBOOK).link.data, sent(link=FACEBOOK).errors) == (FACEBOOK, {})
    longest = "https://a.example/" + "x" * (MOST_SIGNS - 18)
    assert fault(longest) is None
    assert fault(longest + "x") is not None
    assert fault("https://a.example/" + "ë" * (MOST_SIGNS // 2)) is not None, "an index holds bytes"


def test_what_only_follows_the_reader_is_named_and_goes_where_it_is_asked() -> None:
    assert tracking(FACEBOOK) == ["__cft__[0]", "__tn__"]
    assert sent(link=FACEBOOK, link_bare="y").link.data == POST


@pytest.mark.parametrize(
    ("address", "bare", "names"),
    [
        (
            "https://a.example/?utm_source=x&utm_term=y#pjesa",
            "https://a.example/#pjesa",
            ["utm_source", "utm_term"],
        ),
        ("https://a.example/v?nr=5&fbclid=a&fbclid=b&viti=2024", "https://a.example/v?nr=5&viti=2024", ["fbclid"]),
        ("https://a.example/?%66bclid=x&q=a%20b&&z", "https://a.example/?q=a%20b&&z", ["fbclid"]),
        ("https://a.example/?id=7&mibextid=wwXIfr", "https://a.example/?id=7", ["mibextid"]),
        ("https://a.example/?id=7#fbclid=1", "https://a.example/?id=7#fbclid=1", []),
        ("https://a.example/fbclid?utmost=1&gclids=2", "https://a.example/fbclid?utmost=1&gclids=2", []),
    ],
)
def test_all_else_stays_sign_by_sign(address: str, bare: str, names: list[str]) -> None:
    assert (without_tracking(address), tracking(address)) == (bare, names)


@pytest.mark.parametrize(
    ("address", "told", "english"),
    [
        ("https://a.example/vendimi nr 5", "ka një hapësirë", "There is a space"),
        ("a.example/vendimi nr 5", "ka një hapësirë", "There is a space"),
        ("https://a.example https://b.example", "ka një hapësirë", "There is a space"),
        ("www.facebook.com/bashkia", "A është https://www.facebook.com/bashkia?", "Is it https://"),
        ("bashkia.gov.al", "A është https://bashkia.gov.al?", "Is it https://"),
        ("ftp://a.example/", "nis me https://", "https://"),
        ("javascript:alert(1)", "nis me https://", "https://"),
        ("https://", "nis me https://", "https://"),
        ("https://a.example:99999/", "nis me https://", "https://"),
        ("https://[::1/", "nis me https://", "https://"),
        ("https://ana:fjala@a.example/", "emër përdoruesi", "user name"),
        (FACEBOOK + "X" * 2_000, "mund të hiqen: __cft__[0], __tn__.", "can be removed: __cft__[0], __tn__."),
        ("https://a.example/" + "x" * 3_000, "më së shumti 2.000", "at most 2,000"),
    ],
)
def test_what_is_wrong_is_told_in_its_own_words(address: str, told: str, english: str) -> None:
    for language, expected in (("sq", told), ("en", english)):
        form = sent(language, link=address)
        assert expected in form.link.errors[0]
        assert form.link.data == address


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("https://a.example/ë?q=ç", "https://a.example/ë?q=ç"),
        ("https://çerdhe.example/x", "https://çerdhe.example/x"),
        ("https://xn--erdhe-xra.example:8443/x", "https://çerdhe.example:8443/x"),
        ("https://f\u0430cebook.com/x", "https://xn--fcebook-2fg.com/x"),
        ("https://xn--fcebook-2fg.com/x", "https://xn--fcebook-2fg.com/x"),
        ("nuk është adresë", "nuk është adresë"),
    ],
)
def test_no_site_is_shown_under_a_name_that_looks_like_anothers(address: str, seen: str) -> None:
    assert shown(address) == seen
