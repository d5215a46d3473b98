"""A point from which a thread leads on is mended on a phone without script; readers are told, and the thread holds."""

from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import PHONE, Person, Way

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        "way",
        [
            Way("sqlite", "sq", scripts=False),
            pytest.param(Way("postgresql", "en", scripts=False), marks=[pytest.mark.postgresql, pytest.mark.long]),
        ],
        ids=str,
        indirect=True,
    ),
]

PUBLIC = "/konsultimet/shembull-2023-03-15"
BEFORE = "Uji vjen vetëm disa orë në ditë në tri njësi administrative."
NOW = "Uji vjen dy orë në ditë në tri njësi administrative."
REASON = "Procesverbali thotë dy orë."


def test_a_point_with_a_thread_is_amended(someone: Callable[..., Person]) -> None:
    editor = someone("editor", PHONE).sign_in(cast.EDITOR)
    editor.go(f"/puna{PUBLIC}")
    editor.open(editor.main.locator("li", has_text=BEFORE).locator("a[href*='/te-dhenat#point_']"))
    editor.stands_at(f"/puna{PUBLIC}/te-dhenat")
    row = editor.said("Pika %(number)d", number=2)
    assert editor.field(row).input_value() == BEFORE
    editor.fill(row, "")
    editor.tick("Nuk ka emra qytetarësh: vetëm role, numra dhe zyrtarë në detyrë")
    editor.press("Ruani")
    editor.is_refused()
    editor.reads("Kjo pikë është e lidhur me një zotim ose plan: hiqni më parë lidhjen, ose lërini fjalët.")
    editor.fill(row, NOW)
    editor.press("Ruani")
    editor.is_refused()
    editor.reads("Shkruani pse ndryshon ose hiqet ajo që ishte publike.")
    assert editor.field(row).input_value() == NOW
    editor.fill("Pse ndryshojnë ose hiqen pikat që ishin publike", REASON)
    editor.press("Ruani")
    editor.stands_at(f"/puna{PUBLIC}")

    reader = someone("reader", PHONE)
    reader.go(PUBLIC)
    point = reader.main.locator("ol.points li", has_text=NOW)
    reader.unfold("Problemet e ngritura")
    assert REASON in point.inner_text()
    assert point.locator("a[href$='/kontratat/shembull-2023/2.1']").count() == 1
    assert not reader.main.locator("ol.points li", has_text=BEFORE).count()
    reader.open(point.get_by_role("link", name=reader.said("Si ishte më parë"), exact=True))
    reader.reads(BEFORE)
    reader.reads(REASON)
    reader.go("/kontratat/shembull-2023/2.1")
    reader.reads(NOW)
