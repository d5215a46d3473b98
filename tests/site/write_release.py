"""Writes what a release's database holds, for the upgrade tests of all that come after it: the training data with work
of every kind in hand and done. `.venv/bin/python -m tests.site.write_release tests/site/release-0.3.json`, once, with
the code of that release."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from pop_tracker import history
from pop_tracker.contracts import succession
from pop_tracker.contracts.models import contract_called
from pop_tracker.monitoring import copies
from pop_tracker.monitoring.copies import Copy, Link, Outcome
from pop_tracker.monitoring.pop_figures import PublishedFigure
from pop_tracker.monitoring.raters import RaterChange
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.monitoring.scale import Status
from pop_tracker.pledges.asking import REMIND_AFTER
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.sealed import BackupMade, RemovedFile
from tests.accounts import key
from tests.accounts.play import ask_redaction, entry_of, queued
from tests.cast import EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site, Stock, _fresh
from tests.monitoring import play
from tests.monitoring.desk import rounds_in_hand
from tests.monitoring.hearing import PAPER, link_in_letter, say, send
from tests.monitoring.mailbox import ask
from tests.plans import tables
from tests.plans.play import item_id, post
from tests.pledges.answering import answered, reservation, stated
from tests.pledges.play import ADDRESS, INVITATIONS, PHONE, claims, secret_in, sent
from tests.site.in_hand import MAYORS_ADDRESS, OFFICE_PLAN, OFFICE_TABLE, begin_work
from tests.site.releases import keep

LINK = "https://shembull.example/vendimi-12"
OFFERED = "/puna/gjetjet/shembull-2023/shembull-pba-2025/2.4"


def work(site: Site) -> None:
    """Leaves rows in every table but `duty`, which background work fills; through the doors, as people fill them."""
    in_hand = begin_work(site) | rounds_in_hand(site)
    ask(site, EDITOR, often="daily")
    assert post(site, EDITOR, f"{OFFERED}/refuzimet", zeri=item_id(site, "3.1", "shembull-pba-2025")).status_code == 303
    redact(site, in_hand["REDACTION"])
    rate(site, in_hand["RATED"])
    give_back(site)
    split(site)
    keep_apart(site, in_hand["RATED"])
    finish(site, in_hand["ROUND"], in_hand["ASSESSMENT"])
    photo = {"evidence-0-files": ("foto.png", play.PNG, "image/png")}
    play.corrected(site, of=in_hand["VERDICT"], files=photo, **{"evidence-0-url": LINK})
    look_at_the_link(site)
    with site.database.writing() as session:
        PublishedFigure(
            slug="shembull", position=1, label_sq="Shifër e shpikur", label_en="An invented figure", value="74",
            unit="percent", source="e shpikur për ushtrim",
        ).record(session, history.SEEDS)  # fmt: skip
    freeze_due(site.database, site.settings)
    say_columns(site, in_hand["ASKING"])
    sign(site, in_hand["INVITATION"])
    key.options(site.client(SECOND_EDITOR), f"{key.OWN}/celes")
    assert post(site, SECOND_EDITOR, f"{key.OWN}/njoftimi", dua="po").status_code == 303
    assert site.form(site.client(), "/hyrje", email=EDITOR).status_code == 200


def redact(site: Site, request: int) -> None:
    """One done, another asked for."""
    ask_redaction(site, number=str(entry_of(site, "Blerta Garuese")))
    assert post(site, OTHER_REVIEWER, f"/puna/heqjet/{request}/konfirmim").status_code == 303


def split(site: Site) -> None:
    """A commitment of the draft becomes two."""
    with site.database.writing() as session:
        parts = ("Një autobus për nxënësit.", "Një autobus për të moshuarit.")
        of = contract_called(session, "shembull-2023")
        succession.split(session, site.viewer(session, EDITOR), of, "2.1", parts=parts, also=(), reason="Janë dy.")


def keep_apart(site: Site, rated: int) -> None:
    """What is kept apart from the record, and comes of nothing that a door does here: a backup, a file that went, and
    raters who were others."""
    now = datetime.now(UTC)
    with site.database.writing() as session:
        session.add_all(
            [
                BackupMade(made_at=now, name="/kopjet/e-para.tar.gz", head_number=1),
                RemovedFile(sha256="b" * 64, path="/konsultimet/shembull-2024-02-14", entry=1, hidden_at=now),
                RaterChange(round_id=rated, changed_at=now, reason="Ishte njëri nga hartuesit."),
            ]
        )


def rate(site: Site, rated: int) -> None:
    play.rate_all(site, rated, REVIEWER, [Status.FULLY_ADDRESSED, Status.NOT_ADDRESSED])
    play.rate_all(site, rated, OTHER_REVIEWER, [Status.NOT_ADDRESSED], hand_in=False)


def finish(site: Site, round_id: int, waiting: int) -> None:
    """The municipality replies to a verdict and to all of the round, which is then published."""
    assert play.decide(site, waiting).status_code == 303
    assert send(site, round_id).status_code == 303
    link = link_in_letter(site)
    assert say(site, link, place="1.3.a", files=[PAPER]).status_code == 303
    assert say(site, link, place="ne-pergjithesi").status_code == 303
    play.heard(site, round_id)
    answer = play.publish(site, round_id)
    assert answer.status_code == 303, answer.text


def say_columns(site: Site, asking: int) -> None:
    """What the columns of an office's table are is said once, and kept; its next table waits to be asked about."""
    editor, importing = site.client(EDITOR), f"{OFFICE_PLAN}/importi"
    page = f"{importing}/{asking}/kolonat"
    said = {**tables.form_of(editor.get(page).text), "t0-x2": "1000", "t0-levels": "masë"}
    assert site.form(editor, page, **said).headers["location"] == page.removesuffix("/kolonat")
    assert tables.send(site, editor, "zyra.csv", OFFICE_TABLE, path=importing).headers["location"].endswith("/kolonat")


def sign(site: Site, invitation: int) -> None:
    """A candidate signs with reservations by the link of a reminder; the mayor is asked, and has a code in his mail."""
    with site.database.writing() as session:
        asked = session.get_one(Invitation, invitation)
        asked.created_at -= REMIND_AFTER
        session.add(asked)
    assert post(site, EDITOR, f"{INVITATIONS}/{invitation}/kujtesa", phone=PHONE).status_code == 303
    said = reservation(site, r2_3="Vetëm me fonde.")
    assert answered(site, newest_link(site, ADDRESS), name="Blerta Garuese", **said).status_code == 303
    mayor = next(one.of for one in claims(site) if one.email == MAYORS_ADDRESS)
    assert sent(site, mayor).status_code == 303
    waits = stated(site, newest_link(site, MAYORS_ADDRESS), answer="signed", name="Agim Kandidati")
    assert 'name="code"' in waits.text


def newest_link(site: Site, address: str) -> str:
    return f"/nenshkrim/{secret_in(queued(site, address)[-1][1])}"


def give_back(site: Site) -> None:
    """A correction goes back to whoever wrote it."""
    assert play.correct(site, of=play.verdict(site, "1.4").id).status_code == 303
    correction = play.corrections(site)[-1].id or 0
    assert play.decide(site, correction, decision="kthim", note="Shtoni datën.").status_code == 303


def look_at_the_link(site: Site) -> None:
    for outcome, sha256 in ((Outcome.KEPT, "a" * 64), (Outcome.DEAD, "")):
        with site.database.writing() as session:
            link = session.exec(select(Link).where(Link.url == LINK)).one()
            assert link.next_try_at
            found = Copy(
                link_id=0, outcome=outcome, looked_at=datetime.now(UTC), sha256=sha256, warc_sha256=sha256,
                media_type="text/html", http_status=200 if sha256 else 404,
            )  # fmt: skip
            assert copies.record_copy(session, link.id or 0, link.next_try_at, found)
    with site.database.writing() as session:
        assert copies.enter_batch(session, datetime.now(UTC), timedelta(0))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for site in _fresh(Stock(Path(folder)), "sqlite", "training", Path(folder)):
            work(site)
            keep(site.database, Path(sys.argv[1]))
