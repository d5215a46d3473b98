"""What the documents of Durrës, Pukë, Kamëz and Përmet say stands on their pages, and nobody's name does."""

import csv
import hashlib
import html
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.pages import main_of

with (Path(__file__).parent / "quoted_facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = list(csv.DictReader(file))

NAMED_IN_MINUTES = frozenset(
    [
        "b69f8c00c5189520bb8b59c1693a84165109c9d06d5d2af3bdac60f0882f45ca",
        "f637b728c5162e720bab303e18d8c1fa5e27a8974c3eff83fc3086d7daf39765",
        "14b513f7613455d2374faddf0685edcb2152c1289ef130dbd646c9332bfd5b4a",
        "1dc6bc1ba383bba2694869a8bea94c3e925e3e585720a89ef294bec9def1671e",
        "a34049f6917851bd1a0853b228d5b2cdcff736ace70d198e59a6a64453ae26b0",
        "ba76160e1c1aa3e751974ba79dd3323e4be721107b8102574a8e540a793bf8e8",
        "485d525d51222c77871039caa82c4a1076233e5e5ea11f666ec1cb4cecb77352",
        "29b6ec70bf0b68b3c26303bdc87f6043b0aee1716145f33f5bd3e7e908d2f0b8",
        "67d2fe122dd0fd1c5bd79a469046889c813c4a73716a53ee47d3a33f71bf5005",
        "3a48d3ed7d6c02fb57e559562865cc40e58aeaa1920bbf6017cda684703ba73f",
        "22158b9b1cd8fde114a3bc1837f72465a47b45c557602501e1cbc32a5b53fc9d",
        "11aee67f64ef91e1c959fc31066e138225e0dbd00fc5653978adb24e174a293d",
        "50290971728713ca9506af666cef9f3b136aec82f567b3b08e3ee8c46a023c82",
        "a5b17072a3262e24c9ec6a756a4078761516a6eda8488e8c6f355e044f1845e8",
    ]
)
"""SHA-256 of the names, first and last together and last alone, in small letters, of those whom the minutes of Kamëz
and Përmet name: they are kept out of the record, and so out of this file too."""


def text_of(page: str) -> str:
    """As a reader sees it, white space folded."""
    folded = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    return re.sub(r" (?=[,.:;)])", "", folded)


def address(fact: dict[str, str]) -> str:
    return ("/en" if fact["language"] == "en" else "") + fact["page"]


def test_every_quoted_fact_stands_on_its_page(real: Site) -> None:
    client = real.client()
    shown = {path: text_of(main_of(client.get(path).text)) for path in map(address, FACTS)}
    missing = [(address(fact), fact["quote"]) for fact in FACTS if fact["quote"] not in shown[address(fact)]]
    assert missing == []


DIFFICULTIES = [
    "Buxheti i ulët dhe moszbatimi i planit social.",
    "Përdorimi i planit social vetëm si plan strategjik",
    "Përgjegjësi e drejtorisë së shërbimeve sociale ndërkohë që kërkohet të jetë përgjegjësi e të gjithëve",
    "Ndërgjegjësim i ulët.",
    "Evidenca të ulëta/ mungesë statistikash.",
    "Kordinimi midis institucioneve.",
    "Mungesë stafi ose mbingarkesë me shumë detyra.",
    "Procedura burokratike për ofrimin e një shërbimi social.",
]
STEPS = [
    "Kommunikimi me stafin dhe aktorët lokalë.",
    "Ëorkshop-et per fokusin në vazhdim.",
    "Përcaktimi i nevojave.",
    "Prezantimi i draftit të planit.",
    "Komente dhe konsultim me grupet.",
    "Publikimi.",
    "Finalizimi brenda muajit dhjetor.",
]
PILLARS = [
    "Fuqizimi i strukturave dhe kapaciteteve të shërbimeve sociale",
    "Zhvillimi i sistemit të integruar të shërbimit të kujdesit shoqëror",
    "Zgjerimi i hartës sociale në territorin e Bashkisë Kamëz",
    "Zbutja dhe lehtësimi i varfërisë",
    "Zhvillimi i komponentit parandalues të shërbimeve sociale",
]


def points_under(page: str, heading: str) -> list[str]:
    """Of a consultation's page, each as a reader sees it."""
    section = page.split(f">{heading}</h2>")[1].split("</details>")[0]
    return [text_of(one) for one in re.findall(r"<li.*?</li>", section, re.S)]


def test_the_expert_s_eight_difficulties_and_the_seven_steps_stand_in_order(real: Site) -> None:
    """Hers are marked as hers; what others said that day comes after, in the same lists."""
    page = real.client().get("/konsultimet/permet-2023-07-25").text
    problems = points_under(page, "Problemet e ngritura")
    assert [one for one in problems if "[Ekspertja:]" in one] == [f"[Ekspertja:] {one}" for one in DIFFICULTIES]
    assert problems[:8] == [f"[Ekspertja:] {one}" for one in DIFFICULTIES]
    *steps, reports, data = points_under(page, "Hapat e ardhshëm")
    assert steps == STEPS
    assert "cdo sektor do të raportojë" in reports
    assert "evidentimi i të dhënave" in data


def test_the_five_pillars_stand_in_order(real: Site) -> None:
    page = real.client().get("/planet/kamez-2024").text
    tree = page.split('<ul class="tree">')[1].split("</section>")[0]
    shown = [text_of(one) for one in re.findall(r'<span class="tree__line"><span.*?</span>', tree, re.S)]
    assert [one.split(",")[0].rstrip(".") for one in shown] == PILLARS


def test_the_list_is_of_all_four_documents_in_both_languages() -> None:
    assert len({tuple(fact.values()) for fact in FACTS}) == len(FACTS) >= 60
    assert {(fact["document"].split(", ")[1], fact["language"]) for fact in FACTS} == {
        (document, language)
        for document in ("Plani Social i Bashkisë Durrës 2025–2028", "Plani Social i Bashkisë Pukë 2025–2030",
                         "Bashkia Kamëz", "Bashkia Përmet")
        for language in ("sq", "en")
    }  # fmt: skip


def names_in(text: str) -> set[str]:
    """What of the text, word by word and two by two, is a name of the minutes."""
    said = re.findall(r"\w+", text.casefold())
    tried = {*said, *(f"{first} {second}" for first, second in pairwise(said))}
    return {one for one in tried if hashlib.sha256(one.encode()).hexdigest() in NAMED_IN_MINUTES}


PAGES = sorted(
    {address(fact) for fact in FACTS}
    | {"/planet", "/konsultimet", "/bashkite/kamez", "/bashkite/permet", "/bashkite/durres", "/bashkite/puke"}
    | {"/ndryshimet?bashkia=kamez", "/ndryshimet?bashkia=permet", "/ndryshimet.atom?bashkia=permet"}
    | {"/api/v1/plans", "/api/v1/consultations"}
)


def test_nobody_whom_the_minutes_name_is_named(real: Site) -> None:
    client = real.client()
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert names_in(text_of(answer.text)) == set(), path


def test_a_name_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = frozenset({hashlib.sha256(name.encode()).hexdigest() for name in ("dikush askushi", "askushi")})
    monkeypatch.setattr(f"{__name__}.NAMED_IN_MINUTES", invented)
    assert names_in("Takimin e hapi znj. Dikush Askushi.") == {"dikush askushi", "askushi"}
