"""An rows holds all that was read, in the document's order."""

from pop_tracker.contracts.checking.beginning import UNDER_A_TITLE, doubts_of_all, rows_of
from pop_tracker.contracts.checking.row import Rank
from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.result import ReadContract, ReadPlace, ReadPoint, ReadPriority, Unread, Unsure
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import PriorityGroup, Scope

READ = ReadContract(
    "Kontrata Sociale 2023–2027, Bashkia Shembull", "shembull", 2023, 2027,
    priorities=(
        ReadPriority(
            1, "Rrugët", At(20, 30), "PRIORITETET KRYESORE", text="Banorët thonë:",
            points=(
                ReadPoint("1.1", "Rruga në Kuq", At(40, 50), places=(ReadPlace("Kuq", None, False, At(48, 50)),)),
                ReadPoint("1.2", "Ujë:", At(60, 70), sub=(
                    ReadPoint("1.2.a", "në Lindje", At(80, 90),
                              places=(ReadPlace("Lindje", "lindore", True, At(85, 90)),)),
                )),
            ),
        ),
        ReadPriority(2, "Terren sportiv", At(100, 110), flat=True, text="Terren sportiv i ri",
                     status=ReadStatus.NOT_ADDRESSED),
    ),
    left_out=(Unread("hyrje", "Kush jemi", At(0, 10)), Unread("fund faqeje", "faqe 1", At(72, 78))),
    unsure=(Unsure("1.2", "numri mungon", At(60, 70)), Unsure("", "mandati nuk dihet", At(0, 0))),
)  # fmt: skip


def test_everything_that_was_read_is_in_it() -> None:
    rows = rows_of(READ).rows
    assert [(row.rank, row.text, row.is_left_out) for row in rows] == [
        (Rank.POINT, "Kush jemi", True),
        (Rank.PRIORITY, "Rrugët", False),
        (Rank.POINT, "Banorët thonë:", False),
        (Rank.POINT, "Rruga në Kuq", False),
        (Rank.POINT, "Ujë:", False),
        (Rank.POINT, "faqe 1", True),
        (Rank.SUBPOINT, "në Lindje", False),
        (Rank.PRIORITY, "Terren sportiv i ri", False),
    ]
    assert [row.id for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (rows[1].group, rows[7].group) == (PriorityGroup.MAIN, PriorityGroup.NONE)
    assert rows[7].status is ReadStatus.NOT_ADDRESSED


def test_what_somebody_should_look_at_says_why() -> None:
    rows = rows_of(READ)
    assert [(row.text, row.why) for row in rows.unsure] == [
        ("Banorët thonë:", (UNDER_A_TITLE,)), ("Ujë:", ("numri mungon",)),
    ]  # fmt: skip
    assert doubts_of_all(READ) == ["mandati nuk dihet"]


def test_a_place_is_suggested_and_never_decided() -> None:
    rows = {row.text: row for row in rows_of(READ).rows}
    lindje, kuq = rows["në Lindje"], rows["Rruga në Kuq"]
    assert (lindje.scope, lindje.units) == (Scope.UNITS, ("lindore",))
    assert (kuq.scope, kuq.units, kuq.place) == (Scope.WORDS, (), "Kuq")
    assert not any(row.is_placed for row in rows.values())
