"""An editor writes the next edition of a contract; a second person publishes it."""

from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

CONTRACT = "Kontrata Sociale 2023–2027, Bashkia Provë"
DRAFT = "/puna/kontratat/prove-2023/drafti"
NEW_WORDS = "Një linjë autobusi nga Kodra e Provës deri te spitali, çdo ditë pune."
REVISED = "Publikimi i vendimeve të këshillit bashkiak brenda pesë ditësh në faqen e bashkisë."
REASON = "Takimi me banorët, pas ndryshimit të linjave."


def test_an_editor_writes_and_a_second_person_publishes(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.OTHER_BOTH)
    editor.go("/puna")
    editor.follow("Kontratat")
    editor.go("/puna/kontratat")
    editor.follow(CONTRACT)
    editor.press("Hapni draftin")
    editor.finds_title("Drafti i botimit %(number)s", number=2)

    # A priority and a commitment under it.
    editor.follow("Shtoni një prioritet")
    editor.fill("Prioriteti", "Transporti")
    editor.tick("Prioritete të tjera")
    editor.fill("Burimi", "procesverbali i takimit, faqja 2")
    editor.press("Ruani në draft")
    editor.finds_title("Zotim i ri")
    editor.fill("Teksti", NEW_WORDS)
    editor.tick("Një ose disa njësi administrative")
    editor.tick("Kodra e Provës")
    editor.fill("Vendi me fjalët e dokumentit", "nga sheshi deri te spitali")
    editor.fill("Grupe të tjera", "të moshuar; nxënës")
    assert editor.field("Burimi").input_value() == "procesverbali i takimit, faqja 2"  # the last one, offered again
    editor.fill("Burimi", "")
    editor.press("Ruani në draft")
    # Without its source it is not kept, and nothing typed is lost.
    editor.is_refused()
    assert editor.field("Teksti").input_value() == NEW_WORDS
    editor.fill("Burimi", "procesverbali i takimit, faqja 3")
    editor.press("Ruani në draft")
    editor.reads(NEW_WORDS)

    # One revised, one retracted with a reason.
    editor.follow("Ndryshoni %(ref)s", ref="1.1")
    editor.fill("Teksti", REVISED)
    editor.press("Ruani në draft")
    editor.follow("Ndryshoni %(ref)s", ref="2.2")
    editor.follow("Tërhiqni %(ref)s", ref="2.2")
    editor.fill("Pse tërhiqet", "Shërbimin e mori ndërmarrja rajonale.")
    editor.press("Tërhiqni zotimin")

    # Nobody of another organisation sees the draft, nor writes in it; nobody at all reads it in public.
    stranger = someone("stranger").sign_in(cast.EDITOR)
    stranger.go("/puna")
    stranger.reads_not(CONTRACT)
    for path in (DRAFT, f"{DRAFT}/zotime/i-ri", f"{DRAFT}/zotime/1.1"):
        assert stranger.status_of(path) == 403, path
    assert stranger.status_of_sending(f"{DRAFT}/zotime/1.1", text="tjetër", version="1") == 403
    assert stranger.status_of_sending(f"{DRAFT}/dergimi", source="x", reason="x") == 403
    reader = someone("reader")
    reader.go("/kontratat/prove-2023")
    reader.reads_not(NEW_WORDS)
    assert reader.status_of("/kontratat/prove-2023/botimi/2") == 404
    assert reader.status_of("/kontratat/prove-2023/3.1") == 404

    # Not yet sent, it waits for nobody.
    reviewer = someone("second person").sign_in(cast.REVIEWER)
    assert reviewer.status_of("/puna/kontratat/prove-2023/rishikimi") in (403, 404)

    editor.follow("Shihni ndryshimet dhe dërgoni draftin")
    editor.reads(NEW_WORDS)
    editor.fill("Burimi", "procesverbali i takimit")
    editor.press("Dërgoni për rishikim")
    editor.is_refused()  # an addendum needs a reason
    editor.fill("Arsyeja e shtojcës", REASON)
    editor.press("Dërgoni për rishikim")
    editor.reads("Pret rishikimin")

    # The editor is a reviewer too, and still cannot publish what she wrote.
    editor.go("/puna/kontratat/prove-2023/rishikimi")
    editor.reads("Në këtë draft keni shkruar edhe ju, ndaj duhet të vendosë një person tjetër.")
    digest = editor.main.locator(".digest").first.text_content() or ""
    assert editor.status_of_sending("/puna/kontratat/prove-2023/botim", version=digest) == 403
    assert editor.status_of_sending("/puna/kontratat/prove-2023/kthim", note="x") == 403
    assert stranger.status_of_sending("/puna/kontratat/prove-2023/botim", version=digest) == 403

    # The second person sends it back once, then publishes.
    reviewer.go("/puna")
    reviewer.follow_to("/puna/kontratat/prove-2023/rishikimi")
    reviewer.reads(NEW_WORDS)
    reviewer.fill("Çfarë duhet ndryshuar", "Thoni nga cila datë.")
    reviewer.press("Kthejeni me shënim")
    editor.go(DRAFT)
    editor.reads("Thoni nga cila datë.")
    editor.follow("Shihni ndryshimet dhe dërgoni draftin")
    editor.fill("Arsyeja e shtojcës", REASON)
    editor.fill("Burimi", "procesverbali i takimit, 12 mars 2024")
    editor.press("Dërgoni për rishikim")
    reviewer.go("/puna/kontratat/prove-2023/rishikimi")
    reviewer.reads(REASON)
    digest = reviewer.main.locator(".digest").first.text_content() or ""
    reviewer.follow("Botoni botimin %(number)s", number=2)
    reviewer.press("Botoni botimin %(number)s", number=2)

    # The reader has edition 2 with its reason, digest and difference; edition 1 stays as it was.
    reader.go("/kontratat/prove-2023")
    reader.reads(NEW_WORDS)
    reader.reads(REVISED)
    reader.go("/kontratat/prove-2023/botimi/2")
    reader.reads(REASON)
    reader.reads(digest)
    reader.follow("Çfarë ndryshoi nga botimi %(number)s", number=1)
    reader.reads(NEW_WORDS)
    reader.reads("Shërbimin e mori ndërmarrja rajonale.")
    assert reader.main.locator("ins").all_inner_texts()
    assert reader.main.locator("del").all_inner_texts()
    reader.go("/kontratat/prove-2023/botimi/1")
    reader.reads("brenda dhjetë ditësh")
    reader.reads_not(NEW_WORDS)
    reader.go("/kontratat/prove-2023/2.2")
    reader.reads("Ky zotim është tërhequr")
