"""Looking for a contract's commitments in a plan, from the site's suggestions to the matrix that readers see."""

import re
from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

CONTRACT = "Kontrata Sociale 2023–2027, Bashkia Shembull"
FORM = "/puna/gjetjet/shembull-2023/shembull-pba-2025"


def waiting(reviewer: Person) -> list[str]:
    """The addresses of the findings that wait for them."""
    reviewer.go("/puna/gjetjet")
    links = reviewer.main.locator(".list__way[href*='/puna/gjetjet/']").all()
    return [(link.get_attribute("href") or "").removeprefix("/en") for link in links]


def test_a_contract_is_looked_for_in_a_budget(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    stranger = someone("stranger").sign_in(cast.OTHER_EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    for person in (editor, stranger, reviewer):
        person.go("/puna")

    # What nobody looked at, point by point; the first one is not there.
    editor.go("/puna/gjetjet")
    editor.follow("Programi Buxhetor Afatmesëm 2025-2027, Bashkia Shembull")
    how_far = editor.main.locator(".meta", has=editor.page.locator("svg.bar"))
    examined = how_far.inner_text()
    editor.main.locator("a.button").click()
    first = editor.path
    assert re.fullmatch(rf"{FORM}/[\w.]+", first)
    editor.tick("Nuk është në plan")
    editor.fill("Burimi", "PBA, faqet 1-20")
    editor.press("Dërgoni dhe vazhdoni me tjetrin")
    editor.is_refused()  # without where they looked
    editor.fill("Arsyeja", "U kërkua në të gjitha programet.")
    editor.press("Dërgoni dhe vazhdoni me tjetrin")
    assert editor.path.startswith(FORM)
    assert editor.path != first
    editor.reads("Gjetja për zotimin %(ref)s u dërgua. Bëhet publike kur e konfirmon një person i dytë.",
                 ref=first.removeprefix(f"{FORM}/"))  # fmt: skip

    # Street lighting: one suggestion is wrong, another one right.
    editor.go(f"{FORM}/2.4")
    editor.reads("Zërat që mund ta mbulojnë")
    suggestions = editor.main.locator("#sugjerimet > ol > li")
    before = suggestions.count()
    if before > 1:
        wrong = suggestions.last.locator("strong").inner_text()
        with editor.page.expect_navigation():
            suggestions.last.get_by_role("button").click()
        editor.main.locator("#sugjerimet summary").click()
        assert wrong in editor.main.locator("#sugjerimet details").inner_text()
    editor.follow_to("?zeri=3.1#gjetja")
    assert editor.field("Fjalët e planit").input_value().startswith("Ndriçimi i dy rrugëve")
    editor.tick("Plotësisht në plan")
    editor.fill("Arsyeja", "Të dyja rrugët janë zë i programit.")
    editor.fill("Zëra të tjerë, me numër", "3")
    editor.press("Dërgoni për konfirmim")
    editor.stands_at("/puna/gjetjet")
    assert how_far.inner_text().startswith(examined.split(" · ")[0])

    # Nobody else's business, and not public yet.
    assert stranger.status_of(f"{FORM}/2.4") == 403
    assert stranger.status_of_sending(f"{FORM}/2.2", verdict="not_in_plan", reason="x", source="x") == 403
    assert stranger.status_of_sending(f"{FORM}/2.4/refuzimet", zeri="1") == 403
    reader = someone("reader")
    reader.go("/planet/shembull-pba-2025")
    reader.reads_not("U kërkua në të gjitha programet.")
    assert reader.status_of(f"{FORM}/2.4") in (303, 401, 403)

    # One is sent back and mended; never by who wrote it.
    found = waiting(reviewer)
    assert len(found) == 2
    for path in found:
        for decision in ("konfirmimi", "kthimi"):
            assert editor.status_of_sending(f"{path}/{decision}", note="x") == 403
    for path in found:
        reviewer.go(path)
        if "3.1" in reviewer.main.inner_text():
            reviewer.fill("Çfarë duhet ndryshuar", "Sheshi nuk përmendet.")
            reviewer.press("Kthejeni me shënim")
        else:
            reviewer.press("Konfirmoni dhe bëjeni publike")
    editor.go("/puna/gjetjet")
    editor.follow_to(f"{FORM}/2.4")
    editor.reads("Sheshi nuk përmendet.")
    editor.tick("Pjesërisht në plan")
    editor.fill("Arsyeja", "Vetëm dy rrugë; sheshi mungon.")
    editor.press("Dërgoni për konfirmim")
    (path,) = waiting(reviewer)
    reviewer.go(path)
    reviewer.reads("Vetëm dy rrugë; sheshi mungon.")
    reviewer.press("Konfirmoni dhe bëjeni publike")

    # Readers find it in the commitment, the plan and the matrix.
    for address in ("/kontratat/shembull-2023/2.4", "/planet/shembull-pba-2025"):
        reader.go(address)
        reader.reads("2.4")
        reader.reads_not("Anila")
    reader.go("/kontratat/shembull-2023/2.4")
    reader.reads("Vetëm dy rrugë; sheshi mungon.")
    reader.go("/kontratat/shembull-2023/matrica")
    cells = reader.main.locator("tr", has=reader.page.locator("th", has_text=re.compile(r"^\s*2\.4")))
    assert "3.1" in cells.first.inner_text()


def test_someone_with_only_a_keyboard_looks_for_a_commitment(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go(f"{FORM}/2.2")
    radio = editor.main.get_by_role("radio", name=editor.said("Plotësisht në plan"), exact=True)
    editor.tab_to(radio)
    for _ in range(2):
        editor.page.keyboard.press("ArrowDown")
    editor.type_into("Arsyeja", "U kërkua te furnizimi me ujë.")
    editor.type_into("Burimi", "PBA, faqja 8")
    editor.press_by_key("Dërgoni për konfirmim")
    editor.stands_at("/puna/gjetjet")
    editor.reads("Gjetja për zotimin %(ref)s u dërgua. Bëhet publike kur e konfirmon një person i dytë.", ref="2.2")


def test_the_other_way_round_an_item_leads_to_its_commitment(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go("/puna/planet/shembull-pba-2025")
    item = editor.main.locator("li[id^=zeri-]", has_text="Ndriçimi i dy rrugëve kryesore").last
    with editor.page.expect_navigation():
        item.get_by_role("link", name=f"{editor.said('Zotimet')} 3.1").click()
    editor.finds_title("Zotimet që mund të mbulojë zëri %(number)s", number="3.1")
    editor.follow_to("/2.4?zeri=3.1#gjetja")
    assert editor.field("Fjalët e planit").input_value().startswith("Ndriçimi i dy rrugëve")
