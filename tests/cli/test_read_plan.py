"""`pop-tracker read-plan`: what the preview would show of a file, no database, no settings."""

import json
from pathlib import Path
from typing import Any

import pytest

from pop_tracker.cli import main
from tests.plans.tables import HEADINGS, xlsx

CASES = Path(__file__).parents[1] / "plans" / "cases"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("POP_TRACKER_DATABASE_URL", "nothing")
    monkeypatch.chdir(tmp_path)

    def run(file: Path, mapping: Any = None) -> tuple[int, str, str]:
        more = []
        if mapping is not None:
            (tmp_path / "mapping.json").write_text(mapping if isinstance(mapping, str) else json.dumps(mapping))
            more = ["--mapping", "mapping.json"]
        with pytest.raises(SystemExit) as ended:
            main(["read-plan", str(file), *more])
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return run


def read(run: Any, file: Path, mapping: Any = None) -> Any:
    status, out, err = run(file, mapping)
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_file_in_offices_shape_gives_items_questions_and_a_mapping_to_fill_in(run: Any) -> None:
    file = CASES / "1_merged_levels.xlsx"
    found = read(run, file)
    assert found["items"][3] == found["items"][3] | {
        "level": "aktivitet", "number": "1.1.1.1", "parent": "1.1.1", "text": "Ndërtim çerdheje", "responsible": "DSHS",
        "cost": None, "costs": {}, "where": "Plani i veprimit", "row": 5,
    }  # fmt: skip
    assert any("në çfarë janë shumat" in ask["question"] for ask in found["asks"])
    assert ["TOTALI" in one["what"] or "Totali" in one["what"] for one in found["left_out"]] == [True, True]
    mapping = found["mapping"]
    mapping["tables"][0]["counted"] = True
    for column in mapping["tables"][0]["columns"]:
        if column["is"] == "cost_all":
            column["times"] = 1000
    again = read(run, file, mapping)
    assert again["asks"] == []
    assert [one["cost"] for one in again["items"] if one["level"] == "aktivitet"] == [
        12_000_000, 450_000, 1_200_500, 8_000_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "numbers", "last", "left_out"),
    [
        ("tracked-insertion.docx", "1 1.1", {"text": "Masa e parë për çerdhe dhe kopshte", "cost": 1_000_000}, []),
        ("two-tables.docx", "1 1.1 1.2", {"parent": "1", "text": "Masa e dytë"}, []),
        ("two-sheets.xlsx", "1 1.1 2 2.1", {"parent": "2", "text": "Masa e dytë", "where": "Prioriteti 2"}, []),
        ("merged-parent.xlsx", "1 1.1 1.2 1.3", {"parent": "1", "text": "Objektivi c"}, []),
        ("percent-cells.xlsx", "1 1.1", {"baseline": 10, "target": 85, "indicator_unit": "përqind"}, []),
        ("due-month.xlsx", "1 1.1", {"due": "dhjetor 2026"}, []),
        ("hidden-row.xlsx", "1 1.1", {"text": "Masa e parë", "cost": 1_000},
         ["Rreshti 4 është i fshehur: “masë | 1.2 | 1 | Masë e fshehur me filtër”"]),
        ("hidden-text.docx", "1 1.1", {"text": "Masa e parë për çerdhe", "cost": 1_000},
         ["Tekst i fshehur në rreshtin 3: “shënim i fshehur i brendshëm”"]),
        ("strike.docx", "1 1.1", {"text": "Masa e parë për çerdhe"},
         ["Në rreshtin 3 janë hequr me vijë fjalët “e hequr”"]),
        ("strikethrough.xlsx", "1 1.1", {"text": "Masa e re"},
         ["Te qeliza D3 janë hequr me vijë fjalët “e vjetër”"]),
        ("word-online.docx", "1 1.1", {"text": "Masa e parë për çerdhe", "cost": 1_000}, []),
        ("table-in-content-control.docx", "1 1.1", {"text": "Masa e parë për çerdhe", "cost": 1_000}, []),
        ("heading-on-row-23.xlsx", "1 1.1", {"text": "Masa e parë", "cost": 1_000, "row": 25}, []),
        ("2_sheets_per_priority.xlsx", "91 91.1 92 92.1 93 93.1", {"parent": "93", "cost": 3_000_000}, []),
        ("8_docx_split.docx", "31 31.1 31.2 31.3", {"parent": "31", "cost": 7_000, "where": "Tabela 3"}, []),
    ],
)  # fmt: skip
def test_what_a_person_sees_in_an_offices_file_is_read_and_what_is_not_is_named(
    run: Any, file: str, numbers: str, last: dict[str, Any], left_out: list[str]
) -> None:
    found = read(run, CASES / file)
    assert (found["faults"], found["asks"]) == ([], [])
    assert " ".join(item["number"] for item in found["items"]) == numbers
    assert found["items"][-1] == found["items"][-1] | last
    assert [one["what"] for one in found["left_out"]] == left_out


def test_a_file_in_our_shape_gives_numbers_in_lek(run: Any) -> None:
    (item,) = read(run, CASES / "6b_years_one_header.xlsx")["items"]
    assert (item["cost"], item["costs"]) == (
        1_000_000,
        {"2025": 100_000, "2026": 200_000, "2027": 300_000, "2028": 400_000},
    )


def test_faults_name_sheet_row_column_and_reason(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx([(*HEADINGS, "Kosto"), ("masë", "1", "", "Një", "shumë")]))
    (fault,) = read(run, tmp_path / "a.xlsx")["faults"]
    assert (fault["where"], fault["row"], fault["column"]) == ("Sheet", 2, "Kosto")
    assert "nuk lexohet" in fault["reason"]


@pytest.mark.parametrize("contents", [b"", b"fjale", b"%PDF-1.7", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_what_is_no_plan_is_a_fault_and_no_failure(run: Any, tmp_path: Path, contents: bytes) -> None:
    (tmp_path / "x").write_bytes(contents)
    found = read(run, tmp_path / "x")
    assert found["items"] == []
    assert len(found["faults"]) == 1


@pytest.mark.parametrize(
    "mapping",
    [
        "{", "[]", '{"tables": [5]}', '{"tables": [{"headings": ["a"], "columns": []}]}',
        '{"tables": [{"headings": ["numri"], "columns": [{"is": ["number"]}]}]}',
        '{"tables": [{"headings": ["kosto"], "columns": [{"is": "cost_all", "times": 1000.0}]}]}',
        '{"tables": [{"headings": ["\\ud800"], "columns": [{"is": null}]}]}',
        '{"tables": [], "answers": {"x": "\\udfff"}}',
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_is_told_in_one_line(run: Any, mapping: str) -> None:
    status, out, err = run(CASES / "two-sheets.xlsx", mapping)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_a_file_that_cannot_be_opened(run: Any, tmp_path: Path) -> None:
    status, _, err = run(tmp_path / "none.xlsx")
    assert status == 2
    assert "none.xlsx" in err
