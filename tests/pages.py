"""What a page says to whoever reads it: its words, without the markup."""

import re


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def main_of(html: str) -> str:
    return html.split("<main")[1].split("</main>")[0]
