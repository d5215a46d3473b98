"""What pages no longer say, by name: each loss that is meant, why, and where it stands now (see `facts`)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from tests.site import facts


class Told(NamedTuple):
    """A loss that is meant. Both patterns match the whole: of addresses without /en, and of facts as `facts` lists
    them. `now_on` is the page that says it now, with what the first pattern's groups found as \\1; empty when no
    page does, and `why` says why none needs to."""

    pages: str
    facts: str
    why: str
    now_on: str = ""


TOLD = [
    Told(
        r"/bashkite/[^/]+",
        r"text: 31 dhjetor 2026",
        "no fact: the last figure of a year and, behind it, the day of the next entry (1 dhjetor 2026)",
    ),
    Told(
        r"/kandidatet|/ndryshimet/\d+",
        r"link: https://indeksonline\.net/\?p=2197027%3B",
        "the sign between two sources was part of the link, which led nowhere; it leads to the source now",
    ),
    Told(
        r"/ndryshimet(\?.*)?",
        r"text: 31 dhjetor 2026",
        "never said: a title that ended in 3 stood before the day on which all is recorded, 1 dhjetor 2026",
    ),
    Told(r"/kontratat/[^/]+", r"number: \d+%", "below twenty assessed there are counts and no percentage"),
    Told(r"/kontratat/[^/]+", r"number: 0", "what nothing is known of is not counted"),
    Told(
        r"(/kontratat/[^/]+)",
        r"(link: /planet/|text: |number: [\d.]+$).*",
        "what the plans say stands with each commitment, and side by side",
        r"\1/matrica",
    ),
    Told(
        r"(/kontratat/shembull-2023)/1\.3",
        r"(link: /planet/|text: |number: [\d.]+$).*",
        "a point whose sub-points are looked for: what the plans say stands with these, and side by side",
        r"\1/matrica",
    ),
    Told(r"/|/bashkite(/[^/]+)?", r"number: \d+%", "below twenty assessed there are counts and no percentage"),
    Told(r"/", r"link: /bashkite/[a-z-]+", "municipalities outside the network are outlines on the map", "/bashkite"),
    Told(r"/", r"number: (6|8|28)", "no figure adds two mandates"),
    Told(
        r"/bashkite",
        r"number: (5|8|10)",
        "fully, partially and not are counted, each with its mark; their sum is not said",
    ),
    Told(
        r"/",
        r"(link: /ndryshimet/|text: |word: |number: ).*",
        "what was loaded is one line; entries and their numbers stand in the list of changes",
        "/ndryshimet",
    ),
    Told(
        r"/bashkite/([^/]+)",
        r"(link: /ndryshimet/|text: |word: |number: ).*",
        "what was loaded is one line; entries and their numbers stand in the list of the municipality's changes",
        r"/ndryshimet?bashkia=\1",
    ),
    Told(
        r"/|/bashkite/[^/]+",
        r"link: /(kandidatet|bashkite/[^/]+|planet/[^/]+/nevojat|kontratat/[^/]+/(botimi/\d+|[\d.a-c]+))",
        "what a loaded entry is about: each entry leads to it",
    ),
    Told(
        r"/bashkite/vlore|/ndryshimet/\d+",
        r"link: https://mesazhi\.com",
        "the name of a host stands there, as its source says it",
    ),
    Told(
        r"/(krahaso|raportet(/[^/]+/\d+)?)?",
        r"number: \d+%",
        "below twenty assessed there are counts and no percentage",
    ),
    Told(
        r"/raportet",
        r"number: [03]",
        "the list counts commitments; priorities, as POP counts them, stand in the report",
        "/raportet/shembull-2023/1",
    ),
    Told(
        r"/raportet/(shembull-2023)/1",
        r"text: .*|number: (\d(\.\d)+|2020)",
        "the report says how many findings of each kind there are and leads to them; what the plans say stands there",
        r"/kontratat/\1/matrica",
    ),
    Told(
        r"/raportet/shembull-2023/1",
        r"number: 23600000",
        "what a plan item cost stands with the item",
        "/planet/shembull-buxheti-2024",
    ),
    Told(
        r"/raportet/shembull-2023/1",
        r"number: [\d.]+",
        "what a plan item cost and how far it came stands with the item",
        "/planet/shembull-2024",
    ),
    Told(r"/kontratat|/krahaso", r"number: \d+%", "below twenty assessed there are counts and no percentage"),
    Told(r"/kontratat", r"number: 8", "fully and partially are counted apart, and never in one number"),
    Told(
        r"/planet/[^/]+",
        r"link: /planet/[^/]+/tabela\.csv",
        "the CSV that readers take is plain data, te-dhenat.csv; tabela.csv is what an import reads",
    ),
    Told(r"/metodologjia", r"number: 100", "shares are rounded each by itself, and need not make up 100"),
    Told(r"/zotimet\?.*", r"number: 0", "what nothing is known of is not counted"),
]


def untold(before: facts.Pages, walked: Mapping[str, str]) -> tuple[facts.Pages, set[Told]]:
    """What is lost and not told; and which lines of the list told something. Names of parties, roles, notes and sources
    that English pages said in Albanian are told where the same page says them in English."""
    now = facts.pages_of(walked)
    left: facts.Pages = {}
    used = set()
    for address, missing in facts.compared(before, walked).items():
        plain = re.sub(r"^/en(?=/|$|\?)", "", address) or "/"
        if address != plain:
            missing -= {
                fact for fact in missing if fact.startswith("text: ") and facts.english_of(fact, now.get(address, ""))
            }
        for told in TOLD:
            page = re.fullmatch(told.pages, plain)
            if not page:
                continue
            gone = {fact for fact in missing if re.fullmatch(told.facts, fact, re.S)}
            if gone and told.now_on:
                there = (address.removesuffix(plain) + page.expand(told.now_on)).removesuffix("/") or "/"
                gone -= facts.lost(gone, there, now.get(there, ""))
            if gone:
                missing -= gone
                used.add(told)
        if missing:
            left[address] = missing
    return left, used
