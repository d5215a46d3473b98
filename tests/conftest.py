"""Fixtures for all tests. What touches data runs on SQLite; with the mark `both`, or with `--all`, on PostgreSQL, too.

`training`  a fresh `Site` with the training seeds; write as you like.
`real`      a shared `Site` with the real seeds; only read.
`empty`     a fresh `Site`, migrated, without rows; `unmigrated`: not even tables.
A `Site` has `.database` (reading(), writing()), `.settings`, `.client(email=None)` (an HTTP client,
signed in when an address of the cast is given, as one who has just proven who they are, or with `proven=False` as one
who came by the link alone; every HTML page it gets is checked, see `tests/site/checks.py`),
`.viewer(session, email)`, `.form(client, path, **fields)` (GETs the page's token, then POSTs), and
`.count_queries()` (a context manager that lists the SQL statements meanwhile), `.deliver()` (sends the letters that
are due), `.after(play)` (what a play of many steps leaves in a fresh site: played once, then copied).
`served`    a fresh training `Site` with a real server process in front of it: `served.address`.
Browser tests use pytest-playwright's `page` or `browser` with `served`; mark them `browser`.
"""

import asyncio
import fcntl
import gc
import os
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
import pytest
from litestar.testing import TestClient
from sqlalchemy import event
from sqlalchemy.pool import Pool
from sqlmodel import Session, select

from pop_tracker import jobs
from pop_tracker.accounts.models import Viewer, person_by_email, viewer_for
from pop_tracker.accounts.signing_in import SignInSession, new_sign_in_link, prove, sign_in
from pop_tracker.app import create_app
from pop_tracker.cli.schema import migrate
from pop_tracker.database import Database, is_away
from pop_tracker.settings import Settings
from pop_tracker.tables import load_seeds
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.delivery import carry
from pop_tracker.web.i18n import today
from pop_tracker.web.secret import secret_hash
from pop_tracker.web.shipped import shipped
from tests import every_door, kept, midnight, scratch
from tests.postgresql import Cluster, cluster, installed, running
from tests.server import server
from tests.site.checks import check_page, found_good

BASE_URL = "http://testserver.local"
SECRET_KEY = "0" * 64
T = TypeVar("T")
MUST_HAVE_ALL = os.environ.get("CI") == "true"


def leave_out(what: str) -> None:
    """A missing part is a skipped test at a desk and a failure in CI."""
    if MUST_HAVE_ALL:
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


def pytest_configure(config: pytest.Config) -> None:
    scratch.begin()
    config.pluginmanager.register(every_door)
    config.pluginmanager.register(midnight)
    kept.keep()
    kept.keep_templates(kept.templates())


def pytest_unconfigure() -> None:
    kept.end()


def pytest_collection_finish(session: pytest.Session) -> None:
    """All that stands now stays: looking at it again and again takes a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="every test on both databases, and what is marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what only `make test-all` runs. A browser is marked, or `make check` would start one.
    What takes longest begins first: begun last, all other processes wait for it."""
    items.sort(key=lambda item: not _is_long(item))
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser"):
            raise pytest.UsageError(f"{item.nodeid} plays in a browser: mark it so")
    if config.getoption("--all"):
        return
    left_out = [item for item in items if _only_with_all(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not _only_with_all(item)]


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("crash") is not None or item.path.parent.name == "journeys"


def _only_with_all(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    return "long" in marks or ("postgresql" in marks and "both" not in marks)


@dataclass
class Site:
    settings: Settings
    database: Database
    _app: Any = None
    address: str = ""
    server: "Stock | None" = None
    """Of a database on PostgreSQL: where it was copied from, and may be copied again."""

    def __post_init__(self) -> None:
        self.began_as = self._stands_as()

    def _stands_as(self) -> list[int]:
        """When the file was last written; what was written since lies in the log beside it. On PostgreSQL, which
        transaction writes next: nobody else is at this process's server."""
        if self.server:
            return self.server.next_writer()
        file = Path(self.settings.database_url.removeprefix("sqlite:///"))
        if not (self.database.is_sqlite and file.is_file()):
            return []
        log = file.with_name(f"{file.name}-wal")
        return [file.stat().st_mtime_ns, log.stat().st_size if log.exists() else 0]

    @property
    def is_untouched(self) -> bool:
        return self._app is None and self._stands_as() == self.began_as

    @property
    def app(self) -> Any:
        """One application for all tests of a process, because assembling it takes longer than most tests;
        each test's site puts its own settings and database under it."""
        if self._app is None:
            self._app = _assembled(self.settings.training)
            state = self._app.app.app.state
            state.settings, state.database = self.settings, self.database
            self._app.app.forget()
        return self._app

    def client(self, email: str | None = None, *, proven: bool = True) -> TestClient[Any]:
        client = TestClient(self.app, base_url=self.settings.base_url)
        client.blocking_portal = kept.portal()
        client.follow_redirects = False
        # The pages of either database are the same; what is good on SQLite is not parsed again.
        client.event_hooks["response"].append(check_page if self.database.is_sqlite else _came_through)
        if email:
            client.cookies.set(SESSION_COOKIE, self.session_secret(email, proven=proven))
        return client

    def session_secret(self, email: str, *, proven: bool = True) -> str:
        """Opens a session as the sign-in page would, without the mail."""
        with self.database.writing() as session:
            person = person_by_email(session, email)
            assert person is not None, f"{email} is not in the cast"
            secret = sign_in(session, new_sign_in_link(session, person))
            assert secret is not None
            if proven:
                opened = session.exec(
                    select(SignInSession).where(SignInSession.token_hash == secret_hash(secret))
                ).one()
                prove(session, opened.id or 0)
        return secret

    def viewer(self, session: Session, email: str) -> Viewer:
        person = person_by_email(session, email)
        assert person is not None, f"{email} is not in the cast"
        return viewer_for(session, person)

    def form(self, client: TestClient[Any], path: str, /, post_to: str | None = None, files: Any = None,
             **fields: Any) -> httpx.Response:  # fmt: skip
        """Opens the page, as a browser does, and sends its form back with these fields."""
        got = client.get(path)
        token = client.cookies.get("pop_csrf", "")
        assert got.status_code < 400, f"{path}: {got.status_code}"
        return client.post(post_to or path, data={"_csrf_token": token, **fields}, files=files)

    @contextmanager
    def count_queries(self) -> Iterator[list[str]]:
        """Lists the statements of all engines of the app while it runs; BEGIN and PRAGMA are not counted."""
        seen: list[str] = []
        engine = self.app.app.app.state.database.engine

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SHOW")) and "history_head" not in statement:
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def after(self, play: Callable[["Site"], T]) -> T:
        """Plays it in this fresh site; on SQLite once in a run, and then copies all that it left: of several
        processes that test beside each other one plays, and the others take what it left. On PostgreSQL each process
        has a server, and plays once. A site that is served already is played in: its server holds the files."""
        if self.address:
            return play(self)
        if self.server:
            return self._after_on(self.server, play)
        if not self.database.is_sqlite:
            return play(self)
        var = self.settings.var
        name = f"{today()}-{play.__module__}.{play.__qualname__}-{self.settings.training}"
        kept = shared_folder(var.parent) / name
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (kept / "made").exists():
                made = play(self)
                self.database.dispose()  # which leaves all in the one file
                shutil.copytree(var, kept / "var")
                (kept / "made").write_bytes(pickle.dumps(made))
                return made
        assert self.is_untouched, "what was there before would be lost"
        self.database.dispose()
        shutil.rmtree(var)
        shutil.copytree(kept / "var", var)
        found: T = pickle.loads((kept / "made").read_bytes())
        return found

    def _after_on(self, server: "Stock", play: Callable[["Site"], T]) -> T:
        var, name = self.settings.var, f"{today()}-{play.__module__}.{play.__qualname__}"
        kept = server.folder / name
        if not (kept / "made").exists():
            made = play(self)
            self.database.dispose()
            server.keep(self.settings.database_url, name)
            shutil.copytree(var, kept / "var")
            (kept / "made").write_bytes(pickle.dumps(made))
            return made
        assert self.is_untouched, "what was there before would be lost"
        self.database.dispose()
        server.take(name, self.settings.database_url)
        shutil.rmtree(var)
        shutil.copytree(kept / "var", var)
        found: T = pickle.loads((kept / "made").read_bytes())
        return found

    def deliver(self) -> int:
        """Sends the letters that are due, as background work does; how many it had in hand."""
        jobs.write_asked_links(self.settings, self.database)
        return carry(self.settings, self.database)

    def close(self) -> None:
        self.database.dispose()


def played_once(play: Callable[..., T]) -> Callable[..., T]:
    """Where the play begins a test and nothing is asked of it, what it leaves is taken `after` it."""

    @wraps(play)
    def begun(site: Site, *args: Any, **fields: Any) -> T:
        return play(site, *args, **fields) if args or fields or not site.is_untouched else site.after(play)

    return begun


def shared_folder(own: Path) -> Path:
    """Of all processes of this run, where pytest gives this one its `own` for the folders of its tests."""
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _came_through(answer: httpx.Response) -> None:
    asked, location = answer.request, answer.headers.get("location", "")
    every_door.note(asked.method, asked.url.path, answer.status_code, location)


@cache
def _assembled(training: bool) -> Any:
    return create_app(Settings(base_url=BASE_URL, secret_key=SECRET_KEY, head_seconds=0, training=training))


@pytest.fixture(autouse=True)
def without_the_loop_of_a_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its event loop marked as running in this thread for as long as the process lives.
    A test without a browser must not see it: whatever starts a loop, or only asks for one, would be refused,
    and which tests share a process with a browser is chance."""
    if "playwright" in request.fixturenames:
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


_connections: dict[int, set[int]] = {}


@event.listens_for(Pool, "checkout")
def _one_at_a_time(_connection: Any, record: Any, _proxy: Any) -> None:
    """No session of a request opens inside another: under a crowd two that need two each wait for each other."""
    if threading.current_thread().name.startswith(("page", "asyncio")):
        record.info["thread"] = threading.get_ident()
        held = _connections.setdefault(threading.get_ident(), set())
        held.add(id(record))
        assert len(held) == 1, "a request holds two connections"


@event.listens_for(Pool, "checkin")
def _given_back(_connection: Any, record: Any) -> None:
    _connections.get(record.info.pop("thread", 0), set()).discard(id(record))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a running server, without a database name."""
    tools = installed()
    if tools is None:
        leave_out("postgresql")
        return
    with cluster(tools) as address:
        yield address


class Stock:
    """Databases made once per test process, kind of seeds and day, then copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: Callable[[], str] = lambda: ""
        self.made: dict[tuple[str, str], str] = {}
        """By backend and name, which tells the seeds and the day."""
        self.copies = 0
        self._connection: psycopg.Connection[Any] | None = None

    def url(self, backend: str, seeds: str) -> str:
        """The stock database itself."""
        name = f"{seeds}-{today()}"
        key = (backend, name)
        if key not in self.made:
            if backend == "sqlite":
                url = f"sqlite:///{self.folder / f'{name}.sqlite3'}"
            else:
                self._sql(f'CREATE DATABASE "{name}"')
                url = f"{self.server()}/{name}"
            database = Database(url)
            if seeds != "unmigrated":
                migrate(database)
            if seeds not in ("empty", "unmigrated"):
                with database.writing() as session:
                    load_seeds(session, shipped("seeds") / ("training" if seeds == "training" else ""))
            if backend == "sqlite":
                with database.engine.connect() as connection:
                    driver = connection.connection.dbapi_connection
                    assert driver is not None
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.dispose()
            self.made[key] = url
        return self.made[key]

    def copy(self, backend: str, seeds: str, folder: Path) -> str:
        original = self.url(backend, seeds)
        self.copies += 1
        if backend == "sqlite":
            copied = folder / "pop-tracker.sqlite3"
            if copied.exists():  # of a test that asks for two sites
                copied = folder / f"{seeds}.sqlite3"
            shutil.copy(original.removeprefix("sqlite:///"), copied)
            return f"sqlite:///{copied}"
        self._copy(original.rsplit("/", 1)[1], f"copy_{self.copies}")
        return f"{self.server()}/copy_{self.copies}"

    def drop(self, url: str) -> None:
        if not url.startswith("sqlite"):
            self._sql(f'DROP DATABASE IF EXISTS "{url.rsplit("/", 1)[1]}" WITH (FORCE)')

    def keep(self, url: str, name: str) -> None:
        self._copy(url.rsplit("/", 1)[1], name)

    def take(self, name: str, url: str) -> None:
        """In place of the database there."""
        self.drop(url)
        self._copy(name, url.rsplit("/", 1)[1])

    def next_writer(self) -> list[int]:
        return [int(self._sql("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()[0])]

    def close(self) -> None:
        if self._connection:
            self._connection.close()

    def _copy(self, name: str, copied: str) -> None:
        """Files as they are, not page by page through the log: a test takes half as long to begin."""
        self._sql(f'CREATE DATABASE "{copied}" TEMPLATE "{name}" STRATEGY FILE_COPY')

    def _sql(self, statement: str) -> Any:
        if self._connection is None or self._connection.closed:
            address = self.server().replace("+psycopg", "") + "/postgres"
            self._connection = psycopg.connect(address, autocommit=True)
        return self._connection.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def pages_are_checked_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    found_good.folder = shared_folder(tmp_path_factory.getbasetemp()) / "found_good"
    found_good.folder.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    made = Stock(tmp_path_factory.mktemp("stock"))
    yield made
    made.close()


BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, stock: Stock) -> str:
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        stock.server = lambda: server
    return str(request.param)


def _settings(url: str, var: Path, **more: Any) -> Settings:
    return Settings(database_url=url, var=var, base_url=BASE_URL, head_seconds=0,
                    secret_key=SECRET_KEY, **more)  # fmt: skip


@pytest.fixture
def training(backend: str, stock: Stock, tmp_path: Path) -> Iterator[Site]:
    yield from _fresh(stock, backend, "training", tmp_path)


@pytest.fixture
def empty(backend: str, stock: Stock, tmp_path: Path) -> Iterator[Site]:
    yield from _fresh(stock, backend, "empty", tmp_path)


@pytest.fixture
def unmigrated(backend: str, stock: Stock, tmp_path: Path) -> Iterator[Site]:
    yield from _fresh(stock, backend, "unmigrated", tmp_path)


def _fresh(stock: Stock, backend: str, seeds: str, folder: Path) -> Iterator[Site]:
    url = stock.copy(backend, seeds, folder)
    server = None if backend == "sqlite" else stock
    site = Site(_settings(url, folder, training=seeds == "training"), Database(url), server=server)
    yield site
    site.close()
    stock.drop(url)


@pytest.fixture
def real(backend: str, stock: Stock, tmp_path: Path) -> Iterator[Site]:
    url = stock.url(backend, "real")
    site = Site(_settings(url, tmp_path), Database(url))
    yield site
    site.close()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[tuple[Site, Cluster]]:
    """A site on a PostgreSQL of its own, which may be stopped."""
    tools = installed()
    if tools is None:
        leave_out("postgresql")
        return
    with running(tools, "-own") as cluster:
        stock = Stock(tmp_path)
        stock.server = lambda: cluster.address
        url = stock.url("postgresql", "training")
        stock.close()
        site = Site(_settings(url, tmp_path, training=True), Database(url))
        yield site, cluster
        site.close()


# --- a real server, and a real browser


@pytest.fixture
def served(training: Site) -> Iterator[Site]:
    with serving(training):
        yield training


@pytest.fixture
def served_real(stock: Stock, tmp_path: Path) -> Iterator[Site]:
    """The real seeds behind a server, to read; on a copy, because a server may write."""
    for site in _fresh(stock, "sqlite", "real", tmp_path):
        with serving(site):
            yield site


@contextmanager
def serving(site: Site, name: str = "127.0.0.1") -> Iterator[None]:
    environment = {
        "POP_TRACKER_DATABASE_URL": site.settings.database_url,
        "POP_TRACKER_HEAD_SECONDS": "0",
        "POP_TRACKER_TRAINING": "1" if site.settings.training else "0",
        "POP_TRACKER_SMTP_URL": site.settings.smtp_url,
    }
    with server(environment, site.settings.var, name) as site.address, _postman(site):
        yield


@contextmanager
def _postman(site: Site) -> Iterator[None]:
    """Makes receipts and sends letters meanwhile, as the background process beside a server does: no letter waits for
    a PDF."""
    settings = replace(site.settings, base_url=site.address, secret_key="")  # as the server itself was told
    postman, done = Site(settings, Database(site.settings.url)), threading.Event()

    def make_receipts() -> None:
        jobs.send_receipts(settings, postman.database)

    def go_round(duty: Callable[[], Any]) -> None:
        while not done.wait(0.1):
            try:
                duty()
            except Exception as error:
                if not is_away(error):  # where a test takes the database away, letters wait
                    raise

    duties = (postman.deliver, make_receipts)
    threads = [threading.Thread(target=go_round, args=[duty], name="postman") for duty in duties]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
        postman.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The same engine without a window's machinery, where Debian's package of it is: a page takes a third of the time.
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        leave_out("chromium")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic",
                 "--no-first-run", "--disable-component-update", "--disable-sync"],
    }  # fmt: skip


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be evaluated in a page (a script tag would break the content policy)."""
    return (Path(__file__).parent / "site" / "axe.min.js").read_text(encoding="utf-8")


def axe_violations(page: Any, source: str) -> list[str]:
    """WCAG 2.2 AA violations of the page as it stands, each with the elements it is about.

    Nothing else leaves the browser: what axe found good is as long as the page, and slow to hand over."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    found: list[str] = page.evaluate(
        """async () => {
            const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const {violations} = await axe.run({runOnly, resultTypes: ["violations"]});
            const where = one => one.nodes.map(node => node.target[0]).join(", ").slice(0, 300);
            return violations.map(one => `${one.id}: ${where(one)}`);
        }"""
    )
    return found


def dark_violations(page: Any, source: str) -> list[str]:
    """The same of its colours on a dark screen, where nothing else differs; afterwards it is light again, and still."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    # Without motion, or a colour would be met on its way to another.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found: list[str] = page.evaluate(
        """async () => {
            const runOnly = {type: "rule", values: ["color-contrast"]};
            const {violations} = await axe.run({runOnly, resultTypes: ["violations"]});
            const seen = node => `${node.target[0]} ${node.any[0]?.data?.fgColor} on ${node.any[0]?.data?.bgColor}`;
            return violations.flatMap(one => one.nodes.slice(0, 10).map(seen));
        }"""
    )
    page.emulate_media(color_scheme="light")
    return [f"dark: {one}" for one in found]
