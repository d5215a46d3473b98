"""What the file of a contract says of people is taken out and told, unless its sender wants it as it is; its digest as
it came is kept in any case."""

import hashlib
import io

import pikepdf
import pytest
from pikepdf import Pdf
from sqlmodel import select

from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.web import files
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import FROM
from tests.contracts.reading.files import making
from tests.pages import words
from tests.web.documents import ZENEPE, everything_in


def written_by_zenepe(*, signed: bool = False) -> bytes:
    kept = io.BytesIO()
    with Pdf.open(io.BytesIO(making.pdf())) as pdf:
        pdf.docinfo["/Author"] = ZENEPE
        if signed:
            signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
            field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, V=pdf.make_indirect(signature))
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]), SigFlags=3)
        pdf.save(kept)
    return kept.getvalue()


def document(site: Site) -> ContractDocument:
    with site.database.reading() as session:
        return session.exec(select(ContractDocument)).one()


@pytest.mark.parametrize("as_is", [False, True])
def test_its_author_goes_or_stays_on_purpose(training: Site, as_is: bool) -> None:
    client, contents = training.client(EDITOR), written_by_zenepe()
    box = {"file_as_is": "y"} if as_is else {}
    answer = training.form(client, FROM, files={"file": ("kontrata.pdf", contents, "")}, **box)
    assert answer.status_code == 303, words(answer.text)
    kept = document(training)
    assert kept.original_sha256 == hashlib.sha256(contents).hexdigest()
    assert (kept.sha256 == kept.original_sha256) is as_is
    assert (ZENEPE.encode() in everything_in(files.get(training.settings.files, kept.sha256) or b"")) is as_is
    page = words(client.get(answer.headers["location"]).text)
    assert ("Në “kontrata.pdf” mbetën: autori: " if as_is else "Nga “kontrata.pdf” u hoqën: autori: ") + ZENEPE in page


def test_a_signed_one_is_taken_once_its_sender_says_that_it_stays_as_it_is(training: Site) -> None:
    client, file = training.client(EDITOR), ("kontrata.pdf", written_by_zenepe(signed=True), "")
    refused = training.form(client, FROM, files={"file": file})
    assert refused.status_code == 422
    assert "është nënshkruar elektronikisht" in words(refused.text)
    assert list(files.names(training.settings.files)) == []
    assert training.form(client, FROM, files={"file": file}, file_as_is="y").status_code == 303
