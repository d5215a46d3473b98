"""What was corrected reads so: of every chain of corrections one verdict is in force, and all outputs say the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.shared import RGBColor
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.browse.assessments import public_assessments
from pop_tracker.browse.corrections import corrections as listed
from pop_tracker.browse.verdicts import verdicts
from pop_tracker.monitoring import assessments, corrections, decisions
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.evidence import Evidence, EvidenceKind
from pop_tracker.monitoring.in_force import in_force
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import current_statuses, round_statuses
from pop_tracker.monitoring.verdicts import past_verdicts_of, verdicts_where
from tests.browse.play import got, sheet
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import corrected, retraction, verdict
from tests.pages import words

DEEP = 5
STATUSES = (Status.PARTIALLY_ADDRESSED, Status.FULLY_ADDRESSED, Status.NOT_ADDRESSED)
PAGE, ROUND = "/kontratat/shembull-2023/1.2", "/raportet/shembull-2023/1"
FOLD = "Vlerësime që nuk janë më në fuqi"


@dataclass
class Chain:
    """The verdict of a leaf with what became of it: `stack` is what each later one would give way to."""

    session: Session
    editor: Viewer
    reviewer: Viewer
    stack: list[int]
    status: dict[int, Status]
    withdrawn: set[int] = field(default_factory=set)

    def correct(self) -> None:
        number = len(self.status)
        said = Said(STATUSES[number % 3], f"Arsyeja {number}.", (_piece(),), f"Ndreqja {number}.")
        row = corrections.correct(self.session, self.editor, self.stack[-1], said, 0)
        assessments.submit(self.session, self.editor, row)
        self.session.flush()
        decisions.approve(self.session, self.reviewer, row, row.version)
        self.session.flush()
        self.stack.append(row.id or 0)
        self.status[row.id or 0] = said.status or Status.NOT_ASSESSED

    def withdraw(self) -> None:
        row = self.session.get_one(Assessment, self.stack.pop())
        corrections.ask_retraction(self.session, self.editor, row, f"Tërheqja e {row.id}.")
        self.session.flush()
        corrections.retract(self.session, self.reviewer, row)
        self.session.flush()
        self.withdrawn.add(row.id or 0)


def _piece() -> Evidence:
    return Evidence(
        assessment_id=0, evidence_kind=EvidenceKind.FIELD_CHECK, dated_on=date(2024, 9, 6), place="qyteti",
        description="U pa në vend.", source="shënime",
    )  # fmt: skip


def _chains(chain: Chain, deep: int) -> Iterator[str]:
    """Every order of corrections and withdrawals that there can be, one after the other, each undone afterwards."""
    for act in ("correct", "withdraw") if len(chain.stack) > 1 else ("correct",):
        kept = (list(chain.stack), dict(chain.status), set(chain.withdrawn))
        with chain.session.begin_nested() as step:
            getattr(chain, act)()
            yield act
            if deep > 1:
                for after in _chains(chain, deep - 1):
                    yield f"{act}, {after}"
            step.rollback()
        chain.session.expire_all()
        chain.stack, chain.status, chain.withdrawn = kept


@pytest.mark.both
def test_of_every_chain_one_verdict_is_in_force_and_all_ask_the_same_rule(training: Site) -> None:
    first = verdict(training)
    seen = []
    with training.database.writing() as session:
        chain = Chain(
            session, training.viewer(session, EDITOR), training.viewer(session, REVIEWER), [first.id or 0],
            {first.id or 0: Status.PARTIALLY_ADDRESSED},
        )  # fmt: skip
        for acts in _chains(chain, DEEP):
            seen.append(acts)
            assert_one_in_force(chain, first, acts)
    assert len(seen) == 22
    assert {"correct, correct, withdraw, withdraw", "correct, withdraw, correct, correct, withdraw"} <= set(seen)


def assert_one_in_force(chain: Chain, first: Assessment, acts: str) -> None:
    session, now = chain.session, chain.stack[-1]
    leaf = (Assessment.round_id == first.round_id, Assessment.commitment_id == first.commitment_id)
    assert list(session.exec(select(Assessment.id).where(*leaf, in_force()))) == [now], acts
    for statuses in (current_statuses(session), round_statuses(session, first.round_id)):
        assert statuses[first.commitment_id].status is chain.status[now], acts
    held = session.get_one(Round, first.round_id)
    standing = [one.id for one in corrections.standing_verdicts(session, held)]
    assert [row for row in chain.status if row in standing] == [now], acts
    rows = verdicts_where(session, *leaf)
    assert {row.id for row in rows} == set(chain.status), acts
    for row in rows:
        assert row.in_force is (row.id == now), acts
        assert (row.retracted_at is not None) is (row.id in chain.withdrawn), acts
        assert (row.withdrawn_by == "Organizata Shembullore") is (row.id in chain.withdrawn), acts
        above = chain.stack[chain.stack.index(row.id) + 1 :] if row.id in chain.stack else []
        assert (row.superseded_by.id if row.superseded_by else None) == (above[0] if above else None), acts
    past = sorted((row for row in chain.status if row != now), reverse=True)
    assert [row.id for row in past_verdicts_of(session, first)] == past, acts
    (of_round,) = verdicts(session, held.contract_id, *leaf)
    report = report_of(session, "shembull-2023", 1)
    assert report is not None
    part = next(one for one in report.parts if one.text.ref == "1.2")
    assert [row.id for row in of_round.verdicts] == [row.id for row in part.verdicts] == [now, *past], acts
    assert [(row.id, row.in_force) for row in public_assessments(session, *leaf)] == [
        (row, row == now) for row in (now, *past)
    ], acts
    assert {(one.id, one.now, one.is_in_force) for one in listed(session)} == {
        (row, chain.status[now], row == now) for row in chain.status if row != first.id
    }, acts


@pytest.mark.both
def test_what_was_corrected_reads_so_everywhere(training: Site) -> None:
    """Corrected, corrected again, the last one withdrawn, all withdrawn: in force first, so named, whole; the others
    after it in one fold, each with what became of it."""
    first = verdict(training).id or 0
    second = corrected(training)
    third = corrected(training, of=second, reason="Dy çerdhe.", correction_reason="Janë dy.", status="not_addressed")
    assert_read(training, third, {second: "zëvendësuar", first: "zëvendësuar"})
    withdraw(training, third, "E para ishte e saktë.")
    assert_read(training, second, {third: "E para ishte e saktë.", first: "zëvendësuar"})
    withdraw(training, second, "Çerdhe tjetër.")
    assert_read(training, first, {third: "E para ishte e saktë.", second: "Çerdhe tjetër."})


def assert_read(site: Site, now: int, past: dict[int, str]) -> None:
    client = site.client()
    for path, where in ((PAGE, ".//div[@id='vleresimet']"), (ROUND, ".//li[@id='zotimi-1.2']")):
        assert_folded(client.get(path).text, where, past)
    assert client.get(PAGE).text.index(f'id="vleresimi-{now}"') < client.get(PAGE).text.index(FOLD)
    assert FOLD not in client.get("/kontratat/shembull-2023/2.4").text
    editor = site.client(EDITOR)
    assert_folded(editor.get(f"/puna/raundet/{verdict(site).round_id}").text, ".//main", past, named=False)
    assert_folded(editor.get(f"/puna/ndreqjet/{now}").text, ".//main", past, named=False)
    rows = [row for row in got(site, "contracts/shembull-2023/assessments")["items"] if row["ref"] == "1.2"]
    assert [(row["id"], row["in_force"]) for row in rows] == [(now, True), *((row, False) for row in past)]
    for row in rows[1:]:
        assert (row["superseded_by"] is None) is (row["withdrawn_at"] is not None)
        assert (row["withdrawal_reason"] or "zëvendësuar") == past[row["id"]]
        assert row["withdrawn_by"] == ("Organizata Shembullore" if row["withdrawn_at"] else None)
    assert rows[0]["superseded_by"] is rows[0]["withdrawn_at"] is rows[0]["withdrawal_reason"] is None
    table = [row for row in sheet(site, "/vleresimet.csv?bashkia=shembull") if row["referenca"] == "1.2"]
    assert [(int(row["vlerësimi nr."]), row["në fuqi"]) for row in table] == [
        (now, "po"), *((row, "jo") for row in past),
    ]  # fmt: skip
    assert_filed(site, past)


def assert_folded(html: str, where: str, past: dict[int, str], named: bool = True) -> None:
    """One fold, after what is in force, with each of the others in it and none outside, and no mark or colour of a
    verdict."""
    import html5lib

    found: Any = html5lib.parse(html, namespaceHTMLElements=False).find(where)
    folds = [one for one in found.iter("details") if one.find("summary").text == f"{FOLD} ({len(past)})"]
    assert len(folds) == 1
    assert len([one for one in found.iter() if FOLD in (one.text or "")]) == 1
    inside = [one for one in folds[0].iter() if one.get("id", "").startswith("vleresimi-")]
    assert [one.get("id") for one in inside] == [f"vleresimi-{row}" for row in past]
    for one, why in zip(inside, past.values(), strict=True):
        assert one.get("class", "").split()[-1] == "past"
        said = " ".join("".join(one.itertext()).split())
        assert why in said
        assert "Organizata Shembullore" in said
    assert not [one for one in folds[0].iter() if "status" in one.get("class", "").split() or one.tag == "svg"]
    marked = [one for one in found.iter("span") if "tag" in one.get("class", "").split() and one.text == "në fuqi"]
    assert len(marked) == named
    assert not set(marked) & set(folds[0].iter())


def assert_filed(site: Site, past: dict[int, str]) -> None:
    """In the report's files the same, muted."""
    with site.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    html = made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode()
    part = html.split("<h4>1.2 ·")[1].split("<h4>")[0]
    before, after = part.split(f"{FOLD} ({len(past)})")
    assert "(në fuqi)" in before
    assert "<s>" not in before
    assert after.count("<s>") == len(past)
    for why in past.values():
        assert why in after
    word = Document(BytesIO(made(report, "sq", ReportFormat.DOCX, "https://shembull.example")))
    at = next(n for n, one in enumerate(word.paragraphs) if one.text.startswith(FOLD))
    assert {run.font.color.rgb for run in word.paragraphs[at].runs} == {RGBColor.from_string("52605D")}
    assert [run.text for run in word.paragraphs[at + 1].runs if run.font.strike]


def withdraw(site: Site, row_id: int, reason: str) -> None:
    site.form(site.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason=reason)
    assert retraction(site, row_id, REVIEWER) == 303


def test_feeds_and_lists_say_of_a_correction_that_it_was_taken_back(training: Site) -> None:
    row_id = corrected(training)
    about = "Ndreqje e vlerësimit të zotimit 1.2, raundi 1: Kontrata Sociale 2023–2027, Bashkia Shembull"
    assert f"<title>Vlerësim i ndrequr: {about}</title>" in training.client().get("/ndryshimet.atom").text
    withdraw(training, row_id, "Çerdhe tjetër.")
    atom = training.client().get("/ndryshimet.atom").text
    with training.database.reading() as session:
        number = history.head(session).number
    later = f"{about} (ndreqje e tërhequr më vonë, ndryshimi nr. {number})"
    assert f"<title>Ndreqje e tërhequr: {about}</title>" in atom
    assert f"<title>Vlerësim i ndrequr: {later}</title>" in atom
    assert f"<title>Vlerësim i ndrequr: {about}</title>" not in atom
    assert later in [row["title"] for row in got(training, "changes")["items"]]
    assert later in words(training.client().get("/ndryshimet").text)
    assert later in words(training.client().get(f"/ndryshimet/{number - 1}").text)
    english = training.client().get("/en/ndryshimet.atom").text
    assert f"(correction withdrawn later, change no. {number})" in english
