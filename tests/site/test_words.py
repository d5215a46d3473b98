"""No message says what was decided against, and no page breaks the rules for dates, numbers and buttons.

Which word is right, and which are wrong for the same thing, is told in `docs/glossary.md`. A new wrong form goes into
`FORBIDDEN`; where it is right after all, the whole message goes into `RIGHT`, with the reason.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from pop_tracker.web.i18n import LOCALE_FOLDER, SEEDS
from tests.site import page_words

FORBIDDEN = {
    "sq": {
        r"(?i)\bfjalë\w* private|\bnjer(i|ëz\w*) privat|\bemër privat|\btë dhëna private":
            "të dhëna personale, person privat",
        r"(?i)(?<!në )\bletër\b|\bletr(a|ën|ës|at|ave)\b": "email; only paper is letër: në letër",
        r"(?i)\bmail\b|\bpost(ë|a|ën|ës)\b": "email",
        r"[«»„\"]|(?<=\w)'(?=\w)": "“ ” and ’",
        r"(?i)\bpublikua|\bpublikoj|\bpublikohe|\bpublikim": "botuar, botoj, botim",
        r"(?i)korrigj": "ndreqje",
        r"(?i)\bgjurm": "kodi i kontrollit",
        r"(?i)\bshenja?[ëtv]?\b|\bshenjë[ns]?\b": "karaktere; kodi i kontrollit",
        r"(?i)(?<!/)\bhyrj(a|e|en|et|ës|eve)\b": "ndryshim; llogari",
        r"(?i)\bfill(i|in|it)?\b|\bfij(e|et|eve)\b": "lidhja e pikës",
        r"(?i)\bmatric": "krahasimi me planet",
        r"(?i)\bngrin\b|\bi? ?(pa)?ngrirë\b": "nuk ndryshon; version i përhershëm",
        r"(?i)\bpemë\b|\bdeg(ë|a|ës|ën|ët)\b": "struktura, niveli",
        r"(?i)\bvler(a|ë|ën|ës) bazë\b": "vlera fillestare",
        r"(?i)\b(dy|tre|tri|disa) veta\b": "dy persona, dy vetë",
        r"(?i)\bpërqind\b": "për qind",
        r"(?i)\bdot\b": "nuk mund të",
        r"\bRuajtja bëhet\b": "Ajo që ruani bëhet",
        r"(?i)\bpret juve\b|\bpresin mua\b|\bpret nga (ju|unë)|\bpresin nga ju"
        r"|\bradha e (redakt|rishik|vlerësu|bashk|atij)":
            "ju pret, më presin, pret redaktorin",
        r"\bPo (e|ta|të|thatë|s’ka)\b|\bpo të (?!\w+(et|en|hen)\b)": "nëse",
        r"(?i)\bu ruaj\b": "u ruajt",
        r"(?i)\bç’": "çfarë",
        r"^(Mos e|Hyr|Dil|Ruaj|Shto|Hiq|Hap|Kërko|Filtro|Pastro|Krahaso|Kalo|Shih|Shiko|Shfaq|Shkarko|Ndrysho|Tërhiq"
        r"|Kthehu|Dërgo|Boto|Mirato|Regjistro|Shëno|Anulo|Lidh|Ngarko|Printo|Fshi|Shkruaj|Zgjidh|Provo)(?= |:|$)"
        r"(?! i ardhshëm)":
            "the imperative of ju",
        r"\b(Hiqe|Merre|Ktheje|Dërgoje|Botoje|Regjistroje|Tërhiqe|Shkruaje|Hidhe)\b|\bdhe dërgoje\b":
            "the imperative of ju",
        r"(?i)\bHiq dorë\b": "Anuloni",
        r"(?i)\b(puna ime|e mia|të miat|që redaktoj)\b": "tuaj",
        r"(?i)\b(ai|atij|atë) që (e |ia )?(regjistroi|solli|boton|dërgoi)": "personi që",
        r"(?i)\bi ftuari\b": "personi i ftuar",
        r"(?i)\bkërkuar? ende në (asnjë|planet)|\bi ka(në)? kërkuar\b|\be ka kërkuar\b|\bpa u kërkuar\b|të kërkuara\b"
        r"|\bU kërkua në\b":
            "shqyrtuar: kërkuar is what citizens did",
        r"\b[ei] bashkisë X\b|\bbashkinë X\b": "Bashkisë, Bashkinë before a name",
        r"(?i)\bNJA\b|\bNj\.A\.|\bOSHC\b": "in full",
        r"(?i)\bqindark|\bthyesës\b": "pjesa dhjetore",
    },
    "en": {
        r"(?i)\bverdicts?\b": "assessment",
        r"(?i)\bmend(s|ed|ing)?\b": "change, correct",
        r"(?i)\bmails?\b|\b(gets?|get this|sent?|send|one|the|a|new) letters?\b(?! [a–])": "email",
        r"(?i)\blook(ed|s)? for\b|\bexamined\b": "checked",
        r"(?i)\bdigest\b|\bhash\b": "fingerprint",
        r"(?i)\bentr(y|ies)\b": "change",
        r"(?i)\bawaits?\b": "waits for you, for a second person",
        r"(?i)\bfrozen\b|\bfreezes?\b": "does not change; permanent version",
        r"(?i)\bmatrix\b": "commitments and plans",
        r"(?i)\bthreads?\b|\bti(e|ed|es)\b": "where the point led; link of a point",
        r"(?i)\btree\b|\bbranch": "structure, level",
        r"(?i)\bretract": "withdraw",
        r"(?i)\bwhoever\b|\bwhomever\b": "if you; anyone who",
        r"(?i)\bprivate (words?|persons?|people|names?|data)\b": "personal data, private individual",
        r"(?i)\bcall(ed|ing)? off\b|\btake (it |this )?(away|out)\b|\btaken? (away|out)\b": "cancel, remove",
        r"(?i)\bheld here\b": "kept here",
        r"(?i)\bstands? (on|in|at|again|beside|there|today|under|here)\b|\bthat stands?\b": "is, appears, applies",
        r"(?i)\bnot (yet )?assessed yet\b|\bnot yet assessed\b": "not assessed",
        r"(?i)\bmay not do\b|\bis not done\b|\bchange no more\b|\bgiven anew\b|\bsaid so far\b|\bwhere one can see\b"
        r"|\bcopied whole\b":
            "how one says it in English",
        r"(?i)\bquarter\b(?! of an hour)": "neighbourhood",
        r"(?i)\bpartial election": "by-election",
        r"(?i)\be\.g\.": "for example",
        r"['\"]": "’ and “ ”",
    },
}  # fmt: skip
"""By language: the wrong form, and what is said instead. `X` stands for what a message is filled with."""


class Right(NamedTuple):
    text: str
    """The whole message, filled with `X`."""
    form: str
    """What is wrong elsewhere."""
    why: str


RIGHT = {
    "sq": [
        Right("Shenja ~ lidh dy mënyra për të thënë të njëjtën çështje.", "Shenja", "the sign itself"),
    ],
    "en": [
        Right("In the plan’s words: 2026, the first quarter.", "quarter", "of a year"),
        Right("In the plan’s words, for example 2026, first quarter.", "quarter", "of a year"),
        Right("verdict", "verdict", "the heading of a column in tables that people have"),
    ],
}


class Message(NamedTuple):
    file: str
    language: str
    text: str


def said() -> Iterator[Message]:
    """Every message in both languages, each plural on its own; of what the record says, its English alone: the Albanian
    is as it was written down."""
    for path in sorted((LOCALE_FOLDER / "en" / "LC_MESSAGES").glob("*.po")):
        yield from (one for one in messages(path) if path.name != SEEDS or one.language == "en")


def messages(path: Path) -> Iterator[Message]:
    for message in read_po(BytesIO(path.read_bytes())):
        for language, texts in (("sq", message.id), ("en", message.string)):
            for text in texts if isinstance(texts, (list, tuple)) else (texts,):
                if message.id and text:
                    yield Message(path.name, language, re.sub(r"%\(\w+\)[sd]", "X", text))


def wrong(message: Message) -> Iterator[str]:
    right = {(one.text, one.form) for one in RIGHT[message.language]}
    for pattern, better in FORBIDDEN[message.language].items():
        forms = {found.group() for found in re.finditer(pattern, message.text)}
        for form in sorted(forms):
            if (message.text, form) not in right:
                yield f"{message.file}: “{form}” ({better}) in: {message.text}"


def test_no_message_says_what_was_decided_against() -> None:
    faults = [fault for message in said() for fault in wrong(message)]
    assert not faults, f"{len(faults)} wrong forms:\n" + "\n".join(faults)


def test_every_exemption_is_of_a_message_that_needs_it() -> None:
    texts = {(message.language, message.text) for message in said()}
    left = [
        one
        for language, exempt in RIGHT.items()
        for one in exempt
        if (language, one.text) not in texts or not any(re.search(form, one.form) for form in FORBIDDEN[language])
    ]
    assert not left, left


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sq", "Kërkesë për të hequr fjalë private"),
        ("sq", "Shkarko CSV"),
        ("sq", "Zotimet e bashkisë X"),
        ("sq", "Mund t'u përgjigjet"),
        ("sq", "Dërgoni letrën"),
        ("en", "The verdict that stands"),
        ("en", "Write a date, e.g. X"),
        ("en", "The plan's items"),
    ],
)
def test_a_wrong_form_is_found(language: str, text: str) -> None:
    assert list(wrong(Message("room.po", language, text)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sq", "Shkarkoni CSV"),
        ("sq", "Hap i ardhshëm"),
        ("sq", "Nënshkruar në letër"),
        ("sq", "Zotimet e Bashkisë X"),
        ("sq", "Shkruani /hyrje në adresë"),
        ("en", "A quarter of an hour"),
        ("en", "X of X checked"),
    ],
)
def test_a_right_form_is_let_by(language: str, text: str) -> None:
    assert not list(wrong(Message("room.po", language, text)))


@pytest.mark.parametrize(
    ("address", "body", "fault"),
    [
        ("/bashkite/x", "<p>më 2023-05-14</p>", "a date of machines"),
        ("/en/bashkite/x", "<p>on <b>2023-05-14</b></p>", "a date of machines"),
        ("/kontratat/x", "<p>54.7% e zotimeve</p>", "a decimal point"),
        ("/en/kontratat/x", "<p>54,7 % of them</p>", "a decimal comma"),
        ("/kandidatet", "<td>15672</td>", "thousands"),
        ("/kontratat/x", "<p>8 zotime në 1 prioritete</p>", "one of what is many"),
        ("/en/planet/x", "<p>1 women, 3 men</p>", "one of what is many"),
        ("/kontakt", "<p>Na shkruani.</p><form method='get'></form>", "no address"),
        ("/en/kontakt", "<p>Please write to us</p>", "no address"),
        ("/zotimet", '<button class="button">Kërko</button>', "does not bid"),
        ("/", '<a href="/x" class="button button--secondary">Shkarko</a>', "does not bid"),
        ("PART /", '<p class="actions"><a href="/x">Te kontratat</a></p>', "does not bid"),
        ("/en/kontratat/x", "<p>Contract: Forcimi i demokracisë</p>", "Albanian that is not marked"),
        ("/en/kontratat/x", '<blockquote class="words">Çerdhe</blockquote>', "Albanian that is not marked"),
        ("/en/planet/x", '<a href="/x">Plani i Bashkisë</a>', "Albanian that is not marked"),
    ],
)
def test_a_page_that_breaks_a_rule_is_found(address: str, body: str, fault: str) -> None:
    (found,) = page_words.faults({address: f"200 text/html\n{body}"})
    assert found.startswith(f"{address}: ")
    assert fault in found


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/bashkite/x", '<p><a href="/konsultimet/x-2023-05-14">2023-05-14</a> <code>12345</code></p>'),
        ("/bashkite/x", '<p class="source">gazeta.al 2023-05-16, 10000 lekë, 4.5%</p><p>më 14 maj 2023</p>'),
        ("/bashkite/x", "<p>Burimi shkruan: “74.5% e 12000 prioriteteve”</p>"),
        ("/ndryshimet/150", "<dd>27600; 2023-05-14; 54.69%</dd>"),
        ("/en/kontratat/x", '<p lang="sq">54,7% e zotimeve<br>në 10000</p><p>54.7% of 11 priorities</p>'),
        ("/kontratat/x", "<p>54,7%, 1.200.000,50 lekë, 11 prioritete, ligji 124/2024, #12345</p>"),
        ("/kontakt", '<p>Na shkruani.</p><a href="mailto:x@example.org">x@example.org</a>'),
        ("/hyrje", '<p>Ose na shkruani</p><form action="/" method="post"><button>Dërgoni lidhjen</button></form>'),
        ("/zotimet", '<button>Kërkoni</button><p class="actions"><a href="/x">Shtojeni: x</a> <span>a</span></p>'),
        ("/nenshkrim/x", "<button>E nënshkruaj këtë botim</button><button>Nuk e nënshkruaj</button>"),
        ("/en/zotimet", "<button>Search</button>"),
        ("/en/bashkite/x", "<p>Korçë, Belind Këlliçi, Qendra Rinore Vlorë</p>"),
        ("/en/kontratat/x", '<p>Groups: <span lang="sq">fëmijë</span></p><option lang="sq">Çerdhe</option>'),
    ],
)
def test_a_page_that_keeps_the_rules_is_let_by(address: str, body: str) -> None:
    assert not page_words.faults({address: f"200 text/html\n{body}"})


def test_what_is_no_page_is_not_read() -> None:
    assert not page_words.faults({"/zotimet.csv": "200 text/csv\n2023-05-14,12345,Na shkruani"})
