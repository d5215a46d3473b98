"""`pop-tracker suggest`: anyone's own commitments and items, no database, no settings."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pop_tracker.cli import main, suggesting

COMMITMENTS: list[dict[str, Any]] = [
    {"id": "1.1", "text": "Më shumë çerdhe në lagjen Vreshtat.", "place": "lagjja Vreshtat"},
    {"id": "1.2", "text": "Rruga është me gropa."},
]
ITEMS: list[dict[str, Any]] = [
    {"id": "a", "text": "Shërbimi i kujdesit për fëmijët 0–3 vjeç", "place": "lagjja Vreshtat", "programme": "104"},
    {"id": "b", "text": "Shtrimi me asfalt i akseve kryesore", "programme": None, "cost": 12},
    {"id": "c", "text": "Trajnimi i edukatoreve të çerdheve"},
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Writes both files and runs the command where no setting is valid and nothing can be written."""
    monkeypatch.setenv("POP_TRACKER_DATABASE_URL", "nothing")
    monkeypatch.chdir(tmp_path)

    def run(commitments: Any, items: Any, *options: str) -> tuple[int, str, str]:
        for name, content in (("commitments.json", commitments), ("items.json", items)):
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            (tmp_path / name).write_bytes(raw)
        with pytest.raises(SystemExit) as ended:
            main(["suggest", "commitments.json", "items.json", *options])
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return run


def test_each_commitment_gets_its_items_best_first_with_score_and_reasons(run: Any) -> None:
    status, out, err = run(COMMITMENTS, ITEMS)
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert [one["id"] for one in answer] == ["1.1", "1.2"]
    nursery, road = (one["suggestions"] for one in answer)
    assert [one["id"] for one in nursery] == ["a", "c"]
    assert nursery[0]["score"] > nursery[1]["score"]
    assert nursery[0]["reasons"] == "çerdhe ~ 0–3 vjeç; Vreshtat"
    assert (nursery[0]["shared"], nursery[0]["akin"]) == ([], [["çerdhe", "0–3 vjeç"]])
    assert nursery[1]["shared"] == ["çerdhe"]
    assert nursery[0]["place"] == "Vreshtat"
    assert nursery[0]["programme"] == "104"
    assert road[0]["id"] == "b"
    assert [one["likely"] for one in nursery] == [True, False]


def test_ids_that_are_numbers_come_back_as_numbers(run: Any) -> None:
    numbered = [{**item, "id": number} for number, item in enumerate(ITEMS)]
    answer = json.loads(run([{**COMMITMENTS[0], "id": 7}], numbered)[1])
    assert answer[0]["id"] == 7
    assert [one["id"] for one in answer[0]["suggestions"]] == [0, 2]


def test_a_limit(run: Any) -> None:
    _, out, _ = run(COMMITMENTS, ITEMS, "--limit", "1")
    assert [len(one["suggestions"]) for one in json.loads(out)] == [1, 1]


def test_albanian_letters_are_printed_as_they_are(run: Any) -> None:
    assert "çerdhe" in run(COMMITMENTS, ITEMS)[1]


def test_nothing_in_nothing_out(run: Any) -> None:
    assert json.loads(run([], [])[1]) == []
    assert json.loads(run(COMMITMENTS, [])[1])[0] == {"id": "1.1", "suggestions": []}


def test_a_file_that_begins_with_a_mark_of_its_encoding(run: Any) -> None:
    assert run(json.dumps(COMMITMENTS).encode("utf-8-sig"), ITEMS)[0] == 0


def test_it_writes_nothing(run: Any, tmp_path: Path) -> None:
    run(COMMITMENTS, ITEMS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["commitments.json", "items.json"]


WITHOUT_A_NETWORK = """
import sys
def refuse(event, _):
    if event.startswith("socket."):
        raise RuntimeError("the network was asked for")
sys.addaudithook(refuse)
"""


def test_it_works_without_a_network(run: Any, tmp_path: Path) -> None:
    """From the first import on: no socket is made, no name is looked up."""

    def without(program: str) -> tuple[int, str, str]:
        ended = subprocess.run(
            [sys.executable, "-c", WITHOUT_A_NETWORK + program],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return ended.returncode, ended.stdout, ended.stderr

    usual = run(COMMITMENTS, ITEMS)
    assert without("from pop_tracker.cli import main; main(['suggest', 'commitments.json', 'items.json'])") == usual
    for asking in ("socket.socket()", "socket.getaddrinfo('localhost', 80)"):
        assert "the network was asked for" in without(f"import socket; {asking}")[2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no JSON"),
        (b"[{]", "line 1, column 3"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b"[" * 100_000, "no JSON"),
        (b"[1" + b"0" * 5000 + b"]", "no JSON"),
        ({}, "not a list but an object"),
        ("text", "not a list but text"),
        (None, "not a list but null"),
        ([1], "element 1: not an object but a number"),
        ([ITEMS[0], []], "element 2: not an object but a list"),
        ([{"text": "x"}], "element 1: id is missing"),
        ([{"id": None, "text": "x"}], "element 1: id is missing"),
        ([{"id": " ", "text": "x"}], "element 1: id is missing"),
        ([{"id": "x"}], "element 1: text is missing"),
        ([{"id": "x", "text": ""}], "element 1: text is missing"),
        ([{"id": 1.5, "text": "x"}], "element 1: id is not text but a number"),
        ([{"id": 1, "text": "x"}, {"id": "1", "text": "y"}], "element 2: the id '1' stands there twice"),
        ([{"id": True, "text": "x"}], "element 1: id is not text but true or false"),
        ([{"id": "x", "text": ["y"]}], "element 1: text is not text but a list"),
        ([{"id": "x", "text": "y", "place": {}}], "element 1: place is not text but an object"),
        ([{"id": "x", "text": "y", "programme": 91}], "element 1: programme is not text but a number"),
        ([*ITEMS, ITEMS[0]], "element 4: the id 'a' stands there twice"),
        ([{"id": "x", "text": "y" * 20_001}], "element 1: text is longer than 20000 characters"),
        (b'[{"id": "x", "text": "\\ud800"}]', "element 1: text holds half a character"),
    ],
)
def test_bad_input_is_one_line_with_file_and_element(run: Any, content: Any, says: str) -> None:
    for files, name in (((content, ITEMS), "commitments.json"), ((COMMITMENTS, content), "items.json")):
        status, out, err = run(*files)
        assert (status, out) == (2, "")
        assert err.startswith(f"pop-tracker: {name}: ")
        assert says in err
        assert err.count("\n") == 1


def test_a_huge_file_is_not_read(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MOST_BYTES", 50)
    status, _, err = run(COMMITMENTS, ITEMS)
    assert status == 2
    assert "commitments.json: larger than" in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["suggest", "/no/such/file.json", "/no/other.json"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "/no/such/file.json" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_that_is_none(run: Any, limit: str) -> None:
    status, _, err = run(COMMITMENTS, ITEMS, "--limit", limit)
    assert status == 2
    assert "--limit" in err
