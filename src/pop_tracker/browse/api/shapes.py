"""What the API answers with. The OpenAPI document and the page at /api are made of these, descriptions included."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

from pop_tracker.browse.record.acts import Doer
from pop_tracker.contracts.judging import Competence, Theme
from pop_tracker.contracts.texts import Scope
from pop_tracker.monitoring.scale import Status
from pop_tracker.plans.findings.findings import FindingVerdict
from pop_tracker.pledges.vocabulary import Capacity, Said, Stands
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.i18n import N_
from pop_tracker.web.periods import Period
from pop_tracker.web.sources import Sources

Item = TypeVar("Item")

Slug = Annotated[str, Meta(description=N_("Emri në adresë; nuk ndryshon kurrë."))]
MunicipalitySlug = Annotated[str, Meta(description=N_("Bashkia, me emrin e saj në adresë."))]
Page = Annotated[str, Meta(description=N_("Faqja publike, për njerëz."))]
Ref = Annotated[str, Meta(description=N_("Referenca në kontratë: 1.5, 1.4.a ose 3. Nuk ndryshon kurrë."))]
Words = Annotated[str, Meta(description=N_("Teksti, fjalë për fjalë."))]
PlaceWords = Annotated[str | None, Meta(description=N_("Vendi me fjalët e tekstit; null kur nuk thuhet."))]
Estimated = Annotated[
    bool,
    Meta(
        description=N_(
            "true: një festë brenda këtij afati ende nuk është shpallur, dhe dita e fundit mund të ndryshojë."
        )
    ),
]
StatusNow = Annotated[
    Status,
    Meta(
        description=N_(
            "Statusi i raundit të fundit të botuar; not_assessed: i pavlerësuar; not_assessable: nuk mund të "
            "vlerësohet, dhe nuk hyn në asnjë përqindje."
        )
    ),
]


class SourceShape(Struct):
    words: Annotated[str, Meta(description=N_("Çfarë është burimi, me fjalë; bosh kur dihet vetëm adresa."))]
    address: Annotated[str, Meta(description=N_("Adresa e tij në internet; bosh kur nuk ka."))]
    place: Annotated[str, Meta(description=N_("Vendi në të: faqja, pika, tabela; bosh kur nuk thuhet."))]


SourceText = Annotated[str, Meta(description=N_("Nga vjen: të gjitha burimet në një tekst, të ndara me pikëpresje."))]
SourceList = Annotated[list[SourceShape], Meta(description=N_("Nga vjen: secili burim më vete."))]


def source_shapes(text: str | None) -> list[SourceShape]:
    return [SourceShape(one.words, one.address, one.place) for one in Sources.of(text).each]


class Sourced(Struct, kw_only=True):
    """What names its sources: as one text, and each by itself."""

    source: SourceText
    sources: SourceList = []

    def __post_init__(self) -> None:
        self.sources = source_shapes(self.source)


class Failure(Struct):
    error: Annotated[str, Meta(description=N_("Çfarë nuk shkon, me fjalë."))]
    reference: Annotated[str | None, Meta(description=N_("Kodi i gabimit, kur gabimi është i yni."))] = None


class Listing(Struct, Generic[Item]):
    items: Annotated[list[Item], Meta(description=N_("Rreshtat."))]
    next: Annotated[str | None, Meta(description=N_("Adresa e faqes tjetër; null te e fundit."))] = None


class UnitShape(Struct):
    slug: Slug
    name: Annotated[str, Meta(description=N_("Emri i njësisë administrative."))]


class MunicipalityShape(Struct):
    slug: Slug
    name: Annotated[str, Meta(description=N_("Emri i bashkisë."))]
    county: Annotated[str, Meta(description=N_("Qarku."))]
    units: Annotated[list[UnitShape], Meta(description=N_("Njësitë administrative, qyteti i pari."))]
    contracts: Annotated[list[str], Meta(description=N_("Kontratat e saj, më e reja e para."))]
    page: Page


class OrganisationShape(Struct):
    slug: Slug
    name: Annotated[str, Meta(description=N_("Emri i organizatës."))]
    short_name: Annotated[str | None, Meta(description=N_("Shkurtimi."))]
    name_en: Annotated[str | None, Meta(description=N_("Emri në anglisht."))]
    municipalities: Annotated[list[str], Meta(description=N_("Bashkitë që mbulon."))]


class DocumentShape(Struct):
    edition: Annotated[int, Meta(description=N_("Numri i botimit që u lexua nga ky dokument."))]
    sha256: Annotated[str, Meta(description=N_("SHA-256 i skedarit siç u dërgua, gjithmonë publik."))]
    media_type: Annotated[str, Meta(description=N_("Lloji i skedarit (MIME)."))]
    size: Annotated[int, Meta(description=N_("Madhësia e skedarit siç u dërgua, në bajt."))]
    pages: Annotated[int | None, Meta(description=N_("Sa faqe ka; null kur nuk ka faqe."))]
    free: Annotated[
        bool,
        Meta(
            description=N_(
                "true: dy persona thanë se skedari është pa emra personash privatë, pa komente dhe pa nënshkrime, "
                "prandaj u jepet lexuesve. false: u jepen vetëm pasazhet prej të cilave u bë kontrata, si PDF."
            )
        ),
    ]
    name: Annotated[str | None, Meta(description=N_("Emri i skedarit; null kur skedari nuk jepet."))]
    file_sha256: Annotated[
        str | None, Meta(description=N_("SHA-256 i skedarit siç jepet; null kur skedari nuk jepet."))
    ]
    file: Annotated[str, Meta(description=N_("Adresa ku merret: skedari, ose pasazhet si PDF."))]


class ContractShape(Sourced):
    slug: Slug
    title: Annotated[str, Meta(description=N_("Titulli i kontratës."))]
    municipality: MunicipalitySlug
    organisation: Annotated[str | None, Meta(description=N_("Organizata që e hartoi, me emrin e saj në adresë."))]
    term_from: Annotated[int, Meta(description=N_("Viti i parë i mandatit."))]
    term_until: Annotated[int, Meta(description=N_("Viti i fundit i mandatit."))]
    text_known: Annotated[bool, Meta(description=N_("false: dihet që ka kontratë, por jo teksti."))]
    edition: Annotated[int | None, Meta(description=N_("Numri i botimit më të ri; null pa tekst."))]
    digest: Annotated[str | None, Meta(description=N_("SHA-256 i tekstit të botimit, siç u botua."))]
    digest_now: Annotated[
        str | None,
        Meta(description=N_("SHA-256 i tekstit siç lexohet sot: tjetër kur nga teksti u hoq një pjesë.")),
    ]
    taken_by: Annotated[
        list[int],
        Meta(description=N_("Numrat e ndryshimeve që hoqën ose fshehën pjesë të tekstit pasi u botua.")),
    ]
    document: Annotated[
        DocumentShape | None, Meta(description=N_("Dokumenti nga i cili u lexua kontrata; null kur nuk dihet asnjë."))
    ]
    page: Page


class RoundShape(Struct):
    number: Annotated[int, Meta(description=N_("Numri i raundit të monitorimit."))]
    year_from: Annotated[int, Meta(description=N_("Viti i parë i periudhës."))]
    year_until: Annotated[int, Meta(description=N_("Viti i fundit i periudhës."))]
    period_from: Annotated[
        date | None, Meta(description=N_("Dita e parë e muajit të parë; null kur burimi jep vetëm vitet."))
    ]
    period_until: Annotated[
        date | None, Meta(description=N_("Dita e parë e muajit të fundit; null kur burimi jep vetëm vitet."))
    ]

    @classmethod
    def of(cls, number: int, period: Period) -> "RoundShape":
        months = (None, None) if period.in_years else (period.first, period.last)
        return cls(number, period.first.year, period.last.year, *months)


class UnitOfCommitmentShape(Struct):
    slug: Slug
    name: Annotated[str, Meta(description=N_("Emri i njësisë administrative."))]
    status: Annotated[Status | None, Meta(description=N_("Statusi në këtë njësi, kur u vlerësua veç."))]


class FindingShape(Struct):
    plan: Annotated[str, Meta(description=N_("Plani, me emrin e tij në adresë."))]
    item: Annotated[str | None, Meta(description=N_("Numri i zërit të planit; null kur nuk u gjet."))]
    verdict: Annotated[FindingVerdict, Meta(description=N_("A është zotimi në plan, siç u shqyrtua dhe u konfirmua."))]


class CommitmentShape(Sourced):
    """A commitment as it stands in its contract, with its sub-points."""

    ref: Ref
    text: Words
    scope: Annotated[Scope, Meta(description=N_("Gjithë bashkia, njësi të caktuara, ose vetëm fjalë."))]
    units: Annotated[list[UnitOfCommitmentShape], Meta(description=N_("Njësitë që përmend teksti."))]
    place: PlaceWords
    target_groups: Annotated[list[str], Meta(description=N_("Grupet e synuara, me fjalët e kontratës."))]
    shows_done: Annotated[str | None, Meta(description=N_("Çfarë do të tregonte se u bë."))]
    due: Annotated[str | None, Meta(description=N_("Deri kur: 2027, 2027-Q2 ose 2027-05-31."))]
    competence: Annotated[Competence | None, Meta(description=N_("Kush e ka në dorë."))]
    law: Annotated[str | None, Meta(description=N_("Ligji që e thotë."))]
    theme: Annotated[
        Theme | None,
        Meta(description=N_("Tema, sipas shtyllave të rrjetit POP; viti në fillim është versioni i tyre.")),
    ]
    status: StatusNow
    round: Annotated[RoundShape | None, Meta(description=N_("Raundi që e dha statusin."))]
    findings: Annotated[list[FindingShape], Meta(description=N_("Gjetjet në fuqi, nga një për plan."))]
    is_retracted: Annotated[bool, Meta(description=N_("true: u tërhoq, me arsye; referenca mbetet."))]
    retraction_reason: Annotated[str | None, Meta(description=N_("Pse u tërhoq."))]
    went_to: Annotated[
        list[Ref], Meta(description=N_("Zotimet që i morën vendin: disa, kur u nda; një, kur u bashkua me të."))
    ]
    came_from: Annotated[list[Ref], Meta(description=N_("Zotimet e ndara ose të bashkuara, të cilave u merr vendin."))]
    passage: Annotated[str | None, Meta(description=N_("Si e thotë dokumenti, fjalë për fjalë; null kur nuk dihet."))]
    passage_page: Annotated[int | None, Meta(description=N_("Faqja e dokumentit ku fillon pasazhi."))]
    children: Annotated[list["CommitmentShape"], Meta(description=N_("Nënpikat."))]
    page: Page


class PriorityShape(Struct):
    number: Annotated[int, Meta(description=N_("Numri i prioritetit."))]
    title: Annotated[str, Meta(description=N_("Titulli i prioritetit."))]
    group: Annotated[str | None, Meta(description=N_("main (kryesore), other (të tjera) ose null."))]
    status: Annotated[Status, Meta(description=N_("Nga statuset e zotimeve, me një rregull të vetëm."))]
    commitments: Annotated[list[CommitmentShape], Meta(description=N_("Zotimet sipas radhës."))]


class SaidShape(Struct):
    said_with: Annotated[Said, Meta(description=N_("Çfarë janë fjalët: rezervë, deklaratë, ose pse u tërhoq."))]
    ref: Annotated[str | None, Meta(description=N_("Zotimi i një rezerve; null për fjalët e tjera."))]
    words: Words
    on: Annotated[date | None, Meta(description=N_("Kur u thanë."))]


class AnswerShape(Sourced):
    """An answer to a contract."""

    name: Annotated[str, Meta(description=N_("Kush u përgjigj."))]
    capacity: Annotated[
        Capacity, Meta(description=N_("Si kush u përgjigj: kandidat, kryetar bashkie, këshill ose organizatë."))
    ]
    answer: Annotated[
        Stands,
        Meta(description=N_("Si qëndron sot; withdrawn: nënshkrimi u tërhoq, annulled: nuk ishte e vetë personit.")),
    ]
    in_force: Annotated[bool, Meta(description=N_("Një për çdo person dhe kontratë; vetëm kjo numërohet."))]
    edition: Annotated[int | None, Meta(description=N_("Botimi që u nënshkrua; null kur burimi nuk e thotë."))]
    given_on: Annotated[date, Meta(description=N_("Kur u dha."))]
    date_precision: Annotated[DatePrecision, Meta(description=N_("Sa e saktë është data."))]
    reservation: Annotated[str | None, Meta(description=N_("Fjalët e nënshkruesit te një përgjigje në letër."))]
    said: Annotated[list[SaidShape], Meta(description=N_("Fjalët e nënshkruesit te një përgjigje me lidhje."))]
    withdrawn_on: Annotated[date | None, Meta(description=N_("Kur u tërhoq nënshkrimi."))]
    annulled_on: Annotated[date | None, Meta(description=N_("Kur u anulua përgjigjja."))]
    annulment: Annotated[str | None, Meta(description=N_("Pse u anulua."))]


class FullContractShape(ContractShape):
    priorities: Annotated[list[PriorityShape], Meta(description=N_("Prioritetet sipas radhës."))]
    answers: Annotated[
        list[AnswerShape],
        Meta(description=N_("Kush u përgjigj; pas secilës në fuqi, përgjigjet e tjera të të njëjtit person.")),
    ]


class CommitmentLineShape(Sourced):
    """A commitment in a list: what the explorer shows."""

    municipality: MunicipalitySlug
    contract: Annotated[str, Meta(description=N_("Kontrata, me emrin e saj në adresë."))]
    priority: Annotated[int, Meta(description=N_("Numri i prioritetit."))]
    priority_title: Annotated[str, Meta(description=N_("Titulli i prioritetit."))]
    ref: Ref
    text: Words
    scope: Annotated[Scope, Meta(description=N_("Gjithë bashkia, njësi të caktuara, ose vetëm fjalë."))]
    units: Annotated[list[UnitOfCommitmentShape], Meta(description=N_("Njësitë që përmend teksti."))]
    place: PlaceWords
    target_groups: Annotated[list[str], Meta(description=N_("Grupet e synuara, me fjalët e kontratës."))]
    shows_done: Annotated[str | None, Meta(description=N_("Çfarë do të tregonte se u bë."))]
    due: Annotated[str | None, Meta(description=N_("Deri kur: 2027, 2027-Q2 ose 2027-05-31."))]
    competence: Annotated[Competence | None, Meta(description=N_("Kush e ka në dorë."))]
    law: Annotated[str | None, Meta(description=N_("Ligji që e thotë."))]
    theme: Annotated[
        Theme | None,
        Meta(description=N_("Tema, sipas shtyllave të rrjetit POP; viti në fillim është versioni i tyre.")),
    ]
    status: Annotated[
        Status, Meta(description=N_("Statusi i raundit të fundit të botuar; ai i njësisë, kur kërkohet një njësi."))
    ]
    round: Annotated[RoundShape | None, Meta(description=N_("Raundi që e dha statusin."))]
    findings: Annotated[list[FindingShape], Meta(description=N_("Gjetjet në fuqi, nga një për plan."))]
    page: Page


class ChangeShape(Struct):
    number: Annotated[int, Meta(description=N_("Numri i ndryshimit; nuk ndryshon kurrë."))]
    at: Annotated[datetime, Meta(description=N_("Kur u regjistrua (UTC)."))]
    verb: Annotated[str, Meta(description=N_("Çfarë u bë, për shembull edition.publish."))]
    words: Annotated[str, Meta(description=N_("Çfarë u bë, me fjalë."))]
    title: Annotated[str | None, Meta(description=N_("Çfarë preku; null kur përmbajtja u hoq."))]
    municipality: Annotated[str | None, Meta(description=N_("Bashkia, kur është për një të tillë."))]
    by: Annotated[
        Doer,
        Meta(
            description=N_(
                "Kush e bëri. by_link: vetë personi i ftuar ose bashkia, me lidhjen që dërgoi organizata; "
                "first_tables: askush, erdhi me të dhënat fillestare; site: vetë pop-tracker."
            )
        ),
    ]
    organisation: Annotated[str | None, Meta(description=N_("Organizata që e bëri, ose që dërgoi lidhjen."))]
    approver_organisation: Annotated[str | None, Meta(description=N_("Organizata e personit të dytë."))]
    source: Annotated[str | None, Meta(description=N_("Burimi."))]
    sources: SourceList
    reason: Annotated[str | None, Meta(description=N_("Arsyeja."))]
    is_redacted: Annotated[bool, Meta(description=N_("true: përmbajtja u hoq; ndryshimi mbetet."))]
    previous_hash: Annotated[str, Meta(description=N_("Kodi i ndryshimit para tij."))]
    hash: Annotated[str, Meta(description=N_("Kodi i këtij ndryshimi (SHA-256)."))]
    payload_digest: Annotated[
        str, Meta(description=N_("Kodi i përmbajtjes, i llogaritur me një vlerë të rastit (salt)."))
    ]
    page: Page
