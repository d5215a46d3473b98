"""Anybody computes an edition's digest with tools of their own, as its page says."""

import re
import subprocess
from html import unescape
from pathlib import Path

import httpx
import pytest

from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import contract_called
from tests.conftest import Site

PAGE = "/kontratat/{}/botimi/1"


def commands_of(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<pre class="command"><code>([^<]+)</code></pre>', html)]


def digest_on(html: str) -> str:
    found: list[str] = re.findall(r'<code class="digest">([0-9a-f]{64})</code>', html)
    return found[0]


def run(command: str, folder: Path) -> str:
    """In a shell, as a reader types it; the digest that it prints."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.split()[0]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_command_of_the_page_gives_the_digest_of_the_page(served: Site, tmp_path: Path, language: str) -> None:
    html = httpx.get(served.address + language + PAGE.format("shembull-2023")).text
    online, downloaded = commands_of(html)
    assert online.startswith(f"curl -fsS {served.address}/kontratat/")
    assert run(online, tmp_path) == digest_on(html)
    (there,) = re.findall(r'href="([^"]+/teksti\.txt)"', html)
    answer = httpx.get(served.address + there)
    name = re.findall(r'filename="([^"]+)"', answer.headers["content-disposition"])[0]
    assert name == "te-shpikura-shembull-2023-botimi-1.txt"
    (tmp_path / name).write_bytes(answer.content)
    assert run(downloaded, tmp_path) == digest_on(html)


def test_the_real_contracts_too(served_real: Site, tmp_path: Path) -> None:
    for slug in ("korce-2023", "fier-2019"):
        html = httpx.get(served_real.address + PAGE.format(slug)).text
        online, downloaded = commands_of(html)
        assert run(online, tmp_path) == digest_on(html)
        (tmp_path / f"{slug}-botimi-1.txt").write_bytes(
            httpx.get(f"{served_real.address}{PAGE.format(slug)}/teksti.txt").content
        )
        assert run(downloaded, tmp_path) == digest_on(html)


@pytest.mark.both
def test_of_what_is_not_published_there_is_no_text(training: Site) -> None:
    client = training.client()
    assert client.get(f"{PAGE.format('shembull-2023')[:-1]}2/teksti.txt").status_code == 404
    assert client.get(f"{PAGE.format('nuk-ka')}/teksti.txt").status_code == 404
    with training.database.reading() as session:
        contract = contract_called(session, "shembull-2023")
        edition = newest_edition(session, contract.id or 0)
        assert edition is not None
        text = client.get(f"{PAGE.format('shembull-2023')}/teksti.txt")
        assert (text.headers["content-type"], text.text) == ("text/plain; charset=utf-8", edition.canonical_text)
