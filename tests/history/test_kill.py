"""kill -9 of the server at random moments, while several people record: what was acknowledged is there, and whole."""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

import httpx
import pytest
from sqlmodel import col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.sent_forms import SentForm
from pop_tracker.history import HistoryEntry
from pop_tracker.web.cookies import SESSION_COOKIE
from tests import cast
from tests.conftest import Site
from tests.history.attack import faults
from tests.server import ended, forked, free_port, runs, wait_until_up

KILLS = {"sqlite": 8, "postgresql": 5}
ALL_KILLS = 20
SEED = os.environ.get("POP_SEED")
"""Of the moments, to play a failed run again: it prints its own."""
CLIENTS = 4
PATH = "/puna/organizatat/shtim"
PLACES = ("1", "2")


class Server:
    """The real server, once more and once more, with its background work."""

    def __init__(self, site: Site) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = site.settings.var / "server.log"
        self.environment = {
            "POP_TRACKER_DATABASE_URL": site.settings.database_url,
            "POP_TRACKER_VAR": str(site.settings.var),
            "POP_TRACKER_SECRET_KEY": site.settings.secret_key,
            "POP_TRACKER_BASE_URL": self.address,
            "POP_TRACKER_TRAINING": "1",
        }
        self.pid = 0

    def start(self) -> None:
        self.pid = forked(["serve", "--port", str(self.port)], self.environment, self.log)
        wait_until_up(self.address, lambda: None if runs(self.pid) else self.log.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """-9, to the main process and its worker at once."""
        os.killpg(self.pid, signal.SIGKILL)
        assert ended(self.pid)
        self.pid = 0

    def end(self) -> None:
        if self.pid:
            self.kill()


@dataclass
class Sent:
    """What the clients sent, by name with the form's nonce, and which of it was acknowledged."""

    forms: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)


def post(client: httpx.Client, name: str, nonce: str) -> httpx.Response:
    token = client.cookies.get("pop_csrf")
    return client.post(PATH, data={"_csrf_token": token, "nonce": nonce, "name": name, "source": "provë",
                                   "short_name": "", "name_en": "", "municipalities": list(PLACES)})  # fmt: skip


def keep_recording(address: str, secret: str, who: str, sent: Sent, stop: Event) -> None:
    """A coordinator who records one organisation after the other, as fast as the server answers."""
    with httpx.Client(base_url=address, cookies={SESSION_COOKIE: secret}, timeout=10) as client:
        number = 0
        while not stop.is_set():
            try:
                if not client.cookies.get("pop_csrf"):
                    assert client.get(PATH).status_code == 200
                number += 1
                name = f"Organizatë {who} {number}"
                with sent.lock:
                    sent.forms[name] = f"nonce-{who}-{number}"
                answer = post(client, name, sent.forms[name])
            except httpx.TransportError:
                stop.wait(0.02)
                continue
            assert answer.status_code == 303, answer.text
            with sent.lock:
                sent.acknowledged.add(name)


def written(site: Site) -> set[str]:
    """Names of the organisations that are there, each of them whole: row, municipalities, entry, form."""
    with site.database.reading() as session:
        found = {o.id: o for o in session.exec(select(Organisation).where(col(Organisation.name).like("Organizatë %")))}
        covers: dict[int, int] = {}
        for id in session.exec(select(Coverage.organisation_id)):
            covers[id] = covers.get(id, 0) + 1
        entries = list(session.exec(select(HistoryEntry.key).where(HistoryEntry.kind == "organisation")))
        nonces = set(session.exec(select(SentForm.nonce)))
    names = {organisation.name for organisation in found.values()}
    assert len(names) == len(found)
    for organisation in found.values():
        assert covers.get(organisation.id or 0) == len(PLACES), organisation.name
        assert entries.count(organisation.slug) == 1, organisation.name
    assert nonces == {"nonce-" + "-".join(name.split()[1:]) for name in names}
    return names


@pytest.mark.crash
@pytest.mark.both
def test_what_was_acknowledged_survives_kill_9(training: Site, backend: str, request: pytest.FixtureRequest) -> None:
    seed = int(SEED or random.randrange(10**6))
    print(f"moments from seed {seed}")
    kills = ALL_KILLS if request.config.getoption("--all") else KILLS[backend]
    moments = random.Random(seed)
    secret = training.session_secret(cast.COORDINATOR)
    sent, server = Sent(), Server(training)
    try:
        for kill in range(kills):
            server.start()
            before, stop = len(sent.acknowledged), Event()
            clients = [
                Thread(target=keep_recording, args=(server.address, secret, f"{kill}.{number}", sent, stop))
                for number in range(CLIENTS)
            ]
            for thread in clients:
                thread.start()
            for _ in range(500):
                if len(sent.acknowledged) > before:
                    break
                time.sleep(0.02)
            time.sleep(moments.uniform(0, 0.3))
            server.kill()
            stop.set()
            for thread in clients:
                thread.join()
            assert len(sent.acknowledged) > before, "nothing was recorded in this turn"
            assert sent.acknowledged <= written(training)
        assert written(training) <= set(sent.forms)

        # Who got no answer sends the same form again: it is taken once, whether or not it was before.
        server.start()
        with httpx.Client(base_url=server.address, cookies={SESSION_COOKIE: secret}, timeout=10) as client:
            client.get(PATH)
            for name in sorted(sent.forms.keys() - sent.acknowledged):
                assert post(client, name, sent.forms[name]).status_code == 303
    finally:
        server.end()
    assert written(training) == set(sent.forms)
    assert faults(training) == []
