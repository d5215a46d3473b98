"""All that is wrong with a form stands there at once, by the form and by the rules of its room: nobody mends one fault
to be told the next."""

import re

from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import open_round, write
from tests.pledges.play import invited

POINT = "/puna/kontratat/shembull-2023/drafti/zotime/2.2"
FINDING = "/puna/gjetjet/shembull-2023/shembull-2024/2.4"


def wrong(html: str) -> set[str]:
    """The fields that the summary leads to."""
    summary = html.split('class="govuk-error-summary"')[1].split("</ul>")[0]
    return {re.sub(r"-\d+$", "", field) for field in re.findall(r'href="#([\w-]+)"', summary)}


def test_a_point_without_its_unit_and_its_source(training: Site) -> None:
    client = training.client(EDITOR)
    training.form(client, "/puna/kontratat", post_to="/puna/kontratat/shembull-2023/drafti")
    answer = training.form(client, POINT, text="Teksti.", scope="units", source="")
    assert answer.status_code == 422
    assert wrong(answer.text) == {"units", "source"}
    answer = training.form(client, POINT, text="", scope="words", place="", source="")
    assert wrong(answer.text) == {"text", "place", "source"}


def test_a_finding_sent_empty(training: Site) -> None:
    client = training.client(EDITOR)
    answer = training.form(client, FINDING, reason="", source="", quote="", nonce="a")
    assert wrong(answer.text) == {"verdict", "reason", "source"}
    fields = {"plan_item": "", "quote": "", "reason": "", "source": ""}
    answer = training.form(client, FINDING, verdict="covered", **fields, nonce="b")
    assert wrong(answer.text) == {"plan_item", "quote", "reason", "source"}
    answer = training.form(client, FINDING, verdict="covered", **{**fields, "source": "plani"}, nonce="c")
    assert wrong(answer.text) == {"plan_item", "quote", "reason"}


def test_a_verdict_sent_empty_and_one_that_lacks_its_reason_and_the_kind_of_its_evidence(training: Site) -> None:
    round_id, client = open_round(training), training.client(EDITOR)
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    answer = write(training, client, path, status="", reason="", evidence="")
    assert wrong(answer.text) == {"status", "reason", "evidence-0-description"}
    answer = write(training, client, path, reason="", **{"evidence-0-evidence_kind": ""})
    assert wrong(answer.text) == {"reason", "evidence-0-evidence_kind"}
    answer = write(training, client, path, reason="", **{"evidence-0-source": "", "evidence-0-place": ""})
    assert wrong(answer.text) == {"reason", "evidence-0-source", "evidence-0-place"}


def test_an_answer_without_a_name_and_without_its_reservation(training: Site) -> None:
    path = f"/nenshkrim/{invited(training)}/pergjigjja"
    client = training.client()
    (box, *_) = re.findall(r'name="commitments" type="checkbox" value="(\d+)"', client.get(path).text)
    answer = training.form(client, path, answer="signed_with_reservation", name="", commitments=box)
    assert wrong(answer.text) == {"name", f"words_{box}"}
    answer = training.form(client, path, answer="signed_with_reservation", name="Dikush Tjetër", commitments=box)
    assert wrong(answer.text) == {"name", f"words_{box}"}
