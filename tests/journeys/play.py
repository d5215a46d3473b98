"""What people do in more than one journey."""

from tests.journeys.person import Person


def review(reviewer: Person, ref: str) -> None:
    """Opens what waits for review, from the list."""
    reviewer.go("/puna/rishikimi")
    with reviewer.page.expect_navigation():
        reviewer.main.locator("a.ref", has_text=ref).first.click()
    reviewer.finds_title("Rishikimi i %(ref)s", ref=ref)


def send_to_municipality(editor: Person, round_path: str) -> None:
    """The draft round, to the address that two people vouched for."""
    editor.go(f"{round_path}/pergjigjja")
    editor.fill("Zyra që përgjigjet", "Kabineti i kryetarit")
    editor.fill("Telefoni juaj", "+355 69 123 4567")
    if editor.way.language == "en":
        editor.tick("English")
    editor.press("Dërgoni emailin")


def prove_mailbox(mayor: Person, mailbox: str) -> None:
    """With the digits that come there, once in their browser."""
    mayor.press("Dërgoni kodin")
    mayor.fill("Kodi nga emaili", mayor.code(mailbox))
    mayor.press("Vazhdoni")
