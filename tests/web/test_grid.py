"""What stands between a file and what is read from it."""

from pop_tracker.web.tables.columns import Column, Reference
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import MOST_NAMED, Told, shortened


def test_a_figure_is_read_as_its_cell_shows_it() -> None:
    text, code = Column("a", "a", ""), Reference("b", "b", "")
    for figure, in_text, in_code in (
        (Figure("1.10"), "1,10", "1.10"),
        (Figure("91", "091"), "091", "091"),
        (Figure("10", "10%", "%"), "10%", "10%"),
        (Figure("1200.5", "1200.50 lekë", "lekë"), "1200,50 lekë", "1200.50 lekë"),
    ):
        assert (text.read(figure), code.read(figure)) == (in_text, in_code)
    assert Figure(10, "10%", "%").is_share
    assert Figure(10) == 10


def test_the_first_of_a_kind_are_named_and_the_rest_counted() -> None:
    told = Told("Fleta 1")
    for line in range(1, MOST_NAMED + 4):
        told.name("%(line)s is hidden", "more rows are hidden", line=line)
    told.count("pictures", 2)
    told.count("notes", 0)
    said = list(told)
    assert [(one.where, one.count, one.values) for one in said[:2]] == [
        ("Fleta 1", 1, {"line": 1}), ("Fleta 1", 1, {"line": 2}),
    ]  # fmt: skip
    assert [(one.what, one.count) for one in said[MOST_NAMED:]] == [("pictures", 2), ("more rows are hidden", 3)]


def test_words_are_shortened_to_one_line() -> None:
    assert shortened("a\n b") == "a b"
    assert len(shortened("a" * 1_000)) == 80
