"""/ndryshimet.atom: valid Atom (RFC 4287), with addresses from the setting."""

from datetime import datetime
from xml.etree import ElementTree

import httpx

from pop_tracker import history
from tests.browse.play import ATOM
from tests.conftest import Site


def feed(site: Site, path: str) -> tuple[httpx.Response, ElementTree.Element]:
    answer = site.client().get(path)
    assert answer.status_code == 200
    return answer, ElementTree.fromstring(answer.content)


def said(element: ElementTree.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None
    assert found.text
    return found.text


def test_it_holds_what_atom_asks_for(training: Site) -> None:
    answer, root = feed(training, "/ndryshimet.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert said(root, "id") == "http://testserver.local/ndryshimet.atom"
    assert said(root, "title") == "Ndryshimet e regjistrit. Të dhëna të shpikura, për ushtrim"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver.local/ndryshimet.atom",
        "alternate": "http://testserver.local/ndryshimet",
    }
    entries = root.findall(f"{ATOM}entry")
    identities = [said(entry, "id") for entry in entries]
    assert len(set(identities)) == len(identities) > 0
    for entry in entries:
        assert said(entry, "id").startswith("http://testserver.local/ndryshimet/")
        assert said(entry, "title")
        assert datetime.fromisoformat(said(entry, "updated")).tzinfo is not None
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
    with training.database.reading() as session:
        newest = history.head(session).number
    assert identities[0].endswith(f"/{newest}")
    assert said(root, "updated") == said(entries[0], "updated")


def test_one_municipality_in_english(training: Site) -> None:
    _, root = feed(training, "/en/ndryshimet.atom?bashkia=prove")
    assert said(root, "title") == "Changes in the public record: Provë. Invented data, for training"
    assert said(root, "id") == "http://testserver.local/en/ndryshimet.atom?bashkia=prove"
    assert all("Shembull" not in said(entry, "title") for entry in root.findall(f"{ATOM}entry"))


def test_an_empty_record_is_a_feed_too(empty: Site) -> None:
    _, root = feed(empty, "/ndryshimet.atom")
    assert said(root, "updated")
