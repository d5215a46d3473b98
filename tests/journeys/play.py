"""What people do in more than one journey."""

from tests.journeys.person import Person


def review(reviewer: Person, ref: str) -> None:
    """Opens what waits for review, from the list."""
    reviewer.go("/puna/rishikimi")
    with reviewer.page.expect_navigation():
        reviewer.main.locator("a.ref", has_text=ref).first.click()
    reviewer.finds_title("Rishikimi i %(ref)s", ref=ref)
