"""All parts that pages are built from, in every state, on one page of the training site: whoever changes a part sees
there what changes. Everything on it is invented."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.accounts.redaction_choices import Offered, OfThing
from pop_tracker.accounts.waiting import Deadline, Waiting
from pop_tracker.browse.record.alone import EnteredAlone
from pop_tracker.browse.taken_out import TakenOut
from pop_tracker.contracts.digests import TextDigest
from pop_tracker.contracts.held_words import DOCUMENT
from pop_tracker.forgetting import Said
from pop_tracker.history import VERBS, Entry, HistoryEntry
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence, EvidenceKind, Stance
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.monitoring.verdicts import Verdict
from pop_tracker.pieces import Piece
from pop_tracker.plans.findings.findings import VERDICT_WORDS, FindingVerdict
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.progress import Progress
from pop_tracker.pledges.vocabulary import STANDS_WORDS
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_
from pop_tracker.web.letters import Letter
from pop_tracker.web.render import page

SOURCE = "Fletorja e Shembullit, 12 maj 2027, faqja 3, https://shembull.example/fletorja"
NOT_ASKED_YET = "not_examined"

EVIDENCE = (
    Evidence(
        assessment_id=0, evidence_kind=EvidenceKind.FIELD_CHECK, dated_on=dt.date(2024, 9, 12), place="Njësia Lindore",
        description="Shkolla u hap me dy klasa të reja.", source=SOURCE,
    ),
    Evidence(
        assessment_id=0, evidence_kind=EvidenceKind.INFORMATION_REQUEST, description="Kërkesë për koston e rrugës.",
        source=SOURCE, asked_on=dt.date(2024, 5, 2), due_on=dt.date(2024, 5, 16), stance=Stance.CONTRADICTS,
    ),
    Evidence(
        assessment_id=0, evidence_kind=EvidenceKind.FOCUS_GROUP, dated_on=dt.date(2024, 6, 1), women=1, men=7,
        description="Banorët thanë se rruga nuk ka nisur.", source="Procesverbal i shpikur",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a part reads of a commitment's text."""

    ref: str
    text: str
    is_retracted: bool = False
    retraction_reason: str = ""
    went_to: tuple[str, ...] = ()


LEAVES = (
    Words("1.1", "Rikonstruksioni i shkollës 9-vjeçare në Njësinë Lindore."),
    Words("1.2", "Ndërtimi i një kopshti në lagjen e re.", True, "Lagjja iu bashkua një bashkie tjetër."),
    Words("1.3", "Një park dhe një bibliotekë në qendër.", True, "Janë dy punë të ndryshme.", ("1.5", "1.6")),
    Words("1.4.a", "Faqe interneti ku botohen vendimet e këshillit, brenda dhjetë ditëve nga mbledhja."),
)

PLANNED = PlanItem(
    plan_id=0, number="1.1", position=1, level="masë", text="Qendër ditore", cost_all=Decimal(1_200_000), source=SOURCE
)


def _past() -> list[Verdict]:
    """What is not in force any more: a correction that was taken back, and a verdict that another one superseded."""
    at, who = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC), "Organizata Shembullore"
    of_all: dict[str, Any] = {
        **{"round_id": 0, "commitment_id": 0, "unit_id": None, "unit": None, "source": SOURCE, "before_reply": None},
        **{"organisation": who, "decided_at": at, "has_second_person": True},
    }
    withdrawn = Verdict(
        id=3, status=Status.FULLY_ADDRESSED, ground=None, reason="Kopshti u hap në shtator.", corrects_id=1,
        correction_reason="Mungonte një kopsht.", retracted_at=at, retraction_reason="Ishte një kopsht tjetër.",
        withdrawn_by=who, in_force=False, **of_all,
    )  # fmt: skip
    newer = replace(
        withdrawn, id=2, status=Status.NOT_ADDRESSED, retracted_at=None, retraction_reason="", withdrawn_by=None,
        in_force=True,
    )  # fmt: skip
    superseded = replace(
        newer, id=1, corrects_id=None, correction_reason="", status=Status.PARTIALLY_ADDRESSED, in_force=False,
        evidence=list(EVIDENCE[:1]), superseded_by=newer,
    )  # fmt: skip
    return [withdrawn, superseded]


def _act(verb: str, title: str | None, author: int, approver: int | None = None) -> Entry:
    """Of the record, which nobody entered."""
    at = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
    row = HistoryEntry(
        number=1, at=at, verb=verb, kind="", key="", path="/kontratat", author=author, approver=approver,
        payload_digest="", previous_hash="", hash="",
    )  # fmt: skip
    return Entry(row, {"title": title} if title else None, quoted=(title,) if title else ())


def _letters() -> list[Letter]:
    """One in every state, to nobody."""
    at = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
    said = "451 4.7.1 Greylisting in action, please come back later"
    states: tuple[dict[str, Any], ...] = (
        {"due_at": at},
        {"due_at": at, "tries": 2, "problem": said},
        {"sent_at": at},
        {"sent_at": at, "returned_at": at},
        {"failed_at": at, "problem": "550 5.1.1 No such user"},
    )
    of_all: dict[str, Any] = {
        "about": N_("Ftesë për të nënshkruar"),
        "subject": "",
        "sealed": "",
        "written_at": at,
        "until": at,
    }
    return [Letter(id=1, address="kabineti@shembull.example", **of_all, **state) for state in states]


def _offered(label: str, *parts: tuple[str, bool], file_name: str = "") -> Offered:
    """A piece of words, or a file, of which these parts go."""
    words = "0" * 64 if file_name else "".join(part for part, _ in parts)
    piece = Piece("round", "0/1", 113, "", "sha256" if file_name else "reason", words, file_name=file_name)
    return Offered(piece, label, any(goes for _, goes in parts), parts)


ROUND = ("round", "0/1")
GOES = {ROUND: [_offered("1.2, Arsyeja", ("Sipas ", False), ("Agim Provuesit", True), (" rruga nuk ka nisur.", False)),
                _offered("1.2, Prova 1, Skedari", file_name="procesverbali.pdf")]}  # fmt: skip
STAYS = {ROUND: OfThing("Raundi 1, Kontrata Sociale 2027, Shembull", "/kontratat", "round",
                        [_offered("1.1, Arsyeja", ("Shkolla u hap me dy klasa të reja.", False))])}  # fmt: skip


@get("/komponentet", opt=PUBLIC)
def parts_page(request: Request[Any, Any, Any]) -> Response[str]:
    """The page of all parts; only where everything is invented anyway."""
    if not request.app.state.pages.is_training:
        raise NotFoundException
    few = [Status.FULLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.NOT_ADDRESSED]
    return page(
        request,
        "browse/parts.html",
        {
            "statuses": [*Status],
            "findings": [*FindingVerdict, NOT_ASKED_YET],
            "answer_words": STANDS_WORDS,
            "finding_words": VERDICT_WORDS,
            "few": [*few, Status.NOT_ASSESSED, Status.NOT_ASSESSABLE],
            "counts": {
                "none": Counts(not_assessed=23),
                "few": Counts(1, 2, 1, 1, 1),
                "many": Counts(12, 31, 20, 14, 3),
            },
            "leaves": LEAVES,
            "letters": _letters(),
            "evidence": EVIDENCE,
            "past": _past(),
            "kind_words": KIND_WORDS,
            "stance_words": STANCE_WORDS,
            "source_words": SOURCE,
            "planned": PLANNED,
            "spent": Progress(item_id=0, year=2025, spent_all=Decimal(30_000_000), source=SOURCE),
            "waiting": [
                Waiting(
                    "Kontrata Sociale 2027, Shembull",
                    "/puna/rishikimi",
                    N_("Për rishikim"),
                    dt.date(2026, 11, 29),
                    10,
                    (1,),
                    round=2,
                ),
                Waiting(
                    "Kontrata Sociale 2027, Shembull",
                    "/puna/raundet",
                    N_("Për rishikim"),
                    office="Kabineti i kryetarit",
                    round=1,
                ),
                Waiting("Kontrata Sociale 2027, Shembull", "/puna/kontratat", sent_on=dt.date(2026, 11, 20)),
                Waiting("Kontrata Sociale 2027, Shembull", "/puna/kontratat"),
            ],
            "alone": [EnteredAlone("plan", 1, [113]), EnteredAlone("candidate", 12, [114, 115])],
            "deadlines": [
                Deadline(
                    dt.date(2099, 12, 16),
                    "Kontrata Sociale 2027, Shembull",
                    "/puna/raundet",
                    N_("Përgjigjja e bashkisë"),
                    round=2,
                ),
                Deadline(
                    dt.date(2026, 11, 16),
                    "Kontrata Sociale 2027, Shembull",
                    "/puna/kontratat",
                    N_("Dita e fundit për t’iu përgjigjur ftesës"),
                    12,
                ),
            ],
            "done": [
                _act("edition.publish", "Kontrata Sociale 2027, Shembull, botimi 1", author=1),
                _act("signature.record", "Blerta Garuese: Kontrata Sociale 2027, Shembull", author=2, approver=1),
                _act("signature.redact", None, author=1),
            ],
            "verbs": VERBS,
            "saves": [
                {"numbers": [113, 114], "what": ["U ndryshua: tema"]},
                {"numbers": [*range(115, 128)], "what": []},
            ],
            "text_digests": [
                TextDigest("0" * 64, "0" * 64),
                TextDigest("0" * 64, "f" * 64, (115, 114)),
                TextDigest("0" * 64, "f" * 64, (115,), only_hidden=True),
            ],
            "taken": TakenOut(hidden=1, removed=2, of_old=False, entry=115),
            "goes": GOES,
            "stays": STAYS,
            "also": [Said("kontrata.docx", DOCUMENT)],
        },
    )


HANDLERS: list[Any] = [parts_page]
