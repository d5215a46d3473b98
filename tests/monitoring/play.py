"""How the tests of this room act: through its doors, in the training data."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from litestar.testing import TestClient
from PIL import Image
from sqlmodel import col, select

from pop_tracker.accounts.models import person_by_email
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring import assessments, decisions, raters, ratings, rounds
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.evidence import Evidence, EvidenceKind
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import undone, work_of
from pop_tracker.monitoring.replies import links
from pop_tracker.monitoring.scale import Status
from pop_tracker.web import pictures
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site, played_once
from tests.monitoring.addresses import vouch
from tests.web.documents import pdf

NEW = {
    "contract": "shembull-2023",
    "period_from": "09.2024",
    "period_until": "09.2025",
    "method": "Fokus grupe dhe verifikime.",
    "source": "e shpikur për ushtrim",
}
PIECE = {
    "evidence": "0",
    "evidence-0-evidence_kind": "field_check",
    "evidence-0-dated_on": "12.03.2025",
    "evidence-0-place": "lagjja e re",
    "evidence-0-description": "U pa në vend.",
    "evidence-0-source": "shënime terreni",
    "evidence-0-stance": "supports",
}
VERDICT = {"status": "fully_addressed", "reason": "Punimet përfunduan.", "version": "0", **PIECE}
CORRECTION = {
    **VERDICT,
    "status": "fully_addressed",
    "reason": "Çerdhja u hap në gusht.",
    "correction_reason": "Na shpëtoi çerdhja e re.",
    "evidence-0-dated_on": "20.08.2024",
    "veprimi": "dergo",
}
FIRST, SECOND = SECOND_EDITOR, OTHER_REVIEWER
"""The two who rate a round."""
SECRET = "Fjalë vetëm të vlerësuesit."
PDF = pdf("<script>alert(1)</script>")
HTML = b"<!doctype html><script>alert(1)</script>"


def picture(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(held, kind)
    return pictures.painted(held.getvalue(), kind=f"image/{kind.lower()}")


PNG = picture("PNG")


def open_round(site: Site, **fields: Any) -> int:
    answer = site.form(site.client(EDITOR), "/puna/raundet/i-ri", **{**NEW, **fields})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


def write(site: Site, client: TestClient[Any], path: str, action: str = "dergo", files: Any = None, /, **fields: Any
          ) -> httpx.Response:  # fmt: skip
    return site.form(client, path, files=files, **{**VERDICT, "veprimi": action, **fields})


def sent(site: Site, round_id: int, ref: str = "1.2", who: str = EDITOR, **fields: Any) -> int:
    """A verdict sent for review; its id."""
    answer = write(site, site.client(who), f"/puna/raundet/{round_id}/vleresimet/{ref}", **fields)
    assert answer.status_code == 303, answer.text
    return assessment(site, round_id, ref).id or 0


def decide(site: Site, assessment_id: int, who: str = REVIEWER, decision: str = "miratim", by: Any = None,
           **fields: Any) -> httpx.Response:  # fmt: skip
    """As a reviewer does: reads the page, then decides on what stood there. `by`: a browser that they have open."""
    client, path = by or site.client(who), f"/puna/rishikimi/{assessment_id}"
    found = re.search(r'name="version" value="(\d+)"', client.get(path).text)
    version = found[1] if found else "0"
    return site.form(client, "/puna/raundet", post_to=f"{path}/{decision}", version=version, **fields)


def assessment(site: Site, round_id: int, ref: str) -> Assessment:
    """The latest one."""
    with site.database.reading() as session:
        rows = session.exec(
            select(Assessment).where(Assessment.round_id == round_id).order_by(col(Assessment.id).desc())
        )
        return next(row for row in rows if row.ref == ref)


def published_round(site: Site) -> int:
    """Of Shembull, which has one."""
    with site.database.reading() as session:
        of_it = select(Contract.id).where(Contract.slug == "shembull-2023")
        found = select(Round.id).where(Round.state == RoundState.PUBLISHED, col(Round.contract_id).in_(of_it))
        return session.exec(found).one() or 0


def finish(site: Site, round_id: int, author: str = EDITOR, reviewer: str = REVIEWER) -> None:
    """Assesses all that is left, has it approved and the municipality heard, so that the round may be published."""
    if write_rest(site, round_id, author, reviewer):
        heard(site, round_id, author)


def write_rest(site: Site, round_id: int, author: str = EDITOR, reviewer: str = REVIEWER) -> bool:
    """Assesses all that nobody has written yet, and approves all that was sent; by the verbs themselves, which is
    quicker than by the pages. Whether nothing is left to do."""
    with site.database.writing() as session:
        held = session.get(Round, round_id)
        assert held is not None
        for part in undone(work_of(session, [held])[round_id]):
            if part.assessment_id is not None:
                continue
            piece = Evidence(
                assessment_id=0, evidence_kind=EvidenceKind.FIELD_CHECK, dated_on=held.evidence_dates()[0],
                place="lagjja e re", description="U pa në vend.", source="shënime",
            )  # fmt: skip
            said = Said(Status.FULLY_ADDRESSED, "Punimet përfunduan.", (piece,))
            unit = part.unit.slug if part.unit else ""
            row = assessments.save(session, site.viewer(session, author), round_id, part.ref, unit, said, 0)
            assessments.submit(session, site.viewer(session, author), row)
            session.flush()
        for row in session.exec(
            select(Assessment).where(Assessment.round_id == round_id, Assessment.state == AssessmentState.SUBMITTED)
        ).all():
            if row.status is not Status.NOT_ASSESSED:
                decisions.approve(session, site.viewer(session, reviewer), row, row.version)
        return not undone(work_of(session, [held])[round_id])


def heard(site: Site, round_id: int, editor: str = EDITOR) -> None:
    """The municipality was sent the draft round a week ago, and says that it has nothing to add; by the verbs."""
    with site.database.writing() as session:
        held = session.get_one(Round, round_id)
        vouch(session, site, held, editor)
        link, _ = links.open_reply(session, site.viewer(session, editor), round_id, "Kabineti i kryetarit")
        link.completed_at = datetime.now(UTC)
        session.add(link)
        held.reply_from = (held.reply_from or today()) - timedelta(days=8)
        session.add(held)


def verdict(site: Site, ref: str = "1.2") -> Assessment:
    """The one in force before any correction."""
    with site.database.reading() as session:
        rows = session.exec(select(Assessment).where(Assessment.round_id == published_round(site)))
        return next(row for row in rows if row.ref == ref and row.corrects_id is None)


def corrections(site: Site) -> list[Assessment]:
    with site.database.reading() as session:
        return list(
            session.exec(
                select(Assessment).where(col(Assessment.corrects_id).is_not(None)).order_by(col(Assessment.id))
            )
        )


def correct(site: Site, who: str = EDITOR, of: int | None = None, **fields: Any) -> httpx.Response:
    path = f"/puna/ndreqjet/{of or verdict(site).id}"
    return site.form(site.client(who), "/puna", post_to=path, **{**CORRECTION, **fields})


def corrected(site: Site, **fields: Any) -> int:
    """A public correction; its id."""
    assert correct(site, **fields).status_code == 303
    row_id = corrections(site)[-1].id or 0
    assert decide(site, row_id).status_code == 303
    return row_id


def retraction(site: Site, row_id: int, who: str, answer: str = "po") -> int:
    return site.form(
        site.client(who), "/puna", post_to=f"/puna/rishikimi/{row_id}/terheqje", vendimi=answer
    ).status_code


def person(site: Site, email: str) -> str:
    with site.database.reading() as session:
        found = person_by_email(session, email)
        return str(found.id) if found else ""


def rate_all(site: Site, round_id: int, who: str, statuses: list[Status], hand_in: bool = True) -> None:
    """By the verbs; the last status goes on to the end."""
    with site.database.writing() as session:
        viewer = site.viewer(session, who)
        held = session.get_one(Round, round_id)
        for at, (text, unit) in enumerate(ratings.rated_parts(session, held)):
            status = statuses[min(at, len(statuses) - 1)]
            ratings.rate(session, viewer, round_id, text.ref, unit.slug if unit else "", status, SECRET, 0)
        if hand_in:
            ratings.hand_in(session, viewer, round_id)


def open_double(site: Site) -> int:
    round_id = open_round(site)
    with site.database.writing() as session:
        ids = int(person(site, FIRST)), int(person(site, SECOND))
        raters.name_raters(session, site.viewer(session, COORDINATOR), round_id, *ids)
    return round_id


@played_once
def approved(site: Site, **fields: Any) -> int:
    """A round in which every verdict is approved and the municipality was not asked yet."""
    round_id = open_round(site, **fields)
    write_rest(site, round_id)
    return round_id


def finish_and_publish(site: Site, round_id: int) -> None:
    finish(site, round_id)
    answer = publish(site, round_id)
    assert answer.status_code == 303, answer.text


def publish(site: Site, round_id: int, who: str = REVIEWER) -> httpx.Response:
    """As whoever has just read it."""
    path = f"/puna/raundet/{round_id}/botim"
    return site.form(site.client(who), "/puna", post_to=path, version=read(site, round_id))


def read(site: Site, round_id: int) -> str:
    """The version of the round as it stands."""
    with site.database.reading() as session:
        return rounds.version_of(session, session.get_one(Round, round_id))
