"""Readers get what they got before, but where a change was meant, and in the words of the house.

See `public_pages` and `page_words`.
"""

import re

from tests.site import page_words, public_pages
from tests.site.doors import listed

SHOWN = 30
HOW_TO_LOOK = """
To see what became of them, and whether it was meant:
    git stash && .venv/bin/python -m tests.site.public_pages /tmp/before && git stash pop
    .venv/bin/python -m tests.site.public_pages /tmp/after && diff -r /tmp/before /tmp/after
If it was, write the list anew: .venv/bin/python -m tests.site.write_lists"""
NOT_IN_THE_SEEDS = {
    "/komponentet",
    "/konsultimet/{slug}/fotografite/{sha256}",
    "/konsultimet/{slug}/fotografite/{sha256}/e-vogel",
    "/konsultimet/{slug}/procesverbali",
    "/kontratat/{slug}/botimi/{number}/dokumenti",
    "/kontratat/{slug}/botimi/{number}/ndryshimet",
    "/kopjet/{name}",
    "/dokumentet/{sha256}",
    "/raportet/{slug}/{number}/ndryshimet",  # between two versions
    "/nenshkrim/{token}/pergjigjja",
    "/nenshkrimet/{sha256}",
    "/pergjigje/{token}/e-plote",
    "/pergjigje/{token}/kodi",
    "/pergjigje/{token}/mohimi/{reply_id}",
    "/pergjigje/{token}/skedari/{sha256}",
    "/pergjigje/{token}/skedari/{sha256}/e-vogel",
    "/pergjigje/{token}/zotimi/{place}",
    "/pergjigjet/{sha256}",
    "/pergjigjet/{sha256}/e-vogel",
    "/provat/{sha256}",
    "/provat/{sha256}/e-vogel",
    "/vertetim/{code}",
}
"""No real file, copy, second edition or personal link yet."""


def test_every_public_page_of_the_seeds_is_what_it_was(walked: dict[str, str]) -> None:
    before, after = public_pages.listed(), public_pages.digests(walked)
    both = before.keys() & after.keys()
    faults = {
        "changed": sorted(address for address in both if before[address] != after[address]),
        "vanished": sorted(before.keys() - after.keys()),
        "appeared": sorted(after.keys() - before.keys()),
    }
    said = "\n".join(
        f"{len(addresses)} {how}: {', '.join(addresses[:SHOWN])}" for how, addresses in faults.items() if addresses
    )
    assert not said, f"{said}\n{HOW_TO_LOOK}"


def test_every_public_page_of_the_seeds_keeps_to_the_words(walked: dict[str, str]) -> None:
    faults = "\n".join(page_words.faults(walked))
    assert not faults, faults


def test_every_public_address_of_the_seeds_stands_in_the_list() -> None:
    paths = {re.sub(r"^(PART )?(/en)?(?=/)|\?.*", "", address) for address in public_pages.listed()}
    public = {line.removeprefix("GET ") for line in listed("public.txt") if line.startswith("GET ")}
    patterns = {path: re.compile(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path))) for path in public}
    assert {path for path in public if not any(map(patterns[path].fullmatch, paths))} == NOT_IN_THE_SEEDS
