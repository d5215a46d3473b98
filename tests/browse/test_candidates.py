"""Who stood, and how they answered the contract."""

import re
from datetime import date

import pytest
from sqlmodel import select

from pop_tracker.accounts.models import ANYONE
from pop_tracker.browse.candidates import Held, terms_of, votes_in_words
from pop_tracker.elections.models import Election, ElectionKind
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.answers import Act, Given, give
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import words as said_in
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.pledges.play import invite_within


def row_of(html: str, name: str) -> str:
    return words(next(row for row in html.split("<tr") if name in row))


def test_a_candidates_answer_stands_beside_the_name(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "Nënshkroi si kryetar bashkie, para 14 majit 2023" in row_of(html, "Sotiraq Filo")
    assert "Nënshkroi si kandidat, prill 2023" in row_of(html, "Benet Beci")


def test_an_unknown_answer_is_not_a_no(real: Site, training: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "nuk dihet" in row_of(html, "Brunilda Mersini")
    assert "“Nuk dihet” nuk do të thotë “nuk nënshkroi”." in words(html)


def test_where_there_is_no_contract_candidates_are_one_row_that_opens(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert words(html).count("Kontrata nuk është këtu:") == 2, "once an election"
    (tirane,) = [fold for fold in html.split("<details") if "Erion Veliaj" in fold]
    assert "Tiranë, 6 kandidatë" in words(tirane)
    assert "nuk dihet" not in words(tirane), "there is nothing to answer"


def test_the_counts_of_the_answers_come_first(real: Site, training: Site) -> None:
    before = words(real.client().get("/kandidatet").text).partition("Zgjedhje të pjesshme")[0]
    assert "3 nënshkruan për 6 nuk dihet" in before
    assert "10 bashki me 27 kandidatë" in before
    before = words(training.client().get("/kandidatet").text).partition("Zgjedhje vendore")[0]
    assert "2 nënshkruan 1 nënshkroi me rezervë 1 nuk pranoi" in before


def test_terms_are_never_counted_together() -> None:
    def held(year: int, kind: ElectionKind) -> Held:
        return Held(Election(slug=f"{kind}-{year}", election_kind=kind, held_on=date(year, 5, 14), source=""))

    local, partial = ElectionKind.ORDINARY_LOCAL, ElectionKind.PARTIAL
    all_held = [held(2025, partial), held(2023, local), held(2020, partial), held(2021, partial), held(2019, local)]
    terms = terms_of(all_held)
    assert [[one.election.held_on.year for one in term.held] for term in terms] == [[2025, 2023], [2020, 2021, 2019]]


def test_each_source_stands_once_and_rows_point_at_it(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    general = html.partition('id="vendore-2023"')[2]
    certified = "tv1-channel.tv/2023/05/21/sot-celibashi-certifikon-fitoren"
    assert general.count(f'href="http://{certified}') == 1
    for number in re.findall(r'href="#(burimi-[\w-]+)"', html):
        assert f'id="{number}"' in html
    assert "Burimi 2" in row_of_marks(general, "Sotiraq Filo")
    assert certified in general.partition('id="burimi-vendore-2023-2"')[2].partition("</li>")[0]


def row_of_marks(html: str, name: str) -> str:
    return next(row for row in html.split("<tr") if name in row)


def test_votes_are_numbers_of_this_site_and_other_words_are_quoted(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "15.672 vota (78%)" in row_of(html, "Brunilda Mersini")
    assert "“fitoi me 9721 vota epërsi”" in row_of(html, "Emiriana Sako")
    in_english = real.client().get("/en/kandidatet").text
    assert "15,672 votes (78%)" in row_of(in_english, "Brunilda Mersini")
    assert "won by 9,721 votes" in row_of(in_english, "Emiriana Sako"), "no quotation any more, so no signs of one"
    assert "“won" not in in_english


@pytest.mark.parametrize(
    ("votes", "albanian", "english"),
    [
        ("158688 (54.69%)", "158.688 vota (54,69%)", "158,688 votes (54.69%)"),
        ("5192 (45,9%)", "5.192 vota (45,9%)", "5,192 votes (45.9%)"),
        ("34302", "34.302 vota", "34,302 votes"),
        ("1", "1 votë", "1 vote"),
        ("60.36%", "60,36%", "60.36%"),
        ("69.72% (numërim i pjesshëm)", "", "69.72% (partial count)"),
        ("6924 (36.5%), 70 nga 74 kuti", "", "6,924 (36.5%), 70 of 74 ballot boxes"),
        ("rreth 6900 vota", "", ""),
        ("fitoi me 9721 vota epërsi; rreth 6900 vota", "", ""),
        ("", "", ""),
    ],
)
def test_votes_in_words(votes: str, albanian: str, english: str) -> None:
    assert votes_in_words(votes, said_in("sq")) == albanian
    assert votes_in_words(votes, said_in("en")) == english


def test_declining_is_shown_as_declining(training: Site) -> None:
    html = training.client().get("/kandidatet").text
    assert "Nuk pranoi të nënshkruajë" in row_of(html, "Çlirim Votuesi")
    assert "Nënshkroi me rezervë" in row_of(html, "Blerta Garuese")


def ask_mayor(site: Site) -> None:
    """Agim Kandidati answered as a candidate; now he is asked as mayor too."""
    with site.database.writing() as session:
        office = session.exec(select(Office.id).where(Office.name == "Agim Kandidati")).one()
        invite_within(session, site, f"office-{office}", address="zyra@bashkia-shembull.example")


@pytest.mark.both
def test_who_was_asked_stands_there_until_they_answer(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        assert "u ftua" not in client.get("/kandidatet").text
    ask_mayor(training)
    with training.count_queries() as after:
        row = row_of(client.get("/kandidatet").text, "Agim Kandidati")
    assert len(after) == len(before)
    assert "Nënshkroi si kandidat, 4 maj 2023" in row
    assert "u ftua si kryetar bashkie më" in row
    assert "ende pa përgjigje" in row
    assert "nuk është përgjigjur" not in row
    assert "no answer yet" in client.get("/en/kandidatet").text
    with training.database.writing() as session:
        invitation = session.exec(select(Invitation)).one()
        give(session, ANYONE, invitation, Given(Act.DECLINE, "Agim Kandidati", newest=1))
    row = row_of(client.get("/kandidatet").text, "Agim Kandidati")
    assert "u ftua" not in row
    assert "Nuk pranoi të nënshkruajë si kryetar bashkie" in row


def test_of_two_answers_the_later_comes_first(training: Site) -> None:
    ask_mayor(training)
    with training.database.writing() as session:
        invitation = session.exec(select(Invitation)).one()
        give(session, ANYONE, invitation, Given(Act.DECLINE, "Agim Kandidati", newest=1))
    row = row_of(training.client().get("/kandidatet").text, "Agim Kandidati")
    assert row.index("Nuk pranoi të nënshkruajë si kryetar bashkie") < row.index("Nënshkroi si kandidat, 4 maj 2023")


def test_an_invitation_taken_back_is_not_said(training: Site) -> None:
    ask_mayor(training)
    with training.database.writing() as session:
        session.exec(select(Invitation)).one().revoke(session, training.viewer(session, EDITOR))
    assert "u ftua" not in training.client().get("/kandidatet").text


def test_where_no_contract_is_here_each_municipality_is_a_fold_to_link_to(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    folds = re.findall(r'<details class="fold" id="(pa-kontrate-[^"]+)">\s*<summary>(.*?)</summary>', html, re.DOTALL)
    assert ("pa-kontrate-vendore-2023-fier", "Fier, 3 kandidatë") in [(key, words(head)) for key, head in folds]
    assert len(folds) == 11
