"""The environment, read once. Every setting is a variable POP_TRACKER_<NAME>; the README's table is tested
against the fields below."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Self

PREFIX = "POP_TRACKER_"


class SettingError(ValueError):
    """A variable of the environment cannot be read; the message names it."""


def _setting(doc: str, default: Any) -> Any:
    """A field of Settings that says what it is for."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    database_url: str = _setting("SQLAlchemy address; empty means SQLite in VAR", "")
    var: Path = _setting("folder for the database, files, outbox and key", Path("var"))
    files_url: str = _setting(
        "where files lie: a folder, or s3://bucket/prefix (keys and endpoint in AWS_* variables); empty: VAR/files",
        "",
    )
    base_url: str = _setting("address of the site: links in mails begin with it, passkeys are made for its name, "
                             "and under another name nothing is answered",
                             "http://127.0.0.1:8000")  # fmt: skip
    smtp_url: str = _setting("smtp://, smtp+starttls:// or smtps://user:password@host:port; empty writes .eml files "
                             "to VAR/outbox", "")  # fmt: skip
    mail_from: str = _setting("sender of mails", "pop-tracker@localhost")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = _setting(
        "networks whose X-Forwarded-For and -Proto count, separated by commas", ()
    )
    secret_key: str = _setting("key that protects forms; made and kept in VAR when absent", "")
    training: bool = _setting("1 loads the invented municipalities and shows a banner on every page", False)
    workers: int = _setting("server processes", 1)
    requests_at_once: int = _setting(
        "requests of readers that each process works on at the same time, and half as many forms; its threads and "
        "connections follow from it",
        8,
    )
    cache_megabytes: int = _setting("memory of the page cache, each process; 0 keeps nothing", 64)
    head_seconds: float = _setting("how old the known head of history may be for readers", 1.0)
    jobs: bool = _setting("0: `pop-tracker serve` leaves background work to `pop-tracker work`", True)
    jobs_seconds: float = _setting("seconds between two looks for background work", 5.0)
    batch_minutes: float = _setting("minutes between two entries of checked links in the public record", 5.0)
    archive_allows: tuple[str, ...] = _setting(
        "addresses with port that links may lead to though they are not public, separated by commas; for tests", ()
    )
    contact_email: str = _setting("address shown on /kontakt; empty shows none", "")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Raises SettingError naming the variable that cannot be read, or that no setting has."""
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in environ.items():
            if not name.startswith(PREFIX):
                continue
            if name not in known:
                raise SettingError(f"{name}: no such setting (known: {', '.join(sorted(known))})")
            try:
                values[known[name].name] = _read(known[name].name, text)
            except ValueError as error:
                raise SettingError(f"{name}: {error}") from None
        return cls(**values)

    @property
    def url(self) -> str:
        """The database's address; the SQLite default lies in VAR."""
        return self.database_url or f"sqlite:///{(self.var / 'pop-tracker.sqlite3').absolute()}"

    @property
    def files(self) -> str:
        """Where files lie; the default lies in VAR."""
        return self.files_url or str((self.var / "files").absolute())

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    def key(self) -> str:
        """The secret key: from the environment, else the one in VAR, made on first use."""
        if self.secret_key:
            return self.secret_key
        path = self.var / "secret-key"
        self.var.mkdir(parents=True, exist_ok=True)
        try:
            # O_EXCL: of several processes starting at once exactly one makes the key.
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text().strip()


def _read(name: str, text: str) -> Any:
    if name == "var":
        return Path(text)
    if name == "trusted_proxies":
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    if name == "archive_allows":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name in ("workers", "requests_at_once", "cache_megabytes"):
        number, least = int(text), 0 if name == "cache_megabytes" else 1
        if number < least:
            raise ValueError(f"must be {least} or more")
        return number
    if name in ("head_seconds", "jobs_seconds", "batch_minutes"):
        return float(text)
    if name in ("training", "jobs"):
        if text not in ("", "0", "1"):
            raise ValueError("must be 0 or 1")
        return text == "1"
    if name == "base_url":
        if not text.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return text.rstrip("/")
    return text
