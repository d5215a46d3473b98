"""What a page says to whoever reads it: its words, without the markup."""

import re


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def ticks(html: str) -> dict[str, str]:
    """What the ticks beside words that look like a private person's name are sent as."""
    return dict(re.findall(r'<input[^>]* name="([^"]+-jo-emer)"[^>]* value="([^"]+)"', html))


def main_of(html: str) -> str:
    return html.split("<main")[1].split("</main>")[0]


def beside(html: str) -> str:
    """What stands beside the form; on a phone it comes after it."""
    before, found, after = re.split(r'(<(?:aside|div) class="page__(?:aside|beside)">)', main_of(html), maxsplit=1)
    assert found
    assert "<form" in before
    assert "<form" not in after
    return words(after)
