"""The second person reads a draft beside the document that it was read from, as the editor did who checked it."""

import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import points
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.points import Wording
from tests.cast import EDITOR, OTHER_REVIEWER
from tests.conftest import Site
from tests.contracts.checking.play import FROM, TEXT, begun, do, pressed, row, rows, settled
from tests.contracts.play import hidden
from tests.pages import words

SLUG = "shembull-2027"
REVIEW = f"/puna/kontratat/{SLUG}/rishikimi"


def submitted(site: Site, there: str) -> None:
    settled(site, there)
    assert pressed(site, there, "drafti", veprimi="dergo").status_code == 303


def review(site: Site, query: str = "") -> str:
    answer = site.client(OTHER_REVIEWER).get(f"{REVIEW}{query}")
    assert answer.status_code == 200
    return str(answer.text)


def listed(page: str, heading: str) -> str:
    """The words under one heading of the outline."""
    return words(re.split(r"<h3", page.split(heading, 1)[1], maxsplit=1)[0])


def test_choosing_a_point_marks_its_passage(training: Site) -> None:
    there = begun(training)
    submitted(training, there)
    page = review(training, f"?pjesa={row(training, 'Ndriçimi')}")
    assert re.search(r'<mark class="document__chosen">[^<]*Ndriçimi i rrugës', page)
    assert "Organizata Shembullore" in words(page), "the whole document"
    assert re.search(rf'href="[^"]*pjesa={row(training, "Një qendër ditore")}#p', page), "the others are links"


def test_what_the_editor_decided_comes_first(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Ndriçimi")
    assert do(training, there, chosen, "konfirmo", text="Ndriçimi i rrugës kryesore në fshatin Kuq.").status_code == 303
    submitted(training, there)
    page = review(training)
    decided = listed(page, "Çfarë vendosi redaktori")
    assert "Ndriçimi i rrugës kryesore" in decided
    assert "Një qendër ditore" not in decided
    assert "Një qendër ditore" in listed(page, "Siç u lexua")
    assert re.search(r"<ins><span[^>]*>\[shtuar: </span>\s*kryesore", page)


def test_what_was_unsure_says_why_and_that_it_was_confirmed(training: Site) -> None:
    there = begun(training, text=TEXT.replace("   •", "•"))  # after a colon, at the depth of the line above
    unsure = [one for one in rows(training) if one.is_unsure]
    assert unsure
    submitted(training, there)
    decided = listed(review(training), "Çfarë vendosi redaktori")
    assert decided.count("Ishte e pasigurt:") == sum(len(one.why) for one in unsure)


def test_what_was_left_out_is_listed_with_the_reason_and_whose_it_is(training: Site) -> None:
    there = begun(training)
    assert do(training, there, row(training, "për ata që dalin"), "hiq").status_code == 303
    submitted(training, there)
    left = listed(review(training), "Lënë jashtë")
    assert "për ata që dalin nga spitali. e la jashtë redaktori" in left
    assert "Organizata Shembullore" in left


def test_parts_that_were_joined_or_split_say_so(training: Site) -> None:
    there = begun(training)
    split = row(training, "Një qendër ditore")
    text = "Një qendër ditore.\r\n\r\nNë Njësinë Administrative Lindore."
    assert do(training, there, split, "ndaj", text=text).status_code == 303
    assert do(training, there, row(training, "për ata që dalin"), "bashko").status_code == 303
    submitted(training, there)
    decided = listed(review(training), "Çfarë vendosi redaktori")
    assert decided.count("U nda nga një pjesë më e gjatë.") == 2
    assert decided.count("U bashkua nga 2 pjesë.") == 1


def test_other_words_among_the_parts_of_what_was_split_are_told(training: Site) -> None:
    there = begun(training)
    text = "Një qendër ditore për firmën Alfa.\r\n\r\nNë Njësinë Administrative Lindore."
    assert do(training, there, row(training, "Një qendër ditore"), "ndaj", text=text).status_code == 303
    submitted(training, there)
    page = review(training)
    assert re.search(r"<ins><span[^>]*>\[shtuar: </span>\s*për firmën Alfa", page)


def test_what_was_split_and_not_reworded_shows_no_other_words(training: Site) -> None:
    there = begun(training)
    text = "Një qendër ditore\r\n\r\nnë Njësinë Administrative\r\n\r\nLindore."
    assert do(training, there, row(training, "Një qendër ditore"), "ndaj", text=text).status_code == 303
    assert do(training, there, row(training, "Lindore."), "hiq").status_code == 303
    submitted(training, there)
    page = review(training)
    assert "Nga si u lexua" not in words(page)
    assert "Lindore. e la jashtë redaktori" in listed(page, "Lënë jashtë"), "the part alone"
    assert listed(page, "Çfarë vendosi redaktori").count("U nda nga një pjesë më e gjatë.") == 2


def test_what_was_left_out_says_what_the_document_says(training: Site) -> None:
    """Not what was written in its place before it was left out."""
    there = begun(training)
    assert do(training, there, row(training, "Ndriçimi"), "hiq", text="Faqe 3").status_code == 303
    submitted(training, there)
    left = listed(review(training), "Lënë jashtë")
    assert "Ndriçimi i rrugës në fshatin Kuq. e la jashtë redaktori" in left
    assert "Faqe 3" not in left


def test_what_the_reader_left_out_says_so_however_often_it_went_out_and_in(training: Site) -> None:
    there = begun(training)
    chosen = row(training, "Kontrata hartohet")
    assert [do(training, there, chosen, step).status_code for step in ("merr", "hiq", "merr")] == [303] * 3
    assert do(training, there, chosen, "titull").status_code == 303
    submitted(training, there)
    decided = listed(review(training), "Çfarë vendosi redaktori")
    assert "Leximi e kishte lënë jashtë" in decided


def test_what_the_reader_left_out_and_is_part_of_another_now_is_told_there(training: Site) -> None:
    """And what is left out afterwards with it is the editor's choice."""
    there = begun(training)
    chosen = row(training, "Kontrata hartohet")
    assert do(training, there, chosen, "merr").status_code == 303
    assert do(training, there, row(training, "Shërbimet"), "bashko").status_code == 303
    assert do(training, there, chosen, "titull").status_code == 303
    submitted(training, there)
    assert "Një pjesë e saj leximi e kishte lënë jashtë." in listed(review(training), "Çfarë vendosi redaktori")
    (joined,) = (one for one in rows(training) if one.id == chosen)
    assert (joined.left_out_as, len(joined.at)) == ("", 2)


def test_a_place_that_the_editor_chose_is_told_apart_from_one_that_was_suggested(training: Site) -> None:
    there = begun(training)
    assert do(training, there, row(training, "Ndriçimi"), "konfirmo", scope="units", units="njesia-veriore",
              place="fshatin Kuq").status_code == 303  # fmt: skip
    submitted(training, there)
    page = review(training)
    assert listed(page, "Çfarë vendosi redaktori").count("Vendin e zgjodhi redaktori.") == 1
    assert "Vendi: Njësia Veriore (fshatin Kuq)" in listed(page, "Çfarë vendosi redaktori")


def test_the_source_that_all_inherit_is_not_said_again(training: Site) -> None:
    there = begun(training)
    submitted(training, there)
    page = review(training)
    assert "(prioriteti 1)" not in words(page)
    assert "(pika 1.1)" not in words(page)


def test_what_was_written_in_the_draft_later_is_told_apart(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    with training.database.writing() as session:
        editor, contract = training.viewer(session, EDITOR), prepared(session)
        points.add_commitment(session, editor, contract, "2", Wording("Një urë për këmbësorë.", "takimi"))
        points.revise(session, editor, contract, "1.1", Wording("Një kopsht.", "takimi"))
        draft = drafts.locked(session, contract)
        assert draft is not None
        drafts.submit(session, editor, contract, reason="", source="takimi", version=draft.version)
    page = review(training)
    assert "Në draft u shkrua edhe pasi u lexua dokumenti." in words(page)
    decided = listed(page, "Çfarë vendosi redaktori")
    assert "Një urë për këmbësorë. Nuk është nga dokumenti" in decided
    assert "Një kopsht. Nuk është nga dokumenti" in decided
    assert "Ndriçimi i rrugës" in listed(page, "Siç u lexua"), "the others are still known by their words"


def prepared(session: Any) -> Any:
    return session.exec(select(Contract).where(Contract.slug == SLUG)).one()


def test_it_is_published_with_the_file_that_was_read_of(training: Site) -> None:
    """Whoever read that readers get no file publishes none that was declared free meanwhile."""
    there = begun(training)
    submitted(training, there)
    reviewer = training.client(OTHER_REVIEWER)
    page = reviewer.get(REVIEW).text
    (address,) = re.findall(r'href="([^"]*/botim\?version=[^"]*)"', page)
    asked = reviewer.get(address.replace("&amp;", "&"))
    assert "nuk u jepet lexuesve" in words(asked.text)
    with training.database.writing() as session:
        document = session.exec(select(ContractReading)).one().document
        document.is_free, document.sha256 = True, "a" * 64
        session.add(document)
    sent = {"version": hidden(asked, "version"), "_csrf_token": reviewer.cookies["pop_csrf"]}
    refused = reviewer.post(f"/puna/kontratat/{SLUG}/botim", data=sent)
    assert refused.status_code == 409
    assert "u jepet lexuesve" in words(refused.text)


@pytest.mark.both
def test_a_draft_from_a_document_becomes_an_edition_that_quotes_it(training: Site) -> None:
    there = begun(training)
    submitted(training, there)
    reviewer = training.client(OTHER_REVIEWER)
    (address,) = re.findall(r'href="([^"]*/botim\?version=[^"]*)"', reviewer.get(REVIEW).text)
    asked = reviewer.get(address.replace("&amp;", "&"))
    published = training.form(reviewer, address.replace("&amp;", "&"), f"/puna/kontratat/{SLUG}/botim",
                              version=hidden(asked, "version"))  # fmt: skip
    assert published.status_code == 303
    page = words(training.client().get(f"/kontratat/{SLUG}/botimi/1").text)
    assert "Teksti u lexua nga një dokument" in page
    assert "fjalë për fjalë" in words(training.client().get(f"/kontratat/{SLUG}/2.1").text)
    changes = training.client().get("/ndryshimet").text
    (entry,) = re.findall(r'href="(/ndryshimet/\d+)">KONTRATA SOCIALE[^<]*, botimi 1</a>', changes)
    recorded = words(training.client().get(entry).text)
    assert "Madhësia e dokumentit (bajt)" in recorded
    assert "Faqet e dokumentit 0" not in recorded, "text has no pages"


def test_the_kind_of_the_file_is_told_by_what_is_in_it(training: Site) -> None:
    """What its sender's browser calls it stands in no record."""
    page = "<html><body><pre>" + TEXT + "</pre></body></html>"
    sent = training.form(training.client(EDITOR), FROM, files={"file": ("k.html", page.encode(), "application/x-mine")})
    assert sent.status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(ContractReading)).one().document.media_type == "text/html"
