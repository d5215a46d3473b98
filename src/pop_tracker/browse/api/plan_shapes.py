"""What the API answers with about plans and consultations; the shapes of all else are in `shapes`."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from pop_tracker.browse.api.shapes import (
    Estimated,
    MunicipalitySlug,
    Page,
    PlaceWords,
    Slug,
    Sourced,
    SourceList,
    SourceText,
    Words,
)
from pop_tracker.plans.consultations.consultations import ConsultationKind
from pop_tracker.plans.consultations.points import PointKind
from pop_tracker.plans.fields import BY_NAME
from pop_tracker.plans.models import PlanKind
from pop_tracker.plans.needs import NeedsKind, Provider
from pop_tracker.plans.stages import StageKind
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.i18n import N_


class PlanShape(Struct):
    slug: Slug
    title: Annotated[str, Meta(description=N_("Titulli i planit."))]
    kind: Annotated[PlanKind, Meta(description=N_("Lloji i planit."))]
    municipality: MunicipalitySlug
    period_from: Annotated[int | None, Meta(description=N_("Viti i parë; null kur dokumenti nuk e thotë."))]
    period_until: Annotated[int | None, Meta(description=N_("Viti i fundit; null kur dokumenti nuk e thotë."))]
    page: Page


class ProgressShape(Sourced):
    """One year of an item, as the plan's own reports tell it; never a verdict."""

    year: Annotated[int, Meta(description=N_("Viti."))]
    indicator_value: Annotated[int | float | None, Meta(description=N_("Vlera e treguesit; null kur nuk thuhet."))]
    planned_all: Annotated[int | float | None, Meta(description=N_("Të planifikuara, në lekë; null kur nuk thuhet."))]
    spent_all: Annotated[int | float | None, Meta(description=N_("Të shpenzuara, në lekë; null kur nuk thuhet."))]
    note: Annotated[str | None, Meta(description=N_("Shënim."))]


def _told(name: str) -> Meta:
    """An item's field, in the words that the list of them has for it."""
    return Meta(description=BY_NAME[name].described)


class PlanItemShape(Sourced):
    number: Annotated[str, _told("number")]
    level: Annotated[str, _told("level")]
    text: Words
    responsible_body: Annotated[str | None, _told("responsible_body")]
    partners: Annotated[str | None, _told("partners")]
    due: Annotated[str | None, _told("due")]
    cost_all: Annotated[int | float | None, _told("cost_all")]
    costs_by_year: Annotated[dict[str, int | float], _told("costs_by_year")]
    funding_source: Annotated[str | None, _told("funding_source")]
    indicator: Annotated[str | None, _told("indicator")]
    indicator_unit: Annotated[str | None, _told("indicator_unit")]
    baseline: Annotated[int | float | None, _told("baseline")]
    baseline_words: Annotated[str | None, _told("baseline_words")]
    baseline_year: Annotated[int | None, _told("baseline_year")]
    target: Annotated[int | float | None, _told("target")]
    target_words: Annotated[str | None, _told("target_words")]
    target_year: Annotated[int | None, _told("target_year")]
    units: Annotated[list[str], _told("units")]
    place: PlaceWords
    target_groups: Annotated[str | None, _told("target_groups")]
    programme_code: Annotated[str | None, _told("programme_code")]
    programme_name: Annotated[str | None, Meta(description=N_("Emri i programit buxhetor; null kur nuk dihet."))]
    progress: Annotated[list[ProgressShape], Meta(description=N_("Ecuria sipas viteve, viti i fundit i pari."))]
    children: Annotated[list["PlanItemShape"], Meta(description=N_("Zërat brenda tij."))]


class StageShape(Sourced):
    """That the plan reached a stage, as a document says."""

    stage: Annotated[StageKind, Meta(description=N_("Faza."))]
    reached_on: Annotated[date | None, Meta(description=N_("Kur; null kur nuk thuhet."))]
    date_precision: Annotated[DatePrecision | None, Meta(description=N_("Sa saktë dihet data; null pa datë."))]
    decision_number: Annotated[str | None, Meta(description=N_("Numri i vendimit të këshillit bashkiak (VKB)."))]
    comment_days: Annotated[int | None, Meta(description=N_("Ditët e punës për komente, te një njoftim."))]
    comments_until: Annotated[
        date | None, Meta(description=N_("Dita e fundit për komente (ligji 146/2014, neni 15), te një njoftim."))
    ]
    comments_until_estimated: Estimated
    note: Annotated[str | None, Meta(description=N_("Shënim."))]


class FullPlanShape(PlanShape):
    vision: Annotated[str | None, Meta(description=N_("Vizioni."))]
    mission: Annotated[str | None, Meta(description=N_("Misioni."))]
    legal_basis: Annotated[list[str], Meta(description=N_("Baza ligjore."))]
    structures: Annotated[list[str], Meta(description=N_("Strukturat."))]
    predecessor: Annotated[str | None, Meta(description=N_("Plani para tij, me emrin e tij në adresë."))]
    predecessors: Annotated[list[str], Meta(description=N_("Planet e mëparshme, me fjalët e dokumentit."))]
    support: Annotated[list[str], Meta(description=N_("Programet dhe organizatat që e mbështetën."))]
    stages: Annotated[list[StageShape], Meta(description=N_("Fazat që dihen, sipas radhës."))]
    stage_note: Annotated[str | None, Meta(description=N_("Shënim për fazat."))]
    comments_until: Annotated[
        date | None, Meta(description=N_("Afati i fundit për komente; null kur nuk dihet asnjë njoftim."))
    ]
    comments_until_estimated: Estimated
    has_needs: Annotated[bool, Meta(description=N_("true: vlerësimi i nevojave lexohet te /needs."))]
    source: SourceText
    sources: SourceList
    items: Annotated[list[PlanItemShape], Meta(description=N_("Zërat e planit, secili me zërat e vet brenda."))]


class NeedsFigureShape(Sourced):
    label: Annotated[str, Meta(description=N_("Çfarë numërohet."))]
    unit: Annotated[str | None, Meta(description=N_("Njësia administrative; null: e gjithë bashkia."))]
    provider: Annotated[Provider | None, Meta(description=N_("Kush e jep shërbimin."))]
    quantity: Annotated[int | float, Meta(description=N_("Sa."))]
    measure: Annotated[str | None, Meta(description=N_("Njësia matëse: banorë, lekë, punonjës…"))]
    year: Annotated[int | None, Meta(description=N_("Viti i shifrës; null kur nuk thuhet."))]


class NeedsKindShape(Struct):
    """One of the seven kinds of data, a to g."""

    kind: Annotated[NeedsKind, Meta(description=N_("Lloji i të dhënave."))]
    letter: Annotated[str, Meta(description=N_("Shkronja e tij, a deri g."))]
    words: Annotated[list[str], Meta(description=N_("Fjalët e dokumentit për të."))]
    figures: Annotated[list[NeedsFigureShape], Meta(description=N_("Shifrat; bosh kur nuk është shënuar asnjë."))]


class NeedsShape(Sourced):
    plan: Annotated[str, Meta(description=N_("Plani, me emrin e tij në adresë."))]
    name: Annotated[str, Meta(description=N_("Titulli i vlerësimit të nevojave."))]
    year: Annotated[int | None, Meta(description=N_("Viti; null kur nuk thuhet."))]
    method: Annotated[str | None, Meta(description=N_("Metoda; null kur nuk thuhet."))]
    recommendations: Annotated[str | None, Meta(description=N_("Rekomandimet; null kur nuk thuhen."))]
    kinds: Annotated[list[NeedsKindShape], Meta(description=N_("Shtatë llojet e të dhënave, me radhë."))]
    page: Page


class ThreadShape(Sourced):
    """Where a point led: to a commitment or to an item of a plan."""

    commitment: Annotated[str | None, Meta(description=N_("Zotimi ku çoi: kontrata/referenca."))]
    plan_item: Annotated[str | None, Meta(description=N_("Zëri i planit ku çoi: plani/numri."))]


class PointShape(Sourced):
    number: Annotated[
        int, Meta(description=N_("Numri i pikës në konsultim: mbetet i saj edhe kur i ndryshojnë fjalët."))
    ]
    kind: Annotated[PointKind, Meta(description=N_("Problem, kërkesë, përgjigje, hap i ardhshëm ose e dhënë."))]
    text: Words
    threads: Annotated[list[ThreadShape], Meta(description=N_("Ku çoi kjo pikë."))]
    amended_in: Annotated[
        int | None, Meta(description=N_("Numri i ndryshimit ku iu ndryshuan fjalët së fundi: kur dhe pse thuhet aty."))
    ]


class PhotoShape(Sourced):
    """A photo in which nobody but officials can be recognised."""

    shows: Annotated[str, Meta(description=N_("Çfarë shihet në fotografi."))]
    file: Annotated[str, Meta(description=N_("Adresa e skedarit."))]
    media_type: Annotated[str, Meta(description=N_("Lloji i skedarit, si image/jpeg."))]
    size: Annotated[int, Meta(description=N_("Madhësia e skedarit në bajt."))]
    sha256: Annotated[str, Meta(description=N_("SHA-256 e skedarit."))]


class ConsultationShape(Sourced):
    slug: Slug
    kind: Annotated[ConsultationKind, Meta(description=N_("Lloji i konsultimit."))]
    municipality: MunicipalitySlug
    plan: Annotated[str | None, Meta(description=N_("Plani për të cilin u mbajt."))]
    contract: Annotated[str | None, Meta(description=N_("Kontrata për të cilën u mbajt."))]
    held_on: Annotated[date, Meta(description=N_("Data; në të ardhmen: e njoftuar."))]
    hour: Annotated[str | None, Meta(description=N_("Ora; null kur nuk thuhet."))]
    hour_until: Annotated[str | None, Meta(description=N_("Ora kur mbaron; null kur nuk thuhet."))]
    place: PlaceWords
    convened_by: Annotated[str | None, Meta(description=N_("Kush e thirri."))]
    topic: Annotated[str, Meta(description=N_("Tema."))]
    roles_present: Annotated[list[str], Meta(description=N_("Rolet e të pranishmëve, pa emra."))]
    women: Annotated[int | None, Meta(description=N_("Sa gra ishin; null kur nuk thuhet."))]
    men: Annotated[int | None, Meta(description=N_("Sa burra ishin; null kur nuk thuhet."))]
    outcome: Annotated[str | None, Meta(description=N_("Si përfundoi; null kur nuk thuhet."))]
    next_meeting: Annotated[str | None, Meta(description=N_("Takimi i ardhshëm; null kur nuk thuhet."))]
    next_on: Annotated[date | None, Meta(description=N_("Data e takimit të ardhshëm; null kur nuk thuhet."))]
    minutes_sha256: Annotated[str | None, Meta(description=N_("SHA-256 e procesverbalit; null kur nuk mbahet këtu."))]
    minutes_original_sha256: Annotated[
        str | None, Meta(description=N_("SHA-256 e procesverbalit siç u dërgua; null kur mbahet ashtu."))
    ]
    called_off: Annotated[str | None, Meta(description=N_("Pse u anulua; null kur nuk është anuluar."))]
    points: Annotated[list[PointShape], Meta(description=N_("Çfarë u ngrit e u tha."))]
    photos: Annotated[list[PhotoShape], Meta(description=N_("Fotografitë që shihen në faqe."))]
    page: Page
