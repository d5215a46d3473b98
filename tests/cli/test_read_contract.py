"""`pop-tracker read-contract`: what the site would read, no database, no settings; one clear line where it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from pop_tracker.cli import main
from tests.contracts.reading.files import making

DOCUMENTS = Path(__file__).parents[1] / "contracts" / "reading" / "documents"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("POP_TRACKER_DATABASE_URL", "nothing")
    monkeypatch.chdir(tmp_path)

    def run(file: Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["read-contract", str(file)])
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return run


def test_the_contract_as_json(run: Any) -> None:
    status, out, err = run(DOCUMENTS / "korce-2023.txt")
    assert (status, err) == (0, "")
    read = json.loads(out)
    assert (read["municipality"], read["term_from"], read["term_until"]) == ("korce", 2023, 2027)
    assert [len(priority["points"]) for priority in read["priorities"]] == [6, 3, 3, 3, 2, 2, 3]
    assert [one["ref"] for one in read["priorities"][0]["points"][3]["sub"]] == ["1.4.a", "1.4.b"]


def test_municipalities_to_practise_with_are_known(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "kontrata.docx"
    file.write_bytes(making.word())
    _, out, _ = run(file)
    assert json.loads(out)["municipality"] == "shembull"


@pytest.mark.parametrize(
    ("name", "contents", "says"),
    [
        ("procesverbal.txt", "PROCESVERBAL\nMbledhja u mbajt në qytet.\nU diskutua për ujin.".encode(),
         "Kjo nuk duket kontratë"),
        ("bosh.txt", b"", "Skedari është bosh."),
        ("kontrata.pdf", making.word(), "mbaron me .pdf, por skedari është DOCX"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_one_line(run: Any, tmp_path: Path, name: str, contents: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(contents)
    status, out, err = run(tmp_path / name)
    assert (status, out) == (1, "")
    assert err.startswith(f"pop-tracker: {tmp_path / name}: ")
    assert says in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_or_too_large(run: Any, tmp_path: Path) -> None:
    assert run(tmp_path / "nothing")[::2] == (1, f"pop-tracker: {tmp_path / 'nothing'}: No such file or directory\n")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    status, _, err = run(tmp_path / "large.txt")
    assert status == 1
    assert "më i madh se 10 MB" in err
