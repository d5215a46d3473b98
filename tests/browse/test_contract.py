"""/kontratat, a contract, its editions and what an addendum changed."""

import hashlib
import html as markup
import re
from datetime import date

import pytest
from sqlmodel import select

from pop_tracker.contracts import points
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.pledges.models import Signature
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts.play import WORDING, contract, open_draft, publish, submit
from tests.pages import main_of, words


def refs(html: str) -> list[str]:
    return re.findall(r'<a class="ref"[^>]*>([^<]+)</a>', html)


def test_fier_reads_0_3_2_of_5(real: Site) -> None:
    said = words(real.client().get("/kontratat/fier-2019").text)
    assert (
        "5 nga 5 u vlerësuan (raundi 1, gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar."
    ) in said
    assert "%" not in said  # five are no percentage


def test_korce_reads_23_leaves_none_assessed_without_a_percentage(real: Site) -> None:
    html = real.client().get("/kontratat/korce-2023").text
    assert len(refs(html)) == 24  # the point with two sub-points is shown too
    said = words(main_of(html))
    assert "23 zotime në 7 prioritete, asnjë i vlerësuar." in said
    assert "%" not in said
    assert "Prioritetet kryesore" in said
    assert "Prioritete të tjera" in said
    assert "njësia e pakonfirmuar" in said


def test_what_holds_for_a_whole_priority_is_said_at_its_head_alone(real: Site, training: Site) -> None:
    """A row names only what differs: in Korçë nothing is assessed, and each point is for the whole municipality."""
    korce = words(main_of(real.client().get("/kontratat/korce-2023").text))
    assert "asnjë i vlerësuar" in korce
    assert "i pavlerësuar" not in korce.split("Çfarë do të thonë statuset")[0].lower()
    assert "e gjithë bashkia" not in korce
    assert "adresuar pjesërisht" in words(main_of(training.client().get("/kontratat/shembull-2023").text))


def test_priorities_are_folds_that_an_address_opens(real: Site) -> None:
    client = real.client()
    closed, opened = (client.get(f"/kontratat/korce-2023{of_it}").text for of_it in ("", "?hap=te-gjitha"))
    assert re.findall(r'<details class="fold fold--open" id="prioriteti-(\d)">', closed) == list("1234567")
    assert 'href="/kontratat/korce-2023?hap=te-gjitha"' in closed
    assert len(re.findall(r'id="prioriteti-\d" open>', opened)) == 7


def test_who_governed_is_who_held_office_in_the_contracts_term(training: Site) -> None:
    """The term's first year belongs to who came in it, and its last to who was there before."""
    with training.database.writing() as session:
        of = session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one().municipality_id
        for name, start, end in (("I Pari", 2015, 2019), ("I Dyti", 2019, 2023), ("I Treti", 2027, None)):
            session.add(Office(municipality_id=of, capacity=OfficeCapacity.MAYOR, name=name, source="e shpikur",
                               from_on=date(start, 6, 1), until_on=date(end, 6, 1) if end else None))  # fmt: skip
    governed = words(
        training.client().get("/kontratat/shembull-2023").text.split("Kush drejtonte")[1].split("</dd>")[0]
    )
    assert "Agim Kandidati" in governed
    assert not re.search("I Pari|I Dyti|I Treti", governed)


def test_a_signature_says_capacity_edition_and_how_exactly_its_day_is_known(real: Site) -> None:
    korce = words(real.client().get("/kontratat/korce-2023").text)
    assert "Sotiraq Filo Nënshkroi si kryetar bashkie, para 14 majit 2023. Botimi 1" in korce
    assert "prill 2023" in words(real.client().get("/kontratat/shkoder-2023").text)
    vlore = words(real.client().get("/kontratat/vlore-2023").text)
    assert "8 dhjetor 2023, viti i nxjerrë nga rrethanat" in vlore
    assert "before 14 May 2023" in words(real.client().get("/en/kontratat/korce-2023").text)


def test_a_contract_without_its_text_says_so(real: Site) -> None:
    said = words(main_of(real.client().get("/kontratat/tirane-2019").text))
    assert "Teksti nuk është këtu" in said
    assert "Erion Veliaj" in said
    assert "Burimi nuk thotë cilin tekst." in said
    assert "%" not in said


def test_an_unknown_signature_is_not_said_to_be_missing(real: Site) -> None:
    said = words(real.client().get("/kontratat/fier-2019").text)
    assert "Nuk dihet nëse u nënshkrua: asnjë burim që kemi nuk thotë kush e nënshkroi." in said


def test_marks_of_a_priority_stand_in_the_order_of_its_commitments(training: Site) -> None:
    html = training.client().get("/kontratat/shembull-2023").text
    drawn = [
        re.findall(r"#m-([a-z-]+)", html.split(f'id="prioriteti-{number}"')[1].split("fold__body")[0])
        for number in "12"
    ]
    assert drawn == [
        ["partially-addressed", "partially-addressed", "fully-addressed", "not-addressed", "partially-addressed"],
        ["partially-addressed", "partially-addressed", "fully-addressed", "partially-addressed"],
    ]


def test_answers_stand_in_the_order_they_were_given(training: Site) -> None:
    """Whatever the names, and whoever recorded which first."""
    with training.database.writing() as session:
        late = session.exec(select(Signature).where(Signature.name == "Agim Kandidati")).one()
        late.signed_on = date(2023, 8, 1)
        session.add(late)
    html = main_of(training.client().get("/kontratat/shembull-2023").text)
    assert re.findall(r'answer__who"><strong>([^<]+)', html) == [
        "Jehona Drejtuese", "Blerta Garuese", "Agim Kandidati", "Ilir Kryesuesi",
    ]  # fmt: skip


def test_answers_of_all_kinds_are_shown(training: Site) -> None:
    shembull = words(training.client().get("/kontratat/shembull-2023").text)
    assert "Nënshkroi me rezervë" in shembull
    assert "Nuk pranoi të nënshkruajë" in words(training.client().get("/kontratat/prove-2023").text)


def test_what_is_not_public_is_not_shown(training: Site) -> None:
    """A draft edition's words stay out of the contract's page."""
    with training.database.writing() as session:
        contract = session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one()
        edition = session.exec(select(Edition).where(Edition.contract_id == contract.id)).one()
        draft = Edition(contract_id=contract.id or 0, number=2, reason="fshehtësi")
        session.add(draft)
        session.flush()
        one = session.exec(select(Commitment).where(Commitment.contract_id == contract.id)).first()
        assert one is not None
        session.add(
            CommitmentText(edition_id=draft.id or 0, commitment_id=one.id or 0, text="fshehtësi", source="fshehtësi")
        )
        assert edition.number == 1
    client = training.client()
    for path in ("/kontratat/shembull-2023", "/kontratat/shembull-2023/1.1", "/bashkite/shembull", "/"):
        assert "fshehtësi" not in client.get(path).text
    assert client.get("/kontratat/shembull-2023/botimi/2").status_code == 404
    assert client.get("/kontratat/shembull-2023/botimi/2/ndryshimet").status_code == 404


def test_whoever_has_the_text_finds_the_same_digest(real: Site) -> None:
    html = real.client().get("/kontratat/korce-2023/botimi/1").text
    text = markup.unescape(html.split("<pre>")[1].split("</pre>")[0])
    digest = re.search(r'<code class="digest">(\w{64})</code>', html)
    assert digest
    assert hashlib.sha256(text.encode()).hexdigest() == digest.group(1)


def test_an_edition_opens_with_its_words_and_keeps_the_code_for_who_wants_it(real: Site) -> None:
    """Nothing of the machine before the document."""
    html = main_of(real.client().get("/kontratat/korce-2023/botimi/1").text)
    said = words(html)
    assert "23 zotime në 7 prioritete." in said
    fold = html.index("<summary>Teksti i plotë dhe kodi i kontrollit</summary>")
    assert html.index("SHA-256") > fold > html.index("Sotiraq Filo")
    assert 'aria-label="Prioritetet"' in html
    opened = real.client().get("/kontratat/korce-2023/botimi/1?hap=te-gjitha").text
    assert opened.count('id="prioriteti-1" open') == 1


def test_a_first_edition_changed_nothing(real: Site) -> None:
    assert real.client().get("/kontratat/korce-2023/botimi/1/ndryshimet").status_code == 404


def test_the_list_shows_every_contract(real: Site) -> None:
    html = main_of(real.client().get("/kontratat").text)
    assert set(re.findall(r'href="(/kontratat/[^"]+)"', html)) == {
        f"/kontratat/{slug}"
        for slug in ("fier-2019", "kamez-2019", "korce-2023", "shkoder-2023", "tirane-2019", "vlore-2023")
    }


def test_the_list_counts_each_mandate_by_itself_and_says_once_what_has_no_text(real: Site) -> None:
    said = words(main_of(real.client().get("/kontratat").text))
    newest, earlier = said.split("Mandati 2019–2023")
    assert "Mandati 2023–2027 3 kontrata, 1 me tekst këtu" in newest
    assert "23 zotime, asnjë i vlerësuar." in newest
    assert (
        "5 nga 5 u vlerësuan (raundi 1, gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar."
        in earlier
    )
    assert newest.count("teksti nuk është këtu") == earlier.count("teksti nuk është këtu") == 1
    assert "%" not in said


def test_no_such_contract(real: Site) -> None:
    assert real.client().get("/kontratat/askund-2023").status_code == 404


@pytest.mark.both
def test_an_addendum_is_readable_and_the_edition_before_reads_on(training: Site) -> None:
    with training.database.writing() as session:
        open_draft(session, training)
        points.revise(session, training.viewer(session, EDITOR), contract(session), "1.2", WORDING)
        submit(session, training)
        publish(session, training)
    client = training.client()
    changed = client.get("/kontratat/shembull-2023/botimi/2/ndryshimet").text
    assert "Banorët e kërkuan." in words(changed)
    assert re.findall(r"<h2>.*?(Zotimi [\d.]+)", changed) == ["Zotimi 1.2"]
    assert "<ins>" in changed
    assert "<del>" in changed
    first = client.get("/kontratat/shembull-2023/botimi/1").text
    assert "Shtimi i një kopshti dhe i një çerdheje në qytet." in first
    assert "Ka një botim më të ri." in first
    assert WORDING.text in words(client.get("/kontratat/shembull-2023").text)
    commitment = words(client.get("/kontratat/shembull-2023/1.2").text)
    assert "Teksti ka ndryshuar: botimi 2 (Banorët e kërkuan.)" in commitment


@pytest.mark.parametrize("path", [f"/kontratat/korce-2023{of_it}" for of_it in ("", "/1.5", "/botimi/1")])
def test_the_day_an_edition_entered_the_record_is_not_told_as_the_day_of_the_document(real: Site, path: str) -> None:
    html = real.client().get(path).text
    assert re.search(r"në regjistër (që nga|më) \d{1,2} \w+ 20\d\d", html), path
    assert "in the record" in real.client().get(f"/en{path}").text


def test_sources_of_one_host_are_told_apart(real: Site) -> None:
    said = words(real.client().get("/kontratat/korce-2023").text)
    assert re.search(r"Burimi: popnetwork\.al \(1\) ?; popnetwork\.al \(2\)", said)
    assert "(1)</a>; <a" in real.client().get("/kontratat/korce-2023").text, "no space before it"


def test_a_mayor_still_in_office_has_a_first_day_and_no_open_dash(real: Site) -> None:
    said = words(real.client().get("/kontratat/vlore-2023").text)
    assert "nga 9 nëntor 2025" in said
    assert "2025 – Ermal" not in said


@pytest.mark.parametrize(
    "path",
    [
        "/kontratat", "/kontratat/shembull-2023", "/kontratat/shembull-2023/botimi/1", "/bashkite/prove", "/",
        "/raportet", "/planet/shembull-2024",
    ],
)  # fmt: skip
def test_a_heading_breaks_around_a_term_and_not_in_it(training: Site, path: str) -> None:
    page = training.client().get(path)
    assert page.status_code == 200
    headings = re.findall(r"<h[123][^>]*>.*?</h[123]>", main_of(page.text), re.DOTALL)
    terms = [heading for heading in headings if re.search(r"\d{4}[–-]\d{4}", heading)]
    assert terms
    assert not [one for one in terms if re.search(r'(?<!<span class="years">)\b\d{4}[–-]\d{4}', one)]
