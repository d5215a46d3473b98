"""The seeds: real contracts word for word, and what a bad row gets."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from pop_tracker import history, verification
from pop_tracker.contracts import seed
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.editions import Edition, current_texts, newest_editions
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.contracts.texts import CommitmentRoot, Scope, leaves
from pop_tracker.tables import load_seeds
from pop_tracker.web.shipped import shipped
from pop_tracker.web.tables.seed_rows import SheetError
from tests.conftest import Site


def test_korce_has_23_leaves_and_fier_five(real: Site) -> None:
    with real.database.reading() as session:
        korce, fier = contract_by_slug(session, "korce-2023"), contract_by_slug(session, "fier-2019")
        assert korce
        assert fier
        texts = current_texts(session, korce.id)
        assert len(texts) == 24
        assert len(leaves(texts)) == 23
        assert next(text for text in texts if text.ref == "1.4").is_leaf is False
        assert next(text for text in texts if text.ref == "1.4.b").parent_ref == "1.4"
        assert "ofrimimit" in next(text for text in texts if text.ref == "2.2").text
        assert [text.ref for text in current_texts(session, fier.id)] == ["1", "2", "3", "4", "5"]


def test_a_place_in_words_waits_for_its_unit(real: Site) -> None:
    with real.database.reading() as session:
        texts = {text.ref: text for text in current_texts(session) if text.contract_id == _id(session, "korce-2023")}
        assert texts["3.1"].scope is Scope.WORDS
        assert texts["3.1"].units == ()
        assert [unit.slug for unit in texts["4.1"].units] == ["korce"]
        assert len(texts["7.1"].units) == 7


def test_a_contract_may_stand_without_its_text(real: Site) -> None:
    with real.database.reading() as session:
        tirane = contract_by_slug(session, "tirane-2019")
        assert tirane
        assert not tirane.text_known
        assert tirane.id not in newest_editions(session)


def test_the_digest_is_of_the_canonical_text_and_that_of_the_rows(real: Site) -> None:
    with real.database.reading() as session:
        for edition in newest_editions(session).values():
            assert edition.text_now(session) == edition.canonical_text
            assert digest_of(edition.canonical_text) == edition.digest


@pytest.mark.both
def test_the_words_of_an_edition_can_be_searched_by_their_roots(real: Site) -> None:
    with real.database.reading() as session:
        found = session.exec(select(CommitmentRoot).where(CommitmentRoot.root == "shkoll")).all()
        assert found


@pytest.mark.both
def test_loading_twice_changes_nothing(training: Site) -> None:
    with training.database.writing() as session:
        before = history.head(session)
        assert load_seeds(session, shipped("seeds") / "training") == 0
        assert history.head(session) == before
        assert list(verification.verify(session)) == []


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("commitments", "ushtrim-2023,1.1,Një park.,units,korce,,,burimi", "no unit korce in this municipality"),
        ("commitments", "ushtrim-2023,1.1,Një park.,units,,,,burimi", "units go with scope units"),
        ("commitments", "ushtrim-2023,1.1,Një park.,words,,,,burimi", "needs a place"),
        ("commitments", "ushtrim-2023,9.1,Një park.,municipality,,,,burimi", "9.1 stands under nothing"),
        ("commitments", "ushtrim-2023,1.x,Një park.,municipality,,,,burimi", "invalid literal"),
        ("commitments", "ushtrim-2023,1.1,Një park.,municipality,,,,", "source is empty"),
        ("commitments", "tjeter-2023,1.1,Një park.,municipality,,,,burimi", "no commitment under priority 1"),
        ("priorities", "ushtrim-2023,2,Rrugët,main,burimi", "no commitment under priority 2"),
        ("priorities", "ushtrim-2023,x,Rrugët,main,burimi", "invalid literal"),
        ("contracts", "a-2023,asgjekund,,Titulli,2023,2027,no,burimi", "no municipality asgjekund"),
        ("contracts", "a-2023,ushtrim,askush,Titulli,2023,2027,no,burimi", "no organisation askush"),
        ("contracts", "a-2023,ushtrim,,Titulli,2023,2027,ndoshta,burimi", "expected yes or no"),
        ("contracts", "a-2023,ushtrim,,Titulli,sivjet,2027,no,burimi", "invalid literal"),
    ],
)
def test_a_bad_row_stops_with_its_place_and_loads_nothing(
    training: Site, tmp_path: Path, file: str, line: str, reason: str
) -> None:
    folder = tmp_path / "bad" / "contracts"
    folder.mkdir(parents=True)
    rows = {
        "contracts": [seed._CONTRACTS, "ushtrim-2023,ushtrim,organizata-a,Kontrata,2023,2027,yes,burimi"],
        "priorities": [seed._PRIORITIES, "ushtrim-2023,1,Parqet,main,burimi"],
        "commitments": [seed._COMMITMENTS],
    }
    if file != "commitments":
        rows["commitments"].append("ushtrim-2023,1.1,Një park.,municipality,,,,burimi")
    rows[file].append(line)
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SheetError, match=reason), training.database.writing() as session:
        seed.load(session, tmp_path / "bad")
    with training.database.reading() as session:
        assert contract_by_slug(session, "ushtrim-2023") is None
        assert len(session.exec(select(Edition)).all()) == len(session.exec(select(Contract)).all()) == 3


def _id(session: Session, slug: str) -> int:
    contract = contract_by_slug(session, slug)
    assert contract is not None
    return contract.id or 0
