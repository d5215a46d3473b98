"""What becomes of a crowd: many at once, of every kind, on both databases, with one and two server processes.

Each line is one burst on the training data: how many asked, how many were served and how many were told to come again
(503), the slowest answer, the slowest refusal, the slowest and the usual /healthz asked beside it, and a page
right afterwards. `POP_BENCH_CROWDS` says how many at once.
"""

import itertools
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.postgresql import cluster, installed
from tests.server import server

from bench.crowd import Ask, Burst, burst
from pop_tracker import verification
from pop_tracker.accounts.models import person_by_email
from pop_tracker.accounts.signing_in import new_sign_in_link, sign_in
from pop_tracker.cli.schema import migrate
from pop_tracker.database import Database
from pop_tracker.settings import Settings
from pop_tracker.tables import load_seeds
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.shipped import shipped
from pop_tracker.web.typed import CSRF_COOKIE, TOKEN

CROWDS = [int(number) for number in os.environ.get("POP_BENCH_CROWDS", "41,100,300,1000").split(",")]
WRITERS = (20, 100)
PUBLIC = ("/zotimet?q={}", "/zotimet.csv?q={}", "/api/v1/commitments?q={}", "/en/zotimet?q={}")
"""Addresses that nobody asked before: none is answered from the page cache."""
STAFF = ("/puna", "/puna/kontratat", "/puna/planet", "/puna/raundet", "/puna/gjetjet", "/puna/nenshkrimet")
LINKS = ("/nenshkrim/{}", "/pergjigje/{}", "/hyrje", "/hyrje/{}")


class Town:
    """Who asks what: strangers, and people who are signed in."""

    def __init__(self, address: str, database: Database) -> None:
        self.address, self.database = address, database
        self.port = int(address.rsplit(":", 1)[1])
        self.secrets = {email: self._secret(email) for email in (EDITOR, REVIEWER, COORDINATOR)}
        self.tokens = {who: self._token(who) for who in (None, *self.secrets)}

    def _secret(self, email: str) -> str:
        with self.database.writing() as session:
            person = person_by_email(session, email)
            assert person is not None
            secret = sign_in(session, new_sign_in_link(session, person))
        assert secret is not None
        return secret

    def _session(self, who: str | None) -> dict[str, str]:
        return {SESSION_COOKIE: self.secrets[who]} if who else {}

    def _token(self, who: str | None) -> str:
        """Of the session; without one, of a browser."""
        token: str = httpx.get(f"{self.address}{'/puna' if who else '/hyrje'}", cookies=self._session(who)).cookies[
            CSRF_COOKIE
        ]
        return token

    def post(self, path: str, who: str | None = None, **fields: str) -> Ask:
        token = self.tokens[who]
        return Ask(path, {CSRF_COOKIE: token, **self._session(who)}, {TOKEN: token, **fields})

    # --- the kinds of crowds

    def readers(self, number: int) -> list[Ask]:
        return [Ask(path.format(secrets.token_hex(6))) for path in itertools.islice(itertools.cycle(PUBLIC), number)]

    def staff(self, number: int) -> list[Ask]:
        who = itertools.cycle(self.secrets.values())
        paths = itertools.islice(itertools.cycle(STAFF), number)
        return [Ask(path, {SESSION_COOKIE: next(who)}) for path in paths]

    def links(self, number: int) -> list[Ask]:
        paths = itertools.islice(itertools.cycle(LINKS), number)
        return [Ask(path.format(secrets.token_hex(6))) for path in paths]

    def everyone(self, number: int) -> list[Ask]:
        """All of it, with two who write."""
        third = number // 3
        asks = self.readers(number - 2 * third - 2) + self.staff(third) + self.links(third)
        return [asks[0], self.organisation(), *asks[1:], self.organisation()]

    def organisation(self) -> Ask:
        """One thing more in the record."""
        name = f"Organizata {secrets.token_hex(6)}"
        return self.post(
            "/puna/organizatat/shtim", COORDINATOR, name=name, source="Mbledhja", nonce=secrets.token_hex(9)
        )

    def organisations(self, number: int) -> list[Ask]:
        return [self.organisation() for _ in range(number)]

    def strangers(self, number: int) -> list[Ask]:
        """Each asks for a sign-in link for an address that nobody has."""
        return [self.post("/hyrje", email=f"{secrets.token_hex(6)}@askush.example") for _ in range(number)]


@contextmanager
def town(url: str, folder: Path, workers: int) -> Iterator[Town]:
    """The training data behind a served site with its default settings."""
    settings = Settings(database_url=url, var=folder, training=True)
    database = Database(settings.url)
    migrate(database)
    with database.writing() as session:
        load_seeds(session, shipped("seeds") / "training")
    environment = {"POP_TRACKER_DATABASE_URL": url, "POP_TRACKER_TRAINING": "1", "POP_TRACKER_WORKERS": str(workers)}
    with server(environment, folder) as address:
        yield Town(address, database)
    with database.reading() as session:
        faults = list(verification.verify(session))
    database.dispose()
    assert not faults, faults


KINDS: dict[str, tuple[Callable[[Town, int], list[Ask]], tuple[int, ...]]] = {
    "public pages": (Town.readers, tuple(CROWDS)),
    "staff pages": (Town.staff, tuple(CROWDS)),
    "personal links": (Town.links, tuple(CROWDS)),
    "all, two write": (Town.everyone, tuple(CROWDS)),
    "POST, strangers": (Town.strangers, WRITERS),
    "POST, signed in": (Town.organisations, WRITERS),
}


def line(kind: str, number: int, got: Burst) -> str:
    refused = got.statuses.get(503, 0)
    silent = got.statuses.get(0, 0)
    return (
        f"{kind:<16}{number:>6}{number - refused - silent:>8}{refused:>6}{silent:>8}  {got.slowest:>8.1f}"
        f"{got.slowest_refusal:>9.1f}{got.slowest_health:>9.2f}{got.usual_health:>7.2f}"
        f"{got.after.seconds:>8.2f}  {'; '.join(got.faults()[:2])}"
    )


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, Callable[[], str]]]]:
    """SQLite and, where it is installed, PostgreSQL: each with a way to a new database's address."""
    tools = installed()
    if tools is None:
        print("PostgreSQL is not installed and not measured.")
        yield iter([("SQLite", lambda: "")])
        return
    with cluster(tools) as address:

        def fresh() -> str:
            name = f"bursts_{secrets.token_hex(4)}"
            with psycopg.connect(address.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            return f"{address}/{name}"

        yield iter([("SQLite", lambda: ""), ("PostgreSQL", fresh)])


def main() -> None:
    with databases() as found:
        for name, fresh in found:
            for workers in (1, 2):
                print(f"{name}, {workers} worker{'s' * (workers > 1)}")
                print(f"{'kind':<16}{'asked':>6}{'served':>8}{'503':>6}{'silent':>8}  {'slowest':>8}{'503 by':>9}"
                      f"{'healthz':>9}{'usual':>7}{'after':>8}  (seconds)")  # fmt: skip
                with tempfile.TemporaryDirectory() as folder, town(fresh(), Path(folder), workers) as asked:
                    for kind, (crowd, numbers) in KINDS.items():
                        for number in numbers:
                            print(line(kind, number, burst(asked.port, crowd(asked, number))), flush=True)


if __name__ == "__main__":
    main()
