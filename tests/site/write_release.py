"""Writes what a release's database holds, for the upgrade tests of all that come after it: the training data with work
of every kind in hand and done. `.venv/bin/python -m tests.site.write_release tests/site/release-0.3.json`, once, with
the code of that release."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from pop_tracker import history
from pop_tracker.monitoring import copies
from pop_tracker.monitoring.copies import Copy, Link, Outcome
from pop_tracker.monitoring.pop_figures import PublishedFigure
from pop_tracker.monitoring.report.files import freeze_due
from pop_tracker.monitoring.scale import Status
from tests.accounts.play import ask_redaction, entry_of
from tests.cast import EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site, Stock, _fresh
from tests.monitoring import play
from tests.monitoring.desk import rounds_in_hand
from tests.monitoring.hearing import PAPER, link_in_letter, say, send
from tests.monitoring.mailbox import ask
from tests.plans.play import item_id, post
from tests.site.in_hand import begin_work
from tests.site.releases import keep

LINK = "https://shembull.example/vendimi-12"
OFFERED = "/puna/gjetjet/shembull-2023/shembull-pba-2025/2.4"


def work(site: Site) -> None:
    """Leaves rows in every table that people fill."""
    in_hand = begin_work(site) | rounds_in_hand(site)
    ask(site, EDITOR, often="daily")
    assert post(site, EDITOR, f"{OFFERED}/refuzimet", zeri=item_id(site, "3.1", "shembull-pba-2025")).status_code == 303
    redact(site, in_hand["REDACTION"])
    rate(site, in_hand["RATED"])
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


def redact(site: Site, request: int) -> None:
    """One done, another asked for."""
    ask_redaction(site, number=f"#{entry_of(site, 'Blerta Garuese')}")
    assert post(site, REVIEWER, f"/puna/heqjet/{request}/konfirmim").status_code == 303


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
